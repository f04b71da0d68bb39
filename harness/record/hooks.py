"""Follow every botocore call of the process through botocore's event system.

While anything is followed or observed, or the network is closed, a few methods of botocore are wrapped:

- ``BaseClient._make_api_call``: every client, resource, paginator and waiter goes through it. The wrapper
  subscribes the handlers below to the client's own event emitter, once for each client. The rest is
  botocore's documented events, with one exception: ``before-send`` of a call that a follower answers reaches
  nobody else, so that a mock such as moto does not act on it. `OwnAnswers` takes care of that.
- ``URLLib3Session.send`` with ``urllib3.util.connection.create_connection`` and ``AWSConnection.request``:
  keep requests off the network where it is closed. Only what really goes out reaches the last two, so a
  request that vcrpy answers passes.
- ``RequestSigner.sign``: leaves out the signature of what is not sent.
- ``Session.get_credentials``: makes look-ups of credentials unnecessary in replay.

Others wrap the same methods, as tracers do, and take their wrappers off in any order. So ours on
``_make_api_call`` stay where they are once they are there, and pass calls on while nothing uses them. Those
of aiobotocore are put on as soon as it is imported, before anybody else can do so.

Some of these are not public. Only this module, and `harness.record.aio_hooks` for aiobotocore, rely on them.
"""

from __future__ import annotations

import os
import sys
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial, update_wrapper
from inspect import getattr_static, iscoroutinefunction
from pathlib import Path
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from botocore.awsrequest import AWSConnection, AWSPreparedRequest, AWSResponse
from botocore.client import BaseClient
from botocore.credentials import Credentials
from botocore.exceptions import HTTPClientError
from botocore.handlers import BUILTIN_HANDLERS
from botocore.httpsession import URLLib3Session
from botocore.model import OperationModel
from botocore.session import Session
from botocore.signers import RequestSigner
from urllib3.util import connection as urllib3_connection

from harness.cassette.side_files import Spool
from harness.forks import free_in_children
from harness.record.errors import NetworkClosed
from harness.record.http import Body, read_body
from harness.record.imports import after_import
from harness.record.tap import Tap

STAND_IN = Credentials("HARNESSREPLAYEXAMPLE", "harness-replay-only", method="harness-replay")
"""The credentials of a replay where the environment has none: enough to make clients and presign URLs."""


@dataclass(slots=True, eq=False)
class Call:
    """One API call on its way through botocore; its attempts (retries) share it.

    Attributes:
        client: the botocore client.
        operation_model: the operation.
        given: the caller's own parameters.
        params: the parameters as the API has them, once botocore and boto3 have made them of the caller's
            (DynamoDB's attribute values, tokens, encodings).
        cassette: the cassette beside which large bodies are put; None keeps them in memory.
        follower: who may answer the call; None if nobody follows it.
        observers: who sees the call.
        endings: who sees how it ends.
        reached: whether the follower was asked for an answer; a Stubber answers before that.
        answered: whether the attempt under way was answered by the follower and not by the network.
        notes: what the follower keeps with the call.
    """

    client: Any
    operation_model: OperationModel
    given: Mapping[str, Any] = field(default_factory=dict)
    params: Mapping[str, Any] = field(default_factory=dict)
    cassette: Path | None = None
    follower: Follower | None = None
    observers: tuple[Observer, ...] = ()
    endings: Sequence[Ending] = ()
    reached: bool = False
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


Ending = Callable[[int, Mapping[str, Any]], None]
"""Sees how a call ended: the HTTP status, and the answer as botocore parsed it.

It comes before botocore's and boto3's own handlers change the answer. With a status of 300 or more that is
the error.
"""


class Observer(Protocol):
    """What sees each call with its answer, whoever answers: AWS, a follower, a Stubber, moto, vcrpy."""

    def asked(self, call: Call) -> Ending:
        """See the call's parameters, before botocore reads the streams among them.

        Returns:
            What sees how the call ends. A call that comes to nothing has no end.
        """


Gate = Callable[[str, str], Exception | None]
"""Tells whether a request may leave the process, by its method and URL: None, or why not."""


Original = Callable[..., Any]
"""The method or function that a wrapper stands for, which is its first argument."""


class Wrapper(NamedTuple):
    """A method or function that is wrapped while hooks are in use."""

    owner: Any
    name: str
    function: Callable[..., Any]


