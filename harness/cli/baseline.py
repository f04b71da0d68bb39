"""The baseline of a check, from the command line: what it leaves silent, and what is written into it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.errors import counted

if TYPE_CHECKING:
    from harness.report.baseline import Baseline
    from harness.report.check import Report
    from harness.report.identity import Identity

_MOST = 10  # fixed violations that are listed


def apply_baseline(
    path: Path | None, report: Report, paths: Sequence[Path | str]
) -> tuple[Report, list[str]]:
    """Leave out of a report what a baseline knows.

    Args:
        path: the baseline; None for none.
        report: what was found.
        paths: what was checked.

    Returns:
        The rest of the report, and what to tell of the baseline.

    Raises:
        harness.report.baseline.BadBaseline: it cannot be read.
    """
    if path is None:
        return report, []
    from harness.report.baseline import load_baseline

    baseline = load_baseline(path)
    news = baseline.news(report)
    return news, [
        *_told(baseline, len(report.violations) - len(news.violations), baseline.fixed(report, paths))
    ]


def _told(baseline: Baseline, silent: int, fixed: Sequence[Identity]) -> Iterator[str]:
    if silent:
        yield f"baseline: {counted(silent, 'known violation')} left out"
    for identity in fixed[:_MOST]:
        yield f"fixed: {_worded(identity)}"
    if len(fixed) > _MOST:
        yield f"fixed: {len(fixed) - _MOST} more"
    if fixed:
        yield f"baseline: --write-baseline takes what is fixed out of {baseline.path}"


def _worded(identity: Identity) -> str:
    operation = f"{identity.operation} " if identity.operation else ""
    return f"{operation}{identity.side} {identity.place or '/'}: {identity.code}, {identity.cassette}"


def write_baseline(path: Path | None, report: Report, paths: Sequence[Path | str]) -> str:
    """Write what was found into a baseline; what it knows of cassettes that were not checked stays.

    Returns:
        What to tell of it.

    Raises:
        click.BadParameter: there is no path.
        harness.report.baseline.BadBaseline: there is another file at the path, which is left as it is.
    """
    from harness.cli.output import replace_text
    from harness.report.baseline import Baseline, load_baseline, serialize_baseline

    if path is None:
        reason = 'Name the file: --baseline FILE, or baseline = "FILE" in [tool.harness] of pyproject.toml.'
        raise click.BadParameter(reason, param_hint="--write-baseline")
    before = load_baseline(path) if path.exists() else Baseline(path)
    after = before.updated(report, paths)
    replace_text(path, serialize_baseline(after))
    new, gone = len(after.known - before.known), len(before.known - after.known)
    return f"{path}: {counted(len(after.known), 'known violation')}, {new} new, {gone} gone"
