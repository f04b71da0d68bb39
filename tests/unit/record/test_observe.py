"""What is kept of live calls: copies, made before streams are read, and who called from which line."""

from __future__ import annotations

import io
import linecache
import threading
from pathlib import Path
from typing import Any

import boto3
import pytest
import vcr
from botocore.awsrequest import AWSResponse
from botocore.stub import Stubber
from moto import mock_aws
from moto.server import ThreadedMotoServer

import harness
from harness.cassette.side_files import LARGE
from harness.record.hooks import observing
from harness.record.observe import UNREAD, CallCollector, ObservedCall, copied
from harness.record.observe import test_of_pytest as current_test

CREDENTIALS = {"region_name": "eu-west-1", "aws_access_key_id": "a", "aws_secret_access_key": "b"}


def collector() -> CallCollector:
    return CallCollector(lambda: "test_it.py::test_it")


def stubbed(answer: dict[str, Any], calls: CallCollector, **params: Any) -> ObservedCall:
    """Return what is kept of a call that a Stubber answers."""
    dynamodb = boto3.client("dynamodb", **CREDENTIALS)
    with Stubber(dynamodb) as stubber, observing(calls):
        stubber.add_response("list_tables", answer)
        dynamodb.list_tables(**params)
    (call,) = calls.take()
    return call


def test_a_call_is_kept_with_its_answer_its_test_and_its_line() -> None:
    call = stubbed({"TableNames": ["orders"]}, collector(), Limit=10)
    assert (call.operation.name, call.region, call.params) == ("ListTables", "eu-west-1", {"Limit": 10})
    assert (call.status, call.answer, call.test) == (200, {"TableNames": ["orders"]}, "test_it.py::test_it")
    assert call.line is not None
    file, number = call.line
    assert file == __file__
    assert "dynamodb.list_tables(" in linecache.getline(file, number)


def test_what_the_program_changes_later_changes_nothing() -> None:
    calls, names = collector(), ["orders"]
    params = {"TableName": "orders", "Key": {"id": {"S": "1"}}}
    with mock_aws(), observing(calls):
        dynamodb = boto3.client("dynamodb", **CREDENTIALS)
        with pytest.raises(dynamodb.exceptions.ResourceNotFoundException) as missing:
            dynamodb.get_item(**params)
    params["Key"]["id"]["S"] = "2"  # type: ignore[index]
    missing.value.response["Error"]["Code"] = "Other"
    (call,) = calls.take()
    assert call.params == {"TableName": "orders", "Key": {"id": {"S": "1"}}}
    assert (call.status, call.answer["Error"]["Code"]) == (400, "ResourceNotFoundException")
    assert copied({"names": names}) == {"names": ["orders"]}
    assert copied({"names": names})["names"] is not names


def test_resources_hand_over_what_the_api_gets() -> None:
    """boto3's resource for DynamoDB changes the answer in place, after it was seen."""
    calls = collector()
    with mock_aws():
        table = boto3.resource("dynamodb", **CREDENTIALS).create_table(
            TableName="orders",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
        )
        with observing(calls):
            table.put_item(Item={"id": "1", "count": 2})
            assert table.get_item(Key={"id": "1"})["Item"]["count"] == 2
    put, get = calls.take()
    assert put.params["Item"] == {"id": {"S": "1"}, "count": {"N": "2"}}
    assert get.answer["Item"] == {"id": {"S": "1"}, "count": {"N": "2"}}


def test_answers_are_seen_before_botocore_reads_what_is_in_them() -> None:
    calls = collector()
    template = '{"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}}'
    with mock_aws(), observing(calls):
        stacks = boto3.client("cloudformation", **CREDENTIALS)
        stacks.create_stack(StackName="orders", TemplateBody=template)
        assert stacks.get_template(StackName="orders")["TemplateBody"]["Resources"]
        iam = boto3.client("iam", **CREDENTIALS)
        iam.create_role(RoleName="orders", AssumeRolePolicyDocument="{}")
        assert iam.get_role(RoleName="orders")["Role"]["AssumeRolePolicyDocument"] == {}
    *_, get_template, _, get_role = calls.take()
    assert isinstance(get_template.answer["TemplateBody"], str)
    assert get_role.answer["Role"]["AssumeRolePolicyDocument"] == "%7B%7D"