class Subscriber(NamedTuple):
    """How a kind of client is subscribed to.

    Attributes:
        handlers: event, handler, and whether the handler goes before all others or after them.
        emitter: makes the emitter of the client's endpoint keep what a follower answers to the follower.
    """

    handlers: tuple[tuple[str, Callable[..., Any], bool], ...]
    emitter: Callable[[Any], OwnAnswers]


_current: ContextVar[Call | None] = ContextVar("harness_call", default=None)
_refused: ContextVar[Exception | None] = ContextVar("harness_refused", default=None)
"""Why the request under way may not leave the process; None where it may."""

_lock = free_in_children(threading.RLock())
_subscribed: weakref.WeakKeyDictionary[Any, Subscriber] = weakref.WeakKeyDictionary()


T = TypeVar("T")


@dataclass(slots=True)
class _Users(Generic[T]):
    """Those who use the hooks for one purpose, in the order in which they came.

    Attributes:
        all: a new tuple for each change, so that it may be read without the lock.
    """

    all: tuple[T, ...] = ()

    @contextmanager
    def including(self, user: T) -> Iterator[None]:
        """Have one more until the block ends."""
        with _lock:
            self.all = (*self.all, user)
            _install()
        try:
            yield
        finally:
            with _lock:
                self.all = tuple(other for other in self.all if other is not user)
                _uninstall_if_idle()


_followers = _Users[Follower]()
_observers = _Users[Observer]()
_gates = _Users[Gate]()


def following(follower: Follower) -> AbstractContextManager[None]:
    """Follow every call of the process, in every thread, until the block ends.

    Blocks nest: of several followers the innermost that accepts a call gets it.
    """
    return _followers.including(follower)


def observing(observer: Observer) -> AbstractContextManager[None]:
    """Show an observer every call of the process, in every thread, until the block ends."""
    return _observers.including(observer)


def guarding(gate: Gate) -> AbstractContextManager[None]:
    """Ask a gate before any request of botocore leaves the process, until the block ends.

    Requests that something answers within the process (a follower, moto, vcrpy) are not asked about. Blocks
    nest: only the innermost gate is asked.
    """
    return _gates.including(gate)


@contextmanager
def entered(
    client: Any, operation_name: str, given: Mapping[str, Any], subscriber: Subscriber
) -> Iterator[None]:
    """Follow and observe a call of a client until the block ends.

    Args:
        client: the client.
        operation_name: the operation that is called.
        given: the caller's parameters.
        subscriber: subscribes the handlers to the client, the first time.
    """
    operation = client.meta.service_model.operation_model(operation_name)
    call = Call(client, operation, given=given, observers=_observers.all)
    call.follower = next((f for f in reversed(_followers.all) if f.accepts(call)), None)
    if call.follower is not None or call.observers:
        _subscribe(client, subscriber)
    # A call that nobody follows may be made inside of one that is followed: a look-up of credentials.
    token = _current.set(call)
    try:
        yield
    finally:
        _current.reset(token)


def is_to_enter(given: Mapping[str, Any]) -> bool:
    """Tell whether a call is to be followed: somebody uses the hooks, and no outer wrapper follows it.

    Args:
        given: the caller's parameters, which an outer wrapper has passed on.
    """
    call = _current.get()
    return _is_used() and (call is None or call.given is not given)


def call_under_way() -> Call | None:
    """Return the call that this thread or task is making; None outside of any."""
    return _current.get()


def is_followed() -> bool:
    """Tell whether anything follows the calls of the process."""
    return bool(_followers.all)


def _make_api_call(original: Original, self: Any, operation_name: str, api_params: Mapping[str, Any]) -> Any:
    if not is_to_enter(api_params):
        return original(self, operation_name, api_params)
    with entered(self, operation_name, api_params, SUBSCRIBER):
        return original(self, operation_name, api_params)


def _send(original: Original, self: Any, request: AWSPreparedRequest) -> Any:
    check_network(request)
    reason = refusal(request)
    if reason is None:
        return original(self, request)
    token = _refused.set(reason)
    try:
        return original(self, request)
    except HTTPClientError as error:
        if error.kwargs.get("error") is reason:
            raise reason from None
        raise
    finally:
        _refused.reset(token)


def _create_connection(original: Original, *args: Any, **kwargs: Any) -> Any:
    _refuse()
    return original(*args, **kwargs)


