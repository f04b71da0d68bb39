"""The summary of a session, from its counts."""

from __future__ import annotations

import json
from collections import Counter

from harness.pytest_plugin.summary import Tally, Waiver, kept_lines, summary_line, warning_lines


def test_large_counts_have_commas() -> None:
    tally = Tally(Counter({"s3.GetObject": 12_000, "s3.PutObject": 1}), 1_000, 1, 2_000, 3_000)
    assert summary_line(tally) == (
        "12,001 exchanges (1,000 recorded) of 2 operations, 1 contract error, 2,000 warnings, "
        "3,000 not checked"
    )
    tally = Tally(Counter({"s3.GetObject": 2}), recorded=1, redacted=1)
    assert summary_line(tally) == (
        "2 exchanges (1 recorded, 1 place redacted) of 1 operation, 0 contract errors, 0 warnings"
    )


def test_the_tallies_of_workers_are_added() -> None:
    one = Tally(
        Counter({"s3.GetObject": 1}),
        recorded=1,
        warnings=1,
        warned={"range": [1, ["a.py:1: first", "first", "of range"]]},
        unused={"a.yaml": [[1, "s3.GetObject"], [2, "s3.GetObject"]]},
        kept={"a.failed.yaml": "test_a.py::test_one"},
        by_order=1,
        given={"s3.CreateBucket:/Bucket"},
        recorded_tests=[["test_a.py::test_two", "test_a.py", False]],
        waivers={"test_a.py": Waiver(tests=3, passed=1), "test_b.py": Waiver(tests=1)},
    )
    other = Tally(
        Counter({"s3.GetObject": 2}),
        errors=1,
        warnings=2,
        warned={"range": [1, ["range"]], "enum": [1, ["a.yaml: enum", "enum"]]},
        not_checked=3,
        unused={"a.yaml": [[2, "s3.GetObject"]]},
        rerecorded=["b.yaml"],
        recorded_tests=[["test_b.py::test_one", "test_b.py", True]],
        waivers={"test_a.py": Waiver(tests=3, passed=2, is_used=True)},
        is_narrowed=True,
    )
    both = Tally(
        Counter({"s3.GetObject": 3}),
        recorded=1,
        errors=1,
        warnings=3,
        warned={"range": [2, ["a.py:1: first", "first", "of range"]], "enum": [1, ["a.yaml: enum", "enum"]]},
        not_checked=3,
        unused={"a.yaml": [[2, "s3.GetObject"]]},
        rerecorded=["b.yaml"],
        kept={"a.failed.yaml": "test_a.py::test_one"},
        by_order=1,
        given={"s3.CreateBucket:/Bucket"},
        recorded_tests=[
            ["test_a.py::test_two", "test_a.py", False],
            ["test_b.py::test_one", "test_b.py", True],
        ],
        waivers={"test_a.py": Waiver(tests=3, passed=3, is_used=True), "test_b.py": Waiver(tests=1)},
        is_narrowed=True,
    )
    assert one + other == both
    assert list(warning_lines(both)) == ["a.py:1: first (2 like this)", "a.yaml: enum"]
    assert list(warning_lines(both, verbose=True)) == ["first (2 like this)", "of range", "enum"]
    assert Tally.from_json(json.loads(json.dumps(both.to_json()))) == both


def test_only_some_of_what_was_kept_is_listed() -> None:
    assert list(kept_lines(Tally())) == []
    tally = Tally(kept={f"{number:02}.failed.yaml": f"test_{number}" for number in range(12)})
    first, *lines = kept_lines(tally)
    assert first.startswith("the recordings of tests that did not pass")
    assert (lines[0], len(lines), lines[-1]) == ("  00.failed.yaml  (test_0)", 11, "  and 2 more")
