"""Tell at a glance that recordings hold no secret, as nearly all of those that were redacted do not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

import orjson

from harness.message.reading import Side, form_of
from harness.redaction.credentials import is_credential_header, is_redacted
from harness.redaction.exposure import (
    guarded_headers,
    guarded_names,
    header_prefixes,
    is_exposed,
    is_guarded,
    without_known_keys,
)
from harness.redaction.specification import is_secret_name
from harness.redaction.suspicion import is_suspect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from botocore.model import OperationModel, Shape

    from harness.cassette.model import Headers, Interaction, Request, Response
    from harness.contract.exchange import Exchange
    from harness.redaction.edit import SecretEditor
    from harness.redaction.specification import Redaction

Recording = tuple["OperationModel | None", "Interaction", "Exchange | None"]
"""A recording with its operation, if that is known, and decoded, if it has been."""

_MOST_SEARCHED_AT_ONCE = 1 << 18
_FIRST_ERROR = 300
_ENCODING = frozenset(("content-encoding", "transfer-encoding"))


def is_clean(recording: Recording, editor: SecretEditor) -> bool:
    """Tell of a recording whether it surely has nothing to edit.

    Args:
        recording: the recording.
        editor: the rules, and what was found before.
    """
    parts = _parts(*recording, editor.redaction)
    return parts is not None and not _are_suspect(parts, editor)


def is_answer_clean(operation: OperationModel | None, response: Response, editor: SecretEditor) -> bool:
    """Tell of an answer whether it surely has nothing to edit, whatever its request has.

    Args:
        operation: the operation; None if it is not known.
        response: the answer.
        editor: the rules, and what was found before.
    """
    parts = _parts_of_response(operation, response, None, editor.redaction)
    return parts is not None and not _are_suspect(parts, editor)


def _are_suspect(parts: Sequence[bytes], editor: SecretEditor) -> bool:
    # What may be compressed or binary is told by how it begins.
    texts = [part for part in parts if part.isascii() and b"\0" not in part]
    others = [part for part in parts if not part.isascii() or b"\0" in part]
    return any(is_suspect(part, editor) for part in (b"\n".join(texts), *others))


def _parts(
    operation: OperationModel | None,
    interaction: Interaction,
    exchange: Exchange | None,
    redaction: Redaction,
) -> list[bytes] | None:
    """Return all of a recording that may hold a secret by its looks; None if it may hold one by its place."""
    if len(interaction.request.body) + len(interaction.response.body) > _MOST_SEARCHED_AT_ONCE:
        return None
    asked = _parts_of_request(operation, interaction, redaction)
    if asked is None:
        return None
    answered = _parts_of_response(operation, interaction.response, exchange, redaction)
    return None if answered is None else [*asked, *answered]


def _parts_of_request(
    operation: OperationModel | None, interaction: Interaction, redaction: Redaction
) -> list[bytes] | None:
    request, facts = interaction.request, interaction.facts
    shape = operation.input_shape if operation is not None else None
    texts = _header_texts(shape, request.headers, redaction)
    if texts is None or any(name in request.uri.lower() for name in redaction.queries):
        return None
    if operation is None and (redaction.pointers or redaction.functions):
        return None
    given = facts.params if facts is not None else None
    if operation is not None and _is_request_exposed(operation, request, given, redaction):
        return None
    params = as_json(given) if facts is not None else b""
    body = request.body
    if operation is not None and shape is not None:
        service = operation.service_model.service_name
        params = without_known_keys(shape, params, redaction.members, "model", service)
        if form_of(request.headers, operation.service_model.resolved_protocol, "request") == "json":
            body = without_known_keys(shape, body, redaction.members, "json", service)
    return ["\n".join([request.uri, *texts]).encode("utf-8", "replace"), params, body]


def _parts_of_response(
    operation: OperationModel | None, response: Response, exchange: Exchange | None, redaction: Redaction
) -> list[bytes] | None:
    texts = _header_texts(
        operation.output_shape if operation is not None else None, response.headers, redaction
    )
    if texts is None or (operation is None and (redaction.pointers or redaction.functions)):
        return None
    body = response.body
    if operation is not None:
        if _is_response_exposed(operation, response, exchange, redaction):
            return None
        shape, model = operation.output_shape, operation.service_model
        is_json = form_of(response.headers, model.resolved_protocol, "response") == "json"
        if shape is not None and response.status < _FIRST_ERROR and is_json:
            body = without_known_keys(shape, body, redaction.members, "json", model.service_name)
    return ["\n".join(texts).encode("utf-8", "replace"), body]


def _header_texts(shape: Shape | None, headers: Headers, redaction: Redaction) -> list[str] | None:
    prefixes = header_prefixes(shape) if shape is not None else ()
    texts = []
    for name, text in headers:
        field = name.lower()
        if field in _ENCODING or (field == "content-type" and "cbor" in text):
            return None
        if shape is not None and field == "x-amz-target":
            continue  # the name of the operation
        own = next((field.removeprefix(prefix) for prefix in prefixes if field.startswith(prefix)), "")
        if own and (redaction.strength(own) or is_secret_name(redaction.members, own)):
            return None
        if not is_credential_header(field, redaction):
            texts.append(text)
        elif not is_redacted(field, text, redaction):
            return None
    return texts


def as_json(value: Any) -> bytes:
    """Write a JSON-able value, to be searched."""
    try:
        return orjson.dumps(value)
    except TypeError:  # beyond orjson: integers of more than 64 bits, lone surrogates
        return json.dumps(value).encode()


def _is_request_exposed(
    operation_model: OperationModel, request: Request, given: Any, redaction: Redaction
) -> bool:
    """Tell whether something that the model guards, or a redaction names by place, may be there as it was."""
    shape, service = operation_model.input_shape, operation_model.service_model.service_name
    return is_guarded(shape, redaction, service) and (
        _is_body_exposed(operation_model, shape, "request", request, redaction)
        or (given is not None and is_exposed(shape, given, redaction.members, "model", service))
    )


def _is_response_exposed(
    operation_model: OperationModel, response: Response, exchange: Exchange | None, redaction: Redaction
) -> bool:
    service = operation_model.service_model.service_name
    if response.status >= _FIRST_ERROR:
        errors = operation_model.service_model.error_shapes
        return any(is_guarded(error, redaction, service) for error in errors)
    result = exchange.response if exchange is not None else None
    shape = operation_model.output_shape
    return is_guarded(shape, redaction, service) and _is_body_exposed(
        operation_model, shape, "response", response, redaction, result
    )


def _is_body_exposed(
    operation_model: OperationModel,
    shape: Shape,
    side: Side,
    message: Request | Response,
    redaction: Redaction,
    decoded: Any = None,
) -> bool:
    if redaction.pointers or redaction.functions:
        return True
    service = operation_model.service_model.service_name
    form = form_of(message.headers, operation_model.service_model.resolved_protocol, side)
    outside = guarded_headers(shape, redaction.members, service)
    if outside is None or any(name.lower() in outside for name, _ in message.headers):
        return True
    if "payload" in shape.serialization:
        return False
    if form in ("xml", "query", "ec2"):
        body = message.body if form == "xml" else unquote_to_bytes(message.body)
        return any(name in body for name in guarded_names(shape, redaction.members, form, service))
    if form != "json":
        return True
    if decoded is not None:
        return is_exposed(shape, decoded, redaction.members, "model", service)
    try:
        value = orjson.loads(message.body or b"null")
    except orjson.JSONDecodeError:
        return True
    return is_exposed(shape, value, redaction.members, "json", service)
