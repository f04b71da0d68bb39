"""Fuzz tests whose AWS remembers: ``@harness.fuzz.aws(..., world=True)``."""

from __future__ import annotations

import boto3
import pytest
from botocore.exceptions import ClientError
from hypothesis import strategies as st

import harness
from harness.fuzz.code.view import Aws, NoWorld
from harness.synth import SyntheticService

QUEUES = ("sqs.CreateQueue", "sqs.DeleteQueue", "sqs.ListQueues")

STEPS = st.lists(st.tuples(st.sampled_from(("create", "delete")), st.sampled_from("ab")), max_size=6)


def replace(url: str, name: str, *, forgets: bool) -> None:
    """Delete a queue and create another one in its place."""
    sqs = boto3.client("sqs")
    sqs.create_queue(QueueName=name)
    if not forgets:
        sqs.delete_queue(QueueUrl=url)


def names(aws: Aws) -> set[str]:
    pages = aws.client.get_paginator("list_queues").paginate(PaginationConfig={"PageSize": 1})
    return {url.rpartition("/")[2] for page in pages for url in page.get("QueueUrls", [])}


def test_what_was_created_is_there_until_it_is_deleted() -> None:
    sizes = set()

    @harness.fuzz.aws(*QUEUES, world=True, steps=STEPS, max_examples=25)
    def test(aws: Aws, steps: list[tuple[str, str]]) -> None:
        urls: dict[str, str] = {}
        for step, name in steps:
            if step == "create" and name not in urls:
                urls[name] = aws.client.create_queue(QueueName=name)["QueueUrl"]
            elif step == "delete" and name in urls:
                aws.client.delete_queue(QueueUrl=urls.pop(name))
        assert names(aws) == urls.keys()
        assert aws.expected("QueueUrls", "sqs.ListQueues") == sorted(urls.values())
        assert len(aws.world.resources) == len(urls)
        sizes.add(len(urls))

    test()
    assert {0, 1} <= sizes


@pytest.mark.parametrize("forgets", [False, True])
def test_a_workflow_is_fuzzed_with_faults(forgets: bool) -> None:
    @harness.fuzz.aws(*QUEUES, world=True, faults=True, max_examples=8)
    def test(aws: Aws) -> None:
        old = boto3.client("sqs").create_queue(QueueName="old")["QueueUrl"]
        replace(old, "new", forgets=forgets)
        assert names(aws) == {"new"}

    if forgets:
        with pytest.raises(AssertionError):
            test()
    else:
        test()


def test_without_a_world_there_is_none() -> None:
    @harness.fuzz.aws(*QUEUES, max_examples=1)
    def test(aws: Aws) -> None:
        with pytest.raises(NoWorld, match="world=True"):
            _ = aws.world

    test()


def test_an_error_of_the_world_reaches_the_code() -> None:
    @harness.fuzz.aws("iam.GetUser", world=True, max_examples=3)
    def test(aws: Aws) -> None:
        with pytest.raises(ClientError, match="NoSuchEntity"):
            aws.client.get_user(UserName="nobody")

    test()


def test_the_synthetic_service_shows_its_state() -> None:
    world = harness.World()
    assert SyntheticService(state=world).state is world
    assert SyntheticService().state is None
