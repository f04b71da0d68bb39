"""A cassette is unfinished until its test has passed: what interrupts it leaves the recording next to it."""

from __future__ import annotations

from pathlib import Path

import pytest

import harness

TEST = """
import os
import signal
import pytest

STOPS = {
    "SIGINT": lambda: os.kill(os.getpid(), signal.SIGINT),
    "SIGTERM": lambda: os.kill(os.getpid(), signal.SIGTERM),
    "SIGKILL": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "exit": lambda: pytest.exit("enough"),
    "exit-0": lambda: pytest.exit("enough", returncode=0),
    "exit-7": lambda: pytest.exit("enough", returncode=7),
    "_exit": lambda: os._exit(3),
    "never": lambda: None,
}
stop = STOPS.get(os.environ.get("STOP", "never"), STOPS["never"])
"""
OWN = """
@pytest.mark.cassette
def test_it(tables):
    tables("aaa")
    tables("bbb")
    stop()
    tables("ccc")
"""
SHARED = """
@pytest.mark.cassette(scope="module")
def test_first(tables):
    tables("aaa")

def test_between():
    stop()
    assert os.environ.get("STOP") != "-x"

@pytest.mark.cassette(scope="module")
def test_last(tables):
    tables("bbb")
"""
FIXTURE = """
@pytest.fixture(scope="module")
def stack(dynamodb):
    dynamodb.list_tables(Limit=1)
    yield
    dynamodb.list_tables(Limit=2)

@pytest.mark.cassette
def test_it(stack):
    stop()
"""
IN_TIME = ["SIGINT", "exit", "exit-0", "exit-7"]
"""What lets pytest end its session."""

AT_ONCE = ["SIGTERM", "SIGKILL", "_exit"]
"""What ends the process, so that the next session finds what is left."""


def tables_in(path: Path) -> list[str]:
    return [
        one.facts.params["ExclusiveStartTableName"]
        for one in harness.load_cassette(path).interactions
        if one.facts is not None and one.facts.params is not None
    ]


def record(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, stop: str, *options: str
) -> pytest.RunResult:
    """Run the tests, in a process of their own where that is what ends."""
    monkeypatch.setenv("STOP", stop)
    if stop in AT_ONCE:
        return project.runpytest_subprocess(*options)
    return project.runpytest_inprocess(*options, no_reraise_ctrlc=True)


@pytest.mark.parametrize("mode", ["once", "rewrite", "new_episodes"])
@pytest.mark.parametrize("stop", IN_TIME)
def test_an_interrupted_session(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, stop: str, mode: str
) -> None:
    project.makepyfile(test_it=TEST + OWN)
    cassette = project.path / "cassettes/test_it/test_it.yaml"
    before = None
    if mode != "once":
        record(project, monkeypatch, "never", "--cassette-mode=once").assert_outcomes(passed=1)
        before = cassette.read_bytes()
        project.makepyfile(test_it=TEST + OWN.replace('("', '("x'))
    result = record(project, monkeypatch, stop, f"--cassette-mode={mode}")
    result.stdout.fnmatch_lines(["  cassettes/test_it/test_it.failed.yaml  (test_it.py::test_it)"])
    assert (cassette.read_bytes() if cassette.exists() else None) == before
    assert len(tables_in(cassette.with_name("test_it.failed.yaml"))) == (5 if mode == "new_episodes" else 2)


@pytest.mark.parametrize("stop", AT_ONCE)
def test_a_process_that_ends_at_once(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, stop: str
) -> None:
    project.makepyfile(test_it=TEST + OWN)
    record(project, monkeypatch, "never", "--cassette-mode=once").assert_outcomes(passed=1)
    cassette = project.path / "cassettes/test_it/test_it.yaml"
    before = cassette.read_bytes()
    record(project, monkeypatch, stop, "--cassette-mode=rewrite")
    replayed = record(project, monkeypatch, "never")
    replayed.assert_outcomes(passed=1)
    replayed.stdout.fnmatch_lines(
        ["  cassettes/test_it/test_it.failed.yaml  (interrupted in an earlier session)"]
    )
    assert cassette.read_bytes() == before
    assert tables_in(cassette.with_name("test_it.failed.yaml"))[-2:] == ["aaa", "bbb"]
    again = record(project, monkeypatch, "never", "--cassette-mode=rewrite")
    again.stdout.no_fnmatch_line("*failed.yaml*")
    assert [path.name for path in cassette.parent.iterdir() if "lock" not in path.name] == ["test_it.yaml"]


def test_a_worker_that_crashes(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    project.makepyfile(test_it=TEST + OWN)
    crashed = record(project, monkeypatch, "_exit", "-p", "xdist", "-n1", "--cassette-mode=once")
    crashed.stdout.fnmatch_lines(["*crashed while running*"])
    result = record(project, monkeypatch, "never")
    result.stdout.fnmatch_lines(
        ["  cassettes/test_it/test_it.failed.yaml  (interrupted in an earlier session)"]
    )
    assert tables_in(project.path / "cassettes/test_it/test_it.failed.yaml") == ["aaa", "bbb"]


def test_an_internal_error(project: pytest.Pytester) -> None:
    hook = "\n\ndef pytest_runtest_logreport(report):\n    assert report.when != 'call', 'internal'\n"
    project.makeconftest((project.path / "conftest.py").read_text() + hook)
    project.makepyfile(test_it=TEST + OWN)
    result = project.runpytest_subprocess("--cassette-mode=once")
    result.stdout.fnmatch_lines(["  cassettes/test_it/test_it.failed.yaml  (test_it.py::test_it)"])
    assert not (project.path / "cassettes/test_it/test_it.yaml").exists()


@pytest.mark.parametrize("stop", ["SIGINT", "exit-0", "-x"])
@pytest.mark.parametrize(("tests", "name"), [(SHARED, "module"), (FIXTURE, "fixtures/stack")])
def test_what_tests_share_when_not_all_of_them_end(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, stop: str, tests: str, name: str
) -> None:
    project.makepyfile(test_it=TEST + tests)
    record(project, monkeypatch, "never", "--cassette-mode=once").assert_outcomes(
        passed=3 if "first" in tests else 1
    )
    cassette = project.path / f"cassettes/test_it/{name}.yaml"
    before = cassette.read_bytes()
    result = record(project, monkeypatch, stop, "--cassette-mode=rewrite", "-x")
    if stop == "-x" and tests is FIXTURE:
        result.assert_outcomes(passed=1)
        return
    assert cassette.read_bytes() == before
    result.stdout.fnmatch_lines([f"  cassettes/test_it/{name}.failed.yaml  (*)"])
