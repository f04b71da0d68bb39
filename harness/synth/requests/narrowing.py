"""What documented rules leave of the values that a request's shapes allow, by parameter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from harness.contract.rules import Enum, Keys, Length, MultipleOf, Range, Rule, Scalar, Size


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The rules on one parameter by itself.

    Attributes:
        values: the accepted values, or of a map the accepted keys; None for all.
        low: the least number, length or size.
        high: the largest.
        step: what a number must be a multiple of.
    """

    values: tuple[Scalar, ...] | None = None
    low: float | None = None
    high: float | None = None
    step: float | None = None

    def bounds(self, metadata: Mapping[str, Any]) -> tuple[Any, Any]:
        """Return the bounds of a shape's traits and these together."""
        lows = [low for low in (metadata.get("min"), self.low) if low is not None]
        highs = [high for high in (metadata.get("max"), self.high) if high is not None]
        return max(lows, default=None), min(highs, default=None)


NOT_NARROWED = Narrowing()


def narrowings(rules: Iterable[Rule]) -> dict[str, Narrowing]:
    """Collect the rules on single parameters by their path."""
    found: dict[str, Narrowing] = {}
    for rule in rules:
        narrow = _BY_KIND.get(type(rule))
        if narrow is not None:
            path = rule.param  # type: ignore[attr-defined]
            found[path] = narrow(found.get(path, NOT_NARROWED), rule)
    return found


def _values(known: Narrowing, rule: Any) -> Narrowing:
    common = tuple(value for value in rule.values if known.values is None or value in known.values)
    return replace(known, values=common or rule.values)


def _bounds(known: Narrowing, rule: Any) -> Narrowing:
    low, high = known.bounds({"min": rule.min, "max": rule.max})
    return replace(known, low=low, high=high)


def _step(known: Narrowing, rule: Any) -> Narrowing:
    return replace(known, step=rule.value)


_BY_KIND: Mapping[type[Rule], Callable[[Narrowing, Any], Narrowing]] = {
    Enum: _values,
    Keys: _values,
    Range: _bounds,
    Length: _bounds,
    Size: _bounds,
    MultipleOf: _step,
}
