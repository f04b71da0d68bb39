"""The law of what was asked for: filters, prefixes, names and time bounds hold for what comes back.

What is asked for (`harness.fuzz.laws.asked.questions`) is taken from a list without any of it: a value
that an entry has, one that it nearly has, a time that is exactly an entry's.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from harness.contract.laws import sentence
from harness.contract.paths.member import select
from harness.contract.paths.shape import shape_at
from harness.contract.rules.value import comparable
from harness.contract.source import Source
from harness.contract.values import JsonValue
from harness.contract.wording import show
from harness.fuzz.laws.answers.faults import faults_of
from harness.fuzz.laws.answers.rereads import Again
from harness.fuzz.laws.caller import Call, Caller
from harness.fuzz.laws.cases import documented, size_bounds
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.law import FixedLaw, Law
from harness.fuzz.laws.page_walks import Walk, walk
from harness.fuzz.laws.requests.refusals import may_be_refused
from harness.models.paginators import NO_PAGES, Pagination, find_pagination
from harness.models.resources import parse_name
from harness.synth.responses.demands import Between, Demand
from harness.synth.service.refusals import says_invalid

from .by_name import Named, naming_parameters
from .filters_for_nothing import Unmatched, has_unmatched
from .ignored import Ignored
from .listed_filters import ListedFilters
from .order import SequenceJudge, is_sequence
from .questions import Questions, written
from .switches import Switches
from .wanted_entries import (
    Bounded,
    Equal,
    all_demands,
    choosing_rules,
    entries_at,
    entries_on,
    is_wanted,
    list_of,
    values_in,
)

LAW = "asked"


def laws_of_what_is_asked(caller: Caller) -> tuple[Law, ...]:
    """Return the law of an operation that reads, or whose lists a request chooses from; none of another."""
    operation = caller.contract.operation_model
    if operation.output_shape is None or operation.input_shape is None:
        return ()
    questions = Questions(caller, find_pagination(operation) or NO_PAGES)
    is_asked = (
        questions.parameters
        or has_unmatched(operation)
        or choosing_rules(caller.contract)
        or naming_parameters(operation)
        or is_sequence(caller)
    )
    kinds = [_Judge(questions).steps] if is_asked else []
    if parse_name(operation.name).role in ("read", "list"):
        kinds.append(Switches(LAW, caller).steps)
        kinds.append(Again(caller).steps)
        kinds.append(Ignored(LAW, caller).steps)

    def steps() -> Iterator[Counterexample | None]:
        for kind in kinds:
            yield from kind()

    return (FixedLaw(LAW, caller, sentence(LAW), steps),) if kinds else ()


@dataclass(frozen=True)
class _Judge:
    """Judges what comes back for what is asked for.

    Attributes:
        questions: what is asked for.
    """

    questions: Questions

    @property
    def caller(self) -> Caller:
        return self.questions.caller

    @property
    def pagination(self) -> Pagination:
        return self.questions.pagination

    @property
    def usual(self) -> Walk:
        return self.questions.usual

    def steps(self) -> Iterator[Counterexample | None]:
        """Ask for one thing after the other; yield what is wrong, and None after each."""
        if not self.usual.exchanges or self.usual.exchanges[0].response is None:
            return
        broken: list[dict[str, Any]] = []
        for params in self.questions.requests():
            for asked in self.questions.with_companions(self.questions.plain | params):
                if self.caller.allows(asked):
                    found = list(self._judge(asked, tuple(params)))
                    broken += [params] * any(one.law == LAW for one in found)
                    yield from found
                    yield None
        for params in self.questions.pairs(broken):
            asked = self.questions.plain | params
            if self.caller.allows(asked):
                yield from self._judge(asked, tuple(params))
                yield None
        for path, shape in self.questions.parameters:
            filters = self.questions.filters(path, shape)
            if filters is not None and filters.names.listed:
                yield from ListedFilters(LAW, self.questions, filters).steps()
        told = {name for params in broken for name in params}
        yield from Unmatched(LAW, self.questions, told).steps()
        yield from Named(self.caller, self.questions.plain, self.usual).steps()
        yield from SequenceJudge(LAW, self.caller, self.questions.plain, self.usual, self._sized).steps()

    @cached_property
    def _usual_demands(self) -> dict[str, Demand]:
        """What every request asks for, which is no news: a name may stand where entries show an id."""
        return all_demands(self.caller.contract, self.questions.plain)

    def _judge(self, params: dict[str, Any], names: tuple[str, ...]) -> Iterator[Counterexample]:
        asked_for = all_demands(self.caller.contract, params)
        demands = {path: one for path, one in asked_for.items() if self._usual_demands.get(path) != one}
        listed, wanted = self._wanted(demands)
        # What matches nothing has one page of any size. Without a size, some servers filter in another way.
        sized = self._sized(params, len(wanted)) if wanted else params
        found = walk(self.caller, self.pagination, sized)
        asked = ", ".join(f"{name} {show(written(self.caller, params)[name])}" for name in names)
        for number, call in enumerate(found.exchanges):
            if call.response is None:
                if number == 0 and wanted and len(names) == 1:
                    yield from self._refused(call, params, names[0], demands)
                return
            calls = found.exchanges[: number + 1]
            for fault in faults_of(self.caller, call):
                yield _with_calls(fault, calls)
            for path, entry, wrong in self._wrong(call, demands):
                demand = demands[path]
                if isinstance(demand, Between) and self._is_cut_off(params, demand, wrong, entry):
                    continue
                held = "missing" if wrong is None else show(wrong)
                message = (
                    f"With {asked} every entry must be what was asked for, but {path} was {held}"
                    f"{'' if entry == wrong else f' in {show(entry)}'}."
                )
                yield self._found("not-asked-for", message, calls, names)
                break
        lost = self._lost(found, listed, wanted)
        if lost and self._is_steady(listed) and not self._is_cut(sized):
            message = (
                f"With {asked} all entries that are asked for must come back, but one of the list did not: "
                f"{show(json.loads(lost[0]))}."
            )
            calls = (*self.usual.exchanges, *found.exchanges)
            yield self._found("lost", message, calls, names)

    def _refused(
        self, call: Call, params: dict[str, Any], name: str, demands: Mapping[str, Demand]
    ) -> Iterator[Counterexample]:
        """Judge a refusal of what an entry of the list has: it is there to be asked for."""
        value = params[name]
        asked = value if isinstance(value, str) else value[0] if value and isinstance(value, list) else None
        held = {
            text.lower()
            for where in demands
            for entry in entries_on(self.usual, list_of(where))
            for text in values_in(entry, where)
            if isinstance(text, str)
        }
        error = call.error
        if (
            error is None
            or not isinstance(asked, str)
            or asked.lower() not in held
            or not says_invalid(error.code)
            or may_be_refused(self.caller, params, error.message)
        ):
            return
        message = (
            f"With {name} {show(asked)}, which an entry of the list has, a request must be accepted, but was "
            f"refused: {error.code}: {error.message}"
        )
        yield self._found("refused", message, (*self.usual.exchanges, call), (name,))

    def _is_cut(self, sized: Mapping[str, Any]) -> bool:
        """Tell whether the whole list loses entries in pages of that size, whatever else is asked for."""
        limit = self.pagination.limit
        if limit is None or limit not in sized:
            return False
        plain = walk(self.caller, self.pagination, self.questions.plain | {limit: sized[limit]})
        return plain.whole and len(plain.entries) < len(self.usual.entries)

    def _wrong(self, call: Call, demands: Mapping[str, Demand]) -> Iterator[tuple[str, JsonValue, JsonValue]]:
        """Yield the entries that are not what was asked for: the member's path, the entry, and the value.

        Those that break a documented rule are told of as such (`faults_of`).
        """
        for path, demand in demands.items():
            if isinstance(demand, Bounded | Equal):
                continue
            must_have = self._must_have(path, demand)
            for entry in entries_at(call, list_of(path)):
                values = values_in(entry, path)
                if not values and must_have:
                    yield path, entry, None
                elif values and not any(demand.admits(value) is not False for value in values):
                    yield path, entry, values[0]

    def _must_have(self, path: str, demand: Demand) -> bool:
        """Tell whether an entry without a value is none that is asked for, as another entry has one.

        One of some documented values may be meant where there is none.
        """
        shape = self.questions.shape_at(path)
        if path.count("[]") > 1 or shape is None or shape.metadata.get("enum") or not demand.needs_value:
            return False
        return shape.type_name != "boolean" and any(
            demand.admits(value) is True
            for call in self.usual.exchanges
            for _, value in select(call.response, path)
        )

    def _is_cut_off(
        self, params: dict[str, Any], demand: Between, moment: JsonValue, entry: JsonValue
    ) -> bool:
        """Tell whether an entry's time is shown without its fraction, so that it is not the bound itself.

        It comes back then if the bound is a millisecond further.
        """
        is_low = comparable(moment) == demand.bounds.low
        if is_low and (comparable(moment) or 0) % 1:
            return True  # it is shown with milliseconds, and no bound is finer
        moved = _moved(params, dt.timedelta(milliseconds=1 if is_low else -1))
        if not demand.is_bound(moment) or moved == params:  # dates have no fraction
            return False
        found = walk(self.caller, self.pagination, moved)
        entries = [entries_at(call, path) for call in found.exchanges for path in self.pagination.results]
        return not found.whole or any(entry in some for some in entries)

    def _sized(self, params: dict[str, Any], wanted: int | None = None) -> dict[str, Any]:
        """Ask for small pages, so that what is asked for counts on the later ones as well.

        Args:
            params: the request.
            wanted: how many entries it asks for, where that is known: fewer are on the first page.
        """
        contract, limit = self.caller.contract, self.pagination.limit
        bounds = size_bounds(contract, self.pagination)
        entries = len(self.usual.entries)
        if bounds is None or limit is None or limit in params or entries > 40 * (bounds[0] + 1):
            return params
        few = bounds[0] + 1 if wanted is None or wanted < 2 else min(bounds[0] + 1, wanted - 1)
        size = max(min(few, bounds[1]), bounds[0])
        shape = shape_at(contract.operation_model.input_shape, limit)
        is_text = shape is not None and shape.type_name == "string"
        sized = {**params, limit: str(size) if is_text else size}
        return sized if self.caller.allows(sized) else params

    def _is_steady(self, path: str) -> bool:
        """Tell whether the list without anything asked for is still the same."""
        again = walk(self.caller, self.pagination, self.questions.plain, anew=True)
        lists = ([entries_at(call, path) for call in each.exchanges] for each in (self.usual, again))
        return next(lists) == next(lists)

    def _wanted(self, demands: Mapping[str, Demand]) -> tuple[str, list[str]]:
        """Return the list that a request chooses from, and which entries of the whole one it asks for."""
        path = self.pagination.results[0] if self.pagination.results else ""
        demands = {where: demand for where, demand in demands.items() if list_of(where) == path or not path}
        if len(paths := {list_of(where) for where in demands}) != 1:
            return "", []
        (path,) = paths
        whole = entries_on(self.usual, path)
        return path, [_key(entry) for entry in whole if is_wanted(entry, path, demands)]

    def _lost(self, found: Walk, path: str, wanted: list[str]) -> list[str]:
        """Return the entries that should have come back and did not, where that can be told.

        It cannot where entries come back that are not in the whole list: then lists are made up, or the
        entries are shown in another way.
        """
        if not wanted or not (found.whole and self.usual.whole):
            return []
        back = {_key(entry) for entry in entries_on(found, path)}
        if not back <= {_key(entry) for entry in entries_on(self.usual, path)}:
            return []
        return [key for key in wanted if key not in back]

    def _found(
        self, code: str, message: str, calls: tuple[Call, ...], names: tuple[str, ...]
    ) -> Counterexample:
        source: Source = documented(self.caller.contract, names[0])
        return Counterexample(LAW, self.caller.contract.name, code, message, calls, source, "+".join(names))


def _moved(value: Any, step: dt.timedelta) -> Any:
    """Return parameters with all their times moved."""
    if isinstance(value, Mapping):
        return {name: _moved(inner, step) for name, inner in value.items()}
    return value + step if isinstance(value, dt.datetime) else value


def _with_calls(fault: Counterexample, calls: tuple[Call, ...]) -> Counterexample:
    return replace(fault, exchanges=calls)


def _key(entry: JsonValue) -> str:
    return json.dumps(entry, sort_keys=True, default=str)
