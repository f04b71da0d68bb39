"""What documentation says is refused: a list of what does not exist is no empty list."""

from __future__ import annotations

import json
from typing import Any

import pytest

import harness
from harness.fuzz.laws.caller import Caller, law_client
from harness.fuzz.laws.stated import laws_of_what_is_stated
from harness.wire.awsrequest import aws_response

HEADERS = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "1")]
ABSENT = {"__type": "ResourceNotFoundException", "message": "The specified log group does not exist."}
EMPTY: dict[str, Any] = {"logStreams": []}


@pytest.mark.parametrize(
    ("status", "answer", "expected"),
    [
        (400, ABSENT, []),
        (
            200,
            EMPTY,
            [
                (
                    'With logGroupName "/fubc/ncv", which names nothing, a request must be refused by '
                    "ResourceNotFoundException, but was answered with an empty list."
                )
            ],
        ),
    ],
)
def test_a_name_of_nothing_is_refused(status: int, answer: dict[str, Any], expected: list[str]) -> None:
    def server(request: Any, **_: Any) -> Any:
        if json.loads(request.body)["logGroupName"] == "/shop/api":
            return aws_response(request.url, 200, HEADERS, b'{"logStreams": [{"logStreamName": "a"}]}')
        return aws_response(request.url, status, HEADERS, json.dumps(answer).encode())

    client = law_client("logs", "http://127.0.0.1:1")
    client.meta.events.register("before-send", server)
    contract = harness.contract("logs", "DescribeLogStreams")
    (law,) = laws_of_what_is_stated(Caller(contract, client, {"logGroupName": "/shop/api"}))
    assert [one.message for one in law.certain() if one is not None] == expected
