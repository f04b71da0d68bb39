"""Requests that break exactly one trait or documented rule each, and say which.

`Contract.check_request` judges: what it finds in such a request is the one violation, of that constraint.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from hypothesis.strategies import SearchStrategy

from harness.contract.caller import filled_in
from harness.contract.contract import Contract
from harness.contract.paths.member import common_scope, first_value, outer_and_name
from harness.contract.patterns import pattern_of
from harness.contract.rules.editing import Params
from harness.contract.violation import Violation
from harness.strategies.request.breaking import values_beyond
from harness.strategies.request.constraints import Constraint, constraints_of
from harness.strategies.request.grid import Grid, Missed, make_grid
from harness.strategies.request.places import PlaceValues
from harness.strategies.request.valid import Requests
from harness.strategies.subject import Operation, contract_of

_OF_A_VALUE = frozenset(("size", "union", "unknown-member", "multiple_of"))  # broken by a change to a value


@dataclass(frozen=True)
class InvalidRequest:
    """A request that breaks one constraint.

    Attributes:
        params: the parameters as a caller passes them.
        rule: the constraint.
        violation: what the contract finds.
    """

    params: dict[str, Any]
    rule: Constraint
    violation: Violation

    @property
    def pointer(self) -> str:
        """JSON pointer to what is wrong."""
        return self.violation.pointer


def invalid_requests(operation: Operation) -> SearchStrategy[InvalidRequest]:
    """Make a strategy for the requests of `invalid_grid`; it shrinks to the first of them.

    Args:
        operation: ``"service.Operation"`` (or the method's name), or a contract.

    Raises:
        harness.errors.UnknownName: botocore has no such service or operation.
        harness.strategies.NoValidRequest: traits and rules of the operation exclude one another.
    """
    return invalid_grid(operation).strategy()


def invalid_grid(operation: Operation) -> Grid[InvalidRequest]:
    """Make one request for each constraint of an operation that breaks it and nothing else.

    Args:
        operation: ``"service.Operation"`` (or the method's name), or a contract.

    Returns:
        The requests; ``missed`` has what cannot be broken alone, each with the reason.

    Raises:
        harness.errors.UnknownName: botocore has no such service or operation.
        harness.strategies.NoValidRequest: traits and rules of the operation exclude one another.
    """
    return _grid(contract_of(operation))


@lru_cache(maxsize=64)
def _grid(contract: Contract) -> Grid[InvalidRequest]:
    requests = Requests.of(contract)
    constraints = constraints_of(contract)
    excluded = partial(_unbreakable, requests, others=constraints)
    return make_grid(constraints, excluded, partial(_break, requests))


def _break(requests: Requests, constraint: Constraint) -> tuple[list[InvalidRequest], list[Missed]]:
    """Find a request that breaks a constraint and nothing else; return it, or why there is none.

    Raises:
        Unreachable: no value is on the other side of its bound.
    """
    reason = "nothing was found that breaks it"
    for base in requests.bases():
        for params in _breaking(requests, base, constraint):
            violations = requests.violations(params)
            if len(violations) == 1 and _is_of(violations[0], constraint):
                broken = InvalidRequest(requests.as_called(params), constraint, violations[0])
                return [broken], []
            reason = _why(violations, constraint)
    return [], [Missed(constraint, reason)]


def _is_of(violation: Violation, constraint: Constraint) -> bool:
    codes = (constraint.code, "timestamp") if constraint.code == "type" else (constraint.code,)
    return violation.code in codes and violation.source == constraint.source


def _why(violations: list[Violation], constraint: Constraint) -> str:
    others = [v for v in violations if not _is_of(v, constraint)]
    if not violations:
        return "what was tried keeps to it"
    if not others:
        return "what was tried breaks it more than once"
    if len(others) == len(violations):
        return f"what was tried breaks another in its place: {others[0].message}"
    return f"what breaks it breaks another as well: {others[0].message}"


def _unbreakable(requests: Requests, constraint: Constraint, others: tuple[Constraint, ...]) -> str | None:
    """Tell why nothing can break a constraint alone; None if something may."""
    code, path, editor = constraint.code, constraint.path, requests.editor()
    if constraint.demand is not None:
        reason = constraint.demand.unbreakable(constraint.shape, editor.is_required)
        if reason is not None:
            return reason
    if code == "required" and path in filled_in(requests.contract.operation_model):
        return "botocore fills it in"
    if constraint.on_scalar and PlaceValues(requests, constraint).is_closed:
        return "every documented value keeps to it"
    pattern = pattern_of(constraint.shape.metadata) if code == "pattern" and constraint.shape else None
    if pattern is not None and pattern.reason is not None:
        return f"the pattern cannot be run: {pattern.reason}"
    if requests.is_event(path):
        return "it is inside a stream of events"
    if path and (excluding := requests.excluding(path)):
        return f"what has it breaks another as well: {excluding.words}"
    for rule in requests.relations if code == "type" else ():
        if rule.one_needed and common_scope(rule.one_needed)[0] == path:
            return f"what breaks it breaks another as well: {rule.words}"
    tighter = next((other for other in others if _says_as_much(other, constraint)), None)
    return f"what breaks it breaks another as well: {tighter}" if tighter else None


def _says_as_much(rule: Constraint, trait: Constraint) -> bool:
    """Tell whether everything that breaks a trait breaks a documented rule, which is told of in its place."""
    if rule.rule is None or trait.rule is not None or (rule.path, rule.limit) != (trait.path, trait.limit):
        return False
    if rule.on_key or trait.on_key:
        return (rule.code, trait.code, trait.on_key) == ("keys", "enum", True)
    if rule.code != trait.code or rule.demand is None or trait.demand is None:
        return False
    return trait.demand.allows(rule.demand)


def _breaking(requests: Requests, base: Params, constraint: Constraint) -> Iterator[Params]:
    """Yield requests that break a constraint, and perhaps others."""
    editor, path, rule = requests.editor(), constraint.path, constraint.rule
    if constraint.code == "required":
        yield from _required(requests, base, path)
        return
    if rule is not None and not rule.on_value:
        yield from rule.violate(base, editor)
        return
    editor.put(base, path)
    editor.repair(base, (path,) if path else ())
    values = PlaceValues(requests, constraint, first_value(base, path))
    if values.current is None and (constraint.on_key or constraint.code in _OF_A_VALUE):
        return
    for value in values_beyond(values):
        params = copy.deepcopy(base)
        if path and not editor.put(params, path, value):
            return
        if not path:
            params.update(value)
        repaired = copy.deepcopy(params)
        editor.repair(repaired, (path,), rule)
        yield repaired
        if repaired != params:
            yield params


def _required(requests: Requests, base: Params, path: str) -> Iterator[Params]:
    editor, (around, _) = requests.editor(), outer_and_name(path)
    kept = (around,) if around else ()
    if around and not editor.put(base, around):
        return
    editor.repair(base, kept)
    params = copy.deepcopy(base)
    if editor.remove(params, path):
        yield params
        editor.repair(params, kept)
        editor.remove(params, path)
        yield params
    for rule in requests.relations:
        # With another of its group the rule itself is kept to.
        group = rule.one_needed
        for name in group if path in group else ():
            params = copy.deepcopy(base)
            if name != path and editor.put(params, name):
                editor.remove(params, path)
                yield params
