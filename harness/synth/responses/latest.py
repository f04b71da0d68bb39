"""Which of some versions is the latest, or the default one: at most one of the same thing.

Members say so by their documentation: "Specifies whether the object is (true) or is not (false) the latest
version of an object." What a version is of follows from the other names and ids of its entry, or from what a
request has to name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from botocore.model import OperationModel

from harness.contract.values import JsonValue
from harness.models.documentation import without_tags

_ONE = re.compile(
    r"\bthe (?:\w+'s )?(?:latest|default|current) version\b|\bversion is the (?:latest|default)\b",
    re.IGNORECASE,
)
_TO_BE = re.compile(r"\bwhether to\b", re.IGNORECASE)
_NAMING = re.compile(r"(?:^|[a-z])(?:Id|Identifier|Arn|ARN|Name|Key)$|^(?:id|arn|name|key)$")

Entry = dict[str, JsonValue]


@lru_cache(maxsize=4096)
def _flags(operation: OperationModel) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return the flags, each with the lists that have it and what tells of what their entries are."""
    output, request = operation.output_shape, operation.input_shape
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for path, shape in output.members.items() if output is not None else ():
        if shape.type_name != "list" or shape.member.type_name != "structure":
            continue
        members = shape.member.members
        naming = tuple(name for name in members if _NAMING.search(name) and "version" not in name.lower())
        if not naming and not (request is not None and request.required_members):
            continue  # versions of several things may stand there
        for name, member in members.items():
            text = without_tags(member.documentation)
            if member.type_name == "boolean" and _ONE.search(text) and not _TO_BE.search(text):
                found.setdefault(name, {})[path] = naming
    return found


def tells_latest(operation: OperationModel) -> bool:
    """Tell whether an operation lists versions and says which one is the latest, or the default one.

    Args:
        operation: the operation.
    """
    return bool(_flags(operation))


def keep_one_latest(operation: OperationModel, response: JsonValue) -> None:
    """Let the first of the versions of each thing that are told to be the latest be the only one, in place.

    Args:
        operation: the operation.
        response: its result in JSON-able form, with whole lists.
    """
    for flag, versions in latest_versions(operation, response):
        latest = [entry for _, entry in versions if entry.get(flag) is True]
        for entry in latest[1:]:
            entry[flag] = False


def latest_versions(
    operation: OperationModel, response: JsonValue
) -> Iterator[tuple[str, list[tuple[str, Entry]]]]:
    """Yield the versions of one thing after the other that an answer lists.

    Args:
        operation: the operation.
        response: its result in JSON-able form.

    Yields:
        The member that tells whether a version is the latest, or the default one, and the versions, each with
        the path of its list.
    """
    for flag, lists in _flags(operation).items() if isinstance(response, Mapping) else ():
        of_things: dict[tuple[str, ...], list[tuple[str, Entry]]] = {}
        for path, naming in lists.items():
            entries = response.get(path)
            for entry in entries if isinstance(entries, list) else ():
                if isinstance(entry, dict):
                    thing = tuple(str(entry.get(name)) for name in naming)
                    of_things.setdefault(thing, []).append((path, entry))
        yield from ((flag, versions) for versions in of_things.values())
