"""A botocore call on its way: who follows and observes it, and what each hook does, awaited or not.

`harness.record.hooks` wraps botocore's methods to bring calls here, `harness.record.aio_hooks` aiobotocore's.
"""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.credentials import Credentials
from botocore.handlers import BUILTIN_HANDLERS
from botocore.model import OperationModel

from harness.forks import free_in_children
from harness.models import keep_model
from harness.record.errors import AmbiguousCassette, NetworkClosed
from harness.record.http import Body
from harness.record.nesting import Nesting
from harness.record.parsers import Keep, KeepingParsers
from harness.record.tap import Tap
from harness.wire.awsrequest import read_to_end

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
        cassette: the cassette next to which large bodies are put; None keeps them in memory.
        follower: who may answer the call; None if nobody follows it.
        observers: who sees the call.
        endings: who sees how it ends.
        reached: whether the follower was asked for an answer; a Stubber answers before that.
        answered: whether the attempt under way was answered by the follower and not by the network.
        notes: what the follower keeps with the call.
        keep: keeps what botocore reads of an answer (`harness.record.parsers`); None if nothing does.
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
    keep: Keep | None = None

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
    """What follows calls: it may answer them instead of the network, and sees what the network answered."""

    @property
    def name(self) -> str:
        """What messages call it."""

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
            What sees how the call ends. A call that fails has no end.
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
_subscribed: weakref.WeakKeyDictionary[Any, Subscriber] = weakref.WeakKeyDictionary()

lock = free_in_children(threading.RLock())
"""Held while users come and go, and while a client is subscribed to."""

_ID = "harness-record"

T = TypeVar("T")


@dataclass(slots=True)
class Users(Generic[T]):
    """Those who use the hooks for one purpose, in the order in which they came.

    Attributes:
        all: a new tuple for each change, so that it may be read without the lock.
    """

    all: tuple[T, ...] = ()

    def enter(self, user: T) -> Callable[[], None]:
        """Add one, and return what removes it; the caller holds the lock."""
        self.all = (*self.all, user)

        def leave() -> None:
            self.all = tuple(other for other in self.all if other is not user)

        return leave


followers = Nesting[Follower]("harness_follower")
observers = Users[Observer]()
gates = Users[Gate]()


