"""Totals, and what they are at least: the parts and the lists next to them in a structure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from harness.models.resources import noun_words
from harness.synth.filters import filter_form

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
_DIGITS = re.compile(r"\d+")


@lru_cache(maxsize=8192)
def parts_of(shape: Any) -> tuple[tuple[str, str], ...]:
    """Return the totals of a structure, each with a number that is a part of it, or a list that it counts.

    Args:
        shape: the structure.
    """
    numbers = [name for name, member in shape.members.items() if member.type_name in _NUMBERS]
    lists = [name for name, member in shape.members.items() if _is_counted(member)]
    found: list[tuple[str, str]] = []
    for total in numbers:
        words = noun_words(total)
        what = frozenset(words) - _OF_TOTALS
        if "total" in words:
            found += ((total, part) for part in numbers if part != total and _is_part(noun_words(part), what))
            found += ((total, held) for held in lists if not what and lists == [held])
        elif not _counts(words, shape.members[total]):
            continue
        found += ((total, held) for held in lists if _is_of(total, what, held))
    return tuple(dict.fromkeys(found))


def _is_counted(shape: Any) -> bool:
    """Tell whether a shape is a list whose entries count, and no list of what to look for."""
    return shape.type_name == "list" and filter_form(shape) is None


def _counts(words: tuple[str, ...], shape: Any) -> bool:
    """Tell whether a number says how many there are: ``Quantity``, ``instanceCount``, ``NumberOfNodes``."""
    is_count = words[-1:] in (("count",), ("quantity",)) or words[:2] == ("number", "of")
    return is_count and "assign" not in shape.documentation  # which EC2 does next to those that are named


def _is_of(total: str, what: frozenset[str], held: str) -> bool:
    """Tell whether a number is that of the entries of a list, by its name: ``Quantity`` of ``Items``."""
    is_named_so = frozenset(noun_words(held)) == (what or {"item"})
    return is_named_so and _DIGITS.findall(total) == _DIGITS.findall(held)


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
