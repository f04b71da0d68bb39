from __future__ import annotations

from typing import Any

import pytest
from botocore.model import ServiceModel
from hypothesis import find, given

from harness.contract.contract import Contract, contract
from harness.synth import strategies as aws

_SHAPES: dict[str, Any] = {
    "In": {
        "type": "structure",
        "required": ["Name", "Choice"],
        "members": {
            "Name": {"shape": "Name"},
            "Choice": {"shape": "Choice"},
            "Ratio": {"shape": "Ratio"},
            "Content": {"shape": "Content"},
            "Names": {"shape": "Names"},
            "When": {"shape": "When"},
            "Anything": {"shape": "Anything"},
            "Free": {"shape": "Free"},
            "Large": {"shape": "Large"},
        },
    },
    "Name": {"type": "string", "min": 2, "max": 8, "pattern": "^[a-z]+$"},
    "Choice": {
        "type": "structure",
        "union": True,
        "members": {"A": {"shape": "Name"}, "B": {"shape": "Ratio"}},
    },
    "Ratio": {"type": "double", "min": 0.5, "max": 2.5},
    "Content": {"type": "blob", "min": 1, "max": 4},
    "Names": {"type": "list", "member": {"shape": "Name"}, "min": 1, "max": 3},
    "When": {"type": "timestamp"},
    "Anything": {"type": "structure", "document": True, "members": {}},
    "Free": {"type": "string", "min": 0, "pattern": ".*"},
    "Large": {"type": "string", "max": 1 << 30},
}


