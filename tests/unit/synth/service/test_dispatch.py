"""Any HTTP request is answered: by the service, or with an error in the protocol that it speaks."""

from __future__ import annotations

import json
from typing import Any

import botocore
import pytest

from harness.models import load_service
from harness.synth.responses.answer import Answer
from harness.synth.service.dispatch import Asked, Reply, dispatch
from harness.wire import parse_response

SCOPE = "AWS4-HMAC-SHA256 Credential=AK/20250101/{}/{}/aws4_request, SignedHeaders=host, Signature=0"


def echo(asked: Asked) -> Answer:
    """Answer every operation with an empty result."""
    return Answer({})


def signed(service: str, region: str = "eu-west-1", **headers: str) -> dict[str, str]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return {"Host": "127.0.0.1:4566", "Authorization": SCOPE.format(region, service), **named}


def refused(reply: Reply, service: str, operation: str) -> tuple[int, str, str]:
    """What a client of the service reads from a refusal."""
    status, headers, body = reply.response
    parsed = parse_response(load_service(service).operation_model(operation), status, headers, body)
    assert reply.asked is None
    assert parsed.error is not None
    assert parsed.error.code == reply.error
    return status, parsed.error.code, parsed.error.message


def test_a_request_is_read_and_its_answer_is_in_its_protocol() -> None:
    headers = signed(
        "dynamodb", x_amz_target="DynamoDB_20120810.ListTables", content_type="application/x-amz-json-1.0"
    )
    reply = dispatch("POST", "/", headers, b'{"Limit": 3}', echo)
    assert reply.asked is not None
    assert (reply.asked.name, reply.asked.region, reply.asked.params, reply.asked.protocol) == (
        "dynamodb.ListTables",
        "eu-west-1",
        {"Limit": 3},
        "json",
    )
    assert reply.response == (
        200,
        {"Content-Type": "application/x-amz-json-1.0", "x-amzn-RequestId": reply.asked.request_id},
        b"{}",
    )
    assert reply.error == ""


def test_equal_requests_have_equal_ids_and_others_others() -> None:
    def request_id(path: str) -> str:
        reply = dispatch("GET", path, signed("s3"), b"", echo)
        assert reply.asked is not None
        return reply.asked.request_id

    assert request_id("/bucket?acl") == request_id("/bucket?acl")
    assert request_id("/bucket?acl") != request_id("/other?acl")


JSON = {"content_type": "application/x-amz-json-1.0"}


@pytest.mark.parametrize(
    ("headers", "body", "status", "code", "message"),
    [
        (
            {"x_amz_target": "DynamoDB_20120810.Nothing", **JSON},
            b"{}",
            404,
            "UnknownOperationException",
            (
                "dynamodb has no operation 'Nothing' in botocore {version}. The request may be for another "
                "API version, or for an operation that the service has since removed."
            ),
        ),
        (
            {"x_amz_target": "DynamoDB_20120810.ListTables", "content_type": "text/html; charset=utf-8"},
            b"{}",
            415,
            "UnsupportedMediaTypeException",
            (
                "The request body cannot be read: its Content-Type is text/html, and ListTables takes "
                "application/x-amz-json-1.0 or application/x-amz-json-1.1 or application/json."
            ),
        ),
    ],
)
def test_what_cannot_be_read_is_refused(
    headers: dict[str, str], body: bytes, status: int, code: str, message: str
) -> None:
    reply = dispatch("POST", "/", signed("dynamodb", **headers), body, echo)
    expected = message.replace("{version}", botocore.__version__)
    assert refused(reply, "dynamodb", "ListTables") == (status, code, expected)


BOMB = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><l>&b;</l>'
CBOR = {"smithy_protocol": "rpc-v2-cbor", "content_type": "application/cbor"}
CBOR_PATH = "/service/GraniteServiceVersion20100801/operation/ListMetrics"


