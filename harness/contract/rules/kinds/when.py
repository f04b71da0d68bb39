"""What holds only under a condition."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from botocore.model import Shape

from harness.contract.paths.member import common_scope, select
from harness.contract.paths.pointer import to_pointer, to_steps
from harness.contract.paths.schemas import Schema, nest
from harness.contract.paths.shape import shape_at
from harness.contract.rules.condition import Condition
from harness.contract.rules.editing import ByShape, Case, Editor, Params, Unreachable
from harness.contract.rules.relation import Relation
from harness.contract.rules.rule import Breach, Rule, with_paths


@dataclass(frozen=True)
class When(Relation):
    """When the condition holds, another rule on the request does: a bound, a default, a relation."""

    kind = "when"
    meaning = "A rule is broken that applies because of another member's value."
    condition: Condition
    rule: Rule

    @property
    def assumes(self) -> bool:  # type: ignore[override]
        return self.rule.assumes

    @property
    def path(self) -> str:
        return self.rule.path

    @property
    def bound(self) -> Any:
        return self.rule.bound

    def scoped(self) -> tuple[str, Condition, Rule]:
        """Return the structure that holds all, and the condition and the rule within it."""
        scope, (param, *_) = common_scope((self.condition.param, *self.rule.named))
        within = len(scope) + 1 if scope else 0
        return scope, self.condition.within(param), with_paths(self.rule, lambda path: path[within:])

    def breaches(self, document: Any) -> Iterator[Breach]:
        scope, condition, rule = self.scoped()
        for base, structure in select(document, scope):
            if condition.holds(structure):
                for breach in rule.breaches(structure):
                    yield Breach(to_pointer((*base, *to_steps(breach.pointer))), breach.found)

    def applies(self, document: Any) -> bool:
        scope, condition, rule = self.scoped()
        return any(
            condition.holds(structure) and rule.applies(structure) for _, structure in select(document, scope)
        )

    @property
    def words(self) -> str:
        return f"{self.rule.words} when {self.condition.words}"

    def schema(self) -> Schema:
        scope, condition, rule = self.scoped()
        return nest(scope, {"if": condition.schema(), "then": rule.schema()})

    def fill(self, params: Any) -> None:
        scope, condition, rule = self.scoped()
        for _, structure in select(params, scope):
            if condition.holds(structure):
                rule.fill(structure)

    def satisfy(self, params: Params, editor: Editor) -> None:
        """Have the rule hold, as relations can, else the condition not, else the parameter not be there."""
        scope, condition, rule = self.scoped()
        if not scope:
            rule.satisfy(params, editor)
        if self.is_broken(params):
            editor.violate(params, condition, scope)
        if self.is_broken(params) and self.rule.path:
            editor.remove(params, self.rule.path)

    def violate(self, base: Params, editor: Editor) -> Iterator[Params]:
        if not editor.satisfy_one(base, self.condition):
            raise Unreachable("its condition can't be met")
        if self.rule.on_value:
            for value in self.rule.outside(ByShape(editor.shape_at(self.rule.path))):
                params = copy.deepcopy(base)
                if editor.put(params, self.rule.path, value):
                    editor.repair(params, (self.condition.param, self.rule.path), self)
                    yield params
        else:
            for params in self.rule.violate(base, editor):
                if self.is_broken(params) or editor.satisfy_one(params, self.condition):
                    yield params

    def near_misses(self, base: Params, editor: Editor) -> Iterator[Case]:
        """Yield requests in which the condition does not hold, and those that just keep to the rule."""
        params = copy.deepcopy(base)
        if editor.violate_one(params, self.condition):
            editor.repair(params, ())
            yield "off", "off", params
        if not editor.satisfy_one(base, self.condition):
            return
        if self.rule.on_value:
            for value in self.rule.inside(ByShape(editor.shape_at(self.rule.path))):
                params = copy.deepcopy(base)
                if editor.put(params, self.rule.path, value):
                    editor.repair(params, (self.condition.param, self.rule.path))
                    yield str(value), value, params
        else:
            yield from self.rule.near_misses(base, editor)

    def contradiction(self, root: Shape | None) -> str | None:
        if shape_at(root, self.condition.param) is None:
            return f"the model has no {self.condition.param}"
        return self.rule.contradiction(root)

    def is_implied(self, root: Shape | None) -> bool:
        return self.rule.is_implied(root)

    def unbreakable(self, shape: Shape | None, is_required: Callable[[str], bool]) -> str | None:
        return self.rule.unbreakable(shape, is_required)
