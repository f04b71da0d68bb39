"""The folder that paths in reports start from, so that CI servers find the files: the repository's root."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.cassette.location import is_url

_FOLDERS_OF_CI = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
"""Environment variables that name the folder of the checkout: those of GitHub Actions and of GitLab CI."""


@dataclass(frozen=True, slots=True)
class Root:
    """The folder that paths in reports start from.

    Attributes:
        folder: an absolute path, without symbolic links.
    """

    folder: Path

    def contains(self, cassette: str) -> bool:
        """Tell whether a file is in the folder."""
        return not is_url(cassette) and Path(os.path.realpath(cassette)).is_relative_to(self.folder)

    def name(self, cassette: str) -> str:
        """Return the path of a file from the folder, with forward slashes and never with ``..``.

        A file outside of the folder is named from the root of the file system, without a leading slash. The
        URL of a cassette, and the empty name of none, stay as they are.
        """
        if is_url(cassette) or not cassette:
            return cassette
        path = Path(os.path.realpath(cassette))
        base = self.folder if path.is_relative_to(self.folder) else Path(path.anchor)
        return path.relative_to(base).as_posix()


def find_root(start: Path, environ: Mapping[str, str] = os.environ) -> Root:
    """Find the root of the repository that a folder is in.

    Returns:
        The checkout's folder that CI names, if `start` is in it; else the nearest folder that git has the
        repository of; else `start`.
    """
    start = Path(os.path.realpath(start))
    for name in _FOLDERS_OF_CI:
        folder = Path(os.path.realpath(environ[name])) if environ.get(name) else None
        if folder is not None and start.is_relative_to(folder):
            return Root(folder)
    return Root(next((folder for folder in (start, *start.parents) if (folder / ".git").exists()), start))
