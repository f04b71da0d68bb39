"""Documented rules beside a model: what contradicts it is set apart, with what the model says."""

from __future__ import annotations

import pytest
from botocore.model import ServiceModel

from harness.contract.rules import (
    AtLeastOne,
    AtMostOne,
    Condition,
    Default,
    Echoes,
    Enum,
    ExactlyOne,
    Forbids,
    Keys,
    Length,
    MultipleOf,
    OnlyIf,
    Order,
    Range,
    Requires,
    Rule,
    Size,
    TextPattern,
)

DESCRIPTION = {
    "metadata": {"serviceId": "Example", "protocol": "json"},
    "operations": {"Put": {"name": "Put", "input": {"shape": "Input"}}},
    "shapes": {
        "Input": {
            "type": "structure",
            "required": ["Mode", "Name"],
            "members": {
                "Mode": {"shape": "Mode"},
                "Name": {"shape": "Name"},
                "Count": {"shape": "Count"},
                "Tags": {"shape": "Tags"},
                "Items": {"shape": "Items"},
                "Note": {"shape": "Text"},
                "At": {"shape": "Moment"},
                "Data": {"shape": "Data"},
                "Header": {"shape": "Mode", "jsonvalue": True, "location": "header"},
            },
        },
        "Mode": {"type": "string", "enum": ["FAST", "SLOW"]},
        "Name": {"type": "string", "min": 3, "max": 8},
        "Count": {"type": "integer", "min": 10, "max": 50},
        "Text": {"type": "string"},
        "Data": {"type": "blob", "min": 1, "max": 8},
        "Moment": {"type": "timestamp"},
        "Key": {"type": "string", "enum": ["a", "b"]},
        "Tags": {"type": "map", "key": {"shape": "Key"}, "value": {"shape": "Text"}},
        "Items": {"type": "list", "member": {"shape": "Item"}, "min": 1, "max": 5},
        "Item": {
            "type": "structure",
            "required": ["Size"],
            "members": {"Size": {"shape": "Count"}, "Kind": {"shape": "Mode"}},
        },
    },
}
INPUT = ServiceModel(DESCRIPTION, "example").operation_model("Put").input_shape
FAST, QUICK = Condition("Mode", ("FAST",)), Condition("Mode", ("QUICK",))


@pytest.mark.parametrize(
    "rule",
    [
        Enum("Mode", ("SLOW",)),
        Enum("Note", ("any",)),
        Enum("Items[].Size", (10, 20)),
        Keys("Tags", ("a",)),
        Range("Count", 1, 10),
        Range("Count", min=50),
        Length("Name", max=3),
        Size("Items", 5, 9),
        Default("Count", 50),
        Default("Mode", "FAST"),
        Default("At", "now"),
        Default("Note", True),
        MultipleOf("Count", 25),
        MultipleOf("Note", 3),
        AtMostOne(("Mode", "Note")),
        AtLeastOne(("Mode", "Name")),
        ExactlyOne(("Count", "Note")),
        Forbids(FAST, ("Note",)),
        Requires(Condition("Mode", ("FAST", "QUICK")), ("Note",)),
        OnlyIf("Note", FAST),
        OnlyIf("Note", Condition("Count", present=True)),
        Order(("Count", "Count"), "<"),
        Echoes("Anything", "Nowhere"),
    ],
)
def test_what_leaves_something_of_the_model_is_kept(rule: Rule) -> None:
    assert rule.contradiction(INPUT) is None


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (Enum("Mode", ("FAST", "QUICK")), "the model's values are FAST, SLOW"),
        (Enum("Count", (60, 30, 5)), "60, 5 is outside of the model's bounds"),
        (Enum("Items[].Kind", ("NEW",)), "the model's values are FAST, SLOW"),
        (Enum("Other", ("x",)), "the model has no Other"),
        (Enum("Note.Inner", ("x",)), "the model has no Note.Inner"),
        (Keys("Tags", ("a", "c")), "the model's keys are a, b"),
        (Keys("Note", ("a",)), "the model has no Note"),
        (Range("Count", min=51), "the model's maximum is 50"),
        (Range("Items[].Size", max=9), "the model's minimum is 10"),
        (Range("Items[].Weight", max=9), "the model has no Items[].Weight"),
        (Length("Name", max=2), "the model's minimum is 3"),
        (Size("Items", min=6), "the model's maximum is 5"),
        (Default("Mode", "fast"), "the model's values are FAST, SLOW"),
        (Default("Count", 0), "the default is outside of the model's bounds"),
        (Default("Name", "ab"), "the default is outside of the model's bounds"),
        (Default("Other", 1), "the model has no Other"),
        (MultipleOf("Count", 60), "no multiple lies between the model's 10 and 50"),
        (MultipleOf("Other", 60), "the model has no Other"),
        (AtMostOne(("Mode", "Name")), "the model requires Mode, Name"),
        (ExactlyOne(("Mode", "Name", "Note")), "the model requires Mode, Name"),
        (ExactlyOne(("Mode", "Other")), "the model has no Other"),
        (Forbids(Condition("Count", (10,)), ("Name",)), "the model requires Name"),
        (Forbids(QUICK, ("Note",)), "the model's values are FAST, SLOW"),
        (Forbids(FAST, ("Other",)), "the model has no Other"),
        (Requires(QUICK, ("Note",)), "the model's values are FAST, SLOW"),
        (Requires(Condition("Other", present=True), ("Note",)), "the model has no Other"),
        (OnlyIf("Note", Condition("Mode", ("FAST", "QUICK"))), "the model's values are FAST, SLOW"),
        (OnlyIf("Other", FAST), "the model has no Other"),
        (TextPattern("Name", r"^[\U00010000]*$"), r"^[\U00010000]*$ cannot be read as a regular expression"),
    ],
)
def test_what_contradicts_the_model(rule: Rule, reason: str) -> None:
    assert rule.contradiction(INPUT) == reason


def test_an_operation_without_input_has_no_place_for_a_rule() -> None:
    rule = Enum("Mode", ("FAST",))
    assert rule.contradiction(None) == "the model has no Mode"
    assert not rule.is_implied(None)


@pytest.mark.parametrize(
    ("rule", "implied"),
    [
        (Enum("Mode", ("FAST", "SLOW")), True),
        (Enum("Mode", ("SLOW", "FAST", "QUICK")), True),
        (Enum("Items[].Kind", ("SLOW", "FAST")), True),
        (Enum("Mode", ("FAST",)), False),
        (Enum("Note", ("any",)), False),
        (Enum("Header", ("FAST", "SLOW")), False),  # holds JSON, of which the model's values say nothing
        (Range("Count", 10, 50), True),
        (Range("Count", 9), True),
        (Range("Items[].Size", max=50), True),
        (Range("Count", 11, 50), False),
        (Range("Count", 10, 49.5), False),
        (Range("Name", 3, 8), False),
        (Length("Name", 3, 8), True),
        (Length("Name", max=9), True),
        (Length("Name", 4), False),
        (Length("Note", max=9), False),
        (Length("Data", max=8), False),  # the model's bounds are of bytes
        (Size("Items", 1, 5), True),
        (Size("Items", 1, 4), False),
        (Size("Tags", max=9), False),
        (Default("Mode", "FAST"), True),
        (MultipleOf("Count", 1), False),
        (AtMostOne(("Note", "At")), False),
    ],
)
def test_a_rule_is_implied_where_the_model_says_as_much(rule: Rule, implied: bool) -> None:
    assert rule.is_implied(INPUT) is implied
