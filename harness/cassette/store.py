"""Cassettes on disk: loaded whole and read lazily, saved atomically."""

from __future__ import annotations

import os
import re
import secrets
import stat
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from harness.cassette import json_format, yaml_format
from harness.cassette.errors import (
    CassetteNotWritable,
    LostBody,
    MalformedCassette,
)
from harness.cassette.link import resolve_target
from harness.cassette.lock import locked, try_lock
from harness.cassette.model import Cassette, Interaction, StoredBody
from harness.cassette.reading import (
    VCRPY_VERSION,
    Format,
    cassette_format,
    line_of_interaction,
    open_cassette,
    read_batches,
)
from harness.cassette.side_files import adopt, bodies_of, path_of, prune
from harness.cassette.vcr_layout import NotVcrLayout, parse_interaction, serialize_interaction

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_BYTES = 1 << 30
"""The largest file that is loaded whole: 1 GiB."""


class _Writer(NamedTuple):
    serialize: Callable[[Any], bytes]
    binary: bool  # whether the format has bytes of its own


_WRITERS: Mapping[Format, _Writer] = {
    "yaml": _Writer(yaml_format.serialize, binary=True),
    "json": _Writer(json_format.serialize, binary=False),
}


def load_cassette(path: str | os.PathLike[str]) -> Cassette:
    """Read a cassette that harness, vcrpy or pytest-recording wrote.

    The file is parsed, and its outline and format versions are checked. Each interaction is read when it is
    first asked for, so that loading costs little more than parsing.

    Args:
        path: the file; its ending tells the format.

    Returns:
        The cassette. Reading an interaction of it raises MalformedCassette if that one is malformed.

    Raises:
        CassetteNotFound: there is no such file.
        MalformedCassette: the file is not well formed, is no cassette, or is larger than ``MAX_BYTES``.
        TruncatedCassette: the file ends early.
        NewerFormat: a later harness wrote it.
    """
    path = Path(path)
    items: list[Any] = []
    with open_cassette(path) as file:
        size = os.fstat(file.fileno()).st_size
        if size > MAX_BYTES:
            raise MalformedCassette(path, None, f"it has {size} bytes, and harness loads up to {MAX_BYTES}")
        batches = read_batches(path, file)
        try:
            while True:
                items += next(batches).items
        except StopIteration as end:
            extras: dict[str, Any] = end.value
    return Cassette(path, _LazyInteractions(path, items), extras)


