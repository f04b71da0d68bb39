"""AWS answers anything that its contract allows; the reports hold what it told, all of it, and print it."""

from __future__ import annotations

import datetime as dt

import harness
from click.testing import CliRunner
from harness.fuzz import Aws

from insight_reporter.cli import main
from insight_reporter.cloudtrail import report_on_trail
from insight_reporter.internet_monitor import report_on_internet
from insight_reporter.render import as_json, as_text
from insight_reporter.xray import report_on_service

END = dt.datetime.now(dt.UTC).replace(microsecond=0)
START = END - dt.timedelta(days=7)
INSIGHT = "7c8e5f1a-4b2d-4e6f-9a3c-5d7e8f1a2b3c"


@harness.fuzz.aws(
    "cloudtrail.ListInsightsData", "cloudtrail.ListInsightsMetricData", faults=True, max_examples=40
)
def test_no_event_of_a_trail_is_lost(aws: Aws) -> None:
    report = report_on_trail(aws.client("cloudtrail"), "orders", START, END)
    told = aws.expected("Events[?EventSource && EventName]", "cloudtrail.ListInsightsData")
    assert sum(api.events for api in report.apis) == len(told)
    assert as_text(report)
    assert as_json(report)


@harness.fuzz.aws("xray.GetInsight", "xray.GetInsightEvents", faults=True, tolerant=True, max_examples=40)
def test_the_course_of_an_insight_is_whole_and_in_order(aws: Aws) -> None:
    report = report_on_service(aws.client("xray"), INSIGHT)
    assert len(report.course) == len(aws.expected("InsightEvents"))
    times = [moment.time for moment in report.course if moment.time]
    assert times == sorted(times)
    assert as_text(report)
    assert as_json(report)


@harness.fuzz.aws("internetmonitor.GetInternetEvent", faults=True, tolerant=True, max_examples=40)
def test_every_event_of_the_internet_can_be_reported(aws: Aws) -> None:
    report = report_on_internet(aws.client("internetmonitor"), "event-1")
    assert [report.kind, report.state] == aws.expected("[EventType, EventStatus]")
    assert as_text(report)
    assert as_json(report)


@harness.fuzz.aws("xray.GetInsight", "xray.GetInsightEvents", errors=True, max_examples=40)
def test_what_aws_refuses_is_told_in_a_line(aws: Aws) -> None:
    result = CliRunner().invoke(main, ["service", INSIGHT, "--region", "eu-west-1"])
    refused = [call.operation for call in aws.faults]
    if result.exit_code == 0:
        assert result.stderr == ""
    else:
        assert result.exit_code == 1
        assert result.stderr.startswith(f"Error: {refused[-1].removeprefix('xray.')} was refused: ")
        assert result.stderr.count("\n") == 1
