"""The law of defaults: without a parameter, the answer is that of its documented default."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from harness.contract.laws import sentence
from harness.contract.rules import Default, Requires
from harness.contract.values import to_json_value
from harness.contract.violation import Severity
from harness.contract.wording import show
from harness.fuzz.laws.caller import Call, Caller
from harness.fuzz.laws.cases import documented, plain_request, with_own
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.law import FixedLaw, Law
from harness.models.paginators import find_pagination
from harness.models.resources import parse_name
from harness.strategies.request.valid import Requests

LAW = "defaults"

_MOST_VALUES = 6  # of a filter that lets all through where it is left out


def laws_of_defaults(caller: Caller) -> tuple[Law, ...]:
    """Return the law of an operation that reads and documents defaults; none of another."""
    operation = caller.contract.operation_model
    reads = parse_name(operation.name).role in ("read", "list")
    if not reads or operation.output_shape is None or not _defaults(caller):
        return ()
    return (FixedLaw(LAW, caller, sentence(LAW), _Judge(caller).steps),)


def _defaults(caller: Caller) -> list[Default]:
    shape: Any = caller.contract.operation_model.input_shape
    pagination = find_pagination(caller.contract.operation_model)
    # A page may always have less than its limit (law page-limit).
    names = set(shape.members if shape is not None else ()) - {pagination.limit if pagination else None}
    return [rule for rule in caller.contract.rules if isinstance(rule, Default) and rule.param in names]


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

    def _with(self, plain: dict[str, Any], param: str, value: Any) -> Iterator[dict[str, Any]]:
        """Yield requests that give a parameter: the plainest, or it with what has to go with the parameter.

        An answer may show little by the first value of that, so its other values are tried as well.
        """
        asked = plain | {param: value}
        if self.caller.allows(asked):
            yield asked
            return
        shape: Any = self.caller.contract.operation_model.input_shape
        requests, written = Requests.of(self.caller.contract), to_json_value(shape, asked)
        rules = (rule for rule in self.caller.contract.rules if isinstance(rule, Requires))
        needed = [name for rule in rules if any(rule.breaches(written)) for name in rule.then]
        requests.editor().repair(written, (param, *needed))
        asked = with_own(self.caller, requests.as_called(written))
        added = [name for name in asked if name not in plain and name not in (param, *self.caller.params)]
        others = [{name: one} for name in added for one in shape.members[name].metadata.get("enum", ())]
        for more in ({}, *others[:_MOST_VALUES]):
            if asked.get(param) == value and self.caller.allows(asked | more):
                yield asked | more

    def _judge(self, rule: Default, plain: dict[str, Any]) -> Iterator[Counterexample]:
        for asked in self._with(plain, rule.param, rule.value):
            without = {name: value for name, value in asked.items() if name != rule.param}
            found = self._compare(rule, without, asked) if self.caller.allows(without) else None
            if found is not None:
                yield found
                return

    def _compare(self, rule: Default, plain: dict[str, Any], asked: dict[str, Any]) -> Counterexample | None:
        """Compare the answer without a parameter with that to its default."""
        calls = tuple(call for call in (self.caller(plain), self.caller(asked)) if call is not None)
        answers = [self._answer(call, rule.param) for call in calls]
        if len(answers) < 2 or None in answers or answers[0] == answers[1]:
            return None
        again = self.caller(plain)
        if again is None or self._answer(again, rule.param) != answers[0]:
            return None  # it answers otherwise each time
        without, given = (answer or {} for answer in answers)
        name = next(name for name in {**without, **given} if without.get(name) != given.get(name))
        message = (
            f"Without {rule.param} the answer must be that of its default, {show(rule.value)}, but {name} "
            f"was {show(without.get(name))}, and with it {show(given.get(name))}."
        )
        contract = self.caller.contract
        source = rule.source or documented(contract, rule.param)
        severity = Severity.WARNING if source.review == "once" else Severity.ERROR
        return Counterexample(LAW, contract.name, "default", message, calls, source, rule.param, severity)

    def _answer(self, call: Call, param: str) -> Mapping[str, Any] | None:
        """Return an answer without its tokens, and without what only repeats the parameter."""
        if not isinstance(call.response, Mapping):
            return None
        pagination = find_pagination(self.caller.contract.operation_model)
        tokens = () if pagination is None else pagination.output_tokens
        return {name: value for name, value in call.response.items() if name not in (*tokens, param)}
