"""The formats of ``harness check``, word for word, and each held to the schema of those who read it."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
import xmlschema

from harness.contract.codes import page
from harness.contract.source import Source
from harness.contract.violation import Severity, Violation
from harness.report.check import NotChecked, Report, Unreadable
from harness.report.formats import format_names, render

STANDARDS = Path(__file__).with_name("standards")
ITEM = """\
- request: {method: POST, uri: 'http://127.0.0.1/', body: '', headers: {}}
  response: {status: {code: 200, message: OK}, headers: {}, body: {string: ''}}
"""
MAX = Source("model", shape="Limit", trait="max", document="botocore 1.44.5")
SAID = Source("prose", "response", "Names", 1, "Sorted: a, b, 50% of them.", document="botocore 1.44.5")
HEADER = Source("redaction", trait="cookie")


def violation(
    code: str, severity: str, side: Any, pointer: str, message: str, source: Source, **at: Any
) -> Violation:
    return Violation(code, Severity(severity), side, pointer, message, source, **at)


FIRST = violation(
    "range",
    "error",
    "request",
    "/Limit",
    "Limit must be at most 100, but was 1000.",
    MAX,
    operation="dynamodb.ListTables",
    cassette="tapes/a.yaml",
    interaction=2,
)
AGAIN = violation(
    "range",
    "error",
    "request",
    "/Limit",
    "Limit must be at most 100, but was 2000.",
    MAX,
    operation="dynamodb.ListTables",
    cassette="tapes/a.yaml",
    interaction=3,
)
LOOSE = violation(
    "sorted",
    "warning",
    "response",
    "/Names/1",
    "Names must be sorted,\nbut was \x00, <b>.",
    SAID,
    operation="dynamodb.ListTables",
    cassette="tapes/a b.yaml",
    interaction=1,
)
SECRET = violation(
    "secret",
    "error",
    "request",
    "",
    "The recording holds a secret (cookie) at Cookie.",
    HEADER,
    cassette="tapes/gone.yaml",
    interaction=1,
)
REPORT = Report(
    2,
    {"xray.GetInsight": 4, "dynamodb.ListTables": 3},
    (
        NotChecked("tapes/a.yaml", 4, "It is no AWS: 100%."),
        NotChecked("tapes/a.yaml", 5, "It is no AWS: 100%."),
    ),
    (LOOSE, FIRST, AGAIN, SECRET),
)
DAMAGED = Report(
    1, {"xray.GetInsight": 1}, unreadable=(Unreadable("tapes/cut.yaml", "tapes/cut.yaml was cut short."),)
)


@pytest.fixture(autouse=True)
def tapes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cassettes that the report is of, but one, which is gone since."""
    monkeypatch.chdir(tmp_path)
    Path("tapes").mkdir()
    for name in ("a.yaml", "a b.yaml"):
        Path("tapes", name).write_text(f"interactions:\n{ITEM * 5}version: 1\n")


def test_the_formats() -> None:
    assert format_names() == ("badge", "github", "gitlab", "json", "junit", "sarif")


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (Report(operations={"s3.GetObject": 1200}), "1,200 exchanges checked"),
        (Report(operations={"s3.GetObject": 2}, violations=(FIRST, LOOSE)), "1 error"),
        (Report(operations={"s3.GetObject": 2}, violations=(LOOSE,)), "1 warning"),
        (Report(unreadable=(Unreadable("a<b.yaml", "It is cut short."),)), "1 file unreadable"),
        (Report(), "nothing checked"),
    ],
)
def test_a_badge_says_how_it_stands(report: Report, words: str) -> None:
    image = ET.fromstring(render("badge", report))
    label, said = (each.text for each in image.iter("{http://www.w3.org/2000/svg}text"))
    assert (label, said) == ("AWS contract", words)
    assert image.get("aria-label") == f"AWS contract: {words}"


def test_json_is_the_reports_own() -> None:
    assert json.loads(render("json", REPORT)) == REPORT.to_json()
    assert render("json", Report()).count("\n") == 1


GITHUB = (
    "::error file=tapes/a.yaml,title=dynamodb.ListTables%3A range,line=4::"
    "Limit must be at most 100, but was 1000. (2 like this)%0A"
    "rule: model, shape Limit, max (botocore 1.44.5)%0A"
    "at: tapes/a.yaml, interaction 2, request /Limit%0A"
    'next: Fix the call. If it is intended: "dynamodb.ListTables:request.range" = "warning" under '
    "[tool.harness.severity].\n"
    "::error file=tapes/gone.yaml,title=harness%3A secret::"
    "The recording holds a secret (cookie) at Cookie.%0A"
    "rule: redaction, cookie%0A"
    "at: tapes/gone.yaml, interaction 1, request /%0A"
    "next: Change the secret where it is in use, and run harness cassette redact tapes/gone.yaml. If it is "
    'intended: "request.secret" = "warning" under [tool.harness.severity].\n'
    "::warning file=tapes/a b.yaml,title=dynamodb.ListTables%3A sorted,line=3::"
    "Names must be sorted,%0Abut was \\x00, <b>.%0A"
    "rule: documentation of Names in the response, sentence 2 (botocore 1.44.5): "
    '"Sorted: a, b, 50%25 of them."%0A'
    "at: tapes/a b.yaml, interaction 1, response /Names/1%0A"
    "next: Make the code that reads the answer handle it. If it is intended: "
    '"dynamodb.ListTables:response.sorted" = "off" under [tool.harness.severity].\n'
    "::notice file=tapes/a.yaml,title=harness%3A not checked::"
    "2 of 9 exchanges were not checked. The first: It is no AWS: 100%25.\n"
)


