"""Tokens that another region has returned, sent to an endpoint that looks at the region, or does not."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

import harness
from harness.fuzz.laws.caller import Caller, law_client
from harness.fuzz.laws.pagination.tokens import laws_of_tokens
from harness.wire.awsrequest import aws_response

NAMES = ["app", "db", "web"]
TOKENS = {
    hashlib.sha256(f"{region} {at}".encode()).hexdigest()[:24]: (region, at)
    for region in ("us-east-1", "eu-west-1")
    for at in range(len(NAMES))
}


def refused(region: str, at: int | None, home: str) -> tuple[str, int] | None:
    """Knows the tokens of its own region."""
    return None if at is None or home != region else (region, at)


def goes_on(region: str, at: int | None, home: str) -> tuple[str, int] | None:
    """Goes on in its own list, whoever returned the token."""
    return None if at is None else (region, at)


def shows_others(region: str, at: int | None, home: str) -> tuple[str, int] | None:
    """Goes on in the list of the region that returned the token."""
    return None if at is None else (home, at)


def begins_again(region: str, at: int | None, home: str) -> tuple[str, int] | None:
    """Begins again where another region returned the token."""
    return None if at is None else (region, at if home == region else 0)


Leads = Callable[[str, int | None, str], tuple[str, int] | None]


def caller(leads: Leads, *, is_same_list: bool = True, status: int = 400) -> Caller:
    client = law_client("logs", "http://127.0.0.1:1")

    def answer(request: Any, **_: Any) -> Any:
        found = re.search(r"/([a-z]+-[a-z]+-\d)/", request.headers["Authorization"].decode())
        region = found[1] if found else ""
        params = json.loads(request.body)
        home, at = TOKENS.get(params["nextToken"], ("", None)) if "nextToken" in params else (region, 0)
        led = leads(region, at, home)
        headers = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "1")]
        if led is None:
            error = {"__type": "InvalidParameterException", "message": "nextToken was never returned."}
            return aws_response(request.url, status, headers, json.dumps(error).encode())
        shown, begin = led
        end = begin + params.get("limit", 50)
        names = NAMES if is_same_list else [f"{shown}-{name}" for name in NAMES]
        page: dict[str, Any] = {"logGroups": [{"logGroupName": name} for name in names[begin:end]]}
        if end < len(NAMES):
            page["nextToken"] = next(token for token, to in TOKENS.items() if to == (shown, end))
        return aws_response(request.url, 200, headers, json.dumps(page).encode())

    client.meta.events.register("before-send", answer)
    return Caller(harness.contract("logs", "DescribeLogGroups"), client)


@pytest.mark.parametrize(
    ("leads", "is_same_list", "expected"),
    [
        (refused, True, set()),
        (goes_on, True, set()),
        (goes_on, False, set()),
        (shows_others, False, {"of-another-region"}),
        (begins_again, True, {"of-another-region"}),
    ],
)
def test_a_token_of_another_region_leads_on_in_the_list_or_is_refused(
    leads: Leads, is_same_list: bool, expected: set[str]
) -> None:
    (law,) = laws_of_tokens(caller(leads, is_same_list=is_same_list))
    assert {one.code for one in law.certain() if one is not None} == expected


@pytest.mark.parametrize(("status", "expected"), [(400, set()), (500, {"server-error"}), (503, set())])
def test_a_token_that_nobody_returned_is_refused_and_no_failure(status: int, expected: set[str]) -> None:
    (law,) = laws_of_tokens(caller(refused, status=status))
    assert {one.code for one in law.certain() if one is not None} == expected


@pytest.mark.parametrize(("status", "expected"), [(400, set()), (500, {"server-error"})])
def test_a_list_of_one_page_takes_any_text_for_a_token(
    monkeypatch: pytest.MonkeyPatch, status: int, expected: set[str]
) -> None:
    monkeypatch.setattr(f"{__name__}.NAMES", ["app"])
    (law,) = laws_of_tokens(caller(refused, status=status))
    assert {one.code for one in law.certain() if one is not None} == expected


def test_a_call_says_for_which_region_it_was_signed() -> None:
    call = caller(refused)
    here, there, again = call({}), call({}, "eu-west-1"), call({})
    assert [each.region for each in (here, there, again) if each] == ["us-east-1", "eu-west-1", "us-east-1"]


@pytest.mark.parametrize(
    ("code", "expected"), [("InvalidNextToken", set()), ("ValidationError", {"wrong-error"})]
)
def test_the_documented_error_of_tokens(code: str, expected: set[str]) -> None:
    client = law_client("ssm", "http://127.0.0.1:1")
    headers = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "1")]

    def answer(request: Any, **_: Any) -> Any:
        token = json.loads(request.body).get("NextToken")
        if token not in (None, "bmFtZQ-4711-0815"):
            error = {"__type": code, "message": "NextToken was never returned."}
            return aws_response(request.url, 400, headers, json.dumps(error).encode())
        page = {"Commands": [{"CommandId": f"0000000{1 if token else 0}-1111-4111-8111-000000000000"}]}
        page |= {} if token else {"NextToken": "bmFtZQ-4711-0815"}
        return aws_response(request.url, 200, headers, json.dumps(page).encode())

    client.meta.events.register("before-send", answer)
    (law,) = laws_of_tokens(Caller(harness.contract("ssm", "ListCommands"), client))
    told = {one.code for one in law.certain() if one is not None and one.law == "tokens"}
    assert told - {"of-another-region"} == expected
