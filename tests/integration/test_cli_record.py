"""``harness record``: any Python program with recording on, whatever processes it is made of."""

from __future__ import annotations

import datetime as dt
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import boto3
import pytest

import harness
from harness.cassette.journal import wait_for_others
from harness.cassette.store import load_cassette, save_cassette
from harness.contract.values import format_timestamp

HARNESS = str(Path(sys.executable).with_name("harness"))
Run = Callable[..., subprocess.CompletedProcess[str]]
PROGRAM = """
import sys

import boto3

for after in sys.argv[1:]:
    print(*boto3.client("dynamodb").list_tables(ExclusiveStartTableName=after)["TableNames"])
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with ``program.py``; AWS is a server whose every answer names another table."""
    count = iter(range(1, 1000))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            body = json.dumps({"TableNames": [f"table-{next(count)}"]}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_address[1]}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "program.py").write_text(PROGRAM)
    yield tmp_path
    server.shutdown()
    server.server_close()


@pytest.fixture
def record(run_harness: Run) -> Run:
    return partial(run_harness, "record")


def recorded(path: str = "cassettes/recorded.yaml") -> list[str]:
    """The tables that were asked for, in order."""
    return [
        one.facts.params["ExclusiveStartTableName"]
        for one in harness.load_cassette(path).interactions
        if one.facts is not None and one.facts.params is not None
    ]


def record_here(*tables: str) -> None:
    """Record what ``program.py`` would, without a process."""
    with harness.use_cassette("cassettes/recorded.yaml", mode="rewrite"):
        for after in tables:
            boto3.client("dynamodb").list_tables(ExclusiveStartTableName=after)


