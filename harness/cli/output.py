"""Write a report: formats to the standard output and to files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli.screen import on_one_screen, styled
from harness.errors import did_you_mean
from harness.report.files import is_cassette, write_pieces
from harness.report.formats import format_names

if TYPE_CHECKING:
    from harness.report.check import Report
    from harness.report.root import Root

TEXT = "text"


@dataclass(frozen=True, slots=True)
class Output:
    """A format, and where it goes.

    Attributes:
        name: ``"text"``, or one of `harness.report.formats.format_names`.
        file: the file; None for the standard output.
    """

    name: str
    file: Path | None = None


def parse_outputs(written: Iterable[str]) -> tuple[Output, ...]:
    """Read ``NAME`` and ``NAME=FILE``; text goes to the standard output if nothing else does.

    Raises:
        click.BadParameter: there is no such format, two are to go to the standard output, or one into a
            cassette.
    """
    outputs = tuple(dict.fromkeys(map(_parse, written)))
    printed = [output.name for output in outputs if output.file is None]
    if len(printed) > 1:
        first, second, *_ = printed
        raise _bad(f"Both {first} and {second} would be printed; write one of them to a file: {second}=FILE.")
    return outputs if printed else (Output(TEXT), *outputs)


def _parse(written: str) -> Output:
    name, equals, file = written.partition("=")
    known = (TEXT, *format_names())
    if name not in known:
        raise _bad(
            f"There is no format {name!r}.{did_you_mean(name, known)} The formats are {', '.join(known)}."
        )
    if equals and not file:
        raise _bad(f"{written!r} lacks a file name; write {name}=FILE.")
    if equals and is_cassette(Path(file)):
        raise _bad(f"{file} is a cassette; write the report to another file.")
    return Output(name, Path(file) if equals else None)


def _bad(message: str) -> click.BadParameter:
    return click.BadParameter(message, param_hint="--format")


def print_errors(messages: Iterable[str]) -> None:
    """Print errors that don't stop the command to the standard error."""
    for message in messages:
        click.echo(styled(f"harness: {on_one_screen(message)}"), err=True)


def print_unreadable(report: Report) -> int:
    """Print the files that can't be read to the standard error; return the exit status of a check."""
    print_errors(file.message for file in report.unreadable)
    return 2 if report.unreadable else 1 if report.errors else 0


def write_report(
    outputs: Iterable[Output],
    report: Report,
    notes: Iterable[str] = (),
    *,
    verbose: bool,
    root: Root | None = None,
) -> None:
    """Write a report: files first, then what is printed.

    Args:
        outputs: the formats, and where each goes.
        report: what a check found.
        notes: what else to tell, printed after text, else on the standard error.
        verbose: whether text tells all.
        root: the folder that paths start from in the formats for CI; that of the repository when left out.

    Raises:
        OSError: a file cannot be written.
    """
    from harness.report.formats import pieces
    from harness.report.terminal import not_checked_lines, report_lines

    printed = TEXT
    for output in sorted(outputs, key=lambda output: output.file is None):
        if output.file is not None and output.name == TEXT:
            write_pieces(output.file, (f"{line}\n" for line in report_lines(report, verbose=verbose)))
        elif output.file is not None:
            write_pieces(output.file, pieces(output.name, report, root))
        elif output.name == TEXT:
            for line in report_lines(report, verbose=verbose):
                click.echo(styled(line))
        else:
            printed = output.name
            for piece in pieces(output.name, report, root):
                click.echo(piece, nl=False)
    is_text = printed == TEXT
    for line in (*(() if is_text else not_checked_lines(report)), *notes):
        click.echo(styled(line), err=not is_text)
