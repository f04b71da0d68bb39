"""Codes, severities and the JSON of a violation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harness.contract.explanation import next_step
from harness.contract.source import Source
from harness.contract.violation import CODES, Severities, Severity, Violation, deciding_key, severity_of

DOCUMENT = Path(__file__).parents[3] / "docs" / "violations.md"


@pytest.mark.parametrize(
    ("code", "request_severity", "response_severity"),
    [
        ("type", "error", "error"),
        ("timestamp", "error", "error"),
        ("enum", "error", "warning"),
        ("unknown-member", "error", "warning"),
        ("required", "error", "warning"),
        ("depth", "error", "error"),
        ("page-limit", "error", "error"),
        ("undocumented-error", "error", "warning"),
    ],
)
def test_default_severity(code: str, request_severity: str, response_severity: str) -> None:
    assert severity_of(code, "request") == request_severity
    assert severity_of(code, "response") == response_severity


@pytest.mark.parametrize(
    ("severities", "expected"),
    [
        ({"enum": Severity.OFF}, "off"),
        ({"response.enum": Severity.ERROR}, "error"),
        ({"enum": Severity.OFF, "response.enum": Severity.ERROR}, "error"),
        ({"request.enum": Severity.OFF}, "warning"),
        ({"range": Severity.OFF}, "warning"),
        ({}, "warning"),
    ],
)
def test_a_users_severity_wins_and_the_one_for_the_side_first(severities: Severities, expected: str) -> None:
    assert severity_of("enum", "response", severities) == expected


@pytest.mark.parametrize(
    ("severities", "expected"),
    [
        ({"dynamodb.ListTables:enum": Severity.OFF, "dynamodb:response.enum": Severity.ERROR}, "off"),
        ({"dynamodb:enum": Severity.OFF, "response.enum": Severity.ERROR}, "off"),
        ({"dynamodb:enum": Severity.OFF, "dynamodb:response.enum": Severity.ERROR}, "error"),
        ({"dynamodb.PutItem:enum": Severity.OFF, "dynamo:enum": Severity.OFF}, "warning"),
        ({"dynamodb.ListTables:request.enum": Severity.OFF, "enum": Severity.ERROR}, "error"),
    ],
)
def test_a_severity_for_an_operation_wins_before_its_services(severities: Severities, expected: str) -> None:
    assert severity_of("enum", "response", severities, "dynamodb.ListTables") == expected


def test_the_key_that_decides_is_the_narrowest() -> None:
    keys = [
        "sqs.SendMessage:request.enum",
        "sqs.SendMessage:enum",
        "sqs:request.enum",
        "sqs:enum",
        "request.enum",
        "enum",
    ]
    severities = dict.fromkeys(keys, Severity.OFF)
    for key in keys:
        assert deciding_key("enum", "request", severities, "sqs.SendMessage") == key
        del severities[key]
    assert deciding_key("enum", "request", severities, "sqs.SendMessage") is None
    assert deciding_key("enum", "request", {"sqs:enum": Severity.OFF, "enum": Severity.OFF}) == "enum"


def test_codes_have_hyphens_and_severities_may_have_either_spelling() -> None:
    assert [code for code in CODES if "_" in code] == []
    assert "page_limit" not in CODES
    for key in ("page-limit", "page_limit", "sqs:response.page_limit"):
        assert severity_of("page-limit", "response", {key: Severity.OFF}, "sqs.ListQueues") is Severity.OFF
    both = {"sqs:page_limit": Severity.OFF, "page-limit": Severity.ERROR}
    assert severity_of("page-limit", "response", both, "sqs.ListQueues") is Severity.OFF


def violation(
    code: str, severity: Severity = Severity.ERROR, operation: str = "sqs.SendMessage"
) -> Violation:
    return Violation(code, severity, "request", "/Limit", "Too many.", Source("model"), operation, "a.yaml")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (
            violation("range"),
            (
                'Fix the call. If it is intended: "sqs.SendMessage:request.range" = "warning" under '
                "[tool.harness.severity]."
            ),
        ),
        (
            violation("range", Severity.WARNING, ""),
            ('Fix the call. If it is intended: "request.range" = "off" under [tool.harness.severity].'),
        ),
        (
            violation("secret"),
            (
                "Change the secret where it is in use, and run harness cassette redact a.yaml. If it is "
                'intended: "sqs.SendMessage:request.secret" = "warning" under [tool.harness.severity].'
            ),
        ),
    ],
)
def test_the_next_step_is_the_narrowest_setting(found: Violation, expected: str) -> None:
    assert next_step(found) == expected


def test_the_json_of_a_violation() -> None:
    source = Source("model", shape="MaxResults", trait="max", document="botocore 1.44.5")
    violation = Violation(
        "range", Severity.ERROR, "request", "/MaxResults", "Too many.", source, "a.B", "c.yaml", 3
    )
    assert violation.to_json() == {
        "code": "range",
        "severity": "error",
        "side": "request",
        "pointer": "/MaxResults",
        "message": "Too many.",
        "source": "model, shape MaxResults, max (botocore 1.44.5)",
        "operation": "a.B",
        "cassette": "c.yaml",
        "interaction": 3,
    }


class TestSource:
    def test_of_a_sentence(self) -> None:
        source = Source("prose", "request", "Period", 1, "Give 60.", document="page.rst")
        assert str(source) == 'documentation of Period, sentence 2 (page.rst): "Give 60."'
        assert source.reference == "prose:request.Period#1"

    def test_of_an_operations_own_description(self) -> None:
        assert str(Source("prose", "request", sentence=0)) == "documentation of the operation, sentence 1"

    def test_of_a_trait(self) -> None:
        source = Source("model", shape="MaxResults", trait="max")
        assert str(source) == "model, shape MaxResults, max"
        assert source.reference == "model:MaxResults#max"

    def test_is_the_same_whatever_the_sentence_and_the_document(self) -> None:
        assert Source("prose", "request", "A", 0, "x") == Source("prose", "request", "A", 0, document="y")


def test_the_documented_table_of_codes_is_in_step() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| (.+) \| (\w+) \| (\w+) \|$", DOCUMENT.read_text(), re.MULTILINE)
    assert {code: (meaning, request, response) for code, meaning, request, response in rows} == {
        name: (code.meaning, code.request.value, code.response.value) for name, code in CODES.items()
    }
    assert len(rows) == len(CODES)
