"""Event streams: messages framed as ``application/vnd.amazon.eventstream``, each an event of a union.

Frames are read and written here, after the Smithy specification ("Amazon Event Stream"): botocore has no
writer, and its reader takes several times as long; the headers within them are botocore's to read. Exceptions
in a stream are events like others, under their own name.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple
from zlib import crc32

from botocore.eventstream import ChecksumMismatch, EventStreamHeaderParser, ParserError
from botocore.model import Shape, StructureShape

from harness.wire.codec.blob import to_bytes
from harness.wire.codec.codec import Codec
from harness.wire.codec.timestamp import parse_timestamp, timestamp_writer
from harness.wire.errors import UnreadableMessage

MEDIA_TYPE = "application/vnd.amazon.eventstream"
_INITIAL = ("initial-response", "initial-request")
_PRELUDE = struct.Struct("!III")
_FRAMING = _PRELUDE.size + 4
_MOST_HEADERS = 128 << 10  # these two are botocore's bounds
_MOST = 24 << 20
_KEPT = 1 << 10  # headers are kept up to so many bytes


def _short_value(kind: int, data: bytes) -> bytes:
    return struct.pack("!BH", kind, len(data)) + data


_INTEGERS = {"byte": "!Bb", "short": "!Bh", "integer": "!Bi", "long": "!Bq"}
_INTEGER_TYPES = {"byte": 2, "short": 3, "integer": 4, "long": 5}


def _header_value(type_name: str, value: Any) -> bytes:
    """Write one header value, as the type of the shape that it belongs to."""
    if type_name == "boolean":
        return b"\x00" if value else b"\x01"
    if type_name in _INTEGERS:
        return struct.pack(_INTEGERS[type_name], _INTEGER_TYPES[type_name], value)
    if type_name == "blob":
        return _short_value(6, to_bytes(value))
    return _short_value(7, str(value).encode())


def write_message(headers: Mapping[str, tuple[str, Any]], payload: bytes) -> bytes:
    """Frame one message.

    Args:
        headers: a header's name to the name of its shape type (``"string"``, ``"integer"``, ``"timestamp"``,
            ...) and its value; a timestamp is given as milliseconds since the epoch.
        payload: the message's payload.
    """
    block = b""
    for name, (type_name, value) in headers.items():
        data = struct.pack("!Bq", 8, value) if type_name == "timestamp" else _header_value(type_name, value)
        block += bytes([len(name)]) + name.encode() + data
    prelude = struct.pack("!II", _FRAMING + len(block) + len(payload), len(block))
    body = prelude + struct.pack("!I", crc32(prelude)) + block + payload
    return body + struct.pack("!I", crc32(body))


def _milliseconds(shape: Shape, value: Any) -> int:
    return round(float(timestamp_writer(shape, "unixTimestamp")(value)) * 1000)


def _write_event(name: str, shape: StructureShape, value: Mapping[str, Any], codec: Codec) -> bytes:
    kind = "exception" if shape.metadata.get("exception") else "event"
    headers: dict[str, tuple[str, Any]] = {
        ":message-type": ("string", kind),
        f":{kind}-type": ("string", name),
    }
    body: dict[str, Any] = {}
    payload: bytes | None = None
    media_type = codec.media_type
    for key, item in value.items():
        member = shape.members.get(key)
        if member is None or item is None:
            continue
        if member.serialization.get("eventheader"):
            is_time = member.type_name == "timestamp"
            headers[key] = (member.type_name, _milliseconds(member, item) if is_time else item)
        elif not member.serialization.get("eventpayload"):
            body[key] = item
        elif member.type_name == "blob":
            payload, media_type = to_bytes(item), "application/octet-stream"
        elif member.type_name == "string":
            payload, media_type = item.encode(), "text/plain"
        else:
            payload = codec.encode(member, item)
    if payload is None:
        payload = codec.encode(shape, body) if body else b""
    headers[":content-type"] = ("string", media_type)
    return write_message(headers, payload)


def write_events(shape: StructureShape, events: Iterable[Mapping[str, Any]], codec: Codec) -> bytes:
    """Write a stream of events.

    Args:
        shape: the union of the stream's events.
        events: each a mapping of one event's name to its members.
        codec: the codec of the payloads.
    """
    return b"".join(
        _write_event(name, shape.members[name], value, codec)
        for event in events
        for name, value in event.items()
    )


def write_initial(kind: str, payload: bytes, codec: Codec) -> bytes:
    """Write the first message of a stream, which carries the other members of an operation.

    Args:
        kind: ``"response"`` or ``"request"``.
        payload: the members as a body of the codec.
        codec: the codec.
    """
    headers = {
        ":message-type": ("string", "event"),
        ":event-type": ("string", f"initial-{kind}"),
        ":content-type": ("string", codec.media_type),
    }
    return write_message(headers, payload)


class _Message(NamedTuple):
    headers: Mapping[str, Any]
    payload: bytes


def _frames(body: bytes) -> Iterator[_Message]:
    position, size, view = 0, len(body), memoryview(body)
    while position < size:
        if size < position + _FRAMING:
            raise UnreadableMessage("event stream", f"it is broken off at byte {size}")
        length, of_headers, checksum = _PRELUDE.unpack_from(body, position)
        _verify(crc32(view[position : position + 8]), checksum)
        end = position + length
        if of_headers > length - _FRAMING or of_headers > _MOST_HEADERS or length > _MOST:
            raise UnreadableMessage(
                "event stream",
                f"its message at byte {position} has a wrong length, or more than clients read",
            )
        if end > size:
            raise UnreadableMessage("event stream", f"it is broken off at byte {size}")
        _verify(crc32(view[position : end - 4]), int.from_bytes(view[end - 4 : end], "big"))
        start = position + _PRELUDE.size
        try:
            read = _headers if of_headers <= _KEPT else _headers.__wrapped__
            headers = read(body[start : start + of_headers])
        except (ParserError, struct.error, UnicodeDecodeError, KeyError) as error:
            raise UnreadableMessage("event stream", str(error)) from error
        yield _Message(headers, body[start + of_headers : end - 4])
        position = end


def _verify(counted: int, stated: int) -> None:
    if counted != stated:
        raise UnreadableMessage("event stream", str(ChecksumMismatch(stated, counted)))


@lru_cache(maxsize=256)
def _headers(block: bytes) -> Mapping[str, Any]:
    """Read headers; those of the events of one kind are the same bytes."""
    found: Mapping[str, Any] = MappingProxyType(EventStreamHeaderParser().parse(block))
    return found


def read_messages(body: bytes) -> Iterator[_Message]:
    """Yield the messages of a stream; what a client signed is taken out of its signing envelope.

    Raises:
        UnreadableMessage: a frame is broken off, or fails its checksum.
    """
    for message in _frames(body):
        if ":chunk-signature" in message.headers:
            yield from _frames(message.payload)
        else:
            yield message


def _read_header(shape: Shape, value: Any) -> Any:
    is_time = shape.type_name == "timestamp" and isinstance(value, int)
    return parse_timestamp(value / 1000) if is_time else value


def _read_event(shape: StructureShape, message: _Message, codec: Codec) -> dict[str, Any]:
    value: dict[str, Any] = {}
    payload: bytes = message.payload
    for name, member in shape.members.items():
        if member.serialization.get("eventheader"):
            if name in message.headers:
                value[name] = _read_header(member, message.headers[name])
        elif member.serialization.get("eventpayload"):
            if member.type_name == "blob":
                value[name] = payload
            elif member.type_name == "string":
                value[name] = payload.decode("utf-8", "replace")
            elif payload:
                value[name] = codec.decode(member, payload)
            payload = b""
    return {**value, **codec.decode_members(shape, payload)}


def read_events(shape: StructureShape, body: bytes, codec: Codec) -> tuple[bytes, list[dict[str, Any]]]:
    """Read a stream of events.

    Args:
        shape: the union of the stream's events.
        body: the stream.
        codec: the codec of the payloads.

    Returns:
        The payload of the initial message, empty if there is none; and the events, each a dict of one
        name to its members. An event that the model does not know has what is in its payload; an error
        that is not modelled comes under its code.

    Raises:
        UnreadableMessage: a frame is broken, or a payload is.
    """
    initial = b""
    events: list[dict[str, Any]] = []
    for message in read_messages(body):
        headers = message.headers
        name = headers.get(":event-type") or headers.get(":exception-type")
        if name in _INITIAL:
            initial = message.payload
        elif name is None:
            code = headers.get(":error-code", "error")
            events.append({code: {"message": headers.get(":error-message", "")}})
        elif name in shape.members:
            events.append({name: _read_event(shape.members[name], message, codec)})
        else:
            events.append({name: codec.plain(codec.load(message.payload)) if message.payload else {}})
    return initial, events
