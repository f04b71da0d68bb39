"""Requests that botocore doesn't make, to anybody: what is taken out of them, and what is compared."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import parse_qsl, urlsplit

import orjson

from harness.cassette.exchange import read_operation
from harness.cassette.model import Interaction, Request, Response
from harness.cassette.presigned import SIGNED_WITH, is_presigned, unsigned_form, unsigned_query
from harness.forks import free_in_children
from harness.message.form import edit_form
from harness.record.errors import CannotReplay
from harness.record.following import Follower
from harness.record.matching import HTTP
from harness.redaction import REDACTED, Memory, Redaction, redact_interaction
from harness.redaction.finding import changed_places
from harness.redaction.memory import is_of
from harness.redaction.names import says_nothing
from harness.redaction.specification import is_secret_name
from harness.redaction.stand_ins import stand_in
from harness.wire.identity.hosts import parse_host

if TYPE_CHECKING:
    from botocore.model import Shape

_SECRET = (
    r"(x[-_])?((access|api|auth|authorization|bearer|bot|client|csrf|id|oauth|private|refresh|security|session|"
    r"user|vault|xsrf)[-_]?)?token|([a-z]+[-_])*api[-_]?key|(client[-_]?)?secret|passwd|sig|signature"
)
_NAMES_SECRET = re.compile(_SECRET, re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}
LISTED = "request "
"""How a place of a request begins in `Interaction.redacted`."""
MARK = re.compile("\x01(\\d+)\x02")
"""What stands instead of a secret that is asked for (`Marks`)."""
_BOUNDARY = re.compile(r'boundary="?([^";]+)')
_FIELD = re.compile(
    r'\r\nContent-Disposition: form-data; name="([^"]*)"((?:(?!\r\n\r\n).)*)\r\n\r\n(.*)',
    re.DOTALL | re.IGNORECASE,
)
_QUOTED_MARK = re.compile("(?:%01|\x01)(\\d+)(?:%02|\x02)")


@dataclass(frozen=True, slots=True)
class Before:
    """What a project does to exchanges before they are recorded, in addition to redaction.

    Attributes:
        request: returns what is compared and recorded of a request that botocore doesn't make, or None to
            leave the request alone; None for all of it.
        response: returns what is recorded of an answer, or None to record nothing; None for all of it.
    """

    request: Callable[[Request], Request | None] | None = None
    response: Callable[[Response], Response | None] | None = None

    def of_request(self, request: Request) -> Request | None:
        """Return what to compare and record of a request; None to leave it alone."""
        return request if self.request is None else self.request(request)

    def of_response(self, response: Response) -> Response | None:
        """Return what to record of an answer; None for nothing."""
        return response if self.response is None else self.response(response)


class WebFollower(Follower, Protocol):
    """What follows, besides calls of botocore, the requests that it doesn't make."""

    def answer_web(self, request: Request) -> Response | None:
        """Answer a request instead of the network, or return None."""

    def miss_web(self, request: Request) -> CannotReplay:
        """Return why a request that is not answered fails, while the network is closed."""

    def ignores_web(self, request: Request) -> bool:
        """Tell whether a request is neither recorded nor played, and goes its ordinary way."""

    def received_web(self, request: Request, response: Response) -> None:
        """See what the network answered."""


def redact_web(interaction: Interaction, redaction: Redaction, memory: Memory | None = None) -> Interaction:
    """Take the secrets out of an exchange that botocore had no part in.

    Besides what the rules name, headers, query parameters and members of documents go whose names say that
    they hold a token, an API key or a signature. An exchange with AWS is redacted by its operation.

    Args:
        interaction: the recording.
        redaction: the rules.
        memory: the stand-ins of the recording so far, to which this one's are added; none if left out.
    """
    return _redact(interaction, redaction, memory if memory is not None else Memory(), is_numbered=False)


def record_web(interaction: Interaction, redaction: Redaction, memory: Memory) -> Interaction:
    """Take the secrets out of an exchange as `redact_web` does, so that replay can tell its requests apart.

    A secret in the query has a stand-in of its own instead of ``REDACTED``, and the recording lists
    where the request lost something (`Interaction.redacted`).

    Args:
        interaction: the recording.
        redaction: the rules.
        memory: the stand-ins of the recording so far, to which this one's are added.
    """
    redacted = _redact(interaction, redaction, memory, is_numbered=True)
    places = changed_places("", request_values(interaction.request), request_values(redacted.request))
    return replace(redacted, redacted={f"{LISTED}{place}": "credential" for place in places})


