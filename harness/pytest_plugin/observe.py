"""``--contract-observe``: check every call of the session, whoever answers it.

Calls are copied where they are made, and judged between tests, where no test has replaced files, clocks or
modules. With ``--contract error`` they are judged at the end of each phase of a test, which fails by them.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from threading import Lock
from typing import Any

import pytest

from harness.contract.explanation import broken_words
from harness.contract.violation import Violation
from harness.errors import HarnessError
from harness.printable import printable
from harness.pytest_plugin.selection import is_whole, narrowed
from harness.pytest_plugin.state import settings_of, state_of
from harness.pytest_plugin.terminal import Detail
from harness.record.hooks import observing
from harness.record.observe import CallCollector, ObservedCall
from harness.report.baseline import OBSERVED, apply_baseline, load_baseline, update_baseline
from harness.report.check import Report
from harness.report.observed import Findings, judge_calls, report_lines, summary
from harness.report.outputs import ReportFile, parse_report_file, write_observed
from harness.settings import redaction_of

WORKER_OUTPUT = "harness_observed"


@dataclass(eq=False)
class Early:
    """What is observed before the session is configured, such as what a ``conftest.py`` calls on import.

    Attributes:
        test: who calls.
        collector: the calls that were not judged yet.
        stack: ends it.
    """

    test: str
    collector: CallCollector
    stack: ExitStack


def begin_observing() -> Early:
    """Observe the calls of the process from now on."""
    early = Early("", CallCollector(lambda: early.test), ExitStack())
    early.stack.enter_context(observing(early.collector))
    return early


class Observe:
    """A plugin that observes a session.

    Args:
        config: the session's.
        early: what has been observed.
        fails: whether a test fails by what its calls break.
    """

    def __init__(self, config: pytest.Config, early: Early, *, fails: bool) -> None:
        self.lines: Sequence[str] = ()
        self._config = config
        self._early = early
        self._fails = fails
        self._findings = Findings()
        self._lock = Lock()  # threads of tests bring calls too
        self._files = _report_files(config)
        written = config.getoption("--contract-write-baseline")
        self._anew = config.invocation_params.dir / written if written is not None else None
        if self._anew is not None and self._anew.exists():
            load_baseline(self._anew)  # another kind of file is not written over, and that is said at once
        settings = settings_of(config)
        self._severities = settings.severity
        self._folder = config.invocation_params.dir
        self._redaction = redaction_of(settings)
        self._baseline = settings.baseline
        early.collector.most, early.collector.full = 1000, self._judge

    # Who calls.

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Generator[None, Any, Any]:
        """Know which file is imported."""
        self._early.test = collector.nodeid
        try:
            return (yield)
        finally:
            self._early.test = ""

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Know which test runs, and judge its calls when it is over."""
        self._judge(self._early.collector.take())  # what was called before is of no test
        self._early.test = item.nodeid
        try:
            return (yield)
        finally:
            self._judge(self._early.collector.take())
            self._early.test = ""

    # What fails.

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Judge what fixtures called."""
        return (yield from self._judged(item, "setup"))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Judge what the test called."""
        return (yield from self._judged(item, "call"))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Judge what the tear-down called."""
        return (yield from self._judged(item, "teardown"))

    def _judged(self, item: pytest.Item, phase: str) -> Generator[None, Any, Any]:
        try:
            result = yield
        except BaseException:
            broken = self._broken()
            if broken:
                item.add_report_section(phase, "harness", printable(broken_words(broken)))
            raise
        broken = self._broken()
        if broken:
            raise pytest.fail.Exception(printable(broken_words(broken)), pytrace=False)
        return result

    def _broken(self) -> Sequence[Violation]:
        if not self._fails:
            return ()
        report = self._judge(self._early.collector.take()).report()
        baseline = state_of(self._config).baseline
        return report.errors if baseline is None else baseline.news(report).errors

    def _judge(self, calls: Sequence[ObservedCall]) -> Findings:
        found = judge_calls(calls, self._severities, self._redaction, self._folder)
        with self._lock:
            self._findings.add(found)
        return found

    # The end.

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Hand what was found to pytest-xdist's controller, or report it."""
        self._early.stack.close()
        self._judge(self._early.collector.take())
        output = getattr(self._config, "workeroutput", None)
        if output is not None:
            output[WORKER_OUTPUT] = self._findings.to_text()
            return
        report = self._findings.report()
        try:
            self.lines = self._report(session, report)
        except (HarnessError, OSError) as error:
            self.lines = [*self._shown(report), f"harness: {error}"]
            session.exitstatus = pytest.ExitCode.USAGE_ERROR

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Add what a worker found."""
        written = getattr(node, "workeroutput", {}).get(WORKER_OUTPUT)
        if written is not None:
            self._findings.add(Findings.from_text(written))

    def _report(self, session: pytest.Session, report: Report) -> Sequence[str]:
        observed = [OBSERVED] if _ran_all(session) else []
        if self._anew is not None:
            return [*self._shown(report), update_baseline(self._anew, report, observed)]
        news, notes = apply_baseline(self._baseline, report, observed)
        write_observed(self._files, self._findings, news, notes)
        if self._fails and news.errors and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED  # what no test made, such as an import
        return [*self._shown(news), *notes]

    def _shown(self, report: Report) -> Iterator[str]:
        detail = Detail.of(self._config)
        if not detail.lists:
            return iter([summary(report)])
        return report_lines(
            report,
            verbose=detail.explains,
            warnings=detail.warns,
            explained_by="pytest -v" if detail.hints else "",
        )


def _ran_all(session: pytest.Session) -> bool:
    """Tell whether all tests of the project were run to their end."""
    config = session.config
    has_ended = session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
    is_chosen = config.getoption("keyword") or config.getoption("markexpr") or config.getoption("maxfail")
    return has_ended and not is_chosen and is_whole(config) and not narrowed(config)


def _report_files(config: pytest.Config) -> list[ReportFile]:
    folder = config.invocation_params.dir
    files = [parse_report_file(written) for written in config.getoption("--contract-observe-report")]
    return [ReportFile(file.format, folder / file.path) for file in files]
