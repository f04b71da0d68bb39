"""What an instance breaks: one finding for each broken trait, with its place, words and source."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.model import ServiceModel

from harness.contract.schema import compile_request
from harness.contract.validation import SchemaValidator

SHAPES: dict[str, dict[str, Any]] = {
    "Input": {
        "type": "structure",
        "required": ["Name"],
        "members": {
            "Name": {"shape": "Name"},
            "Kind": {"shape": "Kind"},
            "Count": {"shape": "Count"},
            "Ratio": {"shape": "Ratio"},
            "Flag": {"shape": "Flag"},
            "When": {"shape": "When"},
            "Data": {"shape": "Data"},
            "Names": {"shape": "Names"},
            "Tags": {"shape": "Tags"},
            "Sparse": {"shape": "Sparse"},
            "Choice": {"shape": "Choice"},
            "Any": {"shape": "Any"},
            "Events": {"shape": "Events"},
            "Tree": {"shape": "Tree"},
            "Label": {"shape": "Flat", "hostLabel": True},
            "propertyNames": {"shape": "Kind"},
        },
    },
    "Name": {"type": "string", "min": 2, "max": 5, "pattern": "^[a-zA-Z\U0001f600-\U0001f64f]*$"},
    "Flat": {"type": "string"},
    "Kind": {"type": "string", "enum": ["A", "B"]},
    "Count": {"type": "integer", "min": 1, "max": 50},
    "Ratio": {"type": "double", "min": 0, "max": 1},
    "Flag": {"type": "boolean"},
    "When": {"type": "timestamp"},
    "Data": {"type": "blob", "min": 1, "max": 3},
    "Names": {"type": "list", "member": {"shape": "Name"}, "min": 1, "max": 2},
    "Tags": {"type": "map", "key": {"shape": "Kind"}, "value": {"shape": "Name"}, "min": 1, "max": 1},
    "Sparse": {"type": "list", "member": {"shape": "Name"}, "sparse": True},
    "Choice": {
        "type": "structure",
        "union": True,
        "members": {"A": {"shape": "Flat"}, "B": {"shape": "Flat"}},
    },
    "Any": {"type": "structure", "document": True, "members": {}},
    "Events": {"type": "structure", "eventstream": True, "members": {"A": {"shape": "Choice"}}},
    "Tree": {"type": "structure", "members": {"Next": {"shape": "Tree"}, "Kind": {"shape": "Kind"}}},
}
OPERATION = ServiceModel(
    {
        "metadata": {"apiVersion": "1"},
        "operations": {"Do": {"name": "Do", "http": {}, "input": {"shape": "Input"}}},
        "shapes": SHAPES,
    },
    service_name="toy",
).operation_model("Do")
VALIDATOR = SchemaValidator(compile_request(OPERATION), "toy 1")

VALID: dict[str, Any] = {
    "Name": "abc",
    "Kind": "A",
    "Count": 50,
    "Ratio": 0.5,
    "Flag": False,
    "When": "2024-05-01T12:00:00.5Z",
    "Data": "AAAA",
    "Names": ["ab", "😀😀😀😀😀"],
    "Tags": {"B": "ab"},
    "Sparse": [None, "ab"],
    "Choice": {"B": ""},
    "Any": {"a": [1, None, "x", {"b": True}]},
    "Events": [{"A": {"A": ""}}],
    "Tree": {"Next": {"Next": {"Kind": "B"}}},
    "Label": "my-host-1",
    "propertyNames": "A",
}


def test_a_valid_instance_breaks_nothing() -> None:
    assert VALIDATOR.findings(VALID) == []


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("Ratio", "NaN"),
        ("Ratio", 1),
        ("Any", None),
        ("Any", "text"),
        ("Sparse", []),
        ("Events", []),
        ("Count", 1),
    ],
)
def test_other_valid_values(member: str, value: object) -> None:
    assert VALIDATOR.findings({**VALID, member: value}) == []


BREAKS: dict[str, tuple[dict[str, Any], str, str]] = {
    # name: member, "code pointer shape#trait", message
    "number for text": (
        {"Name": 5},
        "type /Name Name#type",
        "Name must be a string, but was 5.",
    ),
    "text for a structure": (
        {"Tree": "x"},
        "type /Tree Tree#type",
        'Tree must be a structure or map, but was "x".',
    ),
    "text for a list": (
        {"Names": "ab"},
        "type /Names Names#type",
        'Names must be a list, but was "ab".',
    ),
    "true for an integer": (
        {"Count": True},
        "type /Count Count#type",
        "Count must be an integer, but was true.",
    ),
    "fraction for an integer": (
        {"Count": 1.5},
        "type /Count Count#type",
        "Count must be an integer, but was 1.5.",
    ),
    "text for a number": (
        {"Ratio": "0.5"},
        "type /Ratio Ratio#type",
        'Ratio must be a number, but was "0.5".',
    ),
    "list for a number": (
        {"Ratio": [1]},
        "type /Ratio Ratio#type",
        "Ratio must be a number, but was [1].",
    ),
    "text for a flag": (
        {"Flag": "true"},
        "type /Flag Flag#type",
        'Flag must be true or false, but was "true".',
    ),
    "number for bytes": (
        {"Data": 3},
        "type /Data Data#type",
        "Data must be bytes, but was 3.",
    ),
    "number for a time": (
        {"When": 3},
        "type /When When#type",
        "When must be a timestamp, but was 3.",
    ),
    "wrong type where there is an enum": (
        {"Kind": 3},
        "type /Kind Kind#type",
        "Kind must be a string, but was 3.",
    ),
    "text that is no time": (
        {"When": "soon"},
        "timestamp /When When#type",
        'When must be a timestamp, but was "soon".',
    ),
    "null": (
        {"Name": None},
        "null /Name Name#type",
        "Name is null.",
    ),
    "null where there is an enum": (
        {"Kind": None},
        "null /Kind Kind#type",
        "Kind is null.",
    ),
    "null in a list": (
        {"Names": [None]},
        "null /Names/0 Name#type",
        "Names[0] is null.",
    ),
    "enum": (
        {"Kind": "C"},
        "enum /Kind Kind#enum",
        'Kind must be one of A, B, but was "C".',
    ),
    "minimum": (
        {"Count": 0},
        "range /Count Count#min",
        "Count must be at least 1, but was 0.",
    ),
    "maximum": (
        {"Count": 51},
        "range /Count Count#max",
        "Count must be at most 50, but was 51.",
    ),
    "huge": (
        {"Count": 10**30},
        "range /Count Count#max",
        f"Count must be at most 50, but was {10**30}.",
    ),
    "minimum of a double": (
        {"Ratio": -0.5},
        "range /Ratio Ratio#min",
        "Ratio must be at least 0, but was -0.5.",
    ),
    "infinity below a minimum": (
        {"Ratio": "-Infinity"},
        "range /Ratio Ratio#min",
        'Ratio must be finite, but was "-Infinity".',
    ),
    "infinity above a maximum": (
        {"Ratio": "Infinity"},
        "range /Ratio Ratio#max",
        'Ratio must be finite, but was "Infinity".',
    ),
    "too short": (
        {"Name": "a"},
        "length /Name Name#min",
        "Name must have at least 2 characters, but had 1.",
    ),
    "too long, in characters": (
        {"Name": "😀" * 6},
        "length /Name Name#max",
        "Name must have at most 5 characters, but had 6.",
    ),
    "too few bytes": (
        {"Data": ""},
        "length /Data Data#min",
        "Data must have at least 1 byte, but had 0.",
    ),
    "too many bytes": (
        {"Data": "AAAAAA=="},
        "length /Data Data#max",
        "Data must have at most 3 bytes, but had 4.",
    ),
    "too few entries": (
        {"Names": []},
        "size /Names Names#min",
        "Names must have at least 1 entry, but had 0.",
    ),
    "too many entries": (
        {"Names": ["ab"] * 3},
        "size /Names Names#max",
        "Names must have at most 2 entries, but had 3.",
    ),
    "too few in a map": (
        {"Tags": {}},
        "size /Tags Tags#min",
        "Tags must have at least 1 entry, but had 0.",
    ),
    "too many in a map": (
        {"Tags": {"A": "ab", "B": "ab"}},
        "size /Tags Tags#max",
        "Tags must have at most 1 entry, but had 2.",
    ),
    "pattern": (
        {"Name": "a-b"},
        "pattern /Name Name#pattern",
        'Name must match ^[a-zA-Z😀-🙏]*$, but was "a-b".',
    ),
    "pattern in a list": (
        {"Names": ["ab", "1a"]},
        "pattern /Names/1 Name#pattern",
        'Names[1] must match ^[a-zA-Z😀-🙏]*$, but was "1a".',
    ),
    "lone surrogate": (
        {"Name": "a\ud800"},
        "pattern /Name Name#pattern",
        'Name must match ^[a-zA-Z😀-🙏]*$, but was "a\ud800".',
    ),
    "a map's key": (
        {"Tags": {"C": "ab"}},
        "enum /Tags/C Kind#enum",
        'Tags.C must be one of A, B, but was "C".',
    ),
    "a map's value": (
        {"Tags": {"A": "a"}},
        "length /Tags/A Name#min",
        "Tags.A must have at least 2 characters, but had 1.",
    ),
    "a member with the name of a keyword": (
        {"propertyNames": "C"},
        "enum /propertyNames Kind#enum",
        'propertyNames must be one of A, B, but was "C".',
    ),
    "entry of a sparse list": (
        {"Sparse": [None, "a"]},
        "length /Sparse/1 Name#min",
        "Sparse[1] must have at least 2 characters, but had 1.",
    ),
    "wrong type in a sparse list": (
        {"Sparse": [3]},
        "type /Sparse/0 Name#type",
        "Sparse[0] must be a string, but was 3.",
    ),
    "empty union": (
        {"Choice": {}},
        "union /Choice Choice#union",
        "Choice must have exactly one member set, but had none.",
    ),
    "full union": (
        {"Choice": {"A": "", "B": ""}},
        "union /Choice Choice#union",
        "Choice must have exactly one member set, but had A, B.",
    ),
    "unset member of a union, written as null": (
        {"Choice": {"A": "", "B": None}},
        "null /Choice/B Flat#type",
        "Choice.B is null.",
    ),
    "unknown member": (
        {"Tree": {"Nxt": {}}},
        "unknown-member /Tree/Nxt Tree#members",
        "Tree.Nxt is not a documented member; did you mean Next?",
    ),
    "unknown member, unlike any": (
        {"Tree": {"zzz": {}}},
        "unknown-member /Tree/zzz Tree#members",
        "Tree.zzz is not a documented member; the members are Next, Kind.",
    ),
    "deep in a recursive shape": (
        {"Tree": {"Next": {"Next": {"Kind": "C"}}}},
        "enum /Tree/Next/Next/Kind Kind#enum",
        'Tree.Next.Next.Kind must be one of A, B, but was "C".',
    ),
    "host label": (
        {"Label": "a.b"},
        "host-label /Label Flat#hostLabel",
        'Label becomes part of the host name, which "a.b" cannot.',
    ),
    "event of two kinds": (
        {"Events": [{}]},
        "union /Events/0 Events#union",
        "Events[0] must have exactly one member set, but had none.",
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_each_broken_trait_is_one_finding(name: str) -> None:
    member, expected, message = BREAKS[name]
    (finding,) = VALIDATOR.findings({**VALID, **member})
    reference = finding.source.reference.removeprefix("model:")
    assert (f"{finding.code} {finding.pointer} {reference}", finding.message) == (expected, message)


def test_a_missing_member_is_found_where_it_should_stand() -> None:
    (finding,) = VALIDATOR.findings({})
    assert (finding.code, finding.pointer, finding.message) == ("required", "/Name", "Name is missing.")
    assert str(finding.source) == "model, shape Input, required (toy 1)"


def test_an_instance_that_is_no_structure_at_all() -> None:
    (finding,) = VALIDATOR.findings([])
    assert (finding.code, finding.pointer) == ("type", "")
    assert finding.message == "The value must be a structure or map, but was []."


def test_several_broken_traits_are_each_found() -> None:
    found = VALIDATOR.findings({**VALID, "Name": "-", "Count": 0, "Zzz": 1, "Yyy": 2})
    assert sorted((finding.code, finding.pointer) for finding in found) == [
        ("length", "/Name"),
        ("pattern", "/Name"),
        ("range", "/Count"),
        ("unknown-member", "/Yyy"),
        ("unknown-member", "/Zzz"),
    ]


def test_depth_that_only_the_fast_validator_reaches_is_judged() -> None:
    tree: dict[str, Any] = {}
    for _ in range(200):
        tree = {"Next": tree}
    assert VALIDATOR.findings({**VALID, "Tree": tree}) == []


def test_a_broken_instance_too_deep_to_explain() -> None:
    tree: dict[str, Any] = {"Kind": "C"}
    for _ in range(5_000):
        tree = {"Next": tree}
    with pytest.raises(RecursionError):
        VALIDATOR.findings({**VALID, "Tree": tree})


def test_a_schema_without_members_says_so() -> None:
    model = ServiceModel(
        {"metadata": {"apiVersion": "1"}, "operations": {"Do": {"name": "Do", "http": {}}}, "shapes": {}},
        service_name="toy",
    )
    (finding,) = SchemaValidator(compile_request(model.operation_model("Do"))).findings({"A": 1})
    assert finding.message == "A is not a documented member; there are no members."
    assert str(finding.source) == "model, shape toy.Do request, members"
