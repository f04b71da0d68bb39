"""``harness check``: recorded exchanges against the documented contract."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import click


@click.command("check")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--verbose", "-v", is_flag=True, help="Explain warnings in full and list every operation.")
@click.option(
    "--severity",
    "severities",
    multiple=True,
    metavar="CODE=LEVEL",
    help="Set the severity of a violation code to error, warning or off; request.CODE or response.CODE for "
    "one side only. Wins over [tool.harness.severity] of pyproject.toml. May be repeated.",
)
def command(paths: tuple[Path, ...], as_json: bool, verbose: bool, severities: tuple[str, ...]) -> None:
    r"""Hold every exchange in PATHS (cassettes, or folders of them) to the documented contract.

    Cassettes of harness, vcrpy and pytest-recording are read. What cannot be read as an AWS exchange is
    counted as not checked, never as passed. Secrets in the recordings are errors; harness redact takes them
    out.

    \b
    Examples:
      harness check cassettes
      harness check tests/cassettes/test_orders --severity response.enum=off
    """
    from harness.report.check import check_paths
    from harness.report.terminal import not_checked_lines, report_lines
    from harness.settings import load_settings, parse_severities, redaction_of

    own = parse_severities((_split(pair) for pair in severities), "--severity")
    settings = load_settings(Path.cwd())
    report = check_paths(paths, {**settings.severity, **own}, redaction_of(settings), _progress)
    if as_json:
        click.echo(json.dumps(report.to_json(), ensure_ascii=False))
        for line in not_checked_lines(report):
            click.echo(line, err=True)
    else:
        for line in report_lines(report, verbose=verbose):
            click.echo(line)
    sys.exit(1 if report.errors else 0)


def _split(pair: str) -> tuple[str, str]:
    code, equals, level = pair.partition("=")
    if not equals:
        raise click.BadParameter(f"{pair!r} has no level; write CODE=LEVEL, such as response.enum=off.")
    return code, level


def _progress(paths: list[Path]) -> Iterable[Path]:
    # On a terminal only, and not for work of under a second.
    if len(paths) < 2 or not sys.stderr.isatty():
        return paths
    from tqdm import tqdm

    return tqdm(paths, desc="checking", unit="cassette", delay=1, leave=False)
