"""CONTRIBUTING.md's walk-throughs, followed on a copy of the package: no other file need be touched."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


class Copy:
    """A copy of the package, which counts the files that are touched in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.touched: set[str] = set()
        shutil.copytree(ROOT / "harness", folder / "harness", ignore=shutil.ignore_patterns("__pycache__"))

    def add(self, name: str, text: str) -> None:
        path = self.folder / name
        assert not path.exists()
        path.write_text(text)
        self.touched.add(name)

    def put_before(self, name: str, line: str, added: str) -> None:
        path = self.folder / name
        before, found, after = path.read_text().partition(line)
        assert found, f"{name} has no line {line!r}"
        path.write_text(before + added + found + after)
        self.touched.add(name)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.python("import sys; from harness.cli import main; main(sys.argv[1:])", *arguments)

    def python(self, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": str(self.folder)},
            capture_output=True,
            text=True,
        )


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


PRIVATE = {
    "metadata": {"apiVersion": "2020-01-01", "serviceId": "Depot", "protocol": "json"},
    "operations": {"PutCrate": {"name": "PutCrate", "input": {"shape": "PutCrateRequest"}}},
    "shapes": {
        "PutCrateRequest": {
            "type": "structure",
            "members": {"Weight": {"shape": "Weight", "documentation": "<p>A crate. At most 40 kg.</p>"}},
        },
        "Weight": {"type": "integer"},
    },
}


def test_a_fact_about_a_private_service(tmp_path: Path) -> None:
    model = tmp_path / "models" / "depot" / "2020-01-01" / "service-2.json"
    model.parent.mkdir(parents=True)
    model.write_text(json.dumps(PRIVATE))
    (tmp_path / "pyproject.toml").write_text('[tool.harness]\nfacts = ["facts.jsonl"]\n')
    (tmp_path / "facts.jsonl").touch()

    def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT), "AWS_DATA_PATH": str(tmp_path / "models")},
            capture_output=True,
            text=True,
        )

    command = "import sys; from harness.cli import main; main(sys.argv[1:])"
    rule = '{"kind": "range", "param": "Weight", "max": 40}'
    added = run(command, "rules", "depot.PutCrate", "--add", rule, "--sentence", "2")
    assert added.returncode == 0, added.stderr
    checked = run(
        "from pathlib import Path\n"
        "import harness\n"
        "from harness.settings import load_settings\n"
        "load_settings(Path.cwd())\n"
        "for violation in harness.contract('depot', 'PutCrate').check_request({'Weight': 41}):\n"
        "    print(violation.severity, violation.message)\n"
    )
    assert checked.stdout == "error Weight must be at most 40, but was 41.\n", checked.stderr


def test_a_format_of_reports(copy: Copy) -> None:
    copy.add(
        "harness/report/formats/count.py",
        "def render(report, root):\n    return f'{len(report.violations)} in {report.exchanges}\\n'\n",
    )
    shutil.copytree(ROOT / "cassettes", copy.folder / "cassettes")
    done = copy.run("check", "cassettes", "--format", "count")
    assert (done.returncode, done.stdout) == (0, "0 in 21\n")
    assert len(copy.touched) == 1


def test_a_command(copy: Copy) -> None:
    copy.add(
        "harness/cli/hello.py",
        "import click\n\n@click.command('hello')\ndef command() -> None:\n    click.echo('Hello.')\n",
    )
    copy.put_before("harness/cli/__init__.py", '    "init": ', '    "hello": "Say hello.",\n')
    assert copy.run("hello").stdout == "Hello.\n"
    assert "hello     Say hello." in copy.run("--help").stdout
    assert len(copy.touched) == 2


def test_a_form_of_secrets(copy: Copy) -> None:
    copy.put_before(
        "harness/redaction/tokens.py",
        '    Form("Atlassian token"',
        '    Form("Throw-away token", "throw_away_", r"[0-9a-f]{20}"),\n',
    )
    token = "throw_away_" + "0123456789abcdef0123"
    tape = {
        "version": 1,
        "interactions": [
            {
                "request": {
                    "method": "POST",
                    "uri": "https://sqs.eu-west-1.amazonaws.com/",
                    "headers": {"X-Amz-Target": ["AmazonSQS.ListQueues"]},
                    "body": json.dumps({"QueueNamePrefix": f"see {token}"}),
                },
                "response": {
                    "status": {"code": 200, "message": "OK"},
                    "headers": {},
                    "body": {"string": "{}"},
                },
            }
        ],
    }
    path = copy.folder / "tape.json"
    path.write_text(json.dumps(tape))
    assert copy.run("redact", "tape.json").returncode == 0
    assert token not in path.read_text()
    assert len(copy.touched) == 1


def test_a_layout_of_recordings(copy: Copy) -> None:
    copy.add(
        "harness/cassette/importers/throw_away.py",
        "def recorded(item):\n"
        "    asked, answered = item['asked'], item['answered']\n"
        "    response = {'status': {'code': 200}, 'headers': {}, 'body': answered}\n"
        "    return {'request': {'method': 'POST', **asked}, 'response': response}\n",
    )
    name = "harness/cassette/importers/vcr.py"
    copy.put_before(
        name,
        '        case {"interactions": list(items)}:\n',
        '        case {"pairs": list(items)}:\n'
        "            return _Layout('throw-away', items, throw_away.recorded)\n",
    )
    copy.put_before(
        name, "from harness.cassette.importers import ", "from harness.cassette.importers import throw_away\n"
    )
    pair = {
        "asked": {
            "uri": "https://sqs.eu-west-1.amazonaws.com/",
            "headers": {
                "X-Amz-Target": ["AmazonSQS.ListQueues"],
                "Content-Type": ["application/x-amz-json-1.0"],
            },
            "body": "{}",
        },
        "answered": "{}",
    }
    (copy.folder / "old.json").write_text(json.dumps({"pairs": [pair]}))
    done = copy.run("import", "vcr", "old.json", "--out", "new")
    assert done.returncode == 0, done.stderr
    assert "1 exchange imported into 1 cassette, 0 left out" in done.stdout
    assert len(copy.touched) == 2
