"""Cassettes in other stores than the local disk, by URL and by pattern."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from harness.cassette.errors import CassetteNotFound
from harness.cassette.location import size_of
from harness.cassette.model import Interaction, Request, Response
from harness.cassette.reading import read_interactions
from harness.cassette.store import serialize_cassette
from harness.errors import MissingExtra
from harness.report.check import check_paths
from harness.report.find import NothingToCheck, find_locations

FOREIGN = Interaction(Request("GET", "http://127.0.0.1/health"), Response(200, "OK", (), b"fine"))


@pytest.fixture(autouse=True)
def store() -> Iterator[None]:
    """A store in memory, with two cassettes, a file of another kind, and a hidden one."""
    system = fsspec.filesystem("memory")
    for name in ("a.json", "2026/b.yaml", "2026/.c.json"):
        system.pipe(f"/tapes/{name}", serialize_cassette(name, [FOREIGN, FOREIGN]))
    system.pipe("/tapes/2026/other.json", b'{"a": 1}')
    system.pipe("/tapes/notes.txt", b"interactions")
    system.pipe("/empty/notes.txt", b"")
    yield
    system.store.clear()


def test_a_url_of_a_folder_means_what_is_in_it() -> None:
    found = find_locations(["memory://tapes"])
    assert found.cassettes == ["memory:///tapes/2026/b.yaml", "memory:///tapes/a.json"]
    assert found.others == ["memory:///tapes/2026/other.json"]
    report = check_paths(["memory://tapes", "memory://tapes/a.json"])
    assert (report.cassettes, report.exchanges) == (2, 4)
    assert {one.cassette for one in report.not_checked} == set(found.cassettes)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("memory://tapes/*.json", ["memory:///tapes/a.json"]),
        ("memory://tapes/**/*.yaml", ["memory:///tapes/2026/b.yaml"]),
        ("memory://tapes/20*", ["memory:///tapes/2026/b.yaml"]),
    ],
)
def test_patterns(pattern: str, found: list[str]) -> None:
    assert find_locations([pattern]).cassettes == found


def test_local_patterns(tmp_path: Path) -> None:
    for name in ("a.json", "b.json", "[c].json"):
        (tmp_path / name).write_bytes(serialize_cassette(name, [FOREIGN]))
    assert find_locations([tmp_path / "[ab].json"]).cassettes == [tmp_path / "a.json", tmp_path / "b.json"]
    assert find_locations([tmp_path / "[c].json"]).cassettes == [tmp_path / "[c].json"]
    with pytest.raises(NothingToCheck) as caught:
        find_locations([tmp_path / "*.yaml"])
    assert str(caught.value) == (
        f"There is nothing to check at {tmp_path}/*.yaml: no file matches this pattern. "
        f"Did you mean {tmp_path}?"
    )


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("memory://empty", "it holds no cassette (.yaml, .yml or .json)"),
        ("memory://nowhere", "there is no such file or folder"),
        ("memory://nowhere/*.json", "no file matches this pattern"),
    ],
)
def test_nothing_is_there(url: str, reason: str) -> None:
    with pytest.raises(NothingToCheck) as caught:
        check_paths([url])
    assert str(caught.value) == (
        f"There is nothing to check at {url}: {reason}. Name a cassette, or a folder of them."
    )


def test_a_store_that_nobody_knows() -> None:
    with pytest.raises(NothingToCheck) as caught:
        check_paths(["nosuch://tapes"])
    assert str(caught.value).startswith("There is nothing to check at nosuch://tapes: Protocol not known")


class Closed(MemoryFileSystem):
    """A store whose library has errors of its own, as s3fs has botocore's."""

    protocol = "closed"

    def isdir(self, path: str) -> bool:
        raise RuntimeError("no\n  credentials")

    def size(self, path: str) -> int:
        raise RuntimeError("no credentials")

    def open(self, path: str, *rest: object) -> BytesIO:  # type: ignore[override]
        file = BytesIO(b'{"interactions": [')
        file.read = lambda *size: self.isdir(path)  # type: ignore[method-assign,assignment]
        return file


def test_a_store_that_fails_in_its_own_way(monkeypatch: pytest.MonkeyPatch) -> None:
    fsspec.register_implementation("closed", Closed, clobber=True)
    with pytest.raises(NothingToCheck) as caught:
        check_paths(["closed://tapes"])
    assert str(caught.value) == (
        "There is nothing to check at closed://tapes: no credentials. Check the URL, the credentials, and "
        "that the store can be reached."
    )
    monkeypatch.setattr(Closed, "isfile", lambda self, path: True)
    (unreadable,) = check_paths(["closed://tapes/a.json"]).unreadable
    assert "it cannot be read (no credentials)" in unreadable.message
    assert size_of("closed://tapes/a.json") == 0


def test_faults_name_the_url() -> None:
    fsspec.filesystem("memory").pipe("/tapes/a.json", b'{"interactions": [\n{]')
    (unreadable,) = check_paths(["memory://tapes/a.json"]).unreadable
    assert unreadable.message.startswith("memory:///tapes/a.json, line 2: ")
    with pytest.raises(CassetteNotFound):
        list(read_interactions("memory://tapes/gone.json"))


def test_fsspec_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(MissingExtra) as caught:
        check_paths(["s3://tapes"])
    assert str(caught.value) == (
        "Reading s3://tapes needs a package that is not installed (import of fsspec.core halted; None in "
        "sys.modules). pip install 'aws-contract-harness[distributed]' brings what harness itself needs."
    )
