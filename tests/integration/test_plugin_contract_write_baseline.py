"""``--contract-write-baseline FILE``: what is observed now stays silent from now on."""

from __future__ import annotations

import pytest

TESTS = """
def test_one(dynamodb):
    dynamodb.list_tables(Limit=1000)

def test_two(dynamodb):
    dynamodb.extra = {"LastEvaluatedTableName": "x"}
    dynamodb.list_tables()
"""


@pytest.fixture
def tests(project: pytest.Pytester) -> pytest.Pytester:
    project.makepyfile(test_it=TESTS)
    project.makepyprojecttoml('[tool.harness]\nbaseline = "known.json"\n')
    return project


def write(tests: pytest.Pytester, *options: str) -> pytest.RunResult:
    return tests.runpytest_inprocess("--contract-write-baseline=known.json", *options)


def test_what_is_known_stays_silent_whoever_makes_it(tests: pytest.Pytester) -> None:
    result = write(tests)
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["*known.json: 2 known violations, 2 new, 0 gone"])
    result = tests.runpytest_inprocess("--contract-observe", "--contract=error")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(
        [
            "observed 2 calls of 1 operation, 0 kinds of violation, 0 errors, 0 warnings",
            "baseline: 2 known violations left out",
        ]
    )
    tests.makepyfile(test_other="def test_other(dynamodb):\n    dynamodb.list_tables(Limit=500)\n")
    tests.runpytest_inprocess("--contract-observe", "--contract=error").assert_outcomes(passed=3)
    tests.makepyfile(
        test_new="def test_new(dynamodb):\n    dynamodb.list_tables(ExclusiveStartTableName='x')\n"
    )
    tests.runpytest_inprocess("--contract-observe", "--contract=error").assert_outcomes(passed=3, failed=1)


def test_what_is_fixed_is_told_and_taken_out_by_a_whole_run(tests: pytest.Pytester) -> None:
    write(tests)
    tests.makepyfile(test_it=TESTS.replace("1000", "10"))
    result = tests.runpytest_inprocess("--contract-observe")
    result.stdout.fnmatch_lines(["fixed: dynamodb.ListTables request /Limit: range"])
    result = tests.runpytest_inprocess("--contract-observe", "-k", "one")
    result.stdout.no_fnmatch_line("fixed: *")
    write(tests, "-k", "one").stdout.fnmatch_lines(["*known.json: 2 known violations, 0 new, 0 gone"])
    write(tests).stdout.fnmatch_lines(["*known.json: 1 known violation, 0 new, 1 gone"])


def test_another_file_is_left_as_it_is(tests: pytest.Pytester) -> None:
    tests.makefile(".json", known='{"a": 1}')
    tests.makepyprojecttoml("")
    result = write(tests)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: The baseline *known.json cannot be used: it is no baseline.*"])
    assert tests.path.joinpath("known.json").read_text() == '{"a": 1}'
