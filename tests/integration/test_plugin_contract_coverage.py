"""``--contract-coverage`` and ``--contract-fail-under``: what of the contract a session exercises."""

from __future__ import annotations

from collections.abc import Callable

import pytest

TESTS = """
import pytest

@pytest.mark.cassette
def test_small_pages(tables):
    assert tables(Limit=10)

@pytest.mark.cassette
def test_large_pages(tables):
    assert tables(Limit=99)
"""
HEADER = "operation            exchanges  members  values  bounds  errors  pages  rules  covered"
# The stub's answers are last pages; ListTables documents two parameters and two members of its answer.
COVERED = "dynamodb.ListTables          2      3/4       -     1/2     0/1    2/5 * 5? %"
SUMMARY = "contract coverage: 5?.? % (*), 1 of * operations of dynamodb"


@pytest.fixture
def tests(project: pytest.Pytester) -> pytest.Pytester:
    """Two tests, recorded."""
    project.makepyfile(test_it=TESTS)
    project.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=2)
    return project


def test_the_table_and_with_verbosity_what_is_missing(tests: pytest.Pytester) -> None:
    result = tests.runpytest_inprocess("--contract-coverage")
    result.stdout.fnmatch_lines(["*- harness: contract coverage -*"])
    result.stdout.fnmatch_lines([HEADER, COVERED, "", SUMMARY], consecutive=True)
    result.stdout.no_fnmatch_line("*lacks*")
    verbose = tests.runpytest_inprocess("--contract-coverage", "-v")
    lines = ["dynamodb.ListTables lacks", "  members  response /LastEvaluatedTableName"]
    verbose.stdout.fnmatch_lines(lines, consecutive=True)


def test_without_the_option_nothing_is_told(tests: pytest.Pytester) -> None:
    tests.runpytest_inprocess().stdout.no_fnmatch_line("*contract coverage*")


def test_fail_under(tests: pytest.Pytester) -> None:
    enough = tests.runpytest_inprocess("--contract-fail-under=10")
    assert enough.ret == 0
    enough.stdout.no_fnmatch_line("FAIL: *")
    short = tests.runpytest_inprocess("--contract-fail-under=99.5")
    assert short.ret == 1
    short.assert_outcomes(passed=2)
    short.stdout.fnmatch_lines(["FAIL: less than 99.5 % of the contract is covered."])


def test_a_session_without_exchanges_covers_nothing(project: pytest.Pytester) -> None:
    project.makepyfile("def test_nothing(): pass")
    result = project.runpytest_inprocess("--contract-fail-under=1")
    assert result.ret == 1
    result.stdout.fnmatch_lines(["contract coverage: no exchange was seen", "FAIL: less than 1 % *"])


def test_workers_of_xdist_are_added_up(
    tests: pytest.Pytester, run_in_workers: Callable[..., pytest.RunResult]
) -> None:
    result = run_in_workers("--contract-fail-under=99")
    assert result.ret == 1
    result.stdout.fnmatch_lines([HEADER, COVERED, "", SUMMARY], consecutive=True)


def test_synthetic_clients_count(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        def test_pages(synthetic_client):
            client = synthetic_client("dynamodb", length=3, page_size=1)
            assert len(list(client.get_paginator("list_tables").paginate())) == 3
        """
    )
    result = project.runpytest_inprocess("--contract-coverage", "-v")
    result.stdout.fnmatch_lines(["dynamodb.ListTables          3      *"])
    missing = "\n".join(result.outlines)
    assert "first page" not in missing
    assert "middle page" not in missing
    assert "last page" not in missing
    assert "  pages    only page" in missing


def test_examples_of_fuzz_tests_count(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import boto3
        import harness.fuzz
        from hypothesis import settings

        @settings(max_examples=2, database=None)
        @harness.fuzz.aws("dynamodb.ListTables")
        def test_it(aws):
            try:
                boto3.client("dynamodb", "us-east-1").list_tables(Limit=100)
            except Exception:
                pass
        """
    )
    result = project.runpytest_inprocess("--contract-coverage", "-v")
    result.assert_outcomes(passed=1)
    missing = "\n".join(result.outlines)
    assert "request /Limit at minimum 1" in missing
    assert "request /Limit at maximum 100" not in missing


@pytest.mark.parametrize("percent", ["much", "101"])
def test_what_is_no_percentage(project: pytest.Pytester, percent: str) -> None:
    result = project.runpytest_inprocess(f"--contract-fail-under={percent}")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"*--contract-fail-under: '{percent}' is not a percentage from 0 to 100"])
