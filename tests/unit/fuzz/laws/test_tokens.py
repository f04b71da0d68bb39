"""Tokens that another region has returned, sent to an endpoint that looks at the region, or does not."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

import pytest

import harness
from harness.fuzz.laws.caller import Caller, law_client
from harness.fuzz.laws.tokens import laws_of_tokens
from harness.wire.awsrequest import aws_response

NAMES = ["app", "db", "web"]


def caller(*, tells_regions: bool, status: int = 400) -> Caller:
    client = law_client("logs", "http://127.0.0.1:1")

    def answer(request: Any, **_: Any) -> Any:
        found = re.search(r"/([a-z]+-[a-z]+-\d)/", request.headers["Authorization"].decode())
        region = found[1] if found and tells_regions else ""
        tokens = {hashlib.sha256(f"{region} {at}".encode()).hexdigest()[:24]: at for at in range(len(NAMES))}
        params = json.loads(request.body)
        at = tokens.get(params["nextToken"]) if "nextToken" in params else 0
        headers = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "1")]
        if at is None:
            error = {"__type": "InvalidParameterException", "message": "nextToken was never returned."}
            return aws_response(request.url, status, headers, json.dumps(error).encode())
        end = at + params.get("limit", 50)
        page: dict[str, Any] = {"logGroups": [{"logGroupName": name} for name in NAMES[at:end]]}
        if end < len(NAMES):
            page["nextToken"] = next(token for token, position in tokens.items() if position == end)
        return aws_response(request.url, 200, headers, json.dumps(page).encode())

    client.meta.events.register("before-send", answer)
    return Caller(harness.contract("logs", "DescribeLogGroups"), client)


@pytest.mark.parametrize(("tells_regions", "expected"), [(True, set()), (False, {"of-another-region"})])
def test_a_token_belongs_to_its_region(tells_regions: bool, expected: set[str]) -> None:
    (law,) = laws_of_tokens(caller(tells_regions=tells_regions))
    assert {one.code for one in law.certain() if one is not None} == expected


@pytest.mark.parametrize(("status", "expected"), [(400, set()), (500, {"server-error"}), (503, set())])
def test_a_token_that_nobody_returned_is_refused_and_no_failure(status: int, expected: set[str]) -> None:
    (law,) = laws_of_tokens(caller(tells_regions=True, status=status))
    assert {one.code for one in law.certain() if one is not None} == expected


def test_a_call_says_for_which_region_it_was_signed() -> None:
    call = caller(tells_regions=True)
    here, there, again = call({}), call({}, "eu-west-1"), call({})
    assert [each.region for each in (here, there, again) if each] == ["us-east-1", "eu-west-1", "us-east-1"]
