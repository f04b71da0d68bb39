"""``harness cassette compare``: two cassettes, by what the service answered. The recordings are invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.store import save_cassette
from harness.cli import _group


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    save_cassette("old.yaml", [tables("customers", "orders")])
    save_cassette("new.json", [tables("customers", "archive")])
    return tmp_path


def tables(*names: str) -> Interaction:
    facts = Facts("dynamodb", "ListTables", "eu-west-1", {"Limit": 2}, "json")
    body = json.dumps({"TableNames": names}).encode()
    headers = (("Content-Type", "application/x-amz-json-1.0"),)
    return Interaction(Request("POST", "http://127.0.0.1/"), Response(200, "OK", headers, body), facts)


def compare(*arguments: str) -> Result:
    return CliRunner().invoke(_group, ["compare", *arguments])


def test_what_changed() -> None:
    result = compare("old.yaml", "new.json")
    assert result.exit_code == 1
    assert result.output == (
        "dynamodb.ListTables (interaction 1)\n"
        '  /TableNames/1: was "orders", is "archive"\n'
        "old.yaml: 1 of 1 answer changed, 0 exchanges added, 0 removed\n"
    )


def test_nothing_changed() -> None:
    result = compare("old.yaml", "old.yaml")
    assert (result.exit_code, result.output) == (
        0,
        "old.yaml: 0 of 1 answer changed, 0 exchanges added, 0 removed\n",
    )


def test_the_json() -> None:
    result = compare("old.yaml", "new.json", "--json")
    assert result.exit_code == 1
    (change,) = json.loads(result.output)["changes"]
    assert change["members"] == [{"pointer": "/TableNames/1", "old": "orders", "new": "archive"}]


def test_what_the_project_says_is_volatile() -> None:
    Path("pyproject.toml").write_text('[tool.harness]\nvolatile = ["dynamodb.ListTables:/TableNames/*"]\n')
    assert compare("old.yaml", "new.json").exit_code == 0


@pytest.mark.parametrize("volatile", ['["TableNames"]', '"x"', "[3]"])
def test_a_setting_that_is_wrong(volatile: str) -> None:
    Path("pyproject.toml").write_text(f"[tool.harness]\nvolatile = {volatile}\n")
    result = compare("old.yaml", "new.json")
    assert result.exit_code == 2
    assert "pyproject.toml, [tool.harness]: volatile" in result.stderr


def test_what_is_no_cassette() -> None:
    Path("other.yaml").write_text("a: 1\n")
    result = compare("old.yaml", "other.yaml")
    assert result.exit_code == 2
    assert result.stderr.startswith("harness: other.yaml, line 1: this is not a cassette")
