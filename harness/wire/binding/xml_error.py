"""The error form of the XML protocols: an ``Error`` element, wrapped in one way or another.

query and rest-xml wrap it in ``ErrorResponse``, ec2 in ``Response`` and ``Errors``, and S3 not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

from botocore.model import OperationModel, Shape

from harness.wire.binding.object_error import generic_error, status_error
from harness.wire.codec.xml_codec import XML, load_xml, local_name, plain_xml, write_element
from harness.wire.errors import UnreadableMessage
from harness.wire.fault import Fault
from harness.wire.message import ParsedError, Response

_FORM = {"Code", "Message", "message", "Type", "RequestId", "RequestID", "HostId"}


def write_error(fault: Fault) -> Element:
    """Return the ``Error`` element of a fault, to be wrapped."""
    shape = fault.shape
    error = Element("Error") if shape is None else write_element(shape, "Error", fault.fields)
    if error.find("Type") is None:
        SubElement(error, "Type").text = "Sender" if fault.status < 500 else "Receiver"
    for name, text in (("Code", fault.code), ("Message", fault.message)):
        # An error may have members of these names; they are the same thing.
        element = error.find(name)
        (SubElement(error, name) if element is None else element).text = text
    return error


def find_error(root: Element) -> Element | None:
    """Return the ``Error`` element of a document, however it is wrapped, or None."""
    level = [root]
    for _ in range(3):
        for element in level:
            if local_name(element.tag) == "Error":
                return element
        level = [child for element in level for child in element]
    return None


def _text(error: Element, *names: str) -> str:
    found = {local_name(child.tag): child.text or "" for child in error}
    return next((found[name] for name in names if name in found), "")


def read_error(operation: OperationModel, response: Response) -> ParsedError:
    """Read the error of a response; one without a readable body is known by its HTTP status."""
    generic = generic_error(response)
    if generic is not None:
        return generic
    try:
        error = find_error(load_xml(response.content)) if response.body else None
        return status_error(response.status) if error is None else read_error_element(operation, error)
    except (UnreadableMessage, RecursionError):
        return status_error(response.status)


def read_error_element(operation: OperationModel, error: Element) -> ParsedError:
    """Read an ``Error`` element."""
    code, message = _text(error, "Code"), _text(error, "Message", "message")
    shape = operation.service_model.shape_for_error_code(code)
    members: Mapping[str, Shape] = {} if shape is None else shape.members
    found = plain_xml(error) if shape is None else XML.read(shape)(error)
    fields = found if isinstance(found, dict) else {}
    return ParsedError(
        code, message, {name: value for name, value in fields.items() if name in members or name not in _FORM}
    )
