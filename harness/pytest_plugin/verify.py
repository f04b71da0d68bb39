"""Recorded means replayable: what a session recorded is played once more at its end, in a process of its own.

The process runs ``pytest`` with the arguments of the session; `harness.pytest_plugin.replay` in it chooses
the tests and sees how they end.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest

from harness.errors import counted
from harness.pytest_plugin.replay import FOLDER_VARIABLE, RESULTS, TESTS
from harness.record.suggestions import ADVICE

_MANY = 200
"""From how many tests on the workers of pytest-xdist are worth their start, if the session has some."""

_LINES = 14
"""How much is shown of why a test does not pass."""


class Recorded(NamedTuple):
    """A test that recorded, and passed.

    Attributes:
        test: its node id.
        file: the file that it is in.
        has_threads: whether several threads or tasks made its calls.
    """

    test: str
    file: str
    has_threads: bool


@dataclass(frozen=True, slots=True)
class Verification:
    """How the tests of a session that recorded end in replay.

    Attributes:
        played: how many were played.
        failed: why those fail that do not pass, by node id.
        not_done: why nothing could be played, a sentence; empty if it could.
        suggested: what to declare, the form by place.
    """

    played: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    not_done: str = ""
    suggested: dict[str, str] = field(default_factory=dict)

    def lines(self) -> Iterator[str]:
        """Yield the lines that tell it."""
        tests = counted(self.played, "recorded test")
        if self.not_done:
            yield f"the new recordings were not replayed: {self.not_done}"
        elif not self.failed:
            yield f"{tests} played back, all passed"
        else:
            yield f"{tests} played back, {len(self.failed)} did not pass:"
        for test, reason in self.failed.items():
            yield f"  {test}"
            lines = reason.splitlines()
            shown = _shortened(lines)
            yield from (f"    {line}" for line in shown)
            if len(lines) > len(shown):
                yield f"    ... and {counted(len(lines) - len(shown), 'line')} more; pytest {test} shows them"


def _shortened(lines: Sequence[str]) -> Sequence[str]:
    """Return the first lines of a reason, and those that say what to declare, which come last."""
    if len(lines) <= _LINES:
        return lines
    advice = next((number for number, line in enumerate(lines) if line.startswith(ADVICE)), len(lines))
    told = lines[advice : advice + _LINES]
    return [*lines[: min(advice, max(_LINES - len(told), 4))], *told]


def verify(config: pytest.Config, recorded: Sequence[Recorded]) -> Verification:
    """Play tests in a process of their own, in mode ``none`` and with the network closed.

    Args:
        config: that of the session which recorded.
        recorded: the tests.
    """
    with tempfile.TemporaryDirectory(prefix="harness-") as name:
        folder = Path(name)
        (folder / TESTS).write_text(json.dumps({one.test: one.file for one in recorded}), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *_arguments(config, len(recorded))],
            cwd=config.invocation_params.dir,
            env={**_environment(), FOLDER_VARIABLE: name},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        try:
            results = json.loads((folder / RESULTS).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            said = next(filter(None, map(str.strip, reversed(done.stdout.splitlines()))), "it said nothing")
            return Verification(not_done=f"pytest could not be started again as it was ({said}).")
    ended: dict[str, str] = results["ended"]
    failed = {one.test: _reason(ended.get(one.test), one) for one in recorded if ended.get(one.test) != ""}
    if _has_objects(config) and any(_LACKS in reason for reason in failed.values()):
        return Verification(not_done="pytest.main was given plugins that only this process has.")
    return Verification(len(recorded), failed, suggested=results["suggested"])


_LACKS = "fixture '"
"""How pytest begins to say that there is no such fixture."""


def _arguments(config: pytest.Config, count: int) -> Iterator[str]:
    yield from map(str, config.invocation_params.args)
    for plugin in config.invocation_params.plugins or ():
        if name := _name_of(plugin):
            yield from ("-p", name)
    has = config.pluginmanager.has_plugin
    if has("xdist") and count < _MANY:
        yield "-n0"
    if has("_cov"):
        yield "--no-cov"
    if has("randomly"):
        yield "--randomly-dont-reorganize"


def _name_of(plugin: object) -> str | None:
    """Return the name by which another process can import a plugin; None for one that is only an object."""
    if isinstance(plugin, ModuleType):
        return plugin.__name__
    return plugin if isinstance(plugin, str) else None


def _has_objects(config: pytest.Config) -> bool:
    return any(_name_of(plugin) is None for plugin in config.invocation_params.plugins or ())


def _environment() -> dict[str, str]:
    """Return the environment, without what makes a program record under ``harness record``."""
    return {name: value for name, value in os.environ.items() if not name.startswith("HARNESS_RECORD_")}


def _reason(text: str | None, recorded: Recorded) -> str:
    if text is None:
        return "It was not found when it was to be played."
    if recorded.has_threads:
        return f"{text}\nSeveral threads or tasks make its calls, and their order may differ from run to run."
    if text.startswith("harness.") or any(line.startswith(ADVICE) for line in text.splitlines()):
        return text
    return (
        f"{text}\nThe cassette replays the same in each run, so the test depends on something else that "
        "differs: a time, a random value, or the state that another test left behind."
    )