def test_github_annotations() -> None:
    assert render("github", REPORT) == GITHUB


def test_properties_of_an_annotation_are_escaped() -> None:
    odd = violation("range", "error", "request", "", "m", MAX, cassette="a,b:c%.yaml", interaction=1)
    assert render("github", Report(1, {}, (), (odd,))).startswith("::error file=a%2Cb%3Ac%25.yaml,title=")


GITLAB = [
    {
        "description": "dynamodb.ListTables: Limit must be at most 100, but was 1000. (2 like this)",
        "check_name": "request.range",
        "severity": "major",
        "location": {"path": "tapes/a.yaml", "lines": {"begin": 4}},
    },
    {
        "description": "The recording holds a secret (cookie) at Cookie.",
        "check_name": "request.secret",
        "severity": "major",
        "location": {"path": "tapes/gone.yaml", "lines": {"begin": 1}},
    },
    {
        "description": "dynamodb.ListTables: Names must be sorted,\nbut was \x00, <b>.",
        "check_name": "response.sorted",
        "severity": "minor",
        "location": {"path": "tapes/a b.yaml", "lines": {"begin": 3}},
    },
]


def test_gitlab_code_quality() -> None:
    issues = json.loads(render("gitlab", REPORT))
    prints = [issue.pop("fingerprint") for issue in issues]
    assert issues == GITLAB
    assert len(set(prints)) == 3
    assert render("gitlab", Report()) == "[]\n"


JUNIT = """\
<?xml version="1.0" encoding="utf-8"?>
<testsuites name="harness check" tests="4" failures="2" errors="0">
  <testsuite name="dynamodb" tests="1" failures="1" errors="0" skipped="0">
    <testcase classname="dynamodb" name="ListTables">
      <failure type="range" message="Limit must be at most 100, but was 1000. (2 like this)">\
error: dynamodb.ListTables: Limit must be at most 100, but was 1000. (2 like this)
  rule   range, model, shape Limit, max (botocore 1.44.5)
  at     tapes/a.yaml, interaction 2, request /Limit
  next   Fix the call. If it is intended: "dynamodb.ListTables:request.range" = "warning" under \
[tool.harness.severity].</failure>
      <system-out>warning: dynamodb.ListTables: Names must be sorted,
but was \\u0000, &lt;b&gt;.
  rule   sorted, documentation of Names in the response, sentence 2 (botocore 1.44.5): \
"Sorted: a, b, 50% of them."
  at     tapes/a b.yaml, interaction 1, response /Names/1
  next   Make the code that reads the answer handle it. If it is intended: \
"dynamodb.ListTables:response.sorted" = "off" under [tool.harness.severity].</system-out>
    </testcase>
  </testsuite>
  <testsuite name="xray" tests="1" failures="0" errors="0" skipped="0">
    <testcase classname="xray" name="GetInsight" />
  </testsuite>
  <testsuite name="recordings" tests="2" failures="1" errors="0" skipped="1">
    <testcase classname="recordings" name="tapes/gone.yaml">
      <failure type="secret" message="The recording holds a secret (cookie) at Cookie.">\
error: The recording holds a secret (cookie) at Cookie.
  rule   secret, redaction, cookie
  at     tapes/gone.yaml, interaction 1, request /
  next   Change the secret where it is in use, and run harness cassette redact tapes/gone.yaml. If it is \
intended: "request.secret" = "warning" under [tool.harness.severity].</failure>
    </testcase>
    <testcase classname="recordings" name="tapes/a.yaml, interaction 4">
      <skipped message="It is no AWS: 100%. (2 like this)" />
    </testcase>
  </testsuite>
</testsuites>
"""


def test_junit() -> None:
    assert render("junit", REPORT) == JUNIT


@pytest.mark.parametrize("report", [REPORT, DAMAGED, Report()], ids=["full", "damaged", "empty"])
def test_junit_is_valid(report: Report) -> None:
    schema = xmlschema.XMLSchema(STANDARDS / "junit-10.xsd")
    assert list(schema.iter_errors(ET.fromstring(render("junit", report)))) == []


