"""``--cassette-unused``: the recordings that no test played."""

from __future__ import annotations

from collections.abc import Callable

import pytest

RECORDED = """
import pytest

@pytest.mark.cassette
def test_one(tables):
    for after in ("aaa", "bbb", "ccc"):
        tables(after)

@pytest.mark.cassette(scope="module")
def test_left(tables):
    tables("left")

@pytest.mark.cassette(scope="module")
def test_right(tables):
    tables("right"), tables("more")
"""
PLAYED = RECORDED.replace('"bbb", ', "").replace('tables("right"), ', "")
UNUSED = [
    "cassettes/test_it/module.yaml: not played:",
    "  interaction 2, dynamodb.ListTables",
    "cassettes/test_it/test_one.yaml: not played:",
    "  interaction 2, dynamodb.ListTables",
]


@pytest.fixture
def tests(project: pytest.Pytester) -> pytest.Pytester:
    project.makepyfile(test_it=RECORDED)
    project.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=3)
    project.makepyfile(test_it=PLAYED)
    return project


def test_they_are_listed(tests: pytest.Pytester) -> None:
    result = tests.runpytest_inprocess("--cassette-unused")
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines([*UNUSED, "4 exchanges of 1 operation, *"], consecutive=True)


def test_only_if_asked(tests: pytest.Pytester) -> None:
    tests.runpytest_inprocess().stdout.no_fnmatch_line("*not played*")


def test_workers_agree(tests: pytest.Pytester, run_in_workers: Callable[..., pytest.RunResult]) -> None:
    result = run_in_workers("--cassette-unused")
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines([*UNUSED, "4 exchanges of 1 operation, *"], consecutive=True)
    assert result.stdout.str().count("not played") == 2
