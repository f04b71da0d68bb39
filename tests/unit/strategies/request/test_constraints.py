from __future__ import annotations

from harness.contract.contract import contract
from harness.strategies.request.constraints import constraints_of


def test_traits_come_from_the_outside_in_then_the_rules() -> None:
    found = constraints_of(contract("cloudtrail", "ListInsightsData"))
    assert str(found[0]) == (
        "the request must have no member that is not documented [unknown-member] "
        "(model:ListInsightsDataRequest#members)"
    )
    assert [str(constraint) for constraint in found[1:4]] == [
        "InsightSource must be given [required] (model:ListInsightsDataRequest#required)",
        "InsightSource must be a string [type] (model:ResourceArn#type)",
        "InsightSource must be at least 3 long [length] (model:ResourceArn#min)",
    ]
    origins = [constraint.source.origin for constraint in found]
    assert origins == sorted(origins)  # model, prose


def test_each_bound_is_a_constraint_of_its_own() -> None:
    found = constraints_of(contract("cloudtrail", "ListInsightsData"))
    of_limit = [
        (c.source.origin, c.limit, c.bound) for c in found if (c.path, c.code) == ("MaxResults", "range")
    ]
    assert of_limit == [("model", "min", 1), ("model", "max", 50), ("prose", "min", 1), ("prose", "max", 50)]


def test_the_keys_of_a_map_are_constrained_by_themselves() -> None:
    found = constraints_of(contract("cloudtrail", "ListInsightsData"))
    (keys,) = [constraint for constraint in found if constraint.on_key and constraint.rule is None]
    assert (keys.path, keys.code) == ("Dimensions", "enum")
    assert keys.words == "a key of Dimensions must be a documented value"


def test_a_structure_that_holds_itself_counts_once() -> None:
    found = constraints_of(contract("wafv2", "CreateWebACL"))
    of_not = [c.path for c in found if c.code == "required" and c.source.shape == "NotStatement"]
    assert len(of_not) == len(set(of_not)) == 1


def test_an_operation_without_parameters_has_none() -> None:
    assert constraints_of(contract("sts", "GetCallerIdentity")) == (
        *(c for c in constraints_of(contract("sts", "GetCallerIdentity")) if c.code == "unknown-member"),
    )
