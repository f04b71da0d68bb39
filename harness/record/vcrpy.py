"""Record and play what other HTTP libraries send, through vcrpy; and see what a `VCR` of somebody's records.

The only module that imports vcrpy. It relies on

- ``Cassette.use``, and the methods of a cassette that vcrpy's stubs of the libraries call: they ask
  ``can_play_response_for``, then ``play_response``; or ``filter_request`` where ``write_protected`` says that
  nothing is recorded; or they send the request and ``append`` it with its response. They are the same from
  vcrpy 7 to 9. Storage, record modes and matching are harness's own.
- ``custom_patches``: botocore's connections stay botocore's with them, and a patch of our own tells when a
  cassette is in use, and which (vcrpy derives a replacement that has an attribute ``cassette``).
- ``VCR.get_merged_config``, through which all settings of a cassette go, and which of them are called when.
- ``vcr.patch.force_reset``, in whose place comes one that threads may use: vcrpy's own undoes all patches of
  the process for a moment, whenever a connection is made.
- a cassette's ``data``, ``play_counts`` and ``_path``, and the form of its requests and responses.
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, NoReturn
from unittest.mock import patch
from weakref import WeakKeyDictionary

from botocore.awsrequest import AWSHTTPConnectionPool, AWSHTTPSConnectionPool

from harness.cassette.model import Interaction, Request, Response
from harness.cassette.vcr_layout import parse_interaction, serialize_interaction
from harness.errors import require
from harness.forks import free_in_children
from harness.record.following import call_under_way, followers_here
from harness.record.web import Before, WebFollower, redact_web
from harness.redaction import Memory, Redaction

require("vcr", task="harness.record.vcrpy", extra="http")

from vcr.cassette import Cassette  # noqa: E402
from vcr.persisters.filesystem import CassetteNotFoundError  # noqa: E402
from vcr.request import Request as VcrRequest  # noqa: E402
from vcr.stubs import HTTPConnection, HTTPSConnection  # noqa: E402  # http.client's, whatever is patched now

_POOLS = (AWSHTTPConnectionPool, AWSHTTPSConnectionPool)


@contextmanager
def following_web(follower: WebFollower) -> Iterator[None]:
    """Let a follower of botocore's calls follow those of every library that vcrpy knows as well.

    The libraries are patched once for all followers, which may begin and end side by side in threads.
    """
    with _lock:
        if not _followers:
            _patches.enter_context(patch("vcr.patch.force_reset", _reset))
            _patches.enter_context(_WebCassette.use(path="harness"))
        _followers.append(follower)
    try:
        yield
    finally:
        with _lock:
            _followers.remove(follower)
            if not _followers:
                _patches.close()


_followers: list[WebFollower] = []
_patches = ExitStack()
_lock = free_in_children(threading.RLock())
_reset_lock = free_in_children(threading.RLock())


@contextmanager
def _reset() -> Iterator[None]:
    """Put back the two classes that their own constructor looks up by name."""
    connection = patch.object(http.client, "HTTPConnection", HTTPConnection)
    with _reset_lock, connection, patch.object(http.client, "HTTPSConnection", HTTPSConnection):
        yield


class _NoFile:
    """A persister that has nothing: the recordings are the follower's."""

    @staticmethod
    def load_cassette(*_: Any, **__: Any) -> NoReturn:
        raise CassetteNotFoundError


class _WebCassette(Cassette):  # type: ignore[misc]
    """What vcrpy's stubs ask, answered by the follower that is meant here.

    What botocore sends through one of those libraries, as aiobotocore does, is left to the hooks of botocore.
    """

    def __init__(self, path: str) -> None:
        botocores_own = tuple((pool, "ConnectionCls", pool.ConnectionCls) for pool in _POOLS)
        super().__init__(path, persister=_NoFile, custom_patches=botocores_own)
        self._answers: WeakKeyDictionary[VcrRequest, Response] = WeakKeyDictionary()

    @property
    def write_protected(self) -> bool:
        follower = _web_follower("An HTTP request")
        return follower is not None and follower.closed_network

    def can_play_response_for(self, request: VcrRequest) -> bool:
        # The stubs ask several times for one request, which gets one recording.
        follower = _follower_of(request)
        if request not in self._answers and follower is not None:
            answer = follower.answer_web(read_request(request))
            if answer is not None:
                self._answers[request] = answer
        return request in self._answers

    def play_response(self, request: VcrRequest) -> dict[str, Any]:
        follower = _follower_of(request)
        if follower is not None and not self.can_play_response_for(request):  # aiohttp was redirected there
            raise follower.miss_web(read_request(request))
        return write_response(self._answers[request])

    def filter_request(self, request: VcrRequest) -> VcrRequest | None:
        follower = _follower_of(request)
        if follower is None:
            return None
        if follower.closed_network:
            raise follower.miss_web(read_request(request))
        return request

    def append(self, request: VcrRequest, response: dict[str, Any]) -> None:
        follower = _follower_of(request)
        if follower is not None:
            received = read_response(response)
            self._answers[request] = received
            follower.received_web(read_request(request), received)


def _follower_of(request: VcrRequest) -> WebFollower | None:
    """Return what follows a request; None if it goes its ordinary way."""
    if call_under_way() is not None:
        return None
    follower = _web_follower(f"{request.method} {request.uri.partition('?')[0]}")
    return None if follower is None or follower.ignores_web(read_request(request)) else follower


def _web_follower(name: str) -> WebFollower | None:
    return next((web for one in followers_here(name) for web in _followers if web is one), None)


