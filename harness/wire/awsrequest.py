"""botocore's own HTTP messages (``botocore.awsrequest``), taken apart and put together."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.httpchecksum import AwsChunkedWrapper

AS_SENT = 2**14
"""How many bytes of a body are read at once: as many as urllib3 reads, whose progress a caller may see."""


class RawBody(io.BytesIO):
    """A body that is there whole, with what botocore asks of urllib3's response: ``read`` and ``stream``."""

    def stream(self, amt: int = 2**16, decode_content: bool | None = None) -> Iterator[bytes]:
        """Yield what is left of the body in chunks, as ``urllib3.HTTPResponse.stream`` does."""
        while chunk := self.read(amt):
            yield chunk


def header_fields(headers: Mapping[Any, Any]) -> tuple[tuple[str, str], ...]:
    """Return the headers of one of botocore's messages as text: names and values, in order."""
    return tuple((_text(name), _text(value)) for name, value in headers.items())


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def request_body(request: AWSPreparedRequest) -> bytes:
    """Return the body of a request that botocore is about to send; a file-like body is read and rewound."""
    body = request.body
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode()
    if not hasattr(body, "read"):
        return _without_read(request)
    rewind = rewinder(body)
    content: bytes = body.read()
    if rewind is None:
        request.body = content  # what cannot be rewound is sent from the copy
    else:
        rewind()
    return content


def _without_read(request: AWSPreparedRequest) -> bytes:
    if isinstance(request.body, Iterator):
        request.body = b"".join(request.body)
    return bytes(request.body)


def rewinder(body: Any) -> Callable[[], object] | None:
    """Return what puts a file-like body back to where it is now; None if nothing can.

    botocore's chunked bodies go back by themselves to the beginning of what they read, which may have been at
    another place.
    """
    read = body._raw if isinstance(body, AwsChunkedWrapper) else body
    try:
        start = read.tell()
        read.seek(start)
    except (AttributeError, OSError):  # a pipe has no place to tell
        return None

    def rewind() -> None:
        if read is not body:
            body._reset()
        read.seek(start)

    return rewind


def read_to_end(body: Any) -> None:
    """Read what is left of a body, as whatever sends it does: its owner sees where it is, and progress."""
    if hasattr(body, "read"):
        while body.read(AS_SENT):
            pass
    elif isinstance(body, Iterator):
        for _ in body:
            pass


def aws_response(
    url: str, status: int, headers: Iterable[tuple[str, str]], body: bytes | RawBody
) -> AWSResponse:
    """Make the answer that botocore's ``before-send`` takes instead of the network's."""
    folded: dict[str, str] = {}
    for name, value in headers:
        # As urllib3 hands repeated headers to botocore (RFC 9110, section 5.3).
        folded[name.lower()] = f"{folded[name.lower()]}, {value}" if name.lower() in folded else value
    return AWSResponse(url, status, folded, body if isinstance(body, RawBody) else RawBody(body))
