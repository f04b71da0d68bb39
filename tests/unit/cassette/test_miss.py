from __future__ import annotations

from typing import Any

import pytest

from harness.cassette.index import Index, key_of
from harness.cassette.miss import ABSENT, Difference, differences, explain_miss, nearest_lines
from harness.cassette.model import Facts, Interaction, Request, Response


def recording(region: str = "us-east-1", **params: Any) -> Interaction:
    facts = Facts("cloudtrail", "LookupEvents", region, params)
    return Interaction(Request("POST", "http://127.0.0.1:5000/"), Response(200), facts)


def explained(index: Index, operation: str = "LookupEvents", **params: Any) -> str:
    key = key_of("cloudtrail", operation, "us-east-1", params)
    return explain_miss(index.miss(key), "cassettes/events.yaml")


@pytest.mark.parametrize(
    ("recorded", "asked", "expected"),
    [
        ({"a": 1}, {"a": 1}, ()),
        ({"a": 1}, {"a": 2}, (Difference("/a", 1, 2),)),
        ({"a": 1}, {}, (Difference("/a", 1, ABSENT),)),
        ({}, {"a": None}, (Difference("/a", ABSENT, None),)),
        ({"a": 1}, {"a": True}, (Difference("/a", 1, True),)),
        ({"a": [1, 2]}, {"a": [1]}, (Difference("/a/1", 2, ABSENT),)),
        ({"a": [1]}, {"a": {"b": 1}}, (Difference("/a", [1], {"b": 1}),)),
        ({"x/y": {"~": 1}}, {"x/y": {"~": 2}}, (Difference("/x~1y/~0", 1, 2),)),
    ],
)
def test_differences_are_as_deep_as_they_can_be(recorded: Any, asked: Any, expected: Any) -> None:
    assert differences(recorded, asked) == expected


def test_a_miss_shows_the_differing_values_of_the_nearest_recording() -> None:
    index = Index(
        [recording(MaxResults=50), recording("eu-west-1", MaxResults=10, StartTime="2026-01-01T00:00:00Z")]
    )
    assert explained(index, MaxResults=10, EventCategory="insight") == (
        "cassettes/events.yaml has no recording left for cloudtrail.LookupEvents in us-east-1.\n"
        "The nearest recording is interaction 1, which differs:\n"
        "  /MaxResults: recorded 50, asked 10\n"
        '  /EventCategory: recorded nothing, asked "insight"'
    )


def test_a_miss_shows_another_region() -> None:
    assert explained(Index([recording("eu-west-1", MaxResults=50)]), MaxResults=50) == (
        "cassettes/events.yaml has no recording left for cloudtrail.LookupEvents in us-east-1.\n"
        "The nearest recording is interaction 1, which differs:\n"
        '  region: recorded "eu-west-1", asked "us-east-1"'
    )


def test_a_miss_says_that_every_recording_was_played() -> None:
    index = Index([recording(MaxResults=50), recording(MaxResults=50)])
    key = key_of("cloudtrail", "LookupEvents", "us-east-1", {"MaxResults": 50})
    assert index.take(key) is not None
    assert index.take(key) is not None
    assert explained(index, MaxResults=50) == (
        "cassettes/events.yaml has no recording left for cloudtrail.LookupEvents in us-east-1.\n"
        "This request was recorded 2 times, and every recording has been played."
    )


def test_a_miss_of_an_operation_that_was_not_recorded_lists_what_was() -> None:
    assert explained(Index([recording()]), "ListTrails") == (
        "cassettes/events.yaml has no recording left for cloudtrail.ListTrails in us-east-1.\n"
        "The cassette holds cloudtrail.LookupEvents, and no call of this operation."
    )


def test_a_miss_in_an_empty_cassette_says_so() -> None:
    assert explained(Index(), "ListTrails") == (
        "cassettes/events.yaml has no recording left for cloudtrail.ListTrails in us-east-1.\n"
        "The cassette holds no readable request."
    )


def test_a_miss_shortens_long_values_and_long_lists() -> None:
    index = Index([recording(Names=[f"n{number}" for number in range(12)], Token="x" * 200)])
    lines = explained(index, Names=[], Token="y").splitlines()
    assert lines[2] == '  /Names/0: recorded "n0", asked nothing'
    assert lines[11] == '  /Names/9: recorded "n9", asked nothing'
    assert lines[12:] == ["  and 3 more"]
    shown = explained(Index([recording(Token="x" * 200)]), Token="y").splitlines()[2]
    assert shown == f'  /Token: recorded "{"x" * 96}..., asked "y"'


def test_nothing_is_announced_that_does_not_follow() -> None:
    found = (Difference("/Key", "a", "b"),)
    assert list(nearest_lines("interaction 2", found)) == [
        "The nearest recording is interaction 2, which differs:",
        '  /Key: recorded "a", asked "b"',
    ]
    assert list(nearest_lines("interaction 2", ())) == [
        (
            "The nearest recording is interaction 2. Only its secrets or names differ: it belongs to another "
            "call."
        )
    ]