@dataclass(frozen=True, slots=True)
class Used:
    """What one use of a cassette of vcrpy's exchanged.

    Attributes:
        path: the cassette.
        exchanges: what was played or recorded, each with its number in the cassette, from 1.
        failed: whether the use ended with an exception.
    """

    path: str
    exchanges: list[tuple[int, Interaction]]
    failed: bool


def hook(my_vcr: Any, redaction: Redaction, ended: Callable[[Used], None]) -> None:
    """Redact what a ``vcr.VCR`` records from now on, and tell of each use of a cassette as it ends.

    Args:
        my_vcr: the object; settings of its own, and those of each use, stay and come first.
        redaction: the rules.
        ended: told what the use exchanged; what it raises is raised where the use ends.
    """
    of_vcr = my_vcr.get_merged_config

    def get_merged_config(**given: Any) -> dict[str, Any]:
        config = of_vcr(**given)
        use = _Use(config["before_record_request"], config["before_record_response"], redaction, ended)
        return {
            **config,
            "before_record_request": use.request,
            "before_record_response": use.response,
            "custom_patches": (*config["custom_patches"], (use, "in_use", _InUse)),
        }

    my_vcr.get_merged_config = get_merged_config


class _InUse:
    cassette: Any = None


class _Use:
    """One use of a cassette: vcrpy sets ``in_use`` where it begins, and deletes it where it ends."""

    def __init__(
        self,
        before_request: Callable[[VcrRequest], VcrRequest | None],
        before_response: Callable[[Any], Any],
        redaction: Redaction,
        ended: Callable[[Used], None],
    ) -> None:
        self._before_request = before_request
        self._before_response = before_response
        self._redaction = redaction
        self._ended = ended
        self._memory = Memory()
        self._asked = threading.local()  # a response comes after its request, in the same thread

    def request(self, request: VcrRequest) -> VcrRequest | None:
        request = self._before_request(request)
        if request is None:
            return None
        asked = read_request(request)
        self._asked.request = redacted = self._redacted(asked, Response(200)).request
        if redacted == asked:
            return request
        body = request.body if redacted.body == asked.body else redacted.body
        return VcrRequest(redacted.method, redacted.uri, body, dict(redacted.headers))

    def response(self, response: Any) -> Any:
        response = self._before_response(response)
        if response is None or _is_of_old_httpx(response):
            return response
        received = read_response(response)
        redacted = self._redacted(self._asked.request, received).response
        return response if redacted == received else {**response, **write_response(redacted)}

    def _redacted(self, request: Request, response: Response) -> Interaction:
        return redact_web(Interaction(request, response), self._redaction, self._memory)

    @property
    def in_use(self) -> None:
        return None

    @in_use.setter
    def in_use(self, kind: type[_InUse]) -> None:
        self._cassette = kind.cassette
        self._loaded = len(self._cassette)
        self._error = sys.exc_info()[1]

    @in_use.deleter
    def in_use(self) -> None:
        cassette = self._cassette
        exchanges = [
            (number + 1, Interaction(read_request(request), read_response(response)))
            for number, (request, response) in enumerate(cassette.data)
            if not _is_of_old_httpx(response) and (number >= self._loaded or cassette.play_counts[number])
        ]
        self._ended(Used(str(cassette._path), exchanges, sys.exc_info()[1] is not self._error))


def of_vcrpy(config: Mapping[str, Any]) -> Before:
    """Return the callbacks of a configuration of vcrpy that see exchanges before they are recorded."""
    on_request: Any = config.get("before_record_request") or config.get("before_record")
    on_response: Any = config.get("before_record_response")

    def request(given: Request) -> Request | None:
        changed = on_request(VcrRequest(given.method, given.uri, given.body, dict(given.headers)))
        return None if changed is None else read_request(changed)

    def response(given: Response) -> Response | None:
        changed = on_response(write_response(given))
        return None if changed is None else read_response(changed)

    return Before(request if on_request else None, response if on_response else None)


def _is_of_old_httpx(response: dict[str, Any]) -> bool:
    """Tell whether a response is in the form that vcrpy before 6 recorded of httpx, and still plays."""
    return "status_code" in response


def read_request(request: VcrRequest) -> Request:
    """Read a request of vcrpy's; its body is not used up."""
    headers = {name: _text(value) for name, value in request.headers.items()}
    raw = {"method": request.method, "uri": request.uri, "headers": headers, "body": _bytes(request.body)}
    return parse_interaction({"request": raw, "response": {"status": {"code": 200}}}).request


def read_response(response: dict[str, Any]) -> Response:
    """Read a response as vcrpy's stubs have it."""
    request = {"method": "", "uri": ""}
    body = {"string": _bytes(response.get("body", {}).get("string"))}
    return parse_interaction({"request": request, "response": {**response, "body": body}}).response


def write_response(response: Response) -> dict[str, Any]:
    """Write a response as vcrpy's stubs have it."""
    written: dict[str, Any] = serialize_interaction(Interaction(Request("", ""), response), binary=True)[
        "response"
    ]
    return {**written, "body": {"string": response.body}}


def _text(value: Any) -> Any:
    """Return the value of a header, which may be the only one of a tuple (``putheader``)."""
    return value[0] if isinstance(value, list | tuple) and len(value) == 1 else value


def _bytes(body: Any) -> bytes:
    """Return a body as bytes; none where it does not tell what is in it, as aiohttp's ``FormData``."""
    match body:
        case str():
            return body.encode()
        case bytes() | bytearray() | memoryview():
            return bytes(body)
        case dict() | list() | tuple() | int() | float():  # what aiohttp is to send as JSON or as a form
            return json.dumps(body, default=lambda _: None).encode()
    if hasattr(body, "read"):
        return _bytes(body.read())
    chunks = list(body) if isinstance(body, Iterator) else []
    return b"".join(map(_bytes, chunks))
