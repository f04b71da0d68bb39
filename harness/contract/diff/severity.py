"""A project's own severities of changes, by code: for all services, for one, or for one operation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from harness.contract.diff.change import CODES, Change, Level
from harness.errors import HarnessError, did_you_mean

Levels = Mapping[str, Level | None]
"""Severities by ``code``, ``service:code`` or ``service.Operation:code``; None leaves the change out."""

OFF = "off"


class BadLevel(HarnessError):
    """A severity of a change is written wrongly.

    Args:
        reason: what is wrong with it, a whole sentence.
    """

    reason: str

    def __str__(self) -> str:
        return self.reason


def parse_levels(pairs: Iterable[tuple[str, Any]]) -> Levels:
    """Read severities by code of a change.

    Args:
        pairs: codes, before which ``service:`` or ``service.Operation:`` may stand, and ``"error"``,
            ``"warning"``, ``"note"`` or ``"off"``.

    Raises:
        BadLevel: a code or a severity is unknown.
    """
    levels: dict[str, Level | None] = {}
    for written, level in pairs:
        scope, colon, code = written.rpartition(":")
        code = code.replace("_", "-")  # as those of violations may be written
        if code not in CODES:
            raise BadLevel(f"There is no code of a change {code!r}.{did_you_mean(code, sorted(CODES))}")
        if level not in (*Level, OFF):
            known = ", ".join((*Level, OFF))
            raise BadLevel(f"{written} cannot be {level!r}; it can be {known}.")
        levels[f"{scope}{colon}{code}"] = None if level == OFF else Level(level)
    return levels


def with_levels(changes: Iterable[Change], levels: Levels) -> Iterator[Change]:
    """Give changes the severities of a project, and leave out what it does not want to hear of.

    A change that several operations meet is left out of those for which it is off, and else has the highest
    severity that it has for one of them.
    """
    for change in changes:
        if not change.places:
            level = _level_of(change, "", levels)
            if level is not None:
                yield replace(change, own_level=level)
            continue
        found = {name: _level_of(change, name, levels) for name in change.operations}
        kept = tuple(place for place in change.places if found[place.operation] is not None)
        if kept:
            highest = min(
                (level for level in found.values() if level is not None), key=lambda each: each.rank
            )
            yield replace(change, places=kept, own_level=highest)


def _level_of(change: Change, operation: str, levels: Levels) -> Level | None:
    """Return the severity of a change for one of its operations: what is said most narrowly wins."""
    for scope in (f"{change.service}.{operation}:", f"{change.service}:", ""):
        if (key := f"{scope}{change.code}") in levels:
            return levels[key]
    return change.level
