"""Close the sockets of this process, but for addresses that a gate lets through.

Python raises an audit event (PEP 578) before a socket connects or sends to an address and before a name is
looked up, whoever asks for it: urllib, http.client, urllib3, requests, httpx, aiohttp, and any other client
on Python's sockets. An audit hook can't be taken off again, so there is one at most, and it does nothing
while nobody closes anything. Sockets of C code are not seen; awscrt, the one such client that boto3 uses, is
refused where a program asks it for a connection.
"""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from harness.loopback import LOOPBACK, address_of, is_loopback
from harness.record.imports import after_import

SocketGate = Callable[[str, int | None], Exception | None]
"""Tells whether a host may be reached: its name or address, and the port (None for any). None, or why not."""

NameWatcher = Callable[[str], None]
"""Sees each name of a host before it is looked up."""

_gates: tuple[SocketGate, ...] = ()
_watchers: tuple[NameWatcher, ...] = ()
_lock = threading.Lock()
_hooked = False
_names: dict[str, str] = {}
"""The name under which each address was looked up: sockets connect to addresses."""

_asking = threading.local()


@contextmanager
def closed_sockets(gate: SocketGate) -> Iterator[None]:
    """Ask a gate before a socket of this process reaches out, until the block ends.

    Args:
        gate: what decides. Blocks nest: only the innermost gate is asked.
    """
    global _gates
    with _lock:
        _hook()
        _gates = (*_gates, gate)
    try:
        yield
    finally:
        with _lock:
            _gates = tuple(other for other in _gates if other is not gate)


@contextmanager
def watched_names(watcher: NameWatcher) -> Iterator[None]:
    """Show a watcher what hosts this process looks up, which it may, until the block ends."""
    global _watchers
    with _lock:
        _hook()
        _watchers = (*_watchers, watcher)
    try:
        yield
    finally:
        with _lock:
            _watchers = tuple(other for other in _watchers if other is not watcher)


def _hook() -> None:
    global _hooked
    if not _hooked:
        sys.addaudithook(_audit)
        _refuse_awscrt()
        _hooked = True


def _audit(event: str, args: tuple[Any, ...]) -> None:
    if not (_gates or _watchers) or not event.startswith("socket."):
        return
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        _check_name(args[0])
    elif event == "socket.getnameinfo":
        _check_name(str(args[0][0]))
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        opened, address = args[0], args[1]
        if opened.family in (socket.AF_INET, socket.AF_INET6) and isinstance(address, tuple):
            check_address(str(address[0]), int(address[1]))


def _check_name(given: Any) -> None:
    host = given.decode(errors="replace") if isinstance(given, bytes) else given
    if not host or getattr(_asking, "is_so", False) or _is_here(host):
        return
    if _gates:
        _ask(host, None)
        if address_of(host) is None:
            _learn(host)
    for watcher in _watchers:
        watcher(host)


def _learn(host: str) -> None:
    """Look up a name that may be reached, to know its addresses when a socket connects to one of them."""
    _asking.is_so = True
    try:
        for *_, address in socket.getaddrinfo(host, None):
            _names[str(address[0])] = host
    except OSError:
        return  # as the caller's own look-up will say
    finally:
        _asking.is_so = False


def check_address(host: str, port: int) -> None:
    """Refuse a connection to a host and port, if the innermost gate does.

    Raises:
        Exception: what the gate gives as the reason.
    """
    if not _gates or getattr(_asking, "is_so", False):
        return
    # Who allows one name of loopback allows all.
    known = LOOPBACK if is_loopback(host) else (host, _names.get(host, host))
    if not any(_gates[-1](name, port) is None for name in known):
        _ask(known[-1] if known is not LOOPBACK else host, port)


def _ask(host: str, port: int | None) -> None:
    reason = _gates[-1](host, port)
    if reason is not None:
        raise reason


def _is_here(host: str) -> bool:
    """Tell whether a name is this machine's own: to look it up sends nothing."""
    address = address_of(host)
    is_any = address is not None and address.is_unspecified
    return is_loopback(host) or host == socket.gethostname() or is_any


def _refuse_awscrt() -> None:
    for module, refuse in (("awscrt.http", _wrap_http), ("awscrt.s3", _wrap_s3)):
        if module in sys.modules:
            refuse()
        else:
            after_import(module, refuse)


def _wrap_http() -> None:
    connection = sys.modules["awscrt.http"].HttpClientConnection
    original = connection.new.__func__

    def new(cls: Any, host_name: str, port: int, *args: Any, **kwargs: Any) -> Any:
        check_address(host_name, port)
        return original(cls, host_name, port, *args, **kwargs)

    connection.new = classmethod(new)


def _wrap_s3() -> None:
    client = sys.modules["awscrt.s3"].S3Client
    original = client.make_request

    def make_request(self: Any, *args: Any, **kwargs: Any) -> Any:
        request = kwargs.get("request")
        host = request.headers.get("host") if request is not None else None
        name, _, port = (host or "an endpoint of S3").partition(":")
        check_address(name, int(port) if port.isdigit() else 443)
        return original(self, *args, **kwargs)

    client.make_request = make_request
