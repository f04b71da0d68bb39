"""A recorded request and response, as they went over the wire."""

from __future__ import annotations

from dataclasses import dataclass

Headers = tuple[tuple[str, str], ...]
"""Header names and values in order; a name that was sent twice is there twice."""


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request as it was sent.

    Attributes:
        method: the HTTP method, upper case.
        uri: the absolute URI with its query.
        headers: names and values.
        body: the bytes of the body; empty if there was none.
    """

    method: str
    uri: str
    headers: Headers = ()
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP response as it was received.

    Attributes:
        status: the status code.
        reason: the reason phrase, possibly empty.
        headers: names and values.
        body: the bytes of the body as they came, still compressed if they were.
    """

    status: int
    reason: str = ""
    headers: Headers = ()
    body: bytes = b""
