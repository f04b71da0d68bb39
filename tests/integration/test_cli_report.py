"""``harness report``: the page that it writes, what it compares with, and what it says of bad input."""

from __future__ import annotations

import base64
import json
import re
import stat
import zlib
from pathlib import Path
from typing import Any

import fsspec
import pytest
from click.testing import CliRunner, Result

from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.store import save_cassette
from harness.cli import _group
from harness.report.html.page import read_index

JSON = (("Content-Type", "application/x-amz-json-1.0"),)


def list_tables(limit: int = 10, answer: bytes = b'{"TableNames": ["orders"]}') -> Interaction:
    headers = (("X-Amz-Target", "DynamoDB_20120810.ListTables"), *JSON)
    params = {"Limit": limit}
    return Interaction(
        Request("POST", "http://127.0.0.1:5000/", headers, json.dumps(params).encode()),
        Response(200, "OK", JSON, answer),
        Facts("dynamodb", "ListTables", "us-east-1", params, "json", "2026-11-21T10:00:00Z", "a stub"),
    )


GOOD = list_tables()
BROKEN = list_tables(1000)
UNREADABLE = list_tables(answer=b'{"TableNames": [')
FOREIGN = Interaction(Request("GET", "http://127.0.0.1:5000/health"), Response(200, "OK", (), b"fine"))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(_group, ["report", *map(str, arguments)])


def index_of(path: str = "report.html") -> dict[str, Any]:
    return read_index(Path(path).read_bytes())


def details(path: str = "report.html") -> list[dict[str, Any]]:
    found = re.findall(rb'<script type="application/x-harness-block">(.*?)</script>', Path(path).read_bytes())
    return [one for block in found for one in json.loads(zlib.decompress(base64.b64decode(block)))]


def summaries(path: str = "report.html") -> list[list[str]]:
    found = re.findall(
        rb'<script type="application/x-harness-summaries">(.*?)</script>', Path(path).read_bytes()
    )
    (one,) = found
    return list(json.loads(zlib.decompress(base64.b64decode(one))))


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_exchange_is_in_the_page() -> None:
    save_cassette("tapes/a.yaml", [GOOD, BROKEN])
    save_cassette("tapes/b.yaml", [FOREIGN, UNREADABLE])
    result = run("tapes")
    assert result.exit_code == 1
    assert result.stdout == (
        "report.html: 3 exchanges of 1 operation checked, 2 errors, 0 warnings, 1 not checked\n"
    )
    assert result.stderr.startswith("not checked: GET 127.0.0.1/health is no request to a known AWS service")
    index = index_of()
    rows = [
        (index["cassettes"][row[0]], row[1], index["names"][row[2]], row[-1]) for row in index["exchanges"]
    ]
    assert rows == [
        ("tapes/a.yaml", 1, "dynamodb.ListTables", []),
        ("tapes/a.yaml", 2, "dynamodb.ListTables", [0]),
        ("tapes/b.yaml", 1, "GET http://127.0.0.1:5000/health", []),
        ("tapes/b.yaml", 2, "dynamodb.ListTables", [1]),
    ]
    assert [row[3] for row in index["exchanges"]] == [None, None, 0, None]
    first, second = index["problems"]
    assert (first["code"], first["place"], first["message"]) == (
        "range",
        "/Limit",
        "Limit must be at most 100, but was 1000.",
    )
    assert first["documentation"].startswith("A maximum number of table names to return.")
    assert second["code"] == "unreadable"
    assert list(index["codes"]) == ["range", "unreadable"]
    assert index["codes"]["range"].startswith("# range\n")
    shown = details()
    assert shown[1]["request"]["text"] == '{\n  "Limit": 1000\n}'
    assert shown[1]["violations"] == [
        {"problem": 0, "pointer": "/Limit", "message": "Limit must be at most 100, but was 1000.", "line": 1}
    ]
    assert shown[2]["response"]["text"] == "fine"
    assert shown[3]["response"]["text"] == '{"TableNames": ['
    assert index["coverage"]["operations"]["dynamodb.ListTables"]["exchanges"] == 2