def is_used() -> bool:
    """Tell whether anybody uses the hooks."""
    return bool(followers or observers.all or gates.all)


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

    Raises:
        AmbiguousCassette: several cassettes are open, and it can't be told which one is meant.
    """
    operation = client.meta.service_model.operation_model(operation_name)
    call = Call(client, operation, given=given, observers=observers.all)
    call.follower = next((f for f in followers_here(call.name) if f.accepts(call)), None)
    if call.follower is not None or call.observers:
        keep_model(operation)
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
    return is_used() and (call is None or call.given is not given)


def call_under_way() -> Call | None:
    """Return the call that this thread or task is making; None outside of any."""
    return _current.get()


def is_call_followed() -> bool:
    """Tell whether anything follows the call under way, and so may read what it sends."""
    call = _current.get()
    return call is not None and call.follower is not None


def is_followed() -> bool:
    """Tell whether anything follows calls of the process."""
    return bool(followers)


def followers_here(name: str) -> Sequence[Follower]:
    """Return what follows the calls of this context or thread, from the inside out.

    Args:
        name: what is called, for the error.

    Raises:
        AmbiguousCassette: several cassettes are open, and it can't be told which one is meant.
    """
    meant = followers.meant()
    if len(meant) > 1:
        raise AmbiguousCassette(name, tuple(use.user.name for use in meant), threading.current_thread().name)
    return [use.user for innermost in meant for use in innermost.chain()]


def refusal(request: AWSPreparedRequest) -> Exception | None:
    """Return why a request may not leave the process; None if it may, or nobody closed the network."""
    known = gates.all
    return known[-1](request.method, request.url) if known else None


def check_network(request: AWSPreparedRequest) -> None:
    """Refuse what botocore fetches on its own account (credentials, metadata) while a cassette is played.

    Raises:
        NetworkClosed: the network is closed.
    """
    if is_network_closed():
        raise NetworkClosed(request.method, request.url.partition("?")[0])


def needs_no_signature() -> bool:
    """Tell whether the request of the call under way is answered by its follower, and so isn't signed.

    To sign it could take credentials that are not there, or a call of its own, as S3 Express does.
    """
    call = _current.get()
    return call is not None and call.follower is not None and call.follower.plays(call)


def needs_stand_in(session: Any) -> bool:
    """Tell whether a session gets credentials that open nothing: the network is closed, it was told none.

    The session does not keep them: it finds its own when the network is open again.
    """
    told = session._credentials is not None or "AWS_ACCESS_KEY_ID" in os.environ
    return is_network_closed() and not told


def is_network_closed() -> bool:
    """Tell whether what follows the call under way, or else the next one, closes the network."""
    call = _current.get()
    if call is not None and call.follower is not None:
        return call.follower.closed_network
    return any(use.user.closed_network for use in followers.meant())


def _subscribe(client: Any, subscriber: Subscriber) -> None:
    if client in _subscribed:
        return
    with lock:
        if client not in _subscribed:
            for event, handler, is_first in _handlers(client, subscriber):
                register = client.meta.events.register_first if is_first else client.meta.events.register_last
                register(event, handler, unique_id=f"{_ID}-{event}")
            endpoint = client._endpoint
            endpoint._event_emitter = subscriber.emitter(endpoint._event_emitter)
            endpoint._response_parser_factory = KeepingParsers(
                endpoint._response_parser_factory, _keep_of_call
            )
            _subscribed[client] = subscriber


def _keep_of_call() -> Keep | None:
    call = _current.get()
    return None if call is None else call.keep


def unsubscribe() -> None:
    """Take the handlers off every client that has them."""
    for client, subscriber in list(_subscribed.items()):
        for event, handler, _ in _handlers(client, subscriber):
            client.meta.events.unregister(event, handler, unique_id=f"{_ID}-{event}")
        emitter, parsers = client._endpoint._event_emitter, client._endpoint._response_parser_factory
        if isinstance(emitter, OwnAnswers):
            client._endpoint._event_emitter = emitter.emitter
        if isinstance(parsers, KeepingParsers):
            client._endpoint._response_parser_factory = parsers.factory
    _subscribed.clear()


def _handlers(client: Any, subscriber: Subscriber) -> Iterator[tuple[str, Callable[..., Any], bool]]:
    """Yield handlers with the events that they are registered for.

    Handlers of one service go before those of all, and those of one operation before both: who is to see an
    answer before it is changed is among them where botocore or boto3 has any.
    """
    service = client.meta.service_model.service_id.hyphenize()
    for event, handler, is_first in subscriber.handlers:
        yield event, handler, is_first
        if event == "after-call":
            yield from ((name, handler, is_first) for name in _events_of(f"{event}.{service}"))


@cache
def _events_of(event: str) -> tuple[str, ...]:
    """Return an event of a service, and those of its operations that botocore itself handles."""
    return event, *sorted({name for name, *_ in BUILTIN_HANDLERS if name.startswith(f"{event}.")})


class OwnAnswers:
    """An endpoint's event emitter that has what a follower answers look as if it had been sent."""

    def __init__(self, emitter: Any) -> None:
        self.emitter = emitter

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # which copy asks of an object without attributes yet
            raise AttributeError(name)
        return getattr(self.emitter, name)

    def emit(self, event_name: str, **kwargs: Any) -> Any:
        """Emit an event as botocore's emitters do: a list of handlers, each with what it returned."""
        if event_name.startswith("before-send."):
            request = kwargs["request"]
            answer = before_send(request)
            if answer is not None:
                for handler in told_that_sent(self.emitter, event_name):
                    handler(event_name=event_name, **kwargs)
                read_to_end(request.body)
                return [(before_send, answer)]
        return self.emitter.emit(event_name, **kwargs)


def told_that_sent(emitter: Any, event_name: str) -> Sequence[Callable[..., Any]]:
    """Return who is told that a request is sent, but for mocks such as moto, which would answer it.

    Those add themselves to the handlers that botocore gives each client.
    """
    mocks = [handler for event, handler, *_ in BUILTIN_HANDLERS if event.startswith("before-send")]
    handlers = emitter._emitter._handlers.prefix_search(emitter._alias_event_name(event_name))
    return [handler for handler in handlers if handler not in mocks]


def before_sign(signer: Any, signature: Any, arguments: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the event that comes before a signature, and what it tells.

    Args:
        signer: botocore's ``RequestSigner``.
        signature: the version of the signature.
        arguments: what ``RequestSigner.sign`` was called with, by name.
    """
    operation_name = arguments["operation_name"]
    return f"before-sign.{signer._service_id.hyphenize()}.{operation_name}", {
        "request": arguments["request"],
        "signing_name": arguments.get("signing_name") or signer._signing_name,
        "region_name": signer._region_name,
        "signature_version": signature,
        "request_signer": signer,
        "operation_name": operation_name,
    }


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
    """Answer a request instead of the network, if the follower does."""
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
