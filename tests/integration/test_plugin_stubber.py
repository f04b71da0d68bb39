"""A Stubber in a marked test: it answers before the cassette is asked, and is held to the contract too."""

from __future__ import annotations

import pytest

TESTS = """
import pytest
from botocore.stub import Stubber


@pytest.fixture
def stubbed(dynamodb):
    with Stubber(dynamodb) as stubber:
        stubber.add_response("list_tables", {"TableNames": ["orders"]})
        yield dynamodb


@pytest.mark.cassette
def test_right(stubbed):
    assert stubbed.list_tables(Limit=10)["TableNames"] == ["orders"]


@pytest.mark.cassette
def test_wrong(stubbed):
    assert stubbed.list_tables(Limit=1000)["TableNames"] == ["orders"]


def test_unmarked(stubbed):
    assert stubbed.list_tables(Limit=1000)["TableNames"] == ["orders"]
"""


@pytest.fixture
def tests(project: pytest.Pytester) -> pytest.Pytester:
    project.makepyfile(test_it=TESTS)
    return project


def test_its_calls_are_checked_as_a_part_of_the_test(tests: pytest.Pytester) -> None:
    result = tests.runpytest_inprocess()
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*_ test_wrong _*",
            "error: dynamodb.ListTables: Limit must be at most 100, but was 1000.",
            "  at     request /Limit",
            "  by     test_it.py:*",
            "no exchange was recorded or played, 2 calls observed, 1 contract error, 0 warnings",
        ]
    )


def test_the_level_holds(tests: pytest.Pytester) -> None:
    result = tests.runpytest_inprocess("--contract=warn")
    result.assert_outcomes(passed=3, warnings=1)
    result = tests.runpytest_inprocess("--contract=off")
    result.assert_outcomes(passed=3)


def test_the_severities_of_the_marker_hold(tests: pytest.Pytester) -> None:
    waived = TESTS.replace("cassette\ndef test_w", 'cassette(severity={"range": "off"})\ndef test_w')
    assert waived != TESTS
    tests.makepyfile(test_it=waived)
    tests.runpytest_inprocess().assert_outcomes(passed=3)


def test_an_observed_session_tells_of_them_once(tests: pytest.Pytester) -> None:
    result = tests.runpytest_inprocess("--contract-observe")
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines(
        ["test_it.py:*: error: * (2 like this*)", "observed 3 calls of 1 operation, 1 kind of violation, *"]
    )


def test_an_error_without_a_code_breaks_nothing(tests: pytest.Pytester) -> None:
    """The parameters of ``add_client_error`` are optional; AWS has a code in each of its errors."""
    tests.makepyfile(
        test_it="""
        import botocore.exceptions
        import pytest
        from botocore.stub import Stubber


        @pytest.mark.cassette
        def test_refused(dynamodb):
            with Stubber(dynamodb) as stubber:
                stubber.add_client_error("describe_table")
                with pytest.raises(botocore.exceptions.ClientError):
                    dynamodb.describe_table(TableName="orders")
        """
    )
    result = tests.runpytest_inprocess()
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(
        ["no exchange was recorded or played, 1 call observed, 0 contract errors, 0 warnings"]
    )
