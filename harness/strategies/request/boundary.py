"""Requests that reach each bound of each constraint, and the value next to it: a grid, not a sample.

Bounds are those of numbers, lengths, sizes and patterns; the documented values of what has a closed set; the
members of unions and groups; conditions that hold and that do not; two values as near as their order allows.
"""

from __future__ import annotations

import base64
import copy
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import combinations
from typing import Any

from hypothesis.strategies import SearchStrategy

from harness.contract.contract import Contract
from harness.contract.paths.member import select, steps_of
from harness.contract.paths.pointer import to_pointer
from harness.contract.rules.value import comparable
from harness.contract.source import Source
from harness.contract.values import JsonValue, format_timestamp, is_timestamp
from harness.strategies.request.breaking import (
    entries_of,
    form_of,
    is_closed,
    narrowing_of,
    text_of,
)
from harness.strategies.request.carrier import Carrier, Params
from harness.strategies.request.constraints import Constraint, constraints_of
from harness.strategies.request.grid import Grid, Missed, Unreachable, make_grid
from harness.strategies.request.valid import Requests
from harness.strategies.subject import Operation, contract_of
from harness.synth.values.choices import LAST, PLAINEST
from harness.synth.values.maker import UNKNOWN
from harness.synth.values.text import text_matching

_OF_OPEN_VALUES = frozenset(("range", "length", "pattern", "multiple_of", "host-label"))
_LONG = 4_096  # characters of a text by a pattern that sets no end
_LABEL = 63  # characters of a label (RFC 1035)


@dataclass(frozen=True)
class BoundaryRequest:
    """A valid request that reaches a bound.

    Attributes:
        params: the parameters as a caller passes them.
        constraint: what has the bound.
        pointer: JSON pointer to the value; empty for the request as a whole.
        value: the value, in JSON-able form; of a relation what it is about: ``"on"``, ``"off"``, parameters.
    """

    params: dict[str, Any]
    constraint: Constraint
    pointer: str
    value: JsonValue

    @property
    def source(self) -> Source:
        """The trait or sentence that sets the bound."""
        return self.constraint.source


def boundary_requests(operation: Operation) -> SearchStrategy[BoundaryRequest]:
    """Make a strategy for the requests of `boundary_grid`; it shrinks to the first of them.

    Args:
        operation: ``"service.Operation"`` (or the method's name), or a contract.

    Raises:
        harness.errors.UnknownName: botocore has no such service or operation.
        harness.strategies.NoValidRequest: traits and rules of the operation exclude one another.
    """
    return boundary_grid(operation).strategy()


def boundary_grid(operation: Operation) -> Grid[BoundaryRequest]:
    """Make valid requests that reach each bound of each constraint of an operation, and its neighbour inside.

    Args:
        operation: ``"service.Operation"`` (or the method's name), or a contract.

    Returns:
        The requests, each with what it covers; ``missed`` has the bounds that no valid request reaches, each
        with the reason. A constraint without bounds (that a member must be given) is in neither.

    Raises:
        harness.errors.UnknownName: botocore has no such service or operation.
        harness.strategies.NoValidRequest: traits and rules of the operation exclude one another.
    """
    return _grid(contract_of(operation))


@lru_cache(maxsize=64)
def _grid(contract: Contract) -> Grid[BoundaryRequest]:
    carrier = Carrier(Requests.of(contract))
    bounds = (constraint for constraint in constraints_of(contract) if constraint.code in _BY_CODE)
    return make_grid(bounds, partial(_unreachable, carrier), partial(_reach, carrier))


def _unreachable(carrier: Carrier, constraint: Constraint) -> str | None:
    """Tell why no valid request reaches the bounds of a constraint; None if one may."""
    path = constraint.path
    if path and steps_of(path)[0] in carrier.requests.maker.unsent:
        return "no made-up value suits it"
    if carrier.is_event(path):
        return "it is inside a stream of events"
    if path and (excluding := carrier.excluding(path)):
        return f"what has it breaks another rule: {excluding.words}"
    if constraint.code in _OF_OPEN_VALUES and is_closed(carrier, constraint):
        return "only documented values reach it"
    return None


def _reach(carrier: Carrier, constraint: Constraint) -> tuple[list[BoundaryRequest], list[Missed]]:
    """Find a valid request for each aim of a constraint; return them, and the aims that have none."""
    found: dict[str, BoundaryRequest] = {}
    missed: dict[str, Missed] = {}
    for base in carrier.bases():
        for aim, value, params in _BY_CODE[constraint.code](carrier, base, constraint):
            if aim in found:
                continue
            violations = carrier.requests.violations(params)
            place = next((place for place, _ in select(params, constraint.path)), ())
            pointer = to_pointer(place)
            if violations:
                reason = f"{_shown(value)} is ruled out: {violations[0].message}"
                about = {
                    to_pointer(place) for path in _paths(constraint) for place, _ in select(params, path)
                }
                elsewhere = not all(violation.pointer in about for violation in violations)
                missed.setdefault(aim, Missed(constraint, reason, possible=elsewhere))
            else:
                called = carrier.requests.as_called(params)
                found[aim] = BoundaryRequest(called, constraint, pointer, value)
        if found and missed.keys() <= found.keys():
            break
    if not found and not missed:
        return [], [Missed(constraint, "no valid request was found that reaches it")]
    return list(found.values()), [miss for aim, miss in missed.items() if aim not in found]


