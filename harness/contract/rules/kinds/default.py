"""The value that the service assumes for a parameter left out."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from copy import copy, deepcopy
from dataclasses import dataclass
from typing import Any

from botocore.model import Shape

from harness.contract.paths.member import common_scope, is_given, select, steps_of
from harness.contract.paths.schemas import Schema, nest
from harness.contract.paths.shape import shape_at
from harness.contract.rules.condition import Scalar, show
from harness.contract.rules.editing import Case, Editor, Params
from harness.contract.rules.rule import Breach, Rule
from harness.contract.rules.value import in_list, is_within_traits, nowhere


@dataclass(frozen=True)
class Default(Rule):
    """The literal value that the service assumes for a missing parameter. No request can break it."""

    kind = "default"
    meaning = ""
    assumes = True
    param: str
    value: Scalar

    @property
    def path(self) -> str:
        return self.param

    @property
    def bound(self) -> Any:
        return self.value

    @property
    def subject(self) -> Hashable:
        return self.kind, self.param

    def breaches(self, document: Any) -> Iterator[Breach]:
        return iter(())

    def applies(self, document: Any) -> bool:
        scope, (name,) = common_scope((self.param,))
        return any(not is_given(structure, name) for _, structure in select(document, scope))

    @property
    def words(self) -> str:
        return f"{self.param} is {show(self.value)} when left out"

    def schema(self) -> Schema:
        return nest(self.param, {"default": self.value})

    def fill(self, params: Any) -> None:
        scope, (name,) = common_scope((self.param,))
        for _, structure in select(params, scope):
            if isinstance(structure, dict) and len(steps_of(name)) == 1:
                structure.setdefault(name, self.value)

    def near_misses(self, base: Params, editor: Editor) -> Iterator[Case]:
        params = deepcopy(base)
        if editor.put(params, self.param, self.value):
            editor.repair(params, (self.param,))
            yield "given", self.value, params
        editor.remove(base, self.param)
        yield "left out", "left out", base

    def unbreakable(self, shape: Shape | None, is_required: object) -> str | None:
        return "nothing breaks a default"

    def contradiction(self, root: Shape | None) -> str | None:
        shape = shape_at(root, self.param)
        if shape is None:
            return nowhere(self.param)
        known = shape.metadata.get("enum")
        if known and self.value not in known:
            return f"the model's values are {in_list(known)}"
        within = is_within_traits(shape, self.value)
        return None if within else "the default is outside of the model's bounds"

    def is_implied(self, root: Shape | None) -> bool:
        return True


def with_defaults(params: Params, rules: Iterable[Rule]) -> Params:
    """Return the request that the service works on: `params` with the documented defaults filled in.

    A default inside a structure counts only where the structure itself is given; one under a condition after
    the others. `params` is left as it is.
    """
    assumed = sorted((rule for rule in rules if rule.assumes), key=lambda rule: rule.kind != Default.kind)
    is_inside = any(len(steps_of(rule.path)) > 1 for rule in assumed)
    filled = deepcopy(params) if is_inside else copy(params)
    for rule in assumed:
        rule.fill(filled)
    return filled
