"""Laws of answers: each keeps to its contract, and to what was asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from harness.contract.laws import sentence
from harness.contract.rules import Echoes
from harness.contract.violation import Severities
from harness.fuzz.laws.caller import Caller
from harness.fuzz.laws.cases import plain_request, requests_of
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.filters import laws_of_filters
from harness.fuzz.laws.law import CaseLaw, Law
from harness.fuzz.laws.requests.defaults import laws_of_defaults
from harness.fuzz.laws.requests.writings import laws_of_writings
from harness.strategies.subject import Operation, contract_of

from .conditions import laws_of_conditions
from .faults import LAW, faults_of
from .head import laws_of_head

_SET_IN_HEADER = "text/plain"


def response_laws(
    operation: Operation,
    client: Any,
    params: Mapping[str, Any] | None = None,
    severities: Severities | None = None,
) -> tuple[Law, ...]:
    """Return the laws of an operation's answers.

    Args:
        operation: ``"service.Operation"`` (or the method's name), or a contract.
        client: a client of the service.
        params: parameters that every request has, such as the name of a resource that exists.
        severities: a user's severities by violation code.

    Raises:
        harness.errors.UnknownName: botocore has no such service or operation.
    """
    caller = Caller(contract_of(operation), client, params, severities)
    kinds = (
        laws_of_answers,
        laws_of_filters,
        laws_of_conditions,
        laws_of_defaults,
        laws_of_head,
        laws_of_writings,
    )
    return tuple(law for laws_of in kinds for law in laws_of(caller))


def laws_of_answers(caller: Caller) -> tuple[Law, ...]:
    """Return the laws of the answers of an operation that is called so."""
    return (
        CaseLaw(
            LAW,
            caller,
            sentence(LAW),
            requests_of(caller),
            _Judge(caller).conforms,
            lambda: _certain_requests(caller),
        ),
    )


def _certain_requests(caller: Caller) -> Iterator[dict[str, Any]]:
    """Yield the plainest request, and one for each text that its answer repeats in a header."""
    plain = plain_request(caller)
    yield plain
    for rule in caller.contract.rules:
        if isinstance(rule, Echoes) and rule.in_header and rule.param not in plain:
            yield {**plain, rule.param: _SET_IN_HEADER}


@dataclass(frozen=True)
class _Judge:
    caller: Caller

    def conforms(self, params: Mapping[str, Any]) -> Iterator[Counterexample]:
        """Judge the answer to a request by its contract."""
        call = self.caller(params)
        if call is not None:
            yield from faults_of(self.caller, call)
