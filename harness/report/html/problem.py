"""Violations that are alike, told once: one rule broken at one place of an operation."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from harness.contract.conflicts import shape_at
from harness.contract.explanation import next_step
from harness.contract.pointer import to_steps
from harness.contract.prose.text import sentences_of
from harness.contract.rules.path import ELEMENTS, path_of
from harness.contract.violation import CODES, Violation
from harness.errors import UnknownName
from harness.models import find_operation, parse_operation_name
from harness.report.html.value_text import visible

_MOST_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class Key:
    """What makes two violations alike.

    Attributes:
        operation: ``"service.Operation"``; empty where it is not known.
        side: ``"request"`` or ``"response"``.
        code: a key of `harness.contract.violation.CODES`.
        place: the JSON pointer, ``*`` for any entry of a list.
    """

    operation: str
    side: str
    code: str
    place: str


def key_of(operation: str, side: str, code: str, pointer: str) -> Key:
    """Return what a violation has in common with those like it."""
    return Key(operation, side, code, re.sub(r"/\d+(?=/|$)", "/*", pointer))


def problem_json(key: Key, first: Violation) -> dict[str, Any]:
    """Write violations alike for the page.

    Args:
        key: what they have in common.
        first: one of them.
    """
    source = replace(first.source, text="")
    return {
        "operation": key.operation,
        "side": key.side,
        "code": key.code,
        "place": visible(key.place),
        "severity": first.severity.value,
        "meaning": CODES[key.code].meaning,
        "message": visible(first.message),
        "source": str(source),
        "sentence": first.source.text,
        "documentation": _documentation(key) if first.source.origin == "model" else "",
        "next": next_step(replace(first, cassette="")),
    }


def _documentation(key: Key) -> str:
    """Return the first sentences that the model has of the member, for a trait, which has none of its own."""
    try:
        operation = find_operation(*parse_operation_name(key.operation))
    except UnknownName:
        return ""
    shape = operation.input_shape if key.side == "request" else operation.output_shape
    steps = tuple(ELEMENTS if step == "*" else step for step in to_steps(key.place))
    found = shape_at(shape, path_of(steps)) if key.place else None
    sentences = sentences_of(found.documentation) if found is not None else ()
    return " ".join(sentence.text for sentence in sentences[:_MOST_SENTENCES])
