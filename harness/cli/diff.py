"""``harness diff``: what changed between two documents of AWS APIs, and whom it breaks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import click

from harness.cli.options import split_severity
from harness.cli.screen import json_text, progress, styled

if TYPE_CHECKING:
    from harness.contract.diff.change import Level
    from harness.contract.diff.documents import Document
    from harness.contract.diff.service import Select
    from harness.contract.diff.severity import Levels
    from harness.report.drift import Drift

FAIL_ON = ("error", "warning", "note", "never")
F = TypeVar("F", bound=Callable[..., object])


def failing_options(default: str) -> Callable[[F], F]:
    """Return what gives a command ``--severity CODE=LEVEL`` and ``--fail-on LEVEL``."""

    def give(command: F) -> F:
        command = click.option(
            "--fail-on",
            type=click.Choice(FAIL_ON),
            help="Exit with status 1 if there is a change of this severity or higher. By default "
            f"fail-on in [tool.harness.diff] of pyproject.toml, or {default}.",
        )(command)
        return click.option(
            "--severity",
            "severities",
            multiple=True,
            metavar="CODE=LEVEL",
            help="Set the severity of a change code to error, warning, note or off. Write service:CODE "
            "or service.Operation:CODE to limit it to that service or operation. Wins over "
            "[tool.harness.diff.severity] of "
            "pyproject.toml. May be repeated.",
        )(command)

    return give


@click.command("diff")
@click.argument("old")
@click.argument("new")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--only",
    multiple=True,
    metavar="NAME",
    help="Compare this service, or service.Operation, only. May be repeated.",
)
@click.option(
    "--find-links",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Also look for botocore wheels in this folder. May be repeated.",
)
@failing_options("error")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--verbose", "-v", is_flag=True, help="Show notes too, and list every operation of each change."
)
def command(
    old: str,
    new: str,
    paths: tuple[Path, ...],
    only: tuple[str, ...],
    find_links: tuple[Path, ...],
    severities: tuple[str, ...],
    fail_on: str | None,
    as_json: bool,
    verbose: bool,
) -> None:
    """Show what changed from OLD to NEW and, with PATHS (cassettes), which recordings are affected.

    OLD and NEW can each be a botocore version, the word installed, a botocore wheel, a folder of botocore
    models, a folder written by harness schema --out, a file written by harness lock, or a documentation page.
    A version must be the installed one, or have its wheel in the current folder or in --find-links.

    An error removes or forbids something that was documented, a warning may break a program, a note breaks
    nothing.

    \b
    Examples:
      harness diff 1.40.0 installed --only cloudtrail
      harness diff botocore-1.40.0-py3-none-any.whl installed tests/cassettes
      harness diff list_insights_data.rst installed
      harness diff 1.40.0 installed --severity request-max-added=error --severity s3:error-added=off
    """
    from harness.contract.diff.documents import open_document
    from harness.report.drift import find_drift, load_recordings

    chosen = chosen_for(severities, fail_on, "error")
    before, after = (open_document(name, find_links) for name in (old, new))
    recordings = load_recordings(paths, progress("reading", "cassette")) if paths else None
    select = _selection(only, (before, after))
    drift = find_drift(before, after, select, recordings, progress("comparing", "service"), chosen.levels)
    print_drift(drift, chosen.fail_on, as_json=as_json, verbose=verbose)
    sys.exit(1 if drift.reaches(chosen.fail_on) else 0)


class Chosen(NamedTuple):
    """What a project chose by its settings and by the command line.

    Attributes:
        fail_on: the lowest severity that fails; None for none.
        levels: its own severities by code.
    """

    fail_on: Level | None
    levels: Levels


def chosen_for(severities: Iterable[str], fail_on: str | None, default: str) -> Chosen:
    """Return what the options of `failing_options` say, and where they say nothing, what the settings do.

    Raises:
        click.BadParameter, harness.settings.BadSetting: one of them is written wrongly.
    """
    from harness.contract.diff.change import Level
    from harness.contract.diff.severity import BadLevel, parse_levels
    from harness.settings import drift_settings_of, load_settings

    try:
        own = parse_levels([split_severity(pair) for pair in severities])
    except BadLevel as error:
        raise click.BadParameter(str(error), param_hint="--severity") from None
    settings = drift_settings_of(load_settings(Path.cwd()))
    name = fail_on or settings.fail_on or default
    return Chosen(None if name == "never" else Level(name), {**settings.levels, **own})


def print_drift(drift: Drift, fail_on: Level | None, *, as_json: bool, verbose: bool) -> None:
    """Print what changed: errors and warnings, and notes where they are asked for or fail."""
    from harness.report.drift import drift_lines

    if as_json:
        click.echo(json_text(drift.to_json()))
        return
    for line in drift_lines(drift, notes=verbose or fail_on == "note", verbose=verbose):
        click.echo(styled(line))


def _selection(only: Iterable[str], documents: tuple[Document, Document]) -> Callable[[str], Select | None]:
    """Read what --only names: services, and operations or methods of services.

    Raises:
        UnknownName: neither document has a service or an operation of that name.
    """
    from harness.errors import UnknownName, close_names
    from harness.models import method_name

    chosen: dict[str, set[str]] = {}
    for name in only:
        service, dot, operation = name.partition(".")
        having = [document for document in documents if service in document.services]
        if not having:
            known = {name for document in documents for name in document.services}
            raise UnknownName("service", service, close_names(service, known), "OLD or NEW")
        names = chosen.setdefault(service, set())
        if dot:
            methods = {method_name(n): n for d in having for n in d.load(service).model.operation_names}
            found = methods.get(operation, operation)
            if found not in methods.values():
                close = close_names(operation, [*methods.values(), *methods])
                raise UnknownName("operation", operation, close, service)
            names.add(found)

    def select(service: str) -> Select | None:
        if chosen and service not in chosen:
            return None
        names = chosen.get(service)
        return names.__contains__ if names else lambda operation: True

    return select
