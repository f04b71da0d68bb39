"""Adjust a made response until it satisfies the documented rules on responses, and answers for what they ask.

Each rule enforces itself, in place, at its stage. The rules' own predicates judge what comes out, in the
tests and wherever an exchange is checked.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from botocore.model import Shape

from harness.contract.contract import Contract
from harness.contract.paths.member import steps_of
from harness.contract.paths.shape import shape_at
from harness.contract.rules import SameLength
from harness.contract.rules.bounds import Bounds
from harness.contract.rules.response import Bounding, OnResponse, Stage, bounds_of
from harness.contract.values import JsonValue, format_timestamp
from harness.synth.values.choices import SeededChoices, between
from harness.synth.values.plausible.times import epoch_unit

_WEEK = 7 * 86_400
_CHOOSING = frozenset(("selects", "named_filters"))
"""The kinds of rules that leave entries out of a list."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """What the rules are enforced with.

    Attributes:
        contract: the operation's contract.
        params: the request's parameters with their documented defaults.
        now: when the request is answered.
        seed: what values that a rule asks for are made of.
        points: how many entries a series has at most, if its rule allows gaps; None for all that there are.
        asked: the paths of members of which the request asks for something.
        is_chosen_later: whether the entries are chosen later, when it is known what they have (a world's).
    """

    contract: Contract
    params: Mapping[str, Any]
    now: dt.datetime
    seed: tuple[object, ...]
    points: int | None = None
    asked: frozenset[str] = frozenset()
    is_chosen_later: bool = False

    def settle(self, response: dict[str, JsonValue]) -> None:
        """Adjust a response, in place, until it satisfies the rules."""
        for rule in _steps(self.contract):
            if rule.stage is not Stage.PAGE and not (self.is_chosen_later and rule.kind in _CHOOSING):
                rule.enforce(response, self)

    def limit(self, response: dict[str, JsonValue]) -> None:
        """Cut the lists of a response that may be no longer than a parameter says, in place."""
        for rule in _steps(self.contract):
            if rule.stage is Stage.PAGE:
                rule.enforce(response, self)

    def shape(self, path: str) -> Shape | None:
        """Return the shape at a path of the response."""
        return shape_at(self.contract.operation_model.output_shape, path)

    def number(self, name: str, moment: int) -> int:
        """Make a number that a member has at a time, whatever part of the series is asked for."""
        return SeededChoices(*self.seed, name, moment).choose(1 << 16)

    def bounds(self, path: str, span: float) -> Bounds | None:
        """Return the bounds that all rules together set to the values at a path; None if none does."""
        shape = self.shape(path)
        in_milliseconds = shape is not None and epoch_unit(shape.documentation) == "milliseconds"
        second = 1000 if in_milliseconds else 1
        bounds = bounds_of(_bounding(self.contract, path), self.params, self.now, span, second)
        least = (
            shape.metadata.get("min")
            if shape is not None and shape.type_name in ("integer", "long")
            else None
        )
        return bounds if bounds is None else bounds.raised(least)

    def between(self, bounds: Bounds, path: str, number: int) -> JsonValue:
        """Make the value with a number among those at a path, within bounds."""
        shape = self.shape(path)
        choices = SeededChoices(*self.seed, path, number)
        low = math.ceil(bounds.low if bounds.low is not None else (bounds.high or 0) - _WEEK)
        high = math.floor(bounds.high if bounds.high is not None else low + _WEEK)
        low += low == bounds.low and not bounds.low_inclusive
        high -= high == bounds.high and not bounds.high_inclusive
        # Between two whole numbers there may be none: then the lower end itself, which empty bounds rule out.
        value = between(choices, low, high) if low <= high else bounds.low or 0.0
        if shape is None or shape.type_name != "timestamp":
            return value
        return format_timestamp(dt.datetime.fromtimestamp(value, dt.UTC))

    def siblings(self, member: str) -> tuple[str, ...]:
        """Return the names of the lists of numbers that are as long as a list."""
        return _of_same_length(self.contract, member)


@lru_cache(maxsize=1024)
def _of_same_length(contract: Contract, member: str) -> tuple[str, ...]:
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


@lru_cache(maxsize=1024)
def _steps(contract: Contract) -> tuple[OnResponse, ...]:
    """Return the rules on responses in the order of their stages.

    What bounds the same values is enforced at once; a series is made within its bounds.
    """
    stated = (*contract.rules, *contract.answer_rules)
    rules = sorted((rule for rule in stated if isinstance(rule, OnResponse)), key=lambda r: r.stage)
    bounded: set[str] = set()
    steps: list[OnResponse] = []
    for rule in rules:
        if rule.stage is Stage.SERIES:
            bounded |= {f"{path}[]" for path in rule.paths}
        if isinstance(rule, Bounding):
            if rule.member in bounded:
                continue
            bounded.add(rule.member)
        steps.append(rule)
    return tuple(steps)


@lru_cache(maxsize=1024)
def _bounding(contract: Contract, path: str) -> tuple[Bounding, ...]:
    """Return the rules that bound what is at a path."""
    return tuple(rule for rule in contract.rules if isinstance(rule, Bounding) and rule.member == path)
