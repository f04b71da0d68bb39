"""Reports as text for a terminal: the failures in full, then a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from harness.contract.explanation import alike_lines, kind_line, violation_lines
from harness.contract.paths.pointer import any_entry
from harness.contract.violation import Violation
from harness.errors import counted
from harness.report.check import Report


def report_lines(report: Report, *, verbose: bool = False) -> Iterator[str]:
    """Yield a whole report: violations, what was not checked, operations, and one line that sums up.

    Args:
        report: what a check found.
        verbose: explain each violation in full, warnings too, and list every operation and every unchecked
            interaction. Without it, each kind of error is explained once.
    """
    yield from found_lines(report, verbose=verbose)
    yield summary(report)


def found_lines(report: Report, *, verbose: bool = False) -> Iterator[str]:
    """Yield all of a report but the line that sums it up; arguments are those of `report_lines`."""
    if verbose:
        yield from explained_lines(report)
    else:
        for alike in kinds_of(report.errors).values():
            yield from alike_lines(alike)
            yield ""
        yield from kind_lines(report.warnings)
    yield from other_lines(report, verbose=verbose)


def other_lines(report: Report, *, verbose: bool = False) -> Iterator[str]:
    """Yield what else a report tells: what was not checked, and with ``verbose`` its operations."""
    yield from not_checked_lines(report, verbose=verbose)
    if verbose and report.operations:
        width = max(map(len, report.operations))
        yield from (f"{name:<{width}}  {count}" for name, count in sorted(report.operations.items()))
        yield ""


def explained_lines(report: Report) -> Iterator[str]:
    """Yield what explains each violation in full."""
    for violation in report.violations:
        yield from violation_lines(violation, verbose=True)
        yield ""


Kind = tuple[str, ...]
"""What violations of one kind have in common: operation, side, code, rule, place."""


def kinds_of(violations: Iterable[Violation]) -> dict[Kind, list[Violation]]:
    """Group violations: one rule that is broken at one place of an operation, in any cassette."""
    kinds: dict[Kind, list[Violation]] = {}
    for one in violations:
        key = (one.operation, one.side, one.code, str(one.source), any_entry(one.pointer))
        kinds.setdefault(key, []).append(one)
    return kinds


def kind_lines(violations: Iterable[Violation]) -> Iterator[str]:
    """Yield one line for each kind of violation, and an empty line after them."""
    kinds = kinds_of(violations)
    yield from map(kind_line, kinds.values())
    if kinds:
        yield ""


def not_checked_lines(report: Report, *, verbose: bool = False) -> Iterator[str]:
    """Yield what was not checked and why (one place for each reason unless verbose), and skipped files."""
    places: dict[str, list[str]] = {}
    counts: Counter[str] = Counter()
    for item in report.not_checked:
        counts[item.reason] += 1
        if verbose or counts[item.reason] == 1:
            places.setdefault(item.reason, []).append(f"{item.cassette}, interaction {item.interaction}")
    for reason, shown in places.items():
        more = f" and {counts[reason] - len(shown)} more" if counts[reason] > len(shown) else ""
        yield f"not checked: {reason}"
        for where in shown:
            yield f"  at     {where}{more}"
    for path in report.skipped:
        yield f"skipped: {path} is no cassette"
    if places or report.skipped:
        yield ""


def _counted_kinds(violations: Sequence[Violation], noun: str) -> str:
    kinds = len(kinds_of(violations))
    of_kinds = f" of {counted(kinds, 'kind')}" if kinds < len(violations) else ""
    return f"{counted(len(violations), noun)}{of_kinds}"


def summary(report: Report) -> str:
    """Sum a report up in one line: exchanges, operations, violations."""
    parts = [
        f"{counted(report.checked, 'exchange')} of {counted(len(report.operations), 'operation')} checked",
        _counted_kinds(report.errors, "error"),
        _counted_kinds(report.warnings, "warning"),
    ]
    if report.not_checked:
        parts.append(f"{len(report.not_checked):,} not checked")
    if report.unreadable:
        parts.append(f"{counted(len(report.unreadable), 'file')} unreadable")
    if report.unknown_requests:
        parts.append(f"{report.unknown_requests:,} without a known request")
    if report.redacted:
        parts.append(f"{counted(report.redacted, 'place')} redacted")
    return ", ".join(parts)
