"""The law of the ways to write a request, on servers that read only what botocore writes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse

import harness
from harness.fuzz.laws.caller import LAW_CONFIG, Caller
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.requests.writings import laws_of_writings
from harness.synth import SyntheticService
from harness.synth.client import answer_request
from harness.synth.sessions import plain_client
from harness.wire.awsrequest import aws_response, request_body

Alter = Callable[[AWSPreparedRequest, AWSResponse], AWSResponse]


def as_it_is(request: AWSPreparedRequest, answer: AWSResponse) -> AWSResponse:
    return answer


def judged(name: str, alter: Alter) -> tuple[list[Counterexample], list[bytes]]:
    """Return what is found in a synthetic AWS whose answers are altered, and what was asked."""
    service, operation = name.split(".")
    client, aws = plain_client(service, "us-east-1", LAW_CONFIG), SyntheticService(0)
    bodies: list[bytes] = []

    def send(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        bodies.append(request_body(request))
        return alter(request, answer_request(client, request, aws))

    client.meta.events.register_first("before-send", send)
    (law,) = laws_of_writings(Caller(harness.contract(service, operation), client))
    return [law.smallest(one) for one in law.certain() if one is not None], bodies


@pytest.mark.parametrize(
    "name",
    ["cloudwatch.ListMetrics", "ec2.DescribeVolumes", "dynamodb.ListTables", "eventbridgev2.ListEventBuses"],
)
def test_the_synthetic_aws_reads_each(name: str) -> None:
    found, bodies = judged(name, as_it_is)
    assert found == []
    assert len(set(bodies)) > 1 or name == "eventbridgev2.ListEventBuses"


def refusing(written: bytes) -> Alter:
    def alter(request: AWSPreparedRequest, answer: AWSResponse) -> AWSResponse:
        if re.search(written, request_body(request)) is None:
            return answer
        body = b'{"__type": "SerializationException", "message": "No."}'
        return aws_response(request.url, 400, answer.headers.items(), body)

    return alter


def test_json_has_escapes(is_example: Callable[[Counterexample], bool]) -> None:
    (found,), _ = judged("dynamodb.ListTables", refusing(rb"\\u00"))
    assert is_example(found)
    assert [len(call.params or {}) for call in found.exchanges] == [1, 1]


def test_no_parameter_is_shown_that_is_not_needed() -> None:
    (found,), _ = judged("dynamodb.ListTables", refusing(rb"^\{ "))
    assert [call.params for call in found.exchanges] == [{}, {}]


def errors_in_json(request: AWSPreparedRequest, answer: AWSResponse) -> AWSResponse:
    if "/service/" not in request.url or answer.status_code < 400:
        return answer
    headers = {**answer.headers, "content-type": "application/x-amz-json-1.0"}
    body = b'{"__type": "InvalidParameterValueException", "message": "No."}'
    return aws_response(request.url, 400, headers.items(), body)


def another_value(request: AWSPreparedRequest, answer: AWSResponse) -> AWSResponse:
    body = answer.content.replace(b"Metrics", b"Numbers") if "/service/" in request.url else answer.content
    return aws_response(request.url, answer.status_code, answer.headers.items(), body)


def none_in_cbor(request: AWSPreparedRequest, answer: AWSResponse) -> AWSResponse:
    if "/service/" not in request.url:
        return answer
    return aws_response(request.url, 404, [("Content-Type", "text/html")], b"<html></html>")


@pytest.mark.parametrize(
    ("alter", "expected"),
    [
        (errors_in_json, [("conforms", "headers"), ("conforms", "unreadable")]),
        (another_value, [("conforms", "unknown-member"), ("writings", "written")]),
        (none_in_cbor, []),  # the endpoint does not speak it
    ],
)
def test_each_protocol_of_the_service(alter: Alter, expected: list[tuple[str, str]]) -> None:
    found, _ = judged("cloudwatch.ListMetrics", alter)
    assert sorted({(one.law, one.code) for one in found}) == expected


def test_what_changes_things_is_not_asked_twice() -> None:
    client = plain_client("dynamodb", "us-east-1", LAW_CONFIG)
    assert laws_of_writings(Caller(harness.contract("dynamodb", "CreateTable"), client)) == ()
