"""Tell at a glance that recordings hold no secret, as nearly all of those that were redacted do not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import orjson

from harness.message.reading import Side, form_of
from harness.redaction.credentials import is_credential_header, is_redacted
from harness.redaction.exposure import is_all_in_body, is_exposed, is_guarded, without_known_keys
from harness.redaction.suspicion import is_suspect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from botocore.model import OperationModel, Shape

    from harness.cassette.model import Interaction, Request, Response
    from harness.contract.exchange import Exchange
    from harness.message.place import Style
    from harness.redaction.edit import SecretEditor
    from harness.redaction.specification import Redaction

Recording = tuple["OperationModel | None", "Interaction", "Exchange | None"]
"""A recording with its operation, if that is known, and decoded, if it has been."""

_MOST_SEARCHED_AT_ONCE = 1 << 18
_ENCODING = frozenset(("content-encoding", "transfer-encoding"))


def are_clean(recordings: Sequence[Recording], editor: SecretEditor) -> list[bool]:
    """Tell of recordings, by few searches of them together, which surely have nothing to edit.

    Args:
        recordings: some of them, not too large together.
        editor: the rules, and what was found before.
    """
    found = [_parts(*recording, editor.redaction) for recording in recordings]
    together = [part for parts in found for part in parts or ()]
    if len(found) > 1 and not _are_suspect(together, editor):
        return [parts is not None for parts in found]
    return [parts is not None and not _are_suspect(parts, editor) for parts in found]


def _are_suspect(parts: Sequence[bytes], editor: SecretEditor) -> bool:
    # What is binary is not searched for the escapes of texts.
    texts = [part for part in parts if b"\0" not in part]
    binary = [part for part in parts if b"\0" in part]
    return any(is_suspect(part, editor) for part in (b"\n".join(texts), *binary))


def _parts(
    operation: OperationModel | None,
    interaction: Interaction,
    exchange: Exchange | None,
    redaction: Redaction,
) -> list[bytes] | None:
    """Return all of a recording that may hold a secret by its looks; None if it may hold one by its place."""
    request, response, facts = interaction.request, interaction.response, interaction.facts
    if len(request.body) + len(response.body) > _MOST_SEARCHED_AT_ONCE:
        return None
    texts = [request.uri]
    for name, text in (*request.headers, *response.headers):
        field = name.lower()
        if field in _ENCODING or (field == "content-type" and "cbor" in text):
            return None
        if operation is not None and field == "x-amz-target":
            continue  # the name of the operation
        if not is_credential_header(field, redaction):
            texts.append(text)
        elif not is_redacted(text):
            return None
    if any(name in request.uri.lower() for name in redaction.queries):
        return None
    if operation is None and (redaction.pointers or redaction.functions):
        return None
    if operation is not None and _may_be_exposed(operation, interaction, redaction, exchange):
        return None
    params = as_json(facts.params) if facts is not None else b""
    bodies = [params, request.body, response.body]
    if operation is not None:
        bodies = _without_known_keys(operation, interaction, bodies, redaction)
    return ["\n".join(texts).encode("utf-8", "replace"), *bodies]


def _without_known_keys(
    operation_model: OperationModel, interaction: Interaction, bodies: list[bytes], redaction: Redaction
) -> list[bytes]:
    protocol = operation_model.service_model.resolved_protocol
    service = operation_model.service_model.service_name
    request, response = interaction.request, interaction.response
    given, result = operation_model.input_shape, operation_model.output_shape
    is_json = form_of(request.headers, protocol, "request") == "json"
    is_result = response.status < 300 and form_of(response.headers, protocol, "response") == "json"
    written: tuple[tuple[Shape | None, Style], ...] = (
        (given, "model"),
        (given if is_json else None, "json"),
        (result if is_result else None, "json"),
    )
    return [
        without_known_keys(shape, body, redaction.members, style, service) if shape is not None else body
        for (shape, style), body in zip(written, bodies, strict=True)
    ]


def as_json(value: Any) -> bytes:
    """Write a JSON-able value, to be searched."""
    try:
        return orjson.dumps(value)
    except TypeError:  # beyond orjson: integers of more than 64 bits, lone surrogates
        return json.dumps(value).encode()


def _may_be_exposed(
    operation_model: OperationModel, interaction: Interaction, redaction: Redaction, exchange: Exchange | None
) -> bool:
    """Tell whether something that the model guards, or a redaction names by place, may be there as it was."""
    request, response, facts = interaction.request, interaction.response, interaction.facts
    shape, output = operation_model.input_shape, operation_model.output_shape
    service = operation_model.service_model.service_name
    if response.status >= 300:
        errors = operation_model.service_model.error_shapes
        if any(is_guarded(error, redaction, service) for error in errors):
            return True
        output = None
    given = facts.params if facts is not None else None
    if is_guarded(shape, redaction, service) and (
        _is_body_exposed(operation_model, shape, "request", request, redaction)
        or (given is not None and is_exposed(shape, given, redaction.members, "model", service))
    ):
        return True
    result = exchange.response if exchange is not None else None
    return is_guarded(output, redaction, service) and _is_body_exposed(
        operation_model, output, "response", response, redaction, result
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
    if form_of(message.headers, operation_model.service_model.resolved_protocol, side) != "json":
        return True
    if decoded is not None and is_all_in_body(shape, redaction.members, service):
        return is_exposed(shape, decoded, redaction.members, "model", service)
    try:
        value = orjson.loads(message.body or b"null")
    except orjson.JSONDecodeError:
        return True
    return is_exposed(shape, value, redaction.members, "json", service)
