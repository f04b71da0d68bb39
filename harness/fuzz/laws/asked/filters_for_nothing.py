"""Filters for what nothing has: they must leave something out, whatever entries show of it.

So must filters by values of which each entry has one: not every value may bring the whole list.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from botocore.model import OperationModel

from harness.contract.paths.member import first_value
from harness.contract.paths.shape import shape_at
from harness.contract.rules import with_defaults
from harness.contract.values import JsonValue
from harness.contract.wording import show
from harness.fuzz.laws.caller import Call
from harness.fuzz.laws.cases import documented
from harness.fuzz.laws.counterexample import Counterexample
from harness.strategies.request.valid import Requests
from harness.synth.responses.demands import (
    FAR_FUTURE,
    FAR_PAST,
    Parameter,
    documented_filters,
    parting_parameters,
    sought_texts,
    time_bounds,
)
from harness.synth.responses.demands.named_filters import EXCLUDING
from harness.synth.responses.filters import Comparison
from harness.synth.responses.views import allows
from harness.synth.service.refusals import says_invalid
from harness.synth.values.plausible.words import varied

from .filters import NO_FILTER, Filters
from .guessed_filters import likely_names
from .questions import Questions
from .wanted_entries import entries_at

_MOST = 12  # parameters that are asked with, and names of filters
_MADE_UP = ("no-such-7f3a9c", "NoSuch7f3a9c", "nosuch7f3a9c", "417203958661", "no-such-7f3a9c@example.com")
_OTHER = 7381  # by which another name differs from the plain one
# Filters that leave out, or that a made-up value may mean anything for.
_OTHERWISE = re.compile(r"exclu|not|^tag$|include|sort|order", re.IGNORECASE)
_Asked = tuple[tuple[str, ...], str, JsonValue]  # the parameter, what is asked in words, and its value


def has_unmatched(operation: OperationModel) -> bool:
    """Tell whether a list can be asked for what nothing has, by other parameters than those of entries shown.

    Args:
        operation: the operation.
    """
    return any(
        kind(operation) for kind in (documented_filters, time_bounds, sought_texts, parting_parameters)
    )


@dataclass(frozen=True)
class Unmatched:
    """Asks for what no entry has: a part of the law of what was asked for.

    Attributes:
        law: the law that this is a part of.
        questions: what is asked for of the list.
        told: the parameters of which something wrong is known already.
    """

    law: str
    questions: Questions
    told: Collection[str] = ()

    def steps(self) -> Iterator[Counterexample | None]:
        """Ask with one parameter after the other; yield what is wrong, and None after each."""
        entries = self._entries(self.questions.usual.exchanges[0])
        if not entries:
            return
        known = json.dumps(entries, default=str).lower()
        asking = (
            self._by_parameters(known),
            self._by_names(known),
            self._by_times(),
            self._by_structures(known),
        )
        told = set(self.told)
        for path, by, asked in itertools.chain(*asking):
            if path[0] not in told and path[0] not in self.questions.plain:
                found = list(self._judge(path, by, asked, entries))
                told.update(one.place for one in found)
                yield from found
                yield None
        operation = self.questions.caller.contract.operation_model
        for parameter, values in parting_parameters(operation)[:_MOST]:
            if parameter.path[0] not in told and parameter.path[0] not in self.questions.plain:
                yield from self._judge_values(parameter, values[:_MOST], entries)
                yield None
        for path, shape in self.questions.parameters:
            filters = self.questions.filters(path, shape)
            if filters is not None and path[0] not in {*told, *self.questions.plain}:
                yield from self._judge_unlisted(filters, known, entries)
                yield None

    def _by_parameters(self, known: str) -> Iterator[_Asked]:
        """Yield parameters that filter, as documentation says."""
        for parameter in documented_filters(self.questions.caller.contract.operation_model)[:_MOST]:
            value = self._made_up(parameter, known)
            if value is not None:
                is_list = parameter.shape.type_name == "list"
                yield (
                    parameter.path,
                    f"{'.'.join(parameter.path)} {show(value)}",
                    [value] if is_list else value,
                )

    def _by_names(self, known: str) -> Iterator[_Asked]:
        """Yield filters by documented names, of which no entry is known to have a value."""
        for path, shape in self.questions.parameters:
            filters = self.questions.filters(path, shape)
            if filters is None or EXCLUDING.match(path[-1]):
                continue
            option = next((one for one in filters.options if Comparison.named(one) is Comparison.EQUAL), None)
            value = next((one for one in _MADE_UP if one not in known), "")
            names = (by for by in filters.names.listed if value and not _OTHERWISE.search(by))
            unshown = (by for by in names if not self.questions.found_by(filters, by))
            for by in itertools.islice(unshown, _MOST):
                asked = filters.asking(by, value, option=option)
                yield path, f"{path[-1]} by {show(by)} for {show(value)}", asked

    def _by_times(self) -> Iterator[_Asked]:
        """Yield bounds beyond all times."""
        for parameter, is_low in time_bounds(self.questions.caller.contract.operation_model)[:_MOST]:
            moment = FAR_FUTURE if is_low else FAR_PAST
            yield parameter.path, f"{'.'.join(parameter.path)} {show(moment)}", moment

    def _by_structures(self, known: str) -> Iterator[_Asked]:
        """Yield filters that are structures, which seek a text that no entry is known to have."""
        for sought in sought_texts(self.questions.caller.contract.operation_model)[:_MOST]:
            texts = (one for one in _MADE_UP if one not in known and allows(sought.text, one))
            asked = next(map(sought.asking, texts), None)
            if asked is not None:
                path = sought.parameter.path
                yield path, f"{'.'.join(path)} {show(asked)}", asked

    def _judge_values(
        self, parameter: Parameter, values: tuple[str, ...], entries: list[Any]
    ) -> Iterator[Counterexample]:
        """Ask by each value of a parameter, as long as everything comes back."""
        is_list, calls = parameter.shape.type_name == "list", []
        for value in values:
            call = self._whole(parameter.path, [value] if is_list else value, entries)
            if call is None:
                return
            calls.append(call)
        if self._is_still(entries):
            message = (
                f"By {'.'.join(parameter.path)} entries are told apart, but all {len(entries)} came back for "
                f"each of {', '.join(map(show, values))}, as without it."
            )
            yield self._found(parameter.path, message, calls)

    def _judge_unlisted(self, filters: Filters, known: str, entries: list[Any]) -> Iterator[Counterexample]:
        """Ask by all names that filters are likely to have, and one that none has, where none are listed.

        A server refuses what it does not know, or knows one of them.
        """
        path, names = filters.path, filters.names
        listed = next(iter(self.questions.pagination.results), "")
        entry = shape_at(self.questions.caller.contract.operation_model.output_shape, f"{listed}[]")
        likely = likely_names(entry) if entry is not None else ()
        value = next((one for one in _MADE_UP if one not in known), "")
        is_filter = "filter" in path[-1].lower() and not EXCLUDING.match(path[-1])
        if names.listed or names.none or not likely or not value or not is_filter:
            return
        caller, plain = self.questions.caller, self.questions.plain
        asking = {
            by: asked
            for by in (*likely, NO_FILTER)
            if caller.allows(plain | self.questions.given(path, asked := filters.asking(by, value)))
        }
        wholes = {by: self._whole(path, asked, entries) for by, asked in asking.items()}
        calls = {by: call for by, call in wholes.items() if call is not None}
        taken = [by for by in calls if by != NO_FILTER]
        if not taken or (NO_FILTER in calls and len(calls) < len(wholes)) or not self._is_still(entries):
            return
        param, back = ".".join(path), f"all {len(entries)} entries came back, as without it."
        if NO_FILTER in calls:
            message = (
                f"{param} by each of {', '.join(map(show, calls))} for {show(value)}, which nothing in the "
                f"list has, was not refused, and {back}"
            )
            yield self._found(path, message, list(calls.values()))
        elif self._is_refused(path, asking.get(NO_FILTER)):
            message = (
                f"{param} filters by {show(taken[0])}, which is taken where other names are refused, but for "
                f"{show(value)}, which nothing in the list has, {back}"
            )
            yield self._found(path, message, [calls[taken[0]]])

    def _is_refused(self, path: tuple[str, ...], asked: JsonValue) -> bool:
        """Tell whether a server refuses a filter by a name that there is not."""
        caller = self.questions.caller
        call = caller(self.questions.plain | self.questions.given(path, asked)) if asked is not None else None
        return call is not None and call.error is not None and says_invalid(call.error.code)

    def _judge(
        self, path: tuple[str, ...], by: str, asked: JsonValue, entries: list[Any]
    ) -> Iterator[Counterexample]:
        call = self._whole(path, asked, entries)
        if call is not None and self._is_still(entries):
            message = (
                f"With {by}, which nothing in the list has, the server must refuse the request or leave "
                f"entries out, but all {len(entries)} came back, as without it."
            )
            yield self._found(path, message, [call])

    def _whole(self, path: tuple[str, ...], asked: JsonValue, entries: list[Any]) -> Call | None:
        """Return the call that asked for something and brought the whole list back, or None."""
        params = self.questions.plain | self.questions.given(path, asked)
        call = self.questions.caller(params) if self.questions.caller.allows(params) else None
        is_whole = call is not None and call.response is not None and self._entries(call) == entries
        return call if is_whole else None

    def _is_still(self, entries: list[Any]) -> bool:
        """Tell whether the list without anything asked for is still the same."""
        again = self.questions.caller(self.questions.plain)
        return again is not None and self._entries(again) == entries

    def _found(self, path: tuple[str, ...], message: str, calls: Sequence[Call]) -> Counterexample:
        contract = self.questions.caller.contract
        source, exchanges = documented(contract, path[0]), (self.questions.usual.exchanges[0], *calls)
        return Counterexample(self.law, contract.name, "ignored-filter", message, exchanges, source, path[0])

    def _made_up(self, parameter: Parameter, known: str) -> str | None:
        """Make up a text that the parameter allows, that no entry has in it, and that is no default."""
        is_list = parameter.shape.type_name == "list"
        shape = parameter.shape.member if is_list else parameter.shape
        made: dict[str, Any] = {}
        path = ".".join(parameter.path)
        Requests.of(self.questions.caller.contract).editor().put(made, path)
        plain = first_value(made, path)
        # A server may have what the plain value names: another one of its form is made up.
        forms = (one for one in (plain if isinstance(plain, list) else [plain]) if isinstance(one, str))
        texts = (*_MADE_UP, *(other for one in forms for other in varied(one, _OTHER)))
        usual = first_value(with_defaults({}, self.questions.caller.contract.rules), path)
        fitting = (one for one in texts if len(one) > 2 and allows(shape, one))
        return next((one for one in fitting if one.lower() not in known and one != usual), None)

    def _entries(self, call: Call) -> list[Any]:
        path = next(iter(self.questions.pagination.results), "")
        return entries_at(call, path) if path and call.response is not None else []
