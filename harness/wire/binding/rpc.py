"""Operations whose parameters and result are a whole body: no member travels anywhere else.

The binding of the json and smithy-rpc-v2-cbor protocols; an event stream brings the other members in its
initial message.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from botocore.model import OperationModel, ServiceModel, Shape

from harness.contract.values import JsonValue, to_json_value
from harness.models import botocore_version
from harness.wire.binding.object_error import (
    error_faults,
    error_fields,
    error_tree,
    generic_error,
    query_error_header,
    read_error,
    read_error_object,
)
from harness.wire.codec import eventstream
from harness.wire.codec.codec import Codec
from harness.wire.errors import UnknownOperation
from harness.wire.fault import Fault
from harness.wire.message import HttpResponse, ParsedError, ParsedResponse, Request, Response
from harness.wire.protocol.protocol import Protocol, Route


def operation_named(service: ServiceModel, name: str, place: str) -> OperationModel:
    """Return the operation that a request names.

    Args:
        service: the service that the request is for.
        name: the operation's name; empty if the request has none.
        place: where a request has it, for the message.

    Raises:
        UnknownOperation: the service has none of that name.
    """
    if name not in service.operation_names:
        asked = f"operation {name!r}" if name else f"operation for a request without {place}"
        raise UnknownOperation(service.service_name, asked, botocore_version())
    return service.operation_model(name)


def protocol(
    codec: Codec,
    strict_codec: Codec,
    route: Route,
    headers_of: Callable[[ServiceModel], dict[str, str]],
    **facts: Any,
) -> Protocol:
    """Put a protocol together.

    Args:
        codec: the codec of its bodies.
        strict_codec: the codec that reads requests as a server does.
        route: how it finds the operation of a request.
        headers_of: the header fields of its responses, for a service.
        facts: what `Protocol` declares besides.
    """

    def headers(service: ServiceModel, request_id: str) -> dict[str, str]:
        return {**headers_of(service), "x-amzn-RequestId": request_id}

    def parse_request(
        service: ServiceModel, request: Request, strict: bool
    ) -> tuple[OperationModel, dict[str, Any]]:
        operation = route(service, request)
        shape = operation.input_shape
        reader = strict_codec if strict else codec
        return operation, {} if shape is None else _read(shape, request.content, reader)

    def serialize_response(
        operation: OperationModel, result: Mapping[str, Any], status: int, request_id: str
    ) -> HttpResponse:
        fields = headers(operation.service_model, request_id)
        shape = operation.output_shape
        if shape is None:
            return status, _without_type(fields) if not codec.empty else fields, codec.empty
        if shape.event_stream_name is None:
            return status, fields, codec.encode(shape, result)
        return status, {**fields, "Content-Type": eventstream.MEDIA_TYPE}, _write_stream(shape, result, codec)

    def serialize_error(fault: Fault) -> HttpResponse:
        fields = {} if fault.shape is None else codec.write(fault.shape)(fault.fields)
        header_fields = {**headers(fault.service, fault.request_id), **query_error_header(fault)}
        return fault.status, header_fields, codec.dump({**error_tree(fault), **fields})

    def parse_response(operation: OperationModel, response: Response) -> ParsedResponse:
        if response.is_error:
            return ParsedResponse(error=generic_error(response) or _read_error(operation, response, codec))
        shape = operation.output_shape
        return ParsedResponse({} if shape is None else _read(shape, response.content, codec))

    def parse_exchanged(operation: OperationModel, response: Response) -> dict[str, JsonValue]:
        shape = operation.output_shape
        if shape is None:
            return {}
        if shape.event_stream_name is None:
            return codec.decode_exchanged(shape, response.content)
        result: dict[str, JsonValue] = to_json_value(shape, _read(shape, response.content, codec))
        return result

    return Protocol(
        route=route,
        parse_request=parse_request,
        serialize_response=serialize_response,
        serialize_error=serialize_error,
        parse_response=parse_response,
        parse_exchanged=parse_exchanged,
        answer_types=lambda service: (headers_of(service)["Content-Type"],),
        frame_faults=lambda operation, response, code: error_faults(operation, response, code, codec),
        **facts,
    )


def _without_type(fields: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if name != "Content-Type"}


def _read(shape: Shape, body: bytes, codec: Codec) -> dict[str, Any]:
    stream = shape.event_stream_name
    if stream is None:
        return codec.decode_members(shape, body)
    initial, events = eventstream.read_events(shape.members[stream], body, codec)
    return {**codec.decode_members(shape, initial), stream: events}


def _write_stream(shape: Shape, result: Mapping[str, Any], codec: Codec) -> bytes:
    stream = shape.event_stream_name
    initial = codec.encode(shape, {name: value for name, value in result.items() if name != stream})
    events = eventstream.write_events(shape.members[stream], result.get(stream) or (), codec)
    return eventstream.write_initial("response", initial, codec) + events


def _read_error(operation: OperationModel, response: Response, codec: Codec) -> ParsedError:
    tree = read_error_object(response, codec)
    code, message, shape = read_error(operation, response, tree)
    return ParsedError(code, message, error_fields(shape, tree, codec))
