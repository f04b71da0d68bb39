"""The Python, the settings and the commands of docs/redaction.md."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from harness.cassette.model import Interaction, Request, Response
from harness.cassette.store import save_cassette
from harness.cli import _group
from harness.record.redaction import DEFAULT, PSEUDONYMS, stand_in
from harness.settings import parse_settings, redaction_of

PAGE = (Path(__file__).parents[2] / "docs/redaction.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def test_the_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    save_cassette("cassettes/users.yaml", [])
    (block,) = blocks("python")
    names: dict[str, object] = {}
    exec(block, names)
    assert names["mine"] != DEFAULT


def test_the_settings_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    module = tmp_path / "acme" / "testing.py"
    module.parent.mkdir()
    module.write_text("def hide_tenant(path, value):\n    return value\n")
    (block,) = blocks("toml")
    redaction = redaction_of(parse_settings(tomllib.loads(block)["tool"]["harness"], "here"))
    assert "x-acme-key" in redaction.headers
    assert "acme_sig" in redaction.queries
    assert redaction.members.fullmatch("tenantcode")
    assert redaction.members.fullmatch("TenantCode")
    assert redaction.pointers == ("/Users/*/Email",)
    assert redaction.patterns[len(DEFAULT.patterns) : -1] == PSEUDONYMS
    assert redaction.patterns[-1].pattern.fullmatch("acme_" + "0f" * 16)
    assert [function.__name__ for function in redaction.functions] == ["hide_tenant"]


def test_the_commands_do_as_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    request = Request("GET", "http://127.0.0.1:5000/", (("Cookie", "a=b"),))
    save_cassette("tests/cassettes/a.yaml", [Interaction(request, Response(200))])
    (block,) = blocks("console")
    commands = [shlex.split(line)[1:] for line in block.splitlines()]
    assert [CliRunner().invoke(_group, command).exit_code for command in commands] == [1, 0, 0]


def test_the_stand_in_of_the_page() -> None:
    secret, standing = re.findall(r"`(Hunter-22)` becomes `([^`]*)`", PAGE)[0]
    assert stand_in(secret) == standing
