"""Refuse a request with the error that is documented for it."""

from __future__ import annotations

from dataclasses import replace

from harness.contract.schema import error_code, find_error
from harness.models.resources import kind_of
from harness.synth.responses.answer import Answer
from harness.synth.responses.refusals import error_answer, generic_invalid_code
from harness.synth.values.views import Noun
from harness.synth.world.actions import noun_named
from harness.synth.world.codes import invalid_code, missing_code, named_missing_code
from harness.synth.world.steps.finding import find_record, is_kept
from harness.synth.world.steps.step import Outcome, Step

_LONGEST = 128  # characters of a name that a message quotes: messages have a most length, too


def refuse(step: Step, code: str, message: str, status: int) -> Outcome:
    """Answer with an error; the status is for one whose model has none."""
    answer = error_answer(step.operation, code, message, step.scene)
    shape = find_error(step.operation, code)
    is_rest = step.service.resolved_protocol.startswith("rest")
    if is_rest and (shape is None or answer.status == 400):
        stated = shape is not None and shape.metadata.get("error", {}).get("httpStatusCode")
        answer = answer if stated else replace(answer, status=status)
    return Outcome(answer, known=False)


def refuse_missing(step: Step, noun: Noun, name: str) -> Outcome:
    """Refuse a request about what is not there: as documented, else as one that is not valid."""
    return _refuse_missing(step, noun, name, code_for_missing(step, noun))


def refuse_missing_if_documented(step: Step, name: str) -> Outcome | None:
    """Refuse a request about what is not there; None where no error is documented for that."""
    code = missing_code(step.operation, step.noun)
    own = {error_code(shape) for shape in step.operation.error_shapes}
    is_of_others = step.action.role == "list" and bool(own) and code not in own  # the service's errors
    return None if code is None or is_of_others else _refuse_missing(step, step.noun, name, code)


def code_for_missing(step: Step, noun: Noun) -> str:
    """Return the documented error for what is not there, else the one for requests that are not valid."""
    operation = step.operation
    return missing_code(operation, noun) or invalid_code(operation) or generic_invalid_code(step.service)


def _refuse_missing(step: Step, noun: Noun, name: str, code: str) -> Outcome:
    return refuse(step, code, missing_message(noun, name), 404)


def missing_message(noun: Noun, name: str) -> str:
    """Say that a resource is not there."""
    shown = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 3]}..."
    return f"The {' '.join(noun)} {shown!r} does not exist."


def refuse_at_once(step: Step, answer: Answer) -> Outcome | None:
    """Refuse a request whatever it names: without memory already, or as its owner is not there; or None."""
    return refuse_owner(step) if answer.error is None else Outcome(answer)


def refuse_owner(step: Step) -> Outcome | None:
    """Refuse a request about what belongs to something that is not there, if that is documented."""
    if step.learning:
        return None
    required = step.operation.input_shape.required_members if step.operation.input_shape else ()
    is_keyed = len(step.types.key_of(step.noun)) > 1
    for param in step.action.scope:
        noun, value = noun_named(step.service, param), step.params.get(param)
        if noun is None or noun == step.noun or not isinstance(value, str) or not is_kept(step, noun):
            continue
        if find_record(step, noun, value) is None:
            # What is no id may come from elsewhere: a type from a schema, the version DRAFT of a bot.
            kind = kind_of(param, noun)
            is_known = kind in ("id", "identifier", "arn") or (kind == "name" and not is_keyed)
            code = missing_code(step.operation, noun, is_own=param in required and is_known)
            if code is not None:
                return _refuse_missing(step, noun, value, code)
    return None


def refuse_filter(step: Step) -> Outcome | None:
    """Refuse a request that chooses by the name of something else that is not there, if that is documented.

    Of what it chooses from nothing may be left: the entries of a list may be of what the world does not know.
    """
    others = (name for name in step.params if name not in (*step.action.scope, *step.action.naming))
    for param in () if step.learning else others:
        noun, value = noun_named(step.service, param), step.params[param]
        if noun is None or noun == step.noun or not isinstance(value, str) or not is_kept(step, noun):
            continue
        code = named_missing_code(step.operation, noun)
        if code is not None and find_record(step, noun, value) is None:
            return _refuse_missing(step, noun, value, code)
    return None
