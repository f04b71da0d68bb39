"""``harness check``: its answer in text and JSON, its exit status, and what it says of bad input."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.store import save_cassette
from harness.cli import _group
from harness.models import botocore_version

JSON = (("Content-Type", "application/x-amz-json-1.0"),)


def list_tables(limit: int = 10, answer: bytes = b'{"TableNames": ["orders"]}') -> Interaction:
    """An interaction as harness records it."""
    params = {"Limit": limit}
    headers = (("X-Amz-Target", "DynamoDB_20120810.ListTables"), *JSON)
    return Interaction(
        Request("POST", "http://127.0.0.1:5000/", headers, json.dumps(params).encode()),
        Response(200, "OK", JSON, answer),
        Facts("dynamodb", "ListTables", "us-east-1", params, "json", "2026-11-21T10:00:00Z", "a stub"),
    )


GOOD = list_tables()
BROKEN = list_tables(1000)
LOOSE = list_tables(answer=b'{"TableNames": ["a", "b"], "Count": 2}')
FOREIGN = Interaction(Request("GET", "http://127.0.0.1:5000/health"), Response(200, "OK", (), b"fine"))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(_group, ["check", *map(str, arguments)])


def save(path: Path, *interactions: Interaction) -> Path:
    save_cassette(path, interactions)
    return path


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_nothing_wrong() -> None:
    save(Path("good.yaml"), GOOD, GOOD)
    result = run("good.yaml")
    assert (result.exit_code, result.output) == (
        0,
        "2 exchanges of 1 operation checked, 0 errors, 0 warnings\n",
    )


def test_a_broken_contract_is_explained() -> None:
    save(Path("tapes/orders.yaml"), GOOD, BROKEN)
    result = run("tapes")
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert lines[0] == "error: dynamodb.ListTables: Limit must be at most 100, but was 1000."
    assert lines[1].startswith("  rule   range, model, shape ListTablesInputLimit, max (botocore ")
    assert lines[2:] == [
        "  at     tapes/orders.yaml, interaction 2, request /Limit",
        (
            '  next   Fix the call. If it is intended: "dynamodb.ListTables:request.range" = "warning" under '
            "[tool.harness.severity]."
        ),
        "",
        "2 exchanges of 1 operation checked, 1 error, 0 warnings",
    ]


GROUPED = """\
error: dynamodb.ListTables: Limit must be at most 100, but was 1000. (5 like this)
  rule   range, model, shape ListTablesInputLimit, max (botocore {botocore})
  at     tapes/orders.yaml, interaction 1, request /Limit
         tapes/orders.yaml, interaction 2, request /Limit
         tapes/orders.yaml, interaction 4, request /Limit
         and 2 more; -v lists all
  next   Fix the call. If it is intended: "dynamodb.ListTables:request.range" = "warning" under \
[tool.harness.severity].

error: dynamodb.ListTables: Limit must be at least 1, but was 0.
  rule   range, model, shape ListTablesInputLimit, min (botocore {botocore})
  at     tapes/orders.yaml, interaction 3, request /Limit
  next   Fix the call. If it is intended: "dynamodb.ListTables:request.range" = "warning" under \
[tool.harness.severity].

