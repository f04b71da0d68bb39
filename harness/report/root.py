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
        return self._path_in(cassette) is not None

    def name(self, cassette: str) -> str:
        """Return the path of a file from the folder, with forward slashes and never with ``..``.

        A file outside of the folder is named from the root of the file system, without a leading slash; one
        that a link in the folder leads to, by the link. The URL of a cassette, and the empty name of none,
        stay as they are.
        """
        if is_url(cassette) or not cassette:
            return cassette
        path = self._path_in(cassette)
        if path is not None:
            return path.relative_to(self.folder).as_posix()
        path = Path(os.path.realpath(cassette))
        return path.relative_to(path.anchor).as_posix()

    def _path_in(self, cassette: str) -> Path | None:
        """Return the absolute path of a file that is in the folder, or of a link there; None for another."""
        if is_url(cassette):
            return None
        path = Path(cassette)
        found = (Path(os.path.realpath(path)), Path(os.path.realpath(path.parent), path.name))
        return next((each for each in found if each.is_relative_to(self.folder)), None)


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
