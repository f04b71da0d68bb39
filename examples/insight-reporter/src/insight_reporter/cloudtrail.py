"""CloudTrail Insights: which APIs were used unusually on a trail, and how much."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from insight_reporter.model import Calls, TrailReport, UnusualApi
from insight_reporter.pages import pages

if TYPE_CHECKING:
    from types_boto3_cloudtrail import CloudTrailClient
    from types_boto3_cloudtrail.type_defs import EventTypeDef, ListInsightsMetricDataRequestTypeDef

# What CloudTrail takes in a request for a metric; it may list events of which it has none.
_SOURCE = re.compile(r"[a-z0-9_-]{1,242}\.amazonaws\.com", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9_]{1,128}", re.ASCII)

Period = Literal[60, 300, 3600]


class Subject(NamedTuple):
    """What an Insights event is about: events of equal subjects share a metric."""

    source: str
    name: str
    insight: Literal["ApiCallRateInsight", "ApiErrorRateInsight"]
    error: str | None


def report_on_trail(
    client: CloudTrailClient, trail: str, start: dt.datetime, end: dt.datetime, period: Period = 3600
) -> TrailReport:
    """Return what CloudTrail Insights found on a trail between two times.

    Args:
        client: a client of CloudTrail.
        trail: the trail's name or ARN.
        start: the first moment that is reported.
        end: the last one.
        period: seconds between data points. CloudTrail keeps those of 60 seconds for 15 days, of 300 for 63,
            and of 3600 for 90.
    """
    listing = client.get_paginator("list_insights_data").paginate(
        InsightSource=trail, DataType="InsightsEvents", StartTime=start, EndTime=end
    )
    events: dict[Subject, list[EventTypeDef]] = defaultdict(list)
    for page in listing:
        for event in page.get("Events", []):
            subject = _subject(event)
            if subject is not None:
                events[subject].append(event)
    apis = [
        _api(subject, about, _calls(client, subject, start, end, period)) for subject, about in events.items()
    ]
    return TrailReport(trail, start, end, sorted(apis, key=lambda api: (-api.events, api.source, api.name)))


def _api(subject: Subject, events: Iterable[EventTypeDef], calls: Calls | None) -> UnusualApi:
    listed = list(events)
    times = [event["EventTime"] for event in listed if "EventTime" in event]
    return UnusualApi(
        *subject,
        events=len(listed),
        first=min(times, default=None),
        last=max(times, default=None),
        calls=calls,
    )


def _subject(event: EventTypeDef) -> Subject | None:
    """Return what an event is about; None if it does not tell, as then it has no metric either."""
    details = _details(event)
    source, name = event.get("EventSource"), event.get("EventName")
    if not source or not name:
        return None
    error = details.get("errorCode")
    if details.get("insightType") != "ApiErrorRateInsight":
        return Subject(source, name, "ApiCallRateInsight", None)
    return Subject(source, name, "ApiErrorRateInsight", error) if error else None


def _details(event: EventTypeDef) -> dict[str, Any]:
    """Return ``insightDetails`` of the event's own JSON, the only place that tells of error rates."""
    try:
        details = json.loads(event.get("CloudTrailEvent", "{}"))["insightDetails"]
    except (ValueError, LookupError, TypeError):
        return {}
    return details if isinstance(details, dict) else {}


def _calls(
    client: CloudTrailClient, subject: Subject, start: dt.datetime, end: dt.datetime, period: Period
) -> Calls | None:
    if not _SOURCE.fullmatch(subject.source) or not _NAME.fullmatch(subject.name):
        return None
    request: ListInsightsMetricDataRequestTypeDef = {
        "EventSource": subject.source,
        "EventName": subject.name,
        "InsightType": subject.insight,
        "StartTime": start,
        "EndTime": end,
        "Period": period,
    }
    if subject.error is not None:
        request["ErrorCode"] = subject.error
    points = [
        point
        for page in pages(client.list_insights_metric_data, **request)
        for point in zip(page.get("Timestamps", []), page.get("Values", []), strict=True)
    ]
    if not points:
        return None
    peak_at, peak = max(points, key=lambda point: point[1])
    return Calls(sum(value for _, value in points) / len(points), peak, peak_at)
