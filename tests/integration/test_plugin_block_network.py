"""``--block-network``: in replay no socket reaches out, whoever opens it, in tests, threads and programs."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

OWN = ("-p", "no:recording")
"""pytest-recording, which is installed here, has an option of the same name."""

CLIENTS = {
    "urllib": "import urllib.request; urllib.request.urlopen(URL)",
    "http.client": "import http.client; http.client.HTTPConnection('127.0.0.1', PORT).request('GET', '/')",
    "urllib3": "import urllib3; urllib3.PoolManager(retries=False).request('GET', URL)",
    "requests": "import requests; requests.get(URL)",
    "httpx": "import httpx; httpx.get(URL)",
    "aiohttp": """
    import aiohttp, asyncio
    async def ask():
        async with aiohttp.ClientSession() as session, session.get(URL) as response:
            return await response.read()
    asyncio.run(ask())""",
    "asyncio": "import asyncio; asyncio.run(asyncio.open_connection('127.0.0.1', PORT))",
    "datagrams": "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'.', ('127.0.0.1', PORT))",
    "a presigned URL": """
    import boto3, urllib.request
    keys = {'aws_access_key_id': 'a', 'aws_secret_access_key': 'b'}
    s3 = boto3.client('s3', 'eu-west-1', endpoint_url=URL, **keys)
    urllib.request.urlopen(s3.generate_presigned_url('get_object', Params={'Bucket': 'b', 'Key': 'k'}))""",
}
CALL = f"    {CLIENTS['urllib']}"


class Handler(BaseHTTPRequestHandler):
    asked = 0

    def do_GET(self) -> None:
        type(self).asked += 1
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(autouse=True)
def _few_plugins(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have sessions load harness's plugin and no other, as each takes its time to start."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeini("[pytest]\naddopts = -p aws_contract_harness")


@pytest.fixture
def port() -> Iterator[int]:
    Handler.asked = 0
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def module(port: int, *tests: str) -> str:
    return "\n".join([f"PORT = {port}", "URL = f'http://127.0.0.1:{PORT}/'", *tests])


def test_no_client_reaches_out(pytester: pytest.Pytester, port: int) -> None:
    tests = [f"def test_{n}():\n    {code.strip()}" for n, code in enumerate(CLIENTS.values())]
    pytester.makepyfile(module(port, *tests))
    result = pytester.runpytest_subprocess("-q", *OWN, "--block-network")
    result.assert_outcomes(failed=len(CLIENTS))
    for n in range(len(CLIENTS)):
        assert (
            f"SocketClosed: test_no_client_reaches_out.py::test_{n} connects to 127.0.0.1:{port}, and the "
            "network is closed (--block-network). Answer the request within the process, record it with "
            "@pytest.mark.cassette(http=True), let the test's calls out with "
            "@pytest.mark.cassette(network=True), or allow "
            f"the endpoint: network = ['127.0.0.1:{port}'] under [tool.harness] in pyproject.toml."
        ) in result.stdout.str()
    assert Handler.asked == 0


def test_a_name_is_not_looked_up(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import socket

        def test_name():
            socket.getaddrinfo('example.com', 443)

        def test_address():
            socket.getnameinfo(('192.0.2.1', 443), 0)

        def test_own_address():
            socket.getnameinfo(('127.0.0.1', 443), 0)
        """
    )
    result = pytester.runpytest_subprocess("-q", *OWN, "--block-network")
    result.assert_outcomes(passed=1, failed=2)
    for test, asked in (("test_name", "example.com"), ("test_address", "192.0.2.1")):
        result.stdout.fnmatch_lines(f"E *SocketClosed: *::{test} looks up {asked}, and the network is *")


@pytest.mark.parametrize("allowed", ["127.0.0.1", "localhost", "http://localhost:{port}", "*"])
def test_what_the_settings_list_is_reached(pytester: pytest.Pytester, port: int, allowed: str) -> None:
    pytester.makepyfile(module(port, f"def test_it():\n    {CLIENTS['requests']}"))
    pytester.makepyprojecttoml(
        f"[tool.harness]\nblock-network = true\nnetwork = ['{allowed.format(port=port)}']"
    )
    pytester.runpytest_subprocess("-q").assert_outcomes(passed=1)
    assert Handler.asked == 1


