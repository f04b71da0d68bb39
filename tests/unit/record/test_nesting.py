"""Cassettes that are open at once in threads and tasks: each call gets the one that is meant, or an error."""

from __future__ import annotations

import asyncio
import contextvars
import os
import threading
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import boto3
import pytest
import requests

import harness
from harness.record.errors import AmbiguousCassette
from harness.synth.responses.answer import Answer
from harness.synth.server.serving import serving

CREDENTIALS = {"region_name": "us-east-1", "aws_access_key_id": "a", "aws_secret_access_key": "b"}
RECORDED = """
interactions:
- request:
    method: POST
    uri: https://sqs.us-east-1.amazonaws.com/
    headers:
      X-Amz-Target: [AmazonSQS.ListQueues]
      Content-Type: [application/x-amz-json-1.0]
    body: '{}'
  response:
    status: {code: 200, message: OK}
    headers:
      Content-Type: [application/x-amz-json-1.0]
    body: {string: '{"QueueUrls": ["https://sqs.us-east-1.amazonaws.com/123456789012/NAME"]}'}
- request: {method: GET, uri: 'http://example.org/', headers: {}, body: null}
  response:
    status: {code: 200, message: OK}
    headers: {}
    body: {string: 'NAME'}
version: 1
"""


@pytest.fixture(autouse=True)
def cassettes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in "ab":
        Path(f"{name}.yaml").write_text(RECORDED.replace("NAME", name))


def ask(**endpoint: str) -> str:
    url: str = boto3.client("sqs", **CREDENTIALS, **endpoint).list_queues()["QueueUrls"][0]
    return url.rpartition("/")[2]


def ask_web() -> str:
    return requests.get("http://example.org/", timeout=5).text


def in_threads(work: Callable[[str, threading.Barrier], Any]) -> list[Any]:
    barrier = threading.Barrier(2, timeout=20)
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(work, "ab", [barrier, barrier]))


@pytest.mark.parametrize("asking", [ask, ask_web])
def test_threads_with_a_cassette_each_get_its_answers(asking: Callable[[], str]) -> None:
    def work(name: str, barrier: threading.Barrier) -> str:
        with harness.use_cassette(f"{name}.yaml", http=True):
            barrier.wait()
            answer = asking()
            barrier.wait()
        return answer

    assert in_threads(work) == ["a", "b"]


def test_the_thread_that_is_first_to_begin_and_to_end_takes_nothing_from_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("AWS_EC2_METADATA_DISABLED", raising=False)
    begun, ended = threading.Event(), threading.Event()

    def first() -> str:
        with harness.use_cassette("a.yaml", http=True):
            begun.set()
            assert second_begun.wait(20)
        ended.set()
        return ""

    def second() -> str:
        assert begun.wait(20)
        with harness.use_cassette("b.yaml", http=True):
            second_begun.set()
            assert ended.wait(20)
            assert os.environ["AWS_EC2_METADATA_DISABLED"] == "true"
            return ask() + ask_web()

    second_begun = threading.Event()
    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(first), pool.submit(second)]
        assert futures[1].result() == "bb"
    assert "AWS_EC2_METADATA_DISABLED" not in os.environ


def test_tasks_with_a_cassette_each_get_its_answers_also_in_threads_of_asyncio() -> None:
    async def task(name: str, barrier: list[asyncio.Event]) -> list[str]:
        with harness.use_cassette(f"{name}.yaml", allow_repeats=True):
            barrier["ab".index(name)].set()
            for other in barrier:
                await other.wait()
            inner = asyncio.create_task(asyncio.to_thread(ask))
            return [ask(), await inner]

    async def main() -> list[list[str]]:
        barrier = [asyncio.Event(), asyncio.Event()]
        return list(await asyncio.gather(task("a", barrier), task("b", barrier)))

    assert asyncio.run(main()) == [["a", "a"], ["b", "b"]]


def test_threads_record_into_their_own_cassettes() -> None:
    with serving(
        lambda asked: Answer({"QueueUrls": [f"http://here/{asked.params['QueueNamePrefix']}"]})
    ) as url:

        def work(name: str, barrier: threading.Barrier) -> str:
            with harness.use_cassette(f"new-{name}.yaml", "once"):
                barrier.wait()
                client = boto3.client("sqs", **CREDENTIALS, endpoint_url=url)
                client.list_queues(QueueNamePrefix=name)
                barrier.wait()
            (recorded,) = harness.load_cassette(f"new-{name}.yaml").interactions
            assert recorded.facts is not None
            assert recorded.facts.params is not None
            return str(recorded.facts.params["QueueNamePrefix"])

        assert in_threads(work) == ["a", "b"]


def test_a_pool_thread_gets_the_only_cassette_that_is_open() -> None:
    with ThreadPoolExecutor(1) as pool:
        pool.submit(int).result()  # the thread is there before the cassette
        with harness.use_cassette("a.yaml"):
            assert pool.submit(ask).result() == "a"


def test_a_pool_thread_gets_the_innermost_of_cassettes_within_each_other() -> None:
    with ThreadPoolExecutor(1) as pool, harness.use_cassette("a.yaml"), harness.use_cassette("b.yaml"):
        assert pool.submit(ask).result() == "b"


def test_a_pool_thread_that_may_belong_to_either_gets_an_error_until_it_has_a_context() -> None:
    def work(name: str, barrier: threading.Barrier) -> tuple[str, str]:
        with harness.use_cassette(f"{name}.yaml") as cassette, ThreadPoolExecutor(1) as pool:
            barrier.wait()
            with pytest.raises(AmbiguousCassette) as caught:
                pool.submit(ask).result()
            barrier.wait()
            assert not cassette.served
            return str(caught.value), pool.submit(contextvars.copy_context().run, ask).result()

    (said, a), (_, b) = in_threads(work)
    assert (a, b) == ("a", "b")
    assert "sqs.ListQueues" in said
    assert {"a.yaml", "b.yaml"} <= set(said.replace(",", "").replace(". ", " ").split())


def test_a_context_from_before_gets_what_this_thread_has_opened_since() -> None:
    with harness.use_cassette("b.yaml"):
        old = contextvars.copy_context()

    def work(name: str, barrier: threading.Barrier) -> str:
        with harness.use_cassette(f"{name}.yaml"):
            barrier.wait()
            answer = old.copy().run(ask)
            barrier.wait()
            return answer

    assert in_threads(work) == ["a", "b"]


def test_a_generator_may_be_closed_in_another_context() -> None:
    def generator() -> Generator[str, None, None]:
        with harness.use_cassette("a.yaml", allow_repeats=True):
            while True:
                yield ask()

    kept = generator()
    assert contextvars.copy_context().run(next, kept) == "a"
    assert next(kept) == "a"
    contextvars.copy_context().run(kept.close)
    with harness.use_cassette("b.yaml"):
        assert ask() == "b"
