"""Write the page of a check: what it found, with the recordings, which are read once more."""

from __future__ import annotations

import importlib.metadata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from shlex import quote
from typing import Any, BinaryIO, Generic, TypeVar

from harness.cassette.exchange import read_operation
from harness.cassette.location import Location
from harness.cassette.reading import UpToFault, read_interactions
from harness.contract import codes
from harness.contract.exchange import Exchange
from harness.contract.explanation import without_value
from harness.contract.violation import Violation
from harness.models import botocore_version
from harness.redaction import DEFAULT, Memory, Redaction, redact_interaction
from harness.report.changes import Counted, add_violation, changes, coverage_changes
from harness.report.check import Report
from harness.report.coverage import Coverage, coverage_of
from harness.report.history import Past, first_seen, trend
from harness.report.html.exchange import Shown, show_exchange, show_interaction
from harness.report.html.former import Former
from harness.report.html.page import PageWriter
from harness.report.html.problem import problem_json
from harness.report.html.value_text import visible
from harness.report.identity import Identity, fingerprint
from harness.report.location import lines_of
from harness.report.observed import Kind
from harness.report.owner import test_of
from harness.report.run import Run

T = TypeVar("T")

_ID = 8
"""How many digits of a fingerprint name an exchange or a problem in addresses."""


def write_page(
    file: BinaryIO,
    report: Report,
    cassettes: Iterable[Location],
    *,
    run: Run,
    redaction: Redaction | None = DEFAULT,
    former: Former | None = None,
    history: Sequence[Past] | None = None,
    notes: Sequence[str] = (),
) -> Past:
    """Write the page that shows what a check found.

    One block of exchanges is in memory at a time, and of the others a row each.

    Secrets that recordings hold are shown as stand-ins, as ``harness cassette redact`` would write them.

    Args:
        file: where to write the page; it is opened for binary writing.
        report: what the check of the cassettes found.
        cassettes: what was checked, in the same order; they are read again.
        run: when, and of which commit and branch.
        redaction: what no page may show; None shows everything.
        former: a former run to compare with.
        history: the runs before this one, the oldest first; None if no history is kept.
        notes: what else to tell at the top, such as what a baseline left out.

    Returns:
        What a history keeps of this run.
    """
    page = _Page(PageWriter(file), report, redaction)
    coverage = Coverage()
    for location in cassettes:
        coverage += coverage_of(page.add(location))
    faults = [file.message for file in report.unreadable]
    return page.finish(run, coverage, former, history, [*faults, *notes])


def write_observed_page(
    file: BinaryIO, kinds: Iterable[Kind], *, run: Run, notes: Sequence[str] = ()
) -> None:
    """Write the page that shows what live calls break, an example of each kind.

    Args:
        file: where to write the page; it is opened for binary writing.
        kinds: what was found, without its secrets.
        run: when, and of which commit and branch.
        notes: what else to tell at the top.
    """
    page = _Page(PageWriter(file), Report(), None)
    by_maker: dict[str, list[Kind]] = {}
    for kind in kinds:
        by_maker.setdefault(next(iter(kind.tests or kind.lines), "observed"), []).append(kind)
    for maker, found in by_maker.items():
        page.add_observed(maker, found)
    page.finish(run, Coverage(), None, None, notes)


