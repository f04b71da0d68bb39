"""Which cassettes paths, folders, URLs and patterns name."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from harness.cassette.errors import UnreadableCassette
from harness.cassette.failed import is_failed
from harness.cassette.foreign import HEAD, recorded_by_others
from harness.cassette.location import Location, filesystem, is_url, store_errors
from harness.cassette.reading import open_cassette
from harness.errors import HarnessError, close_names

ENDINGS = (".yaml", ".yml", ".json", ".har")  # HAR files are told apart, to be named
_EVERY_CASSETTE = b"interactions"
_BLOCK = 1 << 16
_CHECK_STORE = "Check the URL, the credentials, and that the store can be reached."
_OF_BUCKETS = ("s3://", "s3a://", "gs://", "gcs://")


class NothingToCheck(HarnessError):
    """A path that was to be checked names no cassette.

    Args:
        path: the path as given.
        reason: what is wrong with it.
        meant: a path that may be meant.
        then: what to do, a sentence, where no path is meant.
    """

    path: Location
    reason: str
    meant: Path | None = None
    then: str = "Name a cassette, or a folder of them."

    def __str__(self) -> str:
        then = f"Did you mean {self.meant}?" if self.meant else self.then
        return f"There is nothing to check at {self.path}: {self.reason}. {then}"


@dataclass(frozen=True, slots=True)
class Found:
    """What paths name.

    Attributes:
        cassettes: the cassettes: files as they are, and those of folders.
        others: files that are no cassettes.
        missing: why a path names no cassette, for each that does not.
    """

    cassettes: Sequence[Location]
    others: Sequence[Location]
    missing: Sequence[NothingToCheck]


def find_cassettes(paths: Iterable[Path]) -> list[Path]:
    """List the cassettes that local paths and patterns name, as `find_locations` does.

    Raises:
        NothingToCheck: a path does not exist, or a folder holds no cassette.
    """
    cassettes: dict[Path, None] = {}
    for path in paths:
        cassettes |= dict.fromkeys(_find_local_or_pattern(path)[0])
    return list(cassettes)


def find_locations(locations: Iterable[Location], *, skip_others: bool = False) -> Found:
    """List the cassettes that paths and URLs name: files as they are, folders searched for YAML and JSON.

    A YAML or JSON file of a folder is no cassette if it nowhere says what every cassette says,
    ``interactions``; an empty one is a cassette that was cut short. What failed runs recorded
    (`harness.cassette.failed`) is no cassette of a folder either.

    Args:
        locations: files, folders, URLs of them, and patterns. A URL, and a path that is not there, may have
            the marks of a pattern (``*``, ``**``, ``?``, ``[a-z]``).
        skip_others: whether a file that is named is looked at as one of a folder is.

    Raises:
        NothingToCheck: none of them names a cassette.
        harness.errors.MissingExtra: fsspec, or what it needs for this kind of store, is not installed.
    """
    cassettes: dict[Location, None] = {}
    others: dict[Location, None] = {}
    missing: list[NothingToCheck] = []
    for location in locations:
        try:
            found, rest = _find_at(location) if is_url(location) else _find_local_or_pattern(Path(location))
        except NothingToCheck as error:
            missing.append(error)
            continue
        named = set(filter(_may_be_cassette, found)) if skip_others else set(found)
        cassettes |= {item: None for item in found if item in named}
        others |= dict.fromkeys([*(item for item in found if item not in named), *rest])
    if missing and not cassettes:
        raise missing[0]
    return Found(list(cassettes), [item for item in others if item not in cassettes], missing)


def _find_local_or_pattern(path: Path) -> tuple[list[Path], list[Path]]:
    if path.exists() or not glob.has_magic(str(path)):
        return _find_local(path)
    cassettes: list[Path] = []
    others: list[Path] = []
    for name in sorted(glob.glob(str(path), recursive=True)):
        found, rest = _find_local(Path(name))
        cassettes += found
        others += rest
    if not cassettes:
        raise NothingToCheck(path, "no file matches this pattern", _folder_of(path))
    return cassettes, others


def _folder_of(pattern: Path) -> Path | None:
    """Return the folder in which a pattern looks for files, if there are cassettes in it."""
    folder = next(above for above in pattern.parents if not glob.has_magic(str(above)))
    if folder == Path() or not folder.is_dir() or not any(map(_may_be_cassette, _documents(folder))):
        return None
    return folder


def _near(path: Path) -> Path | None:
    """Return the file or folder next to one that is not there which may be meant."""
    if not path.parent.is_dir():
        return None
    known = {item.name: item for item in path.parent.iterdir() if item.is_dir() or _is_document(item.name)}
    stems = {item.stem: item for item in known.values()}
    close = close_names(path.name, known, 1)
    return stems.get(path.name) or (known[close[0]] if close else None)


def _find_local(path: Path) -> tuple[list[Path], list[Path]]:
    if not path.exists():
        if path.is_symlink():
            raise NothingToCheck(path, f"it is a link to {os.readlink(path)}, which isn't there")
        raise NothingToCheck(path, "there is no such file or folder", _near(path))
    if not path.is_dir():
        return [path], []
    inside = {item: _may_be_cassette(item) for item in _documents(path)}
    if not any(inside.values()):
        raise _none_of(path, inside)
    cassettes = [item for item, may_be in inside.items() if may_be]
    return cassettes, [item for item, may_be in inside.items() if not may_be]


def _none_of(folder: Location, documents: Iterable[Location]) -> NothingToCheck:
    """Tell that a folder holds no cassette, and what recordings of other tools it holds, if it does."""
    reason = "it holds no cassette (.yaml, .yml or .json)"
    first = next(filter(None, map(find_foreign, documents)), None)
    return (
        NothingToCheck(folder, reason) if first is None else NothingToCheck(folder, reason, then=str(first))
    )


def find_foreign(location: Location) -> UnreadableCassette | None:
    """Tell whether a file that is no cassette is another tool's recording, which is imported first."""
    try:
        with open_cassette(location) as file:
            return recorded_by_others(location, file.read(HEAD))
    except (UnreadableCassette, OSError):
        return None


