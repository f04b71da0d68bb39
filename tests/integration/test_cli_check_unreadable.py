"""``harness check`` and files that cannot be read: they cost nothing of the report."""

from __future__ import annotations

import json
import os
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml
from click.testing import CliRunner, Result

from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.store import save_cassette
from harness.cli import _group

HEADERS = (("Content-Type", "application/x-amz-json-1.0"),)


def list_tables(limit: int) -> Interaction:
    """An interaction as harness records it; a limit above 100 breaks the contract."""
    params = {"Limit": limit}
    return Interaction(
        Request(
            "POST", "http://127.0.0.1/", (("X-Amz-Target", "DynamoDB_20120810.ListTables"), *HEADERS), b"{}"
        ),
        Response(200, "OK", HEADERS, b'{"TableNames": []}'),
        Facts("dynamodb", "ListTables", "us-east-1", params, "json", "2026-11-21T10:00:00Z", "a stub"),
    )


def run(*arguments: str) -> Result:
    return CliRunner().invoke(_group, ["check", *arguments])


@pytest.fixture(autouse=True)
def tapes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a good cassette, a broken one, and files that cannot be read."""
    monkeypatch.chdir(tmp_path)
    folder = Path("tapes")
    folder.mkdir()
    save_cassette(folder / "good.yaml", [list_tables(10)])
    save_cassette(folder / "wrong.json", [list_tables(1000)])
    save_cassette(folder / "cut.json", [list_tables(1000), list_tables(10), list_tables(10)])
    whole = folder / "cut.json"
    whole.write_bytes(whole.read_bytes()[:-40])
    (folder / "empty.yaml").write_text("")
    (folder / "random.yaml").write_bytes(b"interactions" + b"\x00\xff\xfe: [")
    (folder / "ruby.yml").write_text(yaml.safe_dump({"http_interactions": [], "recorded_with": "VCR 6.1.0"}))
    return folder


UNREADABLE = ["cut.json", "empty.yaml", "random.yaml", "ruby.yml"]


def test_the_rest_is_checked_and_each_file_is_named() -> None:
    result = run("tapes")
    assert result.exit_code == 2
    named = [line for line in result.stderr.splitlines() if line.startswith("harness: ")]
    assert [line.removeprefix("harness: tapes/").split(".")[0] for line in named] == [
        name.split(".")[0] for name in UNREADABLE
    ]
    assert named[3] == (
        "harness: tapes/ruby.yml is a recording of VCR 6.1.0. To check it, first make a cassette of "
        "it: harness cassette import vcr."
    )
    # What stood before the fault of cut.json counts.
    assert "Limit must be at most 100, but was 1000. (2 like this)" in result.stdout
    assert result.stdout.splitlines()[-1].endswith("2 errors of 1 kind, 0 warnings, 4 files unreadable")


def test_every_format_has_the_rest_and_the_files() -> None:
    formats = [f"--format={name}=out/{name}" for name in ("json", "junit", "sarif", "github", "gitlab")]
    assert run("tapes", *formats).exit_code == 2
    report = json.loads(Path("out/json").read_text())
    assert [file["cassette"] for file in report["unreadable"]] == [f"tapes/{name}" for name in UNREADABLE]
    assert len(report["violations"]) == 2
    suites = ET.parse("out/junit").getroot()
    assert (suites.attrib["failures"], suites.attrib["errors"]) == ("1", "4")
    (sarif,) = json.loads(Path("out/sarif").read_text())["runs"]
    assert len(sarif["results"]) == 2
    assert len(sarif["invocations"][0]["toolExecutionNotifications"]) == 4
    assert Path("out/github").read_text().count("title=harness%3A unreadable") == 4
    assert [one["check_name"] for one in json.loads(Path("out/gitlab").read_text())].count("unreadable") == 4


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_several_processes_say_the_same(jobs: str) -> None:
    alone, shared = run("tapes", "--json"), run("tapes", "--json", "-j", jobs)
    assert (shared.exit_code, shared.stdout, shared.stderr) == (alone.exit_code, alone.stdout, alone.stderr)


def test_a_path_that_is_not_there_stops_nothing() -> None:
    result = run("tapes/good.yaml", "nowhere", "tapes/wrong.json")
    assert (result.exit_code, result.stderr) == (
        2,
        (
            "harness: There is nothing to check at nowhere: there is no such file or folder. Name a "
            "cassette, or a folder of them.\n"
        ),
    )
    assert result.stdout.endswith(
        "2 exchanges of 1 operation checked, 1 error, 0 warnings, 1 file unreadable\n"
    )


def test_a_file_that_is_named_and_no_cassette() -> None:
    Path("package.json").write_text('{"name": "shop"}')
    result = run("package.json", "tapes/good.yaml")
    assert (result.exit_code, result.stderr) == (
        2,
        (
            "harness: package.json, line 1: this is not a cassette: its top level has no interactions. Name "
            "a cassette, or convert another tool's recording with harness cassette import. If it was a "
            "cassette, restore it from version control.\n"
        ),
    )
    assert result.stdout.startswith("1 exchange of 1 operation checked")


def test_others_are_skipped_if_wanted_as_the_hook_wants_it() -> None:
    Path("package.json").write_text('{"name": "shop"}')
    result = run("--skip-others", "package.json", "tapes/good.yaml")
    assert (result.exit_code, result.stdout) == (
        0,
        "skipped: package.json is no cassette\n\n1 exchange of 1 operation checked, 0 errors, 0 warnings\n",
    )
    assert run("--skip-others", "package.json").exit_code == 0
    (hook,) = yaml.safe_load((Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text())
    assert hook["entry"].split()[1:] == ["check", "--skip-others"]


@pytest.mark.parametrize(
    ("name", "content", "tool", "form"),
    [
        (
            "a.yaml",
            "http_interactions: []\nrecorded_with: betamax/0.9\n",
            "betamax",
            "it: harness cassette import vcr.",
        ),
        (
            "a.json",
            '{"log": {"entries": []}}',
            "a browser or a proxy (HAR)",
            "it: harness cassette import har.",
        ),
        (
            "iam.ListUsers_1.json",
            '{"status_code": 200, "data": {}}',
            "placebo",
            "the folder it is in: harness cassette import placebo.",
        ),
        (
            "a.yml",
            "- request: {host: x, path: /}\n  response: {}\n",
            "vcrpy before 1.0",
            "it: harness cassette import vcr.",
        ),
    ],
)
def test_recordings_of_other_tools_are_told_apart(name: str, content: str, tool: str, form: str) -> None:
    Path(name).write_text(content)
    result = run(name)
    assert (result.exit_code, result.stderr) == (
        2,
        f"harness: {name} is a recording of {tool}. To check it, first make a cassette of {form}\n",
    )


def test_a_baseline_keeps_what_it_knows_of_an_unreadable_file() -> None:
    assert (
        run("tapes/good.yaml", "tapes/wrong.json", "--baseline", "known.json", "--write-baseline").exit_code
        == 0
    )
    before = Path("known.json").read_text()
    Path("tapes/wrong.json").write_text('{"interactions": [')
    result = run("tapes/wrong.json", "tapes/good.yaml", "--baseline", "known.json", "--write-baseline")
    assert result.exit_code == 2
    assert Path("known.json").read_text() == before
    assert "fixed" not in run("tapes/wrong.json", "tapes/good.yaml", "--baseline", "known.json").stdout


def test_the_root_that_paths_start_from() -> None:
    os.makedirs("checkout/tapes")
    save_cassette(Path("checkout/tapes/wrong.yaml"), [list_tables(1000)])
    arguments = ("checkout/tapes", "--format", "github")
    assert "file=checkout/tapes/wrong.yaml" in run(*arguments).stdout
    assert "file=tapes/wrong.yaml" in run(*arguments, "--root", "checkout").stdout
    result = run(*arguments, "--root", "nowhere")
    assert result.exit_code == 2
    assert "--root" in result.stderr


@pytest.mark.parametrize("command", ["coverage", "report"])
def test_other_commands_go_on_as_well(command: str) -> None:
    out = ["-o", "page.html"] if command == "report" else []
    result = CliRunner().invoke(_group, [command, "tapes", *out])
    assert result.exit_code == 2
    assert len([line for line in result.stderr.splitlines() if line.startswith("harness: tapes/")]) == 4
    assert result.stdout


OTHERS = {
    # As VCR 1.11 wrote it: the tag of the etag is Ruby's way to say that it is a text.
    "old.yml": (
        "---\nhttp_interactions:\n- request:\n    method: get\n  response:\n    headers:\n      Etag:\n"
        "      - ! '\"24ec5\"'\nrecorded_with: VCR 1.11.3\n"
    ),
    "older.yml": "--- \n- !ruby/struct:VCR::HTTPInteraction \n  :request: !ruby/struct:VCR::Request \n",
    "ec2.DescribeKeyPairs_1.json": '{\n    "status_code": 200, \n    "data": {"KeyPairs": []}\n}\n',
    "page.har": '{"log": {"version": "1.2", "entries": []}}',
    "betamax.json": '{"recorded_with": "betamax/0.4.2", "http_interactions": []}',
}
SAID = [
    (
        "betamax.json is a recording of betamax. To check it, first make a cassette of it: harness "
        "cassette import vcr."
    ),
    ("old.yml is a recording of VCR. To check it, first make a cassette of it: harness cassette import vcr."),
    (
        "ec2.DescribeKeyPairs_1.json is a recording of placebo. To check it, first make a cassette "
        "of the folder it is in: harness cassette import placebo."
    ),
    (
        "older.yml: Ruby's VCR wrote it before version 2, which harness can't read. Restore the file from "
        "version control, or delete it and record it again."
    ),
    (
        "page.har is a recording of a browser or a proxy (HAR). To check it, first make a cassette "
        "of it: harness cassette import har."
    ),
]


@pytest.fixture
def others() -> Path:
    """A folder with recordings of other tools, and a file that is none."""
    folder = Path("others")
    folder.mkdir()
    for name, text in (OTHERS | {"package.json": '{"name": "shop"}'}).items():
        (folder / name).write_text(text)
    return folder


def test_recordings_of_other_tools_are_named_in_a_folder(others: Path) -> None:
    save_cassette(others / "good.yaml", [list_tables(10)])
    result = run("others", "--format=sarif=out.sarif")
    assert (result.exit_code, result.stderr.splitlines()) == (2, [f"harness: others/{line}" for line in SAID])
    assert result.stdout.startswith("skipped: others/package.json is no cassette\n")
    (sarif,) = json.loads(Path("out.sarif").read_text())["runs"]
    assert len(sarif["invocations"][0]["toolExecutionNotifications"]) == len(SAID)


def test_recordings_of_other_tools_are_skipped_where_others_are(others: Path) -> None:
    result = run(
        "tapes/good.yaml", "--skip-others", *(f"others/{name}" for name in OTHERS if name != "older.yml")
    )
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.count("skipped: others/") == 4


def test_a_folder_of_recordings_of_another_tool(others: Path) -> None:
    for name in OTHERS:
        if not name.endswith("1.json"):
            (others / name).unlink()
    assert run("others").stderr == (
        "harness: There is nothing to check at others: it holds no cassette (.yaml, .yml or .json). others/"
        f"{SAID[2]}\n"
    )


def test_a_link_that_leads_nowhere() -> None:
    Path("tapes/link.yaml").symlink_to("gone.yaml")
    assert run("tapes/link.yaml").stderr == (
        "harness: There is nothing to check at tapes/link.yaml: it is a link to gone.yaml, which isn't "
        "there. Name a cassette, or a folder of them.\n"
    )