def test_nothing_wrong_ends_with_0_and_makes_one_file() -> None:
    save_cassette("a.yaml", [GOOD])
    result = run("a.yaml", "--output", "first.html")
    assert (result.exit_code, result.output) == (
        0,
        "first.html: 1 exchange of 1 operation checked, 0 errors, 0 warnings\n",
    )
    assert sorted(path.name for path in Path().iterdir()) == ["a.yaml", "first.html"]
    assert index_of("first.html")["changes"] is None


def test_cassettes_of_another_store() -> None:
    save_cassette("a.json", [GOOD, BROKEN])
    fsspec.filesystem("memory").pipe("/tapes/a.json", Path("a.json").read_bytes())
    assert run("memory://tapes").exit_code == 1
    index = index_of()
    assert index["cassettes"] == ["memory:///tapes/a.json"]
    assert [row[-1] for row in index["exchanges"]] == [[], [0]]


def test_secrets_are_not_copied_into_the_page() -> None:
    headers = (("X-Amz-Target", "DynamoDB_20120810.ListTables"), ("Authorization", "hunter2hunter2"), *JSON)
    secret = Request("POST", "http://127.0.0.1:5000/?X-Amz-Signature=0f0f0f0f0f", headers, b"{}")
    save_cassette("a.yaml", [Interaction(secret, GOOD.response, GOOD.facts)])
    assert run("a.yaml").exit_code == 1
    (shown,) = details()
    assert "hunter2" not in json.dumps(shown)
    assert "0f0f0f0f0f" not in json.dumps(shown)
    assert {index_of()["problems"][one["problem"]]["code"] for one in shown["violations"]} == {"secret"}


def test_what_was_found_is_not_quoted_where_there_are_secrets() -> None:
    params = {"Name": "database", "Type": "SecureStrin", "Value": "hunter2"}
    facts = Facts("ssm", "PutParameter", "us-east-1", params, "json", "2026-11-21T10:00:00Z", "a stub")
    headers = (("Authorization", "hunter2"), *JSON)
    save_cassette(
        "a.yaml",
        [
            Interaction(
                Request("POST", "http://127.0.0.1:5000/", headers), Response(200, "OK", JSON, b"{}"), facts
            )
        ],
    )
    assert run("a.yaml").exit_code == 1
    messages = [problem["message"] for problem in index_of()["problems"]]
    assert "Type must be one of String, StringList, SecureString." in messages
    assert "hunter2" not in json.dumps([details(), index_of(), summaries()])


def test_the_settings_of_the_project_hold() -> None:
    save_cassette("a.yaml", [BROKEN])
    Path("pyproject.toml").write_text('[tool.harness.severity]\nrange = "warning"\n')
    assert run("a.yaml").output == "report.html: 1 exchange of 1 operation checked, 0 errors, 1 warning\n"


def test_what_a_baseline_knows_is_left_out() -> None:
    save_cassette("a.yaml", [BROKEN])
    Path("pyproject.toml").write_text('[tool.harness]\nbaseline = "known.json"\n')
    assert CliRunner().invoke(_group, ["check", "a.yaml", "--write-baseline"]).exit_code == 0
    result = run("a.yaml")
    assert (result.exit_code, result.stderr) == (0, "baseline: 1 known violation left out\n")
    assert index_of()["problems"] == []
    assert index_of()["notes"] == ["baseline: 1 known violation left out"]


@pytest.mark.parametrize("form", ["page", "json"])
def test_changes_since_a_former_run(form: str) -> None:
    save_cassette("tapes/a.yaml", [BROKEN, BROKEN])
    save_cassette("tapes/b.yaml", [UNREADABLE])
    former = Path("former.html")
    if form == "page":
        run("tapes", "-o", "former.html")
    else:
        former = Path("former.json")
        former.write_text(CliRunner().invoke(_group, ["check", "tapes", "--json"]).stdout)
    save_cassette("tapes/a.yaml", [BROKEN])
    save_cassette("tapes/b.yaml", [list_tables(0)])
    assert run("tapes", "--against", former).exit_code == 1
    found = index_of()["changes"]
    assert found["name"] == former.name
    assert [(c["cassette"], c["code"], c["before"], c["now"]) for c in found["violations"]] == [
        ("tapes/b.yaml", "range", 0, 1),
        ("tapes/b.yaml", "unreadable", 1, 0),
        ("tapes/a.yaml", "range", 2, 1),
    ]
    assert (found["coverage"] is None) == (form == "json")


