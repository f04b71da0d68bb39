"""Follow every botocore call of the process through botocore's event system.

While anything is followed, four methods of botocore are wrapped. ``BaseClient._make_api_call``, through
which every client, resource, paginator and waiter goes, whenever and however it was made: the wrapper
subscribes the handlers below to the client's own event emitter, once a client; all the rest are botocore's
documented events. ``URLLib3Session.send`` keeps look-ups of credentials off the network in replay, and
``Session.get_credentials`` makes them unnecessary; ``Session.__init__`` tells when aiobotocore comes into
use. The first two are not public, though the first is the most wrapped method of botocore there is (tracers
and mocks rely on it). This module, and `harness.record.aio_hooks` for the same methods of aiobotocore, are
the only ones to lean on them; nothing of any HTTP library is touched.
"""

from __future__ import annotations

import os
import sys
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from botocore import UNSIGNED
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.client import BaseClient
from botocore.credentials import Credentials
from botocore.httpsession import URLLib3Session
from botocore.model import OperationModel
from botocore.session import Session

from harness.cassette.side_files import Spool
from harness.record.errors import NetworkClosed
from harness.record.http import Body, read_body
from harness.record.tap import Tap

STAND_IN = Credentials("HARNESSREPLAYEXAMPLE", "harness-replay-only", method="harness-replay")
"""The credentials of a replay where the environment has none: enough to make clients and presign URLs."""


@dataclass(slots=True, eq=False)
class Call:
    """One API call on its way through botocore; its attempts (retries) share it.

    Attributes:
        client: the botocore client.
        operation_model: the operation.
        params: the parameters as the API has them, once botocore and boto3 have made them of the caller's
            (DynamoDB's attribute values, tokens, encodings).
        cassette: the cassette beside which large bodies are put; None keeps them in memory.
        answered: whether the attempt under way was answered by a follower and not by the network.
        notes: what the follower keeps with the call.
    """

    client: Any
    operation_model: OperationModel
    params: Mapping[str, Any] = field(default_factory=dict)
    cassette: Path | None = None
    answered: bool = False
    notes: Any = None

    @property
    def service(self) -> str:
        """Botocore's name of the service."""
        return str(self.operation_model.service_model.service_name)

    @property
    def name(self) -> str:
        """The operation as reports write it: ``"service.Operation"``."""
        return f"{self.service}.{self.operation_model.name}"

    @property
    def region(self) -> str | None:
        """The region that the client was made for."""
        region: str | None = self.client.meta.region_name
        return region


class Follower(Protocol):
    """What follows calls: it may answer them in place of the network, and sees what the network answered."""

    @property
    def closed_network(self) -> bool:
        """Whether botocore may open no connection at all, not even outside of the calls that are followed."""

    def accepts(self, call: Call) -> bool:
        """Tell whether to follow this call, before any of it is done; else it goes its ordinary way."""

    def asked(self, call: Call) -> None:
        """See the call's parameters, before botocore reads the streams among them."""

    def plays(self, call: Call) -> bool:
        """Tell whether the next attempt is answered without the network, and so needs no signature."""

    def answer(self, call: Call, request: AWSPreparedRequest) -> AWSResponse | None:
        """Answer an HTTP request, or return None to have it sent."""

    def received(self, call: Call, response: Mapping[str, Any], body: Body) -> None:
        """See the answer of the network: botocore's form of it (``status_code``, ``headers``), and its body.

        The answer of an event stream comes when the stream has ended.
        """

    def streams(self, tap: Tap) -> None:
        """See an event stream begin, which may not end by itself; its answer comes when the tap ends."""


class Wrapper(NamedTuple):
    """A method that is wrapped while anything is followed."""

    owner: type
    name: str
    function: Callable[..., Any]


Handlers = tuple[tuple[str, Callable[..., Any], bool], ...]
"""Event, handler, and whether the handler goes before all others or after them."""

_current: ContextVar[tuple[Call, Follower] | None] = ContextVar("harness_call", default=None)
_followers: tuple[Follower, ...] = ()
_lock = threading.RLock()
_subscribed: weakref.WeakKeyDictionary[Any, Handlers] = weakref.WeakKeyDictionary()


@contextmanager
def following(follower: Follower) -> Iterator[None]:
    """Follow every call of the process, in every thread, until the block ends.

    Blocks nest: of several followers the innermost that accepts a call gets it.
    """
    global _followers
    with _lock:
        if not _followers:
            _install()
        _followers = (*_followers, follower)
    try:
        yield
    finally:
        with _lock:
            _followers = tuple(other for other in _followers if other is not follower)
            if not _followers:
                _uninstall()


@contextmanager
def entered(client: Any, operation_name: str, handlers: Handlers) -> Iterator[None]:
    """Follow a call of a client, if anything accepts it, until the block ends.

    Args:
        client: the client.
        operation_name: the operation that is called.
        handlers: what is subscribed to the client's events.
    """
    call = Call(client, client.meta.service_model.operation_model(operation_name))
    follower = next((f for f in reversed(_followers) if f.accepts(call)), None)
    if follower is not None:
        _subscribe(client.meta.events, handlers)
    # A call that is not followed may be made inside of one that is: a look-up of credentials.
    token = _current.set((call, follower) if follower is not None else None)
    try:
        yield
    finally:
        _current.reset(token)


