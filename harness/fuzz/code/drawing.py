"""Answers that Hypothesis draws while the code under test asks for them."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from harness import strategies as aws
from harness.contract.common_errors import is_common_error
from harness.contract.contract import Contract
from harness.contract.schema import find_error
from harness.contract.values import to_json_value
from harness.fuzz.code.needs import needed_members
from harness.fuzz.code.source import Reading, ServiceSource, is_continued
from harness.models.paginators import find_pagination
from harness.models.resources import parse_name
from harness.strategies.response.outcomes import batch_of
from harness.synth.responses.answer import Answer
from harness.synth.responses.faults import THROTTLED, Error, Fault
from harness.synth.responses.pages import binding_params
from harness.synth.responses.refusals import refuse_token
from harness.synth.responses.trouble import Dropped
from harness.synth.responses.waiting import is_early, polled
from harness.synth.scene import Scene
from harness.synth.service.dispatch import Asked
from harness.synth.service.synthetic import SyntheticService
from harness.synth.world.world import World

OVERCOME = 2
"""How often in a row a request fails that botocore's retries still bring through: they try three times."""

_RETRIED = frozenset((429, 500, 502, 503, 504))  # statuses after which botocore tries again by itself
_OUTAGE = 10  # how often such an error comes again, if it lasts: botocore tries DynamoDB so often
_PARTIAL = (
    2  # how often in a row entries of an operation's batches fail, so that trying again comes to an end
)
_POLLS = 3  # how often a waiter polls at most before what it waits for is there

