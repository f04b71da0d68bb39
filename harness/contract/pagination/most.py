"""How many entries a page has at most, whatever its request asks for, as documentation says."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from botocore.model import OperationModel

from harness.contract.paths.shape import shape_at
from harness.contract.sentences import sentences_of
from harness.models.paginators import Pagination, find_pagination, limit_of

_NUMBER = r"(?P<most>\d[\d,]*)(?!\.?\d|%)"
_AT_MOST = r"(?:up to|at most|(?:a )?maximum of(?: up to)?|not return more than)"
_EACH = (
    r"(?:per (?:page|call|request|response)|at a time|each time|each (?:page|call|request|response)"
    r"|(?:in|on|with|for) (?:one|a single|any one|every) (?:page|call|request|response))\b"
)
# Of a limit: "If you specify a value greater than 100, at most 100 results are returned", "returns a maximum
# of 50 items in each response, even if you set the number higher".
_OF_LIMIT = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        (
            rf"\b(?:greater|larger|higher|more) than {_NUMBER}\b[^.]{{0,60}}?"
            r"\b(?:only|at most|a maximum of|up to) (?:the first )?(?P=most)\b"
        ),
        rf"\breturns (?:only )?(?:a maximum of|up to|at most) {_NUMBER} \w+ in each response, even if\b",
        rf"\bmaximum number of results returned is {_NUMBER}, even if\b",
        rf"\bonly returns a maximum of {_NUMBER} \w+",
    )
)
# Of an operation, its list or its token: "Each call returns a limited list of topics, up to 100", "does not
# return more than 100 configurations at a time", "only the first 100 items are returned".
_OF_PAGES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_EACH}[^.]*?\b{_AT_MOST} {_NUMBER}(?= [a-z]|\.)",
        rf"\b{_AT_MOST} {_NUMBER} [a-z][\w -]*?,? [^.;]*?\b{_EACH}",
        rf"\blimited list of [\w ]+, up to {_NUMBER}",
        rf"\bsome or all \({_AT_MOST} {_NUMBER}\) of the",
        rf"\bmaximum number of (?:results|items|records|entries)[\w ]* per page[\w ]* is {_NUMBER}",
        rf"\bonly the first {_NUMBER} \w+ are returned",
        (
            rf"\b(?:request|operation|action|call|response) (?:returns|includes) {_AT_MOST} {_NUMBER} "
            r"[a-z][a-z -]*(?:[.,]|$)"
        ),
    )
)
# Of a limit: "The default MaxResult size is 100", "If you omit this parameter, the default is up to 50 log
# groups", "the service defaults to pagination with a maximum of 10 results".
_OF_DEFAULT = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bdefaults? (?:\w+ )?(?:size |value )?is (?:up to |also )?{_NUMBER}",
        rf"\bdefaults to pagination with a maximum of {_NUMBER}",
        rf"\bmaximum and default values are both {_NUMBER}",
        rf"\(\s*{_NUMBER} by default\)",
        (
            r"\b(?:(?:not|isn't) (?:provided|specified|used|included|set)|omit"
            r"|(?:do not|don't) (?:specify|provide|include|set|use))\b[^.]*?"
            r"\b(?:returns|uses|(?:limit|default) is|default(?: value)?(?: limit)? (?:of|as)"
            rf"|defaults? (?:to|as)) (?:the |a )?(?:first |maximum of |up to |at most )?{_NUMBER}"
        ),
    )
)
_BY_DEFAULT = re.compile(r"\bdefault|\bnull\b|\bif you (?:do not|don't)\b", re.IGNORECASE)
_OTHER_UNIT = re.compile(r"\b(?:[KMG]i?B|bytes?|seconds?|minutes?|hours?|days?|times)\b")


# "The maximum number of results to return", "Sets the number of results that are returned in each page".
_OF_LISTS = re.compile(
    r"\b(?:number of|limit for the number of) (?!targets\b)[\w /()-]+?"
    r"\b(?:returned|to (?:be )?(?:return|list|include|fetch|display)\w*|want [\w ]+ to return|to show)\b",
    re.IGNORECASE,
)


class MostEntries(NamedTuple):
    """How many entries a page has at most.

    Attributes:
        most: the number.
        by_default: whether it holds only for a request without a limit.
        member: the member whose documentation says so; empty for the operation.
        sentence: the number of the sentence in that documentation, from 0.
        text: the sentence.
    """

    most: int
    by_default: bool
    member: str
    sentence: int
    text: str


@functools.lru_cache(maxsize=4096)
def most_entries(operation: OperationModel, pagination: Pagination) -> tuple[MostEntries, ...]:
    """Return what documentation says of the most entries on a page of the first list, the least number first.

    Args:
        operation: the operation.
        pagination: the members that its pages go by.
    """
    return tuple(sorted(_stated(operation, pagination)))


@functools.lru_cache(maxsize=4096)
def limited_lists(operation: OperationModel) -> tuple[str, tuple[str, ...]] | None:
    """Return the limit of an operation without pages, and the lists that it is on; None if it has none.

    It is on the only list, or on all those of the only structure that has any: groups of one kind each.

    Args:
        operation: the operation.
    """
    request, response = operation.input_shape, operation.output_shape
    if request is None or response is None or find_pagination(operation) is not None:
        return None
    limit = limit_of(request)
    if limit is None or _OF_LISTS.search(request.members[limit].documentation) is None:
        return None
    holders = {
        name: [f"{name}.{inner}" for inner, held in shape.members.items() if held.type_name == "list"]
        for name, shape in response.members.items()
        if shape.type_name == "structure"
    }
    inside = [paths for paths in holders.values() if paths]
    lists = [name for name, shape in response.members.items() if shape.type_name == "list"]
    found = [lists, *inside] if lists else inside
    if len(found) != 1 or len(lists) > 1:
        return None
    return limit, tuple(found[0])


def _stated(operation: OperationModel, pagination: Pagination) -> Iterator[MostEntries]:
    request, response = operation.input_shape, operation.output_shape
    texts = [("", operation.documentation, _OF_PAGES)]
    for shape, names, patterns in (
        (request, filter(None, [pagination.limit]), _OF_LIMIT),
        (request, filter(None, [pagination.limit]), _OF_DEFAULT),
        (request, pagination.input_tokens, _OF_PAGES),
        (response, (*pagination.results[:1], *pagination.output_tokens), _OF_PAGES),
    ):
        members = ((name, shape_at(shape, name)) for name in names)
        texts += ((name, member.documentation, patterns) for name, member in members if member is not None)
    for name, documentation, patterns in texts:
        for sentence in sentences_of(documentation):
            found = next(filter(None, (pattern.search(sentence.text) for pattern in patterns)), None)
            if found is not None and not _OTHER_UNIT.search(
                sentence.text[found.start() : found.end("most") + 9]
            ):
                most = int(found["most"].replace(",", ""))
                by_default = patterns is _OF_DEFAULT or (
                    patterns is _OF_PAGES and _BY_DEFAULT.search(sentence.text) is not None
                )
                yield MostEntries(most, by_default, name, sentence.index, sentence.text)
