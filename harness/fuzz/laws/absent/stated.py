"""The law of requests that documentation says are refused, though they keep to their contract."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from harness.contract.laws import sentence
from harness.contract.wording import show
from harness.fuzz.laws.caller import Call, Caller
from harness.fuzz.laws.cases import documented, plain_request
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.law import FixedLaw, Law
from harness.synth.service.stated import Stated, stated_refusals

from .absences import Absences
from .distinct_errors import ToldApart

LAW = "stated"

_ACCOUNTS = ("999999999999", "888888888888")  # an endpoint's own account is one of them at most


def laws_of_what_is_stated(caller: Caller) -> tuple[Law, ...]:
    """Return the law of an operation that documents such a request; none of another."""
    is_stated = stated_refusals(caller.contract.operation_model)
    if not is_stated and not Absences(caller).is_asked and not ToldApart(caller).params:
        return ()
    return (FixedLaw(LAW, caller, sentence(LAW), _Judge(caller).steps),)


@dataclass(frozen=True)
class _Judge:
    caller: Caller

    def steps(self) -> Iterator[Counterexample | None]:
        """Send one request after the other; yield what is wrong, and None after each."""
        plain = plain_request(self.caller)
        for stated in stated_refusals(self.caller.contract.operation_model):
            if stated.param not in self.caller.params:
                values = _ACCOUNTS if stated.account else (True,)
                yield from self._judge(stated, plain, values)
                yield None
                if not stated.account:
                    yield from self._off(stated, plain)
                    yield None
        if Absences(self.caller).is_asked:
            yield from Absences(self.caller).steps()
        yield from ToldApart(self.caller).steps()

    def _judge(
        self, stated: Stated, plain: dict[str, Any], values: tuple[Any, ...]
    ) -> Iterator[Counterexample]:
        calls = []
        for value in values:
            asked = plain | {stated.param: value}
            call = self.caller(asked) if self.caller.allows(asked) else None
            if call is None or call.error is not None:
                return
            calls.append(call)
        shown = show(values[0])
        text = f"With {stated.param} {shown} a request must be refused by {stated.code}, but was accepted."
        yield self._found("accepted", stated, text, calls[0])

    def _off(self, stated: Stated, plain: dict[str, Any]) -> Iterator[Counterexample]:
        """Ask with a switch that is off, which must do nothing: any text may count as true."""
        asked = plain | {stated.param: False}
        call = self.caller(asked) if self.caller.allows(asked) else None
        if call is not None and call.error is not None and call.error.code == stated.code:
            text = f"With {stated.param} false a request must not be refused by {stated.code}."
            yield self._found("refused", stated, text, call)

    def _found(self, code: str, stated: Stated, text: str, call: Call) -> Counterexample:
        contract, param = self.caller.contract, stated.param
        source = documented(contract, param, stated.code, str(stated.status))
        return Counterexample(LAW, contract.name, code, text, (call,), source, param)
