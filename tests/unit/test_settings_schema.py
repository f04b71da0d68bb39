"""The JSON Schema of ``[tool.harness]`` takes what harness takes, and refuses what harness refuses."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from click.testing import CliRunner

from harness.cli import _group
from harness.errors import HarnessError
from harness.settings import PARSERS, drift_settings_of, matching_of, parse_settings, redaction_of
from harness.settings_schema import settings_schema

ROOT = Path(__file__).parents[2]
TEXTS: list[object] = ["", "x", "/x", ["x"], [""], ["/x"], {"x": 1}, {"/x": "any"}]
ANY_VALUES: list[object] = [*TEXTS, True, False, 3, 1.5, [], [3], {}]
VALUES: dict[str, list[object]] = {
    "max-age": [
        "90d",
        "12h",
        "30min",
        "2 weeks",
        " 1 Day ",
        "0d",
        "00 h",
        "7",
        "-1d",
        "1234567d",
        "1.5h",
        "d",
    ],
    "cassette-mode": ["none", "once", "new_episodes", "all", "rewrite", "None", "sometimes"],
    "contract": ["error", "warn", "off", "warning"],
    "network": [["http://localhost:4566", "*.internal"], "http://localhost", [True]],
    "volatile": [
        ["dynamodb.ListTables:/TableNames/*"],
        ["s3:/Key"],
        ["s3.*:/Key"],
        ["Key"],
        ["s3.Get:Key"],
        [":/x"],
    ],
    "severity": [
        {"enum": "off"},
        {"request.pattern": "warning", "dynamodb:response.length": "error"},
        {"dynamodb.ListTables:request.range": "off"},
        {"dynamodb.list_tables:range": "off"},
        {"page_limit": "off", "request.at-most_one": "warning"},
        {"page-limit": "off"},
        {"enum": "loud"},
        {"enums": "off"},
        {"answer.enum": "off"},
        {"enum": True},
        {":enum": "off"},
    ],
    "diff": [
        {"fail-on": "warning", "severity": {"request-max-added": "error", "s3.GetObject:error-added": "off"}},
        {"severity": {"request_max_added": "note"}},
        {"severity": {"request-max-aded": "note"}},
        {"severity": {"error-added": "loud"}},
        {"fail-on": "errors"},
    ],
    "match": [
        {"s3:/Key": "uuid", "logs.PutLogEvents:/logEvents/*/timestamp": "epoch"},
        {"/ClientToken": ""},
        {"/ClientToken": 3},
        {"ClientToken": "any"},
    ],
    "redaction": [
        {"headers": ["X-Acme-Key"], "queries": ["acme_sig"], "members": ["TenantCode"], "pseudonyms": True},
        {"pointers": ["/Users/*/Email"]},
        {"pointers": ["Users"]},
        {"keep": ["ssm.GetParameter/Parameter/Value", "ssm.*/Name", "/Name"]},
        {"keep": ["Name"]},
        {"keep": ["SSM.GetParameter/Name"]},
        {"patterns": {"Acme token": "acme_[0-9a-f]{32}"}},
        {"patterns": {"Acme token": 3}},
        {"patterns": ["acme"]},
        {"functions": ["json:dumps"]},
        {"functions": ["json"]},
        {"functions": "json:dumps"},
        {"headers": "X-Acme-Key"},
        {"pseudonyms": "yes"},
        {"header": []},
    ],
}
TABLES = [{name: value} for name in PARSERS for value in (*ANY_VALUES, *VALUES.get(name, ()))]


def is_taken(table: dict[str, Any]) -> bool:
    """Whether harness takes a table of settings."""
    try:
        settings = parse_settings(table, "here")
        redaction_of(settings)
        matching_of(settings)
        drift_settings_of(settings)
    except HarnessError:
        return False
    return True


@pytest.mark.parametrize("name", PARSERS)
def test_it_refuses_what_harness_refuses(name: str) -> None:
    schema = jsonschema.Draft202012Validator(settings_schema())
    verdicts = {
        json.dumps(table): (is_taken(table), schema.is_valid({"tool": {"harness": table}}))
        for table in TABLES
        if name in table
    }
    assert {table: both for table, both in verdicts.items() if both[0] != both[1]} == {}
    assert {taken for taken, _ in verdicts.values()} == {True, False}


def test_both_validators_agree() -> None:
    """Patterns are plain enough for ECMAScript, which editors have."""
    reference = jsonschema.Draft202012Validator(settings_schema())
    other = jsonschema_rs.validator_for(settings_schema())
    documents = [{"tool": {"harness": table}} for table in TABLES]
    assert [reference.is_valid(each) for each in documents] == [other.is_valid(each) for each in documents]


@pytest.mark.parametrize("tool", [{"harness": {"severty": {}}}, {"harness": 3}, 3])
def test_unknown_settings_are_refused(tool: object) -> None:
    assert not jsonschema.Draft202012Validator(settings_schema()).is_valid({"tool": tool})


def test_a_whole_project_file_is_valid() -> None:
    document = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    schema = jsonschema.Draft202012Validator(settings_schema())
    assert schema.is_valid(document)
    assert schema.is_valid(document | {"tool": document["tool"] | {"harness": {"max-age": "90d"}}})


def test_every_setting_has_a_schema_with_a_description() -> None:
    jsonschema.Draft202012Validator.check_schema(settings_schema())
    properties = settings_schema()["$defs"]["harness"]["properties"]
    assert properties.keys() == PARSERS.keys()
    assert all(each["description"].endswith(".") for each in properties.values())


def test_the_command_prints_or_writes_it(tmp_path: Path) -> None:
    printed = CliRunner().invoke(_group, ["schema", "--settings"])
    assert json.loads(printed.stdout) == settings_schema()
    assert CliRunner().invoke(_group, ["schema", "--settings", "--out", str(tmp_path)]).exit_code == 0
    assert json.loads((tmp_path / "tool.harness.json").read_text(encoding="utf-8")) == settings_schema()
    assert CliRunner().invoke(_group, ["schema", "--settings", "dynamodb.ListTables"]).exit_code == 2
