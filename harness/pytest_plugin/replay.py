"""The process in which `harness.pytest_plugin.verify` has tests played that a session recorded."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from harness.pytest_plugin.keys import tally_of
from harness.record.suggestions import ADVICE

FOLDER_VARIABLE = "HARNESS_VERIFYING"
"""The environment variable that tells the process the folder of the files below."""

TESTS = "tests.json"
"""The tests that the process is to play: the file of each, by node id."""

RESULTS = "results.json"
"""How each test ended, by node id, empty if it passed (``ended``), and what to declare (``suggested``)."""

WORKER_INPUT = "harness_replay"
"""What a worker of pytest-xdist is told of the folder."""

_NEUTRAL = {
    "basetemp": None,
    "cassette_delete_unused": False,
    "cassette_diff": False,
    "cassette_mode": "none",
    "cassette_unused": False,
    "contract_coverage": False,
    "contract_fail_under": None,
    "deselect": None,
    "failedfirst": False,
    "htmlpath": None,
    "keyword": "",
    "lf": False,
    "markexpr": "",
    "maxfail": 0,
    "newfirst": False,
    "report_log": None,
    "save_failing": None,
    "stepwise": False,
    "trace": False,
    "usepdb": False,
    "xmlpath": None,
}
"""Options that say which tests to run, when to stop, and which files to write; those of other plugins too."""

_IS_GROUP = re.compile(r"[\w.]*ExceptionGroup: ")
_OF_HARNESS = re.compile(r"^ *\| harness\.[\w.]+: .*(?:\n *\| .*)*", re.MULTILINE)
"""An exception of harness's in a group, as Python writes it."""

_OF_THE_CACHE = ("lfplugin", "nfplugin", "stepwiseplugin")
"""The plugins of pytest that remember what a session did, for the user's next one."""


class Replay:
    """A plugin that plays certain tests and writes down how they end.

    Args:
        config: the session's; its options are made to choose nothing and to write nothing.
        folder: where the tests are listed, and the results go.
    """

    def __init__(self, config: pytest.Config, folder: Path) -> None:
        self._folder = folder
        self._tests: dict[str, str] = json.loads((folder / TESTS).read_text(encoding="utf-8"))
        self._ended: dict[str, str] = {}
        self._is_worker = hasattr(config, "workerinput")
        for name, value in _NEUTRAL.items():
            if hasattr(config.option, name) and not (self._is_worker and name == "basetemp"):
                setattr(config.option, name, value)
        config.args = list(dict.fromkeys(self._tests.values()))

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Keep the session from being remembered."""
        for name in _OF_THE_CACHE:
            session.config.pluginmanager.unregister(name=name)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> Generator[None, Any, Any]:
        """Choose the tests."""
        result = yield
        items[:] = [item for item in items if item.nodeid in self._tests]
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how a phase of a test ends; the first that does not pass counts."""
        if not self._ended.get(report.nodeid):
            self._ended[report.nodeid] = "" if report.passed else _why(report)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the results, in the process that has those of all workers."""
        if not self._is_worker:
            results = {"ended": self._ended, "suggested": tally_of(session.config).suggested}
            (self._folder / RESULTS).write_text(json.dumps(results), encoding="utf-8")

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Let a worker of pytest-xdist play as well."""
        node.workerinput[WORKER_INPUT] = str(self._folder)


def replay_if_asked(config: pytest.Config) -> Replay | None:
    """Return the plugin, in a process that is to play what a session recorded."""
    folder = os.environ.pop(FOLDER_VARIABLE, None)  # the tests may start sessions of their own
    folder = folder or getattr(config, "workerinput", {}).get(WORKER_INPUT)
    return Replay(config, Path(folder)) if folder else None


def _why(report: pytest.TestReport) -> str:
    if report.skipped:
        return "It was skipped."
    crash = getattr(report.longrepr, "reprcrash", None)
    message = str(crash.message) if crash is not None else report.longreprtext
    if _IS_GROUP.match(message) and (found := _OF_HARNESS.search(report.longreprtext)):
        message = "\n".join(line.partition("| ")[2] for line in found[0].splitlines())
    if message.startswith("Failed: ") and any(advice in message for advice in ADVICE):
        # A call that was played all the same: what it would have failed with.
        message = f"harness.record.errors.CannotReplay: {message.removeprefix('Failed: ')}"
    return "\n".join([message, *(text for title, text in report.sections if "harness" in title)])