def _paths(constraint: Constraint) -> tuple[str, ...]:
    """Return the parameters that a constraint is about."""
    return tuple(getattr(constraint.rule, "params", ())) or (constraint.path,)


def _shown(value: JsonValue) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


_Reaching = Iterator[tuple[str, JsonValue, Params]]
"""What is aimed at, the value, and the request; the aim is the same for every request that is begun with."""


def _on_value(values: Callable[[Carrier, Constraint, Any], Iterator[JsonValue]]) -> Any:
    """Make the requests that have each of some values at the path of a constraint."""

    def reaching(carrier: Carrier, base: Params, constraint: Constraint) -> _Reaching:
        if constraint.path and not carrier.give(base, constraint.path):
            return
        carrier.put_right(base, (constraint.path,) if constraint.path else ())
        if constraint.path and not carrier.give(base, constraint.path):
            return
        current = next((value for _, value in select(base, constraint.path)), None)
        for number, value in enumerate(values(carrier, constraint, current)):
            params = copy.deepcopy(base)
            placed = value
            if constraint.on_key:
                placed = _with_key(carrier, constraint, current, value)
            if placed is UNKNOWN:
                continue
            carrier.give(params, constraint.path, placed) if constraint.path else params.update(placed)
            carrier.put_right(params, (constraint.path,))
            yield str(number), value, params

    return reaching


def _with_key(carrier: Carrier, constraint: Constraint, current: JsonValue, key: JsonValue) -> JsonValue:
    """Return a map with a key in place of its first one."""
    entries = current or {"": carrier.make(f"{constraint.path}[]")}
    (_, first), *rest = entries.items()
    if first is UNKNOWN:
        return UNKNOWN
    return {str(key): first} | {name: value for name, value in rest if name != key}


