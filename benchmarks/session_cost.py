"""What a session of pytest costs with harness, in processor time: observed beside moto, and replayed.

    python benchmarks/session_cost.py

A project is made up whose tests call DynamoDB. Each kind of session runs in a process of its own, in turns,
with few calls and with many; printed is the median of the part that is fixed and of the part per call.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

FEW, MANY = 10, 110

TEST = """
import boto3
import pytest
{imports}

@pytest.mark.parametrize("number", range({calls}))
{marker}
def test_call(number):
    client = CLIENT
    client.list_tables(Limit=number % 100 + 1)
"""
CLIENT = """
import boto3
CLIENT = boto3.client("dynamodb", region_name="us-east-1")
"""
MOTO = """
import pytest
from moto import mock_aws

@pytest.fixture(autouse=True, scope="session")
def _mocked():
    with mock_aws():
        yield
"""
SESSIONS = {
    "moto": (),
    "moto, observed": ("--contract-observe",),
    "replay": ("--cassette-mode=none",),
}


def make(folder: Path, calls: int, *, replays: bool) -> None:
    """Write the tests of one kind of session."""
    marker = "@pytest.mark.cassette" if replays else ""
    text = TEST.format(imports=CLIENT, calls=calls, marker=marker)
    (folder / "test_calls.py").write_text(text)
    (folder / "conftest.py").write_text("" if replays else MOTO)


def processor_seconds(folder: Path, options: tuple[str, ...]) -> float:
    """Run a session; return the processor time that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:xdist", *options]
    keys = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}
    done = subprocess.run(
        command, cwd=folder, env=os.environ | keys, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stdout)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def record(folder: Path) -> None:
    """Have moto answer once what replay plays."""
    make(folder, MANY, replays=True)
    (folder / "conftest.py").write_text(MOTO)
    processor_seconds(folder, ("--cassette-mode=once",))


def main() -> None:
    """Run the sessions in turns, and print their costs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--turns", type=int, default=7)
    turns = parser.parse_args().turns
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        record(folder)
        fixed: dict[str, list[float]] = {kind: [] for kind in SESSIONS}
        each: dict[str, list[float]] = {kind: [] for kind in SESSIONS}
        for _ in range(turns):
            for kind, options in SESSIONS.items():
                taken = {}
                for calls in (FEW, MANY):
                    make(folder, calls, replays=kind == "replay")
                    taken[calls] = processor_seconds(folder, options)
                slope = (taken[MANY] - taken[FEW]) / (MANY - FEW)
                each[kind].append(1000 * slope)
                fixed[kind].append(taken[FEW] - FEW * slope)
                print(f"{kind}: {taken}", file=sys.stderr)
    for kind in SESSIONS:
        spread = f"{min(each[kind]):.1f} to {max(each[kind]):.1f}"
        print(
            f"{kind:16} fixed {statistics.median(fixed[kind]):.2f} s "
            f"({min(fixed[kind]):.2f} to {max(fixed[kind]):.2f}), "
            f"a test of one call {statistics.median(each[kind]):.1f} ms ({spread})"
        )


if __name__ == "__main__":
    main()
