"""Hold the operations of an endpoint to all their laws, and report what does not hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hypothesis import settings
from hypothesis.errors import FailedHealthCheck, Unsatisfiable

from harness.contract.contract import Contract
from harness.contract.violation import Severities, Severity
from harness.errors import HarnessError
from harness.fuzz.laws.caller import Caller, is_web_page
from harness.fuzz.laws.cases import plain_request
from harness.fuzz.laws.constraints import laws_of_constraints
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.law import Law
from harness.fuzz.laws.pagination import laws_of_pages
from harness.fuzz.laws.responses import laws_of_answers
from harness.models import method_name
from harness.synth.requests.examples import example_request

_LAWS = (laws_of_answers, laws_of_pages, laws_of_constraints)
_PROBES = 3  # example requests that find out whether an operation is there


@dataclass(frozen=True, slots=True)
class Findings:
    """What holding an endpoint to its laws has found.

    Attributes:
        counterexamples: what does not hold, by operation and law.
        laws: how many laws each operation was held to, by ``"service.Operation"``.
        not_judged: why nothing is said of an operation or a law of it, by its name.
        calls: how the calls came out: answered, cannot be sent, network error, not implemented.
    """

    counterexamples: tuple[Counterexample, ...] = ()
    laws: Mapping[str, int] = field(default_factory=dict)
    not_judged: Mapping[str, str] = field(default_factory=dict)
    calls: Mapping[str, int] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Counterexample, ...]:
        """The counterexamples of severity error; a run fails if there is one."""
        return tuple(found for found in self.counterexamples if found.severity is Severity.ERROR)

    def to_json(self) -> dict[str, object]:
        """Return the object that ``harness fuzz --json`` prints, without the seed."""
        return {
            "operations": dict(self.laws),
            "calls": dict(self.calls),
            "not_judged": dict(self.not_judged),
            "counterexamples": [found.to_json() for found in self.counterexamples],
        }

    def __add__(self, other: Findings) -> Findings:
        return Findings(
            self.counterexamples + other.counterexamples,
            dict(Counter(self.laws) + Counter(other.laws)),
            {**self.not_judged, **other.not_judged},
            dict(Counter(self.calls) + Counter(other.calls)),
        )


def search(
    contracts: Iterable[Contract],
    client_of: Callable[[str], Any],
    *,
    params: Mapping[str, Any] | None = None,
    severities: Severities | None = None,
    options: settings | None = None,
    seed: int | None = None,
    begin: Callable[[str], None] = lambda name: None,
) -> Findings:
    """Look for counterexamples to every law of operations.

    Args:
        contracts: the operations.
        client_of: from a service's name to a client of the endpoint (`harness.fuzz.law_client`).
        params: parameters that every request has, such as the name of a resource that exists.
        severities: a user's severities by violation code.
        options: Hypothesis's settings; those of the loaded profile when left out.
        seed: makes the run reproducible.
        begin: is told each law that is begun, as ``"service.Operation-law"``.
    """
    findings = Findings()
    for contract in contracts:
        caller = Caller(contract, client_of(contract.service), params, severities)
        laws: list[Law] = []
        try:
            reason = _why_not(caller)
            if not reason:
                laws = [law for kind in _LAWS for law in kind(caller)]
        except HarnessError as error:
            reason = str(error)
        findings += Findings(not_judged={contract.name: reason} if reason else {}, calls=dict(caller.tally))
        known: set[tuple[str, ...]] = set()
        for law in laws:  # what is certain first: it is quick, and tells the most
            begin(str(law))
            findings += _judge(law, law.certain(), known)
        for law in laws:
            begin(str(law))
            findings += _judge(law, law.drawn(options, seed, known), known)
        findings += Findings(laws={contract.name: len(laws)} if laws else {})
    return findings


def _why_not(caller: Caller) -> str:
    """Return why an operation cannot be judged; nothing if it can."""
    operation = caller.contract.operation_model
    if operation.has_event_stream_input:
        return "its requests are streams of events"
    if not hasattr(caller.client, method_name(operation.name)):
        return "botocore's client has no method for it"
    probes = [plain_request(caller), *(example_request(caller.contract, seed) for seed in range(1, _PROBES))]
    answers = [answer for probe in probes if (answer := caller(probe | caller.params)) is not None]
    if not answers:
        return ", ".join(caller.tally)
    if all(map(is_web_page, answers)):
        return f"not implemented: every answer is an error page, with status {answers[0].status}"
    return ""


def _judge(law: Law, found: Iterable[Counterexample], known: set[tuple[str, ...]]) -> Findings:
    """Collect counterexamples; those of severity off are known from then on, and not told."""
    before = Counter(law.caller.tally)
    told: list[Counterexample] = []
    not_judged = {}
    try:
        for counterexample in found:
            known.add(counterexample.key)
            if counterexample.severity is not Severity.OFF:
                told.append(counterexample)
        law.caller.require_answers()
    except (HarnessError, FailedHealthCheck, Unsatisfiable) as error:
        not_judged[str(law)] = str(error).partition("\n")[0]
    return Findings(tuple(told), {}, not_judged, dict(law.caller.tally - before))
