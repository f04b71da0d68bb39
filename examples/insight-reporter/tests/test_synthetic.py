"""Answers that are hard to get from AWS on purpose, from synthetic clients: errors, faults, error rates."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError
from harness.synth import THROTTLED, Dropped, Error

from insight_reporter.cloudtrail import report_on_trail
from insight_reporter.internet_monitor import report_on_internet
from insight_reporter.model import Calls, UnusualApi
from insight_reporter.render import as_text
from insight_reporter.xray import report_on_service

INSIGHT = "7c8e5f1a-4b2d-4e6f-9a3c-5d7e8f1a2b3c"
NOON = dt.datetime.now(dt.UTC).replace(hour=12, minute=0, second=0, microsecond=0) - dt.timedelta(days=1)

Make = Callable[[str], Any]


def insight_event(**details: str) -> dict[str, Any]:
    return {
        "EventSource": "s3.amazonaws.com",
        "EventName": "PutObject",
        "EventTime": NOON,
        "CloudTrailEvent": json.dumps({"insightDetails": details}),
    }


def test_an_error_rate_is_reported_with_its_error(synthetic_client: Make) -> None:
    client = synthetic_client("cloudtrail")
    event = insight_event(insightType="ApiErrorRateInsight", errorCode="AccessDenied")
    client.override("cloudtrail.ListInsightsData", {"Events": [event, event]})
    client.override(
        "cloudtrail.ListInsightsMetricData",
        {"Timestamps": [NOON - dt.timedelta(hours=2), NOON - dt.timedelta(hours=1)], "Values": [1.0, 4.0]},
    )
    report = report_on_trail(client, "orders", NOON - dt.timedelta(hours=3), NOON)
    assert report.apis == [
        UnusualApi(
            source="s3.amazonaws.com",
            name="PutObject",
            insight="ApiErrorRateInsight",
            error="AccessDenied",
            events=2,
            first=NOON,
            last=NOON,
            calls=Calls(mean=2.5, peak=4.0, peak_at=NOON - dt.timedelta(hours=1)),
        )
    ]
    assert "s3.amazonaws.com PutObject (ApiErrorRateInsight AccessDenied)" in as_text(report)


def test_an_error_rate_without_its_error_is_left_out_as_its_metric_cannot_be_asked_for(
    synthetic_client: Make,
) -> None:
    client = synthetic_client("cloudtrail")
    client.override(
        "cloudtrail.ListInsightsData", {"Events": [insight_event(insightType="ApiErrorRateInsight")]}
    )
    report = report_on_trail(client, "orders", NOON - dt.timedelta(hours=3), NOON)
    assert as_text(report).endswith(": nothing unusual")


@pytest.mark.parametrize("trouble", [THROTTLED, Dropped(), Error("InternalServerException")])
def test_trouble_that_passes_is_overcome(synthetic_client: Make, trouble: Any) -> None:
    client = synthetic_client("internetmonitor")
    expected = report_on_internet(client, "event-1")
    client.fault("internetmonitor.GetInternetEvent", trouble)
    assert report_on_internet(client, "event-1") == expected


def test_an_event_that_has_ended_is_told_with_its_end(synthetic_client: Make) -> None:
    client = synthetic_client("internetmonitor")
    client.override(
        "internetmonitor.GetInternetEvent", {"EventStatus": "RESOLVED", "StartedAt": NOON, "EndedAt": NOON}
    )
    text = as_text(report_on_internet(client, "event-1"))
    assert f"{NOON:%Y-%m-%d %H:%M} to {NOON:%Y-%m-%d %H:%M}" in text


def test_access_denied_is_the_callers_to_explain(synthetic_client: Make) -> None:
    client = synthetic_client("xray")
    client.fault("xray.GetInsight", Error("AccessDeniedException"))
    with pytest.raises(ClientError, match="AccessDeniedException"):
        report_on_service(client, INSIGHT)
