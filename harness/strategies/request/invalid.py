"""Requests that break exactly one trait or documented rule each, and say which.

`Contract.check_request` judges: what it finds in such a request is the one violation, of that constraint.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import combinations
from typing import Any

from hypothesis.strategies import SearchStrategy

from harness.contract.caller import filled_in
from harness.contract.contract import Contract
from harness.contract.paths.member import common_scope, path_of, select, steps_of
from harness.contract.patterns import pattern_of
from harness.contract.rules import AtLeastOne, ExactlyOne, Forbids, OnlyIf, Order, Requires
from harness.contract.values import JsonValue
from harness.contract.violation import Violation
from harness.strategies.request.breaking import is_closed, values_beyond
from harness.strategies.request.carrier import Carrier, Params
from harness.strategies.request.constraints import Constraint, constraints_of
from harness.strategies.request.grid import Grid, Missed, Unreachable, make_grid
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
    carrier = Carrier(Requests.of(contract))
    constraints = constraints_of(contract)
    excluded = partial(_unbreakable, carrier, others=constraints)
    return make_grid(constraints, excluded, partial(_break, carrier))


def _break(carrier: Carrier, constraint: Constraint) -> tuple[list[InvalidRequest], list[Missed]]:
    """Find a request that breaks a constraint and nothing else; return it, or why there is none.

    Raises:
        Unreachable: no value is on the other side of its bound.
    """
    reason = "nothing was found that breaks it"
    for base in carrier.bases():
        for params in _breaking(carrier, base, constraint):
            violations = carrier.requests.violations(params)
            if len(violations) == 1 and _is_of(violations[0], constraint):
                broken = InvalidRequest(carrier.requests.as_called(params), constraint, violations[0])
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


def _unbreakable(carrier: Carrier, constraint: Constraint, others: tuple[Constraint, ...]) -> str | None:
    """Tell why nothing can break a constraint alone; None if something may."""
    code, path = constraint.code, constraint.path
    if code == "default":
        return "nothing breaks a default"
    if code in ("length", "size") and constraint.limit == "min" and constraint.bound <= 0:
        return "nothing has less than none"
    if code == "required" and path in filled_in(carrier.requests.contract.operation_model):
        return "botocore fills it in"
    if code in ("range", "length", "pattern", "multiple_of", "host-label") and is_closed(carrier, constraint):
        return "every documented value keeps to it"
    pattern = pattern_of(constraint.shape.metadata) if code == "pattern" and constraint.shape else None
    if pattern is not None and pattern.reason is not None:
        return f"the pattern cannot be run: {pattern.reason}"
    if carrier.is_event(path):
        return "it is inside a stream of events"
    is_boolean = constraint.shape is not None and constraint.shape.type_name == "boolean"
    if code == "enum" and is_boolean and len(constraint.bound) == 2:
        return "a boolean has no other value"
    if path and (excluding := carrier.excluding(path)):
        return f"what has it breaks another as well: {excluding.words}"
    for rule in carrier.requests.relations if code == "type" else ():
        if isinstance(rule, AtLeastOne | ExactlyOne) and common_scope(rule.params)[0] == path:
            return f"what breaks it breaks another as well: {rule.words}"
    if isinstance(constraint.rule, Requires) and all(map(carrier.is_required, constraint.rule.then)):
        return "the model requires it anyway"
    tighter = next((other for other in others if _says_as_much(other, constraint)), None)
    return f"what breaks it breaks another as well: {tighter}" if tighter else None


def _says_as_much(rule: Constraint, trait: Constraint) -> bool:
    """Tell whether everything that breaks a trait breaks a documented rule, which is told of in its place."""
    if rule.rule is None or trait.rule is not None or (rule.path, rule.limit) != (trait.path, trait.limit):
        return False
    if rule.on_key or trait.on_key:
        return (rule.code, trait.code, trait.on_key) == ("keys", "enum", True)
    if rule.code != trait.code:
        return False
    if rule.code == "enum":
        return set(map(str, rule.bound)) <= set(map(str, trait.bound))
    return bool(rule.bound >= trait.bound if rule.limit == "min" else rule.bound <= trait.bound)


def _breaking(carrier: Carrier, base: Params, constraint: Constraint) -> Iterator[Params]:
    """Yield requests that break a constraint, and perhaps others."""
    by_relation = _BY_CODE.get(constraint.code)
    if by_relation is not None:
        yield from by_relation(carrier, base, constraint)
        return
    carrier.give(base, constraint.path)
    carrier.put_right(base, (constraint.path,) if constraint.path else ())
    current = next((value for _, value in select(base, constraint.path)), None)
    if current is None and (constraint.on_key or constraint.code in _OF_A_VALUE):
        return
    for value in values_beyond(carrier, constraint, current):
        params = copy.deepcopy(base)
        if constraint.path and not carrier.give(params, constraint.path, value):
            return
        if not constraint.path:
            params.update(value)
        repaired = copy.deepcopy(params)
        carrier.put_right(repaired, (constraint.path,), constraint.rule)
        yield repaired
        if repaired != params:
            yield params


def _required(carrier: Carrier, base: Params, constraint: Constraint) -> Iterator[Params]:
    around = path_of(steps_of(constraint.path)[:-1])
    if around and not carrier.give(base, around):
        return
    carrier.put_right(base, (around,) if around else ())
    params = copy.deepcopy(base)
    if carrier.take(params, constraint.path):
        yield params
        carrier.put_right(params, (around,) if around else ())
        carrier.take(params, constraint.path)
        yield params
    for rule in carrier.requests.relations:
        # With another of its group the rule itself is kept to.
        group = rule.params if isinstance(rule, AtLeastOne | ExactlyOne) else ()
        for name in group if constraint.path in group else ():
            params = copy.deepcopy(base)
            if name != constraint.path and carrier.give(params, name):
                carrier.take(params, constraint.path)
                yield params


def _requires(carrier: Carrier, base: Params, constraint: Constraint) -> Iterator[Params]:
    rule: Any = constraint.rule
    assert isinstance(rule, Requires)
    for name in rule.then:
        params = copy.deepcopy(base)
        if not carrier.meet(params, rule.condition):
            continue
        kept = (rule.condition.param, *(other for other in rule.then if other != name))
        if all(carrier.give(params, other) for other in kept[1:]):
            carrier.take(params, name)
            carrier.put_right(params, kept, rule)
            yield params
            carrier.take(params, name)
            yield params


def _forbids(carrier: Carrier, base: Params, constraint: Constraint) -> Iterator[Params]:
    rule: Any = constraint.rule
    assert isinstance(rule, Forbids)
    for name in rule.then:
        params = copy.deepcopy(base)
        if carrier.give(params, name) and carrier.meet(params, rule.condition):
            carrier.put_right(params, (rule.condition.param, name), rule)
            yield params


def _only_if(carrier: Carrier, base: Params, constraint: Constraint) -> Iterator[Params]:
    rule: Any = constraint.rule
    assert isinstance(rule, OnlyIf)
    if carrier.give(base, rule.param) and carrier.unmeet(base, rule.condition):
        kept = (rule.param,) if rule.condition.present else (rule.param, rule.condition.param)
        carrier.put_right(base, kept, rule)
        if rule.condition.present:
            carrier.take(base, rule.condition.param)
        yield base


def _group(carrier: Carrier, base: Params, constraint: Constraint) -> Iterator[Params]:
    rule: Any = constraint.rule
    if rule.kind != "at_least_one":
        for pair in combinations(rule.params, 2):
            params = copy.deepcopy(base)
            if all(carrier.give(params, name) for name in pair):
                carrier.put_right(params, pair, rule)
                yield params
    if rule.kind != "at_most_one":
        params = copy.deepcopy(base)
        for name in rule.params:
            carrier.take(params, name)
        yield params
        carrier.put_right(params, (), rule)
        for name in rule.params:
            carrier.take(params, name)
        yield params


def _order(carrier: Carrier, base: Params, constraint: Constraint) -> Iterator[Params]:
    rule: Any = constraint.rule
    assert isinstance(rule, Order)
    first, second = rule.params
    pairs = [(a, b) for a in carrier.values(first) for b in carrier.values(second) if _crosses(rule, a, b)]
    if not pairs:
        raise Unreachable("no two allowed values break it")
    for earlier, later in pairs:
        params = copy.deepcopy(base)
        if carrier.give(params, first, earlier) and carrier.give(params, second, later):
            carrier.put_right(params, rule.params, rule)
            yield params


def _crosses(rule: Order, earlier: JsonValue, later: JsonValue) -> bool:
    """Tell whether two values stand in the wrong order, by the rule's own predicate."""
    alone = Order(("first", "second"), rule.relation)
    return next(alone.breaches({"first": earlier, "second": later}), None) is not None


_BY_CODE: Mapping[str, Callable[[Carrier, Params, Constraint], Iterator[Params]]] = {
    "required": _required,
    "requires": _requires,
    "forbids": _forbids,
    "only_if": _only_if,
    "at_most_one": _group,
    "at_least_one": _group,
    "exactly_one": _group,
    "order": _order,
}
