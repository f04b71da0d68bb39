"""Check cassettes: every interaction decoded, held to its contract, and counted."""

from __future__ import annotations

import glob
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from harness.cassette.failed import is_failed
from harness.cassette.location import Location, filesystem, is_url
from harness.cassette.model import Cassette, Interaction
from harness.cassette.reading import open_cassette
from harness.contract.violation import Severities, Severity, Violation
from harness.errors import HarnessError
from harness.record.redaction import DEFAULT, Redaction
from harness.report.collect import Collector, NotChecked
from harness.report.engine import Engine, in_process
from harness.report.judge import Yardstick, judge
from harness.report.overflow import Stored

__all__ = [
    "NotChecked",
    "NothingToCheck",
    "Report",
    "check",
    "check_interactions",
    "check_paths",
    "find_cassettes",
]


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found.

    Where there is very much of it, `not_checked` and `violations` are on disk: go through them one at a time.

    Attributes:
        cassettes: how many cassettes were read.
        operations: number of exchanges by ``"service.Operation"``, checked ones only.
        not_checked: the interactions that no contract could be held against, with the reason.
        violations: what the checked exchanges break, in the order of cassettes and interactions.
        skipped: YAML and JSON files found in folders that are no cassettes.
        unknown_requests: how many of the checked exchanges come from a tool that keeps no requests: their
            answers were held to the contract, their requests were not.
    """

    cassettes: int = 0
    operations: Mapping[str, int] = field(default_factory=dict)
    not_checked: Sequence[NotChecked] = ()
    violations: Sequence[Violation] = ()
    skipped: tuple[Location, ...] = ()
    unknown_requests: int = 0

    @property
    def checked(self) -> int:
        """The number of exchanges that were held to their contract."""
        return sum(self.operations.values())

    @property
    def exchanges(self) -> int:
        """The number of all interactions, checked or not."""
        return self.checked + len(self.not_checked)

    @property
    def errors(self) -> Sequence[Violation]:
        """The violations of severity error; a check fails if there is one."""
        return self._of(Severity.ERROR)

    @property
    def warnings(self) -> Sequence[Violation]:
        """The violations of severity warning."""
        return self._of(Severity.WARNING)

    def _of(self, severity: Severity) -> Sequence[Violation]:
        if isinstance(self.violations, Stored):
            return self.violations.of(severity)
        return tuple(violation for violation in self.violations if violation.severity is severity)

    def __add__(self, other: Report) -> Report:
        return Report(
            self.cassettes + other.cassettes,
            dict(Counter(self.operations) + Counter(other.operations)),
            (*self.not_checked, *other.not_checked),
            (*self.violations, *other.violations),
            self.skipped + other.skipped,
            self.unknown_requests + other.unknown_requests,
        )

    def to_json(self) -> dict[str, object]:
        """Return the object that ``harness check --json`` prints."""
        return {
            "exchanges": self.exchanges,
            "checked": self.checked,
            "not_checked": len(self.not_checked),
            "unknown_requests": self.unknown_requests,
            "operations": dict(sorted(self.operations.items())),
            "violations": [violation.to_json() for violation in self.violations],
        }


def check(
    cassette: Cassette, severities: Severities | None = None, redaction: Redaction | None = DEFAULT
) -> Report:
    """Hold every exchange of a cassette to its documented contract, and search it for secrets.

    Args:
        cassette: harness's own or plain vcrpy's, from `harness.load_cassette`.
        severities: a user's severities by code, which win over the defaults.
        redaction: what no recording may hold; None searches for nothing.
    """
    numbered = enumerate(cassette.interactions, 1)
    return check_interactions(numbered, str(cassette.path or ""), severities, redaction)


def check_interactions(
    interactions: Iterable[tuple[int, Interaction]],
    cassette: str = "",
    severities: Severities | None = None,
    redaction: Redaction | None = None,
) -> Report:
    """Hold numbered interactions of one cassette to their contracts.

    Args:
        interactions: pairs of the number in the cassette, from 1, and the interaction, in that order.
        cassette: the cassette's path, for the report.
        severities: a user's severities by code.
        redaction: what no recording may hold; None searches for nothing, as for what was redacted just now.
    """
    yardstick = Yardstick(severities, redaction)
    collector = Collector(yardstick)
    collector.add(cassette, judge(interactions, yardstick, cassette or None))
    collector.end(cassette)
    return _report(collector)


ENDINGS = (".yaml", ".yml", ".json")
_EVERY_CASSETTE = b"interactions"
_BLOCK = 1 << 16


def find_cassettes(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """List the cassettes that paths name: files as they are, folders searched for YAML and JSON files.

    What failed runs recorded (`harness.cassette.failed`) is no cassette of a folder.

    Returns:
        The cassettes, and the YAML and JSON files in folders that are none: they nowhere say what every
        cassette says, ``interactions``. Files that are empty are cassettes that were cut short.

    Raises:
        NothingToCheck: a path does not exist, or a folder holds no cassette.
    """
    cassettes: dict[Path, None] = {}
    others: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise NothingToCheck(path, "there is no such file or folder")
        if not path.is_dir():
            cassettes[path] = None
            continue
        inside = {item: _may_be_cassette(item) for item in _documents(path)}
        if not any(inside.values()):
            raise NothingToCheck(path, "it holds no cassette (.yaml, .yml or .json)")
        cassettes |= {item: None for item, may_be in inside.items() if may_be}
        others |= {item: None for item, may_be in inside.items() if not may_be}
    return list(cassettes), list(others)


def find_locations(locations: Iterable[Location]) -> tuple[list[Location], list[Location]]:
    """List the cassettes that paths and URLs name, as `find_cassettes` does.

    A URL, and a path that is not there, may have the marks of a pattern (``*``, ``**``, ``?``, ``[a-z]``).

    Raises:
        NothingToCheck: one of them names no cassette.
        harness.errors.MissingExtra: fsspec, or what it needs for this kind of store, is not installed.
    """
    cassettes: dict[Location, None] = {}
    others: dict[Location, None] = {}
    for location in locations:
        if is_url(location):
            found: tuple[Sequence[Location], Sequence[Location]] = _find_at(location)
        elif not Path(location).exists() and glob.has_magic(str(location)):
            matching = sorted(glob.glob(str(location), recursive=True))
            if not matching:
                raise NothingToCheck(location, "no file is called so")
            found = find_cassettes(map(Path, matching))
        else:
            found = find_cassettes([Path(location)])
        cassettes |= dict.fromkeys(found[0])
        others |= dict.fromkeys(found[1])
    return list(cassettes), list(others)


def _find_at(url: str) -> tuple[list[Location], list[Location]]:
    try:
        system, path = filesystem(url)
        named = sorted(system.glob(path)) if glob.has_magic(path) else [path]
        inside: list[Location] = []
        given: list[Location] = []
        for name in named:
            if system.isfile(name):
                given.append(str(system.unstrip_protocol(name)))
            elif system.isdir(name):
                inside += [str(system.unstrip_protocol(n)) for n in system.find(name) if _is_document(n)]
    except (OSError, ValueError) as error:
        raise NothingToCheck(url, str(error).rstrip(".") or type(error).__name__) from None
    cassettes = [item for item in inside if _may_be_cassette(item)]
    if not given and not cassettes:
        raise NothingToCheck(url, "there is no cassette (.yaml, .yml or .json)")
    return given + cassettes, [item for item in inside if item not in set(cassettes)]


def _is_document(name: str) -> bool:
    path = PurePosixPath(name)
    hidden = any(part.startswith(".") for part in path.parts)
    return path.suffix.lower() in ENDINGS and not hidden and not is_failed(path)


def _documents(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix.lower() in ENDINGS and not hidden and not is_failed(path) and path.is_file():
            yield path


def _may_be_cassette(location: Location) -> bool:
    is_empty, seen = True, b""
    with open_cassette(location) as file:
        while block := file.read(_BLOCK):
            seen = seen[-len(_EVERY_CASSETTE) :] + block
            if _EVERY_CASSETTE in seen:
                return True
            is_empty = is_empty and not block.strip()
    return is_empty


def check_paths(
    paths: Iterable[Location],
    severities: Severities | None = None,
    redaction: Redaction | None = DEFAULT,
    progress: Callable[[list[Location]], Iterable[Location]] = iter,
    engine: Engine = in_process,
) -> Report:
    """Check all cassettes that paths name, in memory that does not grow with them.

    Args:
        paths: files and folders, URLs of them (``s3://bucket/tapes``) and patterns of URLs (``s3://b/*.json``).
        severities: a user's severities by code.
        redaction: what no recording may hold; None searches for nothing.
        progress: wraps the list of cassettes while they are gone through, to show how far it is.
        engine: what does the work; the report is the same whatever does.

    Raises:
        NothingToCheck: a path names no cassette.
        harness.cassette.MalformedCassette: a file cannot be read as a cassette.
        harness.errors.MissingExtra: a URL or an engine needs what is not installed.
    """
    cassettes, others = find_locations(paths)
    yardstick = Yardstick(severities, redaction)
    collector = Collector(yardstick)
    with engine(cassettes, yardstick) as parts_of:
        for cassette in progress(cassettes):
            for part in parts_of(cassette):
                collector.add(str(cassette), part)
            collector.end(str(cassette))
    return _report(collector, others)


def _report(collector: Collector, skipped: Iterable[Location] = ()) -> Report:
    return Report(
        collector.cassettes,
        dict(collector.operations),
        collector.not_checked.finish(),
        collector.violations.finish(),
        tuple(skipped),
        collector.unknown_requests,
    )


class NothingToCheck(HarnessError):
    """A path that was to be checked names no cassette.

    Args:
        path: the path as given.
        reason: what is wrong with it.
    """

    def __init__(self, path: Location, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return (
            f"There is nothing to check at {self.path}: {self.reason}. Name a cassette, or a folder of them."
        )
