"""The network is closed to botocore in replay, for all of a session, unless a test or a setting opens it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

CLIENT = """
import os

import boto3

dynamodb = boto3.client(
    "dynamodb",
    region_name="us-east-1",
    endpoint_url=os.environ["STUB_URL"],
    aws_access_key_id="a",
    aws_secret_access_key="b",
)


def ask(after="aaa"):
    return dynamodb.list_tables(ExclusiveStartTableName=after)["TableNames"]
"""


class Server:
    """A server on loopback that counts what reaches it."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                server.requests.append(f"{self.command} {self.path}")
                body = b'{"TableNames": ["orders"]}'
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}"
        threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True).start()


@pytest.fixture
def server(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The server; ``aws.ask`` of the project reaches it."""
    server = Server()
    monkeypatch.setenv("STUB_URL", server.url)
    (project.path / "conftest.py").unlink()
    project.makepyfile(aws=CLIENT)
    project.syspathinsert()
    yield server
    server.http.shutdown()
    server.http.server_close()


EVERYWHERE = """
import threading
import pytest
import aws

@pytest.fixture(scope="session")
def whole():
    aws.ask("whole-up")
    yield
    aws.ask("whole-down")

@pytest.fixture
def own():
    aws.ask("own-up")
    yield
    aws.ask("own-down")

@pytest.mark.cassette
def test_marked(whole, own):
    aws.ask("test")
    thread = threading.Thread(target=aws.ask, args=("thread",))
    thread.start()
    thread.join()
"""


def test_nothing_of_a_marked_test_goes_out_in_replay(project: pytest.Pytester, server: Server) -> None:
    project.makepyfile(test_it=EVERYWHERE)
    project.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=1)
    assert len(server.requests) == 6
    for options in ((), ("--cassette-mode=none",), ("--cassette-mode=once",)):
        project.runpytest_inprocess(*options).assert_outcomes(passed=1)
    assert len(server.requests) == 6


UNMARKED = """
import threading
import pytest
import aws

@pytest.fixture
def early():
    aws.ask()

@pytest.fixture
def late():
    yield
    aws.ask()

def test_in_set_up(early):
    pass

def test_in_call():
    aws.ask()

def test_in_tear_down(late):
    pass

def test_in_a_thread():
    errors = []

    def work():
        try:
            aws.ask()
        except Exception as error:
            errors.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    raise errors[0]
"""
REFUSED = (
    "calls dynamodb.ListTables (POST {url}/), which has no cassette, and the network is closed. "
    "Mark the test with @pytest.mark.cassette and record it with --cassette-mode=once, let its calls "
    "out with @pytest.mark.cassette(network=True), or allow the endpoint: network = ['{endpoint}'] under "
    "[tool.harness] in pyproject.toml."
)


def closing(project: pytest.Pytester, how: str) -> tuple[str, ...]:
    """Let a session use cassettes, by an option, a setting or another test."""
    if how == "setting":
        project.makepyprojecttoml("[tool.harness]\n")
    if how == "marker":
        project.makepyfile(test_other="import pytest\n@pytest.mark.cassette\ndef test_other(): pass\n")
    return (how,) if how.startswith("-") else ()


@pytest.mark.parametrize("how", ["--cassette-mode=none", "--cassette-mode=once", "setting", "marker"])
def test_unmarked_tests_are_refused(project: pytest.Pytester, server: Server, how: str) -> None:
    project.makepyfile(test_it=UNMARKED)
    result = project.runpytest_inprocess(*closing(project, how))
    result.assert_outcomes(failed=2, errors=2, passed=2 if how == "marker" else 1)
    text = result.stdout.str()
    words = REFUSED.format(url=server.url, endpoint=server.url.removeprefix("http://"))
    for who in (
        "The set-up of test_it.py::test_in_set_up",
        "test_it.py::test_in_call",
        "The tear-down of test_it.py::test_in_tear_down",
        "test_it.py::test_in_a_thread",
    ):
        assert f"NetworkRefused: {who} {words}\n" in text
    assert server.requests == []


def test_a_session_that_uses_no_cassettes_is_left_alone(project: pytest.Pytester, server: Server) -> None:
    project.makepyfile(test_it=UNMARKED.replace("    raise errors[0]\n", ""))
    project.makepyprojecttoml("[tool.other]\nharness = 1\n")
    project.runpytest_inprocess().assert_outcomes(passed=4)
    assert len(server.requests) == 4


@pytest.mark.parametrize("mode", ["new_episodes", "all", "rewrite"])
def test_modes_that_record_leave_it_open(project: pytest.Pytester, server: Server, mode: str) -> None:
    project.makepyfile(test_it="import aws\ndef test_one(): aws.ask()\n")
    project.runpytest_inprocess(f"--cassette-mode={mode}").assert_outcomes(passed=1)
    assert len(server.requests) == 1


def test_recording_one_test_lets_no_other_out(project: pytest.Pytester, server: Server) -> None:
    project.makepyfile(
        test_it="""
        import aws
        import pytest

        def test_plain():
            with pytest.raises(Exception, match="the network is closed"):
                aws.ask()

        @pytest.mark.cassette
        def test_marked():
            aws.ask()
        """
    )
    project.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=2)
    assert len(server.requests) == 1


@pytest.mark.parametrize("how", ["--cassette-mode=none", "setting", "in the module"])
def test_imports_are_refused(project: pytest.Pytester, server: Server, how: str) -> None:
    options = closing(project, how)
    mark = "import pytest\npytestmark = pytest.mark.cassette\n" if how == "in the module" else ""
    project.makepyfile(test_it=f"{mark}import aws\nTABLES = aws.ask()\ndef test_one(): pass\n")
    result = project.runpytest_inprocess(*options)
    result.assert_outcomes(errors=1)
    assert (
        "NetworkRefused: The import of test_it.py calls dynamodb.ListTables "
        f"(POST {server.url}/), which has no cassette, and the network is closed. Move the "
        "call into a test or a fixture, or allow the endpoint: network = "
    ) in result.stdout.str()
    assert server.requests == []


def test_the_import_of_a_module_without_cassettes_is_left_alone(
    project: pytest.Pytester, server: Server
) -> None:
    project.makepyfile(
        test_a="import aws\nTABLES = aws.ask()\ndef test_one(): pass\n",
        test_b="import pytest\n@pytest.mark.cassette\ndef test_two(): pass\n",
    )
    project.runpytest_inprocess().assert_outcomes(passed=2)
    assert len(server.requests) == 1


def test_a_test_that_lets_its_calls_out(project: pytest.Pytester, server: Server) -> None:
    """Neither recorded nor played, in a module whose other tests are."""
    project.makepyfile(
        test_it="""
        import aws
        import pytest

        pytestmark = pytest.mark.cassette

        @pytest.fixture
        def prepared():
            aws.ask()
            yield
            aws.ask()

        @pytest.mark.cassette(network=True)
        def test_out(prepared):
            aws.ask()

        def test_played():
            aws.ask()
        """
    )
    project.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=2)
    assert len(server.requests) == 4
    assert [path.name for path in project.path.rglob("*.yaml")] == ["test_played.yaml"]
    project.runpytest_inprocess().assert_outcomes(passed=2)
    assert len(server.requests) == 7


def test_a_test_that_lets_its_calls_out_has_no_cassette(project: pytest.Pytester, server: Server) -> None:
    project.makepyfile(
        test_it="""
        import pytest

        @pytest.mark.cassette(network=True)
        def test_one(cassette):
            pass

        @pytest.mark.cassette("name", network=True)
        def test_two(cassette):
            pass
        """
    )
    result = project.runpytest_inprocess()
    result.assert_outcomes(errors=2)
    result.stdout.fnmatch_lines(
        [
            "test_it.py::test_one: network=True leaves the test without a cassette; it asks for one. *",
            (
                "test_it.py::test_two: network=True lets its calls out unrecorded, so no other argument "
                "applies. *"
            ),
        ]
    )


@pytest.mark.parametrize(
    ("network", "reached"),
    [
        ("true", True),
        ("false", False),
        ("[]", False),
        ('["URL"]', True),
        ('["127.0.0.*"]', True),
        ('["127.0.0.1:1", "localhost"]', False),
        ('["https://127.0.0.1"]', False),
    ],
)
def test_endpoints_that_are_allowed(
    project: pytest.Pytester, server: Server, network: str, reached: bool
) -> None:
    project.makepyprojecttoml(f"[tool.harness]\nnetwork = {network.replace('URL', server.url)}\n")
    project.makepyfile(test_it="import aws\ndef test_one(): aws.ask()\n")
    project.runpytest_inprocess().assert_outcomes(passed=reached, failed=not reached)
    assert len(server.requests) == reached


@pytest.mark.parametrize("network", ['"localhost"', "[1]", '[""]'])
def test_endpoints_that_are_none(project: pytest.Pytester, network: str) -> None:
    project.makepyprojecttoml(f"[tool.harness]\nnetwork = {network}\n")
    result = project.runpytest_inprocess()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(
        [
            (
                "ERROR: *pyproject.toml, [[]tool.harness]: network must be true, false or a list of "
                'endpoints, as [[]"http://localhost:4566"].'
            )
        ]
    )


def test_moto_and_vcrpy_answer_within_the_process(project: pytest.Pytester, server: Server) -> None:
    project.makepyfile(
        test_it="""
        import aws
        import boto3
        import pytest
        from moto import mock_aws

        @mock_aws
        def test_moto():
            boto3.client("s3", "us-east-1").create_bucket(Bucket="reports")

        @pytest.mark.vcr
        def test_vcrpy():
            assert aws.ask() == ["orders"]
        """
    )
    project.makeini("[pytest]\naddopts = -p aws_contract_harness -p recording")
    project.runpytest_inprocess("--record-mode=once").assert_outcomes(passed=2)
    project.runpytest_inprocess("--cassette-mode=none").assert_outcomes(passed=2)
    assert len(server.requests) == 1


def test_look_ups_of_metadata_find_nothing(project: pytest.Pytester, server: Server) -> None:
    """As offline, though the network would answer: botocore tries the address of the instance's metadata."""
    project.makepyfile(
        test_it="""
        import boto3
        import botocore.exceptions
        import pytest

        def test_one():
            with pytest.raises(botocore.exceptions.NoCredentialsError):
                boto3.client("s3", "us-east-1").list_buckets()
        """
    )
    project.runpytest_inprocess("--cassette-mode=none").assert_outcomes(passed=1)


def test_the_tests_that_run_in_workers(project: pytest.Pytester, server: Server, run_in_workers: Any) -> None:
    project.makepyfile(test_it=UNMARKED)
    run_in_workers("--cassette-mode=none").assert_outcomes(failed=2, errors=2, passed=1)
    assert server.requests == []
