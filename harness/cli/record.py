"""``harness record``: any Python program with recording on."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli.screen import styled
from harness.errors import counted, did_you_mean
from harness.printable import printable
from harness.record.mode import RecordMode

if TYPE_CHECKING:
    from harness.settings import Settings

_GRACE = 5.0
"""Seconds for processes that the program left behind, such as multiprocessing's server of forks, to end."""


@click.command("record", context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.option(
    "--cassette",
    "-c",
    "path",
    type=click.Path(path_type=Path),
    default=Path("cassettes/recorded.yaml"),
    show_default=True,
    help="The cassette to record into; a name ending in .json makes a JSON cassette.",
)
@click.option(
    "--mode",
    type=click.Choice([mode.value for mode in RecordMode]),
    default=RecordMode.REWRITE.value,
    show_default=True,
    help="What to record, as pytest --cassette-mode; none only plays the cassette and blocks the network.",
)
@click.option("--source", help="A note on where the recording comes from; by default the endpoint's address.")
@click.option(
    "--credentials",
    is_flag=True,
    help="Also record the calls that botocore makes to get credentials (STS, SSO).",
)
@click.option(
    "--diff",
    is_flag=True,
    help="Record without replacing the cassette, show what changed in the service's answers since it was "
    "recorded, and exit with 1 if something did.",
)
@click.option(
    "--pseudonyms", is_flag=True, help="Also replace account ids, e-mail addresses and IP addresses."
)
@click.option(
    "--ignore",
    metavar="PLACE",
    multiple=True,
    help="A place in requests that is ignored when a recording is looked up: /ClientToken, "
    "s3.PutObject:/Key.",
)
@click.option(
    "--http",
    is_flag=True,
    help="Also record requests that other HTTP libraries make to any host (the setting http = true).",
)
@click.argument("program", nargs=-1, required=True, type=click.UNPROCESSED)
def command(
    path: Path,
    mode: str,
    source: str | None,
    credentials: bool,
    diff: bool,
    pseudonyms: bool,
    ignore: tuple[str, ...],
    http: bool,
    program: tuple[str, ...],
) -> None:
    """Run PROGRAM, any Python program that uses botocore or boto3, and record its calls into a cassette.

    The exit status is the program's own, or 1 if the program succeeded but nothing was recorded.

    \b
    Examples:
      harness record -c cassettes/report.yaml -- python report.py --day 2026-11-01
      harness record -c cassettes/report.yaml --mode none -- python report.py --day 2026-11-01
      harness record -c cassettes/report.yaml --diff -- python report.py --day 2026-11-01
    """
    from harness.record.matching import parse_matching
    from harness.settings import load_settings, matching_of, redaction_of

    settings = load_settings(Path.cwd())
    settings = replace(settings, http=http or settings.http)
    redaction_of(settings)  # whatever is wrong with it is better known before the program runs
    rules = {**settings.redaction, **({"pseudonyms": True} if pseudonyms else {})}
    match = {**settings.match, **dict.fromkeys(ignore, "any")}
    matching_of(settings)
    parse_matching(match)
    if not diff:
        before, was = _count(path), _state(path)
        status, kept = _record(path, RecordMode(mode), program, source, credentials, rules, match, settings)
        if kept is not None:
            from harness.record.session import words_on_failed

            click.echo(printable(f"harness: {words_on_failed(path, kept)}"), err=True)
        elif mode != RecordMode.NONE:
            count = _count(path)
            holds = f"{path} holds {counted(count, 'exchange')} ({before:,} before)"
            # Only these modes record all that the program asks, so that nothing new is a mistake.
            is_all = mode in (RecordMode.REWRITE, RecordMode.ALL)
            if count == 0 or (is_all and _state(path) == was):
                as_it_was = f", which is as it was ({counted(count, 'exchange')})" if count else ""
                holds = (
                    f"nothing was recorded into {path}{as_it_was}. harness sees only Python programs that "
                    f"use "
                    "botocore or boto3."
                )
                status = status or 1
            else:
                holds += "."
            click.echo(printable(f"harness: {holds}"), err=True)
        sys.exit(status)
    if mode != RecordMode.REWRITE:
        raise click.UsageError("--diff records everything again, so --mode has no meaning: leave it out.")
    from harness.cassette.comparison import compare
    from harness.cassette.store import load_cassette
    from harness.record.live import load_if_any
    from harness.report.comparison import comparison_lines

    old = load_cassette(path)
    with tempfile.TemporaryDirectory(prefix="harness-") as folder:
        aside = Path(folder) / path.name
        status, kept = _record(
            aside, RecordMode.REWRITE, program, source, credentials, rules, match, settings
        )
        comparison = compare(old.interactions, load_if_any(kept or aside) or (), settings.volatile)
    for line in comparison_lines(str(path), comparison):
        click.echo(styled(line), err=True)
    sys.exit(status or (1 if comparison.changes else 0))


def _record(
    path: Path,
    record_mode: RecordMode,
    program: tuple[str, ...],
    source: str | None,
    credentials: bool,
    rules: Mapping[str, object],
    match: Mapping[str, str],
    settings: Settings,
) -> tuple[int, Path | None]:
    """Run a program with recording on.

    Returns:
        Its exit status, and the file that keeps what it recorded if it failed.
    """
    from harness.cassette.journal import wait_for_others
    from harness.record.bootstrap import environment
    from harness.record.matching import parse_matching
    from harness.record.session import beginning, open_cassette, settle

    began = beginning(path)
    # Whatever is wrong with the cassette is better known before the program runs.
    open_cassette(path, record_mode, began=began).close()
    variables = environment(
        path,
        record_mode,
        began,
        source=source,
        credentials=credentials,
        redaction=rules,
        max_age=settings.max_age,
        relative_times=settings.relative_times,
        match=match,
        http=settings.http,
    )
    status = run_program(program, {**os.environ, **variables}, "record")
    kept = None
    if record_mode is not RecordMode.NONE:
        if not wait_for_others(path, _GRACE):
            said = (
                "a process that the program started is still recording; the next run saves its calls next to"
            )
            click.echo(printable(f"harness: {said} {path}."), err=True)
        kept = settle(
            path,
            record_mode,
            began,
            max_age=settings.max_age,
            failed=status != 0,
            matching=parse_matching(match),
        )
    return status, kept


def run_program(program: tuple[str, ...], env: Mapping[str, str], command: str) -> int:
    """Run a program.

    Args:
        program: its words.
        env: its environment.
        command: the command of harness that runs it, for messages.

    Returns:
        Its exit status as a shell tells it: 128 and the signal's number where one ended it.

    Raises:
        click.UsageError: there is no such program.
    """
    try:
        process = subprocess.Popen(program, env=env)
    except FileNotFoundError:
        raise click.UsageError(_without_program(program[0], command)) from None
    except PermissionError:
        raise click.UsageError(f"{program[0]!r} cannot be run; check that it is executable.") from None
    while True:
        try:
            status = process.wait()
        except KeyboardInterrupt:
            continue  # the program was interrupted as well: it ends in its own way, and saves
        return status if status >= 0 else 128 - status


def _without_program(name: str, command: str) -> str:
    """Say that there is no program of a name, which may be a misspelled option, or a Python file."""
    if name.startswith("-"):
        known = [option for each in click.get_current_context().command.params for option in each.opts]
        return f"There is no option {name!r}.{did_you_mean(name, known)}"
    if name.endswith(".py") and Path(name).is_file():
        return f"{name} is a Python file; write harness {command} -- python {name}."
    return f"There is no program {name!r}; write harness {command} -- PROGRAM."


def _state(path: Path) -> tuple[int, int] | None:
    """Return what changes of a file when a recording replaces it; None if there is none."""
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_ino, state.st_mtime_ns


def _count(path: Path) -> int:
    from harness.record.live import load_if_any

    return len(load_if_any(path) or ())
