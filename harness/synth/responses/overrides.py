"""What a user fixes of an answer: the contract fills in the rest, and refuses what breaks it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

from harness.contract.contract import Contract
from harness.contract.rules import SameLength
from harness.contract.values import JsonValue, to_json_value
from harness.contract.violation import Violation
from harness.errors import HarnessError
from harness.models.unions import is_union
from harness.synth.responses.computed import compute_members
from harness.synth.responses.faults import Fault

Fixed = Mapping[str, Any] | Fault
Override = Fixed | Callable[[Mapping[str, Any]], Fixed]
"""Members of the result, a fault, or a function of the request's parameters that returns either."""


class BrokenOverride(HarnessError):
    """An override gives an answer that its operation's contract rules out.

    Args:
        operation: the operation, ``"service.Operation"``.
        violations: what the answer breaks.
    """

    def __init__(self, operation: str, violations: list[Violation]) -> None:
        super().__init__(operation, violations)
        self.operation = operation
        self.violations = violations

    def __str__(self) -> str:
        listed = "".join(f"\n  {v.message}\n    from {v.source}" for v in self.violations)
        return (
            f"The override of {self.operation} breaks its contract:{listed}\n"
            "Change the override, or play a recording if that is what the service answers."
        )


def fixed_members(contract: Contract, fixed: Mapping[str, Any]) -> dict[str, JsonValue]:
    """Return the members that an override fixes, in JSON-able form.

    Raises:
        BrokenOverride: a value can never be right, whatever is filled in.
    """
    members: dict[str, JsonValue] = to_json_value(contract.operation_model.output_shape, dict(fixed))
    found = [v for v in contract.check_response(None, _without_none(dict(fixed))) if v.code != "required"]
    if found:
        raise BrokenOverride(contract.name, found)
    return members


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_none(item) for name, item in value.items() if item is not None}
    return [_without_none(item) for item in value] if isinstance(value, list) else value


def lay_over(shape: Any, made: JsonValue, fixed: JsonValue) -> JsonValue:
    """Lay what is fixed over what was made.

    A structure keeps the made members that are not fixed; one that is fixed as None is left out. A list is
    as long as it was fixed, each entry filled in from one of the made ones. All else is as it was fixed.

    Args:
        shape: the shape of both; None where the model has none.
        made: what the contract made, or None.
        fixed: what is fixed.
    """
    kind = None if shape is None else shape.type_name
    if kind == "structure" and isinstance(fixed, dict):
        known: dict[str, JsonValue] = made if isinstance(made, dict) and not is_union(shape) else {}
        kept = {name: value for name, value in known.items() if name not in fixed}
        given = {name: value for name, value in fixed.items() if value is not None}
        members = shape.members
        return kept | {
            name: lay_over(members.get(name), known.get(name), value) for name, value in given.items()
        }
    if kind == "list" and isinstance(fixed, list):
        around = made if isinstance(made, list) and made else [None]
        return [
            lay_over(shape.member, around[number % len(around)], entry) for number, entry in enumerate(fixed)
        ]
    return fixed


def with_fixed(
    contract: Contract,
    params: Mapping[str, JsonValue],
    made: dict[str, JsonValue],
    fixed: Mapping[str, JsonValue],
) -> dict[str, JsonValue]:
    """Lay an override over a made response, and make what was made go with it: lists, lengths, checksums."""
    shape = contract.operation_model.output_shape
    response: dict[str, JsonValue] = lay_over(shape, made, copy.deepcopy(dict(fixed)))
    for rule in contract.rules:
        if (
            isinstance(rule, SameLength)
            and len(given := [name for name in rule.members if name in fixed]) == 1
        ):
            other = rule.members[rule.members[0] == given[0]]
            if isinstance(response.get(other), list) and isinstance(fixed[given[0]], list):
                response[other] = response[other][: len(fixed[given[0]])]
    compute_members(contract.operation_model, params, response, fixed)
    whole: dict[str, JsonValue] = lay_over(shape, response, dict(fixed))  # what is fixed inside stays as well
    return whole


def longest_list(fixed: Mapping[str, JsonValue]) -> int:
    """Return how many entries the longest of the lists has that an override fixes at the top."""
    return max((len(value) for value in fixed.values() if isinstance(value, list)), default=0)
