"""Make a message consistent after its body changed: its encoding, its length and its checksums."""

from __future__ import annotations

import base64
import zlib
from typing import TYPE_CHECKING

from harness.wire.checksums import CHECKSUMS
from harness.wire.errors import UnreadableMessage
from harness.wire.message import Headers as Fields
from harness.wire.transfer import decompress, unchunk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from harness.message.model import Headers


def decode_content(headers: Headers, body: bytes) -> bytes | None:
    """Undo a body's ``Content-Encoding`` and its chunks.

    Returns:
        The body as its codec reads it: the same one if it is not encoded; None if it is encoded in a way
        that cannot be undone (a corrupt one, or one that unpacks to more than 128 MiB).
    """
    fields = Fields(dict(headers))
    try:
        content, _ = unchunk(body, fields)
        return decompress(content, fields.tokens("content-encoding"))
    except UnreadableMessage:
        return None


def with_body_changed(headers: Headers, body: bytes) -> Headers:
    """Return the headers for a body that was decoded and changed.

    The length and the checksums that can be computed are those of the new body. A checksum that cannot
    (CRC32C, CRC64NVME, composite ones) is left out: botocore checks only what is there, and it would be
    a trace of what was taken out. So are the content encoding and the chunks.
    """
    kept = []
    for name, value in headers:
        lower = name.lower()
        if lower in _COMPUTED:
            if "-" not in value:
                kept.append((name, _COMPUTED[lower](body)))
        elif lower not in _FRAMING and not _is_checksum(lower):
            kept.append((name, value))
    return tuple(kept)


def with_large_body_changed(headers: Headers, size: int) -> Headers:
    """Return the headers for a body that was changed in its side file: with its length and no checksums."""
    kept = ((name, str(size) if name.lower() == "content-length" else value) for name, value in headers)
    return tuple((name, value) for name, value in kept if not _is_digest(name.lower()))


def _is_digest(name: str) -> bool:
    return (name in _COMPUTED and name != "content-length") or _is_checksum(name)


def _is_checksum(name: str) -> bool:
    algorithm = name.removeprefix("x-amz-checksum-")
    return algorithm not in (name, "algorithm", "mode", "type")


def _encoded(name: str) -> Callable[[bytes], str]:
    return lambda body: base64.b64encode(CHECKSUMS[name](body)).decode()


_FRAMING = frozenset(
    ("content-encoding", "transfer-encoding", "trailer", "x-amz-trailer", "x-amz-decoded-content-length")
)

_COMPUTED: Mapping[str, Callable[[bytes], str]] = {
    "content-length": lambda body: str(len(body)),
    "content-md5": _encoded("md5"),
    "x-amz-content-sha256": lambda body: CHECKSUMS["sha256"](body).hex(),
    "x-amz-crc32": lambda body: str(zlib.crc32(body)),
    **{f"x-amz-checksum-{name}": _encoded(name) for name in ("crc32", "sha1", "sha256")},
}
