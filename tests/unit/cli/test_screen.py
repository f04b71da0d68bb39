from __future__ import annotations

import io
import sys
from pathlib import Path

import click
import pytest
import tqdm

from harness.cli.screen import CassetteProgress, Pace, colour_wanted, on_one_screen, progress, styled


@pytest.mark.parametrize(
    ("environ", "wanted"),
    [
        ({}, None),
        ({"NO_COLOR": "", "FORCE_COLOR": ""}, None),
        ({"NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
    ],
)
def test_whether_colour_is_wanted(environ: dict[str, str], wanted: bool | None) -> None:
    assert colour_wanted(environ) is wanted


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("error: s3.X: no", "error:"),
        ("warning: w", "warning:"),
        ("test_it.py:7: error: s3.X: warning: no", "error:"),
        ("harness: error: no", "harness:"),
        ("  at     error: a.yaml", ""),
    ],
)
def test_the_word_that_says_how_bad_it_is_is_coloured(line: str, word: str) -> None:
    shown = styled(line)
    assert click.unstyle(shown) == line
    assert ("\x1b" in shown) == bool(word)
    if word:
        before, _, after = line.partition(word)
        assert shown.startswith(before + "\x1b")
        assert shown.endswith(after)


def test_a_short_message_stays_as_it_is() -> None:
    message = "\n".join(["x" * 600] * 20)
    assert on_one_screen(message) == message


def test_a_long_message_keeps_its_beginning_and_its_end() -> None:
    lines = on_one_screen("\n".join(f"line {number}" for number in range(1, 101))).splitlines()
    assert len(lines) == 20
    assert lines[15:] == [
        "line 16",
        "... (81 lines left out) ...",
        "line 98",
        "line 99",
        "line 100",
    ]
    assert on_one_screen("a" * 5_000 + "b" * 5_000) == (
        f"{'a' * 300} ... (9,400 characters left out) ... {'b' * 300}"
    )


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    items = [1, 2, 3]
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert progress("checking", "cassette")(items) is items
    monkeypatch.setattr(sys, "stderr", Terminal())
    bar = progress("checking", "cassette")(items)
    assert bar is not items
    assert list(bar) == items


def test_progress_of_cassettes_moves_within_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    moved: list[float] = []

    class Bar(tqdm.tqdm):  # type: ignore[type-arg]
        def update(self, n: float | None = 1) -> bool | None:
            moved.append(n or 0)
            return super().update(n)

    monkeypatch.setattr(tqdm, "tqdm", Bar)
    paths = [tmp_path / "a.json", tmp_path / "b.json", tmp_path / "gone.json"]
    paths[0].write_bytes(b"x" * 600)
    paths[1].write_bytes(b"x" * 400)
    shown = CassetteProgress("checking")
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert shown(paths) is paths
    monkeypatch.setattr(sys, "stderr", Terminal())
    seen = []
    for path in shown(paths):
        seen.append(path)
        if path is not paths[2]:
            shown.at(150)
            shown.at(100)  # what is read again moves nothing
    assert seen == paths
    assert moved == [150, 450, 150, 250]


@pytest.mark.parametrize("burst", [1, 8])
def test_the_pace_forgets_how_work_began(burst: int) -> None:
    """Nothing in the first four seconds, then 100 a second, handed in by bursts of some seconds."""
    pace = Pace()
    total, said = 20_000, {}
    for tenth in range(1, 1000):
        elapsed = tenth / 10
        done = max(0, int((elapsed - 4) / (burst / 10)) * 10 * burst)
        rate = pace.rate(elapsed, done)
        said[elapsed] = (total - done) / rate if rate else None
    assert said[3.0] is None
    for elapsed in (10.0, 20.0, 30.0, 60.0):
        left = total / 100 + 4 - elapsed
        assert said[elapsed] == pytest.approx(left, rel=0.25)


def test_a_pace_keeps_few_marks_and_follows_a_change() -> None:
    pace = Pace()
    for tenth in range(1, 40_000):
        elapsed = tenth / 10
        rate = pace.rate(elapsed, min(elapsed, 1000) * 5 + max(0, elapsed - 1000) * 50)
    assert rate == pytest.approx(50, rel=0.01)
    assert len(pace._marks) < 200
