"""What a test sees of AWS: clients, calls, faults, and what is expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

import harness
from harness.errors import UnknownName
from harness.fuzz import Aws
from harness.fuzz.code.serving import Serving
from harness.fuzz.code.source import ServiceSource
from harness.fuzz.code.view import ManyServices
from harness.synth import THROTTLED, SyntheticService
from harness.synth.responses.trouble import Dropped

NOW = dt.datetime(2025, 6, 2, 12, tzinfo=dt.UTC)
METRIC = {"EventSource": "s3.amazonaws.com", "EventName": "PutObject", "InsightType": "ApiCallRateInsight"}


def serve(service: SyntheticService, *operations: str) -> Serving:
    contracts = [harness.contract(*name.split(".")) for name in operations]
    return Serving({each.name: each for each in contracts}, ServiceSource(service), NOW)


@pytest.fixture
def service() -> SyntheticService:
    return SyntheticService(now=NOW)


@pytest.fixture
def aws(service: SyntheticService) -> Iterator[Aws]:
    serving = serve(service, "cloudtrail.ListInsightsMetricData", "cloudtrail.ListTrails")
    with serving.under_way():
        yield Aws(serving)


def series(client: Any, **params: Any) -> list[float]:
    values: list[float] = []
    while True:
        page = client.list_insights_metric_data(**METRIC, **params)
        values += page["Values"]
        if "NextToken" not in page:
            return values
        params["NextToken"] = page["NextToken"]


def test_expected_is_all_of_all_pages_though_one_was_read(aws: Aws) -> None:
    first = aws.client.list_insights_metric_data(**METRIC, Period=300, MaxResults=2)["Values"]
    expected = aws.expected("Values")
    assert len(first) == 2 < len(expected)
    assert expected[:2] == first
    assert expected == series(aws.client, Period=300, MaxResults=2)


def test_a_list_that_is_read_again_is_expected_once(aws: Aws) -> None:
    assert series(aws.client, Period=300) == series(aws.client, Period=300) == aws.expected("Values")


def test_expected_of_some_requests(aws: Aws) -> None:
    hourly, minutely = series(aws.client, Period=3600), series(aws.client, Period=60)
    aws.client.list_trails()
    assert aws.expected("Values", Period=60) == minutely
    assert aws.expected("Values") == hourly + minutely
    assert aws.expected("Values", "cloudtrail.list_insights_metric_data") == hourly + minutely
    assert aws.expected("EventName") == ["PutObject"] * len(aws.expected("EventName")) != []
    assert aws.expected("Trails[].Name") == aws.expected("Trails[*].Name", "cloudtrail.ListTrails")
    assert {type(each) for each in aws.expected("Timestamps")} == {dt.datetime}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("Value",),
            (
                "There is no member 'Value' in the result of cloudtrail.ListInsightsMetricData or "
                "cloudtrail.ListTrails. Did you mean Values?"
            ),
        ),
        (
            ("Values", "cloudtrail.ListTrails"),
            "There is no member 'Values' in the result of cloudtrail.ListTrails.",
        ),
        (
            ("Values", "cloudtrail.ListInsightsData"),
            (
                "There is no operation 'cloudtrail.ListInsightsData' in those that the test lists. "
                "Did you mean cloudtrail.ListInsightsMetricData or cloudtrail.ListTrails?"
            ),
        ),
    ],
)
def test_what_cannot_be_expected(aws: Aws, arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(UnknownName) as caught:
        aws.expected(*arguments)
    assert str(caught.value) == message


def test_calls_and_faults(service: SyntheticService, aws: Aws) -> None:
    service.fault("cloudtrail.ListTrails", THROTTLED, Dropped())
    trails = aws.client.list_trails()["Trails"]
    throttled, dropped, answered = aws.calls
    assert {call.operation for call in aws.calls} == {"cloudtrail.ListTrails"}
    assert aws.faults == (throttled, dropped)
    assert throttled.error is not None
    assert (throttled.error.code, throttled.trouble) == ("ThrottlingException", None)
    assert (dropped.error, dropped.trouble, dropped.response) == (None, Dropped(), None)
    assert (answered.params, answered.error, answered.trouble) == ({}, None, None)
    assert answered.response is not None
    assert answered.response["Trails"] == trails


def test_params_and_results_are_as_boto3_has_them(aws: Aws) -> None:
    series(aws.client, Period=3600, StartTime=NOW - dt.timedelta(hours=1), EndTime=NOW)
    (call,) = aws.calls
    assert call.params["StartTime"] == NOW - dt.timedelta(hours=1)
    assert call.response is not None
    assert call.response["Timestamps"] == aws.expected("Timestamps")


def test_several_services_need_a_name(service: SyntheticService) -> None:
    serving = serve(service, "s3.ListBuckets", "dynamodb.ListTables")
    aws = Aws(serving)
    with pytest.raises(ManyServices) as caught:
        _ = aws.client.list_tables
    assert str(caught.value) == (
        "The test lists operations of several services; say which client is meant: "
        'aws.client("s3") or aws.client("dynamodb").'
    )
    with serving.under_way():
        assert aws.client("dynamodb", region="eu-west-1").list_tables()["TableNames"]
    assert aws.client("s3").meta.region_name == "us-east-1"
