"""Edit a request and a response: every value of an HTTP message of any AWS protocol."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from harness.message.bindings import edit_headers, edit_uri
from harness.message.body import edit_body
from harness.message.event_stream import edit_event_stream
from harness.message.framing import decode_content, with_body_changed
from harness.message.place import Place, top
from harness.message.reading import Form, Side, payload_form, reading_of

if TYPE_CHECKING:
    from botocore.model import OperationModel, Shape

    from harness.message.editor import Editor
    from harness.message.model import Headers, Request, Response


def edit_request(operation_model: OperationModel | None, request: Request, editor: Editor) -> Request:
    """Edit every value of a request.

    Args:
        operation_model: the operation; None if it is not known.
        request: the request as it was sent.
        editor: what replaces what.

    Returns:
        The request itself if nothing in it was changed; else a new one, with its own length and checksums.
    """
    shape = operation_model.input_shape if operation_model is not None else None
    headers = edit_headers(shape, request.headers, editor)
    headers, body = _edit_content(operation_model, shape, "request", headers, request.body, editor)
    uri = edit_uri(operation_model, request.uri, editor)
    if (uri, headers, body) == (request.uri, request.headers, request.body):
        return request
    return replace(request, uri=uri, headers=headers, body=body)


def edit_response(operation_model: OperationModel | None, response: Response, editor: Editor) -> Response:
    """Edit every value of a response.

    Args:
        operation_model: the operation; None if it is not known.
        response: the response as it was received.
        editor: what replaces what.

    Returns:
        The response itself if nothing in it was changed; else a new one, with its own length and checksums.
    """
    shape = operation_model.output_shape if operation_model is not None else None
    if response.status >= 300 and operation_model is not None:
        shape = _error_shape(operation_model, response, editor)
    headers = edit_headers(shape, response.headers, editor)
    headers, body = _edit_content(operation_model, shape, "response", headers, response.body, editor)
    if (headers, body) == (response.headers, response.body):
        return response
    return replace(response, headers=headers, body=body)


def _edit_content(
    operation_model: OperationModel | None,
    shape: Shape | None,
    side: Side,
    headers: Headers,
    body: bytes,
    editor: Editor,
) -> tuple[Headers, bytes]:
    decoded = decode_content(headers, body)
    if decoded is None:
        # What cannot be read cannot be searched, and stays: no client of these protocols can read it either.
        return headers, body
    place, form, enter = reading_of(operation_model, shape, side, headers)
    if place.shape is not None and place.shape.serialization.get("eventstream"):
        edited = edit_event_stream(
            place, top(shape), decoded, lambda at, payload: _edit_event(form, at, payload, editor)
        )
    else:
        edited = edit_body(form, place, decoded, editor, enter)
    return (headers, body) if edited == decoded else (with_body_changed(headers, edited), edited)


def _edit_event(form: Form, place: Place, payload: bytes, editor: Editor) -> bytes:
    return edit_body(payload_form(place, form), place, payload, editor)


def _error_shape(operation_model: OperationModel, response: Response, editor: Editor) -> Shape | None:
    service_model = operation_model.service_model
    if not any(editor.reads(top(shape)) for shape in service_model.error_shapes):
        return None
    from botocore.parsers import ResponseParserError, create_parser

    decoded = decode_content(response.headers, response.body)
    message = {"status_code": response.status, "headers": dict(response.headers), "body": decoded or b""}
    try:
        parsed = create_parser(service_model.resolved_protocol).parse(message, None)
    except ResponseParserError:
        return None
    return service_model.shape_for_error_code(parsed.get("Error", {}).get("Code"))
