"""Delete resources with all that belongs to them, or a part of one."""

from __future__ import annotations

from dataclasses import replace

from harness.synth.world.records import Record, Store
from harness.synth.world.steps.failures import tell_missing, tells_missing
from harness.synth.world.steps.finding import is_kept, named_records
from harness.synth.world.steps.refusing import refuse_at_once, refuse_missing_if_documented
from harness.synth.world.steps.showing import show
from harness.synth.world.steps.step import Outcome, Step


def delete_resources(step: Step) -> Outcome:
    """Forget the resources, or the part, that the request names; refuse what is not there if documented."""
    records, missing = named_records(step)
    answer = step.make()
    if refused := refuse_at_once(step, answer):
        return refused
    is_told = bool(missing) and tells_missing(step)
    is_apart = is_told and is_kept(step, step.noun) and _names_several(step)
    if not records and not is_apart:
        if missing and not (is_told and len(missing) > 1) and is_kept(step, step.noun):
            refused = refuse_missing_if_documented(step, missing[0])
        return refused or Outcome(show(step, answer))
    if step.part:
        step.store.put(_without_part(records[0], step.part))
        return Outcome(answer, known=True)
    answer = show(step, answer, records[0] if len(records) == 1 else None)
    for record in records:
        _remove(step.store, record)
    if is_apart and answer.response is not None:
        tell_missing(step, answer.response, missing)
    return Outcome(answer, known=not is_apart)


def _names_several(step: Step) -> bool:
    """Tell whether the request may name several resources, by a list of texts."""
    return any(isinstance(step.params.get(name), list) for name in step.action.named)


def _remove(store: Store, record: Record) -> None:
    store.remove(record)
    for each in store.belonging_to(record):
        _remove(store, each)


def _without_part(record: Record, part: str) -> Record:
    gone = set(record.parts.get(part, ()))
    members = {name: value for name, value in record.members.items() if name not in gone}
    return replace(record, members=members, parts={**record.parts, part: ()})
