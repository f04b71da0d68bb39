from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from botocore.eventstream import EventStreamBuffer

from harness.cassette.model import Facts, Interaction, Request, Response
from harness.contract.values import from_json_value, to_json_value
from harness.models import find_operation
from harness.record.relative_times import age_of, meant_by, move_params, move_response, moved_by
from harness.wire import parse_response, serialize_error, serialize_response

T = "(time)"
BY = dt.timedelta(days=40, hours=3, seconds=7)
OLD, MOVED = "2026-01-02T03:04:05Z", "2026-02-11T06:04:12Z"

RESULTS = [
    ("dynamodb", "DescribeTable", {"Table": {"TableName": "t", "CreationDateTime": T, "ItemCount": 1767323}}),
    ("lambda", "GetFunctionRecursionConfig", {"RecursiveLoop": "Allow"}),
    ("apigateway", "GetApiKey", {"id": "k", "createdDate": T, "name": "2026-01-02T03:04:05Z"}),
    ("s3", "ListBuckets", {"Buckets": [{"Name": "b", "CreationDate": T}, {"Name": "c"}]}),
    ("s3", "HeadObject", {"LastModified": T, "ContentLength": 3, "ETag": '"x"', "Metadata": {}}),
    ("iam", "GetUser", {"User": {"UserName": "u", "CreateDate": T, "Path": "/", "UserId": "x", "Arn": "a"}}),
    ("ec2", "DescribeVolumes", {"Volumes": [{"VolumeId": "vol-1", "CreateTime": T}]}),
    ("arc-region-switch", "GetPlan", {"plan": {"arn": "a", "name": "n", "updatedAt": T, "version": "1"}}),
    ("kinesis", "SubscribeToShard", {"EventStream": [{"SubscribeToShardEvent": {
        "Records": [{"SequenceNumber": "1", "Data": "eA==", "PartitionKey": "k",
                     "ApproximateArrivalTimestamp": T}],
        "ContinuationSequenceNumber": "1", "MillisBehindLatest": 0}}]}),
]  # fmt: skip


def with_times(value: Any, time: str) -> Any:
    if isinstance(value, dict):
        return {name: with_times(item, time) for name, item in value.items()}
    if isinstance(value, list):
        return [with_times(item, time) for item in value]
    return time if value == T else value


def read(operation: Any, response: Response) -> Any:
    headers = dict(response.headers)
    return to_json_value(
        operation.output_shape, parse_response(operation, response.status, headers, response.body).result
    )


@pytest.mark.parametrize("fraction", ["", ".25"])
@pytest.mark.parametrize(("service", "name", "result"), RESULTS, ids=lambda value: str(value)[:24])
def test_the_times_of_every_protocol(service: str, name: str, result: Any, fraction: str) -> None:
    operation = find_operation(service, name)
    fraction = "" if name == "HeadObject" else fraction  # dates in headers have whole seconds
    old, moved = (with_times(result, time.replace("Z", f"{fraction}Z")) for time in (OLD, MOVED))
    status, headers, body = serialize_response(operation, from_json_value(operation.output_shape, old))
    before = Response(status, "", tuple(headers.items()), body)
    after = move_response(operation, before, BY)
    assert read(operation, before) == old
    assert read(operation, after) == moved
    assert move_response(operation, after, -BY).body == before.body
    if (
        body
        and operation.service_model.resolved_protocol != "smithy-rpc-v2-cbor"
        and name != "SubscribeToShard"
    ):
        assert abs(len(after.body) - len(body)) <= 2, "nothing else is written again"


def test_frames_are_whole_after_it() -> None:
    operation = find_operation("kinesis", "SubscribeToShard")
    result = with_times(RESULTS[-1][2], OLD)
    status, headers, body = serialize_response(operation, from_json_value(operation.output_shape, result))
    buffer = EventStreamBuffer()
    buffer.add_data(move_response(operation, Response(status, "", tuple(headers.items()), body), BY).body)
    assert any(b"SequenceNumber" in message.payload for message in buffer)


