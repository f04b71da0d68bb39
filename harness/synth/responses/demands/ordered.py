"""A number or a time that lies above or below what a filter has: ``GREATER_THAN``, ``LE``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from harness.contract.rules.bounds import Bounds
from harness.contract.rules.value import comparable, is_within_traits
from harness.contract.values import JsonValue, format_timestamp
from harness.synth.filters import Comparison
from harness.synth.responses.demands.demand import Demand
from harness.synth.values.maker import UNKNOWN
from harness.synth.values.plausible.place import Place

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_HOUR = 3600.0


def ordered(meant: Comparison, texts: Sequence[str]) -> Ordered | None:
    """Return what a comparison with a number or a time demands; None where a text is neither.

    Args:
        meant: the comparison.
        texts: the values of the filter.
    """
    if len(texts) != 1:
        return None
    is_number = _NUMBER.fullmatch(texts[0]) is not None
    value = float(texts[0]) if is_number else comparable(texts[0])
    if value is None:
        return None
    match meant:
        case Comparison.ABOVE | Comparison.FROM:
            bounds = Bounds(low=value, low_inclusive=meant is Comparison.FROM)
        case Comparison.BELOW | Comparison.UP_TO:
            bounds = Bounds(high=value, high_inclusive=meant is Comparison.UP_TO)
        case _:
            return None
    return Ordered(bounds, is_number)


@dataclass(frozen=True, slots=True)
class Ordered(Demand):
    """A number, or a time, within bounds.

    Attributes:
        bounds: the bounds.
        is_number: whether it is a number.
    """

    bounds: Bounds
    is_number: bool

    def __call__(self, place: Place, shape: Any) -> JsonValue:
        """Return one of them, in the form of the shape, or `UNKNOWN`."""
        made = self._made(place.number + 1, shape)
        return self._made(1, shape) if made is UNKNOWN else made  # a priority may be 5 at most

    def _made(self, count: int, shape: Any) -> JsonValue:
        """Return what is some steps within the bounds."""
        step = (1.0 if self.is_number else _HOUR) * count
        value = self.bounds.low + step if self.bounds.low is not None else (self.bounds.high or 0.0) - step
        if shape.type_name == "timestamp":
            moment = dt.datetime.fromtimestamp(value, dt.UTC)
            return UNKNOWN if self.is_number else format_timestamp(moment)
        if not self.is_number or shape.type_name not in ("integer", "long", "float", "double"):
            return UNKNOWN
        value = max(value, 0.0)  # what is counted and measured
        number = int(value) if shape.type_name in ("integer", "long") else value
        return number if self.admits(number) and is_within_traits(shape, number) else UNKNOWN

    def admits(self, value: JsonValue) -> bool | None:
        """Tell whether a value lies within the bounds; None of one of another kind, such as a version."""
        moment = comparable(value) if isinstance(value, str) is not self.is_number else None
        return None if moment is None else not self.bounds.excludes(moment)

    def is_hopeless(self, shape: Any) -> bool:
        """Tell whether no value can: none is less than nothing."""
        is_bounded = shape.type_name in ("integer", "long")
        low, high = (shape.metadata.get(end) if is_bounded else None for end in ("min", "max"))
        return self.is_number and self.bounds.within(Bounds(low=max(low or 0.0, 0.0), high=high)).is_empty

    def both(self, other: Ordered) -> Ordered:
        """Return what lies within the bounds of both."""
        return Ordered(self.bounds.within(other.bounds), self.is_number and other.is_number)
