"""The value that a parameter must have beside another one, as documentation says it."""

from __future__ import annotations

import re

import pytest

from harness.contract.rules import Condition, Requires, Rule, ValueIf
from tools.facts.drafter.miner import mine

SIBLINGS = ("Region", "Version", "Mode", "Owner", "Keep", "Unlimited")


def rules(text: str, member: str = "Region", kind: str = "string") -> list[Rule]:
    found = mine(text, member=member, type=kind, siblings=SIBLINGS)
    return [rule for rule in found if isinstance(rule, ValueIf | Requires)]


REGION = Condition("Region", present=True)
VERSION = ValueIf(REGION, "Version", ("ALL",))


def plain(text: str) -> str:
    """Show the names and values of a sentence as code."""
    return re.sub(r"\b(Version|Mode|Owner|Unlimited|ALL|NONE|ipv4)\b", r"<code>\1</code>", text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("If specified, you must set Version to ALL.", [VERSION, Requires(REGION, ("Version",))]),
        ("If you specify Region, Version must be ALL.", [VERSION]),
        (
            "If Mode is NONE, Owner must also be set to NONE.",
            [ValueIf(Condition("Mode", ("NONE",)), "Owner", ("NONE",))],
        ),
        (
            "If you specify this parameter, the Unlimited parameter must be false.",
            [ValueIf(REGION, "Unlimited", (False,))],
        ),
        (
            "You must set Unlimited to true to use this parameter.",
            [ValueIf(REGION, "Unlimited", (True,)), Requires(REGION, ("Unlimited",))],
        ),
        ("To use Region, the value for Mode must be ipv4.", [ValueIf(REGION, "Mode", ("ipv4",))]),
        ("For example, if Mode is NONE, then Unlimited must be false.", []),
        ("If specified, the value must be between 1 and 9.", []),
        ("You must set Version to a name that is unique.", []),
        (
            "Owner must be specified if Mode is NONE.",
            [Requires(Condition("Mode", ("NONE",)), ("Owner",))],
        ),
    ],
)
def test_a_setting(text: str, expected: list[Rule]) -> None:
    assert rules(plain(text)) == expected


def test_a_switch_is_used_where_it_is_on() -> None:
    text = "To use <code>Keep</code>, the value for <code>Mode</code> must be <code>ipv4</code>."
    assert rules(text, "Keep", "boolean") == [ValueIf(Condition("Keep", (True,)), "Mode", ("ipv4",))]
