"""Recorded means replayable: tests that recorded are played once more at the end of the session."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Callable
from itertools import takewhile
from pathlib import Path

import pytest

VARYING = """
import random
import uuid
import pytest

@pytest.mark.cassette
def test_steady(tables):
    assert tables("aaa")

@pytest.mark.cassette
def test_varying_name(tables):
    assert tables(f"table-{uuid.uuid4()}")

@pytest.mark.cassette
def test_varying_result(tables):
    assert tables("aaa") == ["table-3"] or random.random() < 0
    import pathlib
    pathlib.Path("ran").open("a").write("x")
    assert pathlib.Path("ran").stat().st_size == 1

def test_plain():
    pass
"""


@pytest.fixture
def tests(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A project whose recordings are verified."""
    monkeypatch.setenv("HARNESS_VERIFY", "1")
    return project


def record(project: pytest.Pytester, *options: str) -> pytest.RunResult:
    return project.runpytest_inprocess("--cassette-mode=once", *options)


def test_what_passes_in_replay(tests: pytest.Pytester) -> None:
    tests.makepyfile(test_it=VARYING)
    result = record(tests, "-k", "steady or plain")
    result.assert_outcomes(passed=2, deselected=2)
    result.stdout.fnmatch_lines(
        [
            "playing back 1 recorded test ...",
            "*= AWS contract =*",
            "1 recorded test played back, all passed",
            "1 exchange (1 recorded) of 1 operation, *",
        ]
    )
    assert result.ret == pytest.ExitCode.OK
    result = record(tests, "-k", "steady or plain")  # from the cassette: there is nothing to verify
    result.stdout.no_fnmatch_line("*play* back*")


def test_what_does_not_pass_in_replay(tests: pytest.Pytester) -> None:
    tests.makepyfile(test_it=VARYING)
    result = record(tests)
    result.assert_outcomes(passed=4)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        [
            "3 recorded tests played back, 2 did not pass:",
            "  test_it.py::test_varying_name",
            "    *CannotReplay: cassettes/test_it/test_varying_name.yaml has no recording *",
            "*/ExclusiveStartTableName: recorded *",
            "  test_it.py::test_varying_result",
            "    AssertionError: assert 2 == 1",
            "    The cassette replays the same in each run, so the test depends on something else that *",
        ]
    )


