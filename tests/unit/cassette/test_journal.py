from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.cassette.errors import CassetteNotWritable, MalformedCassette
from harness.cassette.journal import Journal, recover
from harness.cassette.model import Interaction, Request, Response
from harness.cassette.store import load_cassette, may_have_journals, save_cassette

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

RECORDER = """
import sys
from harness.cassette.journal import Journal
from harness.cassette.model import Interaction, Request, Response

path, name, count, end = sys.argv[1:]
journal = Journal(path)
for number in range(int(count)):
    journal.append(Interaction(Request("GET", f"http://127.0.0.1/{name}/{number}"), Response(200)))
print("recorded", flush=True)
if end == "wait":
    sys.stdin.read()
journal.close()
"""


def interaction(name: str) -> Interaction:
    return Interaction(
        Request("GET", f"http://127.0.0.1/{name}", body=b"\xff\x00"), Response(200, "OK", (), b"\xfe")
    )


def names(path: Path) -> list[str]:
    return [item.request.uri.removeprefix("http://127.0.0.1/") for item in load_cassette(path).interactions]


def recorder(path: Path, name: str, count: int, end: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", RECORDER, str(path), name, str(count), end],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "made" / "users.yaml"


def files(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.parent.iterdir())


def test_a_recording_goes_to_the_end_of_the_cassette(path: Path) -> None:
    save_cassette(path, [interaction("old")], {"metadata": {"seed": 1}})
    journal = Journal(path)
    journal.append(interaction("new"))
    journal.close()
    journal.close()
    cassette = load_cassette(path)
    assert list(cassette.interactions) == [interaction("old"), interaction("new")]
    assert cassette.extras == {"metadata": {"seed": 1}}
    assert files(path) == ["users.yaml"]


def test_a_recording_into_another_file_leaves_the_cassette_as_it_is(path: Path) -> None:
    save_cassette(path, [interaction("old")])
    before = path.read_bytes()
    beside = path.with_name("beside.yaml")
    journal, other = Journal(path), Journal(path)
    journal.append(interaction("new"))
    assert (journal.close(into=beside), journal.close(into=beside), other.close(into=beside)) == (1, 0, 0)
    assert path.read_bytes() == before
    assert names(beside) == ["old", "new"]
    assert recover(path) == 0
    assert files(path) == ["beside.yaml", "users.yaml"]


def test_what_was_left_is_recovered_into_another_file(path: Path) -> None:
    save_cassette(path, [interaction("old")])
    beside = path.with_name("beside.yaml")
    journal = Journal(path)
    journal.append(interaction("new"))
    journal.release()
    assert (recover(path, into=beside), recover(path, into=beside)) == (1, 0)
    assert (names(path), names(beside)) == (["old"], ["old", "new"])


def test_what_was_recorded_at_once_goes_by_what_is_asked(path: Path) -> None:
    journal = Journal(path)
    for name, began in (("c", 1.0), ("b", 2.0), ("a", 3.0)):
        journal.append(interaction(name), began, lane=name)
    shutil.copy(journal.path, path.with_name("users.yaml.00000000.journal"))  # one that a dead process left
    journal.close(into=path.with_name("beside.yaml"))
    assert recover(path) == 3
    assert names(path) == ["a", "b", "c"]


def test_a_recording_of_nothing_leaves_no_file(path: Path) -> None:
    Journal(path).close()
    assert not path.parent.exists()


def test_interactions_recorded_anew_replace_the_old_ones_and_no_others(path: Path) -> None:
    save_cassette(path, [interaction("a"), interaction("b"), interaction("a")])
    loaded = load_cassette(path).interactions
    journal = Journal(path)
    journal.append(interaction("c"))
    other = Journal(path)
    other.append(interaction("a"))
    other.close()
    journal.close(drop=loaded)
    assert names(path) == ["a", "c"]


def test_appending_to_a_closed_journal_is_an_error(path: Path) -> None:
    journal = Journal(path)
    journal.close()
    with pytest.raises(ValueError, match=r"the journal .*users\.yaml\.[0-9a-f]{8}\.journal is closed"):
        journal.append(interaction("late"))


def test_eight_threads_lose_nothing(path: Path) -> None:
    journal = Journal(path)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(journal.append, [interaction(str(number)) for number in range(400)]))
    journal.close()
    assert sorted(names(path), key=int) == [str(number) for number in range(400)]


def test_processes_recording_one_cassette_lose_nothing(path: Path) -> None:
    recorders = [recorder(path, name, 100, "close") for name in "abc"]
    assert [process.communicate()[0] for process in recorders] == ["recorded\n"] * 3
    found = names(path)
    assert sorted(found) == sorted(f"{name}/{number}" for name in "abc" for number in range(100))
    for name in "abc":
        assert [each for each in found if each.startswith(name)] == [
            f"{name}/{number}" for number in range(100)
        ]
    assert files(path) == ["users.yaml"]


