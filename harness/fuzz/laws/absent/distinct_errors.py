"""Names of nothing in operations that tell apart what they do not find: each is told of, and by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from harness.contract.schema import find_error
from harness.contract.wording import show
from harness.fuzz.laws.caller import Call, Caller
from harness.fuzz.laws.cases import documented, plain_request
from harness.fuzz.laws.counterexample import Counterexample
from harness.strategies.request.valid import Requests
from harness.synth.responses.apart import lists_of_missing

from .invented_answers import has_any, makes_up
from .names import ABSENT, names_thing, other_names

LAW = "stated"


@dataclass(frozen=True)
class ToldApart:
    """Asks for what is not there, alone and next to what is.

    Attributes:
        caller: calls the operation.
    """

    caller: Caller

    @property
    def params(self) -> list[str]:
        """The parameters that take several names, where an answer tells apart which of them name nothing."""
        operation = self.caller.contract.operation_model
        if operation.input_shape is None or not lists_of_missing(operation):
            return []
        shapes = operation.input_shape.members.items()
        return [name for name, shape in shapes if shape.type_name == "list" and names_thing(name, shape)]

    def steps(self) -> Iterator[Counterexample | None]:
        """Ask for names of nothing; yield what is wrong, and None after each."""
        plain = plain_request(self.caller)
        for name in self.params:
            given = plain.get(name) or self._made_up(name)
            if isinstance(given, list) and given and isinstance(given[0], str):
                there = self.caller(plain) if name in self.caller.params else None
                for other in other_names(given[0]):
                    known = [*given] if there is not None else []
                    asked = plain | {name: [*known, other]}
                    if other not in given and self.caller.allows(asked):
                        call = self.caller(asked)
                        yield from self._judge(name, other, there, call) if call is not None else ()
                        yield None
                        break

    def _made_up(self, name: str) -> Any:
        made: dict[str, Any] = {}
        Requests.of(self.caller.contract).editor().put(made, name)
        return made.get(name)

    def _judge(self, name: str, other: str, there: Call | None, call: Call) -> Iterator[Counterexample]:
        """Judge an answer: what is not there is neither left out nor makes all the rest fail."""
        operation = self.caller.contract.operation_model
        apart = lists_of_missing(operation)[0][0]
        outcome = ""
        if call.error is not None:
            is_documented = find_error(operation, call.error.code) is not None
            if ABSENT.search(call.error.code) and not is_documented:
                outcome = f"the request was refused by {call.error.code}"
        elif there is None and not has_any(call.response) and not makes_up(self.caller):
            outcome = "nothing was"
        elif there is not None and there.error is None and has_any(there.response) and _is_same(there, call):
            outcome = "the answer is the same as without it"
        if outcome:
            message = f"{apart} must tell of {show(other)} in {name}, which names nothing, but {outcome}."
            calls = (call,) if there is None else (there, call)
            contract = self.caller.contract
            yield Counterexample(
                LAW, contract.name, "left-out", message, calls, documented(contract, name), name
            )


def _is_same(there: Call, call: Call) -> bool:
    return bool(there.response == call.response)
