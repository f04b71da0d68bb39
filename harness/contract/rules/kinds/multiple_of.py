"""What a number must be a multiple of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from botocore.model import Shape

from harness.contract.paths.schemas import Schema, nest
from harness.contract.rules.editing import Values
from harness.contract.rules.narrowing import Narrowing
from harness.contract.rules.value import WHOLE_NUMBERS, OnValue, bounds_of, is_number


@dataclass(frozen=True)
class MultipleOf(OnValue):
    """Divisibility of a number."""

    kind = "multiple_of"
    meaning = "The number is not a multiple of the documented step."
    on_scalar = True
    value: float

    @property
    def bound(self) -> Any:
        return self.value

    def holds(self, value: Any) -> bool:
        try:
            return not is_number(value) or value % self.value == 0
        except OverflowError:  # an integer that no float is large enough for
            return False

    @property
    def words(self) -> str:
        return f"{self.param} must be a multiple of {self.value}"

    def schema(self) -> Schema:
        return nest(self.param, {"multipleOf": self.value})

    def narrow(self, known: Narrowing) -> Narrowing:
        return replace(known, step=self.value)

    def outside(self, values: Values) -> Iterator[Any]:
        step, current = self.value, values.current
        if values.shape is not None and values.shape.type_name in WHOLE_NUMBERS:
            yield from (current + more for more in (1, -1) if (current + more) % step)
        else:
            yield from (current + part * step for part in (0.5, -0.5))

    def inside(self, values: Values) -> Iterator[Any]:
        low, high = bounds_of(values)
        step = self.value
        first = -(-(low if low is not None else step) // step) * step
        yield from (value for value in (first, first + step) if high is None or value <= high)
        if high is not None:
            yield high // step * step

    def contradicts(self, shape: Shape) -> str | None:
        low, high = shape.metadata.get("min", 0), shape.metadata.get("max")
        if high is not None and low > 0 and int(high // self.value) * self.value < low:
            return f"no multiple lies between the model's {low} and {high}"
        return None
