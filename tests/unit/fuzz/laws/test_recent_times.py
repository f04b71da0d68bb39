"""Times of requests are as recent as documentation says that they must be."""

from __future__ import annotations

import datetime as dt
import itertools
from types import SimpleNamespace
from typing import Any

import pytest

import harness
from harness.fuzz.laws import recent_times
from harness.fuzz.laws.recent_times import as_recent, oldest_of

NOW = dt.datetime(2026, 11, 23, 20, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("xray.GetInsightSummaries", {"StartTime": 30, "EndTime": 30}),
        ("xray.GetInsightImpactGraph", {"StartTime": 30}),  # its EndTime is six hours after that
        ("connect.GetMetricData", {"StartTime": 1}),  # "24 hours before the time of the request"
        ("codeguru-security.GetMetricsSummary", {"date": 730}),
        ("kinesis.GetShardIterator", {}),  # "older than the current trim horizon"
        ("emr.ListNotebookExecutions", {}),  # a default
        ("sts.GetCallerIdentity", {}),
    ],
)
def test_documentation_says_how_old_a_time_may_be(operation: str, expected: dict[str, int]) -> None:
    found = oldest_of(harness.contract(*operation.split(".")).operation_model)
    assert {name: age.days for name, age in found.items()} == expected


@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        ((40, 30), (10, 0)),  # what lies between them stays
        ((100, 30), (30, 0)),
        ((20, 10), (20, 10)),
        ((40,), (0,)),
    ],
)
def test_times_that_are_too_old_are_moved(ago: tuple[int, ...], expected: tuple[int, ...]) -> None:
    operation = harness.contract("xray", "GetInsightSummaries").operation_model
    names = ("StartTime", "EndTime")
    params: dict[str, Any] = {"GroupName": "shop"}
    params |= {name: NOW - dt.timedelta(days=days) for name, days in zip(names, ago, strict=False)}
    found = as_recent(operation, params, NOW)
    assert found.pop("GroupName") == "shop"
    assert [round((NOW - found[name]) / dt.timedelta(days=1)) for name in found] == list(expected)
    assert all(NOW - dt.timedelta(days=30) < moment <= NOW for moment in found.values())


def test_a_run_sends_the_same_times(monkeypatch: pytest.MonkeyPatch) -> None:
    hours = itertools.count()

    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Clock:
            return cls(2026, 11, 23, next(hours), tzinfo=tz)

    monkeypatch.setattr(
        recent_times, "dt", SimpleNamespace(datetime=Clock, timedelta=dt.timedelta, UTC=dt.UTC)
    )
    old = {"StartTime": Clock(2018, 11, 23, tzinfo=dt.UTC)}
    first, second = (
        harness.contract("xray", name) for name in ("GetInsightSummaries", "GetInsightImpactGraph")
    )
    recent_times._present.cache_clear()
    sent = [as_recent(one.operation_model, old)["StartTime"] for one in (first, first, second, first)]
    recent_times._present.cache_clear()
    assert [sent[0] == other for other in sent] == [True, True, False, True]


def test_times_stay_where_documentation_says_nothing_of_their_age() -> None:
    old = {"StartTime": NOW - dt.timedelta(days=3000)}
    assert as_recent(harness.contract("logs", "FilterLogEvents").operation_model, old) == old
