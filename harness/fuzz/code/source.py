"""Where the answers to the code under test come from, and what it began to read there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from harness.contract.contract import Contract
from harness.models.paginators import find_pagination
from harness.models.resources import parse_name
from harness.synth.responses.answer import Answer
from harness.synth.scene import Scene
from harness.synth.service.dispatch import Asked
from harness.synth.service.synthetic import SyntheticService
from harness.synth.world.world import World

_LONGEST = 1000  # pages


@dataclass(frozen=True, slots=True)
class Reading:
    """What a request without a token began to read: a list with all its pages, or the only answer.

    Attributes:
        contract: the operation's contract.
        params: the request's parameters as boto3 takes them.
        results: the results in order, as boto3 returns them.
    """

    contract: Contract
    params: Mapping[str, Any]
    results: Sequence[Mapping[str, Any]]


class Source(Protocol):
    """What answers the requests that keep to their contract."""

    def answer(self, contract: Contract, asked: Asked, scene: Scene) -> Answer:
        """Answer a request."""

    def readings(self) -> Sequence[Reading]:
        """Tell what was begun to be read, in order; each list once."""

    @property
    def world(self) -> World | None:
        """What remembers, if anything does."""


@dataclass(slots=True)
class ServiceSource:
    """The synthetic AWS as a source, for explicit examples.

    Attributes:
        service: what answers.
    """

    service: SyntheticService
    _begun: list[tuple[Contract, Asked]] = field(default_factory=list)

    def answer(self, contract: Contract, asked: Asked, scene: Scene) -> Answer:
        """Answer a request."""
        answer = self.service(asked)
        succeeded = answer.response is not None and answer.trouble is None
        # What is asked again must not change a world.
        is_read = self.world is None or parse_name(asked.operation.name).role in ("read", "list")
        if succeeded and is_read and not is_continued(asked):
            self._begun.append((contract, asked))
        return answer

    @property
    def world(self) -> World | None:
        """What the service remembers by."""
        return self.service.state

    def readings(self) -> Sequence[Reading]:
        """Ask for all pages of what was begun; equal requests have equal answers."""
        begun = {asked.request_id: (contract, asked) for contract, asked in self._begun}
        return [
            Reading(contract, asked.params, list(self._walk(asked))) for contract, asked in begun.values()
        ]

    def _walk(self, asked: Asked) -> Iterator[Mapping[str, Any]]:
        pagination = find_pagination(asked.operation)
        for _ in range(_LONGEST):
            result = self.service(asked).result(asked.operation)
            yield result
            following = pagination.next_request(result) if pagination else {}
            if not following:
                return
            asked = replace(asked, params={**asked.params, **following})


def is_continued(asked: Asked) -> bool:
    """Tell whether a request asks for a further page of a list."""
    pagination = find_pagination(asked.operation)
    return pagination is not None and bool(pagination.tokens_in(asked.params))
