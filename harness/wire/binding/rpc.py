"""Operations whose parameters and result are a whole body: no member travels anywhere else.

The binding of the json and smithy-rpc-v2-cbor protocols; an event stream brings the other members in its
initial message.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.model import OperationModel, ServiceModel, Shape

from harness.models import botocore_version
from harness.wire.binding.object_error import error_fields, generic_error, read_error, read_error_object
from harness.wire.codec import eventstream
from harness.wire.codec.codec import Codec
from harness.wire.errors import UnknownOperation
from harness.wire.message import HttpResponse, ParsedError, ParsedResponse, Request, Response


def operation_named(service: ServiceModel, name: str, place: str) -> OperationModel:
    """Return the operation that a request names.

    Raises:
        UnknownOperation: the service has none of that name.
    """
    if name not in service.operation_names:
        asked = f"operation {name!r}" if name else f"operation for a request without {place}"
        raise UnknownOperation(service.service_name, asked, botocore_version())
    return service.operation_model(name)


def read_request(operation: OperationModel, request: Request, codec: Codec) -> dict[str, Any]:
    """Read the parameters of a request."""
    shape = operation.input_shape
    return {} if shape is None else _read(shape, request.content, codec)


def read_response(operation: OperationModel, response: Response, codec: Codec) -> ParsedResponse:
    """Read the result of a response, or its error."""
    if response.status >= 301:
        return ParsedResponse(error=generic_error(response) or _read_error(operation, response, codec))
    shape = operation.output_shape
    return ParsedResponse({} if shape is None else _read(shape, response.content, codec))


def write_response(
    operation: OperationModel, result: Mapping[str, Any], status: int, codec: Codec, headers: dict[str, str]
) -> HttpResponse:
    """Write a result as a response.

    Args:
        operation: the operation that answers.
        result: the result.
        status: the HTTP status.
        codec: the codec of the body.
        headers: the protocol's header fields.
    """
    shape = operation.output_shape
    if shape is None:
        return status, headers, codec.empty
    stream = shape.event_stream_name
    if stream is None:
        return status, headers, codec.encode(shape, result)
    initial = codec.encode(shape, {name: value for name, value in result.items() if name != stream})
    body = eventstream.write_initial("response", initial, codec)
    body += eventstream.write_events(shape.members[stream], result.get(stream, ()), codec)
    return status, {**headers, "Content-Type": eventstream.MEDIA_TYPE}, body


def _read(shape: Shape, body: bytes, codec: Codec) -> dict[str, Any]:
    stream = shape.event_stream_name
    if stream is None:
        return codec.decode_members(shape, body)
    initial, events = eventstream.read_events(shape.members[stream], body, codec)
    return {**codec.decode_members(shape, initial), stream: events}


def _read_error(operation: OperationModel, response: Response, codec: Codec) -> ParsedError:
    tree = read_error_object(response, codec)
    code, message, shape = read_error(operation, response, tree)
    return ParsedError(code, message, error_fields(shape, tree, codec))
