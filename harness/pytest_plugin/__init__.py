"""The pytest plugin: options, the marker ``cassette``, fixtures, and the summary.

A session that uses none of it imports nothing of botocore, vcrpy, Hypothesis or jsonschema on its account:
everything but the names of the options is imported by the fixtures.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, ExitStack, nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from harness.errors import HarnessError
from harness.printable import printable
from harness.pytest_plugin.keys import (
    BEGAN,
    COLLECTED,
    COVERAGE,
    CUT_SHORT,
    OBSERVE,
    REPLAY,
    STATE,
    TALLY,
    UNUSED,
    tally_of,
)
from harness.pytest_plugin.marker import uses_cassette
from harness.pytest_plugin.options import INI, ini_name
from harness.pytest_plugin.options import pytest_addoption as pytest_addoption  # a hook of this module's
from harness.record.opened import watching

if TYPE_CHECKING:
    from harness.contract.contract import Contract
    from harness.pytest_plugin.judging import Phase
    from harness.pytest_plugin.observe import Early, Observe
    from harness.pytest_plugin.unused import Unused
    from harness.record.live import LiveCassette
    from harness.synth.world.world import World

_EARLY: pytest.StashKey[Early] = pytest.StashKey()
_UNUSED: pytest.StashKey[Unused] = pytest.StashKey()
_LINES = pytest.StashKey[list[str]]()
_SUMMARISED = frozenset(pytest.ExitCode) - {pytest.ExitCode.INTERNAL_ERROR}
"""The exit statuses with which pytest prints its summary; ``pytest.exit`` may give any other."""


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Observe what the first ``conftest.py`` calls on import, if the session is to be observed."""
    if _is_observed(early_config, early_config.known_args_namespace):
        from harness.pytest_plugin.observe import begin_observing

        early_config.stash[_EARLY] = begin_observing()
        early_config.add_cleanup(early_config.stash[_EARLY].stack.close)


def _is_observed(config: pytest.Config, options: argparse.Namespace) -> bool:
    """Tell whether the calls of a session are observed; settings that cannot be read tell nothing here."""
    if options.contract == "off":
        return False
    asked = options.contract_observe is not None
    if asked or options.contract_observe_report or options.contract_write_baseline:
        return True
    if "HARNESS_OBSERVE" not in os.environ and not _has_settings(config):
        return False
    from harness.pytest_plugin.ini import settings_of_project

    try:
        settings = settings_of_project(config)
    except HarnessError:  # which is told when the session begins
        return False
    return settings.observe and (options.contract or settings.contract) != "off"


