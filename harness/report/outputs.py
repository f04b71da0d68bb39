"""Write what was observed to files; the ending of a file, or a name, gives the format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.errors import HarnessError, did_you_mean
from harness.report.check import Report
from harness.report.files import is_cassette, replacing, write_pieces
from harness.report.formats import format_names, pieces
from harness.report.html.write import write_observed_page
from harness.report.identity import Identity
from harness.report.observed import Findings, report_lines, summary
from harness.report.run import run_of

_ENDINGS = {
    ".htm": "html",
    ".html": "html",
    ".json": "json",
    ".sarif": "sarif",
    ".txt": "text",
    ".xml": "junit",
}


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A file to write.

    Attributes:
        format: ``"text"``, ``"html"``, or one of `harness.report.formats.format_names`.
        path: the file.
    """

    format: str
    path: Path


class BadReportFile(HarnessError):
    """A report cannot be written to a file.

    Args:
        written: what the user wrote.
        reason: why, a whole sentence.
    """

    written: str
    reason: str

    def __str__(self) -> str:
        return f"No report can be written to {self.written!r}: {self.reason}"


def parse_report_file(written: str) -> ReportFile:
    """Read ``FILE``, whose ending tells the format, or ``NAME=FILE``.

    Raises:
        BadReportFile: there is no such format, or what is there is no report that may be replaced.
    """
    known = sorted({"text", "html", *format_names()})
    name, equals, file = written.partition("=")
    if not equals:
        name, file = _ENDINGS.get(Path(written).suffix.lower(), ""), written
        if not name:
            endings = ", ".join(_ENDINGS)
            names = ", ".join(known)
            raise BadReportFile(
                written,
                f"Its ending is no known format ({endings}); write NAME={written}, with one of {names}.",
            )
    if name not in known:
        meant = did_you_mean(name, known)
        raise BadReportFile(
            written, f"There is no format {name!r}.{meant} The formats are {', '.join(known)}."
        )
    if not file:
        raise BadReportFile(written, f"It lacks a file name; write {name}=FILE.")
    if is_cassette(Path(file)):
        raise BadReportFile(written, "It is a cassette; write the report to another file.")
    if Path(file).is_dir():
        raise BadReportFile(written, "It is a folder; name a file in it.")
    if Path(file).is_file() and Path(file).suffix.lower() not in _ENDINGS:
        raise BadReportFile(written, "It is there already, and its ending is no report's; name another file.")
    return ReportFile(name, Path(file))


def write_observed(
    files: Iterable[ReportFile], findings: Findings, report: Report, notes: Sequence[str] = ()
) -> None:
    """Write what was observed.

    Args:
        files: where to.
        findings: all that was found.
        report: what of it is told: without what a baseline knows.
        notes: what else to tell.

    Raises:
        OSError: a file cannot be written.
    """
    for file in files:
        if file.format == "html":
            told = {Identity.of(violation) for violation in report.violations}
            kinds = [kind for identity, kind in findings.kinds.items() if identity in told]
            run = run_of(Path.cwd(), dt.datetime.now(dt.UTC))
            with replacing(file.path) as page:
                write_observed_page(page, kinds, run=run, notes=[summary(report), *notes])
        elif file.format == "text":
            write_pieces(file.path, (f"{line}\n" for line in report_lines(report, verbose=True)))
        else:
            write_pieces(file.path, pieces(file.format, report))
