"""The rest-xml protocol (Smithy's restXml): HTTP bindings over XML bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from botocore.model import OperationModel, ServiceModel

from harness.wire.binding import rest
from harness.wire.binding.http_response import response_binding
from harness.wire.binding.xml_error import error_faults, read_error, read_error_element, write_error
from harness.wire.codec.codec import Codec
from harness.wire.codec.strict_xml import STRICT_XML
from harness.wire.codec.xml_codec import XML, dump_xml, load_xml, write_element
from harness.wire.fault import Fault
from harness.wire.message import HttpResponse, ParsedError, ParsedResponse, Response, merge_fields
from harness.wire.misspelt import Misspelt
from harness.wire.protocol.protocol import ErrorCodes, Marks, Protocol

_ERROR_START = re.compile(rb"\s*(<\?xml[^>]*>\s*)?<Error[\s>]")

# Traits of AWS's Smithy models that botocore's JSON leaves out, and its handlers make up for in code.
# s3UnwrappedXmlOutput: the only member of the output is the root of the document.
_UNWRAPPED_OUTPUT = {("s3", "GetBucketLocation")}
# noErrorWrapping: the document is the Error element. botocore's S3 is the service of this signature.
_BARE_ERROR_SIGNATURE = "s3"


def _unwrapped_member(operation: OperationModel) -> str | None:
    """Return the member that is the root of the response, for an operation with unwrapped output."""
    if (operation.service_model.service_name, operation.name) not in _UNWRAPPED_OUTPUT:
        return None
    return str(next(iter(operation.output_shape.members)))


def _headers(request_id: str) -> dict[str, str]:
    return {"x-amz-request-id": request_id}


@lru_cache(maxsize=64)
def _codec(service: ServiceModel) -> Codec:
    """Return the codec that writes a service's answers, in the service's namespace.

    Models name it at requests alone, each the same (Smithy's xmlNamespace of a service).
    """
    named = set(_namespaces(service))
    if len(named) != 1:
        return XML
    (namespace,) = named

    def dump(root: Element) -> bytes:
        root.attrib.setdefault("xmlns", namespace)
        return dump_xml(root)

    return replace(XML, dump=dump)


def _namespaces(service: ServiceModel) -> Iterator[str]:
    for name in service.operation_names:
        request = service.operation_model(name).input_shape
        if request is not None:
            payload = request.serialization.get("payload")
            for shape in (request, *([request.members[payload]] if payload else ())):
                if namespace := shape.serialization.get("xmlNamespace"):
                    yield namespace["uri"]


def _serialize_response(
    operation: OperationModel, result: Mapping[str, Any], status: int, request_id: str
) -> HttpResponse:
    codec = XML if operation.has_event_stream_output else _codec(operation.service_model)
    status, headers, body = rest.write_response(operation, result, status, codec, _headers(request_id))
    member = _unwrapped_member(operation)
    if member is not None:
        shape = operation.output_shape.members[member]
        body = codec.dump(write_element(shape, member, result.get(member) or ""))
    return status, headers, body


def _serialize_error(fault: Fault) -> HttpResponse:
    root, codec = write_error(fault), XML  # a bare error is in no namespace
    if fault.service.signature_version != _BARE_ERROR_SIGNATURE:
        error, root, codec = root, Element("ErrorResponse"), _codec(fault.service)
        root.append(error)
    SubElement(root, "RequestId").text = fault.request_id
    headers = {"Content-Type": XML.media_type, **_headers(fault.request_id)}
    if fault.shape is not None:
        headers = merge_fields(headers, response_binding(fault.shape).write_headers(fault.fields))
    return fault.status, headers, codec.dump(root)


def _parse_error(operation: OperationModel, response: Response) -> ParsedError:
    error = read_error(operation, response)
    shape = operation.service_model.shape_for_error_code(error.code)
    if shape is None:
        return error
    places = response_binding(shape).read_places(response.status, response.headers)
    return ParsedError(error.code, error.message, {**error.fields, **places})


def _parse_response(operation: OperationModel, response: Response) -> ParsedResponse:
    if response.is_error:
        return ParsedResponse(error=_parse_error(operation, response))
    if _ERROR_START.match(response.body) and not operation.has_streaming_output:
        # S3 answers a long copy with success before it knows that it failed.
        return ParsedResponse(error=read_error_element(operation, load_xml(response.content)))
    member = _unwrapped_member(operation)
    if member is None:
        return ParsedResponse(rest.read_result(operation, response, XML))
    text = XML.decode(operation.output_shape.members[member], response.content) if response.body else ""
    return ParsedResponse({member: text} if text else {})


def _frame_faults(operation: OperationModel, response: Response, code: str) -> Iterator[Misspelt]:
    if not code or not response.body:
        return iter(())
    is_bare = operation.service_model.signature_version == _BARE_ERROR_SIGNATURE
    around = () if is_bare else ("ErrorResponse",)
    return error_faults(operation, response, code, around, is_typed=not is_bare)  # S3's have no type


PROTOCOL = Protocol(
    route=rest.route,
    parse_request=lambda service, request, strict: rest.read_request(
        service, request, STRICT_XML if strict else XML, strict
    ),
    serialize_response=_serialize_response,
    serialize_error=_serialize_error,
    parse_response=_parse_response,
    marks=Marks(of_request=lambda request: "xml" in request.headers.get("content-type"), alone=True),
    naming=None,
    request_form="xml",
    response_form="xml",
    media_types=None,  # S3 asks for none
    answer_types=lambda service: (XML.media_type, "text/xml"),
    frame_faults=_frame_faults,
    codes=ErrorCodes(throttled="SlowDown", invalid="InvalidArgument", internal="InternalError"),
)
