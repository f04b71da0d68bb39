"""The words that made names consist of."""

from __future__ import annotations

import re
from collections.abc import Iterator

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


def varied(name: str, number: int) -> Iterator[str]:
    """Yield names like one for an entry of a list, by its number: with another number, or another letter."""
    counted = re.search(r"\d+(?=\D*$)", name)
    if counted is not None:
        other = str(int(counted[0]) + number).zfill(len(counted[0]))
        yield f"{name[: counted.start()]}{other}{name[counted.end() :]}"
    yield re.sub(r"(?<=[A-Za-z])(?![A-Za-z-])", f"-{number}", name, count=1)
    yield f"{name}{number}"
    yield from (f"{name[:-1]}{chr(ord('a') + (number + more) % 26)}" for more in range(26))
