"""Several values of a parameter that names something, or filters, can't all have the answer without it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

import harness
from harness.fuzz.laws.asked.different_values import different_values
from harness.fuzz.laws.asked.ignored import Ignored
from harness.fuzz.laws.caller import Caller, law_client
from harness.fuzz.laws.counterexample import Counterexample
from harness.wire.awsrequest import aws_response

VERSION = {"DocumentVersion": "1", "Content": "the content of version 1", "Name": "orders-document"}
PROFILES = {"RoutingProfiles": [{"Name": "the first profile", "RoutingProfileId": "routing-profile-1"}]}


def found_in(
    operation: str, answer_to: Callable[[dict[str, Any]], dict[str, Any]], **params: Any
) -> list[Counterexample]:
    """Hold a server that answers as a function does, or refuses where that returns nothing."""
    service, _, method = operation.partition(".")
    client = law_client(service, "http://127.0.0.1:1")
    model = harness.contract(service, method).operation_model
    headers = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "1")]

    def answer(request: Any, **_: Any) -> Any:
        target = request.headers.get("X-Amz-Target", b"").decode().rpartition(".")[2]
        is_other = target != method if target else not request.url.endswith(model.http["requestUri"])
        found = {} if is_other else answer_to(json.loads(request.body or "{}"))
        error = {"__type": "ResourceNotFoundException", "message": "There is none."}
        return aws_response(request.url, 200 if found else 400, headers, json.dumps(found or error).encode())

    client.meta.events.register("before-send", answer)
    caller = Caller(harness.contract(service, method), client, params)
    return [one for one in Ignored("asked", caller).steps() if one is not None]


def ignored(
    operation: str, answer_to: Callable[[dict[str, Any]], dict[str, Any]], place: str, **params: Any
) -> list[str]:
    """Return what is said of a parameter."""
    return [one.message for one in found_in(operation, answer_to, **params) if one.place == place]


def test_a_server_that_makes_answers_up_is_not_judged() -> None:
    assert ignored("ssm.GetDocument", lambda _: VERSION, "DocumentVersion") == []


@pytest.mark.parametrize(
    ("answer_to", "expected"),
    [
        (lambda asked: VERSION if asked.get("DocumentVersion", "1") == "1" else {}, []),
        (lambda asked: VERSION | {"DocumentVersion": asked.get("DocumentVersion", "1")}, []),
        (lambda _: {"DocumentVersion": "1"}, []),  # which tells too little
        (
            lambda _: VERSION,
            [
                (
                    'DocumentVersion names what is asked for, but each of "417203", "31847", "4172" had the '
                    "same answer as without it."
                )
            ],
        ),
    ],
)
def test_versions_that_there_are_not_have_no_answer(
    answer_to: Callable[[dict[str, Any]], dict[str, Any]], expected: list[str]
) -> None:
    found = ignored("ssm.GetDocument", answer_to, "DocumentVersion", Name="orders-document")
    assert found == expected


@pytest.mark.parametrize(
    ("answer_to", "count"),
    [
        (lambda asked: PROFILES if "SearchFilter" not in asked else {"RoutingProfiles": []}, 0),
        (lambda asked: PROFILES if "SearchFilter" not in asked else {}, 0),
        (lambda _: PROFILES, 1),
    ],
)
def test_a_filter_within_structures_leaves_something_out(
    answer_to: Callable[[dict[str, Any]], dict[str, Any]], count: int
) -> None:
    assert (
        len(ignored("connect.SearchRoutingProfiles", answer_to, "SearchFilter", InstanceId="orders-instance"))
        == count
    )


def test_an_answer_that_is_another_each_time_tells_nothing() -> None:
    numbers = iter(range(1000))

    def answer_to(_: dict[str, Any]) -> dict[str, Any]:
        return VERSION | {"Content": f"{next(numbers)}"}

    assert ignored("ssm.GetDocument", answer_to, "DocumentVersion", Name="orders-document") == []


def test_a_parameter_that_the_caller_gives_is_left_alone() -> None:
    given = {"Name": "orders-document", "DocumentVersion": "1"}
    assert ignored("ssm.GetDocument", lambda _: VERSION, "DocumentVersion", **given) == []


def test_another_name_of_the_same_thing_stands_in_place_of_the_first() -> None:
    contract = harness.contract("kinesisvideo", "DescribeMediaStorageConfiguration")
    found = {one.name: one.instead_of for one in different_values(contract, ["ChannelName"])}
    assert found["ChannelARN"] == {"ChannelName"}


@pytest.mark.parametrize(
    ("operation", "name"),
    [
        ("logs.DescribeLogGroups", "accountIdentifiers"),  # "When includeLinkedAccounts is set to true"
        ("cloudwatch.ListMetrics", "OwningAccount"),  # "and also specify IncludeLinkedAccounts"
        ("s3.GetObject", "ExpectedBucketOwner"),  # another law asks with other accounts
        ("devops-agent.ListChats", "userId"),  # who asks
        ("kinesis.ListShards", "ExclusiveStartShardId"),  # where the list begins
        ("securityhub.GetSoftwareV2", "SortCriteria"),
        ("rds.DescribeOptionGroups", "Filters"),  # "This parameter isn't currently supported"
    ],
)
def test_parameters_that_may_have_no_effect_are_not_asked_with(operation: str, name: str) -> None:
    contract = harness.contract(*operation.split("."))
    assert name in contract.operation_model.input_shape.members
    assert name not in {one.name for one in different_values(contract, [])}


@pytest.mark.parametrize(
    ("operation", "name", "value"),
    [
        (
            "connect.SearchRoutingProfiles",
            "SearchFilter",
            {"TagFilter": {"TagCondition": {"TagKey": "no-such-7f3a9c", "TagValue": "no-such-7f3a9c"}}},
        ),
        (
            "guardduty.ListCoverage",
            "FilterCriteria",
            {
                "FilterCriterion": [
                    {"CriterionKey": "ACCOUNT_ID", "FilterCondition": {"Equals": ["no-such-7f3a9c"]}}
                ]
            },
        ),
        (
            "datazone.Search",
            "filters",
            {"filter": {"attribute": "no-such-7f3a9c", "value": "no-such-7f3a9c", "operator": "EQ"}},
        ),
    ],
)
def test_filters_seek_a_text_that_nothing_has(operation: str, name: str, value: dict[str, Any]) -> None:
    (found,) = (
        one for one in different_values(harness.contract(*operation.split(".")), []) if one.name == name
    )
    assert found.values[0] == value
