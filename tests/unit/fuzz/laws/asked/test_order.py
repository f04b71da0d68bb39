"""Lists that a request sorts by one member, one way or the other."""

from __future__ import annotations

import json
from typing import Any

import pytest

import harness
from harness.fuzz.laws.asked.laws import laws_of_what_is_asked
from harness.fuzz.laws.caller import Caller, law_client
from harness.synth import synthetic_client
from harness.synth.responses.orders import ITSELF, sorting_of
from harness.synth.world.world import World
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


WAYS = {"Ascending": True, "Descending": False, None: False}


@pytest.mark.parametrize(("is_sorted", "expected"), [(True, set()), (False, {("order", "TrialSummaries")})])
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
    ("operation", "members", "ascends"),
    [
        (
            "sagemaker.ListTrials",
            {"Name": "TrialName", "CreationTime": "CreationTime", None: "CreationTime"},
            {"Ascending": True, "Descending": False, None: False},
        ),
        ("acm.ListCertificates", {"CREATED_AT": "CreatedAt"}, {"ASCENDING": True, "DESCENDING": False}),
        ("codebuild.ListBuilds", {None: ITSELF}, {"ASCENDING": True, "DESCENDING": False}),
        # In a structure of its own, and in a list of such.
        (
            "glue.GetMLTransforms",
            {"NAME": "Name", "CREATED": "CreatedOn", "LAST_MODIFIED": "LastModifiedOn"},
            {"ASCENDING": True, "DESCENDING": False},
        ),
        # By a boolean, whose documentation says what it does, and what holds without it.
        ("swf.ListDomains", {None: "name"}, {None: True, True: False}),
        ("stepfunctions.GetExecutionHistory", {None: "timestamp"}, {True: False, False: True, None: True}),
        ("iot.ListStreams", {}, {True: True, False: False}),
        ("bedrock.ListCustomModelDeployments", {"CreationTime": "createdAt"}, WAYS),
        ("swf.GetWorkflowExecutionHistory", {None: "eventTimestamp"}, {None: True, True: False}),
        # By what is said of the list alone.
        ("logs.DescribeLogGroups", {None: "logGroupName"}, {None: True}),
        ("iam.ListRoleTags", {None: "Key"}, {None: True}),
        ("appconfig.ListDeployments", {None: "DeploymentNumber"}, {None: False}),
        ("dataexchange.ListJobs", {None: "CreatedAt"}, {None: False}),
        # It turns the list round, by a number that the list does not show.
        ("codebuild.ListBuildsForProject", {}, {"ASCENDING": True, "DESCENDING": False, None: False}),
    ],
)
def test_what_a_list_is_sorted_by(
    operation: str, members: dict[str | None, str], ascends: dict[Any, bool]
) -> None:
    sorting = sorting_of(harness.contract(*operation.split(".")))
    assert sorting is not None
    assert (sorting.members, sorting.ascends) == (members, ascends)


@pytest.mark.parametrize(
    "operation",
    [
        "route53.ListHostedZonesByName",  # by names whose parts are reversed
        "cloudwatch.GetMetricData",  # the lists in entries are turned round
        "medical-imaging.SearchImageSets",  # by a time that it does not have
        "rekognition.SearchFaces",  # by similarity
        "apprunner.ListOperations",  # by one of three times
    ],
)
def test_an_order_that_entries_do_not_show_is_not_read(operation: str) -> None:
    assert sorting_of(harness.contract(*operation.split("."))) is None


@pytest.mark.parametrize("is_turned", [True, False])
def test_what_turns_a_list_round_has_to(is_turned: bool) -> None:
    def server(request: Any, **_: Any) -> Any:
        ids = [f"orders:{number}" for number in (2, 1, 3)]
        if is_turned and json.loads(request.body).get("sortOrder") == "ASCENDING":
            ids.reverse()
        return aws_response(request.url, 200, HEADERS, json.dumps({"ids": ids}).encode())

    client = law_client("codebuild", "http://127.0.0.1:1")
    client.meta.events.register("before-send", server)
    (law,) = laws_of_what_is_asked(Caller(harness.contract("codebuild", "ListBuildsForProject"), client))
    found = [one.code for one in law.certain() if one is not None and one.code == "order"]
    assert found == ([] if is_turned else ["order"])


@pytest.mark.parametrize(("is_cut_last", "expected"), [(True, set()), (False, {"SortOrder"})])
def test_a_list_has_the_same_order_in_small_pages(is_cut_last: bool, expected: set[str]) -> None:
    def by_time(trials: list[dict[str, Any]], asked: dict[str, Any]) -> list[dict[str, Any]]:
        is_last_first = asked.get("SortOrder", "Descending") == "Descending"
        member = {"Name": "TrialName"}.get(asked.get("SortBy", ""), "CreationTime")
        return sorted(trials, key=lambda one: str(one[member]), reverse=is_last_first)

    def server(request: Any, **_: Any) -> Any:
        asked = json.loads(request.body)
        size, begin = asked.get("MaxResults", 10), int(asked.get("NextToken", 0))
        trials = by_time(TRIALS, asked) if is_cut_last or not asked.get("SortOrder") else TRIALS
        page = by_time(trials[begin : begin + size], asked)
        more = {"NextToken": str(begin + size)} if begin + size < len(trials) else {}
        body = json.dumps({"TrialSummaries": page} | more)
        return aws_response(request.url, 200, HEADERS, body.encode())

    client = law_client("sagemaker", "http://127.0.0.1:1")
    client.meta.events.register("before-send", server)
    (law,) = laws_of_what_is_asked(Caller(harness.contract("sagemaker", "ListTrials"), client))
    found = {one.message: one.place for one in law.certain() if one is not None and one.code == "order"}
    assert set(found.values()) == expected
    assert all(
        message.startswith("TrialSummaries must have the same order in pages of any size, but in small ones ")
        for message in found
    )


@pytest.mark.parametrize("world", [None, 3])
def test_lists_of_the_synthetic_aws_are_sorted_as_asked(world: int | None) -> None:
    client = synthetic_client("sagemaker", state=None if world is None else World())
    for name in ("beta", "alpha", "gamma")[:world]:
        client.create_experiment(ExperimentName=name)
    pages = client.get_paginator("list_experiments").paginate(
        SortBy="Name", SortOrder="Descending", PaginationConfig={"PageSize": 2}
    )
    names = [each["ExperimentName"] for page in pages for each in page["ExperimentSummaries"]]
    assert len(names) > 2
    assert names == sorted(names, reverse=True)
