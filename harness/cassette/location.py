"""Where a cassette is: a local path, or the URL of a file in another store, which fsspec opens."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard, cast

from harness.errors import MissingExtra

if TYPE_CHECKING:
    from typing import BinaryIO

Location = Path | str
"""A local path, or a URL: ``s3://bucket/tapes/a.json``, ``memory://a.yaml``."""

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


def is_url(location: Location) -> TypeGuard[str]:
    """Tell whether a location is a URL and no local path."""
    return isinstance(location, str) and _URL.match(location) is not None


def parse_location(text: str) -> Location:
    """Return the location that a text names: a URL as it is, anything else as a path."""
    return text if is_url(text) else Path(text)


def open_url(url: str) -> BinaryIO:
    """Open a file by its URL, for reading; it can seek.

    Raises:
        MissingExtra: fsspec, or what it needs for this kind of store, is not installed.
        OSError: there is no such file, or the store cannot be reached.
        ValueError: fsspec knows no such kind of store.
    """
    system, path = filesystem(url)
    return cast("BinaryIO", system.open(path, "rb"))


def size_of(location: Location) -> int:
    """Return how many bytes a file has; 0 where that is not known, such as of a file that is not there."""
    with suppress(OSError, ValueError, TypeError):
        if is_url(location):
            system, path = filesystem(location)
            return int(system.size(path))
        return os.path.getsize(location)
    return 0


def filesystem(url: str) -> tuple[Any, str]:
    """Return fsspec's file system for a URL, and the path in it.

    Raises:
        MissingExtra: fsspec, or what it needs for this kind of store, is not installed.
        ValueError: fsspec knows no such kind of store.
    """
    try:
        from fsspec.core import url_to_fs

        system, path = url_to_fs(url)
    except ImportError as error:
        raise MissingExtra(f"Reading {url}", "distributed", str(error)) from None
    return system, str(path)
