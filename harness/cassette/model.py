"""A cassette and what is in it, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from harness.message.model import Headers, Request, Response

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


__all__ = [
    "FORMAT",
    "Cassette",
    "Facts",
    "Headers",
    "Interaction",
    "Request",
    "Response",
    "Result",
    "StoredBody",
]

FORMAT = 1
"""The version of the facts that this harness writes, and the newest that it reads."""


@dataclass(frozen=True, slots=True)
class StoredBody:
    """A large body, which is in a file next to the cassette (`harness.cassette.side_files`).

    Attributes:
        sha256: the SHA-256 of the body, in hexadecimal.
        size: its size in bytes.
    """

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What harness knows of an interaction beyond its HTTP form (format 1).

    Attributes:
        service: botocore's service name, ``"cloudtrail"``.
        operation: the operation's name, ``"ListTrails"``.
        region: the region of the client; None for a client without one.
        params: the caller's own parameters in JSON form (timestamps RFC 3339 strings, blobs base64);
            None if they are not known.
        protocol: the wire protocol, ``"rest-json"``; None if not known.
        recorded_at: when the response was received, RFC 3339; None if not known.
        source: what was recorded from, ``"http://127.0.0.1:5000 (moto 5.2.5)"``.
        model: the botocore version whose model built the request.
        request_body: the request's body if it is in a side file; the interaction's own is then empty.
        response_body: the response's body if it is in a side file; the interaction's own is then empty.
        redacted: what was taken out, by side and place: ``{"request /Password": "sensitive member"}``. A
            place is a JSON pointer into the parameters or the result (``*`` is any item), or ``"URI"``,
            ``"body"``, ``"header NAME"``. Credentials of the exchange itself, such as its signature, are not
            listed. Empty for recordings of a harness that did not write it down yet.
        caller: what stands for the access key that signed the request; None where that isn't known.
        endpoint: the host and port of the client's endpoint; None where it is AWS's own.
        default_region: the region that was configured outside of the program when the call was recorded, if
            the client's is another; empty if none was configured.
    """

    service: str
    operation: str
    region: str | None = None
    params: dict[str, Any] | None = None
    protocol: str | None = None
    recorded_at: str | None = None
    source: str | None = None
    model: str | None = None
    request_body: StoredBody | None = None
    response_body: StoredBody | None = None
    redacted: Mapping[str, str] = field(default_factory=dict)
    caller: str | None = None
    endpoint: str | None = None
    default_region: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What an answer was read as when it was answered: the result of an `Exchange`.

    Attributes:
        response: the answer. An interaction that has another by now, such as a redacted one, is read again.
        value: the result.
    """

    response: Response
    value: Any


@dataclass(frozen=True, slots=True)
class Interaction:
    """A request, its response, and harness's facts about them.

    Attributes:
        request: what was sent.
        response: what came back.
        facts: None in an interaction that plain vcrpy recorded, or that botocore had no part in.
        redacted: without facts, what harness took out of the request, as in `Facts.redacted`: places are
            JSON pointers into its ``path``, ``query`` and ``body``. None where nobody wrote it down, as in
            what plain vcrpy recorded.
        result: what its answer was read as already; None if it was not. It is no part of a cassette.
    """

    request: Request
    response: Response
    facts: Facts | None = None
    redacted: Mapping[str, str] | None = None
    result: Result | None = field(default=None, compare=False, repr=False)

    @property
    def redacted_places(self) -> Mapping[str, str]:
        """What the recording says was taken out of it, with facts and without: reasons by side and place."""
        return self.facts.redacted if self.facts is not None else self.redacted or {}


@dataclass(frozen=True, slots=True)
class Cassette:
    """The interactions of one file.

    Attributes:
        path: where it was read from; None for one made in memory.
        interactions: in recorded order. A loaded cassette reads each when it is first asked for.
        extras: top-level keys that are neither harness's nor vcrpy's core ones, such as the ``metadata``
            of vcrpy 9, kept so that saving loses nothing.
    """

    path: Path | None
    interactions: Sequence[Interaction]
    extras: Mapping[str, Any] = field(default_factory=dict)
