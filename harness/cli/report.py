"""``harness report``: a page of recorded exchanges, what they break and what they cover, to look at."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from harness.cli.screen import progress
from harness.errors import HarnessError


class BadOutput(HarnessError):
    """The page cannot be written where it should be.

    Args:
        path: the file.
        reason: why, a whole sentence.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path} cannot be written: {self.reason} Name another file with --output."


@click.command("report")
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    default=Path("report.html"),
    show_default=True,
    help="The page to write.",
)
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    help="A former page, or the output of harness check --json, to tell what changed since.",
)
def command(paths: tuple[str, ...], output: Path, against: Path | None) -> None:
    """Write a page that shows the exchanges in PATHS (cassettes, or folders of them) to a person.

    One file that needs no network: an overview, the violations beside what is documented, contract
    coverage, every exchange, and what changed since a former run. Secrets are shown as stand-ins.

    The exit status is that of harness check: 1 if there are errors.

    \b
    Examples:
      harness report cassettes
      harness report tests/cassettes -o report.html --against former.html
    """
    import datetime as dt

    from harness.cassette.location import parse_location
    from harness.cli.baseline import apply_baseline
    from harness.report.check import check_paths, find_locations
    from harness.report.html.former import load_former
    from harness.report.html.write import write_page
    from harness.report.terminal import not_checked_lines, summary
    from harness.settings import load_settings, redaction_of

    locations = [parse_location(path) for path in paths]
    settings = load_settings(Path.cwd())
    redaction = redaction_of(settings)
    former = load_former(against) if against is not None else None
    with _replacing(output) as file:
        found = check_paths(locations, settings.severity, redaction, progress("checking", "cassette"))
        report, notes = apply_baseline(settings.baseline, found, locations)
        cassettes, _ = find_locations(locations)
        made = dt.datetime.now(dt.UTC).replace(microsecond=0)
        written = progress("writing", "cassette")(cassettes)
        write_page(file, report, written, made=made, redaction=redaction, former=former, notes=notes)
    for line in (*not_checked_lines(report), *notes):
        click.echo(line, err=True)
    click.echo(f"{output}: {summary(report)}")
    sys.exit(1 if report.errors else 0)


@contextmanager
def _replacing(output: Path) -> Iterator[BinaryIO]:
    """Open a file that takes the place of the output when all went well; before, nothing is touched."""
    from harness.report.html.page import GENERATOR

    if output.exists() and not output.is_file():
        raise BadOutput(output, "It is there already, and is no file.")
    temporary = output.with_name(f".{output.name}.{secrets.token_hex(4)}.tmp")
    try:
        if output.exists() and GENERATOR not in _start_of(output):
            raise BadOutput(output, "It is there already, and is no page of harness report.")
        output.parent.mkdir(parents=True, exist_ok=True)
        with open(temporary, "xb") as file:
            yield file
        os.replace(temporary, output)
    except OSError as error:
        raise BadOutput(output, f"{error.strerror}.") from None
    finally:
        temporary.unlink(missing_ok=True)


def _start_of(path: Path) -> bytes:
    with open(path, "rb") as file:
        return file.read(4096)
