"""An endpoint may answer anything at all: the laws say what is wrong with it, and never fail themselves."""

from __future__ import annotations

import datetime as dt
import functools
import json
import os
import random
import re
import socketserver
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import cbor2
import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from hypothesis import HealthCheck, Phase, settings

from harness.contract.contract import contract
from harness.fuzz import law_client
from harness.fuzz.laws.caller import LAW_CONFIG
from harness.fuzz.search import Findings, search
from harness.models import operations, parse_operation_name
from harness.synth import SyntheticService
from harness.synth.client import answer_request
from harness.synth.sessions import plain_client
from harness.wire.awsrequest import aws_response

DRAWN = os.environ.get("HARNESS_SEED", "0")
FEW = settings(
    max_examples=2,
    stateful_step_count=4,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


def answer(status: int, media_type: str, body: bytes, *fields: str) -> bytes:
    lines = (
        f"HTTP/1.1 {status} Whatever",
        f"Content-Type: {media_type}",
        f"Content-Length: {len(body)}",
        *fields,
        "Connection: close",
    )
    return "\r\n".join((*lines, "", "")).encode() + body


ERROR = b"<Error><Type>Sender</Type><Code>InvalidParameterValue</Code><Message>Orders.</Message></Error>"
ANSWERS = {
    "json-400": answer(400, "application/json", b'{"__type": "ValidationException", "message": "Orders."}'),
    "xml-400": answer(400, "text/xml", b"<ErrorResponse>%s<RequestId>1</RequestId></ErrorResponse>" % ERROR),
    "other-json-400": answer(400, "application/json", b'{"__type": 5, "message": {}}', "x-amzn-errortype:"),
    "list-400": answer(400, "application/json", b"[1]"),
    "null-400": answer(400, "application/json", b"null"),
    "text-500": answer(500, "text/plain", b"Internal Server Error"),
    "nothing-500": answer(500, "text/plain", b""),
    "redirect": answer(301, "text/html", b"", "Location: /"),
    "nothing": answer(200, "application/json", b""),
    "object": answer(200, "application/json", b"{}"),
    "list": answer(200, "application/json", b"[]"),
    "null": answer(200, "application/json", b"null"),
    "text": answer(200, "application/json", b'"text"'),
    "element": answer(200, "text/xml", b"<Any><Any>1</Any><Any/></Any>"),
    "page": answer(200, "text/html", b"<html><body>Welcome</body></html>"),
    "map": answer(200, "application/cbor", b"\xa1\x01\x02", "smithy-protocol: rpc-v2-cbor"),
    "bytes": answer(200, "application/json", bytes(range(256))),
    "part": answer(200, "application/json", b"{" * 50).replace(b"Length: 50", b"Length: 99"),
    "status-999": answer(999, "application/json", b"{}"),
    "no-http": b"\x00\x01\x02 good day\r\n\r\n",
    "closed": b"",
}  # fmt: skip


@contextmanager
def answering(rubbish: bytes) -> Iterator[str]:
    """Answer every request with the same bytes, and close the connection."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            head = b""
            while (line := self.rfile.readline()).strip():
                head += line
            length = _LENGTH.search(head)
            self.rfile.read(int(length[1]) if length else 0)
            self.wfile.write(rubbish)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A client has gone away."""

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def judged(name: str, rubbish: bytes, seconds: float) -> Findings:
    with answering(rubbish) as url:
        client_of = functools.cache(functools.partial(law_client, endpoint_url=url, timeout=2))
        contracts = [contract(*parse_operation_name(name))]
        return search(contracts, client_of, options=FEW, seed=1, max_time=seconds, clock=time.process_time)


# Without input, without output, in pages, and with a body of bytes.
@pytest.mark.parametrize(
    "name", ["iam.GetAccountSummary", "ecs.ListClusters", "s3.GetObject", "lambda.DeleteFunctionConcurrency"]
)
def test_rubbish_is_judged(name: str) -> None:
    for kind, rubbish in ANSWERS.items():
        findings = judged(name, rubbish, 0.2)
        assert findings.counterexamples or findings.not_judged or "400" in kind, kind


MARK = "smithy-protocol: rpc-v2-cbor"
BUS = {"Name": b"x", "EventBusArn": cbor2.undefined, "CreationTime": cbor2.CBORTag(1, 1e300)}


@pytest.mark.parametrize(
    ("name", "rubbish"),
    [
        (
            "eventbridgev2.ListEventBuses",
            answer(200, "application/cbor", cbor2.dumps({"EventBuses": [BUS, BUS], "NextToken": b"y"}), MARK),
        ),
        ("dynamodb.ListTables", answer(200, "application/json", b'{"TableNames": [NaN, NaN, {}, 1e999]}')),
        (
            "logs.DescribeLogGroups",
            answer(200, "application/json", b'{"logGroups": [{"logGroupName": NaN}, 1], "nextToken": [NaN]}'),
        ),
    ],
)
def test_entries_of_rubbish_are_judged(name: str, rubbish: bytes) -> None:
    assert judged(name, rubbish, 2).counterexamples


def drawn(seed: str) -> Iterator[str]:
    """Draw operations of each protocol: with input and output, without one of them, and without both."""
    draw = random.Random(seed)
    kinds: dict[tuple[str, bool, bool], list[str]] = defaultdict(list)
    for operation in operations():
        if not operation.has_event_stream_input:
            service = operation.service_model
            kind = operation.input_shape is None, operation.output_shape is None
            kinds[service.resolved_protocol, *kind].append(f"{service.service_name}.{operation.name}")
    for _, names in sorted(kinds.items()):
        yield from draw.sample(names, min(2, len(names)))


VALUES = (None, True, -1, 1e300, float("nan"), "", "\0", "x" * 3000, [], [None], {}, {"": {}}, [[1]])


def partly_rubbish(tree: Any, draw: random.Random) -> Any:
    """Replace about one value in six, whatever it is."""
    if draw.random() < 0.16:
        return draw.choice(VALUES)
    if isinstance(tree, dict):
        return {key: partly_rubbish(item, draw) for key, item in tree.items()}
    return [partly_rubbish(item, draw) for item in tree] if isinstance(tree, list) else tree


def altering_client(service: str) -> Any:
    """Make a client of a synthetic AWS of which values in JSON and CBOR are replaced."""
    client, aws = plain_client(service, "us-east-1", LAW_CONFIG), SyntheticService(0, length=5)
    draw = random.Random(f"{DRAWN} {service}")

    def send(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        answer = answer_request(client, request, aws)
        headers, body = answer.headers.items(), answer.content
        if body.startswith(b"{"):
            body = json.dumps(partly_rubbish(json.loads(body), draw)).encode()
        elif body and "cbor" in answer.headers.get("content-type", ""):
            body = cbor2.dumps(partly_rubbish(cbor2.loads(body), draw), timezone=dt.UTC)
        elif body.startswith(b"<?xml"):
            body = re.sub(rb">[^<>]+<", lambda text: draw.choice((text[0], b"><", b"><a>1</a><")), body)
        return aws_response(request.url, answer.status_code, headers, body)

    client.meta.events.register_first("before-send", send)
    return client


@pytest.mark.sweep
def test_answers_that_are_rubbish_in_part_never_end_in_a_traceback() -> None:
    problems: list[str] = []
    names = [name for seed in range(3) for name in drawn(f"{DRAWN} {seed}")]
    for name in names:
        contracts, clock = [contract(*parse_operation_name(name))], time.process_time
        try:
            search(contracts, altering_client, options=FEW, seed=1, max_time=1, clock=clock)
        except Exception as error:  # which is what is looked for
            problems.append(f"{name}: {type(error).__name__}: {error}")
    print(f"\n{len(names)} operations; problems: {len(problems)}", *problems, sep="\n  ")  # noqa: T201
    assert problems == []


@pytest.mark.sweep
def test_rubbish_never_ends_in_a_traceback() -> None:
    counts: Counter[str] = Counter()
    problems: list[str] = []
    for name in drawn(DRAWN):
        for kind, rubbish in ANSWERS.items():
            try:
                findings = judged(name, rubbish, 1)
            except Exception as error:  # which is what is looked for
                problems.append(f"{name}, {kind}: {type(error).__name__}: {error}")
            else:
                counts.update({"searches": 1, **findings.calls})
    print(f"\n{dict(counts)}; problems: {len(problems)}", *problems, sep="\n  ")  # noqa: T201
    assert problems == []
