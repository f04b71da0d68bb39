"""The cassette of each test: opened when the test is set up, closed when it is torn down."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any
from unittest import SkipTest

import pytest

from harness.cassette.age import parse_age
from harness.cassette.errors import CassetteNotFound
from harness.cassette.failed import failed_path
from harness.cassette.store import load_cassette
from harness.pytest_plugin.errors import SharedByAccident
from harness.pytest_plugin.judging import CARRIED, RECORDED, judge
from harness.pytest_plugin.keys import CUT_SHORT, REPLAY, tally_of
from harness.pytest_plugin.marker import BadMarker, arguments_of, uses_cassette
from harness.pytest_plugin.places import folder_of_module, path_of_test, test_name
from harness.pytest_plugin.sharing import shared_by_accident
from harness.pytest_plugin.state import State, Watched, settings_of, state_of
from harness.pytest_plugin.vcr_fixture import vcr_config_of, vcr_path_of, warn_of
from harness.pytest_plugin.waivers import NONE, carried_by, note_passed
from harness.record.live import LiveCassette, shown
from harness.record.matching import parse_matching
from harness.record.mode import RecordMode
from harness.record.session import in_use, open_cassette, parse_mode
from harness.record.vcr_config import from_vcr_config
from harness.redaction import BadRedaction, Redaction, configured
from harness.settings import matching_of, redaction_of


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The cassette that a test's marker, or the lack of one, asks for.

    Attributes:
        path: where it is, or is to be.
        mode: the record mode.
        scope: who shares it.
        options: what else `open_cassette` is told.
    """

    path: Path
    mode: RecordMode
    scope: str
    options: Mapping[str, Any] = field(default_factory=dict)


STOPPED = "the session stopped before all of its tests had ended"
"""Why a cassette is unfinished whose tests did not fail."""

_USED = pytest.StashKey[LiveCassette]()
_PASSED = pytest.StashKey[bool]()


@contextmanager
def cassette_for(request: pytest.FixtureRequest) -> Iterator[LiveCassette]:
    """Open a test's cassette, or the shared one that its marker names, and use it until the block ends.

    `close_cassettes` closes it.
    """
    item = request.node
    wanted, carried = _wanted(request), carried_by(item)
    state = state_of(item.config)
    for definition in chain.from_iterable(item._fixtureinfo.name2fixturedefs.values()):
        if definition in state.unusable:
            raise state.unusable[definition]
    live = _own(state, item, wanted) if wanted.scope == "function" else _shared(state, item, wanted)
    item.stash[_USED], item.stash[CARRIED] = live, carried
    live.tries_rules = item.config.pluginmanager.has_plugin(REPLAY)
    watched = Watched(live, len(live.served), len(live.served))
    state.watched.append(watched)
    try:
        with in_use(live):
            yield live
    finally:
        try:
            judge(item, "teardown")
        finally:
            state.watched.remove(watched)
            if wanted.scope == "function":
                state.closing.append(live)


def close_cassettes(config: pytest.Config) -> None:
    """Close the cassettes that nothing uses any more, now that all of a test's tear-down is done.

    What a test recorded that did not reach its end is kept next to its cassette. A test whose tear-down is
    left to the end of the session was interrupted.

    Raises:
        harness.cassette.CassetteNotWritable: a recording could not be written.
    """
    state = state_of(config)
    while state.closing:
        live = state.closing.pop()
        if config.stash.get(CUT_SHORT, False) and not config.getoption("--cassette-diff"):
            state.unfinished.setdefault(live.path, state.recorded_by.get(live.path, STOPPED))
        close_cassette(config, live, state.unfinished.pop(live.path, None))


def is_cut_short(session: pytest.Session) -> bool:
    """Tell whether a session ends before all of its tests have, so that what they share is unfinished."""
    return bool(session.shouldfail or session.shouldstop or session.config.stash.get(CUT_SHORT, False))


def close_cassette(config: pytest.Config, live: LiveCassette, failed: str | None) -> None:
    """Close a cassette, and count what was not played.

    Args:
        config: the session's.
        live: the cassette.
        failed: who used it and failed; None if all is well.
    """
    tally, aside = tally_of(config), failed_path(live.path)
    try:
        kept = live.close(failed=failed is not None)
        if kept is not None and failed is not None:
            tally.kept[shown(aside)] = failed
        elif live.has_interrupted:
            tally.kept[shown(aside)] = "interrupted in an earlier session"
        if not aside.exists():  # a test that is run again may have passed
            tally.kept.pop(shown(aside), None)
    finally:
        tally.add_cassette(live)


