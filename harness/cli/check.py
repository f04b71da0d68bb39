"""``harness check``: recorded exchanges against the documented contract."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli.options import (
    baseline_options,
    baseline_to_write,
    complete_path,
    complete_severity,
    split_severity,
)
from harness.cli.screen import CassetteProgress
from harness.printable import printable

if TYPE_CHECKING:
    from harness.report.engine import Engine


def _complete_format(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from harness.report.formats import format_names

    return [name for name in ("text", *format_names()) if name.startswith(incomplete)]


@click.command("check")
@click.argument("paths", nargs=-1, required=True, shell_complete=complete_path)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--verbose", "-v", is_flag=True, help="Explain each violation in full and list every operation."
)
@click.option(
    "--severity",
    "severities",
    multiple=True,
    metavar="CODE=LEVEL",
    shell_complete=complete_severity,
    help="Set the severity of a violation code to error, warning or off; request.CODE or response.CODE for "
    "one side only. Wins over [tool.harness.severity] of pyproject.toml. May be repeated.",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="NAME[=FILE]",
    shell_complete=_complete_format,
    help="Print the report as text (the default), json, junit, sarif, github, gitlab or badge, or write "
    "it to FILE. May be repeated.",
)
@click.option(
    "--root",
    metavar="DIR",
    type=click.Path(path_type=Path, exists=True, file_okay=False, resolve_path=True),
    help="The folder that paths in junit, sarif, github and gitlab are relative to. By default the root "
    "of the "
    "repository.",
)
@baseline_options
@click.option(
    "--skip-others", is_flag=True, help="Skip files that are not cassettes, even if PATHS names them."
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1),
    metavar="N",
    help="Use N processes; large cassettes are divided among them.",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    hidden=True,  # docs/scaling.md has it
    help="Work here, or on a cluster.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    hidden=True,
    help="The address of the Dask scheduler: tcp://10.0.0.1:8786.",
)
def command(
    paths: tuple[str, ...],
    as_json: bool,
    verbose: bool,
    severities: tuple[str, ...],
    formats: tuple[str, ...],
    root: Path | None,
    baseline: Path | None,
    write_baseline: bool,
    skip_others: bool,
    jobs: int | None,
    engine: str,
    scheduler: str | None,
) -> None:
    """Check every exchange in PATHS (cassettes, or folders of them) against the documented contract.

    Reads cassettes of harness, vcrpy and pytest-recording. What cannot be read as an AWS exchange counts as
    not checked, never as passed. Secrets in the recordings are errors; harness cassette redact removes them.
    PATHS may be URLs that fsspec supports, and glob patterns: s3://tapes/2026/*.json.

    If a file cannot be read, the others are still checked and reported, every report format names the file,
    and the exit status is 2.

    \b
    Examples:
      harness check cassettes
      harness check tests/cassettes/test_orders --severity response.enum=off
      harness check cassettes --format github --format sarif=harness.sarif
      harness check cassettes --baseline harness-baseline.json --write-baseline
      harness check -j 8 s3://tapes/2026
    """
    from harness.cassette.location import parse_location
    from harness.cli.output import parse_outputs, print_unreadable, write_report
    from harness.report.baseline import apply_baseline, update_baseline
    from harness.report.check import check_paths
    from harness.report.root import Root
    from harness.settings import load_settings, parse_severities, redaction_of

    outputs = parse_outputs((*(("json",) if as_json else ()), *formats))
    at_work = _engine(engine, jobs, scheduler)
    own = parse_severities(map(split_severity, severities), "--severity")
    settings = load_settings(Path.cwd())
    locations = [parse_location(path) for path in paths]
    shown = CassetteProgress("checking")
    report = check_paths(
        locations,
        {**settings.severity, **own},
        redaction_of(settings),
        shown,
        at_work,
        at=shown.at,
        skip_others=skip_others,
    )
    known = baseline or settings.baseline
    if write_baseline:
        click.echo(printable(update_baseline(baseline_to_write(known), report, locations)))
        sys.exit(2 if print_unreadable(report) == 2 else 0)
    news, notes = apply_baseline(known, report, locations)
    write_report(outputs, news, notes, verbose=verbose, root=Root(root) if root else None)
    sys.exit(print_unreadable(news))


def _engine(name: str, jobs: int | None, scheduler: str | None) -> Engine:
    from harness.report.engine import dask_cluster, in_process, processes

    if name == "dask":
        if scheduler is None:
            raise click.UsageError(
                "--engine dask needs the address of its scheduler: add --scheduler ADDRESS."
            )
        if jobs is not None:
            raise click.UsageError("The cluster decides the number of workers: leave out -j.")
        return dask_cluster(scheduler)
    if scheduler is not None:
        raise click.UsageError("--scheduler needs --engine dask: add it, or leave out --scheduler.")
    return in_process if jobs is None or jobs == 1 else processes(jobs)
