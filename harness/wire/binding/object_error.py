"""The error form of the JSON and CBOR protocols: an object with its type in ``__type``.

Services write the code with more around it (``"com.amazonaws.x#Code"``, ``"Code:http://..."``), in a header
or as ``code``, and the message with or without a capital; a service that once spoke query keeps its old codes
in ``x-amzn-query-error`` (Smithy's ``awsQueryCompatible``). What is read here is what botocore.parsers reads.
"""

from __future__ import annotations

import http
import re
from collections.abc import Iterator, Mapping
from typing import Any

from botocore.model import OperationModel, Shape

from harness.contract.schema import find_error
from harness.wire.codec.codec import Codec
from harness.wire.errors import UnreadableMessage
from harness.wire.fault import Fault
from harness.wire.message import ParsedError, Response
from harness.wire.misspelt import Misspelt

QUERY_ERROR = "x-amzn-query-error"
_QUERY_ERROR = re.compile(r"[^;]+;(?:Sender|Receiver)")


def error_tree(fault: Fault) -> dict[str, Any]:
    """Return the members of an error's body that are its form; they come before the modelled ones."""
    compatible = fault.shape is not None and fault.service.is_query_compatible
    tree = {"__type": fault.shape.name if fault.shape is not None and compatible else fault.code}
    if not any(name.lower() == "message" for name in fault.fields):
        tree["message"] = fault.message
    return tree


def query_error_header(fault: Fault) -> dict[str, str]:
    """Return the header with the code of the query protocol, for a service that keeps those."""
    if not fault.service.is_query_compatible:
        return {}
    return {QUERY_ERROR: f"{fault.code};{'Sender' if fault.status < 500 else 'Receiver'}"}


def clean_code(code: Any) -> str:
    """Strip what services write around an error code: a namespace before it, a URI after it."""
    return str(code).split(":", 1)[0].rsplit("#", 1)[-1]


def read_error_object(response: Response, codec: Codec) -> dict[str, Any]:
    """Return the object in an error's body; ``{}`` if the body has none, such as an HTML page of a proxy."""
    try:
        body = response.content
        tree = codec.plain(codec.load(body)) if body else {}
    except UnreadableMessage:
        tree = {"message": response.body.decode("utf-8", "replace")}
    return tree if isinstance(tree, dict) else {"message": str(tree)}


def generic_error(response: Response) -> ParsedError | None:
    """Return the error of a response that no service wrote: a server error that is empty or HTML."""
    body = response.body.strip()
    if response.status < 500 or (body and not body.lower().startswith((b"<html", b"<!doctype html"))):
        return None
    return status_error(response.status)


def status_error(status: int) -> ParsedError:
    """Return the error that is known only by its HTTP status, as botocore words it."""
    try:
        return ParsedError(str(status), http.HTTPStatus(status).phrase)
    except ValueError:
        return ParsedError(str(status), "")


def read_error(
    operation: OperationModel, response: Response, tree: Mapping[str, Any], code: Any = None
) -> tuple[str, str, Shape | None]:
    """Read the code and the message of an error, and find its shape.

    Args:
        operation: the operation that failed.
        response: the response, for status and headers.
        tree: the object in its body.
        code: a code that wins over ``__type``, where the protocol has another place for it.
    """
    found = clean_code(code or tree.get("__type") or response.status)
    compatible = response.headers.get(QUERY_ERROR).split(";")
    if len(compatible) == 2 and compatible[0]:
        found = compatible[0]
    message = tree.get("message", tree.get("Message", ""))
    shape = operation.service_model.shape_for_error_code(found)
    return found, "" if message is None else str(message), shape


def error_fields(shape: Shape | None, tree: Mapping[str, Any], codec: Codec) -> dict[str, Any]:
    """Return the members in an error's body, without what is only its form: the type and the message."""
    members: Mapping[str, Shape] = {} if shape is None else shape.members
    form = {"__type", "message", "Message"}
    found = tree if shape is None else codec.read(shape)(tree)
    return {name: value for name, value in found.items() if name in members or name not in form}


def error_faults(
    operation: OperationModel, response: Response, code: str, codec: Codec
) -> Iterator[Misspelt]:
    """Yield what an error has under another name than its shape, and a missing code of the query protocol.

    Args:
        operation: the operation that failed.
        response: the response.
        code: the code of the error; empty for a result, of which nothing is told.
        codec: the codec of the body.
    """
    shape = find_error(operation, code) if code else None
    if shape is None or not response.body:
        return
    stated = next((name for name in shape.members if name.lower() == "message"), None)
    if stated is not None:
        name = shape.members[stated].serialization.get("name", stated)
        tree = read_error_object(response, codec)
        others = [other for other in tree if other.lower() == name.lower()]
        if others and name not in others:  # most SDKs read both
            yield Misspelt((), f"in {name}", others[0], f"The message of {shape.name}", is_tolerated=True)
    said = response.headers.get(QUERY_ERROR)
    if operation.service_model.is_query_compatible and not _QUERY_ERROR.fullmatch(said):
        yield Misspelt((), "a code and Sender or Receiver (Code;Sender)", said, f"The header {QUERY_ERROR}")