class _Page:
    """A page that is being written, and its index: what the page reads first, a row for each exchange."""

    def __init__(self, writer: PageWriter, report: Report, redaction: Redaction | None) -> None:
        self._writer = writer
        self._redaction = redaction
        self._violations = _Found((v.cassette, v.interaction, v) for v in report.violations)
        self._not_checked = _Found((n.cassette, n.interaction, n.reason) for n in report.not_checked)
        self._lines = lines_of(report.violations)
        self._cassettes: list[str] = []
        self._tests: list[str | None] = []
        self._commands: list[list[str]] = []
        self._summaries: list[list[str]] = []
        self._ids: Counter[str] = Counter()
        self._names: dict[str, int] = {}
        self._numbers: dict[Identity, int] = {}
        self._problems: list[dict[str, Any]] = []
        self._counted: dict[Identity, Counted] = {}
        self._reasons: dict[str, int] = {}
        self._rows: list[list[Any]] = []

    def add(self, location: Location) -> Iterator[Exchange]:
        """Write the exchanges of a cassette, and yield those that can be read."""
        cassette = str(location)
        test = test_of(location)
        tries = [f"pytest {quote(test)}"] if test else []
        self._add_cassette(cassette, test, [*tries, f"harness check {quote(cassette)}"])
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

    def add_observed(self, name: str, found: Iterable[Kind]) -> None:
        """Write live calls that one test or program made, each with what it breaks."""
        kinds = list(found)
        test = next((test for kind in kinds for test in kind.tests), None)
        self._add_cassette(visible(name), test, [f"pytest {quote(test)} --contract-observe"] if test else [])
        for number, kind in enumerate(kinds, 1):
            violations = [(self._number(kind.violation), kind.violation)]
            self._add_row(number, show_exchange(kind.example, violations), violations)

    def _add_cassette(self, name: str, test: str | None, commands: Iterable[str]) -> None:
        self._cassettes.append(name)
        self._tests.append(test and visible(test))
        self._commands.append(list(map(visible, commands)))

    def _add_row(
        self,
        number: int,
        shown: Shown,
        violations: Sequence[tuple[int, Violation]],
        reason: str | None = None,
    ) -> None:
        self._writer.add(shown.detail)
        self._summaries.append([shown.asked, shown.answered])
        cassette = self._cassettes[-1]
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
                self._id(fingerprint(cassette, shown.name, shown.detail["request"]["text"])),
                self._lines.get((cassette, number)),
                [problem for problem, _ in violations],
            ]
        )

    def _id(self, digest: str) -> str:
        """Return a name for an exchange that holds while its cassette and its request stay the same."""
        short = digest[:_ID]
        self._ids[short] += 1
        return short if self._ids[short] == 1 else f"{short}-{self._ids[short]}"

    def finish(
        self,
        run: Run,
        coverage: Coverage,
        former: Former | None,
        history: Sequence[Past] | None,
        notes: Sequence[str],
    ) -> Past:
        """Write the index, and return what a history keeps of the run."""
        covered = coverage.to_json()
        compared = None
        if former is not None:
            compared = {
                "name": visible(former.name),
                "made": former.made,
                "violations": list(changes(former.violations, self._counted)),
                "coverage": former.coverage and list(coverage_changes(former.coverage, covered)),
            }
        unchecked = sum(1 for row in self._rows if row[3] is not None)
        past = Past(
            run,
            len(self._rows),
            unchecked,
            coverage.total.covered,
            coverage.total.total,
            dict(self._counted),
        )
        runs = [*history, past] if history is not None else []
        since = first_seen(runs)
        for problem in self._problems:
            alike = (problem["operation"], problem["side"], problem["code"], problem["place"])
            problem["since"] = since.get(alike)
        index = {
            **_visible(run.to_json()),
            "harness": importlib.metadata.version("aws-contract-harness"),
            "botocore": botocore_version(),
            "notes": [visible(note) for note in notes],
            "cassettes": self._cassettes,
            "tests": self._tests,
            "commands": self._commands,
            "names": list(self._names),
            "problems": self._problems,
            "codes": {code: codes.page(code) for code in sorted({one["code"] for one in self._problems})},
            "reasons": list(self._reasons),
            "exchanges": self._rows,
            "coverage": covered,
            "changes": compared,
            "history": [_visible(point) for point in trend(runs)],
        }
        self._writer.finish(index, self._summaries)
        return past

    def _number(self, violation: Violation) -> int:
        """Return the number of a violation's problem, a new one if it is the first of its kind."""
        identity = Identity.of(violation)
        problem = replace(identity, cassette="")
        number = self._numbers.setdefault(problem, len(self._numbers))
        if number == len(self._problems):
            written = problem_json(problem, violation)
            self._problems.append({"id": problem.fingerprint[:_ID], **written})
        add_violation(self._counted, identity, violation.severity.value, self._problems[number]["message"])
        return number


def _visible(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: visible(value) if isinstance(value, str) else value for name, value in values.items()}


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