def note_failure(item: pytest.Item, error: BaseException | None) -> None:
    """Note that a phase of a test did not pass: what the test records is kept next to its cassette then.

    What a test records that is skipped is its cassette if it has none yet: its replay ends in the same way.

    Args:
        item: the test.
        error: what it ended with.
    """
    state, live = state_of(item.config), item.stash.get(_USED, None)
    if live is None or item.config.getoption("--cassette-diff"):
        return  # what is recorded aside is compared, whatever becomes of the test
    is_skipped = isinstance(error, pytest.skip.Exception | SkipTest)
    if is_skipped and live.path in state.shared:
        return
    if not (live.is_new and is_skipped):
        state.unfinished.setdefault(live.path, item.nodeid)


def note_report(item: pytest.Item, report: pytest.TestReport, error: BaseException | None) -> None:
    """Note how a phase of a test ends, and once all have ended whether it recorded and passed.

    Args:
        item: the test.
        report: what pytest reports of the phase.
        error: what it ended with.
    """
    is_xfailed = hasattr(report, "wasxfail")
    if report.when == "setup":  # a test may be run several times
        item.stash[_PASSED] = True
    if is_xfailed or not report.passed:
        item.stash[_PASSED] = False
    if not is_xfailed and not report.passed:
        note_failure(item, error)
    if report.when != "teardown" or not item.stash.get(_PASSED, False) or not uses_cassette(item):
        return
    carried = item.stash.get(CARRIED, NONE)
    if carried.severities:
        note_passed(tally_of(item.config), carried)
    # What a fixture of a module records, say, is noted with the module.
    if any(node.stash.get(RECORDED, False) for node in item.listchain()):
        note_recorded(item)


def note_recorded(item: pytest.Item) -> bool:
    """Note a test that recorded, or a fixture of whose did, to be played back; one that did not pass is not.

    Args:
        item: the test, all of whose phases have ended.

    Returns:
        Whether it was noted, now or before.
    """
    if not item.stash.get(_PASSED, False):
        return False
    noted, live = tally_of(item.config).recorded_tests, item.stash.get(_USED, None)
    if all(test != item.nodeid for test, *_ in noted):
        noted.append([item.nodeid, str(item.path), live is not None and live.has_threads])
    return True


def mode_of(config: pytest.Config, arguments: Mapping[str, Any]) -> RecordMode:
    """Return the record mode of a test or a fixture.

    The command line goes before the environment, this before the marker, this before the settings.

    Raises:
        UnknownMode: there is no such mode.
    """
    option = config.getoption("--cassette-mode")
    return parse_mode(option or _chosen(config, arguments, "mode", "cassette_mode") or RecordMode.NONE)


def _chosen(config: pytest.Config, arguments: Mapping[str, Any], argument: str, setting: str) -> Any:
    settings = settings_of(config)
    given = getattr(settings, setting)
    return given if setting in settings.from_environment else arguments.get(argument, given)


def check_marker(item: pytest.Item) -> Mapping[str, Any]:
    """Return the arguments of a test's closest marker, all of which can be.

    Raises:
        HarnessError: one of them cannot.
    """
    arguments = arguments_of(item)
    mode_of(item.config, arguments)
    options = options_of(item.config, arguments, item.nodeid)
    if options["max_age"] is not None:
        parse_age(options["max_age"])
    carried_by(item)
    path_of_test(item, arguments.get("name"), arguments.get("scope", "function"), is_played=False)
    return arguments


def options_of(config: pytest.Config, arguments: Mapping[str, Any], who: str) -> Mapping[str, Any]:
    """Return what `open_cassette` is told by the environment, a marker's arguments, and the settings.

    Args:
        config: the session's.
        arguments: the marker's.
        who: the test or fixture, for messages.

    Raises:
        BadMarker: an argument has a value that cannot be.
        BadMatch: what varies is written wrongly.
    """
    settings = settings_of(config)
    redaction = arguments.get("redaction") or redaction_of(settings)
    if isinstance(redaction, Mapping):
        try:
            redaction = configured(redaction, redaction_of(settings))
        except BadRedaction as error:
            raise BadMarker(who, str(error)) from None
    if not isinstance(redaction, Redaction):
        raise BadMarker(
            who, f"redaction is no harness.redaction.Redaction and no table of settings but {redaction!r}."
        )
    varying = parse_matching(arguments.get("match"), arguments.get("ignore", ()))
    return {
        "allow_repeats": bool(arguments.get("allow_repeats")),
        "redaction": redaction,
        "max_age": _chosen(config, arguments, "max_age", "max_age"),
        "relative_times": bool(_chosen(config, arguments, "relative_times", "relative_times")),
        "http": bool(_chosen(config, arguments, "http", "http")),
        "matching": matching_of(settings) + varying,
    }


