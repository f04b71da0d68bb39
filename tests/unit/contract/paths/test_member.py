"""Member paths: how they are split and joined, and what they find in a request or a response."""

from __future__ import annotations

from typing import Any

import pytest

from harness.contract.paths.member import (
    first_value,
    general_pointer,
    holder_of,
    holders,
    is_within,
    join,
    outer_and_name,
    path_of,
    steps_of,
)


@pytest.mark.parametrize(
    ("path", "outer", "name", "pointer"),
    [
        ("", "", "", ""),
        ("Name", "", "Name", "/Name"),
        ("Outer.Inner", "Outer", "Inner", "/Outer/Inner"),
        ("Tags[].Key", "Tags[]", "Key", "/Tags/*/Key"),
        ("Grid[][]", "Grid[]", "[]", "/Grid/*/*"),
    ],
)
def test_a_path_is_split_and_joined(path: str, outer: str, name: str, pointer: str) -> None:
    assert path_of(steps_of(path)) == path
    assert outer_and_name(path) == (outer, name)
    assert general_pointer(path) == pointer


@pytest.mark.parametrize(
    ("outer", "inner", "path"),
    [("Tags[]", "Key", "Tags[].Key"), ("", "Key", "Key"), ("Tags", "", "Tags"), ("", "", "")],
)
def test_a_path_inside_another(outer: str, inner: str, path: str) -> None:
    assert join(outer, inner) == path


@pytest.mark.parametrize(
    ("path", "outer", "within"),
    [
        ("Tags", "Tags", True),
        ("Tags[].Key", "Tags", True),
        ("Outer.Inner", "Outer", True),
        ("TagsOfAll", "Tags", False),
        ("Tags", "Tags[]", False),
    ],
)
def test_a_place_within_another(path: str, outer: str, within: bool) -> None:
    assert is_within(path, outer) is within


INSTANCE: dict[str, Any] = {"Name": "n", "Tags": [{"Key": "a"}, {"Value": "b"}, "no structure"], "None": None}


def test_the_first_value_at_a_path() -> None:
    assert first_value(INSTANCE, "Tags[].Value") == "b"
    assert first_value(INSTANCE, "Tags[].Else") is None
    assert first_value("text", "Tags") is None


def test_the_structures_that_hold_a_member() -> None:
    tags = INSTANCE["Tags"]
    assert list(holders(INSTANCE, "Tags[].Key")) == [(tags[0], "Key"), (tags[1], "Key")]
    assert list(holders(INSTANCE, "Tags[]")) == []
    assert holder_of(INSTANCE, "New") == (INSTANCE, "New")
    assert holder_of(INSTANCE, "None.Inner") is None
