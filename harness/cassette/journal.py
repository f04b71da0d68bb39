"""The journal: recorded exchanges that are not in the cassette yet, on disk so that no crash loses them.

Each recording appends to a journal of its own next to the cassette, ``<cassette>.<token>.journal``, one JSON
line for each interaction, and holds a lock on it while it lives. Closing folds the journal into the
cassette. A journal that nobody holds was left by a process that died: ``recover`` folds it, for a test into
a file next to the cassette, as its recording is unfinished.

Folding replaces the cassette and then removes the journal, and a process may die in between. So that the
next one does not fold the same journal again, its last line is then the digest of the new cassette: where
the cassette has that digest, the journal is in it. Journals are made, looked for, folded and removed under
the lock of the cassette, so that nobody sees one half way.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import threading
import time
from collections import Counter
from contextlib import ExitStack, contextmanager, suppress
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from harness.cassette.age import recorded_at
from harness.cassette.errors import CassetteNotFound, CassetteNotWritable, MalformedCassette
from harness.cassette.link import resolve_target
from harness.cassette.lock import locked, try_lock
from harness.cassette.model import Cassette
from harness.cassette.order import Timed, arranged, merged, moment
from harness.cassette.side_files import bodies_of, prune
from harness.cassette.store import (
    check_writable,
    files_next_to,
    load_cassette,
    may_have_journals,
    replace_cassette,
    save_cassette,
    serialize_cassette,
)
from harness.cassette.vcr_layout import NotVcrLayout, parse_interaction, serialize_interaction
from harness.errors import HarnessError
from harness.forks import free_in_children

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from io import FileIO

    from harness.cassette.model import Interaction

_DIGEST = b"sha256 "
"""The start of the line that names the cassette a journal was moved into; no JSON starts like this."""

_ATTEMPTS = 10
"""How often a journal is made, where another recording that ends removes the folder, which it had made."""

_PAUSE = 0.02
"""Seconds between two looks at whether others still record."""

_TIMED = "timed"
"""The key of a line, next to those of an interaction, that says when it took place and who asked."""


class Journal:
    """The journal of one recording. Safe to share between threads.

    Args:
        cassette: the cassette that the recording is for; it need not exist, missing folders are made.

    Raises:
        CassetteNotWritable: the cassette or its folder cannot be written, which is better known before the
            first call.
        LinkLeadsOut: the cassette is a symbolic link to somewhere else.
    """

    def __init__(self, cassette: str | os.PathLike[str]) -> None:
        self.cassette: Path = Path(cassette)
        self._target = resolve_target(cassette)
        self.path: Path = self._target.with_name(f"{self._target.name}.{secrets.token_hex(4)}.journal")
        self._lock = free_in_children(threading.Lock())
        self._closed = False
        try:
            self._made, self._file = self._open()
        except OSError as error:
            raise CassetteNotWritable(self.cassette, error.strerror or str(error)) from error

    def _open(self) -> tuple[list[Path], FileIO]:
        """Make the journal, and the folders that are missing."""
        folder = self._target.parent
        for _ in range(_ATTEMPTS):
            made = [path for path in (folder, *folder.parents) if not path.exists()]
            folder.mkdir(parents=True, exist_ok=True)
            check_writable(self._target)
            with suppress(FileNotFoundError), locked(self._target):
                file = open(self.path, "x+b", buffering=0)  # noqa: SIM115 (open as long as the recording)
                try_lock(file.fileno())
                return made, file
        raise OSError("its folder is removed again and again")

    def append(self, interaction: Interaction, began: float | None = None, lane: str = "") -> None:
        """Keep one completed interaction; on return it is on the disk.

        Args:
            interaction: the recording.
            began: when it began, in seconds since the epoch; now if left out.
            lane: who asked (`harness.cassette.order.Timed`).

        Raises:
            CassetteNotWritable: the disk is full, or the like. What was kept before stays.
            ValueError: the journal is closed.
        """
        ended = moment()
        took_place = {_TIMED: [ended if began is None else began, ended, lane]}
        line = _line(interaction, took_place)
        with self._lock:
            if self._closed:
                raise ValueError(f"the journal {self.path} is closed")
            with _explained(self.cassette, self.path):
                _write_whole(self._file, line)

    def close(self, drop: Iterable[Interaction] | None = (), *, into: Path | None = None) -> int:
        """Put the recording at the end of the cassette as it is on disk now, and remove the journal.

        Closing again does nothing. If writing fails, the journal stays, for ``recover``. A folder that was
        removed meanwhile is made again: what was recorded is not lost with it.

        Args:
            drop: interactions to take out of the cassette, those that were recorded again. One that another
                process has added meanwhile is not among them, and stays. None drops all that is there.
            into: a file that gets what the cassette would have become; the cassette then stays as it is.

        Returns:
            How many interactions were written besides those of the cassette.

        Raises:
            CassetteNotWritable: the cassette could not be written, or what is there cannot be read.
        """
        with self._lock:
            if self._closed:
                return 0
            self._closed = True
            dropped = None if drop is None else Counter(map(_line, drop))
            with self._file, _explained(self.cassette, self.path), ExitStack() as held:
                self._target.parent.mkdir(parents=True, exist_ok=True)
                held.enter_context(locked(self._target))
                count = _fold(self.cassette, [self._file], dropped, into)
            with suppress(OSError):  # the folder is of use to somebody
                for folder in self._made:
                    folder.rmdir()
            return count

    def release(self) -> None:
        """End the recording, and leave the journal for ``recover``."""
        with self._lock:
            self._closed = True
            self._file.close()


def recover(cassette: str | os.PathLike[str], *, into: Path | None = None) -> int:
    """Put what crashed recordings left behind into their cassette.

    Journals of recordings that are still going on, here or in another process, are left alone.

    Args:
        cassette: the cassette; it need not exist.
        into: a file that gets what the cassette would have become; the cassette then stays as it is.

    Returns:
        How many interactions were recovered. Half of one, at the end of a journal, is left out.

    Raises:
        CassetteNotWritable: the cassette could not be written, or what is there cannot be read.
        MalformedCassette: a journal is damaged.
    """
    path = Path(cassette)
    target = Path(os.path.realpath(path))
    left = files_next_to(target, "journal") if may_have_journals(target) else []
    if not left:
        return 0
    with _explained(path, left[0]), ExitStack() as held:
        held.enter_context(locked(target))
        return _fold(path, _abandoned(target, held), Counter(), into)


def wait_for_others(cassette: str | os.PathLike[str], seconds: float) -> bool:
    """Wait until nobody records into a cassette any more, but not for ever.

    Args:
        cassette: the cassette; it need not exist.
        seconds: how long to wait at most.

    Returns:
        Whether all recordings have ended.
    """
    target = Path(os.path.realpath(cassette))
    until = time.monotonic() + seconds
    while _being_written(target):
        if time.monotonic() > until:
            return False
        time.sleep(_PAUSE)
    return True


def _being_written(target: Path) -> bool:
    if not files_next_to(target, "journal"):
        return False
    with ExitStack() as held:
        held.enter_context(locked(target))
        return len(_abandoned(target, held)) < len(files_next_to(target, "journal"))


def _abandoned(target: Path, held: ExitStack) -> list[FileIO]:
    """Open and hold the journals that dead processes left; remove what was to replace the cassette."""
    for temporary in files_next_to(target, "tmp"):
        with open(temporary, "r+b", buffering=0) as file:
            is_left = try_lock(file.fileno())
        if is_left:
            temporary.unlink()
    journals = []
    for path in files_next_to(target, "journal"):
        file = open(path, "r+b", buffering=0)  # noqa: SIM115 (open as long as it is held)
        held.callback(file.close)
        if try_lock(file.fileno()):
            journals.append(file)
    return journals


def _fold(path: Path, journals: Sequence[FileIO], dropped: Counter[bytes] | None, into: Path | None) -> int:
    """Append what journals hold to the cassette on disk, less what is dropped from it; remove the journals.

    Needs the cassette's lock. With ``into``, that file gets the result and the cassette stays as it is.

    Returns:
        How many interactions were appended.
    """
    read = [_read(journal) for journal in journals]
    if any(digest is not None for _, digest in read):
        now = _digest_of(path)
        read = [([], digest) if digest == now else (found, digest) for found, digest in read]
    recorded = arranged(one for found, _ in read for one in found)
    if recorded or (dropped and into is None):
        cassette = _load_if_any(path)
        interactions = _appended(_without(cassette.interactions, dropped), recorded)
        if into is None:
            data = serialize_cassette(path, interactions, cassette.extras)
            for journal in journals:
                _write_whole(journal, _DIGEST + hashlib.sha256(data).hexdigest().encode() + b"\n")
            replace_cassette(path, data)
        else:
            save_cassette(into, interactions, cassette.extras, sources=[path])
        kept = interactions if into is None else cassette.interactions
        target = Path(os.path.realpath(path))
        if len(files_next_to(target, "journal")) <= len(journals):  # else another recording is going on
            prune(path, bodies_of(kept))
    for journal in journals:
        journal.close()  # before the unlinking, for Windows
        with suppress(FileNotFoundError):  # removed with its folder
            os.unlink(journal.name)
    return len(recorded)


def _load_if_any(path: Path) -> Cassette:
    try:
        return load_cassette(path)
    except CassetteNotFound:
        return Cassette(path, ())


def _appended(kept: Sequence[Interaction], recorded: Sequence[Timed]) -> list[Interaction]:
    """Append the new interactions to the old ones, in order with those of other processes."""
    start = len(kept)
    meanwhile: list[Timed] = []
    began = min((one.began for one in recorded), default=0.0)
    now = moment()
    while start and (recorded_then := recorded_at(kept[start - 1])) is not None:
        if not began <= recorded_then.timestamp() <= now:  # a later one is of a test that sets its clock
            break
        start -= 1
        meanwhile.insert(0, Timed(kept[start], ended=recorded_then.timestamp()))
    their_first = min((one.ended for one in meanwhile), default=float("inf"))
    before = list(takewhile(lambda one: one.ended < their_first, recorded))
    behind = merged([meanwhile, recorded[len(before) :]])
    return [*kept[:start], *(one.interaction for one in (*before, *behind))]


def _without(interactions: Sequence[Interaction], dropped: Counter[bytes] | None) -> Sequence[Interaction]:
    if dropped is None:
        return ()
    if not dropped:
        return interactions
    kept = []
    for interaction in interactions:
        line = _line(interaction)
        if dropped[line]:
            dropped[line] -= 1
        else:
            kept.append(interaction)
    return kept


def _digest_of(path: Path) -> bytes | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest().encode()
    except FileNotFoundError:
        return None


@contextmanager
def _explained(cassette: Path, journal: Path) -> Iterator[None]:
    """Turn an error of writing a cassette into one that says where the recording still is."""
    try:
        yield
    except (OSError, HarnessError) as error:
        if isinstance(error, MalformedCassette) and error.path != cassette:
            raise  # the journal itself is damaged
        kept = journal if journal.exists() else None
        match error:
            case CassetteNotWritable():
                raise CassetteNotWritable(cassette, error.reason, kept) from error.__cause__
            case OSError():
                raise CassetteNotWritable(cassette, error.strerror or str(error), kept) from error
        raise CassetteNotWritable(cassette, f"what is there cannot be read: {error}", kept) from error


def _line(interaction: Interaction, took_place: dict[str, Any] | None = None) -> bytes:
    return orjson.dumps(serialize_interaction(interaction, binary=False) | (took_place or {})) + b"\n"


def _timed(raw: Any) -> Timed:
    interaction = parse_interaction(raw)
    match raw.get(_TIMED):
        case [float(began), float(ended), str(lane)]:
            return Timed(interaction, began, ended, lane)
    return Timed(interaction)


def _write_whole(journal: FileIO, line: bytes) -> None:
    """Append a whole line to a journal and sync it to disk, or append nothing."""
    whole = journal.tell()
    rest = memoryview(line)
    try:
        while rest:
            rest = rest[journal.write(rest) :]
        os.fsync(journal.fileno())
    except OSError:
        journal.truncate(journal.seek(whole))  # leave no half line for the next one to join
        raise


def _read(journal: FileIO) -> tuple[list[Timed], bytes | None]:
    """Read a journal, and stand at its end; what follows its last line feed was cut short, and is cut off.

    Returns:
        What it holds, and the digest of the cassette that it was folded into; None if it never was.

    Raises:
        MalformedCassette: it is damaged.
    """
    journal.seek(0)
    *lines, cut = journal.read().split(b"\n")
    journal.truncate(journal.seek(-len(cut), os.SEEK_END))
    interactions, digest = [], None
    for number, line in enumerate(lines, 1):
        if line.startswith(_DIGEST):
            digest = line.removeprefix(_DIGEST)
            continue
        try:
            interactions.append(_timed(orjson.loads(line)))
        except (orjson.JSONDecodeError, NotVcrLayout) as error:
            raise MalformedCassette(Path(str(journal.name)), number, str(error)) from None
    return interactions, digest
