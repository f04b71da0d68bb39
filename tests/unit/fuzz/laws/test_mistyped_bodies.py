"""Values of a type that botocore does not write, written into the bodies of requests."""

from __future__ import annotations

import json
from typing import Any

import pytest

import harness
from harness.fuzz import law_client
from harness.fuzz.laws.caller import Caller
from harness.wire.awsrequest import aws_response


@pytest.mark.parametrize(
    ("operation", "params", "expected"),
    [
        ("ssm.DescribeParameters", {"Filters": "orders"}, {"Filters": "orders"}),
        (
            "ssm.DescribeParameters",
            {"Filters": ["orders"], "MaxResults": 1},
            {"Filters": ["orders"], "MaxResults": 1},
        ),
        ("ssm.DescribeParameters", {"Filters": [{"Key": "Name"}, []]}, {"Filters": [{"Key": "Name"}, []]}),
        (
            "cloudtrail.ListQueries",
            {"EventDataStore": "orders", "StartTime": "soon"},
            {"EventDataStore": "orders", "StartTime": "soon"},
        ),
        ("logs.FilterLogEvents", {"logStreamNames": "orders"}, {"logStreamNames": "orders"}),
        ("mq.UpdateUser", {"BrokerId": "b", "Username": "user", "Groups": {"a": 1}}, {"groups": {"a": 1}}),
    ],
)
def test_what_is_sent(operation: str, params: dict[str, Any], expected: dict[str, Any]) -> None:
    contract = harness.contract(*operation.split("."))
    client = law_client(contract.service, "http://127.0.0.1:1")
    sent = []

    def answer(request: Any, **_: Any) -> Any:
        sent.append(json.loads(request.body))
        assert "json" in request.headers["Content-Type"].decode()
        return aws_response(request.url, 200, [("Content-Type", "application/json")], b"{}")

    client.meta.events.register("before-send", answer)
    call = Caller(contract, client)(params)
    assert call is not None
    assert sent == [expected]
    assert call.params == params


@pytest.mark.parametrize(
    ("operation", "params"),
    [
        ("ssm.DescribeParameters", {"NotDocumented": 1}),
        ("ssm.DescribeParameters", {"Filters": [{"NotDocumented": 1}]}),
        ("ec2.DescribeVolumes", {"Filters": ["orders"]}),  # a form has no other types
    ],
)
def test_what_cannot_be_sent(operation: str, params: dict[str, Any]) -> None:
    contract = harness.contract(*operation.split("."))
    client = law_client(contract.service, "http://127.0.0.1:1")
    assert Caller(contract, client)(params) is None
