"""Nothing leaves the process in replay: counted by a listener, and by the kernel of a network of its own.

One suite calls AWS, and others, at every time that a session has: while modules are imported, in fixtures of
every scope, in their tear-downs, in threads, between tests, when the session ends. It is recorded from a
server that counts connections, which shows that the server would see them, and replayed beside it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

REAL = Path(__file__).parents[2] / "benchmarks" / "real"

CALLS = """
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache

import boto3
import requests

URL = os.environ["SERVER"]
ELSE = os.environ.get("ELSE", "")

@cache  # a client looks for credentials when it is made: one at each kind of place
def client(kind):
    return boto3.client("sqs", "us-east-1", endpoint_url=URL)

def ask(place):
    client(place.rstrip(" 0123456789")).list_queues(QueueNamePrefix=place + ELSE)

def ask_another(place):
    assert requests.post(URL + "/other", json={"place": place + ELSE}).ok

def try_to(function, place):
    with suppress(Exception):
        function(place)
"""
CONFTEST = """
import pytest
from calls import ask, ask_another, try_to

@pytest.fixture(scope="session")
def for_session():
    ask("session")
    yield
    ask("end of session")

@pytest.fixture(scope="session")
def thread_of_session():
    with ThreadPoolExecutor(1) as pool:
        pool.submit(ask, "thread of session").result()
        yield pool

def pytest_runtest_logfinish():
    try_to(ask, "between tests")

def pytest_sessionfinish():
    try_to(ask, "end")
"""
CONFTEST = CONFTEST.replace(
    "import pytest\n", "import pytest\nfrom concurrent.futures import ThreadPoolExecutor\n", 1
)
TESTS = """
import pytest
from concurrent.futures import ThreadPoolExecutor
from calls import ELSE, ask, ask_another, try_to, boto3

pytestmark = pytest.mark.cassette(http=True)
try_to(ask, "import")

def both(place):
    ask(place)
    ask_another(place)

@pytest.fixture(scope="package")
def for_package():
    both("package")
    yield
    both("end of package")

@pytest.fixture(scope="module")
def for_module(for_package):
    both("module")
    yield
    both("end of module")

@pytest.fixture(scope="class")
def for_class(for_module):
    both("class")
    yield
    both("end of class")

@pytest.fixture
def for_function(for_class):
    both("function")
    yield
    both("end of function")

class TestAll:
    @classmethod
    def setup_class(cls):
        both("setup_class")

    def setup_method(self):
        both("setup_method")

    def teardown_method(self):
        both("teardown_method")

    @pytest.mark.parametrize("number", [1, 2])
    def test_it(self, for_session, for_function, thread_of_session, number):
        both(f"test {number}")
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(both, [f"thread {index}" for index in range(8)]))
        thread_of_session.submit(both, "another thread").result()

@pytest.mark.skipif(not ELSE, reason="while it is recorded, there is no such host")
def test_another_endpoint():
    sqs = boto3.client("sqs", "us-east-1", endpoint_url="https://sqs.us-east-1.amazonaws.com")
    try_to(lambda place: sqs.list_queues(QueueNamePrefix=place), "elsewhere")

@pytest.mark.cassette(http=False)
def test_aws_alone(for_session):
    ask("aws alone")
"""
UNMARKED = """
from calls import ask, try_to

try_to(ask, "import of another module")

def test_unmarked():
    try_to(ask, "unmarked")
"""
DRIVER = """
import json, os, subprocess, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from closed import bring_loopback_up, network_counters

class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_):
        pass

class Server(ThreadingHTTPServer):
    connections = 0

    def get_request(self):
        Server.connections += 1
        return super().get_request()

bring_loopback_up()
server = Server(("127.0.0.1", 0), Handler)
Thread(target=server.serve_forever, daemon=True).start()
KEYS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
runs = {
    "recorded": (KEYS, ["--cassette-mode=rewrite"]),
    "replayed": ({}, []),
    "asked for something else": ({"ELSE": " else"}, []),
    "once": (KEYS, ["--cassette-mode=once"]),
    "without cassettes": (KEYS, ["--cassette-dir=nowhere"]),
}
found = {}
for name, (variables, options) in runs.items():
    Server.connections, before = 0, network_counters()
    env = {**os.environ, **variables, "SERVER": f"http://127.0.0.1:{server.server_port}"}
    command = [sys.executable, "-m", "pytest", "-q", "-rN", "-p", "aws_contract_harness", *options]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    after = network_counters()
    found[name] = {
        "status": done.returncode,
        "said": done.stdout[-3000:],
        "connections": Server.connections,
        **{kind: after[kind] - before[kind] for kind in after},
    }
print(json.dumps(found))
"""
NOTHING = {"connections": 0, "opened": 0, "unreachable": 0, "datagrams": 0}


@pytest.mark.needs("namespaces")
def test_no_connection_is_opened_in_replay(tmp_path: Path) -> None:
    suite = tmp_path / "suite"
    suite.mkdir()
    files = {
        "pyproject.toml": "[tool.harness]\nverify = false\n",
        "calls.py": CALLS,
        "conftest.py": CONFTEST,
        "test_scopes.py": TESTS,
        "test_unmarked.py": UNMARKED,
    }
    for name, text in files.items():
        (suite / name).write_text(text)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "HARNESS_"))}
    path = os.pathsep.join(filter(None, (str(suite), str(REAL), clean.get("PYTHONPATH"))))
    done = subprocess.run(
        ["unshare", "--map-root-user", "--net", sys.executable, "-c", DRIVER],
        cwd=suite,
        env={**clean, "PYTHONPATH": path, "HOME": str(tmp_path), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    runs: dict[str, Any] = json.loads(done.stdout)
    recorded = runs.pop("recorded")
    assert recorded["status"] == 0, recorded["said"]
    assert recorded["connections"] > 50
    assert {"replayed", "once"} < runs.keys()
    for name, run in runs.items():
        assert {kind: run[kind] for kind in NOTHING} == NOTHING, f"{name}: {run['said']}"
        assert run["status"] in (0, 1), run["said"]
        assert (run["status"] == 0) is (name in ("replayed", "once")), f"{name}: {run['said']}"
