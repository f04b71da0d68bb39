"""The cassettes of a session: which test uses which, for how long, and what its exchanges are worth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest

from harness.cassette.age import parse_age
from harness.cassette.errors import CassetteNotFound
from harness.cassette.store import load_cassette
from harness.contract.explanation import violation_lines
from harness.errors import HarnessError
from harness.pytest_plugin import BEGAN, COVERAGE, tally_of
from harness.pytest_plugin.errors import BadMarker, ContractWarning, NotRecorded, SharedByAccident
from harness.pytest_plugin.naming import default_path, named_path, path_of_pytest_recording
from harness.record.errors import CannotReplay, end_at_the_call
from harness.record.live import LiveCassette, shown
from harness.record.mode import RecordMode
from harness.record.redaction import DEFAULT, Redaction
from harness.record.session import in_use, open_cassette, parse_mode
from harness.report.baseline import Baseline, load_baseline
from harness.report.check import Report, check_interactions
from harness.settings import Settings, load_settings, redaction_of


@dataclass(slots=True)
class _Use:
    """One test's use of a cassette, and how many of the cassette's exchanges have been judged."""

    live: LiveCassette
    judged: int


@dataclass(frozen=True, slots=True)
class _Session:
    """What the tests of a session share.

    Attributes:
        settings: the project's settings.
        began: when the session began; other workers that record into a shared cassette began then as well.
        shared: cassettes of module or session scope that are open, by path.
        recorded_by: the test that recorded into a cassette of its own, by path.
        failed: the cassettes that are open and that a test which failed has used.
        baseline: the violations that the project knows of.
    """

    settings: Settings
    began: dt.datetime
    shared: dict[Path, LiveCassette] = field(default_factory=dict)
    recorded_by: dict[Path, str] = field(default_factory=dict)
    failed: set[Path] = field(default_factory=set)
    baseline: Baseline | None = None


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The cassette that a test's marker, or the lack of one, asks for."""

    path: Path
    mode: RecordMode
    scope: str = "function"
    allow_repeats: bool = False
    redaction: Redaction = DEFAULT
    max_age: dt.timedelta | None = None
    relative_times: bool = False


_SESSION = pytest.StashKey[_Session]()
_USE = pytest.StashKey[_Use]()
_ARGUMENTS = {"name", "mode", "scope", "allow_repeats", "redaction", "max_age", "relative_times"}
_SCOPES = ("function", "module", "session")


def _session(config: pytest.Config) -> _Session:
    found = config.stash.get(_SESSION, None)
    if found is None:
        settings = load_settings(config.rootpath)
        baseline = load_baseline(settings.baseline) if settings.baseline is not None else None
        found = config.stash[_SESSION] = _Session(settings, config.stash[BEGAN], baseline=baseline)
    return found


def settings_of(config: pytest.Config) -> Settings:
    """Return the project's settings."""
    return _session(config).settings


@contextmanager
def cassette_for(request: pytest.FixtureRequest) -> Iterator[LiveCassette]:
    """Open a test's cassette, or the shared one that its marker names, and use it until the block ends."""
    item = request.node
    wanted = _wanted(item)
    session = _session(item.config)
    live = _own(session, item, wanted) if wanted.scope == "function" else _shared(session, item, wanted)
    item.stash[_USE] = _Use(live, len(live.served))
    try:
        with in_use(live):
            yield live
    finally:
        try:
            judge(item, "teardown")
        finally:
            del item.stash[_USE]
            if wanted.scope == "function":
                _close(item.config, live)


def _wanted(item: Any) -> _Wanted:
    marker = item.get_closest_marker("cassette")
    arguments = _arguments(item, marker) if marker is not None else {}
    name, scope = arguments.get("name"), arguments.get("scope", "function")
    if scope not in _SCOPES:
        raise BadMarker(item.nodeid, f"There is no scope {scope!r}.")
    if not isinstance(name, str | None):
        raise BadMarker(item.nodeid, f"The name {name!r} is no string.")
    mode = parse_mode(item.config.getoption("--cassette-mode") or arguments.get("mode") or RecordMode.NONE)
    is_compared = item.config.getoption("--cassette-diff")
    path = _path(item, name, scope, is_played=is_compared or mode is RecordMode.NONE)
    mode = RecordMode.REWRITE if is_compared else mode
    redaction = arguments.get("redaction") or redaction_of(_session(item.config).settings)
    if not isinstance(redaction, Redaction):
        raise BadMarker(item.nodeid, f"redaction is no harness.record.redaction.Redaction but {redaction!r}.")
    settings = _session(item.config).settings
    max_age = settings.max_age
    if "max_age" in arguments:
        max_age = None if arguments["max_age"] is None else parse_age(arguments["max_age"])
    repeats = bool(arguments.get("allow_repeats"))
    relative = bool(arguments.get("relative_times", settings.relative_times))
    return _Wanted(path, mode, scope, repeats, redaction, max_age, relative)


def _path(item: Any, name: str | None, scope: str, *, is_played: bool) -> Path:
    """Return where a cassette is, or is to be; one that is played may be that of pytest-recording."""
    folder = _folder(item, scope)
    if name is not None:
        return named_path(folder, name)
    test = test_name(item) if scope == "function" else scope
    path = default_path(folder, test)
    return path_of_pytest_recording(folder, test) or path if is_played and not path.exists() else path


