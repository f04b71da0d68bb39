"""Walks through the pages of an operation, call by call."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote_plus

from harness.contract.exchange import Exchange
from harness.contract.pagination.replaced import replaced_by
from harness.contract.paths.member import first_value
from harness.contract.values import JsonValue
from harness.fuzz.laws.caller import Call, Caller
from harness.models.paginators import Pagination

MOST_PAGES = 200
"""How many pages a walk goes through at most."""

MOST_SIZED_PAGES = 40
"""In how many pages a list is asked for at most."""

_KEPT_WALKS = 256
_LONGEST_ENTRY = 80  # characters of an entry that is shown


@dataclass(frozen=True)
class PageJudge:
    """What judges an operation whose results come in pages.

    Attributes:
        caller: calls the operation.
        pagination: the members that its pages go by.
    """

    caller: Caller
    pagination: Pagination


@dataclass(frozen=True)
class Walk:
    """The pages that a request leads to, as far as they were walked.

    Attributes:
        pagination: the members that the pages go by.
        exchanges: a call for each page, in order; the last may have been refused.
        ended: whether the last page is the last of all: it has no token.
        looped: whether a token came back that had come before.
    """

    pagination: Pagination
    exchanges: tuple[Call, ...]
    ended: bool = False
    looped: bool = False

    @property
    def answered(self) -> bool:
        """Whether every call was answered with a page."""
        return bool(self.exchanges) and all(exchange.response is not None for exchange in self.exchanges)

    @property
    def whole(self) -> bool:
        """Whether every page was walked: only then there is a whole list to compare."""
        return self.answered and self.ended

    @cached_property
    def pages(self) -> tuple[tuple[str, ...], ...]:
        """The entries of each page, each in a canonical form."""
        return tuple(entries_of(self.pagination, exchange) for exchange in self.exchanges)

    @property
    def entries(self) -> tuple[str, ...]:
        """The entries of all pages, in order."""
        return tuple(entry for page in self.pages for entry in page)

    def token_after(self, page: int) -> dict[str, Any]:
        """Return the parameters that lead to the page after one, counted from 0; none after the last."""
        return self.pagination.next_request(self.exchanges[page].response or {})


def entries_of(pagination: Pagination, exchange: Exchange) -> tuple[str, ...]:
    """Return the entries on the page that a call was answered with; see `entries_in`."""
    return entries_in(pagination, exchange.response)


def entries_in(pagination: Pagination, response: JsonValue) -> tuple[str, ...]:
    """Return the entries on a page, each in a canonical form.

    They are those of the first list that comes in pages: limits are on that one, as in botocore's paginators,
    and lists next to it run along.
    """
    found = first_value(response, pagination.results[0]) if pagination.results else None
    entries = found.items() if isinstance(found, Mapping) else found if isinstance(found, list) else ()
    return tuple(json.dumps(entry, sort_keys=True, default=str) for entry in entries)


def is_empty(pagination: Pagination, exchange: Exchange) -> bool:
    """Tell whether none of the lists that come in pages has an entry: one may follow after another."""
    return not any(first_value(exchange.response, path) for path in pagination.results)


def has_more(caller: Caller, pagination: Pagination, exchange: Exchange) -> bool | None:
    """Return whether a page says that there is more; None if its operation has no member for that."""
    flag = pagination.more_results
    value = first_value(exchange.response, flag) if flag else None
    return value if isinstance(value, bool) else None


def params_of_page(caller: Caller, params: Mapping[str, Any], tokens: Mapping[str, Any]) -> dict[str, Any]:
    """Return the request for the page that tokens lead to, without what documentation forbids next to them.

    Args:
        caller: calls the operation.
        params: the parameters of the page before.
        tokens: the tokens, as they are written; none for the first page.
    """
    replaced = replaced_by(tokens, caller.contract.rules)
    return {name: value for name, value in params.items() if name not in replaced} | caller.parsed(tokens)


def walk(
    caller: Caller,
    pagination: Pagination,
    params: Mapping[str, Any],
    most: int = MOST_PAGES,
    *,
    anew: bool = False,
    region: str | None = None,
) -> Walk:
    """Ask for page after page until there is no token, one is refused, or comes again.

    Several laws look at the same pages, which are asked for once.

    Args:
        caller: calls the operation.
        pagination: the members that its pages go by.
        params: the parameters of the first call, as for the client's method.
        most: how many pages are walked at most.
        anew: whether pages are asked for again that the caller has walked through before.
        region: the region that is asked; the client's when left out.
    """
    name = json.dumps([most, params, region], sort_keys=True, default=repr)
    known: Walk | None = None if anew else caller.walks.get(name)
    if known is not None:
        return known
    found = _walk(caller, pagination, params, most, region)
    if len(caller.walks) >= _KEPT_WALKS:
        caller.walks.clear()
    if found.answered:
        caller.walks[name] = found
    return found


def _walk(
    caller: Caller, pagination: Pagination, params: Mapping[str, Any], most: int, region: str | None
) -> Walk:
    exchanges: list[Call] = []
    tokens: set[str] = set()
    following: dict[str, Any] = {}
    while len(exchanges) < most:
        exchange = caller(params_of_page(caller, params, following), region)
        if exchange is None:
            return Walk(pagination, tuple(exchanges))
        exchanges.append(exchange)
        if exchange.response is None:
            return Walk(pagination, tuple(exchanges))
        following = _decoded(exchange.response, pagination.next_request(exchange.response))
        if not following:
            # Without a token though there is more: its operation documents another way to go on.
            return Walk(pagination, tuple(exchanges), ended=not has_more(caller, pagination, exchange))
        token = json.dumps(following, sort_keys=True, default=str)
        if token in tokens:
            return Walk(pagination, tuple(exchanges), looped=True)
        tokens.add(token)
    return Walk(pagination, tuple(exchanges))


def _decoded(response: JsonValue, tokens: dict[str, Any]) -> dict[str, Any]:
    """Return tokens as they are sent: those that are keys are encoded where the answer says so (S3)."""
    if not isinstance(response, Mapping) or response.get("EncodingType") != "url":
        return tokens
    return {
        name: unquote_plus(value) if isinstance(value, str) and "Marker" in name else value
        for name, value in tokens.items()
    }


def difference(expected: tuple[str, ...], found: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Return the entries that are missing, and those that are too many, whatever their order."""
    wanted, there = Counter(expected), Counter(found)
    return list((wanted - there).elements()), list((there - wanted).elements())


