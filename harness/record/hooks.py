"""Follow every botocore call of the process through botocore's event system.

While anything is followed, three methods of botocore are wrapped. ``BaseClient._make_api_call``, through
which every client, resource, paginator and waiter goes, whenever and however it was made: the wrapper
subscribes the handlers below to the client's own event emitter, once a client; all the rest are botocore's
documented events. ``URLLib3Session.send`` keeps look-ups of credentials off the network in replay, and
``Session.get_credentials`` makes them unnecessary. The first two are not public, though the first is the
most wrapped method of botocore there is (tracers and mocks rely on it). This module is the only one to lean
on them; nothing of any HTTP library is touched.
"""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Protocol

from botocore import UNSIGNED
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.client import BaseClient
from botocore.credentials import Credentials
from botocore.httpsession import URLLib3Session
from botocore.model import OperationModel
from botocore.session import Session

from harness.record.errors import NetworkClosed

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
        answered: whether the attempt under way was answered by a follower and not by the network.
        notes: what the follower keeps with the call.
    """

    client: Any
    operation_model: OperationModel
    params: Mapping[str, Any] = field(default_factory=dict)
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

    def received(self, call: Call, response: dict[str, Any]) -> None:
        """See the answer of the network, in botocore's form (``status_code``, ``headers``, ``body``).

        A streaming body is a file-like object; whoever reads it puts another in its place.
        """


_current: ContextVar[tuple[Call, Follower] | None] = ContextVar("harness_call", default=None)
_followers: tuple[Follower, ...] = ()
_lock = threading.RLock()
_subscribed: weakref.WeakSet[Any] = weakref.WeakSet()


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


def _make_api_call(self: Any, operation_name: str, api_params: Mapping[str, Any]) -> Any:
    original = _originals["_make_api_call"]
    call = Call(self, self.meta.service_model.operation_model(operation_name))
    follower = next((f for f in reversed(_followers) if f.accepts(call)), None)
    if follower is not None:
        _subscribe(self.meta.events)
    # A call that is not followed may be made inside of one that is: a look-up of credentials.
    token = _current.set((call, follower) if follower is not None else None)
    try:
        return original(self, operation_name, api_params)
    finally:
        _current.reset(token)


def _send(self: Any, request: AWSPreparedRequest) -> Any:
    """Refuse what botocore fetches on its own account (credentials, metadata) while the network is closed."""
    if _network_is_closed():
        raise NetworkClosed(request.method, request.url.partition("?")[0])
    return _originals["send"](self, request)


def _get_credentials(self: Any) -> Any:
    """Give a session credentials that open nothing while the network is closed, unless it was told others.

    The session does not keep them: it finds its own when the network is open again.
    """
    told = self._credentials is not None or "AWS_ACCESS_KEY_ID" in os.environ
    return STAND_IN if _network_is_closed() and not told else _originals["get_credentials"](self)


def _network_is_closed() -> bool:
    current, followers = _current.get(), _followers
    follower = current[1] if current is not None else followers[-1] if followers else None
    return follower is not None and follower.closed_network


_WRAPPERS: tuple[tuple[type, str, Callable[..., Any]], ...] = (
    (BaseClient, "_make_api_call", _make_api_call),
    (URLLib3Session, "send", _send),
    (Session, "get_credentials", _get_credentials),
)
_originals: dict[str, Callable[..., Any]] = {}  # stay when unwrapped, for threads still inside of a wrapper


def _install() -> None:
    for owner, name, wrapper in _WRAPPERS:
        if getattr(owner, name) is not wrapper:
            _originals[name] = getattr(owner, name)
            setattr(owner, name, wrapper)


def _uninstall() -> None:
    for owner, name, wrapper in _WRAPPERS:
        if getattr(owner, name) is wrapper:  # else somebody wrapped it after us, and unwraps it later
            setattr(owner, name, _originals[name])
    for events in list(_subscribed):
        for event, handler in _FIRST + _LAST:
            events.unregister(event, handler, unique_id=f"{_ID}-{event}")
    _subscribed.clear()


def _subscribe(events: Any) -> None:
    if events in _subscribed:
        return
    with _lock:
        if events not in _subscribed:
            for event, handler in _FIRST:
                events.register_first(event, handler, unique_id=f"{_ID}-{event}")
            for event, handler in _LAST:
                events.register_last(event, handler, unique_id=f"{_ID}-{event}")
            _subscribed.add(events)


def _before_parameter_build(params: Mapping[str, Any], **_: Any) -> None:
    current = _current.get()
    if current is not None:
        call, follower = current
        call.params = params
        follower.asked(call)


def _choose_signer(**_: Any) -> Any:
    current = _current.get()
    if current is None:
        return None
    call, follower = current
    return UNSIGNED if follower.plays(call) else None


def _before_send(request: AWSPreparedRequest, **_: Any) -> AWSResponse | None:
    current = _current.get()
    if current is None:
        return None
    call, follower = current
    answer = follower.answer(call, request)
    call.answered = answer is not None
    return answer


def _before_parse(response_dict: dict[str, Any], **_: Any) -> None:
    current = _current.get()
    if current is not None:
        call, follower = current
        if not call.answered:
            follower.received(call, response_dict)


_ID = "harness-record"
_FIRST: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("choose-signer", _choose_signer),
    ("before-send", _before_send),
    ("before-parse", _before_parse),
)
_LAST: tuple[tuple[str, Callable[..., Any]], ...] = (("before-parameter-build", _before_parameter_build),)
