"""Lists that servers give in pages, each wrong in one way: which laws tell of it, and with which calls."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest

import harness
from harness.fuzz.laws.caller import Caller, law_client
from harness.fuzz.laws.cases import Paging
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.law import CaseLaw
from harness.fuzz.laws.pagination.laws import laws_of_pages
from harness.fuzz.laws.pagination.tokens import laws_of_tokens
from harness.wire.awsrequest import aws_response

NAMES = ["app", "db", "log", "shop", "web"]
Answer = Callable[[dict[str, Any]], dict[str, Any] | None]


def told(answer: Answer) -> list[Counterexample]:
    """Hold a server of log groups to the laws of its pages; None refuses a token."""
    client = law_client("logs", "http://127.0.0.1:1")
    headers = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "1")]

    def respond(request: Any, **_: Any) -> Any:
        page = answer(json.loads(request.body))
        if page is None:
            error = {"__type": "InvalidParameterException", "message": "nextToken is not valid."}
            return aws_response(request.url, 400, headers, json.dumps(error).encode())
        return aws_response(request.url, 200, headers, json.dumps(page).encode())

    client.meta.events.register("before-send", respond)
    caller = Caller(harness.contract("logs", "DescribeLogGroups"), client)
    laws = (*laws_of_pages(caller), *laws_of_tokens(caller))
    return [one for law in laws for one in law.certain() if one is not None and one.law != "conforms"]


def groups(begin: int, end: int, time: int = 1) -> list[dict[str, Any]]:
    return [{"logGroupName": name, "creationTime": time} for name in NAMES[begin:end]]


def test_a_token_that_works_once_is_told_of_by_one_law_with_both_uses() -> None:
    tokens: dict[str, int] = {}
    numbers = itertools.count(1)

    def answer(asked: dict[str, Any]) -> dict[str, Any] | None:
        begin = tokens.pop(asked["nextToken"], None) if "nextToken" in asked else 0
        if begin is None:
            return None
        end = begin + asked.get("limit", 50)
        page: dict[str, Any] = {"logGroups": groups(begin, end)}
        if end < len(NAMES):
            page["nextToken"] = hashlib.sha256(str(next(numbers)).encode()).hexdigest()
            tokens[page["nextToken"]] = end
        return page

    found = told(answer)
    found = [one for one in found if one.code != "of-another-operation"]  # it answers all as this one
    assert {one.law for one in found} == {"resume"}
    used = [(call.params or {}).get("nextToken") for call in found[0].exchanges]
    assert used[-1] is not None
    assert used[-2:] == used[-1:] * 2


def test_a_lost_token_is_told_of_by_one_law() -> None:
    found = told(lambda asked: {"logGroups": groups(0, asked.get("limit", 50))})
    assert {one.law for one in found} == {"page-size"}


def test_an_entry_that_tells_the_time_of_the_call_is_the_same_entry() -> None:
    calls = itertools.count()

    def answer(asked: dict[str, Any]) -> dict[str, Any]:
        begin = int(asked.get("nextToken", "0"))
        end = begin + asked.get("limit", 50)
        page: dict[str, Any] = {"logGroups": groups(begin, end, time=1 + (next(calls) > 2))}
        return page if end >= len(NAMES) else page | {"nextToken": str(end)}

    assert [one.code for one in told(answer) if one.law == "page-size"] == []


@pytest.mark.parametrize(
    ("other", "expected"),
    [({}, []), ({"reverseOrder": False}, []), ({"reverseOrder": True}, ["same-parameters"])],
)
def test_a_switch_that_is_off_is_no_other_parameter(other: dict[str, Any], expected: list[str]) -> None:
    """“If you use nextToken, keep all other arguments unchanged.”"""
    client = law_client("stepfunctions", "http://127.0.0.1:1")
    headers = [("Content-Type", "application/x-amz-json-1.0"), ("x-amzn-RequestId", "1")]
    page = json.dumps({"events": [], "nextToken": "abc"}).encode()
    client.meta.events.register(
        "before-send", lambda request, **_: aws_response(request.url, 200, headers, page)
    )
    caller = Caller(harness.contract("stepfunctions", "GetExecutionHistory"), client)
    law = next(law for law in laws_of_pages(caller) if law.name == "token-bound")
    assert isinstance(law, CaseLaw)
    asked = {"executionArn": "arn:aws:states:us-east-1:123456789012:execution:shop:1"}
    cases = (Paging(asked), Paging(asked | other))
    assert [one.code for one in law.judge(cases)] == expected