def original(owner: type, name: str) -> Callable[..., Any]:
    """Return the method that a wrapper stands for."""
    return _originals[owner, name]


def _make_api_call(self: Any, operation_name: str, api_params: Mapping[str, Any]) -> Any:
    with entered(self, operation_name, _HANDLERS):
        return original(BaseClient, "_make_api_call")(self, operation_name, api_params)


def _send(self: Any, request: AWSPreparedRequest) -> Any:
    check_network(request)
    return original(URLLib3Session, "send")(self, request)


def check_network(request: AWSPreparedRequest) -> None:
    """Refuse what botocore fetches on its own account (credentials, metadata) while the network is closed.

    Raises:
        NetworkClosed: it is.
    """
    if _network_is_closed():
        raise NetworkClosed(request.method, request.url.partition("?")[0])


def _get_credentials(self: Any) -> Any:
    return STAND_IN if needs_stand_in(self) else original(Session, "get_credentials")(self)


def needs_stand_in(session: Any) -> bool:
    """Tell whether a session gets credentials that open nothing: the network is closed, it was told none.

    The session does not keep them: it finds its own when the network is open again.
    """
    told = session._credentials is not None or "AWS_ACCESS_KEY_ID" in os.environ
    return _network_is_closed() and not told


def _network_is_closed() -> bool:
    current, followers = _current.get(), _followers
    follower = current[1] if current is not None else followers[-1] if followers else None
    return follower is not None and follower.closed_network


def _init_session(self: Any, *args: Any, **kwargs: Any) -> None:
    with _lock:
        if _followers:
            _install()  # of aiobotocore, whose sessions are botocore's too: this may be the first
    original(Session, "__init__")(self, *args, **kwargs)


_WRAPPERS = (
    Wrapper(BaseClient, "_make_api_call", _make_api_call),
    Wrapper(URLLib3Session, "send", _send),
    Wrapper(Session, "get_credentials", _get_credentials),
    Wrapper(Session, "__init__", _init_session),
)
_installed: list[Wrapper] = []
_originals: dict[tuple[type, str], Callable[..., Any]] = {}
"""Stay when unwrapped, for threads that are still inside of a wrapper."""


def _wrappers() -> tuple[Wrapper, ...]:
    """Those of aiobotocore as well once a program has imported it, so that others do not pay for it."""
    if "aiobotocore.session" not in sys.modules:
        return _WRAPPERS
    from harness.record.aio_hooks import WRAPPERS

    return (*_WRAPPERS, *WRAPPERS)


def _install() -> None:
    for wrapper in _wrappers():
        if wrapper not in _installed:
            _installed.append(wrapper)
            owner, name, function = wrapper
            if getattr(owner, name) is not function:
                _originals[owner, name] = getattr(owner, name)
                setattr(owner, name, function)


def _uninstall() -> None:
    for owner, name, function in _installed:
        if getattr(owner, name) is function:  # else somebody wrapped it after us, and unwraps it later
            setattr(owner, name, original(owner, name))
    _installed.clear()
    for events, handlers in list(_subscribed.items()):
        for event, handler, _ in handlers:
            events.unregister(event, handler, unique_id=f"{_ID}-{event}")
    _subscribed.clear()


def _subscribe(events: Any, handlers: Handlers) -> None:
    if events in _subscribed:
        return
    with _lock:
        if events not in _subscribed:
            for event, handler, is_first in handlers:
                register = events.register_first if is_first else events.register_last
                register(event, handler, unique_id=f"{_ID}-{event}")
            _subscribed[events] = handlers


def before_parameter_build(params: Mapping[str, Any], **_: Any) -> None:
    """Show the follower the parameters of the call."""
    current = _current.get()
    if current is not None:
        call, follower = current
        call.params = params
        follower.asked(call)


def choose_signer(**_: Any) -> Any:
    """Leave the signature out of what is not sent."""
    current = _current.get()
    if current is None:
        return None
    call, follower = current
    return UNSIGNED if follower.plays(call) else None


def before_send(request: AWSPreparedRequest, **_: Any) -> AWSResponse | None:
    """Answer a request in place of the network, if the follower does."""
    current = _current.get()
    if current is None:
        return None
    call, follower = current
    answer = follower.answer(call, request)
    call.answered = answer is not None
    return answer


def sent() -> tuple[Call, Follower] | None:
    """Return the call under way and its follower, if the network answered it."""
    current = _current.get()
    return None if current is None or current[0].answered else current


def _before_parse(response_dict: dict[str, Any], **_: Any) -> None:
    current = sent()
    if current is None:
        return
    call, follower = current
    if call.operation_model.has_event_stream_output and not isinstance(response_dict["body"], bytes):
        tap = Tap(response_dict["body"], partial(follower.received, call, dict(response_dict)))
        response_dict["body"] = tap
        follower.streams(tap)
    else:
        with Spool(call.cassette) as spool:
            body = read_body(response_dict, spool)
        follower.received(call, response_dict, body)


_ID = "harness-record"
_HANDLERS: Handlers = (
    ("choose-signer", choose_signer, True),
    ("before-send", before_send, True),
    ("before-parse", _before_parse, True),
    ("before-parameter-build", before_parameter_build, False),
)
