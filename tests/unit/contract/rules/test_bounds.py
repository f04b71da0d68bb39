from __future__ import annotations

from harness.contract.rules.bounds import Bounds


def test_whole_steps_within_bounds() -> None:
    assert list(Bounds(30, 300).multiples(60)) == [60, 120, 180, 240, 300]
    assert list(Bounds(60, 300, low_inclusive=False, high_inclusive=False).multiples(60)) == [
        120,
        180,
        240,
    ]
    assert list(Bounds(61, 119).multiples(60)) == []
    assert len(Bounds(0, 10_000_000).multiples(60)) == 50_000


def test_an_end_counts_or_does_not() -> None:
    bounds = Bounds(1, 3, high_inclusive=False)
    assert [bounds.excludes(value) for value in (0, 1, 2, 3, 4)] == [True, False, False, True, True]
    assert Bounds(2, 2, low_inclusive=False).is_empty
    assert not Bounds(2, 2).is_empty
