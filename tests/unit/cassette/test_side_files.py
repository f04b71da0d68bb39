from __future__ import annotations

import collections
import hashlib
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from harness.cassette import side_files
from harness.cassette.errors import CassetteNotWritable, LostBody, MalformedCassette
from harness.cassette.journal import Journal
from harness.cassette.model import Facts, Interaction, Request, Response, StoredBody
from harness.cassette.side_files import LARGE, Spool, folder_of, path_of
from harness.cassette.store import load_cassette, save_cassette


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "objects.yaml"


def spooled(path: Path | None, *chunks: bytes) -> bytes | StoredBody:
    with Spool(path) as spool:
        for chunk in chunks:
            spool.write(chunk)
        return spool.finish()


def large(path: Path, filler: bytes) -> StoredBody:
    body = spooled(path, *[filler * (LARGE // 4)] * 4, b"end")
    assert isinstance(body, StoredBody)
    return body


def interaction(body: StoredBody) -> Interaction:
    return Interaction(
        Request("GET", "http://127.0.0.1/reports/file"),
        Response(200),
        Facts("s3", "GetObject", params={}, response_body=body),
    )


def test_a_body_up_to_the_limit_stays_in_memory(path: Path) -> None:
    assert spooled(path, b"a" * LARGE) == b"a" * LARGE
    assert not folder_of(path).exists()


def test_a_larger_body_is_in_a_file_named_by_its_digest(path: Path) -> None:
    body = large(path, b"a")
    content = b"a" * LARGE + b"end"
    assert body == StoredBody(hashlib.sha256(content).hexdigest(), len(content))
    assert path_of(path, body) == path.parent / "objects.yaml.bodies" / body.sha256
    assert path_of(path, body).read_bytes() == content


def test_without_a_cassette_everything_stays_in_memory() -> None:
    assert spooled(None, b"a" * LARGE, b"a") == b"a" * (LARGE + 1)


def test_a_body_that_breaks_off_leaves_no_file(path: Path) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"a" * (LARGE + 1)
        raise ConnectionError

    with pytest.raises(ConnectionError), Spool(path) as spool:
        collections.deque(map(spool.write, chunks()), maxlen=0)
    assert list(folder_of(path).iterdir()) == []


def test_a_full_disk_leaves_no_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(side_files.os, "fsync", full)
    with pytest.raises(CassetteNotWritable) as caught:
        large(path, b"a")
    assert str(caught.value) == (
        f"The cassette {path} could not be written: No space left on device. "
        "Make it and its folder writable, or choose another with --cassette-dir."
    )
    assert list(folder_of(path).iterdir()) == []


@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_a_cassette_keeps_the_digest_and_the_size(path: Path, ending: str) -> None:
    path = path.with_suffix(f".{ending}")
    recorded = interaction(large(path, b"a"))
    save_cassette(path, [recorded])
    assert list(load_cassette(path).interactions) == [recorded]
    assert path.stat().st_size < 1000


@pytest.mark.parametrize("digest", ["../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_a_digest_that_is_none_is_refused(path: Path, digest: str) -> None:
    recorded = interaction(StoredBody(digest, 5_000_000))
    save_cassette(path, [recorded])
    with pytest.raises(MalformedCassette) as caught:
        list(load_cassette(path).interactions)
    assert caught.value.reason == (
        "in interaction 1, harness.response_body is not the digest and size of a body but "
        f"{{'sha256': {digest!r}, 'size': 5000000}}"
    )


def test_a_side_file_that_is_missing_or_cut_is_told(path: Path) -> None:
    body = large(path, b"a")
    side_file = path_of(path, body)
    os.truncate(side_file, 7)
    end = "Restore the file from version control, or delete it and record it again."
    with pytest.raises(LostBody) as caught:
        path_of(path, body)
    assert str(caught.value) == (
        f"{path} has a large body in {side_file}, which has 7 bytes in place of {body.size}. {end}"
    )
    side_file.unlink()
    (path.parent / "elsewhere").write_bytes(b"a" * body.size)
    side_file.symlink_to(path.parent / "elsewhere")
    with pytest.raises(LostBody):
        path_of(path, body)
    side_file.unlink()
    with pytest.raises(LostBody) as caught:
        path_of(path, body)
    assert str(caught.value) == f"{path} has a large body in {side_file}, which is missing. {end}"


def test_side_files_go_with_the_last_interaction_that_has_them(path: Path) -> None:
    old, kept = (large(path, filler) for filler in (b"o", b"k"))
    save_cassette(path, [interaction(old), interaction(kept)])
    half_written = folder_of(path) / "00000000.tmp"
    half_written.touch()
    first, second = load_cassette(path).interactions
    journal, other = Journal(path), Journal(path)
    new = large(path, b"n")
    journal.append(interaction(new))
    journal.close(drop=[first])
    assert len(list(folder_of(path).iterdir())) == 4, "another recording may refer to any of them"
    other.append(replace(second, request=Request("GET", "http://127.0.0.1/other")))
    other.close()
    names = {file.name for file in folder_of(path).iterdir()}
    assert names == {kept.sha256, new.sha256}


def test_saving_removes_the_side_files_that_nothing_refers_to(path: Path) -> None:
    old, kept = (large(path, filler) for filler in (b"o", b"k"))
    foreign = folder_of(path) / "notes.txt"
    foreign.write_text("not ours")
    save_cassette(path, [interaction(old), interaction(kept)])
    with_recording = Journal(path)
    save_cassette(path, [interaction(kept)])
    assert path_of(path, old), "a recording that is going on may refer to it"
    with_recording.close()
    save_cassette(path, [interaction(kept)])
    assert {file.name for file in folder_of(path).iterdir()} == {kept.sha256, "notes.txt"}


@pytest.mark.parametrize("links", [True, False])
def test_saving_takes_side_files_along(path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    def refused(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    if not links:
        monkeypatch.setattr(side_files.os, "link", refused)
    body = large(path, b"a")
    save_cassette(path, [interaction(body)])
    copy = path.with_name("copy.yaml")
    save_cassette(copy, load_cassette(path).interactions, sources=[path.with_name("none.yaml"), path])
    path_of(path, body).unlink()
    assert path_of(copy, body).read_bytes() == b"a" * LARGE + b"end"


def test_nothing_is_saved_where_a_side_file_is_missing(path: Path) -> None:
    copy, body = path.with_name("copy.yaml"), StoredBody("a" * 64, 5_000_000)
    with pytest.raises(LostBody) as caught:
        save_cassette(copy, [interaction(body)], sources=[path])
    assert caught.value.path == path
    assert not copy.exists()
