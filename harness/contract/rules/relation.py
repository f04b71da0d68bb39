"""The kinds of rules between the parameters of a request: which go together, and in what order.

Paths are those of `harness.contract.paths.member`; a rule on members of a list's elements is judged for each.
"""

# ruff: noqa: D102 - `Rule` documents the methods that every kind has
from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from harness.contract.paths.member import common_scope, is_given, select, steps_of
from harness.contract.paths.pointer import to_pointer
from harness.contract.paths.schemas import Schema, exists, nest
from harness.contract.rules.condition import Condition, join_words
from harness.contract.rules.rule import ABSENT, Breach, Rule
from harness.contract.rules.value import comparable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def _conditional_scope(rule: Requires | Forbids) -> tuple[str, Condition, tuple[str, ...]]:
    scope, (param, *then) = common_scope((rule.condition.param, *rule.then))
    return scope, rule.condition.within(param), tuple(then)


def _is_met(rule: Requires | Forbids, document: Any) -> bool:
    scope, condition, _ = _conditional_scope(rule)
    return any(condition.holds(structure) for _, structure in select(document, scope))


@dataclass(frozen=True)
class Requires(Rule):
    """When the condition holds, each parameter in `then` must be given."""

    kind: ClassVar[str] = "requires"
    condition: Condition
    then: tuple[str, ...]

    def breaches(self, document: Any) -> Iterator[Breach]:
        scope, condition, then = _conditional_scope(self)
        for base, structure in select(document, scope):
            if condition.holds(structure):
                missing = (name for name in then if not is_given(structure, name))
                yield from (Breach(to_pointer(base + steps_of(name)), ABSENT) for name in missing)

    def applies(self, document: Any) -> bool:
        return _is_met(self, document)

    @property
    def words(self) -> str:
        return f"{join_words(list(self.then), 'and')} must be given when {self.condition.words}"

    def schema(self) -> Schema:
        scope, condition, then = _conditional_scope(self)
        required = [exists(name, {}) for name in then]
        return nest(scope, {"if": condition.schema(), "then": {"allOf": required}})


@dataclass(frozen=True)
class Forbids(Rule):
    """When the condition holds, no parameter in `then` may be given."""

    kind: ClassVar[str] = "forbids"
    condition: Condition
    then: tuple[str, ...]

    def breaches(self, document: Any) -> Iterator[Breach]:
        scope, condition, then = _conditional_scope(self)
        for base, structure in select(document, scope):
            if condition.holds(structure):
                for name in then:
                    yield from (Breach(to_pointer(base + at), value) for at, value in select(structure, name))

    def applies(self, document: Any) -> bool:
        return _is_met(self, document)

    @property
    def words(self) -> str:
        return f"{join_words(list(self.then), 'and')} must be left out when {self.condition.words}"

    def schema(self) -> Schema:
        scope, condition, then = _conditional_scope(self)
        given = [exists(name, {}) for name in then]
        return nest(scope, {"if": condition.schema(), "then": {"not": {"anyOf": given}}})


@dataclass(frozen=True)
class OnlyIf(Rule):
    """A parameter applies only where a condition holds.

    A condition on values is not judged where its own parameter is left out. This is no `Forbids`: prose says
    of what is outside of the condition that the parameter means nothing there, seldom that it is refused.
    """

    kind: ClassVar[str] = "only_if"
    param: str
    condition: Condition

    def _scoped(self) -> tuple[str, str, Condition]:
        scope, (name, param) = common_scope((self.param, self.condition.param))
        return scope, name, self.condition.within(param)

    def breaches(self, document: Any) -> Iterator[Breach]:
        scope, name, condition = self._scoped()
        for base, structure in select(document, scope):
            if _is_known(condition, structure) and not condition.holds(structure):
                yield from (Breach(to_pointer(base + at), value) for at, value in select(structure, name))

    def applies(self, document: Any) -> bool:
        scope, name, condition = self._scoped()
        return any(
            is_given(structure, name) and _is_known(condition, structure)
            for _, structure in select(document, scope)
        )

    @property
    def words(self) -> str:
        return f"{self.param} must be given only when {self.condition.words}"

    def schema(self) -> Schema:
        scope, name, condition = self._scoped()
        then = condition.schema()
        if condition.present is None:
            then = {"anyOf": [{"not": exists(condition.param, {})}, then]}
        return nest(scope, {"if": exists(name, {}), "then": then})


