"""``harness lock``: keep the contracts that a project's recordings go by, and tell when they change."""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli.diff import chosen_for, failing_options, print_drift
from harness.cli.screen import progress, styled
from harness.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.contract.diff.documents import Document
    from harness.report.drift import Drift, Recordings

_PACKAGE = "aws-contract-harness"


@click.command("lock")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--file",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    default="harness.lock",
    show_default=True,
    help="The lock file.",
)
@click.option("--check", "checked", is_flag=True, help="Compare the installed botocore with the lock.")
@failing_options("error")
@click.option("--json", "as_json", is_flag=True, help="With --check: print one JSON object.")
@click.option("--verbose", "-v", is_flag=True, help="With --check: list every operation of each change.")
def command(
    paths: tuple[Path, ...],
    file: Path,
    checked: bool,
    severities: tuple[str, ...],
    fail_on: str | None,
    as_json: bool,
    verbose: bool,
) -> None:
    """Save the contracts of the operations in PATHS (cassettes), or compare them with the saved ones.

    The lock file holds the installed botocore's definition of each operation that the recordings use. Run
    --check in CI after an upgrade of botocore: the exit status is 1 if a change removes or forbids something
    that was documented, as with harness diff; --fail-on sets which changes fail. PATHS are then optional:
    with them, only changes that affect a recording count.

    \b
    Examples:
      harness lock tests/cassettes
      harness lock --check
      harness lock --check tests/cassettes --fail-on warning
      harness lock --check --severity request-member-added=off
    """
    from harness.contract.diff.documents import installed, open_lock
    from harness.report.drift import find_drift, load_recordings, unknown_lines

    if not checked and not paths:
        raise click.UsageError(
            "Name the cassettes whose operations to lock, or use --check to compare with an existing lock."
        )
    if checked and not file.exists():
        raise click.UsageError(f"There is no lock at {file}. Write it with harness lock and your cassettes.")
    chosen = chosen_for(severities, fail_on, "error")
    recordings = load_recordings(paths, progress("reading", "cassette")) if paths else None
    if not checked and recordings is not None:
        for line in unknown_lines(recordings.not_checked):
            click.echo(styled(line), err=True)
        click.echo(printable(_write(file, recordings, installed())))
        return
    lock = open_lock(file)
    drift = find_drift(
        lock, installed(), lambda service: lambda operation: True, recordings, levels=chosen.levels
    )
    print_drift(drift, chosen.fail_on, as_json=as_json, verbose=verbose)
    for line in _remarks(file, lock, drift, recordings):
        click.echo(styled(line), err=as_json)
    sys.exit(1 if drift.reaches(chosen.fail_on) else 0)


def _write(file: Path, recordings: Recordings, release: Document) -> str:
    """Write the lock, and say so."""
    from harness.contract.diff.documents import UnreadableDocument, open_lock
    from harness.contract.diff.lock import lock_contracts, serialize_lock
    from harness.models import botocore_version
    from harness.report.files import replace_text

    if file.exists() and file.suffix != ".lock":
        try:
            open_lock(file)
        except UnreadableDocument:
            raise click.UsageError(f"{file} is there already, and is no lock. Name another file.") from None
    used = recordings.operations
    if not used:
        raise click.UsageError(
            "These recordings hold no operation that the installed botocore knows. Check the paths, or "
            "upgrade botocore."
        )
    contracts = {service: (release.load(service), names) for service, names in used.items()}
    made = {"botocore": botocore_version(), "harness": version(_PACKAGE)}
    try:
        replace_text(file, serialize_lock(lock_contracts(contracts, **made)))
    except OSError as error:
        raise click.UsageError(f"{file} cannot be written: {error.strerror}.") from None
    operations, services = sum(map(len, used.values())), len(used)
    return (
        f"{file}: {operations:,} operation{'s' * (operations > 1)} of {services:,} "
        f"service{'s' * (services > 1)}, as in {release.name}"
    )


def _remarks(file: Path, lock: Document, drift: Drift, recordings: Recordings | None) -> Iterator[str]:
    """Yield what else to know, which never fails a check."""
    if recordings is not None:
        locked = {name: lock.load(name).model.operation_names for name in lock.services}
        missing = [
            f"{service}.{name}"
            for service, names in recordings.operations.items()
            for name in sorted(names)
            if name not in locked.get(service, ())
        ]
        if missing:
            yield f"not locked: {', '.join(missing)}; run harness lock again"
    if drift.changes:
        yield f"If your project can live with these changes, run harness lock to update {file}."
