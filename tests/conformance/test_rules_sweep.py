"""The documented rules of every operation, and those that contradict its model, counted by kind."""

from __future__ import annotations

import sys
import time
from collections import Counter

import pytest

from harness.contract.contract import Contract
from harness.contract.rules import rule_from_json
from harness.models import operations


@pytest.mark.sweep
def test_the_rules_of_every_operation_and_their_conflicts() -> None:
    began = time.monotonic()
    swept, held, rules, conflicts = 0, 0, Counter[str](), Counter[str]()
    for model in operations():
        swept += 1
        found = Contract(model)
        for rule in (*found.rules, *(conflict.rule for conflict in found.conflicts)):
            held += 1
            assert rule.source is not None
            assert rule.source.text
            assert rule_from_json(rule.to_json()) == rule, found.name
        rules.update(rule.kind for rule in found.rules)
        conflicts.update(conflict.rule.kind for conflict in found.conflicts)
    head = f"{swept:,} operations, {rules.total():,} rules, {time.monotonic() - began:.0f} s"
    lines = [
        f"{kind:<16} {rules[kind]:>6,} rules {conflicts[kind]:>4,} conflicts" for kind in rules | conflicts
    ]
    sys.stdout.write("\n  ".join([f"\n{head}", *lines]) + "\n")
    assert swept > 10_000
    assert held == rules.total() + conflicts.total() > 10_000
