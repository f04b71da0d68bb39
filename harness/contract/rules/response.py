"""The kinds of rules on a response, against its request, its own members and the time of the exchange.

Each judges an exchange document: ``{"request": ..., "response": ..., "time": ...}``, see `Rule.breaches`.
Fields called ``param`` name request parameters, fields called ``member`` response members. Where the request
or the time is not known, or a parameter is absent that a rule needs, the rule is not judged.
"""

# ruff: noqa: D102 - `Rule` documents the methods that every kind has
from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from harness.contract.paths.member import Place, common_scope, is_given, select
from harness.contract.paths.pointer import to_pointer
from harness.contract.paths.schemas import Schema, exists, nest
from harness.contract.rules.condition import Condition, same_value
from harness.contract.rules.rule import Breach, Rule, Side
from harness.contract.rules.value import comparable

if TYPE_CHECKING:
    from collections.abc import Iterator

_DAY = 86_400


def _response(document: Any, member: str) -> Iterator[tuple[Place, Any]]:
    return select(document, f"response.{member}" if member else "response")


def _is_given(document: Any, member: str) -> bool:
    return next(_response(document, member), None) is not None


def _request(document: Any) -> Any:
    """Give the request; None where it is not known."""
    return document.get("request") if isinstance(document, dict) else None


def _param(document: Any, param: str | None) -> Any:
    """Give the value of a request parameter; None where it is absent or the request is not known."""
    return None if param is None else next((v for _, v in select(_request(document), param)), None)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _time(document: Any) -> float | None:
    return comparable(document.get("time")) if isinstance(document, dict) else None


def _applies(document: Any, condition: Condition | None) -> bool:
    """Tell whether a condition is known to hold on the request; None always does."""
    request = _request(document)
    return condition is None or (request is not None and condition.holds(request))


@dataclass(frozen=True)
class SameLength(Rule):
    """Two lists of the response have as many entries."""

    kind: ClassVar[str] = "same_length"
    side: ClassVar[Side] = "response"
    members: tuple[str, str]

    def breaches(self, document: Any) -> Iterator[Breach]:
        scope, (first, second) = common_scope(self.members)
        for base, structure in _response(document, scope):
            for at, left in select(structure, first):
                right = next((value for _, value in select(structure, second)), None)
                if isinstance(left, list) and isinstance(right, list) and len(left) != len(right):
                    yield Breach(to_pointer(base + at), len(left))

    def applies(self, document: Any) -> bool:
        lists = [value for member in self.members for _, value in _response(document, member)]
        return all(_is_given(document, member) for member in self.members) and any(lists)

    @property
    def words(self) -> str:
        return f"{self.members[0]} must have as many entries as {self.members[1]}"

    def schema(self) -> Schema:
        return self.keyword(self.arguments())


@dataclass(frozen=True)
class Sorted(Rule):
    """The entries of a list are in order, by one of their members or, where `by` is empty, by themselves."""

    kind: ClassVar[str] = "sorted"
    side: ClassVar[Side] = "response"
    member: str
    by: str
    direction: Literal["ascending", "descending"]

    def breaches(self, document: Any) -> Iterator[Breach]:
        for at, entries in _response(document, self.member):
            if not isinstance(entries, list):
                continue
            keys = [
                (i, _order_key(value))
                for i, entry in enumerate(entries)
                for _, value in select(entry, self.by)
            ]
            for (_, before), (i, after) in pairwise((i, key) for i, key in keys if key is not None):
                if type(before) is type(after) and before != after:
                    ascending = before < after
                    if ascending is not (self.direction == "ascending"):
                        yield Breach(to_pointer((*at, i)), entries[i])

    def applies(self, document: Any) -> bool:
        lists = [value for _, value in _response(document, self.member) if isinstance(value, list)]
        return any(sum(is_given(entry, self.by) for entry in entries) > 1 for entries in lists)

    @property
    def words(self) -> str:
        by = f" by {self.by}" if self.by else ""
        return f"{self.member} must be sorted{by}, {self.direction}"

    def schema(self) -> Schema:
        return self.keyword(self.arguments())


def _order_key(value: Any) -> Any:
    moment = comparable(value)
    return moment if moment is not None else value if isinstance(value, str) else None


