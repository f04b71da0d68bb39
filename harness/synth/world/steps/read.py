"""Read a resource, or a part of one."""

from __future__ import annotations

from typing import Any

from harness.models.resources import parse_name
from harness.synth.responses.answer import Answer
from harness.synth.world.codes import missing_code
from harness.synth.world.records import Record
from harness.synth.world.steps.finding import is_kept, named_records
from harness.synth.world.steps.refusing import code_for_missing, refuse, refuse_at_once, refuse_missing
from harness.synth.world.steps.showing import show
from harness.synth.world.steps.step import Outcome, Step


def read_resource(step: Step) -> Outcome:
    """Show what is known of the resource; refuse one that is not there."""
    records, missing = named_records(step)
    answer = step.make()
    if refused := refuse_at_once(step, answer):
        return refused
    if records:
        return _read_part(step, records[0], answer) if step.part else _shown(step, records[0], answer)
    if missing and is_kept(step, step.noun) and not _is_filter(step):
        return refuse_missing(step, step.noun, missing[0])
    return Outcome(show(step, answer))


def _is_filter(step: Step) -> bool:
    """Tell whether a list can do without what a request names: what it lists may be unknown to the world."""
    required = step.operation.input_shape.required_members
    return parse_name(step.operation.name).role == "list" and step.action.naming.isdisjoint(required)


def _shown(step: Step, record: Record, answer: Answer) -> Outcome:
    return Outcome(show(step, answer, record), known=True)


def _read_part(step: Step, record: Record, answer: Answer) -> Outcome:
    members = record.parts.get(step.part)
    if members:
        return _shown(step, record, answer)
    is_removed = members is not None
    code = missing_code(step.operation, step.noun, step.action.part)
    if is_removed and code is None:
        return _read_removed(step, record, answer)
    if code is not None and (is_removed or code != missing_code(step.operation, step.noun)):
        return _refuse_part(step, record, code)
    return _shown(step, record, answer)


def _read_removed(step: Step, record: Record, answer: Answer) -> Outcome:
    """Answer for a part that was taken away: with an error where something must be shown of it."""
    output: Any = step.operation.output_shape
    own = {name for name in output.members if step.types.kind_in(name, step.noun) is None}
    if own & set(output.required_members):
        return _refuse_part(step, record, code_for_missing(step, step.noun))
    for name in own:
        (answer.response or {}).pop(name, None)
    return Outcome(answer, known=True)


def _refuse_part(step: Step, record: Record, code: str) -> Outcome:
    return refuse(step, code, f"The {' '.join(step.noun)} {record.name!r} has no {step.part}.", 404)