@pytest.mark.parametrize(
    ("request_", "service", "operation", "error"),
    [
        pytest.param(
            ("PUT", "/bucket?tagging", signed("s3"), BOMB),
            "s3",
            "PutBucketTagging",
            (400, "MalformedXML"),
            id="entities",
        ),
        pytest.param(
            ("PUT", "/bucket?tagging", signed("s3"), b"<Tagging><TagSet>"),
            "s3",
            "PutBucketTagging",
            (400, "MalformedXML"),
            id="broken XML",
        ),
        pytest.param(
            ("POST", CBOR_PATH, signed("monitoring", **CBOR), b"\x9b\x7f" + b"\xff" * 7),
            "cloudwatch",
            "ListMetrics",
            (400, "SerializationException"),
            id="a CBOR list of 2 ** 63 items",
        ),
        pytest.param(
            ("POST", CBOR_PATH, signed("monitoring", **CBOR), b"\x81" * 100_000),
            "cloudwatch",
            "ListMetrics",
            (400, "SerializationException"),
            id="CBOR nested 100,000 deep",
        ),
        pytest.param(
            (
                "POST",
                "/",
                signed("dynamodb", x_amz_target="DynamoDB_20120810.ListTables"),
                b'{"a":' * 100_000,
            ),
            "dynamodb",
            "ListTables",
            (400, "SerializationException"),
            id="JSON nested 100,000 deep",
        ),
        pytest.param(
            ("PUT", "/bucket/key", signed("s3", content_md5="AAAAAAAAAAAAAAAAAAAAAA=="), b"content"),
            "s3",
            "PutObject",
            (400, "BadDigest"),
            id="a digest of something else",
        ),
        pytest.param(
            (
                "PUT",
                "/bucket/key",
                signed("s3", content_encoding="aws-chunked", x_amz_decoded_content_length="4294967295"),
                b"ffffffff;chunk-signature=0\r\nabc\r\n0\r\n\r\n",
            ),
            "s3",
            "PutObject",
            (400, "IncompleteBody"),
            id="an aws-chunk of 4 GB that is not there",
        ),
        pytest.param(
            (
                "POST",
                "/",
                signed("sts", content_type="application/x-www-form-urlencoded"),
                b"Action=None&Version=2011-06-15",
            ),
            "sts",
            "GetCallerIdentity",
            (404, "UnknownOperationException"),
            id="an unknown action",
        ),
    ],
)
def test_bad_bodies_are_refused_in_the_protocol_of_the_request(
    request_: tuple[str, str, dict[str, str], bytes], service: str, operation: str, error: tuple[int, str]
) -> None:
    status, code, message = refused(dispatch(*request_, echo), service, operation)
    assert (status, code) == error
    assert message


def test_a_search_may_be_a_form() -> None:
    form = signed("cloudsearch", content_type="application/x-www-form-urlencoded")
    form["Host"] = "search-films-x.us-east-1.cloudsearch.amazonaws.com"
    reply = dispatch("POST", "/2013-01-01/search", form, b"format=sdk&pretty=true&q=star+wars&size=3", echo)
    assert reply.asked is not None
    assert (reply.asked.name, reply.asked.params) == (
        "cloudsearchdomain.Search",
        {"query": "star wars", "size": 3},
    )


@pytest.mark.parametrize(
    ("headers", "start"),
    [
        ({"x-amz-target": "Nothing.AtAll"}, b'{"__type":"UnknownOperationException","message":"'),
        ({"content-type": "application/x-www-form-urlencoded"}, b"<?xml"),
        ({"content-type": "application/xml"}, b"<?xml"),
        ({"smithy-protocol": "rpc-v2-cbor"}, b"\xa2f__type"),
        ({}, b'{"message":"'),
    ],
)
def test_a_request_for_no_service_is_refused_in_the_protocol_it_seems_to_speak(
    headers: dict[str, Any], start: bytes
) -> None:
    reply = dispatch("POST", "/nowhere", {"Host": "127.0.0.1", **headers}, b"", echo)
    assert reply.response[0] == 404
    assert reply.response[2].startswith(start)
    assert (reply.asked, reply.error) == (None, "UnknownOperationException")


@pytest.mark.parametrize(
    ("method", "url", "name"),
    [
        ("GET", "/assignment/accounts", "sso.ListAccounts"),
        ("POST", "/token", "sso-oidc.CreateToken"),
        ("GET", "/access?tenantId=t", "account-access-runtime.ListRoles"),
    ],
)
def test_a_request_that_is_not_signed_is_told_by_its_path(method: str, url: str, name: str) -> None:
    reply = dispatch(method, url, {"Host": "127.0.0.1"}, b"", echo)
    assert reply.asked is not None
    assert reply.asked.name == name


def test_what_fits_no_operation_is_refused_in_the_protocol_of_such_paths() -> None:
    reply = dispatch("GET", "/authorization-details/", signed("iam"), b"", echo)  # IAM and IAM Toolbox
    assert refused(reply, "iam-toolbox", "GetRequestAuthorizationDetails")[:2] == (
        404,
        "UnknownOperationException",
    )


def test_what_only_lacks_a_parameter_is_a_request_for_the_operation() -> None:
    reply = dispatch("GET", "/access", {"Host": "127.0.0.1"}, b"", echo)
    assert reply.asked is not None
    assert (reply.asked.name, reply.asked.params) == ("account-access-runtime.ListRoles", {})


def test_a_blob_may_be_of_any_media_type() -> None:
    headers = signed("lambda", content_type="text/plain")
    reply = dispatch("POST", "/2015-03-31/functions/work/invocations", headers, b"not JSON", echo)
    assert reply.asked is not None
    assert reply.asked.params == {"FunctionName": "work", "Payload": b"not JSON"}


def test_a_body_of_members_may_not() -> None:
    headers = signed("lambda", content_type="text/plain")
    body = json.dumps({"Role": "r"}).encode()
    reply = dispatch("POST", "/2015-03-31/functions", headers, body, echo)
    assert refused(reply, "lambda", "CreateFunction") == (
        415,
        "UnsupportedMediaTypeException",
        (
            "The request body cannot be read: its Content-Type is text/plain, and CreateFunction takes "
            "application/json."
        ),
    )
