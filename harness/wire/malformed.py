"""What a server refuses before it looks at any constraint: media types, and values of another type.

The rules are those of Smithy's malformed request tests (``smithy-aws-protocol-tests``, restJson1). botocore's
models don't keep all that they speak of: media types of payloads are gone, and integers of 8 and 16 bits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from botocore.model import OperationModel, Shape

from harness.contract.paths.pointer import to_pointer, to_words
from harness.contract.values import is_document
from harness.contract.wording import show
from harness.wire.codec.codec import Misread
from harness.wire.errors import UnreadableMessage
from harness.wire.message import Request
from harness.wire.protocol.protocol import MediaTypes

_EVENT_STREAM = "application/vnd.amazon.eventstream"
_ANY = ("*/*", "application/*", _EVENT_STREAM)

_TYPES: dict[str, tuple[str, tuple[type, ...]]] = {
    "string": ("a string", (str,)),
    "boolean": ("true or false", (bool,)),
    "integer": ("an integer of 32 bits", (int,)),
    "long": ("an integer of 64 bits", (int,)),
    "float": ("a number", (int, float)),
    "double": ("a number", (int, float)),
    "timestamp": ("a timestamp in the format of its place", (dt.datetime,)),
    "blob": ("base64", (bytes,)),
    "list": ("a list", (list,)),
    "map": ("an object", (dict,)),
    "structure": ("an object", (dict,)),
}
_BITS = {"integer": 32, "long": 64}


def check_media_types(operation: OperationModel, types: MediaTypes | None, request: Request) -> None:
    """Refuse a body of another media type than the protocol's, and a client that takes no such answer.

    Bodies that are one member's own bytes or text have any type, and what is modelled without a body may come
    as a form (CloudSearch).

    Raises:
        UnreadableMessage: a header names another media type.
    """
    if types is None:
        return
    known = types.known
    media_type = _media_type(request.headers.get("content-type"))
    has_body = bool(media_type and request.body) and operation.http.get("method") != "GET"
    if has_body and media_type not in (*known, _EVENT_STREAM) and not _is_raw(operation.input_shape):
        reason = f"its Content-Type is {media_type}, and {operation.name} takes {' or '.join(known)}"
        raise UnreadableMessage("request body", reason, "UnsupportedMediaTypeException", 415)
    accepted = {_media_type(part) for part in request.headers.get("accept").split(",")} - {""}
    takes_any = not accepted or _is_raw(operation.output_shape) or _has_accept(operation)
    if types.refuses_others and not takes_any and not accepted & {*_ANY, *known}:
        reason = f"its Accept is {', '.join(sorted(accepted))}, and the answer is {known[0]}"
        raise UnreadableMessage("request", reason, "NotAcceptableException", 406)


def _media_type(text: str) -> str:
    return text.partition(";")[0].strip().lower()


def _is_raw(shape: Shape | None) -> bool:
    if shape is None or (payload := shape.serialization.get("payload")) is None:
        return False
    return shape.members[payload].type_name in ("blob", "string")


def _has_accept(operation: OperationModel) -> bool:
    """Tell whether the header is a parameter of the operation (API Gateway's ``GetExport``)."""
    members = operation.input_shape.members.values() if operation.input_shape is not None else ()
    return any(member.serialization.get("name", "").lower() == "accept" for member in members)


def check_types(shape: Shape | None, params: Any) -> None:
    """Refuse parameters of which a value is not of its shape's type, as they were read by strict codecs.

    Members that the model doesn't know are passed over.

    Raises:
        UnreadableMessage: a value has another type, a list or map holds a null, or a union has not exactly
            one member that the model knows.
    """
    for path, expected, value in wrong_types(shape, params):
        place = to_words(to_pointer(path)) or "the body"
        raise UnreadableMessage("request", f"{place} must be {expected}, but was {show(value)}")


def wrong_types(
    shape: Any, value: Any, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], str, Any]]:
    """Yield the values that are not of their shape's type: each with its path, and what it must be.

    Args:
        shape: the shape.
        value: the value, as a strict codec read it.
        path: where it stands.
    """
    if shape is None or is_document(shape) or shape.serialization.get("jsonvalue"):
        return
    kind = shape.type_name
    expected, types = _TYPES.get(kind, _TYPES["string"])
    is_type = isinstance(value, types) and (kind == "boolean" or not isinstance(value, bool))
    bits = _BITS.get(kind)
    if isinstance(value, Misread):
        yield path, value.expected, value
    elif not is_type or (bits is not None and not -(2 ** (bits - 1)) <= value < 2 ** (bits - 1)):
        yield path, expected, value
    elif kind == "structure":
        if shape.is_tagged_union and (len(value) != 1 or not value.keys() <= shape.members.keys()):
            yield path, f"an object with one of {', '.join(shape.members)}", value
        for name, member in shape.members.items():
            if name in value and not member.serialization.get("eventstream") and not _is_stream(member):
                yield from wrong_types(member, value[name], (*path, name))
    elif kind == "list":
        for index, item in enumerate(value):
            yield from wrong_types(shape.member, item, (*path, index))
    elif kind == "map":
        for key, item in value.items():
            yield from wrong_types(shape.key, key, (*path, key))
            yield from wrong_types(shape.value, item, (*path, key))


def _is_stream(shape: Shape) -> bool:
    return bool(shape.serialization.get("streaming"))