def test_what_a_killed_process_recorded_is_recovered_once(path: Path) -> None:
    save_cassette(path, [interaction("old")])
    process = recorder(path, "killed", 3, "wait")
    assert process.stdout is not None
    assert process.stdout.readline() == "recorded\n"
    assert recover(path) == 0, "the process is still recording"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert names(path) == ["old"]
    assert [recover(path), recover(path)] == [3, 0]
    assert names(path) == ["old", "killed/0", "killed/1", "killed/2"]
    assert files(path) == ["users.yaml"]


def test_half_a_line_at_the_end_of_a_journal_is_left_out(path: Path) -> None:
    save_cassette(path, [])
    whole = path.with_name("users.yaml.00000000.journal")
    journal = Journal(path)
    journal.append(interaction("whole"))
    content = journal.path.read_bytes()
    journal.close()
    whole.write_bytes(content + b'{"request": {"met')
    assert recover(path) == 1
    assert names(path) == ["whole", "whole"]


def test_a_damaged_journal_is_reported_with_its_line_and_kept(path: Path) -> None:
    save_cassette(path, [])
    damaged = path.with_name("users.yaml.00000000.journal")
    damaged.write_text('{"request": {}}\n')
    with pytest.raises(MalformedCassette) as caught:
        recover(path)
    assert (caught.value.path, caught.value.line, caught.value.reason) == (damaged, 1, "response is missing")
    assert damaged.exists()


def test_a_journal_of_another_cassette_is_left_alone(path: Path) -> None:
    save_cassette(path, [])
    other = path.with_name("users.yaml.bak.yaml")
    journal = Journal(other)
    journal.append(interaction("other"))
    left = path.with_name("users.yaml.bak.yaml.00000000.journal")
    left.write_bytes(journal.path.read_bytes())
    assert recover(path) == 0
    assert recover(other) == 1
    journal.close()
    assert names(other) == ["other", "other"]


def test_a_recording_is_kept_if_the_cassette_is_damaged(path: Path) -> None:
    journal = Journal(path)
    journal.append(interaction("new"))
    path.write_text("interactions: []\n")
    with pytest.raises(CassetteNotWritable) as caught:
        journal.close()
    assert str(caught.value) == (
        f"The cassette {path} could not be written: what is there cannot be read: {path} was cut short: "
        "it does not end with its version key, and no interaction is left. Restore the file from version "
        "control, or delete it and record it again. "
        'If nothing is missing, add "version: 1" as the last line. '
        f"What was recorded is kept in {journal.path}, and the next run puts it next to the cassette."
    )
    assert path.read_text() == "interactions: []\n"
    path.unlink()
    assert recover(path) == 1
    assert names(path) == ["new"]


