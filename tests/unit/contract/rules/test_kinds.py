"""Each kind of rule has all that other modules ask of one; what it lacks is listed by name."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pytest
from botocore.model import Shape, ShapeResolver

from harness.contract import rules
from harness.contract.rules import KINDS, Enum, Keys, Length, MultipleOf, Range, Rule, Scopes, Size
from harness.contract.rules.chain import OnChain
from harness.contract.rules.kinds.default import Default
from harness.contract.rules.kinds.distinct import Distinct
from harness.contract.rules.narrowing import NOT_NARROWED, Narrowing
from harness.contract.rules.relation import Group, Relation
from harness.contract.rules.response import OnMember, OnResponse
from harness.contract.rules.value import OnValue, narrowings
from harness.contract.violation import code_of

DOCS = Path(__file__).parents[4] / "docs"
VOCABULARY, VIOLATIONS = (
    (DOCS / name).read_text(encoding="utf-8") for name in ("vocabulary.md", "violations.md")
)
UNBREAKABLE = (Default, Scopes)
FAMILIES = {"request": (OnValue, Relation, *UNBREAKABLE), "response": (OnResponse,), "chain": (OnChain,)}


def missing_parts(kind: type[Rule]) -> list[str]:
    """List what other modules ask of a kind and it does not have."""
    parts = {
        "a docstring": bool(kind.__doc__) and not kind.__doc__.startswith(f"{kind.__name__}("),
        "a family": issubclass(kind, FAMILIES[kind.side]),
        "a meaning": kind in UNBREAKABLE or bool(getattr(kind, "meaning", "")),
        "a stage": kind.side != "response" or hasattr(kind, "stage"),
        "its name in harness.contract.rules": kind.__name__ in rules.__all__,
        "a row in docs/vocabulary.md": f"| `x-harness-{kind.kind}` |" in VOCABULARY,
        "a row in docs/violations.md": kind in UNBREAKABLE or f"| `{code_of(kind.kind)}` |" in VIOLATIONS,
    }
    return [part for part, there in parts.items() if not there] + sorted(kind.__abstractmethods__)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_kind_has_all_its_parts(kind: type[Rule]) -> None:
    assert missing_parts(kind) == []


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_is_in_the_module_of_its_name(name: str) -> None:
    module = importlib.import_module(f"harness.contract.rules.kinds.{name}")
    assert [
        value.kind
        for value in vars(module).values()
        if isinstance(value, type) and value.__module__ == module.__name__
    ] == [name]


def test_what_a_kind_lacks_is_listed() -> None:
    @dataclass(frozen=True)
    class Half(Group):
        kind: ClassVar[str] = "half"

    @dataclass(frozen=True)
    class Late(OnMember):
        """Times are late."""

        kind: ClassVar[str] = "late"

    unnamed = [
        "its name in harness.contract.rules",
        "a row in docs/vocabulary.md",
        "a row in docs/violations.md",
    ]
    assert missing_parts(Half) == ["a docstring", "a meaning", *unnamed, "both", "schema"]
    assert missing_parts(Late) == [
        "a meaning",
        "a stage",
        *unnamed,
        "applies",
        "breaches",
        "enforce",
        "words",
    ]


SHAPES = ShapeResolver(
    {
        "Number": {"type": "integer"},
        "Ratio": {"type": "double"},
        "Flag": {"type": "boolean"},
        "Text": {"type": "string"},
        "Names": {"type": "list", "member": {"shape": "Text"}},
        "Map": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
        "Blob": {"type": "blob"},
    }
)


@dataclass(frozen=True)
class PlainValues:
    """The values of a place that nothing else narrows."""

    shape: Shape
    current: Any = None
    narrowing: Narrowing = NOT_NARROWED

    def text(self, length: int) -> str:
        return "x" * length

    def text_between(self, low: int, high: int) -> str:
        return self.text(low)

    def key(self) -> str:
        return "key"

    def entries(self, count: int) -> Any:
        if self.shape.type_name == "list":
            return ["x"] * count
        return {f"k{number}": "x" for number in range(count)}


@pytest.mark.parametrize(
    ("rule", "shape", "current", "outside", "inside"),
    [
        (Enum("P", (60, 300)), "Number", 60, [61, 59, 301, 299], [60, 300]),
        (Enum("P", (True,)), "Flag", True, [False], [True]),
        (Range("P", min=5), "Number", 5, [4], [5, 6]),
        (Range("P", max=2.5), "Ratio", 1.0, [3.0, 5.0], [2.5, 2.4975]),
        (Length("P", min=2), "Text", "xx", ["x"], ["xx", "xxx"]),
        (Length("P", max=3), "Text", "xx", ["xxxx"], ["xxx", "xx"]),
        (Size("P", max=2), "Names", ["x"], [["x"] * 3], [["x"] * 2, ["x"]]),
        (Size("P", min=1), "Map", {"a": "x"}, [{}], [{"k0": "x"}, {"k0": "x", "k1": "x"}]),
        (MultipleOf("P", 60), "Number", 60, [61, 59], [60, 120]),
        (MultipleOf("P", 2), "Ratio", 2.0, [3.0, 1.0], [2, 4]),
    ],
)
def test_values_outside_break_a_rule_and_values_inside_just_keep_to_it(
    rule: OnValue, shape: str, current: Any, outside: list[Any], inside: list[Any]
) -> None:
    values = PlainValues(SHAPES.get_shape_by_name(shape), current)
    assert list(rule.outside(values)) == outside
    assert list(rule.inside(values)) == inside
    assert not any(rule.holds(value) for value in outside)
    assert all(rule.holds(value) for value in inside)


def test_a_rule_on_keys_is_broken_by_keys() -> None:
    rule = Keys("P", ("a", "b"))
    values = PlainValues(SHAPES.get_shape_by_name("Map"), {"a": "x"})
    assert list(rule.outside(values)) == ["NotDocumented", "notdocumented", "key"]
    assert not any(rule.holds({key: "x"}) for key in rule.outside(values))
    inside = list(rule.inside(values))
    assert inside
    assert all(rule.holds({key: "x"}) for key in inside)


def test_the_bytes_of_a_blob_are_counted() -> None:
    values = PlainValues(SHAPES.get_shape_by_name("Blob"), "eA==")
    assert list(Length("P", min=1).inside(values)) == ["eA==", "eHg="]
    assert list(Length("P", max=2).outside(values)) == ["eHh4"]


def test_a_rule_with_two_bounds_is_broken_at_each() -> None:
    assert list(Range("P", 1, 9).parts()) == [("min", Range("P", 1)), ("max", Range("P", max=9))]
    rule = Enum("P", ("a",))
    assert list(rule.parts()) == [("", rule)]


def test_rules_on_one_parameter_narrow_its_values_together() -> None:
    stated = [
        Range("P", 1, 9),
        Range("P", max=5),
        MultipleOf("P", 2),
        Enum("T", ("a", "b")),
        Enum("T", ("b",)),
    ]
    assert narrowings(stated) == {
        "P": Narrowing(low=1, high=5, step=2),
        "T": Narrowing(values=("b",)),
    }


def test_a_value_that_comes_again_and_again_breaks_distinct_once() -> None:
    entries = [{"Id": own} for own in ("a", "b", "a", "a", "b")]
    found = Distinct("Entries[].Id").breaches({"Entries": entries})
    assert [breach.pointer for breach in found] == ["/Entries/2/Id", "/Entries/4/Id"]
