"""``harness lock``: what it writes, when a check fails and when it does not, and bad input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.store import save_cassette
from harness.cli import _group
from harness.contract.diff.lock import parse_lock, serialize_lock
from harness.models import botocore_version


def run(*arguments: str) -> Result:
    return CliRunner().invoke(_group, ["lock", *arguments])


def call(operation: str, **params: Any) -> Interaction:
    """A call of dynamodb, which answers with nothing."""
    return Interaction(
        Request("POST", "https://dynamodb.us-east-1.amazonaws.com/", ()),
        Response(200, "OK", (("content-type", "application/x-amz-json-1.0"),), b"{}"),
        Facts("dynamodb", operation, "us-east-1", params, protocol="json", source="test"),
    )


@pytest.fixture(autouse=True)
def _locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project with a cassette and a lock."""
    monkeypatch.chdir(tmp_path)
    save_cassette("cassettes/a.yaml", [call("ListTables", Limit=3), call("DescribeLimits")])
    result = run("cassettes")
    assert (result.exit_code, result.output) == (
        0,
        f"harness.lock: 2 operations of 1 service, as in botocore {botocore_version()}\n",
    )


def earlier(change: Callable[[Any], object]) -> None:
    """Have the lock say what an earlier botocore may have said."""
    path = Path("harness.lock")
    lock = parse_lock(path.read_text())
    change(lock["services"]["dynamodb"])
    lock["operations"] = dict.fromkeys(lock["operations"], "of an earlier botocore")
    lock["botocore"] = "1.0.0"
    path.write_text(serialize_lock(lock))


def had_a_limit_of_200(dynamodb: Any) -> None:
    dynamodb["shapes"]["ListTablesInputLimit"]["max"] = 200


def test_the_lock() -> None:
    lock = parse_lock(Path("harness.lock").read_text())
    assert list(lock["operations"]) == ["dynamodb.DescribeLimits", "dynamodb.ListTables"]
    assert lock["botocore"] == botocore_version()
    assert list(lock["services"]["dynamodb"]["operations"]) == ["DescribeLimits", "ListTables"]


def test_it_is_the_same_when_written_again() -> None:
    before = Path("harness.lock").read_bytes()
    assert run("cassettes/a.yaml").exit_code == 0
    assert Path("harness.lock").read_bytes() == before


def test_nothing_changed() -> None:
    result = run("--check")
    assert result.exit_code == 0
    version = botocore_version()
    assert result.output == (
        f"harness.lock (botocore {version}) to botocore {version}: 0 errors, 0 warnings, 0 notes\n"
    )


def test_a_contract_that_changed() -> None:
    earlier(had_a_limit_of_200)
    result = run("--check")
    assert result.exit_code == 1
    assert result.output == (
        "error: dynamodb ListTablesInputLimit: its largest value went from 200 to 100. "
        "[request-max-decreased]\n"
        "  breaks callers  values above the new bound were accepted\n"
        "  in              ListTables /request/Limit\n"
        "\n"
        f"harness.lock (botocore 1.0.0) to botocore {botocore_version()}: 1 error, 0 warnings, 0 notes\n"
        "If your project can live with these changes, run harness lock to update harness.lock.\n"
    )


def test_an_upgrade_that_does_not_touch_what_is_used() -> None:
    earlier(lambda dynamodb: None)  # other operations, and words, changed
    assert run("--check").exit_code == 0


@pytest.mark.parametrize(("level", "status"), [("note", 1), ("warning", 0), ("never", 0)])
def test_what_fails_can_be_chosen(level: str, status: int) -> None:
    earlier(lambda dynamodb: dynamodb["shapes"]["ListTablesOutput"]["members"].pop("TableNames"))
    result = run("--check", "--fail-on", level)
    assert result.exit_code == status
    assert ("[response-member-added]" in result.output) is (level == "note")


def test_a_project_chooses_what_fails() -> None:
    earlier(had_a_limit_of_200)
    settings = Path("pyproject.toml")
    settings.write_text('[tool.harness.diff]\nfail-on = "never"\n')
    assert run("--check").exit_code == 0
    assert run("--check", "--fail-on", "error").exit_code == 1
    settings.write_text('[tool.harness.diff.severity]\n"dynamodb:request-max-decreased" = "off"\n')
    result = run("--check")
    assert result.exit_code == 0
    assert "request-max-decreased" not in result.output
    result = run("--check", "--severity", "dynamodb.ListTables:request-max-decreased=warning")
    assert result.exit_code == 0
    assert result.output.startswith("warning: dynamodb ListTablesInputLimit")


def test_a_rule_that_changed() -> None:
    def had_no_rules(dynamodb: Any) -> None:
        for shape in dynamodb["shapes"].values():
            shape.pop("rules", None)
        for operation in dynamodb["operations"].values():
            operation.pop("rules", None)

    earlier(had_no_rules)
    assert run("--check").exit_code == 0
    result = run("--check", "--fail-on", "note")
    assert result.exit_code == 1
    assert (
        "note: dynamodb ListTablesInput.Limit: it is now documented that TableNames must have at most Limit "
        "entries. [response-rule-added]\n"
    ) in result.output


