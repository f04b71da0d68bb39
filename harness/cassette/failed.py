"""The recording of a failed run: ``<name>.failed.yaml``, until a recording succeeds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path, PurePath

from harness.cassette.removal import remove_cassette

_MARK = ".failed"


def failed_path(cassette: Path) -> Path:
    """Return the file that keeps what a failed run recorded: the cassette as it would have become."""
    return cassette.with_name(f"{cassette.stem}{_MARK}{cassette.suffix}")


def is_failed(path: PurePath) -> bool:
    """Tell whether a file keeps the recording of a failed run; no test plays it."""
    return path.stem.endswith(_MARK)


def remove_failed(cassette: Path, before: dt.datetime) -> None:
    """Remove what a failed run has recorded, if it failed before a moment.

    Raises:
        CassetteNotWritable: the operating system refused.
    """
    kept = failed_path(cassette)
    try:
        failed = kept.stat().st_mtime
    except OSError:
        return
    if failed < before.timestamp():
        remove_cassette(kept)
