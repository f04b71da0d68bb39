"""``harness cassette compare``: what changed in a service's answers between two recordings."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from harness.cli.screen import json_text, styled


@click.command("compare")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(old: Path, new: Path, as_json: bool) -> None:
    """Show what changed in the service's answers from the cassette OLD to the cassette NEW.

    Values that change on every call are ignored: times, tokens, request ids, generated ids and the like, and
    the places listed under volatile in [tool.harness] of pyproject.toml. The exit status is 1 if something
    changed. harness record --diff and pytest --cassette-diff record again and compare at once.

    \b
    Example:
      harness cassette compare cassettes/report.yaml new/report.yaml
    """
    from harness.cassette.comparison import compare
    from harness.cassette.store import load_cassette
    from harness.report.comparison import comparison_lines
    from harness.settings import load_settings

    settings = load_settings(Path.cwd())
    before, after = (load_cassette(path).interactions for path in (old, new))
    comparison = compare(before, after, settings.volatile)
    if as_json:
        click.echo(json_text(comparison.to_json()))
    else:
        for line in comparison_lines(str(old), comparison):
            click.echo(styled(line))
    sys.exit(1 if comparison.changes else 0)
