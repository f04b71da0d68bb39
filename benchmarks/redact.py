"""How fast recordings are redacted: seconds a megabyte of an S3 object without a secret, by what is in it."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable

from measure import seconds_of

from harness.cassette.model import Request, Response
from harness.models import load_service
from harness.redaction import redact_request, redact_response

SIZE = 1 << 20
BODIES = {
    "bytes": os.urandom(SIZE),
    "text": (b"The quick brown fox jumps over 100% of the lazy dog & its friends.\n" * 20_000)[:SIZE],
    "JSON": json.dumps([{"id": number, "name": f"item-{number}"} for number in range(32_000)]).encode()[
        :SIZE
    ],
    "base64": base64.b64encode(os.urandom(SIZE * 3 // 4)),
    "digests": "\n".join(os.urandom(32).hex() for _ in range(16_000)).encode()[:SIZE],
}


def main() -> None:
    """Print one line for each kind of content."""
    s3 = load_service("s3")
    put, get = s3.operation_model("PutObject"), s3.operation_model("GetObject")
    redact_request(put, Request("PUT", "https://b.invalid/k"), {"Bucket": "b", "Key": "k"})  # imports
    for kind, body in BODIES.items():
        request = Request("PUT", "https://b.invalid/k", (), body)
        params = {"Bucket": "b", "Key": "k", "Body": base64.b64encode(body).decode()}
        upload = seconds(lambda request=request, params=params: redact_request(put, request, params))
        download = seconds(lambda body=body: redact_response(get, Response(200, "OK", (), body)))
        size = len(body) / 1e6
        print(f"{kind:8} upload {upload / size:.3f} s/MB, download {download / size:.3f} s/MB")


def seconds(run: Callable[[], object]) -> float:
    """Return the processor time of the fastest of three runs."""
    return min(seconds_of(run) for _ in range(3))


if __name__ == "__main__":
    main()