def test_streams_are_left_to_their_readers() -> None:
    calls, file = collector(), io.BytesIO(b"a report")
    with mock_aws(), observing(calls):
        s3 = boto3.client("s3", **CREDENTIALS)
        s3.create_bucket(Bucket="reports", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        s3.put_object(Bucket="reports", Key="k", Body=file)
        assert s3.get_object(Bucket="reports", Key="k")["Body"].read() == b"a report"
    _, put, get = calls.take()
    assert put.params["Body"] == b"a report"
    assert get.answer["Body"] is UNREAD


class Pipe:
    """A stream that cannot be rewound."""

    def read(self, size: int = -1) -> bytes:
        raise AssertionError("somebody else reads it")


@pytest.mark.parametrize("file", [Pipe(), io.BytesIO(b"x" * (LARGE + 1))], ids=["pipe", "large"])
def test_what_cannot_be_rewound_and_what_is_large_stays_unread(file: Any) -> None:
    assert copied({"Body": file}) == {"Body": UNREAD}
    assert getattr(file, "tell", int)() == 0


def test_calls_of_threads_are_seen() -> None:
    calls = collector()
    with mock_aws(), observing(calls):
        sqs = boto3.client("sqs", **CREDENTIALS)
        threads = [threading.Thread(target=sqs.list_queues) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [call.operation.name for call in calls.take()] == ["ListQueues"] * 8
    assert calls.take() == []


def test_a_call_that_comes_to_nothing_is_no_exchange() -> None:
    calls = collector()
    with observing(calls), pytest.raises(Exception, match="Parameter validation failed"):
        boto3.client("dynamodb", **CREDENTIALS).list_tables(Limit="ten")
    assert calls.take() == []


def test_what_a_cassette_answers_is_left_to_the_cassette(tmp_path: Path) -> None:
    calls = collector()
    with mock_aws(), observing(calls), harness.use_cassette(tmp_path / "queues.yaml", mode="rewrite"):
        sqs = boto3.client("sqs", **CREDENTIALS)
        sqs.list_queues()
        with Stubber(sqs) as stubber:
            stubber.add_response("list_queues", {"QueueUrls": ["https://sqs/orders"]})
            sqs.list_queues()
    (call,) = calls.take()
    assert call.answer == {"QueueUrls": ["https://sqs/orders"]}  # which no cassette sees


def test_what_vcrpy_and_placebo_answer_is_seen(tmp_path: Path) -> None:
    """placebo answers as a Stubber does, by ``before-call``; vcrpy where connections are made."""

    def ask() -> None:
        sqs = boto3.client("sqs", endpoint_url=url, **CREDENTIALS)
        sqs.list_queues()

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        url = f"http://{host}:{port}"
        with vcr.use_cassette(str(tmp_path / "vcr.yaml")):
            ask()
    finally:
        server.stop()
    calls = collector()
    with observing(calls), vcr.use_cassette(str(tmp_path / "vcr.yaml"), record_mode="none"):
        ask()
    (call,) = calls.take()
    assert (call.operation.name, call.status) == ("ListQueues", 200)

    def answer(**_: Any) -> tuple[AWSResponse, dict[str, Any]]:
        return AWSResponse("", 200, {}, None), {"QueueUrls": ["https://sqs/orders"]}

    sqs = boto3.client("sqs", **CREDENTIALS)
    sqs.meta.events.register("before-call.sqs.ListQueues", answer)
    with observing(calls):
        sqs.list_queues()
    (call,) = calls.take()
    assert call.answer == {"QueueUrls": ["https://sqs/orders"]}


def test_full_collectors_hand_over() -> None:
    taken: list[int] = []
    calls = CallCollector(lambda: "", most=2, full=lambda found: taken.append(len(found)))
    with mock_aws(), observing(calls):
        sqs = boto3.client("sqs", **CREDENTIALS)
        for _ in range(5):
            sqs.list_queues()
    assert taken == [2, 2]
    assert len(calls.take()) == 1


def test_the_test_that_pytest_runs() -> None:
    assert current_test().endswith("test_observe.py::test_the_test_that_pytest_runs")
