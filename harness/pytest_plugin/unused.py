"""``--cassette-unused`` and ``--cassette-delete-unused``: what a session knows that no test plays.

A recording is known to be unused only where everything that could play it has run: all tests of the module
that its cassette belongs to (of all modules, for one of session scope), none deselected, skipped or failed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from harness.cassette.failed import is_failed
from harness.cassette.removal import remove_cassette, remove_interactions
from harness.cassette.store import load_cassette
from harness.errors import HarnessError
from harness.pytest_plugin.fixture_names import FIXTURES
from harness.pytest_plugin.keys import BEGAN
from harness.pytest_plugin.naming import CASSETTE_ENDINGS
from harness.pytest_plugin.places import cassettes_of, folder_of_module
from harness.pytest_plugin.selection import is_whole, narrowed
from harness.record.live import shown
from harness.record.session import opened_since

_OUTPUT = "harness_collected"
_SESSION = ""
"""Stands among the modules for all of them."""


@dataclass(slots=True)
class Collected:
    """What a session, or one worker of it, has collected.

    Attributes:
        tests: the module of each test, by node id.
        left_out: tests that were collected and not to be run (``-k``, ``--deselect``), by node id, with their
            modules.
        folders: the folder of the cassettes of each module.
        users: the modules whose tests may play a cassette, by path; `_SESSION` for one of session scope.
        opened: the cassettes that were opened, by a test's own code too.
        narrowed: why the tests of a module may not all be known; empty if they are.
        whole: whether all of the project's modules were collected.
    """

    tests: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)
    users: dict[str, list[str]] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)
    narrowed: str = ""
    whole: bool = False

    def to_json(self) -> dict[str, Any]:
        """Write it as plain values, for pytest-xdist's channel."""
        return {name: getattr(self, name) for name in self.__slots__}


class Unused:
    """A plugin that finds out what no test plays, registered where one of the options asks for it.

    Args:
        config: the session's.
        delete: whether it is deleted, or only listed.
    """

    def __init__(self, config: pytest.Config, *, delete: bool) -> None:
        self._config = config
        self._delete = delete
        self._collected = Collected()
        self._outcomes: dict[str, str] = {}
        self.lines: list[str] = []

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        """Note each test, run or not."""
        self._collected.left_out[item.nodeid] = str(item.path)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Note which tests are to be run, and what they may play."""
        found, config = self._collected, self._config
        for item in session.items:
            found.tests[item.nodeid] = found.left_out.pop(item.nodeid, str(item.path))
            found.folders.setdefault(str(item.path), str(folder_of_module(item)))
            for path, scope in cassettes_of(item):
                found.users.setdefault(str(path), []).append(
                    _SESSION if scope == "session" else str(item.path)
                )
        found.narrowed, found.whole = narrowed(config), is_whole(config)

    def add_fixture(self, cassette: Path, definition: pytest.FixtureDef[Any], item: pytest.Item) -> None:
        """Note the cassette of a fixture that is set up for a test."""
        is_of_module = definition.scope in ("class", "module")
        self._collected.users[str(cassette)] = [str(item.path) if is_of_module else _SESSION]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what became of a test: the worst of its phases. An expected failure is no pass."""
        outcome = "xfailed" if hasattr(report, "wasxfail") else report.outcome
        if outcome != "passed" or report.when == "call":
            self._outcomes.setdefault(report.nodeid, outcome)
            if outcome != "passed":
                self._outcomes[report.nodeid] = outcome

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        """Take what a worker of pytest-xdist has collected; all collect the same, and open what they run."""
        written = getattr(node, "workeroutput", {}).get(_OUTPUT)
        if written is not None:
            opened = self._collected.opened + written["opened"]
            users = self._collected.users | written["users"]  # each sets fixtures up of its own tests only
            self._collected = Collected(**{**written, "opened": opened, "users": users})

    def finish(
        self, output: dict[str, Any] | None, unused: Mapping[str, list[list[Any]]], passed: bool
    ) -> None:
        """Hand over to the controller, or tell what was not used, and delete it.

        Args:
            output: what a worker hands to pytest-xdist's controller; None in a process that is no worker.
            unused: by path, number and operation of the recordings that were not played.
            passed: whether the session has passed.
        """
        self._collected.opened += map(str, opened_since(self._config.stash[BEGAN]))
        if output is not None:
            output[_OUTPUT] = self._collected.to_json()
            return
        if not self._delete:
            self.lines += self._listed(unused)
        elif not passed:
            self.lines.append("nothing was deleted: the session has not passed")
        else:
            self.lines += self._deleted(unused)

    def _listed(self, unused: Mapping[str, list[list[Any]]]) -> Iterator[str]:
        for cassette, left in sorted(unused.items()):
            if left:
                yield f"{shown(Path(cassette))}: not played:"
                yield from (f"  interaction {number}, {operation}" for number, operation in left)
        for path in self._unused_files():
            yield f"{shown(path)}: used by no test"

    def _deleted(self, unused: Mapping[str, list[list[Any]]]) -> Iterator[str]:
        for cassette, left in sorted(unused.items()):
            if not left:
                continue
            path = Path(cassette)
            reason = self._why_unknown(cassette)
            if reason:
                yield f"{shown(path)}: {len(left)} not played and kept, because {reason}"
                continue
            try:
                remove_interactions(path, {number for number, _ in left})
            except HarnessError as error:
                yield f"{shown(path)}: nothing was deleted: {error}"
                continue
            yield f"{shown(path)}: deleted:"
            yield from (f"  interaction {number}, {operation}" for number, operation in left)
        for path in self._unused_files():
            try:
                remove_cassette(path)
            except HarnessError as error:
                yield f"{shown(path)}: not deleted: {error}"
            else:
                yield f"{shown(path)}: deleted, as no test uses it"

    def _why_unknown(self, cassette: str) -> str:
        """Say why what was not played of a cassette may be played all the same; nothing if it is not."""
        users = self._collected.users.get(cassette, [])
        if not users:
            return "it belongs to no test that is known"
        if not _is_own(Path(cassette)):
            return "another tool recorded it"
        if _SESSION in users:
            if not self._collected.whole:
                return "not all modules were run"
            users = sorted(self._collected.folders)
        return next(filter(None, map(self._why_incomplete, dict.fromkeys(users))), "")

    def _why_incomplete(self, module: str) -> str:
        if self._collected.narrowed:
            return self._collected.narrowed
        for test, of in self._collected.left_out.items():
            if of == module:
                return f"{test} was deselected"
        for test, of in self._collected.tests.items():
            if of == module and (outcome := self._outcomes.get(test, "not run")) != "passed":
                return f"{test} was {outcome}"
        return ""

    def _unused_files(self) -> Iterator[Path]:
        """Yield the cassettes next to a module all of whose tests have run that none of them uses."""
        known = set(map(os.path.realpath, (*self._collected.users, *self._collected.opened)))
        for module, folder in sorted(self._collected.folders.items()):
            if not Path(folder).is_dir() or self._why_incomplete(module):
                continue
            for path in sorted([*Path(folder).iterdir(), *Path(folder, FIXTURES).glob("*")]):
                is_known = path.suffix.lower() not in CASSETTE_ENDINGS or os.path.realpath(path) in known
                if not is_known and not is_failed(path) and _is_own(path):
                    yield path


def _is_own(path: Path) -> bool:
    """Tell whether harness has recorded a cassette, all of it; other tools may play what they recorded."""
    if path.is_symlink() or not path.is_file():
        return False
    try:
        interactions = load_cassette(path).interactions
        return bool(interactions) and all(one.facts is not None for one in interactions)
    except HarnessError:
        return False
