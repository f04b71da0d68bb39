"""The pytest plugin: options, the marker ``cassette``, fixtures, and the summary.

A session that uses none of it imports nothing of botocore, vcrpy, Hypothesis or jsonschema on its account:
everything but the names of the options is imported by the fixtures.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, Literal

import pytest

from harness.errors import HarnessError

if TYPE_CHECKING:
    from harness.contract.contract import Contract
    from harness.pytest_plugin.summary import Tally
    from harness.pytest_plugin.unused import Unused
    from harness.record.live import LiveCassette

MODES = ("none", "once", "new_episodes", "all", "rewrite")

BEGAN = pytest.StashKey[dt.datetime]()
COVERAGE = "harness-contract-coverage"
_TALLY = pytest.StashKey["Tally"]()
_UNUSED: pytest.StashKey[Unused] = pytest.StashKey()
_COMPARED = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of DESIGN.md, in a group of their own."""
    group = parser.getgroup("harness", "harness: AWS calls recorded, replayed and checked")
    group.addoption(
        "--cassette-mode",
        choices=MODES,
        default=None,
        help="What to record; none (the default) only plays and closes the network.",
    )
    group.addoption(
        "--cassette-diff",
        action="store_true",
        help="Record everything anew without replacing a cassette, show what changed in the service's "
        "answers, and fail if something did.",
    )
    group.addoption(
        "--cassette-dir",
        metavar="DIR",
        default=None,
        help="Keep all cassettes below DIR instead of beside tests.",
    )
    group.addoption(
        "--cassette-unused",
        action="store_true",
        help="List the recordings and cassettes that no test played.",
    )
    group.addoption(
        "--cassette-delete-unused",
        action="store_true",
        help="Delete the recordings and cassettes that no test played, where all that could have passed.",
    )
    group.addoption(
        "--save-failing",
        metavar="DIR",
        default=None,
        help="Save the last failing example of each @harness.fuzz.aws test as a cassette below DIR.",
    )
    group.addoption(
        "--contract",
        choices=("error", "warn", "off"),
        default="error",
        help="What an exchange that breaks its documented contract does: fail its test (error, the default), "
        "or warn; off checks nothing.",
    )
    group.addoption(
        "--contract-coverage",
        action="store_true",
        help="Tell how much of the documented contract the tests exercise; with -v what they do not.",
    )
    group.addoption(
        "--contract-fail-under",
        metavar="PERCENT",
        type=_percent,
        default=None,
        help="Fail if the tests exercise less than this share of the documented contract.",
    )


def _percent(text: str) -> float:
    try:
        percent = float(text)
    except ValueError:
        percent = -1
    if not 0 <= percent <= 100:
        raise argparse.ArgumentTypeError(f"{text!r} is no percentage from 0 to 100")
    return percent


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker, and note the time."""
    if config.getoption("--cassette-diff") and config.getoption("--cassette-mode") not in (None, "rewrite"):
        raise pytest.UsageError(
            "--cassette-diff records everything anew: leave --cassette-mode out, or make it rewrite."
        )
    if config.getoption("--contract-coverage") or config.getoption("--contract-fail-under") is not None:
        from harness.pytest_plugin.coverage import SessionCoverage

        config.pluginmanager.register(SessionCoverage(config.getoption("--contract-fail-under")), COVERAGE)
    delete = config.getoption("--cassette-delete-unused")
    if delete or config.getoption("--cassette-unused"):
        from harness.pytest_plugin.unused import Unused

        config.stash[_UNUSED] = Unused(config, delete=delete)
        config.pluginmanager.register(config.stash[_UNUSED], "harness-unused")
    config.stash[BEGAN] = dt.datetime.now(dt.UTC)
    config.addinivalue_line(
        "markers",
        "cassette(name=None, *, mode=None, scope='function', allow_repeats=False, redaction=None, "
        "max_age=None, relative_times=False): play the test's AWS calls from a cassette, or record them "
        "(--cassette-mode). scope is function, module or session; recordings older than max_age (90d) are "
        "recorded again; relative_times moves the times of what is played as time passes.",
    )


def tally_of(config: pytest.Config) -> Tally:
    """Return what the session has counted so far."""
    from harness.pytest_plugin.summary import Tally

    return config.stash.setdefault(_TALLY, Tally())


@pytest.fixture(autouse=True)
def _cassette_of_marker(request: pytest.FixtureRequest) -> None:
    # The marker alone is enough; a test that wants to look at the cassette asks for the fixture.
    if request.node.get_closest_marker("cassette") is not None:
        request.getfixturevalue("cassette")


@pytest.fixture
def cassette(request: pytest.FixtureRequest) -> Iterator[LiveCassette]:
    """Play the test's AWS calls from its cassette, or record them, as ``--cassette-mode`` says.

    Yields:
        The cassette in use: ``served``, ``misses``, ``unused()``, ``path`` and ``mode``.
    """
    from harness.pytest_plugin.usage import cassette_for

    try:
        with cassette_for(request) as live:
            yield live
    except HarnessError as error:
        # Without its traceback, which would be harness's and not the user's.
        raise pytest.fail.Exception(str(error), pytrace=False) from None


@pytest.fixture
def aws_contract() -> Callable[[str, str], Contract]:
    """Return `harness.contract`: ``aws_contract("cloudtrail", "ListInsightsData")``."""
    import harness

    return harness.contract


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, Any, Any]:
    """Explain a fixture's failure by what it exchanged."""
    try:
        return (yield)
    except BaseException as error:
        _judge(item, "setup", error)
        raise


