"""Optional parameters that a server takes no account of: a part of the law of what was asked for.

Nothing need be known of what the answers show. A version, a name or a filter for nothing can't have the
answer of a request without it, and surely not several of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from harness.contract.wording import show
from harness.fuzz.laws.absent.invented_answers import makes_up
from harness.fuzz.laws.absent.names import names_thing
from harness.fuzz.laws.absent.same_answer import TELLING, count_entries, is_same, weight
from harness.fuzz.laws.caller import Call, Caller
from harness.fuzz.laws.cases import documented, plain_list
from harness.fuzz.laws.counterexample import Counterexample
from harness.models.paginators import NO_PAGES, find_pagination

from .different_values import Different, different_values

_VALUES = 3  # of a parameter


@dataclass(frozen=True)
class Ignored:
    """Asks with several values of each such parameter.

    Attributes:
        law: the law that this is a part of.
        caller: calls an operation that reads or lists.
    """

    law: str
    caller: Caller

    def steps(self) -> Iterator[Counterexample | None]:
        """Ask with one parameter after the other; yield what is wrong, and None after each."""
        operation = self.caller.contract.operation_model
        plain = plain_list(self.caller, find_pagination(operation) or NO_PAGES)
        found = different_values(self.caller.contract, plain)
        asking = [
            (one, asked)
            for one in found
            if one.name not in self.caller.params and not self.caller.params.keys() & one.instead_of
            if one.is_filter or self.caller.params  # which name what there is
            if len(asked := self._asked(plain, one)) == _VALUES
        ]
        usual = self.caller(plain) if asking and self.caller.allows(plain) else None
        if usual is None or usual.response is None or not self._tells(usual):
            return
        for one, asked in asking:
            yield from self._judge(one, plain, usual, asked)
            yield None

    def _asked(self, plain: dict[str, Any], one: Different) -> list[dict[str, Any]]:
        """Return requests with values that the contract allows."""
        base = {name: value for name, value in plain.items() if name not in one.instead_of}
        requests = (base | self.caller.parsed({one.name: value}) for value in one.values)
        return list(itertools.islice(filter(self.caller.allows, requests), _VALUES))

    def _tells(self, call: Call) -> bool:
        """Tell whether an answer has something that the answers to other questions hardly have."""
        operation = self.caller.contract.operation_model
        return count_entries(operation, call) != 0 and weight(operation, call) >= TELLING

    def _judge(
        self, one: Different, plain: dict[str, Any], usual: Call, asked: list[dict[str, Any]]
    ) -> Iterator[Counterexample]:
        operation = self.caller.contract.operation_model
        calls: list[Call] = []
        for params in asked:
            call = self.caller(params)
            known = usual if not one.instead_of else next(iter(calls), call)
            if call is None or call.response is None or known is None:
                return
            if not self._tells(call) or not is_same(operation, known, call):
                return
            calls.append(call)
        again = self.caller(plain)
        if again is None or not is_same(operation, usual, again) or self._makes_up:
            return  # it answers otherwise each time, or knows nothing of what it is asked for
        shown = ", ".join(show(call.params[one.name]) for call in calls)
        without = (
            ""
            if one.instead_of
            else f" as with {show(value)}"
            if (value := (usual.params or {}).get(one.name))
            else " as without it"
        )
        message = f"{one.name} names what is asked for, but each of {shown} had the same answer{without}."
        contract = self.caller.contract
        source, exchanges = documented(contract, one.name), (usual, *calls)
        yield Counterexample(self.law, contract.name, "not-asked-for", message, exchanges, source, one.name)

    @property
    def _makes_up(self) -> bool:
        """Whether the endpoint makes its answers up: what is read, the caller has to name."""
        operation: Any = self.caller.contract.operation_model
        shape = operation.input_shape
        named = [name for name in shape.required_members if names_thing(name, shape.members[name])]
        return not self.caller.params.keys() >= set(named) or makes_up(self.caller)
