"""Do what is none of the other kinds: start, send, validate; what is known shows in the answer."""

from __future__ import annotations

from harness.synth.world.steps.finding import is_kept, named_records
from harness.synth.world.steps.refusing import refuse_missing_if_documented
from harness.synth.world.steps.showing import show
from harness.synth.world.steps.step import Outcome, Step


def use_resource(step: Step) -> Outcome:
    """Answer a request that changes nothing that is known."""
    if not step.noun:
        return Outcome(show(step, step.make()))
    records, missing = named_records(step)
    answer = step.make()
    if answer.error is not None:
        return Outcome(answer)
    is_gone = missing and not records and not step.part and is_kept(step, step.noun)
    if is_gone and (refused := refuse_missing_if_documented(step, missing[0])):
        return refused
    acted = records[0] if len(records) == 1 else None
    return Outcome(show(step, answer, acted), known=True if records else None)
