"""What was asked for comes back, all of it, and nothing else: by a server whose list is known."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

import harness
from harness.fuzz.laws.asked import laws_of_what_is_asked
from harness.fuzz.laws.caller import Caller, law_client
from harness.wire.awsrequest import aws_response

GROUPS = [
    {"logGroupName": name, "creationTime": 1, "logGroupClass": kind}
    for name, kind in [("App", "STANDARD"), ("app", "DELIVERY"), ("apple", "STANDARD"), ("web", "DELIVERY")]
]
Select = Callable[[dict[str, Any], str], bool]


def found(selects: Select, unlimited: Select | None = None) -> list[tuple[str, str]]:
    """Hold a server to the law that has four log groups and takes those that a predicate selects.

    Another one selects where the request has no limit, if it is given.
    """
    client = law_client("logs", "http://127.0.0.1:1")
    headers = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "1")]

    def answer(request: Any, **_: Any) -> Any:
        params = json.loads(request.body)
        prefix = params.get("logGroupNamePrefix", "")
        select = selects if unlimited is None or "limit" in params else unlimited
        groups = [group for group in GROUPS if select(group, prefix)]
        body = json.dumps({"logGroups": groups}).encode()
        return aws_response(request.url, 200, headers, body)

    client.meta.events.register("before-send", answer)
    (law,) = laws_of_what_is_asked(Caller(harness.contract("logs", "DescribeLogGroups"), client))
    return [(one.code, one.place) for one in law.certain() if one is not None and one.law == "asked"]


@pytest.mark.parametrize(
    ("selects", "expected"),
    [
        (lambda group, prefix: group["logGroupName"].startswith(prefix), set()),
        (lambda group, prefix: True, {("not-asked-for", "logGroupNamePrefix")}),
        (lambda group, prefix: prefix in group["logGroupName"], {("not-asked-for", "logGroupNamePrefix")}),
        (
            lambda group, prefix: group["logGroupName"].lower().startswith(prefix.lower()),
            {("not-asked-for", "logGroupNamePrefix")},
        ),
        (
            lambda group, prefix: (
                not prefix or (group["logGroupName"].startswith(prefix) and prefix != "web")
            ),
            {("lost", "logGroupNamePrefix")},
        ),
    ],
)
def test_a_prefix(selects: Select, expected: set[tuple[str, str]]) -> None:
    assert {one for one in found(selects) if one[1] == "logGroupNamePrefix"} == expected


def test_a_prefix_that_is_looked_for_in_another_way_without_a_limit() -> None:
    loose = found(
        lambda group, prefix: group["logGroupName"].startswith(prefix),
        lambda group, prefix: prefix in group["logGroupName"],
    )
    assert {one for one in loose if one[1] == "logGroupNamePrefix"} == {
        ("not-asked-for", "logGroupNamePrefix")
    }


def test_an_operation_without_lists_has_no_such_law() -> None:
    client = law_client("iam", "http://127.0.0.1:1")
    assert laws_of_what_is_asked(Caller(harness.contract("iam", "CreateUser"), client)) == ()


def test_two_bounds_of_one_time() -> None:
    client = law_client("cloudtrail", "http://127.0.0.1:1")
    headers = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "1")]
    times = [1763913600 - 3600 * number for number in range(4)]

    def answer(request: Any, **_: Any) -> Any:
        params = json.loads(request.body)
        start, end = params.get("StartTime", 0), params.get("EndTime", times[0])
        events = [{"EventId": str(time), "EventTime": time} for time in times if start <= time <= end]
        return aws_response(request.url, 200, headers, json.dumps({"Events": events}).encode())

    client.meta.events.register("before-send", answer)
    (law,) = laws_of_what_is_asked(Caller(harness.contract("cloudtrail", "ListInsightsData"), client))
    told = {one.code for one in law.certain() if one is not None and one.law == "asked"}
    assert told == set()
