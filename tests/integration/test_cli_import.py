"""``harness cassette import``: what it writes, says and refuses. The recordings are invented."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import boto3
import pytest
from click.testing import CliRunner, Result

import harness
from harness.cassette.store import load_cassette
from harness.cli import _group

PAGE = (Path(__file__).parents[2] / "docs" / "importing.md").read_text(encoding="utf-8")

RUBY = """---
http_interactions:
- request:
    method: post
    uri: https://dynamodb.us-east-1.amazonaws.com/
    body: {{encoding: UTF-8, string: '{{"Limit":{limit}}}'}}
    headers:
      Authorization: [AWS4-HMAC-SHA256 Credential=AKIAEXAMPLEEXAMPLE12/20261121/us-east-1/dynamodb]
      X-Amz-Target: [DynamoDB_20120810.ListTables]
  response:
    status: {{code: 200, message: OK}}
    headers: {{Content-Type: [application/x-amz-json-1.0]}}
    body: {{encoding: UTF-8, string: '{{"TableNames":["orders"]}}'}}
  recorded_at: Sat, 21 Nov 2026 10:00:00 GMT
- request:
    method: get
    uri: https://example.com/
    body: {{encoding: US-ASCII, string: ''}}
    headers: {{}}
  response:
    status: {{code: 200, message: OK}}
    headers: {{}}
    body: {{encoding: UTF-8, string: hello}}
  recorded_at: Sat, 21 Nov 2026 10:00:01 GMT
recorded_with: VCR 6.3.1
"""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(_group, ["import", *map(str, arguments)])


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(path: str, content: str) -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")
    return file


def answer(data: dict[str, Any]) -> str:
    return json.dumps({"status_code": 200, "data": data})


def test_a_folder_of_cassettes() -> None:
    put("old/a/tables.yml", RUBY.format(limit=3))
    put("old/workflow.yml", "on: push")
    result = run("vcr", "old", "--out", "new")
    assert (result.exit_code, result.output.splitlines()) == (
        0,
        [
            "left out: old/a/tables.yml, interaction 2: GET https://example.com/ is no request to AWS",
            "skipped: old/workflow.yml is no cassette",
            "1 exchange imported into 1 cassette, 1 left out",
            "1 exchange of 1 operation checked, 0 errors, 0 warnings",
        ],
    )
    (interaction,) = load_cassette("new/a/tables.yml").interactions
    assert interaction.facts is not None
    assert interaction.facts.params == {"Limit": 3}


PARSED = """interactions:
- request:
    headers: {X-Amz-Target: [DynamoDB_20120810.ListTables]}
    method: POST
    parsed_body: {Limit: 3}
    uri: https://dynamodb.us-east-1.amazonaws.com/
  response:
    headers: {content-type: [application/x-amz-json-1.0]}
    parsed_body: {TableNames: [orders]}
    status: {code: 200, message: OK}
