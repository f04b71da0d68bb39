"""What makes a violation the same one in the next run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from harness.cassette.model import Interaction, Request, Response
from harness.cassette.store import save_cassette
from harness.contract.source import Source
from harness.contract.violation import Severity, Violation
from harness.report.identity import Identity, alike
from harness.report.location import lines_of

MIN = Source("model", shape="TableName", trait="min", document="botocore 1.44.5")
STATED = Source("prose", "response", "Names", 1, "Names are sorted.", document="botocore 1.44.5")
SHORT = Violation(
    "length",
    Severity.WARNING,
    "response",
    "/Names/0/Name",
    "Too short.",
    MIN,
    "dynamodb.ListTables",
    "tapes/a.yaml",
    3,
)


def test_an_identity() -> None:
    assert Identity.of(SHORT) == Identity(
        "tapes/a.yaml", "dynamodb.ListTables", "response", "length", "/Names/*/Name", "model:TableName#min"
    )
    assert Identity.of(SHORT).fingerprint == "0b056bdf1ef7d72c0bd718866e6a0942"


@pytest.mark.parametrize(
    "later",
    [
        replace(SHORT, interaction=9),
        replace(SHORT, pointer="/Names/12/Name"),
        replace(SHORT, message="Shorter still."),
        replace(SHORT, severity=Severity.ERROR),
        replace(SHORT, source=replace(MIN, document="botocore 1.50.0")),
    ],
)
def test_what_moves_from_run_to_run_is_no_part_of_it(later: Violation) -> None:
    assert Identity.of(later) == Identity.of(SHORT)


@pytest.mark.parametrize(
    "other",
    [
        replace(SHORT, cassette="tapes/b.yaml"),
        replace(SHORT, operation="dynamodb.ListBackups"),
        replace(SHORT, side="request"),
        replace(SHORT, code="pattern"),
        replace(SHORT, pointer="/Names/0"),
        replace(SHORT, source=replace(MIN, trait="max")),
        replace(SHORT, source=STATED),
    ],
)
def test_another_place_or_rule_is_another_violation(other: Violation) -> None:
    assert Identity.of(other) != Identity.of(SHORT)
    assert Identity.of(other).fingerprint != Identity.of(SHORT).fingerprint


def test_a_sentence_may_move() -> None:
    moved = replace(SHORT, source=replace(STATED, sentence=4))
    assert Identity.of(moved) == Identity.of(replace(SHORT, source=STATED))
    assert Identity.of(moved).rule == "prose:response.Names"


def test_violations_alike_are_grouped_errors_first() -> None:
    error = replace(SHORT, code="type", severity=Severity.ERROR)
    groups = alike([SHORT, error, replace(SHORT, pointer="/Names/1/Name", interaction=4)])
    assert [(group.first, group.count, group.more) for group in groups] == [
        (error, 1, ""),
        (SHORT, 2, " (2 like this)"),
    ]


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_the_line_on_which_an_interaction_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    interactions = [Interaction(Request("GET", f"http://x/{n}"), Response(200)) for n in range(5)]
    save_cassette(name, interactions)
    at = [replace(SHORT, cassette=name, interaction=number) for number in (1, 4, 9)]
    lines = lines_of([*at, replace(SHORT, cassette="gone.yaml"), replace(SHORT, interaction=None)])
    assert lines.keys() == {(name, 1), (name, 4)}
    text = Path(name).read_text().splitlines()
    for (_, number), line in lines.items():
        assert f"http://x/{number - 1}" in "\n".join(text[line - 1 : line + 6])
        assert f"http://x/{number - 1}" not in "\n".join(text[: line - 1])