7 exchanges of 1 operation checked, 6 errors of 2 kinds, 0 warnings
"""


def test_errors_alike_are_explained_once_with_the_first_places() -> None:
    save(Path("tapes/orders.yaml"), BROKEN, list_tables(101), list_tables(0), BROKEN)
    save(Path("tapes/returns.yaml"), BROKEN, GOOD, list_tables(200))
    assert run("tapes").output == GROUPED.format(botocore=botocore_version())


def test_verbose_explains_each_error_and_says_where_its_code_is_explained() -> None:
    save(Path("tapes/orders.yaml"), BROKEN, list_tables(101))
    lines = run("tapes", "-v").output.splitlines()
    assert [line for line in lines if line.startswith("error:")] == [
        "error: dynamodb.ListTables: Limit must be at most 100, but was 1000.",
        "error: dynamodb.ListTables: Limit must be at most 100, but was 101.",
    ]
    assert lines.count("  more   harness explain range") == 2


def test_warnings_alike_are_told_once_and_in_full_if_wanted() -> None:
    save(Path("loose.yaml"), LOOSE)
    short, full = run("loose.yaml"), run("loose.yaml", "--verbose")
    assert (short.exit_code, full.exit_code) == (0, 0)
    assert sorted(short.output.splitlines()[:2]) == [
        (
            "loose.yaml, interaction 1: warning: dynamodb.ListTables: Count is not a documented member; the "
            "members are TableNames, LastEvaluatedTableName. [response.unknown-member]"
        ),
        (
            "loose.yaml, interaction 1: warning: dynamodb.ListTables: TableNames[0] must have at least 3 "
            "characters, but had 1. [response.length] (2 like this)"
        ),
    ]
    assert full.output.count("warning: dynamodb.ListTables: TableNames[") == 2
    assert full.output.splitlines()[-3:] == [
        "dynamodb.ListTables  1",
        "",
        "1 exchange of 1 operation checked, 0 errors, 3 warnings of 2 kinds",
    ]


def test_json_for_programs() -> None:
    save(Path("all.json"), GOOD, BROKEN, FOREIGN)
    result = run("all.json", "--json")
    assert result.exit_code == 1
    answer: dict[str, Any] = json.loads(result.stdout)
    (violation,) = answer.pop("violations")
    assert answer == {
        "exchanges": 3,
        "checked": 2,
        "not_checked": 1,
        "unknown_requests": 0,
        "redacted": 0,
        "unreadable": [],
        "operations": {"dynamodb.ListTables": 2},
    }
    source = violation.pop("source")
    assert source.startswith("model, shape ListTablesInputLimit, max (botocore ")
    assert violation == {
        "code": "range",
        "severity": "error",
        "side": "request",
        "pointer": "/Limit",
        "message": "Limit must be at most 100, but was 1000.",
        "operation": "dynamodb.ListTables",
        "cassette": "all.json",
        "interaction": 2,
    }
    assert result.stderr.startswith("not checked: ")


def test_what_is_no_exchange_is_not_checked_and_never_passes() -> None:
    save(Path("foreign.yaml"), FOREIGN, FOREIGN)
    result = run("foreign.yaml")
    assert result.exit_code == 0
    assert result.output.splitlines()[0].startswith("not checked: ")
    assert result.output.splitlines()[1:] == [
        "  at     foreign.yaml, interaction 1 and 1 more",
        "",
        "0 exchanges of 0 operations checked, 0 errors, 0 warnings, 2 not checked",
    ]


def test_severities_of_the_project_and_of_the_command_line() -> None:
    save(Path("broken.yaml"), BROKEN)
    Path("pyproject.toml").write_text('[tool.harness.severity]\nrange = "off"\n')
    assert run("broken.yaml").output == "1 exchange of 1 operation checked, 0 errors, 0 warnings\n"
    assert run("broken.yaml", "--severity", "request.range=warning").exit_code == 0
    assert run("broken.yaml", "--severity", "range=error").exit_code == 1


def test_other_files_in_a_folder_are_skipped_with_a_note() -> None:
    save(Path("tapes/orders.yaml"), GOOD)
    Path("tapes/package.json").write_text('{"name": "shop"}')
    Path("tapes/.hidden.yaml").write_text("- not looked at")
    Path("tapes/notes.txt").write_text("interactions")
    result = run("tapes")
    assert (result.exit_code, result.output) == (
        0,
        (
            "skipped: tapes/package.json is no cassette\n\n"
            "1 exchange of 1 operation checked, 0 errors, 0 warnings\n"
        ),
    )


RESTORE = "Restore the file from version control, or delete it and record it again."
NAME_ONE = (
    "Name a cassette, or convert another tool's recording with harness cassette import. If it was a "
    "cassette, restore it from version control."
)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "cut.yaml",
            (
                "interactions:\n- request: {method: GET, uri: 'http://x/', body: null, headers: {}}\n"
                "  response: {status: {code: 200, message: OK}, headers: {}, body: {string: ''}}\n"
            ),
            (
                "cut.yaml was cut short: it does not end with its version key, and only 1 interaction is "
                f'left. {RESTORE} If nothing is missing, add "version: 1" as the last line.'
            ),
        ),
        (
            "package.json",
            '{"name": "shop", "version": "1.0.0"}',
            f"package.json, line 1: this is not a cassette: its top level has no interactions. {NAME_ONE}",
        ),
        (
            "list.json",
            "[1, 2]",
            f"list.json, line 1: this is not a cassette: its top level has no interactions. {NAME_ONE}",
        ),
        (
            "new.yaml",
            "interactions:\n- harness: {format: 99}\n  request: {}\n  response: {}\nversion: 1\n",
            (
                "new.yaml was written by a newer harness: its format is 99, and this harness reads "
                "up to format 1. Upgrade aws-contract-harness, or record it again."
            ),
        ),
        (
            "half.yaml",
            "interactions:\n- request: {method: GET}\n  response: {}\nversion: 1\n",
            f"half.yaml, line 2: in interaction 1, response.status is missing. {RESTORE}",
        ),
        (
            "none.yaml",
            None,
            (
                "There is nothing to check at none.yaml: there is no such file or folder. Name a cassette, "
                "or a folder of them."
            ),
        ),
    ],
)
def test_unreadable_input(name: str, content: str | None, message: str) -> None:
    if content is not None:
        Path(name).write_text(content)
    result = run(name)
    assert (result.exit_code, result.stderr) == (2, f"harness: {message}\n")


def test_yaml_that_ends_in_the_middle() -> None:
    text = save(Path("whole.yaml"), GOOD, GOOD).read_text()
    Path("cut.yaml").write_text(text[: text.rindex("TableNames") + 3])
    result = run("cut.yaml")
    assert result.exit_code == 2
    assert result.stderr.startswith("harness: cut.yaml")


def test_a_folder_without_cassettes() -> None:
    Path("empty").mkdir()
    Path("empty/package.json").write_text("{}")
    result = run("empty")
    assert (result.exit_code, result.output) == (
        2,
        (
            "harness: There is nothing to check at empty: it holds no cassette (.yaml, .yml or .json). Name "
            "a cassette, or a folder of them.\n"
        ),
    )


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("range=loud", "--severity: range cannot be 'loud'; it can be error, warning, off."),
        (
            "range=warn",
            "--severity: range cannot be 'warn'; it can be error, warning, off. Did you mean 'warning'?",
        ),
        ("rnage=off", "--severity: There is no violation code 'rnage'. Did you mean 'range'?"),
        (
            "both.range=off",
            "--severity: There is no side 'both'; write request or response, or leave it out for both.",
        ),
    ],
)
def test_unknown_severities(option: str, message: str) -> None:
    save(Path("good.yaml"), GOOD)
    result = run("good.yaml", "--severity", option)
    assert (result.exit_code, result.output) == (2, f"harness: {message}\n")


def test_a_severity_without_a_level() -> None:
    save(Path("good.yaml"), GOOD)
    result = run("good.yaml", "--severity", "range")
    assert result.exit_code == 2
    assert "'range' has no level; write CODE=LEVEL, such as response.enum=off." in " ".join(
        result.output.split()
    )


def test_a_corrupted_gzip_body_is_an_error() -> None:
    body = gzip.compress(GOOD.response.body)
    headers = (*JSON, ("Content-Encoding", "gzip"))
    whole = replace(GOOD, response=Response(200, "OK", headers, body))
    corrupt = replace(GOOD, response=Response(200, "OK", headers, body[:12] + b"\0\0\0" + body[15:]))
    save(Path("gzip.yaml"), whole, corrupt)
    result = run("gzip.yaml")
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert lines[0].startswith("error: dynamodb.ListTables: The compressed body cannot be read: ")
    assert lines[2] == "  at     gzip.yaml, interaction 2, response /"
    assert lines[-1] == "2 exchanges of 1 operation checked, 1 error, 0 warnings"
    off = run("gzip.yaml", "--severity", "unreadable=off")
    assert (off.exit_code, off.output.splitlines()[-1]) == (
        0,
        "2 exchanges of 1 operation checked, 0 errors, 1 warning",
    )


def test_a_body_of_40_megabytes() -> None:
    body = bytes(range(256)) * (40 * 4096)
    headers = (("Content-Type", "binary/octet-stream"), ("Content-Length", str(len(body))))
    url = "https://reports.s3.us-east-1.amazonaws.com/large.bin"
    save(Path("large.yaml"), Interaction(Request("GET", url), Response(200, "OK", headers, body)))
    result = run("large.yaml", "--json")
    assert json.loads(result.stdout)["operations"] == {"s3.GetObject": 1}
    assert result.exit_code == 0


def test_the_installed_command() -> None:
    save(Path("broken.yaml"), BROKEN)
    command = [str(Path(sys.executable).with_name("harness")), "check", "broken.yaml", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert len(json.loads(done.stdout)["violations"]) == 1
