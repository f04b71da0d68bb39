"""A collector of CloudTrail's Insights metrics, over all periods.

Planted: it asks for rates of errors without the error code that goes with them.
"""

import datetime as dt

import pytest
from hypothesis import strategies as st

import harness
from harness.fuzz import BrokenRequest


def collect_metric(client, insight, period):
    """Return the values of the last three hours by their time."""
    request = {"InsightType": insight, "Period": period}
    if insight == "ApiErrorRateInsight":
        request["ErrorCode"] = "AccessDenied"
    return read_pages(client, request)


def collect_metric_planted(client, insight, period):
    return read_pages(client, {"InsightType": insight, "Period": period})


def read_pages(client, request):
    end = dt.datetime.now(dt.UTC)
    request |= {"EventSource": "s3.amazonaws.com", "EventName": "PutObject"}
    request |= {"StartTime": end - dt.timedelta(hours=3), "EndTime": end}
    series = {}
    while True:
        page = client.list_insights_metric_data(**request)
        series |= zip(page.get("Timestamps", []), page.get("Values", []), strict=True)
        if not page.get("NextToken"):
            return series
        request["NextToken"] = page["NextToken"]


PLANTED = pytest.param(collect_metric_planted, marks=pytest.mark.xfail(raises=BrokenRequest))


@pytest.mark.parametrize("collect", [collect_metric, PLANTED])
@harness.fuzz.aws(
    "cloudtrail.ListInsightsMetricData",
    insight=st.sampled_from(["ApiCallRateInsight", "ApiErrorRateInsight"]),
    period=st.sampled_from([60, 300, 3600]),
    max_examples=25,
)
def test_the_series_has_every_value(aws, collect, insight, period):
    series = collect(aws.client, insight, period)
    assert list(series) == aws.expected("Timestamps", Period=period)
    assert list(series.values()) == aws.expected("Values", Period=period)
