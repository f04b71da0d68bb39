"""The table of benchmarks: how a row is measured and judged; docs/performance.md shows the last run."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def benchmark(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # which its dataclasses look for
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def measure() -> ModuleType:
    module = benchmark("measure")
    # A process that has run other tests holds so much that each collection takes a second.
    module.gc = SimpleNamespace(collect=lambda: 0)  # type: ignore[attr-defined]
    return module


@pytest.mark.parametrize(
    ("kind", "bound", "ours", "theirs", "figure", "reached"),
    [
        ("ratio", 1.0, 2e-3, 1e-3, "2×", False),
        ("ratio", 1 / 40, 1e-3, 40e-3, "0.025×", True),
        ("factor", 10, 1e-3, 20e-3, "20×", True),
        ("factor", 10, 1e-3, 5e-3, "5×", False),
        ("difference", 0.01, 0.5, 0.493, "+7.0 ms", True),
        ("difference", 0.01, 0.5, 0.48, "+20.0 ms", False),
    ],
)
def test_a_row_is_judged_by_its_target(
    measure: Any, kind: str, bound: float, ours: float, theirs: float, figure: str, reached: bool
) -> None:
    row = measure.compare("work", "peer", measure.Target(kind, bound), lambda: ours, lambda: theirs, 3)
    assert row.reached is reached
    assert len(row.figures) == 3
    assert measure.cells(row)[3:5] == (figure, "± 0.0 ms" if kind == "difference" else "± 0×")
    assert measure.cells(row)[6] == ("yes" if reached else "**no**")


def test_both_sides_take_turns_after_a_round_that_is_not_counted(measure: Any) -> None:
    turns: list[str] = []

    def side(name: str) -> float:
        turns.append(name)
        return float(len(turns))

    row = measure.compare("work", "peer", measure.Target("ratio", 1), lambda: side("o"), lambda: side("t"), 2)
    assert "".join(turns) == "to" + "ot" + "to"
    assert (list(row.ours), list(row.theirs)) == ([3, 6], [4, 5])


def test_a_peer_that_fails_is_named_and_nothing_is_claimed(measure: Any) -> None:
    row = measure.Row("work", "peer", measure.Target("factor", 10), [2e-3], (), "fails: KeyError")
    assert measure.cells(row) == ("work", "2 ms", "peer: fails: KeyError", "–", "–", "≥ 10×", "–")
    assert row.to_json()["reached"] is None


def test_the_time_of_a_program_is_its_own(measure: Any) -> None:
    idle = measure.seconds_of_program(sys.executable, "-c", "")
    busy = measure.seconds_of_program(sys.executable, "-c", "sum(range(10_000_000))")
    assert busy > idle > 0


def test_an_unknown_subject_ends_with_the_known_ones() -> None:
    command = [sys.executable, "benchmarks/run.py", "lunch"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "there is no subject lunch; there are replay, answers, loading," in done.stderr


def test_what_is_measured_takes_the_place_of_its_own_rows(measure: Any, tmp_path: Path) -> None:
    run = benchmark("run")
    page, results = tmp_path / "page.md", tmp_path / "results.json"
    table = "<!-- bench: {} -->\n\n| what | of {} |\n| --- | --- |\n| old | row |\n"
    before = "\n".join(table.format(each, each) for each in ("replay serve", "suite"))
    page.write_text(before, encoding="utf-8")

    def measured(*subjects: str) -> list[dict[str, Any]]:
        row = measure.Row("work", "peer", measure.Target("ratio", 1), [2e-3], [4e-3])
        return [{"subject": each, **row.to_json(), "cells": measure.cells(row)} for each in subjects]

    run.put_tables(page, measured("replay"))
    assert page.read_text(encoding="utf-8") == before  # there is no half of a table
    for one in ("suite", "serve", "replay", "serve"):
        known = run.put_results(results, {"Python": "3"}, [one], measured(one))
    assert [row["subject"] for row in known] == ["replay", "suite", "serve"]
    assert json.loads(results.read_text(encoding="utf-8"))["rows"] == json.loads(json.dumps(known))
    run.put_tables(page, [row for row in known if row["subject"] != "suite"])
    first, second = page.read_text(encoding="utf-8").split("<!-- bench: suite -->")
    assert first.count("| work | 2 ms | peer: 4 ms | 0.5× |") == 2
    assert "| old | row |" in second


def test_the_page_shows_the_last_run(measure: Any) -> None:
    page = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    report = json.loads((ROOT / "docs" / "performance.json").read_text(encoding="utf-8"))
    for row in report["rows"]:
        figure = "–" if row["figure"] is None else measure.Target(row["kind"], 0).shown(row["figure"])
        reached = {True: "yes", False: "**no**", None: "–"}[row["reached"]]
        (shown,) = [
            line
            for line in page.splitlines()
            if line.startswith(f"| {row['what']} | ") and f"| {row['peer']}: " in line
        ]
        assert f" | {figure} | " in shown
        assert shown.endswith(f" | {reached} |")
    tables = re.findall(r"^<!-- bench: ([\w ]+) -->\n\n((?:\|.*\n)+)", page, re.MULTILINE)
    named = {name for names, _ in tables for name in names.split()}
    assert named == {row["subject"] for row in report["rows"]}
    assert sum(table.count("\n| ") - 1 for _, table in tables) == len(report["rows"])
