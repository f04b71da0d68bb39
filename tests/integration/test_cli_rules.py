"""``harness rules``: one operation, all of them, labelled texts, conflicts, and input that is no good."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.model import ServiceModel

import harness.models
from harness.cli import main
from harness.contract.facts import use_own_facts
from harness.contract.rules import rule_from_json
from harness.contract.sentences import digest_of, sentences_of
from harness.models import botocore_version

SHAPE = "It must be a JSON list of objects with service, operation, member, type, siblings and text."
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command; gives its exit status, its standard output and its standard error."""

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["rules", *arguments])
        assert isinstance(ended.value.code, int)
        return ended.value.code, *capsys.readouterr()

    return run


def test_the_rules_of_an_operation_with_their_sentences(run: Run) -> None:
    sentence = "Used to retrieve at most the specified value of events."
    status, out, _ = run("xray.GetInsightEvents")
    assert status == 0
    assert out.splitlines() == [
        "scopes           InsightId names the insight of what is returned",
        (
            f"  from   documentation of InsightId, sentence 1 (botocore {botocore_version()}): "
            '"The insight\'s unique identifier." (read once, so a warning at most)'
        ),
        "page-limit       InsightEvents must have at most MaxResults entries",
        f'  from   documentation of MaxResults, sentence 1 (botocore {botocore_version()}): "{sentence}"',
    ]


def test_a_clients_method_names_an_operation_as_well(run: Run) -> None:
    assert run("xray.get_insight_events") == run("xray.GetInsightEvents")


def test_an_operation_without_rules(run: Run) -> None:
    status, out, err = run("xray.GetInsight")
    assert (status, out, err.splitlines()[0]) == (0, "", "xray.GetInsight: no documented rules.")
    assert run("xray.GetInsight", "--conflicts") == (0, "", "xray.GetInsight: no conflicts.\n")


def test_the_rules_as_json(run: Run) -> None:
    status, out, _ = run("cloudtrail.ListInsightsMetricData", "--json")
    written = json.loads(out)
    assert status == 0
    period = next(rule for rule in written if rule["kind"] == "enum" and rule["param"] == "Period")
    assert period == {
        "kind": "enum",
        "param": "Period",
        "values": [60, 300, 3600],
        "source": {
            "origin": "prose",
            "side": "request",
            "member": "Period",
            "sentence": 1,
            "text": "Valid values are 60, 300, and 3600.",
            "document": f"botocore {botocore_version()}",
            "review": "confirmed",
            "claim": "ListInsightsMetricDataRequest.Period 6fda4fd6",
        },
    }
    rules = harness.contract("cloudtrail", "ListInsightsMetricData").rules
    assert tuple(rule_from_json(rule) for rule in written) == rules


def test_no_rules_as_json(run: Run) -> None:
    assert run("xray.GetInsight", "--json") == (0, "[]\n", "")


# --- all operations, here those of one small service -------------------------------------------------------


@pytest.fixture
def project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """The working folder: a project whose settings name a file of facts of its own."""
    (tmp_path / "pyproject.toml").write_text('[tool.harness]\nfacts = ["facts.jsonl"]\n', encoding="utf-8")
    (tmp_path / "facts.jsonl").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    use_own_facts({})


def state(project: Path, *lines: dict[str, Any]) -> None:
    text = "".join(f"{json.dumps(line)}\n" for line in lines)
    (project / "facts.jsonl").write_text(text, encoding="utf-8")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, project: Path) -> None:
    description = {
        "metadata": {"serviceId": "Small", "protocol": "json"},
        "operations": {
            "Put": {"name": "Put", "input": {"shape": "In"}},
            "Get": {"name": "Get", "input": {"shape": "Nothing"}},
        },
        "shapes": {
            "In": {
                "type": "structure",
                "members": {
                    "Size": {
                        "shape": "Number",
                        "documentation": "Valid values are 60 and 300. The default is 60.",
                    },
                    "Mode": {"shape": "Mode", "documentation": "The default is <code>QUICK</code>."},
                },
            },
            "Nothing": {"type": "structure", "members": {}},
            "Number": {"type": "integer"},
            "Mode": {"type": "string", "enum": ["FAST", "SLOW"]},
        },
    }
    service = ServiceModel(description, "small")
    models = [service.operation_model(name) for name in service.operation_names]
    monkeypatch.setattr(harness.models, "operations", lambda: iter(models))
    sizes = "Valid values are 60 and 300.", {"kind": "enum", "param": ".", "values": [60, 300]}
    read, default = digest(sizes[0]), digest("The default is 60.")
    quick = digest("The default is QUICK.")
    state(
        project,
        {"service": "small", "at": "In.Size", "s": [read], "rule": sizes[1], "by": ["r1", "r2"]},
        {"service": "small", "at": "In.Size", "s": [default], "rule": DEFAULT | {"value": 60}, "by": ["r1"]},
        {
            "service": "small",
            "at": "In.Mode",
            "s": [quick],
            "rule": DEFAULT | {"value": "QUICK"},
            "by": ["r1"],
        },
    )


