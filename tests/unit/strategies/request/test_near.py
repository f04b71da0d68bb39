"""Near misses: many for each constraint, each wrong by the contract, and each only just."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import harness
from harness.contract.violation import has_to_be_refused
from harness.strategies.request.near import MARKED, near_misses


def values(name: str, member: str) -> list[Any]:
    contract = harness.contract(*name.split("."))
    return [case.params[member] for case in near_misses(contract) if member in case.params]


@pytest.mark.parametrize(
    "name",
    ["iam.ListUsers", "cloudtrail.ListInsightsMetricData", "logs.DescribeLogGroups", "sqs.SendMessageBatch"],
)
def test_each_is_wrong_by_the_contract(name: str) -> None:
    contract = harness.contract(*name.split("."))
    cases = list(near_misses(contract))
    assert cases
    for case in cases:
        assert any(map(has_to_be_refused, contract.check_request(case.params)))
    assert len({repr(case.params) for case in cases}) == len(cases)


@pytest.mark.parametrize(
    ("name", "member", "expected"),
    [
        ("iam.ListUsers", "MaxItems", [1.5, "1", 0, 1001, 2**31]),
        (
            "xray.GetInsight",
            "InsightId",
            ["00000000-0000-4000-8000-000000000000\n", "00000000-0000-9000-8000-000000000000"],
        ),
        ("backup.ListBackupJobs", "ByAccountId", ["1234-5678-9012"]),
        ("organizations.ListDelegatedServicesForAccount", "AccountId", [42, 123456789012]),
        (
            "transfer.ListHostKeys",
            "ServerId",
            ["arn:aws:service:us-east-1:123456789012:resource/s-aaaaaaaaaaaaaaaaa"],
        ),
        ("logs.DescribeLogGroups", "logGroupClass", ["standard", "STANDARD ", "STANDAR", MARKED]),
        ("cloudtrail.ListInsightsMetricData", "Period", [120, 301, 0]),
    ],
)
def test_they_are_near(name: str, member: str, expected: list[Any]) -> None:
    found = values(name, member)
    assert [one for one in expected if one not in found] == []


@pytest.mark.parametrize("character", ["é", "🙂"])
def test_lengths_are_of_characters_not_bytes(character: str) -> None:
    is_long: Callable[[Any], bool] = lambda one: isinstance(one, str) and one == character * 513  # noqa: E731
    assert any(map(is_long, values("iam.ListUsers", "PathPrefix")))


def test_some_keep_to_what_documentation_says_and_aws_does_not_demand() -> None:
    contract = harness.contract("redshift", "DescribeEvents")
    asked = [case.params for case in near_misses(contract) if case.params.get("SourceType") == "CLUSTER"]
    assert sorted("SourceIdentifier" in params for params in asked) == [False, True]
