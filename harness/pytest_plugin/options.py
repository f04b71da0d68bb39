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
    "block-network": ("bool", "Close every socket in replay, and not botocore's alone."),
    "cassette-dir": ("string", "Keep all cassettes below this folder instead of next to the tests."),
    "cassette-mode": ("string", "What to record: none, once, new_episodes, all or rewrite."),
    "contract": ("string", "What a broken contract does: error, warn or off."),
    "facts": ("linelist", "Files of the project's own facts."),
    "http": ("bool", "Record and replay requests to others than AWS too."),
    "match": ("linelist", "What varies in requests, a line each: sqs.SendMessage:/MessageBody = uuid."),
    "max-age": ("string", "How old a recording may be, such as 90d."),
    "network": ("linelist", "The endpoints that tests may reach in replay, or true for all."),
    "observe": ("bool", "Check every AWS call of the session against its contract."),
    "relative-times": ("bool", "Move the times of what is played as time passes."),
    "severity": ("linelist", "Severities by violation code, a line each: request.range = warning."),
    "verify": ("bool", "Play the tests that were recorded once more at the end."),
    "volatile": ("linelist", "Places in answers that --cassette-diff passes over."),
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
    group = parser.getgroup("harness", "harness: AWS calls recorded, replayed and checked")
    is_alone = importlib.util.find_spec("pytest_recording") is None or pluginmanager.is_blocked("recording")
    group.addoption(
        "--cassette-mode",
        *(["--record-mode"] if is_alone else []),  # as pytest-recording has it, where that is not there
        choices=tuple(map(str, RecordMode)),
        default=None,
        help="What to record; none (the default) only plays and closes the network.",
    )
    group.addoption(
        "--cassette-diff",
        action="store_true",
        help="Record everything again without replacing a cassette, show what changed in the service's "
        "answers, and fail if something did.",
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
        help="List the recordings and cassettes that no test played.",
    )
    group.addoption(
        "--cassette-delete-unused",
        action="store_true",
        help="Delete the recordings and cassettes that no test played, where all that could have passed.",
    )
    group.addoption(
        "--no-verify",
        action="store_true",
        help="Do not play the tests that were recorded once more at the end.",
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
        help="What an exchange that breaks its documented contract does: fail its test (error, the default), "
        "or warn; off checks nothing.",
    )
    group.addoption(
        *("--contract-observe", "--contract-observe=error", "--contract-observe=warn"),
        action=_Level,
        dest="contract_observe",
        default=None,
        help="Check every AWS call of the session against its contract, whoever answers it (moto, a stub, "
        "AWS), and report each kind of violation once. With =error the tests that make such calls fail, with "
        "=warn no test fails; otherwise --contract decides.",
    )
    group.addoption(
        "--contract-observe-report",
        metavar="FILE",
        action="append",
        default=[],
        help="Write what is observed to FILE as well, in the format of its ending (.html, .json, .sarif, "
        ".txt, .xml for JUnit) or as NAME=FILE. May be repeated.",
    )
    group.addoption(
        "--contract-write-baseline",
        metavar="FILE",
        default=None,
        help="Write what is observed into a baseline; once [tool.harness] names it, it stays silent.",
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
    for setting, (kind, words) in INI.items():
        parser.addini(ini_name(setting), words, type=kind, default=None)
    if is_alone:
        # pytest-recording has an option of this name and use, and pytest takes a name once.
        group.addoption(
            "--block-network",
            action="store_true",
            help="Close every socket in replay, whoever opens it, in every test; network in [tool.harness] "
            "lists what may be reached.",
        )


def _percent(text: str) -> float:
    try:
        percent = float(text)
    except ValueError:
        percent = -1
    if not 0 <= percent <= 100:
        raise argparse.ArgumentTypeError(f"{text!r} is no percentage from 0 to 100")
    return percent
