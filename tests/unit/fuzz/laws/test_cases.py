"""Cases that keep to what the documentation says, and no model."""

from __future__ import annotations

from typing import Any

import pytest

import harness
from harness.fuzz.laws.caller import Caller, law_client
from harness.fuzz.laws.cases import as_documented, plain_request, with_own


@pytest.mark.parametrize(
    ("name", "params", "expected"),
    [
        ("route53.ListHostedZones", {"MaxItems": "orders"}, {"MaxItems": "7"}),
        ("route53.ListHostedZones", {"MaxItems": "12"}, {"MaxItems": "12"}),
        ("ec2.DescribeVolumes", {"MaxResults": -3}, {"MaxResults": 1}),
        ("iam.ListUsers", {"PathPrefix": "/a/"}, {"PathPrefix": "/a/"}),
    ],
)
def test_what_only_the_documentation_says(
    name: str, params: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert as_documented(harness.contract(*name.split(".")), params) == expected


def test_no_arn_is_made_up_next_to_a_name_that_the_caller_gives() -> None:
    own = {"StreamName": "orders"}
    client = law_client("kinesis", "http://127.0.0.1:1")
    caller = Caller(harness.contract("kinesis", "DescribeStream"), client, own)
    params = {"StreamARN": "arn:aws:kinesis:us-east-1:123456789012:stream/other", "Limit": 0}
    assert with_own(caller, params, ["Limit"]) == {**own, "Limit": 0}


def test_what_the_caller_names_stands_in_place_of_its_alternative() -> None:
    # Either logGroupName or logGroupIdentifier.
    own = {"logGroupName": "/app"}
    caller = Caller(
        harness.contract("logs", "FilterLogEvents"), law_client("logs", "http://127.0.0.1:1"), own
    )
    assert plain_request(caller) == own
    made = with_own(caller, {"logGroupIdentifier": "/other", "limit": 3, "nextToken": "a"})
    assert made == {**own, "limit": 3, "nextToken": "a"}
    both = {"logStreamNames": ["a"], "logStreamNamePrefix": "a"}  # one at most: what is wrong stays wrong
    assert with_own(caller, {"logGroupIdentifier": "/other", **both}) == {**own, **both}
    wrong = {"logGroupIdentifier": "/other", "limit": 0}
    assert with_own(caller, wrong, ["limit"]) == {**own, "limit": 0}
