"""Live calls judged: a kind of violation once, however many calls, tests and lines make it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harness.contract.violation import Severity, Violation
from harness.models import find_operation
from harness.record.observe import UNREAD, ObservedCall
from harness.report.baseline import OBSERVED, Baseline, update_baseline
from harness.report.formats import render
from harness.report.html.page import read_index
from harness.report.observed import Findings, judge_calls, report_lines, summary
from harness.report.outputs import BadReportFile, ReportFile, parse_report_file, write_observed


def call(
    operation: str = "dynamodb.ListTables",
    answer: Mapping[str, Any] | None = None,
    *,
    test: str = "test_a.py::test_x",
    line: tuple[str, int] | None = ("/project/orders.py", 7),
    status: int = 200,
    **params: Any,
) -> ObservedCall:
    model = find_operation(*operation.split("."))
    time = "2026-11-22T10:00:00Z"
    return ObservedCall(model, "eu-west-1", params, status, answer or {}, time, test, line)


def found(*calls: ObservedCall, **severities: Any) -> Findings:
    return judge_calls(calls, severities.get("severities"), folder=Path("/project"))


def only(findings: Findings) -> Violation:
    (violation,) = findings.report().violations
    return violation


def test_a_kind_is_told_once_with_the_tests_and_lines_that_make_it() -> None:
    violation = only(
        found(
            call(Limit=1000),
            call(Limit=200, test="test_b.py::test_y", line=("/project/tables.py", 3)),
            call(Limit=1000),
            call(Limit=10),
        )
    )
    assert violation.message == "Limit must be at most 100, but was 1000."
    assert violation.calls is not None
    assert violation.calls.count == 3
    assert violation.calls.tests == ("test_a.py::test_x", "test_b.py::test_y")
    assert violation.calls.lines == ("orders.py:7", "tables.py:3")


def test_other_places_rules_and_operations_are_other_kinds() -> None:
    findings = found(
        call(Limit=1000),
        call("dynamodb.ListTables", {"TableNames": ["x"]}),
        call("sqs.ListQueues", MaxResults=5000),
    )
    kinds = [(one.severity, one.operation, one.side, one.code) for one in findings.report().violations]
    assert kinds == [
        (Severity.ERROR, "dynamodb.ListTables", "request", "range"),
        (Severity.ERROR, "sqs.ListQueues", "request", "range"),
        (Severity.WARNING, "dynamodb.ListTables", "response", "length"),
    ]
    assert findings.report().operations == {"dynamodb.ListTables": 2, "sqs.ListQueues": 1}


def test_entries_of_a_list_are_one_kind() -> None:
    violation = only(found(call(answer={"TableNames": ["x", "orders", "y"]})))
    assert violation.calls is not None
    assert violation.calls.count == 1  # one call, though two of its names are too short


def test_severities_are_the_users() -> None:
    off = {"dynamodb.ListTables:request.range": Severity.OFF}
    assert found(call(Limit=1000), severities=off).report().violations == ()


def test_a_refused_call_is_said_to_be() -> None:
    error = {"Error": {"Code": "ValidationException", "Message": "no"}}
    refused = call(Limit=2000, answer=error, status=400)
    said = "; all 2 calls were refused"
    assert (
        "orders.py:7: warning: dynamodb.ListTables: Limit must be at most 100, but was 2000. [request.range] "
        "(2 like this)" + said
    ) in list(report_lines(found(refused, refused).report()))
    findings = found(refused, call(Limit=1000))
    violation = only(findings)
    assert violation.message == "Limit must be at most 100, but was 1000."  # the call that was taken
    assert violation.severity is Severity.ERROR
    assert "  but    1 of 2 calls was refused, as the contract says" in list(
        report_lines(findings.report(), verbose=True)
    )
    apart = found(refused)
    apart.add(found(call(Limit=1000)))
    assert apart == findings


def test_a_severity_that_is_set_holds_for_refused_calls_too() -> None:
    error = {"Error": {"Code": "ValidationException", "Message": "no"}}
    refused = call(Limit=2000, answer=error, status=400)
    assert only(found(refused, severities={"request.range": Severity.ERROR})).severity is Severity.ERROR


def test_the_pages_of_a_pagination_are_judged_together() -> None:
    first = call("xray.GetInsightEvents", {"NextToken": "t"}, InsightId=ID, MaxResults=10)
    second = call("xray.GetInsightEvents", InsightId=ID.replace("1", "2"), MaxResults=10, NextToken="t")
    codes = {one.code for one in found(first, second).report().violations}
    assert codes == found_codes("xray.GetInsightEvents", first, second)


ID = "11111111-1111-1111-1111-111111111111"


def found_codes(operation: str, *calls: ObservedCall) -> set[str]:
    """The codes that `Contract.check_chains` and `check_exchange` find, one exchange at a time."""
    from harness import contract

    held_to = contract(*operation.split("."))
    exchanges = [held_to.exchange(one.params, one.answer, status=one.status) for one in calls]
    found = [one for exchange in exchanges for one in held_to.check_exchange(exchange)]
    return {one.code for one in [*found, *(one for _, one in held_to.check_chains(exchanges))]}


def test_what_workers_found_is_joined() -> None:
    ours = found(call(Limit=1000), call("sqs.ListQueues", MaxResults=5000))
    theirs = found(call(Limit=300, test="test_b.py::test_y"))
    ours.add(Findings.from_text(theirs.to_text()))
    together = found(
        call(Limit=1000),
        call("sqs.ListQueues", MaxResults=5000),
        call(Limit=300, test="test_b.py::test_y"),
    )
    assert ours == together
    assert Findings.from_text(ours.to_text()) == ours


def test_a_secret_is_not_told() -> None:
    findings = found(call("iam.CreateLoginProfile", UserName="ann", Password="hunter2" * 20))
    messages = [one.message for one in findings.report().violations if one.pointer == "/Password"]
    assert messages == ["Password must have at most 128 characters."]
    assert "hunter2" not in findings.to_text()


def test_a_fault_of_harness_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise TypeError("of harness")

    monkeypatch.setattr("harness.report.observed.contract_of", fail)
    findings = Findings.from_text(found(call(Limit=1000)).to_text())
    (unchecked,) = findings.report().not_checked
    assert unchecked.cassette == "dynamodb.ListTables"
    assert (
        unchecked.reason
        == "This is a bug in harness, which failed with TypeError: of harness. Please report it."
    )
    assert findings.report().checked == 0


def test_a_clients_own_model_goes_before_the_installed_one() -> None:
    from botocore.model import ServiceModel

    metadata = {"serviceId": "Own", "protocol": "json", "apiVersion": "2020-01-01", "endpointPrefix": "own"}
    shapes = {
        "In": {"type": "structure", "members": {"Size": {"shape": "Size"}}},
        "Size": {"type": "integer", "max": 5},
    }
    written = {"metadata": metadata, "operations": {"Do": {"name": "Do", "input": {"shape": "In"}}}}
    model = ServiceModel({**written, "shapes": shapes}, "own").operation_model("Do")
    observed = ObservedCall(model, None, {"Size": 6}, 200, {}, "2026-11-22T10:00:00Z", "", None)
    assert only(judge_calls([observed])).message == "Size must be at most 5, but was 6."


NEXT = (
    '  next   Fix the call. If it is intended: "dynamodb.ListTables:request.range" = "warning" under '
    "[tool.harness.severity]."
)


def test_text() -> None:
    report = found(call(Limit=1000), call(Limit=1000, test="test_b.py::t")).report()
    summed_up = "observed 2 calls of 1 operation, 1 kind of violation, 1 error, 0 warnings, made by 2 tests"
    line = "orders.py:7: error: dynamodb.ListTables: Limit must be at most 100, but was 1000. [request.range]"
    assert list(report_lines(report)) == [f"{line} (2 like this)", "", summed_up]
    assert list(report_lines(report, verbose=True)) == [
        "error: dynamodb.ListTables: Limit must be at most 100, but was 1000.",
        "  rule   range, model, shape ListTablesInputLimit, max (botocore 1.44.5)",
        "  at     request /Limit",
        "  by     orders.py:7",
        "  in     test_a.py::test_x and 1 more test",
        "  times  2",
        NEXT,
        "  more   harness explain range",
        "",
        "dynamodb.ListTables  2",
        "",
        summed_up,
    ]


def test_json_has_the_calls() -> None:
    written = json.loads(render("json", found(call(Limit=1000)).report()))
    assert written["violations"][0]["calls"] == {
        "count": 1,
        "refused": 0,
        "tests": ["test_a.py::test_x"],
        "lines": ["orders.py:7"],
    }


def test_sarif_is_where_the_calls_are_made() -> None:
    two = call(Limit=1000, line=("/project/tables.py", 3))
    log = json.loads(render("sarif", found(call(Limit=1000), two).report()))
    (result,) = log["runs"][0]["results"]
    assert result["occurrenceCount"] == 2
    (place,), (other,) = result["locations"], result["relatedLocations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "orders.py", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 7},
    }
    assert other["physicalLocation"]["artifactLocation"]["uri"] == "tables.py"


def test_sarif_is_where_the_tests_are_if_no_line_is_known() -> None:
    log = json.loads(render("sarif", found(call(Limit=1000, line=None)).report()))
    (result,) = log["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "test_a.py", "uriBaseId": "%SRCROOT%"}
    }
    assert "relatedLocations" not in result


def test_annotations_are_where_the_calls_are_made() -> None:
    report = found(call(Limit=1000)).report()
    assert render("github", report).startswith("::error file=orders.py,title=")
    (issue,) = json.loads(render("gitlab", report))
    assert issue["location"] == {"path": "orders.py", "lines": {"begin": 7}}


WRITE: dict[str, Callable[[bytes], object]] = {
    "found.json": json.loads,
    "found.sarif": json.loads,
    "found.xml": lambda text: text.index(b"<testsuites"),
    "found.txt": lambda text: text.index(b"1 kind of violation"),
    "found.html": lambda text: read_index(text)["problems"][0]["operation"],
    "gitlab=found": json.loads,
}


@pytest.mark.parametrize("written", WRITE)
def test_files(written: str, tmp_path: Path) -> None:
    findings = found(call(Limit=1000))
    file = parse_report_file(written)
    path = tmp_path / file.path
    write_observed([ReportFile(file.format, path)], findings, findings.report(), ["a note"])
    assert WRITE[written](path.read_bytes()) is not None


def test_the_page_shows_an_example_of_each_kind(tmp_path: Path) -> None:
    findings = found(call(Limit=1000), call("sqs.ListQueues", MaxResults=5000, test="test_b.py::t"))
    path = tmp_path / "found.html"
    write_observed([ReportFile("html", path)], findings, findings.report(), ["a note"])
    index = read_index(path.read_bytes())
    assert index["cassettes"] == ["test_a.py::test_x", "test_b.py::t"]
    assert index["names"] == ["dynamodb.ListTables", "sqs.ListQueues"]
    assert [row[-1] for row in index["exchanges"]] == [[0], [1]]
    assert index["notes"][1] == "a note"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("found", "Its ending is no known format (.htm, .html, .json, .sarif, .txt, .xml); write NAME=found"),
        ("sarf=found", "There is no format 'sarf'. Did you mean 'sarif'?"),
        ("sarif=", "It lacks a file name; write sarif=FILE."),
    ],
)
def test_files_that_cannot_be(written: str, message: str) -> None:
    with pytest.raises(BadReportFile) as error:
        parse_report_file(written)
    assert str(error.value).startswith(f"No report can be written to {written!r}: {message}")


def test_no_report_replaces_a_cassette(tmp_path: Path) -> None:
    tape = tmp_path / "tape.json"
    tape.write_text('{"interactions": []}')
    with pytest.raises(BadReportFile, match="It is a cassette"):
        parse_report_file(str(tape))


def test_a_baseline_knows_kinds_whoever_makes_them(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    first = found(call(Limit=1000), call("sqs.ListQueues", MaxResults=5000)).report()
    assert update_baseline(path, first, [OBSERVED]) == f"{path}: 2 known violations, 2 new, 0 gone"
    again = found(call(Limit=300, test="test_b.py::other", line=None)).report()
    baseline = Baseline(path, first and frozenset(Baseline(path).updated(first, []).known))
    assert baseline.news(again).violations == ()
    assert [known.operation for known in baseline.fixed(again, [OBSERVED])] == ["sqs.ListQueues"]
    assert baseline.fixed(again, []) == []
    assert update_baseline(path, again, []) == f"{path}: 2 known violations, 0 new, 0 gone"
    assert update_baseline(path, again, [OBSERVED]) == f"{path}: 1 known violation, 0 new, 1 gone"


def test_a_check_of_a_folder_leaves_what_was_observed_in_the_baseline(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    report = found(call(Limit=1000)).report()
    update_baseline(path, report, [OBSERVED])
    assert update_baseline(path, Findings().report(), [tmp_path]) == (
        f"{path}: 1 known violation, 0 new, 0 gone"
    )


def test_what_was_not_read_is_not_judged() -> None:
    unread = call("kms.Decrypt", CiphertextBlob=UNREAD)
    findings = found(unread, replace(unread, params=UNREAD, answer=UNREAD))
    assert (findings.kinds, findings.operations) == ({}, {"kms.Decrypt": 2})
    assert Findings.from_text(findings.to_text()).unread == findings.unread == 3
    assert summary(findings.report()).endswith("3 streams not checked")
    assert only(found(call("kms.Decrypt", CiphertextBlob=b""))).pointer == "/CiphertextBlob"


def test_streams_are_not_said_to_be_made_by_the_tests_of_violations() -> None:
    wrong = replace(call("kms.Decrypt", CiphertextBlob=b""), test="test_it.py::test_one")
    findings = found(wrong, call("kms.Decrypt", CiphertextBlob=UNREAD))
    assert summary(findings.report()).endswith(", made by 1 test, 1 stream not checked")
