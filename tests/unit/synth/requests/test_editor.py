from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.model import Shape, ShapeResolver

from harness.contract.rules import (
    AtLeastOne,
    AtMostOne,
    Condition,
    ExactlyOne,
    Forbids,
    OnlyIf,
    Order,
    Requires,
    Rule,
    ValueIf,
)
from harness.synth.requests.editor import RequestEditor
from harness.synth.values.plausible import Place

SHAPE = ShapeResolver(
    {
        "In": {
            "type": "structure",
            "required": ["Must"],
            "members": {
                "Must": {"shape": "Text"},
                "A": {"shape": "Text"},
                "B": {"shape": "Text"},
                "Kind": {"shape": "Kind"},
                "Low": {"shape": "Number"},
                "High": {"shape": "Number"},
                "Start": {"shape": "Time"},
                "End": {"shape": "Time"},
            },
        },
        "Text": {"type": "string"},
        "Kind": {"type": "string", "enum": ["one", "two"]},
        "Number": {"type": "integer"},
        "Time": {"type": "timestamp"},
    }
).get_shape_by_name("In")

WHEN_ONE = Condition("Kind", ("one",))


class Making:
    """Makes every value the same."""

    def make(self, shape: Shape, place: Place, inside: tuple[str, ...] = ()) -> Any:
        return f"made for {place.name}"

    def options(self, shape: Shape, place: Place, inside: tuple[str, ...] = ()) -> Iterator[Any]:
        yield self.make(shape, place, inside)


def editor(*rules: Rule) -> RequestEditor:
    return RequestEditor(SHAPE, Making(), "sqs", rules)


def repaired(rule: Rule, params: dict[str, Any], *kept: str) -> dict[str, Any]:
    assert editor(rule).repair(params, kept) == []
    return params


@pytest.mark.parametrize(
    ("rule", "params", "expected"),
    [
        (Requires(WHEN_ONE, ("A",)), {"Kind": "one"}, {"Kind": "one", "A": "made for A"}),
        (Forbids(WHEN_ONE, ("A",)), {"Kind": "one", "A": "x"}, {"Kind": "one"}),
        (Forbids(WHEN_ONE, ("Must",)), {"Kind": "one", "Must": "x"}, {"Must": "x"}),
        (OnlyIf("A", WHEN_ONE), {"Kind": "two", "A": "x"}, {"Kind": "two"}),
        (OnlyIf("Must", WHEN_ONE), {"Kind": "two", "Must": "x"}, {"Kind": "one", "Must": "x"}),
        (ValueIf(WHEN_ONE, "A", ("x", "y")), {"Kind": "one", "A": "z"}, {"Kind": "one", "A": "x"}),
        (AtMostOne(("A", "B")), {"A": "x", "B": "y"}, {"A": "x"}),
        (AtLeastOne(("A", "B")), {}, {"A": "made for A"}),
        (ExactlyOne(("A", "Must")), {"A": "x", "Must": "y"}, {"Must": "y"}),
        (Order(("Low", "High"), "<="), {"Low": 2, "High": 1}, {"Low": 1, "High": 2}),
        (Order(("Low", "High"), "<"), {"Low": 2, "High": 2}, {"Low": 2, "High": 3}),
        (
            Order(("Start", "End"), "<"),
            {"Start": "2025-06-02T09:00:00Z", "End": "2025-06-02T09:00:00Z"},
            {"Start": "2025-06-02T09:00:00Z", "End": "2025-06-02T10:00:00Z"},
        ),
    ],
)
def test_a_broken_rule_is_put_right(rule: Rule, params: dict[str, Any], expected: dict[str, Any]) -> None:
    assert repaired(rule, params) == expected


@pytest.mark.parametrize(
    ("rule", "params", "kept", "expected"),
    [
        (Forbids(WHEN_ONE, ("A",)), {"Kind": "one", "A": "x"}, "A", {"A": "x"}),
        (OnlyIf("A", WHEN_ONE), {"Kind": "two", "A": "x"}, "A", {"Kind": "one", "A": "x"}),
        (ValueIf(WHEN_ONE, "A", ("x",)), {"Kind": "one", "A": "z"}, "A", {"A": "z"}),
        (AtMostOne(("A", "B")), {"A": "x", "B": "y"}, "B", {"B": "y"}),
        (Order(("Low", "High"), "<="), {"Low": 2, "High": 1}, "Low", {"Low": 2, "High": 3}),
        (Order(("Low", "High"), "<="), {"Low": 2, "High": 1}, "High", {"Low": 0, "High": 1}),
    ],
)
def test_what_is_kept_stays(rule: Rule, params: dict[str, Any], kept: str, expected: dict[str, Any]) -> None:
    assert repaired(rule, params, kept) == expected


def test_rules_that_contradict_one_another_are_told() -> None:
    rules = [
        Requires(Condition("Must", present=True), ("A",)),
        Forbids(Condition("Must", present=True), ("A",)),
    ]
    assert editor(*rules).repair({"Must": "x"}) == rules[:1]
