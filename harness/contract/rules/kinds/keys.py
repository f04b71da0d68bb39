"""The keys that a map accepts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from botocore.model import Shape

from harness.contract.paths.member import select
from harness.contract.paths.pointer import to_pointer
from harness.contract.paths.schemas import Schema, nest
from harness.contract.paths.shape import shape_at
from harness.contract.rules.condition import show_all
from harness.contract.rules.editing import Values
from harness.contract.rules.rule import Breach, Rule
from harness.contract.rules.value import Listed, in_list, nowhere


@dataclass(frozen=True)
class Keys(Listed):
    """The closed set of keys that a map accepts."""

    kind = "keys"
    meaning = "A key of a map is not one of the documented keys."
    on_key = True
    begins_with_name = False
    values: tuple[str, ...]

    @property
    def subject(self) -> Rule:
        return self  # each sentence names keys of its own

    def holds(self, value: Any) -> bool:
        return not isinstance(value, dict) or all(key in self.values for key in value)

    def breaches(self, document: Any) -> Iterator[Breach]:
        for at, value in select(document, self.param):
            if isinstance(value, dict):
                yield from (Breach(to_pointer(at), key) for key in value if key not in self.values)

    def place(self, breach: Breach) -> str:
        return breach.pointer + to_pointer([breach.found])  # where the model finds a wrong key

    @property
    def words(self) -> str:
        return f"the keys of {self.param} must be {show_all(self.values)}"

    def schema(self) -> Schema:
        return nest(self.param, {"propertyNames": {"enum": list(self.values)}})

    def outside(self, values: Values) -> Iterator[Any]:
        shape: Any = values.shape
        candidates = [*shape.key.metadata.get("enum", ()), "NotDocumented", "notdocumented", values.key()]
        yield from (key for key in candidates if key is not None and key not in self.values)

    def contradiction(self, root: Shape | None) -> str | None:
        shape = shape_at(root, self.param)
        if shape is None or shape.type_name != "map":
            return nowhere(self.param)
        return self.contradicts(shape)

    def contradicts(self, shape: Any) -> str | None:
        known = shape.key.metadata.get("enum")
        unknown = known and not set(self.values) <= set(known)
        return f"the model's keys are {in_list(known)}" if unknown else None
