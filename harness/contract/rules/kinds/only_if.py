"""What applies only under a condition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from harness.contract.paths.member import is_given, select
from harness.contract.paths.pointer import to_pointer
from harness.contract.paths.schemas import Schema, exists, nest
from harness.contract.rules.condition import Condition
from harness.contract.rules.editing import Editor, Params
from harness.contract.rules.relation import Conditional
from harness.contract.rules.rule import Breach


@dataclass(frozen=True)
class OnlyIf(Conditional):
    """A parameter applies only where a condition holds.

    A condition on values is not judged where its own parameter is left out. This is no `Forbids`: prose says
    of what is outside of the condition that the parameter means nothing there, rarely that it is refused.
    """

    kind = "only_if"
    meaning = "A member is given without the condition under which it applies."
    severities = ("warning", "warning")
    given_if_met = True
    every_value_counts = True
    param: str
    condition: Condition

    @property
    def path(self) -> str:
        return self.param

    @property
    def subjects(self) -> tuple[str, ...]:
        return (self.param,)

    def breaches(self, document: Any) -> Iterator[Breach]:
        scope, condition, (name,) = self.scoped()
        for base, structure in select(document, scope):
            if _is_known(condition, structure) and not condition.holds(structure):
                yield from (Breach(to_pointer(base + at), value) for at, value in select(structure, name))

    def applies(self, document: Any) -> bool:
        scope, condition, (name,) = self.scoped()
        return any(
            is_given(structure, name) and _is_known(condition, structure)
            for _, structure in select(document, scope)
        )

    @property
    def words(self) -> str:
        return f"{self.param} must be given only when {self.condition.words}"

    def schema(self) -> Schema:
        scope, condition, (name,) = self.scoped()
        then = condition.schema()
        if condition.present is None:
            then = {"anyOf": [{"not": exists(condition.param, {})}, then]}
        return nest(scope, {"if": exists(name, {}), "then": then})

    def satisfy(self, params: Params, editor: Editor) -> None:
        scope, condition, (name,) = self.scoped()
        editor.drop(params, scope, name)
        if self.is_broken(params):
            editor.satisfy(params, condition, scope)

    def violate(self, base: Params, editor: Editor) -> Iterator[Params]:
        condition = self.condition
        if editor.put(base, self.param) and editor.violate_one(base, condition):
            editor.repair(base, (self.param,) if condition.present else (self.param, condition.param), self)
            if condition.present:
                editor.remove(base, condition.param)
            yield base


def _is_known(condition: Condition, structure: Any) -> bool:
    return condition.present is not None or is_given(structure, condition.param)
