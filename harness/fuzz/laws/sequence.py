"""Where a list begins, and which way round it is: a part of the law of what was asked for."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from harness.contract.paths.member import first_value
from harness.contract.rules import Within
from harness.contract.rules.value import comparable
from harness.contract.source import Source
from harness.contract.wording import show
from harness.fuzz.laws.caller import Call, Caller
from harness.fuzz.laws.cases import documented
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.demanded import entries_on
from harness.fuzz.laws.pages import Walk, walk
from harness.synth.responses.orders import Order, Sorting, order_of, sorting_of
from harness.synth.responses.starts import Start, start_of

_MOST_SORTED = 3  # members that a list is sorted by


def is_sequence(caller: Caller) -> bool:
    """Tell whether a parameter of an operation says where its list begins, or turns it round."""
    operation = caller.contract.operation_model
    known = (start_of(operation), order_of(caller.contract), sorting_of(operation))
    return any(one is not None for one in known)


@dataclass(frozen=True)
class SequenceJudge:
    """Asks for a list from another entry on, and the other way round.

    Attributes:
        law: the law that this is a part of.
        caller: calls the operation.
        plain: the plainest request.
        usual: the list that it leads to.
        sized: asks for small pages.
    """

    law: str
    caller: Caller
    plain: dict[str, Any]
    usual: Walk
    sized: Callable[[dict[str, Any]], dict[str, Any]]

    def steps(self) -> Iterator[Counterexample | None]:
        """Ask for one thing after the other; yield what is wrong, and None after each."""
        start, order = start_of(self.caller.contract.operation_model), order_of(self.caller.contract)
        if start is not None and start.param not in self.caller.params:
            count = len(entries_on(self.usual, start.path))
            for number in dict.fromkeys((0, count // 2, count - 1) if count else ()):
                yield from self._after(start, number)
                yield None
        if order is not None and order.param not in self.caller.params:
            for value in order.is_ascending:
                yield from self._ordered(order, value)
                yield None

        sorting = sorting_of(self.caller.contract.operation_model)
        if sorting is not None and not {sorting.by, sorting.order} & self.caller.params.keys():
            for by, way in itertools.product(list(sorting.members)[:_MOST_SORTED], sorting.ascends):
                yield from self._sorted(sorting, {sorting.by: by, sorting.order: way})
                yield None

    def _walk(self, params: dict[str, Any], *, anew: bool = False) -> Walk:
        return walk(self.caller, self.usual.pagination, params, anew=anew)

    def _after(self, start: Start, number: int) -> Iterator[Counterexample]:
        """Ask for what follows one of the entries."""
        whole = [start.name(entry) for entry in entries_on(self.usual, start.path)]
        asked = self.plain | {start.param: whole[number]}
        if not self.caller.allows(asked) or len(set(whole)) < len(whole):
            return
        found = self._walk(self.sized(asked))
        names = [start.name(entry) for entry in entries_on(found, start.path)]
        before, after = set(whole[: number + 1]), whole[number + 1 :]
        if not found.answered or (self.usual.whole and not before.union(after).issuperset(names)):
            return  # it is refused, or lists are made up
        early = [name for name in names if name in before]
        lost = [name for name in after if name not in names] if found.whole else []
        if not early and not lost:
            return
        again = self._walk(self.plain, anew=True)
        if [start.name(entry) for entry in entries_on(again, start.path)] != whole:
            return
        what = f"{show(early[0])} is listed" if early else f"{show(lost[0])} is lost"
        message = f"With {start.param} {show(whole[number])} the list must be what follows it, but {what}."
        source = documented(self.caller.contract, start.param)
        yield self._found("start", message, (*self.usual.exchanges, *found.exchanges), source, start.param)

    def _ordered(self, order: Order, value: bool) -> Iterator[Counterexample]:
        """Ask for the list one way round."""
        for params in ({order.param: value}, {order.param: value} | self._from_oldest(order)):
            asked = self.plain | params
            found = self._walk(asked) if self.caller.allows(asked) else None
            if found is None or not found.answered:
                continue  # it may be refused without a time that the list begins at
            for call in found.exchanges:
                yield from self._out_of_order(order, value, call)
            return

    def _out_of_order(self, order: Order, value: bool, call: Call) -> Iterator[Counterexample]:
        entries = first_value(call.response, order.path) or ()
        known = [(time, entry) for entry in entries if (time := order.moment(entry)) is not None]
        ascends = order.is_ascending[value]
        for (one, _), (other, entry) in itertools.pairwise(known):
            if one != other and (one < other) is not ascends:
                first, before = ("oldest", "later") if ascends else ("newest", "earlier")
                message = (
                    f"With {order.param} {show(value)} {order.path} must be sorted by {order.member}, the "
                    f"{first} first, but {show(entry)} follows an entry that is {before}."
                )
                yield self._found("order", message, (call,), self._said(order), order.param)
                return

    def _sorted(self, sorting: Sorting, params: dict[str, Any]) -> Iterator[Counterexample]:
        """Ask for the list in one order, and judge its pages by themselves."""
        asked = self.plain | params
        found = self._walk(asked) if self.caller.allows(asked) else None
        member, ascends = sorting.asked(params) or ("", True)
        for call in found.exchanges if found is not None and found.answered else ():
            entries = first_value(call.response, sorting.path) or ()
            values = [entry.get(member) for entry in entries if isinstance(entry, dict)]
            for one, other in itertools.pairwise(value for value in values if value is not None):
                if _is_before(one, other) is (not ascends):
                    message = (
                        f"With {sorting.by} {show(params[sorting.by])} and {sorting.order} "
                        f"{show(params[sorting.order])} {sorting.path} must be sorted by {member}, but "
                        f"{show(other)} follows {show(one)}."
                    )
                    source = documented(self.caller.contract, sorting.order)
                    yield self._found("order", message, (call,), source, sorting.order)
                    return

    def _from_oldest(self, order: Order) -> dict[str, Any]:
        """Return the parameter by which the list begins at its oldest entry, if there is one."""
        entries = entries_on(self.usual, order.path)
        times = [entry.get(order.member) for entry in entries if order.moment(entry)]
        for rule in self.caller.contract.rules:
            if isinstance(rule, Within) and rule.start and rule.member == f"{order.path}[].{order.member}":
                return self.caller.parsed({rule.start: min(times)}) if times else {}
        return {}

    def _said(self, order: Order) -> Source:
        contract = self.caller.contract
        return Source("prose", "request", order.param, 0, order.sentence, document=contract.document)

    def _found(
        self, code: str, message: str, calls: tuple[Call, ...], source: Source, place: str
    ) -> Counterexample:
        return Counterexample(self.law, self.caller.contract.name, code, message, calls, source, place)


def _is_before(one: Any, other: Any) -> bool | None:
    """Tell whether a value comes before another one; None if they are alike, or that may be."""
    early, late = comparable(one), comparable(other)
    if early is not None and late is not None:
        return None if early == late else early < late
    if (early is None) is not (late is None) or not (isinstance(one, str) and isinstance(other, str)):
        return None
    ways: tuple[Callable[[str], str], ...] = (str, str.lower, _letters, _by_number)
    verdicts = {way(one) < way(other) for way in ways}
    return None if len(verdicts) > 1 or _letters(one) == _letters(other) else verdicts.pop()


def _letters(text: str) -> str:
    """Return what most languages sort a text by."""
    return "".join(filter(str.isalnum, text.lower()))


def _by_number(text: str) -> str:
    """Return what sorts a text by the numbers in it."""
    return re.sub(r"\d+", lambda found: found[0].zfill(20), text.lower())
