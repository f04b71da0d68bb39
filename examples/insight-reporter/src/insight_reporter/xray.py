"""X-Ray: an insight, and what happened in its course."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from insight_reporter.model import Moment, Requests, ServiceReport
from insight_reporter.pages import pages

if TYPE_CHECKING:
    from types_boto3_xray import XRayClient
    from types_boto3_xray.type_defs import InsightEventTypeDef, RequestImpactStatisticsTypeDef

_EARLIEST = dt.datetime.min.replace(tzinfo=dt.UTC)


def report_on_service(client: XRayClient, insight: str) -> ServiceReport:
    """Return an insight with its events.

    Args:
        client: a client of X-Ray.
        insight: the insight's id, a UUID.
    """
    found = client.get_insight(InsightId=insight).get("Insight", {})
    course = [
        _moment(event)
        for page in pages(client.get_insight_events, InsightId=insight)
        for event in page.get("InsightEvents", [])
    ]
    return ServiceReport(
        insight=insight,
        state=found.get("State"),
        categories=found.get("Categories", []),
        group=found.get("GroupName"),
        root_cause=found.get("RootCauseServiceId", {}).get("Name"),
        start=found.get("StartTime"),
        end=found.get("EndTime"),
        summary=found.get("Summary"),
        requests=_requests(found.get("ClientRequestImpactStatistics")),
        course=sorted(course, key=lambda moment: moment.time or _EARLIEST),
    )


def _moment(event: InsightEventTypeDef) -> Moment:
    return Moment(
        event.get("EventTime"), event.get("Summary"), _requests(event.get("ClientRequestImpactStatistics"))
    )


def _requests(statistics: RequestImpactStatisticsTypeDef | None) -> Requests | None:
    if statistics is None or "TotalCount" not in statistics:
        return None
    return Requests(statistics["TotalCount"], statistics.get("FaultCount", 0))
