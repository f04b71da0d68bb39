"""What `harness serve` answers a second and core, and how much memory it takes, beside moto's server.

    python benchmarks/serve.py [--seconds N] [--clients 20,200]

Both run in a process of their own on loopback, and the clients, on one asyncio loop, in this one. Each client
sends its next request when it has read the last answer. The operations are some that both servers know, over
the json and the query protocol. A request is sent again and again, and `harness serve` remembers its answer;
where it says "varied" each is another, and none is remembered. What is answered a second and core is what is
answered in a second of the server's own processor time, which other programs do not change much.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

BIN = Path(sys.executable).parent

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
    "sqs.ListQueues, varied": (
        "sqs",
        {"X-Amz-Target": "AmazonSQS.ListQueues", **_JSON},
        b'{"QueueNamePrefix":"orders-%d"}',
    ),
}


@contextmanager
def server(command: list[str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        else:
            raise SystemExit(f"{command[0]} did not start within 30 seconds.")
        yield process
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def memory(process: subprocess.Popen[bytes]) -> float:
    """Return the resident memory of a process in MiB."""
    pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def processor_time(process: subprocess.Popen[bytes]) -> float:
    """Return the seconds that a process has had of all cores."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def load(url: str, name: str, clients: int, seconds: float) -> tuple[list[float], int]:
    """Return the latencies of all answered requests in seconds, and the count of the failed ones."""
    service, headers, body = REQUESTS[name]
    request = AWSRequest("POST", url, headers, body)
    SigV4Auth(Credentials("testing", "testing"), service, "us-east-1").add_auth(request)
    signed = dict(request.headers.items())
    times: list[float] = []
    failed = 0
    numbers = itertools.count()
    end = time.perf_counter() + seconds
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def client() -> None:
            nonlocal failed
            while (start := time.perf_counter()) < end:
                try:
                    varied = body % next(numbers) if b"%d" in body else body
                    async with session.post(url, data=varied, headers=signed) as response:
                        await response.read()
                        failed += response.status != 200
                except aiohttp.ClientError:
                    failed += 1
                times.append(time.perf_counter() - start)

        await asyncio.gather(*(client() for _ in range(clients)))
    return times, failed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--clients", default="20,200")
    arguments = parser.parse_args()
    commands = {
        "harness serve": [str(BIN / "harness"), "serve", "--port"],
        "moto_server": [str(BIN / "moto_server"), "-H", "127.0.0.1", "-p"],
    }
    print(
        f"{'':38}{'clients':>8}{'req/s':>8}{'per core':>10}{'median ms':>11}{'p99 ms':>8}{'failed':>8}  MiB"
    )
    for name in REQUESTS:
        for what, command in commands.items():
            port = free_port()
            with server([*command, str(port)], port) as process:
                url = f"http://127.0.0.1:{port}/"
                asyncio.run(load(url, name, 1, 1))  # models and contracts are loaded once
                for clients in map(int, arguments.clients.split(",")):
                    before = processor_time(process)
                    times, failed = asyncio.run(load(url, name, clients, arguments.seconds))
                    per_core = len(times) / (processor_time(process) - before)
                    times.sort()
                    median, last = times[len(times) // 2] * 1000, times[len(times) * 99 // 100] * 1000
                    print(
                        f"{what + ', ' + name:38}{clients:8}{len(times) / arguments.seconds:8.0f}"
                        f"{per_core:10.0f}{median:11.1f}{last:8.1f}{failed:8}{memory(process):6.0f}",
                        flush=True,
                    )


if __name__ == "__main__":
    main()
