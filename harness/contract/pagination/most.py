"""How many entries a page has at most, whatever its request asks for, as documentation says."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from botocore.model import OperationModel

from harness.contract.paths.shape import shape_at
from harness.contract.prose.text import sentences_of
from harness.models.paginators import Pagination

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
        rf"\breturns {_NUMBER} \w+ per (?:page|call|request)\b",
        rf"\bmaximum number of (?:results|items|records|entries)[\w ]* per page[\w ]* is {_NUMBER}",
        rf"\bonly the first {_NUMBER} \w+ are returned",
        (
            rf"\b(?:request|operation|action|call|response) (?:returns|includes) {_AT_MOST} {_NUMBER} "
            r"[a-z][a-z -]*(?:[.,]|$)"
        ),
    )
)
_BY_DEFAULT = re.compile(r"\bdefault|\bnull\b|\bif you (?:do not|don't)\b", re.IGNORECASE)
_OTHER_UNIT = re.compile(r"\b(?:[KMG]i?B|bytes?|seconds?|minutes?|hours?|days?|times)\b")


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


def _stated(operation: OperationModel, pagination: Pagination) -> Iterator[MostEntries]:
    request, response = operation.input_shape, operation.output_shape
    texts = [("", operation.documentation, _OF_PAGES)]
    for shape, names, patterns in (
        (request, filter(None, [pagination.limit]), _OF_LIMIT),
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
                by_default = patterns is _OF_PAGES and _BY_DEFAULT.search(sentence.text) is not None
                yield MostEntries(most, by_default, name, sentence.index, sentence.text)
