"""The law of what was asked for: each documented rule on entries has its say, and no entry is lost.

A rule says itself what a request may ask for so that it applies (`OnResponse.asking`), by the values that
entries of the whole list have, and the rule alone says which entries are asked for. Nothing is known of a
parameter that no rule names.
"""

from __future__ import annotations

import functools
import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from harness.contract.laws import sentence
from harness.contract.paths.member import ELEMENTS, first_value, select
from harness.contract.rules import with_defaults
from harness.contract.rules.response import OnMember, OnResponse
from harness.contract.source import Source
from harness.contract.values import JsonValue, to_json_value
from harness.contract.violation import Severity
from harness.contract.wording import show
from harness.fuzz.laws.answers.faults import faults_of
from harness.fuzz.laws.caller import Call, Caller
from harness.fuzz.laws.cases import as_allowed, documented, plain_list, size_bounds
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.law import FixedLaw, Law
from harness.fuzz.laws.page_walks import PageJudge, Walk, changes, walk
from harness.models.paginators import NO_PAGES, find_pagination

LAW = "filters"

_ANY = "2026-11-20T00:00:00Z"  # a text, and a time
_FEW = 3  # values of entries that each rule asks for
_MOST_PAIRS = 15  # of rules that are asked by together
_MOST_PAGES = 40


@dataclass(frozen=True)
class Asking:
    """A request for some entries, by documented rules.

    Attributes:
        rules: what says which entries these are.
        given: the parameters that ask for them, by their paths.
        held: whether an entry of the whole list has what is asked for.
    """

    rules: tuple[OnResponse, ...]
    given: Mapping[str, JsonValue]
    held: bool = False

    @property
    def words(self) -> str:
        """What is asked for, for a person."""
        return ", ".join(f"{name} {show(value)}" for name, value in self.given.items())


def laws_of_filters(caller: Caller) -> tuple[Law, ...]:
    """Return the law of an operation that documents how requests choose; none of another."""
    if not asking_rules(caller):
        return ()
    pagination = find_pagination(caller.contract.operation_model) or NO_PAGES
    return (FixedLaw(LAW, caller, sentence(LAW), _Judge(caller, pagination).steps),)


def asking_rules(caller: Caller) -> list[OnResponse]:
    """Return the documented rules for which a request can ask, by other parameters than the caller's own."""
    rules = (rule for rule in caller.contract.rules if isinstance(rule, OnResponse))
    return [
        rule
        for rule in rules
        if any(param.partition(".")[0] not in caller.params for param, _ in rule.asking(lambda path: [_ANY]))
    ]


