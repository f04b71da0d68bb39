"""What parameters ask for of what entries do not show."""

from __future__ import annotations

from typing import Any

import pytest

import harness
import harness.synth
from harness.synth.responses.demands import (
    filters_by_text,
    is_beyond_all,
    partition_of,
    partition_parameters,
    searched_texts,
)
from harness.synth.responses.responder import respond
from harness.synth.world.world import World


def model(operation: str) -> Any:
    return harness.contract(*operation.split(".")).operation_model


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("ecs.ListTaskDefinitionFamilies", [("status", ("ACTIVE", "INACTIVE"))]),  # and ALL
        ("codecommit.ListPullRequests", [("pullRequestStatus", ("OPEN", "CLOSED"))]),
        ("kinesis.ListShards", []),  # AT_TRIM_HORIZON says from where
        ("pinpoint-sms-voice-v2.ListNotifyCountries", []),  # a country has several tiers
        ("lambda.ListLayers", []),  # what a layer is compatible with
        ("clouddirectory.ListIndex", []),  # the consistency of a request
        ("machinelearning.DescribeDataSources", []),  # the name of a filter
        ("bedrock.ListFoundationModels", []),  # a model supports several
        ("iotsitewise.ListAccessPolicies", []),  # "required if you specify identityId"
    ],
)
def test_enumerations_that_part_a_list(operation: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    found = [(one.path[-1], values) for one, values in partition_parameters(model(operation))]
    assert found == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"CreatedAfter": "2200-01-01T00:00:00Z"}, True),
        ({"CreatedBefore": "1971-01-01T00:00:00Z"}, True),
        ({"CreatedAfter": "1971-01-01T00:00:00Z"}, False),
        ({"CreatedBefore": "2025-06-02T09:00:00Z"}, False),
        ({}, False),
    ],
)
def test_what_lies_beyond_all_times(asked: dict[str, Any], expected: bool) -> None:
    assert is_beyond_all(model("sagemaker.ListPipelineExecutions"), asked) is expected


def test_what_is_asked_for_is_what_a_thing_was_created_with() -> None:
    (parted,) = partition_of(model("ecs.ListTaskDefinitionFamilies"), {"status": "INACTIVE"}, {})
    assert not parted.admits({})
    assert parted.admits({"status": "INACTIVE"})
    assert not parted.admits({"status": "of something else"})
    assert list(partition_of(model("ecs.ListTaskDefinitionFamilies"), {"status": "ALL"}, {})) == []


def test_one_value_brings_less_than_the_whole_list() -> None:
    contract = harness.contract("codecommit", "ListPullRequests")
    plain, opened, closed = (
        respond(contract, {"repositoryName": "orders", **asked}, whole=True).response
        for asked in ({}, {"pullRequestStatus": "OPEN"}, {"pullRequestStatus": "CLOSED"})
    )
    assert plain == opened
    assert plain is not None
    assert closed is not None
    assert closed["pullRequestIds"] == plain["pullRequestIds"][-3:]


def test_a_world_lists_what_has_a_value() -> None:
    client = harness.synth.synthetic_client("iam", state=World())
    client.create_virtual_mfa_device(VirtualMFADeviceName="orders")
    found = [
        len(client.list_virtual_mfa_devices(AssignmentStatus=status)["VirtualMFADevices"])
        for status in ("Assigned", "Unassigned", "Any")
    ]
    assert found == [0, 1, 1]


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (
            "inspector2.ListConnectors",
            [
                (("filterCriteria", "connectorArns"), [{"comparison": "EQUALS", "value": "orders"}]),
            ],
        ),
        ("glue.ListJobs", [(("Tags",), {"orders": "orders"})]),
        ("ram.GetResourceShares", [(("tagFilters",), [{"tagKey": "orders", "tagValues": ["orders"]}])]),
        ("resource-groups.ListGroups", []),  # filters by a name
        ("opensearchmemory.ListEvents", []),  # what a request has is no tag
    ],
)
def test_structures_that_seek_a_text(operation: str, expected: list[tuple[tuple[str, ...], Any]]) -> None:
    sought = filters_by_text(model(operation))
    found = [
        (one.parameter.path, list(one.texts(asked)))
        for one, (_, asked) in zip(sought, expected, strict=False)
    ]
    assert found == [(path, ["orders"]) for path, _ in expected]
    assert bool(expected) is bool(sought)


def test_the_texts_that_a_request_seeks() -> None:
    equal, begins = ({"comparison": word, "value": "orders"} for word in ("EQUALS", "PREFIX"))
    operation = model("inspector2.ListCisScans")
    assert list(searched_texts(operation, {"filterCriteria": {"scanNameFilters": [equal]}})) == [("orders",)]
    assert list(searched_texts(operation, {"filterCriteria": {"scanNameFilters": [begins]}})) == []