def save_cassette(
    path: str | os.PathLike[str],
    interactions: Iterable[Interaction],
    extras: Mapping[str, Any] | None = None,
    *,
    sources: Iterable[Path] = (),
) -> None:
    """Write a cassette, so that at any moment the file is whole: the old one or the new one.

    The text goes to a temporary file in the same folder, is flushed to the disk, and takes the name of the
    cassette (``os.replace``). A symbolic link stays one, its target is replaced. An existing file keeps its
    mode. Folders that are missing are made. Side files that nothing refers to any more are removed, unless a
    recording into the cassette is going on.

    Args:
        path: the file; its ending tells the format.
        interactions: what to write, in order.
        extras: other top-level keys to keep (``Cassette.extras``).
        sources: the other cassettes that the interactions come from: their large bodies are put next to this
            one before it is written.

    Raises:
        CassetteNotWritable: the operating system refused.
        LinkLeadsOut: the cassette is a symbolic link to somewhere else.
        LostBody: none of the sources has a large body that an interaction refers to.
    """
    path = Path(path)
    target = resolve_target(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with locked(target):
            save_locked(path, list(interactions), extras, sources)
    except OSError as error:
        raise CassetteNotWritable(path, error.strerror or str(error)) from error


def save_locked(
    path: Path,
    interactions: Sequence[Interaction],
    extras: Mapping[str, Any] | None = None,
    sources: Iterable[Path] = (),
) -> None:
    """Write a cassette whose lock is held; arguments and errors are those of `save_cassette`."""
    bodies = bodies_of(interactions)
    sources = tuple(sources)
    for body in bodies.values() if sources else ():
        adopt(path, [body], _source_of(body, (*sources, path)))
    replace_cassette(path, serialize_cassette(path, interactions, extras))
    if not files_next_to(resolve_target(path), "journal"):
        prune(path, bodies)


def _source_of(body: StoredBody, sources: Sequence[Path]) -> Path:
    for source in sources:
        with suppress(LostBody):
            path_of(source, body)
            return source
    return sources[0]  # which then says what is missing


def serialize_cassette(
    path: str | os.PathLike[str], interactions: Iterable[Interaction], extras: Mapping[str, Any] | None = None
) -> bytes:
    """Write the text of a cassette; arguments are those of ``save_cassette``, nothing touches the disk."""
    writer = _WRITERS[cassette_format(path)]
    return writer.serialize(
        {
            "interactions": [serialize_interaction(item, binary=writer.binary) for item in interactions],
            **(extras or {}),
            "version": VCRPY_VERSION,
        }
    )


def replace_cassette(path: str | os.PathLike[str], data: bytes) -> None:
    """Replace a cassette by a text, as ``save_cassette`` does.

    Raises:
        CassetteNotWritable: the operating system refused.
        LinkLeadsOut: the cassette is a symbolic link to somewhere else.
    """
    path = Path(path)
    try:
        _replace(resolve_target(path), data)
    except OSError as error:
        raise CassetteNotWritable(path, error.strerror or str(error)) from error


def files_next_to(target: Path, kind: str) -> list[Path]:
    """Return the files of a cassette's recordings: its journals, or what was to replace it (``tmp``)."""
    try:
        # Each cassette that is opened asks, and a folder may have thousands of others.
        names = [name for name in os.listdir(target.parent) if name.endswith(f".{kind}")]
    except (FileNotFoundError, NotADirectoryError):
        return []
    own = rf"\.?{re.escape(target.name)}\.[0-9a-f]{{8}}\.{kind}"
    return sorted(target.parent / name for name in names if re.fullmatch(own, name))


def may_have_journals(target: Path) -> bool:
    """Tell whether there may be journals next to a cassette, without listing its folder each time.

    Each test of a suite asks, and a folder may have the cassettes of thousands. What was listed holds for as
    long as the folder does not change, if it had been left alone for longer than a clock is coarse.
    """
    try:
        changed = os.stat(target.parent).st_mtime_ns
    except (FileNotFoundError, NotADirectoryError):
        return False
    if time.time_ns() - changed < _COARSE:
        return True
    return _has_journals(str(target.parent), changed)


_COARSE = 4 * 10**9
"""How coarse the times of changes are at most, in nanoseconds: FAT's have two seconds."""


@lru_cache
def _has_journals(folder: str, changed: int) -> bool:
    return any(name.endswith(".journal") for name in os.listdir(folder))


def check_writable(path: Path) -> None:
    """Raise OSError if a file may not be written: to replace it, a writable folder alone would do."""
    with suppress(FileNotFoundError), open(path, "r+b"):
        pass


class _LazyInteractions(Sequence[Interaction]):
    """The interactions of a loaded file, each read on first use from its mapping, which is dropped then.

    Args:
        path: the file.
        items: the mappings.
    """

    __slots__ = ("_items", "_path")

    def __init__(self, path: Path, items: list[Any]) -> None:
        self._path = path
        self._items = items

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, index: int) -> Interaction: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Interaction]: ...
    def __getitem__(self, index: int | slice) -> Interaction | Sequence[Interaction]:
        if isinstance(index, slice):
            return tuple(self[number] for number in range(*index.indices(len(self))))
        item = self._items[index]
        if isinstance(item, Interaction):
            return item
        try:
            interaction = self._items[index] = parse_interaction(item)
        except NotVcrLayout as error:
            number = index % len(self)
            line = line_of_interaction(self._path, number)
            reason = f"in interaction {number + 1}, {error}"
            raise MalformedCassette(self._path, line, reason) from None
        return interaction


def _replace(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    check_writable(path)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with open(temporary, "xb") as file:
            try_lock(file.fileno())  # so that it is told from one that a dead process left
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            temporary.chmod(stat.S_IMODE(path.stat().st_mode))
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    """Put the names in a folder on the disk, where the system can (Windows opens no folder)."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
