"""Whether two requests have the same answer, and how much an answer tells of what is asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from botocore.model import OperationModel

from harness.contract.paths.member import first_value
from harness.fuzz.laws.caller import Call
from harness.models.paginators import find_pagination

TELLING = 3
"""What a time tells, or a text that two things hardly have in common by chance, of what one word tells."""

_LONG = 8  # characters of such a text


def is_same(operation: OperationModel, there: Call, call: Call, *names: str) -> bool:
    """Tell whether a request was answered as another one was, but for the given names.

    Args:
        operation: the operation.
        there: the other request.
        call: the request.
        names: parameters; ``execution.runId`` in a structure. Their values may come back.
    """
    if operation.has_streaming_output and there.body != call.body:
        return False
    pagination = find_pagination(operation)
    tokens = () if pagination is None else pagination.output_tokens
    answers, texts = [], []
    for one in (there, call):
        response = one.response if isinstance(one.response, Mapping) else {}
        answers.append({member: value for member, value in response.items() if member not in tokens})
        texts.append(json.dumps(answers[-1], sort_keys=True, default=str))
        for name in names:
            texts[-1] = texts[-1].replace(json.dumps(text_at(one, name))[1:-1], "")
    return answers[0] == answers[1] or texts[0] == texts[1]


def is_empty(operation: OperationModel, there: Call, call: Call) -> bool:
    """Tell whether a list has no entries, and that of another request has some."""
    return bool(count_entries(operation, there)) and count_entries(operation, call) == 0


def says_nothing(operation: OperationModel, there: Call, call: Call) -> bool:
    """Tell whether an answer has nothing but what was asked, and that to another request has more."""
    return not operation.has_streaming_output and weight(operation, there) > weight(operation, call) == 0


def weight(operation: OperationModel, call: Call) -> int:
    """Weigh what an answer tells that one of another thing hardly does."""
    names = tuple(map(text_of, (call.params or {}).values()))
    body = 2 * TELLING if operation.has_streaming_output and call.body else 0
    return _weight(operation.output_shape, call.response, names) + body


def count_entries(operation: OperationModel, call: Call) -> int | None:
    """Count the entries of an answer; None where there is none, or it has no lists."""
    pagination = find_pagination(operation)
    if pagination is None or not isinstance(call.response, Mapping):
        return None
    lists = [first_value(call.response, path) for path in pagination.results]
    return sum(len(each) for each in lists if isinstance(each, list)) if lists else None


def text_of(value: Any) -> str:
    """Return a text, or that in a list of one."""
    one = value[0] if isinstance(value, list) and len(value) == 1 else value
    return one if isinstance(one, str) else ""


def text_at(call: Call, name: str) -> str:
    """Return the text that a request has as a parameter; ``execution.runId`` in a structure."""
    return text_of(first_value(call.params or {}, name))


def _weight(shape: Any, value: Any, names: Sequence[str]) -> int:
    """Weigh what an answer says, but for names: a word counts one, a time or a text from no list more."""
    if isinstance(value, dict) and shape.type_name == "structure":
        known = ((shape.members[key], inner) for key, inner in value.items() if key in shape.members)
        return sum(_weight(member, inner, names) for member, inner in known)
    if isinstance(value, dict) and shape.type_name == "map":
        return sum(_weight(shape.value, inner, names) for inner in value.values())
    if isinstance(value, list) and shape.type_name == "list":
        return sum(_weight(shape.member, inner, names) for inner in value)
    if not value or (
        isinstance(value, str) and any(value in name or name in value for name in names if name)
    ):
        return 0
    is_text = isinstance(value, str) and len(value) >= _LONG and not shape.metadata.get("enum")
    is_text = is_text and shape.type_name == "string" and not value.isalpha()  # words come in many tags
    return TELLING if is_text or shape.type_name == "timestamp" else 1
