"""The kinds of rules on one value of a request.

Paths are those of `harness.contract.paths.member`; a rule holds where its parameter is not given.
"""

from __future__ import annotations

import datetime
import fnmatch
import re
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from harness.contract.paths.member import is_given, select
from harness.contract.paths.pointer import to_pointer
from harness.contract.paths.schemas import Schema, nest
from harness.contract.paths.shape import shape_at
from harness.contract.rules.condition import Scalar
from harness.contract.rules.narrowing import NOT_NARROWED, Narrowing
from harness.contract.rules.rule import Breach, Rule
from harness.contract.values import format_timestamp

if TYPE_CHECKING:
    from collections.abc import Hashable

    from botocore.model import Shape

    from harness.contract.rules.editing import Values

WHOLE_NUMBERS = ("integer", "long")
NUMBERS = (*WHOLE_NUMBERS, "float", "double")


@dataclass(frozen=True)
class OnValue(Rule):
    """A rule on the value of one parameter."""

    on_value = True
    param: str

    @property
    def path(self) -> str:
        return self.param

    @property
    def subject(self) -> Hashable:
        return self.kind, self.param

    def applies(self, document: Any) -> bool:
        return is_given(document, self.param)

    def breaches(self, document: Any) -> Iterator[Breach]:
        for at, value in select(document, self.param):
            if not self.holds(value):
                yield Breach(to_pointer(at), value)

    @abstractmethod
    def holds(self, value: Any) -> bool:
        """Tell whether a value of the parameter keeps to the rule."""

    @abstractmethod
    def narrow(self, known: Narrowing) -> Narrowing: ...

    @abstractmethod
    def outside(self, values: Values) -> Iterator[Any]: ...

    @abstractmethod
    def inside(self, values: Values) -> Iterator[Any]: ...

    def contradiction(self, root: Shape | None) -> str | None:
        shape = shape_at(root, self.param)
        return nowhere(self.param) if shape is None else self.contradicts(shape)

    @abstractmethod
    def contradicts(self, shape: Shape) -> str | None:
        """Return what the shape of the parameter says and the rule contradicts, as a clause, or None."""

    def is_implied(self, root: Shape | None) -> bool:
        shape = shape_at(root, self.param)
        return (
            shape is not None
            and shape.type_name in self.types
            and "jsonvalue" not in shape.serialization
            and self.is_said_by(shape.metadata)
        )

    types: ClassVar[tuple[str, ...]] = ()
    """The types of shapes whose traits can say the same; elsewhere they say something else."""

    def is_said_by(self, traits: Mapping[str, Any]) -> bool:
        """Tell whether the traits of a shape say as much as the rule, or more."""
        return False


@dataclass(frozen=True)
class Listed(OnValue):
    """A rule that lists all values, or all keys, that are accepted."""

    values: tuple[Scalar, ...]

    @property
    def bound(self) -> Any:
        return self.values

    def allows(self, other: Rule) -> bool:
        return (
            isinstance(other, Listed) and self.param == other.param and set(self.values) >= set(other.values)
        )

    def narrow(self, known: Narrowing) -> Narrowing:
        common = tuple(value for value in self.values if known.values is None or value in known.values)
        return replace(known, values=common or self.values)

    def inside(self, values: Values) -> Iterator[Any]:
        known = values.narrowing.values
        yield from (value for value in self.values if known is None or value in known)


@dataclass(frozen=True)
class Bounded(OnValue):
    """A rule that sets inclusive bounds to a measure of the value."""

    min: float | None = None
    max: float | None = None

    least_keywords: ClassVar[tuple[str, ...]]
    most_keywords: ClassVar[tuple[str, ...]]

    @property
    def bound(self) -> Any:
        return self.max if self.min is None else self.min

    @property
    def inward(self) -> Literal[1, -1]:
        """Which way values are accepted, of a rule with one bound."""
        return -1 if self.min is None else 1

    @abstractmethod
    def measure(self, value: Any) -> float | None:
        """Return what the bounds are set to; None of a value that they do not concern."""

    def holds(self, value: Any) -> bool:
        size = self.measure(value)
        return size is None or (
            (self.min is None or size >= self.min) and (self.max is None or size <= self.max)
        )

    def schema(self) -> Schema:
        bounds = dict.fromkeys(self.least_keywords, self.min) | dict.fromkeys(self.most_keywords, self.max)
        return nest(self.param, {name: bound for name, bound in bounds.items() if bound is not None})

    def parts(self) -> Iterator[tuple[Literal["", "min", "max"], Rule]]:
        if self.min is not None:
            yield "min", replace(self, max=None)
        if self.max is not None:
            yield "max", replace(self, min=None)

    def agreed(self, rules: Sequence[Any]) -> Rule | None:
        lows, highs = ({getattr(rule, limit) for rule in rules} - {None} for limit in ("min", "max"))
        low, high = min(lows, default=None), max(highs, default=None)
        if low is not None and high is not None and low > high:
            return None
        return replace(self, min=low, max=high)

    def disputes(self, agreed: Rule) -> bool:
        return not self.allows(agreed)

    def allows(self, other: Rule) -> bool:
        return (
            isinstance(other, Bounded)
            and self.param == other.param
            and (self.min is None or (other.min is not None and self.min <= other.min))
            and (self.max is None or (other.max is not None and self.max >= other.max))
        )

    def narrow(self, known: Narrowing) -> Narrowing:
        low, high = known.bounds({"min": self.min, "max": self.max})
        return replace(known, low=low, high=high)

    def contradicts(self, shape: Shape) -> str | None:
        low, high = shape.metadata.get("min"), shape.metadata.get("max")
        if high is not None and self.min is not None and self.min > high:
            return f"the model's maximum is {high}"
        if low is not None and self.max is not None and self.max < low:
            return f"the model's minimum is {low}"
        return None

    def is_said_by(self, traits: Mapping[str, Any]) -> bool:
        return (self.min is None or traits.get("min", -inf) >= self.min) and (
            self.max is None or traits.get("max", inf) <= self.max
        )


