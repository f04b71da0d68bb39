"""The file beside a cassette that keeps what a failed run recorded."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from harness.cassette.failed import failed_path, is_failed, remove_failed


@pytest.mark.parametrize(
    ("cassette", "kept"),
    [("a.yaml", "a.failed.yaml"), ("v1.2.json", "v1.2.failed.json"), ("b[x.y]", "b[x.failed.y]")],
)
def test_its_name(cassette: str, kept: str) -> None:
    path = failed_path(Path("cassettes", cassette))
    assert path == Path("cassettes", kept)
    assert is_failed(path)
    assert not is_failed(Path("cassettes", cassette))


def test_only_what_failed_before_is_removed(tmp_path: Path) -> None:
    cassette = tmp_path / "a.yaml"
    kept = failed_path(cassette)
    now = dt.datetime.now(dt.UTC)
    remove_failed(cassette, now)  # there is none
    kept.write_text("interactions: []\n")
    os.utime(kept, (now.timestamp(),) * 2)
    remove_failed(cassette, now)
    assert kept.exists()
    remove_failed(cassette, now + dt.timedelta(seconds=1))
    assert not kept.exists()
