"""A search: what comes first, what it tells on its way, and what is kept when it is cut short."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from hypothesis import settings

from harness.contract.contract import contract
from harness.fuzz.laws.caller import LAW_CONFIG
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.pace import Pace
from harness.fuzz.search import Watch, search
from harness.synth import SyntheticService
from harness.synth.client import attach
from harness.synth.responses.answer import Answer
from harness.synth.service.dispatch import Asked
from harness.synth.sessions import plain_client

FEW = settings(max_examples=5, database=None)
USERS = contract("iam", "ListUsers")
ROLES = contract("iam", "ListRoles")


class LimitIgnored(SyntheticService):
    """Has pages of the usual size, whatever is asked for."""

    def __call__(self, asked: Asked) -> Answer:
        params = {name: value for name, value in asked.params.items() if name != "MaxItems"}
        return super().__call__(replace(asked, params=params))


class Steps(Watch):
    """Keeps what it sees, and interrupts after so many calls."""

    def __init__(self, calls: int | None = None) -> None:
        self.operations: list[str] = []
        self.laws: list[str] = []
        self.told: list[tuple[str, str]] = []
        self._calls = calls

    def began(self, operation: str, number: int, count: int, pace: Pace) -> None:
        self.operations.append(f"{number}/{count} {operation}")

    def judging(self, law: str) -> None:
        self.laws.append(law)

    def called(self) -> None:
        if self._calls is not None:
            self._calls -= 1
            if self._calls < 0:
                raise KeyboardInterrupt

    def found(self, found: Counterexample) -> None:
        self.told.append(("found", found.law))

    def settled(self, found: Counterexample) -> None:
        self.told.append(("settled", found.law))


def client_of(service: str, kind: type[SyntheticService] = LimitIgnored) -> Any:
    return attach(plain_client(service, "us-east-1", LAW_CONFIG), kind(3, length=5))


def test_operations_and_laws_are_told_and_counted() -> None:
    steps = Steps()
    findings = search([USERS, ROLES], client_of, options=FEW, seed=1, watch=steps)
    assert steps.operations == ["1/2 iam.ListUsers", "2/2 iam.ListRoles"]
    assert set(findings.laws) == {"iam.ListUsers", "iam.ListRoles"}
    assert len(findings.costs) == sum(findings.laws.values())
    page_limit = findings.costs["iam.ListUsers-page-limit"]
    assert page_limit.found == 1
    assert sum(cost.calls for cost in findings.costs.values()) > 0
    assert [law for what, law in steps.told if what == "settled"] == [
        found.law for found in findings.counterexamples
    ]


def test_the_certain_cases_of_all_laws_come_first_in_turns() -> None:
    steps = Steps()
    findings = search([USERS], client_of, options=FEW, seed=1, watch=steps)
    count = findings.laws["iam.ListUsers"]
    assert len(set(steps.laws[:count])) == count


def test_laws_share_the_pages_that_they_look_at() -> None:
    findings = search([USERS], lambda service: client_of(service, SyntheticService), options=FEW, seed=1)
    assert findings.counterexamples == []
    alone = findings.costs["iam.ListUsers-pages"].calls
    assert alone > 0
    assert findings.costs["iam.ListUsers-last-page"].calls == 0
    assert findings.costs["iam.ListUsers-page-limit"].calls == 0


@pytest.mark.parametrize("name", ["DeleteUser", "UpdateGroup"])
def test_an_operation_without_a_result_is_judged(name: str) -> None:
    held_to = contract("iam", name)
    assert held_to.operation_model.output_shape is None
    client = client_of("iam", SyntheticService)
    findings = search([held_to], lambda service: client, options=FEW, seed=1)
    assert findings.laws["iam." + name] > 0
    assert findings.counterexamples == []


def test_what_was_found_is_kept_when_it_is_interrupted() -> None:
    whole = search([USERS, ROLES], client_of, options=FEW, seed=1)
    assert not whole.interrupted
    steps = Steps(calls=40)
    findings = search([USERS, ROLES], client_of, options=FEW, seed=1, watch=steps)
    assert findings.interrupted
    assert steps.operations == ["1/2 iam.ListUsers"]
    assert "page-limit" in {found.law for found in findings.counterexamples}
    assert findings.not_finished.keys() == {"iam.ListUsers"}
    assert sum(findings.calls.values()) <= 40


@pytest.mark.parametrize("calls", range(3, 120, 13))
def test_an_interrupt_at_any_call_keeps_each_finding_once(calls: int) -> None:
    steps = Steps(calls)
    findings = search([USERS], client_of, options=FEW, seed=1, watch=steps)
    settled = [law for what, law in steps.told if what == "settled"]
    assert settled == [found.law for found in findings.counterexamples]
    assert len({found.key for found in findings.counterexamples}) == len(findings.counterexamples)


def test_a_law_that_has_too_little_time_gets_what_the_others_leave() -> None:
    ticks = count()
    findings = search([USERS], client_of, options=FEW, seed=1, max_time=800, clock=lambda: float(next(ticks)))
    # Its certain cases were cut off, and were gone on with until the time was up; "pages" needs two shares.
    assert findings.not_finished == {"iam.ListUsers": ["refuses-invalid"]}


def test_each_operation_has_its_time() -> None:
    seconds = count()
    findings = search(
        [USERS, ROLES], client_of, options=FEW, seed=1, max_time=150, clock=lambda: float(next(seconds))
    )
    assert not findings.interrupted
    assert set(findings.laws) == {"iam.ListUsers", "iam.ListRoles"}
    assert "iam.ListUsers" in findings.not_finished
    assert next(seconds) < 2 * 150 + 60  # what comes after the last call has no end
    assert "page-limit" in {found.law for found in findings.counterexamples}


def test_there_is_no_time_for_an_operation() -> None:
    findings = search([USERS], client_of, options=FEW, seed=1, max_time=1e-9)
    assert findings.not_judged == {"iam.ListUsers": "there was no time for it"}
    assert findings.laws == {}


def test_the_first_error_is_enough() -> None:
    findings = search([USERS, ROLES], client_of, options=FEW, seed=1, max_failures=1)
    assert [found.law for found in findings.errors] == ["page-limit"]
    assert set(findings.laws) == {"iam.ListUsers"}
    assert not findings.interrupted
