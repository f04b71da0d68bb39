"""What filters that say by name what they go by leave in a list."""

from __future__ import annotations

from typing import Any

import pytest

from harness.contract.contract import contract
from harness.contract.rules import rule_from_json
from harness.contract.rules.kinds.named_filters import NamedFilters
from tools.facts.forms import FilterForm, rules_of

NAMES = {
    "state": "Items[].State",
    "size": "Items[].Size",
    "open": "Items[].Open",
    "made": "Items[].Made",
    "tag:<Key>": "Items[].Tags[].Value",
    "owner": "",
}
RULE = NamedFilters("Filters", "Name", "Values", tuple(NAMES), tuple(NAMES.values()))
ENTRY = {
    "State": "in-use",
    "Size": 8,
    "Open": True,
    "Made": "2026-01-02T03:04:05Z",
    "Tags": [{"Key": "Team", "Value": "red"}, {"Key": "Cost", "Value": "low"}],
}


def wrong(entry: dict[str, Any], *filters: tuple[str, list[str]]) -> list[str]:
    asked = {"Filters": [{"Name": name, "Values": values} for name, values in filters]}
    document = {"request": asked, "response": {"Items": [entry]}, "time": None}
    return [breach.pointer for breach in RULE.breaches(document)]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("state", ["available", "in-use"]),
        ("state", ["in-*"]),
        ("size", ["8"]),
        ("open", ["true"]),
        ("made", ["2026-*"]),
        ("tag:Team", ["red"]),
        ("tag:Else", ["red"]),
        ("owner", ["me"]),
        ("unknown", ["me"]),
        ("state", []),
    ],
)
def test_an_entry_that_is_asked_for(name: str, values: list[str]) -> None:
    assert wrong(ENTRY, (name, values)) == []


@pytest.mark.parametrize(
    ("name", "values", "place"),
    [
        ("state", ["available"], "State"),
        ("size", ["9", "10"], "Size"),
        ("open", ["false"], "Open"),
        ("tag:Team", ["low"], "Tags/0/Value"),
    ],
)
def test_an_entry_that_is_not_asked_for(name: str, values: list[str], place: str) -> None:
    assert wrong(ENTRY, (name, values)) == [f"/response/Items/0/{place}"]


def test_every_filter_counts_and_a_member_that_is_left_out_is_no_breach() -> None:
    assert len(wrong(ENTRY, ("state", ["in-use"]), ("size", ["9"]))) == 1
    assert wrong({}, ("state", ["available"])) == []


def test_a_rule_is_what_it_was_after_json() -> None:
    assert rule_from_json(RULE.to_json()) == RULE


def test_a_reader_writes_names_and_their_paths_are_found() -> None:
    paths = ("Items[].State", "Items[].OwnerId", "Items[].Tags[].Key", "Items[].Tags[].Value")
    written = {"kind": "named_filters", "names": ["state", "owner-id", "tag-key", "tag:<key>", "other"]}
    rule, names = rules_of(written, FilterForm("Name", "Values", paths))
    assert dict(zip(rule["names"], rule["members"], strict=True)) == {
        "state": "Items[].State",
        "owner-id": "Items[].OwnerId",
        "tag-key": "Items[].Tags[].Key",
        "tag:<Key>": "Items[].Tags[].Value",
        "other": "",
    }
    assert names["kind"] == "text_pattern"


def test_filters_with_an_operator_stay_a_note() -> None:
    written = {"kind": "named_filters", "names": ["state"]}
    note, names = rules_of(written, FilterForm("Name", "", ("Items[].State",)))
    assert "members" not in note
    assert names == {"kind": "enum", "param": ".[].Name", "values": ["state"]}


def test_a_mock_that_returns_what_a_filter_excludes() -> None:
    asked = {"Filters": [{"Name": "status", "Values": ["completed"]}]}
    answer = {"Snapshots": [{"State": "completed"}, {"State": "pending"}]}
    (violation,) = contract("ec2", "DescribeSnapshots").check_response(asked, answer)
    assert (violation.code, violation.pointer) == ("named-filters", "/Snapshots/1/State")


def test_what_is_listed_is_scoped_by_its_parent() -> None:
    rules = contract("stepfunctions", "ListExecutions").rules
    assert [rule.words for rule in rules if rule.kind == "scopes"] == [
        "stateMachineArn names the state machine of what is returned"
    ]
