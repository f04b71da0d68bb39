"""A child that is forked while threads record can take every lock that its parent's threads held."""

from __future__ import annotations

import json
import os
import threading
import time
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse

import harness
from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.store import save_cassette
from harness.forks import free_in_children
from harness.record.http import RawBody

SECONDS = 120  # for a child that hangs; a busy machine may take long to run one


def ended(child: int) -> int:
    """Wait for a child; one that hangs is killed."""
    for _ in range(SECONDS * 100):
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.kill(child, 9)
    os.waitpid(child, 0)
    return -9


@pytest.mark.parametrize("make", [threading.Lock, threading.RLock])
def test_a_lock_that_a_thread_holds_is_free_in_a_child(make: type) -> None:
    lock, held, over = free_in_children(make()), threading.Event(), threading.Event()

    def hold() -> None:
        with lock:
            held.set()
            over.wait(SECONDS)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(SECONDS)
    child = os.fork()
    if child == 0:
        os._exit(0 if lock.acquire(timeout=1) else 1)
    over.set()
    thread.join()
    assert ended(child) == 0


@pytest.mark.usefixtures("not_judged")
def test_a_child_forked_while_threads_play_plays_as_well(tmp_path: Path) -> None:
    path = tmp_path / "tables.yaml"
    answer = Interaction(
        Request("POST", "https://dynamodb.eu-west-1.amazonaws.com/", (), b"{}"),
        Response(200, body=json.dumps({"TableNames": ["orders"]}).encode()),
        Facts("dynamodb", "ListTables", params={}),
    )
    save_cassette(path, [answer])
    over = threading.Event()

    def play() -> None:
        client = boto3.client(
            "dynamodb", region_name="eu-west-1", aws_access_key_id="a", aws_secret_access_key="b"
        )
        while not over.is_set():
            client.list_tables()

    with harness.use_cassette(path, "none", allow_repeats=True):
        threads = [threading.Thread(target=play) for _ in range(3)]
        for thread in threads:
            thread.start()
        client = boto3.client(
            "dynamodb", region_name="eu-west-1", aws_access_key_id="a", aws_secret_access_key="b"
        )
        children = []
        for _ in range(6):
            time.sleep(0.05)
            child = os.fork()
            if child == 0:
                os._exit(0 if client.list_tables()["TableNames"] == ["orders"] else 1)
            children.append(child)
        over.set()
        for thread in threads:
            thread.join()
        assert [ended(child) for child in children] == [0] * 6


@pytest.mark.usefixtures("not_judged")
def test_what_a_forked_child_calls_is_recorded(tmp_path: Path) -> None:
    client = boto3.client(
        "dynamodb", region_name="eu-west-1", aws_access_key_id="a", aws_secret_access_key="b"
    )

    def network(request: Any, **_: Any) -> AWSResponse:
        headers = {"content-type": "application/x-amz-json-1.0"}
        return AWSResponse(request.url, 200, headers, RawBody(b'{"TableNames": []}'))

    client.meta.events.register("before-send.dynamodb", network)
    path = tmp_path / "tables.yaml"
    with harness.use_cassette(path, "once"):
        client.list_tables(ExclusiveStartTableName="parent")
        child = os.fork()
        if child == 0:
            client.list_tables(ExclusiveStartTableName="child")
            os._exit(0)
        assert ended(child) == 0
        client.list_tables(ExclusiveStartTableName="parent-again")
    asked = [one.facts.params for one in harness.load_cassette(path).interactions if one.facts is not None]
    assert sorted(params["ExclusiveStartTableName"] for params in asked if params is not None) == [
        "child",
        "parent",
        "parent-again",
    ]
