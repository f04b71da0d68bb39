from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harness.synth.values.text import lengths as sets

LENGTHS = st.sets(st.integers(0, 60), min_size=1)


def bits(lengths: set[int]) -> int:
    return sum(1 << length for length in lengths)


@given(LENGTHS)
def test_members_come_shortest_first(lengths: set[int]) -> None:
    assert list(sets.members(bits(lengths))) == sorted(lengths)


@given(LENGTHS, st.data())
def test_nth_counts_the_members(lengths: set[int], data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(lengths) - 1))
    assert sets.nth(bits(lengths), number) == sorted(lengths)[number]


@given(LENGTHS, st.integers(0, 80))
def test_what_precedes_a_rest_fills_the_length(rest: set[int], length: int) -> None:
    assert list(sets.members(sets.leaving(bits(rest), length))) == sorted(
        length - each for each in rest if each <= length
    )
