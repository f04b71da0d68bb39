"""The options of the plugin."""

from __future__ import annotations

import argparse
import importlib.util

import pytest

from harness.record.mode import RecordMode

_OBSERVE = {
    "": "Check every AWS call of the session against its contract, whoever answers it (moto, a stub, AWS), "
    "and report each kind of violation once; with --contract=error tests fail by theirs.",
    "error": "The same, and tests fail by theirs, whatever --contract says.",
    "warn": "The same, and no test fails, whatever --contract says.",
}


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Add the plugin's options, in a group of their own."""
    group = parser.getgroup("harness", "harness: AWS calls recorded, replayed and checked")
    group.addoption(
        "--cassette-mode",
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
    # Options of their own, as one that may have a value would take the path of a test for it.
    for level, does in _OBSERVE.items():
        group.addoption(
            f"--contract-observe={level}" if level else "--contract-observe",
            action="store_const",
            const=level,
            dest="contract_observe",
            default=None,
            help=does,
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
    if importlib.util.find_spec("pytest_recording") is None or pluginmanager.is_blocked("recording"):
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
