"""``harness coverage``: its table, its JSON, its exit status, and what it says of bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.store import save_cassette
from harness.cli import _group

JSON = (("Content-Type", "application/x-amz-json-1.0"),)


def list_tables(limit: int) -> Interaction:
    params = {"Limit": limit}
    headers = (("X-Amz-Target", "DynamoDB_20120810.ListTables"), *JSON)
    return Interaction(
        Request("POST", "http://127.0.0.1:5000/", headers, json.dumps(params).encode()),
        Response(200, "OK", JSON, b'{"TableNames": ["orders"]}'),
        Facts("dynamodb", "ListTables", "us-east-1", params, "json", "2026-11-21T10:00:00Z", "a stub"),
    )


FOREIGN = Interaction(Request("GET", "http://127.0.0.1:5000/health"), Response(200, "OK", (), b"fine"))


@pytest.fixture(autouse=True)
def tapes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    save_cassette("tapes/a.yaml", [list_tables(1)])
    save_cassette("tapes/b.json", [list_tables(100), FOREIGN])


def run(*arguments: str) -> Result:
    return CliRunner().invoke(_group, ["coverage", *arguments])


def test_the_table() -> None:
    result = run("tapes")
    assert result.exit_code == 0
    header, row, empty, total = result.stdout.splitlines()
    assert header == "operation            exchanges  members  values  bounds  errors  pages  rules  covered"
    assert row.startswith("dynamodb.ListTables          2      2/4       -     2/2     0/1    2/5 ")
    assert empty == ""
    assert total.startswith("contract coverage: ")
    assert " operations of dynamodb" in total
    assert result.stderr == "not counted: 1 exchange that cannot be read; run harness check to see why\n"


def test_what_is_missing() -> None:
    lines = run("tapes", "--missing").stdout.splitlines()
    assert lines[3:7] == [
        "dynamodb.ListTables lacks",
        "  members  request /ExclusiveStartTableName",
        "  members  response /LastEvaluatedTableName",
        "  errors   InternalServerError",
    ]
    assert lines[-2] == ""


def test_json_for_programs() -> None:
    written = json.loads(run("tapes", "--json").stdout)
    assert written["operations"]["dynamodb.ListTables"]["bounds"] == {
        "covered": ["request /Limit at minimum 1", "request /Limit at maximum 100"],
        "missing": [],
    }
    assert written["services"]["dynamodb"]["used"] == 1


@pytest.mark.parametrize(("percent", "status"), [("20", 0), ("99.5", 1)])
def test_fail_under(percent: str, status: int) -> None:
    result = run("tapes", "--fail-under", percent)
    assert result.exit_code == status
    told = f"harness: less than {percent} % of the contract is covered.\n"
    assert (told in result.stderr) is bool(status)


def test_nothing_readable_covers_nothing() -> None:
    save_cassette("foreign.yaml", [FOREIGN])
    result = run("foreign.yaml", "--fail-under", "1")
    assert (result.exit_code, result.stdout) == (1, "contract coverage: no exchange was seen\n")


def test_no_cassette() -> None:
    result = run("nowhere")
    assert result.exit_code == 2
    assert "There is nothing to check at nowhere: there is no such file or folder." in result.output


def test_a_broken_cassette() -> None:
    Path("broken.yaml").write_text("interactions:\n- {")
    result = run("broken.yaml")
    assert result.exit_code == 2
    assert result.stderr.startswith("harness: broken.yaml")


def test_a_share_of_more_than_all() -> None:
    result = run("tapes", "--fail-under", "101")
    assert result.exit_code == 2
    assert "101" in result.output