SIZE = {"service": "small", "at": "In.Size"}
MOST = {"service": "ivs", "at": "ListChannelsRequest.maxResults"}
DEFAULT = {"kind": "default", "param": "."}


def digest(sentence: str) -> str:
    return digest_of(sentences_of(sentence))


@pytest.mark.usefixtures("small")
def test_all_operations_one_a_line_counted_by_kind(run: Run) -> None:
    status, out, err = run("--all")
    (line,) = out.splitlines()
    found = json.loads(line)
    assert (status, found["operation"]) == (0, "small.Put")
    assert Counter(rule["kind"] for rule in found["rules"]) == {"enum": 1, "default": 1}
    assert err.splitlines() == [
        "enum                   1",
        "default                1",
        "all                    2",
        "",
        "restate the model                      0",
        "read the same by two readers           1",
        "read once: warnings only               1",
        "refuted by a reader, not checked       0",
    ]


@pytest.mark.usefixtures("small")
def test_the_conflicts_of_all_operations(run: Run) -> None:
    status, out, err = run("--all", "--conflicts")
    (line,) = out.splitlines()
    (rule,) = json.loads(line)["rules"]
    assert status == 0
    assert (rule["kind"], rule["param"], rule["value"]) == ("default", "Mode", "QUICK")
    assert rule["conflict"] == "the model's values are FAST, SLOW"
    assert err == "default                1\nall                    1\n"


def test_the_conflicts_of_an_operation(run: Run) -> None:
    status, out, err = run("workmail.CreateResource", "--conflicts")
    assert (status, err) == (0, "")
    rule, conflict, source = out.splitlines()
    assert rule == 'enum             Type must be "equipment" or "room"'
    assert conflict == "  but    the model's values are ROOM, EQUIPMENT"
    assert source.startswith("  from   documentation of Type, sentence ")


# --- labelled texts ----------------------------------------------------------------------------------------

RECORD: dict[str, Any] = {
    "service": "small",
    "operation": "Put",
    "member": "MaxResults",
    "type": "integer",
    "siblings": ["MaxResults", "NextToken"],
    "text": "Valid values are 1 through 50. The default is 50.",
}


def test_labelled_texts_come_back_with_their_rules(run: Run, tmp_path: Path, project: Path) -> None:
    bounds, default = digest("Valid values are 1 through 50."), digest("The default is 50.")
    place = {"service": "small", "at": "PutRequest.MaxResults"}
    state(
        project,
        {**place, "s": [bounds], "rule": {"kind": "range", "param": ".", "min": 1, "max": 50}},
        {**place, "s": [default], "rule": DEFAULT | {"value": 50}},
    )
    other = {**RECORD, "text": "Nothing is said.", "id": 7, "rules": [{"kind": "wrong"}]}
    path = tmp_path / "texts.json"
    path.write_text(json.dumps([RECORD, other]), encoding="utf-8")
    status, out, err = run("--texts", str(path))
    rules = [
        {"kind": "range", "param": "MaxResults", "min": 1, "max": 50},
        {"kind": "default", "param": "MaxResults", "value": 50},
    ]
    assert (status, err) == (0, "")
    assert json.loads(out) == [{**RECORD, "rules": rules}, {**other, "rules": []}]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"[", "It is no JSON: Expecting value: line 1 column 2 (char 1)."),
        (b"\xff\xfe", "It is not text in UTF-8."),
        (b"{}", "The top level is not a list."),
        (b"[3]", "Record 1 is not an object."),
        (
            json.dumps([RECORD, {"service": "x", "text": "x"}]),
            "Record 2 lacks operation, member, type, siblings.",
        ),
        (json.dumps([{**RECORD, "siblings": "MaxResults"}]), "The siblings of record 1 are not a list."),
        (json.dumps([{**RECORD, "siblings": [1]}]), "Record 1 has a value that is not a string."),
        (json.dumps([{**RECORD, "text": None}]), "Record 1 has a value that is not a string."),
    ],
)
def test_a_file_that_holds_no_labelled_texts(
    run: Run, tmp_path: Path, content: bytes | str, reason: str
) -> None:
    path = tmp_path / "texts.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert run("--texts", str(path)) == (2, "", f"harness: {path}: {reason} {SHAPE}\n")


def test_a_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "none.json"
    reason = "It cannot be read (No such file or directory)."
    assert run("--texts", str(path)) == (2, "", f"harness: {path}: {reason} {SHAPE}\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Name one operation, or --all, or --texts FILE."),
        (("xray.GetInsight", "--all"), "Name one operation, or --all, or --texts FILE."),
        (
            ("--texts", "x.json", "xray.GetInsight"),
            "--texts cannot be combined with an operation or another option.",
        ),
        (("--texts", "x.json", "--all"), "--texts cannot be combined with an operation or another option."),
    ],
)
def test_options_that_do_not_go_together(run: Run, arguments: tuple[str, ...], message: str) -> None:
    status, out, err = run(*arguments)
    assert (status, out, err.splitlines()[-1]) == (2, "", f"harness: {message}")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("xray.Nope", "There is no operation 'Nope' in xray."),
        ("nope.GetInsight", f"There is no service 'nope' in botocore {botocore_version()}."),
    ],
)
def test_an_operation_that_botocore_does_not_know(run: Run, name: str, message: str) -> None:
    assert run(name) == (2, "", f"harness: {message}\n")


