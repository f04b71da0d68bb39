"""Who sees a call of botocore, who answers it, and what may leave the process."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from functools import partial
from itertools import permutations
from pathlib import Path
from typing import Any
from unittest.mock import patch

import boto3
import pytest
import vcr
from botocore.awsrequest import AWSResponse
from botocore.client import BaseClient
from botocore.stub import Stubber
from moto import mock_aws
from moto.server import ThreadedMotoServer

import harness
from harness.errors import HarnessError
from harness.record.following import Call, Ending
from harness.record.hooks import guarding, observing
from harness.wire.awsrequest import RawBody

CREDENTIALS = {"region_name": "us-east-1", "aws_access_key_id": "a", "aws_secret_access_key": "b"}


class Closed(HarnessError):
    """The request may not leave."""


def closed(method: str, url: str) -> Exception:
    return Closed(method, url.partition("?")[0])


class Seen:
    """Notes how calls ended."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any], int, Mapping[str, Any]]] = []

    def asked(self, call: Call) -> Ending:
        return lambda status, parsed: self.calls.append((call.name, dict(call.params), status, parsed))


def test_a_gate_lets_moto_answer_and_nothing_leave() -> None:
    with guarding(closed):
        with mock_aws():
            s3 = boto3.client("s3", **CREDENTIALS)
            s3.create_bucket(Bucket="reports")
        with pytest.raises(Closed) as refused:
            s3.create_bucket(Bucket="reports")
    assert refused.value.args == ("PUT", "https://reports.s3.amazonaws.com/")


def test_a_gate_refuses_a_connection_that_was_opened_earlier() -> None:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        sqs = boto3.client("sqs", endpoint_url=f"http://{host}:{port}", **CREDENTIALS)
        sqs.list_queues()
        with guarding(closed), pytest.raises(Closed):
            sqs.list_queues()
        assert sqs.list_queues()["ResponseMetadata"]["HTTPStatusCode"] == 200
    finally:
        server.stop()


def test_a_gate_lets_vcrpy_play(tmp_path: Path) -> None:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()

    def ask() -> int:
        sqs = boto3.client("sqs", endpoint_url=f"http://{host}:{port}", **CREDENTIALS)
        return int(sqs.list_queues()["ResponseMetadata"]["HTTPStatusCode"])

    try:
        with vcr.use_cassette(str(tmp_path / "vcr.yaml")):
            assert ask() == 200
    finally:
        server.stop()
    with vcr.use_cassette(str(tmp_path / "vcr.yaml"), record_mode="none"), guarding(closed):
        assert ask() == 200


def test_an_observer_sees_what_moto_and_a_stubber_answer() -> None:
    seen = Seen()
    with observing(seen):
        with mock_aws():
            sqs = boto3.client("sqs", **CREDENTIALS)
            sqs.create_queue(QueueName="orders")
            with pytest.raises(sqs.exceptions.QueueDoesNotExist):
                sqs.get_queue_url(QueueName="none")
        with Stubber(sqs) as stubber:
            stubber.add_response("list_queues", {"QueueUrls": ["https://sqs/orders"]}, {})
            sqs.list_queues()
    assert [(name, params, status) for name, params, status, _ in seen.calls] == [
        ("sqs.CreateQueue", {"QueueName": "orders"}, 200),
        ("sqs.GetQueueUrl", {"QueueName": "none"}, 400),
        ("sqs.ListQueues", {}, 200),
    ]
    assert seen.calls[1][3]["Error"]["Code"] == "AWS.SimpleQueueService.NonExistentQueue"
    assert seen.calls[2][3]["QueueUrls"] == ["https://sqs/orders"]


def test_what_is_played_reaches_the_programs_own_handlers_and_no_mock(tmp_path: Path) -> None:
    """A multipart upload over moto, which in replay moto must not see: it knows of no bucket there."""

    def upload(s3: Any) -> bytes:
        s3.create_bucket(Bucket="reports")
        upload = s3.create_multipart_upload(Bucket="reports", Key="k")["UploadId"]
        target = {"Bucket": "reports", "Key": "k", "UploadId": upload}
        etag = s3.upload_part(**target, PartNumber=1, Body=b"x" * 100)["ETag"]
        s3.complete_multipart_upload(**target, MultipartUpload={"Parts": [{"ETag": etag, "PartNumber": 1}]})
        content: bytes = s3.get_object(Bucket="reports", Key="k")["Body"].read()
        return content

    cassette = tmp_path / "upload.yaml"
    with mock_aws(), harness.use_cassette(cassette, mode="rewrite"):
        recorded = upload(boto3.client("s3", **CREDENTIALS))
    sent: list[str] = []
    with mock_aws():
        s3 = boto3.client("s3", **CREDENTIALS)
        s3.meta.events.register("before-send", lambda request, **_: sent.append(request.url))
        with harness.use_cassette(cassette) as live:
            assert upload(s3) == recorded == b"x" * 100
        assert live.unused() == ()
        assert len(sent) == 5
        assert s3.list_buckets()["Buckets"] == []


def test_the_hooks_leave_botocore_as_it_was() -> None:
    s3 = boto3.client("s3", **CREDENTIALS)
    emitter = s3._endpoint._event_emitter
    with observing(Seen()), mock_aws():
        s3.list_buckets()
        assert s3._endpoint._event_emitter is not emitter
    assert s3._endpoint._event_emitter is emitter


