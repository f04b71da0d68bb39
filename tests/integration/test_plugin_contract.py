"""``--contract``: what an exchange that breaks its documented contract does to its test."""

from __future__ import annotations

from collections.abc import Callable

import pytest

TESTS = """
import pytest

@pytest.mark.cassette
def test_large_pages(tables):
    assert tables(Limit=1000)

@pytest.mark.cassette
def test_small_pages(tables):
    assert tables(Limit=10)
"""
EXPLAINED = [
    "error: dynamodb.ListTables: Limit must be at most 100, but was 1000.",
    "  rule   range, model, shape ListTablesInputLimit, max (botocore *)",
    "  at     cassettes/test_it/test_large_pages.yaml, interaction 1, request /Limit",
    (
        "  next   Fix the call. If it is intended: "
        '@pytest.mark.cassette(severity={"dynamodb.ListTables:request.range": "warning"}), or'
    ),
    '         "dynamodb.ListTables:request.range" = "warning" under *',
]


@pytest.fixture
def tests(project: pytest.Pytester) -> pytest.Pytester:
    """Two tests, recorded; the request of the first breaks its contract."""
    project.makepyfile(test_it=TESTS)
    project.runpytest_inprocess("--cassette-mode=once", "--contract=off").assert_outcomes(passed=2)
    return project


def test_error_is_the_default(tests: pytest.Pytester) -> None:
    result = tests.runpytest_inprocess()
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["The exchanges break their contract.", "", *EXPLAINED])
    result.stdout.fnmatch_lines(["2 exchanges of 1 operation, 1 contract error, 0 warnings"])


def test_warn(tests: pytest.Pytester) -> None:
    result = tests.runpytest_inprocess("--contract=warn")
    result.assert_outcomes(passed=2, warnings=1)
    result.stdout.fnmatch_lines(
        [f"*ContractWarning: {EXPLAINED[0]}", *(f"  {line}" for line in EXPLAINED[1:])]
    )


def test_off_checks_nothing_and_says_so(tests: pytest.Pytester) -> None:
    result = tests.runpytest_inprocess("--contract=off")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["2 exchanges of 1 operation, 0 contract errors, 0 warnings, 2 not checked"])


def test_the_project_sets_severities(tests: pytest.Pytester) -> None:
    tests.makepyprojecttoml('[tool.harness.severity]\n"request.range" = "warning"\n')
    result = tests.runpytest_inprocess()
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["2 exchanges of 1 operation, 0 contract errors, 1 warning"])


def test_each_kind_of_warning_is_shown_once(
    project: pytest.Pytester, run_in_workers: Callable[..., pytest.RunResult]
) -> None:
    project.makepyprojecttoml('[tool.harness.severity]\n"request.range" = "warning"\n')
    project.makepyfile(
        test_it="""
        import pytest

        @pytest.mark.cassette
        @pytest.mark.parametrize("limit", [101, 102])
        def test_limit(tables, limit):
            tables(Limit=limit)
        """
    )
    for run in (project.runpytest_inprocess, run_in_workers):
        result = run("--cassette-mode=rewrite")
        result.assert_outcomes(passed=2)
        result.stdout.fnmatch_lines(
            [
                "cassettes/test_it/test_limit*.yaml, interaction 1: warning: * ?request.range? (2 like this)",
                "2 exchanges (2 recorded) of 1 operation, 0 contract errors, 2 warnings",
            ]
        )
        assert result.stdout.str().count("warning: dynamodb.ListTables") == 1


def test_beside_another_failure(project: pytest.Pytester) -> None:
    project.makepyfile(test_it=TESTS.replace("assert tables", "assert not tables"))
    result = project.runpytest_inprocess("--cassette-mode=once", "-k", "large")
    result.assert_outcomes(failed=1)
    place = EXPLAINED[2].replace("pages.yaml", "pages.failed.yaml")
    result.stdout.fnmatch_lines(["E *assert not *", "*Captured harness call*", *EXPLAINED[:2], place])


def test_a_response_is_held_to_its_contract(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_it="""
        import pytest

        @pytest.fixture
        def cassette_of_fixture(cassette, dynamodb, tables):
            yield
            dynamodb.extra["LastEvaluatedTableName"] = {"not": "text"}
            tables("bbb")

        def test_teardown(cassette_of_fixture):
            pass
        """
    )
    result = project.runpytest_inprocess("--cassette-mode=once")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(
        [
            "*ERROR at teardown of test_teardown*",
            "error: dynamodb.ListTables: LastEvaluatedTableName must be a string, but was {*}.",
            "  at     cassettes/test_it/test_teardown.failed.yaml, interaction 1, response /LastEvaluated*",
        ]
    )


def test_xfail_takes_a_broken_contract(project: pytest.Pytester) -> None:
    project.makepyfile(test_it=TESTS.replace("def test_large", "@pytest.mark.xfail\ndef test_large"))
    project.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=1, xfailed=1)


def test_an_unknown_level_is_refused(project: pytest.Pytester) -> None:
    result = project.runpytest_inprocess("--contract=maybe")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*argument --contract: invalid choice: 'maybe'*"])


def test_the_fixture_aws_contract(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        def test_contract(aws_contract):
            (violation,) = aws_contract("dynamodb", "list_tables").check_request({"Limit": 0})
            assert violation.message == "Limit must be at least 1, but was 0."
        """
    )
    project.runpytest_inprocess().assert_outcomes(passed=1)


REFUSED = """
import json

import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError
from harness.record.http import RawBody


def refuse(request, **_):
    body = {{"__type": "ValidationException", "message": "1 validation error detected"}}
    headers = {{"content-type": "application/x-amz-json-1.0"}}
    return AWSResponse(request.url, 400, headers, RawBody(json.dumps(body).encode()))


{marker}
@pytest.mark.cassette
def test_limit(dynamodb):
    dynamodb.meta.events.register_first("before-send.dynamodb", refuse)
    dynamodb.list_tables(Limit={limit})
"""


def test_a_request_that_is_refused_for_what_the_contract_says(project: pytest.Pytester) -> None:
    """The test fails with the violation, at its own line; what the service said comes after it."""
    project.makepyfile(test_it=REFUSED.format(limit=1000, marker=""))
    result = project.runpytest_inprocess("--cassette-mode=once")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            ">       dynamodb.list_tables(Limit=1000)",
            "E       Failed: The exchanges break their contract.",
            "E       error: dynamodb.ListTables: Limit must be at most 100, but was 1000.",
            "E         at     cassettes/test_it/test_limit.failed.yaml, interaction 1, request /Limit",
            "E       It was answered so: ClientError: * 1 validation error detected",
            "FAILED test_it.py::test_limit - Failed: The exchanges break their contract.*",
        ]
    )
    result.stdout.no_fnmatch_line("*_make_api_call*")


def test_a_request_that_is_refused_for_something_else(project: pytest.Pytester) -> None:
    project.makepyfile(test_it=REFUSED.format(limit=10, marker=""))
    result = project.runpytest_inprocess("--cassette-mode=once")
    result.stdout.fnmatch_lines(["FAILED test_it.py::test_limit - botocore.exceptions.ClientError: *"])


def test_a_test_that_expects_the_refusal_fails_as_it_expects(project: pytest.Pytester) -> None:
    marker = "@pytest.mark.xfail(raises=ClientError)"
    project.makepyfile(test_it=REFUSED.format(limit=1000, marker=marker))
    project.runpytest_inprocess("--cassette-mode=once").assert_outcomes(xfailed=1)
