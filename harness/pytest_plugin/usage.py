"""The cassettes of a session: which test uses which, for how long, and what its exchanges are worth."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from harness.contract.violation import Severity
from harness.errors import HarnessError
from harness.pytest_plugin import tally_of
from harness.pytest_plugin.naming import default_path, named_path
from harness.record.mode import RecordMode
from harness.record.session import LiveCassette, in_use, open_cassette, parse_mode
from harness.report.check import Report, check_interactions
from harness.report.terminal import violation_lines
from harness.settings import Settings, load_settings


class SharedByAccident(HarnessError):
    """Two tests record into the same cassette.

    Args:
        path: the cassette.
        first: the test that used it before.
        second: the test that names it as well.
    """

    def __init__(self, path: Path, first: str, second: str) -> None:
        super().__init__(path, first, second)
        self.path = path
        self.first = first
        self.second = second

    def __str__(self) -> str:
        return (
            f"Two tests record into {self.path}: {self.first} and {self.second}. One would lose what the other "
            'recorded. Give each a name of its own, or share one with @pytest.mark.cassette(scope="module").'
        )


@dataclass(slots=True)
class _Use:
    """One test's use of a cassette: from which exchange on they are the test's own."""

    live: LiveCassette
    start: int
    judged: int = field(default=0)


@dataclass(slots=True)
class _Session:
    """What the tests of a session share.

    Attributes:
        shared: cassettes of module or session scope that are open, by path.
        recorded_by: the test that recorded into a cassette of its own, by path.
        settings: the project's settings.
    """

    settings: Settings
    shared: dict[Path, LiveCassette] = field(default_factory=dict)
    recorded_by: dict[Path, str] = field(default_factory=dict)


_SESSION = pytest.StashKey[_Session]()
_USE = pytest.StashKey[_Use]()


def _session(config: pytest.Config) -> _Session:
    found = config.stash.get(_SESSION, None)
    if found is None:
        found = config.stash[_SESSION] = _Session(load_settings(config.rootpath))
    return found


@contextmanager
def cassette_for(request: pytest.FixtureRequest) -> Iterator[LiveCassette]:
    """Open the cassette of a test, or the shared one that its marker names, and use it until the block ends."""
    item = request.node
    scope, path, mode, allow_repeats = _wanted(item)
    session = _session(item.config)
    if scope == "function":
        live = _own(session, item, path, mode, allow_repeats)
    else:
        live = _shared(session, item, scope, path, mode, allow_repeats)
    item.stash[_USE] = use = _Use(live, len(live.served), len(live.served))
    try:
        with in_use(live):
            yield live
    finally:
        try:
            judge(item)
        finally:
            if scope == "function":
                _close(item.config, live)
            del item.stash[_USE]
            del use


def _wanted(item: Any) -> tuple[str, Path, RecordMode, bool]:
    marker = item.get_closest_marker("cassette")
    arguments = dict(marker.kwargs) if marker is not None else {}
    name = marker.args[0] if marker is not None and marker.args else arguments.pop("name", None)
    scope = arguments.pop("scope", "function")
    own_mode = arguments.pop("mode", None)
    allow_repeats = bool(arguments.pop("allow_repeats", False))
    if arguments or scope not in ("function", "module", "session") or (marker and len(marker.args) > 1):
        raise pytest.UsageError(
            f"{item.nodeid}: @pytest.mark.cassette takes a name, mode, scope (function, module or session) "
            f"and allow_repeats, not {', '.join(arguments) or marker.args or scope!r}."
        )
    mode = parse_mode(item.config.getoption("--cassette-mode") or own_mode or RecordMode.NONE)
    folder = _folder(item, scope)
    if name is not None:
        return scope, named_path(folder, str(name)), mode, allow_repeats
    if scope == "function":
        return scope, default_path(folder, _test_name(item)), mode, allow_repeats
    return scope, default_path(folder, scope), mode, allow_repeats


def _test_name(item: Any) -> str:
    return f"{item.cls.__name__}.{item.name}" if getattr(item, "cls", None) is not None else str(item.name)


def _folder(item: Any, scope: str) -> Path:
    config: pytest.Config = item.config
    module = Path(item.path)
    chosen = config.getoption("--cassette-dir") or _session(config).settings.cassette_dir
    if chosen is None:
        return (
            module.parent / "cassettes" / module.stem if scope != "session" else config.rootpath / "cassettes"
        )
    base = config.rootpath / chosen
    if scope == "session":
        return base
    try:
        return base / module.relative_to(config.rootpath).with_suffix("")
    except ValueError:
        return base / module.stem


def _own(session: _Session, item: Any, path: Path, mode: RecordMode, allow_repeats: bool) -> LiveCassette:
    before = session.recorded_by.get(path)
    if before is not None and before != item.nodeid and mode is not RecordMode.NONE:
        raise SharedByAccident(path, before, item.nodeid)
    live = open_cassette(path, mode, allow_repeats=allow_repeats)
    if not live.closed_network:
        session.recorded_by[path] = item.nodeid
    return live


def _shared(
    session: _Session, item: Any, scope: str, path: Path, mode: RecordMode, allow_repeats: bool
) -> LiveCassette:
    live = session.shared.get(path)
    if live is None:
        live = session.shared[path] = open_cassette(path, mode, allow_repeats=allow_repeats)
        owner = item.getparent(pytest.Module) if scope == "module" else item.session

        def close() -> None:
            del session.shared[path]
            _close(item.config, live)

        owner.addfinalizer(close)
    return live


def _close(config: pytest.Config, live: LiveCassette) -> None:
    try:
        live.close()
    finally:
        tally_of(config).add_cassette(live)


def judge(item: Any) -> None:
    """Hold what a test exchanged since it was last judged to the contract; fail the test if it breaks it."""
    use = item.stash.get(_USE, None)
    if use is None:
        return
    served = use.live.served[use.judged :]
    use.judged += len(served)
    level = item.config.getoption("--contract")
    if served:
        numbered = [(one.number, one.interaction) for one in served]
        severities = _session(item.config).settings.severity
        report = Report() if level == "off" else check_interactions(numbered, str(use.live.path), severities)
        tally_of(item.config).add(served, report)
        _tell(item, report, level)
    if use.live.misses and level != "off":
        # The test's own code may have caught it; a call that was not answered is no success.
        misses, use.live.misses = use.live.misses, []
        pytest.fail(str(misses[0]), pytrace=False)


def _tell(item: Any, report: Report, level: str) -> None:
    explained = [
        "\n".join(violation_lines(violation))
        for violation in report.violations
        if level == "warn" or violation.severity is Severity.ERROR
    ]
    if report.errors and level == "error":
        pytest.fail("The exchanges break their contract.\n\n" + "\n\n".join(explained), pytrace=False)
    if explained:
        item.add_report_section("call", "harness", "\n\n".join(explained))
