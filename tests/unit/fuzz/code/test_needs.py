"""Members that botocore's own handlers, and boto3's resources, cannot do without."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

import harness
from harness.fuzz import Aws
from harness.fuzz.code.needs import needed_members
from harness.models import find_operation


@pytest.mark.parametrize(
    ("operation", "needed"),
    [
        ("s3.ListObjectsV2", {"Contents[].Key", "CommonPrefixes[].Prefix"}),
        ("s3.ListObjectVersions", {"Versions[].Key", "DeleteMarkers[].Key", "CommonPrefixes[].Prefix"}),
        ("s3.ListBuckets", {"Buckets[].Name"}),
        ("ec2.DescribeInstances", {"Reservations[].Instances[].InstanceId"}),
        ("sns.ListTopics", {"Topics[].TopicArn"}),
        ("xray.GetInsight", set()),
        ("s3.HeadBucket", set()),
    ],
)
def test_what_is_needed(operation: str, needed: set[str]) -> None:
    assert set(needed_members(find_operation(*operation.split(".")))) == needed


def test_lists_are_read_by_the_client_the_paginator_and_the_resource() -> None:
    @harness.fuzz.aws("s3.ListObjectsV2", "s3.ListObjects", max_examples=30)
    def test(aws: Aws) -> None:
        client = aws.client
        pages: Any = client.get_paginator("list_objects_v2").paginate(Bucket="reports")
        keys = [entry["Key"] for page in pages for entry in page.get("Contents", [])]
        assert keys == aws.expected("Contents[].Key")
        objects = boto3.resource("s3").Bucket("reports").objects.all()
        assert [each for each in objects if each.key is None] == []

    test()


def test_what_a_request_has_to_ask_for_is_not_there_by_itself() -> None:
    prefixes: dict[str, int] = {"/": 0, "": 0}

    @harness.fuzz.aws("s3.ListObjectsV2", max_examples=30)
    def test(aws: Aws) -> None:
        for delimiter in prefixes:
            asked = {"Delimiter": delimiter} if delimiter else {}
            page = aws.client.list_objects_v2(Bucket="reports", **asked)
            prefixes[delimiter] += len(page.get("CommonPrefixes", []))

    test()
    assert prefixes["/"] > 0
    assert prefixes[""] == 0
