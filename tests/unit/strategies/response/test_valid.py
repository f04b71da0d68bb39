from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings

from harness.contract.contract import contract
from harness.contract.violation import Severity
from harness.errors import UnknownName
from harness.synth import strategies as aws

_QUICKLY = settings(database=None, deadline=None, max_examples=2_000)
_METRIC = {
    "EventSource": "s3.amazonaws.com",
    "EventName": "PutObject",
    "InsightType": "ApiCallRateInsight",
    "Period": 3600,
}


def smallest(operation: str, holds: Callable[[dict[str, Any]], object], **options: Any) -> dict[str, Any]:
    """The smallest drawn response for which something holds."""
    return find(
        aws.responses(operation, **options), lambda response: bool(holds(response)), settings=_QUICKLY
    )


def drawn(operation: str, count: int = 150, **options: Any) -> list[dict[str, Any]]:
    """Some drawn responses, with all health checks."""
    responses: list[dict[str, Any]] = []

    @settings(max_examples=count, database=None, deadline=None, phases=[Phase.generate], derandomize=True)
    @given(aws.responses(operation, **options))
    def collect(response: dict[str, Any]) -> None:
        responses.append(response)

    collect()
    assert responses
    return responses


@cache
def heads() -> list[dict[str, Any]]:
    return drawn("s3.HeadObject", 250)


def test_a_response_shrinks_to_what_it_must_have_with_usual_values() -> None:
    assert smallest("kms.GetPublicKey", lambda r: "KeySpec" in r) == {"KeySpec": "RSA_2048"}


@pytest.mark.parametrize("operation", ["cloudtrail.LookupEvents", "cloudtrail.lookup_events"])
def test_an_operation_goes_by_its_name_or_its_methods(operation: str) -> None:
    assert smallest(operation, lambda r: r.get("Events") == []) == {"Events": []}


def test_an_operation_may_be_a_contract() -> None:
    lookup = contract("cloudtrail", "LookupEvents")
    assert find(aws.responses(lookup), lambda r: r.get("Events") == [], settings=_QUICKLY) == {"Events": []}


def test_an_unknown_operation_is_refused_at_once() -> None:
    with pytest.raises(UnknownName, match="LookupEvnets"):
        aws.responses("cloudtrail.LookupEvnets")


def test_an_empty_page_may_have_a_token() -> None:
    page = smallest("cloudtrail.LookupEvents", lambda r: r.get("Events") == [] and "NextToken" in r)
    assert page.keys() == {"Events", "NextToken"}


def test_a_page_has_as_many_entries_as_the_request_allows() -> None:
    request = {"MaxResults": 2}
    pages = drawn("cloudtrail.LookupEvents", request=request)
    assert {len(page.get("Events", ())) for page in pages} == {0, 1, 2}


def test_every_optional_member_is_missing_now_and_then() -> None:
    optional = {"EventId", "EventName", "ReadOnly", "AccessKeyId", "EventTime", "EventSource", "Username"}
    events = [event for page in drawn("cloudtrail.LookupEvents") for event in page.get("Events", ())]
    for name in optional:
        assert any(name in event for event in events)
        assert any(name not in event for event in events)


def test_lists_inside_are_empty() -> None:
    page = smallest(
        "cloudtrail.LookupEvents", lambda r: any(e.get("Resources") == [] for e in r.get("Events", ()))
    )
    assert page == {"Events": [{"Resources": []}]}


@pytest.mark.parametrize(
    "awkward",
    [
        pytest.param(lambda text: text == "", id="empty"),
        pytest.param(lambda text: len(text) >= 1_000, id="long"),
        pytest.param(lambda text: any(ord(character) > 0xFFFF for character in text), id="astral"),
        pytest.param(lambda text: "<" in text and "&" in text, id="markup"),
    ],
)
def test_texts_without_a_pattern_are_awkward(awkward: Callable[[str], bool]) -> None:
    queue = smallest("sqs.GetQueueUrl", lambda r: "QueueUrl" in r and awkward(r["QueueUrl"]))
    assert queue.keys() == {"QueueUrl"}


