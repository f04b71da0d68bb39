"""The pace of a search: calls are counted, and no work takes longer than its share of the time."""

from __future__ import annotations

from itertools import count

import pytest

from harness.fuzz.laws.pace import Pace, TimeIsUp
from harness.synth import synthetic_client


class Clock:
    """Tells a time that is set."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_calls_are_counted_and_told() -> None:
    told = count()
    pace = Pace(lambda: next(told))
    client = synthetic_client("iam")
    pace.follow(client)
    pace.follow(client)  # counts none twice
    client.list_users()
    client.list_users()
    assert (pace.calls, next(told)) == (2, 2)


def test_a_client_counts_for_its_last_pace_only() -> None:
    first, last = Pace(), Pace()
    client = synthetic_client("iam")
    first.follow(client)
    last.follow(client)
    client.list_users()
    assert (first.calls, last.calls) == (0, 1)


def test_a_call_is_not_sent_when_the_time_is_up(clock: Clock) -> None:
    pace = Pace(clock=clock)
    client = synthetic_client("iam")
    pace.follow(client)
    with pace.within(10) as share:
        client.list_users()
        clock.now += 10
        client.list_users()
        pytest.fail("the second call is not sent")
    assert share.is_over
    assert pace.calls == 1


def test_a_share_ends_with_the_one_around_it(clock: Clock) -> None:
    pace = Pace(clock=clock)
    assert pace.left() == float("inf")
    with pace.within(10) as outer:
        with pace.within(4) as inner:
            assert (pace.left(), pace.left_of_all()) == (4, 10)
            clock.now += 4
            pace.check()
        assert inner.is_over
        assert pace.left() == 6
        with pace.within(60):
            assert pace.left() == 6
    assert not outer.is_over


def test_an_interrupt_is_no_end_of_time(clock: Clock) -> None:
    pace = Pace(clock=clock)
    with pytest.raises(KeyboardInterrupt) as raised, pace.within(10):
        raise KeyboardInterrupt
    assert not isinstance(raised.value, TimeIsUp)


def test_calls_are_no_faster_than_their_rate(clock: Clock) -> None:
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(round(seconds, 6))
        clock.now += seconds

    pace = Pace(clock=clock, rate=4, sleep=sleep)
    client = synthetic_client("iam")
    pace.follow(client)
    for _ in range(3):
        client.list_users()
    clock.now += 10
    client.list_users()
    assert waits == [0.25, 0.25]
