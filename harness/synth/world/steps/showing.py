"""Show in an answer what is known."""

from __future__ import annotations

from dataclasses import replace

from harness.contract.paths.member import holder_of
from harness.contract.values import leaves_of
from harness.synth.responses.answer import Answer
from harness.synth.responses.computed import compute_members, is_partial
from harness.synth.responses.variants import requested_variants
from harness.synth.values.views import Noun
from harness.synth.world.overlay import Overlay
from harness.synth.world.records import Record
from harness.synth.world.steps.step import Step


def overlay_of(step: Step, acted: Record | None = None, *, fresh: bool = False) -> Overlay:
    """Return what lays the records that there are over an answer.

    Args:
        step: the step.
        acted: the record that the request is about, if there is one.
        fresh: whether that is being created.
    """
    owners = step.owners

    def find(noun: Noun, name: str) -> Record | None:
        return step.store.named(step.place, noun, name, owners if noun == step.noun else None)

    asked = frozenset(leaf for leaf in leaves_of(step.params) if isinstance(leaf, str))
    return Overlay(step.operation, find, acted, fresh, step.part, asked)


def show(step: Step, answer: Answer, acted: Record | None = None, *, fresh: bool = False) -> Answer:
    """Lay what is known over an answer, and make what it says of itself true again; as `overlay_of`."""
    if answer.response is None:
        return answer
    overlay = overlay_of(step, acted, fresh=fresh)
    overlay.lay(answer.response)
    if overlay.changed:
        for path, *_ in requested_variants(step.operation, step.params):
            held = holder_of(answer.response, path)
            if held is not None and held[1] in held[0]:
                held[0][held[1]] = step.params[held[1]]
        # The ETag of what was uploaded in parts is not that of its bytes.
        is_stated = acted is not None and "-" in str(acted.members.get("etag"))
        compute_members(step.operation, step.params, answer.response, ("ETag",) if is_stated else ())
    status = 206 if is_partial(step.operation, answer.response) else answer.status
    return replace(answer, status=status)
