"""Large bodies of a cassette, in files next to it: ``<cassette>.bodies/<SHA-256 of the body>``.

A body is written there as it streams past, so that it is never in memory, and a cassette that people read
stays one. The cassette holds the digest and the size, and no path: a file of another folder cannot be named.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from harness.cassette.errors import CassetteNotWritable, LostBody
from harness.cassette.lock import try_lock
from harness.cassette.model import StoredBody

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator
    from io import BufferedRandom

    from harness.cassette.model import Interaction

LARGE = 4 * 1024 * 1024
"""The size in bytes above which the body of a streaming operation is put into a file of its own."""

SHA256 = re.compile(r"[0-9a-f]{64}")
"""The name of a side file."""

_TEMPORARY = re.compile(r"[0-9a-f]{8}\.tmp")


def folder_of(cassette: Path) -> Path:
    """Return the folder of a cassette's large bodies, which need not exist."""
    target = Path(os.path.realpath(cassette))
    return target.with_name(f"{target.name}.bodies")


class Spool:
    """A body on its way into a cassette: in memory while it is small, else in a side file.

    A context manager: what is not finished when the block ends leaves no file.

    Args:
        cassette: the cassette; None keeps every body in memory.

    Attributes:
        size: how many bytes of the body have come.
        side_file: where the body is once it is finished, if it is large.
    """

    def __init__(self, cassette: Path | None) -> None:
        self._cassette = cassette
        self.size: int = 0
        self.side_file: Path | None = None
        self._memory = bytearray()
        self._file: BufferedRandom | None = None
        self._digest = hashlib.sha256()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None and self.side_file is None:  # the body broke off, or the disk is full
            with suppress(OSError):
                self._file.close()
            Path(self._file.name).unlink(missing_ok=True)

    def write(self, chunk: bytes) -> None:
        """Take the next bytes of the body.

        Raises:
            CassetteNotWritable: the disk is full, or the like.
        """
        self.size += len(chunk)
        if self._cassette is None or self.size <= LARGE:
            self._memory += chunk
            return
        with _explained(self._cassette):
            if self._file is None:
                self._file = _open_temporary(folder_of(self._cassette))
                chunk = bytes(self._memory) + chunk
                self._memory.clear()
            self._file.write(chunk)
            self._digest.update(chunk)

    def finish(self) -> bytes | StoredBody:
        """Return the body, or what stands for it in the cassette once it is in its side file, on the disk.

        Raises:
            CassetteNotWritable: the disk is full, or the like.
        """
        if self._file is None or self._cassette is None:
            return bytes(self._memory)
        stored = StoredBody(self._digest.hexdigest(), self.size)
        side_file = folder_of(self._cassette) / stored.sha256
        with _explained(self._cassette):
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            os.replace(self._file.name, side_file)
        self.side_file = side_file
        return stored


@contextmanager
def _explained(cassette: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CassetteNotWritable(cassette, error.strerror or str(error)) from error


def path_of(cassette: Path, body: StoredBody) -> Path:
    """Return the side file of a large body.

    Raises:
        LostBody: there is none, or it is not of the body's size.
    """
    path = folder_of(cassette) / body.sha256
    try:
        found = path.lstat().st_size  # of a link that of the link: it is not followed
    except OSError:
        raise LostBody(cassette, path, body.size, None) from None
    if found != body.size:
        raise LostBody(cassette, path, body.size, found)
    return path


def bodies_of(interactions: Iterable[Interaction]) -> dict[str, StoredBody]:
    """Return the large bodies that interactions refer to, by digest."""
    facts = [one.facts for one in interactions if one.facts is not None]
    bodies = [body for one in facts for body in (one.request_body, one.response_body)]
    return {body.sha256: body for body in bodies if body is not None}


def adopt(cassette: Path, bodies: Iterable[StoredBody], source: Path) -> None:
    """Put the side files of another cassette next to this one: links to them, or copies where there are none.

    Args:
        cassette: the cassette that is to have them.
        bodies: which.
        source: the cassette that has them.

    Raises:
        LostBody: the source does not have one of them whole.
        OSError: the operating system refused.
    """
    folder = folder_of(cassette)
    for body in bodies:
        found, wanted = path_of(source, body), folder / body.sha256
        if wanted.exists():
            continue
        folder.mkdir(parents=True, exist_ok=True)
        temporary = folder / f"{secrets.token_hex(4)}.tmp"
        try:
            os.link(found, temporary)  # side files are never changed in place, so two cassettes may share one
        except OSError:
            shutil.copyfile(found, temporary)
        os.replace(temporary, wanted)


def prune(cassette: Path, used: Container[str]) -> None:
    """Remove the side files that no interaction refers to, and those that dead processes left half written.

    Needs the cassette's lock, and that no recording into it is going on.

    Args:
        cassette: the cassette.
        used: the digests that its interactions hold.
    """
    folder = folder_of(cassette)
    for path in folder.iterdir() if folder.is_dir() else ():
        if _TEMPORARY.fullmatch(path.name):
            is_left = not _is_held(path)
        else:  # what is no side file is not ours
            is_left = SHA256.fullmatch(path.name) is not None and path.name not in used
        if is_left:
            path.unlink()
    with suppress(OSError):  # not empty, or not there
        folder.rmdir()


def _open_temporary(folder: Path) -> BufferedRandom:
    folder.mkdir(parents=True, exist_ok=True)
    file = open(folder / f"{secrets.token_hex(4)}.tmp", "x+b")  # noqa: SIM115 (open as long as the body streams)
    try_lock(file.fileno())
    return file


def _is_held(path: Path) -> bool:
    with path.open("r+b") as file:
        return not try_lock(file.fileno())