@dataclass(frozen=True)
class Counted(Bounded):
    """A rule that sets bounds to how much there is: characters, entries."""

    counts = True
    min: int | None = None
    max: int | None = None

    units: ClassVar[tuple[str, str]]
    """The name of one of what is counted, and of several."""

    @property
    def words(self) -> str:
        one, several = self.units
        return f"{self.param} must have {in_words(self, f' {one}', f' {several}')}"

    def unbreakable(self, shape: Shape | None, is_required: object) -> str | None:
        return "nothing has less than none" if self.max is None and self.bound <= 0 else None

    def counts_inside(self, values: Values) -> Iterator[int]:
        """Yield the bound and its neighbour inside."""
        low, high = bounds_of(values)
        neighbour = int(self.bound) + self.inward
        yield int(self.bound)
        if (low or 0) <= neighbour and (high is None or neighbour <= high):
            yield neighbour


def narrowings(rules: Iterable[Rule]) -> dict[str, Narrowing]:
    """Collect the rules on single parameters by their path."""
    found: dict[str, Narrowing] = {}
    for rule in rules:
        if rule.on_value:
            found[rule.path] = rule.narrow(found.get(rule.path, NOT_NARROWED))
    return found


def in_words(rule: Bounded, one: str = "", several: str = "") -> str:
    """Write the bounds of a rule as words, with a unit."""
    low, high = rule.min, rule.max
    unit = one if (low if high is None else high) == 1 else several
    if low is not None and high is not None:
        return f"exactly {low}{unit}" if low == high else f"from {low} to {high}{unit}"
    return f"at least {low}{unit}" if low is not None else f"at most {high}{unit}"


def bounds_of(values: Values) -> tuple[Any, Any]:
    """Return the bounds of a place, of its shape's traits and the rules on it together."""
    return values.narrowing.bounds(values.shape.metadata if values.shape else {})


def is_number(value: Any) -> bool:
    """Tell whether a JSON value is a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def comparable(value: Any) -> float | None:
    """Give the number that orders a value: itself, a timestamp's seconds since 1970; None for others."""
    if isinstance(value, str):
        return _seconds(value)
    try:
        return float(value) if is_number(value) else None
    except OverflowError:
        return None


def is_like(text: str, asked: str, *, any_case: bool = False) -> bool:
    """Tell whether a text is what is asked for, in which ``*`` and ``?`` stand for other characters."""
    pattern = fnmatch.translate(asked.replace("[", "[[]"))
    return re.fullmatch(pattern, text, re.IGNORECASE if any_case else re.NOFLAG) is not None


def moved(value: Any, step: int) -> Any:
    """Return a number, or a timestamp by so many seconds, a step further; what is neither stays."""
    if not step or isinstance(value, bool) or (moment := comparable(value)) is None:
        return value
    if isinstance(value, str):
        return format_timestamp(datetime.datetime.fromtimestamp(moment + step, datetime.UTC))
    return value + step


@lru_cache(maxsize=4096)  # several rules judge one timestamp, of each of many entries
def _seconds(text: str) -> float | None:
    try:
        moment = datetime.datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def is_within_traits(shape: Shape, value: Any) -> bool:
    """Tell whether a scalar is within the bounds of a shape's traits."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return True
    if isinstance(value, str) and shape.type_name != "string":
        return True
    size = len(value) if isinstance(value, str) else value
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    return (low is None or size >= low) and (high is None or size <= high)


def nowhere(path: str) -> str:
    """Say that the model has no such parameter."""
    return f"the model has no {path}"


def in_list(values: Iterable[Any]) -> str:
    """Write values one after another."""
    return ", ".join(str(value) for value in values)
