"""The network of a session that uses cassettes: botocore reaches it only for what is being recorded."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlsplit

import pytest
from botocore.exceptions import EndpointConnectionError

from harness.errors import HarnessError
from harness.pytest_plugin.marker import lets_out, uses_cassette
from harness.record.errors import end_at_the_call
from harness.record.following import call_under_way, is_followed
from harness.record.hooks import guarding

_PORTS = {"http": 80, "https": 443}
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

    def __init__(self, who: str, what: str, method: str, url: str, advice: str) -> None:
        super().__init__(who, what, method, url, advice)
        self.who = who
        self.what = what
        self.method = method
        self.url = url
        self.advice = advice

    def __str__(self) -> str:
        request = f"{self.method} {self.url}"
        called = f"calls {self.what} ({request})" if self.what else f"asks for {request}"
        return (
            f"{self.who} {called}, which is neither played nor recorded, and the network is closed. "
            f"{self.advice}, or allow the endpoint: network = [{_endpoint(self.url)!r}] under [tool.harness] "
            "in pyproject.toml."
        )


@dataclass(frozen=True, slots=True)
class _Phase:
    """What the session is at.

    Attributes:
        who: who makes the calls, as a message names it.
        advice: what to do about a call that is refused.
        is_open: whether calls may go out.
    """

    who: str
    advice: str
    is_open: bool = False


_BETWEEN = _Phase("The test session", "Make the call in a test or a fixture")


class Network:
    """A plugin that keeps requests of botocore in the process, but for those that are being recorded.

    What moto, vcrpy or a cassette answers within the process is not affected.

    Args:
        allowed: the endpoints that may be reached all the same (`is_allowed`).
    """

    def __init__(self, allowed: Sequence[str]) -> None:
        self._allowed = allowed
        self._phase = _BETWEEN

    def closed(self) -> Any:
        """Return a context manager that closes the network."""
        return guarding(self._refusal)

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
        with self._at(_of_test(item)):
            return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Know which test is torn down."""
        with self._at(_of_test(item, "The tear-down of ")):
            return (yield)

    @contextmanager
    def _at(self, phase: _Phase) -> Iterator[None]:
        before, self._phase = self._phase, phase
        try:
            yield
        except NetworkRefused as error:
            end_at_the_call(error)
            raise
        finally:
            self._phase = before

    def _refusal(self, method: str, url: str) -> Exception | None:
        phase = self._phase
        if phase.is_open or is_followed() or is_allowed(url, self._allowed):
            return None
        if any(fnmatchcase(urlsplit(url).hostname or "", host) for host in _METADATA):
            offline: Exception = EndpointConnectionError(endpoint_url=url)  # botocore then finds nothing
            return offline
        call = call_under_way()
        return NetworkRefused(
            phase.who, call.name if call is not None else "", method, url.partition("?")[0], phase.advice
        )


def is_allowed(url: str, endpoints: Sequence[str]) -> bool:
    """Tell whether a URL is at one of some endpoints.

    Args:
        url: what is asked for.
        endpoints: hosts, with a scheme and a port or without: ``"http://localhost:4566"``, ``"*.internal"``.
            ``*`` and ``?`` stand for any characters of the host.
    """
    return any(_is_at(url, endpoint) for endpoint in endpoints)


def _is_at(url: str, endpoint: str) -> bool:
    asked, wanted = urlsplit(url), urlsplit(endpoint if "://" in endpoint else f"//{endpoint}")
    if wanted.scheme and wanted.scheme != asked.scheme:
        return False
    if wanted.port is not None and wanted.port != (asked.port or _PORTS.get(asked.scheme)):
        return False
    return fnmatchcase(asked.hostname or "", wanted.hostname or "")


def _endpoint(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2]


def _of_test(item: pytest.Item, phase: str = "") -> _Phase:
    advice = (
        "Make the call while the test's cassette is in use: in the test or its fixtures"
        if uses_cassette(item)
        else "Mark the test with @pytest.mark.cassette and record it with --cassette-mode=once, let its "
        "calls out with @pytest.mark.cassette(network=True)"
    )
    return _Phase(f"{phase}{item.nodeid}", advice, lets_out(item))
