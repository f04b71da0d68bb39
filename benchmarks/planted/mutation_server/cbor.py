"""The part of CBOR (RFC 8949) that Smithy's rpcv2Cbor protocol needs."""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from typing import Any


class CborError(ValueError):
    """Bytes that are no CBOR, or CBOR that is not understood."""


def encode(value: Any) -> bytes:
    """The CBOR of a value. A datetime becomes tag 1 with seconds since 1970."""
    match value:
        case None:
            return b"\xf6"
        case bool():
            return b"\xf5" if value else b"\xf4"
        case int():
            return _head(0, value) if value >= 0 else _head(1, -1 - value)
        case float():
            return b"\xfb" + struct.pack(">d", value)
        case str():
            data = value.encode()
            return _head(3, len(data)) + data
        case bytes():
            return _head(2, len(value)) + value
        case datetime():
            return b"\xc1" + encode(value.timestamp())
        case list() | tuple():
            return _head(4, len(value)) + b"".join(map(encode, value))
        case dict():
            pairs = (encode(key) + encode(item) for key, item in value.items())
            return _head(5, len(value)) + b"".join(pairs)
    raise CborError(f"A {type(value).__name__} has no CBOR here.")


def _head(major: int, number: int) -> bytes:
    if number < 24:
        return bytes([major << 5 | number])
    for code, width in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if number < 1 << 8 * width:
            return bytes([major << 5 | code]) + number.to_bytes(width, "big")
    raise CborError(f"{number} needs more than 64 bits.")


def decode(data: bytes) -> Any:
    """The value of CBOR bytes. A timestamp (tag 1) becomes a datetime."""
    value, position = _decode(data, 0)
    if position != len(data):
        raise CborError("There are bytes after the value.")
    return value


def _decode(data: bytes, at: int) -> tuple[Any, int]:
    if at >= len(data):
        raise CborError("The value ends too early.")
    major, info = data[at] >> 5, data[at] & 31
    at += 1
    if major == 7:
        return _simple(data, at, info)
    if info == 31:
        return _indefinite(data, at, major)
    number = info
    if info >= 24:
        width = 1 << (info - 24)
        if width > 8 or at + width > len(data):
            raise CborError("The length is not understood.")
        number, at = int.from_bytes(data[at : at + width], "big"), at + width
    return _definite(data, at, major, number)


def _definite(data: bytes, at: int, major: int, number: int) -> tuple[Any, int]:
    match major:
        case 0:
            return number, at
        case 1:
            return -1 - number, at
        case 2 | 3:
            if at + number > len(data):
                raise CborError("The text ends too early.")
            chunk = data[at : at + number]
            return (chunk if major == 2 else chunk.decode()), at + number
        case 4:
            items = []
            for _ in range(number):
                item, at = _decode(data, at)
                items.append(item)
            return items, at
        case 5:
            pairs = {}
            for _ in range(number):
                key, at = _decode(data, at)
                pairs[key], at = _decode(data, at)
            return pairs, at
    value, at = _decode(data, at)
    if number != 1 or isinstance(value, bool) or not isinstance(value, int | float):
        raise CborError("The tag is not understood.")
    try:
        return datetime.fromtimestamp(value, UTC), at
    except (ValueError, OverflowError, OSError) as error:
        raise CborError("The time is out of range.") from error


def _simple(data: bytes, at: int, info: int) -> tuple[Any, int]:
    if info in (20, 21, 22, 23):
        return {20: False, 21: True}.get(info), at
    for code, letter, width in ((25, "e", 2), (26, "f", 4), (27, "d", 8)):
        if info == code and at + width <= len(data):
            return struct.unpack(f">{letter}", data[at : at + width])[0], at + width
    raise CborError("The simple value is not understood.")


def _indefinite(data: bytes, at: int, major: int) -> tuple[Any, int]:
    items = []
    while data[at : at + 1] != b"\xff":
        item, at = _decode(data, at)
        items.append(item)
    at += 1
    if major == 5:
        return dict(zip(items[::2], items[1::2], strict=True)), at
    if major == 3:
        return "".join(items), at
    return (b"".join(items) if major == 2 else items), at
