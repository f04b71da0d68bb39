"""What a request names in lists, and where its answer tells of each: ``Entries[].Id``, ``Failed[].Id``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from botocore.model import OperationModel

from harness.contract.paths.member import select
from harness.contract.paths.shape import shape_at
from harness.contract.values import JsonValue
from harness.models.paginators import find_pagination
from harness.models.resources import is_identifier, parse_name
from harness.synth.responses.failure_lists import lists_of_missing
from harness.synth.responses.plan import TROUBLE
from harness.synth.values.plausible.place import singular, words_of
from harness.synth.values.views import allows

# At the name of a list that tells what became of each thing.
_OUTCOMES = TROUBLE | {"successful", "succeeded", "successes", "success", "processed", "deleted"}


@dataclass(frozen=True, slots=True)
class Batch:
    """Things that a request names in a list, and where an answer tells of them.

    Attributes:
        asked: the path of the names in the request: ``Names[]``, ``Entries[].Id``.
        told: their paths in the answer: ``Successful[].Id``, ``Failed[].Id``.
        is_whole: whether the answer tells of each: by what it has, or by why not.
    """

    asked: str
    told: tuple[str, ...]
    is_whole: bool


@lru_cache(maxsize=4096)
def batches_of(operation: OperationModel) -> tuple[Batch, ...]:
    """Return the things that requests of an operation name in lists, and of which each answer tells.

    Args:
        operation: the operation.
    """
    shape, output = operation.input_shape, operation.output_shape
    if shape is None or output is None:
        return ()
    lists = {
        name: member.member.members
        for name, member in output.members.items()
        if member.type_name == "list" and member.member.type_name == "structure"
    }
    is_read = parse_name(operation.name).role in ("read", "list")
    has_pages = find_pagination(operation) is not None
    is_batch = is_read or "batch" in words_of(operation.name)
    found = []
    for param in shape.required_members:
        for asked, name in _names_in(param, shape.members[param]):
            is_of_texts = asked == f"{param}[]"
            told = {
                held: f"{held}[].{other}"
                for held, members in lists.items()
                for other, member in members.items()
                if other.lower() == name.lower() and member.type_name == "string"
                if is_batch or not _OUTCOMES.isdisjoint(words_of(held))
            }
            told |= {
                held: f"{held}[]"
                for held, entry in lists_of_missing(operation)
                if told and is_of_texts and entry.type_name == "string"
            }
            apart = {held for held, _ in lists_of_missing(operation)}
            refused = [held for held in told if held in apart]
            is_whole = (is_of_texts or not is_read) and 0 < len(refused) < len(told) and not has_pages
            if told:
                found.append(Batch(asked, tuple(told.values()), is_whole))
    return tuple(found)


def _names_in(param: str, shape: Any) -> Iterator[tuple[str, str]]:
    """Yield the names in a list of a request: the path, and the name of one."""
    if shape.type_name != "list":
        return
    if shape.member.type_name == "string" and is_identifier(singular(param)):
        yield f"{param}[]", singular(param)
    elif shape.member.type_name == "structure":
        for name in shape.member.required_members:
            member = shape.member.members[name]
            if member.type_name == "string" and is_identifier(name) and not member.metadata.get("enum"):
                yield f"{param}[].{name}", name


def texts_at(value: JsonValue, path: str) -> list[str]:
    """Return the texts of a request or an answer at a path; none of them is empty."""
    found = select(value, path) if isinstance(value, Mapping) else ()
    return [text for _, text in found if isinstance(text, str) and text]


def told_of_batches(operation: OperationModel, params: JsonValue) -> dict[str, list[str]]:
    """Return what a request names in lists, by the paths of the answer that tell of it.

    Args:
        operation: the operation.
        params: the request's parameters in JSON-able form.
    """
    return {path: texts_at(params, batch.asked) for batch in batches_of(operation) for path in batch.told}


def name_what_was_asked(operation: OperationModel, params: JsonValue, response: dict[str, JsonValue]) -> None:
    """Give entries that name something else the names that the request has, in place."""
    for path, names in told_of_batches(operation, params).items():
        listed, _, name = path.partition("[].")
        shape = shape_at(operation.output_shape, path)
        asked = [one for one in names if shape is not None and allows(shape, one)]
        entries = response.get(listed)
        for number, entry in enumerate(entries if isinstance(entries, list) else ()):
            if name and isinstance(entry, dict) and asked and entry.get(name, asked[0]) not in asked:
                entry[name] = asked[number % len(asked)]
