"""``harness cassette import``: what other tools recorded, as cassettes, redacted and checked."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.cli.options import out_option
from harness.cli.screen import json_text, progress, styled
from harness.errors import HarnessError, counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.cassette.importers import Imported, Note


class OutputExists(HarnessError):
    """A cassette was to be written where there is a file already.

    Args:
        path: the file.
    """

    path: Path

    def __str__(self) -> str:
        return f"{self.path} already exists. Choose another --out, or replace it with --force."


class OneOutput(HarnessError):
    """Two recordings would become one cassette.

    Args:
        first: a recording.
        second: the other.
        out: the cassette.
    """

    first: Path
    second: Path
    out: Path

    def __str__(self) -> str:
        return f"{self.first} and {self.second} would both be written to {self.out}. Import them one by one."


class NothingImported(HarnessError):
    """An import found nothing to import.

    Args:
        found: what there was instead.
        expected: what is needed.
    """

    found: str
    expected: str

    def __str__(self) -> str:
        return f"Nothing was imported. Found: {self.found}. Expected: {self.expected}."


class NotFolder(HarnessError):
    """Several cassettes are to be written, and --out names a file.

    Args:
        out: what --out names.
        count: how many cassettes there are to be.
    """

    out: Path
    count: int

    def __str__(self) -> str:
        return (
            f"--out {self.out} names a file, but there are {self.count:,} folders of answers, each of which "
            f"becomes a cassette. Name a folder: --out {self.out.with_suffix('')}."
        )


_TOOLS = {
    **dict.fromkeys(("archive", "browser", "chrome", "firefox", "http-archive", "mitmproxy"), "har"),
    **dict.fromkeys(("betamax", "cassette", "cassettes", "cassetter", "pytest-recording"), "vcr"),
    **dict.fromkeys(("go-vcr", "langchain", "pytest-vcr", "ruby-vcr", "vcr.py", "vcrpy"), "vcr"),
    **dict.fromkeys(("boto", "pill", "stubs"), "placebo"),
}
"""What people call what each command imports."""


class _Recordings(click.Group):
    """The commands of an import, with a suggestion where a recording or a tool is named in their place."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in self.commands and not ctx.resilient_parsing and not name.startswith("-"):
            if meant := _TOOLS.get(name.lower()):
                ctx.fail(f"harness imports what {name} recorded with: {_written(meant, 'PATH')}")
            if Path(name).exists():
                meant = _kind_of(Path(name))
                ctx.fail(f"Say which tool recorded {name}: {_written(meant, name)}")
        return super().resolve_command(ctx, args)


def _written(kind: str, path: str) -> str:
    out = {"vcr": "DIR", "placebo": "PATH", "har": "FILE"}[kind]
    return f"harness cassette import {kind} {path} --out {out}"


def _kind_of(path: Path) -> str:
    """Tell from a name which import a recording is for."""
    from harness.cassette.importers import placebo_folders

    if path.suffix.lower() == ".har":
        return "har"
    return "placebo" if path.is_dir() and placebo_folders(path)[0] else "vcr"


def _check_kind(kind: str, path: Path) -> None:
    """Refuse what another import is for.

    Raises:
        click.UsageError: it is, with that import.
    """
    endings = {"har": (".yaml", ".yml", ".toml"), "vcr": (".har",), "placebo": ()}[kind]
    meant = _kind_of(path)
    is_placebo = meant == "placebo" and kind != "placebo"
    if path.exists() and (path.suffix.lower() in endings or is_placebo):
        what = {
            "har": "is an HTTP archive",
            "placebo": "holds placebo's answers",
            "vcr": "is not an HTTP archive",
        }
        raise click.UsageError(f"{path} {what[meant]}. Import it with: {_written(meant, str(path))}")


