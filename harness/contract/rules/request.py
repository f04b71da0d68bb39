"""The kinds of rules on a request, as the guide to documented rules defines them, and `keys` beside them."""

# ruff: noqa: D102 - `Rule` documents the methods that every kind has
from __future__ import annotations

import datetime
from copy import copy, deepcopy
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from harness.contract.rules.condition import Condition, Scalar, join_words, same_value, show, show_all
from harness.contract.rules.path import (
    Schema,
    common_scope,
    exists,
    is_given,
    nest,
    pointer_to,
    select,
    steps_of,
)
from harness.contract.rules.rule import ABSENT, Breach, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _divides(step: float, value: float) -> bool:
    try:
        return value % step == 0
    except OverflowError:  # an integer that no float is large enough for
        return False


def _bounds(low: float | None, high: float | None, one: str = "", several: str = "") -> str:
    unit = one if (low if high is None else high) == 1 else several
    if low is not None and high is not None:
        return f"exactly {low}{unit}" if low == high else f"from {low} to {high}{unit}"
    return f"at least {low}{unit}" if low is not None else f"at most {high}{unit}"


@dataclass(frozen=True)
class Enum(Rule):
    """The closed set of values that a scalar accepts."""

    kind: ClassVar[str] = "enum"
    param: str
    values: tuple[Scalar, ...]

    def breaches(self, document: Any) -> Iterator[Breach]:
        for at, value in select(document, self.param):
            if not any(same_value(value, known) for known in self.values):
                yield Breach(pointer_to(at), value)

    @property
    def words(self) -> str:
        return f"{self.param} must be {show_all(self.values)}"

    def schema(self) -> Schema:
        return nest(self.param, {"enum": list(self.values)})


def _outside(
    document: Any, rule: Range | Length | Size, measure: Callable[[Any], float | None]
) -> Iterator[Breach]:
    for at, value in select(document, rule.param):
        size = measure(value)
        if size is None:
            continue
        if (rule.min is not None and size < rule.min) or (rule.max is not None and size > rule.max):
            yield Breach(pointer_to(at), value)


def _bounds_schema(rule: Range | Length | Size, low: tuple[str, ...], high: tuple[str, ...]) -> Schema:
    bounds = dict.fromkeys(low, rule.min) | dict.fromkeys(high, rule.max)
    return nest(rule.param, {name: bound for name, bound in bounds.items() if bound is not None})


@dataclass(frozen=True)
class Range(Rule):
    """Inclusive bounds of a number."""

    kind: ClassVar[str] = "range"
    param: str
    min: float | None = None
    max: float | None = None

    def breaches(self, document: Any) -> Iterator[Breach]:
        return _outside(document, self, lambda value: value if _is_number(value) else None)

    @property
    def words(self) -> str:
        return f"{self.param} must be {_bounds(self.min, self.max)}"

    def schema(self) -> Schema:
        return _bounds_schema(self, ("minimum",), ("maximum",))


@dataclass(frozen=True)
class Length(Rule):
    """Inclusive bounds on the characters of a string."""

    kind: ClassVar[str] = "length"
    param: str
    min: int | None = None
    max: int | None = None

    def breaches(self, document: Any) -> Iterator[Breach]:
        return _outside(document, self, lambda value: len(value) if isinstance(value, str) else None)

    @property
    def words(self) -> str:
        return f"{self.param} must have {_bounds(self.min, self.max, ' character', ' characters')}"

    def schema(self) -> Schema:
        return _bounds_schema(self, ("minLength",), ("maxLength",))


@dataclass(frozen=True)
class Size(Rule):
    """Inclusive bounds on the entries of a list or a map."""

    kind: ClassVar[str] = "size"
    param: str
    min: int | None = None
    max: int | None = None

    def breaches(self, document: Any) -> Iterator[Breach]:
        return _outside(document, self, lambda value: len(value) if isinstance(value, list | dict) else None)

    @property
    def words(self) -> str:
        return f"{self.param} must have {_bounds(self.min, self.max, ' entry', ' entries')}"

    def schema(self) -> Schema:
        return _bounds_schema(self, ("minItems", "minProperties"), ("maxItems", "maxProperties"))


@dataclass(frozen=True)
class MultipleOf(Rule):
    """Divisibility of a number."""

    kind: ClassVar[str] = "multiple_of"
    param: str
    value: float

    def breaches(self, document: Any) -> Iterator[Breach]:
        for at, value in select(document, self.param):
            if _is_number(value) and not _divides(self.value, value):
                yield Breach(pointer_to(at), value)

    @property
    def words(self) -> str:
        return f"{self.param} must be a multiple of {self.value}"

    def schema(self) -> Schema:
        return nest(self.param, {"multipleOf": self.value})