"""


def test_parsed_bodies_and_no_version_are_read_by_check_replay_and_import() -> None:
    put("old/tables.yaml", PARSED)
    checked = CliRunner().invoke(_group, ["check", "old"])
    said = "1 exchange of 1 operation checked, 0 errors, 0 warnings\n"
    assert (checked.exit_code, checked.output) == (0, said)
    assert run("vcr", "old", "--out", "new").exit_code == 0
    for folder in ("old", "new"):
        with harness.use_cassette(f"{folder}/tables.yaml"):
            assert boto3.client("dynamodb", "us-east-1").list_tables(Limit=3)["TableNames"] == ["orders"]
    assert "parsed_body" not in Path("new/tables.yaml").read_text()


def test_secrets_reach_no_cassette() -> None:
    put("old/tables.yml", RUBY.format(limit=3))
    assert run("vcr", "old", "--out", "new").exit_code == 0
    assert "AKIAEXAMPLEEXAMPLE12" not in Path("new/tables.yml").read_text()
    checked = CliRunner().invoke(_group, ["check", "new"])
    assert (checked.exit_code, "secret" in checked.output) == (0, False)


def test_violations_are_reported_as_by_check() -> None:
    put("old.yml", RUBY.format(limit=1000))
    result = run("vcr", "old.yml", "--out", "new")
    assert result.exit_code == 1
    assert "dynamodb.ListTables: Limit " in result.output
    assert "at     new/old.yml, interaction 1, request /Limit" in result.output
    assert result.output.endswith("1 exchange of 1 operation checked, 1 error, 0 warnings\n")


def test_one_json_object() -> None:
    put("old.yml", RUBY.format(limit=1000))
    result = run("vcr", "old.yml", "--out", "new", "--json")
    assert result.exit_code == 1
    said = json.loads(result.stdout)
    (violation,) = said["check"].pop("violations")
    assert violation["code"] == "range"
    assert said == {
        "cassettes": {"new/old.yml": 1},
        "imported": 1,
        "left_out": [
            {
                "file": "old.yml",
                "place": "interaction 2",
                "reason": "GET https://example.com/ is no request to AWS",
            }
        ],
        "altered": [],
        "skipped": [],
        "refused": [],
        "check": {
            "exchanges": 1,
            "checked": 1,
            "not_checked": 0,
            "unknown_requests": 0,
            "redacted": 0,
            "unreadable": [],
            "operations": {"dynamodb.ListTables": 1},
        },
    }


def test_an_existing_file_is_replaced_only_by_force() -> None:
    put("old.yml", RUBY.format(limit=3))
    put("new/old.yml", "mine")
    result = run("vcr", "old.yml", "--out", "new")
    assert (result.exit_code, result.output, Path("new/old.yml").read_text()) == (
        2,
        "harness: new/old.yml already exists. Choose another --out, or replace it with --force.\n",
        "mine",
    )
    assert run("vcr", "old.yml", "--out", "new", "--force").exit_code == 0
    assert len(load_cassette("new/old.yml").interactions) == 1


def test_a_malformed_file_stops_the_import_before_anything_is_written() -> None:
    put("old/a.yml", RUBY.format(limit=3))
    put("old/b.yml", "http_interactions:\n- [\n")
    result = run("vcr", "old", "--out", "new")
    assert result.exit_code == 2
    assert re.fullmatch(r"harness: old/b\.yml, line 3: .+\. Nothing was imported\.\n", result.output)
    assert not Path("new").exists()


def test_a_file_named_must_be_a_cassette() -> None:
    put("workflow.yml", "on: push")
    result = run("vcr", "workflow.yml", "--out", "new")
    assert (result.exit_code, result.output) == (
        2,
        "harness: workflow.yml: this is not a cassette: it has no interactions. Nothing was imported.\n",
    )


def test_two_recordings_do_not_become_one() -> None:
    put("a/old.yml", RUBY.format(limit=3))
    put("b/old.yml", RUBY.format(limit=3))
    result = run("vcr", "a/old.yml", "b/old.yml", "--out", "new")
    assert (result.exit_code, result.output) == (
        2,
        "harness: a/old.yml and b/old.yml would both be written to new/old.yml. Import them one by one.\n",
    )


def test_a_file_without_exchanges_with_aws_makes_no_cassette() -> None:
    text = RUBY.format(limit=3)
    start, end = text.index("- request"), text.index("- request", text.index("- request") + 1)
    put("old.yml", text[:start] + text[end:])
    result = run("vcr", "old.yml", "--out", "new")
    assert (result.exit_code, result.output.splitlines()) == (
        2,
        [
            "left out: old.yml, interaction 1: GET https://example.com/ is no request to AWS",
            "0 exchanges imported into 0 cassettes, 1 left out",
            "0 exchanges of 0 operations checked, 0 errors, 0 warnings",
            (
                "harness: Nothing was imported. Found: 1 left out. Expected: cassettes (.yaml, .yml, .json "
                "or .toml) with requests to AWS."
            ),
        ],
    )
    assert not Path("new").exists()


def test_a_folder_without_files_says_what_was_expected() -> None:
    Path("old").mkdir()
    for command, expected in (
        ("vcr", "cassettes (.yaml, .yml, .json or .toml) with requests to AWS"),
        (
            "placebo",
            "files named service.Operation_N.json, as placebo writes them, in the folder or a subfolder",
        ),
    ):
        result = run(command, "old", "--out", "new")
        said = f"harness: Nothing was imported. Found: no files. Expected: {expected}."
        assert (result.exit_code, result.output.splitlines()[-1]) == (2, said)
    put("session.har", '{"log": {"entries": []}}')
    result = run("har", "session.har", "--out", "new.yaml")
    said = "harness: Nothing was imported. Found: no files. Expected: entries with requests to AWS."
    assert (result.exit_code, result.output.splitlines()[-1]) == (2, said)


def test_a_folder_of_placebo() -> None:
    count = "responses/dynamodb.ListTables_1.json, /Count"
    put("responses/dynamodb.ListTables_1.json", answer({"TableNames": ["orders"], "Count": 1}))
    put("responses/elasticloadbalancing.DescribeTags_1.json", answer({}))
    result = run("placebo", "responses", "--out", "new.yaml", "--service", "elbv2")
    assert (result.exit_code, result.output.splitlines()) == (
        0,
        [
            f"altered: {count}: the model of dynamodb.ListTables has no such value",
            "2 exchanges imported into 1 cassette, 0 left out",
            "2 exchanges of 2 operations checked, 0 errors, 0 warnings, 2 without a known request",
        ],
    )
    facts = [one.facts for one in load_cassette("new.yaml").interactions]
    assert [(one.service, one.params) for one in facts if one] == [("dynamodb", None), ("elbv2", None)]


def test_a_tree_of_placebo() -> None:
    for folder in ("tags", "shop/orders", "shop/users"):
        put(f"responses/{folder}/dynamodb.ListTables_1.json", answer({"TableNames": ["orders"]}))
    put("responses/tags/elasticloadbalancing.DescribeTags_1.json", answer({}))
    put("responses/shop/users/dynamodb.ListTables_2.json", "[]")
    put("responses/notes/README.md", "not an answer")
    result = run("placebo", "responses", "--out", "new")
    ambiguous = (
        "responses/tags/elasticloadbalancing.DescribeTags_1.json: elasticloadbalancing is the endpoint "
        "prefix of elb and elbv2, and neither this answer nor the others of its folder tell which it was; "
        "say it with --service elb or --service elbv2"
    )
    malformed = (
        "responses/shop/users/dynamodb.ListTables_2.json, data: there is no object of that name, as placebo "
        "writes it"
    )
    assert (result.exit_code, result.output.splitlines()) == (
        2,
        [
            "skipped: responses/notes has no placebo answers",
            f"refused: {malformed}",
            f"refused: {ambiguous}",
            "1 exchange imported into 1 cassette, 0 left out, 2 folders refused",
            "1 exchange of 1 operation checked, 0 errors, 0 warnings, 1 without a known request",
        ],
    )
    put("responses/shop/users/dynamodb.ListTables_2.json", answer({"TableNames": []}))
    result = run("placebo", "responses", "--out", "new", "--force", "--service", "elb", "--json")
    assert result.exit_code == 0
    said = json.loads(result.stdout)
    assert said["cassettes"] == {
        "new/shop/orders.yaml": 1,
        "new/shop/users.yaml": 2,
        "new/tags.yaml": 2,
    }
    assert (said["skipped"], said["refused"]) == (["responses/notes"], [])


def test_a_folder_of_placebo_with_folders_in_it() -> None:
    put("responses/dynamodb.ListTables_1.json", answer({"TableNames": []}))
    put("responses/more/dynamodb.ListTables_1.json", answer({"TableNames": []}))
    assert run("placebo", "responses", "--out", "new").exit_code == 0
    assert sorted(map(str, Path("new").iterdir())) == ["new/more.yaml", "new/responses.yaml"]


def test_one_folder_in_a_tree_may_become_one_file() -> None:
    put("responses/tags/dynamodb.ListTables_1.json", answer({"TableNames": []}))
    assert run("placebo", "responses", "--out", "new.yaml").exit_code == 0
    assert len(load_cassette("new.yaml").interactions) == 1
    put("responses/more/dynamodb.ListTables_1.json", answer({"TableNames": []}))
    result = run("placebo", "responses", "--out", "new.yaml")
    assert result.exit_code == 2
    assert result.output == (
        "harness: --out new.yaml names a file, but there are 2 folders of answers, each of which becomes a "
        "cassette. Name a folder: --out new.\n"
    )


def test_a_folder_without_answers_imports_nothing() -> None:
    put("responses/notes.json", "{}")
    result = run("placebo", "responses", "--out", "new")
    assert (result.exit_code, result.output.splitlines()[0]) == (
        2,
        "skipped: responses has no placebo answers",
    )
    assert result.output.splitlines()[-1] == (
        "harness: Nothing was imported. Found: 1 skipped. Expected: files named "
        "service.Operation_N.json, as placebo writes them, in the folder or a subfolder."
    )


def test_an_archive() -> None:
    request = {
        "method": "POST",
        "url": "https://dynamodb.us-east-1.amazonaws.com/",
        "headers": [{"name": "X-Amz-Target", "value": "DynamoDB_20120810.ListTables"}],
        "postData": {"mimeType": "application/x-amz-json-1.0", "text": "{}"},
    }
    response = {"status": 200, "headers": [], "content": {"text": '{"TableNames": ["orders"]}'}}
    log = {"log": {"entries": [{"request": request, "response": response}]}}
    put("session.har", json.dumps(log))
    result = run("har", "session.har", "--out", "new.json")
    assert (result.exit_code, result.output.splitlines()) == (
        0,
        [
            "1 exchange imported into 1 cassette, 0 left out",
            "1 exchange of 1 operation checked, 0 errors, 0 warnings",
        ],
    )
    assert len(load_cassette("new.json").interactions) == 1


def test_the_options_of_the_documentation_are_those_of_the_commands() -> None:
    from harness.cli.import_ import command

    used = re.findall(r"^harness cassette import (\w+) .*$", PAGE, re.MULTILINE)
    assert sorted(set(used)) == sorted(command.commands)
    options = {
        option.opts[-1]
        for one in command.commands.values()
        for option in one.params
        if option.opts[-1][0] == "-"
    }
    assert set(re.findall(r"(--[a-z]+)", re.sub(r"<!--.*?-->", "", PAGE, flags=re.DOTALL))) == options
