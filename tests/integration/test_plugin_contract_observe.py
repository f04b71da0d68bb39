"""``--contract-observe``: every call of a session is checked, whatever answers it, with no marker."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.pytest_plugin.keys import OBSERVE

MOTO = """
import threading

import boto3
import pytest
from botocore.stub import Stubber
from moto import mock_aws


def dynamodb():
    return boto3.client("dynamodb", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b")


@mock_aws
def test_decorated():
    dynamodb().list_tables(Limit=1000)


def test_in_a_block():
    with mock_aws():
        dynamodb().list_tables(Limit=2000)


@pytest.fixture(scope="module")
def aws():
    with mock_aws():
        dynamodb().list_tables(Limit=3000)
        yield dynamodb()


def test_of_a_fixture(aws):
    aws.list_tables(Limit=10)


def test_in_threads():
    with mock_aws():
        client = dynamodb()
        threads = [threading.Thread(target=client.list_tables, kwargs={"Limit": 4000}) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def test_stubbed():
    client = dynamodb()
    with Stubber(client) as stubber:
        stubber.add_response("list_tables", {"TableNames": ["orders"]}, {"Limit": 5000})
        client.list_tables(Limit=5000)
"""
LIMIT = "error: dynamodb.ListTables: Limit must be at most 100, but was 1000."
SUMMARY = "observed 9 calls of 1 operation, 1 kind of violation, 1 error, 0 warnings, made by 5 tests"


@pytest.fixture
def suite(project: pytest.Pytester) -> pytest.Pytester:
    """A suite that nobody wrote for harness."""
    project.makepyfile(test_it=MOTO)
    return project


def test_a_kind_of_violation_is_told_once_and_fails_nothing(suite: pytest.Pytester) -> None:
    result = suite.runpytest_inprocess("--contract-observe")
    result.assert_outcomes(passed=5)
    result.stdout.fnmatch_lines(
        [
            "=* AWS contract =*",
            f"test_it.py:15: {LIMIT} [[]request.range[]] (8 like this, on 4 lines)",
            "",
            SUMMARY,
            "pytest -v explains each: the rule, the tests, and what to do next.",
        ],
        consecutive=True,
    )


@pytest.mark.parametrize("option", ["-v", "-rA", "-rP"])
def test_each_kind_is_explained_where_pytest_tells_more(suite: pytest.Pytester, option: str) -> None:
    result = suite.runpytest_inprocess("--contract-observe", option)
    result.stdout.fnmatch_lines(
        [
            LIMIT,
            "  rule   range, model, shape ListTablesInputLimit, max (botocore *)",
            "  at     request /Limit",
            "  by     test_it.py:15 and 3 more lines",
            "  in     test_it.py::test_decorated and 4 more tests",
            "  times  8",
            "  next   Fix the call. If it is intended: *",
            "  more   harness explain range",
            "",
            "dynamodb.ListTables  9",
            "",
            SUMMARY,
        ],
        consecutive=True,
    )
    result.stdout.no_fnmatch_line("pytest -v *")


@pytest.mark.parametrize(
    ("options", "lines"),
    [
        (["-q"], ["=* AWS contract =*", "test_it.py:15: *", "", "observed *", "5 passed *"]),
        (["-qq"], ["=* AWS contract =*", "observed *"]),
        (
            ["-q", "--disable-warnings"],
            ["=* AWS contract =*", "observed *, 0 errors, 1 warning, *", "5 passed *"],
        ),
    ],
)
def test_less_is_told_where_pytest_tells_less(
    suite: pytest.Pytester, options: list[str], lines: list[str]
) -> None:
    if "--disable-warnings" in options:
        suite.makepyprojecttoml('[tool.harness.severity]\n"request.range" = "warning"\n')
    result = suite.runpytest_inprocess("--contract-observe", *options)
    result.stdout.fnmatch_lines(lines, consecutive=True)


def test_the_words_error_and_warning_are_coloured(suite: pytest.Pytester) -> None:
    result = suite.runpytest_inprocess("--contract-observe", "--color=yes")
    result.stdout.fnmatch_lines(["test_it.py:15: *[[]31m*error:*[[]0m dynamodb.ListTables: *"])


def test_nothing_is_observed_unasked(suite: pytest.Pytester) -> None:
    result = suite.runpytest_inprocess()
    result.assert_outcomes(passed=5)
    result.stdout.no_fnmatch_line("*AWS contract*")


def test_with_contract_error_the_tests_fail_that_make_them(suite: pytest.Pytester) -> None:
    result = suite.runpytest_inprocess("--contract-observe", "--contract=error")
    result.assert_outcomes(failed=4, errors=1)
    result.stdout.fnmatch_lines(["*ERROR at setup of test_of_a_fixture*", "*, but was 3000."])
    result.stdout.fnmatch_lines(
        ["*_ test_stubbed _*", "The exchanges break their contract.", "", "error: *5000."]
    )


@pytest.mark.parametrize(
    ("options", "outcomes"),
    [
        (("--contract-observe=error",), {"failed": 4, "errors": 1}),
        (("--contract-observe=error", "--contract=warn"), {"failed": 4, "errors": 1}),
        (("--contract-observe=warn",), {"passed": 5}),
        (("--contract-observe=warn", "--contract=error"), {"passed": 5}),
        (("--contract-observe", "test_it.py"), {"passed": 5}),
    ],
)
def test_the_option_may_have_a_level(
    suite: pytest.Pytester, options: tuple[str, ...], outcomes: dict[str, int]
) -> None:
    suite.runpytest_inprocess(*options).assert_outcomes(**outcomes)


def test_a_test_that_fails_anyhow_tells_both(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_it="""
        def test_both(dynamodb):
            assert dynamodb.list_tables(Limit=1000) is None
        """
    )
    result = project.runpytest_inprocess("--contract-observe", "--contract=error")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["E *assert *", "*= AWS contract =*", f"test_it.py:*: {LIMIT} *"])


def test_an_expected_failure_stays_one(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_it="""
        import pytest

        @pytest.mark.xfail(strict=True)
        def test_known(dynamodb):
            dynamodb.list_tables(Limit=1000)
        """
    )
    result = project.runpytest_inprocess("--contract-observe", "--contract=error")
    result.assert_outcomes(xfailed=1)


def test_workers_of_xdist_are_joined(
    project: pytest.Pytester, run_in_workers: Callable[..., pytest.RunResult]
) -> None:
    project.makepyfile(
        test_it="""
        import pytest

        @pytest.mark.parametrize("limit", [10, 1000, 2000, 3000])
        def test_it(dynamodb, limit):
            dynamodb.list_tables(Limit=limit)
        """
    )
    result = run_in_workers("--contract-observe", "--dist=load")
    result.assert_outcomes(passed=4)
    result.stdout.fnmatch_lines(
        [
            f"test_it.py:5: {LIMIT.partition(',')[0]}, * (3 like this)",
            "observed 4 calls of 1 operation, 1 kind of violation, 1 error, 0 warnings, made by 3 tests",
        ]
    )


CALL_ON_IMPORT = """
import boto3
from botocore.stub import Stubber

client = boto3.client("dynamodb", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
with Stubber(client) as stubber:
    stubber.add_response("list_tables", {{}})
    client.list_tables(Limit={limit})
"""


@pytest.mark.parametrize("options", [(), ("-p", "xdist", "-n2")], ids=["alone", "xdist"])
def test_imports_are_observed(project: pytest.Pytester, options: tuple[str, ...]) -> None:
    project.makeconftest(CALL_ON_IMPORT.format(limit=1000))
    project.makepyfile(test_it=CALL_ON_IMPORT.format(limit=2000) + "\n\ndef test_it():\n    pass\n")
    result = project.runpytest_subprocess("--contract-observe", *options)
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines([f"conftest.py:7: {LIMIT} * (*, on 2 lines)"])


def test_with_contract_error_an_import_fails_the_session(project: pytest.Pytester) -> None:
    project.makepyfile(test_it=CALL_ON_IMPORT.format(limit=2000) + "\n\ndef test_it():\n    pass\n")
    result = project.runpytest_inprocess("--contract-observe", "--contract=error")
    result.assert_outcomes(passed=1)
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_cassettes_judge_what_they_answer(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_it="""
        import pytest
        from botocore.stub import Stubber

        @pytest.mark.cassette
        def test_recorded(dynamodb):
            dynamodb.list_tables(Limit=1000)

        def test_unmarked(dynamodb):
            dynamodb.list_tables(Limit=10)
        """
    )
    result = project.runpytest_inprocess("--contract-observe", "--contract=warn", "--cassette-mode=all")
    result.assert_outcomes(passed=2, warnings=1)
    result.stdout.fnmatch_lines(
        [
            "observed 1 call of 1 operation, 0 kinds of violation, 0 errors, 0 warnings",
            "1 exchange (1 recorded) of 1 operation, 1 contract error, 0 warnings",
        ]
    )


def test_all_warnings_are_explained_with_v(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_it="""
        def test_it(dynamodb):
            dynamodb.extra = {"TableNames": ["x"]}
            for _ in range(2):
                dynamodb.list_tables(Limit=10)
        """
    )
    line = "dynamodb.ListTables: TableNames?0? must have at least 3 characters, but had 1."
    result = project.runpytest_inprocess("--contract-observe")
    result.stdout.fnmatch_lines([f"test_it.py:4: warning: {line} ?response.length? (2 like this)"])
    result = project.runpytest_inprocess("--contract-observe", "-v")
    result.stdout.fnmatch_lines(
        [
            f"warning: {line}",
            (
                "  next   Correct the answer of the mock or stub, or report it to its authors. If it is "
                "intended: *"
            ),
            "dynamodb.ListTables  2",
        ]
    )


@pytest.mark.parametrize("setting", ["variable", "pyproject"])
def test_it_can_be_set(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    if setting == "variable":
        monkeypatch.setenv("HARNESS_OBSERVE", "1")
    else:
        suite.makepyprojecttoml("[tool.harness]\nobserve = true\n")
    result = suite.runpytest_inprocess()
    result.stdout.fnmatch_lines(["observed 9 calls of 1 operation, 1 kind of violation, *"])
    monkeypatch.setenv("HARNESS_OBSERVE", "0")
    suite.runpytest_inprocess().stdout.no_fnmatch_line("observed *")


def test_a_contract_that_is_set_to_error_fails_tests(suite: pytest.Pytester) -> None:
    suite.makepyprojecttoml('[tool.harness]\nobserve = true\ncontract = "error"\n')
    suite.runpytest_inprocess().assert_outcomes(failed=4, errors=1)
    suite.runpytest_inprocess("--contract=off").assert_outcomes(passed=5)


def test_severities_are_those_of_the_settings(suite: pytest.Pytester) -> None:
    suite.makepyprojecttoml('[tool.harness.severity]\n"dynamodb.ListTables:request.range" = "off"\n')
    result = suite.runpytest_inprocess("--contract-observe", "--contract=error")
    result.assert_outcomes(passed=5)
    result.stdout.fnmatch_lines(["observed 9 calls of 1 operation, 0 kinds of violation, *"])


def test_settings_close_no_network_where_tests_are_only_observed(
    project: pytest.Pytester, api_url: str
) -> None:
    project.makepyprojecttoml("[tool.harness]\nobserve = true\n")
    project.makepyfile(
        test_it=f"""
        import boto3

        def test_it():
            client = boto3.client(
                "dynamodb", "us-east-1", endpoint_url={api_url!r},
                aws_access_key_id="a", aws_secret_access_key="b",
            )
            client.list_tables(Limit=1000)
        """
    )
    result = project.runpytest_inprocess()
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["observed 1 call of 1 operation, 1 kind of violation, *"])


@pytest.fixture
def api_url() -> object:
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def test_faked_files_and_clocks_do_not_matter(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_it="""
        import builtins

        def test_it(dynamodb, monkeypatch):
            def refuse(*_, **__):
                raise FileNotFoundError("no files here")

            monkeypatch.setattr(builtins, "open", refuse)
            dynamodb.describe_limits = None
            dynamodb.list_tables(Limit=1000)
        """
    )
    result = project.runpytest_inprocess("--contract-observe")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines([f"test_it.py:9: {LIMIT} *"])


def test_observing_what_is_not_checked_is_a_mistake(suite: pytest.Pytester) -> None:
    result = suite.runpytest_inprocess("--contract-observe", "--contract=off")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(
        ["ERROR: --contract-observe checks calls, and --contract=off checks none: leave one out."]
    )


def test_the_hooks_are_gone_after_the_session(suite: pytest.Pytester) -> None:
    from botocore.client import BaseClient

    before = BaseClient._make_api_call
    suite.runpytest_inprocess("--contract-observe")
    assert BaseClient._make_api_call is before
    assert OBSERVE == "harness-observe"
