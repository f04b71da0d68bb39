"""Answers that botocore reads, and that are not written as their protocol has it."""

from __future__ import annotations

from typing import Any

import cbor2
import pytest

import harness
from harness.wire.errors import UnreadableMessage
from harness.wire.spelling import misspelt

ROLE = "<RoleName>a</RoleName>"


def found(name: str, body: bytes, content_type: str = "") -> list[tuple[tuple[str | int, ...], Any]]:
    service, operation = name.split(".")
    model = harness.contract(service, operation).operation_model
    return [(one.path, one.value) for one in misspelt(model, 200, {"Content-Type": content_type}, body)]


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        ("dynamodb.ListTables", b'{"TableNames": ["a"]}', []),
        ("dynamodb.ListTables", b'{"TableNames": null}', [(("TableNames",), None)]),
        ("dynamodb.ListTables", b'{"LastEvaluatedTableName": null}', []),
        (
            "logs.DescribeLogGroups",
            b'{"logGroups": [{"storedBytes": 8.0, "deletionProtectionEnabled": "true"}]}',
            [
                (("logGroups", 0, "storedBytes"), 8.0),
                (("logGroups", 0, "deletionProtectionEnabled"), "true"),
            ],
        ),
        ("xray.GetInsight", b'{"Insight": {"StartTime": 1715938200.5}}', []),
        (
            "xray.GetInsight",
            b'{"Insight": {"StartTime": "2024-05-17T09:30:00Z"}}',
            [(("Insight", "StartTime"), "2024-05-17T09:30:00Z")],
        ),
        (
            "ec2.DescribeVolumes",
            b"<R><volumeSet><item><size>8.0</size><createTime>1715938200</createTime></item></volumeSet></R>",
            [(("Volumes", 0, "CreateTime"), "1715938200"), (("Volumes", 0, "Size"), "8.0")],
        ),
        (
            "ec2.DescribeVolumes",
            (
                b"<R><volumeSet><item><size>8</size><createTime>2024-05-17T09:30:00.000Z</createTime></item>"
                b"</volumeSet></R>"
            ),
            [],
        ),
        (
            "elbv2.DescribeLoadBalancers",
            (
                b"<R><DescribeLoadBalancersResult><LoadBalancers><member><State>active</State></member>"
                b"</LoadBalancers></DescribeLoadBalancersResult></R>"
            ),
            [(("LoadBalancers", 0, "State"), "active")],
        ),
        (
            "s3.ListObjectsV2",
            b"<R><Contents>a</Contents><Contents><Key>b</Key></Contents><Contents>c</Contents></R>",
            [(("Contents", 0), "a"), (("Contents", 2), "c")],
        ),
        (
            "iam.ListUsers",
            b"<R><ListUsersResult><IsTruncated>True</IsTruncated></ListUsersResult></R>",
            [(("IsTruncated",), "True")],
        ),
        (
            "s3.ListObjectsV2",
            b"<ListBucketResult><KeyCount>1e0</KeyCount></ListBucketResult>",
            [(("KeyCount",), "1e0")],
        ),
    ],
)
def test_values_that_are_not_written_as_the_protocol_has_it(
    name: str, body: bytes, expected: list[Any]
) -> None:
    assert sorted(found(name, body)) == sorted(expected)


def test_a_time_in_cbor_has_its_tag() -> None:
    body = cbor2.dumps({"EventBuses": [{"Name": "orders", "CreationTime": 1715938200}]})
    assert found("eventbridgev2.ListEventBuses", body) == [(("EventBuses", 0, "CreationTime"), 1715938200)]


@pytest.mark.parametrize(
    ("name", "body"),
    [("dynamodb.ListTables", b'{"TableNames": [], "Count": NaN}'), ("iam.ListUsers", b"<R><Other/></R>")],
)
def test_what_is_no_message_of_the_protocol(name: str, body: bytes) -> None:
    with pytest.raises(UnreadableMessage):
        found(name, body)


@pytest.mark.parametrize(
    ("value", "is_right"),
    [
        ("Sun, 06 Nov 1994 08:49:37 GMT", True),
        ("1994-11-06T08:49:37Z", False),
        ("Sun, 06 Nov 1994 09:49:37 +0100", False),
        ("784111777", False),
    ],
)
def test_dates_in_the_header(value: str, is_right: bool) -> None:
    operation = harness.contract("s3", "HeadObject").operation_model
    found = list(misspelt(operation, 200, {"Last-Modified": value, "Expires": "never"}, b""))
    assert [one.path for one in found] == ([] if is_right else [("LastModified",)])