# --- what was read, and a project's own facts --------------------------------------------------------------


def test_what_nobody_has_read_is_said(run: Run, project: Path) -> None:
    unread = "The documentation has not been read completely for"
    assert unread in run("ivs.ListChannels")[2]
    fact = {"at": "ListChannelsRequest.maxResults", "rule": DEFAULT | {"value": 100}}
    state(project, {"service": "ivs", **fact})
    assert "maxResults" not in run("ivs.ListChannels")[2]


def test_coverage_counts_by_service(run: Run, project: Path) -> None:
    state(
        project, {"service": "ivs", "at": "ListChannelsRequest.maxResults", "rule": DEFAULT | {"value": 100}}
    )
    status, out, err = run("ivs", "--coverage")
    heading, row, total = out.splitlines()
    assert (status, err) == (0, "")
    assert heading.split() == ["service", "structures", "read", "facts", "sure"]
    assert row.split()[0] == "ivs"
    assert total.split()[1:] == row.split()[1:]


def test_an_own_fact_that_matches_nothing_is_said(run: Run, project: Path) -> None:
    rule = DEFAULT | {"value": 1}
    state(
        project,
        {"service": "ivs", "at": "ListChannelsRequest.maxResults", "s": ["00000000"], "rule": rule},
        {"service": "ivs", "at": "ListChannelsRequest.Nothing", "rule": rule},
        {"service": "no-service", "at": "In.Size", "rule": rule},
    )
    assert run("ivs", "--coverage")[2].splitlines() == [
        "own fact ivs ListChannelsRequest.maxResults 00000000: Its sentences have changed.",
        "own fact ivs ListChannelsRequest.Nothing: There is no such structure with this member.",
        "own fact no-service In.Size: There is no such service.",
    ]


def test_a_fact_is_added_and_then_checked(run: Run, project: Path) -> None:
    rule = {"kind": "range", "param": "MaxResults", "min": 1, "max": 7}
    status, out, _ = run("xray.GetInsightEvents", "--add", json.dumps(rule))
    (line,) = (project / "facts.jsonl").read_text(encoding="utf-8").splitlines()
    assert status == 0
    assert out == f"facts.jsonl: {line}\n".replace("facts.jsonl", str(project / "facts.jsonl"))
    assert json.loads(line) == {
        "service": "xray",
        "at": "GetInsightEventsRequest.MaxResults",
        "rule": {**rule, "param": "."},
    }
    assert "MaxResults must be from 1 to 7" in run("xray.GetInsightEvents")[1]


def test_a_fact_is_switched_off(run: Run, project: Path) -> None:
    scope, rule = json.loads(run("xray.GetInsightEvents", "--json")[1])
    at, sentence = rule["source"]["claim"].split()
    state(
        project, {"service": "xray", "at": at, "s": [sentence], "rule": {"kind": "page_limit"}, "off": True}
    )
    assert json.loads(run("xray.GetInsightEvents", "--json")[1]) == [scope]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--add", "{"), "The rule isn't JSON"),
        (("--add", '{"kind": "rnage", "param": "MaxResults"}'), "is no rule"),
        (("--add", '{"kind": "range", "param": "Nothing", "max": 1}'), "has no parameter 'Nothing'"),
        (("--add", '{"kind": "range", "param": "MaxResults", "max": 1}', "--sentence", "9"), "no sentence 9"),
        (("--sentence", "1"), "--sentence needs --add"),
    ],
)
@pytest.mark.usefixtures("project")
def test_what_is_no_fact_is_not_added(run: Run, arguments: tuple[str, ...], words: str) -> None:
    status, _, err = run("xray.GetInsightEvents", *arguments)
    assert (status, words in err) == (2, True)
    assert Path("facts.jsonl").read_text(encoding="utf-8") == ""


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "facts.jsonl, line 1: It isn't JSON"),
        ("[]", "facts.jsonl, line 1: A fact has texts for service and at"),
        ('{"service": "xray", "at": "A.B", "rule": {"kind": "rnage"}}', "a rule whose kind is one of"),
        (
            '{"service": "xray", "at": "A.B", "rule": {"kind": "enum", "param": "."}}',
            "is no rule of its kind",
        ),
    ],
)
def test_a_file_of_facts_that_is_none(run: Run, project: Path, line: str, words: str) -> None:
    (project / "facts.jsonl").write_text(f"{line}\n", encoding="utf-8")
    status, _, err = run("xray.GetInsightEvents")
    assert (status, words in err) == (2, True)
