"""Requests that botocore doesn't make, to anybody: what is compared, and which recording answers."""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

import orjson

from harness.cassette.exchange import read_operation
from harness.cassette.index import canonical_json
from harness.cassette.miss import Difference, difference_lines, differences
from harness.cassette.model import Headers, Interaction, Request, Response
from harness.errors import close_names
from harness.record.errors import CannotReplay
from harness.record.hooks import Follower
from harness.record.redaction import REDACTED, Memory, Redaction, redact_interaction
from harness.record.redaction.specification import is_secret_name

_SECRET = (
    r"(x[-_])?((access|api|auth|authorization|bearer|bot|client|csrf|id|oauth|private|refresh|security|session|"
    r"user|vault|xsrf)[-_]?)?token|([a-z]+[-_])*api[-_]?key|(client[-_]?)?secret|passwd|sig|signature"
)
_NAMES_SECRET = re.compile(_SECRET, re.IGNORECASE)
_HINT = r"token|api[-_]?key|secret|passwd|sig"
_DEFAULT_PORTS = {"http": 80, "https": 443}
_PIECE = re.compile(r"[^\s\"'=;,&@/:]+")
# What a presigned URL is signed with is new each time.
_SIGNED_WITH = frozenset(
    (
        "x-amz-credential",
        "x-amz-date",
        "x-amz-security-token",
        "x-amz-signature",
        "awsaccesskeyid",
        "signature",
    )
)


class WebFollower(Follower, Protocol):
    """What follows, besides calls of botocore, the requests that it doesn't make."""

    def answer_web(self, request: Request) -> Response | None:
        """Answer a request in place of the network, or return None."""

    def miss_web(self, request: Request) -> CannotReplay:
        """Return why a request that is not answered fails, while the network is closed."""

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
    operation = read_operation(interaction)
    if operation is None:
        headers = (name.lower() for name, _ in (*interaction.request.headers, *interaction.response.headers))
        queries = (name.lower() for name, _ in _query(interaction.request.uri))
        redaction = replace(
            redaction,
            headers=redaction.headers.union(filter(_NAMES_SECRET.fullmatch, headers)),
            queries=redaction.queries.union(filter(_NAMES_SECRET.fullmatch, queries)),
            members=_members(redaction.members.pattern),
            member_hint=f"{redaction.member_hint}|{_HINT}" if redaction.member_hint else "",
        )
        return _unlabelled(redact_interaction(None, _labelled(interaction), redaction, memory))
    return redact_interaction(operation, interaction, redaction, memory)


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
    content_type = next((value for name, value in message.headers if name.lower() == "content-type"), "")
    return "Content-Type", content_type if _json(message.body) is None else "application/json"