_SERVICES = st.builds(
    lambda seed, length, page_size: ServiceSource(SyntheticService(seed, length=length, page_size=page_size)),
    st.integers(0, 2**16),
    st.integers(0, 12),
    st.integers(1, 5),
)
_FAULTS: SearchStrategy[Fault] = st.sampled_from((THROTTLED, Dropped()))


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn.

    Attributes:
        tolerant: whether answers may have what the model does not know yet.
        faults: how often in a row a request meets a fault at most.
        errors: whether operations answer with the errors that they document (those that every service has,
            where they document none); or with which.
        present: optional members of results that are there wherever they may be, by path.
        pages: how many pages a list has at most.
        world: whether answers come from a world that remembers, which is empty at first.
    """

    tolerant: bool
    faults: int
    errors: bool | Sequence[str]
    present: Sequence[str]
    pages: int
    world: bool = False

    def errors_of(self, contract: Contract) -> SearchStrategy[Error] | None:
        """Return a strategy for the errors of an operation; None if it is to have none."""
        if isinstance(self.errors, bool):
            return aws.errors(contract, common=False) if self.errors else None
        codes = [code for code in self.errors if has_error(contract, code)]
        return st.sampled_from(codes).map(Error) if codes else None


def has_error(contract: Contract, code: str) -> bool:
    """Tell whether an operation may answer with an error: it documents it, or all services have it."""
    operation = contract.operation_model
    return find_error(operation, code) is not None or is_common_error(operation.service_model, code)


class DrawnSource:
    """Draws the answers of one example (`harness.fuzz.code.source.Source`).

    A list is drawn when it is first asked for, with all its pages, and stays as it is. What other threads ask
    comes in any order, which Hypothesis could not repeat: a synthetic AWS answers that, and only its seed and
    the lengths of its lists and pages are drawn.

    Args:
        draw: what Hypothesis passes to a composite strategy.
        drawing: what is drawn.
    """

    def __init__(self, draw: DrawFn, drawing: Drawing) -> None:
        self._draw = draw
        self._drawing = drawing
        self._thread = threading.get_ident()
        self._for_threads = draw(_SERVICES)
        self.world = World() if drawing.world else None
        if self.world is not None:
            self._for_threads = ServiceSource(SyntheticService(draw(st.integers(0, 2**16)), state=self.world))
        self._failed: Counter[str] = Counter()  # requests, by how often in a row they met a fault
        self._partial: Counter[str] = Counter()  # operations, by how often in a row entries of batches failed
        self._lasting: dict[str, list[Answer]] = {}  # errors that come again, by request
        self._early: dict[str, int] = {}  # polls of waiters that come too early, by request
        self._goals: Counter[str] = Counter()  # the further polls of waiters, by request
        self._changed: dict[str, str] = {}  # the operation that changed something last, by service
        self._lists: dict[str, aws.PageChain] = {}
        self._begun: list[aws.PageChain] = []

    def __repr__(self) -> str:
        return "drawn()"

    def answer(self, contract: Contract, asked: Asked, scene: Scene) -> Answer:
        """Answer a request."""
        if threading.get_ident() != self._thread:
            return self._for_threads.answer(contract, asked, scene)
        failure = self._failure(contract, asked, scene)
        if failure is not None:
            return failure
        if self.world is not None:
            return self._for_threads.answer(contract, asked, scene)
        if asked.waiter:
            return self._poll(contract, asked, scene)
        operation = asked.operation
        if parse_name(operation.name).role not in ("read", "list"):
            self._changed[operation.service_model.service_name] = operation.name
        return self._result(contract, asked, scene)

    def readings(self) -> Sequence[Reading]:
        """Tell what was begun to be read."""
        drawn = [Reading(chain.contract, chain.request, chain.pages) for chain in self._begun]
        return [*drawn, *self._for_threads.readings()]

    def _failure(self, contract: Contract, asked: Asked, scene: Scene) -> Answer | None:
        request = asked.request_id  # retries have the same
        if self._failed[request] < self._drawing.faults and self._draw(st.booleans()):
            self._failed[request] += 1
            fault = self._draw(_FAULTS)
            return (
                fault.answer(asked.operation, scene)
                if isinstance(fault, Error)
                else Answer({}, trouble=fault)
            )
        self._failed[request] = 0
        if self._lasting.get(request):
            return self._lasting[request].pop()
        errors = self._drawing.errors_of(contract)
        if errors is not None and self._draw(st.booleans()):
            answer = self._draw(errors).answer(asked.operation, scene)
            if answer.status in _RETRIED and self._draw(st.booleans()):
                self._lasting[request] = [answer] * _OUTAGE
            return answer
        return None

    def _result(self, contract: Contract, asked: Asked, scene: Scene) -> Answer:
        pagination = find_pagination(asked.operation)
        if pagination is None:
            return self._begin(contract, asked, scene).answer(asked.params)
        params = to_json_value(asked.operation.input_shape, dict(asked.params))
        bound = binding_params(pagination, params, contract.rules)
        name = json.dumps([asked.name, asked.region, bound], sort_keys=True, default=str)
        if name not in self._lists:
            if is_continued(asked):
                return refuse_token(contract, params, pagination, scene)
            self._lists[name] = self._begin(contract, asked, scene)
        return self._lists[name].answer(asked.params)

    def _poll(self, contract: Contract, asked: Asked, scene: Scene) -> Answer:
        """Answer the poll of a waiter: what it waits for comes after some polls."""
        if asked.request_id not in self._early:
            self._early[asked.request_id] = self._draw(st.integers(0, _POLLS - 1))
        usual = self._for_threads.answer(contract, replace(asked, waiter=""), scene)
        params = to_json_value(asked.operation.input_shape, dict(asked.params))
        after = self._changed.get(asked.operation.service_model.service_name, "")
        if self._early[asked.request_id] > 0:
            self._early[asked.request_id] -= 1
            early = self._result(contract, asked, scene)
            if is_early(asked.operation, early):
                return early
        goal = polled(
            asked.operation, params, usual, asked.waiter, self._goals[asked.request_id], scene, after
        )
        self._goals[asked.request_id] += 1
        return goal

    def _begin(self, contract: Contract, asked: Asked, scene: Scene) -> aws.PageChain:
        drawing = self._drawing
        chains = aws.page_chains(
            contract,
            asked.params,
            most=drawing.pages,
            tolerant=drawing.tolerant,
            present=(*drawing.present, *needed_members(asked.operation)),
            partial=self._partial[asked.name] < _PARTIAL,
            scene=scene,
        )
        chain = self._draw(chains)
        self._begun.append(chain)
        batch = batch_of(asked.operation)
        if batch is not None:
            has_failed = any(map(batch.has_failed, chain.pages))
            self._partial[asked.name] = self._partial[asked.name] + 1 if has_failed else 0
        return chain


@st.composite
def sources(draw: DrawFn, drawing: Drawing) -> DrawnSource:
    """Make a strategy for sources of answers, each for one example."""
    return DrawnSource(draw, drawing)