@pytest.mark.parametrize("how", ["option", "setting", "variable", "diff"])
def test_it_can_be_switched_off(tests: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    tests.makepyfile(test_it=VARYING)
    monkeypatch.setenv("HARNESS_VERIFY", "0" if how == "variable" else "")
    if how == "setting":
        tests.makepyprojecttoml("[tool.harness]\nverify = false\n")
    result = record(tests, *(["--no-verify"] if how in ("option", "diff") else []), "-k", "varying_name")
    assert result.ret == pytest.ExitCode.OK
    result.stdout.no_fnmatch_line("*play* back*")
    if how == "diff":
        result = tests.runpytest_inprocess("--cassette-diff", "-k", "varying_name")
        result.stdout.no_fnmatch_line("*play* back*")


def test_failed_and_skipped_tests_are_not_played(tests: pytest.Pytester) -> None:
    tests.makepyfile(
        test_it="""
        import pytest

        pytestmark = pytest.mark.cassette

        def test_fails(tables):
            assert not tables()

        def test_skips(tables):
            tables()
            pytest.skip("at last")

        @pytest.mark.xfail
        def test_xfails(tables):
            assert not tables()

        def test_late(tables, late):
            pass

        @pytest.fixture
        def late(tables):
            yield
            assert not tables()
        """
    )
    result = record(tests)
    result.assert_outcomes(failed=1, skipped=1, xfailed=1, passed=1, errors=1)
    result.stdout.no_fnmatch_line("*play* back*")


def test_a_fixture_that_was_recorded(tests: pytest.Pytester) -> None:
    """The tests that may use it are played, though they recorded nothing themselves."""
    tests.makepyfile(
        test_it="""
        import uuid
        import pytest

        @pytest.fixture(scope="module")
        def stack(dynamodb):
            return dynamodb.list_tables(ExclusiveStartTableName=f"table-{uuid.uuid4()}")

        @pytest.mark.cassette
        def test_one(stack):
            pass
        """
    )
    result = record(tests)
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(
        [
            "1 recorded test played back, 1 did not pass:",
            "    *CannotReplay: cassettes/test_it/fixtures/stack.yaml has no recording *",
        ]
    )


def test_threads_are_named(tests: pytest.Pytester) -> None:
    tests.makepyfile(
        test_it="""
        import os
        import threading
        import pytest

        @pytest.mark.cassette
        def test_threads(tables):
            names, lock, both = [], threading.Lock(), threading.Barrier(2)

            def ask():
                both.wait()  # a thread that has ended would leave its number to the next
                with lock:
                    names.extend(tables())

            threads = [threading.Thread(target=ask) for _ in range(2)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert "HARNESS_VERIFY" in os.environ and names == ["table-1", "table-2"]
            assert not os.path.exists("cassettes/test_it/test_threads.yaml")
        """
    )
    result = record(tests)
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(
        [
            "1 recorded test played back, 1 did not pass:",
            "    Several threads or tasks make its calls, and their order may differ from run to run.",
        ]
    )


def test_the_options_of_the_session_are_kept(tests: pytest.Pytester) -> None:
    """Those which say what a test sees; what chooses tests, stops early or writes files is left out."""
    tests.makeconftest(
        (tests.path / "conftest.py").read_text()
        + """
def pytest_addoption(parser):
    parser.addoption("--stage")
"""
    )
    folder = tests.mkdir("inner dir")
    (folder / "test_it.py").write_text(
        VARYING.replace(
            "def test_steady(tables):",
            "def test_steady(tables, pytestconfig):\n    assert pytestconfig.getoption('--stage') == 'a b'",
        )
    )
    result = record(
        tests,
        "--stage=a b",
        "-k",
        "steady or name",
        "--junitxml=report.xml",
        "--maxfail=1",
        "-x",
        "--lf",
        "--sw",
        "-o",
        "console_output_style=count",
        "--durations=1",
        f"{folder}/test_it.py",
    )
    result.assert_outcomes(passed=2, deselected=2)
    result.stdout.fnmatch_lines(
        ["2 recorded tests played back, 1 did not pass:", "  inner dir/test_it.py::test_varying_name"]
    )
    assert 'tests="2"' in (tests.path / "report.xml").read_text()
    last_failed = tests.path / ".pytest_cache/v/cache/lastfailed"
    assert not last_failed.exists()


def test_workers(
    tests: pytest.Pytester, run_in_workers: Callable[..., pytest.RunResult], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The controller has them played, all at once."""
    tests.makepyfile(test_it=VARYING, test_other=VARYING)
    result = run_in_workers("--cassette-mode=once", "-k", "steady or name")
    result.assert_outcomes(passed=4)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        ["playing back 4 recorded tests ...", "4 recorded tests played back, 2 did not pass:"]
    )


def test_the_network_is_closed(tests: pytest.Pytester) -> None:
    tests.makepyfile(
        test_it="""
        import os
        import boto3
        import pytest

        @pytest.fixture(autouse=True)
        def other():
            if os.path.exists("cassettes/test_it/test_one.yaml"):
                client = boto3.client(
                    "sqs", "us-east-1", endpoint_url="http://127.0.0.1:9", aws_access_key_id="a",
                    aws_secret_access_key="b",
                )
                client.list_queues()

        @pytest.mark.cassette
        def test_one(tables):
            tables()
        """
    )
    result = record(tests)
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(
        ["1 recorded test played back, 1 did not pass:", "*CannotReplay: *sqs.ListQueues*"]
    )


def test_a_session_that_cannot_be_started_again(tests: pytest.Pytester) -> None:
    """It says so in a line, and fails nothing."""
    tests.makepyfile(test_it=VARYING.replace("tables)", "tables, given)"))

    class Plugin:
        @pytest.fixture
        def given(self) -> None:
            pass

    result = tests.runpytest_inprocess("--cassette-mode=once", "-k", "steady", plugins=[Plugin()])
    result.assert_outcomes(passed=1, deselected=3)
    assert result.ret == pytest.ExitCode.OK
    result.stdout.fnmatch_lines(
        ["the new recordings were not replayed: pytest.main was given plugins that only this process has."]
    )


def test_a_session_whose_options_are_unknown_again(tests: pytest.Pytester) -> None:
    tests.makepyfile(test_it=VARYING)

    class Plugin:
        def pytest_addoption(self, parser: pytest.Parser) -> None:
            parser.addoption("--of-the-object")

    result = tests.runpytest_inprocess(
        "--cassette-mode=once", "--of-the-object=1", "-k", "steady", plugins=[Plugin()]
    )
    result.assert_outcomes(passed=1, deselected=3)
    assert result.ret == pytest.ExitCode.OK
    result.stdout.fnmatch_lines(
        ["the new recordings were not replayed: pytest could not be started again as it was (*"]
    )


def test_plugins_that_have_a_name(tests: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    tests.makepyfile(
        test_it=VARYING.replace("tables)", "tables, given)"),
        given_plugin="import pytest\n@pytest.fixture\ndef given(): pass\n",
    )
    tests.syspathinsert()
    monkeypatch.setenv("PYTHONPATH", str(tests.path), prepend=os.pathsep)
    result = tests.runpytest_inprocess("--cassette-mode=once", "-k", "steady", plugins=["given_plugin"])
    result.stdout.fnmatch_lines(["1 recorded test played back, all passed"])


def test_pytest_under_harness_record(tests: pytest.Pytester) -> None:
    """The process that plays does not record for harness record."""
    tests.makepyfile(test_it=VARYING)
    harness = str(Path(sys.executable).with_name("harness"))
    result = tests.run(
        harness,
        "record",
        "-c",
        "tape.yaml",
        "--",
        sys.executable,
        "-m",
        "pytest",
        "--cassette-mode=once",
        "-k",
        "name",
    )
    result.stdout.fnmatch_lines(["1 recorded test played back, 1 did not pass:"])
    assert result.ret == 1


SECRETS = """
import json

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from harness.record.http import RawBody

client = boto3.client("secretsmanager", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b")


def network(request, **_):
    arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:db"
    body = {"ARN": arn, "SecretString": "hunter2-hunter2"}
    headers = {"content-type": "application/x-amz-json-1.1"}
    return AWSResponse(request.url, 200, headers, RawBody(json.dumps(body).encode()))


client.meta.events.register("before-send.secretsmanager", network)


@pytest.mark.cassette
def test_secret():
    assert client.get_secret_value(SecretId="db")["SecretString"] == "hunter2-hunter2"
"""


def test_a_secret_that_is_compared(tests: pytest.Pytester) -> None:
    """The test passes while it records, and fails with what redaction has put into the recording."""
    tests.makepyfile(test_it=SECRETS)
    words = [
        "The replayed answers hold placeholders that redaction put in place of secrets:",
        "  secretsmanager.GetSecretValue: /SecretString is a stand-in (sensitive member)",
        (
            "If the test needs one of these values and it is not a secret, keep it and record with "
            "--cassette-mode=rewrite:"
        ),
        "  [[]tool.harness.redaction[]]  # pyproject.toml",
        '  keep = [[]"secretsmanager.GetSecretValue/SecretString"[]]',
    ]
    result = record(tests)
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(
        ["1 recorded test played back, 1 did not pass:", *(f"    {line}" for line in words)]
    )
    result = tests.runpytest_inprocess()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*Captured harness call*", *words])
    # What the message says mends it.
    tests.makepyprojecttoml(
        """
        [tool.harness.redaction]
        keep = ["secretsmanager.GetSecretValue/SecretString"]
        """
    )
    result = tests.runpytest_inprocess("--cassette-mode=rewrite")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["1 recorded test played back, all passed"])


WIDE = """
import uuid
import pytest

@pytest.fixture(scope="{scope}")
def bucket(make_tables):
    yield
    make_tables(f"table-{{uuid.uuid4()}}")

@pytest.mark.cassette
@pytest.mark.parametrize("number", [1, 2])
def test_it(bucket, number):
    pass
"""
MAKE_TABLES = """

@pytest.fixture(scope="session")
def make_tables(dynamodb):
    return lambda name: dynamodb.list_tables(ExclusiveStartTableName=name)
"""


@pytest.mark.parametrize("scope", ["function", "class", "module", "session"])
def test_what_only_a_tear_down_recorded_is_played_back(tests: pytest.Pytester, scope: str) -> None:
    tests.makeconftest((tests.path / "conftest.py").read_text() + MAKE_TABLES)
    tests.makepyfile(test_it=WIDE.format(scope=scope), test_later="def test_other(): pass\n")
    result = record(tests, "test_it.py", "test_later.py")
    result.stdout.fnmatch_lines(
        [
            "* played back, ? did not pass:",
            "  test_it.py::test_it*",
            "    harness.record.errors.CannotReplay: cassettes/test_it/*",
            '*match={"dynamodb.ListTables:/ExclusiveStartTableName": "uuid"})',
        ]
    )


MANY = """
import time
import boto3
import pytest
from moto import mock_aws

@pytest.mark.cassette
def test_it():
    logs = boto3.client("logs", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
    now = int(time.time() * 1000)
    events = [{"timestamp": now + number, "message": "x"} for number in range(12)]
    with mock_aws(), pytest.raises(logs.exceptions.ResourceNotFoundException):
        logs.put_log_events(logGroupName="a", logStreamName="b", logEvents=events)
"""


def test_what_to_declare_is_shown_however_much_differs(tests: pytest.Pytester) -> None:
    tests.makepyfile(test_it=MANY)
    result = record(tests)
    result.stdout.fnmatch_lines(
        [
            "1 recorded test played back, 1 did not pass:",
            "      /logEvents/0/timestamp: recorded *",
            '      @pytest.mark.cassette(match={"logs.PutLogEvents:/logEvents/*/timestamp": "epoch"})',
            '      "logs.PutLogEvents:/logEvents/*/timestamp" = "epoch"',
            "    ... and * more; pytest test_it.py::test_it shows them",
        ]
    )


ROUNDS = """
import base64
import random
import uuid
import boto3
import pytest
from moto import mock_aws

with open("runs", "ab") as runs:  # each run draws other values, and the same ones in each session
    runs.write(b".")
    drawn = random.Random(runs.tell())

KEYS = dict(aws_access_key_id="a", aws_secret_access_key="b", region_name="us-east-1")

@pytest.fixture
def put():
    with mock_aws():
        s3 = boto3.client("s3", **KEYS)
        bucket = f"bucket-{drawn.randbytes(6).hex()}"
        s3.create_bucket(Bucket=bucket)
        yield lambda key, **others: s3.put_object(Bucket=bucket, Key=key, **others)

@pytest.mark.cassette
def test_one(put):
    nonce = base64.b64encode(drawn.randbytes(12)).decode()
    key = f"run-{uuid.UUID(bytes=drawn.randbytes(16), version=4)}"
    put(key, Body=drawn.randbytes(40), Metadata={"nonce": nonce})

@pytest.mark.cassette
def test_other(put):
    put(f"{drawn.randbytes(4).hex()}-run")
"""


def test_one_run_says_all_that_is_to_be_declared(tests: pytest.Pytester) -> None:
    tests.makepyfile(test_it=ROUNDS)
    result = record(tests)
    result.assert_outcomes(passed=2)
    said = result.stdout.lines
    start = said.index("To let all these values differ, put this into pyproject.toml:") + 1
    table = list(takewhile(lambda line: line.startswith("  "), said[start:]))
    match = tomllib.loads("\n".join(table))["tool"]["harness"]["match"]
    assert match == {
        "s3.CreateBucket:/Bucket": "[0-9a-f]{12}",
        "s3.PutObject:/Body": "any",
        "s3.PutObject:/Key": "uuid|[0-9a-f]{8}",
        "s3.PutObject:/Metadata/nonce": "any",
    }
    tests.makepyprojecttoml("\n".join(line.strip() for line in table))
    tests.runpytest_inprocess().assert_outcomes(passed=2)


TOKEN = """
import random
import boto3
import pytest
from moto import mock_aws

@pytest.mark.cassette
def test_it():
    with mock_aws():
        sts = boto3.client("sts", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
        sts.get_session_token(DurationSeconds=random.randint(900, 9000))
"""


def test_places_of_operations_are_no_secrets(tests: pytest.Pytester) -> None:
    tests.makepyfile(test_it=TOKEN)
    result = record(tests)
    said = result.stdout.str()
    assert 'ignore=["sts.GetSessionToken:/DurationSeconds"]' in said
    assert '      "sts.GetSessionToken:/DurationSeconds" = "any"' in said