def cassettes_of(item: Any) -> Iterator[tuple[Path, str]]:
    """Yield the cassettes that a test may use, each with its scope: whatever it asks of its fixtures."""
    folder, name = _folder(item, "function"), test_name(item)
    other = path_of_pytest_recording(folder, name)
    yield from ((path, "function") for path in (default_path(folder, name), other) if path is not None)
    for marker in item.iter_markers("cassette"):
        with suppress(HarnessError):  # of the test's own setup
            arguments = _arguments(item, marker)
            named, scope = arguments.get("name"), arguments.get("scope", "function")
            yield _path(item, named, scope, is_played=False), scope


def folder_of_module(item: Any) -> Path:
    """Return the folder of the cassettes of a test's module."""
    return _folder(item, "module")


def _arguments(item: Any, marker: pytest.Mark) -> Mapping[str, Any]:
    if len(marker.args) > 1:
        raise BadMarker(item.nodeid, f"It has {len(marker.args)} arguments without a name.")
    arguments = {**dict(zip(("name",), marker.args, strict=False)), **marker.kwargs}
    for name in arguments.keys() - _ARGUMENTS:
        raise BadMarker(item.nodeid, f"There is no argument {name!r}.")
    return arguments


def test_name(item: Any) -> str:
    """Return the name of a test in its module: with its class and parameters."""
    return f"{item.cls.__name__}.{item.name}" if getattr(item, "cls", None) is not None else str(item.name)


def _folder(item: Any, scope: str) -> Path:
    config: pytest.Config = item.config
    option, setting = config.getoption("--cassette-dir"), _session(config).settings.cassette_dir
    module = Path(item.path)
    if option is None and setting is None:
        return (
            config.rootpath / "cassettes" if scope == "session" else module.parent / "cassettes" / module.stem
        )
    base = config.invocation_params.dir / option if option is not None else config.rootpath / str(setting)
    if scope == "session":
        return base
    inside = module.is_relative_to(config.rootpath)
    return base / (module.relative_to(config.rootpath).with_suffix("") if inside else module.stem)


def _own(session: _Session, item: Any, wanted: _Wanted) -> LiveCassette:
    before = session.recorded_by.get(wanted.path)
    if before is not None and before != item.nodeid and wanted.mode is not RecordMode.NONE:
        raise SharedByAccident(shown(wanted.path), before, item.nodeid)
    live = _open(item, wanted, None)
    if not live.closed_network:
        session.recorded_by[wanted.path] = item.nodeid
    return live


def _shared(session: _Session, item: Any, wanted: _Wanted) -> LiveCassette:
    path = wanted.path
    live = session.shared.get(path)
    if live is None:
        live = session.shared[path] = _open(item, wanted, session.began)
        owner = item.getparent(pytest.Module) if wanted.scope == "module" else item.session

        def close() -> None:
            del session.shared[path]
            _close(item.config, live)

        owner.addfinalizer(close)
    return live


def _open(item: Any, wanted: _Wanted, began: dt.datetime | None) -> LiveCassette:
    path = wanted.path
    if item.config.getoption("--cassette-diff"):
        from harness.pytest_plugin.diff import aside

        try:
            load_cassette(path)  # whatever is wrong with it is better known before anything is recorded
        except CassetteNotFound:
            raise NotRecorded(shown(path), item.nodeid) from None
        path = aside(item.config, path)
        tally_of(item.config).anew.append(str(wanted.path))
    try:
        live = open_cassette(
            path,
            wanted.mode,
            allow_repeats=wanted.allow_repeats,
            redaction=wanted.redaction,
            max_age=wanted.max_age,
            relative_times=wanted.relative_times,
            began=began,
        )
    except CassetteNotFound:
        raise NotRecorded(shown(wanted.path), item.nodeid) from None
    live.name = shown(wanted.path)
    return live


def _close(config: pytest.Config, live: LiveCassette) -> None:
    failed = _session(config).failed
    try:
        live.close(failed=live.path in failed)
    finally:
        failed.discard(live.path)
        tally_of(config).add_cassette(live)


def _news(config: pytest.Config, report: Report) -> Report:
    """Leave out of a report what the project's baseline knows."""
    baseline = _session(config).baseline
    return report if baseline is None else baseline.news(report, config.invocation_params.dir)


def judge(item: Any, phase: Literal["setup", "call", "teardown"], error: BaseException | None = None) -> None:
    """Hold what a test exchanged since it was last judged to the contract; fail the test if it breaks it.

    Args:
        item: the test.
        phase: the phase that ends.
        error: what the phase fails with anyhow: then what was found is shown beside it.
    """
    use = item.stash.get(_USE, None)
    if use is None:
        return
    live, level = use.live, item.config.getoption("--contract")
    served, exchanges = live.served[use.judged :], live.exchanges(use.judged)
    use.judged += len(served)
    report = Report()
    if level != "off":
        report = check_interactions(exchanges, live.name, _session(item.config).settings.severity)
        report = _news(item.config, report)
    coverage = item.config.pluginmanager.get_plugin(COVERAGE)
    if coverage is not None:
        coverage.add_interactions(exchanges)
    if served:
        tally_of(item.config).add(served, report)
    explained = ["\n".join(violation_lines(violation)) for violation in report.errors]
    # The test's own code may have caught a miss; a call that was not answered is no success.
    misses, live.misses = live.misses, []
    failures = [str(miss) for miss in misses if miss is not error]
    if explained and level == "error":
        failures.append("\n\n".join(["The exchanges break their contract.", *explained]))
    else:
        for text in explained:
            item.warn(ContractWarning(text))
    if failures or error is not None:
        _session(item.config).failed.add(live.path)
    if isinstance(error, CannotReplay):
        end_at_the_call(error)
    if failures and error is not None:
        item.add_report_section(phase, "harness", "\n\n".join(failures))
    elif failures:
        pytest.fail("\n\n".join(failures), pytrace=False)