def model(shapes: dict[str, Any]) -> Contract:
    description = {
        "metadata": {
            "protocol": "json",
            "apiVersion": "2020-01-01",
            "endpointPrefix": "sqs",
            "serviceId": "x",
        },
        "operations": {
            "Put": {"name": "Put", "http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "In"}}
        },
        "shapes": shapes,
    }
    return Contract(ServiceModel(description, "sqs").operation_model("Put"))


def test_what_botocore_fills_in_cannot_be_left_out() -> None:
    grid = aws.invalid_grid(contract("glacier", "DescribeVault"))
    assert {i.rule.path for i in grid if i.rule.code == "required"} == {"vaultName"}
    assert [str(missed) for missed in grid.missed if missed.possible] == []


def broken(operation: str | Contract, code: str, path: str) -> list[aws.InvalidRequest]:
    grid = aws.invalid_grid(operation)
    return [invalid for invalid in grid if (invalid.rule.code, invalid.rule.path) == (code, path)]


class TestTraits:
    known = model(_SHAPES)

    @pytest.mark.parametrize(
        ("code", "path", "values"),
        [
            ("length", "Name", ["a", "aaaaaaaaa"]),
            ("pattern", "Name", ["!!"]),
            ("type", "Name", [42]),
            ("type", "When", [True]),
            ("range", "Ratio", [0.0, 3.0]),
            ("length", "Content", [b"", b"xxxxx"]),
            ("size", "Names", [[], ["orders"] * 4]),
            ("unknown-member", "", ["orders"]),
        ],
    )
    def test_are_broken_at_the_value(self, code: str, path: str, values: list[Any]) -> None:
        found = [invalid.params[path or "NotDocumented"] for invalid in broken(self.known, code, path)]
        assert found == values

    def test_a_required_member_is_left_out(self) -> None:
        (invalid,) = broken(self.known, "required", "Name")
        assert "Name" not in invalid.params
        assert invalid.pointer == "/Name"

    def test_a_union_has_two_members(self) -> None:
        (invalid,) = broken(self.known, "union", "Choice")
        assert invalid.params["Choice"].keys() == {"A", "B"}

    def test_what_cannot_be_broken_alone_says_why(self) -> None:
        missed = aws.invalid_grid(self.known).missed
        assert [(each.constraint.path, each.constraint.code, each.reason) for each in missed] == [
            ("Free", "length", "nothing has less than none"),
            ("Free", "pattern", "every text of an allowed length that was tried matches"),
            ("Large", "length", "it would take 1073741825 characters"),
        ]
        assert not any(each.possible for each in missed)

    def test_each_request_breaks_what_it_names_and_nothing_else(self) -> None:
        grid = list(aws.invalid_grid(self.known))
        assert len(grid) > 5
        for invalid in grid:
            assert [(v.source, v.pointer) for v in self.known.check_request(invalid.params)] == [
                (invalid.rule.source, invalid.pointer)
            ]


class TestRules:
    def test_requires(self) -> None:
        (invalid,) = broken("ec2.CreateCapacityReservation", "requires", "")
        assert invalid.params["EndDateType"] == "limited"
        assert "EndDate" not in invalid.params
        assert invalid.rule.words == 'EndDate must be given when EndDateType is "limited"'

    def test_forbids(self) -> None:
        (invalid,) = broken("ec2.CreateCapacityReservation", "forbids", "")
        assert invalid.params["EndDateType"] == "unlimited"
        assert "EndDate" in invalid.params

    def test_only_if(self) -> None:
        (invalid,) = broken("ec2.CreatePlacementGroup", "only-if", "PartitionCount")
        assert invalid.params["Strategy"] != "partition"
        assert "PartitionCount" in invalid.params

    def test_value_if(self) -> None:
        (invalid,) = broken("ec2.CreateVpc", "value-if", "AmazonProvidedIpv6CidrBlock")
        assert invalid.params["AmazonProvidedIpv6CidrBlock"] is False
        assert "Ipv6CidrBlockNetworkBorderGroup" in invalid.params

    def test_order_that_is_strict(self) -> None:
        (invalid,) = broken("ec2.ModifyVpnTunnelOptions", "order", "")
        options = invalid.params["TunnelOptions"]
        assert options["Phase2LifetimeSeconds"] >= options["Phase1LifetimeSeconds"]

    def test_exactly_one(self) -> None:
        (invalid,) = broken("ec2.CreateDefaultSubnet", "exactly-one", "")
        assert {"AvailabilityZone", "AvailabilityZoneId"} <= invalid.params.keys()

    def test_at_least_one(self) -> None:
        (invalid,) = broken("ec2.AssociateNetworkingFlexCostAllocationPolicy", "at-least-one", "")
        assert not {"NetworkResourceIds", "NetworkResourceScope"} & invalid.params.keys()

    def test_at_most_one(self) -> None:
        found = [each.params for each in broken("cloudwatch.PutMetricAlarm", "at-most-one", "")]
        tags = [params.get("ActionConfiguration", {}).get("AlarmTagsPropagation", {}) for params in found]
        assert any({"IncludedTagKeys", "ExcludedTagKeys"} <= each.keys() for each in tags)

    def test_keys(self) -> None:
        (invalid,) = broken("cloudtrail.ListInsightsData", "keys", "Dimensions")
        assert list(invalid.params["Dimensions"]) == ["NotDocumented"]

    def test_a_documented_value_among_those_of_the_model(self) -> None:
        grid = aws.invalid_grid("cloudtrail.ListInsightsMetricData")
        (period,) = [
            invalid for invalid in grid if (invalid.rule.code, invalid.rule.path) == ("enum", "Period")
        ]
        assert period.params["Period"] not in (60, 300, 3600)
        assert 60 <= period.params["Period"] <= 3600
        assert str(period.rule) == "Period must be 60, 300 or 3600 [enum] (prose:request.Period#1)"


class TestStrategy:
    @given(aws.invalid_requests("cloudtrail.ListInsightsData"))
    def test_each_example_breaks_its_rule(self, invalid: aws.InvalidRequest) -> None:
        violations = contract("cloudtrail", "ListInsightsData").check_request(invalid.params)
        assert [violation.source for violation in violations] == [invalid.rule.source]

    def test_each_example_may_be_changed(self) -> None:
        strategy = aws.invalid_requests("cloudtrail.ListInsightsData")
        find(strategy, lambda invalid: invalid.params.clear() is None)
        assert find(strategy, lambda invalid: True).params

    def test_shrinks_to_the_first_of_the_grid(self) -> None:
        found = find(aws.invalid_requests("cloudtrail.ListInsightsData"), lambda invalid: True)
        assert found == aws.invalid_grid("cloudtrail.ListInsightsData")[0]