def _is_known(condition: Condition, structure: Any) -> bool:
    return condition.present is not None or is_given(structure, condition.param)


def _any_given(document: Any, params: tuple[str, ...]) -> bool:
    return any(is_given(document, param) for param in params)


def _miscounted(document: Any, params: tuple[str, ...], allowed: Callable[[int], bool]) -> Iterator[Breach]:
    scope, names = common_scope(params)
    for base, structure in select(document, scope):
        given = tuple(param for param, name in zip(params, names, strict=True) if is_given(structure, name))
        if not allowed(len(given)):
            yield Breach(to_pointer(base), given)


def _given(params: tuple[str, ...]) -> tuple[str, list[Schema]]:
    scope, names = common_scope(params)
    return scope, [exists(name, {}) for name in names]


def _no_two(given: list[Schema]) -> Schema:
    return {"not": {"anyOf": [{"allOf": list(pair)} for pair in combinations(given, 2)]}}


@dataclass(frozen=True)
class AtMostOne(Rule):
    """At most one of several parameters may be given."""

    kind: ClassVar[str] = "at_most_one"
    params: tuple[str, ...]

    def breaches(self, document: Any) -> Iterator[Breach]:
        return _miscounted(document, self.params, lambda count: count <= 1)

    def applies(self, document: Any) -> bool:
        return _any_given(document, self.params)

    @property
    def words(self) -> str:
        return f"at most one of {join_words(list(self.params), 'and')} may be given"

    def schema(self) -> Schema:
        scope, given = _given(self.params)
        return nest(scope, _no_two(given))


@dataclass(frozen=True)
class AtLeastOne(Rule):
    """One or more of several parameters must be given."""

    kind: ClassVar[str] = "at_least_one"
    params: tuple[str, ...]

    def breaches(self, document: Any) -> Iterator[Breach]:
        return _miscounted(document, self.params, lambda count: count >= 1)

    def applies(self, document: Any) -> bool:
        return _any_given(document, self.params)

    @property
    def words(self) -> str:
        return f"at least one of {join_words(list(self.params), 'and')} must be given"

    def schema(self) -> Schema:
        scope, given = _given(self.params)
        return nest(scope, {"anyOf": given})


@dataclass(frozen=True)
class ExactlyOne(Rule):
    """One and only one of several parameters must be given."""

    kind: ClassVar[str] = "exactly_one"
    params: tuple[str, ...]

    def breaches(self, document: Any) -> Iterator[Breach]:
        return _miscounted(document, self.params, lambda count: count == 1)

    def applies(self, document: Any) -> bool:
        return _any_given(document, self.params)

    @property
    def words(self) -> str:
        return f"exactly one of {join_words(list(self.params), 'and')} must be given"

    def schema(self) -> Schema:
        scope, given = _given(self.params)
        return nest(scope, {"oneOf": given})


@dataclass(frozen=True)
class Order(Rule):
    """The first of two parameters, numbers or timestamps, comes before the second."""

    kind: ClassVar[str] = "order"
    params: tuple[str, str]
    relation: Literal["<", "<="]

    def breaches(self, document: Any) -> Iterator[Breach]:
        scope, (first, second) = common_scope(self.params)
        for base, structure in select(document, scope):
            later = next((comparable(value) for _, value in select(structure, second)), None)
            for at, value in select(structure, first):
                earlier = comparable(value)
                if earlier is None or later is None:
                    continue
                if earlier > later or (earlier == later and self.relation == "<"):
                    yield Breach(to_pointer(base + at), value)

    def applies(self, document: Any) -> bool:
        scope, names = common_scope(self.params)
        return any(
            all(is_given(structure, name) for name in names) for _, structure in select(document, scope)
        )

    @property
    def words(self) -> str:
        first, second = self.params
        return f"{first} must be {'less than' if self.relation == '<' else 'at most'} {second}"

    def schema(self) -> Schema:
        scope, names = common_scope(self.params)
        return nest(scope, self.keyword({"params": list(names), "relation": self.relation}))
