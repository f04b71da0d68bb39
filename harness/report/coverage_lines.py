"""Contract coverage as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from harness.report.coverage import Coverage, Figure
from harness.report.exercise import DIMENSIONS, Dimension


def coverage_lines(coverage: Coverage, *, missing: bool = False) -> Iterator[str]:
    """Yield a table of the operations that were used, then one line that sums up.

    Args:
        coverage: what was covered.
        missing: list before the last line what was not, item by item.
    """
    names = sorted(coverage.operations)
    rows = [("operation", "exchanges", *DIMENSIONS, "covered")]
    for name in names:
        figures = coverage.figures(name)
        percent = Figure.sum(figures.values()).percent
        rows.append((name, f"{coverage.operations[name].exchanges:,}", *_cells(figures), f"{percent:.0f} %"))
    if len(names) > 1:
        exchanges = sum(exercised.exchanges for exercised in coverage.operations.values())
        percent = coverage.total.percent
        rows.append(("all", f"{exchanges:,}", *_cells(coverage.dimensions()), f"{percent:.0f} %"))
    if names:
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for first, *others in rows:
            cells = (f"{cell:>{width}}" for cell, width in zip(others, widths[1:], strict=True))
            yield f"{first:<{widths[0]}}  {'  '.join(cells)}"
        yield ""
    if missing:
        yield from _missing_lines(coverage)
    yield coverage_summary(coverage)


def _cells(figures: Mapping[Dimension, Figure]) -> Iterator[str]:
    for dimension in DIMENSIONS:
        figure = figures.get(dimension)
        yield f"{figure.covered}/{figure.total}" if figure is not None else "-"


def _missing_lines(coverage: Coverage) -> Iterator[str]:
    for name in sorted(coverage.operations):
        items = coverage.missing(name)
        if items:
            yield f"{name} lacks"
            width = max(len(item.dimension) for item in items)
            yield from (f"  {item.dimension:<{width}}  {item}" for item in items)
            yield ""


def coverage_summary(coverage: Coverage) -> str:
    """Sum coverage up in one line: the share of the contract, and the operations used of each service."""
    if not coverage.operations:
        return "contract coverage: no exchange was seen"
    total = coverage.total
    used = ", ".join(
        f"{figure.covered} of {figure.total} operations of {service}"
        for service, figure in coverage.services().items()
    )
    line = f"contract coverage: {total.percent:.1f} % ({total.covered:,} of {total.total:,}), {used}"
    broken = sum(exercised.broken for exercised in coverage.operations.values())
    if broken:
        which = (
            "exchange that breaks its contract covers"
            if broken == 1
            else "exchanges that break their contract cover"
        )
        line += f"; {broken:,} {which} nothing of it"
    return line
