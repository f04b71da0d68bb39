"""Files that reports and baselines are written to: each is whole at any moment."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


def is_cassette(path: Path) -> bool:
    """Tell whether a file may be a recording, which no report may replace. No report is YAML."""
    if not path.is_file():
        return False
    return path.suffix.lower() in (".yaml", ".yml") or b'"interactions"' in path.read_bytes()


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a file to write, so that at any moment the path has a whole one: the old or, in the end, the new.

    Folders are made. A symbolic link stays one, and what is no file (``/dev/stdout``, a pipe) is written to
    as it is.

    Raises:
        OSError: the file cannot be written.
    """
    if path.exists() and not path.is_file():
        with open(path, "wb") as file:
            yield file
        return
    if path.is_symlink():
        path = Path(os.path.realpath(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with open(temporary, "xb") as file:
            yield file
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def replace_text(path: Path, text: str) -> None:
    """Write a file as `replacing` does.

    Raises:
        OSError: the file cannot be written.
    """
    write_pieces(path, (text,))


def write_pieces(path: Path, pieces: Iterable[str]) -> None:
    """Write a file as `replacing` does, piece by piece.

    Raises:
        OSError: the file cannot be written.
    """
    with replacing(path) as file:
        # What cannot be UTF-8 (a lone surrogate in a recording) is spelled out.
        file.writelines(piece.encode("utf-8", "backslashreplace") for piece in pieces)