def _request(original: Original, self: Any, *args: Any, **kwargs: Any) -> Any:
    _refuse()  # a connection that was opened earlier
    return original(self, *args, **kwargs)


def _refuse() -> None:
    reason = _refused.get()
    if reason is not None:
        raise reason


def refusal(request: AWSPreparedRequest) -> Exception | None:
    """Return why a request may not leave the process; None if it may, or nobody closed the network."""
    gates = _gates.all
    return gates[-1](request.method, request.url) if gates else None


def check_network(request: AWSPreparedRequest) -> None:
    """Refuse what botocore fetches on its own account (credentials, metadata) while a cassette is played.

    Raises:
        NetworkClosed: the network is closed.
    """
    if is_network_closed():
        raise NetworkClosed(request.method, request.url.partition("?")[0])


def _sign(original: Original, self: Any, *args: Any, **kwargs: Any) -> None:
    if not needs_no_signature():
        original(self, *args, **kwargs)


def needs_no_signature() -> bool:
    """Tell whether the request of the call under way is answered by its follower, and so isn't signed.

    To sign it could take credentials that are not there, or a call of its own, as S3 Express does.
    """
    call = _current.get()
    return call is not None and call.follower is not None and call.follower.plays(call)


def _get_credentials(original: Original, self: Any) -> Any:
    return STAND_IN if needs_stand_in(self) else original(self)


def needs_stand_in(session: Any) -> bool:
    """Tell whether a session gets credentials that open nothing: the network is closed, it was told none.

    The session does not keep them: it finds its own when the network is open again.
    """
    told = session._credentials is not None or "AWS_ACCESS_KEY_ID" in os.environ
    return is_network_closed() and not told


def is_network_closed() -> bool:
    """Tell whether what follows the call under way, or else the next one, closes the network."""
    call, followers = _current.get(), _followers.all
    follower = (call.follower if call is not None else None) or (followers[-1] if followers else None)
    return follower is not None and follower.closed_network


_AIOBOTOCORE = "aiobotocore.session"
_API_CALL = "_make_api_call"
_WRAPPERS = (
    Wrapper(BaseClient, _API_CALL, _make_api_call),
    Wrapper(RequestSigner, "sign", _sign),
    Wrapper(URLLib3Session, "send", _send),
    Wrapper(urllib3_connection, "create_connection", _create_connection),
    Wrapper(AWSConnection, "request", _request),
    Wrapper(Session, "get_credentials", _get_credentials),
)
_installed: list[Wrapper] = []
_ours: weakref.WeakSet[Callable[..., Any]] = weakref.WeakSet()
"""What `_install` has put in the place of methods, whether it is still there or not."""


def _wrappers() -> tuple[Wrapper, ...]:
    """Those of aiobotocore as well once a program has imported it, so that others do not pay for it."""
    if _AIOBOTOCORE not in sys.modules:
        return _WRAPPERS
    from harness.record.aio_hooks import WRAPPERS

    return (*_WRAPPERS, *WRAPPERS)


def stand_ready() -> None:
    """Put on the wrappers that stay, before tests are imported: their mocks may keep the method itself."""
    with _lock:
        for wrapper in _wrappers():
            if wrapper.name == _API_CALL:
                _put_on(wrapper)
        after_import(_AIOBOTOCORE, _on_import)


def _install() -> None:
    for wrapper in _wrappers():
        _put_on(wrapper)
        if wrapper not in _installed:
            _installed.append(wrapper)
    after_import(_AIOBOTOCORE, _on_import)


def _put_on(wrapper: Wrapper) -> None:
    if not any(one in _ours for one in _layers(getattr_static(wrapper.owner, wrapper.name))):
        setattr(wrapper.owner, wrapper.name, _wrapped(wrapper))


def _on_import() -> None:
    stand_ready()
    with _lock:
        if _is_used():
            _install()


def _wrapped(wrapper: Wrapper) -> Callable[..., Any]:
    """Return a method within a wrapper, which keeps the method: others may put theirs in between later."""
    original, function = getattr(wrapper.owner, wrapper.name), wrapper.function

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        return function(original, *args, **kwargs)

    async def awaited(*args: Any, **kwargs: Any) -> Any:
        return await function(original, *args, **kwargs)

    replacement: Callable[..., Any] = awaited if iscoroutinefunction(function) else wrapped
    # To be put back as it was: a wrapper of others may be another object once it is looked up.
    update_wrapper(replacement, getattr_static(wrapper.owner, wrapper.name))
    _ours.add(replacement)
    return replacement