@dataclass(frozen=True)
class Default(Rule):
    """The literal value that the service assumes for a parameter left out. Nothing breaks it by itself."""

    kind: ClassVar[str] = "default"
    param: str
    value: Scalar

    def breaches(self, document: Any) -> Iterator[Breach]:
        return iter(())

    @property
    def words(self) -> str:
        return f"{self.param} is {show(self.value)} when left out"

    def schema(self) -> Schema:
        return nest(self.param, {"default": self.value})


def with_defaults(params: dict[str, Any], rules: Iterable[Rule]) -> dict[str, Any]:
    """Return the request that the service works on: `params` with the documented defaults filled in.

    A default inside a structure counts only where the structure itself is given. `params` is left as it is.
    """
    defaults = [(*common_scope((rule.param,)), rule.value) for rule in rules if isinstance(rule, Default)]
    filled = deepcopy(params) if any(scope for scope, _, _ in defaults) else copy(params)
    for scope, (name,), value in defaults:
        for _, structure in select(filled, scope):
            if isinstance(structure, dict) and len(steps_of(name)) == 1:
                structure.setdefault(name, value)
    return filled


@dataclass(frozen=True)
class Keys(Rule):
    """The closed set of keys that a map accepts."""

    kind: ClassVar[str] = "keys"
    param: str
    values: tuple[str, ...]

    def breaches(self, document: Any) -> Iterator[Breach]:
        for at, value in select(document, self.param):
            if isinstance(value, dict):
                yield from (Breach(pointer_to(at), key) for key in value if key not in self.values)

    @property
    def words(self) -> str:
        return f"the keys of {self.param} must be {show_all(self.values)}"

    def schema(self) -> Schema:
        return nest(self.param, {"propertyNames": {"enum": list(self.values)}})


def _conditional_scope(rule: Requires | Forbids) -> tuple[str, Condition, tuple[str, ...]]:
    scope, (param, *then) = common_scope((rule.condition.param, *rule.then))
    return scope, rule.condition.within(param), tuple(then)


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
                yield from (Breach(pointer_to(base + steps_of(name)), ABSENT) for name in missing)

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
                    yield from (Breach(pointer_to(base + at), value) for at, value in select(structure, name))

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
            known = condition.present is not None or is_given(structure, condition.param)
            if known and not condition.holds(structure):
                yield from (Breach(pointer_to(base + at), value) for at, value in select(structure, name))

    @property
    def words(self) -> str:
        return f"{self.param} must be given only when {self.condition.words}"

    def schema(self) -> Schema:
        scope, name, condition = self._scoped()
        then = condition.schema()
        if condition.present is None:
            then = {"anyOf": [{"not": exists(condition.param, {})}, then]}
        return nest(scope, {"if": exists(name, {}), "then": then})


def _miscounted(document: Any, params: tuple[str, ...], allowed: Callable[[int], bool]) -> Iterator[Breach]:
    scope, names = common_scope(params)
    for base, structure in select(document, scope):
        given = tuple(param for param, name in zip(params, names, strict=True) if is_given(structure, name))
        if not allowed(len(given)):
            yield Breach(pointer_to(base), given)


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

    @property
    def words(self) -> str:
        return f"exactly one of {join_words(list(self.params), 'and')} must be given"

    def schema(self) -> Schema:
        scope, given = _given(self.params)
        return nest(scope, {"oneOf": given})


def comparable(value: Any) -> float | None:
    """Give the number that orders a value: itself, a timestamp's seconds since 1970; None for others."""
    if isinstance(value, str):
        return _seconds(value)
    try:
        return float(value) if _is_number(value) else None
    except OverflowError:
        return None


@lru_cache(maxsize=4096)  # several rules judge one timestamp, of each of many entries
def _seconds(text: str) -> float | None:
    try:
        moment = datetime.datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


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
                    yield Breach(pointer_to(base + at), value)

    @property
    def words(self) -> str:
        first, second = self.params
        return f"{first} must be {'less than' if self.relation == '<' else 'at most'} {second}"

    def schema(self) -> Schema:
        scope, names = common_scope(self.params)
        return nest(scope, self.keyword({"params": list(names), "relation": self.relation}))
