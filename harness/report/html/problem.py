"""A problem: violations that are alike, one rule broken at one place of an operation, in any cassette."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from harness.contract.codes import where_explained
from harness.contract.explanation import next_step
from harness.contract.paths.member import ELEMENTS, path_of
from harness.contract.paths.pointer import to_steps
from harness.contract.paths.shape import shape_at
from harness.contract.sentences import sentences_of
from harness.contract.violation import CODES, Violation
from harness.errors import UnknownName
from harness.models import find_operation, parse_operation_name
from harness.report.html.value_text import visible
from harness.report.identity import Identity

_MOST_SENTENCES = 3


def problem_json(identity: Identity, first: Violation) -> dict[str, Any]:
    """Write violations alike for the page.

    Args:
        identity: what they have in common.
        first: one of them.
    """
    source = replace(first.source, text="")
    return {
        **identity.to_json(),
        "severity": first.severity.value,
        "meaning": CODES[identity.code].meaning,
        "message": visible(first.message),
        "source": str(source),
        "sentence": first.source.text,
        "documentation": _documentation(identity) if first.source.origin == "model" else "",
        "next": f"{next_step(replace(first, cassette=''))} More: {where_explained(identity.code)}",
    }


def _documentation(identity: Identity) -> str:
    """Return the first sentences that the model has of the member, for a trait, which has none of its own."""
    try:
        operation = find_operation(*parse_operation_name(identity.operation))
    except UnknownName:
        return ""
    shape = operation.input_shape if identity.side == "request" else operation.output_shape
    steps = tuple(ELEMENTS if step == "*" else step for step in to_steps(identity.place))
    found = shape_at(shape, path_of(steps)) if identity.place else None
    sentences = sentences_of(found.documentation) if found is not None else ()
    return " ".join(sentence.text for sentence in sentences[:_MOST_SENTENCES])
