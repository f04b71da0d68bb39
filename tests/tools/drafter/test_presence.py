"""When a member of a result is there, at any depth: what states it, and what says more than a rule can."""

from __future__ import annotations

import pytest
from botocore.model import ServiceModel

from harness.contract.rules import AbsentIf, Condition, PresentOnlyIf
from tools.facts.drafter.recognisers.presence import presence

MEMBERS = {"status": {"shape": "Status"}, "jobType": {"shape": "Type"}}
SHAPES = {
    "Status": {"type": "string", "enum": ["RUNNING", "FAILED", "ERROR"]},
    "Type": {"type": "string", "enum": ["IMPORT", "EXPORT"]},
    "Text": {"type": "string"},
    "Switch": {"type": "boolean"},
    "Request": {"type": "structure", "members": {"IncludeData": {"shape": "Switch"}}},
}


def read(text: str) -> list[PresentOnlyIf | AbsentIf]:
    """Read a sentence about a member named ``failureReason``."""
    reason = {"shape": "Text", "documentation": f"<p>{text}</p>"}
    result = {"type": "structure", "members": {**MEMBERS, "failureReason": reason}}
    service = ServiceModel({"metadata": {}, "operations": {}, "shapes": {**SHAPES, "Result": result}}, "test")
    return list(presence(service.shape_for("Result"), service.shape_for("Request").members))


FAILED = Condition("status", ("FAILED",), on_response=True)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("This field is only present if status is FAILED.", FAILED),
        ("Present only when <code>FAILED</code>.", FAILED),
        ("The failure reason is returned only when the status is FAILED.", FAILED),
        ("The code, which is only returned if status is FAILED.", FAILED),
        ("Set when <code>status</code> is <code>FAILED</code>.", FAILED),
        ("This value is populated if the status is FAILED.", FAILED),
        ("This is only returned for IMPORT job types.", Condition("jobType", ("IMPORT",), on_response=True)),
        (
            "Only present when the status is FAILED or ERROR.",
            Condition("status", ("FAILED", "ERROR"), on_response=True),
        ),
        ("Present only when job type is IMPORT.", Condition("jobType", ("IMPORT",), on_response=True)),
        (
            "This field is only present if you set IncludeData to true in the request.",
            Condition("IncludeData", (True,)),
        ),
    ],
)
def test_a_condition_is_read(text: str, condition: Condition) -> None:
    assert read(text) == [PresentOnlyIf("failureReason", condition)]


@pytest.mark.parametrize(
    "text",
    [
        "This value is null if the status is RUNNING.",
        "This field is not returned when <code>status</code> is <code>RUNNING</code>.",
        "Omitted if status is RUNNING.",
    ],
)
def test_a_condition_that_rules_a_member_out_is_read(text: str) -> None:
    running = Condition("status", ("RUNNING",), on_response=True)
    assert read(text) == [AbsentIf("failureReason", running)]


@pytest.mark.parametrize(
    "text",
    [
        "Present when status is FAILED. It is also present when the type is IMPORT.",
        "The job is not set when status is RUNNING.",
        "The URL is only present if status is FAILED.",
        "Only present when status is not FAILED.",
        "Only present when status is FAILED and a file was there.",
        "Only present for jobs that failed.",
        "Present only when IMPORT.",
        "Present only if you set Other to true in the request.",
    ],
)
def test_nothing_is_read_from_what_says_more(text: str) -> None:
    assert read(text) == []
