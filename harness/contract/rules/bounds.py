"""The bounds that rules on a response set to its times and numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

_MOST_POINTS = 50_000


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bounds of some times or numbers; seconds since 1970 for times.

    Attributes:
        low: the least, or None.
        high: the largest, or None.
        low_inclusive: whether the least itself counts.
        high_inclusive: whether the largest itself counts.
    """

    low: float | None = None
    high: float | None = None
    low_inclusive: bool = True
    high_inclusive: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether no value is within them."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (
            self.low == self.high and not (self.low_inclusive and self.high_inclusive)
        )

    def excludes(self, value: float) -> bool:
        """Tell whether a value lies outside of them."""
        return (
            self.low is not None and (value < self.low or (value == self.low and not self.low_inclusive))
        ) or (
            self.high is not None and (value > self.high or (value == self.high and not self.high_inclusive))
        )

    def raised(self, low: float | None, *, inclusive: bool = True) -> Bounds:
        """Return the same with another least, unless theirs is larger."""
        if low is None or (self.low is not None and self.low >= low):
            return self
        return replace(self, low=low, low_inclusive=inclusive)

    def lowered(self, high: float | None, *, inclusive: bool) -> Bounds:
        """Return the same with another largest, unless theirs is smaller."""
        if high is None or (self.high is not None and self.high <= high):
            return self
        return replace(self, high=high, high_inclusive=inclusive)

    def within(self, other: Bounds) -> Bounds:
        """Return the bounds of what lies within both."""
        bounds = self.raised(other.low, inclusive=other.low_inclusive)
        return bounds.lowered(other.high, inclusive=other.high_inclusive)

    def multiples(self, step: int) -> range:
        """Return the whole multiples of a step within bounds with both ends: the last 50,000 at most."""
        low, high = self.low or 0.0, self.high or 0.0
        first, last = math.ceil(low / step), math.floor(high / step)
        first += first * step == low and not self.low_inclusive
        last -= last * step == high and not self.high_inclusive
        return range(max(first, last - _MOST_POINTS + 1) * step, last * step + 1, step)
