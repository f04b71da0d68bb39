"""Where the answers to the code under test come from, and the lists that they are pages of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, Protocol

from harness.contract.contract import Contract
from harness.contract.values import JsonValue, to_json_value
from harness.models.paginators import Pagination, find_pagination
from harness.synth.answer import Answer
from harness.synth.dispatch import Asked
from harness.synth.pages import binding_params
from harness.synth.refusal import refuse_token
from harness.synth.scene import Scene
from harness.synth.service import SyntheticService

_LONGEST_CHAIN = 1000


class Source(Protocol):
    """What answers requests that keep to their contract."""

    def failure(self, asked: Asked) -> Answer | None:
        """Tell what befalls a request in place of its answer; None if nothing does."""

    def pages(self, asked: Asked) -> Sequence[Answer]:
        """Answer a request without a token: with all pages of a list, or with the only answer there is."""


@dataclass(frozen=True, slots=True)
class ServiceSource:
    """The synthetic AWS as a source: what it would answer page by page."""

    service: SyntheticService

    def failure(self, asked: Asked) -> Answer | None:
        """Leave failures to the service, which answers with them."""
        return None

    def pages(self, asked: Asked) -> Sequence[Answer]:
        """Ask for page after page."""
        return list(self._walk(asked))

    def _walk(self, asked: Asked) -> Iterator[Answer]:
        pagination = find_pagination(asked.operation)
        for _ in range(_LONGEST_CHAIN):
            answer = self.service(asked)
            yield answer
            following = pagination.next_request(answer.response or {}) if pagination else {}
            if not following:
                return
            asked = replace(asked, params={**asked.params, **following})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a request began to read: a list with all its pages, or one answer.

    Attributes:
        contract: the contract of the operation.
        params: the request's parameters as boto3 takes them.
        pages: the answers, in order; each has a result.
    """

    contract: Contract
    params: Mapping[str, Any]
    pages: Sequence[Answer]

    def results(self) -> Iterator[dict[str, Any]]:
        """Yield the results as boto3 returns them."""
        return (page.result(self.contract.operation_model) for page in self.pages)


@dataclass(slots=True)
class Readings:
    """Answers requests from a source, which is asked once for each list: a list stays as it is.

    Attributes:
        source: where answers come from.
        begun: what was begun to be read, in order.
    """

    source: Source
    begun: list[Reading] = field(default_factory=list)
    _lists: dict[str, Reading] = field(default_factory=dict)

    def answer(self, contract: Contract, asked: Asked, scene: Scene) -> Answer:
        """Answer a request that keeps to its contract."""
        failure = self.source.failure(asked)
        if failure is not None:
            return failure
        pagination = find_pagination(asked.operation)
        if pagination is None:
            return self._begin(contract, asked).pages[0]
        params: dict[str, JsonValue] = to_json_value(asked.operation.input_shape, dict(asked.params))
        bound = binding_params(pagination, params, contract.rules)
        name = f"{asked.name} in {asked.region}: {json.dumps(bound, sort_keys=True, default=str)}"
        sent = {token: params[token] for token in pagination.input_tokens if params.get(token)}
        if not sent:
            reading = self._lists.get(name) or self._begin(contract, asked)
            self._lists[name] = reading
            return reading.pages[0]
        found = _page_after(pagination, self._lists.get(name), sent)
        return found or refuse_token(contract, params, pagination, scene)

    def _begin(self, contract: Contract, asked: Asked) -> Reading:
        reading = Reading(contract, asked.params, self.source.pages(asked))
        if all(page.response is not None and page.trouble is None for page in reading.pages):
            self.begun.append(reading)
        return reading


def _page_after(
    pagination: Pagination, reading: Reading | None, sent: Mapping[str, JsonValue]
) -> Answer | None:
    """Find the page that the tokens of a request lead to."""
    pages = reading.pages if reading is not None else ()
    for page, following in pairwise(pages):
        if pagination.next_request(page.response or {}) == sent:
            return following
    return None
