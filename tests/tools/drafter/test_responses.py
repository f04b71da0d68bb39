"""Rules on responses, read from what documents their members: what states one, and what only nearly does."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.model import ServiceModel

from harness.contract.rules import (
    AbsentIf,
    Condition,
    Matches,
    PresentOnlyIf,
    Rule,
    SameLength,
    Sorted,
    Spacing,
)
from tools.facts.drafter.operations import rules_on_responses

KIND = {"type": "string", "enum": ["CALLS", "ERRORS"]}
SHAPES: dict[str, dict[str, Any]] = {
    "Kind": KIND,
    "Fill": {"type": "string", "enum": ["FillWithZeros", "NonZeroData"]},
    "Text": {"type": "string"},
    "Number": {"type": "integer"},
    "Ratio": {"type": "double"},
    "Time": {"type": "timestamp"},
    "Status": {"type": "string", "enum": ["ACTIVE", "RESOLVED"]},
    "Texts": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
    "Times": {"type": "list", "member": {"shape": "Time"}},
    "Ratios": {"type": "list", "member": {"shape": "Ratio"}},
    "Event": {"type": "structure", "members": {"EventTime": {"shape": "Time"}, "Name": {"shape": "Text"}}},
    "Events": {"type": "list", "member": {"shape": "Event"}},
}
PARAMS = {
    "Kind": {"shape": "Kind"},
    "DataType": {"shape": "Fill"},
    "Period": {"shape": "Number", "documentation": "The length of a period, in seconds."},
    "Weight": {"shape": "Ratio"},
    "Dimensions": {"shape": "Texts"},
}
MEMBERS = {
    "Values": {"shape": "Ratios"},
    "Timestamps": {"shape": "Times"},
    "Events": {"shape": "Events"},
    "ErrorCode": {"shape": "Text"},
    "Status": {"shape": "Status"},
    "EndedAt": {"shape": "Time"},
}


def rules(member: str, documentation: str, **params: Any) -> list[Rule]:
    members = {**MEMBERS, member: {**MEMBERS[member], "documentation": documentation}}
    model = {
        "metadata": {"protocol": "json", "endpointPrefix": "toy", "serviceId": "Toy"},
        "operations": {
            "ListThings": {"name": "ListThings", "input": {"shape": "Asked"}, "output": {"shape": "Told"}}
        },
        "shapes": {
            **SHAPES,
            "Asked": {"type": "structure", "members": {**PARAMS, **params}},
            "Told": {"type": "structure", "members": members},
        },
    }
    return list(
        dict.fromkeys(
            rules_on_responses(ServiceModel(model, service_name="toy").operation_model("ListThings"))
        )
    )


ERRORS = PresentOnlyIf("ErrorCode", Condition("Kind", ("ERRORS",)))
LATEST = Sorted("Events", "EventTime", "descending")
EARLIEST = Sorted("Events", "EventTime", "ascending")


@pytest.mark.parametrize(
    ("member", "documentation", "rule"),
    [
        ("Values", "The number of values is equal to the number of timestamps.",
         SameLength(("Values", "Timestamps"))),
        ("Events", "The most recent event is listed first.", LATEST),
        ("Events", "Events are returned in reverse chronological order.", LATEST),
        ("Events", "The oldest events are returned first.", EARLIEST),
        ("Events", "Events are in chronological order.", EARLIEST),
        ("Timestamps", "Timestamps at intervals corresponding to the specified period.",
         Spacing("Timestamps", "Period", Condition("DataType", ("FillWithZeros",)))),
        ("ErrorCode", "Only returned if the Kind parameter was set to ERRORS.", ERRORS),
        ("ErrorCode", "This field is only present when Kind is ERRORS.", ERRORS),
        ("EndedAt", "If the event hasn't ended yet, this value is empty.",
         AbsentIf("EndedAt", Condition("Status", ("ACTIVE",), on_response=True))),
        ("Events", "A list of events returned based on the DataType or Dimensions specified.",
         Matches("Events", "Dimensions")),
    ],
)  # fmt: skip
def test_a_rule_is_read(member: str, documentation: str, rule: Rule) -> None:
    assert rules(member, documentation) == [rule]


@pytest.mark.parametrize(
    ("member", "documentation"),
    [
        ("Values", "The number of values is equal to the number of values."),
        ("ErrorCode", "The number of values is equal to the number of timestamps."),
        ("Events", "If you ask for it, the most recent event is listed first."),
        ("Values", "The most recent value is listed first."),
        ("Values", "Values at intervals corresponding to the specified period."),
        ("ErrorCode", "Only returned if the Kind parameter was set to OTHERS."),
        ("ErrorCode", "Only returned if the Weight parameter was set to 5."),
        ("Status", "Only returned if Status is ACTIVE."),
        ("Values", "A list of values returned based on the DataType or Dimensions specified."),
        ("Events", "A list of events returned based on the Kind specified."),
    ],
)
def test_what_only_nearly_states_a_rule_is_none(member: str, documentation: str) -> None:
    assert rules(member, documentation) == []


def test_where_a_parameter_sorts_the_order_is_not_fixed() -> None:
    assert rules("Events", "The most recent event is listed first.", SortOrder={"shape": "Text"}) == []
