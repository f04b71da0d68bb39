from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from harness.cassette.index import COMPARED, Entry, Index, Key, canonical_json, key_of
from harness.cassette.miss import Difference, differences
from harness.cassette.model import Facts, Interaction, Request, Response


def recording(
    operation: str = "GetItem", region: str | None = "us-east-1", body: bytes = b"", **params: Any
) -> Interaction:
    facts = Facts("dynamodb", operation, region, params)
    return Interaction(Request("POST", "http://127.0.0.1:5000/"), Response(200, body=body), facts)


def played(index: Index, key: Key, count: int) -> list[Interaction | None]:
    """What a number of equal requests play."""
    found = [index.take(key) for _ in range(count)]
    return [None if entry is None else entry.interaction for entry in found]


def test_equal_requests_play_in_recorded_order_each_once() -> None:
    first, other, second = recording(Id="a", body=b"1"), recording(Id="b"), recording(Id="a", body=b"2")
    index = Index([first, other, second])
    key = key_of("dynamodb", "GetItem", "us-east-1", {"Id": "a"})
    assert played(index, key, 3) == [first, second, None]
    assert index.unused() == ((1, other),)


def test_the_last_recording_repeats_if_allowed() -> None:
    first, second = recording(body=b"1"), recording(body=b"2")
    index = Index([first, second], allow_repeats=True)
    key = key_of("dynamodb", "GetItem", "us-east-1", None)
    assert played(index, key, 4) == [first, second, second, second]


def test_a_recording_that_was_claimed_is_not_played_again() -> None:
    recordings = [recording(Id="a", body=str(number).encode()) for number in range(3)]
    index = Index(recordings)
    first, second, third = index.of_operation("dynamodb", "GetItem")
    assert index.claim([second, third]) == second
    assert index.is_played(second)
    assert not index.is_played(first)
    assert index.claim([second]) is None
    assert played(index, first.key, 3) == [recordings[0], recordings[2], None]
    assert index.of_operation("dynamodb", "PutItem") == ()
    repeating = Index(recordings, allow_repeats=True)
    assert [repeating.claim([first]), repeating.claim([first])] == [first, first]


def test_an_interaction_added_later_plays_after_the_others() -> None:
    index = Index([recording(body=b"1")])
    key = key_of("dynamodb", "GetItem", "us-east-1", {})
    assert index.take(key) is not None
    index.add(recording(body=b"2"))
    found = index.take(key)
    assert found is not None
    assert found.interaction.response.body == b"2"


@pytest.mark.parametrize(
    "other",
    [
        key_of("dynamodb", "PutItem", "us-east-1", {"Id": 1}),
        key_of("dynamodb", "GetItem", "eu-west-1", {"Id": 1}),
        key_of("dynamodb", "GetItem", None, {"Id": 1}),
        key_of("dynamodb", "GetItem", "us-east-1", {"Id": "1"}),
        key_of("dynamodb", "GetItem", "us-east-1", {"Id": True}),
        key_of("dynamodb", "GetItem", "us-east-1", {"Id": None}),
        key_of("dynamodb", "GetItem", "us-east-1", {}),
        key_of("sqs", "GetItem", "us-east-1", {"Id": 1}),
    ],
)
def test_another_request_finds_nothing(other: Any) -> None:
    assert Index([recording(Id=1)]).take(other) is None


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({"a": 1, "b": {"c": 2, "d": 3}}, {"b": {"d": 3, "c": 2}, "a": 1}),
        ({"a": 1.0, "b": [2.0]}, {"a": 1, "b": [2]}),
        ({"a": 2**80, "b": 1.0}, {"b": 1, "a": 2**80}),
    ],
)
def test_equal_json_has_one_spelling(left: Any, right: Any) -> None:
    assert canonical_json(left) == canonical_json(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [({"a": "1.0"}, {"a": "1"}), ([1, 2], [2, 1]), (1.5, 1), (2**80, 2**80 + 1), ("é", "e")],
)
def test_different_json_is_spelled_differently(left: Any, right: Any) -> None:
    assert canonical_json(left) != canonical_json(right)


def test_the_key_of_a_plain_vcrpy_interaction_comes_from_its_request() -> None:
    plain = replace(recording(Id="a"), facts=None)
    unreadable = replace(plain, request=Request("GET", "http://127.0.0.1:5000/other"))
    key = key_of("dynamodb", "GetItem", "us-east-1", {"Id": "a"})
    index = Index([plain, unreadable], key=lambda interaction: {plain.request: key}.get(interaction.request))
    assert index.unreadable == ((1, unreadable),)
    assert index.take(key) == Entry(0, key, plain)
    assert index.take(key) is None


def test_the_nearest_recording_has_the_fewest_differences() -> None:
    far = recording(Table="t", Key={"Id": "x", "Sort": 1}, Limit=5)
    near = recording(Table="t", Key={"Id": "a", "Sort": 2})
    elsewhere = recording("PutItem", Table="t", Key={"Id": "a", "Sort": 1})
    miss = Index([far, elsewhere, near]).miss(
        key_of("dynamodb", "GetItem", "us-east-1", {"Table": "t", "Key": {"Id": "a", "Sort": 1}})
    )
    assert miss.nearest is not None
    assert (miss.nearest.number, miss.nearest.interaction) == (2, near)
    assert [(each.pointer, each.recorded, each.asked) for each in miss.nearest.differences] == [
        ("/Key/Sort", 2, 1)
    ]
    assert miss.operations == ("dynamodb.GetItem", "dynamodb.PutItem")


def test_threads_share_recordings_without_loss_or_repeat() -> None:
    recordings = [recording(Id=number % 10, body=str(number).encode()) for number in range(2000)]
    index = Index(recordings)
    barrier = threading.Barrier(8)

    def play(_: int) -> list[bytes]:
        barrier.wait()
        keys = [key_of("dynamodb", "GetItem", "us-east-1", {"Id": identity}) for identity in range(10)]
        return [
            found.interaction.response.body for key in keys for found in iter(partial(index.take, key), None)
        ]

    with ThreadPoolExecutor(8) as pool:
        played = [body for bodies in pool.map(play, range(8)) for body in bodies]
    assert sorted(played) == sorted(item.response.body for item in recordings)
    assert index.unused() == ()


def test_of_many_recordings_those_are_compared_that_have_most_in_common() -> None:
    index = Index(recording(Id=str(number), Kind="a", Page=number) for number in range(2 * COMPARED))
    compared: list[int] = []

    def differ(entry: Entry) -> tuple[Difference, ...]:
        compared.append(entry.number)
        return differences(json.loads(entry.key.params), asked)

    asked = {"Id": str(COMPARED + 7), "Kind": "a", "Page": -1}
    miss = index.miss(key_of("dynamodb", "GetItem", "us-east-1", asked), differ)
    assert miss.nearest is not None
    assert (miss.nearest.number, len(compared)) == (COMPARED + 7, COMPARED)
