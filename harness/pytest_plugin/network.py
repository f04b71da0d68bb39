"""The network of a session that uses cassettes: botocore reaches it only for what is being recorded."""

from __future__ import annotations

import functools
import threading
import weakref
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlsplit

import pytest
from botocore.exceptions import EndpointConnectionError

from harness.errors import HarnessError
from harness.pytest_plugin.marker import lets_out, uses_cassette
from harness.record.bootstrap.sockets import close_in_children
from harness.record.endpoints import is_allowed, is_allowed_address
from harness.record.errors import SocketClosed, end_at_the_call
from harness.record.following import call_under_way, is_followed, is_network_closed
from harness.record.hooks import guarding
from harness.record.sockets import closed_sockets, watched_names

_METADATA = ("169.254.*", "fd00:ec2::*")
"""Hosts of instance metadata, where botocore looks for credentials and a region."""


class NetworkRefused(HarnessError):
    """Something of the session called AWS outside of any recording, and the network is closed.

    Args:
        who: what called: a test, an import.
        what: the operation, if it is known.
        method: the HTTP method.
        url: the URL, without its query.
        advice: what to do next, a clause: ``"Move the call into a test"``.
    """

    who: str
    what: str
    method: str
    url: str
    advice: str

    def __str__(self) -> str:
        request = f"{self.method} {self.url}"
        called = f"calls {self.what} ({request})" if self.what else f"asks for {request}"
        return (
            f"{self.who} {called}, which has no cassette, and the network is closed. {self.advice}, or "
            f"allow the endpoint: network = [{_endpoint(self.url)!r}] under [tool.harness] "
            "in pyproject.toml."
        )


@dataclass(frozen=True, slots=True)
class _Phase:
    """What the session is at.

    Attributes:
        who: who makes the calls, as a message names it.
        advice: what to do about a call that is refused.
        is_open: whether calls may go out.
        test: the test that runs; empty while fixtures are made or undone, which may outlive a test.
    """

    who: str
    advice: str
    is_open: bool = False
    test: str = ""


_BETWEEN = _Phase("The test session", "Make the call in a test or a fixture")


class Network:
    """A plugin that keeps requests of botocore in the process, but for those that are being recorded.

    What moto, vcrpy or a cassette answers within the process is not affected.

    Args:
        allowed: the endpoints that may be reached all the same (`is_allowed`).
        found: sees which test looks up which host, where sockets are open.
        blocks: whether any socket is closed, whoever opens it, and not botocore's alone.
    """

    def __init__(
        self, allowed: Sequence[str], found: Callable[[str, str], None], *, blocks: bool = False
    ) -> None:
        self._allowed = allowed
        self._found = found
        self._blocks = blocks
        self._phase = _BETWEEN
        self._begun: weakref.WeakKeyDictionary[threading.Thread, _Phase] = weakref.WeakKeyDictionary()

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Close the network until the block ends."""
        with guarding(self._refusal), self._threads_known():
            if not self._blocks:
                yield
                return
            with closed_sockets(self._socket_refusal), close_in_children(self._allowed):
                yield

    @contextmanager
    def _threads_known(self) -> Iterator[None]:
        """Know of each thread what started it, so that one which outlives its test is named."""
        original = threading.Thread.start

        @functools.wraps(original)
        def start(thread: threading.Thread) -> None:
            self._begun[thread] = self._phase
            original(thread)

        threading.Thread.start = start  # type: ignore[method-assign, assignment]
        try:
            yield
        finally:
            if threading.Thread.start is start:
                threading.Thread.start = original  # type: ignore[method-assign]

    def _phase_here(self) -> _Phase:
        """Return what the session is at, or which test began this thread, if that is over."""
        thread = threading.current_thread()
        begun = self._begun.get(thread, self._phase)
        if begun.test in ("", self._phase.test):
            return self._phase
        who = f"The thread {thread.name!r} of {begun.test}, which is over,"
        return _Phase(who, "Wait for the thread in its test")

    @contextmanager
    def importing(self, collector: pytest.Collector) -> Iterator[None]:
        """Know until the block ends that a file of tests is imported."""
        with self._at(_Phase(f"The import of {collector.nodeid}", "Move the call into a test or a fixture")):
            yield

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Generator[None, Any, Any]:
        """Know which file is imported."""
        with self.importing(collector):
            return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Know which test is set up."""
        with self._at(_of_test(item, "The set-up of ")):
            return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Know which test runs."""
        with self._at(_of_test(item)), self._names_watched(item):
            return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Know which test is torn down."""
        with self._at(_of_test(item, "The tear-down of ")):
            return (yield)

    @contextmanager
    def _names_watched(self, item: pytest.Item) -> Iterator[None]:
        """Note until the block ends which hosts a test looks up though its cassette is to answer."""
        if self._blocks or not uses_cassette(item):
            yield
            return
        with watched_names(functools.partial(self._looked_up, item.nodeid)):
            yield

    def _looked_up(self, test: str, host: str) -> None:
        if self._phase_here().test == test and not is_allowed_address(host, None, self._allowed):
            self._found(test, host)

    @contextmanager
    def _at(self, phase: _Phase) -> Iterator[None]:
        before, self._phase = self._phase, phase
        try:
            yield
        except (NetworkRefused, SocketClosed) as error:
            end_at_the_call(error)
            raise
        finally:
            self._phase = before

    def _refusal(self, method: str, url: str) -> Exception | None:
        phase = self._phase_here()
        if phase.is_open or (is_followed() and phase is self._phase) or is_allowed(url, self._allowed):
            return None
        if any(fnmatchcase(urlsplit(url).hostname or "", host) for host in _METADATA):
            offline: Exception = EndpointConnectionError(endpoint_url=url)  # botocore then finds nothing
            return offline
        call = call_under_way()
        return NetworkRefused(
            phase.who, call.name if call is not None else "", method, url.partition("?")[0], phase.advice
        )

    def _socket_refusal(self, host: str, port: int | None) -> Exception | None:
        phase = self._phase_here()
        records = is_followed() and not is_network_closed() and phase is self._phase
        if phase.is_open or records or is_allowed_address(host, port, self._allowed):
            return None
        return SocketClosed(phase.who, host, port)


def _endpoint(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2]


def _of_test(item: pytest.Item, phase: str = "") -> _Phase:
    advice = (
        "Make the call while the test's cassette is in use: in the test or its fixtures"
        if uses_cassette(item)
        else "Mark the test with @pytest.mark.cassette and record it with --cassette-mode=once, let its "
        "calls out with @pytest.mark.cassette(network=True)"
    )
    return _Phase(f"{phase}{item.nodeid}", advice, lets_out(item), "" if phase else item.nodeid)
