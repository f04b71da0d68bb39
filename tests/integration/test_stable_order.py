"""The same work recorded twice gives the same order, whoever is faster."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse

import harness
from harness.record.http import RawBody
from harness.record.session import in_use, open_cassette


class Crowd:
    """A network that has `workers` calls under way at any time, and answers the one that is `first` of them.

    Calls wait until there are so many of them, or no more are to come.
    """

    def __init__(self, calls: int, workers: int, first: Callable[[list[str]], str]) -> None:
        self._to_come, self._workers, self._first = calls, workers, first
        self._waiting: list[str] = []
        self._changed = threading.Condition()

    def wait(self, name: str) -> None:
        """Wait until a call is to be answered."""
        with self._changed:
            self._waiting.append(name)
            self._changed.notify_all()
            assert self._changed.wait_for(lambda: self._answers(name), timeout=30)
            self._waiting.remove(name)
            self._to_come -= 1
            self._changed.notify_all()

    def _answers(self, name: str) -> bool:
        is_full = len(self._waiting) == min(self._workers, self._to_come)
        return is_full and self._first(self._waiting) == name


@pytest.fixture
def dynamodb() -> Any:
    """A client whose network answers each call by its name, at once or as a `crowd` of calls has it."""
    client = boto3.client("dynamodb", "eu-west-1", aws_access_key_id="a", aws_secret_access_key="b")
    client.crowd = None

    def network(request: Any, **_: Any) -> AWSResponse:
        name = json.loads(request.body).get("ExclusiveStartTableName", "")
        if client.crowd is not None and name.startswith("t"):
            client.crowd.wait(name)
        headers = {"x-b": "2", "content-type": "application/x-amz-json-1.0", "x-a": "1"}
        return AWSResponse(request.url, 200, headers, RawBody(b'{"TableNames": []}'))

    client.meta.events.register("before-send.dynamodb", network)
    return client


def asked(path: Path) -> list[str]:
    facts = [one.facts for one in harness.load_cassette(path).interactions]
    return [
        one.params["ExclusiveStartTableName"] for one in facts if one is not None and one.params is not None
    ]


def work(dynamodb: Any) -> None:
    def lists(name: str) -> None:
        dynamodb.list_tables(ExclusiveStartTableName=name)

    lists("zzz")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lists, [f"t{number:02}" for number in range(16)]))
    lists("aaa")


@pytest.mark.parametrize("first", [min, max, lambda names: sorted(names)[len(names) // 2]])
def test_threads(dynamodb: Any, tmp_path: Path, first: Callable[[list[str]], str]) -> None:
    dynamodb.crowd = Crowd(calls=16, workers=4, first=first)
    with harness.use_cassette(tmp_path / "threads.yaml", "once"):
        work(dynamodb)
    assert asked(tmp_path / "threads.yaml") == ["zzz", *(f"t{number:02}" for number in range(16)), "aaa"]


@pytest.mark.parametrize("names", [("one", "two", "six"), ("six", "two", "one")])
def test_tasks(dynamodb: Any, tmp_path: Path, names: tuple[str, ...]) -> None:
    async def three(name: str) -> None:
        for step in "cab":
            await asyncio.to_thread(dynamodb.list_tables, ExclusiveStartTableName=f"{name}{step}--")

    async def all_at_once() -> None:
        async with asyncio.TaskGroup() as group:
            for name in names:
                group.create_task(three(name))

    with harness.use_cassette(tmp_path / "tasks.yaml", "once"):
        asyncio.run(all_at_once())
    assert sorted(asked(tmp_path / "tasks.yaml")) == sorted(
        f"{name}{step}--" for name in names for step in "abc"
    )


def test_headers_go_by_name(dynamodb: Any, tmp_path: Path) -> None:
    with harness.use_cassette(tmp_path / "headers.yaml", "once"):
        dynamodb.list_tables()
    (interaction,) = harness.load_cassette(tmp_path / "headers.yaml").interactions
    for headers in (interaction.request.headers, interaction.response.headers):
        assert list(headers) == sorted(headers, key=lambda header: header[0].lower())
    assert len(interaction.response.headers) == 3


@pytest.mark.parametrize("first", [0, 1])
def test_recordings_that_overlap_join_alike_whoever_ends_first(
    dynamodb: Any, tmp_path: Path, first: int
) -> None:
    path = tmp_path / "shared.yaml"
    with harness.use_cassette(path, "once"):
        dynamodb.list_tables(ExclusiveStartTableName="zzz")
    opened = [open_cassette(path, "new_episodes") for _ in range(2)]
    for name, live in zip(("bbb", "ccc", "ddd", "aaa"), opened * 2, strict=True):
        with in_use(live):
            dynamodb.list_tables(ExclusiveStartTableName=name)
    opened[first].close()
    opened[1 - first].close()
    assert asked(path) == ["zzz", "bbb", "ccc", "aaa", "ddd"]