def _redact(
    interaction: Interaction, redaction: Redaction, memory: Memory, *, is_numbered: bool
) -> Interaction:
    operation = read_operation(interaction)
    if operation is not None:
        return redact_interaction(operation, interaction, redaction, memory)
    request = interaction.request
    headers = (name.lower() for name, _ in (*request.headers, *interaction.response.headers))
    members = _members(redaction.members.pattern)
    queries = redaction.queries.union(
        name.lower() for name, _ in _query(request.uri) if is_secret_name(members, name)
    )
    if is_numbered:
        own, queries = queries - SIGNED_WITH, queries & SIGNED_WITH
        request = replace(request, uri=_with_stand_ins(request.uri, own, memory))
        interaction = replace(interaction, request=request)
        members = _members(redaction.members.pattern, own)  # as such names are in forms, too
    redaction = replace(
        redaction,
        headers=redaction.headers.union(filter(_NAMES_SECRET.fullmatch, headers)),
        queries=queries,
        members=members,
    )
    return _unlabelled(redact_interaction(None, _labelled(interaction), redaction, memory))


def _with_stand_ins(uri: str, names: frozenset[str], memory: Memory) -> str:
    """Put stand-ins into the query of a URL, for the values of some names."""

    def stand_in_of(name: str, value: str) -> str:
        is_secret = name.lower() in names and value != REDACTED and not says_nothing(name, value)
        return memory.of_string(None, value) if is_secret else value

    address, mark, rest = uri.partition("?")
    query, *fragment = rest.split("#", 1)
    return "#".join((f"{address}{mark}{edit_form(query, stand_in_of)}", *fragment))


def _labelled(interaction: Interaction) -> Interaction:
    """Put a content type first, so that JSON is redacted as JSON whatever its sender calls it."""
    request, response = interaction.request, interaction.response
    return replace(
        interaction,
        request=replace(request, headers=(_label(request), *request.headers)),
        response=replace(response, headers=(_label(response), *response.headers)),
    )


def _unlabelled(interaction: Interaction) -> Interaction:
    request, response = interaction.request, interaction.response
    return replace(
        interaction,
        request=replace(request, headers=request.headers[1:]),
        response=replace(response, headers=response.headers[1:]),
    )


def _label(message: Request | Response) -> tuple[str, str]:
    return "Content-Type", _content_type(message) if _json(message.body) is None else "application/json"


