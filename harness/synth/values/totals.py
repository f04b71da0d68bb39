"""Totals, and what they are at least: the parts and the lists next to them in a structure."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from harness.models.resources import noun_words

# What tells one part of all from the others: what became of it, or how it is.
_PARTS = frozenset(
    (
        *("completed", "failed", "failure", "succeeded", "successful", "success", "skipped", "pending"),
        *("running", "active", "inactive", "enabled", "healthy", "unhealthy", "compliant", "non"),
        *("noncompliant", "in", "progress", "processed", "waiting", "errored", "stopped"),
        *("timeout", "canceled", "cancelled", "passed", "drifted", "sync", "available", "unavailable"),
        *("unallocated", "invalid", "ingested", "converted", "error", "unknown", "warned", "returned"),
        *("critical", "high", "medium", "low", "excluded", "rejected", "accepted", "matched", "done"),
    )
)
_OF_TOTALS = frozenset(("total", "number", "of", "count", "quantity"))
_NUMBERS = ("integer", "long")


@lru_cache(maxsize=8192)
def parts_of(shape: Any) -> tuple[tuple[str, str], ...]:
    """Return the totals of a structure, each with a number that is a part of it, or a list that it counts.

    Args:
        shape: the structure.
    """
    numbers = [name for name, member in shape.members.items() if member.type_name in _NUMBERS]
    lists = [name for name, member in shape.members.items() if member.type_name == "list"]
    found: list[tuple[str, str]] = []
    for total in numbers:
        words = noun_words(total)
        if "total" not in words:
            continue
        what = frozenset(words) - _OF_TOTALS
        found += ((total, part) for part in numbers if part != total and _is_part(noun_words(part), what))
        found += (
            (total, held)
            for held in lists
            if (what and what == frozenset(noun_words(held))) or (not what and lists == [held])
        )
    return tuple(found)


def _is_part(words: tuple[str, ...], what: frozenset[str]) -> bool:
    told = frozenset(words) - _OF_TOTALS
    return "total" not in words and what <= told and bool(told - what) and told - what <= _PARTS


def raise_totals(shape: Any, members: dict[str, Any]) -> None:
    """Make totals at least the sum of their parts, and the number of the entries they count, in place."""
    least: dict[str, int] = {}
    for total, part in parts_of(shape):
        held = members.get(part)
        if isinstance(held, list):
            least[total] = max(least.get(total, 0), len(held))
        elif isinstance(held, int):
            least[total] = least.get(total, 0) + held
    for total, size in least.items():
        if total in members and members[total] < size:
            members[total] = size
