"""The query protocol (Smithy's awsQuery): a form in, XML in a result wrapper out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from botocore.model import OperationModel, ServiceModel

from harness.wire.binding import form
from harness.wire.binding.xml_error import find_error, read_error, read_error_element, write_error
from harness.wire.codec.form_codec import form_reader, query_name
from harness.wire.codec.xml_codec import XML, dump_xml, load_xml, local_name, write_element
from harness.wire.fault import Fault
from harness.wire.message import HttpResponse, ParsedResponse, Response
from harness.wire.protocol.protocol import Protocol

_reader = form_reader(query_name)


def _root(service: ServiceModel, name: str) -> Element:
    root = Element(name)
    namespace = service.metadata.get("xmlNamespace")
    if namespace:
        root.set("xmlns", namespace)
    return root


def _wrapper(operation: OperationModel) -> str:
    # A service that has left the protocol keeps no trait for it; the name is the usual one.
    return str(operation.output_shape.serialization.get("resultWrapper", f"{operation.name}Result"))


def _headers(request_id: str) -> dict[str, str]:
    return {"Content-Type": "text/xml", "x-amzn-RequestId": request_id}


def _serialize_response(
    operation: OperationModel, result: Mapping[str, Any], status: int, request_id: str
) -> HttpResponse:
    root = _root(operation.service_model, f"{operation.name}Response")
    shape = operation.output_shape
    if shape is not None:
        root.append(write_element(shape, _wrapper(operation), result))
    metadata = SubElement(root, "ResponseMetadata")
    SubElement(metadata, "RequestId").text = request_id
    return status, _headers(request_id), dump_xml(root)


def _serialize_error(fault: Fault) -> HttpResponse:
    root = _root(fault.service, "ErrorResponse")
    root.append(write_error(fault))
    SubElement(root, "RequestId").text = fault.request_id
    return fault.status, _headers(fault.request_id), dump_xml(root)


def _parse_response(operation: OperationModel, response: Response) -> ParsedResponse:
    if response.status >= 301:
        return ParsedResponse(error=read_error(operation, response))
    shape = operation.output_shape
    if shape is None or not response.body:
        return ParsedResponse({})
    root = load_xml(response.content)
    if local_name(root.tag) == "ErrorResponse":
        error = find_error(root)
        return (
            ParsedResponse({})
            if error is None
            else ParsedResponse(error=read_error_element(operation, error))
        )
    wrapper = _wrapper(operation)
    result = next((child for child in root if local_name(child.tag) == wrapper), None)
    return ParsedResponse({} if result is None else XML.read(shape)(result))


PROTOCOL = Protocol(
    route=form.route,
    parse_request=lambda service, request: form.read_request(service, request, _reader),
    serialize_response=_serialize_response,
    serialize_error=_serialize_error,
    parse_response=_parse_response,
)