def _observe(config: pytest.Config) -> bool:
    """Observe a session, if it is to be; the controller of pytest-xdist only joins what workers find.

    Raises:
        pytest.UsageError: something is wrong with the settings or options.
    """
    asked = config.getoption("--contract-observe")
    if asked is not None and config.getoption("--contract") == "off":
        raise pytest.UsageError(
            "--contract-observe checks calls, and --contract=off checks none: leave one out."
        )
    if not _is_observed(config, config.option):
        return False
    from harness.pytest_plugin.observe import Observe, begin_observing
    from harness.pytest_plugin.state import settings_of

    early = config.stash.get(_EARLY, None) or begin_observing()
    config.add_cleanup(early.stack.close)
    if _only_distributes(config):
        early.stack.close()
        early.collector.take()
    try:
        level = asked or config.getoption("--contract") or settings_of(config).contract
        config.pluginmanager.register(Observe(config, early, fails=level == "error"), OBSERVE)
    except HarnessError as error:
        raise pytest.UsageError(printable(str(error))) from None
    return True


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Register the marker, and begin with what the session is asked for."""
    if "HARNESS_VERIFYING" in os.environ or "harness_replay" in getattr(config, "workerinput", ()):
        from harness.pytest_plugin.replay import replay_if_asked

        config.pluginmanager.register(replay_if_asked(config), REPLAY)
    if config.getoption("--cassette-diff") and config.getoption("--cassette-mode") not in (None, "rewrite"):
        raise pytest.UsageError(
            "--cassette-diff records everything again: leave out --cassette-mode, or set it to rewrite."
        )
    if config.getoption("--contract-coverage") or config.getoption("--contract-fail-under") is not None:
        from harness.pytest_plugin.coverage import SessionCoverage

        config.pluginmanager.register(SessionCoverage(config.getoption("--contract-fail-under")), COVERAGE)
    delete = config.getoption("--cassette-delete-unused")
    if delete or config.getoption("--cassette-unused"):
        from harness.pytest_plugin.unused import Unused

        config.stash[_UNUSED] = Unused(config, delete=delete)
        config.pluginmanager.register(config.stash[_UNUSED], UNUSED)
    config.stash[BEGAN] = dt.datetime.now(dt.UTC)
    watched = ExitStack()
    watched.enter_context(watching(partial(_watch, config)))
    config.add_cleanup(watched.close)
    is_observed = _observe(config)
    asked = (
        config.getoption("--cassette-mode")
        or os.environ.get("HARNESS_CASSETTE_MODE")
        or config.getoption("--block-network", default=False)
        or os.environ.get("HARNESS_BLOCK_NETWORK")
    )
    # Who only observes has settings too, and may use no cassette at all: then the network stays open.
    if not _only_distributes(config) and (asked or (_has_settings(config) and not is_observed)):
        from harness.pytest_plugin.begin import begin

        begin(config)
    config.addinivalue_line(
        "markers",
        "cassette(name=None, *, mode=None, scope='function', allow_repeats=False, redaction=None, "
        "max_age=None, relative_times=False, match=None, ignore=(), severity=None, network=False, "
        "http=False): replay the test's AWS calls from a cassette, or record them (--cassette-mode). scope "
        "is function, module or session; recordings older than max_age (90d) are recorded again; "
        "relative_times shifts recorded times so that they keep their distance from now; match and ignore "
        "say what varies in requests; severity sets the severities of violations by code; network sends the "
        "calls out instead of recording or replaying them; http also records and replays requests to hosts "
        "other than AWS.",
    )


def _watch(config: pytest.Config, live: LiveCassette) -> None:
    from harness.pytest_plugin.judging import watch

    watch(config, live)


def _only_distributes(config: pytest.Config) -> bool:
    """Tell whether the session is the controller of pytest-xdist, whose workers run the tests."""
    return config.getoption("dist", "no") != "no" and not hasattr(config, "workerinput")


def _has_settings(config: pytest.Config) -> bool:
    """Tell whether the project has settings: ``[tool.harness]``, or some in pytest's configuration."""
    if any(config.getini(ini_name(name)) not in (None, []) for name in INI):
        return True
    for folder in (config.rootpath, *config.rootpath.parents):
        try:
            text = (folder / "pyproject.toml").read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        if "harness" not in text and "[tool.h" not in text:
            return False
        import tomllib

        from harness.settings import names_table

        try:
            return any(map(names_table, tomllib.loads(text).get("tool", {})))
        except tomllib.TOMLDecodeError:
            return True  # whoever reads the settings says what is wrong
    return False


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, Any, Any]:
    """Close the network while a file of tests is imported that speaks of cassettes; keep what is in it."""
    with _closed_for_import(collector):
        report = yield
    if isinstance(collector, pytest.Module | pytest.Class):
        collector.stash[COLLECTED] = report.result
    return report


def _closed_for_import(collector: pytest.Collector) -> AbstractContextManager[None]:
    if not isinstance(collector, pytest.Module) or not _speaks_of_cassettes(collector):
        return nullcontext()
    from harness.pytest_plugin.begin import closed_for_import, has_begun

    return nullcontext() if has_begun(collector.config) else closed_for_import(collector)


