"""``relative_times``: a recording stays as old as it was. The recordings are invented."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import boto3
import pytest

import harness
from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.store import load_cassette, save_cassette
from harness.contract.values import format_timestamp
from harness.models import find_operation
from harness.record.errors import CannotReplay
from harness.wire import serialize_response

DAY, HOUR, SECOND = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(seconds=1)
NOW = dt.datetime.now(dt.UTC)
THEN = NOW - 100 * DAY  # beyond the 63 days that CloudWatch keeps data points of a minute


def interaction(service: str, name: str, params: Any, result: Any, at: dt.datetime) -> Interaction:
    operation = find_operation(service, name)
    status, headers, body = serialize_response(operation, result)
    facts = Facts(
        service,
        name,
        "eu-west-1",
        {
            key: format_timestamp(value) if isinstance(value, dt.datetime) else value
            for key, value in params.items()
        },
        operation.service_model.resolved_protocol,
        format_timestamp(at),
    )
    return Interaction(
        Request("POST", "http://127.0.0.1/"), Response(status, "OK", tuple(headers.items()), body), facts
    )


def statistics(now: dt.datetime, period: int = 60) -> dict[str, Any]:
    """The parameters of a call as a program counts them from its now."""
    hours = {"StartTime": now - 3 * HOUR, "EndTime": now}
    return {"Namespace": "n", "MetricName": "m", "Period": period, "Statistics": ["Sum"], **hours}


@pytest.fixture
def cassette(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    path, point = tmp_path / "metrics.yaml", (THEN - HOUR).replace(second=0, microsecond=0)
    created = {"TableName": "t", "CreationDateTime": THEN - DAY}
    save_cassette(
        path,
        [
            interaction("dynamodb", "CreateTable", {"TableName": "t"}, {"TableDescription": created}, THEN),
            interaction(
                "dynamodb", "DescribeTable", {"TableName": "t"}, {"Table": created}, THEN + 9 * SECOND
            ),
            interaction(
                "cloudwatch",
                "GetMetricStatistics",
                statistics(THEN + 9 * SECOND),
                {"Label": "m", "Datapoints": [{"Timestamp": point, "Sum": 1.0, "Unit": "Count"}]},
                THEN + 10 * SECOND,
            ),
            interaction(
                "dynamodb",
                "ExportTableToPointInTime",
                {"TableArn": "a", "S3Bucket": "backups", "ExportTime": THEN - DAY},
                {"ExportDescription": {"ExportTime": THEN - DAY}},
                THEN + 11 * SECOND,
            ),
        ],
    )
    return path


def test_answers_are_as_old_as_they_were_and_agree(cassette: Path) -> None:
    with harness.use_cassette(cassette, relative_times=True) as live:
        dynamodb = boto3.client("dynamodb")
        described = dynamodb.describe_table(TableName="t")["Table"]["CreationDateTime"]
        before = dt.datetime.now(dt.UTC)
        assert before - DAY - 30 * SECOND < described < before - DAY
        # What an answer said may be asked for.
        export = dynamodb.export_table_to_point_in_time(
            TableArn="a", S3Bucket="backups", ExportTime=described
        )
        assert export["ExportDescription"]["ExportTime"] == described
    assert [one.interaction for one in live.served] == [
        load_cassette(cassette).interactions[n] for n in (1, 3)
    ]


def test_calls_that_count_from_now_are_answered_within_what_they_ask(cassette: Path) -> None:
    asked = statistics(dt.datetime.now(dt.UTC))
    with harness.use_cassette(cassette, relative_times=True):
        answer = boto3.client("cloudwatch").get_metric_statistics(**asked)
    (point,) = answer["Datapoints"]
    assert asked["StartTime"] <= point["Timestamp"] <= asked["EndTime"]
    assert point["Timestamp"] > NOW - 63 * DAY


def test_times_that_a_program_spells_out_are_answered_as_they_were(cassette: Path) -> None:
    asked = statistics(THEN + 9 * SECOND)
    with harness.use_cassette(cassette, relative_times=True):
        answer = boto3.client("cloudwatch").get_metric_statistics(**asked)
    (point,) = answer["Datapoints"]
    assert point["Timestamp"] == (THEN - HOUR).replace(second=0, microsecond=0)


def test_without_it_they_are_not_found(cassette: Path) -> None:
    with harness.use_cassette(cassette), pytest.raises(CannotReplay):
        boto3.client("cloudwatch").get_metric_statistics(**statistics(dt.datetime.now(dt.UTC)))


@pytest.mark.parametrize("other", [{"Period": 300}, {"MetricName": "x"}, {"StartTime": NOW - 24 * HOUR}])
def test_a_call_that_asks_for_something_else_is_not_answered(cassette: Path, other: dict[str, Any]) -> None:
    with harness.use_cassette(cassette, relative_times=True), pytest.raises(CannotReplay):
        boto3.client("cloudwatch").get_metric_statistics(**{**statistics(dt.datetime.now(dt.UTC)), **other})


def test_the_contract_judges_what_was_recorded(cassette: Path) -> None:
    with harness.use_cassette(cassette, relative_times=True) as live:
        boto3.client("cloudwatch").get_metric_statistics(**statistics(dt.datetime.now(dt.UTC)))
    from harness.report.check import check_interactions

    assert check_interactions(live.exchanges()).errors == ()


TEST = """
import datetime as dt

import boto3
import pytest

@pytest.mark.cassette({arguments})
def test_one():
    created = boto3.client("dynamodb").describe_table(TableName="t")["Table"]["CreationDateTime"]
    age = dt.datetime.now(dt.UTC) - created
    assert (age < dt.timedelta(days=2)) is {young}
"""


@pytest.mark.parametrize(
    ("arguments", "settings", "young"),
    [
        ("'metrics'", "", False),
        ("'metrics', relative_times=True", "", True),
        ("'metrics'", "relative-times = true", True),
        ("'metrics', relative_times=False", "relative-times = true", False),
    ],
)
def test_the_marker_and_the_setting(
    project: pytest.Pytester, cassette: Path, arguments: str, settings: str, young: bool
) -> None:
    project.makepyfile(test_it=TEST.format(arguments=arguments, young=young))
    project.makepyprojecttoml(f"[tool.harness]\n{settings}")
    save_cassette(project.path / "cassettes/test_it/metrics.yaml", load_cassette(cassette).interactions)
    project.runpytest_inprocess().assert_outcomes(passed=1)


def test_a_setting_that_is_neither(project: pytest.Pytester) -> None:
    project.makepyfile(test_it=TEST.format(arguments="", young=True))
    project.makepyprojecttoml('[tool.harness]\nrelative-times = "yes"')
    result = project.runpytest_inprocess()
    result.stderr.fnmatch_lines(["*[[]tool.harness]: relative-times must be true or false."])
