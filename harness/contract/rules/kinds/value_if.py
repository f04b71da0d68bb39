"""What value a parameter has under a condition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from botocore.model import Shape

from harness.contract.paths.member import select
from harness.contract.paths.pointer import to_pointer
from harness.contract.paths.schemas import Schema, nest
from harness.contract.paths.shape import shape_at
from harness.contract.rules.condition import Condition, Scalar, same_value, show_all
from harness.contract.rules.editing import Editor, Params
from harness.contract.rules.relation import Conditional
from harness.contract.rules.rule import Breach
from harness.contract.rules.value import in_list


@dataclass(frozen=True)
class ValueIf(Conditional):
    """When the condition holds, a parameter that is given has one of *values*."""

    kind = "value_if"
    meaning = "A member does not have the value that another member requires."
    given_if_met = True
    condition: Condition
    param: str
    values: tuple[Scalar, ...]

    @property
    def path(self) -> str:
        return self.param

    @property
    def subjects(self) -> tuple[str, ...]:
        return (self.param,)

    @property
    def _wanted(self) -> Condition:
        return Condition(self.param, self.values)

    def breaches(self, document: Any) -> Iterator[Breach]:
        scope, condition, (name,) = self.scoped()
        for base, structure in select(document, scope):
            if condition.holds(structure):
                for at, value in select(structure, name):
                    if not any(same_value(value, known) for known in self.values):
                        yield Breach(to_pointer(base + at), value)

    @property
    def words(self) -> str:
        return f"{self.param} must be {show_all(self.values)} when {self.condition.words}"

    def schema(self) -> Schema:
        scope, condition, (name,) = self.scoped()
        return nest(scope, {"if": condition.schema(), "then": nest(name, {"enum": list(self.values)})})

    def satisfy(self, params: Params, editor: Editor) -> None:
        scope, condition, (name,) = self.scoped()
        editor.satisfy(params, Condition(name, self.values), scope)
        if self.is_broken(params):
            editor.violate(params, condition, scope)

    def violate(self, base: Params, editor: Editor) -> Iterator[Params]:
        wanted = self._wanted
        if editor.satisfy_one(base, self.condition) and editor.violate_one(base, wanted):
            editor.repair(base, (self.condition.param, self.param), self)
            yield base

    def contradiction(self, root: Shape | None) -> str | None:
        found = super().contradiction(root)
        if found is not None:
            return found
        shape = shape_at(root, self.param)
        known = shape.metadata.get("enum") if shape is not None else None
        if shape is not None and isinstance(self.values[0], bool) is not (shape.type_name == "boolean"):
            return f"{self.param} is of type {shape.type_name}"
        is_unknown = known and not set(self.values) & set(known)
        return f"the model's values are {in_list(known)}" if known and is_unknown else None

    def unbreakable(self, shape: Shape | None, is_required: object) -> str | None:
        known = shape.metadata.get("enum", ()) if shape is not None else ()
        return "the model has no other value" if known and set(known) <= set(self.values) else None