def test_a_folder_that_cannot_be_made_is_reported_before_recording(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / "users.yaml"
    with pytest.raises(CassetteNotWritable) as caught:
        Journal(path)
    reason = os.strerror(caught.value.__cause__.errno)  # type: ignore[union-attr]
    assert str(caught.value) == (
        f"The cassette {path} could not be written: {reason}. "
        "Make it and its folder writable, or choose another with --cassette-dir."
    )


def test_a_recording_that_closes_leaves_alone_what_a_killed_one_left(path: Path) -> None:
    process = recorder(path, "killed", 2, "wait")
    assert process.stdout is not None
    process.stdout.readline()
    journal = Journal(path)
    journal.append(interaction("new"))
    process.kill()
    process.communicate()
    journal.close()
    assert names(path) == ["new"]
    beside = path.with_name("beside.yaml")
    assert recover(path, into=beside) == 2
    assert (names(path), names(beside)) == (["new"], ["new", "killed/0", "killed/1"])


@pytest.mark.parametrize("ending", ["yaml", "json"])
@pytest.mark.parametrize("dies_at", ["chmod", "replace", "unlink"])
def test_a_process_that_dies_while_it_replaces_the_cassette_neither_loses_nor_doubles(
    path: Path, ending: str, dies_at: str
) -> None:
    """At each step of the folding; before and after it the cassette is whole."""
    path = path.with_suffix(f".{ending}")
    save_cassette(path, [interaction("old")])
    dying = f"""
import os, signal, sys
from harness.cassette.journal import Journal
from harness.cassette.model import Interaction, Request, Response

journal = Journal(sys.argv[1])
journal.append(Interaction(Request("GET", "http://127.0.0.1/new"), Response(200)))
os.{dies_at} = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
journal.close()
"""
    assert subprocess.run([sys.executable, "-c", dying, str(path)], check=False).returncode == -signal.SIGKILL
    is_folded = dies_at == "unlink"
    assert names(path) == (["old", "new"] if is_folded else ["old"])
    assert recover(path) == (0 if is_folded else 1)
    assert names(path) == ["old", "new"]
    assert files(path) == [f"users.{ending}"]


def test_a_folder_that_is_removed_while_recording_takes_no_recording_with_it(path: Path) -> None:
    journal = Journal(path)
    journal.append(interaction("first"))
    shutil.rmtree(path.parent)
    journal.append(interaction("second"))
    journal.close()
    assert names(path) == ["first", "second"]
    assert files(path) == ["users.yaml"]


def test_a_folder_that_became_a_file_while_recording(path: Path) -> None:
    journal = Journal(path)
    journal.append(interaction("new"))
    shutil.rmtree(path.parent)
    path.parent.touch()
    with pytest.raises(CassetteNotWritable) as caught:
        journal.close()
    assert str(caught.value) == (
        f"The cassette {path} could not be written: File exists. "
        "Make it and its folder writable, or choose another with --cassette-dir."
    )


FULL = """
import os, sys
from pathlib import Path
from harness.cassette.errors import CassetteNotWritable
from harness.cassette.journal import Journal, recover
from harness.cassette.model import Interaction, Request, Response
from harness.cassette.store import load_cassette, may_have_journals, save_cassette

def interaction(name, size):
    return Interaction(Request("GET", f"http://127.0.0.1/{name}", body=b"x" * size), Response(200))

path = Path(sys.argv[1]) / "users.yaml"
save_cassette(path, [interaction("old", 1)])
journal = Journal(path)
journal.append(interaction("first", 100_000))  # 256 KiB of room: not for the journal and the cassette
for act in (lambda: journal.append(interaction("second", 200_000)), journal.close):
    try:
        act()
    except CassetteNotWritable as error:
        print(str(error).replace(str(journal.path), "JOURNAL"))
Path(sys.argv[1], "ballast").unlink()
print(recover(path), *[one.request.uri for one in load_cassette(path).interactions], *os.listdir(sys.argv[1]))
"""


@pytest.mark.needs("namespaces")
def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    script = (
        f"mount -t tmpfs -o size=256k none {tmp_path} && head -c 100000 /dev/zero > {tmp_path}/ballast && "
        f'exec {sys.executable} -c "$0" {tmp_path}'
    )
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script, FULL], capture_output=True, text=True, check=False
    )
    said = f"The cassette {tmp_path}/users.yaml could not be written: No space left on device. "
    kept = "What was recorded is kept in JOURNAL, and the next run puts it next to the cassette."
    assert done.stdout.splitlines() == [
        said + kept,
        said + kept,
        "1 http://127.0.0.1/old http://127.0.0.1/first users.yaml",
    ], done.stderr


@pytest.mark.parametrize("protected", ["users.yaml", "."])
def test_what_is_read_only_is_known_before_the_first_call_and_stays(
    protected: str, unprivileged: Callable[[], AbstractContextManager[None]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:  # pytest's own are shut to nobody
        path = Path(folder, "users.yaml")
        save_cassette(path, [interaction("old")])
        before = path.read_bytes()
        path.chmod(0o666)
        path.parent.chmod(0o777)
        (path.parent / protected).chmod(0o555)
        with unprivileged(), pytest.raises(CassetteNotWritable) as caught:
            Journal(path)
        assert str(caught.value) == (
            f"The cassette {path} could not be written: Permission denied. "
            "Make it and its folder writable, or choose another with --cassette-dir."
        )
        assert path.read_bytes() == before
        assert files(path) == ["users.yaml"]
        path.parent.chmod(0o777)


def test_a_cassette_that_became_read_only_while_recording(
    unprivileged: Callable[[], AbstractContextManager[None]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "users.yaml")
        path.parent.chmod(0o777)
        save_cassette(path, [interaction("old")])
        journal = Journal(path)
        journal.append(interaction("new"))
        path.chmod(0o444)
        with unprivileged(), pytest.raises(CassetteNotWritable) as caught:
            journal.close()
        assert str(caught.value) == (
            f"The cassette {path} could not be written: Permission denied. What was recorded is kept in "
            f"{journal.path}, and the next run puts it next to the cassette."
        )
        assert names(path) == ["old"]
        path.chmod(0o666)
        assert recover(path) == 1
        assert names(path) == ["old", "new"]


def test_a_journal_is_found_in_a_folder_that_was_left_alone_for_long(tmp_path: Path) -> None:
    target = tmp_path / "tape.yaml"
    os.utime(tmp_path, (1_000_000_000, 1_000_000_000))
    assert not may_have_journals(target)
    (tmp_path / "tape.yaml.01234567.journal").write_bytes(b"")
    assert may_have_journals(target)
    os.utime(tmp_path, (1_000_000_001, 1_000_000_001))
    assert may_have_journals(target)
    assert not may_have_journals(tmp_path / "missing" / "tape.yaml")