def test_a_history_is_kept_and_compared_with() -> None:
    save_cassette("a.yaml", [BROKEN])
    assert run("a.yaml", "--history", "runs", "--title", "Orders").exit_code == 1
    first = index_of()
    assert (first["title"], first["changes"], len(first["history"])) == ("Orders", None, 1)
    save_cassette("a.yaml", [GOOD, list_tables(0), UNREADABLE])
    assert run("a.yaml", "--history", "runs").exit_code == 1
    second = index_of()
    assert second["changes"]["name"] == "the last run in the history"
    figures = [(one["exchanges"], one["errors"], one["added"], one["fixed"]) for one in second["history"]]
    assert figures == [(1, 1, 0, 0), (3, 2, 1, 0)]
    since = {problem["code"]: problem["since"] for problem in second["problems"]}
    assert since == {"range": first["made"], "unreadable": second["made"]}
    (newest,) = sorted(Path("runs").glob("*.json"))[1:]
    assert run("a.yaml", "--against", newest).exit_code == 1
    assert [(c["before"], c["now"]) for c in index_of()["changes"]["violations"]] == [(1, 1), (1, 1)]


def test_a_history_that_is_no_folder() -> None:
    save_cassette("a.yaml", [GOOD])
    Path("runs").write_text("")
    result = run("a.yaml", "--history", "runs")
    assert (result.exit_code, result.output) == (
        2,
        "harness: runs is no folder. Name a folder for the history; it is made if need be.\n",
    )
    assert not Path("report.html").exists()


def test_a_row_says_what_was_asked_and_answered_and_what_runs_it_again() -> None:
    Path("tests").mkdir()
    Path("tests/test_a.py").write_text("def test_tables(): ...\n")
    cassette = "tests/cassettes/test_a/test_tables.yaml"
    save_cassette(cassette, [GOOD, BROKEN, FOREIGN])
    assert run("tests").exit_code == 1
    index = index_of()
    assert index["tests"] == ["tests/test_a.py::test_tables"]
    assert index["commands"] == [["pytest tests/test_a.py::test_tables", f"harness check {cassette}"]]
    assert [row[8] for row in index["exchanges"]] == [None, _line_of("1000"), None]
    assert summaries() == [
        ["Limit: 10", 'TableNames: ["orders"]'],
        ["Limit: 1000", 'TableNames: ["orders"]'],
        ["", "fine"],
    ]


def _line_of(words: str) -> int:
    """The line on which the interaction that has the words starts."""
    lines = Path("tests/cassettes/test_a/test_tables.yaml").read_text().splitlines()
    there = next(number for number, line in enumerate(lines) if words in line)
    return max(number for number, line in enumerate(lines[: there + 1], 1) if line.startswith("- "))


def test_a_name_holds_while_cassette_and_request_stay_the_same() -> None:
    save_cassette("a.yaml", [GOOD, BROKEN, GOOD])
    run("a.yaml")
    first = [row[7] for row in index_of()["exchanges"]]
    problem = index_of()["problems"][0]["id"]
    assert len(set(first)) == 3
    assert first[2] == f"{first[0]}-2"
    save_cassette("a.yaml", [UNREADABLE, FOREIGN, BROKEN, GOOD])
    run("a.yaml")
    second = [row[7] for row in index_of()["exchanges"]]
    assert second[2] == first[1]
    assert problem in [one["id"] for one in index_of()["problems"]]


