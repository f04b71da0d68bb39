"""What is reported: plain values, whatever AWS's answers look like.

Nothing that AWS may leave out is expected to be there: what it does not tell is None.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Calls:
    """How often an API was called, or failed, in each period.

    Attributes:
        mean: the mean of all data points.
        peak: the highest of them.
        peak_at: when that was.
    """

    mean: float
    peak: float
    peak_at: dt.datetime


@dataclass(frozen=True)
class UnusualApi:
    """An API whose use CloudTrail found unusual.

    Attributes:
        source: the service, ``"s3.amazonaws.com"``.
        name: the API, ``"PutObject"``.
        insight: ``"ApiCallRateInsight"`` or ``"ApiErrorRateInsight"``.
        error: the error that it answered unusually often, of an error rate.
        events: how many Insights events there are of it.
        first: the time of the first one.
        last: the time of the last one.
        calls: its metric; None if CloudTrail has no data points.
    """

    source: str
    name: str
    insight: str
    error: str | None
    events: int
    first: dt.datetime | None
    last: dt.datetime | None
    calls: Calls | None


@dataclass(frozen=True)
class TrailReport:
    """What CloudTrail Insights found on a trail, most events first."""

    trail: str
    start: dt.datetime
    end: dt.datetime
    apis: Sequence[UnusualApi]


@dataclass(frozen=True)
class Requests:
    """How many requests came, and how many of them failed by a fault of the service."""

    total: int
    failed: int


@dataclass(frozen=True)
class Moment:
    """An event in the course of an insight of X-Ray."""

    time: dt.datetime | None
    summary: str | None
    requests: Requests | None


@dataclass(frozen=True)
class ServiceReport:
    """An insight of X-Ray and its course, in order of time; `end` is None while it goes on."""

    insight: str
    state: str | None
    categories: Sequence[str]
    group: str | None
    root_cause: str | None
    start: dt.datetime | None
    end: dt.datetime | None
    summary: str | None
    requests: Requests | None
    course: Sequence[Moment]


@dataclass(frozen=True)
class InternetReport:
    """An event that the Internet Monitor saw; `end` is None while it goes on."""

    event: str
    kind: str
    state: str
    start: dt.datetime
    end: dt.datetime | None
    network: str
    place: str


Report = TrailReport | ServiceReport | InternetReport
