"""Errors that an operation answers with: which documented one, with which words, members and status."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from botocore.model import OperationModel, ServiceModel, Shape

from harness.contract.common_errors import is_common_error
from harness.contract.contract import Contract
from harness.contract.exchange import ErrorAnswer
from harness.contract.paths.pointer import to_steps, to_words
from harness.contract.schema import error_code, find_error
from harness.contract.values import JsonValue, to_json_value
from harness.contract.violation import Violation
from harness.contract.words import words_of
from harness.models.paginators import Pagination
from harness.models.traits import trait
from harness.synth.responses.answer import Answer
from harness.synth.scene import Scene
from harness.synth.values.choices import SeededChoices
from harness.synth.values.maker import UNKNOWN, Maker
from harness.synth.values.plausible import Place
from harness.wire.protocol import protocol_named
from harness.wire.refusals import ENDING, INVALID

# Of a value that a message shows: the member that holds a message may have room for 256 (WorkMail).
_LONGEST = 128
_MOST_ENTRIES = 5

_INVALID_TOKEN = (r"^(Invalid|Expired).*(Token|Marker|Cursor)$", *INVALID)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")  # which the shapes of some messages rule out

# Of errors that all services have and none documents, those with another status than 400 ("Common Errors" of
# AWS's API references, "Error responses" of S3's and EC2's).
_COMMON = {
    "AccessDenied": 403,
    "AccessDeniedException": 403,
    "ExpiredTokenException": 403,
    "InternalError": 500,
    "InternalFailure": 500,
    "InternalServerError": 500,
    "RequestLimitExceeded": 503,
    "ServiceUnavailable": 503,
    "SlowDown": 503,
    "UnrecognizedClientException": 403,
}

_STATUS = re.compile(r"[45]\d\d")  # all that botocore knows of an error whose answer has no body


def refuse_request(
    contract: Contract, params: Mapping[str, Any], violations: Sequence[Violation], scene: Scene
) -> Answer:
    """Answer a request that breaks its contract.

    Args:
        contract: the operation's contract.
        params: the parameters as a caller passes them.
        violations: what they break, at least one.
        scene: region, account and time.
    """
    operation = contract.operation_model
    asked = to_json_value(operation.input_shape, dict(params))
    own = (error_of_missing(operation, one) for one in violations)
    code = next(filter(None, own), None) or _code(operation, INVALID) or _generic(operation, violations)
    return error_answer(operation, code, validation_message(operation, asked, violations), scene)


def error_of_missing(operation: OperationModel, violation: Violation) -> str:
    """Return the error of a missing parameter, such as ``PullRequestIdRequiredException``; or nothing.

    Args:
        operation: the operation.
        violation: what a request breaks.
    """
    steps = to_steps(violation.pointer)
    if violation.code != "required" or len(steps) != 1:
        return ""
    wanted = [*words_of(steps[0]), "required"]
    shapes = operation.error_shapes
    return next((error_code(one) for one in shapes if list(words_of(one.name))[: len(wanted)] == wanted), "")


def refuse_token(
    contract: Contract, params: Mapping[str, JsonValue], pagination: Pagination, scene: Scene
) -> Answer:
    """Answer a request whose token does not go with its parameters, or was never returned."""
    operation = contract.operation_model
    names = " and ".join(name for name in pagination.input_tokens if params.get(name))
    code = _code(operation, _INVALID_TOKEN) or _generic(operation, ())
    message = f"The value of {names} is not valid: it was not returned for a request with these parameters."
    return error_answer(operation, code, message, scene)


def refuse_limit(operation: OperationModel, limit: str, scene: Scene) -> Answer:
    """Answer a request whose limit is a text that is no number."""
    code = _code(operation, INVALID) or _generic(operation, ())
    return error_answer(operation, code, f"The value of {limit} is not valid: it must be a number.", scene)


def error_answer(
    operation: OperationModel,
    code: str,
    message: str,
    scene: Scene,
    members: Mapping[str, JsonValue] | None = None,
) -> Answer:
    """Make an error answer, with the members that the documented error must have.

    Args:
        operation: the operation that fails.
        code: the error code, documented or not, or the name of the error's shape.
        message: the message.
        scene: region, account and time.
        members: further members of the error, in JSON-able form; they win over made ones.
    """
    shape = find_error(operation, code)
    if shape is None:
        status = int(code) if _STATUS.fullmatch(code) else _COMMON.get(code, 400)
        return Answer(error=ErrorAnswer(code, message, members or {}), status=status)
    message = _of_length(shape, message)
    place = Place(operation.service_model.service_name, owner=shape.name)
    maker = Maker(SeededChoices(operation.name, code), scene, _ErrorPlan(message))
    made: dict[str, JsonValue] = maker.make(shape, place)
    made = {name: value for name, value in made.items() if name.lower() not in ("message", "code")}
    ours = 500 if trait(shape, "fault") else 400  # by whose fault it is (Smithy's trait `error`)
    status = int(shape.metadata.get("error", {}).get("httpStatusCode", ours))
    answer = ErrorAnswer(error_code(shape), message, {**made, **(members or {})})
    return Answer(error=answer, status=status)


def _of_length(shape: Any, message: str) -> str:
    """Cut a message to what the member of an error that holds it has room for."""
    rooms = (
        member.metadata.get("max") for name, member in shape.members.items() if name.lower() == "message"
    )
    room = next((room for room in rooms if room), len(message))
    return message if len(message) <= room else f"{message[: room - 3]}..."


class _ErrorPlan:
    """An error has its message and what it must have."""

    def __init__(self, message: str) -> None:
        self._message = message

    def includes(self, place: Place, shape: Shape) -> bool:
        return False

    def entries(self, place: Place, shape: Shape) -> int:
        return 1

    def known(self, place: Place, shape: Shape) -> JsonValue:
        return self._message if place.name.lower() == "message" and shape.type_name == "string" else UNKNOWN

    def prefers(self, place: Place, values: list[str]) -> list[str]:
        return [value for value in values if "validation" in value.lower()] or values


def _code(operation: OperationModel, names: Iterable[str]) -> str | None:
    """Find the documented error whose name says it best."""
    shapes = {ENDING.sub("", shape.name): shape for shape in reversed(operation.error_shapes)}
    for pattern in names:
        for name, shape in shapes.items():
            if re.search(pattern, name, re.IGNORECASE):
                return error_code(shape)
    return None


def _generic(operation: OperationModel, violations: Sequence[Violation]) -> str:
    """Return the code that the protocol's services have for it ("Common Error Types" of their references)."""
    missing = protocol_named(operation.service_model.resolved_protocol).codes.missing
    is_missing = bool(violations) and violations[0].code == "required"
    return missing if is_missing and missing is not None else generic_invalid_code(operation.service_model)


