"""Lists that begin after a name, are turned round or have their names encoded: with and without memory."""

from __future__ import annotations

from typing import Any

import pytest

import harness
from harness.models import method_name, operations
from harness.synth import SyntheticService, synthetic_client
from harness.synth.client import attach
from harness.synth.responses.orders import sorting_of
from harness.synth.responses.starts import start_of
from harness.synth.sessions import plain_client
from harness.synth.world.world import World

Case = tuple[str, str, dict[str, str]]

STREAMS: Case = ("kinesis", "ListStreams", {})
TAGS: Case = ("kinesis", "ListTagsForStream", {"StreamName": "orders"})
DELIVERY: Case = ("firehose", "ListDeliveryStreams", {})
OBJECTS: Case = ("s3", "ListObjectsV2", {"Bucket": "reports"})
OF_STREAMS: Case = ("dynamodbstreams", "ListStreams", {})


def listed(client: Any, operation: str, **params: Any) -> list[str]:
    """Return the names in a list, page after page."""
    start = start_of(client.meta.service_model.operation_model(operation))
    assert start is not None
    call = getattr(client, method_name(operation))
    names: list[str] = []
    token: dict[str, Any] = {}
    while True:
        page = call(**params, **token)
        names += [start.name(entry) for entry in page.get(start.path, [])]
        following = page.get("NextToken") or page.get("NextContinuationToken")
        if not following:
            return names
        token = {"NextToken" if "NextToken" in page else "ContinuationToken": following}


@pytest.mark.parametrize(("service", "operation", "params"), [STREAMS, TAGS, DELIVERY, OBJECTS, OF_STREAMS])
def test_a_list_begins_after_the_name_of_any_entry(
    service: str, operation: str, params: dict[str, Any]
) -> None:
    client = synthetic_client(service)
    start = start_of(client.meta.service_model.operation_model(operation))
    assert start is not None
    whole = listed(client, operation, **params)
    assert len(whole) > 1
    assert whole == sorted(whole)
    for number, name in enumerate(whole):
        assert listed(client, operation, **params, **{start.param: name}) == whole[number + 1 :]
    assert listed(client, operation, **params, **{start.param: f"{whole[0]}0"}) == whole[1:]


def test_a_world_lists_what_there_is_after_a_name() -> None:
    kinesis = synthetic_client("kinesis", state=World())
    for name in ("orders", "audit", "clicks"):
        kinesis.create_stream(StreamName=name)
    kinesis.add_tags_to_stream(StreamName="orders", Tags={"team": "a", "stage": "b"})
    assert listed(kinesis, "ListStreams") == ["audit", "clicks", "orders"]
    assert listed(kinesis, "ListStreams", ExclusiveStartStreamName="audit") == ["clicks", "orders"]
    assert listed(kinesis, "ListStreams", ExclusiveStartStreamName="bees") == ["clicks", "orders"]
    tags = listed(kinesis, "ListTagsForStream", StreamName="orders")
    assert listed(kinesis, "ListTagsForStream", StreamName="orders", ExclusiveStartTagKey=tags[0]) == tags[1:]


def test_folders_of_a_world_are_those_after_a_key() -> None:
    s3 = synthetic_client("s3", state=World())
    s3.create_bucket(Bucket="reports")
    for key in ("2024/a", "2025/b", "index"):
        s3.put_object(Bucket="reports", Key=key, Body=b"")
    page = s3.list_objects_v2(Bucket="reports", Delimiter="/", StartAfter="2024/z")
    assert [each["Prefix"] for each in page["CommonPrefixes"]] == ["2025/"]
    assert [each["Key"] for each in page["Contents"]] == ["index"]


@pytest.mark.parametrize("is_kept", [False, True])
def test_a_list_without_tokens_says_whether_there_is_more(is_kept: bool) -> None:
    firehose = synthetic_client("firehose", state=World() if is_kept else None)
    if is_kept:
        for name in ("orders", "audit"):
            firehose.create_delivery_stream(DeliveryStreamName=name)
    whole = firehose.list_delivery_streams()
    first = firehose.list_delivery_streams(Limit=1)
    names = first["DeliveryStreamNames"]
    rest = firehose.list_delivery_streams(Limit=1, ExclusiveStartDeliveryStreamName=names[-1])
    assert names + rest["DeliveryStreamNames"] == whole["DeliveryStreamNames"]
    told = [page["HasMoreDeliveryStreams"] for page in (whole, first, rest)]
    assert told == [False, True, False]


def test_the_last_entry_is_told_where_more_follow() -> None:
    client = synthetic_client("dynamodbstreams")
    arns = [each["StreamArn"] for each in client.list_streams()["Streams"]]
    assert client.list_streams(Limit=1)["LastEvaluatedStreamArn"] == arns[0]
    assert "LastEvaluatedStreamArn" not in client.list_streams(ExclusiveStartStreamArn=arns[0])


def test_overridden_entries_begin_after_a_name_too() -> None:
    aws = SyntheticService()
    aws.override("kinesis.ListStreams", {"StreamNames": ["z", "b", "c"], "HasMoreStreams": False})
    client = attach(plain_client("kinesis", "us-east-1"), aws)
    assert listed(client, "ListStreams", ExclusiveStartStreamName="z") == ["b", "c"]


def test_tokens_and_other_parameters_are_no_names() -> None:
    found = {operation.name: start_of(operation) for operation in operations("dynamodb")}
    assert {name for name, start in found.items() if start is not None} == {"ListGlobalTables"}


def test_events_are_turned_round() -> None:
    logs = synthetic_client("logs")
    oldest, newest = (
        [event["timestamp"] for event in logs.filter_log_events(logGroupName="orders", **asked)["events"]]
        for asked in ({}, {"startFromHead": False})
    )
    assert oldest == sorted(oldest)
    assert newest == sorted(newest, reverse=True)
    assert newest[0] > oldest[0]


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("FilterLogEvents", {True: True, False: False}),
        ("GetLogEvents", None),  # whose "latest log events are returned first" speaks of pages
        ("DescribeLogStreams", {True: False, False: True}),
    ],
)
def test_an_order_is_read_where_it_is_documented(operation: str, expected: dict[bool, bool] | None) -> None:
    found = sorting_of(harness.contract("logs", operation))
    ascends = {} if found is None else {value: up for value, up in found.ascends.items() if value is not None}
    assert (ascends or None) == expected


def test_names_are_encoded_where_that_is_asked_for() -> None:
    s3 = synthetic_client("s3", state=World())
    s3.create_bucket(Bucket="reports")
    s3.put_object(Bucket="reports", Key="a b+%41", Body=b"")
    asked = {"Bucket": "reports", "Prefix": "a b"}
    encoded = s3.list_objects_v2(**asked, EncodingType="url")
    assert [each["Key"] for each in encoded["Contents"]] == ["a%20b%2B%2541"]
    assert encoded["Prefix"] == "a%20b"
    # botocore asks for encoding by itself, and decodes.
    assert [each["Key"] for each in s3.list_objects_v2(**asked)["Contents"]] == ["a b+%41"]


@pytest.mark.parametrize("seed", range(4))
def test_one_version_is_the_default(seed: int) -> None:
    iam = synthetic_client("iam", seed=seed)
    versions = iam.list_policy_versions(PolicyArn="arn:aws:iam::123456789012:policy/orders")["Versions"]
    assert sum(version["IsDefaultVersion"] for version in versions) <= 1
