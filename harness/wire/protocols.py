"""Which protocol a message is in, and the front of this package on top of the protocols."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, ParamSpec, TypeVar

from botocore.model import OperationModel, ServiceModel

from harness.contract.exchange import ErrorAnswer
from harness.contract.schema import find_error
from harness.contract.values import JsonValue, to_json_value
from harness.wire.digest import verify_digests
from harness.wire.errors import UnreadableMessage
from harness.wire.fault import find_fault
from harness.wire.malformed import check_media_types, check_types
from harness.wire.message import (
    HeaderArgument,
    Headers,
    HttpResponse,
    ParsedResponse,
    Request,
    Response,
    read_request,
)
from harness.wire.protocol import NAMES, protocol_named
from harness.wire.protocol.protocol import Marks, Protocol
from harness.wire.transfer import unchunk

P = ParamSpec("P")
T = TypeVar("T")

_BOUNDS = frozenset(("min", "max"))

NO_REQUEST_ID = "00000000-0000-0000-0000-000000000000"
"""The request id of an answer that was given none."""


def detect_protocol(service: ServiceModel, request: Request) -> str:
    """Return the name of the protocol that a request is in.

    A service may be spoken to in several, and botocore's choice among them has changed over time, so the
    request decides, and only where it does not the model (``ServiceModel.resolved_protocol``).
    """
    return _marked(service.resolved_protocol, lambda marks: marks.of_request(request))


def detect_response_protocol(service: ServiceModel, response: Response) -> str:
    """Return the name of the protocol that a response is in, by its headers; see `detect_protocol`."""
    return _marked(service.resolved_protocol, lambda marks: marks.of_response(response))


def _marked(resolved: str, is_marked: Callable[[Marks], bool]) -> str:
    """Return the protocol whose marks a message has: the model's own if its marks fit, or if it has none."""

    def is_of(name: str) -> bool:
        marks = protocol_named(name).marks
        return not marks.alone and is_marked(marks)

    if protocol_named(resolved).marks.alone or is_of(resolved):
        return resolved
    return next(filter(is_of, NAMES), resolved)


def apparent_protocol(request: Request) -> str:
    """Return the name of the protocol that a request means to be in, where it does not tell the service."""
    return next(name for name in NAMES if protocol_named(name).marks.of_request(request))


