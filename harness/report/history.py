"""A history of runs: a folder with a small file for each, from which a page draws its trends."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.contract.values import format_timestamp
from harness.errors import HarnessError
from harness.report.changes import Counted, Violations
from harness.report.files import replace_text
from harness.report.identity import Identity
from harness.report.run import Run

FORMAT = 1
"""The version of a file; a harness reads its own format and earlier ones."""

MOST = 500
"""How many runs are read, the newest ones."""

_FIELDS = ("cassette", "operation", "side", "code", "pointer")


class BadHistory(HarnessError):
    """The folder of a history is no folder.

    Args:
        path: the folder as the user named it.
    """

    path: Path

    def __str__(self) -> str:
        return f"{self.path} is no folder. Name a folder for the history; it is made if need be."


@dataclass(frozen=True, slots=True)
class Past:
    """What a history keeps of a run.

    Attributes:
        run: when it was made, and of which commit and branch.
        exchanges: how many exchanges there were.
        unchecked: how many of them could not be checked.
        covered: how many documented items were covered.
        total: how many there are to cover.
        violations: what was wrong.
    """

    run: Run
    exchanges: int
    unchecked: int
    covered: int
    total: int
    violations: Violations

    def count(self, severity: str) -> int:
        """Return how many violations have a severity."""
        return sum(one.count for one in self.violations.values() if one.severity == severity)

    def to_json(self) -> dict[str, Any]:
        """Write the run as a JSON object, whose violations are named as those of ``harness check --json``."""
        violations = [
            {**_named(identity), "severity": one.severity, "message": one.message, "count": one.count}
            for identity, one in self.violations.items()
        ]
        return {
            "format": FORMAT,
            **self.run.to_json(),
            "exchanges": self.exchanges,
            "unchecked": self.unchecked,
            "covered": self.covered,
            "total": self.total,
            "violations": violations,
        }

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> Past:
        """Read what `to_json` wrote.

        Raises:
            ValueError, LookupError, TypeError: it is something else.
        """
        if written["format"] > FORMAT:
            raise ValueError(f"a later harness wrote it (format {written['format']})")
        violations = {
            _identity(one): Counted(str(one["severity"]), str(one["message"]), int(one["count"]))
            for one in written["violations"]
        }
        made = dt.datetime.fromisoformat(written["made"])
        if made.tzinfo is None:
            raise ValueError("its time has no zone")
        run = Run(made, str(written["title"]), _text(written["commit"]), _text(written["branch"]))
        exchanges, unchecked, covered, total = (
            int(written[name]) for name in ("exchanges", "unchecked", "covered", "total")
        )
        return cls(run, exchanges, unchecked, covered, total, violations)


def load_history(folder: Path) -> tuple[list[Past], list[str]]:
    """Read the runs of a history.

    Args:
        folder: the history's folder; there may be none yet.

    Returns:
        The newest `MOST` runs, the oldest first, and a note for each file that cannot be read.

    Raises:
        BadHistory: it is no folder.
    """
    if folder.exists() and not folder.is_dir():
        raise BadHistory(folder)
    runs, notes = [], []
    # The names begin with the time.
    for path in sorted(folder.glob("*.json"))[-MOST:]:
        try:
            runs.append(Past.from_json(json.loads(path.read_bytes())))
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            notes.append(f"history: {path} is no run that this harness can read, and is left out.")
    return sorted(runs, key=lambda past: past.run.made), notes


def add_to_history(folder: Path, past: Past) -> Path:
    """Write a run into a history's folder, which is made if need be.

    Returns:
        The new file.

    Raises:
        OSError: it cannot be written.
    """
    time = past.run.made.astimezone(dt.UTC).strftime("%Y-%m-%dT%H-%M-%SZ")
    commit = f"-{past.run.commit[:8]}" if past.run.commit else ""
    path, number = folder / f"{time}{commit}.json", 1
    while path.exists():  # two runs within a second
        number += 1
        path = folder / f"{time}{commit}_{number}.json"  # sorts after the first
    replace_text(path, json.dumps(past.to_json(), indent=1) + "\n")
    return path


def trend(runs: Sequence[Past]) -> Iterator[dict[str, Any]]:
    """Yield the figures of each run, with how many violations are new and fixed since the one before."""
    before: Past | None = None
    for past in runs:
        known = before.violations if before is not None else past.violations
        yield {
            **past.run.to_json(),
            "exchanges": past.exchanges,
            "unchecked": past.unchecked,
            "errors": past.count("error"),
            "warnings": past.count("warning"),
            "covered": past.covered,
            "total": past.total,
            "added": sum(1 for identity in past.violations if identity not in known),
            "fixed": sum(1 for identity in known if identity not in past.violations),
        }
        before = past


Alike = tuple[str, str, str, str]
"""Violations alike in any cassette: their operation, side, code and place."""


def first_seen(runs: Sequence[Past]) -> Mapping[Alike, str]:
    """Return when the violations of the newest run began.

    Args:
        runs: the oldest first.

    Returns:
        The time of the first run of those that have the violations without a gap up to the newest.
    """
    since: dict[Alike, str] = {}
    left: set[Alike] | None = None
    for past in reversed(runs):
        here = {(one.operation, one.side, one.code, one.place) for one in past.violations}
        left = here if left is None else left & here
        since.update(dict.fromkeys(left, format_timestamp(past.run.made)))
    return since


def _named(identity: Identity) -> dict[str, str]:
    written = identity.to_json()
    return {name: written["place" if name == "pointer" else name] for name in _FIELDS}


def _identity(written: Mapping[str, Any]) -> Identity:
    cassette, operation, side, code, place = (str(written[name]) for name in _FIELDS)
    return Identity(cassette, operation, side, code, place, rule="")


def _text(value: object) -> str | None:
    return None if value is None else str(value)
