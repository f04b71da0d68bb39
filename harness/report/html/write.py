"""Write the page of a check: what it found, with the recordings, which are read once more."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, BinaryIO, Generic, TypeVar

from harness.cassette.exchange import read_operation
from harness.cassette.location import Location
from harness.cassette.reading import UpToFault, read_interactions
from harness.contract.exchange import Exchange
from harness.contract.explanation import without_value
from harness.contract.values import format_timestamp
from harness.contract.violation import Violation
from harness.models import botocore_version
from harness.redaction import DEFAULT, Memory, Redaction, redact_interaction
from harness.report.check import Report
from harness.report.coverage import Coverage, coverage_of
from harness.report.html.changes import Counted, add_violation, changes, coverage_changes
from harness.report.html.exchange import Shown, show_exchange, show_interaction
from harness.report.html.former import Former
from harness.report.html.page import PageWriter
from harness.report.html.problem import problem_json
from harness.report.html.value_text import visible
from harness.report.identity import Identity
from harness.report.observed import Kind

T = TypeVar("T")


def write_page(
    file: BinaryIO,
    report: Report,
    cassettes: Iterable[Location],
    *,
    made: dt.datetime,
    redaction: Redaction | None = DEFAULT,
    former: Former | None = None,
    notes: Sequence[str] = (),
) -> None:
    """Write the page that shows what a check found.

    One block of exchanges is in memory at a time, and of the others a row each.

    Secrets that recordings hold are shown as stand-ins, as ``harness redact`` would write them.

    Args:
        file: where to write the page; it is opened for binary writing.
        report: what the check of the cassettes found.
        cassettes: what was checked, in the same order; they are read again.
        made: when; an aware time.
        redaction: what no page may show; None shows everything.
        former: a former run to compare with.
        notes: what else to tell at the top, such as what a baseline left out.
    """
    page = _Page(PageWriter(file), report, redaction)
    coverage = Coverage()
    for location in cassettes:
        coverage += coverage_of(page.add(location))
    faults = [file.message for file in report.unreadable]
    page.finish(format_timestamp(made), coverage, former, [*faults, *notes])


def write_observed_page(
    file: BinaryIO, kinds: Iterable[Kind], *, made: dt.datetime, notes: Sequence[str] = ()
) -> None:
    """Write the page that shows what live calls break, an example of each kind.

    Args:
        file: where to write the page; it is opened for binary writing.
        kinds: what was found, without its secrets.
        made: when; an aware time.
        notes: what else to tell at the top.
    """
    page = _Page(PageWriter(file), Report(), None)
    by_maker: dict[str, list[tuple[Violation, Exchange]]] = {}
    for kind in kinds:
        maker = next(iter(kind.tests or kind.lines), "observed")
        by_maker.setdefault(maker, []).append((kind.violation, kind.example))
    for maker, found in by_maker.items():
        page.add_observed(maker, found)
    page.finish(format_timestamp(made), Coverage(), None, notes)


class _Page:
    """A page that is being written, and its index: what the page reads first, a row for each exchange."""

    def __init__(self, writer: PageWriter, report: Report, redaction: Redaction | None) -> None:
        self._writer = writer
        self._redaction = redaction
        self._violations = _Found((v.cassette, v.interaction, v) for v in report.violations)
        self._not_checked = _Found((n.cassette, n.interaction, n.reason) for n in report.not_checked)
        self._cassettes: list[str] = []
        self._names: dict[str, int] = {}
        self._numbers: dict[Identity, int] = {}
        self._problems: list[dict[str, Any]] = []
        self._counted: dict[Identity, Counted] = {}
        self._reasons: dict[str, int] = {}
        self._rows: list[list[Any]] = []

    def add(self, location: Location) -> Iterator[Exchange]:
        """Write the exchanges of a cassette, and yield those that can be read."""
        cassette = str(location)
        self._cassettes.append(cassette)
        memory = Memory()
        for number, recorded in enumerate(UpToFault(read_interactions(location)), 1):
            interaction, found = recorded, self._violations.at(cassette, number)
            if self._redaction is not None:
                operation = read_operation(recorded)
                interaction = redact_interaction(operation, recorded, self._redaction, memory)
            if interaction is not recorded:
                found = list(map(without_value, found))
            violations = [(self._number(violation), violation) for violation in found]
            shown = show_interaction(interaction, violations)
            reason = next(iter(self._not_checked.at(cassette, number)), None)
            self._add_row(number, shown, violations, reason)
            if shown.exchange is not None:
                yield shown.exchange

    def add_observed(self, name: str, found: Iterable[tuple[Violation, Exchange]]) -> None:
        """Write live calls that one test or program made, each with what it breaks."""
        self._cassettes.append(visible(name))
        for number, (violation, exchange) in enumerate(found, 1):
            violations = [(self._number(violation), violation)]
            self._add_row(number, show_exchange(exchange, violations), violations)

    def _add_row(
        self,
        number: int,
        shown: Shown,
        violations: Sequence[tuple[int, Violation]],
        reason: str | None = None,
    ) -> None:
        self._writer.add(shown.detail)
        error = shown.exchange.error if shown.exchange is not None else None
        self._rows.append(
            [
                len(self._cassettes) - 1,
                number,
                self._names.setdefault(shown.name, len(self._names)),
                None if reason is None else self._reasons.setdefault(reason, len(self._reasons)),
                shown.status,
                shown.time,
                error and visible(error.code),
                [problem for problem, _ in violations],
            ]
        )

    def finish(self, made: str, coverage: Coverage, former: Former | None, notes: Sequence[str]) -> None:
        """Write the index."""
        covered = coverage.to_json()
        compared = None
        if former is not None:
            compared = {
                "name": former.name,
                "made": former.made,
                "violations": list(changes(former.violations, self._counted)),
                "coverage": former.coverage and list(coverage_changes(former.coverage, covered)),
            }
        self._writer.finish(
            {
                "made": made,
                "harness": importlib.metadata.version("aws-contract-harness"),
                "botocore": botocore_version(),
                "notes": [visible(note) for note in notes],
                "cassettes": self._cassettes,
                "names": list(self._names),
                "problems": self._problems,
                "reasons": list(self._reasons),
                "exchanges": self._rows,
                "coverage": covered,
                "changes": compared,
            }
        )

    def _number(self, violation: Violation) -> int:
        """Return the number of a violation's problem, a new one if it is the first of its kind."""
        identity = Identity.of(violation)
        problem = replace(identity, cassette="")
        number = self._numbers.setdefault(problem, len(self._numbers))
        if number == len(self._problems):
            self._problems.append(problem_json(problem, violation))
        add_violation(self._counted, identity, violation.severity.value, self._problems[number]["message"])
        return number


class _Found(Generic[T]):
    """What was found in interactions, taken in the order in which they are read.

    Args:
        found: cassette, number of the interaction and what was found there, in that order.
    """

    def __init__(self, found: Iterable[tuple[str, int | None, T]]) -> None:
        self._groups = groupby(found, lambda one: one[:2])
        self._next = self._take()

    def at(self, cassette: str, number: int) -> list[T]:
        """Return what was found in one interaction."""
        place, values = self._next
        if place != (cassette, number):
            return []
        self._next = self._take()
        return values

    def _take(self) -> tuple[object, list[T]]:
        place, group = next(self._groups, (None, ()))
        return place, [value for _, _, value in group]
