"""MessagePack in bodies: the secrets in it are found by their names, and the rest stays as it is."""

from __future__ import annotations

import base64
import struct

import pytest

from harness.cassette.model import Response
from harness.message.msgpack import read_msgpack
from harness.models import find_operation
from harness.redaction import redact_response

GET = find_operation("s3", "GetObject")


def text(value: str) -> bytes:
    return bytes((0xA0 | len(value),)) + value.encode()


def mapping(*parts: bytes) -> bytes:
    return bytes((0x80 | len(parts) // 2,)) + b"".join(parts)


def redacted(content: bytes) -> bytes:
    return redact_response(GET, Response(200, body=content)).body


INNER = mapping(text("password"), text("Hunter-22"), text("n"), b"\x07", text("f"), b"\xca\x3f\x80\0\0")
INNER_EDITED = INNER.replace(b"Hunter-22", b"Xxxxxx-00")
PAIR = mapping(text("name"), text("DB_PASSWORD"), text("value"), text("Hunter-22"))
LONG = "Hunter-22-" * 9


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (INNER, INNER_EDITED),
        (b"\x92" + INNER + b"\xc0", b"\x92" + INNER_EDITED + b"\xc0"),
        (b"\xdd\0\0\0\x01" + INNER, b"\xdd\0\0\0\x01" + INNER_EDITED),
        (mapping(text("a"), b"\xc4" + bytes((len(INNER),)) + INNER), None),
        (mapping(text("a"), b"\x91" + INNER), mapping(text("a"), b"\x91" + INNER_EDITED)),
        (PAIR, PAIR.replace(b"Hunter-22", b"Xxxxxx-00")),
        (mapping(text("pin"), b"\x07", text("url"), text("https://a.example/")), "same"),
        (mapping(text("password"), b"\xd9\x5a" + LONG.encode()), None),
        (
            mapping(text("db_pass"), b"\xcd\x30\x39"),
            mapping(text("db_pass"), b"\xcf" + struct.pack(">Q", 10_000)),
        ),
    ],
)
def test_what_is_replaced(content: bytes, expected: bytes | str | None) -> None:
    edited = redacted(content)
    assert read_msgpack(edited) is not None
    assert b"Hunter" not in edited
    if expected is not None:
        assert edited == (content if expected == "same" else expected)
    assert redacted(edited) == edited


def test_it_is_found_in_base64() -> None:
    content = b'{"state": "' + base64.b64encode(INNER) + b'"}'
    assert redacted(content) == b'{"state": "' + base64.b64encode(INNER_EDITED) + b'"}'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        "ÿ".encode(),
        INNER[:-1],
        INNER + b"x",
        b"\x80",
        b"\xdf\xff\xff\xff\xff" + INNER,
        b"\xc1" * 3,
        b"\x91" * 100_000,
        b"\x81\x91\x01\x01",
        mapping(text("a"), b"\x01", text("a"), b"\x02"),
        mapping(text("a"), b"\xdb\xff\xff\xff\xffa"),
        mapping(text("a"), b"\xc9\xff\xff\xff\xff\x01a"),
    ],
)
def test_what_is_none(content: bytes) -> None:
    assert read_msgpack(content) is None
    assert redacted(content) == content
