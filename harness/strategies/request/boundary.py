"""Requests that reach each bound of each constraint, and the value next to it: a grid, not a sample.

Bounds are those of numbers, lengths, sizes and patterns; the documented values of what has a closed set; the
members of unions and groups; conditions that hold and that do not; two values as near as their order allows.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from hypothesis.strategies import SearchStrategy

from harness.contract.contract import Contract
from harness.contract.paths.member import first_value, select, steps_of
from harness.contract.paths.pointer import to_pointer
from harness.contract.rules.editing import Case, Params
from harness.contract.source import Source
from harness.contract.values import JsonValue
from harness.strategies.request.constraints import Constraint, constraints_of
from harness.strategies.request.grid import Grid, Missed, make_grid
from harness.strategies.request.places import PlaceValues
from harness.strategies.request.valid import Requests
from harness.strategies.subject import Operation, contract_of
from harness.synth.examples import unsuited_members
from harness.synth.values.choices import LAST, PLAINEST
from harness.synth.values.maker import UNKNOWN
from harness.synth.values.plausible.strings import Form
from harness.synth.values.text import text_matching

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
    requests = Requests.of(contract)
    bounds = (c for c in constraints_of(contract) if c.demand is not None or c.code in _BY_TRAIT)
    return make_grid(bounds, partial(_unreachable, requests), partial(_reach, requests))


def _unreachable(requests: Requests, constraint: Constraint) -> str | None:
    """Tell why no valid request reaches the bounds of a constraint; None if one may."""
    path = constraint.path
    if path and steps_of(path)[0] in unsuited_members(requests.contract.operation_model):
        return "no made-up value suits it"
    if requests.is_event(path):
        return "it is inside a stream of events"
    if path and (excluding := requests.excluding(path)):
        return f"what has it breaks another rule: {excluding.words}"
    if constraint.on_scalar and PlaceValues(requests, constraint).is_closed:
        return "only documented values reach it"
    return None


def _reach(requests: Requests, constraint: Constraint) -> tuple[list[BoundaryRequest], list[Missed]]:
    """Find a valid request for each aim of a constraint; return them, and the aims that have none."""
    found: dict[str, BoundaryRequest] = {}
    missed: dict[str, Missed] = {}
    for base in requests.bases():
        for aim, value, params in _cases(requests, base, constraint):
            if aim in found:
                continue
            violations = requests.violations(params)
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
                called = requests.as_called(params)
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


def _cases(requests: Requests, base: Params, constraint: Constraint) -> Iterator[Case]:
    """Yield requests that may reach the bounds of a constraint."""
    demand = constraint.demand
    if demand is not None and not demand.on_value:
        yield from demand.near_misses(base, requests.editor())
        return
    editor, path = requests.editor(), constraint.path
    kept = (path,) if path else ()
    if path and not editor.put(base, path):
        return
    editor.repair(base, kept)
    if path and not editor.put(base, path):
        return
    values = PlaceValues(requests, constraint, first_value(base, path))
    inside = _BY_TRAIT[constraint.code](values) if demand is None else demand.inside(values)
    for number, value in enumerate(inside):
        placed = values.with_key(value) if constraint.on_key else value
        if placed is None or placed is UNKNOWN:
            continue
        params = copy.deepcopy(base)
        editor.put(params, path, placed) if path else params.update(placed)
        editor.repair(params, kept)
        yield str(number), value, params


def _pattern(values: PlaceValues) -> Iterator[JsonValue]:
    if not values.narrowing.values and not (values.shape and values.shape.metadata.get("enum")):
        yield from _texts(values.form, _LONG)


def _host_label(values: PlaceValues) -> Iterator[JsonValue]:
    yield from _texts(values.form, _LABEL)


def _texts(form: Form, most: int) -> Iterator[str]:
    """Yield the plainest text of a form, and a long one."""
    longest = min(form.longest or most, most)
    for choices, wanted in ((PLAINEST, 0), (LAST, longest)):
        text = text_matching(choices, form.pattern, form.shortest, longest, wanted=wanted)
        if text is not None:
            yield text


def _union(values: PlaceValues) -> Iterator[JsonValue]:
    shape: Any = values.shape
    for name in shape.members:
        value = values.make(name)
        yield {name: value} if value is not UNKNOWN else UNKNOWN


_BY_TRAIT: Mapping[str, Callable[[PlaceValues], Iterator[JsonValue]]] = {
    "pattern": _pattern,
    "host-label": _host_label,
    "union": _union,
}
"""The traits with bounds that no rule can say."""
