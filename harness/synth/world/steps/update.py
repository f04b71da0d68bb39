"""Change a resource, or set a part of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from harness.contract.values import JsonValue
from harness.synth.world.overlay import flat
from harness.synth.world.records import Record
from harness.synth.world.steps.finding import is_kept, named_records
from harness.synth.world.steps.refusing import refuse_at_once, refuse_missing
from harness.synth.world.steps.showing import show
from harness.synth.world.steps.step import Outcome, Step
from harness.synth.world.tags import tags_in


def update_resource(step: Step) -> Outcome:
    """Remember what the request says of the resource; refuse one that is not there."""
    records, missing = named_records(step)
    answer = step.make()
    if refused := refuse_at_once(step, answer):
        return refused
    if records:
        old = records[0]
        new = _changed(step, old)
        if new.key != old.key:
            step.store.remove(old)
        step.store.put(new)
        return Outcome(show(step, answer, new), known=True)
    if missing and is_kept(step, step.noun):
        return refuse_missing(step, step.noun, missing[0])
    return Outcome(show(step, answer))


def _changed(step: Step, record: Record) -> Record:
    """Return a record with what the request changes of it."""
    renamed = _renamed(step, record)
    sent = _sent(step, record, renamed)
    names = {
        **record.names,
        **{kind: step.params[path] for path, kind in renamed.items()},
        **_new_names(record, sent),
    }
    tags = tags_in(step.operation.input_shape, step.params, step.noun)
    parts = dict(record.parts)
    if step.part:
        parts[step.part] = tuple(sent) or ("",)  # it is there, if nothing is said of it
    chief = next((kind for kind, text in record.names.items() if text == record.name), "")
    return replace(
        record,
        name=names.get(chief, record.name),
        names=names,
        members={**record.members, **sent},
        tags=record.tags if tags is None else tags,
        parts=parts,
    )


def _renamed(step: Step, record: Record) -> dict[str, str]:
    """Return the parameters that give new names, with their kinds: of several, those not its own so far."""
    named = {path: kind for path, kind in step.action.named.items() if isinstance(step.params.get(path), str)}
    return {
        path: kind
        for path, kind in named.items()
        if len(named) > 1 and kind != "arn" and step.params[path] not in record.names.values()
    }


def _sent(step: Step, record: Record, renamed: Mapping[str, str]) -> dict[str, JsonValue]:
    """Return what the request says besides the name; attributes are added to those that are known."""
    own = step.action.naming - renamed.keys()
    sent = flat(step.operation, {name: value for name, value in step.params.items() if name not in own})
    if isinstance(sent.get("attributename"), str) and "attributevalue" in sent:
        sent["attributes"] = {sent.pop("attributename"): sent.pop("attributevalue")}
    known = record.members.get("attributes")
    if isinstance(sent.get("attributes"), dict) and isinstance(known, dict):
        sent["attributes"] = {**known, **sent["attributes"]}
    return sent


def _new_names(record: Record, sent: Mapping[str, JsonValue]) -> dict[str, str]:
    """Return the names that members such as ``NewName`` or ``NewQueueName`` give, by kind."""
    found = {}
    for name, value in sent.items():
        old = name.removeprefix("new")
        for kind, text in record.names.items():
            is_its = old in (kind, "".join(record.noun) + kind)
            if name.startswith("new") and is_its and isinstance(value, str) and text:
                found[kind] = value
    return found
