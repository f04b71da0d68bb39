"""``harness diff``: documents that changed, the recordings that this touches, and bad input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.store import save_cassette
from harness.cli import _group
from harness.models import botocore_version

FOLDER = Path(__file__).parents[2]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(_group, ["diff", *arguments])


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def models(folder: str, limit: int, **members: Any) -> str:
    """Write models of one service, dynamodb, whose ListTables takes a limit of this size."""
    held = {"Limit": {"shape": "Limit"}, "ExclusiveStartTableName": {"shape": "Name"}, **members}
    description = {
        "metadata": {
            "apiVersion": "2012-08-10",
            "protocol": "json",
            "jsonVersion": "1.0",
            "targetPrefix": "DynamoDB_20120810",
            "serviceId": "DynamoDB",
        },
        "operations": {
            "ListTables": {
                "name": "ListTables",
                "http": {"method": "POST", "requestUri": "/"},
                "input": {"shape": "Input"},
            },
            "ListBackups": {
                "name": "ListBackups",
                "http": {"method": "POST", "requestUri": "/"},
                "input": {"shape": "Input"},
            },
        },
        "shapes": {
            "Input": {"type": "structure", "members": held},
            "Limit": {"type": "integer", "max": limit},
            "Name": {"type": "string"},
        },
    }
    path = Path(folder, "dynamodb", "2012-08-10", "service-2.json")
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(description))
    return folder


def record(path: str, *requests: dict[str, Any]) -> None:
    """Write a cassette of calls of ListTables, which dynamodb answers with nothing."""
    save_cassette(
        path,
        [
            Interaction(
                Request("POST", "https://dynamodb.us-east-1.amazonaws.com/", ()),
                Response(200, "OK", (("content-type", "application/x-amz-json-1.0"),), b"{}"),
                Facts("dynamodb", "ListTables", "us-east-1", params, protocol="json", source="test"),
            )
            for params in requests
        ],
    )


def test_two_folders() -> None:
    result = run(models("old", 100), models("new", 50, Kind={"shape": "Name"}))
    assert result.exit_code == 1
    assert result.output == (
        "error: dynamodb Limit: its largest value went from 100 to 50. [request-max-decreased]\n"
        "  breaks callers  values above the new bound were accepted\n"
        "  in              ListBackups /request/Limit\n"
        "                  ListTables /request/Limit\n"
        "\n"
        "old to new: 1 error, 0 warnings, 1 note (--verbose shows notes)\n"
    )


def test_the_same() -> None:
    result = run(models("old", 100), models("new", 100), "--fail-on", "note")
    assert (result.exit_code, result.output) == (0, "old to new: 0 errors, 0 warnings, 0 notes\n")


@pytest.mark.parametrize(("level", "status"), [("error", 0), ("warning", 0), ("note", 1), ("never", 0)])
def test_fail_on(level: str, status: int) -> None:
    result = run(models("old", 50), models("new", 100), "--fail-on", level)
    assert result.exit_code == status
    told = "note: dynamodb Limit: its largest value went from 50 to 100. [request-max-increased]"
    assert (told in result.output) is (level == "note")


def test_json() -> None:
    result = run(models("old", 100), models("new", 50), "--json", "--only", "dynamodb.list_tables")
    printed = json.loads(result.output)
    assert printed["counts"] == {"error": 1, "warning": 0, "note": 0}
    assert printed["changes"] == [
        {
            "code": "request-max-decreased",
            "severity": "error",
            "effect": "breaking-callers",
            "reason": "values above the new bound were accepted",
            "service": "dynamodb",
            "subject": "Limit",
            "message": "dynamodb Limit: its largest value went from 100 to 50.",
            "old": 100,
            "new": 50,
            "places": [{"operation": "ListTables", "pointer": "/request/Limit"}],
        }
    ]


def test_recordings_and_their_tests() -> None:
    Path("tests").mkdir()
    Path("tests/test_tables.py").touch()
    record("tests/cassettes/test_tables/test_some.yaml", {"Limit": 3}, {})
    record("tests/cassettes/test_tables/test_all.yaml", {})
    old = models("old", 100, Gone={"shape": "Name"})
    result = run(old, models("new", 50), "tests/cassettes")
    assert result.exit_code == 1
    assert result.output == (
        "error: dynamodb Limit: its largest value went from 100 to 50. [request-max-decreased]\n"
        "  breaks callers  values above the new bound were accepted\n"
        "  in              ListTables /request/Limit\n"
        "  recorded in     tests/cassettes/test_tables/test_some.yaml, interaction 1 "
        "(tests/test_tables.py::test_some)\n"
        "\n"
        "old to new: 1 error, 0 warnings, 0 notes; 1 other change touches no recording\n"
    )
    assert run("old", "new", "tests/cassettes/test_tables/test_all.yaml").exit_code == 0


def test_schemas_against_the_installed_model() -> None:
    result = run(str(FOLDER / "schemas"), botocore_version(), "--fail-on", "note")
    assert result.exit_code == 0
    assert result.output.endswith("0 errors, 0 warnings, 0 notes\n")


def test_the_installed_model_against_itself() -> None:
    result = run(botocore_version(), f"botocore=={botocore_version()}")
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["1.0.1", botocore_version()], "botocore 1.0.1 cannot be compared: it is not installed"),
        (["none", "none"], "none cannot be compared: there is no such file or folder."),
        (
            ["old", "new", "--only", "dynamo"],
            "There is no service 'dynamo' in OLD or NEW. Did you mean dynamodb?",
        ),
        (
            ["old", "new", "--only", "dynamodb.ListTable"],
            "There is no operation 'ListTable' in dynamodb. Did you mean ListTables or ",
        ),
        (["old", "new", "nowhere"], "There is nothing to check at nowhere: there is no such file or folder."),
        (["old", "page.rst"], "page.rst"),
    ],
)
def test_bad_input(arguments: list[str], message: str) -> None:
    models("old", 1)
    models("new", 1)
    Path("page.rst").write_text("A page about something else.\n")
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.output.startswith(f"harness: {message}")


def test_bad_usage() -> None:
    assert run("old").exit_code == 2
    assert run("old", "new", "--fail-on", "info").exit_code == 2
    assert run("old", "new", "--find-links", "nowhere").exit_code == 2


def test_a_recording_that_is_no_exchange_is_told() -> None:
    save_cassette("a.yaml", [Interaction(Request("GET", "https://example.com/"), Response(200))])
    result = run(models("old", 100), models("new", 50), "a.yaml")
    assert result.exit_code == 0
    assert result.output.startswith("not checked: ")
