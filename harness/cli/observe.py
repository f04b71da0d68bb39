"""``harness observe``: run any Python program and check every call against its contract."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import click

from harness.cli.options import baseline_options, baseline_to_write, complete_severity, split_severity
from harness.printable import printable


@click.command("observe", context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.option(
    "--report",
    "files",
    multiple=True,
    metavar="FILE",
    help="Also write the report to FILE. Its extension gives the format (.html, .json, .sarif, .txt, "
    ".xml for JUnit), or write NAME=FILE. May be repeated.",
)
@click.option(
    "--verbose", "-v", is_flag=True, help="Explain each violation in full and list every operation."
)
@click.option(
    "--severity",
    "severities",
    multiple=True,
    metavar="CODE=LEVEL",
    shell_complete=complete_severity,
    help="Set the severity of a violation code, as harness check does. May be repeated.",
)
@baseline_options
@click.argument("program", nargs=-1, required=True, type=click.UNPROCESSED)
def command(
    files: tuple[str, ...],
    verbose: bool,
    severities: tuple[str, ...],
    baseline: Path | None,
    write_baseline: bool,
    program: tuple[str, ...],
) -> None:
    """Run PROGRAM, any Python program that uses botocore or boto3, and check each call against its contract.

    Nothing is recorded or changed: AWS, moto, a Stubber or anything else answers as before. The findings are
    printed to standard error when the program ends.

    The exit status is the program's own, or 1 if the program succeeded but errors were found.

    \b
    Examples:
      harness observe -- python report.py --day 2026-11-01
      harness observe --report observed.html -- python -m unittest
    """
    from harness.cli.record import run_program
    from harness.cli.screen import styled
    from harness.report.baseline import OBSERVED, apply_baseline, update_baseline
    from harness.report.observed import report_lines
    from harness.report.outputs import parse_report_file, write_observed
    from harness.report.program import environment, findings_in
    from harness.settings import load_settings, parse_severities, redaction_of

    outputs = [parse_report_file(written) for written in files]
    settings = load_settings(Path.cwd())
    redaction_of(settings)  # whatever is wrong with it is better known before the program runs
    own = parse_severities(map(split_severity, severities), "--severity")
    known = baseline or settings.baseline
    to_write = baseline_to_write(known) if write_baseline else None
    with tempfile.TemporaryDirectory(prefix="harness-") as name:
        folder = Path(name)
        variables = environment(folder, {**settings.severity, **own}, settings.redaction, Path.cwd())
        status = run_program(program, {**os.environ, **variables}, "observe")
        findings = findings_in(folder)
    report = findings.report()
    if to_write is not None:
        click.echo(printable(update_baseline(to_write, report, [OBSERVED])), err=True)
        sys.exit(status)
    # Another program may make the calls that this one does not.
    news, notes = apply_baseline(known, report, [])
    write_observed(outputs, findings, news, notes)
    for line in (*report_lines(news, verbose=verbose, explained_by="harness observe -v"), *notes):
        click.echo(styled(line), err=True)
    if findings.left:
        calls = "1 call was" if findings.left == 1 else f"{findings.left:,} calls were"
        said = f"harness: {calls} played or recorded by cassettes, and checked there instead."
        click.echo(printable(said), err=True)
    elif not findings.operations:
        click.echo(
            "harness: the program made no AWS call. harness sees only Python programs that use botocore or "
            "boto3.",
            err=True,
        )
    sys.exit(status or (1 if news.errors else 0))
