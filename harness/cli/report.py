"""``harness report``: a page of recorded exchanges, what they break and what they cover, to look at."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli.options import complete_path, out_option
from harness.cli.screen import CassetteProgress, progress, styled
from harness.errors import HarnessError

if TYPE_CHECKING:
    from harness.cassette.location import Location


class OtherFile(HarnessError):
    """A page was to be written over another file.

    Args:
        path: the file.
    """

    path: Path

    def __str__(self) -> str:
        return (
            f"{self.path} already exists and was not written by harness report. Name another file with --out."
        )


@click.command("report")
@click.argument("paths", nargs=-1, required=True, shell_complete=complete_path)
@out_option(
    "FILE", "The HTML file to write.", default=Path("report.html"), show_default=True, former="--output"
)
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    help="An earlier report, or the output of harness check --json: the report shows what changed since "
    "then.",
)
@click.option(
    "--history",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="A folder where each run keeps a small file. The report shows how the numbers developed and, "
    "without --against, what changed since the last run. Created if missing.",
)
@click.option("--title", default="", help="The title of the report, such as the name of the project.")
def command(
    paths: tuple[str, ...], out: Path, against: Path | None, history: Path | None, title: str
) -> None:
    """Write an HTML report of the exchanges in PATHS (cassettes, or folders of them).

    It is one file that needs no network: an overview, the violations with the documentation they break,
    contract coverage, every exchange, and what changed since an earlier run. Secrets are replaced with
    placeholders.

    The exit status is 1 if there are errors, as with harness check.

    \b
    Examples:
      harness report cassettes
      harness report tests/cassettes -o report.html --against former.html
      harness report cassettes --history .harness-history --title Orders
    """
    import datetime as dt

    from harness.cassette.location import parse_location
    from harness.cli.output import print_unreadable
    from harness.report.baseline import apply_baseline
    from harness.report.check import check_paths
    from harness.report.files import replacing
    from harness.report.history import add_to_history, load_history
    from harness.report.html.former import former_of, load_former
    from harness.report.html.write import write_page
    from harness.report.run import run_of
    from harness.report.terminal import not_checked_lines, summary
    from harness.settings import load_settings, redaction_of

    locations = [parse_location(path) for path in paths]
    settings = load_settings(Path.cwd())
    redaction = redaction_of(settings)
    runs, notes = load_history(history) if history is not None else (None, [])
    former = former_of(runs[-1]) if runs else None
    if against is not None:
        former = load_former(against)
    _check_replaceable(out)
    cassettes: list[Location] = []

    shown = CassetteProgress("checking")

    def going_through(found: Sequence[Location]) -> Iterable[Location]:
        cassettes.extend(found)
        return shown(found)

    with replacing(out) as file:
        found = check_paths(locations, settings.severity, redaction, going_through, at=shown.at)
        report, left_out = apply_baseline(settings.baseline, found, locations)
        notes = [*left_out, *notes]
        run = run_of(Path.cwd(), dt.datetime.now(dt.UTC), title)
        written = progress("writing", "cassette")(cassettes)
        past = write_page(
            file,
            report,
            written,
            run=run,
            redaction=redaction,
            former=former,
            history=runs,
            notes=notes,
        )
    if history is not None:
        add_to_history(history, past)
    for line in (*not_checked_lines(report), *notes):
        click.echo(styled(line), err=True)
    click.echo(styled(f"{out}: {summary(report)}"))
    sys.exit(print_unreadable(report))


def _check_replaceable(output: Path) -> None:
    from harness.report.html.page import GENERATOR

    if output.is_file():
        with open(output, "rb") as file:
            if GENERATOR not in file.read(4096):
                raise OtherFile(output)
