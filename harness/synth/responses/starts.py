"""Lists that begin after a name: ``ExclusiveStartStreamName``, ``StartAfter``.

"You can request more streams by using the name of the last stream returned by the ListStreams request in the
ExclusiveStartStreamName parameter" (Kinesis): the list is the same, from the entry after that one on. "Amazon
S3 starts listing after this specified key": one that there is not will do as well.
"""

from __future__ import annotations

import bisect
import copy
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from botocore.model import OperationModel

from harness.contract.paths.member import first_value
from harness.contract.values import JsonValue
from harness.models.paginators import find_pagination
from harness.synth.proposals import proposals_of
from harness.synth.responses.answer import Answer
from harness.synth.responses.pages import says_more


@dataclass(frozen=True, slots=True)
class Start:
    """Where a list begins.

    Attributes:
        param: the parameter that names the entry before the first.
        path: the list.
        member: the member of an entry that the parameter names; empty for a list of names.
        beside: the lists that run along with it.
        limit: the parameter that limits the entries, if there is one.
        last: the member of a response that names its last entry where more follow, if there is one.
    """

    param: str
    path: str
    member: str
    beside: tuple[str, ...] = ()
    limit: str | None = None
    last: str | None = None

    def name(self, entry: JsonValue) -> str:
        """Return what an entry is named."""
        return str(entry.get(self.member, "") if self.member and isinstance(entry, dict) else entry)


@lru_cache(maxsize=4096)
def start_of(operation: OperationModel) -> Start | None:
    """Return the parameter after whose value a list of an operation begins; None if there is none.

    Args:
        operation: the operation.
    """
    for one in proposals_of(operation, "starts_after"):
        beside = tuple(one.get("beside", ()))
        return Start(one["param"], one["list"], one["member"], beside, one.get("limit"), one.get("last"))
    return None


def sort_by_name(start: Start, response: Mapping[str, JsonValue]) -> None:
    """Sort the entries of a made list by their names, in place, so that any name has its place in it.

    Args:
        start: where the list begins.
        response: the response with the whole list.
    """
    entries = first_value(response, start.path)
    if isinstance(entries, list):
        order = sorted(range(len(entries)), key=lambda number: start.name(entries[number]).encode())
        for path in (start.path, *start.beside):
            beside = first_value(response, path)
            if isinstance(beside, list) and len(beside) == len(order):
                beside[:] = [beside[number] for number in order]


def begin_after(start: Start, params: Mapping[str, JsonValue], response: Mapping[str, JsonValue]) -> None:
    """Leave out what comes before the beginning of a list, in place.

    Args:
        start: where the list begins.
        params: the request's parameters in JSON-able form.
        response: the response with the whole list.
    """
    entries, after = first_value(response, start.path), params.get(start.param)
    if not isinstance(entries, list) or not isinstance(after, str) or not after:
        return
    names = [start.name(entry).encode() for entry in entries]
    name = after.encode()
    if names == sorted(names):
        first = bisect.bisect(names, name)
    elif name in names:
        first = names.index(name) + 1
    else:
        return
    for path in (start.path, *start.beside):
        beside = first_value(response, path)
        if isinstance(beside, list) and len(beside) == len(names):
            del beside[:first]


def from_its_start(operation: OperationModel, params: Mapping[str, Any], answer: Answer) -> Answer:
    """Let a list without pages begin where the request says, and end where its limit does.

    Args:
        operation: the operation.
        params: the request's parameters.
        answer: the answer, whose list may be whole.
    """
    start = start_of(operation)
    if start is None or find_pagination(operation) is not None or not isinstance(answer.response, Mapping):
        return answer
    response = copy.deepcopy(dict(answer.response))
    begin_and_end(start, params, response)
    return replace(answer, response=response)


def begin_and_end(
    start: Start, params: Mapping[str, Any], response: dict[str, JsonValue], *, is_whole: bool = False
) -> None:
    """Let a list without pages begin and end where the request says, and tell of the rest, in place.

    Args:
        start: where the list begins.
        params: the request's parameters.
        response: the response.
        is_whole: whether the list is surely whole; else it may have been cut before, as the response says.
    """
    begin_after(start, params, response)
    entries, most = first_value(response, start.path), params.get(start.limit or "", -1)
    is_limited = isinstance(entries, list) and isinstance(most, int) and 0 <= most <= len(entries)
    flags = [name for name in filter(says_more, response) if isinstance(response[name], bool)]
    was_more = not is_whole and (start.last in response or any(response[name] for name in flags))
    more = is_limited and (most < len(entries) or was_more)
    if is_limited:
        del entries[most:]
    response.update(dict.fromkeys(flags, more))
    if start.last is not None and (is_whole or not more):
        response.pop(start.last, None)
    if start.last is not None and more and entries:
        response[start.last] = start.name(entries[-1])
