"""Add, replace, remove and list the tags of resources."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from harness.synth.world.codes import missing_code
from harness.synth.world.records import Record
from harness.synth.world.steps.finding import named_records
from harness.synth.world.steps.refusing import missing_message, refuse, refuse_at_once
from harness.synth.world.steps.showing import show
from harness.synth.world.steps.step import Outcome, Step
from harness.synth.world.tags import Tags, keys_in, lay_tags, tags_in

_UNTYPED = ("resource",)  # what has tags by an ARN, and whose type nobody tells


def add_tags(step: Step) -> Outcome:
    """Add the tags that the request gives."""
    given = _given(step)
    return _change(step, lambda tags: {**tags, **given})


def replace_tags(step: Step) -> Outcome:
    """Replace all tags by those that the request gives."""
    given = _given(step)
    return _change(step, lambda _: given)


def remove_tags(step: Step) -> Outcome:
    """Remove the tags whose keys the request has; all if it has none."""
    own = step.action.naming
    others = {name: value for name, value in step.params.items() if name not in own}
    keys = keys_in(step.operation.input_shape, others)
    return _change(
        step, lambda tags: {} if keys is None else {key: tags[key] for key in tags if key not in keys}
    )


def list_tags(step: Step) -> Outcome:
    """Show the tags of the resource."""
    records, missing = named_records(step)
    answer = step.make()
    if refused := refuse_at_once(step, answer):
        return refused
    if answer.response is None:
        return Outcome(answer)
    if not records:
        return _refuse_missing(step, missing) or Outcome(answer)
    record = records[0]
    if not record.tags and (code := missing_code(step.operation, (), (*step.noun, "tag"))):
        return refuse(step, code, f"{record.name!r} has no tags.", 404)
    lay_tags(step.operation.output_shape, answer.response, record.tags)
    return Outcome(answer, known=True)


def learn_tags(step: Step) -> None:
    """Remember the tags that a recorded answer shows."""
    records, missing = named_records(step)
    tags = tags_in(step.operation.output_shape, step.make().response or {}) or {}
    for record in (records or _untyped(step, missing))[:1]:
        step.store.put(replace(record, tags=tags))


def _given(step: Step) -> dict[str, str]:
    return tags_in(step.operation.input_shape, step.params) or {}


def _change(step: Step, change: Callable[[Tags], Mapping[str, str]]) -> Outcome:
    """Change the tags of the resources that the request names; what nobody created may have tags as well."""
    records, missing = named_records(step)
    answer = step.make()
    if refused := refuse_at_once(step, answer) or (None if records else _refuse_missing(step, missing)):
        return refused
    for record in records or _untyped(step, missing):
        step.store.put(replace(record, tags=dict(change(record.tags))))
    return Outcome(show(step, answer), known=True)


def _refuse_missing(step: Step, missing: list[str]) -> Outcome | None:
    """Refuse a request about the tags of what is not there, if that is documented."""
    if not missing or step.learning:
        return None
    code = missing_code(step.operation, step.noun or _noun_of(missing[0]) or _UNTYPED)
    return None if code is None else refuse(step, code, missing_message(_UNTYPED, missing[0]), 404)


def _noun_of(arn: str) -> tuple[str, ...]:
    """Return what an ARN says that it is of: ``loadbalancer``, in one word."""
    kind = re.match(r"arn:(?:[^:]*:){4}([A-Za-z-]+)[/:]", arn)
    return () if kind is None else (kind[1].replace("-", "").lower(),)


def _untyped(step: Step, arns: list[str]) -> list[Record]:
    return [Record(step.place, _UNTYPED, arn, {"arn": arn}) for arn in arns]
