"""What a run says that it has judged, and what not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import settings

from harness.contract.contract import contract
from harness.contract.exchange import ErrorAnswer
from harness.fuzz.laws.caller import LAW_CONFIG
from harness.fuzz.ledger import Ledger
from harness.fuzz.search import search
from harness.synth import SyntheticService
from harness.synth.client import attach
from harness.synth.responses.answer import Answer
from harness.synth.service.dispatch import Asked
from harness.synth.sessions import plain_client

FEW = settings(max_examples=3, database=None)


class Refuses(SyntheticService):
    """Knows nothing that it is asked for."""

    def __call__(self, asked: Asked) -> Answer:
        return Answer(error=ErrorAnswer("NoSuchEntity", "There is none."), status=404)


def ledger(name: str, service: SyntheticService) -> Ledger:
    held_to = contract(*name.split("."))
    client: Any = attach(plain_client(held_to.service, "us-east-1", LAW_CONFIG), service)
    findings = search([held_to], lambda _: client, options=FEW, seed=1)
    return findings.ledgers[held_to.name]


def test_what_an_operation_with_data_was_judged_for() -> None:
    found = ledger("iam.ListUsers", SyntheticService(3, length=5))
    states = {(item.kind, item.name): item.reason for item in found.items}
    assert states["parameter", "PathPrefix"] == states["parameter", "Marker"] == ""
    judged = sum(not reason for reason in states.values())
    assert judged >= 0.9 * len(states)
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("length", "warning"),
    [
        (0, "the list is empty, so pages, filters and order were not judged"),
        (1, "the list has one page (entries: 1), so tokens were not judged"),
    ],
)
def test_a_list_with_too_little_in_it_is_told(length: int, warning: str) -> None:
    found = ledger("sns.ListTopics", SyntheticService(3, length=length))
    (told,) = found.warnings
    assert told.startswith(warning)
    assert f"warning: sns.ListTopics: {told}" in list(found.lines("sns.ListTopics"))


def test_a_run_without_a_result_is_told() -> None:
    found = ledger("iam.ListGroupsForUser", Refuses(3))
    assert found.warnings[0].startswith("no request had a result (NoSuchEntity), so little was judged")
    reasons = found.not_judged()
    assert "UserName" in reasons["every request with it was refused: NoSuchEntity"]
    assert any(
        line.startswith("not judged: iam.ListGroupsForUser: ") and line.endswith("refused: NoSuchEntity")
        for line in found.lines("iam.ListGroupsForUser")
    )
