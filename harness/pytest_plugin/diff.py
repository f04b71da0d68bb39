"""``--cassette-diff``: cassettes are recorded again in another folder, and compared with those there are."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from harness.cassette.comparison import Comparison, compare
from harness.cassette.store import load_cassette
from harness.record.live import load_if_any, shown

_FOLDER = pytest.StashKey[Path]()
WORKER_INPUT = "harness_diff"
"""What a worker of pytest-xdist is told of the folder."""


def folder_of(config: pytest.Config) -> Path:
    """Return the folder of this session's recordings, which its workers share."""
    found = config.stash.get(_FOLDER, None)
    if found is None:
        told = getattr(config, "workerinput", {}).get(WORKER_INPUT)
        found = config.stash[_FOLDER] = Path(told or tempfile.mkdtemp(prefix="harness-"))
    return found


def aside(config: pytest.Config, cassette: Path) -> Path:
    """Return where a cassette is recorded again."""
    digest = hashlib.sha256(str(cassette).encode(errors="surrogatepass")).hexdigest()[:16]
    return folder_of(config) / digest / cassette.name


def compare_all(
    config: pytest.Config, cassettes: Iterable[str], volatile: tuple[str, ...]
) -> Iterator[tuple[str, Comparison]]:
    """Compare what was recorded again with the cassettes there are; remove it.

    Yields:
        Each cassette, as messages name it, with what changed.
    """
    for cassette in sorted(set(cassettes)):
        new = load_if_any(aside(config, Path(cassette))) or ()
        yield shown(Path(cassette)), compare(load_cassette(cassette).interactions, new, volatile)
    shutil.rmtree(folder_of(config), ignore_errors=True)
