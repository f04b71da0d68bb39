"""Calls: what is an answer, what is none, and what the server read."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.config import Config

import harness
from harness.fuzz.laws.caller import (
    ANSWERED,
    LAW_CONFIG,
    NETWORK,
    NOT_IMPLEMENTED,
    NOT_SENT,
    Caller,
    law_client,
)
from harness.synth import Dropped, synthetic_client
from harness.wire.awsrequest import aws_response, header_fields, request_body
from harness.wire.identity.identify import identify


def caller(name: str = "iam.ListUsers", config: Config = LAW_CONFIG, **params: Any) -> Caller:
    service, operation = name.split(".")
    return Caller(harness.contract(service, operation), synthetic_client(service, config=config), params)


def answering(status: int, content_type: str, body: bytes, name: str = "iam.ListUsers") -> Caller:
    """A caller whose calls are answered with one HTTP response."""
    service, operation = name.split(".")
    client = law_client(service, "http://127.0.0.1:1")
    client.meta.events.register(
        "before-send",
        lambda request, **_: aws_response(request.url, status, [("Content-Type", content_type)], body),
    )
    return Caller(harness.contract(service, operation), client)


def test_an_answer_is_an_exchange() -> None:
    ask = caller()
    exchange = ask({"MaxItems": 2})
    assert exchange is not None
    assert (exchange.name, exchange.status) == ("iam.ListUsers", 200)
    assert exchange.params == {"MaxItems": 2}
    assert len(exchange.response["Users"]) == 2
    assert harness.contract("iam", "ListUsers").check_exchange(exchange) == []
    assert dict(ask.tally) == {ANSWERED: 1}


def test_a_wrong_request_reaches_the_server() -> None:
    exchange = caller()({"MaxItems": 0})
    assert exchange is not None
    assert exchange.error is not None
    assert (exchange.status, exchange.error.code) == (400, "InvalidParameterValue")


def test_a_client_that_checks_by_itself_sends_nothing() -> None:
    ask = caller(config=Config(parameter_validation=True))
    assert ask({"MaxItems": "many"}) is None
    assert dict(ask.tally) == {NOT_SENT: 1}


def test_an_error_of_the_network_is_no_answer() -> None:
    ask = caller()
    ask.client.fault("iam.ListUsers", Dropped())
    assert ask({}) is None
    assert dict(ask.tally) == {NETWORK: 1}


def test_nobody_listens() -> None:
    ask = Caller(harness.contract("iam", "ListUsers"), law_client("iam", "http://127.0.0.1:1"))
    assert ask({}) is None
    assert dict(ask.tally) == {NETWORK: 1}


@pytest.mark.parametrize(
    ("status", "content_type", "body"),
    [
        (404, "text/html", b"<!doctype html><title>404 Not Found</title>"),
        (
            500,
            "text/xml",
            b"<ErrorResponse><Error><Message>Not implemented yet</Message></Error></ErrorResponse>",
        ),
        (501, "text/xml", b"<ErrorResponse><Error><Code>Whatever</Code></Error></ErrorResponse>"),
        (400, "text/xml", b"<ErrorResponse><Error><Code>InvalidAction</Code></Error></ErrorResponse>"),
    ],
)
def test_an_operation_that_is_not_implemented(status: int, content_type: str, body: bytes) -> None:
    ask = answering(status, content_type, body)
    assert ask({}) is None
    assert dict(ask.tally) == {NOT_IMPLEMENTED: 1}


def test_an_answer_that_cannot_be_read_has_an_error_without_a_code() -> None:
    exchange = answering(200, "application/json", b"{]", "dynamodb.ListTables")({})
    assert exchange is not None
    assert exchange.error is not None
    assert exchange.error.code == ""


def test_a_time_that_botocore_cannot_read_is_a_finding_and_no_traceback() -> None:
    body = b"""<DescribeLoadBalancersResponse><DescribeLoadBalancersResult><LoadBalancers><member>
    <CreatedTime>1715945400000</CreatedTime>
    </member></LoadBalancers></DescribeLoadBalancersResult></DescribeLoadBalancersResponse>"""
    call = answering(200, "text/xml", body, "elbv2.DescribeLoadBalancers")({})
    assert call is not None
    assert call.response == {"LoadBalancers": [{"CreatedTime": "1715945400000"}]}


def test_a_member_that_the_model_does_not_know_is_read() -> None:
    body = b'{"TableNames": [], "Extra": 1}'
    exchange = answering(200, "application/x-amz-json-1.0", body, "dynamodb.ListTables")({})
    assert exchange is not None
    assert exchange.response == {"TableNames": [], "Extra": 1}


def test_the_parameters_as_the_server_reads_them() -> None:
    ask = caller("sqs.ListQueues")
    ask({"MaxResults": 5, "QueueNamePrefix": 42})
    assert ask.as_sent() == ("ListQueues", {"MaxResults": 5, "QueueNamePrefix": 42})
    ask = caller()
    ask({"PathPrefix": 42})
    assert ask.as_sent() == ("ListUsers", {"PathPrefix": "42"})  # a form has texts only


def test_a_request_may_be_one_of_another_operation() -> None:
    ask = caller("s3.UploadPartCopy")
    ask({"Bucket": "orders", "Key": "all", "UploadId": "1", "PartNumber": 1})  # without what is to be copied
    sent = ask.as_sent()
    assert sent is not None
    assert sent[0] == "UploadPart"


@pytest.mark.parametrize(
    ("own", "params", "allowed"),
    [
        ({}, {"MaxItems": 1}, True),
        ({}, {"MaxItems": 0}, False),
        ({"MaxItems": 0}, {"MaxItems": 0}, True),
        ({"MaxItems": 0}, {"MaxItems": 0, "PathPrefix": ""}, False),
    ],
)
def test_the_callers_own_parameters_are_not_judged(
    own: dict[str, Any], params: dict[str, Any], allowed: bool
) -> None:
    assert caller(**own).allows(params) is allowed


def test_no_request_leaves_the_endpoint() -> None:
    """botocore makes a host of AWS of Kinesis's ``StreamId``, whatever endpoint it is given."""
    ask = Caller(harness.contract("kinesis", "ListShards"), law_client("kinesis", "http://127.0.0.1:1"))
    assert ask({"StreamName": "users", "StreamId": "aaaaaaaaaaaaaaaaaaaa-aaa"}) is None
    assert ask({"StreamName": "users"}) is None
    assert dict(ask.tally) == {NOT_SENT: 1, NETWORK: 1}


