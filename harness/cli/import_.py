"""``harness import``: what other tools recorded, as cassettes, redacted and checked."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.cli.screen import progress, styled
from harness.errors import HarnessError, counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.cassette.importers import Imported


class OutputExists(HarnessError):
    """A cassette was to be written where there is a file already.

    Args:
        path: the file.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"{self.path} is there already. Choose another --out, or replace it with --force."


class OneOutput(HarnessError):
    """Two recordings would become one cassette.

    Args:
        first: a recording.
        second: the other.
        out: the cassette.
    """

    def __init__(self, first: Path, second: Path, out: Path) -> None:
        super().__init__(first, second, out)
        self.first = first
        self.second = second
        self.out = out

    def __str__(self) -> str:
        return f"{self.first} and {self.second} would both become {self.out}. Import them one by one."


@click.group("import")
def command() -> None:
    """Make cassettes of what other tools recorded.

    Exchanges with AWS are taken over, redacted as recordings are, and held to their contracts as harness
    check does; what is none is counted and left out. No existing file is replaced without --force, and
    nothing is written where an input is malformed.

    \b
    Examples:
      harness import vcr tests/cassettes --out cassettes
      harness import har session.har --out cassettes/session.yaml
    """


def _options(decorated: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print one JSON object."),
        click.option("--force", is_flag=True, help="Replace existing cassettes."),
    ):
        decorated = option(decorated)
    return decorated


_PATH = click.Path(path_type=Path)


@command.command("vcr")
@click.argument("paths", nargs=-1, required=True, type=_PATH)
@click.option("--out", required=True, type=_PATH, metavar="DIR", help="The folder of the new cassettes.")
@_options
def vcr(paths: tuple[Path, ...], out: Path, force: bool, as_json: bool) -> None:
    """Import cassettes of vcrpy, pytest-recording, Ruby's VCR, betamax and cassetter.

    PATHS are files, and folders of them; the folders below are kept.

    \b
    Example:
      harness import vcr tests/cassettes --out cassettes
    """
    from harness.cassette.importers import NotCassette, load_vcr

    imported: dict[Path, Imported] = {}
    origins: dict[Path, Path] = {}
    skipped: list[Path] = []
    for path, name, named in progress("reading", "file")(list(_cassettes(paths))):
        try:
            found = load_vcr(path)
        except NotCassette:
            if named:
                raise
            skipped.append(path)
            continue
        target = out / name
        if target in imported:
            raise OneOutput(origins[target], path, target)
        imported[target], origins[target] = found, path
    _finish(imported, skipped, force, as_json)


@command.command("placebo")
@click.argument("folder", type=_PATH)
@click.option("--out", required=True, type=_PATH, metavar="FILE", help="The new cassette.")
@click.option(
    "--service",
    "services",
    multiple=True,
    metavar="NAME",
    help="The service to take where an endpoint prefix is that of several. May be repeated.",
)
@_options
def placebo(folder: Path, out: Path, services: tuple[str, ...], force: bool, as_json: bool) -> None:
    """Import a FOLDER that placebo recorded.

    placebo keeps no requests: only the answers are checked, and each plays for the next call
    of its operation.

    \b
    Example:
      harness import placebo tests/responses --out cassettes/responses.yaml --service elbv2
    """
    from harness.cassette.importers import load_placebo

    _finish({out: load_placebo(folder, services)}, [], force, as_json)


@command.command("har")
@click.argument("file", type=_PATH)
@click.option("--out", required=True, type=_PATH, metavar="FILE", help="The new cassette.")
@_options
def har(file: Path, out: Path, force: bool, as_json: bool) -> None:
    """Import an HTTP archive (HAR 1.2), as browsers and proxies write them.

    \b
    Example:
      harness import har session.har --out cassettes/session.yaml
    """
    from harness.cassette.importers import load_har

    _finish({out: load_har(file)}, [], force, as_json)


def _cassettes(paths: Sequence[Path]) -> Iterator[tuple[Path, Path, bool]]:
    """Yield each file, the name of its cassette in the output folder, and whether it was named itself."""
    from harness.cassette.importers.vcr import ENDINGS

    for path in paths:
        inside = [path]
        if path.is_dir():
            inside = [
                item for item in sorted(path.rglob("*")) if item.suffix.lower() in ENDINGS and item.is_file()
            ]
        for item in inside:
            name = Path(item.name) if item == path else item.relative_to(path)
            yield item, name.with_suffix(".yaml") if name.suffix.lower() == ".toml" else name, item == path


def _finish(imported: dict[Path, Imported], skipped: list[Path], force: bool, as_json: bool) -> None:
    """Redact, check and write what was imported, tell about it, and exit."""
    from harness.cassette.store import save_cassette
    from harness.record.redaction.mending import redact_interactions
    from harness.report.check import Report, check_interactions
    from harness.report.terminal import report_lines
    from harness.settings import load_settings, redaction_of

    settings = load_settings(Path.cwd())
    redaction = redaction_of(settings)
    written = {path: found for path, found in imported.items() if found.interactions}
    for path in written:
        if path.exists() and not force:
            raise OutputExists(path)
    report = Report()
    for path, found in written.items():
        interactions, _ = redact_interactions(found.interactions, redaction)
        save_cassette(path, interactions)
        report += check_interactions(enumerate(interactions, 1), str(path), settings.severity)
    if as_json:
        click.echo(json.dumps(_to_json(imported, skipped) | {"check": report.to_json()}, ensure_ascii=False))
    else:
        for line in (*_lines(imported, skipped), *report_lines(report)):
            click.echo(styled(line))
    sys.exit(1 if report.errors else 0)


def _to_json(imported: dict[Path, Imported], skipped: list[Path]) -> dict[str, Any]:
    def notes(kind: str) -> list[dict[str, str]]:
        return [
            {"file": str(note.file), "place": note.place, "reason": note.reason}
            for found in imported.values()
            for note in getattr(found, kind)
        ]

    return {
        "cassettes": {
            str(path): len(found.interactions) for path, found in imported.items() if found.interactions
        },
        "imported": sum(len(found.interactions) for found in imported.values()),
        "left_out": notes("left_out"),
        "altered": notes("altered"),
        "skipped": [str(path) for path in skipped],
    }


def _lines(imported: dict[Path, Imported], skipped: list[Path]) -> Iterator[str]:
    for found in imported.values():
        yield from (f"left out: {note}" for note in found.left_out)
        yield from (f"altered: {note}" for note in found.altered)
    yield from (f"skipped: {path} is no cassette" for path in skipped)
    numbers = _to_json(imported, skipped)
    exchanges = counted(numbers["imported"], "exchange")
    cassettes = counted(len(numbers["cassettes"]), "cassette")
    yield f"{exchanges} imported into {cassettes}, {len(numbers['left_out']):,} left out"
