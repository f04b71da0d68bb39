"""Large answers over all protocols: replay and check beside stubbed botocore, and recording beside vcrpy.

The entries of an answer are those of the operation's synthetic exchanges, as many as its size needs. What is
replayed opens no connection; what is recorded comes from a server in another process, whose time is not
counted.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import boto3
import vcr
from botocore.awsrequest import AWSResponse
from measure import Measure, Row, Target, compare, seconds_of

import harness
from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.store import save_cassette
from harness.contract.contract import contract
from harness.contract.values import from_json_value
from harness.models import method_name, parse_operation_name
from harness.report.check import check_interactions
from harness.synth.exchanges import exchanges
from harness.wire import serialize_response
from harness.wire.awsrequest import RawBody

DIFFERENT = 10  # exchanges that entries are taken from
UNIT = 0.05  # seconds that a measure takes at least, about
RECORDED = 10  # calls of a recording


@dataclass(frozen=True, slots=True)
class Case:
    """A call and what its answer is made of.

    Attributes:
        operation: ``"service.Operation"``.
        member: the member of the result that fills it: a list, a map's text, or the body.
        count: how many entries it gets; of a body, how many bytes.
        asked: parameters that make the operation answer that many.
    """

    operation: str
    member: str
    count: int
    asked: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def name(self) -> str:
        is_body = self.member in BODIES and self.operation != "s3.SelectObjectContent"
        return f"{self.operation}, {self.count:,} {'bytes' if is_body else 'entries'}"


BODIES = frozenset(("Body", "Payload"))
OF_BODIES = {
    "s3.GetObject": {"ContentType": "binary/octet-stream", "ETag": '"0123456789abcdef0123456789abcdef"'}
}
CASES = (
    Case("cloudtrail.ListInsightsData", "Events", 10),
    Case("dynamodb.Query", "Items", 100),
    Case("ec2.DescribeInstances", "Reservations", 50),
    Case("s3.GetObject", "Body", 1 << 20),
    Case("s3.GetObject", "Body", 5 << 20),
    Case("logs.FilterLogEvents", "events", 2_000),
    Case("sqs.ReceiveMessage", "Messages", 10, {"MaxNumberOfMessages": 10}),
    Case("lambda.ListFunctions", "Functions", 50),
    Case("lambda.Invoke", "Payload", 1 << 18),
    Case("s3.ListObjectsV2", "Contents", 1_000),
    Case("iam.ListRoles", "Roles", 100),
    Case("rds.DescribeDBInstances", "DBInstances", 20),
    Case("ec2.DescribeSnapshots", "Snapshots", 1_000),
    Case("cloudwatch.DescribeAlarms", "MetricAlarms", 100),
    Case("s3.SelectObjectContent", "Payload", 1_000),
)


@dataclass(frozen=True, slots=True)
class Made:
    """A case made real.

    Attributes:
        params: what to call with.
        response: what is answered.
        interaction: both, as a recording.
    """

    params: Mapping[str, Any]
    response: Response
    interaction: Interaction


def rows(rounds: int) -> Iterator[Row]:
    """Measure every case."""
    for case in CASES:
        what = f"replay and check, {case.name}"
        yield compare(
            what, "botocore, stubbed, signed", Target("ratio", 1), replayed(case), stubbed(case), rounds
        )
    for case in CASES:
        what = f"record, {case.name}"
        with served(case) as url:
            yield compare(
                what, "vcrpy", Target("ratio", 1.2), recorded(case, url), by_vcrpy(case, url), rounds
            )


@cache
def made(case: Case) -> Made:
    """Make the call and the answer of a case."""
    held_to = contract(*parse_operation_name(case.operation))
    model = held_to.operation_model
    found = [each for each in exchanges(held_to, DIFFERENT) if isinstance(each.exchange.response, dict)]
    first = found[0]
    result = from_json_value(model.output_shape, first.exchange.response)
    if model.has_event_stream_output:
        events = [{"Records": {"Payload": os.urandom(600).hex().encode()}} for _ in range(case.count)]
        result = {case.member: [*events, {"Stats": {"Details": {"BytesScanned": 1}}}, {"End": {}}]}
    elif case.member in BODIES:
        result = {case.member: os.urandom(case.count), **OF_BODIES.get(case.operation, {})}
    else:
        lists = [
            from_json_value(model.output_shape, each.exchange.response).get(case.member, []) for each in found
        ]
        entries = [entry for each in lists for entry in each]
        result = {**result, case.member: list(islice(cycle(entries), case.count))}
    status, headers, body = serialize_response(model, result)
    response = Response(status, "OK", tuple(headers.items()), body)
    params = {**(first.exchange.params or {}), **case.asked}
    facts = Facts(
        held_to.service,
        held_to.operation,
        "us-east-1",
        params,
        first.protocol,
        first.exchange.time,
        "synthetic",
        "benchmark",
    )
    request = Request(first.method, first.url, first.headers, first.body)
    return Made(from_json_value(model.input_shape, params), response, Interaction(request, response, facts))


def client(case: Case, url: str | None = None) -> Any:
    """Return a client for a case."""
    keys = {"aws_access_key_id": "example", "aws_secret_access_key": "example"}
    return boto3.client(case.operation.partition(".")[0], region_name="us-east-1", endpoint_url=url, **keys)


def answered(case: Case) -> Any:
    """Return a client that is given the answer in place of the network's."""
    response = made(case).response
    plain = client(case)
    plain.meta.events.register(
        "before-send",
        lambda request, **_: AWSResponse(
            request.url, response.status, dict(response.headers), RawBody(response.body)
        ),
    )
    return plain