def generic_invalid_code(service: ServiceModel) -> str:
    """Return the code that a service has for requests that are not valid where none is documented."""
    code = protocol_named(service.resolved_protocol).codes.invalid
    return code if is_common_error(service, code) else "ValidationError"  # S3's is not that of CloudFront


def validation_message(operation: OperationModel, params: JsonValue, violations: Sequence[Violation]) -> str:
    """Word what is wrong with a request as AWS's services word it.

    Where the model's own trait is broken: ``1 validation error detected: Value '51' at 'maxResults' failed to
    satisfy constraint: Member must have value less than or equal to 50``. Where a documented rule is, the
    rule is said in its place.
    """
    details = [_detail(operation, params, violation) for violation in violations]
    count = f"{len(details)} validation error{'s' if len(details) > 1 else ''} detected"
    return f"{count}: {'; '.join(details)}"


def _detail(operation: OperationModel, params: JsonValue, violation: Violation) -> str:
    steps = to_steps(violation.pointer)
    shape, value = _follow(operation.input_shape, params, steps)
    constraint = _constraint(violation, shape, value)
    if constraint is None:
        return violation.message.removesuffix(".")
    where = to_words(violation.pointer)
    shown = "null" if violation.code in ("required", "null") else f"'{_shown(value)}'"
    return f"Value {shown} at '{where[:1].lower()}{where[1:]}' failed to satisfy constraint: {constraint}"


def _follow(shape: Any, value: JsonValue, steps: Sequence[str]) -> tuple[Shape | None, JsonValue]:
    """Return the shape and value that a pointer's steps lead to."""
    for step in steps:
        if shape is None:
            break
        if isinstance(value, list):
            shape, value = getattr(shape, "member", None), value[int(step)]
        elif shape.type_name == "map":
            shape, value = shape.value, value.get(step, step) if isinstance(value, dict) else None
        else:
            shape = shape.members.get(step) if shape.type_name == "structure" else None
            value = value.get(step) if isinstance(value, dict) else None
    return shape, value


def _constraint(violation: Violation, shape: Shape | None, value: JsonValue) -> str | None:
    """Word the broken trait; None for a documented rule, or what a trait alone does not say."""
    if violation.code in ("required", "null"):
        return "Member must not be null"
    if violation.source.origin != "model" or shape is None:
        return None
    traits = shape.metadata
    match violation.code:
        case "enum":
            return (
                f"Member must satisfy enum value set: [{', '.join(traits['enum'])}]"
                if "enum" in traits
                else None
            )
        case "pattern":
            return f"Member must satisfy regular expression pattern: {traits.get('pattern')}"
        case "range" | "length" | "size":
            limit = violation.source.trait
            measure = "value" if violation.code == "range" else "length"
            relation = "greater" if limit == "min" else "less"
            return f"Member must have {measure} {relation} than or equal to {traits.get(limit)}"
    return None


def _shown(value: JsonValue) -> str:
    if isinstance(value, list):
        shown = f"[{', '.join(map(_shown, value[:_MOST_ENTRIES]))}]"
        text = shown if len(value) <= _MOST_ENTRIES else f"{shown[:-1]}, ...]"
        return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 4]}...]"
    text = _CONTROL.sub(" ", str(value).lower() if isinstance(value, bool) else str(value))
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
