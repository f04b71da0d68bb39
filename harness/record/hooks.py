"""Follow every botocore call of the process through botocore's event system.

While anything is followed or observed, or the network is closed, a few methods of botocore are wrapped:

- ``BaseClient._make_api_call``: every client, resource, paginator and waiter goes through it. The wrapper
  subscribes handlers to the client's own event emitter, once for each client. The rest is botocore's
  documented events, with one exception: ``before-send`` of a call that a follower answers reaches nobody
  else, so that a mock such as moto does not act on it. `OwnAnswers` takes care of that.
- ``URLLib3Session.send`` with ``urllib3.util.connection.create_connection`` and ``AWSConnection.request``:
  keep requests off the network where it is closed. Only what really goes out reaches the last two, so a
  request that vcrpy answers passes.
- ``RequestSigner.sign``: leaves out the signature of what is not sent.
- ``Session.get_credentials``: makes look-ups of credentials unnecessary in replay.

Others wrap the same methods, as tracers do, and take their wrappers off in any order. So ours on
``_make_api_call`` stay where they are once they are there, and pass calls on while nothing uses them. Those
of aiobotocore are put on as soon as it is imported, before anybody else can do so.

Some of these are not public. Only this module, `harness.record.following`, which says what each hook does,
`harness.record.parsers`, which has botocore's parsers tell what they read, and `harness.record.aio_hooks`
for aiobotocore rely on them.
"""

from __future__ import annotations

import sys
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import partial, update_wrapper
from inspect import getattr_static, iscoroutinefunction, signature
from typing import Any, TypeVar

from botocore.awsrequest import AWSConnection, AWSPreparedRequest
from botocore.client import BaseClient
from botocore.exceptions import HTTPClientError
from botocore.httpsession import URLLib3Session
from botocore.session import Session
from botocore.signers import RequestSigner
from urllib3.util import connection as urllib3_connection

from harness.cassette.side_files import Spool
from harness.record.following import (
    STAND_IN,
    Follower,
    Gate,
    Observer,
    Original,
    OwnAnswers,
    Subscriber,
    Users,
    Wrapper,
    after_call,
    before_parameter_build,
    before_sign,
    check_network,
    entered,
    followers,
    gates,
    is_to_enter,
    is_used,
    lock,
    needs_no_signature,
    needs_stand_in,
    observers,
    refusal,
    sent,
    unsubscribe,
)
from harness.record.http import read_body
from harness.record.imports import after_import
from harness.record.nesting import Nesting
from harness.record.tap import Tap

_refused: ContextVar[Exception | None] = ContextVar("harness_refused", default=None)
"""Why the request under way may not leave the process; None where it may."""

T = TypeVar("T")

_SIGN = signature(RequestSigner.sign)


def following(follower: Follower) -> AbstractContextManager[None]:
    """Follow the calls of this context until the block ends, and of the threads that it may have started.

    Blocks nest: of several followers the innermost that accepts a call gets it. Threads and tasks that
    follow side by side each get their own calls (`harness.record.nesting`).
    """
    return _including(followers, follower)


def observing(observer: Observer) -> AbstractContextManager[None]:
    """Show an observer every call of the process, in every thread, until the block ends."""
    return _including(observers, observer)


def guarding(gate: Gate) -> AbstractContextManager[None]:
    """Ask a gate before any request of botocore leaves the process, until the block ends.

    Requests that something answers within the process (a follower, moto, vcrpy) are not asked about. Blocks
    nest: only the innermost gate is asked.
    """
    return _including(gates, gate)


@contextmanager
def _including(users: Users[T] | Nesting[T], user: T) -> Iterator[None]:
    """Have one more who uses the hooks until the block ends."""
    with lock:
        leave = users.enter(user)
        _install()
    try:
        yield
    finally:
        with lock:
            leave()
            _uninstall_if_idle()


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


def _sign(original: Original, self: Any, *args: Any, **kwargs: Any) -> None:
    if not needs_no_signature():
        original(self, *args, **kwargs)
        return
    given = _SIGN.bind(self, *args, **kwargs)
    given.apply_defaults()
    told = given.arguments
    version = self._choose_signer(told["operation_name"], told["signing_type"], told["request"].context)
    event, facts = before_sign(self, version, told)
    self._event_emitter.emit(event, **facts)


def _get_credentials(original: Original, self: Any) -> Any:
    return STAND_IN if needs_stand_in(self) else original(self)


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
"""What `_install` has put instead of methods, whether it is still there or not."""


def _wrappers() -> tuple[Wrapper, ...]:
    """Those of aiobotocore as well once a program has imported it, so that others do not pay for it."""
    if _AIOBOTOCORE not in sys.modules:
        return _WRAPPERS
    from harness.record.aio_hooks import WRAPPERS

    return (*_WRAPPERS, *WRAPPERS)


def stand_ready() -> None:
    """Put on the wrappers that stay, before tests are imported: their mocks may keep the method itself."""
    with lock:
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
    with lock:
        if is_used():
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


def _uninstall_if_idle() -> None:
    if is_used():
        return
    for owner, name, _ in _installed:
        method = getattr_static(owner, name)
        if name != _API_CALL and method in _ours:  # else somebody wrapped it after us, and unwraps it later
            setattr(owner, name, method.__wrapped__)
    _installed.clear()
    unsubscribe()


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


SUBSCRIBER = Subscriber(
    (
        ("before-parse", _before_parse, True),
        ("before-parameter-build", before_parameter_build, False),
        ("after-call", after_call, True),
    ),
    OwnAnswers,
)