def test_threads_share_a_caller() -> None:
    ask = caller()

    def size(limit: int) -> tuple[int, Any]:
        exchange = ask({"MaxItems": limit})
        assert exchange is not None
        return len(exchange.response["Users"]), ask.as_sent()

    limits = [1, 2, 3, 4] * 5
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(size, limits))
    assert found == [(limit, ("ListUsers", {"MaxItems": limit})) for limit in limits]
    assert ask.tally[ANSWERED] == len(limits)


def test_a_request_that_needs_a_bearer_token_is_sent_without() -> None:
    ask = answering(200, "application/json", b"{}", "account-access-runtime.ListRoles")
    assert ask({"tenantId": "t"}) is not None
    assert not ask.is_signed_for("us-east-1")
    signed = answering(200, "application/json", b"{}", "lambda.ListFunctions")
    assert signed({}) is not None
    assert signed.is_signed_for("us-east-1")


def test_each_request_has_an_idempotency_token_of_its_own() -> None:
    ask = caller("emr-containers.CreateJobTemplate")
    token = "00000000-0000-4000-8000-000000000000"

    def sent(**params: Any) -> Any:
        exchange = ask({"clientToken": token, "jobTemplateData": {}, **params})
        assert exchange is not None
        return exchange.params["clientToken"]

    assert sent(name="orders") == token
    assert sent(name="orders") == token  # a retry
    other = sent(name="events")
    assert other != token
    assert sent(name="events") == other
    assert [sent(name=name, clientToken="") for name in ("orders", "events")] == ["", ""]  # what is judged


@pytest.mark.parametrize(
    "name", ["docdb.DescribeDBClusters", "neptune.DescribeDBClusters", "qconnect.ListAssistants"]
)
def test_a_request_says_which_of_the_services_with_its_signature_it_is_for(name: str) -> None:
    asked = answering(400, "application/json", b"{}", name)
    asked({})
    sent = asked.last_request
    found = identify(str(sent.method), sent.url, dict(header_fields(sent.headers)), request_body(sent))
    assert found.service == name.partition(".")[0]
