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
from harness.fuzz.laws.page_walks import Walk, walk
from harness.fuzz.laws.requests.defaults import identity
from harness.models.paginators import NO_PAGES, find_pagination
from harness.synth.responses.switches import Switch, Widening, switches_of, widening

_FEW = 4  # values of a parameter
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
        for wider in widening(self.caller.contract):
            if wider.param not in self.caller.params:
                yield from self._wider(wider)
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

    def _wider(self, wider: Widening) -> Iterator[Counterexample]:
        """Ask for more entries: none of the others is lost."""
        pagination = find_pagination(self.caller.contract.operation_model) or NO_PAGES
        if not pagination.results:
            return
        plain = plain_list(self.caller, pagination)
        more = self._walk(plain | {wider.param: wider.more})
        usual = None if wider.more is True else self._walk(plain)
        if more is None or (usual is None and not more.entries):
            return
        there = set(map(identity, more.entries))
        for value in wider.fewer[:_FEW]:
            asked = plain | {wider.param: value}
            fewer = self._walk(asked)
            if fewer is None or (usual is not None and not {*usual.entries}.issuperset(fewer.entries)):
                continue  # lists are made up, or come back in part without the parameter
            lost = next((entry for entry in fewer.entries if identity(entry) not in there), None)
            if lost is None or walk(self.caller, pagination, asked, anew=True).entries != fewer.entries:
                continue
            message = (
                f"With {wider.param} {show(wider.more)} all entries must come back that do so with "
                f"{show(value)}, but one did not: {lost}."
            )
            calls = (*fewer.exchanges, *more.exchanges)
            said = documented(self.caller.contract, wider.param)
            yield self._found("lost", message, calls, said, wider.param)
            return

    def _walk(self, params: dict[str, Any]) -> Walk | None:
        pagination = find_pagination(self.caller.contract.operation_model) or NO_PAGES
        found = walk(self.caller, pagination, params) if self.caller.allows(params) else None
        return found if found is not None and found.whole else None

    def _said(self, switch: Switch) -> Source:
        return documented(self.caller.contract, switch.param)

    def _found(
        self, code: str, message: str, calls: tuple[Call, ...], source: Source, place: str
    ) -> Counterexample:
        return Counterexample(self.law, self.caller.contract.name, code, message, calls, source, place)
