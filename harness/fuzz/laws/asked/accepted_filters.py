"""Filters that a server is seen to take: what is wrong in one of them is all that is wrong with a request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from harness.fuzz.laws.caller import Caller
from harness.models.paginators import find_pagination

from .filters import Filters
from .questions import Questions


def accepted_filters(caller: Caller) -> dict[str, Any]:
    """Return the parameters that take filters, each with a filter for what an entry has.

    A server may refuse filters that are made up, and say nothing then of what else is wrong in them.

    Args:
        caller: calls the operation.
    """
    pagination = find_pagination(caller.contract.operation_model)
    if pagination is None:
        return {}
    questions = Questions(caller, pagination)
    found: dict[str, Any] = {}
    for path, shape in questions.parameters:
        filters = questions.filters(path, shape) if len(path) == 1 else None
        if filters is not None:
            found |= next(_accepted(questions, filters), {})
    return found


def _accepted(questions: Questions, filters: Filters) -> Iterator[dict[str, Any]]:
    """Yield a parameter with a filter that the server takes, by one name after the other."""
    for by in filters.names.listed:
        for value in questions.found_by(filters, by)[:1]:
            given = questions.given(filters.path, filters.asking(by, value))
            asked = questions.plain | given
            call = questions.caller(asked) if questions.caller.allows(asked) else None
            if call is not None and call.error is None:
                yield given
