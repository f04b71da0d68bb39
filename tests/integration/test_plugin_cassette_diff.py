"""``--cassette-diff``: what a new recording would change, with every cassette as it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

TEST = """
import pytest

@pytest.mark.cassette
def test_one(dynamodb, tables):
    tables("aaa")

@pytest.mark.cassette(scope="session")
def test_two(dynamodb, tables):
    tables("bbb")

@pytest.mark.cassette(scope="session")
def test_three(dynamodb, tables):
    tables("ccc")
"""
VOLATILE = '[tool.harness]\nvolatile = ["dynamodb.ListTables:/TableNames"]'


@pytest.fixture
def tests(project: pytest.Pytester) -> pytest.Pytester:
    project.makepyfile(test_it=TEST)
    project.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=3)
    project.makeconftest(
        (project.path / "conftest.py").read_text().replace("itertools.count(1)", "itertools.count(7)")
    )
    return project


def contents(project: pytest.Pytester) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in project.path.rglob("cassettes/**/*") if path.is_file()}


@pytest.mark.parametrize("options", [(), ("--cassette-mode=rewrite",)])
def test_what_changed_is_shown_and_fails_the_session(
    tests: pytest.Pytester, options: tuple[str, ...]
) -> None:
    before = contents(tests)
    result = tests.runpytest_inprocess("--cassette-diff", *options)
    result.assert_outcomes(passed=3)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        [
            "dynamodb.ListTables (interaction 1)",
            '  /TableNames/0: was "table-2", is "table-8"',
            "dynamodb.ListTables (interaction 2)",
            '  /TableNames/0: was "table-3", is "table-9"',
            "cassettes/session.yaml: 2 of 2 answers changed, 0 exchanges added, 0 removed",
            "dynamodb.ListTables (interaction 1)",
            '  /TableNames/0: was "table-1", is "table-7"',
            "cassettes/test_it/test_one.yaml: 1 of 1 answer changed, 0 exchanges added, 0 removed",
            "3 exchanges (3 recorded) of 1 operation, 0 contract errors, 0 warnings",
        ],
        consecutive=True,
    )
    assert contents(tests) == before


def test_nothing_changed_but_what_the_project_says_is_volatile(tests: pytest.Pytester) -> None:
    tests.makepyprojecttoml(VOLATILE)
    result = tests.runpytest_inprocess("--cassette-diff")
    assert result.ret == pytest.ExitCode.OK
    result.stdout.fnmatch_lines(
        ["cassettes/session.yaml: 0 of 2 answers changed, 0 exchanges added, 0 removed"]
    )


def test_workers_record_into_one(
    tests: pytest.Pytester, run_in_workers: Callable[..., pytest.RunResult]
) -> None:
    before = contents(tests)
    tests.makepyprojecttoml(VOLATILE)
    result = run_in_workers("--cassette-diff")
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines(
        [
            "cassettes/session.yaml: 0 of 2 answers changed, 0 exchanges added, 0 removed",
            "cassettes/test_it/test_one.yaml: 0 of 1 answer changed, 0 exchanges added, 0 removed",
        ],
        consecutive=True,
    )
    assert result.ret == pytest.ExitCode.OK
    assert contents(tests) == before


def test_without_a_cassette_there_is_nothing_to_compare(project: pytest.Pytester) -> None:
    project.makepyfile(test_it=TEST)
    result = project.runpytest_inprocess("--cassette-diff", "-k", "one")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["E * There is no cassette cassettes/test_it/test_one.yaml to play dynamodb.ListTables from. *"]
    )


def test_another_mode_is_refused(project: pytest.Pytester) -> None:
    result = project.runpytest_inprocess("--cassette-diff", "--cassette-mode=once")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(
        ["*--cassette-diff records everything again: leave out --cassette-mode, or set it to rewrite."]
    )


def test_a_place_that_is_none_is_told(project: pytest.Pytester) -> None:
    project.makepyfile(test_it=TEST)
    project.makepyprojecttoml('[tool.harness]\nvolatile = ["TableNames"]')
    result = project.runpytest_inprocess("--cassette-diff", "-k", "one")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(
        ["ERROR: *[[]tool.harness]: volatile: 'TableNames' is no place in an answer; *"]
    )


def test_a_cassette_that_is_none_is_told_before_anything_is_recorded(tests: pytest.Pytester) -> None:
    path = tests.path / "cassettes/test_it/test_one.yaml"
    path.write_text("a: 1\n")
    result = tests.runpytest_inprocess("--cassette-diff", "-k", "one")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["*test_one.yaml, line 1: this is not a cassette: its top level has no interactions.*"]
    )
    result.stdout.no_fnmatch_line("*answers changed*")