@dataclass(frozen=True)
class _Judge(PageJudge):
    """Asks for entries of the list that the plainest request leads to."""

    @cached_property
    def plain(self) -> dict[str, Any]:
        return plain_list(self.caller, self.pagination)

    @cached_property
    def usual(self) -> Walk:
        return walk(self.caller, self.pagination, self.plain)

    def steps(self) -> Iterator[Counterexample | None]:
        """Ask for one thing after the other; yield what is wrong, and None after each."""
        if not self.usual.answered:
            return
        for asking in self.plan():
            params = as_allowed(self.caller, self.plain, asking.given)
            if params is not None:
                yield from self._judge(asking, params)
                yield None

    def plan(self) -> Iterator[Asking]:
        """Yield what each rule asks for, one thing of each in turn, then what two rules ask for together."""
        rules = asking_rules(self.caller)
        for turn in itertools.zip_longest(*map(self._of_rule, rules)):
            yield from filter(None, turn)
        choosing = [rule for rule in rules if isinstance(rule, OnMember) and rule.choosing]
        pairs = ((one, other) for one, other in itertools.combinations(choosing, 2))
        for one, other in itertools.islice(pairs, _MOST_PAIRS):
            yield from itertools.islice(self._together(one, other), 1)

    def _of_rule(self, rule: OnResponse) -> Iterator[Asking]:
        known = {_key(value) for path in rule.paths for value in self._held(path)}
        for param, value in rule.asking(lambda path: self._some(self._held(path))):
            if param.partition(".")[0] not in self.caller.params:
                yield Asking((rule,), {param: value}, held=_key(value) in known)

    def _held(self, path: str) -> list[Any]:
        """Return the values that the whole list has at a path, each once."""
        values = [value for call in self.usual.exchanges for _, value in select(call.response, path)]
        return list({_key(value): value for value in values if isinstance(value, str | int | float)}.values())

    @staticmethod
    def _some(values: list[Any]) -> list[Any]:
        return [*values[:_FEW], *values[_FEW:][-1:]]

    def _together(self, one: OnMember, other: OnMember) -> Iterator[Asking]:
        """Yield what asks for an entry by two of its values, which it has by both rules."""
        path = list_of(one)
        if list_of(other) != path or set(one.choosing) & set(other.choosing):
            return
        for entry in entries_on(self.usual.exchanges, path):
            held = {rule: first_value(entry, inner_of(rule)) for rule in (one, other)}
            asked = [
                next(iter(rule.asking(functools.partial(_alone, value))), None)
                for rule, value in held.items()
                if value is not None
            ]
            if len(asked) == 2 and None not in asked:
                yield Asking((one, other), dict(filter(None, asked)), held=True)

    def _judge(self, asking: Asking, params: dict[str, Any]) -> Iterator[Counterexample]:
        wanted = self._wanted(asking, params)
        sized = self._sized(params, len(wanted)) if wanted else params
        found = walk(self.caller, self.pagination, sized)
        for number, call in enumerate(found.exchanges):
            if call.response is None:
                break
            for fault in faults_of(self.caller, call):
                yield replace(fault, exchanges=found.exchanges[: number + 1])
        lost = self._lost(asking, found, wanted)
        for fewer in self._in_fewer_pages(params, sized, len(wanted)) if lost else ():
            pages = walk(self.caller, self.pagination, fewer)
            if also_lost := self._lost(asking, pages, wanted):
                sized, found, lost = fewer, pages, also_lost
                break
        if lost and not changes(self.caller, self.usual) and not self._is_cut(sized):
            message = (
                f"With {asking.words} all entries that are asked for must come back, but one of the list did "
                f"not: {show(json.loads(lost[0]))}."
            )
            usual = self._pages_to(lost[0], list_of(asking.rules[0]))
            yield self._found(asking, message, (*usual, *found.exchanges))

    def _in_fewer_pages(
        self, params: dict[str, Any], sized: dict[str, Any], wanted: int
    ) -> Iterator[dict[str, Any]]:
        """Yield requests whose answers come in fewer pages than one in small pages, the fewest first."""
        if sized is params:
            return
        yield params
        limit = self.pagination.limit
        for size in dict.fromkeys((wanted - 1, -(-wanted // 2))):
            if limit is not None and size > int(sized[limit]):
                larger = as_allowed(self.caller, params, {limit: size})
                yield from () if larger is None else (larger,)

    def _pages_to(self, entry: str, path: str) -> tuple[Call, ...]:
        """Return the pages of the whole list up to the one that has an entry."""
        pages = self.usual.exchanges
        ends = (
            number for number, page in enumerate(pages, 1) if entry in map(_key, entries_on((page,), path))
        )
        return pages[: next(ends, len(pages))]

    def _wanted(self, asking: Asking, params: Mapping[str, Any]) -> list[str]:
        """Return the entries of the whole list that are asked for by all that documentation says."""
        paths = {list_of(rule) for rule in asking.rules}
        path = paths.pop()
        if paths or not path or not all(rule.choosing for rule in asking.rules):
            return []
        shape = self.caller.contract.operation_model.input_shape
        rules = [
            rule for rule in self.caller.contract.rules if isinstance(rule, OnResponse) and rule.choosing
        ]
        request = with_defaults(to_json_value(shape, dict(params)) or {}, self.caller.contract.rules)
        found = []
        for entry in entries_on(self.usual.exchanges, path):
            document = {"request": request, "response": _nested(path, [entry]), "time": None}
            is_about = all(rule.applies(document) for rule in asking.rules)
            if is_about and not any(any(rule.breaches(document)) for rule in rules):
                found.append(_key(entry))
        return found

    def _lost(self, asking: Asking, found: Walk, wanted: list[str]) -> list[str]:
        """Return the entries that should have come back and did not, where that can be told.

        It cannot where entries come back that are not in the whole list: then lists are made up, or the
        entries are shown in another way.
        """
        if not wanted or not (found.whole and self.usual.whole):
            return []
        path = list_of(asking.rules[0])
        back = {_key(entry) for entry in entries_on(found.exchanges, path)}
        if not back <= {_key(entry) for entry in entries_on(self.usual.exchanges, path)}:
            return []
        return [key for key in wanted if key not in back]

    def _is_cut(self, sized: Mapping[str, Any]) -> bool:
        """Tell whether the whole list loses entries in pages of that size, whatever else is asked for."""
        limit = self.pagination.limit
        if limit is None or limit not in sized:
            return False
        plain = walk(self.caller, self.pagination, self.plain | {limit: sized[limit]})
        return plain.whole and len(plain.entries) < len(self.usual.entries)

    def _sized(self, params: dict[str, Any], wanted: int) -> dict[str, Any]:
        """Ask for small pages, so that what is asked for counts on the later ones as well."""
        limit, bounds = self.pagination.limit, size_bounds(self.caller.contract, self.pagination)
        if bounds is None or limit is None or limit in params:
            return params
        low, high = bounds
        size = max(min(max(wanted - 1, 1), low + 1, high), low)
        if len(self.usual.entries) > _MOST_PAGES * size:
            return params
        return as_allowed(self.caller, params, {limit: size}) or params

    def _found(self, asking: Asking, message: str, calls: tuple[Call, ...]) -> Counterexample:
        contract, place = self.caller.contract, next(iter(asking.given))
        sources = [rule.source for rule in asking.rules if rule.source is not None]
        source: Source = sources[0] if sources else documented(contract, place)
        is_sure = all(one.review != "once" for one in sources)
        severity = Severity.ERROR if is_sure else Severity.WARNING
        place = "+".join(asking.given)
        return Counterexample(LAW, contract.name, "lost", message, calls, source, place, severity)


def list_of(rule: OnResponse) -> str:
    """Return the path of the list whose entries a rule is about; nothing if it is about no list."""
    lists = {
        entries if is_list else ""
        for entries, is_list, _ in (path.partition(ELEMENTS) for path in rule.paths)
    }
    return lists.pop() if len(lists) == 1 else ""


def inner_of(rule: OnMember) -> str:
    """Return the path in an entry that a rule looks at."""
    return rule.member.partition(ELEMENTS)[2].removeprefix(".")


def entries_on(pages: tuple[Call, ...], path: str) -> list[Any]:
    """Return the entries of a list on some pages."""
    lists = (first_value(page.response, path) for page in pages)
    return [entry for entries in lists if isinstance(entries, list) for entry in entries]


def _alone(value: Any, path: str) -> list[Any]:
    return [value]


def _nested(path: str, value: Any) -> Any:
    for name in reversed(path.split(".")):
        value = {name: value}
    return value


def _key(entry: JsonValue) -> str:
    return json.dumps(entry, sort_keys=True, default=str)