def compare(expected: tuple[str, ...], found: tuple[str, ...]) -> str:
    """Word how two lists differ, whatever their order; nothing if they do not."""
    missing, added = difference(expected, found)
    if missing:
        return f"{len(missing)} of {len(expected)} entries are lost, {_short(missing[0])} for one"
    return f"{_short(added[0])} is there once too often" if added else ""


def disorder(expected: tuple[str, ...], found: tuple[str, ...]) -> str:
    """Word where the order of two lists of the same entries differs; nothing if it does not."""
    place = next(
        (at for at, (one, other) in enumerate(zip(expected, found, strict=False)) if one != other), None
    )
    if place is None:
        return ""
    return f"entry {place + 1} is {_short(found[place])} in place of {_short(expected[place])}"


def _short(entry: str) -> str:
    return entry if len(entry) <= _LONGEST_ENTRY else f"{entry[: _LONGEST_ENTRY - 3]}..."


def once_more(caller: Caller, found: Walk) -> Walk:
    """Walk through the pages of a request once more."""
    return walk(caller, found.pagination, caller.parsed(found.exchanges[0].params), anew=True)


def changes(caller: Caller, found: Walk) -> bool:
    """Tell whether a list changes from call to call, so that nothing can be compared with it."""
    return once_more(caller, found).entries != found.entries
