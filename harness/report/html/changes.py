"""What changed since a former run: violations that are new, fixed, or still there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, NamedTuple

from harness.report.exercise import DIMENSIONS
from harness.report.html.problem import Key


class Place(NamedTuple):
    """Where violations alike are, from run to run."""

    cassette: str
    key: Key


@dataclass(frozen=True, slots=True)
class Told:
    """Violations alike in one cassette.

    Attributes:
        severity: ``"error"`` or ``"warning"``.
        message: that of the first.
        count: how many.
    """

    severity: str
    message: str
    count: int = 1


Violations = Mapping[Place, Told]
"""The violations of a run, as far as runs are compared."""


def tell(told: dict[Place, Told], place: Place, severity: str, message: str) -> None:
    """Add one violation to those of a run."""
    before = told.get(place)
    told[place] = Told(severity, message) if before is None else replace(before, count=before.count + 1)


def changes(former: Violations, now: Violations) -> Iterator[dict[str, Any]]:
    """Compare two runs.

    Yields:
        For the page, each place of either with ``before`` and ``now``, how often the rule was broken there:
        first what is new, then what is fixed, then what is still there.
    """
    new = [place for place in now if place not in former]
    fixed = [place for place in former if place not in now]
    same = [place for place in now if place in former]
    for place in (*new, *fixed, *same):
        told = now.get(place) or former[place]
        yield {
            **asdict(place.key),
            "cassette": place.cassette,
            "severity": told.severity,
            "message": told.message,
            "before": former[place].count if place in former else 0,
            "now": now[place].count if place in now else 0,
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
