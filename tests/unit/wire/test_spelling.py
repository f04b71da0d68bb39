"""Answers that botocore reads, and that are not written as their protocol has it."""

from __future__ import annotations

from typing import Any

import cbor2
import pytest

import harness
from harness.wire.errors import UnreadableMessage
from harness.wire.misspelt import Misspelt
from harness.wire.spelling import misspelt

VOLUMES = b"<DescribeVolumesResponse><volumeSet>%s</volumeSet></DescribeVolumesResponse>"
BALANCERS = (
    b"<DescribeLoadBalancersResponse><DescribeLoadBalancersResult><LoadBalancers>%s</LoadBalancers>"
    b"</DescribeLoadBalancersResult></DescribeLoadBalancersResponse>"
)
USERS = b"<ListUsersResponse><ListUsersResult>%s</ListUsersResult></ListUsersResponse>"
TOPIC = (
    b"<GetTopicAttributesResponse><GetTopicAttributesResult><Attributes>%s</Attributes>"
    b"</GetTopicAttributesResult></GetTopicAttributesResponse>"
)


def wrong(name: str, status: int, body: bytes, code: str = "", **headers: str) -> list[Misspelt]:
    model = harness.contract(*name.split(".")).operation_model
    fields = {field.replace("_", "-"): value for field, value in headers.items()}
    return list(misspelt(model, status, fields, body, code))


def found(name: str, body: bytes) -> list[tuple[tuple[str | int, ...], Any]]:
    return [(one.path, one.value) for one in wrong(name, 200, body) if not one.is_tolerated]


def parts(name: str, status: int, body: bytes, code: str = "", **headers: str) -> list[tuple[str, bool]]:
    return [(one.part, one.is_tolerated) for one in wrong(name, status, body, code, **headers)]


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        ("dynamodb.ListTables", b'{"TableNames": ["a"]}', []),
        ("dynamodb.ListTables", b'{"TableNames": null}', [(("TableNames",), None)]),
        # Its model calls the members in JSON otherwise: clients find nothing.
        (
            "guardduty.GetAdministratorAccount",
            b'{"Administrator": {"accountId": "123456789012"}}',
            [(("Administrator",), "Administrator")],
        ),
        (
            "guardduty.GetAdministratorAccount",
            b'{"administrator": {"AccountId": "123456789012"}}',
            [(("Administrator", "AccountId"), "AccountId")],
        ),
        (
            "ec2.DescribeVolumes",
            VOLUMES % b"<item><VolumeId>vol-1</VolumeId><state>in-use</state></item>",
            [(("Volumes", 0, "VolumeId"), "<VolumeId>")],
        ),
        ("guardduty.GetAdministratorAccount", b'{"administrator": {"accountId": "123456789012"}}', []),
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
            VOLUMES % b"<item><size>8.0</size><createTime>1715938200</createTime></item>",
            [(("Volumes", 0, "CreateTime"), "1715938200"), (("Volumes", 0, "Size"), "8.0")],
        ),
        (
            "ec2.DescribeVolumes",
            VOLUMES % b"<item><size>8</size><createTime>2024-05-17T09:30:00.000Z</createTime></item>",
            [],
        ),
        (
            "elbv2.DescribeLoadBalancers",
            BALANCERS % b"<member><State>active</State></member>",
            [(("LoadBalancers", 0, "State"), "active")],
        ),
        ("elbv2.DescribeLoadBalancers", BALANCERS % b"<item/>", [(("LoadBalancers",), "<item>")]),
        ("elbv2.DescribeLoadBalancers", BALANCERS % b"none", [(("LoadBalancers",), "none")]),
        (
            "elbv2.DescribeLoadBalancers",
            BALANCERS % b"<member>x<VpcId>a</VpcId></member>",
            [(("LoadBalancers", 0), "x")],
        ),
        (
            "elbv2.DescribeLoadBalancers",
            BALANCERS % b"<member><VpcId>a</VpcId><VpcId>b</VpcId></member>",
            [(("LoadBalancers", 0, "VpcId"), "2 elements VpcId")],
        ),
        (
            "elbv2.DescribeLoadBalancers",
            BALANCERS % b"<member><VpcId><Value>a</Value></VpcId></member>",
            [(("LoadBalancers", 0, "VpcId"), "<Value>")],
        ),
        ("sns.GetTopicAttributes", TOPIC % b"<entry><key>a</key><value>b</value></entry>", []),
        (
            "sns.GetTopicAttributes",
            TOPIC % b"<item><key>a</key><value>b</value></item>",
            [(("Attributes",), "<item>")],
        ),
        ("sns.GetTopicAttributes", TOPIC % b"<entry><key>a</key></entry>", [(("Attributes",), "<key>")]),
        (
            "s3.ListObjectsV2",
            b"<R><Contents>a</Contents><Contents><Key>b</Key></Contents><Contents>c</Contents></R>",
            [(("Contents", 0), "a"), (("Contents", 2), "c")],
        ),
        (
            "iam.ListUsers",
            USERS % b"<IsTruncated>True</IsTruncated>",
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


@pytest.mark.parametrize("time", [1715938200, cbor2.CBORTag(0, "2024-05-17T09:30:00Z")])
def test_a_time_in_cbor_has_its_tag(time: Any) -> None:
    body = cbor2.dumps({"EventBuses": [{"Name": "orders", "CreationTime": time}]})
    value = time.value if isinstance(time, cbor2.CBORTag) else time
    assert found("eventbridgev2.ListEventBuses", body) == [(("EventBuses", 0, "CreationTime"), value)]


def test_a_member_that_is_not_set_is_left_out() -> None:
    (null,) = wrong("dynamodb.ListTables", 200, b'{"LastEvaluatedTableName": null}')
    assert (null.path, null.value) == (("LastEvaluatedTableName",), None)
    (null,) = wrong("eventbridgev2.ListEventBuses", 200, cbor2.dumps({"NextToken": None}))
    assert (null.path, null.value) == (("NextToken",), None)


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        ("iam.ListUsers", USERS % b"", []),
        ("iam.ListUsers", b"", [("The body", False)]),
        ("iam.ListUsers", b"<ListUsers><ListUsersResult/></ListUsers>", [("The root element", False)]),
        (
            "iam.ListUsers",
            b'<ListUsersResponse xmlns="http://example.com/"><ListUsersResult/></ListUsersResponse>',
            [("The namespace", True)],
        ),
        ("ec2.DescribeVolumes", b"<DescribeVolumesResult/>", [("The root element", False)]),
        ("s3.ListObjectsV2", b"<Any/>", []),  # botocore's models don't have its name
        ("dynamodb.ListTables", b"", []),
    ],
)
def test_what_is_around_a_result(name: str, body: bytes, expected: list[tuple[str, bool]]) -> None:
    assert parts(name, 200, body) == expected


