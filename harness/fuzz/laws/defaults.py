"""The law of defaults: without a parameter, the answer is that of its documented default."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from harness.contract.laws import sentence
from harness.contract.paths.member import first_value
from harness.contract.rules import Default
from harness.contract.source import Source
from harness.contract.violation import Severity
from harness.contract.wording import show
from harness.fuzz.laws.caller import Call, Caller
from harness.fuzz.laws.cases import documented, plain_request
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.law import FixedLaw, Law
from harness.models.paginators import NO_PAGES, find_pagination
from harness.models.resources import parse_name
from harness.synth.responses.pages import zero_is_default

LAW = "defaults"


def laws_of_defaults(caller: Caller) -> tuple[Law, ...]:
    """Return the law of an operation that reads and documents defaults; none of another."""
    operation = caller.contract.operation_model
    reads = parse_name(operation.name).role in ("read", "list")
    if not reads or operation.output_shape is None or not (_defaults(caller) or _zeros(caller)):
        return ()
    return (FixedLaw(LAW, caller, sentence(LAW), _Judge(caller).steps),)


def _defaults(caller: Caller) -> list[Default]:
    shape: Any = caller.contract.operation_model.input_shape
    pagination = find_pagination(caller.contract.operation_model)
    # A page may always have less than its limit (law page-limit).
    names = set(shape.members if shape is not None else ()) - {pagination.limit if pagination else None}
    return [rule for rule in caller.contract.rules if isinstance(rule, Default) and rule.param in names]


def _zeros(caller: Caller) -> list[tuple[str, Source]]:
    """Return the parameters whose 0 stands for their default, and what says so."""
    contract = caller.contract
    shape = contract.operation_model.input_shape
    return [
        (name, Source("prose", "request", name, said.index, said.text, document=contract.document))
        for name, member in (shape.members.items() if shape is not None else ())
        if (said := zero_is_default(member)) is not None
    ]


@dataclass(frozen=True)
class _Judge:
    caller: Caller

    def steps(self) -> Iterator[Counterexample | None]:
        """Ask with one default after the other; yield what is wrong, and None after each."""
        plain = plain_request(self.caller)
        for rule in _defaults(self.caller):
            if rule.param not in plain:
                yield from self._judge(rule, plain)
                yield None
        for param, source in _zeros(self.caller):
            if param not in plain:
                yield from self._zero(param, source, plain)
                yield None

    def _judge(self, rule: Default, plain: dict[str, Any]) -> Iterator[Counterexample]:
        asked = plain | {rule.param: rule.value}
        if not self.caller.allows(asked):
            return
        calls = tuple(call for call in (self.caller(plain), self.caller(asked)) if call is not None)
        answers = [self._answer(call, rule.param) for call in calls]
        if len(answers) < 2 or None in answers or answers[0] == answers[1]:
            return
        again = self.caller(plain)
        if again is None or self._answer(again, rule.param) != answers[0]:
            return  # it answers otherwise each time
        without, given = (answer or {} for answer in answers)
        name = next(name for name in {**without, **given} if without.get(name) != given.get(name))
        message = (
            f"Without {rule.param} the answer must be that of its default, {show(rule.value)}, but {name} "
            f"was {show(without.get(name))}, and with it {show(given.get(name))}."
        )
        contract = self.caller.contract
        source = rule.source or documented(contract, rule.param)
        severity = Severity.WARNING if source.review == "unread" else Severity.ERROR
        yield Counterexample(LAW, contract.name, "default", message, calls, source, rule.param, severity)

    def _zero(self, param: str, source: Source, plain: dict[str, Any]) -> Iterator[Counterexample]:
        """Ask with 0, which is the default, so that something comes back if it does without."""
        asked = plain | {param: 0}
        if not self.caller.allows(asked):
            return
        calls = tuple(call for call in (self.caller(plain), self.caller(asked)) if call is not None)
        if len(calls) < 2 or calls[0].error is not None:
            return
        pagination = find_pagination(self.caller.contract.operation_model) or NO_PAGES
        entries = [[first_value(call.response, path) for path in pagination.results] for call in calls]
        if calls[1].error is not None:
            found = f"it was refused: {calls[1].error.code}"
        elif any(entries[0]) and not any(entries[1]):
            found = "nothing came back"
        else:
            return
        name = self.caller.contract.name
        message = f"With {param} 0 the answer must be that of its default, but {found}."
        yield Counterexample(LAW, name, "default", message, calls, source, param)

    def _answer(self, call: Call, param: str) -> Mapping[str, Any] | None:
        """Return an answer without its tokens, and without what only repeats the parameter."""
        if not isinstance(call.response, Mapping):
            return None
        pagination = find_pagination(self.caller.contract.operation_model)
        tokens = () if pagination is None else pagination.output_tokens
        return {name: value for name, value in call.response.items() if name not in (*tokens, param)}
