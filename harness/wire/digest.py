"""Check what a request says of its own body: digests, and the length in ``aws-chunked`` framing.

S3 and others take ``Content-MD5`` and ``x-amz-checksum-*``, in a header or the trailer of a chunked body; and
Signature Version 4 gives the payload's hash. What Python's standard library cannot compute is not checked.
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Callable

from harness.wire.errors import UnreadableMessage
from harness.wire.message import Request


def _hashed(name: str) -> Callable[[bytes], bytes]:
    return lambda body: hashlib.new(name, body, usedforsecurity=False).digest()


_DIGESTS: dict[str, Callable[[bytes], bytes]] = {
    "content-md5": _hashed("md5"),
    "x-amz-checksum-crc32": lambda body: zlib.crc32(body).to_bytes(4, "big"),
    "x-amz-checksum-sha1": _hashed("sha1"),
    "x-amz-checksum-sha256": _hashed("sha256"),
    "x-amz-checksum-sha512": _hashed("sha512"),
}
_PAYLOAD_HASH = "x-amz-content-sha256"
_LENGTH = "x-amz-decoded-content-length"


def verify_digests(request: Request) -> None:
    """Hold a request's body against the digests, and the length, in its headers.

    Args:
        request: the request, its body out of its chunks.

    Raises:
        UnreadableMessage: a digest is not that of the body; ``BadDigest``, or for the signed hash
            ``XAmzContentSHA256Mismatch``. The length is another; ``IncompleteBody``.
    """
    length = request.headers.get(_LENGTH, str(len(request.body)))
    if length != str(len(request.body)):
        reason = f"it has {len(request.body)} bytes out of its chunks, and {_LENGTH} is {length}"
        raise UnreadableMessage("request body", reason, "IncompleteBody")
    for field, digest in _DIGESTS.items():
        if field in request.headers:
            expected = base64.b64encode(digest(request.body)).decode("ascii")
            if request.headers.get(field) != expected:
                raise UnreadableMessage("request body", f"{field} is not {expected}", "BadDigest")
    signed = request.headers.get(_PAYLOAD_HASH).lower()
    if len(signed) == 64 and signed != hashlib.sha256(request.body).hexdigest():
        reason = f"{_PAYLOAD_HASH} is not the hash of it"
        raise UnreadableMessage("request body", reason, "XAmzContentSHA256Mismatch")