def _range(carrier: Carrier, constraint: Constraint, current: Any) -> Iterator[JsonValue]:
    narrowing = narrowing_of(carrier, constraint)
    whole = constraint.shape is not None and constraint.shape.type_name in ("integer", "long")
    step = narrowing.step or (1 if whole else max(abs(constraint.bound) / 1000, 0.001))
    inward = 1 if constraint.limit == "min" else -1
    bound = constraint.bound
    if whole or narrowing.step:
        bound = (-(-bound // step) if inward > 0 else bound // step) * step
        bound = int(bound) if whole else bound
    low, high = narrowing.bounds(constraint.shape.metadata if constraint.shape else {})
    yield bound
    neighbour = bound + inward * step
    if (low is None or neighbour >= low) and (high is None or neighbour <= high):
        yield neighbour


def _length(carrier: Carrier, constraint: Constraint, current: Any) -> Iterator[JsonValue]:
    texts = 0
    for count in _counts(carrier, constraint):
        if constraint.shape is not None and constraint.shape.type_name == "blob":
            if count > 1 << 20:
                raise Unreachable(f"it would take {count} bytes")
            yield base64.b64encode(b"x" * count).decode("ascii")
            texts += 1
        elif (text := text_of(form_of(carrier, constraint), count)) is not None:
            yield text
            texts += 1
    if not texts:
        raise Unreachable("no text of that length matches its pattern")


def _counts(carrier: Carrier, constraint: Constraint) -> Iterator[int]:
    """Yield the bound of a length or size and its neighbour inside."""
    low, high = narrowing_of(carrier, constraint).bounds(
        constraint.shape.metadata if constraint.shape else {}
    )
    bound = int(constraint.bound)
    neighbour = bound + (1 if constraint.limit == "min" else -1)
    yield bound
    if (low or 0) <= neighbour and (high is None or neighbour <= high):
        yield neighbour


def _size(carrier: Carrier, constraint: Constraint, current: Any) -> Iterator[JsonValue]:
    for count in _counts(carrier, constraint):
        yield entries_of(carrier, constraint, current, count)


def _values(carrier: Carrier, constraint: Constraint, current: Any) -> Iterator[JsonValue]:
    """Yield the documented values, as far as no other rule rules them out."""
    known = narrowing_of(carrier, constraint).values
    yield from (value for value in constraint.bound if known is None or value in known)


def _pattern(carrier: Carrier, constraint: Constraint, current: Any) -> Iterator[JsonValue]:
    form = form_of(carrier, constraint)
    if narrowing_of(carrier, constraint).values or (
        constraint.shape and constraint.shape.metadata.get("enum")
    ):
        return
    longest = _LONG if form.longest is None else min(form.longest, _LONG)
    for choices, wanted in ((PLAINEST, 0), (LAST, longest)):
        text = text_matching(choices, form.pattern, form.shortest, longest, wanted=wanted)
        if text is not None:
            yield text


def _host_label(carrier: Carrier, constraint: Constraint, current: Any) -> Iterator[JsonValue]:
    form = form_of(carrier, constraint)
    longest = min(form.longest or _LABEL, _LABEL)
    for choices, wanted in ((PLAINEST, 0), (LAST, longest)):
        text = text_matching(choices, form.pattern, form.shortest, longest, wanted=wanted)
        if text is not None:
            yield text


def _multiples(carrier: Carrier, constraint: Constraint, current: Any) -> Iterator[JsonValue]:
    low, high = narrowing_of(carrier, constraint).bounds(
        constraint.shape.metadata if constraint.shape else {}
    )
    step = constraint.bound
    first = -(-(low if low is not None else step) // step) * step
    yield from (value for value in (first, first + step) if high is None or value <= high)
    if high is not None:
        yield high // step * step


def _union(carrier: Carrier, constraint: Constraint, current: Any) -> Iterator[JsonValue]:
    shape: Any = constraint.shape
    for name in shape.members:
        value = carrier.make(f"{constraint.path}.{name}" if constraint.path else name)
        yield {name: value} if value is not UNKNOWN else UNKNOWN


def _default(carrier: Carrier, base: Params, constraint: Constraint) -> _Reaching:
    """Give the default, and leave it out."""
    params = copy.deepcopy(base)
    if carrier.give(params, constraint.path, constraint.bound):
        carrier.put_right(params, (constraint.path,))
        yield "given", constraint.bound, params
    carrier.take(base, constraint.path)
    yield "left out", "left out", base


def _conditional(carrier: Carrier, base: Params, constraint: Constraint) -> _Reaching:
    """Have the condition of a rule hold, with what it asks for, and not hold."""
    rule: Any = constraint.rule
    then = rule.then if hasattr(rule, "then") else (rule.param,)
    params = copy.deepcopy(base)
    if carrier.meet(params, rule.condition):
        given = rule.kind != "forbids"
        for name in then:
            carrier.give(params, name) if given else carrier.take(params, name)
        carrier.put_right(params, (rule.condition.param, *(then if given else ())))
        if rule.condition.holds(params) or "[]" in rule.condition.param:
            yield "on", "on", params
    params = copy.deepcopy(base)
    if carrier.unmeet(params, rule.condition):
        given = rule.kind == "forbids" and all(carrier.give(params, name) for name in then)
        carrier.put_right(params, (*(then if given else ()), *_present(params, rule.condition.param)))
        if not rule.condition.holds(params):
            yield "off", "off", params


def _present(params: Params, path: str) -> tuple[str, ...]:
    return (path,) if next(select(params, path), None) is not None else ()


def _group(carrier: Carrier, base: Params, constraint: Constraint) -> _Reaching:
    """Give each member of a group by itself, none where none may be, and two where several may."""
    rule: Any = constraint.rule
    for name in rule.params:
        params = copy.deepcopy(base)
        for other in rule.params:
            carrier.take(params, other)
        if carrier.give(params, name):
            carrier.put_right(params, (name,))
            yield name, name, params
    if rule.kind == "at_most_one":
        for name in rule.params:
            carrier.take(base, name)
        carrier.put_right(base, ())
        yield "none", "none", base
    elif rule.kind == "at_least_one":
        for pair in combinations(rule.params, 2):
            params = copy.deepcopy(base)
            if all(carrier.give(params, name) for name in pair):
                carrier.put_right(params, pair)
                yield str(pair), list(pair), params


def _order(carrier: Carrier, base: Params, constraint: Constraint) -> _Reaching:
    """Give two values that are equal, where they may be, and two that are next to one another."""
    rule: Any = constraint.rule
    first, second = rule.params
    for earlier in carrier.values(first):
        number = comparable(earlier)
        if number is None:
            continue
        for by in (0, 1) if rule.relation == "<=" else (1,):
            later = _later(earlier, by)
            params = copy.deepcopy(base)
            if carrier.give(params, first, earlier) and carrier.give(params, second, later):
                carrier.put_right(params, rule.params)
                aim = "one apart" if by else "equal"
                yield aim, aim, params


def _later(value: JsonValue, by: int) -> JsonValue:
    if is_timestamp(value):
        return format_timestamp(dt.datetime.fromisoformat(value) + dt.timedelta(seconds=by))
    return value + by


_BY_CODE: Mapping[str, Callable[[Carrier, Params, Constraint], _Reaching]] = {
    "range": _on_value(_range),
    "length": _on_value(_length),
    "size": _on_value(_size),
    "enum": _on_value(_values),
    "keys": _on_value(_values),
    "pattern": _on_value(_pattern),
    "host-label": _on_value(_host_label),
    "multiple_of": _on_value(_multiples),
    "union": _on_value(_union),
    "default": _default,
    "requires": _conditional,
    "forbids": _conditional,
    "only_if": _conditional,
    "at_most_one": _group,
    "at_least_one": _group,
    "exactly_one": _group,
    "order": _order,
}
