"""The same work recorded twice gives the same order, whoever is faster."""

from __future__ import annotations

import asyncio
import random
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse

import harness
from harness.record.http import RawBody
from harness.record.session import in_use, open_cassette


@pytest.fixture
def dynamodb() -> Any:
    """A client whose network takes its time, and answers each call by its name."""
    client = boto3.client("dynamodb", "eu-west-1", aws_access_key_id="a", aws_secret_access_key="b")

    def network(request: Any, **_: Any) -> AWSResponse:
        time.sleep(random.uniform(0.03, 0.06))
        headers = [("x-b", "2"), ("content-type", "application/x-amz-json-1.0"), ("x-a", "1")]
        random.shuffle(headers)
        return AWSResponse(request.url, 200, dict(headers), RawBody(b'{"TableNames": []}'))

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


def test_threads(dynamodb: Any, tmp_path: Path) -> None:
    expected = ["zzz", *(f"t{number:02}" for number in range(16)), "aaa"]
    for number in range(3):
        with harness.use_cassette(tmp_path / f"{number}.yaml", "once"):
            work(dynamodb)
        assert asked(tmp_path / f"{number}.yaml") == expected


def test_tasks(dynamodb: Any, tmp_path: Path) -> None:
    async def three(name: str) -> None:
        for step in "cab":
            await asyncio.to_thread(dynamodb.list_tables, ExclusiveStartTableName=f"{name}{step}--")

    async def all_at_once() -> None:
        async with asyncio.TaskGroup() as group:
            for name in random.sample(["one", "two", "six"], 3):
                group.create_task(three(name))

    with harness.use_cassette(tmp_path / "tasks.yaml", "once"):
        asyncio.run(all_at_once())
    assert sorted(asked(tmp_path / "tasks.yaml")) == sorted(
        f"{name}{step}--" for name in ("one", "two", "six") for step in "abc"
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