def _find_at(url: str) -> tuple[list[str], list[str]]:
    try:
        with store_errors():
            given, inside = _list_at(url)
    except (OSError, ValueError) as error:
        raise NothingToCheck(url, str(error).rstrip(".") or type(error).__name__, then=_CHECK_STORE) from None
    cassettes = [item for item in inside if _may_be_cassette(item)]
    if not given and not cassettes:
        raise _none_of(url, inside)
    return given + cassettes, [item for item in inside if item not in set(cassettes)]


def _list_at(url: str) -> tuple[list[str], list[str]]:
    """Return the files that a URL names, and the documents of the folders that it names."""
    system, path = filesystem(url)
    if not path:
        raise NothingToCheck(url, "it names no bucket or folder")
    named = sorted(system.glob(path)) if glob.has_magic(path) else [path]
    given: list[str] = []
    inside: list[str] = []
    for name in named:
        if system.isfile(name):
            given.append(str(system.unstrip_protocol(name)))
        elif system.isdir(name):
            inside += [str(system.unstrip_protocol(n)) for n in system.find(name) if _is_document(n)]
        else:
            reason = "there is no such file or folder"
            raise NothingToCheck(url, _no_bucket(system, url, path) or reason)
    if not named:
        raise NothingToCheck(url, _no_bucket(system, url, path) or "no file matches this pattern")
    return given, inside


def _no_bucket(system: Any, url: str, path: str) -> str | None:
    """Tell that the bucket is what is not there, if it is."""
    bucket = path.split("/")[0]
    if not url.startswith(_OF_BUCKETS) or system.exists(bucket):
        return None
    return f"there is no bucket {bucket}, or these credentials may not see it"


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
    try:
        with open_cassette(location) as file:
            while block := file.read(_BLOCK):
                seen = seen[-len(_EVERY_CASSETTE) :] + block
                if _EVERY_CASSETTE in seen:
                    return True
                is_empty = is_empty and not block.strip()
    except (UnreadableCassette, OSError):  # reading it tells why
        return True
    return is_empty
