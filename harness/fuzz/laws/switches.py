"""What a parameter shows or leaves out: a part of the law of what was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from harness.contract.paths.member import select
from harness.contract.source import Source
from harness.contract.wording import show
from harness.fuzz.laws.caller import Call, Caller
from harness.fuzz.laws.cases import documented, plain_list, plain_request
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.defaults import identity
from harness.fuzz.laws.pages import Walk, walk
from harness.models.paginators import NO_PAGES, find_pagination
from harness.synth.responses.switches import Switch, switches_of, widening

_NOTHING: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True)
class Switches:
    """Asks with and without what a parameter shows.

    Attributes:
        law: the law that this is a part of.
        caller: calls the operation.
    """

    law: str
    caller: Caller

    def steps(self) -> Iterator[Counterexample | None]:
        """Turn one parameter after the other; yield what is wrong, and None after each."""
        for switch in switches_of(self.caller.contract):
            if switch.param not in self.caller.params:
                yield from self._hidden(switch)
                yield None
        for param in widening(self.caller.contract):
            if param not in self.caller.params:
                yield from self._wider(param)
                yield None

    def _hidden(self, switch: Switch) -> Iterator[Counterexample]:
        """Ask without the members: they are not there."""
        plain = {name: value for name, value in plain_request(self.caller).items() if name != switch.param}
        ways = [({switch.param: False}, f"With {switch.param} false")]
        ways += [({}, f"Without {switch.param}")] if switch.usual is False else []
        for given, condition in ways:
            call = self.caller(plain | given) if self.caller.allows(plain | given) else None
            if call is None:
                continue
            for path, value in self._shown(call, switch):
                message = f"{condition} {path} must be left out, but was {show(value)}."
                yield self._found("not-asked-for", message, (call,), self._said(switch), switch.param)
                return

    def _shown(self, call: Call, switch: Switch) -> Iterator[tuple[str, Any]]:
        for path in switch.paths:
            for _, value in select(call.response, path):
                if value not in _NOTHING:
                    yield path, value

    def _wider(self, param: str) -> Iterator[Counterexample]:
        """Ask for more entries: none of the others is lost."""
        pagination = find_pagination(self.caller.contract.operation_model) or NO_PAGES
        if not pagination.results:
            return
        plain = plain_list(self.caller, pagination)
        fewer, more = (self._walk(plain | {param: value}) for value in (False, True))
        if fewer is None or more is None:
            return
        there = set(map(identity, more.entries))
        lost = next((entry for entry in fewer.entries if identity(entry) not in there), None)
        if lost is None or not there:
            return
        again = walk(self.caller, pagination, plain | {param: False}, anew=True)
        if again.entries != fewer.entries:
            return
        message = (
            f"With {param} true all entries must come back that do so with false, but one did not: {lost}."
        )
        calls = (*fewer.exchanges, *more.exchanges)
        yield self._found("lost", message, calls, documented(self.caller.contract, param), param)

    def _walk(self, params: dict[str, Any]) -> Walk | None:
        pagination = find_pagination(self.caller.contract.operation_model) or NO_PAGES
        found = walk(self.caller, pagination, params) if self.caller.allows(params) else None
        return found if found is not None and found.whole else None

    def _said(self, switch: Switch) -> Source:
        document = self.caller.contract.document
        return Source("prose", "request", switch.param, 0, switch.sentence, document=document)

    def _found(
        self, code: str, message: str, calls: tuple[Call, ...], source: Source, place: str
    ) -> Counterexample:
        return Counterexample(self.law, self.caller.contract.name, code, message, calls, source, place)
