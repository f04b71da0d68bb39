"""A user's project for ``pytester``: its fixture ``dynamodb`` is a client whose network is a stub."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

import boto3
import pytest

from harness.cli import _group

# `make async` runs these, in environments of their own: aiobotocore, which s3fs needs too, pins botocore.
_NEEDS = {"test_async.py": "aiobotocore", "test_s3.py": "s3fs"}
collect_ignore = [name for name, package in _NEEDS.items() if find_spec(package) is None]

CONFTEST = '''
import itertools
import json

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from harness.record.http import RawBody

count = itertools.count(1)


@pytest.fixture(scope="session")
def dynamodb():
    """Each answer of the network names another table; the answer's members can be added to."""
    client = boto3.client(
        "dynamodb", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
    )

    def network(request, **_):
        body = {"TableNames": [f"table-{next(count)}"], **client.extra}
        headers = {"content-type": "application/x-amz-json-1.0"}
        return AWSResponse(request.url, 200, headers, RawBody(json.dumps(body).encode()))

    client.extra = {}
    client.meta.events.register("before-send.dynamodb", network)
    return client


@pytest.fixture
def tables(dynamodb):
    def tables(after="aaa", **params):
        return dynamodb.list_tables(ExclusiveStartTableName=after, **params)["TableNames"]

    return tables
'''


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A project with the fixtures ``dynamodb`` and ``tables``, and nothing of AWS in the environment.

    Its sessions have harness's plugin and no other, as each takes its time to start; ``-p NAME`` adds one.
    """
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(pytester.path))
    monkeypatch.setenv("HARNESS_VERIFY", "0")  # test_plugin_verify.py has tests played back
    pytester.makeconftest(CONFTEST)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeini("[pytest]\naddopts = -p aws_contract_harness")
    return pytester


@pytest.fixture
def run_in_workers(project: pytest.Pytester) -> Callable[..., pytest.RunResult]:
    """Run the project's tests in two workers of pytest-xdist."""
    return lambda *options: project.runpytest_subprocess("-p", "xdist", "-n2", *options)


@pytest.fixture
def run_harness(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a command of harness in this process; what its programs write is in its output too."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        capfd.readouterr()
        with monkeypatch.context() as patch:
            patch.delenv("PYTEST_CURRENT_TEST")  # the programs are no part of this test
            with pytest.raises(SystemExit) as caught:
                _group.main(arguments, prog_name="harness")
        out, err = capfd.readouterr()
        return subprocess.CompletedProcess(arguments, int(caught.value.code or 0), out, err)

    return run


class Api:
    """A server on loopback. Each answer has the number of its request, what was asked, and a token.

    Attributes:
        secret: the token.
        url: where it is.
        count: how many requests it got.
    """

    secret = "tok-93kfa8s2ld0q-7x"

    def __init__(self) -> None:
        api = self
        self.count = 0

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self) -> None:
                api.count += 1
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                answer = {"number": api.count, "asked": body.decode(), "access_token": api.secret}
                if "X-Amz-Target" in self.headers:
                    answer = {"TableNames": [f"table-{api.count}"]}
                content = json.dumps(answer).encode()
                self.send_response(302 if self.path == "/moved" else 200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                if self.path == "/moved":
                    self.send_header("Location", "/here")
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = answer  # noqa: N815 (http.server's names)

            def log_message(self, *_: object) -> None: ...

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def close(self) -> None:
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()

    def tables(self, **params: Any) -> list[str]:
        """Ask botocore for the tables, of this server."""
        client = boto3.client(
            "dynamodb", "us-east-1", endpoint_url=self.url, aws_access_key_id="a", aws_secret_access_key="b"
        )
        return list(client.list_tables(**params)["TableNames"])


@pytest.fixture
def api() -> Iterator[Api]:
    api = Api()
    yield api
    api.close()