@click.group("import", cls=_Recordings)
def command() -> None:
    """Convert recordings of other tools into cassettes.

    Exchanges with AWS are imported, redacted like new recordings, and checked as harness check does. Other
    exchanges are left out and counted. An existing file is replaced only with --force. If an input is
    malformed, nothing is written (from a tree of placebo folders, the other folders are imported). The exit
    status is 2 if nothing was found to import.

    \b
    Examples:
      harness cassette import vcr tests/cassettes --out cassettes
      harness cassette import har session.har --out cassettes/session.yaml
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
@out_option("DIR", "The folder of the new cassettes.", required=True)
@_options
def vcr(paths: tuple[Path, ...], out: Path, force: bool, as_json: bool) -> None:
    """Import cassettes of vcrpy, pytest-recording, langchain, VCR (Ruby, R), betamax, cassetter and go-vcr.

    PATHS are files, or folders of them; subfolders are kept.

    \b
    Example:
      harness cassette import vcr tests/cassettes --out cassettes
    """
    from harness.cassette.importers import NotCassette, load_vcr

    for path in paths:
        _check_kind("vcr", path)
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
    expected = "cassettes (.yaml, .yml, .json or .toml) with requests to AWS"
    _finish(_Outcome(imported, expected, tuple(skipped)), force, as_json)


@command.command("placebo")
@click.argument("folder", type=_PATH)
@out_option("PATH", "The new cassette; for a tree, the folder of the new cassettes.", required=True)
@click.option(
    "--service",
    "services",
    multiple=True,
    metavar="NAME",
    help="The service to assume where an answer could belong to several. May be repeated.",
)
@_options
def placebo(folder: Path, out: Path, services: tuple[str, ...], force: bool, as_json: bool) -> None:
    """Import a FOLDER that placebo recorded, or a tree of such folders.

    Each folder becomes a cassette. For a tree, the cassettes are named after the folders and written below
    --out. A folder that cannot be imported is reported and the others are still imported; the exit status is
    then 2.

    placebo does not record requests: only the answers are checked, and each is replayed for the next call of
    its operation.

    \b
    Examples:
      harness cassette import placebo tests/responses/tags --out cassettes/tags.yaml
      harness cassette import placebo tests/responses --out cassettes --service elbv2
    """
    from harness.cassette.importers import CannotImport, load_placebo, placebo_folders

    found, others = placebo_folders(folder)
    is_file = out.suffix.lower() in (".yaml", ".yml", ".json")
    imported: dict[Path, Imported] = {}
    refused: list[Note] = []
    if len(found) == 1 and (is_file or found == [folder]):
        imported[out] = load_placebo(found[0], services)
    elif found and is_file:
        raise NotFolder(out, len(found))
    else:
        for one in progress("reading", "folder")(found):
            name = one.relative_to(folder) if one != folder else Path(folder.resolve().name)
            target = out / name.parent / f"{name.name}.yaml"
            if target in imported:
                raise OneOutput(folder, folder / name, target)
            try:
                imported[target] = load_placebo(one, services)
            except CannotImport as error:
                refused.append(error.note)
    expected = "files named service.Operation_N.json, as placebo writes them, in the folder or a subfolder"
    outcome = _Outcome(imported, expected, tuple(others), "has no placebo answers", tuple(refused))
    _finish(outcome, force, as_json)


@command.command("har")
@click.argument("file", type=_PATH)
@out_option("FILE", "The new cassette.", required=True)
@_options
def har(file: Path, out: Path, force: bool, as_json: bool) -> None:
    """Import an HTTP archive (HAR 1.2), as browsers and proxies write them.

    \b
    Example:
      harness cassette import har session.har --out cassettes/session.yaml
    """
    from harness.cassette.importers import load_har

    _check_kind("har", file)
    _finish(_Outcome({out: load_har(file)}, "entries with requests to AWS"), force, as_json)


def _cassettes(paths: Sequence[Path]) -> Iterator[tuple[Path, Path, bool]]:
    """Yield each file, the name of its cassette in the output folder, and whether it was named itself."""
    from harness.cassette.importers.vcr import ENDINGS

    for path in paths:
        inside = [path]
        if path.is_dir():
            inside = [
                item
                for item in sorted(path.rglob("*"))
                if item.name.lower().removesuffix(".gz").endswith(ENDINGS) and item.is_file()
            ]
        for item in inside:
            name = Path(item.name) if item == path else item.relative_to(path)
            name = name.with_suffix("") if name.suffix.lower() == ".gz" else name
            yield item, name.with_suffix(".yaml") if name.suffix.lower() == ".toml" else name, item == path


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What an import found.

    Attributes:
        imported: what is to be written, by cassette.
        expected: what the import looks for, in words.
        skipped: files and folders that hold nothing of the kind.
        why_skipped: what is said of those.
        refused: what was not imported though it is of the kind, and why.
    """

    imported: dict[Path, Imported]
    expected: str
    skipped: tuple[Path, ...] = ()
    why_skipped: str = "is no cassette"
    refused: tuple[Note, ...] = ()

    @property
    def written(self) -> dict[Path, Imported]:
        return {path: found for path, found in self.imported.items() if found.interactions}

    @property
    def left_out(self) -> list[Note]:
        return [note for found in self.imported.values() for note in found.left_out]

    @property
    def altered(self) -> list[Note]:
        return [note for found in self.imported.values() for note in found.altered]


