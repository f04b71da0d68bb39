"""Findings by their cause: what follows from what, and what is like it."""

from __future__ import annotations

import pytest

from harness.contract.source import Source
from harness.contract.violation import Severity
from harness.fuzz.causes import causes_of
from harness.fuzz.laws.counterexample import Counterexample

SOURCE = Source("model", shape="S", trait="t")


def found(law: str, code: str, place: str = "", severity: Severity = Severity.ERROR) -> Counterexample:
    return Counterexample(law, "iam.ListUsers", code, f"{law} {code} {place}.", (), SOURCE, place, severity)


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        # A list that loses an entry shows it from a token on and in the paginator too.
        (
            [found("paginator", "entries"), found("resume", "entries"), found("page-size", "entries")],
            [["page-size", "resume", "paginator"]],
        ),
        ([found("filters", "lost", "Prefix"), found("page-size", "entries")], [["page-size", "filters"]]),
        ([found("filters", "lost", "Prefix"), found("filters", "lost", "Name")], [["filters"], ["filters"]]),
        # Who does not validate does not validate several things.
        (
            [found("refuses-invalid", "range", "A"), found("refuses-invalid", "length", "B")],
            [["refuses-invalid", "refuses-invalid"]],
        ),
        # Who passes over a parameter checks no constraint of it.
        (
            [found("refuses-invalid", "range", "MaxItems"), found("page-limit", "page-limit", "MaxItems")],
            [["page-limit", "refuses-invalid"]],
        ),
        ([found("conforms", "type", "A"), found("conforms", "type", "B")], [["conforms"], ["conforms"]]),
        ([found("conforms", "spelling", "A"), found("pages", "spelling", "B")], [["pages", "conforms"]]),
    ],
)
def test_findings_of_one_cause_are_one(findings: list[Counterexample], expected: list[list[str]]) -> None:
    causes = causes_of(findings)
    assert sorted(sorted(one.law for one in cause.findings) for cause in causes) == sorted(
        map(sorted, expected)
    )
    assert [cause.first.law for cause in causes] == [laws[0] for laws in expected]


def test_errors_come_first_and_other_operations_are_apart() -> None:
    warning = found("conforms", "type", "A", Severity.WARNING)
    error = found("conforms", "type", "B")
    assert [cause.severity for cause in causes_of([warning, error])] == [Severity.ERROR, Severity.WARNING]


def test_a_cause_tells_how_much_is_like_it_and_lists_it_where_that_is_asked_for() -> None:
    names = "ABCDEF"
    (cause,) = causes_of(found("refuses-invalid", "range", name) for name in names)
    lines = list(cause.lines())
    assert lines[0] == ("error: iam.ListUsers: 6 constraints are not checked. refuses-invalid range A.")
    assert lines[-1] == "         and 2 more; --all lists them"
    every = "\n".join(cause.lines(every=True))
    assert all(f"also   refuses-invalid, range: refuses-invalid range {name}." in every for name in names[1:])
