"""Conditional requests and ranges, as clients of the synthetic AWS see them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from botocore.exceptions import ClientError

from harness.synth import synthetic_client
from harness.synth.world.world import World

OBJECT = {"Bucket": "documents", "Key": "plan"}


@pytest.fixture(scope="module")
def s3() -> Any:
    return synthetic_client("s3")


def status_of(s3: Any, method: str, **conditions: Any) -> int:
    try:
        answer = getattr(s3, method)(**OBJECT, **conditions)
    except ClientError as error:
        answer = error.response
    status: int = answer["ResponseMetadata"]["HTTPStatusCode"]
    return status


@pytest.mark.parametrize("method", ["head_object", "get_object"])
def test_conditions_are_weighed_in_the_order_of_http(s3: Any, method: str) -> None:
    head = s3.head_object(**OBJECT)
    tag, modified = head["ETag"], head["LastModified"]
    earlier = modified - dt.timedelta(days=1)
    for conditions, status in (
        ({"IfMatch": tag}, 200),
        ({"IfMatch": "*"}, 200),
        ({"IfMatch": f'"other", {tag}'}, 200),
        ({"IfMatch": '"other"'}, 412),
        ({"IfMatch": tag, "IfUnmodifiedSince": earlier}, 200),
        ({"IfUnmodifiedSince": modified}, 200),
        ({"IfUnmodifiedSince": earlier}, 412),
        ({"IfNoneMatch": tag}, 304),
        ({"IfNoneMatch": '"other"', "IfModifiedSince": modified}, 200),
        ({"IfModifiedSince": modified}, 304),
        ({"IfModifiedSince": earlier}, 200),
        ({"Range": "bytes=0-0"}, 206),
        ({"Range": "bytes=-2"}, 206),
        ({"Range": "bytes=-0"}, 416),
        ({"Range": f"bytes={head['ContentLength']}-"}, 416),
        ({"Range": "bytes=5-2"}, 200),
        ({"Range": "lines=1-2"}, 200),
    ):
        assert status_of(s3, method, **conditions) == status, conditions


def test_head_tells_what_get_would_have(s3: Any) -> None:
    head = s3.head_object(**OBJECT, Range="bytes=2-5")
    part = s3.get_object(**OBJECT, Range="bytes=2-5")
    assert head["ContentRange"] == part["ContentRange"]
    assert head["ContentLength"] == part["ContentLength"] == len(part["Body"].read()) == 4
    assert head["ETag"] == part["ETag"] == s3.head_object(**OBJECT)["ETag"]


def test_conditions_hold_for_what_was_put() -> None:
    s3 = synthetic_client("s3", state=World())
    s3.create_bucket(Bucket=OBJECT["Bucket"])
    tag = s3.put_object(**OBJECT, Body=b"one")["ETag"]
    assert status_of(s3, "get_object", IfNoneMatch=tag) == 304
    s3.put_object(**OBJECT, Body=b"two")
    assert status_of(s3, "get_object", IfNoneMatch=tag) == 200
    assert status_of(s3, "get_object", IfMatch=tag) == 412
    assert status_of(s3, "get_object", Range="bytes=3-") == 416