def test_texts_are_as_long_as_they_may_be() -> None:
    alias = smallest("lambda.GetAlias", lambda r: len(r.get("Description", "")) == 256)
    assert alias.keys() == {"Description"}
    assert all(len(alias.get("Description", "")) <= 256 for alias in drawn("lambda.GetAlias"))


def test_numbers_are_at_the_bounds_of_their_type_and_no_less_than_nothing() -> None:
    missing = [head["MissingMeta"] for head in heads() if "MissingMeta" in head]
    assert max(missing) == 2**31 - 1
    assert min(missing) == 0


def test_dates_are_extreme() -> None:
    dates = [head["LastModified"] for head in heads() if "LastModified" in head]
    assert {1901, 1970, 2024, 2038, 9999} <= {date.year for date in dates}
    assert {date.tzinfo for date in dates} == {dt.UTC}


def test_blobs_are_bytes_of_any_kind() -> None:
    body = smallest("s3.GetObject", lambda r: r["Body"].startswith(b"\xff"))
    assert body == {"Body": b"\xff\xfe\x00\x80", "Metadata": {}}


def test_every_value_of_an_enumeration_comes_up() -> None:
    stopped = [
        i for response in drawn("ec2.StopInstances", 300) for i in response.get("StoppingInstances", ())
    ]
    states = {instance.get("CurrentState", {}).get("Name") for instance in stopped} - {None}
    assert states == {"pending", "running", "shutting-down", "terminated", "stopping", "stopped"}


def test_every_member_of_a_union_comes_up() -> None:
    shape: Any = contract("rds-data", "ExecuteStatement").operation_model.output_shape
    fields = [
        f for response in drawn("rds-data.ExecuteStatement") for f in response.get("generatedFields", ())
    ]
    assert {name for field in fields for name in field} == set(
        shape.members["generatedFields"].member.members
    )
    assert all(len(field) == 1 for field in fields)


def test_a_shape_may_contain_itself() -> None:
    items = [response.get("Item", {}) for response in drawn("dynamodb.GetItem")]
    assert any(value.get("L") for item in items for value in item.values())


def test_what_the_request_names_is_returned() -> None:
    found = smallest(
        "cloudtrail.ListInsightsMetricData", lambda r: len(r) > 3 and "EventName" in r, request=_METRIC
    )
    assert found["EventName"] == "PutObject"


@pytest.mark.parametrize("points", [0, 1, 2])
def test_a_series_may_have_few_points(points: int) -> None:
    found = smallest(
        "cloudtrail.ListInsightsMetricData",
        lambda r: len(r.get("Values", "more")) == points and "Timestamps" in r,
        request=_METRIC,
    )
    assert len(found["Timestamps"]) == points


def test_a_tolerant_response_is_only_warned_of() -> None:
    spec = contract("kms", "GetPublicKey")
    found = [
        v
        for response in drawn("kms.GetPublicKey", tolerant=True)
        for v in spec.check_response(None, response)
    ]
    assert {(v.code, v.severity) for v in found} == {
        ("unknown-member", Severity.WARNING),
        ("enum", Severity.WARNING),
    }


def test_a_tolerant_response_has_values_and_members_of_later_versions() -> None:
    value = smallest("kms.GetPublicKey", lambda r: r.get("KeySpec") == "NOT_YET_DOCUMENTED", tolerant=True)
    assert value == {"KeySpec": "NOT_YET_DOCUMENTED"}
    member = smallest("kms.GetPublicKey", lambda r: "NOT_YET_DOCUMENTED" in r, tolerant=True)
    assert member == {"NOT_YET_DOCUMENTED": "of a later version"}


def test_an_operation_without_results_is_answered_with_nothing() -> None:
    assert smallest("cloudwatch.PutMetricAlarm", lambda response: True) == {}


def test_a_large_shape_passes_the_health_checks() -> None:
    assert len(drawn("ec2.DescribeInstances", count=40)) == 40


def test_a_body_may_be_any_text() -> None:
    policies = [response["Policy"] for response in drawn("s3.GetBucketPolicy", 40)]
    assert any(not policy.isascii() for policy in policies)
