"""Lists that a request sorts by one member, one way or the other."""

from __future__ import annotations

import json
from typing import Any

import pytest

import harness
from harness.fuzz.laws.asked import laws_of_what_is_asked
from harness.fuzz.laws.caller import Caller, law_client
from harness.synth.responses.orders import sorting_of
from harness.wire.awsrequest import aws_response

HEADERS = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "1")]
TRIALS = [
    {
        "TrialArn": f"arn:aws:sagemaker:us-east-1:123456789012:experiment-trial/{name}",
        "TrialName": name,
        "CreationTime": time,
    }
    for name, time in (("b", 1_700_000_000), ("a", 1_700_000_100), ("c", 1_700_000_050))
]


@pytest.mark.parametrize(("is_sorted", "expected"), [(True, set()), (False, {("order", "SortOrder")})])
def test_a_list_is_sorted_as_a_request_says(is_sorted: bool, expected: set[tuple[str, str]]) -> None:
    def server(request: Any, **_: Any) -> Any:
        asked = json.loads(request.body)
        member = {"Name": "TrialName"}.get(asked.get("SortBy", ""), "CreationTime")
        is_last_first = asked.get("SortOrder", "Descending") == "Descending"
        trials = sorted(TRIALS, key=lambda one: str(one[member]), reverse=is_last_first)
        body = json.dumps({"TrialSummaries": trials if is_sorted else TRIALS})
        return aws_response(request.url, 200, HEADERS, body.encode())

    client = law_client("sagemaker", "http://127.0.0.1:1")
    client.meta.events.register("before-send", server)
    (law,) = laws_of_what_is_asked(Caller(harness.contract("sagemaker", "ListTrials"), client))
    found = {(one.code, one.place) for one in law.certain() if one is not None}
    assert {one for one in found if one[0] == "order"} == expected


@pytest.mark.parametrize(
    ("operation", "members"),
    [
        ("sagemaker.ListTrials", {"CreationTime": "CreationTime"}),
        ("acm.ListCertificates", {"CREATED_AT": "CreatedAt"}),
        ("codebuild.ListBuilds", None),  # whose parameter says no member
    ],
)
def test_what_a_list_is_sorted_by(operation: str, members: dict[str, str] | None) -> None:
    sorting = sorting_of(harness.contract(*operation.split(".")))
    assert (sorting and sorting.members) == members
