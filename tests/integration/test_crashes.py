"""Recording processes killed at some moment: what had completed is kept once, in order, in a file beside."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

import harness
from harness.cassette.failed import failed_path
from harness.synth.server.serving import serving
from harness.synth.service.synthetic import SyntheticService

CALLS = 8

# Forks a recorder for each line, so that starting one takes milliseconds; tells what each has done so far.
RECORDERS = f"""
import os, sys, boto3, harness
client = boto3.client("sqs")
def say(*words):
    os.write(1, (" ".join(map(str, words)) + "\\n").encode())
for line in sys.stdin:
    path, run = line.split()
    child = os.fork()
    if child:
        say("ended", os.waitpid(child, 0)[1])
        continue
    say("started", os.getpid())
    with harness.use_cassette(path, mode="new_episodes"):
        for number in range({CALLS}):
            client.get_queue_url(QueueName=f"{{run}}-{{number}}")
            say("answered", number)
        say("closing")
    say("closed")
    os._exit(0)
"""


@dataclass(frozen=True)
class Killed:
    """A recorder that was killed: how many calls it saw answered, and what it was at."""

    answered: int
    phase: str


@contextmanager
def recorders(url: str) -> Iterator[subprocess.Popen[str]]:
    variables = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")} | {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    with subprocess.Popen(
        [sys.executable, "-c", RECORDERS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=variables,
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def kill_one(
    process: subprocess.Popen[str], path: Path, run: str, chance: random.Random, delay: float
) -> Killed | None:
    """Start a recorder and kill it, `delay` seconds after something that it says; None if it ended before."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{path} {run}\n")
    process.stdin.flush()
    pid = int(process.stdout.readline().split()[1])
    said: list[str] = []
    last = f"answered {chance.randrange(CALLS)}" if chance.random() < 0.5 else "closing"
    while not said or said[-1] != last:
        said.append(process.stdout.readline().strip())
        assert not said[-1].startswith("ended"), said
    time.sleep(delay)
    with suppress(ProcessLookupError):  # it has just ended
        os.kill(pid, signal.SIGKILL)
    while not said[-1].startswith("ended"):
        said.append(process.stdout.readline().strip())
    if said[-1] != f"ended {int(signal.SIGKILL)}":
        return None
    answered = sum(line.startswith("answered") for line in said)
    return Killed(answered, "closing" if "closing" in said else "recording")


def asked(path: Path) -> list[str]:
    """What the calls in a cassette asked, in order."""
    return [
        one.facts.params["QueueName"]
        for one in harness.load_cassette(path).interactions
        if one.facts is not None and one.facts.params is not None
    ]


@pytest.mark.parametrize(
    ("kills", "step"), [(5, 0.0), pytest.param(200, 0.002, marks=pytest.mark.sweep)], ids=["few", "many"]
)
def test_kills_lose_nothing_and_double_nothing(
    kills: int, step: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(6)
    phases: Counter[str] = Counter()
    answered = recovered = folded = 0
    with serving(SyntheticService(0)) as url, recorders(url) as process:
        path, before = tmp_path, list[str]()
        for run in range(sys.maxsize):
            if run % 16 == 0:
                path, before = tmp_path / f"tape-{run}.{'yaml' if run % 32 else 'json'}", []
            killed = kill_one(process, path, f"run-{run}", chance, delay=run % 11 * step)  # at many a moment
            if killed is None:
                before = asked(path)
                continue
            left = asked(path) if path.exists() else []  # loadable, and the old one or the new one
            capsys.readouterr()
            with harness.use_cassette(path, mode="once"):  # the next run
                said = capsys.readouterr().err
            kept = failed_path(path)
            after = asked(kept) if kept.exists() else asked(path)
            assert left == (asked(path) if path.exists() else [])
            new = after[len(before) :]
            assert after[: len(before)] == left[: len(before)] == before
            assert new == [f"run-{run}-{number}" for number in range(len(new))]
            assert killed.answered <= len(new) <= killed.answered + 1  # one may not have reached the client
            count = len(after) - len(left)
            noun = "exchange" if count == 1 else "exchanges"
            told = f"harness: {count} {noun} of an interrupted recording put into {kept}. "
            told += "To use them, rename it.\n"
            assert said == (told if count else "")
            assert {file.suffix for file in tmp_path.iterdir()} <= {".yaml", ".json", ".lock"}
            kept.unlink(missing_ok=True)
            before = left
            phases[killed.phase] += 1
            answered += killed.answered
            recovered += count
            folded += len(left) > len(after) - len(new)
            if phases.total() == kills:
                break
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{kills} kills: {phases['recording']} while recording, {phases['closing']} while closing, of "
            f"which {folded} after the cassette was replaced; {answered} calls had been answered, 0 lost, 0 "
            f"doubled; {recovered} recovered from journals"
        )