@pytest.fixture
def synthetic_client(request: pytest.FixtureRequest) -> Iterator[Callable[..., Any]]:
    """Return `harness.synth.synthetic_client`, which makes a client that answers from the contract."""
    from harness.synth import synthetic_client as of_service

    coverage = request.config.pluginmanager.get_plugin(COVERAGE)
    if coverage is None:
        yield of_service
    else:
        with coverage.watching(of_service) as watched:
            yield watched


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Hold what the test exchanged to the contract, as a part of the test."""
    try:
        with _fuzz_run(item):
            result = yield
    except BaseException as error:
        _judge(item, "call", error)
        raise
    _judge(item, "call")
    return result


def _fuzz_run(item: pytest.Item) -> AbstractContextManager[None]:
    if not isinstance(item, pytest.Function) or not hasattr(item.obj, "harness_fuzz"):
        return nullcontext()
    from harness.pytest_plugin.fuzz import fuzz_run

    return fuzz_run(item)


def _judge(item: pytest.Item, phase: Literal["setup", "call"], error: BaseException | None = None) -> None:
    if "cassette" in getattr(item, "fixturenames", ()) or item.get_closest_marker("cassette") is not None:
        from harness.pytest_plugin.usage import judge

        judge(item, phase, error)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand a worker's tally to pytest-xdist's controller, or finish what the whole session is needed for."""
    config = session.config
    output = getattr(config, "workeroutput", None)
    tally, unused = config.stash.get(_TALLY, None), config.stash.get(_UNUSED, None)
    if unused is not None:
        passed = session.exitstatus == pytest.ExitCode.OK
        unused.finish(output, tally.unused if tally is not None else {}, passed)
    if tally is None:
        return
    if output is not None:
        output["harness"] = tally.to_json()
    elif tally.anew:
        _compare(session, tally)


def _compare(session: pytest.Session, tally: Tally) -> None:
    from harness.pytest_plugin.diff import compare_all
    from harness.pytest_plugin.usage import settings_of
    from harness.report.comparison import comparison_lines

    lines = session.config.stash[_COMPARED] = []
    for cassette, comparison in compare_all(session.config, tally.anew, settings_of(session.config).volatile):
        lines += comparison_lines(cassette, comparison)
        if comparison.changes and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist where cassettes are recorded aside."""
    if node.config.getoption("--cassette-diff"):
        from harness.pytest_plugin.diff import WORKER_INPUT, folder_of

        node.workerinput[WORKER_INPUT] = str(folder_of(node.config))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Add a worker's tally to the controller's."""
    written = getattr(node, "workeroutput", {}).get("harness")
    if written is not None:
        from harness.pytest_plugin.summary import Tally

        node.config.stash[_TALLY] = tally_of(node.config) + Tally.from_json(written)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print one line on what was exchanged and checked, and what was asked for besides."""
    tally, unused = config.stash.get(_TALLY, None), config.stash.get(_UNUSED, None)
    lines = [*(unused.lines if unused is not None else ()), *config.stash.get(_COMPARED, ())]
    if tally is not None:
        from harness.pytest_plugin.summary import summary_line

        lines.append(summary_line(tally))
    if lines:
        terminalreporter.section("harness", sep="-")
    for line in lines:
        terminalreporter.write_line(line)
