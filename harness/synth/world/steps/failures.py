"""Tell what is not there in the list that a response has for it, such as ``failures``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from harness.contract.values import JsonValue
from harness.synth.responses.batches import told_of_batches
from harness.synth.responses.failure_lists import lists_of_missing
from harness.synth.values.plausible.place import words_of
from harness.synth.world.steps.refusing import missing_message
from harness.synth.world.steps.step import Step


def tells_missing(step: Step) -> bool:
    """Tell whether the response has a list of what is not there."""
    return bool(lists_of_missing(step.operation))


def tell_missing(step: Step, response: dict[str, JsonValue], missing: Sequence[str]) -> None:
    """Name what is not there in the first list that the response has for it, and in no other."""
    asked = [text for texts in told_of_batches(step.operation, step.params).values() for text in texts]
    missing = asked if asked and not set(missing) & set(asked) else missing
    for name, value in response.items():
        if isinstance(value, list):
            response[name] = [each for each in value if not isinstance(each, str) or each not in missing]
    for name, entry in lists_of_missing(step.operation):
        if entry.type_name == "string":
            response[name] = list(missing)
        elif entry.type_name == "structure":
            response[name] = [_failure(step, entry, each) for each in dict.fromkeys(missing)]
        return


def _failure(step: Step, shape: Any, name: str) -> JsonValue:
    """Make the entry of a list of failures for what is not there."""
    made: dict[str, JsonValue] = {}
    for member, inner in shape.members.items():
        if inner.type_name != "string":
            continue
        words = words_of(member)
        last = words[-1:]
        is_name = step.types.kind_in(member, step.noun) is not None
        enum = inner.metadata.get("enum")
        if enum:
            made[member] = next((each for each in enum if "not" in each.lower()), enum[0])
        elif last in (("reason",), ("code",)):
            made[member] = "MISSING"
        elif "message" in words or last in (("detail",), ("result",)):
            made[member] = missing_message(step.noun, name)
        elif is_name or last[0] in ("arn", "id", "name", "identifier"):
            made[member] = name
    return made
