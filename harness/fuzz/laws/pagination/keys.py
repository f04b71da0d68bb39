"""The law of keys: lists of keys in folders are in order, begin where they are asked to, and are rolled up.

It holds for operations with the members that S3's lists have: a delimiter, and common prefixes.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote_plus

from harness.contract.laws import sentence
from harness.contract.paths.member import first_value, select
from harness.contract.wording import show
from harness.fuzz.laws.answers.faults import faults_of, said_of
from harness.fuzz.laws.caller import Call, Caller
from harness.fuzz.laws.cases import Paging, documented, plain_list, with_size
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.law import FixedLaw, Law
from harness.fuzz.laws.page_walks import MOST_SIZED_PAGES, Walk, walk
from harness.models.documentation import without_tags
from harness.models.paginators import Pagination, find_pagination
from harness.synth.responses.encoded import ENCODING

LAW = "keys"

_DELIMITER, _PREFIX, _FOLDERS, _START = "Delimiter", "Prefix", "CommonPrefixes", "StartAfter"
_IN_ORDER = re.compile(r"(?:(?!not)[^.])*in (?:lexicographical|alphabetical|UTF-8) order", re.IGNORECASE)
_MARK = re.compile(r"[^\w\s]")


def laws_of_keys(caller: Caller) -> tuple[Law, ...]:
    """Return the law of an operation that lists keys and rolls them up; none of another."""
    operation = caller.contract.operation_model
    pagination = find_pagination(operation)
    request, answer = operation.input_shape, operation.output_shape
    if pagination is None or request is None or answer is None or not pagination.results:
        return ()
    if not {_DELIMITER, _PREFIX} <= request.members.keys() or _FOLDERS not in answer.members:
        return ()
    return (FixedLaw(LAW, caller, sentence(LAW), _Keys(caller, pagination).steps),)


@dataclass(frozen=True)
class _Keys:
    """Lists keys in some ways, and compares what comes back with the list of all.

    Attributes:
        caller: calls the operation.
        pagination: the members that its pages go by.
    """

    caller: Caller
    pagination: Pagination

    @cached_property
    def plain(self) -> dict[str, Any]:
        """The plainest request, without anything of pages."""
        return plain_list(self.caller, self.pagination)

    def steps(self) -> Iterator[Counterexample | None]:
        """List in one way after the other; yield what is wrong, and None after each."""
        usual = walk(self.caller, self.pagination, self.plain)
        keys = self._keys(usual)
        if not usual.whole or not keys or self._are_made_up(keys):
            return
        yield from self._out_of_order(usual, keys)
        yield None
        asked = with_size(self.caller.contract, self.pagination, Paging(self.plain, 2))
        yield from self._too_many(walk(self.caller, self.pagination, asked))
        yield None
        yield from self._not_encoded()
        yield None
        marks = {mark: None for key in keys for mark in _MARK.findall(key)}
        for mark in list(marks)[:2]:
            folder = next(key[: key.index(mark) + 1] for key in keys if mark in key)
            for prefix, size in (("", None), (folder, None), (folder[:-1], None), ("", 2)):
                asked = {**self.plain, _DELIMITER: mark, **({_PREFIX: prefix} if prefix else {})}
                asked = with_size(self.caller.contract, self.pagination, Paging(asked, size))
                found = walk(self.caller, self.pagination, asked)
                yield from self._not_rolled_up(found, keys, mark, prefix)
                yield from self._too_many(found)
                yield None
        members = self.caller.contract.operation_model.input_shape.members
        if _START in members:
            for key in dict.fromkeys((keys[len(keys) // 2], keys[0], keys[-1])):
                asked = {**self.plain, _START: key}
                yield from self._not_after(walk(self.caller, self.pagination, asked), keys, key)
                yield None

    def _are_made_up(self, keys: list[str]) -> bool:
        """Tell whether the endpoint makes keys up for each request, so that lists cannot be compared."""
        prefix = keys[-1][: max(len(keys[-1]) // 2, 1)]
        found = walk(self.caller, self.pagination, {**self.plain, _DELIMITER: "/", _PREFIX: prefix})
        return not set(self._keys(found)) <= set(keys)

    def _keys(self, found: Walk) -> list[str]:
        return self._texts(found, *(f"{path}[].Key" for path in self.pagination.results))

    @staticmethod
    def _texts(found: Walk, *paths: str) -> list[str]:
        """Return the texts at some paths of all pages, without the encoding for URLs that is asked for."""
        texts = []
        for call in found.exchanges:
            coded = isinstance(call.response, dict) and call.response.get("EncodingType") == "url"
            for _, value in itertools.chain.from_iterable(select(call.response, path) for path in paths):
                texts.append(unquote_plus(str(value)) if coded else str(value))
        return texts

    def _too_many(self, found: Walk) -> Iterator[Counterexample]:
        """Yield the page that has more keys and common prefixes than it may: each counts as one."""
        limit = self.pagination.limit
        for call in found.exchanges:
            counts = {path: len(first_value(call.response, path) or ()) for path in self.pagination.results}
            most = call.params.get(limit)
            if isinstance(most, int) and sum(counts.values()) > most:
                shown = ", ".join(f"{count} {path}" for path, count in counts.items() if count)
                message = f"A page must have no more entries than {limit} says, {most}, but had {shown}."
                yield self._found("too-many", message, (call,), limit)
                return

    def _not_encoded(self) -> Iterator[Counterexample]:
        """Yield what is wrong with pages of encoded keys, whose markers are keys as well."""
        if ENCODING not in self.caller.contract.operation_model.input_shape.members:
            return
        asked = {**self.plain, ENCODING: "url"}
        asked = with_size(self.caller.contract, self.pagination, Paging(asked, 1))
        for call in walk(self.caller, self.pagination, asked, MOST_SIZED_PAGES).exchanges:
            yield from faults_of(self.caller, call)

    def _out_of_order(self, found: Walk, keys: list[str]) -> Iterator[Counterexample]:
        text = without_tags(self.caller.contract.operation_model.documentation)
        if "Version" in self.pagination.results[0] or not _IN_ORDER.search(text):
            return
        for first, second in itertools.pairwise(keys):
            if first.encode() > second.encode():
                message = f"Keys must be listed in order, but {show(second)} follows {show(first)}."
                yield self._found("sorted", message, found.exchanges, None)
                return

    def _not_rolled_up(
        self, found: Walk, all_keys: list[str], mark: str, prefix: str
    ) -> Iterator[Counterexample]:
        if not found.whole:
            return
        keys, folders = self._keys(found), self._texts(found, f"{_FOLDERS}[].{_PREFIX}")
        asked = f"With {_DELIMITER} {show(mark)}" + (f" and {_PREFIX} {show(prefix)}" if prefix else "")
        for key in keys:
            if mark in key.removeprefix(prefix) and key.startswith(prefix):
                message = f"{asked} {show(key)} must be rolled up in {_FOLDERS}, but is listed."
                yield self._found("rolled-up", message, found.exchanges, _FOLDERS)
                return
        if not set(keys) <= set(all_keys):
            return  # lists are made up
        under = [key for key in all_keys if key.startswith(prefix)]
        wanted = {
            prefix + key.removeprefix(prefix).partition(mark)[0] + mark
            for key in under
            if mark in key.removeprefix(prefix)
        }
        if again := [one for one, count in Counter(folders).items() if count > 1]:
            message = f"{asked} {show(again[0])} must be among {_FOLDERS} once, but came again."
            yield self._found("rolled-up", message, found.exchanges, _FOLDERS)
        elif wanted ^ set(folders):
            one = min(wanted ^ set(folders))
            what = "must be among" if one in wanted else "must not be among"
            message = f"{asked} {show(one)} {what} {_FOLDERS}, which have {show(sorted(folders))}."
            yield self._found("rolled-up", message, found.exchanges, _FOLDERS)

    def _not_after(self, found: Walk, all_keys: list[str], start: str) -> Iterator[Counterexample]:
        if not found.whole:
            return
        keys = self._keys(found)
        early = [key for key in keys if key.encode() <= start.encode()]
        lost = [key for key in all_keys if key.encode() > start.encode() and key not in keys]
        if early:
            message = (
                f"{_START} {show(start)} must leave out what is not after it, but {show(early[0])} is listed."
            )
            yield self._found("start", message, found.exchanges, _START)
        elif lost and set(keys) <= set(all_keys):
            message = f"{_START} {show(start)} must list all keys after it, but {show(lost[0])} is lost."
            yield self._found("start", message, found.exchanges, _START)

    def _found(self, code: str, message: str, calls: tuple[Call, ...], member: str | None) -> Counterexample:
        contract = self.caller.contract
        source = said_of(self.caller, member) if member == _FOLDERS else documented(contract, member)
        return Counterexample(LAW, contract.name, code, message, calls, source, member or "")