def test_a_page_takes_the_place_of_the_one_that_it_is_compared_with() -> None:
    save_cassette("a.yaml", [BROKEN])
    run("a.yaml")
    save_cassette("a.yaml", [GOOD])
    assert run("a.yaml", "--against", "report.html").exit_code == 0
    (fixed,) = index_of()["changes"]["violations"]
    assert (fixed["before"], fixed["now"]) == (1, 0)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "No such file or directory"),
        (b"<html></html>", "it is no page of harness report"),
        (b"", "it is no page of harness report"),
        (b"{", "it is no JSON, and no page"),
        (b'{"exchanges": 3}', "it lacks what a report says"),
        (b'{"violations": [{"code": "range"}]}', "it lacks what a report says"),
        (b'{"violations": 3}', "it lacks what a report says"),
        (b'{"violations": [], "coverage": {"operations": {"a": {}}}}', "it lacks what a report says"),
    ],
)
def test_a_former_report_that_cannot_be_read(content: bytes | None, reason: str) -> None:
    save_cassette("a.yaml", [GOOD])
    if content is not None:
        Path("former").write_bytes(content)
    result = run("a.yaml", "--against", "former")
    assert result.exit_code == 2
    assert result.output == (
        f"harness: The former report former cannot be read: {reason}. Name a page of harness report, or the "
        "output of harness check --json.\n"
    )
    assert not Path("report.html").exists()


def test_another_file_is_not_written_over() -> None:
    save_cassette("a.yaml", [GOOD])
    before = Path("a.yaml").read_bytes()
    result = run("a.yaml", "-o", "a.yaml")
    assert result.exit_code == 2
    assert result.output == (
        "harness: a.yaml already exists and was not written by harness report. Name another file with "
        "--out.\n"
    )
    assert Path("a.yaml").read_bytes() == before


def test_a_folder_is_no_file() -> None:
    save_cassette("a.yaml", [GOOD])
    result = run("a.yaml", "-o", ".")
    assert (result.exit_code, result.output) == (2, "harness: .: Is a directory.\n")


def test_what_is_a_link_stays_one() -> None:
    save_cassette("a.yaml", [GOOD])
    Path("latest.html").symlink_to("report.html")
    assert run("a.yaml", "-o", "latest.html").exit_code == 0
    assert Path("latest.html").is_symlink()
    assert index_of("report.html")["cassettes"] == ["a.yaml"]


def test_a_page_names_the_cassettes_that_cannot_be_read_and_shows_the_others() -> None:
    save_cassette("a.yaml", [GOOD])
    Path("b.yaml").write_text("interactions: [")
    result = run("a.yaml", "b.yaml")
    assert result.exit_code == 2
    assert result.stderr.startswith("harness: b.yaml, line 2: ")
    page = index_of()
    assert len(page["exchanges"]) == 1
    assert page["notes"][0].startswith("b.yaml, line 2: ")
    assert sorted(path.name for path in Path().iterdir()) == ["a.yaml", "b.yaml", "report.html"]


def test_folders_are_made_and_the_mode_is_that_of_other_files() -> None:
    save_cassette("a.yaml", [GOOD])
    assert run("a.yaml", "-o", "build/report.html").exit_code == 0
    Path("other").write_text("")
    assert stat.S_IMODE(Path("build/report.html").stat().st_mode) == stat.S_IMODE(
        Path("other").stat().st_mode
    )


def test_nothing_to_show() -> None:
    result = run("nowhere")
    assert result.exit_code == 2
    assert result.output == (
        "harness: There is nothing to check at nowhere: there is no such file or folder. Name a cassette, "
        "or a folder of them.\n"
    )


@pytest.mark.parametrize("limit", [[[[]]], {}, {"a": [1]}, "ten", None, 10**40, 0.5])
def test_values_of_another_type_are_shown_as_they_are(limit: Any) -> None:
    save_cassette("a.yaml", [list_tables(limit)])
    assert run("a.yaml").exit_code == 1
    (shown,) = details()
    assert json.loads(shown["request"]["text"]) == {"Limit": limit}
