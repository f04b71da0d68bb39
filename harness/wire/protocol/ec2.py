"""The ec2 protocol (Smithy's ec2Query): query with other names and lists, and XML without a wrapper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from botocore.model import OperationModel

from harness.wire.binding import form
from harness.wire.binding.xml_error import error_faults, write_error
from harness.wire.codec.form_codec import ec2_name
from harness.wire.codec.xml_codec import XML, dump_xml, write_element
from harness.wire.fault import Fault
from harness.wire.message import HttpResponse, Response
from harness.wire.misspelt import Misspelt
from harness.wire.protocol.protocol import ErrorCodes

_FORM = {"requestId", "RequestId"}


def _headers(request_id: str) -> dict[str, str]:
    return {"Content-Type": "text/xml;charset=UTF-8", "x-amzn-RequestId": request_id}


def _serialize_response(
    operation: OperationModel, result: Mapping[str, Any], status: int, request_id: str
) -> HttpResponse:
    shape, name = operation.output_shape, f"{operation.name}Response"
    root = Element(name) if shape is None else write_element(shape, name, result)
    root.set("xmlns", operation.service_model.metadata["xmlNamespace"])
    request = Element("requestId")
    request.text = request_id
    root.insert(0, request)
    return status, _headers(request_id), dump_xml(root)


def _serialize_error(fault: Fault) -> HttpResponse:
    root = Element("Response")
    SubElement(root, "Errors").append(write_error(fault))
    SubElement(root, "RequestID").text = fault.request_id
    return fault.status, _headers(fault.request_id), dump_xml(root)


def _read_result(operation: OperationModel, root: Element) -> dict[str, Any]:
    members = operation.output_shape.members
    found = XML.read(operation.output_shape)(root)
    return {name: value for name, value in found.items() if name in members or name not in _FORM}


def _frame_faults(operation: OperationModel, response: Response, code: str) -> Iterator[Misspelt]:
    if code:
        return error_faults(operation, response, code, ("Response", "Errors"), is_typed=False)
    return form.result_faults(operation, response)


PROTOCOL = form.protocol(
    ec2_name,
    _read_result,
    _serialize_response,
    _serialize_error,
    request_form="ec2",
    frame_faults=_frame_faults,
    codes=ErrorCodes(
        throttled="RequestLimitExceeded",
        invalid="InvalidParameterValue",
        missing="MissingParameter",
        internal="InternalError",
    ),
)
