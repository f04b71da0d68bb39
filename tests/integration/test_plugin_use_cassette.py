"""``harness.use_cassette`` within pytest: what it serves is judged and counted as the marker's is."""

from __future__ import annotations

import pytest

TEST = """
import harness
import pytest

def test_one(tables):
    with harness.use_cassette("tapes/one.yaml", mode="once"):
        tables(Limit=1000)

def test_two(tables):
    with harness.use_cassette("tapes/two.yaml", mode="once"):
        tables(Limit=10)
"""
BROKEN = [
    "The exchanges break their contract.",
    "error: dynamodb.ListTables: Limit must be at most 100, but was 1000.",
    "  at     tapes/one.yaml, interaction 1, request /Limit",
]


def test_it_is_held_to_the_contract(project: pytest.Pytester) -> None:
    project.makepyfile(test_it=TEST)
    for recorded in (" (2 recorded)", ""):
        result = project.runpytest_inprocess()
        result.assert_outcomes(passed=1, failed=1)
        result.stdout.fnmatch_lines(
            [*BROKEN, f"2 exchanges{recorded} of 1 operation, 1 contract error, 0 warnings"]
        )


def test_as_far_as_the_options_say(project: pytest.Pytester) -> None:
    project.makepyfile(test_it=TEST)
    project.runpytest_inprocess("--contract=warn").assert_outcomes(passed=2, warnings=1)
    result = project.runpytest_inprocess("--contract=off")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["2 exchanges of 1 operation, *, 2 not checked"])
    project.makepyprojecttoml('[tool.harness.severity]\nrange = "off"\n')
    project.runpytest_inprocess().assert_outcomes(passed=2)


def test_in_a_marked_test_each_exchange_counts_once(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_it="""
        import harness
        import pytest

        @pytest.mark.cassette
        def test_one(tables):
            tables("outer")
            with harness.use_cassette("tapes/one.yaml", mode="new_episodes"):
                tables("inner")
        """
    )
    result = project.runpytest_inprocess("--cassette-mode=once")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["2 exchanges (2 recorded) of 1 operation, *"])


@pytest.mark.parametrize("scope", ["function", "module"])
def test_in_fixtures(project: pytest.Pytester, scope: str) -> None:
    """What a fixture's cassette serves to a test fails that test, and its tear-down if it is served there."""
    project.makepyfile(
        test_it=f"""
        import harness
        import pytest

        @pytest.fixture(scope="{scope}")
        def tape(dynamodb):
            with harness.use_cassette("tapes/one.yaml", mode="all"):
                yield
                dynamodb.list_tables(Limit=1001)

        def test_one(tape, tables):
            tables(Limit=10)

        def test_two(tape, tables):
            tables(Limit=1000)
        """
    )
    result = project.runpytest_inprocess()
    result.assert_outcomes(passed=1, failed=1, errors=2 if scope == "function" else 1)
    result.stdout.fnmatch_lines(
        [
            "*ERROR at teardown of test_*",
            "error: dynamodb.ListTables: Limit must be at most 100, but was 1001.",
            "*test_two*",
            "error: dynamodb.ListTables: Limit must be at most 100, but was 1000.",
        ]
    )


def test_misses_are_the_programs_own(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_it="""
        import harness
        import pytest
        from harness.record.errors import CannotReplay

        def test_one(tables):
            with harness.use_cassette("tapes/one.yaml", mode="once"):
                tables("aaa")
            with harness.use_cassette("tapes/one.yaml"), pytest.raises(CannotReplay):
                tables("zzz")
        """
    )
    project.runpytest_inprocess().assert_outcomes(passed=1)


def test_beside_another_failure(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_it=TEST.replace("        tables(Limit=1000)", "        assert not tables(Limit=1000)")
    )
    result = project.runpytest_inprocess("-k", "one")
    result.assert_outcomes(failed=1, deselected=1)
    result.stdout.fnmatch_lines(
        [
            "E *assert not *",
            "*Captured harness call*",
            *BROKEN[:2],
            "  at     tapes/one.failed.yaml, interaction 1, request /Limit",
            "harness: The run failed: what it recorded is in tapes/one.failed.yaml, and tapes/one.yaml *",
        ]
    )
