"""The words that made names consist of."""

from __future__ import annotations

from harness.synth.values.choices import Choices, pick

_NOUNS = (
    *("orders", "billing", "checkout", "inventory", "payments", "catalog", "search", "reports", "users"),
    *("shipping", "analytics", "notifications", "sessions", "invoices", "products", "media", "events"),
)
_STAGES = ("prod", "staging", "dev", "test")
PEOPLE = (
    "alejandro",
    "akua",
    "diego",
    "jorge",
    "li",
    "martha",
    "mateo",
    "nikki",
    "richard",
    "saanvi",
    "wang",
)


def noun(choices: Choices) -> str:
    """Return what a team runs: ``"orders"``."""
    return pick(choices, _NOUNS)


def stage(choices: Choices) -> str:
    """Return what it runs it for: ``"prod"``."""
    return pick(choices, _STAGES)


def name(choices: Choices) -> str:
    """Return the name of a thing: ``"orders-prod"``."""
    return f"{noun(choices)}-{stage(choices)}"


def numbered(number: int) -> str:
    """Return what a team runs, another for each number."""
    turn, which = divmod(number, len(_NOUNS))
    return f"{_NOUNS[which]}-{turn}" if turn else _NOUNS[which]
