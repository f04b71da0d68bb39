"""Names and values of strangers in all that the commands and pytest print and write: nothing is obeyed."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from harness.cli import _group

TEXTS = {
    "a title": "\x1b]0;title\x07",
    "a link": "\x1b]8;;https://evil.invalid\x1b\\link",
    "colours of C1": "\x9b31m\x9d0;t\x9c",
    "a line of GitHub": "a\n::error file=x::stolen",
    "a mask of GitHub": "\n  ::add-mask::a",
    "a line of Azure": "\n##vso[task.setvariable]a",
    "a turned direction": "\u202egnp.exe\u2066",
    "separators": "a\u2028::error::b\u0085c",
    "markup": "]]><script>alert(1)</script><!--",
    "a table": "| a | b |\n| --- | --- |\n`x`",
    "a quoted attribute": '" onmouseover="alert(1)',
}
OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
COMMAND = re.compile(r"^\s*::(?!error |warning |notice )|^\s*##(vso)?\[", re.MULTILINE)


def exchange(text: str) -> dict[str, Any]:
    return {
        "request": {
            "method": "POST",
            "uri": f"https://dynamodb.us-east-1.amazonaws.com/{text}",
            "headers": {"X-Amz-Target": [f"DynamoDB_20120810.ListTables{text}"], text: [text]},
            "body": "{}",
        },
        "response": {
            "status": {"code": 200, "message": text},
            "headers": {text: [text]},
            "body": {"string": ""},
        },
    }


def broken(text: str) -> dict[str, Any]:
    headers = {
        "X-Amz-Target": ["DynamoDB_20120810.ListTables"],
        "Content-Type": ["application/x-amz-json-1.0"],
    }
    body = json.dumps({"TableNames": text, text: text, "LastEvaluatedTableName": {text: 1}})
    return {
        "request": {
            "method": "POST",
            "uri": "https://dynamodb.us-east-1.amazonaws.com/",
            "headers": headers,
            "body": json.dumps({text: text, "Limit": text, "password": f"Trumpet-77-{text}"}),
        },
        "response": {"status": {"code": 200, "message": "OK"}, "headers": {}, "body": {"string": body}},
    }


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def save(text: str, name: str) -> str:
    tape = {"interactions": [exchange(text), broken(text)], text: text, "version": 1}
    content = json.dumps(tape).encode()
    descriptor = os.open(os.fsencode(name), os.O_WRONLY | os.O_CREAT)
    os.write(descriptor, content)
    os.close(descriptor)
    return name


def run(*arguments: str) -> str:
    result = CliRunner().invoke(_group, list(arguments))
    assert result.exit_code in (0, 1, 2), result.output[-2_000:]
    hold(result.output)
    return result.stdout


def hold(printed: str) -> None:
    assert not OBEYED.search(printed), repr(printed[:2_000])
    assert not COMMAND.search(printed), repr(printed[:2_000])


COMMANDS = [
    ("check", "-v"),
    ("check", "--json"),
    *(("check", "--format", form) for form in ("junit", "sarif", "github", "gitlab")),
    ("redact", "--dry-run"),
    ("redact", "--dry-run", "--json"),
    ("coverage",),
    ("coverage", "--json"),
    ("import", "vcr"),
    ("import", "vcr", "--json"),
    ("report",),
    ("split", "--by", "operation"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("named", ["plain", "as it says", "no UTF-8"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_commands(text: str, named: str, command: tuple[str, ...]) -> None:
    name = {"plain": "tape", "as it says": text.replace("/", "-")}.get(named, os.fsdecode(b"caf\xe9\x9b"))
    tape = save(text, f"./{name}.json")
    out = {"import": ["--out", "out"], "split": ["--out", "out"], "report": ["-o", "out.html"]}
    printed = run(*command, tape, *out.get(command[0], []))
    if "--json" in command or command[-1] in ("sarif", "gitlab"):
        assert json.loads(printed) is not None
    if command[-1] == "junit":
        ET.fromstring(printed)
    if command[0] == "report":
        page = Path("out.html").read_text(encoding="utf-8")
        assert "<script>alert(1)" not in page
        assert 'onmouseover="alert' not in page


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_files_that_are_not_there(text: str) -> None:
    name = f"./{text.replace('/', '-')}.json"
    for command in ("check", "redact", "coverage", "report"):
        out = ["-o", "out.html"] if command == "report" else []
        assert not run(command, name, *out).startswith("{")
    assert not run(text)
    assert not run("check", "--format", text, "x.json")


MODULE = '''
"""One text of a stranger, and every way to meet it."""
import boto3
import pytest

import harness

KEYS = {"aws_access_key_id": "a", "aws_secret_access_key": "b"}
TEXTS = %s


@pytest.fixture(scope="session")
def client():
    return boto3.client("dynamodb", "us-east-1", **KEYS)


@pytest.mark.parametrize("number", range(len(TEXTS)))
class TestText:
    def test_broken(self, client, number):
        name = "dynamodb.ListTables:/ExclusiveStartTableName"
        with harness.use_cassette(f"broken-{number}.json", "none", ignore=[name]):
            client.list_tables()

    def test_missed(self, client, number):
        with harness.use_cassette(f"missed-{number}.json", "none"):
            client.list_tables(Limit=3)

    def test_not_there(self, number):
        harness.load_cassette(f"no-{TEXTS[number]}.json")
'''


def recorded(text: str, answer: str) -> dict[str, Any]:
    one = broken(text)
    one["harness"] = {
        "format": 1,
        "service": "dynamodb",
        "operation": "ListTables",
        "region": "us-east-1",
        "params": {"ExclusiveStartTableName": text},
    }
    one["response"]["body"]["string"] = answer
    return one


def write(path: Path, *interactions: Any) -> None:
    path.write_text(json.dumps({"version": 1, "interactions": interactions}), encoding="utf-8")


def test_what_pytest_prints(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    for number, text in enumerate(TEXTS.values()):
        names = {"TableNames": [text], text: {text: 1}, "LastEvaluatedTableName": {text: text}}
        write(pytester.path / f"broken-{number}.json", recorded(text, json.dumps(names)))
        write(pytester.path / f"missed-{number}.json", exchange(text), recorded(text, "{}"))
    pytester.makepyfile(MODULE % ascii(list(TEXTS.values())))
    result = pytester.runpytest_subprocess("-p", "aws_contract_harness", "-v", "--contract-coverage")
    printed = result.stdout.str() + result.stderr.str()
    assert result.ret in (0, 1), printed[-3_000:]
    assert not OBEYED.search(printed), repr(OBEYED.search(printed))
    assert not COMMAND.search(printed), repr(COMMAND.search(printed))
    for form in ("must be a string", "CannotReplay", "CassetteNotFound"):
        assert form in printed
