"""Write the page of a check: each cassette is checked, shown and counted in one go."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

from harness.cassette.exchange import read_facts
from harness.cassette.model import Interaction
from harness.cassette.store import load_cassette
from harness.contract.values import format_timestamp
from harness.contract.violation import Severities, Violation
from harness.errors import UnknownName
from harness.models import botocore_version, find_operation
from harness.record.redaction import DEFAULT, Memory, Redaction, redact_interaction
from harness.report.check import Report, check
from harness.report.coverage import Coverage, coverage_of
from harness.report.html.changes import Told, changes, coverage_changes, tell
from harness.report.html.exchange import Shown, show_interaction
from harness.report.html.former import Former
from harness.report.html.page import PageWriter
from harness.report.html.problem import problem_json
from harness.report.identity import Identity


def write_page(
    file: BinaryIO,
    cassettes: Iterable[Path],
    *,
    made: dt.datetime,
    severities: Severities | None = None,
    redaction: Redaction | None = DEFAULT,
    former: Former | None = None,
) -> Report:
    """Check cassettes and write the page that shows them, one cassette in memory at a time.

    Secrets that recordings hold are shown as stand-ins, as ``harness redact`` would write them.

    Args:
        file: where to write the page; it is opened for binary writing.
        cassettes: the files.
        made: when; an aware time.
        severities: a user's severities by code.
        redaction: what no recording may hold; None searches for nothing, and shows everything.
        former: a former run to compare with.

    Returns:
        What the check found.

    Raises:
        harness.cassette.errors.MalformedCassette: a file cannot be read as a cassette.
    """
    page = PageWriter(file)
    index = _Index()
    report = Report()
    coverage = Coverage()
    for path in cassettes:
        cassette = load_cassette(path)
        found = check(cassette, severities, redaction)
        by_number = {
            number: list(violations)
            for number, violations in groupby(found.violations, lambda violation: violation.interaction)
        }
        reasons = {item.interaction: item.reason for item in found.not_checked}
        memory = Memory()
        exchanges = []
        index.cassettes.append(str(path))
        for number, interaction in enumerate(cassette.interactions, 1):
            if redaction is not None:
                interaction = _redacted(interaction, redaction, memory)
            violations = [(index.problem(v), v) for v in by_number.get(number, ())]
            shown = show_interaction(interaction, violations)
            page.add(shown.detail)
            index.add(number, shown, [problem for problem, _ in violations], reasons.get(number))
            if shown.exchange is not None:
                exchanges.append(shown.exchange)
        coverage += coverage_of(exchanges)
        report += found
    page.finish({"made": format_timestamp(made), **index.to_json(coverage, former)})
    return report


def _redacted(interaction: Interaction, redaction: Redaction, memory: Memory) -> Interaction:
    facts = read_facts(interaction)
    try:
        operation = find_operation(facts.service, facts.operation) if facts is not None else None
    except UnknownName:
        operation = None
    return redact_interaction(operation, interaction, redaction, memory)


@dataclass(slots=True)
class _Index:
    """What the page reads first: a row for each exchange, and what the rows refer to by number."""

    cassettes: list[str] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    problems: dict[Identity, int] = field(default_factory=dict)
    told: dict[Identity, Told] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    rows: list[list[Any]] = field(default_factory=list)
    written: list[dict[str, Any]] = field(default_factory=list)

    def problem(self, violation: Violation) -> int:
        """Return the number of a violation's problem, a new one if it is the first of its kind."""
        identity = Identity.of(violation)
        key = replace(identity, cassette="")
        if key not in self.problems:
            self.problems[key] = len(self.written)
            self.written.append(problem_json(key, violation))
        number = self.problems[key]
        tell(self.told, identity, violation.severity.value, self.written[number]["message"])
        return number

    def add(self, number: int, shown: Shown, problems: list[int], reason: str | None) -> None:
        """Add an exchange of the last cassette."""
        error = shown.exchange.error.code if shown.exchange is not None and shown.exchange.error else None
        self.rows.append(
            [
                len(self.cassettes) - 1,
                number,
                self.names.setdefault(shown.name, len(self.names)),
                None if reason is None else self.reasons.setdefault(reason, len(self.reasons)),
                shown.status,
                shown.time,
                error,
                problems,
            ]
        )

    def to_json(self, coverage: Coverage, former: Former | None) -> dict[str, Any]:
        """Write the index."""
        covered = coverage.to_json()
        compared = None
        if former is not None:
            compared = {
                "name": former.name,
                "made": former.made,
                "violations": list(changes(former.violations, self.told)),
                "coverage": former.coverage and list(coverage_changes(former.coverage, covered)),
            }
        return {
            "harness": importlib.metadata.version("aws-contract-harness"),
            "botocore": botocore_version(),
            "cassettes": self.cassettes,
            "names": list(self.names),
            "problems": self.written,
            "reasons": list(self.reasons),
            "exchanges": self.rows,
            "coverage": covered,
            "changes": compared,
        }
