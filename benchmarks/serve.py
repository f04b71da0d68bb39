"""What an answered request costs `harness serve`, beside moto's server: its processor time.

Both run in a process of their own on loopback, and the clients, on one asyncio loop, in this one; each client
sends its next request when it has read the last answer. The operations are some that both servers know, over
the json and the query protocol. `harness serve` remembers the answer to a request that is sent again; where
it says "each another", none is remembered.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import aiohttp
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from measure import Row, Target, compare

BIN = Path(sys.executable).parent
CLIENTS = 20
OURS, THEIRS = 2_000, 400  # requests of a round

_JSON = {"Content-Type": "application/x-amz-json-1.0"}
_FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
# Signing name, headers and body by operation; %d in a body is another number in each request.
REQUESTS = {
    "dynamodb.ListTables": (
        "dynamodb",
        {"X-Amz-Target": "DynamoDB_20120810.ListTables", **_JSON},
        b'{"Limit":10}',
    ),
    "sts.GetCallerIdentity": ("sts", _FORM, b"Action=GetCallerIdentity&Version=2011-06-15"),
    "sqs.ListQueues, each another": (
        "sqs",
        {"X-Amz-Target": "AmazonSQS.ListQueues", **_JSON},
        b'{"QueueNamePrefix":"orders-%d"}',
    ),
}


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs, and the numbers that it is asked with."""

    process: subprocess.Popen[bytes]
    url: str
    numbers: Iterator[int]


def rows(rounds: int) -> Iterator[Row]:
    """Measure each operation."""
    with (
        served(str(BIN / "harness"), "serve", "--port") as ours,
        served(str(BIN / "moto_server"), "-H", "127.0.0.1", "-p") as theirs,
    ):
        for name in REQUESTS:
            yield compare(
                f"harness serve answers a request, {name}",
                "moto_server",
                Target("factor", 5),
                partial(seconds_a_request, ours, name, OURS),
                partial(seconds_a_request, theirs, name, THEIRS),
                rounds,
            )


@contextmanager
def served(*command: str) -> Iterator[Server]:
    """Start a server, and stop it in the end."""
    port = free_port()
    process = subprocess.Popen([*command, str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        else:
            raise SystemExit(f"{command[0]} did not start within 30 seconds.")
        yield Server(process, f"http://127.0.0.1:{port}/", itertools.count())
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def processor_time(process: subprocess.Popen[bytes]) -> float:
    """Return the seconds that a process has had of all cores."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def seconds_a_request(server: Server, name: str, requests: int) -> float:
    """Return the server's processor time for one of some requests."""
    began = processor_time(server.process)
    asyncio.run(ask(server, name, requests))
    return (processor_time(server.process) - began) / requests


async def ask(server: Server, name: str, requests: int) -> None:
    """Send requests and read the answers.

    Raises:
        aiohttp.ClientResponseError: one is answered with an error.
    """
    service, headers, body = REQUESTS[name]
    request = AWSRequest("POST", server.url, headers, body)
    SigV4Auth(Credentials("testing", "testing"), service, "us-east-1").add_auth(request)
    signed = dict(request.headers.items())
    left = iter(range(requests))

    async def client(session: aiohttp.ClientSession) -> None:
        for _ in left:
            varied = body % next(server.numbers) if b"%d" in body else body
            async with session.post(server.url, data=varied, headers=signed) as response:
                response.raise_for_status()
                await response.read()

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        await asyncio.gather(*(client(session) for _ in range(CLIENTS)))
