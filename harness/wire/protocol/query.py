"""The query protocol (Smithy's awsQuery): a form in, XML in a result wrapper out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from botocore.model import OperationModel, ServiceModel

from harness.wire.binding import form
from harness.wire.binding.xml_error import error_faults, write_error
from harness.wire.codec.form_codec import query_name
from harness.wire.codec.xml_codec import XML, dump_xml, local_name, write_element
from harness.wire.fault import Fault
from harness.wire.message import HttpResponse, Response
from harness.wire.misspelt import Misspelt
from harness.wire.protocol.protocol import ErrorCodes


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


def _read_result(operation: OperationModel, root: Element) -> dict[str, Any]:
    wrapper = _wrapper(operation)
    result = next((child for child in root if local_name(child.tag) == wrapper), None)
    return {} if result is None else XML.read(operation.output_shape)(result)


def _frame_faults(operation: OperationModel, response: Response, code: str) -> Iterator[Misspelt]:
    if code:
        return error_faults(operation, response, code, ("ErrorResponse",), is_typed=True)
    return form.result_faults(operation, response)


PROTOCOL = form.protocol(
    query_name,
    _read_result,
    _serialize_response,
    _serialize_error,
    request_form="query",
    frame_faults=_frame_faults,
    codes=ErrorCodes(throttled="Throttling", invalid="InvalidParameterValue", missing="MissingParameter"),
)
