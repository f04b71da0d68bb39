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
from harness.contract.rules.condition import Condition, Scalar, show
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
    defaults = [(rule, *_place_of(rule)) for rule in rules if rule.assumes]
    filled = deepcopy(params) if any(scope for _, scope, *_ in defaults) else copy(params)
    for rule, scope, name, condition in sorted(defaults, key=lambda each: each[3] is not None):
        for _, structure in select(filled, scope):
            is_member = isinstance(structure, dict) and len(steps_of(name)) == 1
            if is_member and (condition is None or condition.holds(structure)):
                structure.setdefault(name, rule.bound)
    return filled


def _place_of(rule: Rule) -> tuple[str, str, Condition | None]:
    """Return the structure that a default is in, its name there, and on what condition it is one."""
    condition: Condition | None = getattr(rule, "condition", None)
    paths = (rule.path,) if condition is None else (rule.path, condition.param)
    scope, (name, *param) = common_scope(paths)
    return scope, name, condition.within(*param) if condition is not None else None
