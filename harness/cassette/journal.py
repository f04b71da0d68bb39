"""What has been recorded and is not in the cassette yet, kept on disk so that no crash loses it.

Each recording appends to a journal of its own beside the cassette, ``<cassette>.<token>.journal``, one JSON
line for each interaction, and holds a lock on it while it lives. Closing moves the interactions into the
cassette. A journal that nobody holds was left by a process that died: ``recover`` moves those too. Journals
are made, looked for and removed under the lock of the cassette, so that no other sees one half way.
"""

from __future__ import annotations

import glob
import os
import secrets
import threading
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from harness.cassette.errors import CassetteNotFound, CassetteNotWritable, MalformedCassette
from harness.cassette.lock import locked, try_lock
from harness.cassette.model import Cassette
from harness.cassette.store import load_cassette, save_cassette
from harness.cassette.vcr_layout import NotVcrLayout, parse_interaction, serialize_interaction
from harness.errors import HarnessError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from harness.cassette.model import Interaction


class Journal:
    """The journal of one recording. Safe to share between threads.

    Args:
        cassette: the cassette that the recording is for; it need not exist, missing folders are made.
        fsync: flush each interaction to the disk, to survive a crash of the machine and not only of the
            process, at some milliseconds each.

    Raises:
        CassetteNotWritable: the folder cannot be written, which is better known before the first call.
    """

    def __init__(self, cassette: str | os.PathLike[str], *, fsync: bool = False) -> None:
        self.cassette = Path(cassette)
        self._target = Path(os.path.realpath(cassette))
        self.path = self._target.with_name(f"{self._target.name}.{secrets.token_hex(4)}.journal")
        self._fsync = fsync
        self._lock = threading.Lock()
        self._closed = False
        try:
            self._target.parent.mkdir(parents=True, exist_ok=True)
            with locked(self._target):
                self._file = open(self.path, "xb", buffering=0)  # noqa: SIM115 (open as long as the recording)
                try_lock(self._file.fileno())
        except OSError as error:
            raise CassetteNotWritable(self.cassette, error.strerror or str(error)) from error

    def append(self, interaction: Interaction) -> None:
        """Keep one completed interaction; on return it is with the operating system.

        Raises:
            CassetteNotWritable: the disk is full, or the like.
            ValueError: the journal is closed.
        """
        rest = memoryview(_line(interaction))
        with self._lock:
            if self._closed:
                raise ValueError(f"the journal {self.path} is closed")
            whole = self._file.tell()
            try:
                while rest:
                    rest = rest[self._file.write(rest) :]
                if self._fsync:
                    os.fsync(self._file.fileno())
            except OSError as error:
                self._file.truncate(self._file.seek(whole))  # leave no half line for the next one to join
                raise CassetteNotWritable(self.cassette, error.strerror or str(error), self.path) from error

    def close(self, drop: Iterable[Interaction] = ()) -> None:
        """Put the recording at the end of the cassette as it is on disk now, and remove the journal.

        Closing again does nothing. If writing fails, the journal stays, for ``recover``.

        Args:
            drop: interactions to take out of the cassette, those that were recorded anew. One that another
                process has added meanwhile is not among them, and stays.

        Raises:
            CassetteNotWritable: the cassette could not be written, or what is there cannot be read.
        """
        with self._lock:
            if self._closed:
                return
            self._closed = True
            dropped = Counter(map(_line, drop))
            try:
                with _kept(self.cassette, self.path), locked(self._target):
                    if self._file.tell() or dropped:
                        _fold(self.cassette, _read(self.path), dropped)
                    self._file.close()  # before the unlinking, for Windows
                    self.path.unlink()
            finally:
                self._file.close()


def recover(cassette: str | os.PathLike[str]) -> int:
    """Put what crashed recordings left behind into their cassette.

    Journals of recordings that are still going on, here or in another process, are left alone.

    Args:
        cassette: the cassette; it need not exist.

    Returns:
        How many interactions were recovered. Half of one, at the end of a journal, is left out.

    Raises:
        CassetteNotWritable: the cassette could not be written, or what is there cannot be read.
        MalformedCassette: a journal is damaged.
    """
    path = Path(cassette)
    target = Path(os.path.realpath(path))
    journals = f"{glob.escape(os.fspath(target))}.{'[0-9a-f]' * 8}.journal"
    if not glob.glob(journals):
        return 0
    with locked(target):
        abandoned = [Path(found) for found in sorted(glob.glob(journals)) if not _is_held(found)]
        recorded = [interaction for journal in abandoned for interaction in _read(journal)]
        if recorded:
            with _kept(path, abandoned[0]):
                _fold(path, recorded, Counter())
        for journal in abandoned:
            journal.unlink()
    return len(recorded)


def _fold(path: Path, recorded: Sequence[Interaction], dropped: Counter[bytes]) -> None:
    """Append interactions to the cassette on disk, less those dropped from it. Needs the cassette's lock."""
    try:
        cassette = load_cassette(path)
    except CassetteNotFound:
        cassette = Cassette(path, ())
    kept: Sequence[Interaction] = cassette.interactions
    if dropped:
        kept = []
        for interaction in cassette.interactions:
            line = _line(interaction)
            if dropped[line]:
                dropped[line] -= 1
            else:
                kept.append(interaction)
    save_cassette(path, [*kept, *recorded], cassette.extras)


@contextmanager
def _kept(cassette: Path, journal: Path) -> Iterator[None]:
    """Say of whatever keeps a cassette from being written that the recording is not lost."""
    try:
        yield
    except CassetteNotWritable as error:
        raise CassetteNotWritable(cassette, error.reason, journal) from error.__cause__
    except HarnessError as error:
        raise CassetteNotWritable(cassette, f"what is there cannot be read: {error}", journal) from error
    except OSError as error:
        raise CassetteNotWritable(cassette, error.strerror or str(error), journal) from error


def _is_held(journal: str) -> bool:
    """Whether the recording that a journal belongs to is still going on."""
    descriptor = os.open(journal, os.O_RDWR)
    try:
        return not try_lock(descriptor)
    finally:
        os.close(descriptor)


def _line(interaction: Interaction) -> bytes:
    return orjson.dumps(serialize_interaction(interaction, binary=False)) + b"\n"


def _read(journal: Path) -> list[Interaction]:
    lines = journal.read_bytes().split(b"\n")[:-1]  # what follows the last line feed was cut short
    interactions = []
    for number, line in enumerate(lines, 1):
        try:
            interactions.append(parse_interaction(orjson.loads(line)))
        except (orjson.JSONDecodeError, NotVcrLayout) as error:
            raise MalformedCassette(journal, number, str(error)) from None
    return interactions
