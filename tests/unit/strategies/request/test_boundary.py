from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from harness.contract.contract import contract
from harness.synth import strategies as aws


def reached(operation: str, code: str, path: str, limit: str = "") -> list[Any]:
    """The values by which the first constraint of a kind is reached."""
    found = [
        boundary
        for boundary in aws.boundary_grid(operation)
        if (boundary.constraint.code, boundary.constraint.path, boundary.constraint.limit)
        == (code, path, limit)
    ]
    return [boundary.value for boundary in found if boundary.constraint == found[0].constraint]


@pytest.mark.parametrize(
    ("operation", "code", "path", "limit", "values"),
    [
        ("cloudtrail.ListInsightsData", "range", "MaxResults", "min", [1, 2]),
        ("cloudtrail.ListInsightsData", "range", "MaxResults", "max", [50, 49]),
        ("cloudtrail.ListInsightsData", "enum", "DataType", "", ["InsightsEvents"]),
        ("cloudtrail.ListInsightsData", "enum", "Dimensions", "", ["EventId", "EventName", "EventSource"]),
        ("cloudtrail.ListInsightsData", "order", "", "", ["equal", "one apart"]),
        ("ec2.ModifyVpnTunnelOptions", "order", "", "", ["one apart"]),
        ("ec2.CreateCapacityReservation", "requires", "", "", ["on", "off"]),
        ("ec2.CreateCapacityReservation", "forbids", "", "", ["on", "off"]),
        (
            "ec2.CreateDefaultSubnet",
            "exactly-one",
            "",
            "",
            ["AvailabilityZone", "AvailabilityZoneId"],
        ),
    ],
)
def test_bounds_and_their_neighbours_are_reached(
    operation: str, code: str, path: str, limit: str, values: list[Any]
) -> None:
    assert reached(operation, code, path, limit) == values


def test_lengths_are_those_of_the_bounds_and_their_neighbours() -> None:
    assert [
        len(text) for text in reached("cloudtrail.ListInsightsData", "length", "InsightSource", "min")
    ] == [3, 4]
    texts = reached("cloudtrail.ListInsightsData", "length", "InsightSource", "max")
    assert [len(text) for text in texts] == [256, 255]


def test_every_period_is_reached_and_says_where_it_comes_from() -> None:
    grid = aws.boundary_grid("cloudtrail.ListInsightsMetricData")
    periods = [each for each in grid if str(each.source.reference) == "prose:request.Period#1"]
    assert [(each.pointer, each.params["Period"]) for each in periods] == [
        ("/Period", 60),
        ("/Period", 300),
        ("/Period", 3600),
    ]


def test_what_no_valid_request_reaches_says_why() -> None:
    missed = aws.boundary_grid("cloudtrail.ListInsightsMetricData").missed
    assert [(each.constraint.path, each.constraint.limit, each.reason) for each in missed] == [
        ("Period", "min", "only documented values reach it"),
        ("Period", "max", "only documented values reach it"),
        ("NextToken", "min", "no made-up value suits it"),
        ("NextToken", "max", "no made-up value suits it"),
    ]


def test_what_another_rule_excludes_says_so() -> None:
    (missed, *_) = aws.boundary_grid("ec2.AcceptVpcEndpointConnections").missed
    assert missed.constraint.path == "TransitGatewayAttachmentIds"
    assert missed.reason == (
        "what has it breaks another rule: "
        "exactly one of VpcEndpointIds and TransitGatewayAttachmentIds must be given"
    )


@given(aws.boundary_requests("cloudwatch.PutMetricAlarm"))
def test_each_is_valid_and_holds_its_value(boundary: aws.BoundaryRequest) -> None:
    assert contract("cloudwatch", "PutMetricAlarm").check_request(boundary.params) == []


def test_an_idempotency_token_may_be_any_text_of_its_bounds() -> None:
    short, longer = reached("workspaces-thin-client.DeleteDevice", "length", "clientToken", "min")
    assert (len(short), len(longer)) == (1, 2)
