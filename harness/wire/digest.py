"""Check what a request says of its own body: digests, and the length in ``aws-chunked`` framing.

S3 and others take ``Content-MD5`` and ``x-amz-checksum-*``, in a header or the trailer of a chunked body; and
Signature Version 4 gives the payload's hash. Of the checksums, those are checked that the standard library
computes in C.
"""

from __future__ import annotations

import base64
import hashlib

from harness.wire.checksums import CHECKSUMS
from harness.wire.errors import UnreadableMessage
from harness.wire.message import Request

_QUICK = ("crc32", "sha1", "sha256", "sha512")
_DIGESTS = {
    "content-md5": CHECKSUMS["md5"],
    **{f"x-amz-checksum-{name}": CHECKSUMS[name] for name in _QUICK},
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
