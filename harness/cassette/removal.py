"""Take interactions out of a cassette, or a cassette out of its folder, side files and all."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from harness.cassette.errors import CassetteNotWritable
from harness.cassette.link import resolve_target
from harness.cassette.lock import locked
from harness.cassette.side_files import prune
from harness.cassette.store import load_cassette, save_locked


def remove_interactions(path: Path, numbers: Container[int]) -> None:
    """Replace a cassette by one without some of its interactions, atomically.

    Args:
        path: the cassette.
        numbers: which, from 1.

    Raises:
        CassetteNotFound: there is no such file.
        MalformedCassette: the file is no cassette.
        CassetteNotWritable: the operating system refused; the cassette is as it was.
        LinkLeadsOut: the cassette is a symbolic link to somewhere else.
    """
    try:
        with locked(resolve_target(path)):
            cassette = load_cassette(path)
            kept = [one for number, one in enumerate(cassette.interactions, 1) if number not in numbers]
            save_locked(path, kept, cassette.extras)
    except OSError as error:
        raise CassetteNotWritable(path, error.strerror or str(error)) from error


def remove_cassette(path: Path) -> None:
    """Remove a cassette and its side files; of a symbolic link the link alone.

    Raises:
        CassetteNotWritable: the operating system refused.
        LinkLeadsOut: the cassette is a symbolic link to somewhere else.
    """
    try:
        with locked(resolve_target(path)):
            is_link = path.is_symlink()
            path.unlink()
            if not is_link:
                prune(path, ())
    except OSError as error:
        raise CassetteNotWritable(path, error.strerror or str(error)) from error
