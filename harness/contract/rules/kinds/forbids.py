"""What must be left out under a condition."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from botocore.model import Shape

from harness.contract.paths.member import select
from harness.contract.paths.pointer import to_pointer
from harness.contract.paths.schemas import Schema, exists, nest
from harness.contract.paths.shape import is_required
from harness.contract.rules.editing import Editor, Params
from harness.contract.rules.relation import IfThen
from harness.contract.rules.rule import Breach
from harness.contract.rules.value import in_list


@dataclass(frozen=True)
class Forbids(IfThen):
    """When the condition holds, no parameter in `then` may be given."""

    kind = "forbids"
    meaning = "A member is given although another member's value excludes it."
    given_if_met = False

    def breaches(self, document: Any) -> Iterator[Breach]:
        scope, condition, then = self.scoped()
        for base, structure in select(document, scope):
            if condition.holds(structure):
                for name in then:
                    yield from (Breach(to_pointer(base + at), value) for at, value in select(structure, name))

    @property
    def words(self) -> str:
        return f"{self.listed()} must be left out when {self.condition.words}"

    def schema(self) -> Schema:
        scope, condition, then = self.scoped()
        given = [exists(name, {}) for name in then]
        return nest(scope, {"if": condition.schema(), "then": {"not": {"anyOf": given}}})

    def satisfy(self, params: Params, editor: Editor) -> None:
        scope, condition, then = self.scoped()
        for name in then:
            editor.drop(params, scope, name)
        if self.is_broken(params):
            editor.violate(params, condition, scope)

    def violate(self, base: Params, editor: Editor) -> Iterator[Params]:
        for name in self.then:
            params = copy.deepcopy(base)
            if editor.put(params, name) and editor.satisfy_one(params, self.condition):
                editor.repair(params, (self.condition.param, name), self)
                yield params

    def contradiction(self, root: Shape | None) -> str | None:
        required = [param for param in self.then if is_required(root, param)]
        return super().contradiction(root) or (
            f"the model requires {in_list(required)}" if required else None
        )
