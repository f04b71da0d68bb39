"""Where a cassette is: a local path, or the URL of a file in another store, which fsspec opens."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard, cast

from harness.errors import HarnessError, MissingExtra

if TYPE_CHECKING:
    from collections.abc import Iterator
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
        OSError: there is no such file, or the store refuses or can't be reached; so does reading it later.
        ValueError: fsspec knows no such kind of store.
    """
    with store_errors():
        system, path = filesystem(url)
        return cast("BinaryIO", _StoreFile(system.open(path, "rb")))


class _StoreFile:
    """A file of a store, whose failures to read are all `OSError`."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek, self.tell, self.close = file.seek, file.tell, file.close

    def read(self, size: int = -1) -> bytes:
        with store_errors():
            return self._file.read(size)

    def __iter__(self) -> Iterator[bytes]:
        with store_errors():
            yield from self._file

    def __enter__(self) -> _StoreFile:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


@contextmanager
def store_errors() -> Iterator[None]:
    """Turn what a store's own library raises (no credentials, no connection) into an `OSError`.

    fsspec promises no common base: botocore's errors, which s3fs lets through, are no `OSError`.
    """
    try:
        yield
    except (OSError, ValueError, HarnessError):
        raise
    except Exception as error:
        raise OSError(" ".join(str(error).split()) or type(error).__name__) from error


def size_of(location: Location) -> int:
    """Return how many bytes a file has; 0 where that is not known, such as of a file that is not there."""
    with suppress(OSError, ValueError, TypeError):
        if is_url(location):
            with store_errors():
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
