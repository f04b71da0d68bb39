"""The line of a cassette on which the member that a violation is about stands."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from harness.contract.source import Source
from harness.contract.violation import Severity, Side, Violation
from harness.report.location import _lines_by_path, member_lines

YAML = """interactions:
- request: {method: GET, uri: http://127.0.0.1/a}
  response: {status: {code: 200, message: OK}, headers: {}, body: {string: ''}}
- harness:
    format: 1
    service: dynamodb
    operation: ListTables
    params:
      Limit: 1000
      Tags:
      - Key: a
      - Key: b
  request:
    method: POST
    uri: http://127.0.0.1/b
    headers: {}
    body: '{"Limit": 1000}'
  response:
    status: {code: 200, message: OK}
    headers: {}
    body:
      string: |-
        {
          "TableNames": [
            "quince"
          ],
          "Colour": "red"
        }
version: 1
"""

JSON = """{
  "interactions": [
    {
      "harness": {"format": 1, "service": "dynamodb",
        "params": {
          "Limit": 1000}},
      "request": {"method": "POST", "uri": "http://127.0.0.1/", "headers": {}, "body": "{}"},
      "response": {"status": {"code": 200, "message": "OK"}, "headers": {},
        "body": {"string": "{}"}}
    }
  ],
  "version": 1
}
"""


@pytest.mark.parametrize(
    ("name", "text", "interaction", "side", "pointer", "line"),
    [
        ("a.yaml", YAML, 2, "request", "/Limit", "      Limit: 1000"),
        ("a.yaml", YAML, 2, "request", "/Tags/1/Key", "      - Key: b"),
        ("a.yaml", YAML, 2, "request", "/Missing", "    params:"),
        ("a.yaml", YAML, 2, "response", "/Colour", '          "Colour": "red"'),
        ("a.yaml", YAML, 2, "response", "/TableNames/0", '            "quince"'),
        ("a.yaml", YAML, 2, "response", "/Missing", "      string: |-"),
        ("a.yaml", YAML, 1, "request", "/Limit", "- request: {method: GET, uri: http://127.0.0.1/a}"),
        ("a.json", JSON, 1, "request", "/Limit", '          "Limit": 1000}},'),
        ("a.json", JSON, 1, "response", "/Colour", '        "body": {"string": "{}"}}'),
    ],
)
def test_the_line_of_a_member(
    tmp_path: Path, name: str, text: str, interaction: int, side: Side, pointer: str, line: str
) -> None:
    cassette = tmp_path / name
    cassette.write_text(text)
    violation = Violation(
        "range",
        Severity.ERROR,
        side,
        pointer,
        "",
        Source("model", shape="Limit", trait="max"),
        cassette=str(cassette),
        interaction=interaction,
    )
    assert text.splitlines()[member_lines([violation])[violation] - 1] == line


def test_a_cassette_that_is_gone_has_no_lines(tmp_path: Path) -> None:
    gone = Violation(
        "range",
        Severity.ERROR,
        "request",
        "",
        "",
        Source("model", shape="Limit", trait="max"),
        cassette=str(tmp_path / "gone.yaml"),
        interaction=1,
    )
    assert member_lines([gone]) == {}


def test_a_body_that_nests_too_deep_is_found_by_its_own_line() -> None:
    body = '{"a": ' + "[" * 980 + "]" * 980 + "}"
    file = io.BytesIO(f"- response:\n    body: |\n      {body}\n".encode())
    lines = dict(_lines_by_path(file))
    assert lines["response", "body"] == 1
