"""The bounds on the entries of a list or a map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from harness.contract.rules.editing import Values
from harness.contract.rules.value import Counted


@dataclass(frozen=True)
class Size(Counted):
    """Inclusive bounds on the entries of a list or a map."""

    kind = "size"
    meaning = "The list or map has too few or too many entries."
    types = ("list", "map")
    least_keywords = ("minItems", "minProperties")
    most_keywords = ("maxItems", "maxProperties")
    units = ("entry", "entries")

    def measure(self, value: Any) -> float | None:
        return len(value) if isinstance(value, list | dict) else None

    def outside(self, values: Values) -> Iterator[Any]:
        made = values.entries(int(self.bound) - self.inward)
        if made is not None:
            yield made

    def inside(self, values: Values) -> Iterator[Any]:
        return (values.entries(count) for count in self.counts_inside(values))