def test_a_program_is_recorded_and_replayed_offline(
    project: Path, record: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ("-c", "tape.json", "--source", "a stub", "--", sys.executable, "program.py", "aaa", "bbb")
    first = record(*command)
    assert (first.returncode, first.stdout) == (0, "table-1\ntable-2\n")
    assert first.stderr == "harness: tape.json holds 2 exchanges (0 before).\n"
    facts = harness.load_cassette("tape.json").interactions[0].facts
    assert facts is not None
    assert facts.source == "a stub"
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    replayed = record("--mode", "none", *command)
    assert (replayed.returncode, replayed.stdout, replayed.stderr) == (0, first.stdout, "")


def test_a_call_that_was_not_recorded(project: Path, record: Run) -> None:
    record_here("aaa")
    missed = record("--mode", "none", "--", sys.executable, "program.py", "abc")
    assert missed.returncode == 1
    assert (
        "harness: 1 call was not in the cassette. The first: cassettes/recorded.yaml has no recording "
        in (missed.stderr)
    )
    assert '/ExclusiveStartTableName: recorded "aaa", asked "abc"' in missed.stderr


def test_programs_in_a_row_record_into_one_cassette(project: Path, record: Run) -> None:
    program = f"{sys.executable} program.py"
    shell = ("--", "sh", "-c", f"{program} aaa && {program} bbb")
    for mode, expected in (("once", "0 before"), ("rewrite", "2 before"), ("all", "2 before")):
        done = record("--mode", mode, *shell)
        assert (done.returncode, recorded()) == (0, ["aaa", "bbb"])
        assert done.stderr == f"harness: cassettes/recorded.yaml holds 2 exchanges ({expected}).\n"


@pytest.mark.sweep  # test_a_pool_of_processes is quicker: what a process imports, it does not import again
def test_processes_that_a_program_forks_and_spawns(project: Path, record: Run) -> None:
    (project / "pool.py").write_text(
        "import multiprocessing, sys\n"
        "def ask(after):\n"
        "    sys.argv[1:] = [after]\n"
        "    exec(open('program.py').read())\n"
        "if __name__ == '__main__':\n"
        "    with multiprocessing.get_context(sys.argv[1]).Pool(2) as pool:\n"
        "        pool.map(ask, ['aaa', 'bbb', 'ccc', 'ddd'])\n"
        "        pool.close()\n"
        "        pool.join()\n"
    )
    (project / "program.py").write_text(
        PROGRAM.replace("sys.argv[1:]", "sys.argv[1:] * (__name__ != 'program')")
    )
    for method in ("fork", "spawn"):
        done = record("--", sys.executable, "pool.py", method)
        assert (done.returncode, sorted(recorded())) == (0, ["aaa", "bbb", "ccc", "ddd"]), done.stderr


def test_a_killed_program_loses_nothing(project: Path, record: Run) -> None:
    (project / "killed.py").write_text(PROGRAM + "\nimport os\nos.kill(os.getpid(), 9)\n")
    done = record("--", sys.executable, "killed.py", "aaa", "bbb")
    assert done.returncode == 128 + signal.SIGKILL
    assert done.stderr == (
        "harness: The run failed: what it recorded is in cassettes/recorded.failed.yaml, and "
        "cassettes/recorded.yaml was not written. To use the recording all the same, rename it.\n"
    )
    assert recorded("cassettes/recorded.failed.yaml") == ["aaa", "bbb"]
    assert [path.name for path in (project / "cassettes").iterdir()] == ["recorded.failed.yaml"]


@pytest.mark.parametrize("mode", ["rewrite", "all", "new_episodes"])
def test_a_program_that_fails_leaves_the_cassette_as_it_was(project: Path, record: Run, mode: str) -> None:
    six = [f"table-{number}" for number in range(6)]
    record_here(*six)
    before = (project / "cassettes/recorded.yaml").read_bytes()
    (project / "fails.py").write_text(PROGRAM + "\n1 / 0\n")
    failed = f"{sys.executable} program.py fails-0 && {sys.executable} fails.py fails-1"
    done = record("--mode", mode, "--", "sh", "-c", failed)
    assert done.returncode == 1
    assert done.stderr.endswith(
        "harness: The run failed: what it recorded is in cassettes/recorded.failed.yaml, and "
        "cassettes/recorded.yaml is as it was. To use the recording all the same, rename it.\n"
    )
    assert (project / "cassettes/recorded.yaml").read_bytes() == before
    kept = [] if mode == "rewrite" else six
    assert recorded("cassettes/recorded.failed.yaml") == [*kept, "fails-0", "fails-1"]


def test_a_later_run_replaces_the_recording_of_a_failed_one(project: Path, record: Run) -> None:
    (project / "fails.py").write_text(PROGRAM + "\n1 / 0\n")
    for after in ("aaa", "bbb"):
        assert record("--", sys.executable, "fails.py", after).returncode == 1
        assert recorded("cassettes/recorded.failed.yaml") == [after]
    assert record("--", sys.executable, "program.py", "ccc").returncode == 0
    assert [path.name for path in (project / "cassettes").iterdir()] == ["recorded.yaml"]


def test_an_interrupted_program_ends_in_its_own_way(project: Path) -> None:
    (project / "slow.py").write_text(
        PROGRAM
        + "\nimport time\ntry:\n    print('ready', flush=True)\n    time.sleep(60)\n"
        + "except KeyboardInterrupt:\n    time.sleep(0.5)\n    print('tidied up')\n"
    )
    process = subprocess.Popen(
        [HARNESS, "record", "--", sys.executable, "slow.py", "aaa"],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's & has it ignored
    )
    assert process.stdout is not None
    assert [process.stdout.readline(), process.stdout.readline()] == ["table-1\n", "ready\n"]
    os.killpg(process.pid, signal.SIGINT)
    assert process.stdout.read() == "tidied up\n"
    assert process.wait(30) == 0
    assert recorded() == ["aaa"]


def test_the_users_own_sitecustomize_runs_as_well(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "sitecustomize.py").write_text("print('customised')")
    monkeypatch.setenv("PYTHONPATH", str(project))
    command = [HARNESS, "record", "--", sys.executable, "program.py", "aaa"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (
        0,
        "customised\ncustomised\ntable-1\n",  # by harness itself, and by the program
    )


def test_pytest_under_it_keeps_its_own_cassettes(project: Path, record: Run) -> None:
    (project / "test_it.py").write_text(
        "import boto3, pytest\n"
        "def ask(after):\n"
        "    return boto3.client('dynamodb').list_tables(ExclusiveStartTableName=after)['TableNames']\n"
        "@pytest.mark.cassette\n"
        "def test_own():\n    assert ask('own')\n"
        "def test_none():\n    assert ask('none')\n"
    )
    plugins = ("randomly", "asyncio", "recording", "hypothesispytest", "xdist")
    command = [sys.executable, "-m", "pytest", *(f"-pno:{name}" for name in plugins)]
    done = record("--", *command, "--cassette-mode=once")
    assert done.returncode == 0, done.stdout
    assert recorded() == ["none"]
    assert recorded("cassettes/test_it/test_own.yaml") == ["own"]


def test_the_exit_status_is_the_programs(project: Path, record: Run) -> None:
    done = record("--", sys.executable, "-c", "raise SystemExit(7)")
    assert done.returncode == 7
    assert done.stderr == (
        "harness: nothing was recorded into cassettes/recorded.yaml. harness sees only Python programs "
        "that use botocore or boto3.\n"
    )


def test_a_program_that_asks_nothing_of_aws(project: Path, record: Run) -> None:
    nothing = ("--", sys.executable, "-c", "print(1)")
    said = (
        "harness: nothing was recorded into cassettes/recorded.yaml{}. harness sees only Python programs "
        "that use botocore or boto3.\n"
    )
    path = project / "cassettes/recorded.yaml"
    done = record(*nothing)
    assert (done.returncode, done.stderr) == (1, said.format(""))
    assert not path.exists()
    record_here("aaa")
    was = path.read_bytes()
    done = record(*nothing)
    assert (done.returncode, done.stderr) == (1, said.format(", which is as it was (1 exchange)"))
    assert path.read_bytes() == was
    assert record("--mode", "once", *nothing).returncode == 0


def test_what_is_wrong_is_known_before_the_program_runs(project: Path, record: Run) -> None:
    program = ("--", sys.executable, "-c", "print('ran')")
    (project / "file").touch()
    (project / "notes.yaml").write_text("milk\n")
    expected = {
        ("-c", "file/tape.yaml"): (
            "harness: The cassette file/tape.yaml could not be written: File exists. Make it and its folder "
            "writable, or choose another with --cassette-dir.\n"
        ),
        ("-c", "notes.yaml"): (
            "harness: notes.yaml, line 1: this is not a cassette: its top level has no interactions. Name a "
            "cassette, or convert another tool's recording with harness cassette import. If it was a "
            "cassette, restore it from version control.\n"
        ),
        ("-c", "none.yaml", "--mode", "none"): (
            "harness: There is no cassette none.yaml. Check the path, or record it first.\n"
        ),
    }
    for options, message in expected.items():
        done = record(*options, *program)
        assert (done.returncode, done.stdout, done.stderr) == (2, "", message)


def test_no_program(project: Path, record: Run) -> None:
    done = record("--", "no-such-program")
    assert done.returncode == 2
    assert "There is no program 'no-such-program'; write harness record -- PROGRAM." in done.stderr
    assert record("--", "./program.py").returncode == 2
    assert "There is no option '--moed'. Did you mean '--mode'?" in record("--moed", "none").stderr
    assert (
        "program.py is a Python file; write harness record -- python program.py."
        in record("--", "program.py").stderr
    )


def test_what_a_new_recording_would_change(project: Path, record: Run) -> None:
    record_here("aaa", "bbb")
    path = project / "cassettes/recorded.yaml"
    before = path.read_bytes()
    done = record("--diff", "--", sys.executable, "program.py", "bbb", "ccc")
    assert (done.returncode, done.stdout) == (1, "table-3\ntable-4\n")
    assert done.stderr == (
        "dynamodb.ListTables (interaction 2, now 1)\n"
        '  /TableNames/0: was "table-2", is "table-3"\n'
        "dynamodb.ListTables (interaction 1, now 2)\n"
        '  /TableNames/0: was "table-1", is "table-4"\n'
        "cassettes/recorded.yaml: 2 of 2 answers changed, 0 exchanges added, 0 removed\n"
    )
    (project / "pyproject.toml").write_text('[tool.harness]\nvolatile = ["/TableNames"]\n')
    done = record("--diff", "--", sys.executable, "program.py", "aaa", "bbb")
    assert (done.returncode, done.stderr) == (
        0,
        "cassettes/recorded.yaml: 0 of 2 answers changed, 0 exchanges added, 0 removed\n",
    )
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["recorded.yaml"]


def aged(path: Path, days: int) -> None:
    """Make the recordings of a cassette older."""
    then = format_timestamp(dt.datetime.now(dt.UTC) - dt.timedelta(days=days))
    save_cassette(
        path,
        [
            replace(one, facts=replace(one.facts, recorded_at=then))
            for one in harness.load_cassette(path).interactions
            if one.facts is not None
        ],
    )


def test_relative_times_of_the_settings(project: Path, record: Run) -> None:
    (project / "program.py").write_text(
        "import boto3, datetime as dt, sys\n"
        "end = dt.datetime.now(dt.UTC) - dt.timedelta(days=int(sys.argv[1]))\n"
        "boto3.client('cloudwatch').get_metric_data(\n"
        "    MetricDataQueries=[], StartTime=end - dt.timedelta(hours=1), EndTime=end)\n"
    )
    program = ("--", sys.executable, "program.py", "0")
    assert record(*program[:-1], "3").returncode == 0
    aged(project / "cassettes/recorded.yaml", 3)
    assert record("--mode", "none", *program).returncode == 1
    (project / "pyproject.toml").write_text("[tool.harness]\nrelative-times = true\n")
    done = record("--mode", "none", *program)
    assert done.returncode == 0, done.stderr


def test_the_age_of_the_settings(project: Path, record: Run) -> None:
    program = ("--", sys.executable, "program.py", "aaa", "bbb")
    record_here("aaa", "bbb")
    aged(project / "cassettes/recorded.yaml", 3)
    assert record("--mode", "once", *program).stdout == "table-1\ntable-2\n"
    (project / "pyproject.toml").write_text('[tool.harness]\nmax-age = "2d"\n')
    done = record("--mode", "none", *program)
    assert (done.returncode, done.stdout) == (0, "table-1\ntable-2\n")
    assert "2 recordings are older than max-age allows" in done.stderr
    done = record("--mode", "once", *program)
    assert done.stdout == "table-3\ntable-4\n"
    assert done.stderr == "harness: cassettes/recorded.yaml holds 2 exchanges (2 before).\n"
    assert record("--mode", "once", *program).stdout == "table-3\ntable-4\n"


def test_a_comparison_needs_a_cassette_and_the_whole_recording(project: Path, record: Run) -> None:
    done = record("--diff", "--", sys.executable, "program.py", "aaa")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "harness: There is no cassette cassettes/recorded.yaml. Check the path, or record it first.\n"
    )
    done = record("--diff", "--mode", "once", "--", sys.executable, "program.py")
    assert done.returncode == 2
    assert "--diff records everything again, so --mode has no meaning: leave it out." in done.stderr


HTTP_PROGRAM = """
import json, os, urllib.request

import boto3

request = urllib.request.Request(os.environ["AWS_ENDPOINT_URL"] + "/other", b"{}")
tables = boto3.client("dynamodb").list_tables()["TableNames"]
print(*tables, *json.load(urllib.request.urlopen(request))["TableNames"])
"""


def test_requests_to_others_are_recorded_if_it_is_told(project: Path, record: Run) -> None:
    Path("program.py").write_text(HTTP_PROGRAM)
    program = ("--", sys.executable, "program.py")
    assert record("--http", *program).stdout == "table-1 table-2\n"
    answered = load_cassette(Path("cassettes/recorded.yaml")).interactions
    assert [one.facts is not None for one in answered] == [True, False]
    Path("pyproject.toml").write_text("[tool.harness]\nhttp = true\n")
    assert record("--mode", "none", *program).stdout == "table-1 table-2\n"
    assert record(*program).stdout == "table-3 table-4\n"
    answered = load_cassette(Path("cassettes/recorded.yaml")).interactions
    assert [one.facts is not None for one in answered] == [True, False]


SET_BACK = """
import datetime, sys, time
import boto3

client = boto3.client("dynamodb")
real = time.time
for number, after in enumerate(sys.argv[1:]):
    time.time = lambda number=number: real() - 86_400 * 365 * (number + 1)  # as tests do that set the time
    client.list_tables(ExclusiveStartTableName=after)
"""

FROZEN = """
import datetime, sys
import boto3

class Then(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls({year}, 1, 1, tzinfo=tz)

client = boto3.client("dynamodb")
client.list_tables(ExclusiveStartTableName="signed")
import harness.record.live
harness.record.live.dt = type("dt", (), {{**vars(datetime), "datetime": Then}})
for after in sys.argv[1:]:
    client.list_tables(ExclusiveStartTableName=after)
"""


@pytest.mark.usefixtures("project")
def test_a_clock_that_goes_back_changes_no_order(project: Path, record: Run) -> None:
    (project / "program.py").write_text(SET_BACK)
    done = record("--", sys.executable, "program.py", "table-c", "table-a", "table-b")
    assert done.returncode == 0, done.stderr
    assert recorded() == ["table-c", "table-a", "table-b"]


@pytest.mark.parametrize(
    ("year", "mode"),
    [
        (2001, "rewrite"),
        (2001, "new_episodes"),
        (2099, "all"),
        pytest.param(2099, "rewrite", marks=pytest.mark.sweep),
        pytest.param(2099, "new_episodes", marks=pytest.mark.sweep),
        pytest.param(2001, "all", marks=pytest.mark.sweep),
    ],
)
def test_a_program_that_sets_its_own_time_loses_nothing(
    project: Path, record: Run, year: int, mode: str
) -> None:
    record_here("zzz", "old")
    (project / "program.py").write_text(FROZEN.format(year=year))
    for count in (1, 2):
        done = record("--mode", mode, "--", sys.executable, "program.py", "yyy", f"xxx{count}")
        assert done.returncode == 0, done.stderr
        if mode == "rewrite":
            assert recorded() == ["signed", "yyy", f"xxx{count}"]
        elif mode == "all":
            assert recorded() == [
                "zzz",
                "old",
                *(["xxx1"] if count == 2 else []),
                "signed",
                "yyy",
                f"xxx{count}",
            ]
        else:
            assert recorded() == ["zzz", "old", "signed", "yyy", "xxx1", *(["xxx2"] if count == 2 else [])]


POOL = """
import multiprocessing, os, sys
import boto3


def ask(after):
    return boto3.client("dynamodb").list_tables(ExclusiveStartTableName=after)["TableNames"]


if __name__ == "__main__":
    ask("parent")
    with multiprocessing.get_context(sys.argv[1]).Pool(2) as pool:
        pool.map(ask, ["pool-1", "pool-2", "pool-3"])
        pool.close()
        pool.join()
"""

PRE_FORKED = """
import os, signal, threading
import boto3

client = boto3.client("dynamodb")  # made before the workers are, as by a server that preloads its application
over = threading.Event()


def keep_asking():
    while not over.is_set():
        client.list_tables(ExclusiveStartTableName="master")


# The first call imports modules, and CPython never frees the lock of an import in a forked child.
client.list_tables(ExclusiveStartTableName="master")
threading.Thread(target=keep_asking).start()
workers = []
for number in range(3):
    worker = os.fork()
    if worker == 0:
        for call in range(2):
            client.list_tables(ExclusiveStartTableName=f"worker-{number}-{call}")
        os._exit(0)
    workers.append(worker)
assert [os.waitpid(worker, 0)[1] for worker in workers] == [0, 0, 0]
over.set()
"""


@pytest.mark.parametrize("start", ["fork", "forkserver", "spawn"])
def test_a_pool_of_processes(project: Path, record: Run, start: str) -> None:
    (project / "program.py").write_text(POOL)
    done = record("--", sys.executable, "program.py", start)
    assert done.returncode == 0, done.stderr
    assert sorted(recorded()) == ["parent", "pool-1", "pool-2", "pool-3"]
    again = record("--mode", "none", "--", sys.executable, "program.py", start)
    assert again.returncode == 0, again.stderr


def test_a_server_that_forks_its_workers(project: Path, record: Run) -> None:
    (project / "program.py").write_text(PRE_FORKED)
    done = record("--", sys.executable, "program.py")
    assert done.returncode == 0, done.stderr
    workers = [f"worker-{number}-{call}" for number in range(3) for call in range(2)]
    assert sorted(set(recorded())) == ["master", *workers]
    assert [name for name in sorted(recorded()) if name != "master"] == workers


LEFT_BEHIND = """
import os, pathlib, subprocess, sys, time
import boto3


def ask(after):
    boto3.client("dynamodb").list_tables(ExclusiveStartTableName=after)


if sys.argv[1:] == ["child"]:
    parent = os.getppid()
    ask("child")
    print("asked", flush=True)
    while os.getppid() == parent or pathlib.Path("stay").exists():
        time.sleep(0.02)
    time.sleep(0.2)
else:
    ask("parent")
    child = subprocess.Popen([sys.executable, __file__, "child"], stdout=subprocess.PIPE)
    child.stdout.readline()
"""


def test_a_process_that_ends_after_the_program_did(project: Path, record: Run) -> None:
    (project / "program.py").write_text(LEFT_BEHIND)
    done = record("--", sys.executable, "program.py")
    assert (done.returncode, sorted(recorded())) == (0, ["child", "parent"])
    assert done.stderr == "harness: cassettes/recorded.yaml holds 2 exchanges (0 before).\n"


def test_a_process_that_the_program_leaves_running(
    project: Path, record: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("harness.cli.record._GRACE", 0.1)
    (project / "program.py").write_text(LEFT_BEHIND)
    (project / "stay").touch()
    done = record("--", sys.executable, "program.py")
    assert (done.returncode, recorded()) == (0, ["parent"])
    assert done.stderr == (
        "harness: a process that the program started is still recording; the next run saves its calls "
        "next to "
        "cassettes/recorded.yaml.\nharness: cassettes/recorded.yaml holds 1 exchange (0 before).\n"
    )
    (project / "stay").unlink()
    assert wait_for_others("cassettes/recorded.yaml", 60)
    with harness.use_cassette("cassettes/recorded.yaml", mode="none"):
        pass
    assert recorded() == ["parent"]
    assert recorded("cassettes/recorded.failed.yaml") == ["parent", "child"]


@pytest.mark.usefixtures("project")
def test_processes_of_a_recorded_block() -> None:
    def ask(after: str) -> None:
        boto3.client("dynamodb").list_tables(ExclusiveStartTableName=after)

    with harness.use_cassette("cassettes/recorded.yaml", mode="rewrite"):
        ask("parent")
        children = [
            multiprocessing.get_context("fork").Process(target=ask, args=(f"child-{number}",))
            for number in range(3)
        ]
        for child in children:
            child.start()
        for child in children:
            child.join(60)
        assert [child.exitcode for child in children] == [0, 0, 0]
    assert sorted(recorded()) == ["child-0", "child-1", "child-2", "parent"]