def _layers(method: Any) -> Iterator[Any]:
    """Yield a method and what is wrapped in it, as far as wrappers tell (``functools.wraps``, ``wrapt``)."""
    while method is not None:
        yield method
        method = getattr(method, "__wrapped__", None)


def _is_used() -> bool:
    return bool(_followers.all or _observers.all or _gates.all)


def _uninstall_if_idle() -> None:
    if _is_used():
        return
    for owner, name, _ in _installed:
        method = getattr_static(owner, name)
        if name != _API_CALL and method in _ours:  # else somebody wrapped it after us, and unwraps it later
            setattr(owner, name, method.__wrapped__)
    _installed.clear()
    for client, subscriber in list(_subscribed.items()):
        for event, handler, _ in _handlers(client, subscriber):
            client.meta.events.unregister(event, handler, unique_id=f"{_ID}-{event}")
        emitter = client._endpoint._event_emitter
        if isinstance(emitter, OwnAnswers):
            client._endpoint._event_emitter = emitter.emitter
    _subscribed.clear()


def _subscribe(client: Any, subscriber: Subscriber) -> None:
    if client in _subscribed:
        return
    with _lock:
        if client not in _subscribed:
            for event, handler, is_first in _handlers(client, subscriber):
                register = client.meta.events.register_first if is_first else client.meta.events.register_last
                register(event, handler, unique_id=f"{_ID}-{event}")
            client._endpoint._event_emitter = subscriber.emitter(client._endpoint._event_emitter)
            _subscribed[client] = subscriber


def _handlers(client: Any, subscriber: Subscriber) -> Iterator[tuple[str, Callable[..., Any], bool]]:
    """Yield handlers with the events that they are registered for.

    Handlers of one service go before those of all, and those of one operation before both: who is to see an
    answer before it is changed is among them where botocore or boto3 has any.
    """
    service = client.meta.service_model.service_id.hyphenize()
    for event, handler, is_first in subscriber.handlers:
        yield event, handler, is_first
        if event == "after-call":
            own = f"{event}.{service}"
            changed = {name for name, *_ in BUILTIN_HANDLERS if name.startswith(f"{own}.")}
            yield from ((name, handler, is_first) for name in (own, *sorted(changed)))


class OwnAnswers:
    """An endpoint's event emitter that keeps ``before-send`` of a call to the follower that answers it."""

    def __init__(self, emitter: Any) -> None:
        self.emitter = emitter

    def __getattr__(self, name: str) -> Any:
        return getattr(self.emitter, name)

    def emit(self, event_name: str, **kwargs: Any) -> Any:
        """Emit an event as botocore's emitters do: a list of handlers, each with what it returned."""
        if event_name.startswith("before-send."):
            answer = before_send(kwargs["request"])
            if answer is not None:
                return [(before_send, answer)]
        return self.emitter.emit(event_name, **kwargs)


def before_parameter_build(params: Mapping[str, Any], **_: Any) -> None:
    """Show the follower the parameters of the call."""
    call = _current.get()
    if call is not None:
        call.params = params
        if call.follower is not None:
            call.follower.asked(call)
        if call.observers:
            call.endings = [observer.asked(call) for observer in call.observers]


def before_send(request: AWSPreparedRequest) -> AWSResponse | None:
    """Answer a request in place of the network, if the follower does."""
    call = _current.get()
    if call is None or call.follower is None:
        return None
    call.reached = True
    answer = call.follower.answer(call, request)
    call.answered = answer is not None
    return answer


def sent() -> tuple[Call, Follower] | None:
    """Return the call under way and its follower, if something else answered it."""
    call = _current.get()
    if call is None or call.follower is None or call.answered:
        return None
    return call, call.follower


def after_call(http_response: Any, parsed: Mapping[str, Any], **_: Any) -> None:
    """Show the observers how the call ended."""
    call = _current.get()
    if call is not None:
        endings, call.endings = call.endings, ()  # the handler may be registered several times
        for ended in endings:
            ended(http_response.status_code, parsed)


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
SUBSCRIBER = Subscriber(
    (
        ("before-parse", _before_parse, True),
        ("before-parameter-build", before_parameter_build, False),
        ("after-call", after_call, True),
    ),
    OwnAnswers,
)