@lru_cache(maxsize=64)
def _members(pattern: str) -> re.Pattern[str]:
    return re.compile(f"{pattern}|{_SECRET}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, ready to be looked up.

    Attributes:
        name: method and URL without its query, as reports write it.
        url: the URL as messages show it, without secrets.
        origin: method, scheme and host.
        raw: path, query and body as JSON values, those with a secret's name alike.
        redacted: the same without the other secrets.
    """

    name: str
    url: str
    origin: str
    raw: Any
    redacted: Any


def ask(request: Request, redaction: Redaction, memory: Memory) -> Asked:
    """Read a request as it is compared: by its method, URL and body, and not by its headers.

    Args:
        request: the request as it is sent.
        redaction: the rules.
        memory: the stand-ins of the requests so far.
    """
    redacted = redact_web(Interaction(request, Response(200)), redaction, memory).request
    origin = f"{request.method} {_origin(redacted.uri)}"
    names = _members(redaction.members.pattern)
    values = _masked(_values(redacted), names)
    return Asked(f"{origin}{values['path']}", redacted.uri, origin, _masked(_values(request), names), values)


@dataclass(slots=True, eq=False)
class _Recording:
    number: int
    interaction: Interaction
    asked: Asked
    outdated: bool
    played: bool = False


class WebRecordings:
    """The recordings of a cassette that answer requests which botocore doesn't make.

    Safe to share between threads. Equal requests are answered in recorded order, each recording once.
    Requests that differ in redacted secrets only are equal.

    Args:
        interactions: the recordings of the cassette, in order. Those with harness's facts were asked by
            botocore, and are passed over.
        stale: those that are too old: they are not played, nor others of the same requests.
        allow_repeats: answer an equal request with the last recording again when all have been played.
        redaction: the rules by which requests are redacted.
    """

    def __init__(
        self,
        interactions: Sequence[Interaction],
        *,
        stale: Sequence[Interaction] = (),
        allow_repeats: bool = False,
        redaction: Redaction,
    ) -> None:
        self._allow_repeats = allow_repeats
        self._lock = threading.Lock()
        self._equal: defaultdict[tuple[str, bytes], list[_Recording]] = defaultdict(list)
        self._of_origin: defaultdict[str, list[_Recording]] = defaultdict(list)
        memory = Memory()
        old = {id(one) for one in stale}
        recordings = [
            _Recording(number, one, ask(one.request, redaction, memory), id(one) in old)
            for number, one in enumerate(interactions)
            if one.facts is None
        ]
        outdated = {_key(one.asked) for one in recordings if one.outdated}
        for recording in recordings:
            key = _key(recording.asked)
            recording.outdated = key in outdated
            self._equal[key].append(recording)
            self._of_origin[recording.asked.origin].append(recording)

    def take(self, asked: Asked) -> tuple[int, Interaction] | None:
        """Play the next recording of a request.

        Returns:
            The recording with its number from 0, or None: there is none, or all of them have been played.
        """
        with self._lock:
            found = [one for one in self._matching(asked) if not one.outdated]
            recording = next((one for one in found if not one.played), None)
            if recording is None and found and self._allow_repeats:
                recording = found[-1]
            if recording is None:
                return None
            recording.played = True
            return recording.number, recording.interaction

    def replaced_by(self, asked: Asked, *, outdated_only: bool) -> Iterator[Interaction]:
        """Yield the recordings whose place a new one of a request takes."""
        with self._lock:
            found = list(self._matching(asked))
        yield from (one.interaction for one in found if one.outdated or not outdated_only)

    def played(self) -> frozenset[int]:
        """The numbers of the recordings that have been played."""
        return frozenset(one.number for one in self._all() if one.played)

    def unused(self) -> tuple[tuple[int, Interaction], ...]:
        """The recordings that were never played, each with its number from 0, in recorded order."""
        left = ((one.number, one.interaction) for one in self._all() if not one.played and not one.outdated)
        return tuple(sorted(left, key=lambda item: item[0]))

    def explain_miss(self, asked: Asked, cassette: str) -> str:
        """Say why there is nothing to play for a request, and which recording comes nearest by its URL.

        Args:
            asked: the request.
            cassette: the cassette, as messages name it.
        """
        lines = [f"{cassette} has no recording left for {_method(asked)} {asked.url}."]
        count = len(list(self._matching(asked)))
        nearest = self._nearest(asked)
        if count:
            times = "once" if count == 1 else f"{count} times"
            lines.append(f"This request was recorded {times}, and every recording has been played.")
        elif nearest is None:
            lines.append("The cassette holds no request that botocore did not make.")
        else:
            shown = f"interaction {nearest.number + 1}, {_method(nearest.asked)} {nearest.asked.url}"
            if nearest.asked.name != asked.name:
                lines.append(f"The nearest recording by its URL is {shown}.")
            else:
                lines.append(f"The nearest recording is {shown}, which differs:")
                lines += difference_lines(_differences(nearest.asked, asked))
        return "\n".join(lines)

    def _nearest(self, asked: Asked) -> _Recording | None:
        recordings = sorted(self._all(), key=lambda one: one.number)
        same = [one for one in recordings if one.asked.name == asked.name]
        if same:
            return min(same, key=lambda one: len(_differences(one.asked, asked)))
        by_name = {one.asked.name: one for one in reversed(recordings)}
        found = close_names(asked.name, by_name, 1, 0.0)
        return by_name[found[0]] if found else None

    def _all(self) -> list[_Recording]:
        return [one for recordings in self._of_origin.values() for one in recordings]

    def _matching(self, asked: Asked) -> Iterator[_Recording]:
        equal = self._equal.get(_key(asked), [])
        yield from equal
        if asked.raw != asked.redacted:
            for one in self._of_origin.get(asked.origin, []):
                if one not in equal and _is_equal_but_for_secrets(
                    asked.raw, asked.redacted, one.asked.redacted
                ):
                    yield one


def _key(asked: Asked) -> tuple[str, bytes]:
    return asked.origin, canonical_json(asked.redacted)


def _method(asked: Asked) -> str:
    return asked.origin.partition(" ")[0]


def _differences(recorded: Asked, asked: Asked) -> list[Difference]:
    secrets = {difference.pointer for difference in differences(asked.raw, asked.redacted)}
    found = differences(recorded.redacted, asked.redacted)
    return [difference for difference in found if difference.pointer not in secrets]


def _is_equal_but_for_secrets(raw: Any, redacted: Any, recorded: Any) -> bool:
    """Compare what is asked with what was recorded, but where redaction changed what is asked."""
    match raw, redacted, recorded:
        case dict(), dict(), dict() if raw.keys() == redacted.keys():
            return raw.keys() == recorded.keys() and all(
                _is_equal_but_for_secrets(raw[name], redacted[name], recorded[name]) for name in raw
            )
        case list(), list(), list() if len(raw) == len(redacted):
            return len(raw) == len(recorded) and all(map(_is_equal_but_for_secrets, raw, redacted, recorded))
        case str(), str(), str() if raw != redacted:
            return _is_equal_text(*map(_PIECE.findall, (raw, redacted, recorded)))
    return raw != redacted or canonical_json(redacted) == canonical_json(recorded)


def _is_equal_text(raw: list[str], redacted: list[str], recorded: list[str]) -> bool:
    if set(raw).isdisjoint(redacted):
        return True  # all of it is the secret
    return len(raw) == len(redacted) == len(recorded) and all(
        one == other or before != one for before, one, other in zip(raw, redacted, recorded, strict=True)
    )


def _masked(value: Any, names: re.Pattern[str]) -> Any:
    """Return a value with the same in the place of each text that has a secret's name."""
    match value:
        case dict():
            return {
                name: REDACTED
                if isinstance(item, str) and is_secret_name(names, name)
                else _masked(item, names)
                for name, item in value.items()
            }
        case list():
            return [_masked(item, names) for item in value]
    return value


def _values(request: Request) -> dict[str, Any]:
    try:
        path = urlsplit(request.uri).path
    except ValueError:  # brackets that are no IPv6 address
        path = request.uri
    query = _query(request.uri)
    if any(name.lower() in ("x-amz-signature", "signature") for name, _ in query):
        query = [(name, value) for name, value in query if name.lower() not in _SIGNED_WITH]
    values = {"path": path or "/", "query": _grouped(query), "body": _body(request.headers, request.body)}
    return {name: value for name, value in values.items() if value not in ({}, "")}


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


def _grouped(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in grouped.items()}


def _json(body: bytes) -> Any:
    """Return an object or a list that is written as JSON; None if it is none."""
    try:
        return orjson.loads(body) if body.lstrip()[:1] in (b"{", b"[") else None
    except orjson.JSONDecodeError:
        return None


def _body(headers: Headers, body: bytes) -> Any:
    """Return a body as a JSON value: a document as what it says, a form by its fields, others as text."""
    content_type = next((value for name, value in headers if name.lower() == "content-type"), "")
    document = _json(body)
    if document is not None:
        return document
    boundary = re.search(r'boundary="?([^";]+)', content_type)
    if boundary is not None:  # which is drawn for each request
        body = body.replace(boundary[1].encode(), b"boundary")
    try:
        text = body.decode()
    except UnicodeDecodeError:
        text = body.decode("latin-1")
    if "form-urlencoded" in content_type.lower():
        return _grouped(parse_qsl(text, keep_blank_values=True))
    return text
