"""The bounds of a number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from harness.contract.rules.editing import Values
from harness.contract.rules.value import NUMBERS, WHOLE_NUMBERS, Bounded, bounds_of, in_words, is_number


@dataclass(frozen=True)
class Range(Bounded):
    """Inclusive bounds of a number."""

    kind = "range"
    meaning = "The number is below the minimum or above the maximum."
    on_scalar = True
    types = NUMBERS
    least_keywords = ("minimum",)
    most_keywords = ("maximum",)

    def measure(self, value: Any) -> float | None:
        return value if is_number(value) else None

    @property
    def words(self) -> str:
        return f"{self.param} must be {in_words(self)}"

    def _innermost(self, step: float) -> float:
        """Return the first multiple of a step inside of the bound."""
        bound: float = self.bound
        return (-(-bound // step) if self.inward > 0 else bound // step) * step

    def outside(self, values: Values) -> Iterator[Any]:
        step, outward = values.narrowing.step or 1, -self.inward
        if values.shape is not None and values.shape.type_name in WHOLE_NUMBERS:
            whole = self._innermost(1)
            multiple = (-(-whole // step) if outward < 0 else whole // step) * step
            yield int(multiple + outward * step)
        else:
            yield self.bound + outward * (step if step != 1 else 0.5)
            yield self.bound + outward * max(1.0, abs(self.bound))

    def inside(self, values: Values) -> Iterator[Any]:
        whole = values.shape is not None and values.shape.type_name in WHOLE_NUMBERS
        step = values.narrowing.step or (1 if whole else max(abs(self.bound) / 1000, 0.001))
        bound = self.bound
        if whole or values.narrowing.step:
            bound = int(self._innermost(step)) if whole else self._innermost(step)
        low, high = bounds_of(values)
        yield bound
        neighbour = bound + self.inward * step
        if (low is None or neighbour >= low) and (high is None or neighbour <= high):
            yield neighbour