@pytest.mark.parametrize(
    ("name", "status", "body", "expected"),
    [
        ("iam.GetUser", 404, b"<ErrorResponse><Error>%s</Error></ErrorResponse>", []),
        (
            "iam.GetUser",
            404,
            b"<Response><Errors><Error>%s</Error></Errors></Response>",
            [("An error", False)],
        ),
        ("ec2.DescribeVolumes", 400, b"<Response><Errors><Error>%s</Error></Errors></Response>", []),
        (
            "ec2.DescribeVolumes",
            400,
            b"<ErrorResponse><Error>%s</Error></ErrorResponse>",
            [("An error", False)],
        ),
        ("s3.ListObjectsV2", 404, b"<Error>%s</Error>", []),
        ("route53.GetHostedZone", 404, b"<Error>%s</Error>", [("An error", False)]),
        ("route53.GetHostedZone", 404, b"<ErrorResponse><Error>%s</Error></ErrorResponse>", []),
    ],
)
def test_what_is_around_an_error(
    name: str, status: int, body: bytes, expected: list[tuple[str, bool]]
) -> None:
    inside = b"<Code>NoSuchEntity</Code><Message>No.</Message>"
    assert parts(name, status, body % inside, "NoSuchEntity") == expected


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (b"<Type>Sender</Type><Message>No.</Message>", []),
        (b"<Type>Client</Type><Message>No.</Message>", [("The type of an error", False)]),
        (b"<Type>Receiver</Type><Message>No.</Message>", [("The type of an error", False)]),  # senderFault
        (b"<message>No.</message>", [("The message of an error", True)]),  # the member of the model
    ],
)
def test_the_parts_of_an_error(inside: bytes, expected: list[tuple[str, bool]]) -> None:
    body = b"<ErrorResponse><Error>%s<Code>NoSuchEntity</Code></Error></ErrorResponse>" % inside
    assert parts("iam.GetUser", 404, body, "NoSuchEntity") == expected


def test_the_type_of_an_error_is_the_same_in_header_and_body() -> None:
    body = b'{"__type": "com.amazonaws.lambda#%s", "Message": "No."}'
    said = {"x_amzn_errortype": "ResourceNotFoundException:http://internal.amazon.com/coral/"}
    name = "lambda.GetFunction"
    code = "ResourceNotFoundException"
    assert parts(name, 404, body % code.encode(), code, **said) == []
    assert parts(name, 404, body % b"ServiceException", code, **said) == [("__type", False)]


def test_the_code_of_the_query_protocol_goes_with_the_error() -> None:
    body = b'{"__type": "QueueDoesNotExist", "message": "No."}'
    code = "AWS.SimpleQueueService.NonExistentQueue"
    said = {"x_amzn_query_error": f"{code};Sender"}
    header = [("The header x-amzn-query-error", False)]
    assert parts("sqs.GetQueueUrl", 400, body, code, **said) == []
    assert parts("sqs.GetQueueUrl", 400, body, "QueueDoesNotExist") == header


def test_the_members_of_an_error_are_values_of_their_shapes() -> None:
    body = b'{"__type": "ConditionalCheckFailedException", "message": ["No."]}'
    (one,) = wrong("dynamodb.PutItem", 400, body, "ConditionalCheckFailedException")
    assert (one.path, one.expected, one.value) == (("message",), "a string", ["No."])


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("dynamodb.ListTables", b'{"TableNames": [], "Count": NaN}'),
        ("dynamodb.ListTables", b'\xef\xbb\xbf{"TableNames": []}'),
        ("dynamodb.ListTables", '{"TableNames": []}'.encode("utf-16")),
        ("dynamodb.ListTables", b'{"TableNames": [], "TableNames": []}'),
        ("dynamodb.ListTables", b'{"TableNames": ["\\ud800"]}'),
        ("eventbridgev2.ListEventBuses", b"\xa0\xa0"),
        ("iam.ListUsers", b"<ListUsersResponse><Other/></ListUsersResponse>"),
    ],
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


def test_numbers_and_truths_in_the_header() -> None:
    headers = {"Content_Length": "many", "x_amz_delete_marker": "True", "x_amz_missing_meta": "2"}
    found = [(one.path, one.value) for one in wrong("s3.HeadObject", 200, b"", **headers)]
    assert sorted(found) == [(("ContentLength",), "many"), (("DeleteMarker",), "True")]
