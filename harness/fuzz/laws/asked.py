"""The law of what was asked for: filters, prefixes, names and time bounds hold for what comes back.

Which member of an entry a parameter speaks of follows from names and shapes, as the synthetic side infers it
(`harness.synth.responses.demands`), and from documented rules. What is asked for is taken from a list without
any of it: a value that an entry has, one that it nearly has, a time that is exactly an entry's.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from harness.contract.laws import sentence
from harness.contract.paths.member import first_value, select
from harness.contract.paths.shape import shape_at
from harness.contract.prose.names import words_of
from harness.contract.prose.text import sentences_of
from harness.contract.rules import Matches, Requires, Within
from harness.contract.rules.value import comparable
from harness.contract.source import Source
from harness.contract.values import JsonValue, format_timestamp, to_json_value
from harness.contract.wording import show
from harness.fuzz.laws.again import Again
from harness.fuzz.laws.answers import faults_of
from harness.fuzz.laws.caller import Call, Caller
from harness.fuzz.laws.cases import documented, plain_request, size_bounds, without_paging
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.filters import (
    NO_FILTER,
    NO_OPTION,
    NO_VALUE,
    Filters,
    refusal_of,
    values_beside,
)
from harness.fuzz.laws.law import FixedLaw, Law
from harness.fuzz.laws.named import Named, naming_parameters
from harness.fuzz.laws.pages import Walk, walk
from harness.fuzz.laws.sequence import SequenceJudge, is_sequence
from harness.models.paginators import NO_PAGES, Pagination, find_pagination
from harness.models.resources import parse_name
from harness.synth.responses.demands import (
    Between,
    Demand,
    asking_parameters,
    demands_of,
    needs_value,
    part_of,
)
from harness.synth.responses.filters import Comparison
from harness.synth.responses.matching import Matching, matching_of
from harness.synth.responses.responder import DEFAULT_SCENE
from harness.synth.responses.views import allows

LAW = "asked"

_FEW = 3  # values of entries that each parameter asks for
_MOST_FILTERS = 20
_MOST_PAIRS = 15  # of parameters that are asked by together
# How documentation says that more comes back than is asked for.
_WIDENS = re.compile(r"results? (?:also includes?|includes?\b.*\bboth)\b|also returns\b", re.IGNORECASE)
_SAMPLES: Mapping[str, tuple[JsonValue, ...]] = {
    "string": ("orders", "2025-06-02"),
    "integer": (1,),
    "long": (1,),
    "boolean": (True,),
    "timestamp": ("2025-06-02T09:00:00Z",),
}


def laws_of_what_is_asked(caller: Caller) -> tuple[Law, ...]:
    """Return the law of an operation that reads, or whose lists a request chooses from; none of another."""
    operation = caller.contract.operation_model
    if operation.output_shape is None or operation.input_shape is None:
        return ()
    asking = _Asking(caller, find_pagination(operation) or NO_PAGES)
    is_asked = asking.parameters or asking.rules or naming_parameters(operation) or is_sequence(caller)
    kinds = [asking.steps] if is_asked else []
    if parse_name(operation.name).role in ("read", "list"):
        kinds.append(Again(caller).steps)

    def steps() -> Iterator[Counterexample | None]:
        for kind in kinds:
            yield from kind()

    return (FixedLaw(LAW, caller, sentence(LAW), steps),) if kinds else ()


@dataclass(frozen=True)
class _Bounded:
    """The bounds of a documented rule, which says whether a bound itself counts.

    Attributes:
        rule: the rule.
        start: the least value.
        end: the largest value.
        also: the bounds of another rule on the same member.
    """

    rule: Within
    start: float | None
    end: float | None
    also: _Bounded | None = None

    def __call__(self, place: Any, shape: Any) -> JsonValue:
        """Make no value: this only judges."""
        raise NotImplementedError

    def admits(self, value: JsonValue) -> bool | None:
        """Tell whether a value lies within them."""
        moment = comparable(value)
        if moment is None:
            return None
        early = self.start is not None and moment < self.start
        late = self.end is not None and moment > self.end
        at_start = moment == self.start and not self.rule.start_inclusive
        at_end = moment == self.end and not self.rule.end_inclusive
        beyond = early or late or at_start or at_end
        return not beyond and (self.also is None or self.also.admits(value) is True)


@dataclass(frozen=True)
class _Equal:
    """One value."""

    value: JsonValue

    def __call__(self, place: Any, shape: Any) -> JsonValue:
        """Return it."""
        return self.value

    def admits(self, value: JsonValue) -> bool | None:
        """Tell whether a value is it."""
        return bool(value == self.value)


@dataclass(frozen=True)
class _Question:
    """What a request may ask for of a member of entries.

    Attributes:
        where: the member's path.
        path: the parameter, and the members within it.
        is_list: whether it takes a list of values.
        filter: the filters that it takes and the name that they go by; None of a parameter that takes none.
    """

    where: str
    path: tuple[str, ...]
    is_list: bool = False
    filter: tuple[Filters, str] | None = None

    def asking(self, value: JsonValue) -> dict[str, Any]:
        """Return the parameters that ask for a value."""
        if self.filter is not None:
            filters, by = self.filter
            nested: Any = filters.asking(by, _text(value))
        else:
            nested = [value] if self.is_list else value
        return _at(self.path, nested)


def _at(path: tuple[str, ...], value: Any) -> dict[str, Any]:
    """Return the parameters that have a value at a path."""
    for name in reversed(path):
        value = {name: value}
    asked: dict[str, Any] = value
    return asked


def _merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Put what two questions ask for into one request: filters next to filters."""
    merged = dict(one)
    for name, value in other.items():
        known = merged.get(name)
        if isinstance(known, dict) and isinstance(value, dict):
            merged[name] = _merged(known, value)
        else:
            merged[name] = [*known, *value] if isinstance(known, list) and isinstance(value, list) else value
    return merged


