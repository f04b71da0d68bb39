"""The ec2 protocol (Smithy's ec2Query): query with other names and lists, and XML without a wrapper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from botocore.model import OperationModel

from harness.wire.binding import form
from harness.wire.binding.xml_error import read_error, write_error
from harness.wire.codec.form_codec import ec2_name, form_reader
from harness.wire.codec.xml_codec import XML, dump_xml, write_element
from harness.wire.fault import Fault
from harness.wire.message import HttpResponse, ParsedResponse, Response
from harness.wire.protocol.protocol import Protocol

_reader = form_reader(ec2_name)
_FORM = {"requestId", "RequestId"}


def _headers(request_id: str) -> dict[str, str]:
    return {"Content-Type": "text/xml;charset=UTF-8", "x-amzn-RequestId": request_id}


def _serialize_response(
    operation: OperationModel, result: Mapping[str, Any], status: int, request_id: str
) -> HttpResponse:
    shape, name = operation.output_shape, f"{operation.name}Response"
    root = Element(name) if shape is None else write_element(shape, name, result)
    version = operation.service_model.api_version
    root.set(
        "xmlns",
        operation.service_model.metadata.get("xmlNamespace") or f"http://ec2.amazonaws.com/doc/{version}/",
    )
    request = Element("requestId")
    request.text = request_id
    root.insert(0, request)
    return status, _headers(request_id), dump_xml(root)


def _serialize_error(fault: Fault) -> HttpResponse:
    root = Element("Response")
    SubElement(root, "Errors").append(write_error(fault))
    SubElement(root, "RequestID").text = fault.request_id
    return fault.status, _headers(fault.request_id), dump_xml(root)


def _parse_response(operation: OperationModel, response: Response) -> ParsedResponse:
    if response.status >= 301:
        return ParsedResponse(error=read_error(operation, response))
    shape = operation.output_shape
    if shape is None or not response.body:
        return ParsedResponse({})
    found = XML.decode(shape, response.content)
    return ParsedResponse(
        {name: value for name, value in found.items() if name in shape.members or name not in _FORM}
    )


PROTOCOL = Protocol(
    route=form.route,
    parse_request=lambda service, request: form.read_request(service, request, _reader),
    serialize_response=_serialize_response,
    serialize_error=_serialize_error,
    parse_response=_parse_response,
)
