"""What ``harness fuzz`` shows while it goes on."""

from __future__ import annotations

import sys

import pytest

from harness.cli.fuzz_screen import Screen
from harness.contract.source import Source
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.pace import Pace

FOUND = Counterexample(
    "page-limit",
    "iam.ListUsers",
    "page-limit",
    "Users must have no more entries than MaxItems says, 1, but had 3.",
    (),
    Source("prose", "request", "MaxItems", 0, "At most.", document="a page"),
)


class Clock:
    """Tells a time that is set."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def screen(monkeypatch: pytest.MonkeyPatch, terminal: bool) -> Screen:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal, raising=False)
    return Screen("http://127.0.0.1:5000")


def test_a_terminal_shows_operation_law_calls_and_the_time_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = Clock()
    pace = Pace(clock=clock)
    shown = screen(monkeypatch, terminal=True)
    with pace.within(60):
        shown.began("iam.ListUsers", 2, 9, pace)
        shown.judging("page-limit")
        clock.now += 20
        shown.called()
        shown.called()  # at once after the first, which is soon enough
    assert capsys.readouterr().err == (
        "\r\x1b[K2 of 9 operations, iam.ListUsers, page-limit: 0 calls, 0 found, 40 s left"
    )


def test_elsewhere_there_is_no_progress_but_findings(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = screen(monkeypatch, terminal=False)
    pace = Pace()
    with pace.within(60):
        shown.began("iam.ListUsers", 1, 1, pace)
        shown.called()
    shown.found(FOUND)
    shown.settled(FOUND)
    said = capsys.readouterr()
    heading = [f"error: iam.ListUsers: {FOUND.message}", "  law    page-limit"]
    assert said.err.splitlines() == [
        *heading,
        "  note   It comes again with the smallest calls that are found.",
        "",
    ]
    assert said.out == ""  # it is printed at the end, under its cause
