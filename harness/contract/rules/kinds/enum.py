"""The values that a scalar accepts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.model import Shape

from harness.contract.paths.schemas import Schema, nest
from harness.contract.rules.condition import same_value, show_all
from harness.contract.rules.editing import Values
from harness.contract.rules.value import NUMBERS, Listed, in_list, is_within_traits

_OTHERS = ("NotDocumented", "NOT_DOCUMENTED", "notdocumented", "xx", "0")


@dataclass(frozen=True)
class Enum(Listed):
    """The closed set of values that a scalar accepts."""

    kind = "enum"
    meaning = "The value is not one of the documented values."
    types = ("string",)

    @property
    def accepted(self) -> tuple[Any, ...]:
        return self.values

    def holds(self, value: Any) -> bool:
        return any(same_value(value, known) for known in self.values)

    @property
    def words(self) -> str:
        return f"{self.param} must be {show_all(self.values)}"

    def schema(self) -> Schema:
        return nest(self.param, {"enum": list(self.values)})

    def outside(self, values: Values) -> Iterator[Any]:
        shape = values.shape
        known = {str(value).lower() for value in self.values}
        candidates: list[Any]
        if shape is not None and shape.type_name in NUMBERS:
            numbers = [value for value in self.values if isinstance(value, int | float)]
            candidates = [number + more for number in numbers for more in (1, -1)]
        elif shape is not None and shape.type_name == "boolean":
            candidates = [True, False]
        else:
            candidates = [*(shape.metadata.get("enum", ()) if shape else ()), *_OTHERS]
            candidates += [values.text(length) for length in (8, 12, 3)]
        others = (value for value in candidates if value is not None and value not in self.values)
        yield from (value for value in others if str(value).lower() not in known)

    def unbreakable(self, shape: Shape | None, is_required: object) -> str | None:
        is_boolean = shape is not None and shape.type_name == "boolean"
        return "a boolean has no other value" if is_boolean and len(self.values) == 2 else None

    def contradicts(self, shape: Shape) -> str | None:
        known = shape.metadata.get("enum")
        if known and not set(self.values) <= set(known):
            return f"the model's values are {in_list(known)}"
        beyond = [value for value in self.values if not is_within_traits(shape, value)]
        return f"{in_list(beyond)} is outside of the model's bounds" if beyond else None

    def is_said_by(self, traits: Mapping[str, Any]) -> bool:
        return "enum" in traits and set(traits["enum"]) <= set(self.values)
