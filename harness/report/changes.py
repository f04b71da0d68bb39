"""What changed since an earlier run: violations that are new, fixed, or still there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from harness.report.exercise import DIMENSIONS
from harness.report.identity import Identity


@dataclass(frozen=True, slots=True)
class Counted:
    """Violations alike in one cassette.

    Attributes:
        severity: ``"error"`` or ``"warning"``.
        message: that of the first.
        count: how many.
    """

    severity: str
    message: str
    count: int = 1


Violations = Mapping[Identity, Counted]
"""The violations of a run, as far as runs are compared: the rule is left out, which not every form tells."""


def add_violation(
    known: dict[Identity, Counted], identity: Identity, severity: str, message: str, count: int = 1
) -> None:
    """Add a violation, or several that are alike, to those of a run."""
    identity = replace(identity, rule="")
    before = known.get(identity)
    known[identity] = (
        Counted(severity, message, count) if before is None else replace(before, count=before.count + count)
    )


def changes(former: Violations, now: Violations) -> Iterator[dict[str, Any]]:
    """Compare two runs.

    Yields:
        For the page, each identity of either run, with ``before`` and ``now``, how many violations had it:
        first what is new, then what is fixed, then what is still there.
    """
    new = [identity for identity in now if identity not in former]
    fixed = [identity for identity in former if identity not in now]
    same = [identity for identity in now if identity in former]
    for identity in (*new, *fixed, *same):
        known = now.get(identity) or former[identity]
        yield {
            **identity.to_json(),
            "severity": known.severity,
            "message": known.message,
            "before": former[identity].count if identity in former else 0,
            "now": now[identity].count if identity in now else 0,
        }


def coverage_changes(former: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Compare the coverage of two runs, as `harness.report.coverage.Coverage.to_json` writes it.

    Yields:
        Each operation of either run of which more or less is covered now: its name, and what was gained and
        lost.
    """
    for operation in sorted({**former["operations"], **now["operations"]}):
        before = _covered(former["operations"].get(operation))
        after = _covered(now["operations"].get(operation))
        if before != after:
            yield {
                "operation": operation,
                "gained": [item for item in after if item not in before],
                "lost": [item for item in before if item not in after],
            }


def _covered(of_one: Mapping[str, Any] | None) -> dict[str, None]:
    dimensions = [] if of_one is None else [of_one[dimension] for dimension in DIMENSIONS]
    return {item: None for dimension in dimensions for item in dimension["covered"]}
