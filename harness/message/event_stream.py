"""Edit the frames of an event stream (``application/vnd.amazon.eventstream``)."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from botocore.eventstream import EventStreamBuffer, EventStreamMessage, ParserError

from harness.message.place import Place, inside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PRELUDE = struct.Struct("!III")
_CRC = struct.Struct("!I")


def edit_event_stream(
    place: Place, whole: Place, body: bytes, edit: Callable[[Place, bytes], bytes]
) -> bytes:
    """Edit the payload of each frame; frames that are not changed stay byte for byte.

    Args:
        place: where the stream stands; its shape is the structure of the events.
        whole: where the message stands whose other members the frame ``initial-response`` holds.
        body: the frames, whole.
        edit: from where a payload stands and the payload to what stands for it.

    Returns:
        The frames, with their lengths and checksums. What follows a broken frame is left out, as
        nothing can be told of it; what is no frame from its start is edited as a text.
    """
    frames = list(_frames(place, whole, body, edit))
    return b"".join(frames) if frames else edit(Place(None, ("body",)), body)


def _frames(
    place: Place, whole: Place, body: bytes, edit: Callable[[Place, bytes], bytes]
) -> Iterator[bytes]:
    buffer = EventStreamBuffer()
    buffer.add_data(body)
    start = 0
    try:
        for message in buffer:
            frame = body[start : start + message.prelude.total_length]
            start += len(frame)
            payload = edit(_payload_place(place, whole, message), message.payload)
            yield frame if payload == message.payload else _frame(frame, message, payload)
    except ParserError:
        return


def _payload_place(place: Place, whole: Place, message: EventStreamMessage) -> Place:
    event_type = message.headers.get(":event-type") or message.headers.get(":exception-type")
    if event_type == "initial-response":
        return whole
    event = inside(place, str(event_type), "model") if event_type else place
    members = event.shape.members if event.shape is not None and event.shape.type_name == "structure" else {}
    for name, member in members.items():
        if member.serialization.get("eventpayload"):
            return inside(event, name, "model")
    return event


def _frame(frame: bytes, message: EventStreamMessage, payload: bytes) -> bytes:
    """Frame a payload with the headers of another frame (Smithy, "Amazon Event Stream Specification")."""
    headers = frame[_PRELUDE.size : message.prelude.headers_end]
    total = _PRELUDE.size + len(headers) + len(payload) + _CRC.size
    lengths = struct.pack("!II", total, len(headers))
    content = lengths + _CRC.pack(zlib.crc32(lengths)) + headers + payload
    return content + _CRC.pack(zlib.crc32(content))
