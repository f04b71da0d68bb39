"""The pytest plugin: options, the marker ``cassette``, fixtures, and the summary.

A session that uses none of it imports nothing of botocore, vcrpy, Hypothesis or jsonschema on its account:
everything but the names of the options is imported by the fixtures.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, Literal

import pytest

from harness.errors import HarnessError

if TYPE_CHECKING:
    from harness.contract.contract import Contract
    from harness.pytest_plugin.summary import Tally
    from harness.record.live import LiveCassette

MODES = ("none", "once", "new_episodes", "all", "rewrite")

BEGAN = pytest.StashKey[dt.datetime]()
_TALLY = pytest.StashKey["Tally"]()


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
        "--cassette-dir",
        metavar="DIR",
        default=None,
        help="Keep all cassettes below DIR instead of beside tests.",
    )
    group.addoption(
        "--cassette-unused",
        action="store_true",
        help="List the recordings that no test played.",
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


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker, and note the time."""
    config.stash[BEGAN] = dt.datetime.now(dt.UTC)
    config.addinivalue_line(
        "markers",
        "cassette(name=None, *, mode=None, scope='function', allow_repeats=False, redaction=None, "
        "max_age=None): play the test's AWS calls from a cassette, or record them (--cassette-mode). scope "
        "is function, module or session; recordings older than max_age (90d) are recorded again.",
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
def synthetic_client() -> Callable[..., Any]:
    """Return `harness.synth.synthetic_client`, which makes a client that answers from the contract."""
    from harness.synth import synthetic_client as of_service

    return of_service


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
    """Hand a worker's tally to pytest-xdist's controller."""
    output = getattr(session.config, "workeroutput", None)
    tally = session.config.stash.get(_TALLY, None)
    if output is not None and tally is not None:
        output["harness"] = tally.to_json()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Add a worker's tally to the controller's."""
    written = getattr(node, "workeroutput", {}).get("harness")
    if written is not None:
        from harness.pytest_plugin.summary import Tally

        node.config.stash[_TALLY] = tally_of(node.config) + Tally.from_json(written)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print one line on what was exchanged and checked, and the unused recordings if asked."""
    tally = config.stash.get(_TALLY, None)
    if tally is not None:
        from harness.pytest_plugin.summary import summary_lines

        terminalreporter.section("harness", sep="-")
        for line in summary_lines(tally, unused=config.getoption("--cassette-unused")):
            terminalreporter.write_line(line)
