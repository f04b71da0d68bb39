"""Baselines: what is known, what is fixed, and the file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from harness.contract.source import Source
from harness.contract.violation import Severity, Violation
from harness.errors import HarnessError
from harness.report.baseline import Baseline, load_baseline, serialize_baseline
from harness.report.check import Report

MAX = Source("model", shape="Limit", trait="max")


def limit(cassette: str, code: str = "range") -> Violation:
    return Violation(code, Severity.ERROR, "request", "/Limit", "Too many.", MAX, "a.B", cassette, 1)


A, B, DEEP = limit("tapes/a.yaml"), limit("tapes/b.yaml"), limit("tapes/deep/c.yaml")
REPORT = Report(violations=(A, B, DEEP))


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(baseline: Baseline) -> list[str]:
    return sorted(known.cassette for known in baseline.known)


def test_what_is_known_is_left_out(project: Path) -> None:
    baseline = Baseline(project / "known.json").updated(Report(violations=(A,)), ["tapes"])
    assert baseline.news(REPORT).violations == (B, DEEP)
    changed = replace(A, code="type")
    assert baseline.news(Report(violations=(changed,))).violations == (changed,)


def test_of_many_those_that_are_known_are_left_out(project: Path) -> None:
    many = [replace(A, interaction=number) for number in range(10)]
    baseline = Baseline(project / "known.json").updated(Report(violations=(A,)), ["tapes"])
    news = baseline.news(Report(violations=(*many, *[B] * 12, DEEP)))
    assert list(news.violations) == [*[B] * 12, DEEP]
    assert len(news.errors) == 13


def test_cassettes_are_named_from_the_baselines_folder(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    baseline = Baseline(project / "ci" / "known.json").updated(REPORT, ["tapes"])
    assert names(baseline) == ["../tapes/a.yaml", "../tapes/b.yaml", "../tapes/deep/c.yaml"]
    (project / "tapes").mkdir()
    monkeypatch.chdir(project / "tapes")
    assert baseline.news(Report(violations=(limit("a.yaml"),))).violations == ()
    assert baseline.news(Report(violations=(limit("tapes/a.yaml"),)), project).violations == ()
    absolute = limit(str(project / "tapes/a.yaml"))
    assert baseline.news(Report(violations=(absolute,))).violations == ()


@pytest.mark.parametrize(
    ("paths", "fixed"),
    [
        (["tapes"], ["tapes/b.yaml", "tapes/deep/c.yaml"]),
        (["."], ["tapes/b.yaml", "tapes/deep/c.yaml"]),
        (["tapes/deep"], ["tapes/deep/c.yaml"]),
        (["tapes/b.yaml", "tapes/a.yaml"], ["tapes/b.yaml"]),
        (["tapes/de"], []),
        (["elsewhere"], []),
        (["tapes/?.yaml"], ["tapes/b.yaml"]),
    ],
)
def test_what_is_fixed_is_told_of_the_paths_that_were_checked(
    project: Path, paths: list[str], fixed: list[str]
) -> None:
    baseline = Baseline(project / "known.json").updated(REPORT, ["tapes"])
    assert [one.cassette for one in baseline.fixed(Report(violations=(A,)), paths)] == fixed


def test_an_update_leaves_other_cassettes_as_they_are(project: Path) -> None:
    baseline = Baseline(project / "known.json").updated(REPORT, ["tapes"])
    assert names(baseline.updated(Report(), ["tapes/deep"])) == ["tapes/a.yaml", "tapes/b.yaml"]
    assert names(baseline.updated(Report(violations=(A,)), ["tapes"])) == ["tapes/a.yaml"]


def test_a_cassette_by_its_url(project: Path) -> None:
    remote = limit("s3://tapes/a.json")
    baseline = Baseline(project / "known.json").updated(Report(violations=(remote,)), ["s3://tapes/"])
    assert names(baseline) == ["s3://tapes/a.json"]
    assert baseline.news(Report(violations=(remote,))).violations == ()
    assert names(baseline.updated(Report(), ["s3://tapes/"])) == []


FILE = """\
{"harness-baseline": 1, "violations": [
  {"cassette": "tapes/a.yaml", "operation": "a.B", "side": "request", "code": "range", "place": "/Limit", \
"rule": "model:Limit#max"},
  {"cassette": "tapes/b.yaml", "operation": "a.B", "side": "request", "code": "range", "place": "/Limit", \
"rule": "model:Limit#max"}
]}
"""


def test_the_file_is_sorted_a_violation_a_line_and_comes_back() -> None:
    path = Path("known.json")
    baseline = Baseline(path).updated(Report(violations=(B, A, B)), ["tapes"])
    path.write_text(serialize_baseline(baseline))
    assert path.read_text() == FILE
    assert load_baseline(path) == baseline


def test_codes_in_a_baseline_may_have_the_other_spelling() -> None:
    path = Path("known.json")
    path.write_text(FILE.replace('"range"', '"page_limit"', 1))
    assert {known.code for known in load_baseline(path).known} == {"page-limit", "range"}


def test_an_empty_baseline() -> None:
    path = Path("known.json")
    path.write_text(serialize_baseline(Baseline(path)))
    assert load_baseline(path) == Baseline(path)


AGAIN = (
    "If this file is something else, name another one; otherwise restore it, or delete it and write it "
    "again: harness check PATH --baseline known.json --write-baseline."
)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            None,
            (
                "There is no baseline known.json. To write it, run harness check PATH --baseline known.json "
                "--write-baseline for recordings, or pytest --contract-write-baseline=known.json for the "
                "calls of tests."
            ),
        ),
        (b"{}", f"The baseline known.json cannot be used: it is no baseline. {AGAIN}"),
        (b"[1]", f"The baseline known.json cannot be used: it is no baseline. {AGAIN}"),
        (
            b"a: b",
            (
                "The baseline known.json cannot be used: it is not valid JSON (Expecting value: line 1 "
                f"column 1 (char 0)). {AGAIN}"
            ),
        ),
        (
            b'{"harness-baseline": 2}',
            f"The baseline known.json cannot be used: its version is 2, and harness reads 1. {AGAIN}",
        ),
        (
            b'{"harness-baseline": 1, "violations": {}}',
            f"The baseline known.json cannot be used: its violations are no list. {AGAIN}",
        ),
        (
            b'{"harness-baseline": 1, "violations": [{"code": "range"}]}',
            (
                "The baseline known.json cannot be used: one of its violations has not the members cassette, "
                f"code, operation, place, rule, side. {AGAIN}"
            ),
        ),
    ],
)
def test_what_is_no_baseline(content: bytes | None, message: str) -> None:
    path = Path("known.json")
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(HarnessError) as caught:
        load_baseline(path)
    assert str(caught.value) == message


def test_what_is_no_text() -> None:
    path = Path("known.json")
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(HarnessError, match="it is not valid JSON"):
        load_baseline(path)


def test_a_folder_is_no_baseline(project: Path) -> None:
    with pytest.raises(HarnessError, match=r"it cannot be read \(Is a directory\)"):
        load_baseline(project)
