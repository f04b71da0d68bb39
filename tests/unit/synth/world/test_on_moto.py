"""A world that stands on moto: who answers what, whose state it is, and what never happens."""

from __future__ import annotations

import importlib.util
import socket
import threading
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws
from moto.sns.models import SNSBackend

import harness
from harness.errors import MissingExtra
from harness.synth import synthetic_client

COUNTS = {
    "TableName": "counts",
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    "BillingMode": "PAY_PER_REQUEST",
}


@pytest.fixture
def world() -> harness.MotoWorld:
    return harness.MotoWorld()


def refusal(call: Any, **params: Any) -> str:
    with pytest.raises(ClientError) as raised:
        call(**params)
    return str(raised.value.response["Error"]["Code"])


def topics(world: harness.World | None, **place: Any) -> list[str]:
    listed = synthetic_client("sns", state=world, **place).list_topics()["Topics"]
    return [each["TopicArn"].rpartition(":")[2] for each in listed]


# Who answers.


def test_moto_answers_what_it_has(world: harness.MotoWorld) -> None:
    dynamodb = synthetic_client("dynamodb", state=world)
    dynamodb.create_table(**COUNTS)
    once = {"Item": {"id": {"S": "a"}}, "ConditionExpression": "attribute_not_exists(id)"}
    dynamodb.put_item(TableName="counts", **once)
    assert refusal(dynamodb.put_item, TableName="counts", **once) == "ConditionalCheckFailedException"
    assert dynamodb.scan(TableName="counts")["Count"] == 1


def test_an_object_comes_in_parts(world: harness.MotoWorld) -> None:
    s3 = synthetic_client("s3", state=world)
    s3.create_bucket(Bucket="reports")
    upload = s3.create_multipart_upload(Bucket="reports", Key="a b/ü", ContentType="text/csv")["UploadId"]
    place = {"Bucket": "reports", "Key": "a b/ü", "UploadId": upload}
    tag = s3.upload_part(**place, PartNumber=1, Body=b"one")["ETag"]
    s3.complete_multipart_upload(**place, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": tag}]})
    got = s3.get_object(Bucket="reports", Key="a b/ü")
    assert (got["Body"].read(), got["ContentType"]) == (b"one", "text/csv")
    assert [each["Key"] for each in s3.list_objects_v2(Bucket="reports")["Contents"]] == ["a b/ü"]


def test_what_breaks_its_contract_is_refused_before_moto_has_it(world: harness.MotoWorld) -> None:
    dynamodb = synthetic_client("dynamodb", state=world)
    dynamodb.create_table(**COUNTS)
    items = [{"PutRequest": {"Item": {"id": {"S": str(number)}}}} for number in range(26)]
    assert refusal(dynamodb.batch_write_item, RequestItems={"counts": items}) == "ValidationException"
    assert dynamodb.scan(TableName="counts")["Count"] == 0


def test_what_moto_lacks_is_made_from_the_contract(world: harness.MotoWorld) -> None:
    braket = synthetic_client("braket", state=world)  # no service of moto's: the world remembers
    made = braket.create_quantum_task(
        clientToken="t", deviceArn="arn:aws:braket:::device/a", shots=1, outputS3Bucket="b-1", action="{}",
        outputS3KeyPrefix="p",
    )  # fmt: skip
    shown = braket.get_quantum_task(quantumTaskArn=made["quantumTaskArn"])
    assert shown["quantumTaskArn"] == made["quantumTaskArn"]
    s3 = synthetic_client("s3", state=world)  # the bucket is moto's, and this operation is not
    s3.create_bucket(Bucket="reports")
    assert s3.get_bucket_request_payment(Bucket="reports")["Payer"] in ("Requester", "BucketOwner")


def test_what_fails_in_moto_is_made_from_the_contract(
    world: harness.MotoWorld, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> None:
        raise KeyError("planted")

    monkeypatch.setattr(SNSBackend, "create_topic", fail)
    sns = synthetic_client("sns", state=world)
    for _ in range(2):
        assert sns.create_topic(Name="orders")["TopicArn"].endswith(":orders")
    said = [each.getMessage() for each in caplog.records]
    assert (
        said[0] == "moto fails in sns.CreateTopic: KeyError: 'planted'. The answer is made from the contract."
    )
    assert len([each for each in said if "moto fails" in each]) == 1


def test_an_answer_of_moto_is_held_to_its_contract(
    world: harness.MotoWorld, caplog: pytest.LogCaptureFixture
) -> None:
    dynamodb = synthetic_client("dynamodb", state=world)
    dynamodb.create_table(**{**COUNTS, "TableName": "t"})  # responses have three characters at least
    dynamodb.delete_table(TableName="t")
    dynamodb.create_table(**{**COUNTS, "TableName": "t"})
    said = [each.getMessage() for each in caplog.records if ".CreateTable" in each.getMessage()]
    [told] = said
    assert told.startswith("moto's answer breaks the contract of dynamodb.CreateTable: TableDescription.")


def test_an_error_has_its_old_code_and_its_name(world: harness.MotoWorld) -> None:
    sqs: Any = synthetic_client("sqs", state=world)
    with pytest.raises(sqs.exceptions.QueueDoesNotExist) as raised:
        sqs.get_queue_url(QueueName="orders")
    assert raised.value.response["Error"]["Code"] == "AWS.SimpleQueueService.NonExistentQueue"


def test_a_receiver_waits_without_holding_up_others(world: harness.MotoWorld) -> None:
    waited: list[float] = []
    sqs: Any = synthetic_client("sqs", state=world, sleep=waited.append)
    url = sqs.create_queue(QueueName="orders")["QueueUrl"]
    assert "Messages" not in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20)
    sqs.send_message(QueueUrl=url, MessageBody="hello")
    assert sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20)["Messages"][0]["Body"] == "hello"
    assert set(waited) == {0.1}
    assert sum(waited) == pytest.approx(20)


