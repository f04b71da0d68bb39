"""botocore's HTTP messages to a cassette's, and back."""

from __future__ import annotations

import http.client
import io
from collections.abc import Iterator, Mapping
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.model import OperationModel
from botocore.response import StreamingBody

from harness.cassette.model import Request, Response


class RawBody(io.BytesIO):
    """A recorded body, with what botocore asks of urllib3's response: ``read`` and ``stream``."""

    def stream(self, amt: int = 2**16, decode_content: bool | None = None) -> Iterator[bytes]:
        """Yield what is left of the body in chunks, as ``urllib3.HTTPResponse.stream`` does."""
        while chunk := self.read(amt):
            yield chunk


def from_prepared(request: AWSPreparedRequest) -> Request:
    """Copy a request that botocore is about to send; a file-like body is read and rewound."""
    return Request(request.method, request.url, _headers(request.headers), _request_body(request))


def from_response_dict(operation: OperationModel, response: dict[str, Any]) -> Response:
    """Copy an answer in botocore's form, ``before-parse``'s ``response_dict``.

    A streaming body is read, and a fresh one put in its place for botocore to hand to the caller.
    """
    status: int = response["status_code"]
    body = response["body"]
    if not isinstance(body, bytes):
        content = b"".join(body.stream()) if hasattr(body, "stream") else body.read()
        fresh: Any = RawBody(content)
        if not operation.has_event_stream_output:
            fresh = StreamingBody(fresh, len(content))
        response["body"] = fresh
        body = content
    reason = http.client.responses.get(status, "")
    return Response(status, reason, _headers(response["headers"]), body)


def to_aws_response(url: str, response: Response) -> AWSResponse:
    """Make the answer that botocore's ``before-send`` takes in place of the network's."""
    headers: dict[str, str] = {}
    for name, value in response.headers:
        # As urllib3 hands repeated headers to botocore (RFC 9110, section 5.3).
        headers[name.lower()] = f"{headers[name.lower()]}, {value}" if name.lower() in headers else value
    return AWSResponse(url, response.status, headers, RawBody(response.body))


def _headers(headers: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((_text(name), _text(value)) for name, value in headers.items())


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _request_body(request: AWSPreparedRequest) -> bytes:
    body = request.body
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, bytes | bytearray):
        return bytes(body)
    start = body.tell() if hasattr(body, "tell") else 0
    content: bytes = body.read()
    try:
        body.seek(start)
    except (AttributeError, OSError):
        request.body = content  # what cannot be rewound is sent from the copy
    return content
