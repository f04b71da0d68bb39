"""Remember what a recorded answer tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from harness.contract.values import JsonValue
from harness.synth.values.views import Noun, view_of
from harness.synth.world.actions import creators_of, kinds_of
from harness.synth.world.behaviours import behaviour_of
from harness.synth.world.records import Record, chief_name
from harness.synth.world.steps.finding import first_named, named_records
from harness.synth.world.steps.list import list_resources
from harness.synth.world.steps.read import read_resource
from harness.synth.world.steps.step import Step
from harness.synth.world.steps.tag import learn_tags, list_tags
from harness.synth.world.steps.use import use_resource

_SHOWING = (read_resource, list_resources, use_resource)  # what changes nothing, and may show resources
_NAMING = ("update", "tag", "retag", "untag", "tags")  # what is done with what is there


def learn(step: Step) -> None:
    """Remember what a step with a recorded answer created, changed or deleted, or what the answer shows."""
    if step.noun and step.action.role in _NAMING:
        _know_named(step)
    behaviour = behaviour_of(step.operation)
    if behaviour is list_tags:
        learn_tags(step)
    elif behaviour in _SHOWING:
        _know_shown(step)
    else:
        behaviour(step)


def _know_named(step: Step) -> None:
    """Remember that there is what a request names."""
    records, missing = named_records(step)
    names = step.action.all_names(step.params)
    chief = chief_name(names, kinds_of(step.service, step.noun))
    if missing and not records and chief is not None:
        step.store.put(Record(step.place, step.noun, chief, names, step.owners, is_whole=False))


def _know_shown(step: Step) -> None:
    response = step.make().response
    shape = step.operation.output_shape
    if shape is None or response is None:
        return
    for noun, names, value in _shown_in(step, shape, response, ""):
        _know(step, noun, names, value)


def _shown_in(
    step: Step, shape: Any, value: JsonValue, member: str
) -> Iterator[tuple[Noun, dict[str, str], dict[str, JsonValue]]]:
    """Yield the resources that a response shows: the type, the names by kind, and the structure."""
    if isinstance(value, list) and shape.type_name == "list":
        for each in value:
            yield from _shown_in(step, shape.member, each, member)
    if not isinstance(value, dict) or shape.type_name != "structure":
        return
    view = view_of(step.operation, shape, member)
    if view is not None:
        names = {kind: str(value[name]) for name, kind in reversed(view.members) if value.get(name)}
        if view.noun == step.noun and (not member or not names):
            names = {**step.action.all_names(step.params), **names}
        if names and creators_of(step.service, view.noun):
            yield view.noun, names, value
    for name, inner in shape.members.items():
        if isinstance(value.get(name), dict | list):
            yield from _shown_in(step, inner, value[name], name)


def _know(step: Step, noun: Noun, names: dict[str, str], value: Mapping[str, JsonValue]) -> None:
    """Remember what a structure shows of a resource."""
    owners = step.owners if noun == step.noun else {}
    known = first_named(step, noun, names.values(), owners)
    chief = chief_name(names, kinds_of(step.service, noun))
    if known is None and chief is not None:
        known = Record(step.place, noun, chief, {}, owners, is_whole=False)
    if known is not None:
        members = {**known.members, **{name.lower(): each for name, each in value.items()}}
        step.store.put(replace(known, names={**known.names, **names}, members=members))
