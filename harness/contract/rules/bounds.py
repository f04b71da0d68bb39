"""The bounds that rules on a response set to its times and numbers."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from harness.contract.rules.response import Bounding

_MOST_POINTS = 50_000
_1980 = 315_532_800  # a number beyond it is a time


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
        """Whether nothing lies within them."""
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

    def multiples(self, step: int) -> range:
        """Return the whole multiples of a step within bounds with both ends: the last 50,000 at most."""
        low, high = self.low or 0.0, self.high or 0.0
        first, last = math.ceil(low / step), math.floor(high / step)
        first += first * step == low and not self.low_inclusive
        last -= last * step == high and not self.high_inclusive
        return range(max(first, last - _MOST_POINTS + 1) * step, last * step + 1, step)


def bounds_of(
    bounding: Sequence[Bounding], params: Mapping[str, Any], now: dt.datetime, span: float
) -> Bounds | None:
    """Find the bounds of the values that a path of the response names.

    Args:
        bounding: the rules that bound them.
        params: the request with its documented defaults.
        now: when the request is answered. No time that the service keeps comes after.
        span: how far below the upper end values go where the request names no lower one.

    Returns:
        The bounds; None if no rule bounds them.
    """
    if not bounding:
        return None
    bounds = Bounds()
    for rule in bounding:
        bounds = rule.asked(bounds, params)
    is_time = any(rule.is_on_time for rule in bounding) or bounds.high is None or bounds.high > _1980
    if is_time:
        bounds = bounds.lowered(now.timestamp(), inclusive=False)
    if bounds.low is None and bounds.high is not None:
        bounds = bounds.raised(bounds.high - span)
    for rule in bounding:
        bounds = rule.kept(bounds, params, now)
    return bounds
