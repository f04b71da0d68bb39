"""The kinds of rules on a response, against its request, its own members and the time of the exchange.

Each judges an exchange document: ``{"request": ..., "response": ..., "time": ...}``, see `Rule.breaches`.
Fields called ``param`` name request parameters, fields called ``member`` response members. Where the request
or the time is not known, or a parameter is absent that a rule needs, the rule is not judged.
"""

from __future__ import annotations

import datetime as dt
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from harness.contract.paths.member import Place, common_scope, first_value, holders, select
from harness.contract.paths.pointer import to_pointer
from harness.contract.paths.schemas import Schema, exists, nest
from harness.contract.rules.bounds import Bounds
from harness.contract.rules.condition import Condition
from harness.contract.rules.rule import Breach, Rule
from harness.contract.rules.value import comparable

if TYPE_CHECKING:
    from botocore.model import Shape


Held = Callable[[str], Sequence[Any]]


class Stage(IntEnum):
    """When a rule is enforced: what a list holds before its order and its length."""

    VALUES = 1
    SERIES = 2
    BOUNDS = 3
    PRESENCE = 4
    ORDER = 5
    LENGTH = 6
    PAGE = 7
    """Where a page is cut."""


class Answering(Protocol):
    """What a made response answers, and what makes the values that a rule asks for."""

    @property
    def params(self) -> Mapping[str, Any]:
        """The request's parameters with their documented defaults."""

    @property
    def points(self) -> int | None:
        """The maximum number of entries of a series whose rule allows gaps; None if there is no limit."""

    @property
    def asked(self) -> frozenset[str]:
        """The paths of members of which the request asks for something."""

    def shape(self, path: str) -> Shape | None:
        """Return the shape at a path of the response."""

    def number(self, name: str, moment: int) -> int:
        """Make a number that a member has at a time, whatever part of the series is asked for."""

    def bounds(self, path: str, span: float) -> Bounds | None:
        """Return the bounds that all rules together set to the values at a path; None if none does.

        Args:
            path: the path.
            span: how far below the upper end values go where the request names no lower one.
        """

    def between(self, bounds: Bounds, path: str, number: int) -> Any:
        """Make the value with a number among those at a path, within bounds."""

    def siblings(self, member: str) -> tuple[str, ...]:
        """Return the names of the lists of numbers that are as long as a list."""


@dataclass(frozen=True)
class OnResponse(Rule):
    """A rule on a response."""

    side = "response"
    severities = ("error", "error")
    stage: ClassVar[Stage]

    @property
    @abstractmethod
    def paths(self) -> tuple[str, ...]:
        """The members of the response that the rule is about."""

    @property
    def choosing(self) -> tuple[str, ...]:
        """The parameters that filter the results and change no value of them."""
        return ()

    def schema(self) -> Schema:
        return self.keyword(self.arguments())

    def asking(self, held: Held) -> Iterator[tuple[str, Any]]:
        """Yield what a request may ask for so that the rule has a say: a parameter, and its value.

        Args:
            held: from a path to the values that a response to a request without it has there.
        """
        return iter(())

    @abstractmethod
    def enforce(self, response: dict[str, Any], answering: Answering) -> None:
        """Change a made response, in place, so that it keeps to the rule."""


@dataclass(frozen=True)
class OnMember(OnResponse):
    """A rule on one member of a response."""

    member: str

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.member,)


class Bounding(OnMember):
    """A rule that bounds times or numbers of the response."""

    stage: ClassVar[Stage] = Stage.BOUNDS
    is_on_time: ClassVar[bool] = True
    """Whether what it bounds is surely a time."""

    def asked(self, bounds: Bounds, params: Mapping[str, Any]) -> Bounds:
        """Return bounds narrowed to what the request asks for."""
        return bounds

    def kept(self, bounds: Bounds, params: Mapping[str, Any], now: dt.datetime) -> Bounds:
        """Return bounds narrowed to what the service keeps."""
        return bounds

    def enforce(self, response: dict[str, Any], answering: Answering) -> None:
        """Put values between the bounds of all rules; do nothing if the bounds cross."""
        bounds = answering.bounds(self.member, _WEEK)
        if bounds is None:
            return
        if not bounds.is_empty:
            for number, (at, _) in enumerate(list(select(response, self.member))):
                holder: Any = response
                for step in at[:-1]:
                    holder = holder[step]
                holder[at[-1]] = answering.between(bounds, self.member, number)
            return
        outer, is_list, _ = self.member.partition("[]")
        for holder, name in list(holders(response, outer)):
            if is_list and name in holder:
                holder[name] = []
            else:
                holder.pop(name, None)


_WEEK = 7 * 86_400
_1980 = 315_532_800  # a number beyond it is a time


def bounds_of(
    bounding: Sequence[Bounding],
    params: Mapping[str, Any],
    now: dt.datetime,
    span: float,
    second: float = 1,
) -> Bounds | None:
    """Find the bounds of the values that a path of the response names.

    Args:
        bounding: the rules that bound them.
        params: the request with its documented defaults.
        now: when the request is answered. No time that the service keeps comes after.
        span: how far below the upper end values go where the request names no lower one, in seconds.
        second: what a second counts in the values: 1000 in those of milliseconds.

    Returns:
        The bounds; None if no rule bounds them.
    """
    if not bounding:
        return None
    bounds = Bounds()
    for rule in bounding:
        bounds = rule.asked(bounds, params)
    is_time = any(rule.is_on_time for rule in bounding) or bounds.high is None or bounds.high > _1980
    if is_time:
        bounds = bounds.lowered(now.timestamp() * second, inclusive=False)
    if bounds.low is None and bounds.high is not None:
        bounds = bounds.raised(bounds.high - span * second)
    for rule in bounding:
        bounds = rule.kept(bounds, params, now)
    return bounds


