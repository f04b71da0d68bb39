"""Replaying a call and holding it to its contract, beside those who only replay, or only stub.

The call is DynamoDB's ListTables with a response of 20 names; every call of a cassette asks for another page.
harness replays, and then checks every exchange that took place, as its pytest plugin does. Clients are made
and cassettes are opened outside of what is measured; `loading` measures the latter.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import boto3
import cassetter
import vcr
from botocore.awsrequest import AWSResponse
from cassetter._core import Body, HttpInteraction, HttpRequest, HttpResponse
from cassetter._core import Cassette as RustCassette
from measure import Measure, Row, Target, compare, seconds_of
from moto import mock_aws

import harness
from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.store import save_cassette
from harness.report.check import check_interactions
from harness.wire.awsrequest import RawBody

CALLS = 300
URL = "http://127.0.0.1:5999"
RESULT = {"TableNames": [f"table-{n:03}" for n in range(20)], "LastEvaluatedTableName": "table-019"}
BODY = json.dumps(RESULT).encode()
HEADERS = {"content-type": "application/x-amz-json-1.0", "x-amzn-requestid": "0123456789"}
ASKING = {"X-Amz-Target": "DynamoDB_20120810.ListTables", "Content-Type": "application/x-amz-json-1.0"}


def rows(rounds: int) -> Iterator[Row]:
    """Measure replay with checks against each peer."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for size in (1, 1_000, 100_000):
            what = f"replay and check a call, cassette of {size:,} interactions"
            ours = replayed(folder, size)
            turns = min(rounds, 3) if size == 100_000 else rounds  # each opens the cassette
            yield compare(what, "botocore, stubbed, signed", Target("ratio", 1), ours, stubbed(), turns)
        what = "replay and check a call, cassette of {:,} interactions".format
        ours, theirs = replayed(folder, 1_000), by_vcrpy(folder, 1_000)
        yield compare(what(1_000), "vcrpy", Target("ratio", 1 / 40), ours, theirs, min(rounds, 3))
        ours, theirs = replayed(folder, 2_000), by_cassetter(folder, 2_000)
        yield compare(what(2_000), "cassetter", Target("ratio", 1), ours, theirs, rounds)
        yield compare(what(1_000), "moto", Target("ratio", 1 / 2), replayed(folder, 1_000), by_moto, rounds)


def replayed(folder: Path, size: int) -> Measure:
    """Return what replays a cassette of some interactions and checks what took place."""
    path = folder / f"harness-{size}.json"
    if not path.exists():
        save_cassette(path, map(interaction, range(size)))
    dynamodb = client()

    def measure() -> float:
        with harness.use_cassette(path, allow_repeats=True) as cassette:
            called = seconds_of(partial(call, dynamodb, size), CALLS)
            checked = seconds_of(partial(check, cassette, path), CALLS)
        return called + checked

    return measure


def check(cassette: Any, path: Path) -> None:
    """Check all that took place, and that it was all."""
    report = check_interactions(cassette.exchanges(), str(path))
    assert report.checked == CALLS
    assert not report.violations


def stubbed() -> Measure:
    """Return what calls botocore with an answer in place of the network's."""
    dynamodb = client()
    dynamodb.meta.events.register(
        "before-send", lambda request, **_: AWSResponse(request.url, 200, HEADERS, RawBody(BODY))
    )
    return lambda: seconds_of(partial(call, dynamodb, 1_000), CALLS)


def by_vcrpy(folder: Path, size: int) -> Measure:
    """Return what replays a cassette with vcrpy, comparing what it needs to tell the calls apart."""
    path = folder / f"vcrpy-{size}.yaml"
    save_cassette(path, map(interaction, range(size)))
    dynamodb = client()
    player = vcr.VCR(record_mode="none", match_on=["method", "uri", "body"])
    calls = 40  # each takes a while, and the same one as the last

    def measure() -> float:
        with player.use_cassette(str(path), allow_playback_repeats=True):
            return seconds_of(partial(call, dynamodb, size, calls), calls)

    return measure


def by_cassetter(folder: Path, size: int) -> Measure:
    """Return what replays a cassette with cassetter, comparing the same."""
    path = folder / f"cassetter-{size}.yaml"
    cassette = RustCassette()
    asking, answering = ({name: [value] for name, value in each.items()} for each in (ASKING, HEADERS))
    answer = HttpResponse(200, answering, Body("text", BODY.decode()))
    for number in range(size):
        request = HttpRequest("POST", f"{URL}/", asking, Body("text", json.dumps(params(number))))
        cassette.add_interaction(HttpInteraction(request, answer, "2026-11-21T10:00:00Z"))
    cassette.save(str(path))
    dynamodb = client()

    def measure() -> float:
        with cassetter.use_cassette(path, record_mode="none", match_on=["method", "uri", "body"]):
            return seconds_of(partial(call, dynamodb, size), CALLS)

    return measure


def by_moto() -> float:
    """Ask moto's in-process mock, which does not check the call."""
    with mock_aws():
        dynamodb = boto3.client("dynamodb", region_name="us-east-1")
        call(dynamodb, 1_000, 10)
        return seconds_of(partial(call, dynamodb, 1_000), CALLS)


def client() -> Any:
    return boto3.client("dynamodb", endpoint_url=URL, region_name="us-east-1")


def call(dynamodb: Any, size: int, calls: int = CALLS) -> None:
    """Make calls, spread over a cassette of some size."""
    for number in range(calls):
        dynamodb.list_tables(**params(number * size // calls))


def params(number: int) -> dict[str, Any]:
    return {"ExclusiveStartTableName": f"table-{number:06}", "Limit": 20}


def interaction(number: int) -> Interaction:
    """Make an interaction of a cassette."""
    asked = params(number)
    facts = Facts(
        "dynamodb", "ListTables", "us-east-1", asked, "json", "2026-11-21T10:00:00Z", "synthetic", "benchmark"
    )
    request = Request("POST", f"{URL}/", tuple(ASKING.items()), json.dumps(asked).encode())
    return Interaction(request, Response(200, "OK", tuple(HEADERS.items()), BODY), facts)
