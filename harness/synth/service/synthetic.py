"""The synthetic AWS: answers every operation of every service from its contract; overrides and faults."""

from __future__ import annotations

import datetime as dt
import functools
import re
import threading
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import repeat
from typing import Any, NamedTuple

from harness.contract.contract import Contract, contract
from harness.contract.values import leaves_of, to_json_value
from harness.forks import free_in_children
from harness.models import parse_operation_name
from harness.models.paginators import find_pagination
from harness.models.resources import parse_name
from harness.synth.responses.answer import Answer, exchange_of
from harness.synth.responses.conditions import on_conditions
from harness.synth.responses.encoded import with_encoded_names
from harness.synth.responses.faults import THROTTLED, Chance, Error, Fault, RateLimiter
from harness.synth.responses.overrides import BrokenOverride, Override, fixed_members
from harness.synth.responses.responder import LENGTH, respond
from harness.synth.responses.starts import from_its_start
from harness.synth.responses.switches import without_hidden
from harness.synth.responses.trouble import Trouble
from harness.synth.responses.waiting import ANY_WAITER, ENDS, MAYBE_A_WAITER, polled
from harness.synth.scene import ACCOUNT, Scene
from harness.synth.service.dispatch import Asked
from harness.synth.values.choices import SeededChoices
from harness.synth.world.steps.step import Outcome
from harness.synth.world.world import World

REMEMBERED = 128
"""How many answers are kept for requests that are asked again: polls, retries, tests that do the same."""