def _finish(outcome: _Outcome, force: bool, as_json: bool) -> None:
    """Redact, check and write what was imported, tell about it, and exit."""
    from harness.cassette.store import save_cassette
    from harness.redaction.cassette import redact_interactions
    from harness.report.check import Report, check_interactions
    from harness.report.terminal import report_lines
    from harness.settings import load_settings, redaction_of

    settings = load_settings(Path.cwd())
    redaction = redaction_of(settings)
    for path in outcome.written:
        if path.exists() and not force:
            raise OutputExists(path)
    report = Report()
    for path, found in outcome.written.items():
        interactions, _ = redact_interactions(found.interactions, redaction)
        save_cassette(path, interactions)
        report += check_interactions(enumerate(interactions, 1), str(path), settings.severity)
    if as_json:
        click.echo(json_text(_to_json(outcome) | {"check": report.to_json()}))
    else:
        for line in (*_lines(outcome), *report_lines(report)):
            click.echo(styled(line))
    if not outcome.written:
        raise NothingImported(_found(outcome), outcome.expected)
    sys.exit(2 if outcome.refused else 1 if report.errors else 0)


def _to_json(outcome: _Outcome) -> dict[str, Any]:
    return {
        "cassettes": {str(path): len(found.interactions) for path, found in outcome.written.items()},
        "imported": sum(len(found.interactions) for found in outcome.written.values()),
        "left_out": [_note_to_json(note) for note in outcome.left_out],
        "altered": [_note_to_json(note) for note in outcome.altered],
        "skipped": [str(path) for path in outcome.skipped],
        "refused": [_note_to_json(note) for note in outcome.refused],
    }


def _note_to_json(note: Note) -> dict[str, str]:
    return {"file": str(note.file), "place": note.place, "reason": note.reason}


def _lines(outcome: _Outcome) -> Iterator[str]:
    yield from (f"left out: {note}" for note in outcome.left_out)
    yield from (f"altered: {note}" for note in outcome.altered)
    yield from (f"skipped: {path} {outcome.why_skipped}" for path in outcome.skipped)
    yield from (f"refused: {note}" for note in outcome.refused)
    exchanges = counted(sum(len(found.interactions) for found in outcome.written.values()), "exchange")
    said = f"{exchanges} imported into {counted(len(outcome.written), 'cassette')}"
    refused = f", {counted(len(outcome.refused), 'folder')} refused" if outcome.refused else ""
    yield f"{said}, {len(outcome.left_out):,} left out{refused}"


def _found(outcome: _Outcome) -> str:
    counts = {"left out": outcome.left_out, "skipped": outcome.skipped, "refused": outcome.refused}
    return ", ".join(f"{len(found):,} {what}" for what, found in counts.items() if found) or "no files"
