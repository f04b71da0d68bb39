"""What a request asks of entries, and which of them are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from harness.contract.contract import Contract
from harness.contract.paths.member import first_value, select
from harness.contract.rules import Matches, Within
from harness.contract.rules.value import comparable
from harness.contract.values import JsonValue, to_json_value
from harness.fuzz.laws.caller import Call
from harness.fuzz.laws.page_walks import Walk
from harness.synth.responses.demands import (
    Demand,
    demands_of,
)
from harness.synth.responses.responder import DEFAULT_SCENE


def choosing_rules(contract: Contract) -> tuple[Within | Matches, ...]:
    """Return the documented rules on entries that a request chooses."""
    return tuple(rule for rule in contract.rules if isinstance(rule, Within | Matches))


def all_demands(contract: Contract, params: Mapping[str, Any]) -> dict[str, Demand]:
    """Return what a request asks of entries, by their paths: as names tell, and by documented rules.

    Args:
        contract: the operation's contract.
        params: the parameters, as for the client's method.
    """
    operation = contract.operation_model
    asked = to_json_value(operation.input_shape, dict(params))
    found = demands_of(operation, asked, DEFAULT_SCENE)
    for rule in choosing_rules(contract):
        if isinstance(rule, Within):
            start, end = (
                None if param is None else comparable(first_value(asked, param))
                for param in (rule.start, rule.end)
            )
            if start is not None or end is not None:
                other = found.get(rule.member)
                also = other if isinstance(other, Bounded) else None
                found[rule.member] = Bounded(rule, start, end, also)
        else:
            wanted = first_value(asked, rule.param)
            for name, value in wanted.items() if isinstance(wanted, dict) else ():
                found[f"{rule.member}[].{name}"] = Equal(value)
    return {path: demand for path, demand in found.items() if "[]" in path}


@dataclass(frozen=True)
class Bounded(Demand):
    """The bounds of a documented rule, which says whether a bound itself counts.

    Attributes:
        rule: the rule.
        start: the least value.
        end: the largest value.
        also: the bounds of another rule on the same member.
    """

    rule: Within
    start: float | None
    end: float | None
    also: Bounded | None = None

    def __call__(self, place: Any, shape: Any) -> JsonValue:
        """Make no value: this only judges."""
        raise NotImplementedError

    def admits(self, value: JsonValue) -> bool | None:
        """Tell whether a value lies within them."""
        moment = comparable(value)
        if moment is None:
            return None
        early = self.start is not None and moment < self.start
        late = self.end is not None and moment > self.end
        at_start = moment == self.start and not self.rule.start_inclusive
        at_end = moment == self.end and not self.rule.end_inclusive
        beyond = early or late or at_start or at_end
        return not beyond and (self.also is None or self.also.admits(value) is True)


@dataclass(frozen=True)
class Equal(Demand):
    """One value."""

    value: JsonValue

    def __call__(self, place: Any, shape: Any) -> JsonValue:
        """Return it."""
        return self.value

    def admits(self, value: JsonValue) -> bool | None:
        """Tell whether a value is it."""
        return bool(value == self.value)


def list_of(path: str) -> str:
    """Return the path of the list that holds the entries with a member."""
    return path.partition("[]")[0]


def entries_at(call: Call, path: str) -> list[Any]:
    """Return the entries of a list of an answer."""
    found = first_value(call.response, path)
    return found if isinstance(found, list) else []


def entries_on(found: Walk, path: str) -> list[Any]:
    """Return the entries of a list on all pages."""
    return [entry for call in found.exchanges for entry in entries_at(call, path)]


def values_in(entry: JsonValue, path: str) -> list[Any]:
    """Return the values of an entry at the path of a demand."""
    rest = path.partition("[]")[2].removeprefix(".")
    return [value for _, value in select(entry, rest)] if rest else [entry]


def is_wanted(entry: JsonValue, path: str, demands: Mapping[str, Demand]) -> bool:
    """Tell whether an entry is all that is asked for."""
    return all(
        any(demand.admits(value) is True for value in values_in(entry, where))
        for where, demand in demands.items()
    )
