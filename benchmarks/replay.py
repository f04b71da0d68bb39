"""What a replayed and checked call costs, against its neighbours, in one run on one machine.

    python benchmarks/replay.py [--rounds N] [--sizes 10,1000,5000]

Each row is the median of the rounds in microseconds a call, its spread (half the distance between the
quartiles), and the ratio to plain botocore with a stubbed transport, signing included. The call is
DynamoDB's ListTables with a response of 20 names; every call of a cassette asks for another page.
"""

from __future__ import annotations

import argparse
import gc
import json
import logging
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import vcr
from botocore.awsrequest import AWSResponse

import harness
from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.store import save_cassette
from harness.record.http import RawBody
from harness.report.check import check_interactions

CALLS = 300
URL = "http://127.0.0.1:5999"
BODY = json.dumps({"TableNames": [f"table-{n:03}" for n in range(20)], "LastEvaluatedTableName": "table-019"})
HEADERS = (("content-type", "application/x-amz-json-1.0"), ("x-amzn-requestid", "0123456789"))


def table(number: int) -> str:
    return f"table-{number:06}"


def client() -> Any:
    return boto3.client("dynamodb", endpoint_url=URL, region_name="us-east-1")


def calls(dynamodb: Any, size: int) -> float:
    """Make CALLS calls, spread over a cassette of a size; return seconds a call."""
    step = max(1, size // CALLS)
    names = [table(n * step % size) for n in range(CALLS)]
    start = time.perf_counter()
    for name in names:
        dynamodb.list_tables(ExclusiveStartTableName=name, Limit=20)
    return (time.perf_counter() - start) / len(names)


def interaction(number: int) -> Interaction:
    params = {"ExclusiveStartTableName": table(number), "Limit": 20}
    headers = (
        ("X-Amz-Target", "DynamoDB_20120810.ListTables"),
        ("Content-Type", "application/x-amz-json-1.0"),
    )
    return Interaction(
        Request("POST", URL + "/", headers, json.dumps(params).encode()),
        Response(200, "OK", HEADERS, BODY.encode()),
        Facts("dynamodb", "ListTables", "us-east-1", params, "json", "2026-11-21T10:00:00Z", "benchmark"),
    )


def plain(size: int, folder: Path) -> Callable[[], float]:
    dynamodb = client()
    dynamodb.meta.events.register(
        "before-send",
        lambda request, **_: AWSResponse(request.url, 200, dict(HEADERS), RawBody(BODY.encode())),
    )
    return lambda: calls(dynamodb, size)


def replay(size: int, folder: Path, *, check: bool) -> Callable[[], float]:
    path = folder / f"harness-{size}.json"
    if not path.exists():
        save_cassette(path, [interaction(number) for number in range(size)])
    dynamodb = client()

    def run() -> float:
        with harness.use_cassette(path, allow_repeats=True) as cassette:
            seconds = calls(dynamodb, size)
            if check:
                start = time.perf_counter()
                served = [(one.number, one.interaction) for one in cassette.served]
                report = check_interactions(served, str(path))
                assert report.checked == len(served)
                assert not report.violations
                seconds += (time.perf_counter() - start) / len(served)
        return seconds

    return run


def vcrpy(size: int, folder: Path) -> Callable[[], float]:
    path = folder / f"vcrpy-{size}.yaml"
    save_cassette(path, [interaction(number) for number in range(size)])
    dynamodb = client()
    player = vcr.VCR(record_mode="none", match_on=["method", "uri", "body"])

    def run() -> float:
        with player.use_cassette(str(path), allow_playback_repeats=True):
            return calls(dynamodb, size)

    return run


@contextmanager
def moto(size: int) -> Iterator[Callable[[], float]]:
    from moto import mock_aws

    with mock_aws():
        dynamodb = boto3.client("dynamodb", region_name="us-east-1")
        yield lambda: calls(dynamodb, size)


def measure(run: Callable[[], float], rounds: int) -> list[float]:
    run()  # models, contracts and connections are made once
    times = []
    for _ in range(rounds):
        gc.collect()
        times.append(run() * 1e6)
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--sizes", default="10,1000,5000")
    arguments = parser.parse_args()
    sizes = [int(size) for size in arguments.sizes.split(",")]
    logging.disable(logging.CRITICAL)
    os.environ.update(AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        base = statistics.median(measure(plain(1000, folder), arguments.rounds))
        print(f"{'':44}{'µs/call':>9}{'spread':>8}{'ratio':>8}")

        def row(what: str, run: Callable[[], float], rounds: int = arguments.rounds) -> None:
            times = measure(run, rounds)
            low, median, high = statistics.quantiles(times, n=4)
            print(f"{what:44}{median:9.0f}{(high - low) / 2:8.0f}{median / base:8.2f}", flush=True)

        row("plain botocore, stubbed transport, signed", plain(1000, folder))
        for size in sizes:
            row(f"harness replay, {size} interactions", replay(size, folder, check=False))
            row(f"harness replay and check, {size} interactions", replay(size, folder, check=True))
        row("vcrpy replay, 10 interactions", vcrpy(10, folder))
        row("vcrpy replay, 1000 interactions", vcrpy(1000, folder), 3)
        with moto(1000) as run:
            row("moto in-process mock", run)


if __name__ == "__main__":
    main()