def test_only_what_touches_a_recording() -> None:
    earlier(had_a_limit_of_200)
    save_cassette("cassettes/a.yaml", [call("DescribeLimits"), call("ListBackups")])
    result = run("--check", "cassettes")
    assert result.exit_code == 0
    assert "not locked: dynamodb.ListBackups; run harness lock again\n" in result.output
    save_cassette("cassettes/a.yaml", [call("ListTables", Limit=3)])
    result = run("--check", "cassettes")
    assert result.exit_code == 1
    assert "  recorded in     cassettes/a.yaml, interaction 1\n" in result.output


def test_json() -> None:
    earlier(had_a_limit_of_200)
    result = run("--check", "--json")
    assert result.exit_code == 1
    (change,) = json.loads(result.stdout)["changes"]
    assert change["code"] == "request-max-decreased"
    assert result.stderr.startswith("If your project can live")


def test_another_file() -> None:
    assert run("cassettes", "--file", "ci/botocore.lock").exit_code == 0
    assert run("--check", "--file", "ci/botocore.lock").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            [],
            (
                "harness: Name the cassettes whose operations to lock, or use --check to compare with an "
                "existing lock.\n"
            ),
        ),
        (
            ["--check", "--file", "none.lock"],
            "harness: There is no lock at none.lock. Write it with harness lock and your cassettes.\n",
        ),
        (
            ["--check", "--severity", "error-aded=off"],
            "There is no code of a change 'error-aded'. Did you mean 'error-added'?",
        ),
        (["--check", "--severity", "error-added"], "'error-added' has no level; write CODE=LEVEL"),
        (["nowhere"], "harness: There is nothing to check at nowhere: there is no such file or folder."),
        (
            ["cassettes", "--file", "cassettes"],
            "harness: Invalid value for '--file': File 'cassettes' is a dir",
        ),
        (
            ["cassettes", "--file", "cassettes/a.yaml/lock"],
            "harness: cassettes/a.yaml/lock cannot be written: ",
        ),
    ],
)
def test_bad_usage(arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.output


def test_a_recording_is_not_written_over() -> None:
    before = Path("cassettes/a.yaml").read_bytes()
    result = run("cassettes", "--file", "cassettes/a.yaml")
    assert result.exit_code == 2
    assert "cassettes/a.yaml is there already, and is no lock" in result.output
    assert Path("cassettes/a.yaml").read_bytes() == before


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "a\nb\n", '{"format": 9, "operations": {}, "services": {}}']
)
def test_a_file_that_is_no_lock(content: str) -> None:
    Path("harness.lock").write_text(content)
    result = run("--check")
    assert result.exit_code == 2
    assert result.output.startswith("harness: harness.lock cannot be compared: ")


def test_what_is_no_exchange_is_told() -> None:
    request = Request("GET", "https://example.com/")
    save_cassette("cassettes/b.yaml", [Interaction(request, Response(200))])
    result = run("cassettes")
    assert result.exit_code == 0
    assert result.stderr.startswith("not checked: ")
    assert result.stdout.startswith("harness.lock: 2 operations of 1 service")


def test_a_private_service_of_aws_data_path_is_locked_and_compared(tmp_path: Path) -> None:
    model = {
        "version": "2.0",
        "metadata": {
            "apiVersion": "2026-01-01",
            "endpointPrefix": "private",
            "jsonVersion": "1.1",
            "protocol": "json",
            "serviceFullName": "Private",
            "serviceId": "Private",
            "signatureVersion": "v4",
            "targetPrefix": "Private",
            "uid": "private-2026-01-01",
        },
        "operations": {
            "Ping": {
                "name": "Ping",
                "http": {"method": "POST", "requestUri": "/"},
                "output": {"shape": "PingOutput"},
            }
        },
        "shapes": {
            "PingOutput": {"type": "structure", "members": {"Count": {"shape": "Count"}}},
            "Count": {"type": "integer"},
        },
    }
    folder = tmp_path / "models/private/2026-01-01"
    folder.mkdir(parents=True)
    (folder / "service-2.json").write_text(json.dumps(model))

    def harness(*arguments: str) -> str:
        done = subprocess.run(
            [str(Path(sys.executable).with_name("harness")), *arguments],
            env=os.environ | {"AWS_DATA_PATH": str(tmp_path / "models")},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    harness("synth", "private.Ping", "--out", "private.yaml")
    assert harness("lock", "private.yaml").startswith("harness.lock: 1 operation of 1 service")
    assert "0 errors, 0 warnings, 0 notes" in harness("lock", "--check", "private.yaml")
    assert "0 errors" in harness("diff", "models", "installed", "--only", "private")


def test_recordings_of_nothing_known() -> None:
    before = Path("harness.lock").read_bytes()
    save_cassette("other.yaml", [Interaction(Request("GET", "https://example.com/"), Response(200))])
    result = run("other.yaml")
    assert result.exit_code == 2
    said = "These recordings hold no operation that the installed botocore knows."
    assert said in result.output
    assert Path("harness.lock").read_bytes() == before


def test_what_only_loosens_an_answer_fails_neither_the_lock_nor_a_comparison() -> None:
    def had_longer_names(dynamodb: Any) -> None:
        dynamodb["shapes"]["TableName"]["max"] = 10

    earlier(had_longer_names)
    assert run("--check").exit_code == 0
    result = run("--check", "--fail-on", "warning")
    assert "response-max-increased" not in result.output
    assert result.exit_code == 0
