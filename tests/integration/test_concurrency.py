"""Workers of pytest-xdist, each with threads and asyncio tasks, share a cassette and lose nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

import harness
from harness.synth.responses.answer import Answer
from harness.synth.server.serving import serving
from harness.synth.service.dispatch import Asked

TESTS = """
import asyncio
from concurrent.futures import ThreadPoolExecutor

import boto3
import pytest

CALLS = %d
SHARED = pytest.mark.cassette("shared", scope="session")
EXPECTED = [[f"{number + 1}" for number in range(CALLS)]] * 4


def ask(sqs, name):
    # The server counts each name's calls, so that the order of a client's answers shows.
    return [sqs.get_queue_url(QueueName=name)["QueueUrl"].rpartition("/")[2] for _ in range(CALLS)]


@SHARED
@pytest.mark.parametrize("number", range(%d))
def test_threads(number):
    sqs = boto3.client("sqs")
    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(ask, sqs, f"thread-{number}-{each}") for each in range(4)]
    assert [answer.result() for answer in answers] == EXPECTED


@SHARED
@pytest.mark.asyncio
@pytest.mark.parametrize("number", range(%d))
async def test_tasks(number):
    sqs = boto3.client("sqs")
    tasks = [asyncio.to_thread(ask, sqs, f"task-{number}-{each}") for each in range(4)]
    assert await asyncio.gather(*tasks) == EXPECTED
"""


class Counting:
    """A service that answers a queue's URL with how often it was asked for."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self._lock = threading.Lock()

    def __call__(self, asked: Asked) -> Answer:
        name = asked.params["QueueName"]
        with self._lock:
            self.asked[name] += 1
            return Answer({"QueueUrl": f"http://127.0.0.1/{name}/{self.asked[name]}"})


def run(folder: Path, workers: int, env: Mapping[str, str], *options: str) -> str:
    plugins = [f"-p{name}" for name in ("aws_contract_harness", "xdist", "asyncio", "no:cacheprovider")]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", f"-n{workers}", *plugins, *options, "test_shared.py"],
        cwd=folder,
        env={**env, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("workers", "tests", "calls"), [(2, 4, 5), pytest.param(8, 40, 20, marks=pytest.mark.sweep)]
)
def test_workers_threads_and_tasks_share_a_cassette(
    workers: int, tests: int, calls: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "test_shared.py").write_text(TESTS % (calls, tests // 2, tests // 2))
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    offline = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    service = Counting()
    with serving(service) as url:
        online = offline | {
            "AWS_ENDPOINT_URL": url,
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
        run(tmp_path, workers, online, "--cassette-mode=rewrite", "--no-verify")
    recorded = [
        one.response.body.decode().partition("127.0.0.1/")[2].partition('"')[0]
        for one in harness.load_cassette(tmp_path / "cassettes/shared.yaml").interactions
    ]
    assert len(service.asked) == tests * 4
    assert Counter(recorded) == Counter(
        f"{name}/{number + 1}" for name, count in service.asked.items() for number in range(count)
    )
    for name, count in service.asked.items():
        of_client = [one for one in recorded if one.startswith(f"{name}/")]
        assert of_client == [f"{name}/{number + 1}" for number in range(count)]
    run(tmp_path, workers, offline)  # each client gets its own answers, in order
    assert [file.name for file in (tmp_path / "cassettes").iterdir()] == ["shared.yaml"]
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{workers} workers, {len(service.asked)} clients in threads and tasks, {len(recorded)} calls: "
            "0 lost, 0 doubled, each client's in order; played by as many workers"
        )
