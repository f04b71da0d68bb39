"""What requests ask for of the entries of a list: the values that entries have, and nearly those.

Which member of an entry a parameter speaks of follows from names and shapes, as the synthetic side infers it
(`harness.synth.responses.demands`), and from documented rules.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from harness.contract.paths.member import select
from harness.contract.paths.shape import shape_at
from harness.contract.rules import Matches, Requires, Within
from harness.contract.rules.value import comparable
from harness.contract.sentences import sentences_of
from harness.contract.values import JsonValue, format_timestamp, to_json_value
from harness.contract.words import words_of
from harness.fuzz.laws.caller import Caller
from harness.fuzz.laws.cases import plain_list
from harness.fuzz.laws.page_walks import Walk, walk
from harness.models.paginators import Pagination
from harness.models.resources import is_identifier
from harness.synth.responses.demands import (
    Tagged,
    asking_parameters,
    nested,
    part_of,
)
from harness.synth.responses.filters import Comparison
from harness.synth.responses.matching import UNSAID, Matching, is_folded, matching_of
from harness.synth.responses.views import allows
from harness.synth.values.plausible.place import singular

from .filters import (
    NO_VALUE,
    Filters,
    values_beside,
)
from .guessed_filters import names_known
from .wanted_entries import (
    all_demands,
    choosing_rules,
    entries_at,
    entries_on,
    is_wanted,
    list_of,
    values_in,
)

_FEW = 3  # values of entries that each parameter asks for
MOST_FILTERS = 20
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

    @property
    def is_of_identities(self) -> bool:
        """Whether it takes a list of ids, ARNs or names, which each name one entry."""
        return self.is_list and is_identifier(singular(self.path[-1]))

    def is_in(self, params: Mapping[str, Any]) -> bool:
        """Tell whether a request asks for something of the same member."""
        value: Any = params
        for name in self.path:
            value = value.get(name) if isinstance(value, dict) else None
        if value is None or self.filter is None:
            return value is not None
        filters, by = self.filter
        return any(entry.get(filters.form.name) == by for entry in value)

    def asking(self, value: JsonValue) -> dict[str, Any]:
        """Return the parameters that ask for a value."""
        if self.filter is not None:
            filters, by = self.filter
            asked: Any = filters.asking(by, _text(value))
        else:
            asked = [value] if self.is_list else value
        return nested(self.path, asked)


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
class Questions:
    """Asks for some entries of a list, by what the whole list has.

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
    def plain(self) -> dict[str, Any]:
        """The plainest request, without anything of pages."""
        return plain_list(self.caller, self.pagination)

    @cached_property
    def usual(self) -> Walk:
        """The list that the plainest request leads to."""
        return walk(self.caller, self.pagination, self.plain)

    def requests(self) -> Iterator[dict[str, Any]]:
        """Yield what each parameter asks for: one thing of each in turn."""
        turns = [self._of_parameter(path, shape) for path, shape in self.parameters]
        turns += [self._of_rule(rule) for rule in choosing_rules(self.caller.contract)]
        for asked in itertools.zip_longest(*turns):
            yield from (params for params in asked if params is not None)

    def with_companions(self, asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Add the parameter that must be given too: as an entry has it that is asked for, and another."""
        contract, given = self.caller.contract, written(self.caller, asked)
        rules = [rule for rule in (*contract.rules, *contract.refuted) if isinstance(rule, Requires)]
        needed = {name for rule in rules if any(rule.breaches(given)) for name in rule.then} - asked.keys()
        missing = [(path, shape) for path, shape in self.parameters if path[0] in needed and len(path) == 1]
        if len(needed) != 1 or not missing:
            yield asked
            return
        (path, shape), wanted = missing[0], all_demands(self.caller.contract, asked)
        where, values = self.asked_for(path, shape)
        fitting = [
            value
            for entry in entries_on(self.usual, list_of(where))
            if is_wanted(entry, where, wanted)
            for value in values_in(entry, where)
        ]
        others = [value for value in values if value not in fitting]
        for value in (*fitting[:1], *others[:1]):
            yield asked | self.given(path, value)

    def _of_parameter(self, path: tuple[str, ...], shape: Any) -> Iterator[dict[str, Any]]:
        filters = self.filters(path, shape)
        for value in self._values_of(path, shape) if filters is None else self._of_filters(filters):
            yield self.given(path, value)

    def pairs(self, broken: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Yield what two parameters ask for together: two values of an entry, and of two entries.

        No documentation says what two lists of identities ask for: what is in both, or in one.

        Args:
            broken: requests by one parameter that were answered wrongly: they are told of by themselves.
        """
        questions = [one for one in self._questions() if not any(map(one.is_in, broken))]
        pairs = sorted(itertools.combinations(range(len(questions)), 2), key=lambda pair: pair[1] - pair[0])
        for one, other in ((questions[first], questions[second]) for first, second in pairs[:_MOST_PAIRS]):
            if one.is_of_identities and other.is_of_identities:
                continue
            held = [
                (left, right)
                for entry in entries_on(self.usual, list_of(one.where))
                for left in values_in(entry, one.where)[:1]
                for right in values_in(entry, other.where)[:1]
            ]
            if not held or list_of(one.where) != list_of(other.where):
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
            filters = self.filters(path, shape)
            if filters is None:
                where, _ = self.asked_for(path, shape)
                if where:
                    yield _Question(where, path, is_list=shape.type_name == "list")
                continue
            for by in filters.names.listed[:_FEW]:
                asked = self.given(path, filters.asking(by, NO_VALUE))
                for where in itertools.islice(all_demands(self.caller.contract, asked), 1):
                    shape_there = self.shape_at(where)
                    if shape_there is not None and shape_there.type_name != "timestamp":
                        yield _Question(where, path, filter=(filters, by))

    def given(self, path: tuple[str, ...], value: JsonValue) -> dict[str, Any]:
        """Return the parameters that have a value at a path, as for the client's method."""
        return self.caller.parsed(nested(path, value))

    def _values_of(self, path: tuple[str, ...], shape: Any) -> Iterator[JsonValue]:
        is_list = shape.type_name == "list"
        scalar = shape.member if is_list else shape
        where, found = self.asked_for(path, shape)
        if scalar.type_name not in _SAMPLES:
            return
        widened = _widened(shape) or frozenset()
        known = [value for value in scalar.metadata.get("enum", ()) if value not in widened] if where else []
        found = [value for value in found if value not in widened]
        yield from ([value] if is_list else value for value in known[: _FEW + 1])
        matching = Matching(matching_of(shape.documentation, scalar.documentation).any_case)
        folded = is_folded(self.caller.contract.operation_model.service_model, path[-1])
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
            if folded and matching.any_case is None:  # a name in another case may find it, or may not
                beside = tuple(one for one in beside if one.lower() != value.lower())
            yield from ([one] if is_list else one for one in (value, *beside))
        if scalar.type_name == "timestamp" and not is_list:
            yield from _moments_beside(found[:1])

    def filters(self, path: tuple[str, ...], shape: Any) -> Filters | None:
        """Return the filters that a parameter takes; None if it takes none.

        Where documentation lists no names, they have those that the server is seen to know.
        """
        if path not in self._filters:
            self._filters[path] = self._named(Filters.at(self.caller.contract.operation_model, path, shape))
        return self._filters[path]

    @cached_property
    def _filters(self) -> dict[tuple[str, ...], Filters | None]:
        return {}

    def _named(self, filters: Filters | None) -> Filters | None:
        if filters is None or filters.names.listed or filters.names.none or not self.pagination.results:
            return filters
        operation, listed = self.caller.contract.operation_model, self.pagination.results[0]
        entry = shape_at(operation.output_shape, f"{listed}[]")
        if entry is None:
            return filters

        def filtered(by: str, value: str) -> list[JsonValue] | None:
            params = self.plain | self.given(filters.path, filters.asking(by, value))
            call = self.caller(params) if self.caller.allows(params) else None
            return None if call is None or call.response is None else entries_at(call, listed)

        known = names_known(entry, entries_on(self.usual, listed), filtered)
        return replace(filters, names=replace(filters.names, listed=known), is_tried=True)

    def _of_filters(self, filters: Filters) -> Iterator[JsonValue]:
        """Yield filters by the names that documentation lists, for values that entries have."""
        used = 0
        for by in filters.names.listed:
            found = self.found_by(filters, by)
            used += bool(found)
            if used > MOST_FILTERS:
                break
            given = self.given(filters.path, filters.asking(by, NO_VALUE))
            places = all_demands(self.caller.contract, given)
            yield from filters.asked(
                by, found, {where.rpartition(".")[2]: self.shape_at(where) for where in places}
            )
        if filters.names.tags:
            yield from self._of_tags(filters)

    def _of_tags(self, filters: Filters) -> Iterator[JsonValue]:
        """Yield filters by the tags of entries: one, nearly that, and its value of another key."""
        given = self.given(filters.path, filters.asking("tag:orders", NO_VALUE))
        found = {
            (str(tag[demand.named]), str(tag[demand.held])): None
            for path, demand in all_demands(self.caller.contract, given).items()
            if isinstance(demand, Tagged)
            for call in self.usual.exchanges
            for _, tags in select(call.response, path)
            for tag in (tags if isinstance(tags, list) else ())
            if tag.get(demand.named) and tag.get(demand.held)
        }
        for key, value in itertools.islice(found, _FEW):
            for one in (value, *values_beside(value, UNSAID)):
                yield filters.asking(f"tag:{key}", one)
            yield filters.asking(f"tag:{key[:-1] or key.swapcase()}", value)

    def found_by(self, filters: Filters, by: str) -> list[str]:
        """Return some values of entries that a filter goes by; no times, whose form is not written down."""
        given = self.given(filters.path, filters.asking(by, NO_VALUE))
        found = [_text(value) for value in self._found_for(given)]
        return [] if any(comparable(value) is not None and "-" in value for value in found) else found

    def asked_for(self, path: tuple[str, ...], shape: Any) -> tuple[str, list[Any]]:
        """Return the member of entries of which a parameter asks for something, and some values of it."""
        is_list = shape.type_name == "list"
        scalar = shape.member if is_list else shape
        samples = list(scalar.metadata.get("enum", ()))[:1] or _SAMPLES.get(scalar.type_name, ())
        places = [
            where
            for sample in samples
            for where in all_demands(self.caller.contract, self.given(path, [sample] if is_list else sample))
        ]
        return next(
            ((where, found) for where in places if (found := self.values_at(where))),
            (places[0] if places else "", []),
        )

    def _found_for(self, params: dict[str, Any]) -> list[Any]:
        """Return some values of entries where a parameter asks for something of them."""
        found = (self.values_at(where) for where in all_demands(self.caller.contract, params))
        return next((values for values in found if values), [])

    def _may_be(self, where: str, value: str) -> bool:
        """Tell whether an entry may have a value there."""
        shape = self.shape_at(where)
        return shape is not None and allows(shape, value)

    def shape_at(self, where: str) -> Any:
        """Return the shape of a member of entries."""
        return shape_at(self.caller.contract.operation_model.output_shape, where)

    def values_at(self, path: str) -> list[Any]:
        """Return some values that a member of entries has."""
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
                for value in self.values_at(f"{rule.member}[].{name}")[:2]:
                    beside = values_beside(value, UNSAID) if isinstance(value, str) else ()
                    for one in (value, *beside):
                        yield self.caller.parsed({rule.param: {name: one}})
            return
        for value in self.values_at(rule.member):
            for param in (rule.start, rule.end):
                if param in shape.members:
                    yield self.caller.parsed({str(param): value})
        for value in _moments_beside(self.values_at(rule.member)[:1]):
            for param in (rule.start, rule.end):
                if param in shape.members and shape.members[param].type_name == "timestamp":
                    yield self.caller.parsed({str(param): value})


def _widened(shape: Any) -> frozenset[str] | None:
    """Return the values for which more comes back than is asked for; None if that goes for any value."""
    scalar = shape.member if shape.type_name == "list" else shape
    said = [sentence.text for sentence in sentences_of(shape.documentation) if _WIDENS.search(sentence.text)]
    named = frozenset(
        value for value in scalar.metadata.get("enum", ()) if any(value in text for text in said)
    )
    return None if said and not named else named


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


def written(caller: Caller, params: Mapping[str, Any]) -> dict[str, JsonValue]:
    """Return parameters in JSON-able form."""
    found: dict[str, JsonValue] = to_json_value(caller.contract.operation_model.input_shape, dict(params))
    return found


def _tail(value: Any) -> str:
    """Return the name in a URL."""
    text = str(value)
    return text.rpartition("/")[2] if text.startswith(("http:", "https:")) else text


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