@dataclass(frozen=True)
class _Asking:
    """Asks for some entries of a list.

    Attributes:
        caller: calls the operation.
        pagination: the members that its pages go by.
    """

    caller: Caller
    pagination: Pagination

    @cached_property
    def parameters(self) -> tuple[tuple[tuple[str, ...], Any], ...]:
        """The parameters that ask for something of entries."""
        operation = self.caller.contract.operation_model
        said = [one.text.lower() for one in sentences_of(operation.documentation) if _WIDENS.search(one.text)]
        return tuple(
            (path, shape)
            for path, shape in asking_parameters(operation)
            if _widened(shape) is not None and not any(_in_words(path[-1]) in text for text in said)
        )

    @cached_property
    def rules(self) -> tuple[Any, ...]:
        """The documented rules on entries that a request chooses."""
        return tuple(rule for rule in self.caller.contract.rules if isinstance(rule, Within | Matches))

    @cached_property
    def plain(self) -> dict[str, Any]:
        """The plainest request, without anything of pages."""
        return without_paging(self.caller.contract, self.pagination, plain_request(self.caller))

    @cached_property
    def usual(self) -> Walk:
        """The list that the plainest request leads to."""
        return walk(self.caller, self.pagination, self.plain)

    def steps(self) -> Iterator[Counterexample | None]:
        """Ask for one thing after the other; yield what is wrong, and None after each."""
        if not self.usual.exchanges or self.usual.exchanges[0].response is None:
            return
        for params in self._requests():
            for asked in self._with_companions(self.plain | params):
                if self.caller.allows(asked):
                    yield from self._judge(asked, tuple(params))
                    yield None
        for params in self._pairs():
            asked = self.plain | params
            if self.caller.allows(asked):
                yield from self._judge(asked, tuple(params))
                yield None
        for path, shape in self.parameters:
            filters = self._filters(path, shape)
            if filters is not None and filters.names.listed:
                for judge in (self._by_nothing, self._by_other_case, self._by_names, self._by_no_option):
                    yield from judge(filters)
                    yield None
        yield from Named(self.caller, self.plain, self.usual).steps()
        yield from SequenceJudge(LAW, self.caller, self.plain, self.usual, self._sized).steps()

    # What is asked for.

    def _requests(self) -> Iterator[dict[str, Any]]:
        """Yield what each parameter asks for: one thing of each in turn."""
        turns = [self._of_parameter(path, shape) for path, shape in self.parameters]
        turns += [self._of_rule(rule) for rule in self.rules]
        for asked in itertools.zip_longest(*turns):
            yield from (params for params in asked if params is not None)

    def _with_companions(self, asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Add the parameter that must be given too: as an entry has it that is asked for, and another."""
        contract, written = self.caller.contract, _json(self.caller, asked)
        rules = [rule for rule in (*contract.rules, *contract.refuted) if isinstance(rule, Requires)]
        needed = {name for rule in rules if any(rule.breaches(written)) for name in rule.then} - asked.keys()
        missing = [(path, shape) for path, shape in self.parameters if path[0] in needed and len(path) == 1]
        if len(needed) != 1 or not missing:
            yield asked
            return
        (path, shape), wanted = missing[0], self._demands(asked)
        where, values = self._asked_for(path, shape)
        fitting = [
            value
            for call in self.usual.exchanges
            for entry in _entries(call, _list_of(where))
            if _is_wanted(entry, where, wanted)
            for value in _values_in(entry, where)
        ]
        others = [value for value in values if value not in fitting]
        for value in (*fitting[:1], *others[:1]):
            yield asked | self._given(path, value)

    def _of_parameter(self, path: tuple[str, ...], shape: Any) -> Iterator[dict[str, Any]]:
        filters = self._filters(path, shape)
        for value in self._values_of(path, shape) if filters is None else self._of_filters(filters):
            yield self._given(path, value)

    def _pairs(self) -> Iterator[dict[str, Any]]:
        """Yield what two parameters ask for together: two values of an entry, and of two entries."""
        questions = list(self._questions())
        pairs = sorted(itertools.combinations(range(len(questions)), 2), key=lambda pair: pair[1] - pair[0])
        for one, other in ((questions[first], questions[second]) for first, second in pairs[:_MOST_PAIRS]):
            held = [
                (left, right)
                for call in self.usual.exchanges
                for entry in _entries(call, _list_of(one.where))
                for left in _values_in(entry, one.where)[:1]
                for right in _values_in(entry, other.where)[:1]
            ]
            if not held or _list_of(one.where) != _list_of(other.where):
                continue
            left, right = held[len(held) // 2]
            asked = [(left, right)]
            if one.where != other.where:  # two bounds of one time are asked for in order only
                asked += itertools.islice(((left, each) for _, each in held if (left, each) not in held), 1)
            for values in asked:
                yield self.caller.parsed(_merged(one.asking(values[0]), other.asking(values[1])))

    def _questions(self) -> Iterator[_Question]:
        """Yield what a request may ask for of a member of entries."""
        for path, shape in self.parameters:
            filters = self._filters(path, shape)
            if filters is None:
                where, _ = self._asked_for(path, shape)
                if where:
                    yield _Question(where, path, is_list=shape.type_name == "list")
                continue
            for by in filters.names.listed[:_FEW]:
                asked = self._given(path, filters.asking(by, NO_VALUE))
                for where in itertools.islice(self._demands(asked), 1):
                    yield _Question(where, path, filter=(filters, by))

    def _given(self, path: tuple[str, ...], value: JsonValue) -> dict[str, Any]:
        return self.caller.parsed(_at(path, value))

    def _values_of(self, path: tuple[str, ...], shape: Any) -> Iterator[JsonValue]:
        is_list = shape.type_name == "list"
        scalar = shape.member if is_list else shape
        where, found = self._asked_for(path, shape)
        if scalar.type_name not in _SAMPLES:
            return
        widened = _widened(shape) or frozenset()
        known = [value for value in scalar.metadata.get("enum", ()) if value not in widened] if where else []
        found = [value for value in found if value not in widened]
        yield from ([value] if is_list else value for value in known[: _FEW + 1])
        matching = Matching(matching_of(shape.documentation, scalar.documentation).any_case)
        part = part_of(path[-1], shape)
        if part is not None and part[0] is Comparison.CONTAINS:
            for value in found:
                inner = value[len(value) // 3 : len(value) // 3 + max(len(value) // 2, 1)]
                yield from (inner, inner.swapcase(), value[: len(value) // 2], value)
            return
        if part is not None:
            # Which part of an ARN begins so is not told (the family of ECS's task definitions).
            found = [_tail(value) for value in found if not str(value).startswith("arn:")]
            for value in found:
                half = max(len(value) // 2, 1)
                yield from (value[:half], value[1 : half + 1] or value, value, value[:half].swapcase())
            return
        if is_list and len(found) > 1:
            yield found[:2]
        for value in found:
            is_text = scalar.type_name == "string" and isinstance(value, str)
            beside = values_beside(value, matching) if is_text else ()
            beside = tuple(one for one in beside if self._may_be(where, one))
            yield from ([one] if is_list else one for one in (value, *beside))
        if scalar.type_name == "timestamp" and not is_list:
            yield from _moments_beside(found[:1])

    def _filters(self, path: tuple[str, ...], shape: Any) -> Filters | None:
        return Filters.at(self.caller.contract.operation_model, path, shape)

    def _of_filters(self, filters: Filters) -> Iterator[JsonValue]:
        """Yield filters by the names that documentation lists, for values that entries have."""
        used = 0
        for by in filters.names.listed:
            found = self._found_by(filters, by)
            used += bool(found)
            if used > _MOST_FILTERS:
                return
            given = self._given(filters.path, filters.asking(by, NO_VALUE))
            yield from filters.asked(by, found, [self._shape_at(where) for where in self._demands(given)])

    def _found_by(self, filters: Filters, by: str) -> list[str]:
        """Return some values of entries that a filter goes by; no times, whose form is not written down."""
        given = self._given(filters.path, filters.asking(by, NO_VALUE))
        found = [_text(value) for value in self._found_for(given)]
        return [] if any(comparable(value) is not None and "-" in value for value in found) else found

    def _asked_for(self, path: tuple[str, ...], shape: Any) -> tuple[str, list[Any]]:
        """Return the member of entries of which a parameter asks for something, and some values of it."""
        is_list = shape.type_name == "list"
        scalar = shape.member if is_list else shape
        samples = list(scalar.metadata.get("enum", ()))[:1] or _SAMPLES.get(scalar.type_name, ())
        places = [
            where
            for sample in samples
            for where in self._demands(self._given(path, [sample] if is_list else sample))
        ]
        return next(
            ((where, found) for where in places if (found := self._values_at(where))),
            (places[0] if places else "", []),
        )

    def _found_for(self, params: dict[str, Any]) -> list[Any]:
        """Return some values of entries where a parameter asks for something of them."""
        found = (self._values_at(where) for where in self._demands(params))
        return next((values for values in found if values), [])

    def _may_be(self, where: str, value: str) -> bool:
        """Tell whether an entry may have a value there."""
        shape = self._shape_at(where)
        return shape is not None and allows(shape, value)

    def _shape_at(self, where: str) -> Any:
        return shape_at(self.caller.contract.operation_model.output_shape, where)

    def _values_at(self, path: str) -> list[Any]:
        values = [
            value
            for call in self.usual.exchanges
            for _, value in select(call.response, path)
            if isinstance(value, str | int | float) and value != ""
        ]
        distinct = list(dict.fromkeys(values))
        if len(distinct) <= _FEW:
            return distinct
        return [distinct[len(distinct) // 2], distinct[0], distinct[-1]]

    def _of_rule(self, rule: Within | Matches) -> Iterator[dict[str, Any]]:
        shape: Any = self.caller.contract.operation_model.input_shape
        if isinstance(rule, Matches):
            entry: Any = shape_at(self.caller.contract.operation_model.output_shape, f"{rule.member}[]")
            for name in entry.members if entry is not None and entry.type_name == "structure" else ():
                for value in self._values_at(f"{rule.member}[].{name}")[:2]:
                    beside = values_beside(value, Matching()) if isinstance(value, str) else ()
                    for one in (value, *beside):
                        yield self.caller.parsed({rule.param: {name: one}})
            return
        for value in self._values_at(rule.member):
            for param in (rule.start, rule.end):
                if param in shape.members:
                    yield self.caller.parsed({str(param): value})
        for value in _moments_beside(self._values_at(rule.member)[:1]):
            for param in (rule.start, rule.end):
                if param in shape.members and shape.members[param].type_name == "timestamp":
                    yield self.caller.parsed({str(param): value})

    # What comes back.

    def _demands(self, params: Mapping[str, Any]) -> dict[str, Demand]:
        """Return what a request asks of entries, by their paths."""
        operation = self.caller.contract.operation_model
        asked = to_json_value(operation.input_shape, dict(params))
        found = demands_of(operation, asked, DEFAULT_SCENE)
        for rule in self.rules:
            if isinstance(rule, Within):
                start, end = (
                    None if param is None else comparable(first_value(asked, param))
                    for param in (rule.start, rule.end)
                )
                if start is not None or end is not None:
                    other = found.get(rule.member)
                    also = other if isinstance(other, _Bounded) else None
                    found[rule.member] = _Bounded(rule, start, end, also)
            else:
                wanted = first_value(asked, rule.param)
                for name, value in wanted.items() if isinstance(wanted, dict) else ():
                    found[f"{rule.member}[].{name}"] = _Equal(value)
        return {path: demand for path, demand in found.items() if "[]" in path}

    def _judge(self, params: dict[str, Any], names: tuple[str, ...]) -> Iterator[Counterexample]:
        demands = self._demands(params)
        listed, wanted = self._wanted(demands)
        # What matches nothing has one page of any size. Without a size, some servers filter in another way.
        found = walk(self.caller, self.pagination, self._sized(params) if wanted else params)
        asked = ", ".join(f"{name} {show(_json(self.caller, params)[name])}" for name in names)
        for number, call in enumerate(found.exchanges):
            if call.response is None:
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
        if lost and self._is_steady(listed):
            message = (
                f"With {asked} all entries that are asked for must come back, but one of the list did not: "
                f"{show(json.loads(lost[0]))}."
            )
            calls = (*self.usual.exchanges, *found.exchanges)
            yield self._found("lost", message, calls, names)

    def _wrong(self, call: Call, demands: Mapping[str, Demand]) -> Iterator[tuple[str, JsonValue, JsonValue]]:
        """Yield the entries that are not what was asked for: the member's path, the entry, and the value.

        Those that break a documented rule are told of as such (`faults_of`).
        """
        for path, demand in demands.items():
            if isinstance(demand, _Bounded | _Equal):
                continue
            must_have = self._must_have(path, demand)
            for entry in _entries(call, _list_of(path)):
                values = _values_in(entry, path)
                if not values and must_have:
                    yield path, entry, None
                elif values and not any(demand.admits(value) is not False for value in values):
                    yield path, entry, values[0]

    def _must_have(self, path: str, demand: Demand) -> bool:
        """Tell whether an entry without a value is none that is asked for, as another entry has one.

        One of some documented values may be meant where there is none.
        """
        shape = self._shape_at(path)
        if path.count("[]") > 1 or shape is None or shape.metadata.get("enum") or not needs_value(demand):
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
        step = dt.timedelta(milliseconds=1 if comparable(moment) == demand.bounds.low else -1)
        moved = _moved(params, step)
        if not demand.is_bound(moment) or moved == params:  # dates have no fraction
            return False
        found = walk(self.caller, self.pagination, moved)
        entries = [_entries(call, path) for call in found.exchanges for path in self.pagination.results]
        return not found.whole or any(entry in some for some in entries)

    def _by_nothing(self, filters: Filters) -> Iterator[Counterexample]:
        """Ask by filters that the operation does not have, as is documented: they must not be passed over."""
        listed = self.usual.exchanges[0]
        for by in (NO_FILTER, *filters.names.others):
            call = self._filtered(filters, filters.asking(by, NO_VALUE))
            entries = self._entries(call)
            if call is not None and entries and entries == self._entries(listed):
                message = (
                    f"{filters.path[0]} by {show(by)}, which documentation does not list, must be refused or "
                    f"return nothing, but {len(entries)} entries came back, as without it."
                )
                yield self._found("ignored-filter", message, (listed, call), filters.path[:1])
                return

    def _by_other_case(self, filters: Filters) -> Iterator[Counterexample]:
        """Ask by a listed name in another case, where documentation says that case matters."""
        if not filters.tells_case:
            return
        for by in filters.names.listed[:_MOST_FILTERS]:
            values = self._found_by(filters, by)
            other = by.swapcase()
            if not values or other in filters.names.listed:
                continue
            call = self._filtered(filters, filters.asking(other, *values[:1]))
            entries = self._entries(call)
            if call is not None and entries:
                message = (
                    f"{filters.path[0]} by {show(other)} must be refused or return nothing, as names of "
                    f"filters are case-sensitive, but {len(entries)} entries came back."
                )
                yield self._found("ignored-filter", message, (call,), filters.path[:1])
            return

    def _by_names(self, filters: Filters) -> Iterator[Counterexample]:
        """Ask by the names that documentation lists: none must be refused as one that it does not list."""
        unknown = (filters.asking(by, NO_VALUE) for by in (NO_FILTER, *filters.names.others))
        refusals = {refusal_of(self._filtered(filters, asked), filters) for asked in unknown} - {None}
        for by in filters.names.listed[:_MOST_FILTERS] if refusals else ():
            value = next(iter(self._found_by(filters, by)), NO_VALUE)
            call = self._filtered(filters, filters.asking(by, value))
            if call is not None and call.error is not None and refusal_of(call, filters) in refusals:
                message = (
                    f"{filters.path[0]} by {show(by)}, which documentation lists, must be accepted, but was "
                    f"refused as one that it does not list: {call.error.code}: {call.error.message}"
                )
                yield self._found("refused-filter", message, (call,), filters.path[:1])
                return

    def _by_no_option(self, filters: Filters) -> Iterator[Counterexample]:
        """Compare by a word that documentation does not list: it must not be passed over."""
        for by in filters.names.listed if filters.options else ():
            values = self._found_by(filters, by)
            asked = filters.asking(by, *values[:1], option=NO_OPTION) if values else None
            call = self._filtered(filters, asked) if asked else None
            entries = self._entries(call)
            if call is not None and entries:
                message = (
                    f"{filters.form.option} {show(NO_OPTION)}, which documentation does not list, must be "
                    f"refused or return nothing, but {len(entries)} entries came back."
                )
                yield self._found("ignored-option", message, (call,), filters.path[:1])
                return

    def _filtered(self, filters: Filters, asked: JsonValue) -> Call | None:
        """Ask with a filter, for the first page; None if the contract does not allow the request."""
        params = self.plain | self._given(filters.path, asked)
        return self.caller(params) if self.caller.allows(params) else None

    def _entries(self, call: Call | None) -> list[Any]:
        path = self.pagination.results[0] if self.pagination.results else ""
        return [] if call is None or not path or call.response is None else _entries(call, path)

    def _sized(self, params: dict[str, Any]) -> dict[str, Any]:
        """Ask for small pages, so that what is asked for counts on the later ones as well."""
        contract, limit = self.caller.contract, self.pagination.limit
        bounds = size_bounds(contract, self.pagination)
        entries = len(self.usual.entries)
        if bounds is None or limit is None or limit in params or entries > 40 * (bounds[0] + 1):
            return params
        size = min(bounds[0] + 1, bounds[1])
        shape = shape_at(contract.operation_model.input_shape, limit)
        is_text = shape is not None and shape.type_name == "string"
        sized = {**params, limit: str(size) if is_text else size}
        return sized if self.caller.allows(sized) else params

    def _is_steady(self, path: str) -> bool:
        """Tell whether the list without anything asked for is still the same."""
        again = walk(self.caller, self.pagination, self.plain, anew=True)
        lists = ([_entries(call, path) for call in each.exchanges] for each in (self.usual, again))
        return next(lists) == next(lists)

    def _wanted(self, demands: Mapping[str, Demand]) -> tuple[str, list[str]]:
        """Return the list that a request chooses from, and which entries of the whole one it asks for."""
        path = self.pagination.results[0] if self.pagination.results else ""
        demands = {where: demand for where, demand in demands.items() if _list_of(where) == path or not path}
        if len(paths := {_list_of(where) for where in demands}) != 1:
            return "", []
        (path,) = paths
        whole = [entry for call in self.usual.exchanges for entry in _entries(call, path)]
        return path, [_key(entry) for entry in whole if _is_wanted(entry, path, demands)]

    def _lost(self, found: Walk, path: str, wanted: list[str]) -> list[str]:
        """Return the entries that should have come back and did not, where that can be told.

        It cannot where entries come back that are not in the whole list: then lists are made up, or the
        entries are shown in another way.
        """
        if not wanted or not (found.whole and self.usual.whole):
            return []
        back = {_key(entry) for call in found.exchanges for entry in _entries(call, path)}
        if not back <= {_key(entry) for call in self.usual.exchanges for entry in _entries(call, path)}:
            return []
        return [key for key in wanted if key not in back]

    def _found(
        self, code: str, message: str, calls: tuple[Call, ...], names: tuple[str, ...]
    ) -> Counterexample:
        source: Source = documented(self.caller.contract, names[0])
        return Counterexample(LAW, self.caller.contract.name, code, message, calls, source, "+".join(names))


def _widened(shape: Any) -> frozenset[str] | None:
    """Return the values for which more comes back than is asked for; None if that goes for any value."""
    scalar = shape.member if shape.type_name == "list" else shape
    said = [sentence.text for sentence in sentences_of(shape.documentation) if _WIDENS.search(sentence.text)]
    named = frozenset(
        value for value in scalar.metadata.get("enum", ()) if any(value in text for text in said)
    )
    return None if said and not named else named


def _moved(value: Any, step: dt.timedelta) -> Any:
    """Return parameters with all their times moved."""
    if isinstance(value, Mapping):
        return {name: _moved(inner, step) for name, inner in value.items()}
    return value + step if isinstance(value, dt.datetime) else value


def _moments_beside(values: Sequence[Any]) -> Iterator[str]:
    """Yield the times a second before and after some: another time of an entry may lie between."""
    for value in values:
        moment = comparable(value) if isinstance(value, str) else None
        if moment is not None:
            for seconds in (-1, 1):
                yield format_timestamp(dt.datetime.fromtimestamp(moment + seconds, dt.UTC))


def _in_words(name: str) -> str:
    """Write a parameter's name as a description says it: "start time"."""
    return " ".join(words_of(name))


def _json(caller: Caller, params: Mapping[str, Any]) -> dict[str, JsonValue]:
    written: dict[str, JsonValue] = to_json_value(caller.contract.operation_model.input_shape, dict(params))
    return written


def _with_calls(fault: Counterexample, calls: tuple[Call, ...]) -> Counterexample:
    return replace(fault, exchanges=calls)


def _list_of(path: str) -> str:
    return path.partition("[]")[0]


def _entries(call: Call, path: str) -> list[Any]:
    found = first_value(call.response, path)
    return found if isinstance(found, list) else []


def _key(entry: JsonValue) -> str:
    return json.dumps(entry, sort_keys=True, default=str)


def _values_in(entry: JsonValue, path: str) -> list[Any]:
    """Return the values of an entry at the path of a demand."""
    rest = path.partition("[]")[2].removeprefix(".")
    return [value for _, value in select(entry, rest)] if rest else [entry]


def _is_wanted(entry: JsonValue, path: str, demands: Mapping[str, Demand]) -> bool:
    return all(
        any(demand.admits(value) is True for value in _values_in(entry, where))
        for where, demand in demands.items()
    )


def _tail(value: Any) -> str:
    """Return the name in a URL."""
    text = str(value)
    return text.rpartition("/")[2] if text.startswith(("http:", "https:")) else text


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
