"""The words that depend on how long and how many the values are."""

from __future__ import annotations

from typing import Any

import pytest

from harness.contract.values import Unrepresentable
from harness.contract.wording import broken_trait, show


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("é", '"é"'),
        (None, "null"),
        ([1, True], "[1, true]"),
        ("x" * 200, '"' + "x" * 76 + "..."),
        (Unrepresentable("set", "{1}"), "{1} (Python set)"),
        ([Unrepresentable("set", "{1}")], '["{1} (Python set)"]'),
    ],
)
def test_a_found_value(value: object, text: str) -> None:
    assert show(value) == text


def test_an_enum_of_one_value() -> None:
    assert broken_trait("enum", "/A", "enum", ["X"], "y", {}) == 'A must be "X", but was "y".'


@pytest.mark.parametrize(
    ("found", "message"),
    [
        ("name7", 'A must be one of 20 documented values (nearest: name17, name9, name8), but was "name7".'),
        ("zzz", 'A must be one of 20 documented values, but was "zzz".'),
    ],
)
def test_a_long_enum_gives_the_nearest_values(found: str, message: str) -> None:
    values = [f"name{number}" for number in range(21) if number != 7]
    assert broken_trait("enum", "/A", "enum", values, found, {}) == message


def test_a_pattern_is_given_as_the_model_writes_it() -> None:
    schema = {"pattern": "^[0-9]$", "x-harness-pattern": r"^\d$"}
    assert (
        broken_trait("pattern", "/A", "pattern", "^[0-9]$", "x", schema) == r'A must match ^\d$, but was "x".'
    )


@pytest.mark.parametrize(("found", "words"), [("1x", r"match \d in full"), ("x", r"match \d")])
def test_a_value_that_matches_in_part_is_told_so(found: str, words: str) -> None:
    schema = {"pattern": "^[0-9]$", "x-harness-pattern": r"\d"}
    message = broken_trait("pattern", "/A", "pattern", "^[0-9]$", found, schema)
    assert message == f'A must {words}, but was "{found}".'


def test_many_members_are_not_all_listed() -> None:
    schema: dict[str, Any] = {"properties": {f"M{number}": {} for number in range(20)}}
    listed = ", ".join(f"M{number}" for number in range(12))
    assert (
        broken_trait("unknown-member", "/a~1b", "additionalProperties", False, {}, schema)
        == f"a/b is no documented member; the members are {listed}, ...."
    )
