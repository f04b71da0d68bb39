"""Test the operations of an endpoint by all their laws, and report which laws are broken."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from hypothesis import settings
from hypothesis.errors import FailedHealthCheck, Unsatisfiable

from harness.contract.contract import Contract
from harness.contract.violation import Severities, Severity
from harness.errors import HarnessError
from harness.fuzz.causes import Cause, causes_of
from harness.fuzz.laws.answers.conditions import laws_of_conditions
from harness.fuzz.laws.answers.head import laws_of_head
from harness.fuzz.laws.answers.laws import laws_of_answers
from harness.fuzz.laws.caller import NETWORK, Caller, is_html, is_web_page
from harness.fuzz.laws.cases import plain_request, with_own
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.filters import laws_of_filters
from harness.fuzz.laws.law import Hunt, Law
from harness.fuzz.laws.pace import Pace, TimeIsUp
from harness.fuzz.laws.pagination.laws import laws_of_pages
from harness.fuzz.laws.pagination.tokens import laws_of_tokens
from harness.fuzz.laws.requests.constraints import laws_of_constraints
from harness.fuzz.laws.requests.defaults import laws_of_defaults
from harness.fuzz.laws.requests.writings import laws_of_writings
from harness.fuzz.ledger import Ledger
from harness.models import method_name
from harness.synth.examples import example_request

_LAWS = (
    laws_of_answers,
    laws_of_pages,
    laws_of_constraints,
    laws_of_filters,
    laws_of_conditions,
    laws_of_defaults,
    laws_of_tokens,
    laws_of_head,
    laws_of_writings,
)
_PROBES = 3  # example requests that find out whether an operation is there
# What services say of keys that they do not know ("Common Error Types" of AWS's API references, S3's "Error
# responses", EC2's "Common errors").
_KEYS_REFUSED = frozenset(
    {
        "AuthFailure",
        "IncompleteSignature",
        "InvalidAccessKeyId",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
    }
)
_FOR_CASES = 0.75  # of the time; the rest is for smaller counterexamples
_FOR_CERTAIN_CASES = 0.7  # of that
_MOST_CERTAIN_CALLS = 500  # before anything is drawn; the certain cases that are left come after that
_OVER = object()


@dataclass(frozen=True, slots=True)
class Cost:
    """What it took to hold an operation to one law.

    Attributes:
        calls: the calls that were sent.
        seconds: the time.
        found: the faults that were found.
    """

    calls: int = 0
    seconds: float = 0.0
    found: int = 0

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.calls + other.calls, self.seconds + other.seconds, self.found + other.found)


@dataclass(slots=True)
class Findings:
    """What holding an endpoint to its laws has found so far.

    Attributes:
        counterexamples: what does not hold, by operation.
        laws: how many laws each operation was held to, by ``"service.Operation"``.
        not_judged: why nothing is said of an operation or a law of it, by its name.
        not_finished: laws that had less than all their cases when the time was up, by operation.
        calls: how the calls came out: answered, cannot be sent, network error, not implemented.
        costs: what each law took, by ``"service.Operation-law"``.
        ledgers: what was judged of each operation, and what was not.
        interrupted: whether the search was interrupted, so that more may be wrong.
    """

    counterexamples: list[Counterexample] = field(default_factory=list)
    laws: dict[str, int] = field(default_factory=dict)
    not_judged: dict[str, str] = field(default_factory=dict)
    not_finished: dict[str, list[str]] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    costs: dict[str, Cost] = field(default_factory=dict)
    ledgers: dict[str, Ledger] = field(default_factory=dict)
    interrupted: bool = False

    @property
    def errors(self) -> tuple[Counterexample, ...]:
        """The counterexamples of severity error; a run fails if there is one."""
        return tuple(found for found in self.counterexamples if found.severity is Severity.ERROR)

    @property
    def causes(self) -> list[Cause]:
        """The counterexamples by their cause, errors first."""
        return causes_of(self.counterexamples)

    @property
    def failures(self) -> list[Cause]:
        """The causes of errors."""
        return [cause for cause in self.causes if cause.severity is Severity.ERROR]

    def add(self, other: Findings) -> None:
        """Take in what another search has found, of other operations."""
        self.counterexamples += other.counterexamples
        for own, more in (
            (self.laws, other.laws),
            (self.not_judged, other.not_judged),
            (self.not_finished, other.not_finished),
            (self.costs, other.costs),
            (self.ledgers, other.ledgers),
        ):
            own.update(more)  # type: ignore[arg-type]
        self.calls.update(other.calls)
        self.interrupted |= other.interrupted

    def to_json(self) -> dict[str, object]:
        """Return the object that ``harness fuzz --json`` prints, without the seed and versions."""
        numbers = {id(found): number for number, found in enumerate(self.counterexamples)}
        causes = [
            {
                "operation": cause.first.operation,
                "severity": cause.severity.value,
                "message": cause.message,
                "counterexamples": [numbers[id(found)] for found in cause.findings],
            }
            for cause in self.causes
        ]
        return {
            "operations": self.laws,
            "calls": self.calls,
            "not_judged": self.not_judged,
            "not_finished": self.not_finished,
            "interrupted": self.interrupted,
            "ledger": {name: ledger.to_json() for name, ledger in self.ledgers.items()},
            "causes": causes,
            "costs": {law: asdict(cost) for law, cost in self.costs.items()},
            "counterexamples": [found.to_json() for found in self.counterexamples],
        }


class Watch:
    """Sees how a search goes on. This one looks away; others override what they want to see."""

    def began(self, operation: str, number: int, count: int, pace: Pace) -> None:
        """An operation is looked at, the so-manieth of all."""

    def judging(self, law: str) -> None:
        """A law of the operation is looked at."""

    def called(self) -> None:
        """A call is about to be sent."""

    def found(self, found: Counterexample) -> None:
        """A fault was found; smaller calls may show it as well."""

    def settled(self, found: Counterexample) -> None:
        """A fault has the form that is reported."""

    def ended(self, causes: Sequence[Cause]) -> None:
        """An operation was looked at; that is what was found."""


def search(
    contracts: Sequence[Contract],
    client_of: Callable[[str], Any],
    *,
    params: Mapping[str, Any] | None = None,
    severities: Severities | None = None,
    options: settings | None = None,
    seed: int | None = None,
    max_time: float = float("inf"),
    max_failures: int | None = None,
    lenient: bool = False,
    wanted: Callable[[str], bool] = lambda law: True,
    rate: float | None = None,
    watch: Watch | None = None,
    clock: Callable[[], float] = time.monotonic,
    interrupted: Callable[[], bool] = lambda: False,
) -> Findings:
    """Look for counterexamples to every law of operations.

    Args:
        contracts: the operations.
        client_of: from a service's name to a client of the endpoint (`harness.fuzz.law_client`).
        params: parameters that every request has, such as the name of a resource that exists.
        severities: a user's severities by violation code.
        options: Hypothesis's settings; those of the loaded profile when left out.
        seed: makes the run reproducible, but for what the time cuts off.
        max_time: how many seconds each operation has.
        max_failures: how many causes of errors end the search; None where it always goes to its end.
        lenient: whether answers are held only to what their readers trip over, as those of real services are.
        wanted: tells by its name whether a law is judged.
        rate: how many calls are sent in a second at most.
        watch: sees how it goes on.
        clock: tells the time in seconds.
        interrupted: tells whether the search is to end; asked before each call.

    Returns:
        What was found; also where the search is interrupted (`KeyboardInterrupt`), which it then says.
    """
    watch = watch or Watch()
    findings = Findings()
    pace = Pace(watch.called, clock, interrupted, rate)
    try:
        for number, contract in enumerate(contracts, 1):
            client = client_of(contract.service)
            pace.follow(client)
            caller = Caller(contract, client, params, severities, lenient=lenient)
            watch.began(contract.name, number, len(contracts), pace)
            looking = _Operation(
                caller, options or settings(), seed, max_failures, wanted, pace, watch, findings
            )
            with pace.within(max_time):
                looking.search()
            if max_failures is not None and len(findings.failures) >= max_failures:
                break
        pace.check()
    except KeyboardInterrupt:
        findings.interrupted = True
    return findings


class _Operation:
    """Holds one operation to all its laws, so that what shows most with a call comes first.

    The certain cases of all laws come first, in turns, then those that Hypothesis draws, and the certain ones
    for which there was no time. What is left of the time goes to smaller counterexamples.
    """

    def __init__(
        self,
        caller: Caller,
        options: settings,
        seed: int | None,
        max_failures: int | None,
        wanted: Callable[[str], bool],
        pace: Pace,
        watch: Watch,
        findings: Findings,
    ) -> None:
        self._caller = caller
        self._options = options
        self._seed = seed
        self._max_failures = max_failures
        self._wanted = wanted
        self._pace = pace
        self._watch = watch
        self._findings = findings
        self._failures_before = len(findings.failures)
        self._hunts: list[Hunt] = []
        self._known: set[tuple[str, ...]] = set()  # by all laws: several look at the same answers
        self._unfinished: list[Hunt] = []
        self._turns: dict[Hunt, Iterator[None]] = {}  # the certain cases that are left

    def search(self) -> None:
        """Look for counterexamples; the findings have what was found, also if this is interrupted."""
        pace = self._pace
        try:
            with pace.within(pace.left() * _FOR_CASES):
                self._begin()
                with pace.within(pace.left() * _FOR_CERTAIN_CASES):
                    self._take_turns(_MOST_CERTAIN_CALLS)
                self._draw()
                self._take_turns()
            self._shrink()
        finally:
            name = self._caller.contract.name
            for hunt in self._hunts:
                hunt.accept_rest()
            if name not in self._findings.laws:
                words = self._caller.network_error and f"; {NETWORK}: {self._caller.network_error}"
                self._findings.not_judged.setdefault(name, f"there was no time for it{words}")
            self._findings.calls.update(self._caller.tally)
            if name in self._findings.laws:
                self._findings.ledgers[name] = self._caller.ledger.close()
            self._watch.ended(causes_of(one for hunt in self._hunts for one in hunt.reported))
            unfinished = [hunt.law.name for hunt in self._hunts if hunt in (*self._unfinished, *self._turns)]
            if unfinished:
                self._findings.not_finished[name] = unfinished

    def _begin(self) -> None:
        contract, caller = self._caller.contract, self._caller
        laws: list[Law] = []
        try:
            reason = _why_not(caller)
            if not reason:
                laws = [law for kind in _LAWS for law in kind(caller) if self._wanted(law.name)]
        except HarnessError as error:
            reason = str(error)
        if reason:
            self._findings.not_judged[contract.name] = reason
        else:
            self._findings.laws[contract.name] = len(laws)
        self._hunts += (
            Hunt(
                law, self._options, self._seed, self._tell, self._known, lambda found: self._wanted(found.law)
            )
            for law in laws
        )
        self._unfinished += self._hunts
        self._turns |= {hunt: hunt.certain() for hunt in self._hunts}

    def _take_turns(self, most: float = float("inf")) -> None:
        """Judge the certain cases of all laws, one of each in turn, with about so many calls."""
        end = self._pace.calls + most
        while self._turns and not self._is_enough() and self._pace.calls < end:
            for hunt, steps in list(self._turns.items()):
                if self._is_enough():
                    return
                self._pace.check()
                is_over = True
                try:
                    with self._judging(hunt):
                        is_over = next(steps, _OVER) is _OVER
                except TimeIsUp:
                    self._turns[hunt] = hunt.certain()  # its cases end with what interrupts them
                    raise
                if is_over:
                    del self._turns[hunt]

    def _draw(self) -> None:
        """Judge the cases that Hypothesis draws, each law with its share of the time.

        What the laws leave of it goes to those that had too little: they pass over what they have judged.
        """
        while self._unfinished and self._pace.left() > 0:
            drawing = list(self._unfinished)  # those that cannot be judged are left out by now
            for number, hunt in enumerate(drawing):
                if self._is_enough():
                    return
                share = self._pace.left() / (len(drawing) - number)
                with self._pace.within(share) as given, self._judging(hunt):
                    for _ in hunt.draw():
                        if self._is_enough():
                            return
                if not given.is_over and hunt in self._unfinished:
                    self._unfinished.remove(hunt)

    def _shrink(self) -> None:
        """Look for smaller calls that show what was found, errors first."""
        unsettled = [(hunt, found) for hunt in self._hunts for found in hunt.unsettled]
        unsettled.sort(key=lambda pair: pair[1].severity is not Severity.ERROR)
        for number, (hunt, found) in enumerate(unsettled[: self._max_failures]):
            share = self._pace.left() / (len(unsettled) - number)
            with self._pace.within(share), self._judging(hunt):
                hunt.shrink(found)

    def _is_enough(self) -> bool:
        if self._max_failures is None:
            return False
        found = (found for hunt in self._hunts for found in hunt.found.values())
        errors = [one for one in found if one.severity is Severity.ERROR]
        before = self._failures_before
        return bool(errors) and before + len(causes_of(errors)) >= self._max_failures

    @contextmanager
    def _judging(self, hunt: Hunt) -> Iterator[None]:
        """Count what a law takes, and keep why it cannot be judged where that turns out."""
        name = str(hunt.law)
        self._watch.judging(hunt.law.name)
        calls, start, known = self._pace.calls, self._pace.clock(), len(hunt.found)
        try:
            yield
        except (HarnessError, FailedHealthCheck, Unsatisfiable) as error:
            self._findings.not_judged[name] = str(error).partition("\n")[0]
            if hunt in self._unfinished:
                self._unfinished.remove(hunt)
        finally:
            seconds = round(self._pace.clock() - start, 3)
            cost = Cost(self._pace.calls - calls, seconds, len(hunt.found) - known)
            self._findings.costs[name] = self._findings.costs.get(name, Cost()) + cost

    def _tell(self, found: Counterexample, settled: bool) -> None:
        if settled:
            self._findings.counterexamples.append(found)
            self._watch.settled(found)
        else:
            self._watch.found(found)


def _why_not(caller: Caller) -> str:
    """Return why an operation cannot be judged; nothing if it can."""
    operation = caller.contract.operation_model
    if operation.has_event_stream_input:
        return "its requests are streams of events"
    if not hasattr(caller.client, method_name(operation.name)):
        return "botocore's client has no method for it"
    probes = [plain_request(caller), *(example_request(caller.contract, seed) for seed in range(1, _PROBES))]
    answers = [answer for probe in probes if (answer := caller(with_own(caller, probe))) is not None]
    if not answers:
        reason = ", ".join(caller.tally)
        return f"{reason}: {caller.network_error}" if caller.network_error else reason
    codes = {answer.error.code if answer.error is not None else "" for answer in answers}
    if codes <= _KEYS_REFUSED:
        return f"the endpoint refuses the keys that harness signs with: {', '.join(sorted(codes))}"
    if all(map(is_web_page, answers)):
        return f"not implemented: every answer is an error page, with status {answers[0].status}"
    if all(is_html(answer) and answer.error is not None and not answer.error.code for answer in answers):
        return f"every answer is a web page, with status {answers[0].status}"
    return ""
