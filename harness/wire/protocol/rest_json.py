"""The rest-json protocol (Smithy's restJson1): HTTP bindings over JSON bodies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from botocore.model import OperationModel

from harness.wire.binding import rest
from harness.wire.binding.http_response import response_binding
from harness.wire.binding.object_error import (
    clean_code,
    error_faults,
    error_fields,
    error_tree,
    generic_error,
    query_error_header,
    read_error,
    read_error_object,
)
from harness.wire.codec.json_codec import JSON, STRICT_JSON
from harness.wire.fault import Fault
from harness.wire.message import HttpResponse, ParsedError, ParsedResponse, Response, merge_fields
from harness.wire.misspelt import Misspelt
from harness.wire.protocol.protocol import ErrorCodes, Marks, MediaTypes, Protocol

_ERROR_TYPE = "x-amzn-errortype"


def _serialize_response(
    operation: OperationModel, result: Mapping[str, Any], status: int, request_id: str
) -> HttpResponse:
    return rest.write_response(operation, result, status, JSON, {"x-amzn-RequestId": request_id})


def _serialize_error(fault: Fault) -> HttpResponse:
    tree = error_tree(fault)
    del tree["__type"]
    headers = {
        "Content-Type": JSON.media_type,
        "x-amzn-RequestId": fault.request_id,
        _ERROR_TYPE: fault.code,
        **query_error_header(fault),
    }
    if fault.shape is not None:
        binding = response_binding(fault.shape)
        own = binding.write_headers(fault.fields)
        headers = merge_fields(own, headers)
        tree |= JSON.write(fault.shape)(binding.body_values(fault.fields))
    return fault.status, headers, JSON.dump(tree)


def _parse_error(operation: OperationModel, response: Response) -> ParsedError:
    generic = generic_error(response)
    if generic is not None:
        return generic
    tree = read_error_object(response, JSON)
    named = response.headers.get(_ERROR_TYPE) or tree.get("code", tree.get("Code"))
    code, message, shape = read_error(operation, response, tree, named)
    fields = error_fields(shape, tree, JSON)
    if shape is None or "code" not in shape.members:
        fields.pop("code", None)  # where some services have the type
    if shape is not None:
        fields |= response_binding(shape).read_places(response.status, response.headers)
    return ParsedError(code, message, fields)


def _parse_response(operation: OperationModel, response: Response) -> ParsedResponse:
    if response.is_error:
        return ParsedResponse(error=_parse_error(operation, response))
    return ParsedResponse(rest.read_result(operation, response, JSON))


def _frame_faults(operation: OperationModel, response: Response, code: str) -> Iterator[Misspelt]:
    yield from error_faults(operation, response, code, JSON)
    named = response.headers.get(_ERROR_TYPE)
    typed = read_error_object(response, JSON).get("__type", named) if code else named
    if clean_code(typed) != clean_code(named) and named:
        yield Misspelt((), f"the type in the header {_ERROR_TYPE}, {named}", typed, "__type")


PROTOCOL = Protocol(
    route=rest.route,
    parse_request=lambda service, request, strict: rest.read_request(
        service, request, STRICT_JSON if strict else JSON, strict
    ),
    serialize_response=_serialize_response,
    serialize_error=_serialize_error,
    parse_response=_parse_response,
    parse_exchanged=lambda operation, response: rest.read_exchanged(operation, response, JSON),
    marks=Marks(of_request=lambda request: True, alone=True),
    naming=None,
    request_form="json",
    response_form="json",
    media_types=MediaTypes(known=(JSON.media_type,), refuses_others=True),
    codes=ErrorCodes(),
    answer_types=lambda service: (JSON.media_type,),
    frame_faults=_frame_faults,
)
