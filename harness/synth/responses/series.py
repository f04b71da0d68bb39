"""Times that a response may have under its documented rules: bounds of the request, retention, steps."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from harness.contract.paths.member import first_value
from harness.contract.rules import Past, Window, Within
from harness.contract.rules.value import comparable
from harness.contract.values import format_timestamp

_DAY = 86_400
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


def bounds_of(
    bounding: Sequence[Within | Window | Past], params: Mapping[str, Any], now: dt.datetime, span: float
) -> Bounds | None:
    """Find the bounds of the values that a path of the response names.

    Args:
        bounding: the rules that bound them.
        params: the request with its documented defaults.
        now: when the request is answered. Nothing is kept longer than a rule's days before, and no time that
            the service keeps comes after.
        span: how far below the upper end values go where the request names no lower one.

    Returns:
        The bounds; None if no rule bounds them.
    """
    if not bounding:
        return None
    bounds = Bounds()
    for rule in bounding:
        if isinstance(rule, Within):
            bounds = _raised(bounds, _value(params, rule.start), inclusive=rule.start_inclusive)
            bounds = _lowered(bounds, _value(params, rule.end), inclusive=rule.end_inclusive)
    is_time = (
        any(not isinstance(rule, Within) for rule in bounding) or bounds.high is None or bounds.high > _1980
    )
    if is_time:
        bounds = _lowered(bounds, now.timestamp(), inclusive=False)
    if bounds.low is None and bounds.high is not None:
        bounds = _raised(bounds, bounds.high - span, inclusive=True)
    for rule in bounding:
        if isinstance(rule, Window) and (rule.condition is None or rule.condition.holds(params)):
            bounds = _raised(bounds, now.timestamp() - rule.days * _DAY, inclusive=True)
    return bounds


def _value(params: Mapping[str, Any], path: str | None) -> float | None:
    return None if path is None else comparable(first_value(params, path))


def _raised(bounds: Bounds, low: float | None, *, inclusive: bool) -> Bounds:
    if low is None or (bounds.low is not None and bounds.low >= low):
        return bounds
    return replace(bounds, low=low, low_inclusive=inclusive)


def _lowered(bounds: Bounds, high: float | None, *, inclusive: bool) -> Bounds:
    if high is None or (bounds.high is not None and bounds.high <= high):
        return bounds
    return replace(bounds, high=high, high_inclusive=inclusive)


def whole_steps(bounds: Bounds, step: int) -> range:
    """Return the whole multiples of a step within bounds that have both ends: the last 50,000 at most."""
    low, high = bounds.low or 0.0, bounds.high or 0.0
    first, last = math.ceil(low / step), math.floor(high / step)
    first += first * step == low and not bounds.low_inclusive
    last -= last * step == high and not bounds.high_inclusive
    return range(max(first, last - _MOST_POINTS + 1) * step, last * step + 1, step)


def timestamp(seconds: float) -> str:
    """Write seconds since 1970 as exchanges hold a time."""
    return format_timestamp(dt.datetime.fromtimestamp(seconds, dt.UTC))