_LONG = 1 << 16  # parameters, written out, of requests whose answers are not kept: neither are the parameters
_POLLED = 1024  # questions of waiters whose polls are counted
_SHARES = 1_000_000
_ACCOUNT = re.compile(r"\d{12}", re.ASCII)  # as an access key: the account that asks


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked, equal to another if the answer is.

    Attributes:
        name: the operation.
        region: the region.
        account: the account that asks.
        params: the parameters, written out.
        asked: what the answer is made from.
    """

    name: str
    region: str | None
    account: str
    params: str
    asked: Asked = field(compare=False)


class _Fixed(NamedTuple):
    """What an override fixes of one answer, and whether that is one of successive answers: a page already."""

    override: Override
    is_page: bool


class SyntheticService:
    """Answers what is asked (`harness.synth.service.dispatch`); may be asked from several threads.

    Args:
        seed: other seeds give other answers.
        now: when the requests are answered; the time at which this is made when left out.
        region: the region that answers a request which names none.
        account: the account that asks.
        length: how many entries lists have that come in pages.
        page_size: entries of a page where a request gives no limit; about a third when left out.
        throttle: whether to keep to the rates that operations document.
        chances: faults injected into a share of all calls.
        state: what remembers; nothing is remembered when left out.
    """

    def __init__(
        self,
        seed: object = 0,
        *,
        now: dt.datetime | None = None,
        region: str = "us-east-1",
        account: str = ACCOUNT,
        length: int = LENGTH,
        page_size: int | None = None,
        throttle: bool = False,
        chances: Sequence[Chance] = (),
        state: World | None = None,
    ) -> None:
        self._seed = seed
        self.state = state
        self._scene = Scene(now or dt.datetime.now(dt.UTC).replace(microsecond=0), region, account)
        self._length = length
        self._page_size = page_size
        self._limiter = RateLimiter() if throttle else None
        self._chances = tuple(chances)
        self._overrides: dict[str, Iterator[_Fixed]] = {}
        self._faults: dict[str, deque[Fault]] = {}
        self._calls: Counter[str] = Counter()
        self._polls: Counter[tuple[str, str | None, str]] = Counter()
        self._changed: dict[str, tuple[str, str]] = {}  # by service, the last change and its parameters
        self._lock = free_in_children(threading.Lock())
        self._remembered = functools.lru_cache(REMEMBERED)(lambda question: self._respond(question.asked))

    def override(self, operation: str, answer: Override | Sequence[Override]) -> None:
        """Fix what matters of an operation's answers; the contract fills in the rest.

        Args:
            operation: ``"cloudtrail.ListInsightsData"``, or with the method's name.
            answer: members of the result, a fault, or a function of the request's parameters that returns
                either: for every call from now on. A list of these: for one call each, in order; after them
                the contract answers by itself again. An override of before is replaced.

        Raises:
            UnknownName: there is no such operation.
            BrokenOverride: the contract rules such an answer out.
            UndocumentedError: the operation does not document the error.
            TypeError: it is none of these.
        """
        held_to = contract(*parse_operation_name(operation))
        answers: Sequence[Any] = answer if isinstance(answer, list | tuple) else [answer]
        for each in answers:
            if isinstance(each, Mapping):
                fixed_members(held_to, each)
            elif isinstance(each, Fault):
                self._check_fault(held_to, each)
            elif not callable(each):
                raise TypeError(
                    f"{each!r} is no override. Give members of the result, a fault, or a function of the "
                    "parameters; an empty list takes an override back."
                )
        with self._lock:
            if answers is answer:
                self._overrides[held_to.name] = (_Fixed(each, is_page=True) for each in tuple(answers))
            else:
                self._overrides[held_to.name] = repeat(_Fixed(answers[0], is_page=False))

    def fault(self, operation: str, *faults: Fault) -> None:
        """Inject faults into the next calls of an operation, one each, in order; retries are calls.

        Args:
            operation: ``"cloudtrail.ListInsightsData"``, or with the method's name.
            faults: see `harness.synth.responses.faults`.

        Raises:
            UnknownName: there is no such operation.
            UndocumentedError: the operation does not document the error.
            TypeError: one is no fault.
        """
        held_to = contract(*parse_operation_name(operation))
        for fault in faults:
            self._check_fault(held_to, fault)
        with self._lock:
            self._faults.setdefault(held_to.name, deque()).extend(faults)

    def _check_fault(self, held_to: Contract, fault: Fault) -> None:
        if not isinstance(fault, Fault):
            raise TypeError(f"{fault!r} is no fault. Give THROTTLED, Error, Slow, Dropped or Truncated.")
        if isinstance(fault, Error):
            fault.answer(held_to.operation_model, self._scene)

    def __call__(self, asked: Asked) -> Answer:
        """Answer a request.

        Raises:
            BrokenOverride: an override gives an answer that the contract rules out.
            UndocumentedError: an override gives an error that the operation does not document.
        """
        fault, fixed = self._next(asked)
        what = fault if fixed is None else fixed.override
        if callable(what):
            what = what(asked.params)
        if isinstance(what, Error):
            return what.answer(asked.operation, self._scene_of(asked))
        if isinstance(what, Mapping):
            is_page = fixed is not None and fixed.is_page
            filled = self._fill_in(asked, what, is_page=is_page)
            filled = filled if is_page else from_its_start(asked.operation, asked.params, filled)
            return replace(with_encoded_names(asked.operation, filled), trouble=fault)
        if self.state is None:
            answer = self._finish(asked, self._answer(asked))
        else:
            outcome = self._remember(asked, self.state)
            answer = outcome.answer if outcome.is_final else self._finish(asked, outcome.answer)
        return answer if what is None else replace(answer, trouble=what)

    def _finish(self, asked: Asked, answer: Answer) -> Answer:
        """Do to an answer what the request asks for besides: conditions, a start, an encoding, a waiter."""
        answer = on_conditions(asked.operation, asked.params, answer, self._scene_of(asked))
        answer = from_its_start(asked.operation, asked.params, answer)
        answer = with_encoded_names(asked.operation, answer)
        answer = without_hidden(_contract(asked), asked.params, answer)
        if asked.waiter and self.state is None:
            answer = self._poll(asked, answer)
        return answer

    def _answer(self, asked: Asked) -> Answer:
        """Answer, or remember the answer to the same."""
        params = "" if asked.operation.has_streaming_input else repr(asked.params)
        if not 0 < len(params) < _LONG:
            return self._respond(asked)
        account = self._scene_of(asked).account
        return self._remembered(_Question(asked.name, asked.region, account, params, asked))

    def _remember(self, asked: Asked, world: World) -> Outcome:
        """Answer by what a world knows, and let it remember the request."""
        params = to_json_value(asked.operation.input_shape, dict(asked.params)) or {}
        scene = self._scene_of(asked)
        outcome = world.answer(asked.operation, params, scene, functools.partial(self._respond, asked))
        if not asked.waiter or outcome.is_final:
            return outcome
        if outcome.known is False:  # what is gone is shown as such, where the waiter's poll shows it at all
            gone = self._poll(asked, self._respond(asked))
            return outcome._replace(answer=gone) if gone.error is None and _waits_for_end(asked) else outcome
        polled = self._poll(asked, outcome.answer)
        # What is there is not answered as if it was not.
        return outcome if outcome.known and polled.error is not None else outcome._replace(answer=polled)

    def _poll(self, asked: Asked, answer: Answer) -> Answer:
        """Answer the poll of a waiter; where only that is known of it, after as many polls as there were."""
        params = to_json_value(asked.operation.input_shape, dict(asked.params))
        turn = 0
        after, about = self._changed.get(asked.operation.service_model.service_name, ("", ""))
        texts = (leaf for leaf in leaves_of(asked.params) if isinstance(leaf, str))
        if asked.waiter == MAYBE_A_WAITER and not all(repr(text) in about for text in texts):
            after = ""  # another resource was changed
        if asked.waiter == ANY_WAITER:
            question = (asked.name, asked.region, repr(asked.params))
            with self._lock:
                turn = self._polls[question]
                self._polls[question] += 1
                if len(self._polls) > _POLLED:
                    del self._polls[next(iter(self._polls))]
        return polled(asked.operation, params, answer, asked.waiter, turn, self._scene_of(asked), after)

    def _scene_of(self, asked: Asked) -> Scene:
        scene = self._scene
        account = asked.access_key if _ACCOUNT.fullmatch(asked.access_key) else scene.account
        return Scene(scene.now, asked.region or scene.region, account, asked.access_key)

    def _next(self, asked: Asked) -> tuple[Trouble | None, _Fixed | None]:
        """Count a call; return what goes wrong with its connection, and what is fixed of its answer."""
        with self._lock:
            self._calls[asked.name] += 1
            if not asked.waiter and parse_name(asked.operation.name).role not in ("read", "list"):
                # Something is changed, and what waits for it begins again.
                self._polls.clear()
                about = "" if asked.operation.has_streaming_input else repr(asked.params)[:_LONG]
                self._changed[asked.operation.service_model.service_name] = (asked.operation.name, about)
            fault = self._fault_of(asked)
            if isinstance(fault, Error):
                return None, _Fixed(fault, is_page=False)
            return fault, next(self._overrides.get(asked.name, iter(())), None)

    def _fault_of(self, asked: Asked) -> Fault | None:
        if self._limiter is not None:
            place = f"{asked.name} in {asked.region}"
            if self._limiter.exceeds(asked.operation, place):
                return THROTTLED
        if queue := self._faults.get(asked.name):
            return queue.popleft()
        for chance in self._chances:
            choices = SeededChoices(self._seed, asked.name, self._calls[asked.name], repr(chance))
            if choices.choose(_SHARES) < chance.share * _SHARES:
                return chance.fault
        return None

    def _fill_in(self, asked: Asked, fixed: Mapping[str, Any], *, is_page: bool) -> Answer:
        """Make what an override leaves open. One with a token is a page already."""
        held_to = _contract(asked)
        members = fixed_members(held_to, fixed)
        tokens = find_pagination(asked.operation)
        is_page = is_page or (tokens is not None and any(name in members for name in tokens.output_tokens))
        answer = self._respond(asked, fixed=members, paged=not is_page)
        exchange = exchange_of(held_to, asked.params, answer, self._scene_of(asked))
        violations = [v for v in held_to.check_exchange(exchange) if v.side == "response"]
        if violations:
            raise BrokenOverride(held_to.name, violations)
        return answer

    def _respond(self, asked: Asked, *, salt: object = None, **options: Any) -> Answer:
        return respond(
            _contract(asked),
            asked.params,
            self._seed if salt is None else (self._seed, salt),
            scene=self._scene_of(asked),
            length=self._length,
            page_size=self._page_size,
            **options,
        )


def _waits_for_end(asked: Asked) -> bool:
    """Tell whether the waiter that polls waits, by its name, for what it asks for to be gone."""
    return any(end in asked.waiter.lower().replace("_", "") for end in ENDS)


def _contract(asked: Asked) -> Contract:
    return contract(asked.operation.service_model.service_name, asked.operation.name)
