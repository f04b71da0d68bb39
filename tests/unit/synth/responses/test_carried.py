"""Tokens that stand for parameters which documentation forbids next to them."""

from __future__ import annotations

import base64
from typing import Any

import pytest

import harness
from harness.synth.responses.responder import respond

STREAM = "orders"


def shards(**params: Any) -> Any:
    return respond(harness.contract("kinesis", "ListShards"), params)


def shard_ids(answer: Any) -> list[str]:
    return [shard["ShardId"] for shard in answer.response["Shards"]]


def test_the_token_alone_leads_to_the_rest_of_what_the_name_was_asked_for() -> None:
    whole = respond(harness.contract("kinesis", "ListShards"), {"StreamName": STREAM}, whole=True)
    first = shards(StreamName=STREAM, MaxResults=5)
    found, token = shard_ids(first), first.response["NextToken"]
    while token:
        page = shards(NextToken=token, MaxResults=5)
        found += shard_ids(page)
        token = page.response.get("NextToken")
    assert found == sorted(shard_ids(whole))


def test_another_stream_has_other_tokens() -> None:
    one, other = (shards(StreamName=name, MaxResults=5).response["NextToken"] for name in (STREAM, "bills"))
    assert one != other


@pytest.mark.parametrize(
    "held", ['{"StreamName": 5}', '{"StreamName": "bills"}', '{"MaxResults": 1}', "[]", "{"]
)
def test_a_token_that_somebody_changed_is_refused(held: str) -> None:
    token = shards(StreamName=STREAM, MaxResults=5).response["NextToken"].partition(".")[0]
    changed = f"{token}.{base64.urlsafe_b64encode(held.encode()).decode()}"
    assert shards(NextToken=changed).error.code == "ExpiredNextTokenException"


def test_a_token_goes_without_parameters_that_may_stand_next_to_it() -> None:
    answer = respond(harness.contract("iam", "ListUsers"), {"PathPrefix": "/staff/", "MaxItems": 1})
    assert isinstance(answer.response, dict)
    assert "." not in str(answer.response["Marker"])


def test_the_order_of_members_in_a_request_does_not_change_its_token() -> None:
    contract = harness.contract("ecr", "GetLifecyclePolicyPreview")
    image = {"imageTag": "web", "imageDigest": f"sha256:{'0' * 64}"}
    orders = (image, dict(reversed(image.items())))
    answers = [
        respond(contract, {"repositoryName": "orders", "imageIds": [one]}, page_size=1).response
        for one in orders
    ]
    assert answers[0]["nextToken"]
    assert answers[0] == answers[1]
