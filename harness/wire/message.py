"""HTTP messages as the protocols see them: folded headers, split URLs, decoded queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from harness.wire.errors import UnreadableMessage
from harness.wire.transfer import decompress, unchunk

HeaderArgument = Mapping[str, "str | list[str]"] | tuple[tuple[str, str], ...]
"""Headers as callers hold them: a name to one or several values; or all the fields."""

_FIRST_ERROR = 301

HttpResponse = tuple[int, dict[str, str], bytes]
"""Status, headers and body, ready to be sent."""

SIGNING_PARAMETERS = frozenset(
    {
        *(f"X-Amz-{name}" for name in ("Algorithm", "Credential", "Date", "Expires", "SignedHeaders")),
        *("X-Amz-Signature", "X-Amz-Security-Token", "AWSAccessKeyId", "SecurityToken"),
        *("Signature", "SignatureMethod", "SignatureVersion", "Timestamp", "Expires"),
    }
)
"""Query and form parameters of the signature versions 2 and 4, which are no members of any operation."""


class Headers:
    """Header fields by name whatever its case; repeated fields are one, joined by commas (RFC 9110, 5.2)."""

    __slots__ = ("_fields",)

    def __init__(self, headers: HeaderArgument) -> None:
        fields: dict[str, tuple[str, str]] = {}
        for name, value in headers if isinstance(headers, tuple) else headers.items():
            text = value if isinstance(value, str) else ", ".join(value)
            key = name.lower()
            fields[key] = (name, f"{fields[key][1]}, {text}" if key in fields else text)
        self._fields = fields

    def get(self, name: str, default: str = "") -> str:
        """Return the value of a field by its lower-case name, or the default."""
        found = self._fields.get(name)
        return default if found is None else found[1]

    def __contains__(self, name: str) -> bool:
        """Tell whether there is a field of that lower-case name."""
        return name in self._fields

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Yield each field's name, in the case it came in, and its value."""
        return iter(self._fields.values())

    def tokens(self, name: str) -> list[str]:
        """Return the comma-separated values of a field, lower case."""
        return [token.strip().lower() for token in self.get(name).split(",") if token.strip()]


def merge_fields(weak: Mapping[str, str], strong: Mapping[str, str]) -> dict[str, str]:
    """Join header fields; where both have one, in whatever case, the second's is taken."""
    taken = {name.lower() for name in strong}
    return {**{name: text for name, text in weak.items() if name.lower() not in taken}, **strong}


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request.

    Attributes:
        method: the HTTP method.
        host: the host name of the URL without the port, or else of the ``Host`` header; lower case.
        path: the URL's path, percent-encoded as it came.
        query: the URL's query parameters in order, decoded; a parameter without ``=`` has an empty value.
        headers: the header fields, and the trailers of a chunked body.
        body: the payload, out of its chunks; compressed still if it was.
    """

    method: str
    host: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Headers
    body: bytes

    @property
    def content(self) -> bytes:
        """The body without compression."""
        return decompress(self.body, self.headers.tokens("content-encoding"))


def read_request(method: str, url: str, headers: HeaderArgument, body: bytes) -> Request:
    """Take an HTTP request apart.

    Args:
        method: the HTTP method.
        url: an absolute URL, or the path and query of one (the host is then in the headers).
        headers: the header fields.
        body: the body as sent or recorded.

    Raises:
        UnreadableMessage: the URL is none, or an ``aws-chunked`` body is broken off.
    """
    try:
        parts = urlsplit(f"http://{url}" if url.startswith("/") else url)  # a path may begin with two slashes
        host = parts.hostname
    except ValueError as error:
        raise UnreadableMessage("request URL", str(error), "InvalidURI") from error
    fields = Headers(headers)
    body, trailers = unchunk(body, fields)
    if trailers or "aws-chunked" in fields.get("content-encoding"):
        fields = Headers({**trailers, **_without_framing(fields)})
    return Request(
        method=method.upper(),
        host=(host or fields.get("host").rsplit(":", 1)[0]).lower(),
        path=parts.path or "/",
        query=tuple(parse_qsl(parts.query, keep_blank_values=True)),
        headers=fields,
        body=body,
    )


def _without_framing(headers: Headers) -> dict[str, str]:
    """Drop ``aws-chunked`` from Content-Encoding: it is the transfer's, not the content's."""
    fields = dict(headers)
    for name in fields:
        if name.lower() == "content-encoding":
            tokens = [token.strip() for token in fields[name].split(",")]
            fields[name] = ",".join(token for token in tokens if token.lower() != "aws-chunked")
    return {name: value for name, value in fields.items() if value or name.lower() != "content-encoding"}


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP response.

    Attributes:
        status: the HTTP status code.
        headers: the header fields.
        body: the body, out of its chunks; compressed still if it was.
    """

    status: int
    headers: Headers
    body: bytes

    @property
    def is_error(self) -> bool:
        """Tell whether a service answers with an error (`botocore.parsers`: what is at least 301)."""
        return self.status >= _FIRST_ERROR

    @property
    def content(self) -> bytes:
        """The body without compression."""
        return decompress(self.body, self.headers.tokens("content-encoding"))


@dataclass(frozen=True, slots=True)
class ParsedError:
    """An error answer.

    Attributes:
        code: as in ``ClientError.response["Error"]["Code"]``.
        message: as in ``ClientError.response["Error"]["Message"]``.
        fields: every member of the error found, by name, modelled or not; with the message if it is one.
    """

    code: str
    message: str
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ParsedResponse:
    """A response as Python values: ``result``, or ``error`` where the service answered with one."""

    result: dict[str, Any] | None = None
    error: ParsedError | None = None