# Whose state it is.


def test_worlds_and_a_test_s_own_mocks_see_nothing_of_each_other(world: harness.MotoWorld) -> None:
    with mock_aws():
        own = boto3.client("sns", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
        own.create_topic(Name="own")
        synthetic_client("sns", state=world).create_topic(Name="first")
        other = harness.MotoWorld()
        synthetic_client("sns", state=other).create_topic(Name="second")
        assert [each["TopicArn"].rpartition(":")[2] for each in own.list_topics()["Topics"]] == ["own"]
    assert (topics(world), topics(other)) == (["first"], ["second"])
    for each in (world, other):  # the names of buckets are kept apart from the buckets
        synthetic_client("s3", state=each).create_bucket(Bucket="reports")


def test_accounts_and_regions_are_apart(world: harness.MotoWorld) -> None:
    synthetic_client("sns", state=world, region="eu-west-1", account="111122223333").create_topic(Name="a")
    assert topics(world, region="eu-west-1", account="111122223333") == ["a"]
    assert topics(world, region="eu-west-1") == topics(world, account="111122223333") == []


def test_no_update_is_lost_among_threads(world: harness.MotoWorld) -> None:
    dynamodb = synthetic_client("dynamodb", state=world)
    dynamodb.create_table(**COUNTS)
    add = {"UpdateExpression": "ADD hits :one", "ExpressionAttributeValues": {":one": {"N": "1"}}}

    def count() -> None:
        client = synthetic_client("dynamodb", state=world)
        for _ in range(10):
            client.update_item(TableName="counts", Key={"id": {"S": "a"}}, **add)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert dynamodb.get_item(TableName="counts", Key={"id": {"S": "a"}})["Item"]["hits"] == {"N": "40"}


def test_a_world_forgets(world: harness.MotoWorld) -> None:
    synthetic_client("sns", state=world).create_topic(Name="orders")
    world.reset()
    assert topics(world) == []


def test_a_world_on_moto_begins_with_what_is_given() -> None:
    world = harness.MotoWorld(seeded={"sns.Topic": [{"Name": "orders"}]})
    assert topics(world) == ["orders"]


# What never happens.


def test_nothing_reaches_another_machine(
    world: harness.MotoWorld, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sought: list[Any] = []
    found = socket.getaddrinfo

    def seek(host: Any, *rest: Any, **options: Any) -> Any:
        sought.append(host)
        return found(host, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", seek)
    sns = synthetic_client("sns", state=world)
    topic = sns.create_topic(Name="orders")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="http", Endpoint="http://hooks.example.com/orders")
    assert sns.publish(TopicArn=topic, Message="hello")["MessageId"]
    assert sought == ["hooks.example.com"]
    assert "a world that stands on moto reaches no other machine" in caplog.text


def test_without_the_package_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(MissingExtra, match=r"aws-contract-harness\[moto\]"):
        harness.MotoWorld()