@dataclass(frozen=True)
class Spacing(Rule):
    """Timestamps step by a parameter that holds seconds.

    Gaps of a whole multiple of the step are allowed, except where `exact_if` holds: there each step is the
    parameter's value. `exact_if` None allows gaps always.
    """

    kind: ClassVar[str] = "spacing"
    side: ClassVar[Side] = "response"
    member: str
    param: str
    exact_if: Condition | None = None

    def breaches(self, document: Any) -> Iterator[Breach]:
        step = _param(document, self.param)
        if not _is_count(step) or step == 0:
            return
        exact = self.exact_if is not None and _applies(document, self.exact_if)
        moments = [(at, value, comparable(value)) for at, value in _response(document, f"{self.member}[]")]
        for (_, _, before), (at, value, after) in pairwise(moments):
            if before is None or after is None:
                continue
            distance = abs(after - before)
            if distance == 0 or distance % step or (exact and distance != step):
                yield Breach(to_pointer(at), value)

    def applies(self, document: Any) -> bool:
        moments = [at for at, _ in _response(document, f"{self.member}[]")]
        return bool(_param(document, self.param)) and len(moments) > 1

    @property
    def words(self) -> str:
        exact = f", without gaps when {self.exact_if.words}" if self.exact_if else ""
        return f"{self.member} must step by {self.param}{exact}"

    def schema(self) -> Schema:
        return self.keyword(self.arguments())


@dataclass(frozen=True)
class Within(Rule):
    """Values lie between two parameters, or on one side of one; each end counts or does not."""

    kind: ClassVar[str] = "within"
    side: ClassVar[Side] = "response"
    member: str
    start: str | None = None
    end: str | None = None
    start_inclusive: bool = True
    end_inclusive: bool = True

    def breaches(self, document: Any) -> Iterator[Breach]:
        start, end = (comparable(_param(document, param)) for param in (self.start, self.end))
        if start is None and end is None:
            return
        for at, value in _response(document, self.member):
            moment = comparable(value)
            if moment is None:
                continue
            early = start is not None and (moment < start or (moment == start and not self.start_inclusive))
            late = end is not None and (moment > end or (moment == end and not self.end_inclusive))
            if early or late:
                yield Breach(to_pointer(at), value)

    def applies(self, document: Any) -> bool:
        bounded = any(_param(document, param) is not None for param in (self.start, self.end))
        return bounded and _is_given(document, self.member)

    @property
    def words(self) -> str:
        start = f"{'at or after' if self.start_inclusive else 'after'} {self.start}" if self.start else ""
        end = f"{'at or before' if self.end_inclusive else 'before'} {self.end}" if self.end else ""
        return f"{self.member} must be {' and '.join(filter(None, (start, end)))}"

    def schema(self) -> Schema:
        return self.keyword(self.arguments())


@dataclass(frozen=True)
class Echoes(Rule):
    """A response member has the value of a request parameter, wherever both are given."""

    kind: ClassVar[str] = "echoes"
    side: ClassVar[Side] = "response"
    member: str
    param: str

    def breaches(self, document: Any) -> Iterator[Breach]:
        asked = _param(document, self.param)
        if asked is None:
            return
        for at, value in _response(document, self.member):
            if not same_value(value, asked):
                yield Breach(to_pointer(at), value)

    def applies(self, document: Any) -> bool:
        return _param(document, self.param) is not None and _is_given(document, self.member)

    @property
    def words(self) -> str:
        return f"{self.member} must be the {self.param} of the request"

    def schema(self) -> Schema:
        return self.keyword(self.arguments())


@dataclass(frozen=True)
class Matches(Rule):
    """Every entry of a list has the values that a map parameter asks for, by the names of its members."""

    kind: ClassVar[str] = "matches"
    side: ClassVar[Side] = "response"
    member: str
    param: str

    def breaches(self, document: Any) -> Iterator[Breach]:
        asked = _param(document, self.param)
        if not isinstance(asked, dict):
            return
        for at, entry in _response(document, f"{self.member}[]"):
            if isinstance(entry, dict):
                for name in asked.keys() & entry.keys():
                    if not same_value(entry[name], asked[name]):
                        yield Breach(to_pointer((*at, name)), entry[name])

    def applies(self, document: Any) -> bool:
        return bool(_param(document, self.param)) and _is_given(document, f"{self.member}[]")

    @property
    def words(self) -> str:
        return f"every entry of {self.member} must match the {self.param} of the request"

    def schema(self) -> Schema:
        return self.keyword(self.arguments())


def _judged_with(rule: PresentOnlyIf | AbsentIf, document: Any) -> Iterator[tuple[Place, Any, bool]]:
    """Yield the member wherever it is given, with the truth of the condition there, where that is known."""
    condition = rule.condition
    if condition.on_response:
        scope, (name, param) = common_scope((rule.member, condition.param))
        for base, structure in _response(document, scope):
            holds = condition.within(param).holds(structure)
            yield from ((base + at, value, holds) for at, value in select(structure, name))
    elif _request(document) is not None:
        holds = _applies(document, condition)
        yield from ((at, value, holds) for at, value in _response(document, rule.member))


def _condition_schema(rule: PresentOnlyIf | AbsentIf, *, wanted: bool) -> Schema:
    def when_present(name: str, then: Schema) -> Schema:
        return {"if": exists(name, {}), "then": then}

    condition = rule.condition
    if condition.on_response:
        scope, (name, param) = common_scope((rule.member, condition.param))
        holds = condition.within(param).schema()
        return nest(f"response.{scope}", when_present(name, holds if wanted else {"not": holds}))
    holds = condition.schema() if wanted else {"not": condition.schema()}
    judged = {"anyOf": [{"type": "null"}, holds]}
    return when_present(f"response.{rule.member}", {"properties": {"request": judged}})


