"""Names and comparisons of filters: those that documentation lists count, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from harness.contract.values import JsonValue
from harness.contract.wording import show
from harness.fuzz.laws.caller import Call
from harness.fuzz.laws.cases import documented
from harness.fuzz.laws.counterexample import Counterexample

from .filters import NO_FILTER, NO_OPTION, NO_VALUE, Filters, refusal_of
from .questions import MOST_FILTERS, Questions
from .wanted_entries import entries_at


@dataclass(frozen=True)
class ListedFilters:
    """Asks by filters that documentation lists, and by others: a part of the law of what was asked for.

    Attributes:
        law: the law that this is a part of.
        questions: what is asked for of the list.
        filters: the parameter that takes the filters.
    """

    law: str
    questions: Questions
    filters: Filters

    def steps(self) -> Iterator[Counterexample | None]:
        """Ask in one way after the other; yield what is wrong, and None after each."""
        judges = [self._by_other_case, self._by_no_option]
        if not self.filters.is_tried:  # of other names nothing is known then
            judges += [self._by_nothing, self._by_names]
        for judge in judges:
            yield from judge()
            yield None

    def _by_nothing(self) -> Iterator[Counterexample]:
        """Ask by filters that the operation does not have, as is documented: they must not be passed over."""
        listed = self.questions.usual.exchanges[0]
        # A value that entries have is refused by no server that looks at values first.
        known = (self.questions.found_by(self.filters, by) for by in self.filters.names.listed)
        value = next((values[0] for values in known if values), NO_VALUE)
        for by in (NO_FILTER, *self.filters.names.others):
            call = self._filtered(self.filters.asking(by, value))
            entries = self._entries(call)
            if call is not None and entries and entries == self._entries(listed):
                message = (
                    f"{self.filters.path[0]} by {show(by)}, which documentation does not list, must be "
                    f"refused or return nothing, but {len(entries)} entries came back, as without it."
                )
                yield self._found("ignored-filter", message, (listed, call))
                return

    def _by_other_case(self) -> Iterator[Counterexample]:
        """Ask by a listed name in another case, where documentation says that case matters."""
        if not self.filters.names.own_case:
            return
        for by in self.filters.names.listed[:MOST_FILTERS]:
            values = self.questions.found_by(self.filters, by)
            other = by.swapcase()
            if not values or other in self.filters.names.listed or self._entries(self._asked(by)):
                continue  # what is ignored in its own case is told of by itself
            call = self._filtered(self.filters.asking(other, *values[:1]))
            entries = self._entries(call)
            if call is not None and entries:
                message = (
                    f"{self.filters.path[0]} by {show(other)} must be refused or return nothing, as names of "
                    f"filters are case-sensitive, but {len(entries)} entries came back."
                )
                yield self._found("ignored-filter", message, (call,))
            return

    def _by_names(self) -> Iterator[Counterexample]:
        """Ask by the names that documentation lists: none must be refused.

        Where no value of entries is known, only a refusal as that of a name that is not listed counts.
        """
        unknown = (self.filters.asking(by, NO_VALUE) for by in (NO_FILTER, *self.filters.names.others))
        refusals = {refusal_of(self._filtered(asked), self.filters) for asked in unknown} - {None}
        for by in self.filters.names.listed[:MOST_FILTERS]:
            value = next(iter(self.questions.found_by(self.filters, by)), NO_VALUE)
            call = self._filtered(self.filters.asking(by, value))
            if call is None or call.error is None:
                continue
            said = f"{call.error.code}: {call.error.message}"
            if refusal_of(call, self.filters) in refusals:
                reason = f"was refused as one that it does not list: {said}"
            elif value != NO_VALUE and call.status != 403 and not call.throttled:
                reason = f"was refused for {show(value)}, which an entry of the list has: {said}"
            else:
                continue
            path = self.filters.path[0]
            message = f"{path} by {show(by)}, which documentation lists, must be accepted, but {reason}"
            yield self._found("refused-filter", message, (call,))
            return

    def _by_no_option(self) -> Iterator[Counterexample]:
        """Compare by a word that documentation does not list: it must not be passed over."""
        for by in self.filters.names.listed if self.filters.options else ():
            values = self.questions.found_by(self.filters, by)
            asked = self.filters.asking(by, *values[:1], option=NO_OPTION) if values else None
            call = self._filtered(asked) if asked else None
            entries = self._entries(call)
            if call is not None and entries:
                message = (
                    f"{self.filters.form.option} {show(NO_OPTION)}, which documentation does not list, must "
                    f"be refused or return nothing, but {len(entries)} entries came back."
                )
                yield self._found("ignored-option", message, (call,))
                return

    def _asked(self, by: str) -> Call | None:
        """Ask with a filter for what nothing has."""
        return self._filtered(self.filters.asking(by, NO_VALUE))

    def _filtered(self, asked: JsonValue) -> Call | None:
        """Ask with a filter, for the first page; None if the contract does not allow the request."""
        params = self.questions.plain | self.questions.given(self.filters.path, asked)
        return self.questions.caller(params) if self.questions.caller.allows(params) else None

    def _entries(self, call: Call | None) -> list[Any]:
        path = next(iter(self.questions.pagination.results), "")
        return [] if call is None or not path or call.response is None else entries_at(call, path)

    def _found(self, code: str, message: str, calls: tuple[Call, ...]) -> Counterexample:
        contract, param = self.questions.caller.contract, self.filters.path[0]
        return Counterexample(
            self.law, contract.name, code, message, calls, documented(contract, param), param
        )