def test_an_event_stream_of_moto_in_the_same_process(tmp_path: Path) -> None:
    def select() -> list[Any]:
        with mock_aws():
            s3 = boto3.client("s3", **CREDENTIALS)
            s3.create_bucket(Bucket="reports")
            s3.put_object(Bucket="reports", Key="k", Body=b'{"a":1}\n{"a":2}')
            answer = s3.select_object_content(
                Bucket="reports",
                Key="k",
                Expression="SELECT * FROM s3object s",
                ExpressionType="SQL",
                InputSerialization={"JSON": {"Type": "LINES"}},
                OutputSerialization={"JSON": {}},
            )
            return list(answer["Payload"])

    cassette = tmp_path / "stream.yaml"
    with harness.use_cassette(cassette, mode="rewrite"):
        recorded = select()
    assert recorded[0] == {"Records": {"Payload": b'{"a":1}\n{"a":2}\n'}}
    with harness.use_cassette(cassette):
        assert select() == recorded


SESSION = (
    b"<CreateSessionResult><Credentials><SessionToken>token-of-the-session</SessionToken>"
    b"<SecretAccessKey>secret-of-the-session</SecretAccessKey><AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId>"
    b"<Expiration>2099-01-28T23:48:14Z</Expiration></Credentials></CreateSessionResult>"
)


def test_s3_express_replays_without_a_session(tmp_path: Path) -> None:
    """S3 Express signs each request with the credentials of a session, which it asks for while it signs."""

    def answer(request: Any, **_: Any) -> AWSResponse:
        body = SESSION if "session" in request.url else b"42"
        return AWSResponse(request.url, 200, {"Content-Length": str(len(body))}, RawBody(body))

    def read(s3: Any) -> bytes:
        content: bytes = s3.get_object(Bucket="reports--usw2-az1--x-s3", Key="k")["Body"].read()
        return content

    cassette = tmp_path / "express.yaml"
    with harness.use_cassette(cassette, mode="rewrite") as live:
        s3 = boto3.client("s3", **CREDENTIALS)
        s3.meta.events.register("before-send", answer)
        assert read(s3) == b"42"
        assert [one.operation for one in live.served] == ["s3.CreateSession", "s3.GetObject"]
    with harness.use_cassette(cassette) as live:
        assert read(boto3.client("s3", **CREDENTIALS)) == b"42"
        assert [one.operation for one in live.served] == ["s3.GetObject"]


class Tracer:
    """Wraps every call as tracers do with wrapt: its wrapper comes off only where it is the outermost."""

    class Wrapper:
        def __init__(self, tracer: Tracer, wrapped: Any) -> None:
            self.tracer = tracer
            self.__wrapped__ = wrapped

        def __get__(self, client: Any, kind: type) -> Any:
            return self if client is None else partial(self, client)

        def __call__(self, *args: Any) -> Any:
            self.tracer.spans += 1
            return self.__wrapped__(*args)

    def __init__(self) -> None:
        self.spans = 0

    def on(self) -> None:
        BaseClient._make_api_call = self.Wrapper(self, BaseClient.__dict__["_make_api_call"])  # type: ignore[method-assign]

    def off(self) -> None:
        outermost = BaseClient.__dict__["_make_api_call"]
        if isinstance(outermost, self.Wrapper):
            BaseClient._make_api_call = outermost.__wrapped__  # type: ignore[method-assign]


@pytest.fixture
def as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put back what a test does to the method that all calls go through."""
    monkeypatch.setattr(BaseClient, "_make_api_call", BaseClient.__dict__["_make_api_call"])


def orders(*actions: str) -> list[tuple[str, ...]]:
    """Return the orders in which each is put on before it is taken off."""
    found = permutations([f"{action} {state}" for action in actions for state in ("on", "off")])
    return [
        order
        for order in found
        if all(order.index(f"{action} on") < order.index(f"{action} off") for action in actions)
    ]


@pytest.mark.usefixtures("as_it_was")
@pytest.mark.parametrize("order", orders("tracer", "harness"))
def test_another_wrapper_comes_and_goes_in_any_order(order: tuple[str, ...]) -> None:
    with observing(Seen()):
        pass  # ours is on before others come, as with the plugin
    tracer, hooks = Tracer(), ExitStack()
    for _ in range(2):
        seen, active = Seen(), set()
        for action in order:
            who, state = action.split()
            if who == "tracer":
                getattr(tracer, state)()
            elif state == "on":
                hooks.enter_context(observing(seen))
            else:
                hooks.close()
            active ^= {who}
            before = tracer.spans, len(seen.calls)
            with mock_aws():
                boto3.client("sqs", **CREDENTIALS).list_queues()
            after = tracer.spans, len(seen.calls)
            assert after == (before[0] + ("tracer" in active), before[1] + ("harness" in active))


@pytest.mark.usefixtures("as_it_was")
def test_a_wrapper_that_does_not_tell_what_is_in_it() -> None:
    method, seen, spans = BaseClient.__dict__["_make_api_call"], Seen(), []

    def traced(self: Any, *args: Any) -> Any:
        spans.append(args[0])
        return within(self, *args)

    with observing(seen):
        within = BaseClient.__dict__["_make_api_call"]
        BaseClient._make_api_call = traced  # type: ignore[method-assign]
        with observing(Seen()) as _, mock_aws():
            boto3.client("sqs", **CREDENTIALS).list_queues()
    assert (spans, len(seen.calls)) == (["ListQueues"], 1)
    BaseClient._make_api_call = method  # type: ignore[method-assign]


@pytest.mark.usefixtures("as_it_was")
def test_a_mock_of_the_method_is_called_once_for_a_call() -> None:
    answer = {"QueueUrls": ["a"]}
    for _ in range(2):
        with (
            observing(Seen()),
            patch("botocore.client.BaseClient._make_api_call", return_value=answer) as mocked,
            observing(Seen()),
        ):
            assert boto3.client("sqs", **CREDENTIALS).list_queues() == answer
        assert mocked.call_count == 1
