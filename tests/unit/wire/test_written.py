"""Responses and errors as they go over the wire, byte for byte, in every protocol."""

from __future__ import annotations

from typing import Any

import pytest

from harness.models import find_operation
from harness.wire import parse_response, serialize_error, serialize_response

XML = b"<?xml version='1.0' encoding='utf-8'?>\n"
NO_ID = "00000000-0000-0000-0000-000000000000"


def written(name: str, result: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
    status, headers, body = serialize_response(find_operation(*name.split(".")), result, request_id="r-1")
    return status, dict(headers), body


def refused(name: str, code: str, status: int, **fields: Any) -> tuple[int, dict[str, str], bytes]:
    operation = find_operation(*name.split("."))
    status, headers, body = serialize_error(operation, code, "No.", status=status, fields=fields)
    return status, {name: value for name, value in headers.items() if value != NO_ID}, body


@pytest.mark.parametrize(
    ("name", "result", "headers", "body"),
    [
        ("cloudwatch.ListMetrics", {"NextToken": "t"},
         {"Content-Type": "application/x-amz-json-1.0", "x-amzn-RequestId": "r-1"},
         b'{"NextToken":"t"}'),
        ("cloudtrail.LookupEvents", {},
         {"Content-Type": "application/x-amz-json-1.1", "x-amzn-RequestId": "r-1"},
         b"{}"),
        ("sns.ListTopics", {"Topics": [{"TopicArn": "a<b"}]},
         {"Content-Type": "text/xml", "x-amzn-RequestId": "r-1"},
         XML + b'<ListTopicsResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><ListTopicsResult><Topics>'
         b"<member><TopicArn>a&lt;b</TopicArn></member></Topics></ListTopicsResult><ResponseMetadata>"
         b"<RequestId>r-1</RequestId></ResponseMetadata></ListTopicsResponse>"),
        ("ec2.DescribeInstances", {"Reservations": [{"OwnerId": "1"}]},
         {"Content-Type": "text/xml;charset=UTF-8", "x-amzn-RequestId": "r-1"},
         XML + b'<DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15"><requestId>r-1'
         b"</requestId><reservationSet><item><ownerId>1</ownerId></item></reservationSet>"
         b"</DescribeInstancesResponse>"),
        ("s3.GetObject", {"Body": b"abc", "Metadata": {"a": "b"}, "ContentLength": 3},
         {"x-amz-request-id": "r-1", "x-amz-meta-a": "b", "Content-Length": "3"},
         b"abc"),
        ("s3.GetBucketLocation", {"LocationConstraint": "EU"},
         {"Content-Type": "application/xml", "x-amz-request-id": "r-1"},
         XML + b'<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">EU</LocationConstraint>'),
        ("route53.GetHostedZoneCount", {"HostedZoneCount": 1},
         {"Content-Type": "application/xml", "x-amz-request-id": "r-1"},
         XML + b'<GetHostedZoneCountResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/">'
         b"<HostedZoneCount>1</HostedZoneCount></GetHostedZoneCountResponse>"),
        ("s3.GetBucketPolicy", {"Policy": "{é}"},
         {"Content-Type": "text/plain", "x-amz-request-id": "r-1"},
         "{é}".encode()),
        ("s3.GetBucketPolicy", {}, {"x-amz-request-id": "r-1"}, b""),
        ("lambda.Invoke", {"Payload": b"abc", "StatusCode": 200, "FunctionError": "Unhandled"},
         {"Content-Type": "application/octet-stream", "x-amzn-RequestId": "r-1",
          "X-Amz-Function-Error": "Unhandled"},
         b"abc"),
    ],
)  # fmt: skip
def test_a_result(name: str, result: dict[str, Any], headers: dict[str, str], body: bytes) -> None:
    assert written(name, result) == (200, headers, body)


@pytest.mark.parametrize(
    ("name", "code", "status", "fields", "headers", "body"),
    [
        ("dynamodb.PutItem", "ConditionalCheckFailedException", 400, {"Item": {"a": {"S": "b"}}},
         {"Content-Type": "application/x-amz-json-1.0"},
         b'{"__type":"ConditionalCheckFailedException","message":"No.","Item":{"a":{"S":"b"}}}'),
        ("lambda.Invoke", "TooManyRequestsException", 429, {"retryAfterSeconds": "5", "Reason": "r"},
         {"Content-Type": "application/json", "Retry-After": "5",
          "x-amzn-errortype": "TooManyRequestsException"},
         b'{"message":"No.","Reason":"r"}'),
        ("cloudwatch.PutMetricData", "InvalidParameterValue", 400, {},
         {"Content-Type": "application/x-amz-json-1.0", "x-amzn-query-error": "InvalidParameterValue;Sender"},
         b'{"__type":"InvalidParameterValueException","message":"No."}'),
        ("s3.GetObject", "NoSuchKey", 404, {},
         {"Content-Type": "application/xml"},
         XML + b"<Error><Type>Sender</Type><Code>NoSuchKey</Code><Message>No.</Message><RequestId>"
         + NO_ID.encode() + b"</RequestId></Error>"),
        ("route53.GetHostedZone", "NoSuchHostedZone", 404, {},
         {"Content-Type": "application/xml"},
         XML + b'<ErrorResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Error><message>No.</message>'
         b"<Type>Sender</Type><Code>NoSuchHostedZone</Code><Message>No.</Message></Error><RequestId>"
         + NO_ID.encode() + b"</RequestId></ErrorResponse>"),
        ("sns.ListTopics", "InternalError", 500, {},
         {"Content-Type": "text/xml"},
         XML + b'<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><message>No.</message>'
         b"<Type>Receiver</Type><Code>InternalError</Code><Message>No.</Message></Error><RequestId>"
         + NO_ID.encode() + b"</RequestId></ErrorResponse>"),
        ("ec2.DescribeInstances", "RequestLimitExceeded", 503, {},
         {"Content-Type": "text/xml;charset=UTF-8"},
         XML + b"<Response><Errors><Error><Type>Receiver</Type><Code>RequestLimitExceeded</Code><Message>No."
         b"</Message></Error></Errors><RequestID>" + NO_ID.encode() + b"</RequestID></Response>"),
    ],
)  # fmt: skip
def test_an_error(
    name: str, code: str, status: int, fields: dict[str, Any], headers: dict[str, str], body: bytes
) -> None:
    assert refused(name, code, status, **fields) == (status, headers, body)


def test_xml_has_no_character_that_xml_does_not_have() -> None:
    model = find_operation("iam", "ListUsers")
    _, headers, body = serialize_error(model, "ValidationError", "\x1f and \ud800 and é\r", status=400)
    answer = parse_response(model, 400, headers, body)
    assert answer.error is not None
    assert (answer.error.code, answer.error.message) == ("ValidationError", "\ufffd and \ufffd and é\r")
