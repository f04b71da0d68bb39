"""botocore's HTTP messages to a cassette's, and back."""

from __future__ import annotations

import http.client
import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.response import StreamingBody

from harness.cassette.model import Headers, Request, Response, StoredBody
from harness.cassette.side_files import Spool
from harness.wire.awsrequest import RawBody, aws_response, header_fields, request_body, rewinder

Body = bytes | StoredBody
"""A body in memory, or what stands for one in a side file."""

_CHUNK = 2**20


class StoredFile(io.FileIO):
    """The side file of a body, with what botocore asks of urllib3's response: ``read`` and ``stream``."""

    def stream(self, amt: int = 2**16, decode_content: bool | None = None) -> Iterator[bytes]:
        """Yield what is left of the body in chunks, as ``urllib3.HTTPResponse.stream`` does."""
        while chunk := self.read(amt):
            yield chunk


def open_body(content: bytes, side_file: Path | None) -> RawBody | StoredFile:
    """Open a body that was recorded: its side file, or else what is in memory."""
    return RawBody(content) if side_file is None else StoredFile(side_file)


def apart(body: Body) -> tuple[bytes, StoredBody | None]:
    """Return what an interaction holds of a body, and what its facts do."""
    return (body, None) if isinstance(body, bytes) else (b"", body)


def chunks(file: Any) -> Iterator[bytes] | None:
    """Read a file-like object in chunks, and rewind it; None if it cannot be rewound."""
    rewind = rewinder(file)
    return None if rewind is None else _chunks(file, rewind)


def _chunks(file: Any, rewind: Callable[[], object]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk
    rewind()


def from_prepared(request: AWSPreparedRequest) -> Request:
    """Copy a request that botocore is about to send; a file-like body is read and rewound."""
    return spool_prepared(request, Spool(None))[0]


def spool_prepared(request: AWSPreparedRequest, spool: Spool) -> tuple[Request, StoredBody | None]:
    """Copy a request, a large body into a side file.

    Returns:
        The request, and what stands for its body if that is large: the request's own is then empty.
    """
    for chunk in chunks(request.body) or (request_body(request),):
        spool.write(chunk)
    content, stored = apart(spool.finish())
    return Request(request.method, request.url, _sorted(request.headers), content), stored


def read_body(response: dict[str, Any], spool: Spool) -> Body:
    """Read the body of an answer in botocore's form, ``before-parse``'s ``response_dict``.

    Instead of a streaming body it puts a fresh one, for botocore to hand to the caller.
    """
    raw = response["body"]
    if isinstance(raw, bytes):
        return raw
    for chunk in raw.stream(_CHUNK) if hasattr(raw, "stream") else iter(lambda: raw.read(_CHUNK), b""):
        spool.write(chunk)
    body = spool.finish()
    content, _ = apart(body)
    response["body"] = StreamingBody(open_body(content, spool.side_file), spool.size)
    return body


def from_response_dict(response: Mapping[str, Any], body: bytes) -> Response:
    """Copy an answer in botocore's form, whose body has been read."""
    status: int = response["status_code"]
    reason = http.client.responses.get(status, "")
    return Response(status, reason, _sorted(response["headers"]), body)


def _sorted(headers: Any) -> Headers:
    """Return headers by name, as their order says nothing; those of one name keep theirs."""
    return tuple(sorted(header_fields(headers), key=lambda header: header[0].lower()))


def to_aws_response(url: str, response: Response, side_file: Path | None = None) -> AWSResponse:
    """Make the answer that botocore's ``before-send`` takes instead of the network's.

    Args:
        url: the URL that was asked.
        response: the response.
        side_file: the file that holds its body, if that is not in it.
    """
    answer = aws_response(url, response.status, response.headers, response.body)
    if side_file is not None:
        answer.raw = StoredFile(side_file)
    return answer
