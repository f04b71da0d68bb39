from __future__ import annotations

from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from harness.strategies.drawn import DrawnChoices


@st.composite
def chosen(draw: DrawFn, counts: tuple[int, ...]) -> list[int]:
    choices = DrawnChoices(draw)
    return [choices.choose(count) for count in counts]


@given(chosen((1, 2, 255, 256, 257, 65_537, 1 << 63)))
def test_choices_are_below_their_count(numbers: list[int]) -> None:
    assert numbers[0] == 0
    assert all(
        number < count for number, count in zip(numbers, (1, 2, 255, 256, 257, 65_537, 1 << 63), strict=True)
    )


def test_choices_shrink_to_the_first() -> None:
    assert find(chosen((2, 300, 9)), lambda numbers: True) == [0, 0, 0]
    assert find(chosen((2, 300, 9)), lambda numbers: numbers[2] > 3) == [0, 0, 4]


def test_where_there_is_one_option_nothing_is_drawn() -> None:
    drawn = []

    @settings(database=None)
    @given(chosen((1, 1, 1)))
    def draw(numbers: list[int]) -> None:
        drawn.append(numbers)

    draw()
    assert drawn == [[0, 0, 0]]


@settings(max_examples=20, suppress_health_check=[HealthCheck.large_base_example])
@given(chosen((256,) * 20_000))
def test_what_is_beyond_an_examples_bytes_is_plain(numbers: list[int]) -> None:
    assert set(numbers[5000:]) == {0}
