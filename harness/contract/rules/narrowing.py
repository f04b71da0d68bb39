"""What documented rules leave of the values that a request's shapes allow, by parameter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from harness.contract.rules.condition import Scalar


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The rules on one parameter by itself.

    Attributes:
        values: the accepted values, or of a map the accepted keys; None for all.
        low: the least number, length or size.
        high: the largest.
        step: what a number must be a multiple of.
        pattern: a regular expression that a text matches as a whole.
    """

    values: tuple[Scalar, ...] | None = None
    low: float | None = None
    high: float | None = None
    step: float | None = None
    pattern: str | None = None

    def bounds(self, metadata: Mapping[str, Any]) -> tuple[Any, Any]:
        """Return the bounds of a shape's traits and these together."""
        lows = [low for low in (metadata.get("min"), self.low) if low is not None]
        highs = [high for high in (metadata.get("max"), self.high) if high is not None]
        return max(lows, default=None), min(highs, default=None)


NOT_NARROWED = Narrowing()
