from __future__ import annotations

import hashlib

import pytest

from harness.models import load_service
from harness.wire import UnreadableMessage, parse_request

# Digests of b"hello", as the command line tools of the same names print them.
RIGHT = {
    "Content-MD5": "XUFAKrxLKna5cZ2REBfFkg==",
    "x-amz-checksum-crc32": "NhCmhg==",
    "x-amz-checksum-sha1": "qvTGHdzF6KLavt4PO0gs2a6pQ00=",
    "x-amz-checksum-sha256": "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=",
    "x-amz-content-sha256": hashlib.sha256(b"hello").hexdigest().upper(),
    "x-amz-decoded-content-length": "5",
}


def put(headers: dict[str, str], *, verify: bool = True) -> object:
    """Return the body that is read."""
    _, params = parse_request(load_service("s3"), "PUT", "/bucket/key", headers, b"hello", verify=verify)
    return params["Body"]


@pytest.mark.parametrize("header", RIGHT)
def test_a_right_digest_is_taken(header: str) -> None:
    assert put({header: RIGHT[header]}) == b"hello"


@pytest.mark.parametrize(
    ("header", "value", "code", "message"),
    [
        ("Content-MD5", "AAAA", "BadDigest", "content-md5 is not XUFAKrxLKna5cZ2REBfFkg=="),
        ("x-amz-checksum-crc32", "AAAA", "BadDigest", "x-amz-checksum-crc32 is not NhCmhg=="),
        ("x-amz-content-sha256", "0" * 64, "XAmzContentSHA256Mismatch",
         "x-amz-content-sha256 is not the hash of it"),
        ("x-amz-decoded-content-length", "4", "IncompleteBody",
         "it has 5 bytes out of its chunks, and x-amz-decoded-content-length is 4"),
    ],
)  # fmt: skip
def test_a_wrong_digest_is_refused_where_it_is_asked_for(
    header: str, value: str, code: str, message: str
) -> None:
    with pytest.raises(UnreadableMessage) as caught:
        put({header: value})
    assert str(caught.value) == f"The request body cannot be read: {message}."
    assert (caught.value.code, caught.value.status) == (code, 400)
    assert put({header: value}, verify=False) == b"hello"


def test_a_body_that_is_not_signed_is_taken() -> None:
    assert put({"x-amz-content-sha256": "UNSIGNED-PAYLOAD"}) == b"hello"