SARIF_RESULT = {
    "ruleId": "range",
    "ruleIndex": 0,
    "level": "error",
    "message": {
        "text": "dynamodb.ListTables: Limit must be at most 100, but was 1000. By model, shape Limit, max "
        '(botocore 1.44.5). Fix the call. If it is intended: "dynamodb.ListTables:request.range" = "warning" '
        "under [tool.harness.severity]."
    },
    "locations": [
        {
            "logicalLocations": [
                {"fullyQualifiedName": "dynamodb.ListTables request /Limit", "kind": "member"}
            ],
            "physicalLocation": {
                "artifactLocation": {"uri": "tapes/a.yaml", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 4},
            },
        }
    ],
    "occurrenceCount": 2,
}
RANGE = (
    "The number is below the minimum or above the maximum. An error in a request, a warning in a response. "
    "More: harness explain range"
)
SARIF_RULE = {
    "id": "range",
    "shortDescription": {"text": "The number is below the minimum or above the maximum."},
    "fullDescription": {"text": RANGE},  # what rule GH2012 of Microsoft's sarif-multitool asks for
    "help": {"text": RANGE, "markdown": page("range")},
    "defaultConfiguration": {"level": "error"},
}


def test_sarif() -> None:
    log = json.loads(render("sarif", REPORT))
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("harness", version("aws-contract-harness"))
    assert [rule["id"] for rule in driver["rules"]] == ["range", "secret", "sorted"]
    assert driver["rules"][0] == SARIF_RULE
    first, secret, loose = run["results"]
    assert len(first.pop("partialFingerprints")["harness/v1"]) == 32
    assert first == SARIF_RESULT
    assert "region" not in secret["locations"][0]["physicalLocation"]
    assert loose["locations"][0]["physicalLocation"]["artifactLocation"] == {
        "uri": "tapes/a%20b.yaml",
        "uriBaseId": "%SRCROOT%",
    }
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"] == "Not checked: It is no AWS: 100%. (2 like this)"


@pytest.mark.parametrize("report", [REPORT, DAMAGED, Report()], ids=["full", "damaged", "empty"])
def test_sarif_is_valid(report: Report) -> None:
    schema = json.loads((STANDARDS / "sarif-2.1.0.json").read_text())
    validator = jsonschema.validators.validator_for(schema)(schema)
    assert list(validator.iter_errors(json.loads(render("sarif", report)))) == []


@pytest.mark.parametrize(
    ("cassette", "uri"),
    [
        ("/srv/a b.yaml", "srv/a%20b.yaml"),
        ("s3://tapes/a.json", "s3://tapes/a.json"),
        ("ä#1.yaml", "%C3%A4%231.yaml"),
    ],
)
def test_the_uri_of_a_cassette(cassette: str, uri: str) -> None:
    odd = violation("range", "error", "request", "", "m", MAX, cassette=cassette, interaction=1)
    (result,) = json.loads(render("sarif", Report(1, {}, (), (odd,))))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_an_unreadable_file_is_in_every_format() -> None:
    message = "tapes/cut.yaml was cut short."
    assert render("github", DAMAGED) == (
        f"::error file=tapes/cut.yaml,title=harness%3A unreadable::{message}\n"
    )
    (issue,) = json.loads(render("gitlab", DAMAGED))
    assert issue == {
        "description": message,
        "check_name": "unreadable",
        "fingerprint": issue["fingerprint"],
        "severity": "major",
        "location": {"path": "tapes/cut.yaml", "lines": {"begin": 1}},
    }
    suites = ET.fromstring(render("junit", DAMAGED))
    assert (suites.attrib["tests"], suites.attrib["errors"]) == ("2", "1")
    error = suites.find("testsuite[@name='recordings']/testcase[@name='tapes/cut.yaml']/error")
    assert error is not None
    assert error.attrib == {"type": "unreadable", "message": message}
    (run,) = json.loads(render("sarif", DAMAGED))["runs"]
    (invocation,) = run["invocations"]
    assert invocation == {
        "executionSuccessful": False,
        "toolExecutionNotifications": [
            {
                "level": "error",
                "message": {"text": message},
                "locations": [
                    {
                        "physicalLocation": {
                            "artifactLocation": {"uri": "tapes/cut.yaml", "uriBaseId": "%SRCROOT%"}
                        }
                    }
                ],
            }
        ],
    }
    assert json.loads(render("json", DAMAGED))["unreadable"] == [
        {"cassette": "tapes/cut.yaml", "message": message}
    ]


def test_paths_start_at_the_repository_whatever_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "work").mkdir()
    there = replace(FIRST, cassette="../tapes/a.yaml")
    at_the_root = [render(name, Report(1, {}, (), (FIRST,))) for name in ("gitlab", "sarif")]
    monkeypatch.chdir(tmp_path / "work")
    report = Report(1, {}, (), (there,))
    assert [render(name, report).replace("../", "") for name in ("gitlab", "sarif")] == at_the_root
    assert "file=tapes/a.yaml" in render("github", report)
    base_ids = json.loads(render("sarif", report))["runs"][0]["originalUriBaseIds"]
    assert base_ids["%SRCROOT%"] == {"uri": f"{tmp_path.resolve().as_uri()}/"}