@dataclass(frozen=True)
class PresentOnlyIf(Rule):
    """A response member is given only where a condition holds on the request or the response."""

    kind: ClassVar[str] = "present_only_if"
    side: ClassVar[Side] = "response"
    member: str
    condition: Condition

    def breaches(self, document: Any) -> Iterator[Breach]:
        return (
            Breach(to_pointer(at), value) for at, value, holds in _judged_with(self, document) if not holds
        )

    def applies(self, document: Any) -> bool:
        return any(True for _ in _judged_with(self, document))

    @property
    def words(self) -> str:
        return f"{self.member} must be returned only when {self.condition.words}"

    def schema(self) -> Schema:
        return _condition_schema(self, wanted=True)


@dataclass(frozen=True)
class AbsentIf(Rule):
    """A response member is left out where a condition holds on the request or the response."""

    kind: ClassVar[str] = "absent_if"
    side: ClassVar[Side] = "response"
    member: str
    condition: Condition

    def breaches(self, document: Any) -> Iterator[Breach]:
        return (Breach(to_pointer(at), value) for at, value, holds in _judged_with(self, document) if holds)

    def applies(self, document: Any) -> bool:
        condition = self.condition
        if not condition.on_response:
            return _request(document) is not None and _applies(document, condition)
        scope, (_, param) = common_scope((self.member, condition.param))
        return any(condition.within(param).holds(value) for _, value in _response(document, scope))

    @property
    def words(self) -> str:
        return f"{self.member} must not be returned when {self.condition.words}"

    def schema(self) -> Schema:
        return _condition_schema(self, wanted=False)


@dataclass(frozen=True)
class PageLimit(Rule):
    """A list of the response has at most as many entries as a parameter says."""

    kind: ClassVar[str] = "page_limit"
    side: ClassVar[Side] = "response"
    member: str
    param: str

    def breaches(self, document: Any) -> Iterator[Breach]:
        limit = _param(document, self.param)
        if not _is_count(limit) or limit == 0:  # 0 asks for the default where it is allowed (Step Functions)
            return
        for at, entries in _response(document, self.member):
            if isinstance(entries, list | dict) and len(entries) > limit:
                yield Breach(to_pointer(at), len(entries))

    def applies(self, document: Any) -> bool:
        return bool(_param(document, self.param)) and _is_given(document, self.member)

    @property
    def words(self) -> str:
        return f"{self.member} must have at most {self.param} entries"

    def schema(self) -> Schema:
        return self.keyword(self.arguments())


@dataclass(frozen=True)
class Window(Rule):
    """Timestamps are at most a number of days older than the exchange, the cut-off included.

    `condition`, on the request, says for which requests; None means all.
    """

    kind: ClassVar[str] = "window"
    side: ClassVar[Side] = "response"
    member: str
    days: int
    condition: Condition | None = None

    def breaches(self, document: Any) -> Iterator[Breach]:
        now = _time(document)
        if now is None or not _applies(document, self.condition):
            return
        for at, value in _response(document, self.member):
            moment = comparable(value)
            if moment is not None and moment < now - self.days * _DAY:
                yield Breach(to_pointer(at), value)

    def applies(self, document: Any) -> bool:
        known = _time(document) is not None and _applies(document, self.condition)
        return known and _is_given(document, self.member)

    @property
    def words(self) -> str:
        when = f" when {self.condition.words}" if self.condition else ""
        days = "1 day" if self.days == 1 else f"{self.days} days"
        return f"{self.member} must be at most {days} before the time of the call{when}"

    def schema(self) -> Schema:
        return self.keyword(self.arguments())


@dataclass(frozen=True)
class Past(Rule):
    """Timestamps are earlier than the exchange, or at its very time where that is `inclusive`.

    `condition`, on the request, says for which requests; None means all.
    """

    kind: ClassVar[str] = "past"
    side: ClassVar[Side] = "response"
    member: str
    inclusive: bool = True
    condition: Condition | None = None

    def breaches(self, document: Any) -> Iterator[Breach]:
        now = _time(document)
        if now is None or not _applies(document, self.condition):
            return
        for at, value in _response(document, self.member):
            moment = comparable(value)
            if moment is not None and (moment > now or (moment == now and not self.inclusive)):
                yield Breach(to_pointer(at), value)

    def applies(self, document: Any) -> bool:
        known = _time(document) is not None and _applies(document, self.condition)
        return known and _is_given(document, self.member)

    @property
    def words(self) -> str:
        when = f" when {self.condition.words}" if self.condition else ""
        return f"{self.member} must be {'at or ' if self.inclusive else ''}before the time of the call{when}"

    def schema(self) -> Schema:
        return self.keyword(self.arguments())
