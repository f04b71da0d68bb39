"""Bring a made response under the documented rules on responses: one function a kind of rule.

Each changes the response in place. The rules' own predicates judge what comes out, in the tests and wherever
an exchange is checked.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from botocore.model import Shape

from harness.contract.contract import Contract
from harness.contract.paths.member import ELEMENTS, common_scope, first_value, holders, select, steps_of
from harness.contract.paths.shape import shape_at
from harness.contract.rules import (
    AbsentIf,
    Echoes,
    Matches,
    PageLimit,
    Past,
    PresentOnlyIf,
    Rule,
    SameLength,
    Sorted,
    Spacing,
    Window,
    Within,
)
from harness.contract.rules.value import comparable
from harness.contract.values import JsonValue
from harness.synth.responses.series import Bounds, bounds_of, timestamp, whole_steps
from harness.synth.values.choices import SeededChoices, between

_WEEK = 7 * 86_400
_POINTS = 24  # of a series of which the request names no start
_GAPS = 3  # one time in so many has no data


@dataclass(frozen=True, slots=True)
class Settlement:
    """What the rules are brought to bear with.

    Attributes:
        contract: the operation's contract.
        params: the request's parameters with their documented defaults.
        now: when the request is answered.
        seed: what values that a rule asks for are made of.
        points: how many entries a series has at most, if its rule allows gaps; None for all that there are.
    """

    contract: Contract
    params: Mapping[str, Any]
    now: dt.datetime
    seed: tuple[object, ...]
    points: int | None = None

    def settle(self, response: dict[str, JsonValue]) -> None:
        """Bring a response under the rules, in place."""
        for bring, rule in _steps(self.contract):
            bring(self, rule, response)

    def limit(self, response: dict[str, JsonValue]) -> None:
        """Cut the lists of a response that may be no longer than a parameter says, in place."""
        for rule in _limits(self.contract):
            limit = _asked(self, rule.param)
            if isinstance(limit, int):
                for _, entries in select(response, rule.member):
                    if isinstance(entries, list):
                        del entries[limit:]

    def shape(self, path: str) -> Shape | None:
        """Return the shape at a path of the response."""
        return shape_at(self.contract.operation_model.output_shape, path)


def _asked(on: Settlement, param: str) -> JsonValue:
    """Return the value of a request parameter; None if it is absent."""
    return first_value(on.params, param)


def _echoes(on: Settlement, rule: Echoes, response: dict[str, JsonValue]) -> None:
    value = _asked(on, rule.param)
    if value is not None:
        for holder, name in holders(response, rule.member):
            if name in holder:
                holder[name] = value


def _matches(on: Settlement, rule: Matches, response: dict[str, JsonValue]) -> None:
    asked = _asked(on, rule.param)
    entry = on.shape(f"{rule.member}[]")
    if isinstance(asked, dict) and entry is not None and entry.type_name == "structure":
        for _, structure in select(response, f"{rule.member}[]"):
            structure.update({name: value for name, value in asked.items() if name in entry.members})


def _present_only_if(on: Settlement, rule: PresentOnlyIf, response: dict[str, JsonValue]) -> None:
    _drop_where(on, rule, response, unwanted=False)


def _absent_if(on: Settlement, rule: AbsentIf, response: dict[str, JsonValue]) -> None:
    _drop_where(on, rule, response, unwanted=True)


def _drop_where(
    on: Settlement, rule: PresentOnlyIf | AbsentIf, response: dict[str, JsonValue], *, unwanted: bool
) -> None:
    condition = rule.condition
    if not condition.on_response:
        if condition.holds(on.params) is unwanted:
            _drop(response, rule.member)
        return
    scope, (name, param) = common_scope((rule.member, condition.param))
    for _, structure in list(select(response, scope)):
        if condition.within(param).holds(structure) is unwanted:
            _drop(structure, name)


def _drop(structure: Any, path: str) -> None:
    for holder, name in list(holders(structure, path)):
        holder.pop(name, None)


def _spacing(on: Settlement, rule: Spacing, response: dict[str, JsonValue]) -> None:
    """Make a series: every step where the rule allows no gaps, else what is left where there is no data."""
    step = _asked(on, rule.param)
    if not isinstance(step, int) or step <= 0:
        return
    bounding = _bounding(on.contract, f"{rule.member}[]")
    bounds = bounds_of(bounding, on.params, on.now, _POINTS * step)
    if bounds is None or bounds.high is None:
        return
    times = whole_steps(bounds, step)
    exact = rule.exact_if is not None and rule.exact_if.holds(on.params)
    with_data = (moment for moment in times if _number(on, rule.member, moment) % _GAPS)
    kept = list(times) if exact else list(itertools.islice(with_data, on.points))
    known = set(with_data if exact else kept)
    for holder, name in holders(response, rule.member):
        holder[name] = [timestamp(moment) for moment in kept]
        for other in _of_same_length(on.contract, rule.member):
            holder[other] = [1 + _number(on, other, moment) % 50 if moment in known else 0 for moment in kept]


@lru_cache(maxsize=1024)
def _of_same_length(contract: Contract, member: str) -> tuple[str, ...]:
    """Return the lists of numbers beside a list that are as long."""
    others = (
        rule.members[rule.members[0] == member]
        for rule in contract.rules
        if isinstance(rule, SameLength) and member in rule.members
    )
    shapes = ((other, shape_at(contract.operation_model.output_shape, f"{other}[]")) for other in others)
    return tuple(
        steps_of(other)[-1]
        for other, shape in shapes
        if shape is not None and shape.type_name in ("integer", "long", "float", "double")
    )


def _number(on: Settlement, name: str, moment: int) -> int:
    """A number that a member has at a time, whatever part of the series is asked for."""
    return SeededChoices(*on.seed, name, moment).choose(1 << 16)


def _bounded(on: Settlement, rule: Within | Window | Past, response: dict[str, JsonValue]) -> None:
    """Put values between the bounds that all rules on them set together; nothing is there if they cross."""
    bounds = bounds_of(_bounding(on.contract, rule.member), on.params, on.now, _WEEK)
    if bounds is None:
        return
    if not bounds.is_empty:
        _replace(
            response, steps_of(rule.member), lambda value, number: _between(on, rule.member, bounds, number)
        )
        return
    outer, is_list, _ = rule.member.partition(ELEMENTS)
    for holder, name in list(holders(response, outer)):
        if is_list and name in holder:
            holder[name] = []
        else:
            holder.pop(name, None)


def _between(on: Settlement, path: str, bounds: Bounds, number: int) -> JsonValue:
    shape = on.shape(path)
    choices = SeededChoices(*on.seed, path, number)
    low = math.ceil(bounds.low if bounds.low is not None else (bounds.high or 0) - _WEEK)
    high = math.floor(bounds.high if bounds.high is not None else low + _WEEK)
    low += low == bounds.low and not bounds.low_inclusive
    high -= high == bounds.high and not bounds.high_inclusive
    # Between two whole numbers there may be none: then the lower end itself, which empty bounds rule out.
    value = between(choices, low, high) if low <= high else bounds.low or 0.0
    return timestamp(value) if shape is not None and shape.type_name == "timestamp" else value


def _replace(value: JsonValue, steps: tuple[str, ...], make: Callable[[JsonValue, int], JsonValue]) -> None:
    """Put another value in place of each that the steps lead to, numbered from 0."""
    numbers = itertools.count()

    def walk(holder: JsonValue, at: int) -> None:
        step, last = steps[at], at + 1 == len(steps)
        keys: list[Any] = []
        if step == ELEMENTS and isinstance(holder, list | dict):
            keys = list(range(len(holder))) if isinstance(holder, list) else list(holder)
        elif isinstance(holder, dict) and step in holder:
            keys = [step]
        for key in keys:
            if last:
                holder[key] = make(holder[key], next(numbers))
            else:
                walk(holder[key], at + 1)

    walk(value, 0)


def _sorted(on: Settlement, rule: Sorted, response: dict[str, JsonValue]) -> None:
    def key(entry: JsonValue) -> tuple[float, str]:
        value = first_value(entry, rule.by)
        number = comparable(value)
        return (number if number is not None else 0.0, "" if number is not None else str(value))

    for _, entries in select(response, rule.member):
        if isinstance(entries, list):
            entries.sort(key=key, reverse=rule.direction == "descending")


def _same_length(on: Settlement, rule: SameLength, response: dict[str, JsonValue]) -> None:
    scope, (first, second) = common_scope(rule.members)
    for _, structure in select(response, scope):
        lists = [value for path in (first, second) for _, value in select(structure, path)]
        if len(lists) == 2 and all(isinstance(value, list) for value in lists):
            shorter = min(map(len, lists))
            for value in lists:
                del value[shorter:]


_Step = Callable[[Settlement, Any, dict[str, JsonValue]], None]
_BY_KIND: tuple[tuple[Any, _Step], ...] = (
    (Echoes, _echoes),
    (Matches, _matches),
    (Spacing, _spacing),
    (Within, _bounded),
    (Window, _bounded),
    (Past, _bounded),
    (PresentOnlyIf, _present_only_if),
    (AbsentIf, _absent_if),
    (Sorted, _sorted),
    (SameLength, _same_length),
)
"""In the order in which they are brought to bear: what a list holds, before its order and its length."""


@lru_cache(maxsize=1024)
def _steps(contract: Contract) -> tuple[tuple[_Step, Rule], ...]:
    """Return the rules on responses in order, each with what it takes.

    What bounds the same values is brought to bear at once; a series is made within its bounds.
    """
    bounded = {f"{rule.member}[]" for rule in contract.rules if isinstance(rule, Spacing)}
    steps: list[tuple[_Step, Rule]] = []
    for kind, bring in _BY_KIND:
        for rule in contract.rules:
            if isinstance(rule, kind) and not (bring is _bounded and rule.member in bounded):
                steps.append((bring, rule))
                bounded |= {rule.member} if bring is _bounded else set()
    return tuple(steps)


@lru_cache(maxsize=1024)
def _bounding(contract: Contract, path: str) -> tuple[Within | Window | Past, ...]:
    """Return the rules that bound what is at a path."""
    kinds = (Within, Window, Past)
    return tuple(rule for rule in contract.rules if isinstance(rule, kinds) and rule.member == path)


@lru_cache(maxsize=1024)
def _limits(contract: Contract) -> tuple[PageLimit, ...]:
    return tuple(rule for rule in contract.rules if isinstance(rule, PageLimit))