def test_the_date_of_the_response_moves_and_other_headers_stay() -> None:
    operation = find_operation("dynamodb", "ListTables")
    headers = (("Date", "Fri, 02 Jan 2026 03:04:05 GMT"), ("X-Note", "Fri, 02 Jan 2026 03:04:05 GMT"))
    after = move_response(operation, Response(200, "", headers, b"{}"), BY)
    assert after.headers == (("Date", "Wed, 11 Feb 2026 06:04:12 GMT"), headers[1])


def test_the_times_of_an_error() -> None:
    operation = find_operation("dynamodb", "CreateBackup")
    fields = {"message": "2026-01-02T03:04:05Z"}
    status, headers, body = serialize_error(
        operation, "BackupInUseException", "in use", status=400, fields=fields
    )
    before = Response(status, "", tuple(headers.items()), body)
    assert move_response(operation, before, BY).body == body


@pytest.mark.parametrize(
    "never", ["1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "no time", "", "0001-01-01T00:00:00Z"]
)
def test_what_says_that_there_is_no_time_stays(never: str) -> None:
    shape = find_operation("iam", "GetUser").output_shape
    assert move_params(shape, {"User": {"CreateDate": never}}, BY) == {"User": {"CreateDate": never}}


@pytest.mark.parametrize("body", [b"", b"{", b"<a>", b"\xff\x00", b'{"Table": {"CreationDateTime": "x"}}'])
def test_what_cannot_be_read_stays(body: bytes) -> None:
    response = Response(200, "", (("Content-Type", "application/x-amz-json-1.0"),), body)
    assert move_response(find_operation("dynamodb", "DescribeTable"), response, BY) == response


INPUT = find_operation("cloudwatch", "GetMetricStatistics").input_shape


def asked(start: str, end: str, period: int = 60) -> dict[str, Any]:
    return {"Namespace": "n", "MetricName": "m", "StartTime": start, "EndTime": end, "Period": period}


@pytest.mark.parametrize(
    ("recorded", "now", "same"),
    [
        ("2026-01-02T03:04:05.5Z", "2026-02-11T03:05:09Z", True),  # 64 seconds more
        ("2026-01-02T03:04:05Z", "2026-02-11T03:10:06Z", False),  # six minutes more
        ("2026-01-02T03:00:00Z", "2026-02-11T02:00:00Z", True),  # the hour
        ("2026-01-02T03:00:00Z", "2026-02-11T01:00:00Z", False),
        ("2026-01-02T00:00:00Z", "2026-02-12T00:00:00Z", True),  # the day
        ("2026-01-02T23:00:00Z", "2026-02-10T23:00:00Z", True),  # somebody's day
        ("2026-01-02T00:00:00Z", "2026-02-13T00:00:00Z", False),
        ("2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z", True),  # a date that the program spells out
        ("2026-01-02T00:00:00Z", "tomorrow", False),
    ],
)
def test_a_time_means_the_same_at_another_now(recorded: str, now: str, same: bool) -> None:
    then = asked(recorded, "2026-01-02T23:59:59Z")
    meant = meant_by(INPUT, asked(now, "2020-01-01T00:00:00Z"), then, dt.timedelta(days=40))
    assert meant == asked(recorded if same else now, "2020-01-01T00:00:00Z")


def test_an_answer_moves_with_the_first_time_of_its_call() -> None:
    old = asked("2026-01-02T03:04:05Z", "2026-01-03T03:04:05Z")
    assert moved_by(INPUT, asked("2026-01-02T03:05:05.9Z", "x"), old) == dt.timedelta(minutes=1)
    assert moved_by(INPUT, {"MetricName": "m"}, old) is None
    assert moved_by(INPUT, asked("x", "y"), old) is None
    assert moved_by(INPUT, old, None) is None


def test_a_recording_is_as_old_as_its_last_interaction() -> None:
    def of(time: str | None) -> Interaction:
        return Interaction(
            Request("GET", "http://127.0.0.1/"), Response(200), Facts("s3", "x", recorded_at=time)
        )

    now = dt.datetime(2026, 1, 3, tzinfo=dt.UTC)
    recorded = [of("2026-01-01T00:00:00Z"), of("2026-01-02T00:00:00.25Z"), of(None)]
    assert age_of(recorded, now) == dt.timedelta(hours=23, minutes=59, seconds=59)
    assert age_of([of(None)], now) == age_of([], now) == dt.timedelta(0)