class OnTime(Bounding):
    """A rule that bounds times by the time of the exchange, for all requests or those of a condition."""

    condition: Condition | None

    def breaches(self, document: Any) -> Iterator[Breach]:
        now = time_of(document)
        if now is None or not is_met(document, self.condition):
            return
        for at, value in in_response(document, self.member):
            moment = comparable(value)
            if moment is not None and self.is_wrong(moment, now):
                yield Breach(to_pointer(at), value)

    @abstractmethod
    def is_wrong(self, moment: float, now: float) -> bool:
        """Tell whether a time breaks the rule, given the time of the exchange."""

    def applies(self, document: Any) -> bool:
        known = time_of(document) is not None and is_met(document, self.condition)
        return known and is_returned(document, self.member)

    @property
    def when(self) -> str:
        """The condition as the end of a sentence."""
        return f" when {self.condition.words}" if self.condition else ""


@dataclass(frozen=True)
class OnPresence(OnMember):
    """A rule on when a member is given, by a condition on the request or the response."""

    stage: ClassVar[Stage] = Stage.PRESENCE
    condition: Condition

    wanted: ClassVar[bool]
    """What the condition must be where the member is given."""

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.member, self.condition.param) if self.condition.on_response else (self.member,)

    def scoped(self) -> tuple[str, str, Condition]:
        """Return the structure that holds both, with the member and the condition as they are within it."""
        scope, (name, param) = common_scope((self.member, self.condition.param))
        return scope, name, self.condition.within(param)

    def found(self, document: Any) -> Iterator[tuple[Place, Any, bool]]:
        """Yield the member wherever it is given, with the truth of the condition where that is known."""
        if self.condition.on_response:
            scope, name, condition = self.scoped()
            for base, structure in in_response(document, scope):
                holds = condition.holds(structure)
                yield from ((base + at, value, holds) for at, value in select(structure, name))
        elif request_of(document) is not None:
            holds = is_met(document, self.condition)
            yield from ((at, value, holds) for at, value in in_response(document, self.member))

    def breaches(self, document: Any) -> Iterator[Breach]:
        return (
            Breach(to_pointer(at), value)
            for at, value, holds in self.found(document)
            if holds is not self.wanted and value != ""  # a required member has no text for nothing
        )

    def schema(self) -> Schema:
        def when_present(name: str, then: Schema) -> Schema:
            return {"if": exists(name, {"not": {"const": ""}}), "then": then}

        if self.condition.on_response:
            scope, name, condition = self.scoped()
            holds = condition.schema()
            return nest(f"response.{scope}", when_present(name, holds if self.wanted else {"not": holds}))
        holds = self.condition.schema() if self.wanted else {"not": self.condition.schema()}
        judged = {"anyOf": [{"type": "null"}, holds]}
        return when_present(f"response.{self.member}", {"properties": {"request": judged}})

    def asking(self, held: Held) -> Iterator[tuple[str, Any]]:
        if not self.condition.on_response:
            yield from ((self.condition.param, value) for value in self.condition.tried)

    def enforce(self, response: dict[str, Any], answering: Answering) -> None:
        if not self.condition.on_response:
            if self.condition.holds(answering.params) is not self.wanted:
                drop(response, self.member)
            return
        scope, name, condition = self.scoped()
        is_needed = self.wanted and self.member in answering.asked and bool(condition.one_of)
        for _, structure in list(select(response, scope)):
            if condition.holds(structure) is self.wanted:
                continue
            if is_needed and condition.param in structure:
                structure[condition.param] = condition.one_of[0]
            else:
                drop(structure, name)


def drop(structure: Any, path: str) -> None:
    """Take the member that a path names out of every structure that has it."""
    for holder, name in list(holders(structure, path)):
        holder.pop(name, None)


def in_response(document: Any, member: str) -> Iterator[tuple[Place, Any]]:
    """Yield place and value of everything that a path of the response names in an exchange document."""
    return select(document, f"response.{member}" if member else "response")


def is_returned(document: Any, member: str) -> bool:
    """Tell whether the response has a member."""
    return next(in_response(document, member), None) is not None


def request_of(document: Any) -> Any:
    """Return the request; None where it is not known."""
    return document.get("request") if isinstance(document, dict) else None


def param_of(document: Any, param: str | None) -> Any:
    """Return the value of a request parameter; None where it is absent or the request is not known."""
    return None if param is None else first_value(request_of(document), param)


def is_count(value: Any) -> bool:
    """Tell whether a value counts something: a whole number, not negative."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def time_of(document: Any) -> float | None:
    """Return the time of the exchange in seconds since 1970; None where it is not known."""
    return comparable(document.get("time")) if isinstance(document, dict) else None


def is_met(document: Any, condition: Condition | None) -> bool:
    """Tell whether a condition is known to hold on the request; None always does."""
    request = request_of(document)
    return condition is None or (request is not None and condition.holds(request))
