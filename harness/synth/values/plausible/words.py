"""The words that made names consist of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.synth.values.choices import Choices, pick

NOUNS = (
    *("orders", "billing", "checkout", "inventory", "payments", "catalog", "search", "reports", "users"),
    *("shipping", "analytics", "notifications", "sessions", "invoices", "products", "media", "events"),
)
_STAGES = ("prod", "staging", "dev", "test")
_REGIONS = (
    *("us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-west-1", "eu-west-2", "eu-west-3"),
    *("eu-central-1", "eu-north-1", "eu-south-1", "ap-south-1", "ap-southeast-1", "ap-southeast-2"),
    *("ap-northeast-1", "ap-northeast-2", "ca-central-1", "sa-east-1"),
)
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
    return pick(choices, NOUNS)


def stage(choices: Choices) -> str:
    """Return what it runs it for: ``"prod"``."""
    return pick(choices, _STAGES)


def name(choices: Choices) -> str:
    """Return the name of a thing: ``"orders-prod"``."""
    return f"{noun(choices)}-{stage(choices)}"


def numbered(number: int) -> str:
    """Return what a team runs, another for each number."""
    turn, which = divmod(number, len(NOUNS))
    return f"{NOUNS[which]}-{turn}" if turn else NOUNS[which]


def varied(name: str, number: int) -> Iterator[str]:
    """Yield names like one for an entry of a list, by its number: with another number, or another letter.

    That of a region is another region's, and an ARN has another end.
    """
    if name.startswith("arn:"):
        cut = max(name.rfind("/"), name.rfind(":")) + 1
        yield from (f"{name[:cut]}{other}" for other in varied(name[cut:], number))
        return
    if name in _REGIONS:
        yield _REGIONS[(_REGIONS.index(name) + number) % len(_REGIONS)]
    counted = re.search(r"\d+(?=\D*$)", name)
    if counted is not None:
        other = str(int(counted[0]) + number).zfill(len(counted[0]))
        yield f"{name[: counted.start()]}{other}{name[counted.end() :]}"
    yield re.sub(r"(?<=[A-Za-z])(?![A-Za-z-])", f"-{number}", name, count=1)
    yield f"{name}{number}"
    yield from (f"{name[:-1]}{chr(ord('a') + (number + more) % 26)}" for more in range(26))
