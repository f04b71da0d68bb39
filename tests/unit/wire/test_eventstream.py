from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Callable
from zlib import crc32

import pytest

from harness.models import find_operation, load_service
from harness.wire import UnreadableMessage, parse_request
from harness.wire.codec.eventstream import read_events, read_messages, write_events, write_message
from harness.wire.codec.json_codec import JSON

STREAM = find_operation("lexv2-runtime", "StartConversation").input_shape.members["requestEventStream"]
EVENTS = [
    {"ConfigurationEvent": {"responseContentType": "audio/mpeg", "disablePlayback": True}},
    {"AudioInputEvent": {"audioChunk": b"\x00\x01", "contentType": "audio/lpcm"}},
    {"DisconnectionEvent": {"clientTimestampMillis": 5}},
]


def test_events_of_a_request_are_read_out_of_their_signing_envelopes() -> None:
    body = b"".join(
        write_message(
            {":date": ("timestamp", 1_700_000_000_000), ":chunk-signature": ("blob", b"\x01" * 32)},
            write_events(STREAM, [event], JSON),
        )
        for event in EVENTS
    )
    end = write_message({":date": ("timestamp", 0), ":chunk-signature": ("blob", b"\x02" * 32)}, b"")
    path = "/bots/b/botAliases/a/botLocales/en_US/sessions/s/conversation"
    operation, params = parse_request(load_service("lexv2-runtime"), "POST", path, {}, body + end)
    assert operation.name == "StartConversation"
    assert params["requestEventStream"] == EVENTS


def test_header_values_of_every_type_are_written_as_botocore_reads_them() -> None:
    moment = dt.datetime(2024, 1, 2, tzinfo=dt.UTC)
    values = {
        "true": ("boolean", True), "false": ("boolean", False), "integer": ("integer", -5),
        "long": ("long", 2**40), "blob": ("blob", b"\x00"), "string": ("string", "é"),
        "time": ("timestamp", int(moment.timestamp() * 1000)),
    }  # fmt: skip
    (message,) = read_messages(write_message(values, b"payload"))
    assert message.headers == {name: value for name, (_, value) in values.items()}
    assert message.payload == b"payload"


def test_events_and_errors_that_the_model_has_not_are_kept() -> None:
    body = write_message({":event-type": ("string", "New")}, b'{"a":1}')
    body += write_message({":error-code": ("string", "Oops"), ":error-message": ("string", "Why?")}, b"")
    assert read_events(STREAM, body, JSON) == (b"", [{"New": {"a": 1}}, {"Oops": {"message": "Why?"}}])


def test_a_stream_with_a_wrong_checksum_is_refused() -> None:
    body = bytearray(write_events(STREAM, EVENTS, JSON))
    body[-1] ^= 1
    with pytest.raises(UnreadableMessage, match=r"^The event stream cannot be read: Checksum mismatch"):
        read_events(STREAM, bytes(body), JSON)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda body: body[:-1], "it is broken off at byte"),
        (lambda body: body + body[:10], "it is broken off at byte"),
        (lambda body: b"\xff" + body[1:], "Checksum mismatch"),
        (lambda body: framed(8, 0), "has a wrong length"),
        (lambda body: framed(20, 9), "has a wrong length"),
        (lambda body: framed(25 << 20, 0), "has a wrong length"),
    ],
)
def test_a_broken_stream_is_refused(change: Callable[[bytes], bytes], reason: str) -> None:
    with pytest.raises(UnreadableMessage, match=reason):
        read_events(STREAM, change(write_events(STREAM, EVENTS, JSON)), JSON)


def framed(length: int, of_headers: int) -> bytes:
    """Return a frame that says its lengths, whatever is in it."""
    prelude = struct.pack("!II", length, of_headers)
    return prelude + struct.pack("!I", crc32(prelude)) + bytes(16)
