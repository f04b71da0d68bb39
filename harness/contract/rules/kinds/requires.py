"""What must be given under a condition."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from botocore.model import Shape

from harness.contract.paths.member import is_given, select, steps_of
from harness.contract.paths.pointer import to_pointer
from harness.contract.paths.schemas import Schema, exists, nest
from harness.contract.rules.editing import Editor, Params
from harness.contract.rules.relation import IfThen
from harness.contract.rules.rule import ABSENT, Breach


@dataclass(frozen=True)
class Requires(IfThen):
    """When the condition holds, each parameter in `then` must be given."""

    kind = "requires"
    meaning = "A member is missing that another member's value requires."
    asks_for_more = True
    given_if_met = True

    def breaches(self, document: Any) -> Iterator[Breach]:
        scope, condition, then = self.scoped()
        for base, structure in select(document, scope):
            if condition.holds(structure):
                missing = (name for name in then if not is_given(structure, name))
                yield from (Breach(to_pointer(base + steps_of(name)), ABSENT) for name in missing)

    @property
    def words(self) -> str:
        return f"{self.listed()} must be given when {self.condition.words}"

    def schema(self) -> Schema:
        scope, condition, then = self.scoped()
        required = [exists(name, {}) for name in then]
        return nest(scope, {"if": condition.schema(), "then": {"allOf": required}})

    def satisfy(self, params: Params, editor: Editor) -> None:
        scope, _, then = self.scoped()
        for name in then:
            editor.fill(params, scope, name)

    def violate(self, base: Params, editor: Editor) -> Iterator[Params]:
        for name in self.then:
            params = copy.deepcopy(base)
            if not editor.satisfy_one(params, self.condition):
                continue
            others = tuple(other for other in self.then if other != name)
            if all(editor.put(params, other) for other in others):
                editor.remove(params, name)
                editor.repair(params, (self.condition.param, *others), self)
                yield params
                editor.remove(params, name)
                yield params

    def unbreakable(self, shape: Shape | None, is_required: Callable[[str], bool]) -> str | None:
        return "the model requires it anyway" if all(map(is_required, self.then)) else None
