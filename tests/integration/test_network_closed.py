"""The demo's replay opens no socket: with sockets denied to the process, and with no network at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

BIN = Path(sys.executable).parent
DEMO = Path(__file__).parents[2] / "examples/demo"
TAPE = ("-c", "cassettes/inventory.yaml")

# Ends the process at the first event of a socket (the audit events of Python's documentation).
DENY = """
import os, sys, traceback

def deny(event, _):
    if event.startswith("socket."):
        traceback.print_stack()
        os._exit(99)

sys.addaudithook(deny)
"""
# urllib3 asks the system for IPv6 by a socket when it is imported.
PROGRAM = f"""
import boto3, urllib3, inventory
{DENY}
inventory.prepare()
print(inventory.json.dumps(inventory.inventory(), indent=2))
"""


@dataclass(frozen=True)
class Recorded:
    """The demo with its cassettes, and what its program printed when it was recorded."""

    folder: Path
    printed: str
    offline: Mapping[str, str]

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=self.folder, env=self.offline, capture_output=True, text=True, check=False
        )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    folder = tmp_path_factory.mktemp("closed") / "demo"
    shutil.copytree(DEMO, folder, ignore=shutil.ignore_patterns("__pycache__", "cassettes"))
    offline = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    offline |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": "-p aws_contract_harness"}
    offline["HARNESS_VERIFY"] = "0"  # the tests below play it
    server = ThreadedMotoServer("127.0.0.1", 0)
    server.start()
    url = "http://{}:{}".format(*server.get_host_and_port())
    urllib.request.urlopen(urllib.request.Request(f"{url}/moto-api/reset", method="POST")).close()
    online = offline | {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }

    def run(command: Sequence[str | Path]) -> str:
        done = subprocess.run(command, cwd=folder, env=online, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    try:
        printed = run([BIN / "harness", "record", *TAPE, "--", sys.executable, "inventory.py"])
        run([BIN / "pytest", "-q", "--cassette-mode=rewrite", "test_inventory.py"])
    finally:
        server.stop()
    return Recorded(folder, printed, offline)


def replay(*program: str) -> tuple[str, ...]:
    return (str(BIN / "harness"), "record", *TAPE, "--mode", "none", "--", sys.executable, *program)


def test_with_sockets_denied(demo: Recorded) -> None:
    done = demo.run(*replay("-c", PROGRAM))
    assert (done.returncode, done.stdout) == (0, demo.printed), done.stderr


def test_the_denial_denies() -> None:
    program = f"{DENY}\nimport socket\nsocket.socket()"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode == 99


# What a command runs in, without a network interface but an unconfigured loopback.
NOWHERE = ("unshare", "--map-root-user", "--net")


@pytest.mark.needs("namespaces")
def test_the_program_in_a_namespace_without_interfaces(demo: Recorded) -> None:
    done = demo.run(*NOWHERE, *replay("inventory.py"))
    assert (done.returncode, done.stdout) == (0, demo.printed), done.stderr


@pytest.mark.needs("namespaces")
def test_pytest_in_a_namespace_without_interfaces(demo: Recorded) -> None:
    done = demo.run(*NOWHERE, str(BIN / "pytest"), "-q", "test_inventory.py")
    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout
