"""The bounds on the entries of a list or a map."""

# ruff: noqa: D102 - `Rule` documents the methods that every kind has
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from harness.contract.rules.value import Counted
from harness.contract.violation import Code

if TYPE_CHECKING:
    from harness.contract.rules.editing import Values


@dataclass(frozen=True)
class Size(Counted):
    """Inclusive bounds on the entries of a list or a map."""

    kind: ClassVar[str] = "size"
    code: ClassVar[Code] = Code("The list or map has too few or too many entries.")
    types: ClassVar[tuple[str, ...]] = ("list", "map")
    least_keywords: ClassVar[tuple[str, ...]] = ("minItems", "minProperties")
    most_keywords: ClassVar[tuple[str, ...]] = ("maxItems", "maxProperties")
    units: ClassVar[tuple[str, str]] = ("entry", "entries")

    def measure(self, value: Any) -> float | None:
        return len(value) if isinstance(value, list | dict) else None

    def outside(self, values: Values) -> Iterator[Any]:
        made = values.entries(int(self.bound) - self.inward)
        if made is not None:
            yield made

    def inside(self, values: Values) -> Iterator[Any]:
        return (values.entries(count) for count in self.counts_inside(values))
