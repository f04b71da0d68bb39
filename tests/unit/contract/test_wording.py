"""The words that depend on how long and how many the values are."""

from __future__ import annotations

from typing import Any

import pytest

from harness.contract.contract import contract
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
        == f"a/b is not a documented member; the members are {listed}, ...."
    )


@pytest.mark.parametrize(
    ("service", "operation", "params", "message"),
    [
        (
            "lambda",
            "UpdateFunctionConfiguration",
            {"FunctionName": "f", "Role": "arn:aws:iam::123456789012:user/x"},
            "Role must be the ARN of an IAM role and match",
        ),
        (
            "logs",
            "CreateExportTask",
            {"logGroupName": "g", "fromTime": "x", "to": 1, "destination": "d"},
            'fromTime must be an integer, but was "x".',
        ),
        (
            "logs",
            "CreateExportTask",
            {"logGroupName": "g", "to": 1, "destination": "d"},
            "fromTime is missing.",
        ),
        (
            "logs",
            "CreateExportTask",
            {"logGroupName": "g", "from": -1, "to": 1, "destination": "d"},
            "from must be at least 0, but was -1.",
        ),
        (
            "cloudsearchdomain",
            "Search",
            {"query": "q", "returnFields": 1},
            "returnFields must be a string, but was 1.",
        ),
    ],
)
def test_a_message_speaks_as_the_caller_does(
    service: str, operation: str, params: dict[str, Any], message: str
) -> None:
    (violation,) = contract(service, operation).check_request(params)
    assert violation.message.startswith(message)
    assert violation.pointer == f"/{message.split()[0]}"


def test_a_message_tells_the_values_of_the_parameters_that_it_compares_with() -> None:
    asked = {"logGroupName": "g", "startTime": 10}
    (violation,) = contract("logs", "FilterLogEvents").check_response(asked, {"events": [{"timestamp": 3}]})
    assert violation.message == (
        "events[].timestamp must be at or after startTime, but was 3 (startTime is 10)."
    )
