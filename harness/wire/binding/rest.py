"""REST operations: members in path, query, headers, status and payload (Smithy's HTTP binding traits).

The binding of the rest-json and rest-xml protocols.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from botocore.model import OperationModel, ServiceModel

from harness.contract.values import JsonValue, to_json_value
from harness.models import botocore_version
from harness.wire.binding.http_request import read_payload, request_binding
from harness.wire.binding.http_response import read_body, response_binding, write_body
from harness.wire.binding.routes import Match, routes_of
from harness.wire.codec import eventstream
from harness.wire.codec.codec import Codec
from harness.wire.errors import UnknownOperation
from harness.wire.identity.hosts import parse_host
from harness.wire.message import HttpResponse, Request, Response, merge_fields


def match(service: ServiceModel, request: Request) -> Match:
    """Find the route of a request.

    A host that begins with a bucket's name (S3's virtual-host style) is read as if the path did.

    Raises:
        UnknownOperation: no operation of the service has such a method, path and query.
    """
    request = _with_query(service, request)
    routes = routes_of(service)
    found = routes.find(request, request.path)
    bucket = parse_host(request.host).label if routes.in_host else ""
    if bucket and not (found and found.route.in_host):
        found = routes.find(request, f"/{bucket}{request.path}") or found
    if found is None:
        query = "?" + "&".join(name for name, _ in request.query) if request.query else ""
        asked = f"operation for {request.method} {request.path}{query}"
        raise UnknownOperation(service.service_name, asked, botocore_version())
    return found


def _with_query(service: ServiceModel, request: Request) -> Request:
    """Put a query that came as a form, because it may be long, where the model has it.

    Clients search so in CloudSearch (`botocore.handlers.change_get_to_post`).
    """
    is_form = request.method == "POST" and "form-urlencoded" in request.headers.get("content-type")
    if not is_form or routes_of(service).find(request, request.path) is not None:
        return request
    query = parse_qsl(request.body.decode(errors="replace"), keep_blank_values=True)
    return replace(request, method="GET", query=(*request.query, *query), body=b"")


def route(service: ServiceModel, request: Request) -> OperationModel:
    """Find the operation of a request; see `match`."""
    return service.operation_model(match(service, request).route.operation)


def read_request(
    service: ServiceModel, request: Request, codec: Codec, strict: bool
) -> tuple[OperationModel, dict[str, Any]]:
    """Find the operation of a request and read its parameters, as strictly as a server does if asked to."""
    request = _with_query(service, request)
    found = match(service, request)
    operation = service.operation_model(found.route.operation)
    shape = operation.input_shape
    if shape is None:
        return operation, {}
    literals = frozenset(name for name, _ in found.route.literals)
    binding = request_binding(operation, literals, codec.media_type, strict)
    values = binding.read_places(found.labels, request)
    return operation, {**values, **read_payload(binding, shape, request, codec)}


def write_response(
    operation: OperationModel, result: Mapping[str, Any], status: int, codec: Codec, headers: dict[str, str]
) -> HttpResponse:
    """Write a result as a response.

    Args:
        operation: the operation that answers.
        result: the result.
        status: the HTTP status. The operation's own success status takes the place of 200, and a member
            that is the status the place of both.
        codec: the codec of the body.
        headers: the protocol's header fields; those of members win over them.
    """
    shape = operation.output_shape
    if status == 200:
        status = operation.http.get("responseCode", 200)
    if shape is None:
        return status, headers, b""
    binding = response_binding(shape)
    if binding.status is not None:
        status = result.get(binding.status, status)
    stream = shape.event_stream_name
    if stream is None:
        media_type, body = write_body(binding, shape, result, codec)
    else:
        media_type = eventstream.MEDIA_TYPE
        body = eventstream.write_events(shape.members[stream], result.get(stream, ()), codec)
    if body and not binding.has_field("content-type"):
        headers = {"Content-Type": media_type, **headers}
    return status, merge_fields(headers, binding.write_headers(result)), body


def read_result(operation: OperationModel, response: Response, codec: Codec) -> dict[str, Any]:
    """Read the result of a response that is no error."""
    shape = operation.output_shape
    if shape is None:
        return {}
    binding = response_binding(shape)
    values = binding.read_places(response.status, response.headers)
    stream = shape.event_stream_name
    if stream is not None:
        _, events = eventstream.read_events(shape.members[stream], response.content, codec)
        return {**values, stream: events}
    return {**values, **read_body(binding, shape, response, codec)}


def read_exchanged(operation: OperationModel, response: Response, codec: Codec) -> dict[str, JsonValue]:
    """Read the result of a response that is no error as exchanges hold it (`to_json_value`)."""
    shape = operation.output_shape
    if shape is None:
        return {}
    binding = response_binding(shape)
    if binding.payload is not None or shape.event_stream_name is not None:
        result: dict[str, JsonValue] = to_json_value(shape, read_result(operation, response, codec))
        return result
    places = to_json_value(shape, binding.read_places(response.status, response.headers))
    return {**places, **codec.decode_exchanged(shape, response.content)}
