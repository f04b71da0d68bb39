"""``harness cassette redact``: take the secrets out of cassettes that are already there."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli.screen import json_text, progress, styled
from harness.errors import HarnessError, counted

if TYPE_CHECKING:
    from harness.redaction.cassette import RedactedCassette


@click.command("redact")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--dry-run", is_flag=True, help="Only show what would be replaced, and exit with 1 if there is anything."
)
@click.option(
    "--pseudonyms", is_flag=True, help="Also replace account ids, e-mail addresses and IP addresses."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(paths: tuple[Path, ...], dry_run: bool, pseudonyms: bool, as_json: bool) -> None:
    """Replace the secrets in PATHS (cassettes, or folders of them) with placeholders of the same form.

    Each cassette is replaced atomically and still replays; a cassette without secrets is not touched. The
    rules are the same as when recording, including those in [tool.harness.redaction] of pyproject.toml.

    If others could read the file, change the secret itself: old versions of the file still hold it.

    \b
    Examples:
      harness cassette redact cassettes
      harness cassette redact --dry-run --pseudonyms tests/cassettes/test_orders
    """
    from harness.redaction import configured
    from harness.redaction.cassette import redact_cassette
    from harness.report.find import find_cassettes
    from harness.settings import load_settings, redaction_of

    settings = load_settings(Path.cwd())
    redaction = redaction_of(settings)
    if pseudonyms:
        redaction = configured({**settings.redaction, "pseudonyms": True})
    redacted, failures = [], []
    for path in progress("redacting", "cassette")(find_cassettes(paths)):
        try:
            redacted.append(redact_cassette(path, redaction, write=not dry_run))
        except HarnessError as error:
            failures.append(str(error))
    if as_json:
        click.echo(json_text({"cassettes": [_to_json(each) for each in redacted], "errors": failures}))
    else:
        for line in _lines(redacted, dry_run):
            click.echo(styled(line))
    for failure in failures:
        click.echo(styled(f"harness: {failure}"), err=True)
    if failures:
        sys.exit(2)
    sys.exit(1 if dry_run and any(each.changed for each in redacted) else 0)


def _to_json(redacted: RedactedCassette) -> dict[str, object]:
    findings = [
        {"side": one.side, "place": one.place, "kind": one.kind, "interactions": numbers}
        for one, numbers in redacted.findings.items()
    ]
    return {"path": str(redacted.path), "changed": redacted.changed, "findings": findings}


def _lines(redacted: list[RedactedCassette], dry_run: bool) -> Iterator[str]:
    changed = [each for each in redacted if each.changed]
    for each in changed:
        yield f"{each.path}"
        for finding, numbers in each.findings.items():
            more = f" and {len(numbers) - 1} more" if len(numbers) > 1 else ""
            yield f"  interaction {numbers[0]}{more}, {finding.side} {finding.place}: {finding.kind}"
    done = "to be redacted" if dry_run else "redacted"
    yield f"{len(changed):,} of {counted(len(redacted), 'cassette')} {done}"
