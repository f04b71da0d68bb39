"""A disk that fails at any one write, or is full from there on: nothing that was recorded before is lost."""

from __future__ import annotations

import builtins
import errno
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from harness.cassette import journal as journal_module
from harness.cassette import side_files, store
from harness.cassette.errors import CassetteNotWritable
from harness.cassette.journal import Journal, recover
from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.side_files import LARGE, Spool
from harness.cassette.store import load_cassette, save_cassette
from harness.errors import HarnessError
from harness.redaction.cassette import redact_cassette

MOST = 80
"""More than any of the scenarios asks of the disk."""


class Disk:
    """Counts what is asked of the disk below a folder, and fails one of it, or all from there on."""

    def __init__(self, folder: Path, fails_at: int, *, stays: bool, code: int = errno.ENOSPC) -> None:
        self.folder, self.fails_at, self.stays, self.code = str(folder), fails_at, stays, code
        self.asked = 0

    def ask(self, path: object) -> None:
        if not str(path).startswith(self.folder):
            return
        self.asked += 1
        if self.asked == self.fails_at or (self.stays and self.asked > self.fails_at):
            raise OSError(self.code, os.strerror(self.code), str(path))

    @property
    def has_failed(self) -> bool:
        return self.asked >= self.fails_at


class File:
    """An open file that is being written; half of what does not fit is written before it fails."""

    def __init__(self, file: Any, disk: Disk) -> None:
        self._file, self._disk = file, disk

    def write(self, data: Any) -> Any:
        try:
            self._disk.ask(self.name)
        except OSError:
            self._file.write(bytes(data)[: len(data) // 2])
            raise
        return self._file.write(data)

    def flush(self) -> None:
        self._disk.ask(self.name)
        self._file.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> File:
        self._file.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._file.__exit__(*error)


@contextmanager
def failing(disk: Disk) -> Iterator[None]:
    real_open = builtins.open

    def opened(path: Any, mode: str = "r", *arguments: Any, **options: Any) -> Any:
        writes = any(letter in mode for letter in "wxa")
        if writes:
            disk.ask(path)
        file = real_open(path, mode, *arguments, **options)
        return File(file, disk) if writes or "+" in mode else file

    def by_path(name: str) -> Callable[..., Any]:
        real = getattr(os, name)

        def act(path: Any, *arguments: Any, **options: Any) -> Any:
            disk.ask(os.readlink(f"/proc/self/fd/{path}") if name == "fsync" else path)
            return real(path, *arguments, **options)

        return act

    with pytest.MonkeyPatch.context() as patch:
        for module in (journal_module, side_files, store):
            patch.setattr(module, "open", opened, raising=False)
        for name in ("fsync", "replace", "mkdir", "link"):
            patch.setattr(os, name, by_path(name))
        yield


def interaction(name: str, body: bytes = b"") -> Interaction:
    return Interaction(Request("GET", f"http://127.0.0.1/{name}"), Response(200, "OK", (), body))


def names(path: Path) -> list[str]:
    return [item.request.uri.removeprefix("http://127.0.0.1/") for item in load_cassette(path).interactions]


def record(path: Path, done: list[str]) -> None:
    recording = Journal(path)
    try:
        for name in ("one", "two"):
            recording.append(interaction(name))
            done.append(name)
        with Spool(path) as spool:
            for _ in range(2):
                spool.write(b"x" * LARGE)
            body = spool.finish()
        assert not isinstance(body, bytes)
        facts = Facts("s3", "GetObject", params={}, response_body=body)
        recording.append(Interaction(Request("GET", "http://127.0.0.1/large"), Response(200), facts))
        done.append("large")
    finally:
        recording.close()


def record_anew(path: Path, done: list[str]) -> None:
    recording = Journal(path)
    drop = []
    try:
        recording.append(interaction("one"))
        done.append("one")
        drop = [load_cassette(path).interactions[1]]
    finally:
        recording.close(drop=drop)


def recover_what_was_left(path: Path, done: list[str]) -> None:
    done.append("left")
    recover(path)


def save_more(path: Path, _: list[str]) -> None:
    save_cassette(path, [*load_cassette(path).interactions, interaction("more")])


def redact(path: Path, _: list[str]) -> None:
    redact_cassette(path)


def leave(path: Path) -> None:
    left = Journal(path)
    left.append(interaction("left"))
    left.release()


SCENARIOS = [record, record_anew, recover_what_was_left, save_more, redact]


@pytest.mark.parametrize("stays", [False, True], ids=["fails once", "stays full"])
@pytest.mark.parametrize("act", SCENARIOS, ids=lambda act: act.__name__)
@pytest.mark.parametrize("name", ["users.yaml", "link.json"])
def test_nothing_that_was_recorded_is_lost(
    tmp_path: Path, name: str, act: Callable[[Path, list[str]], None], *, stays: bool
) -> None:
    fails_at = 0
    for fails_at in range(1, MOST):
        folder = tmp_path / f"{fails_at}"
        folder.mkdir()
        path = folder / name
        if name.startswith("link"):
            path.symlink_to("real.json")
        save_cassette(path, [interaction("first"), interaction("second", b"password=Trumpet-77-grass")])
        if act is recover_what_was_left:
            leave(path)
        disk, done = Disk(folder, fails_at, stays=stays), list[str]()
        error: HarnessError | None = None
        with failing(disk):
            try:
                act(path, done)
            except HarnessError as caught:
                error = caught
        if not disk.has_failed:
            break
        assert error is None or (isinstance(error, CassetteNotWritable) and error.path == path), error
        if error is not None:
            assert f"The cassette {path} could not be written: No space left on device. " in str(error)
        recover(path)  # as the next run does
        held = names(path)
        assert [one for one in held if one in ("first", "second")] == (
            ["first", "second"] if act is not record_anew or "second" in held else ["first"]
        )
        assert [one for one in held if one in done] == done
        assert len(set(held)) == len(held)
        assert path.is_symlink() == name.startswith("link")
        left = [file.name for file in folder.iterdir() if file.suffix in (".journal", ".tmp", ".lock")]
        assert left == []
    assert 3 < fails_at < MOST - 1, "the scenario asks the disk for something, and comes to its end"


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS])
@pytest.mark.parametrize("act", SCENARIOS, ids=lambda act: act.__name__)
def test_a_disk_without_locks_is_told(
    tmp_path: Path, code: int, act: Callable[[Path, list[str]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "users.yaml"
    save_cassette(path, [interaction("first"), interaction("second", b"password=Trumpet-77-grass")])
    if act is recover_what_was_left:
        leave(path)

    def flock(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(fcntl, "flock", flock)
    with pytest.raises(CassetteNotWritable) as caught:
        act(path, [])
    assert f"the disk that it is on cannot lock files ({os.strerror(code)}); a local one can. " in str(
        caught.value
    )
    assert names(path) == ["first", "second"]  # it is read all the same
