"""The history of runs: what is kept, read back, and drawn from it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from harness.report.changes import Counted
from harness.report.history import BadHistory, Past, add_to_history, first_seen, load_history, trend
from harness.report.identity import Identity
from harness.report.run import Run


def past(day: int, codes: Iterable[str] = (), **run: Any) -> Past:
    violations = {
        Identity("a.yaml", "s.Op", "request", code, "/A/*", ""): Counted("error", f"{code}.", 2)
        for code in codes
    }
    return Past(Run(dt.datetime(2026, 11, day, 8, tzinfo=dt.UTC), **run), 10, 1, 30, 40, violations)


def test_runs_are_read_back_in_their_order(tmp_path: Path) -> None:
    folder = tmp_path / "deep/runs"
    runs = [past(2, ["range"], commit="ab" * 20, branch="main", title="Orders"), past(1)]
    for one in runs:
        add_to_history(folder, one)
    assert load_history(folder) == ([runs[1], runs[0]], [])
    assert sorted(path.name for path in folder.iterdir()) == [
        "2026-11-01T08-00-00Z.json",
        "2026-11-02T08-00-00Z-abababab.json",
    ]


def test_two_runs_of_one_second_are_both_kept(tmp_path: Path) -> None:
    assert add_to_history(tmp_path, past(1)) != add_to_history(tmp_path, past(1, ["range"]))
    runs, notes = load_history(tmp_path)
    assert ([one.count("error") for one in runs], notes) == ([0, 2], [])


def test_there_may_be_no_history_yet(tmp_path: Path) -> None:
    assert load_history(tmp_path / "runs") == ([], [])


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", "3", '{"format": 2}', '{"format": "1"}', '{"format": 1, "violations": 3}', "[" * 10_000],
)
def test_a_file_that_is_no_run_is_named_and_left_out(tmp_path: Path, content: str) -> None:
    add_to_history(tmp_path, past(1))
    (tmp_path / "2026.json").write_text(content)
    runs, notes = load_history(tmp_path)
    assert runs == [past(1)]
    assert notes == [
        f"history: {tmp_path / '2026.json'} is no run that this harness can read, and is left out."
    ]


def test_a_time_without_a_zone_is_no_time_of_a_run(tmp_path: Path) -> None:
    written = {**past(1).to_json(), "made": "2026-11-01T08:00:00"}
    (tmp_path / "a.json").write_text(json.dumps(written))
    assert len(load_history(tmp_path)[1]) == 1


def test_a_history_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("")
    with pytest.raises(BadHistory, match="is no folder"):
        load_history(tmp_path / "runs")


def test_the_trend_counts_what_is_new_and_what_is_fixed() -> None:
    runs = [past(1, ["range", "enum"]), past(2, ["enum", "type", "length"]), past(3, ["enum"])]
    assert [(one["errors"], one["added"], one["fixed"]) for one in trend(runs)] == [
        (4, 0, 0),
        (6, 2, 1),
        (2, 0, 2),
    ]


def test_a_violation_began_with_the_first_run_of_an_unbroken_row() -> None:
    runs = [past(1, ["range", "enum"]), past(2, ["enum"]), past(3, ["range", "enum"])]
    since = {code: made for (_, _, code, _), made in first_seen(runs).items()}
    assert since == {"range": "2026-11-03T08:00:00Z", "enum": "2026-11-01T08:00:00Z"}
    assert first_seen([]) == {}
