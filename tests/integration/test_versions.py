"""What states a version, or names a setting, states and names the same."""

from __future__ import annotations

import dataclasses
import json
import re
import tomllib
from pathlib import Path

from click.testing import CliRunner

from harness.cli import _group
from harness.settings import FROM_ENVIRONMENT, PARSERS, Settings

ROOT = Path(__file__).parents[2]
READ = sorted(
    [*ROOT.glob("harness/**/*.py"), *ROOT.glob("docs/*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md"]
)


def printed(*arguments: str) -> str:
    result = CliRunner().invoke(_group, arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_version_is_the_same_everywhere() -> None:
    (newest, *_) = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert printed("--version").startswith(f"harness {newest} (")
    assert json.loads(printed("schema", "--settings"))["$comment"] == f"{project['name']} {newest}"
    assert project["version"] == newest


def test_every_setting_that_is_read_is_in_the_schema_and_documented() -> None:
    schema = json.loads(printed("schema", "--settings"))["$defs"]["harness"]["properties"].keys()
    fields = {field.name.replace("_", "-") for field in dataclasses.fields(Settings)} - {"from-environment"}
    section = (
        (ROOT / "docs" / "options.md")
        .read_text(encoding="utf-8")
        .split("\n## Settings\n")[1]
        .split("\n## ")[0]
    )
    documented = set(re.findall(r"^\| `([\w-]+)`", section, re.MULTILINE))
    assert fields == schema == PARSERS.keys() == documented
    assert schema >= set(FROM_ENVIRONMENT)


def test_every_table_of_settings_that_a_message_or_page_names_is_in_the_schema() -> None:
    schema = json.loads(printed("schema", "--settings"))["$defs"]["harness"]["properties"].keys()
    named = {
        name: path
        for path in READ
        for name in re.findall(r"\[tool\.harness\.([a-z-]+)", path.read_text(encoding="utf-8"))
    }
    assert named.keys() >= {"severity", "match", "redaction"}
    assert {name: path for name, path in named.items() if name not in schema} == {}