@lru_cache(maxsize=64)
def _members(pattern: str, names: frozenset[str] = frozenset()) -> re.Pattern[str]:
    return re.compile("|".join((pattern, _SECRET, *map(re.escape, sorted(names)))), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, ready to be looked up.

    Attributes:
        name: method and URL without its query, as reports write it.
        url: the URL as messages show it, without secrets.
        operation: what it is to rules of matching, ``"http.GET"``.
        values: its origin, path, query and body as JSON values.
        marked: the same with a mark instead of each secret.
        shown: the same without its secrets, for a message.
        is_signed: whether it is presigned, so that it goes to the endpoint of a client.
    """

    name: str
    url: str
    operation: str
    values: Any
    marked: Any
    shown: Any
    is_signed: bool


def ask(request: Request, redaction: Redaction, marks: Marks) -> Asked:
    """Read a request as it is compared: by its method, URL and body, and not by its headers.

    Args:
        request: the request as it is sent.
        redaction: the rules.
        marks: the secrets of the requests so far, to which this one's are added.
    """
    marked = _redact(Interaction(request, Response(200)), redaction, marks, is_numbered=True).request
    values, url = request_values(marked), _QUOTED_MARK.sub("\x01\\1\x02", marked.uri)
    shown = marks.without(values)
    name = f"{request.method} {shown['origin']}{shown['path']}"
    operation = f"{HTTP}.{request.method}"
    return Asked(
        name, marks.without(url), operation, request_values(request), values, shown, is_signed(request)
    )


class Marks(Memory):
    """Puts marks with numbers into the place of secrets, to find them again.

    Attributes:
        secrets: the secret of each number.
    """

    def __init__(self) -> None:
        super().__init__()
        self.secrets: list[str] = []
        self._numbers: dict[str, int] = {}
        self._marking = free_in_children(threading.RLock())

    def of_string(self, shape: Shape | None, secret: str) -> str:
        """Return the mark of a secret."""
        return secret if MARK.search(secret) is not None else self._mark(secret)

    def of_bytes(self, secret: bytes) -> bytes:
        """Return the mark of a secret that is no text."""
        return self.of_string(None, secret.decode("latin-1")).encode("latin-1")

    def of_series(self, secret: str, series: tuple[str, ...]) -> str:
        """Return the mark of a secret whose stand-ins are given."""
        return secret if is_of(series, secret) else self._mark(secret)

    def without(self, marked: Any) -> Any:
        """Return a value with the stand-ins of secrets instead of their marks."""
        match marked:
            case str():
                return MARK.sub(lambda found: stand_in(self.secrets[int(found[1])]), marked)
            case dict():
                return {self.without(name): self.without(value) for name, value in marked.items()}
            case list():
                return [self.without(value) for value in marked]
        return marked

    def _mark(self, secret: str) -> str:
        with self._marking:
            number = self._numbers.setdefault(secret, len(self.secrets))
            if number == len(self.secrets):
                self.secrets.append(secret)
            mark = f"\x01{number}\x02"
            self.learn(secret, mark)
            return mark


def request_values(request: Request) -> dict[str, Any]:
    """Return what requests of one method are compared by, as JSON values: origin, path, query and body."""
    origin, path, host = _origin(request.uri), request.uri, ""
    with suppress(ValueError):  # brackets that are no IPv6 address
        path, host = urlsplit(request.uri).path, urlsplit(request.uri).hostname or ""
    bucket = parse_host(host).label if is_signed(request) else ""
    if bucket:  # which has its place in the path at most endpoints that aren't AWS's own
        origin, path = origin.replace(f"//{bucket}.", "//", 1), f"/{bucket}{path if path != '/' else ''}"
    values = {
        "origin": origin,
        "path": path or "/",
        "query": _grouped(unsigned_query(_query(request.uri))),
        "body": _body(request),
    }
    return {name: value for name, value in values.items() if value not in ({}, "")}


def is_signed(request: Request) -> bool:
    """Tell whether a request has a presigned URL, or sends a presigned form."""
    fields = _fields(request) if b"olicy" in request.body else None
    names = {name.lower() for name, _ in fields or ()}
    return is_presigned(name for name, _ in _query(request.uri)) or (
        "policy" in names and is_presigned(names)
    )


def _origin(uri: str) -> str:
    try:
        parts = urlsplit(uri)
        port = "" if parts.port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f":{parts.port}"
        return f"{parts.scheme}://{parts.hostname or ''}{port}"
    except ValueError:
        return uri


def _query(uri: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(urlsplit(uri).query, keep_blank_values=True)
    except ValueError:
        return []


def _grouped(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    grouped: dict[str, list[Any]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in grouped.items()}


def _json(body: bytes) -> Any:
    """Return an object or a list that is written as JSON; None if it is none."""
    try:
        return orjson.loads(body) if body.lstrip()[:1] in (b"{", b"[") else None
    except orjson.JSONDecodeError:
        return None


def _body(request: Request) -> Any:
    """Return a body as a JSON value: a document as what it says, a form by its fields, others as text."""
    document = _json(request.body)
    if document is not None:
        return document
    fields = _fields(request)
    if fields is not None:
        return _grouped(unsigned_form(fields))
    boundary = _BOUNDARY.search(_content_type(request))
    # Which is drawn for each request.
    return _text(request.body.replace(boundary[1].encode(), b"boundary") if boundary else request.body)


def _fields(request: Request) -> list[tuple[str, Any]] | None:
    """Return the fields of a form, files with their headers; None if the body is no form."""
    content_type = _content_type(request)
    if "form-urlencoded" in content_type.lower():
        return parse_qsl(_text(request.body), keep_blank_values=True)
    boundary = _BOUNDARY.search(content_type)
    if boundary is None:
        return None
    # The line break before a boundary belongs to it.
    before, *parts, end = f"\r\n{_text(request.body)}".split(f"\r\n--{boundary[1]}")
    found = [_FIELD.fullmatch(part) for part in parts]
    if before or end.strip() != "--" or not parts or None in found:
        return None
    return [(one[1], {"headers": one[2], "content": one[3]} if one[2] else one[3]) for one in found if one]


def _content_type(message: Request | Response) -> str:
    return next((value for name, value in message.headers if name.lower() == "content-type"), "")


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode("latin-1")
