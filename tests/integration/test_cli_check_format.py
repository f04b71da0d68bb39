"""``harness check --format``: where each report goes, and what is wrong with what is asked."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.store import save_cassette
from harness.cli import _group

JSON = (("Content-Type", "application/x-amz-json-1.0"),)


def list_tables(limit: int, answer: bytes = b'{"TableNames": ["orders"]}') -> Interaction:
    params = {"Limit": limit}
    headers = (("X-Amz-Target", "DynamoDB_20120810.ListTables"), *JSON)
    return Interaction(
        Request("POST", "http://127.0.0.1:5000/", headers, json.dumps(params).encode()),
        Response(200, "OK", JSON, answer),
        Facts("dynamodb", "ListTables", "us-east-1", params, "json", "2026-11-21T10:00:00Z", "a stub"),
    )


FOREIGN = Interaction(Request("GET", "http://127.0.0.1:5000/health"), Response(200, "OK", (), b"fine"))


@pytest.fixture(autouse=True)
def tape(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    save_cassette("tapes/a.yaml", [list_tables(10), list_tables(1000), FOREIGN])


def run(*arguments: str) -> Result:
    return CliRunner().invoke(_group, ["check", "tapes", *arguments])


def test_text_is_printed_beside_files() -> None:
    result = run("--format", "junit=reports/harness.xml", "--format", "sarif=harness.sarif")
    assert result.exit_code == 1
    assert result.stdout == run().stdout
    suites = ET.parse("reports/harness.xml").getroot()
    assert (suites.get("tests"), suites.get("failures")) == ("2", "1")
    (sarif,) = json.loads(Path("harness.sarif").read_text())["runs"]
    location = sarif["results"][0]["locations"][0]["physicalLocation"]
    line = Path("tapes/a.yaml").read_text().splitlines()[location["region"]["startLine"] - 1]
    assert line == "      Limit: 1000"
    assert sorted(path.name for path in Path().iterdir()) == ["harness.sarif", "reports", "tapes"]


def test_another_format_is_printed_in_place_of_text() -> None:
    result = run("--format", "github", "--format", "text=report.txt")
    assert result.exit_code == 1
    assert result.stdout.startswith("::error file=tapes/a.yaml,title=dynamodb.ListTables%3A range,line=")
    assert result.stderr.startswith("not checked: ")
    assert Path("report.txt").read_text() == run().stdout


def test_json_by_either_name() -> None:
    assert run("--format", "json").stdout == run("--json").stdout
    assert len(json.loads(run("--json").stdout)["violations"]) == 1


def test_a_file_takes_the_place_of_the_former_one() -> None:
    Path("out.json").write_text("something longer than the report would be" * 100)
    run("--format", "gitlab=out.json")
    assert len(json.loads(Path("out.json").read_text())) == 1


def test_text_that_cannot_be_written_is_spelled_out() -> None:
    lone = b'{"TableNames": ["orders"], "\\ud800": 1}'
    save_cassette("tapes/a.yaml", [list_tables(10, lone)])
    command = [str(Path(sys.executable).with_name("harness")), "check", "tapes"]
    formats = ("text", "json", "gitlab", "sarif", "junit", "github")
    outputs = [f"--format={name}=out.{name}" for name in formats]
    done = subprocess.run([*command, *outputs], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    for text in (done.stdout, *(Path(f"out.{name}").read_text(encoding="utf-8") for name in formats)):
        assert "\\ud800" in text


@pytest.mark.parametrize(
    ("formats", "message"),
    [
        (
            ["junt"],
            (
                "There is no format 'junt'. Did you mean 'junit'? The formats are text, badge, github, "
                "gitlab, json, junit, sarif."
            ),
        ),
        (["sarif="], "'sarif=' lacks a file name; write sarif=FILE."),
        (
            ["junit", "sarif"],
            "Both junit and sarif would be printed; write one of them to a file: sarif=FILE.",
        ),
        (["text", "sarif"], "Both text and sarif would be printed; write one of them to a file: sarif=FILE."),
    ],
)
def test_bad_formats(formats: list[str], message: str) -> None:
    result = run(*(f"--format={name}" for name in formats))
    assert result.exit_code == 2
    assert f"Invalid value for --format: {message}" in " ".join(result.output.split())


def test_a_file_that_cannot_be_written() -> None:
    result = run("--format", "sarif=tapes/a.yaml/out.sarif")
    assert result.exit_code == 2
    assert result.output.startswith("harness: tapes/a.yaml")
    assert len(result.output.splitlines()) == 1


@pytest.mark.parametrize("name", ["tapes/a.yaml", "tapes/b.json"])
def test_a_cassette_is_not_written_over(name: str) -> None:
    save_cassette(name, [list_tables(10)])
    before = Path(name).read_bytes()
    result = run("--format", f"json={name}")
    assert result.exit_code == 2
    said = f"Invalid value for --format: {name} is a cassette; write the report to another file."
    assert said in " ".join(result.output.split())
    assert Path(name).read_bytes() == before


def test_what_is_asked_for_twice_is_printed_once() -> None:
    assert run("--json", "--format", "json").stdout == run("--json").stdout


def test_a_link_stays_one_and_a_device_what_it_is() -> None:
    Path("latest.json").symlink_to("reports/1.json")
    run("--format", "gitlab=latest.json")
    assert Path("latest.json").is_symlink()
    assert len(json.loads(Path("reports/1.json").read_text())) == 1
    command = [
        str(Path(sys.executable).with_name("harness")),
        "check",
        "tapes",
        "--format=gitlab=/dev/stderr",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("[\n  {")
    assert Path("/dev/stderr").is_symlink()
