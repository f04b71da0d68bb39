"""What became of the entries of a batch: all of them succeeded, some, or none, each with its own answer.

Three kinds of results tell it, and names and shapes show which one an operation has: lists of entries that
succeeded and of those that failed (``Successful`` and ``Failed`` of SendMessageBatch), a list with an answer
to each entry, and a count of those that failed (PutRecords), and what of the request was left undone, in the
request's own form (``UnprocessedItems`` of BatchWriteItem).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from botocore.model import OperationModel
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from harness.contract.paths.member import join, select
from harness.contract.values import JsonValue
from harness.models.paginators import find_pagination
from harness.strategies.response.awkward import leaves_no_trace

_OF_FAILURE = re.compile(r"fail|error|unsuccess|unprocess|reject", re.IGNORECASE)
_COUNT = re.compile(r"^failed\w*count$", re.IGNORECASE)
_LEFT = re.compile(r"^unprocessed", re.IGNORECASE)
_TELLS_WHY = re.compile(r"(message|reason)$", re.IGNORECASE)  # of a failure, and not what the entry has
_DRAWN = 8  # entries of a list; further ones are like them
_BITS = 16

Entry = dict[str, JsonValue]


class Batch(Protocol):
    """How an operation tells what became of the entries of its requests.

    Attributes:
        names_entries: whether answers name their entries: then what is computed of these is computed again.
    """

    names_entries: bool

    def count(self, params: Mapping[str, JsonValue]) -> int:
        """Return how many entries a request has."""

    def lengths(self, total: int, failing: Sequence[int]) -> Mapping[str, int]:
        """Return how many entries lists of the response have, by path."""

    def needed(self, failing: Sequence[int]) -> Iterator[str]:
        """Yield the paths of optional members that the response has."""

    def fit(self, params: Mapping[str, JsonValue], response: Entry, failing: Sequence[int]) -> None:
        """Let a response tell that some entries of its request failed, by their numbers, and no others."""

    def has_failed(self, response: Mapping[str, Any]) -> bool:
        """Tell whether a response says that an entry failed."""


@dataclass(frozen=True)
class _Divided:
    """Lists of entries that succeeded, and of those that failed."""

    entries: str
    same: Mapping[str, tuple[str, ...]]  # by list, what answers have of their entries: what names them first
    failed: str
    done: str | None
    quiet: str | None
    traceless: Collection[str]  # lists that are left out where they are empty
    names_entries = True

    def count(self, params: Mapping[str, JsonValue]) -> int:
        return len(_list_at(params, self.entries))

    def lengths(self, total: int, failing: Sequence[int]) -> Mapping[str, int]:
        lengths = {self.failed: len(failing)}
        if self.done is not None:
            lengths[self.done] = total - len(failing)
        return {path: min(length, _DRAWN) for path, length in lengths.items()}

    def needed(self, failing: Sequence[int]) -> Iterator[str]:
        for name in filter(None, (self.failed, self.done)):
            yield from (name, f"{name}[].{self.same[name][0]}")

    def fit(self, params: Mapping[str, JsonValue], response: Entry, failing: Sequence[int]) -> None:
        entries = _list_at(params, self.entries)
        is_quiet = self.quiet is not None and any(value is True for _, value in select(params, self.quiet))
        done = [] if is_quiet else [n for n in range(len(entries)) if n not in set(failing)]
        for name, numbers in ((self.failed, failing), (self.done, done)):
            if name is not None:
                made = response.get(name) or [{}]
                answers = [
                    _like(made[at % len(made)], entries[number], self.same[name])
                    for at, number in enumerate(numbers)
                ]
                self._put(response, name, answers)

    def _put(self, response: Entry, name: str, answers: list[Entry]) -> None:
        if not answers and name in self.traceless:
            response.pop(name, None)
        elif answers or name in response:
            response[name] = answers

    def has_failed(self, response: Mapping[str, Any]) -> bool:
        return bool(response.get(self.failed))


@dataclass(frozen=True)
class _InOrder:
    """An answer to each entry, in their order, and how many failed."""

    entries: str
    answers: str
    errors: tuple[str, ...]
    required: tuple[str, ...]
    failed: str
    names_entries = False

    def count(self, params: Mapping[str, JsonValue]) -> int:
        return len(_list_at(params, self.entries))

    def lengths(self, total: int, failing: Sequence[int]) -> Mapping[str, int]:
        return {self.answers: min(total, _DRAWN)}

    def needed(self, failing: Sequence[int]) -> Iterator[str]:
        yield from (self.answers, self.failed)
        if failing:
            yield from (f"{self.answers}[].{name}" for name in self.errors)

    def fit(self, params: Mapping[str, JsonValue], response: Entry, failing: Sequence[int]) -> None:
        made, failed = response.get(self.answers) or [{}], set(failing)
        response[self.answers] = [
            {
                name: value
                for name, value in made[number % len(made)].items()
                if name in self.required or (name in self.errors) == (number in failed)
            }
            for number in range(self.count(params))
        ]
        response[self.failed] = len(failing)

    def has_failed(self, response: Mapping[str, Any]) -> bool:
        return bool(response.get(self.failed))


@dataclass(frozen=True)
class _LeftOver:
    """What was left undone, in the form of the request."""

    asked: str
    left: str
    names_entries = False

    def count(self, params: Mapping[str, JsonValue]) -> int:
        return sum(1 for _ in _parts(params.get(self.asked)))

    def lengths(self, total: int, failing: Sequence[int]) -> Mapping[str, int]:
        return {}

    def needed(self, failing: Sequence[int]) -> Iterator[str]:
        if failing:
            yield self.left

    def fit(self, params: Mapping[str, JsonValue], response: Entry, failing: Sequence[int]) -> None:
        if self.left not in response:
            return
        failed = set(failing)
        kept = [part for number, part in enumerate(_parts(params.get(self.asked))) if number in failed]
        response[self.left] = _joined(params.get(self.asked), kept)
        for name, answers in response.items():
            if name != self.left and isinstance(answers, dict):
                for key, entries in answers.items():
                    if isinstance(entries, list):
                        undone = [entry for at, entry in kept if at == key]
                        answers[key] = [one for one in entries if not _is_of(one, undone)]

    def has_failed(self, response: Mapping[str, Any]) -> bool:
        return bool(response.get(self.left))


def draw_failing(draw: DrawFn, batch: Batch, params: Mapping[str, JsonValue]) -> tuple[int, ...]:
    """Draw which entries of a request fail, by their numbers: none, some, or all of them."""
    total = batch.count(params)
    if not total:
        return ()
    which = draw(st.sampled_from(("none", "some", "all")))
    bits = {"none": 0, "all": 2**_BITS - 1}.get(which)
    if bits is None:
        bits = draw(st.integers(1, 2 ** min(total, _BITS) - 1))
    return tuple(number for number in range(total) if bits >> number % _BITS & 1)


@lru_cache(maxsize=1024)
def batch_of(operation: OperationModel) -> Batch | None:
    """Return how an operation tells what became of the entries of its requests; None if it has none."""
    if operation.input_shape is None or operation.output_shape is None or find_pagination(operation):
        return None
    return next(iter([*_left_over(operation), *_divided(operation), *_in_order(operation)]), None)


def _left_over(operation: OperationModel) -> Iterator[Batch]:
    for left, shape in operation.output_shape.members.items():
        for asked, given in operation.input_shape.members.items():
            if _LEFT.search(left) and given.name == shape.name and given.type_name in ("list", "map"):
                yield _LeftOver(asked, left)


def _divided(operation: OperationModel) -> Iterator[Batch]:
    answers = dict(_lists(operation.output_shape))
    for path, entry in _lists_within(operation.input_shape):
        named = [name for name, member in entry.members.items() if member.type_name == "string"]
        named.sort(key=lambda name: name not in entry.required_members)
        for failed, failure in answers.items():
            same = tuple(name for name in named if name in failure.members and not _TELLS_WHY.search(name))
            if not same or not _OF_FAILURE.search(failed):
                continue
            done = next(
                (
                    name
                    for name, shape in answers.items()
                    if not _OF_FAILURE.search(name) and same[0] in shape.members
                ),
                None,
            )
            by_list = {
                name: tuple(filter(answers[name].members.__contains__, same))
                for name in filter(None, (failed, done))
            }
            outer: Any = operation.input_shape.members[path.partition(".")[0]]
            quiet = "Quiet" if outer.type_name == "structure" and "Quiet" in outer.members else None
            quiet = quiet and join(path.partition(".")[0], quiet)
            traceless = [name for name in by_list if _is_left_out(operation.output_shape, name)]
            yield _Divided(path, by_list, failed, done, quiet, traceless)


def _in_order(operation: OperationModel) -> Iterator[Batch]:
    members = operation.output_shape.members
    counts = [
        name
        for name, shape in members.items()
        if shape.type_name in ("integer", "long") and _COUNT.search(name)
    ]
    for path, _ in _lists_within(operation.input_shape):
        for answers, shape in _lists(operation.output_shape) if counts else ():
            errors = tuple(name for name in shape.members if _OF_FAILURE.search(name))
            if errors and not _OF_FAILURE.search(answers):
                yield _InOrder(path, answers, errors, tuple(shape.required_members), counts[0])


def _is_left_out(shape: Any, name: str) -> bool:
    """Tell whether an empty list is left out: one that leaves no trace, or that may not be empty."""
    entries = shape.members[name]
    may_be_empty = not leaves_no_trace(entries) and entries.metadata.get("min", 0) == 0
    return not may_be_empty and name not in shape.required_members


def _lists(shape: Any) -> Iterator[tuple[str, Any]]:
    """Yield the lists of structures in a structure, and the structures."""
    for name, member in shape.members.items():
        if member.type_name == "list" and member.member.type_name == "structure":
            yield name, member.member


def _lists_within(shape: Any) -> Iterator[tuple[str, Any]]:
    """Yield those of a request, by path: at its top, or in a structure there."""
    yield from _lists(shape)
    for name, member in shape.members.items():
        if member.type_name == "structure":
            yield from ((join(name, inner), entry) for inner, entry in _lists(member))


def _list_at(params: Mapping[str, JsonValue], path: str) -> list[Entry]:
    return next((value for _, value in select(params, path) if isinstance(value, list)), [])


def _like(made: Entry, entry: Entry, same: Collection[str]) -> Entry:
    """Return an answer that names the entry which it is to."""
    answer = {name: value for name, value in made.items() if name not in same}
    return {**{name: entry[name] for name in same if name in entry}, **answer}


_Part = tuple[str, Any]  # an entry, and the key in the request under which it stands


def _parts(asked: JsonValue) -> Iterator[_Part]:
    """Yield the entries of a request: of a list, of lists in a map, or of lists in structures in a map."""
    if isinstance(asked, list):
        yield from (("", entry) for entry in asked)
    elif isinstance(asked, dict):
        for key, value in asked.items():
            entries = value if isinstance(value, list) else _inner(value)[1]
            yield from ((key, entry) for entry in entries)


def _inner(value: JsonValue) -> tuple[str, list[JsonValue]]:
    members = value.items() if isinstance(value, dict) else ()
    return next(((name, one) for name, one in members if _has_structures(one)), ("", [value]))


def _has_structures(value: JsonValue) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def _joined(asked: JsonValue, kept: Sequence[_Part]) -> JsonValue:
    """Write some of a request's entries in its form."""
    if isinstance(asked, list):
        return [entry for _, entry in kept]
    joined: Entry = {}
    for key in dict.fromkeys(key for key, _ in kept):
        entries = [entry for at, entry in kept if at == key]
        value = asked[key]
        if isinstance(value, list):
            joined[key] = entries
        else:
            name, _ = _inner(value)
            joined[key] = {**value, name: entries} if name else value
    return joined


def _is_of(item: JsonValue, undone: Sequence[JsonValue]) -> bool:
    """Tell whether an item is what one of the entries asks for: it has all that the entry has."""
    return isinstance(item, dict) and any(
        isinstance(entry, dict) and entry.items() <= item.items() for entry in undone
    )