def _speaks_of_cassettes(module: pytest.Module) -> bool:
    try:
        text = module.path.read_bytes()
    except OSError:
        return False
    return b"mark.cassette" in text or (b"pytestmark" in text and b"cassette" in text)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Generator[None, Any, Any]:
    """Begin to use cassettes if a test does, which another plugin may have marked."""
    collected = list(items)  # a fixture's cassette does not depend on which of the tests are run
    result = yield
    if config.pluginmanager.has_plugin("harness-scopes") or any(map(uses_cassette, collected)):
        from harness.pytest_plugin.begin import learn

        learn(config, collected, items)
    return result


@pytest.fixture(autouse=True)
def _cassette_of_marker(request: pytest.FixtureRequest) -> None:
    # The marker alone is enough; a test that wants to look at the cassette asks for the fixture.
    if uses_cassette(request.node):
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
        raise pytest.fail.Exception(printable(str(error)), pytrace=False) from None


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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, Any, Any]:
    """Close what a test and all that was torn down with it have recorded."""
    try:
        result = yield
        _judge(item, "teardown")
    except BaseException as error:
        _note_failure(item, error)
        raise
    finally:
        _close(item.config)
    return result


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note how a test ends, as all plugins see it."""
    report = yield
    if item.config.stash.get(STATE, None) is not None:
        from harness.pytest_plugin.usage import note_report

        note_report(item, report, call.excinfo.value if call.excinfo is not None else None)
    return report


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


@pytest.fixture
def boto3_session() -> Any:
    """Return a new ``boto3.Session`` for code that takes one; replay needs no credentials and no region."""
    from harness.pytest_plugin.aws_session import new_session

    return new_session()


@pytest.fixture
def aws_world() -> World:
    """Return an empty `harness.MotoWorld`, in which the clients of a test remember what they do."""
    from harness.synth.world.on_moto import MotoWorld

    return MotoWorld()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Check what the test exchanged against the contract, as a part of the test."""
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


def _note_failure(item: pytest.Item, error: BaseException | None) -> None:
    if item.config.stash.get(STATE, None) is not None:
        from harness.pytest_plugin.usage import note_failure

        note_failure(item, error)


def _close(config: pytest.Config) -> None:
    if config.stash.get(STATE, None) is not None:
        from harness.pytest_plugin.usage import close_cassettes

        close_cassettes(config)


def _judge(item: pytest.Item, phase: Phase, error: BaseException | None = None) -> None:
    if item.config.stash.get(STATE, None) is not None:
        from harness.pytest_plugin.judging import judge

        judge(item, phase, error)


@pytest.hookimpl(wrapper=True, trylast=True)  # the summary is printed by another wrapper
def pytest_sessionfinish(session: pytest.Session) -> Generator[None]:
    """Hand a worker's tally to pytest-xdist's controller, or finish what the whole session is needed for."""
    config = session.config
    config.stash[CUT_SHORT] = True  # else the last test would have torn down all that there was
    try:
        yield
    finally:
        _close(config)
    _finish(session)
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    if terminal is not None and session.exitstatus not in _SUMMARISED:
        pytest_terminal_summary(terminal, config)


def _finish(session: pytest.Session) -> None:
    config = session.config
    output = getattr(config, "workeroutput", None)
    tally, unused = config.stash.get(TALLY, None), config.stash.get(_UNUSED, None)
    if unused is not None:
        passed = session.exitstatus == pytest.ExitCode.OK
        unused.finish(output, tally.unused if tally is not None else {}, passed)
    if tally is None:
        return
    if output is not None:
        output["harness"] = tally.to_json()
    else:
        from harness.pytest_plugin.ending import end

        config.stash[_LINES] = end(session, tally)


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

        node.config.stash[TALLY] = tally_of(node.config) + Tally.from_json(written)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print one line on what was exchanged and checked, and what was asked for besides."""
    unused = config.stash.get(_UNUSED, None)
    observed: Observe | None = config.pluginmanager.get_plugin(OBSERVE)
    lines = [
        *(observed.lines if observed is not None else ()),
        *(unused.lines if unused is not None else ()),
        *config.stash.get(_LINES, ()),
    ]
    if lines:
        from harness.pytest_plugin.terminal import write_section

        write_section(terminalreporter, lines)
