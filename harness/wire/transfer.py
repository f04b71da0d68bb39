"""Take the codings off a body: HTTP chunks, ``aws-chunked`` with its trailers, gzip and deflate.

Recordings hold bodies as they were sent, or as a client library had already decoded them while the header
stayed; so a coding is taken off where the body really has it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from contextlib import suppress
from typing import Protocol

from harness.wire.errors import UnreadableMessage

MAX_DECODED = 128 * 1024 * 1024
"""The largest body, in bytes, that a compressed one may unpack to."""


class Fields(Protocol):
    """Header fields by lower-case name (`harness.wire.message.Headers`)."""

    def get(self, name: str, default: str = "") -> str:
        """Return a field's value."""


_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r\n")
_GZIP = b"\x1f\x8b"
_ZLIB_AUTO = 32 + zlib.MAX_WBITS
ENCODINGS = ("gzip", "x-gzip", "deflate")
"""The tokens of ``Content-Encoding`` that are read."""


def read_chunks(body: bytes) -> tuple[bytes, dict[str, str]] | None:
    """Read chunked framing: HTTP's (RFC 9112, 7.1), or ``aws-chunked`` with a signature in each chunk.

    Returns:
        The content and the trailer fields (lower-case names); None if the body is not framed so.

    Raises:
        UnreadableMessage: the framing starts but stops before its last chunk.
    """
    parts: list[bytes] = []
    position = 0
    while match := _CHUNK.match(body, position):
        size = int(match[1], 16)
        position = match.end()
        if size == 0:
            return b"".join(parts), _trailers(body[position:])
        end = position + size
        if body[end : end + 2] != b"\r\n":
            break
        parts.append(body[position:end])
        position = end + 2
    if parts:
        raise UnreadableMessage("chunked body", f"chunk {len(parts) + 1} is not whole", "IncompleteBody")
    return None


def _trailers(block: bytes) -> dict[str, str]:
    fields = (line.partition(b":") for line in block.split(b"\r\n") if b":" in line)
    return {
        name.strip().lower().decode("latin-1"): value.strip().decode("latin-1") for name, _, value in fields
    }


def _decompressed(body: bytes) -> bytes:
    """Unpack gzip, zlib or raw deflate.

    Raises:
        UnreadableMessage: it is broken off, or none of these, or unpacks to more than `MAX_DECODED`.
    """
    for window in (_ZLIB_AUTO, -zlib.MAX_WBITS):
        unpacker = zlib.decompressobj(window)
        try:
            content = unpacker.decompress(body, MAX_DECODED)
        except zlib.error as error:
            reason = str(error)
            continue
        if unpacker.unconsumed_tail:
            raise UnreadableMessage(
                "compressed body",
                f"it unpacks to more than {MAX_DECODED} bytes",
                "RequestEntityTooLarge",
                413,
            )
        if not unpacker.eof:
            raise UnreadableMessage("compressed body", "it is broken off")
        return content
    raise UnreadableMessage("compressed body", reason)


def decompress(body: bytes, encodings: Iterable[str]) -> bytes:
    """Take gzip and deflate off a body, where it has them.

    Args:
        body: the body.
        encodings: the tokens of ``Content-Encoding`` in order.

    Raises:
        UnreadableMessage: a gzip body is broken, or too large unpacked.
    """
    for encoding in reversed([token.strip().lower() for token in encodings]):
        if encoding not in ENCODINGS or not body:
            continue
        if body.startswith(_GZIP):
            body = _decompressed(body)
        elif encoding == "deflate":
            try:
                body = _decompressed(body)
            except UnreadableMessage:
                return body  # decoded before it was recorded
    return body


def unchunk(body: bytes, headers: Fields) -> tuple[bytes, dict[str, str]]:
    """Take chunked framing off a body.

    Args:
        body: the body as sent or recorded.
        headers: its header fields.

    Returns:
        The content, and the trailer fields.

    Raises:
        UnreadableMessage: an ``aws-chunked`` body is broken off.
    """
    trailers: dict[str, str] = {}
    if "chunked" in headers.get("transfer-encoding", "").lower():
        # Else it was decoded before it was recorded, and begins like a chunk by chance.
        with suppress(UnreadableMessage):
            body, trailers = read_chunks(body) or (body, trailers)
    encoded = "aws-chunked" in headers.get("content-encoding", "").lower()
    if encoded or headers.get("x-amz-content-sha256", "").startswith("STREAMING-"):
        body, trailers = read_chunks(body) or (body, trailers)
    return body, trailers