def test_a_test_whose_calls_go_out_reaches_out(pytester: pytest.Pytester, port: int) -> None:
    pytester.makepyfile(
        module(
            port,
            "import pytest\n@pytest.mark.cassette(network=True)\ndef test_it():",
            f"    {CLIENTS['urllib']}",
        )
    )
    pytester.runpytest_subprocess("-q", *OWN, "--block-network").assert_outcomes(passed=1)


def test_what_answers_within_the_process_goes_on(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import socket

        def test_it(synthetic_client):
            assert 'QueueUrls' in synthetic_client('sqs').list_queues()
            one, other = socket.socketpair()
            one.send(b'.')
            assert other.recv(1) == b'.'
        """
    )
    pytester.runpytest_subprocess("-q", *OWN, "--block-network").assert_outcomes(passed=1)


def test_python_programs_that_a_test_starts_are_closed_too(pytester: pytest.Pytester, port: int) -> None:
    pytester.makepyfile(
        module(
            port,
            "import subprocess, sys",
            "CODE = f'import urllib.request; urllib.request.urlopen({URL!r})'",
            "def test_it():",
            "    done = subprocess.run([sys.executable, '-c', CODE], capture_output=True, text=True)",
            "    assert done.returncode == 1",
            "    print(done.stderr.splitlines()[-1])",
        )
    )
    result = pytester.runpytest_subprocess("-q", "-s", *OWN, "--block-network")
    result.assert_outcomes(passed=1)
    result.stdout.re_match_lines(
        r"harness\.record\.errors\.SocketClosed: Process \d+, which a test started, connects to "
        rf"127\.0\.0\.1:{port}, "
    )
    assert Handler.asked == 0


def test_a_thread_that_outlives_its_test_is_named(pytester: pytest.Pytester, port: int) -> None:
    pytester.makepyfile(
        module(
            port,
            "import threading, urllib.request",
            "go, said = threading.Event(), []",
            "def late():",
            "    go.wait(10)",
            "    try:",
            "        urllib.request.urlopen(URL)",
            "    except Exception as error:",
            "        said.append(str(error))",
            "def test_one():",
            "    global thread",
            "    thread = threading.Thread(target=late, name='late')",
            "    thread.start()",
            "def test_two():",
            "    go.set()",
            "    thread.join()",
            "    print(said)",
        )
    )
    result = pytester.runpytest_subprocess("-q", "-s", *OWN, "--block-network")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(
        f"*The thread 'late' of *.py::test_one, which is over, connects to 127.0.0.1:{port}, *"
    )
    assert Handler.asked == 0


def test_the_options_of_pytest_recording_and_harness_are_one(pytester: pytest.Pytester, port: int) -> None:
    pytester.makepyfile(module(port, f"def test_it():\n    {CLIENTS['urllib']}"))
    both = ("-p", "recording", "--block-network")
    pytester.runpytest_subprocess("-q", *both).assert_outcomes(failed=1)
    assert Handler.asked == 0


def test_awscrt_is_refused(pytester: pytest.Pytester, port: int) -> None:
    pytester.makepyfile(
        module(
            port,
            "import pytest",
            "from awscrt.http import HttpClientConnection, HttpHeaders, HttpRequest",
            "from awscrt.io import ClientBootstrap, DefaultHostResolver, EventLoopGroup, SocketOptions",
            "from awscrt.s3 import S3Client, S3RequestType",
            "def bootstrap():",
            "    group = EventLoopGroup(1)",
            "    return ClientBootstrap(group, DefaultHostResolver(group))",
            "def test_http():",
            "    HttpClientConnection.new('127.0.0.1', PORT, bootstrap(), SocketOptions()).result(10)",
            "def test_s3():",
            "    request = HttpRequest('GET', '/', HttpHeaders([('host', f'127.0.0.1:{PORT}')]))",
            "    client = S3Client(bootstrap=bootstrap(), region='eu-west-1', tls_mode=None)",
            "    asked = client.make_request(type=S3RequestType.GET_OBJECT, request=request)",
            "    asked.finished_future.result(10)",
        )
    )
    result = pytester.runpytest_subprocess("-q", *OWN, "--block-network")
    result.assert_outcomes(failed=2)
    for name in ("http", "s3"):
        result.stdout.fnmatch_lines(f"E *SocketClosed: *::test_{name} connects to 127.0.0.1:{port}, *")
    assert Handler.asked == 0


def test_nothing_is_hooked_without_the_option() -> None:
    code = "import sys; import harness.pytest_plugin; print('harness.record.sockets' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