def with_vcr_config(arguments: Mapping[str, Any], config: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a marker's arguments, with what a ``vcr_config`` says where it says nothing."""
    if not config:
        return arguments
    asked = from_vcr_config(config)
    said = {"mode": asked.mode, "allow_repeats": asked.allow_repeats}
    return {**{name: value for name, value in said.items() if value}, **arguments}


def options_for(
    request: pytest.FixtureRequest, arguments: Mapping[str, Any], config: Mapping[str, Any], who: str
) -> Mapping[str, Any]:
    """Return what `open_cassette` is told, a ``vcr_config`` included; say what of it is not followed.

    Args:
        request: the request of the test or the fixture.
        arguments: the marker's.
        config: what the ``vcr_config`` says.
        who: the test or fixture, for messages.
    """
    options = options_of(request.config, with_vcr_config(arguments, config), who)
    if not config:
        return options
    asked = from_vcr_config(config, options["redaction"])
    warn_of(request, asked.warning)
    return {
        **options,
        "redaction": asked.redaction,
        "matching": asked.matching + options["matching"],
        "ignored_hosts": asked.ignored_hosts,
        "before": asked.before,
    }


def command_to_record(test: str) -> str:
    """Return the command that records what a test needs."""
    return f"pytest --cassette-mode=once {shlex.quote(test)}"


def _wanted(request: pytest.FixtureRequest) -> _Wanted:
    item = request.node
    arguments = arguments_of(item)
    if arguments.get("network"):
        raise BadMarker(item.nodeid, "network=True leaves the test without a cassette; it asks for one.")
    scope = arguments.get("scope", "function")
    config = vcr_config_of(request)
    mode = mode_of(item.config, with_vcr_config(arguments, config))
    is_compared = item.config.getoption("--cassette-diff")
    is_played = is_compared or mode is RecordMode.NONE
    path = path_of_test(item, arguments.get("name"), scope, is_played=is_played)
    if scope == "function" and arguments.get("name") is None:
        path = vcr_path_of(request, folder_of_module(item), test_name(item)) or path
    mode = RecordMode.REWRITE if is_compared else mode
    return _Wanted(path, mode, scope, options_for(request, arguments, config, item.nodeid))


def _own(state: State, item: Any, wanted: _Wanted) -> LiveCassette:
    before = state.recorded_by.get(wanted.path)
    if before is not None and before != item.nodeid and wanted.mode is not RecordMode.NONE:
        raise SharedByAccident(shown(wanted.path), before, item.nodeid)
    live = _open(item, wanted, None)
    if live.closed_network:
        return live
    # The other one may not be among the tests of this session: it would find its recording gone.
    shared = None if item.config.getoption("--cassette-diff") else shared_by_accident(item, wanted.path)
    if shared is not None:
        live.close()
        raise shared
    state.recorded_by[wanted.path] = item.nodeid
    return live


def _shared(state: State, item: Any, wanted: _Wanted) -> LiveCassette:
    path = wanted.path
    live = state.shared.get(path)
    if live is None:
        live = state.shared[path] = _open(item, wanted, state.began)
        owner = item.getparent(pytest.Module) if wanted.scope == "module" else item.session

        def end() -> None:
            if is_cut_short(item.session):
                state.unfinished.setdefault(path, STOPPED)
            state.closing.append(state.shared.pop(path))

        owner.addfinalizer(end)
    return live


def _open(item: Any, wanted: _Wanted, began: dt.datetime | None) -> LiveCassette:
    path, mode = wanted.path, wanted.mode
    if item.config.getoption("--cassette-diff"):
        path, mode = aside_if_any(item.config, path)
    record_with = command_to_record(item.nodeid)
    live = open_cassette(path, mode, began=began, record_with=record_with, **wanted.options)
    live.name = shown(wanted.path)
    return live


def aside_if_any(config: pytest.Config, path: Path) -> tuple[Path, RecordMode]:
    """Return where a cassette is recorded again to be compared; what there is none of is only played.

    Raises:
        harness.cassette.MalformedCassette: it is no cassette, which is better known before it is recorded.
    """
    from harness.pytest_plugin.diff import aside

    try:
        load_cassette(path)
    except CassetteNotFound:
        return path, RecordMode.NONE
    tally_of(config).rerecorded.append(str(path))
    return aside(config, path), RecordMode.REWRITE
