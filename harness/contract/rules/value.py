"""The kinds of rules on one value of a request: what it may be, and what it is when left out.

Paths are those of `harness.contract.paths.member`; a rule holds where its parameter is not given.
"""

# ruff: noqa: D102 - `Rule` documents the methods that every kind has
from __future__ import annotations

import datetime
from copy import copy, deepcopy
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from harness.contract.paths.member import common_scope, is_given, select, steps_of
from harness.contract.paths.pointer import to_pointer
from harness.contract.paths.schemas import Schema, nest
from harness.contract.rules.condition import Scalar, same_value, show, show_all
from harness.contract.rules.rule import Breach, Rule

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
                yield Breach(to_pointer(at), value)

    def applies(self, document: Any) -> bool:
        return is_given(document, self.param)

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
            yield Breach(to_pointer(at), value)


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

    def applies(self, document: Any) -> bool:
        return is_given(document, self.param)

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

    def applies(self, document: Any) -> bool:
        return is_given(document, self.param)

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

    def applies(self, document: Any) -> bool:
        return is_given(document, self.param)

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
                yield Breach(to_pointer(at), value)

    def applies(self, document: Any) -> bool:
        return is_given(document, self.param)

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

    def applies(self, document: Any) -> bool:
        scope, (name,) = common_scope((self.param,))
        return any(not is_given(structure, name) for _, structure in select(document, scope))

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
                yield from (Breach(to_pointer(at), key) for key in value if key not in self.values)

    def applies(self, document: Any) -> bool:
        return is_given(document, self.param)

    @property
    def words(self) -> str:
        return f"the keys of {self.param} must be {show_all(self.values)}"

    def schema(self) -> Schema:
        return nest(self.param, {"propertyNames": {"enum": list(self.values)}})


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
