"""List the resources that there are: on pages, filtered, and in folders by a delimiter."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from harness.contract.paths.member import first_value, select
from harness.contract.rules import with_defaults
from harness.contract.values import JsonValue
from harness.models.paginators import find_pagination
from harness.models.resources import tail_of
from harness.synth.matching import WILDCARDS
from harness.synth.responses.batches import told_of_batches
from harness.synth.responses.demands import (
    demands_of,
    has_unknown_filter,
    hidden_texts,
    is_beyond_all,
    partition_of,
    searched_texts,
)
from harness.synth.responses.failure_lists import lists_of_missing
from harness.synth.responses.orders import sorting_of
from harness.synth.responses.starts import start_of
from harness.synth.world.actions import shows
from harness.synth.world.records import Record
from harness.synth.world.steps.failures import tell_missing, tells_missing
from harness.synth.world.steps.finding import is_kept, named_records
from harness.synth.world.steps.refusing import (
    refuse_filter,
    refuse_missing_if_documented,
    refuse_owner,
)
from harness.synth.world.steps.showing import overlay_of, show
from harness.synth.world.steps.step import Outcome, Step
from harness.synth.world.steps.use import use_resource


def list_resources(step: Step) -> Outcome:
    """Show the resources that there are, or those that the request names."""
    if not shows(step.operation, step.noun) or not is_kept(step, step.noun):
        return use_resource(step)
    records, missing = named_records(step)
    answer = step.make(there={step.noun: ()})
    if answer.error is not None and not _has_token(step):
        return Outcome(answer)
    if refused := refuse_owner(step):
        return refused
    if missing and not tells_missing(step) and (refused := refuse_missing_if_documented(step, missing[0])):
        return refused
    if not records and not missing:
        records = step.store.of_type(step.place, step.noun, step.owners)
    whole = _Whole(step, records)
    kept = _filtered(whole)
    if not kept and (refused := refuse_filter(step)):
        return refused
    records, folders = _in_folders(step, [records[number] for number in _sorted(whole, kept)])
    answer = step.make(there={step.noun: [record.pairs() for record in records]})
    if answer.error is not None or answer.response is None:
        return Outcome(answer)
    answer = show(step, answer)
    assert answer.response is not None
    if folders is not None:
        answer.response["CommonPrefixes"] = [{"Prefix": folder} for folder in folders]
    _empty(step, answer.response, is_found=bool(records) or not missing, is_missed=bool(missing))
    if missing:
        tell_missing(step, answer.response, missing)
    return Outcome(answer, known=not missing)


def _empty(step: Step, response: dict[str, JsonValue], *, is_found: bool, is_missed: bool) -> None:
    """Empty the lists of what is there and of what is missing if nothing is, whatever their least length."""
    failures = {name for name, _ in lists_of_missing(step.operation)}
    for listed in {path.partition("[]")[0] for path in told_of_batches(step.operation, step.params)}:
        if listed in response and not (is_missed if listed in failures else is_found):
            response[listed] = []


def _has_token(step: Step) -> bool:
    pagination = find_pagination(step.operation)
    tokens = () if pagination is None else pagination.input_tokens
    return any(first_value(step.params, path) for path in tokens)


@dataclass(frozen=True)
class _Whole:
    """The whole list of some records, which is made once, and only if something asks what is in it."""

    step: Step
    records: Sequence[Record]

    @cached_property
    def response(self) -> dict[str, JsonValue]:
        """The answer that shows all of them."""
        there = {self.step.noun: [record.pairs() for record in self.records]}
        answer = self.step.make(there=there, whole=True)
        if answer.response is None:
            return {}
        overlay_of(self.step).lay(answer.response)
        return answer.response

    def entries(self, path: str) -> Sequence[JsonValue] | None:
        """Return the entries of a list, one for each record in their order; None if it has others."""
        entries = first_value(self.response, path) or ()
        return entries if len(entries) == len(self.records) else None


def _filtered(whole: _Whole) -> list[int]:
    """Return the numbers of the records that the request's filters ask for."""
    step, records = whole.step, whole.records
    if has_unknown_filter(step.operation, step.params) or is_beyond_all(step.operation, step.params):
        return []
    partitions = list(partition_of(step.operation, step.params, with_defaults({}, step.contract.rules)))
    kept = [
        number for number, one in enumerate(records) if all(each.admits(one.members) for each in partitions)
    ]
    demands = demands_of(step.operation, step.params, step.scene)
    hidden = ((text,) for text in hidden_texts(step.operation, step.params, step.scene))
    asked = [*hidden, *searched_texts(step.operation, step.params)]
    if not (demands or asked) or not records:
        return kept
    # What stands next to the lists may be what the request says, again.
    lists = [value for value in whole.response.values() if isinstance(value, list | dict)]
    if not all(any(_is_known(step, records, lists, text) for text in texts) for texts in asked):
        return []
    for path, demand in demands.items():
        listed, _, rest = path.partition("[]")
        entries = whole.entries(listed)
        if entries is None:
            continue
        inside = rest.lstrip(".")
        kept = [
            number
            for number in kept
            if any(demand.admits(value) is not False for _, value in select(entries[number], inside))
        ]
    return kept


def _sorted(whole: _Whole, kept: list[int]) -> list[int]:
    """Bring the numbers of records in the order that the request asks for, or that is documented."""
    sorting = sorting_of(whole.step.contract)
    if sorting is None or len(kept) < 2:
        return kept
    entries = whole.entries(sorting.path)
    if entries is None:
        return kept
    order = sorting.order_of(whole.step.params, [entries[number] for number in kept])
    return [kept[position] for position in order]


def _is_known(step: Step, records: Sequence[Record], shown: JsonValue, text: str) -> bool:
    """Tell whether a world has a text in what is listed, or has something that it names."""
    known = (shown, *((record.names, record.scope, record.members, record.tags) for record in records))
    said = json.dumps(known, default=str).lower()
    if set(text) & set(WILDCARDS) or tail_of(text).lower() in said:
        return True
    return step.store.named(step.place, None, text) is not None


def _in_folders(step: Step, records: list[Record]) -> tuple[list[Record], list[str] | None]:
    """Put the records whose names go on after a delimiter into folders, where the request says so."""
    output: Any = step.operation.output_shape
    delimiter = step.params.get("Delimiter")
    if "CommonPrefixes" not in output.members or not delimiter:
        return records, None
    prefix = str(step.params.get("Prefix") or "")
    start = start_of(step.operation)
    after = str(step.params.get(start.param) or "") if start is not None else ""
    folders: dict[str, None] = {}
    plain = []
    for record in (record for record in records if not after or record.name.encode() > after.encode()):
        head, found, _ = record.name[len(prefix) :].partition(delimiter)
        if found:
            folders[prefix + head + delimiter] = None
        else:
            plain.append(record)
    return plain, list(folders)
