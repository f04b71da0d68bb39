"""Contract coverage of a session (``--contract-coverage``): of recordings, synthetic clients and fuzz tests.

It is a plugin of its own, which is registered only when it is asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from harness.cassette.exchange import exchange_of
from harness.cassette.model import Interaction
from harness.contract.contract import contract
from harness.contract.exchange import Exchange
from harness.errors import HarnessError
from harness.printable import printable
from harness.pytest_plugin.keys import COVERAGE
from harness.report.coverage import Coverage, coverage_of
from harness.report.coverage_lines import coverage_lines
from harness.synth.responses.answer import Answer
from harness.synth.responses.answer import exchange_of as answered
from harness.synth.responses.trouble import Slow
from harness.synth.scene import Scene
from harness.synth.service.dispatch import Asked


class SessionCoverage:
    """What a session covers so far, its workers' parts included.

    Args:
        fail_under: the session fails if less than this share of the contract is covered, in percent.
    """

    def __init__(self, fail_under: float | None) -> None:
        self._fail_under = fail_under
        self._coverage = Coverage()

    def add(self, exchanges: Iterable[Exchange]) -> None:
        """Count exchanges, in the order in which they took place."""
        self._coverage += coverage_of(exchanges)

    def add_interactions(self, interactions: Iterable[tuple[int, Interaction]]) -> None:
        """Count numbered interactions; those that are no exchanges are passed over."""
        self.add(_exchanges(interactions))

    @contextmanager
    def watching(self, make: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
        """Count what the clients exchange that are made until the block ends.

        Args:
            make: `harness.synth.synthetic_client`.
        """
        exchanges: list[Exchange] = []

        def watch(request: object, asked: Asked, answer: Answer, response: object) -> None:
            exchanges.append(_synthetic(asked, answer))

        try:
            yield partial(make, watch=watch)
        finally:
            self.add(exchanges)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Hand a worker's part to pytest-xdist's controller, or judge the whole."""
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output[COVERAGE] = self._coverage.to_json()
        elif self._falls_short and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Add a worker's part to the controller's."""
        written = getattr(node, "workeroutput", {}).get(COVERAGE)
        if written is not None:
            self._coverage += Coverage.from_json(written)

    def pytest_terminal_summary(self, terminalreporter: Any, config: pytest.Config) -> None:
        """Print the table; with ``-v`` what is missing, too."""
        terminalreporter.section("harness: contract coverage", sep="-")
        for line in coverage_lines(self._coverage, missing=config.get_verbosity() > 0):
            terminalreporter.write_line(printable(line))
        if self._falls_short:
            terminalreporter.write_line(
                f"FAIL: less than {self._fail_under:g} % of the contract is covered.", red=True
            )

    @property
    def _falls_short(self) -> bool:
        return self._fail_under is not None and self._coverage.falls_short(self._fail_under)


def _exchanges(interactions: Iterable[tuple[int, Interaction]]) -> Iterator[Exchange]:
    for _, interaction in interactions:
        try:
            yield exchange_of(interaction)
        except HarnessError:
            continue


def _synthetic(asked: Asked, answer: Answer) -> Exchange:
    held_to = contract(asked.operation.service_model.service_name, asked.operation.name)
    exchange = answered(held_to, asked.params, answer, Scene(dt.datetime.now(dt.UTC)))
    came = answer.trouble is None or isinstance(answer.trouble, Slow)
    return exchange if came else replace(exchange, response=None, error=None)