def call(aws: Any, case: Case, calls: int) -> None:
    """Make calls, and read what they answer."""
    method = getattr(aws, method_name(case.operation.partition(".")[2]))
    for _ in range(calls):
        result = method(**made(case).params)
        content = result.get(case.member)
        if hasattr(content, "read"):
            content.read()
        elif not isinstance(content, list):
            list(content)


@cache
def calls_of(case: Case) -> int:
    """Return how many calls make a measure long enough."""
    aws = answered(case)
    call(aws, case, 1)
    return max(3, int(UNIT / max(seconds_of(partial(call, aws, case, 3), 3), 1e-5)))


def stubbed(case: Case) -> Measure:
    """Return what calls botocore with the answer in place of the network's."""
    aws, calls = answered(case), calls_of(case)
    return lambda: seconds_of(partial(call, aws, case, calls), calls)


def replayed(case: Case) -> Measure:
    """Return what replays a cassette of the call, and checks what took place."""
    path = Path(tempfile.mkdtemp()) / "tape.json"
    save_cassette(path, [made(case).interaction])
    aws, calls = client(case), calls_of(case)

    def check(cassette: Any) -> None:
        report = check_interactions(cassette.exchanges(), str(path))
        assert report.checked == calls

    def measure() -> float:
        with harness.use_cassette(path, allow_repeats=True) as cassette:
            called = seconds_of(partial(call, aws, case, calls), calls)
            gc.collect()
            return called + seconds_of(partial(check, cassette), calls)

    return measure


@contextmanager
def served(case: Case) -> Iterator[str]:
    """Answer the call over HTTP from another process, whose time is not counted; yields its URL."""
    response = made(case).response
    with tempfile.TemporaryDirectory() as name:
        body = Path(name) / "body"
        body.write_bytes(response.body)
        fields = [(key, value) for key, value in response.headers if key.lower() != "content-length"]
        command = (sys.executable, "-c", SERVER, str(body), json.dumps(fields))
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            try:
                yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
            finally:
                server.terminate()


SERVER = """
import http.server, json, pathlib, sys
body, fields = pathlib.Path(sys.argv[1]).read_bytes(), json.loads(sys.argv[2])
class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(200)
        for name, value in fields:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    do_GET = do_PUT = do_POST
    def log_message(self, *_): pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
print(server.server_address[1], flush=True)
server.serve_forever()
"""


def recorded(case: Case, url: str) -> Measure:
    """Return what records calls into a new cassette, redacted, and closes it."""
    return lambda: _recorded(case, url, lambda path: harness.use_cassette(path, mode="once"))


def by_vcrpy(case: Case, url: str) -> Measure:
    """Return what records calls into a new cassette with vcrpy, which redacts nothing."""
    return lambda: _recorded(case, url, lambda path: vcr.use_cassette(str(path), record_mode="all"))


def _recorded(case: Case, url: str, recording: Callable[[Path], AbstractContextManager[Any]]) -> float:
    aws, calls = client(case, url), RECORDED
    with tempfile.TemporaryDirectory() as name:

        def record() -> None:
            with recording(Path(name) / "tape.yaml"):
                call(aws, case, calls)

        call(aws, case, 1)
        return seconds_of(record, calls)
