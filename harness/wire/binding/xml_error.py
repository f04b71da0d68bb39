"""The error form of the XML protocols: an ``Error`` element, wrapped in one way or another.

query and rest-xml wrap it in ``ErrorResponse``, ec2 in ``Response`` and ``Errors``, and S3 not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement

from botocore.model import OperationModel, Shape

from harness.contract.schema import find_error as find_error_shape
from harness.wire.binding.object_error import generic_error, status_error
from harness.wire.codec.xml_codec import XML, load_xml, local_name, plain_xml, write_element
from harness.wire.errors import UnreadableMessage
from harness.wire.fault import Fault
from harness.wire.message import ParsedError, Response
from harness.wire.misspelt import Misspelt

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


def error_faults(
    operation: OperationModel, response: Response, code: str, around: tuple[str, ...], *, is_typed: bool
) -> Iterator[Misspelt]:
    """Yield what an error has around its members otherwise than the protocol.

    Args:
        operation: the operation that failed.
        response: the response.
        code: the code of the error.
        around: the elements around ``Error``, outermost first.
        is_typed: whether an error says whose fault it is.

    Raises:
        UnreadableMessage: the body is no XML.
    """
    root = load_xml(response.content)
    error = find_error(root)
    if error is None:
        return
    path = _path_to(error, root)
    if path != (*around, "Error"):
        expected = " in ".join(f"an element {name}" for name in reversed((*around, "Error")))
        yield Misspelt((), expected, " in ".join(reversed(path)), "An error")
    names = [local_name(child.tag) for child in error]
    shape = find_error_shape(operation, code)
    if "Message" not in names and "message" in names:
        is_stated = shape is not None and "message" in shape.members
        yield Misspelt(
            (), "in an element Message", "message", "The message of an error", is_tolerated=is_stated
        )
    if is_typed:
        yield from _type_faults(shape, _text(error, "Type"), response.status)


def _path_to(element: Element, root: Element) -> tuple[str, ...]:
    """Return the names of the elements from a root to an element that is one of it."""
    name = local_name(root.tag)
    if element is root:
        return (name,)
    inner = next(child for child in root if element in child.iter())
    return (name, *_path_to(element, inner))


def _type_faults(shape: Shape | None, said: str, status: int) -> Iterator[Misspelt]:
    """Yield the type of an error that is not whose fault it is by the model, or else by the status."""
    stated = {} if shape is None else shape.metadata.get("error", {})
    is_of_sender = stated.get("senderFault", status < 500)
    expected = "Sender" if is_of_sender else "Receiver"
    if said and said != expected:
        is_tolerated = said == "Receiver" and "senderFault" not in stated
        yield Misspelt((), expected, said, "The type of an error", is_tolerated=is_tolerated)
