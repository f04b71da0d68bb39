"""``harness check --baseline``: what is known is silent, what is fixed is told, what changes fails."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.store import save_cassette
from harness.cli import _group

JSON = (("Content-Type", "application/x-amz-json-1.0"),)
CLEAN = "1 exchange of 1 operation checked, 0 errors, 0 warnings"


def list_tables(limit: int, tables: str = '["orders"]') -> Interaction:
    params = {"Limit": limit}
    headers = (("X-Amz-Target", "DynamoDB_20120810.ListTables"), *JSON)
    return Interaction(
        Request("POST", "http://127.0.0.1:5000/", headers, json.dumps(params).encode()),
        Response(200, "OK", JSON, f'{{"TableNames": {tables}}}'.encode()),
        Facts("dynamodb", "ListTables", "us-east-1", params, "json", "2026-11-21T10:00:00Z", "a stub"),
    )


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    save_cassette("tapes/a.yaml", [list_tables(1000)])
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(_group, ["check", *arguments])


def write() -> Result:
    return run("tapes", "--baseline", "known.json", "--write-baseline")


def test_what_is_known_is_silent() -> None:
    written = write()
    assert (written.exit_code, written.output) == (0, "known.json: 1 known violation, 1 new, 0 gone\n")
    result = run("tapes", "--baseline", "known.json")
    assert (result.exit_code, result.output) == (0, f"{CLEAN}\nbaseline: 1 known violation left out\n")


def test_it_stays_silent_when_interactions_move_and_values_differ() -> None:
    write()
    save_cassette("tapes/a.yaml", [list_tables(10), list_tables(2000), list_tables(3000)])
    result = run("tapes", "--baseline", "known.json")
    assert result.exit_code == 0
    assert result.output.endswith("baseline: 2 known violations left out\n")


def test_another_rule_or_another_cassette_fails() -> None:
    write()
    save_cassette("tapes/a.yaml", [list_tables(0)])
    assert run("tapes", "--baseline", "known.json").exit_code == 1
    save_cassette("tapes/a.yaml", [list_tables(1000)])
    save_cassette("tapes/b.yaml", [list_tables(1000)])
    result = run("tapes", "--baseline", "known.json")
    assert result.exit_code == 1
    assert "tapes/b.yaml, interaction 1" in result.output
    assert "tapes/a.yaml, interaction 1" not in result.output


def test_what_is_fixed_is_told_and_taken_out() -> None:
    write()
    save_cassette("tapes/a.yaml", [list_tables(10)])
    result = run("tapes", "--baseline", "known.json")
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        CLEAN,
        "fixed: dynamodb.ListTables request /Limit: range, tapes/a.yaml",
        "baseline: --write-baseline takes what is fixed out of known.json",
    ]
    assert write().output == "known.json: 0 known violations, 0 new, 1 gone\n"
    assert json.loads(Path("known.json").read_text()) == {"harness-baseline": 1, "violations": []}


def test_cassettes_that_are_not_checked_are_left_alone() -> None:
    save_cassette("tapes/b.yaml", [list_tables(1000)])
    write()
    save_cassette("tapes/b.yaml", [list_tables(10)])
    result = run("tapes/a.yaml", "--baseline", "known.json")
    assert (result.exit_code, "fixed" in result.output) == (0, False)
    again = run("tapes/a.yaml", "--baseline", "known.json", "--write-baseline")
    assert again.output == "known.json: 2 known violations, 0 new, 0 gone\n"


def test_only_the_first_ten_that_are_fixed_are_listed() -> None:
    for number in range(12):
        save_cassette(f"tapes/{number:02}.yaml", [list_tables(1000)])
    write()
    for number in range(12):
        save_cassette(f"tapes/{number:02}.yaml", [list_tables(10)])
    lines = run("tapes", "--baseline", "known.json").output.splitlines()
    assert sum(line.startswith("fixed: dynamodb") for line in lines) == 10
    assert "fixed: 2 more" in lines


def test_the_project_names_it(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("pyproject.toml").write_text('[tool.harness]\nbaseline = "ci/known.json"\n')
    assert run("tapes", "--write-baseline").output.endswith("known.json: 1 known violation, 1 new, 0 gone\n")
    assert json.loads(Path("ci/known.json").read_text())["violations"][0]["cassette"] == "../tapes/a.yaml"
    assert run("tapes").exit_code == 0
    monkeypatch.chdir("tapes")
    assert run("a.yaml").exit_code == 0
    assert run("a.yaml", "--baseline", "none.json").exit_code == 2


def test_other_formats_leave_it_out_too() -> None:
    write()
    result = run("tapes", "--baseline", "known.json", "--format", "gitlab")
    assert (result.stdout, result.stderr) == ("[]\n", "baseline: 1 known violation left out\n")


def test_a_baseline_needs_a_name() -> None:
    result = run("tapes", "--write-baseline")
    assert result.exit_code == 2
    assert (
        'Invalid value for --write-baseline: Name the file: --baseline FILE, or baseline = "FILE" in '
        "[tool.harness] of pyproject.toml." in " ".join(result.output.split())
    )


@pytest.mark.parametrize("option", [(), ("--write-baseline",)])
def test_another_file_is_no_baseline_and_left_as_it_is(option: tuple[str, ...]) -> None:
    before = Path("tapes/a.yaml").read_bytes()
    result = run("tapes", "--baseline", "tapes/a.yaml", *option)
    assert result.exit_code == 2
    assert result.output.startswith("harness: The baseline tapes/a.yaml cannot be used: it is not valid JSON")
    assert Path("tapes/a.yaml").read_bytes() == before
