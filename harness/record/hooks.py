"""Follow every botocore call of the process through botocore's event system.

While anything is followed, one method of botocore is wrapped: ``BaseClient._make_api_call``, through which
every client, resource, paginator and waiter goes, whenever and however it was made. The wrapper subscribes
the handlers below to the client's own event emitter, once a client; all the rest are botocore's
documented events. Nothing of any HTTP library is touched. ``_make_api_call`` is private, though the most
wrapped method of botocore there is (tracers and mocks rely on it); so is ``URLLib3Session.send``, which is
wrapped to keep look-ups of credentials off the network in replay. This module is the only one to lean on them.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Protocol

from botocore import UNSIGNED
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.client import BaseClient
from botocore.httpsession import URLLib3Session
from botocore.model import OperationModel

from harness.record.errors import NetworkClosed


@dataclass(slots=True, eq=False)
class Call:
    """One API call on its way through botocore; its attempts (retries) share it.

    Attributes:
        client: the botocore client.
        operation_model: the operation.
        params: the parameters as the caller gave them.
        request: the HTTP request of the attempt under way, once it is about to be sent.
        answered: whether the attempt under way was answered by a follower and not by the network.
        params_json: the parameters in JSON-able form, for the follower that set it.
        key: the canonical request, for the follower that set it.
    """

    client: Any
    operation_model: OperationModel
    params: Mapping[str, Any]
    request: AWSPreparedRequest | None = None
    answered: bool = False
    params_json: Any = None
    key: Any = None

    @property
    def service(self) -> str:
        """Botocore's name of the service."""
        return str(self.operation_model.service_model.service_name)

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

    def plays(self, call: Call) -> bool:
        """Tell whether the call will be answered without the network, and so needs no signature."""

    def answer(self, call: Call, request: AWSPreparedRequest) -> AWSResponse | None:
        """Answer an HTTP request, or return None to have it sent."""

    def received(self, call: Call, request: AWSPreparedRequest, response: dict[str, Any]) -> None:
        """See the answer of the network, in botocore's form (``status_code``, ``headers``, ``body``).

        A streaming body is a file-like object; whoever reads it puts another in its place.
        """


_current: ContextVar[tuple[Call, Follower] | None] = ContextVar("harness_call", default=None)
_followers: list[Follower] = []
_lock = threading.RLock()
_subscribed: weakref.WeakSet[Any] = weakref.WeakSet()
_original: Callable[..., Any] | None = None
_original_send: Callable[..., Any] | None = None
_ID = "harness-record"


@contextmanager
def following(follower: Follower) -> Iterator[None]:
    """Follow every call of the process, in every thread, until the block ends.

    Blocks nest: of several followers the innermost that accepts a call gets it.
    """
    with _lock:
        _followers.append(follower)
        _install()
    try:
        yield
    finally:
        with _lock:
            _followers.remove(follower)
            if not _followers:
                _uninstall()


def _install() -> None:
    global _original, _original_send
    if _original is None:
        _original = BaseClient._make_api_call
        BaseClient._make_api_call = _make_api_call
        _original_send = URLLib3Session.send
        URLLib3Session.send = _send


def _uninstall() -> None:
    global _original, _original_send
    BaseClient._make_api_call = _original
    URLLib3Session.send = _original_send
    _original = _original_send = None
    for events in list(_subscribed):
        for event, handler in _HANDLERS:
            events.unregister(event, handler, unique_id=f"{_ID}-{event}")
    _subscribed.clear()


def _make_api_call(self: Any, operation_name: str, api_params: Mapping[str, Any]) -> Any:
    original = _original
    if original is None:  # another thread was already inside when the last follower left
        return BaseClient._make_api_call(self, operation_name, api_params)
    call = Call(self, self.meta.service_model.operation_model(operation_name), api_params)
    follower = next((f for f in reversed(_followers) if f.accepts(call)), None)
    if follower is None:
        return original(self, operation_name, api_params)
    _subscribe(self.meta.events)
    token = _current.set((call, follower))
    try:
        return original(self, operation_name, api_params)
    finally:
        _current.reset(token)


def _send(self: Any, request: AWSPreparedRequest) -> Any:
    """Refuse what botocore fetches outside of API calls (credentials, metadata) while the network is closed."""
    if _current.get() is None and _followers and _followers[-1].closed_network:
        raise NetworkClosed(request.method, request.url.partition("?")[0])
    return _original_send(self, request) if _original_send else URLLib3Session.send(self, request)


def _subscribe(events: Any) -> None:
    if events in _subscribed:
        return
    with _lock:
        if events not in _subscribed:
            for event, handler in _HANDLERS:
                events.register_first(event, handler, unique_id=f"{_ID}-{event}")
            _subscribed.add(events)


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
    call.request = request
    answer = follower.answer(call, request)
    call.answered = answer is not None
    return answer


def _before_parse(response_dict: dict[str, Any], **_: Any) -> None:
    current = _current.get()
    if current is not None:
        call, follower = current
        if not call.answered and call.request is not None:
            follower.received(call, call.request, response_dict)


_HANDLERS: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("choose-signer", _choose_signer),
    ("before-send", _before_send),
    ("before-parse", _before_parse),
)
