"""The options of the plugin."""

from __future__ import annotations

import argparse
import importlib.util
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pytest

from harness.record.mode import RecordMode

INI: Mapping[str, tuple[Literal["bool", "linelist", "string"], str]] = {
    "baseline": ("string", "The file of the violations that the project knows of."),
    "block-network": ("bool", "Block every network connection in replay, not only botocore's."),
    "cassette-dir": ("string", "Keep all cassettes below this folder instead of next to the tests."),
    "cassette-mode": ("string", "What to record: none, once, new_episodes, all or rewrite."),
    "contract": ("string", "What a contract violation does: error, warn or off."),
    "facts": ("linelist", "Files of the project's own facts."),
    "http": ("bool", "Also record and replay requests to hosts other than AWS."),
    "match": ("linelist", "What varies in requests, one per line: sqs.SendMessage:/MessageBody = uuid."),
    "max-age": ("string", "How old a recording may be, such as 90d."),
    "network": ("linelist", "The endpoints that tests may call in replay, or true for all."),
    "observe": ("bool", "Check every AWS call of the session against its contract."),
    "relative-times": ("bool", "Shift recorded times so that they keep their distance from now."),
    "severity": ("linelist", "Severities by violation code, one per line: request.range = warning."),
    "verify": ("bool", "Replay newly recorded tests at the end of the session."),
    "volatile": ("linelist", "Places in answers that --cassette-diff ignores."),
}
"""The settings that pytest's configuration gives as well: their types there, and what they do."""


def ini_name(setting: str) -> str:
    """Return the name of a setting in pytest's configuration: ``harness_cassette_mode``."""
    return f"harness_{setting.replace('-', '_')}"


class _Level(argparse.Action):
    """Notes the level that follows the option's name.

    An option that may have a value would take the path of a test for it.
    """

    def __init__(self, option_strings: Sequence[str], dest: str, **options: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, **options)

    def __call__(
        self, parser: object, namespace: argparse.Namespace, values: object, option_string: str | None = None
    ) -> None:
        setattr(namespace, self.dest, (option_string or "").partition("=")[2])


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Add the plugin's options, in a group of their own."""
    group = parser.getgroup("harness", "harness: record, replay and check AWS calls")
    is_alone = importlib.util.find_spec("pytest_recording") is None or pluginmanager.is_blocked("recording")
    group.addoption(
        "--cassette-mode",
        *(["--record-mode"] if is_alone else []),  # as pytest-recording has it, where that is not there
        choices=tuple(map(str, RecordMode)),
        default=None,
        help="What to record: none (the default) only replays and blocks the network.",
    )
    group.addoption(
        "--cassette-diff",
        action="store_true",
        help="Record everything again without replacing cassettes, show what changed in the service's "
        "answers, and fail if something changed.",
    )
    group.addoption(
        "--cassette-dir",
        metavar="DIR",
        default=None,
        help="Keep all cassettes below DIR instead of next to the tests.",
    )
    group.addoption(
        "--cassette-unused",
        action="store_true",
        help="List the recordings and cassettes that no test used.",
    )
    group.addoption(
        "--cassette-delete-unused",
        action="store_true",
        help="Delete the recordings and cassettes that no test used, if all tests that could use them "
        "passed.",
    )
    group.addoption(
        "--no-verify",
        action="store_true",
        help="Skip the replay of newly recorded tests at the end of the session.",
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
        default=None,
        help="What to do when an exchange breaks its documented contract: fail the test (error, the "
        "default) or warn (warn); off checks nothing.",
    )
    group.addoption(
        *("--contract-observe", "--contract-observe=error", "--contract-observe=warn"),
        action=_Level,
        dest="contract_observe",
        default=None,
        help="Check every AWS call of the session against its contract, whether moto, a stub or AWS answers "
        "it, and report each kind of violation once. With =error, tests that make such calls fail; with "
        "=warn, no test fails; otherwise --contract decides.",
    )
    group.addoption(
        "--contract-observe-report",
        metavar="FILE",
        action="append",
        default=[],
        help="Also write the --contract-observe report to FILE. Its extension gives the format (.html, "
        ".json, .sarif, .txt, .xml for JUnit), or write NAME=FILE. May be repeated.",
    )
    group.addoption(
        "--contract-write-baseline",
        metavar="FILE",
        default=None,
        help="Write the violations found into a baseline FILE; once [tool.harness] names it, they are no "
        "longer reported.",
    )
    group.addoption(
        "--contract-coverage",
        action="store_true",
        help="Show how much of the documented contract the tests cover; with -v, also what they do not "
        "cover.",
    )
    group.addoption(
        "--contract-fail-under",
        metavar="PERCENT",
        type=_percent,
        default=None,
        help="Fail if the tests cover less than this percentage of the documented contract.",
    )
    for setting, (kind, words) in INI.items():
        parser.addini(ini_name(setting), words, type=kind, default=None)
    if is_alone:
        # pytest-recording has an option of this name and use, and pytest takes a name once.
        group.addoption(
            "--block-network",
            action="store_true",
            help="Block every network connection in replay, not only botocore's, in every test; network in "
            "[tool.harness] lists the exceptions.",
        )


def _percent(text: str) -> float:
    try:
        percent = float(text)
    except ValueError:
        percent = -1
    if not 0 <= percent <= 100:
        raise argparse.ArgumentTypeError(f"{text!r} is not a percentage from 0 to 100")
    return percent
