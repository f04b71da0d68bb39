"""What an answer is about, of several: the type, format or version that its request asked for.

``configType`` of Ground Station's `GetConfig` and ``PolicyType`` of Organizations' `DescribeEffectivePolicy`
stand in the request and in the answer, with one name and one shape.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from botocore.model import OperationModel

from harness.models.documentation import without_tags
from harness.models.paginators import find_pagination
from harness.models.resources import parse_name
from harness.synth.values.plausible.place import words_of

_CHANGING = frozenset(("token", "session", "cursor", "next", "revision", "etag", "status", "state", "marker"))
_NUMBERED = frozenset(("version", "number"))
_NUMBER = re.compile(r"\d+(?:\.\d+)*", re.ASCII)  # "$LATEST" is some version
# What is not that of the request: "The current version", "determined by the caller's permission".
_OF_ITS_OWN = re.compile(r"\b(?:current|latest|default|determined|only supported)\b", re.IGNORECASE)


def which_asked(operation: OperationModel, params: Mapping[str, Any]) -> Iterator[tuple[str, Any, str, Any]]:
    """Yield the members of an answer that have what its request asked for: path, owner, name and shape.

    Only of what reads: what creates or updates a thing may choose a value of its own (``Tier`` of SSM's
    `PutParameter`).

    Args:
        operation: the operation.
        params: the request's parameters.
    """
    given, output = operation.input_shape, operation.output_shape
    if given is None or output is None or parse_name(operation.name).role not in ("read", "list"):
        return
    pagination = find_pagination(operation)
    for path, owner, name, shape in _members(output):
        asked, value = given.members.get(name), params.get(name)
        is_limit = pagination is not None and name == pagination.limit
        if asked is not None and asked.name == shape.name and not is_limit and _is_one_of(name, shape, value):
            yield path, owner, name, shape


def _members(shape: Any) -> Iterator[tuple[str, Any, str, Any]]:
    """Yield the members of an answer, and those of the structures in it."""
    for outer, inside in shape.members.items():
        yield outer, shape, outer, inside
        if inside.type_name == "structure" and "location" not in inside.serialization:
            for name, member in inside.members.items():
                if name not in shape.members:
                    yield f"{outer}.{name}", inside, name, member


def _is_one_of(name: str, shape: Any, value: Any) -> bool:
    """Tell whether a value is one of several, of which an answer is about one."""
    words = words_of(name)
    if not _CHANGING.isdisjoint(words) or _OF_ITS_OWN.search(without_tags(shape.documentation)):
        return False
    if shape.metadata.get("enum"):
        return value in shape.metadata["enum"]
    is_number = isinstance(value, str | int) and _NUMBER.fullmatch(str(value)) is not None
    return is_number and next(reversed(words), "") in _NUMBERED
