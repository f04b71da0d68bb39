"""Where a list begins, and which way round it is: a part of the law of what was asked for."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from harness.contract.paths.member import first_value
from harness.contract.rules import Within
from harness.contract.rules.value import comparable
from harness.contract.source import Source
from harness.contract.wording import show
from harness.contract.words import tells_time
from harness.fuzz.laws.caller import Call, Caller
from harness.fuzz.laws.cases import documented
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.page_walks import Walk, walk
from harness.synth.responses.orders import ITSELF, Sorting, sorting_of, value_in
from harness.synth.responses.starts import Start, start_of

from .wanted_entries import entries_on

_MOST_SORTED = 3  # members that a list is sorted by
_MOST_ORDERS = 8


def is_sequence(caller: Caller) -> bool:
    """Tell whether a parameter of an operation says where its list begins, or turns it round."""
    return start_of(caller.contract.operation_model) is not None or sorting_of(caller.contract) is not None


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
        start, sorting = start_of(self.caller.contract.operation_model), sorting_of(self.caller.contract)
        if start is not None and start.param not in self.caller.params:
            count = len(entries_on(self.usual, start.path))
            for number in dict.fromkeys((0, count // 2, count - 1) if count else ()):
                yield from self._after(start, number)
                yield None
        if sorting is None or sorting.params & self.caller.params.keys():
            return
        if sorting.is_turned:
            yield from self._turned(sorting)
            yield None
        for by, way in itertools.islice(_orders(sorting), _MOST_ORDERS):
            broken = next(self._sorted(sorting, by, way), None)
            yield broken
            if broken is not None:
                return  # a list that is not sorted breaks each of its orders

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

    def _sorted(self, sorting: Sorting, by: Any, way: Any) -> Iterator[Counterexample]:
        """Ask for the list in one order, or as it is where nothing is said of that."""
        given = sorting.given(by, way)
        base = {name: value for name, value in self.plain.items() if name not in sorting.params}
        member, ascends = sorting.asked(given) or ("", True)
        for more in ({}, self._from_oldest(sorting)):
            asked = base | given | more
            # Small pages show whether the order goes on from one to the next.
            found = self._walk(asked if given else self.sized(asked)) if self.caller.allows(asked) else None
            if found is not None and found.answered:
                break  # it may be refused without a time that the list begins at
        else:
            return
        if given:
            yield from self._in_pages(sorting, asked, found)
        before: tuple[Any, int] | None = None
        for number, call in enumerate(found.exchanges):
            for entry in first_value(call.response, sorting.path) or ():
                value = value_in(entry, member)
                if value is None or (tells_time(member) and comparable(value) is None):
                    continue
                if before is not None and _is_before(before[0], value) is (not ascends):
                    asked_for = ", ".join(f"{name} {show(value)}" for name, value in given.items())
                    by_member = f" by {member}" if member else ""
                    way_round = "ascending" if ascends else "descending"
                    message = (
                        f"{f'With {asked_for} ' if given else ''}{sorting.path} must be sorted{by_member}, "
                        f"{way_round}, but {show(value)} follows {show(before[0])}."
                    )
                    place = (sorting.order if way is not None else sorting.by) if given else sorting.path
                    calls = found.exchanges[before[1] : number + 1]
                    yield self._found("order", message, calls, self._said(sorting), place)
                    return
                before = value, number

    def _turned(self, sorting: Sorting) -> Iterator[Counterexample]:
        """Ask for the list one way and the other: it is not the same."""
        asked = [self.plain | sorting.given(sorting.named, way) for way in sorting.ascends if way is not None]
        asked = list(filter(self.caller.allows, asked))
        walks = [self._walk(params) for params in asked]
        if len(walks) < 2 or not all(found.whole for found in walks):
            return
        one, other = walks[:2]
        for params, found in zip(asked, walks, strict=True):
            yield from self._in_pages(sorting, params, found)
        if one.entries != other.entries or not _differ(entries_on(one, sorting.path)):
            return
        message = (
            f"{sorting.path} must be turned round by {sorting.order}, but is the same with "
            f"{' and '.join(show(way) for way in sorting.ascends if way is not None)}."
        )
        calls = (*one.exchanges, *other.exchanges)
        yield self._found("order", message, calls, self._said(sorting), sorting.order)

    def _in_pages(self, sorting: Sorting, asked: dict[str, Any], found: Walk) -> Iterator[Counterexample]:
        """Ask for the list in small pages: it has the same order."""
        small = self._walk(self.sized(asked))
        if not (small.whole and found.whole) or Counter(small.entries) != Counter(found.entries):
            return  # what is lost is told of by the law of page sizes
        member, _ = sorting.asked(asked) or (ITSELF, True)
        whole, in_pages = (
            [value_in(entry, member) for entry in entries_on(each, sorting.path)] for each in (found, small)
        )
        other = next((pair for pair in zip(whole, in_pages, strict=True) if pair[0] != pair[1]), None)
        if other is None or self._walk(asked, anew=True).entries != found.entries:
            return
        message = (
            f"{sorting.path} must have the same order in pages of any size, but in small ones "
            f"{show(other[1])} stands where {show(other[0])} stands in large ones."
        )
        calls = (*found.exchanges, *small.exchanges)
        yield self._found("order", message, calls, self._said(sorting), sorting.order or sorting.by)

    def _from_oldest(self, sorting: Sorting) -> dict[str, Any]:
        """Return the parameter by which the list begins at its oldest entry, if there is one."""
        for rule in self.caller.contract.rules:
            if isinstance(rule, Within) and rule.start and rule.member.startswith(f"{sorting.path}[]."):
                entries = entries_on(self.usual, sorting.path)
                values = [value_in(entry, rule.member.rpartition(".")[2]) for entry in entries]
                times = [value for value in values if comparable(value) is not None]
                return self.caller.parsed({rule.start: min(times)}) if times else {}
        return {}

    def _said(self, sorting: Sorting) -> Source:
        return documented(self.caller.contract, sorting.holder or sorting.order or sorting.by)

    def _found(
        self, code: str, message: str, calls: tuple[Call, ...], source: Source, place: str
    ) -> Counterexample:
        return Counterexample(self.law, self.caller.contract.name, code, message, calls, source, place)


def _orders(sorting: Sorting) -> Iterator[tuple[Any, Any]]:
    """Yield the orders that a request may ask for: as it is, each member one way and the other, one alone."""
    if sorting.asked({}) is not None:
        yield None, None
    members = [value for value in sorting.members if value is not None]
    ways = [value for value in sorting.ascends if value is not None]
    yield from itertools.product(members[:_MOST_SORTED] or [None] * (None in sorting.members), ways)
    if None in sorting.ascends:
        yield from ((value, None) for value in members[:1])
    if None in sorting.members and members:
        yield from ((None, way) for way in ways)


def _differ(entries: Sequence[Any]) -> bool:
    """Tell whether two entries have another time and number each, so that they are in some order."""
    for one, other in itertools.combinations(entries, 2):
        if not isinstance(one, dict) or not isinstance(other, dict):
            if one != other:
                return True
            continue
        known = [(one[name], other[name]) for name in one if name in other]
        keys = [pair for pair in known if all(comparable(value) is not None for value in pair)]
        if (
            known
            and all(left != right for left, right in keys)
            and any(left != right for left, right in known)
        ):
            return True
    return False


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
