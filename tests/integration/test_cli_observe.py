"""``harness observe``: any Python program with every call held to its contract, in whatever processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from harness.record.session import use_cassette

Run = Callable[..., subprocess.CompletedProcess[str]]
HARNESS = str(Path(sys.executable).with_name("harness"))
PROGRAM = """
import multiprocessing
import sys

import boto3
from moto import mock_aws


def ask(limit):
    with mock_aws():
        boto3.client("dynamodb").list_tables(Limit=int(limit))


if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    with context.Pool(2) as pool:
        pool.map(ask, sys.argv[2:])
    print("done")
    sys.exit(int(sys.argv[1]))
"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with ``program.py``, which exits with its first argument and asks with the others."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "program.py").write_text(PROGRAM)
    return tmp_path


@pytest.fixture
def observe(run_harness: Run) -> Run:
    """Observe ``program.py``."""

    def run(
        *options: str, program: tuple[str, ...] = ("0", "1000", "10", "2000")
    ) -> subprocess.CompletedProcess[str]:
        return run_harness("observe", *options, "--", sys.executable, "program.py", *program)

    return run


def test_all_processes_are_observed(observe: Run) -> None:
    done = observe()
    assert done.stdout == "done\n"
    line, empty, *rest = done.stderr.splitlines()
    assert line.startswith("program.py:11: error: dynamodb.ListTables: Limit must be at most 100, but was ")
    assert line.endswith("[request.range] (2 like this)")
    assert [empty, *rest] == [
        "",
        "observed 3 calls of 1 operation, 1 kind of violation, 1 error, 0 warnings",
        "harness observe -v explains each: the rule, the tests, and what to do next.",
    ]
    assert done.returncode == 1


@pytest.mark.parametrize(("program", "status"), [(("0", "10"), 0), (("7", "1000"), 7), (("7", "10"), 7)])
def test_the_status_is_that_of_the_program(observe: Run, program: tuple[str, ...], status: int) -> None:
    assert observe(program=program).returncode == status


def test_a_report_and_severities(observe: Run, project: Path) -> None:
    done = observe("--report", "out.json", "--report", "out.html", "--severity", "range=warning", "-v")
    assert done.returncode == 0
    assert "warning: dynamodb.ListTables: Limit must be" in done.stderr
    assert "dynamodb.ListTables  3\n" in done.stderr
    (violation,) = json.loads((project / "out.json").read_text())["violations"]
    assert violation["calls"] == {"count": 2, "refused": 0, "tests": [], "lines": ["program.py:11"]}
    assert (project / "out.html").stat().st_size


def test_a_baseline(observe: Run, project: Path) -> None:
    done = observe("--baseline", "known.json", "--write-baseline")
    assert done.stderr == "known.json: 1 known violation, 1 new, 0 gone\n"
    assert done.returncode == 0
    (project / "pyproject.toml").write_text('[tool.harness]\nbaseline = "known.json"\n')
    done = observe()
    assert done.returncode == 0
    assert "0 kinds of violation" in done.stderr
    assert done.stderr.endswith("baseline: 1 known violation left out\n")


def test_tests_are_named_whoever_runs_them(project: Path, run_harness: Run) -> None:
    (project / "test_it.py").write_text(
        "import program\n\ndef test_it():\n    program.ask(1000)\n", encoding="utf-8"
    )
    plugins = ("randomly", "asyncio", "recording", "hypothesispytest", "xdist", "cacheprovider")
    command = [sys.executable, "-m", "pytest", *(f"-pno:{name}" for name in plugins), "test_it.py"]
    done = run_harness("observe", "-v", "--", *command)
    assert "  in     test_it.py::test_it\n" in done.stderr
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--report", "out"), "harness: No report can be written to 'out': Its ending is no known format"),
        (("--write-baseline",), "Name the file: --baseline FILE"),
        (("--severity", "range"), "'range' has no level; write CODE=LEVEL"),
    ],
)
def test_mistakes_are_told_before_the_program_runs(observe: Run, options: tuple[str, ...], said: str) -> None:
    done = observe(*options)
    assert done.returncode == 2
    assert done.stdout == ""
    assert said in done.stderr


def test_a_program_that_calls_nothing() -> None:
    command = [HARNESS, "observe", "--", sys.executable, "-c", "print(1)"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr.endswith(
        "harness: the program made no AWS call. harness sees only Python programs that use botocore or "
        "boto3.\n"
    )
    assert done.returncode == 0


def test_a_program_without_files_cannot_tell(project: Path, run_harness: Run) -> None:
    """One that puts a mock for ``open``, and one whose files may not grow."""
    (project / "closed.py").write_text(
        "import resource\nimport signal\nfrom unittest.mock import patch\n\n"
        "import boto3\nfrom moto import mock_aws\n\n"
        "with mock_aws():\n"
        '    dynamodb = boto3.client("dynamodb")\n'
        "    dynamodb.list_tables(Limit=1000)\n"
        '    with patch("builtins.open") as opened:\n'
        "        dynamodb.list_tables(Limit=1000)\n"
        "    assert not opened.called\n"
        "    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
        "    dynamodb.list_tables(Limit=1000)\n"
    )
    done = run_harness("observe", "--", sys.executable, "closed.py")
    assert "Traceback" not in done.stderr
    assert "observed 2 calls of 1 operation, 1 kind of violation" in done.stderr


def test_calls_of_cassettes_are_left_to_them(project: Path, run_harness: Run) -> None:
    (project / "test_it.py").write_text(
        "import boto3\nimport pytest\n\n\n@pytest.mark.cassette\ndef test_it():\n"
        '    boto3.client("dynamodb").list_tables(Limit=10)\n'
    )
    with mock_aws(), use_cassette(project / "cassettes" / "test_it" / "test_it.yaml", mode="once"):
        boto3.client("dynamodb").list_tables(Limit=10)
    done = run_harness("observe", "--", sys.executable, "-m", "pytest", "-q", "test_it.py")
    assert done.returncode == 0
    assert "1 exchange of 1 operation, 0 contract errors" in done.stdout
    assert done.stderr.endswith(
        "harness: 1 call was played or recorded by cassettes, and checked there instead.\n"
    )


def test_a_program_that_is_not_there(run_harness: Run) -> None:
    done = run_harness("observe", "--", "nosuch")
    assert done.returncode == 2
    assert "There is no program 'nosuch'; write harness observe -- PROGRAM." in done.stderr
