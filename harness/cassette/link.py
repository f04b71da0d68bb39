"""Where a cassette is written that is a symbolic link."""

from __future__ import annotations

import os
from pathlib import Path

from harness.cassette.errors import LinkLeadsOut


def resolve_target(path: str | os.PathLike[str]) -> Path:
    """Return the file to write for a cassette: links are followed, and stay.

    Args:
        path: the cassette; it need not exist.

    Raises:
        LinkLeadsOut: it is itself a link, and leads out of the folder that it is in.
    """
    path = Path(path)
    target = Path(os.path.realpath(path))
    if path.is_symlink() and not target.is_relative_to(os.path.realpath(path.parent)):
        raise LinkLeadsOut(path, target)
    return target