def _bounded(what: str, parse: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
    """Refuse a message that nests deeper than Python's stack, as one of a recursive shape may."""
    try:
        return parse(*args, **options)
    except RecursionError as error:
        raise UnreadableMessage(what, "it nests too deep") from error


def parse_request(
    service_model: ServiceModel,
    method: str,
    url: str,
    headers: HeaderArgument,
    body: bytes,
    *,
    protocol: str | None = None,
    verify: bool = False,
    strict: bool = True,
) -> tuple[OperationModel, dict[str, Any]]:
    """Read a request as the service does: which operation it is for, and its parameters.

    Args:
        service_model: the service that the request is for.
        method: the HTTP method.
        url: the URL, absolute, or only path and query.
        headers: the header fields: a name to its value or its values.
        body: the body, as it was sent or recorded.
        protocol: botocore's name of the protocol; found from the request when left out.
        verify: hold the body against the digests in the headers, as a server does; a recording may have
            been redacted since.
        strict: refuse what a server refuses: another media type, and values that are not written as their
            shape and place have it (Smithy's malformed request tests). False reads such values in any form
            that they may be meant in, and keeps the rest as found, for recordings of what AWS accepted.

    Returns:
        The operation, and the parameters as boto3 takes them: timestamps are aware datetimes in UTC, blobs
        bytes, event streams lists of events. What the model does not know is kept as found.

    Raises:
        UnknownOperation: the service's installed model has no such operation.
        UnreadableMessage: the request does not follow the protocol, or a digest is not that of its body.
    """
    request = read_request(method, url, headers, body)
    return parse_message(service_model, request, protocol=protocol, verify=verify, strict=strict)


def parse_message(
    service_model: ServiceModel,
    request: Request,
    *,
    protocol: str | None = None,
    verify: bool = False,
    strict: bool = True,
) -> tuple[OperationModel, dict[str, Any]]:
    """Read a request that `harness.wire.message.read_request` has taken apart; see `parse_request`."""
    if verify:
        verify_digests(request)
    name = protocol or detect_protocol(service_model, request)
    return _bounded("request", _parse_message, service_model, request, name, strict)


def _parse_message(
    service_model: ServiceModel, request: Request, protocol: str, strict: bool
) -> tuple[OperationModel, dict[str, Any]]:
    spoken = protocol_named(protocol)
    operation, params = spoken.parse_request(service_model, request, strict)
    if strict:
        check_media_types(operation, spoken.media_types, request)
        check_types(operation.input_shape, params)
    return operation, params


def serialize_response(
    operation_model: OperationModel,
    result: Mapping[str, Any],
    *,
    status: int = 200,
    protocol: str | None = None,
    request_id: str = NO_REQUEST_ID,
) -> HttpResponse:
    """Write a result as the response of the service.

    Args:
        operation_model: the operation that answers.
        result: the result as boto3 returns it; members that the output shape does not have, and None, are
            left out. A streaming body is bytes, text or a readable file; an event stream an iterable of
            events.
        status: the HTTP status; for 200 the operation's own success status is taken, and a member that is
            the status wins over both.
        protocol: botocore's name of the protocol; the model's own choice when left out.
        request_id: the id of the request, in the headers, and in the body where the protocol has it there.

    Returns:
        The status, the headers and the body.
    """
    name = protocol or operation_model.service_model.resolved_protocol
    return protocol_named(name).serialize_response(operation_model, result, status, request_id)


def serialize_error(
    operation_model: OperationModel | ServiceModel,
    code: str,
    message: str,
    *,
    status: int,
    fields: Mapping[str, Any] | None = None,
    protocol: str | None = None,
    request_id: str = NO_REQUEST_ID,
    name: str = "",
) -> HttpResponse:
    """Write an error as the response of the service.

    Args:
        operation_model: the operation that fails; the service where the operation is not known.
        code: the error code, as in ``ClientError.response["Error"]["Code"]``, modelled or not; or the name
            of the error's shape.
        message: the message.
        status: the HTTP status.
        fields: further members of the modelled error.
        protocol: botocore's name of the protocol; the model's own choice when left out.
        request_id: the id of the request, in the headers, and in the body where the protocol has it there.
        name: the name of the error's shape, where its code is another one that the query protocol had.

    Returns:
        The status, the headers and the body.
    """
    fault = find_fault(operation_model, code, message, status, fields or {}, request_id, name)
    return protocol_named(protocol or fault.service.resolved_protocol).serialize_error(fault)


def parse_response(
    operation_model: OperationModel,
    status: int,
    headers: HeaderArgument,
    body: bytes,
    protocol: str | None = None,
) -> ParsedResponse:
    """Read a response, as it was sent or recorded.

    What the model does not know, or is not of its shape's type, is kept as found, which botocore's own
    parsers do not do. An error that no service wrote (an empty body, a proxy's HTML page) has the HTTP
    status for its code.

    Args:
        operation_model: the operation that answered.
        status: the HTTP status.
        headers: the header fields: a name to its value or its values.
        body: the body; gzip and deflate are taken off where the headers say so and the body has them.
        protocol: botocore's name of the protocol; found from the response when left out.

    Returns:
        The result or the error, in values as boto3 returns them; event streams are lists of events, streams
        bytes.

    Raises:
        UnreadableMessage: a response of success does not follow the protocol.
    """
    response, spoken = _read_response(operation_model, status, headers, body, protocol)
    return _bounded("response", spoken.parse_response, operation_model, response)


def parse_exchanged(
    operation_model: OperationModel,
    status: int,
    headers: HeaderArgument,
    body: bytes,
    protocol: str | None = None,
    *,
    unread_streams: bool = False,
) -> tuple[JsonValue | None, ErrorAnswer | None]:
    """Read a response as an `Exchange` holds it: what `parse_response` reads, in JSON-able form.

    A result that is all in a body of JSON is read in one pass, which takes a third of the time.

    Args:
        operation_model: the operation that answered.
        status: the HTTP status.
        headers: the header fields.
        body: the body.
        protocol: botocore's name of the protocol; found from the response when left out.
        unread_streams: leave a stream of bytes that the model sets no bounds unread: it stands as empty.

    Returns:
        The result, or None and the error.

    Raises:
        UnreadableMessage: a response of success does not follow the protocol.
    """
    response, spoken = _read_response(operation_model, status, headers, body, protocol)
    if unread_streams and not response.is_error and _is_unbound_stream(operation_model):
        response = replace(response, body=b"")
    return _bounded("response", _exchanged, spoken, operation_model, response)


def _is_unbound_stream(operation: OperationModel) -> bool:
    """Tell whether an answer's body is one stream of bytes of which the model says no more."""
    stream = operation.get_streaming_output()
    return stream is not None and stream.type_name == "blob" and stream.metadata.keys().isdisjoint(_BOUNDS)


def _exchanged(
    spoken: Protocol, operation: OperationModel, response: Response
) -> tuple[JsonValue | None, ErrorAnswer | None]:
    if spoken.parse_exchanged is not None and not response.is_error:
        return spoken.parse_exchanged(operation, response), None
    answer = spoken.parse_response(operation, response)
    if answer.error is None:
        return to_json_value(operation.output_shape, answer.result), None
    members = to_json_value(find_error(operation, answer.error.code), answer.error.fields)
    return None, ErrorAnswer(answer.error.code, answer.error.message, members)


def _read_response(
    operation_model: OperationModel, status: int, headers: HeaderArgument, body: bytes, protocol: str | None
) -> tuple[Response, Protocol]:
    fields = Headers(headers)
    response = Response(status, fields, unchunk(body, fields)[0])
    name = protocol or detect_response_protocol(operation_model.service_model, response)
    return response, protocol_named(name)
