"""The contract of an operation, on parameters, responses, errors and whole exchanges."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import Any, ClassVar

import botocore
import pytest
from botocore.eventstream import EventStream
from botocore.exceptions import ClientError
from botocore.response import StreamingBody

import harness
from harness.contract.contract import Contract, contract, contracts
from harness.contract.exchange import ErrorAnswer, Exchange
from harness.contract.violation import Severity
from harness.models import find_operation

MOMENT = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)
INSIGHT_PATTERN = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}"
INSIGHT = "6f2a1c9e-1b2c-4d3e-8f90-a1b2c3d4e5f6"

CORRECT: dict[str, dict[str, Any]] = {
    "cloudtrail.ListInsightsData": {
        "InsightSource": "arn:aws:cloudtrail:us-east-1:123456789012:trail/main",
        "DataType": "InsightsEvents",
        "Dimensions": {"EventSource": "s3.amazonaws.com"},
        "StartTime": MOMENT,
        "EndTime": MOMENT + dt.timedelta(days=1),
        "MaxResults": 50,
        "NextToken": "abcd",
    },
    "cloudtrail.ListInsightsMetricData": {
        "TrailName": "arn:aws:cloudtrail:us-east-1:123456789012:trail/main",
        "EventSource": "s3.amazonaws.com",
        "EventName": "GetObject",
        "InsightType": "ApiErrorRateInsight",
        "ErrorCode": "AccessDenied",
        "StartTime": MOMENT,
        "EndTime": MOMENT + dt.timedelta(hours=1),
        "Period": 300,
        "DataType": "FillWithZeros",
        "MaxResults": 100,
    },
    "xray.GetInsight": {"InsightId": INSIGHT},
    "xray.GetInsightEvents": {"InsightId": INSIGHT, "MaxResults": 10, "NextToken": "t"},
    "internetmonitor.GetInternetEvent": {"EventId": "event-1"},
    "events.PutRule": {"Name": "nightly", "ScheduleExpression": "rate(1 day)"},
    # Lines, where the pattern is ^.*$ and the service takes many.
    "appsync.CreateFunction": {
        "apiId": "a",
        "name": "pay",
        "dataSourceName": "orders",
        "requestMappingTemplate": '{\n  "version": "2018-05-29"\n}\n',
        "functionVersion": "2018-05-29",
    },
}

MISSING = object()
BROKEN = [
    # operation, parameters that are changed, "code pointer shape#trait", message
    (
        "cloudtrail.ListInsightsData",
        {"MaxResults": 0},
        "range /MaxResults prose:request.MaxResults#1",
        "MaxResults must be from 1 to 50, but was 0.",
    ),
    (
        "cloudtrail.ListInsightsData",
        {"MaxResults": 51},
        "range /MaxResults prose:request.MaxResults#1",
        "MaxResults must be from 1 to 50, but was 51.",
    ),
    (
        "cloudtrail.ListInsightsData",
        {"MaxResults": "5"},
        "type /MaxResults ListInsightsDataMaxResultsCount#type",
        'MaxResults must be an integer, but was "5".',
    ),
    (
        "cloudtrail.ListInsightsData",
        {"DataType": "Events"},
        "enum /DataType ListInsightsDataType#enum",
        'DataType must be "InsightsEvents", but was "Events".',
    ),
    (
        "cloudtrail.ListInsightsData",
        {"InsightSource": "a trail"},
        "pattern /InsightSource ResourceArn#pattern",
        r'InsightSource must match ^[a-zA-Z0-9._/\-:]+$, but was "a trail".',
    ),
    (
        "cloudtrail.ListInsightsData",
        {"InsightSource": "ab"},
        "length /InsightSource ResourceArn#min",
        "InsightSource must have at least 3 characters, but had 2.",
    ),
    (
        "cloudtrail.ListInsightsData",
        {"InsightSource": "a" * 257},
        "length /InsightSource ResourceArn#max",
        "InsightSource must have at most 256 characters, but had 257.",
    ),
    (
        "cloudtrail.ListInsightsData",
        {"InsightSource": MISSING},
        "required /InsightSource ListInsightsDataRequest#required",
        "InsightSource is missing.",
    ),
    (
        "cloudtrail.ListInsightsData",
        {"DataType": MISSING},
        "required /DataType ListInsightsDataRequest#required",
        "DataType is missing.",
    ),
    (
        "cloudtrail.ListInsightsData",
        {"Dimensions": {}},
        "size /Dimensions ListInsightsDataDimensions#min",
        "Dimensions must have at least 1 entry, but had 0.",
    ),
    (
        "cloudtrail.ListInsightsData",
        {"Dimensions": {"EventId": "a", "EventName": "b"}},
        "size /Dimensions prose:request.Dimensions#1",
        "Dimensions must have at most 1 entry, but had 2.",
    ),
    (
        "cloudtrail.ListInsightsData",
        {"Dimensions": {"Event": "a"}},
        "keys /Dimensions/Event prose:#2",
        'The keys of Dimensions must be "EventId", "EventName" or "EventSource", but was "Event".',
    ),
    (
        "cloudtrail.ListInsightsData",
        {"Dimensions": {"EventId": ""}},
        "length /Dimensions/EventId ListInsightsDataDimensionValue#min",
        "Dimensions.EventId must have at least 1 character, but had 0.",
    ),
    (
        "cloudtrail.ListInsightsData",
        {"NextToken": "abc"},
        "length /NextToken PaginationToken#min",
        "NextToken must have at least 4 characters, but had 3.",
    ),
    (
        "cloudtrail.ListInsightsData",
        {"StartTime": "soon"},
        "timestamp /StartTime Date#type",
        'StartTime must be a timestamp, but was "soon".',
    ),
    (
        "cloudtrail.ListInsightsData",
        {"EndTimes": MOMENT},
        "unknown-member /EndTimes ListInsightsDataRequest#members",
        "EndTimes is not a documented member; did you mean EndTime?",
    ),
    (
        "cloudtrail.ListInsightsMetricData",
        {"Period": 59},
        "enum /Period prose:request.Period#1",
        "Period must be 60, 300 or 3600, but was 59.",
    ),
    (
        "cloudtrail.ListInsightsMetricData",
        {"Period": 3601},
        "enum /Period prose:request.Period#1",
        "Period must be 60, 300 or 3600, but was 3601.",
    ),
    (
        "cloudtrail.ListInsightsMetricData",
        {"MaxResults": 21601},
        "range /MaxResults prose:request.MaxResults#1",
        "MaxResults must be from 1 to 21600, but was 21601.",
    ),
    (
        "cloudtrail.ListInsightsMetricData",
        {"MaxResults": 1.0},
        "type /MaxResults InsightsMetricMaxResults#type",
        "MaxResults must be an integer, but was 1.0 (Python float).",
    ),
    (
        "cloudtrail.ListInsightsMetricData",
        {"EventName": "Get-Object"},
        "pattern /EventName EventName#pattern",
        'EventName must match ^[A-Za-z0-9_]+$, but was "Get-Object".',
    ),
    (
        "cloudtrail.ListInsightsMetricData",
        {"EventName": "a" * 129},
        "length /EventName EventName#max",
        "EventName must have at most 128 characters, but had 129.",
    ),
    (
        "cloudtrail.ListInsightsMetricData",
        {"EventSource": "s3.amazonaws.com\n"},
        "pattern /EventSource EventSource#pattern",
        r'EventSource must match ^[a-z0-9_-]+\.amazonaws\.com$, but was "s3.amazonaws.com\n".',
    ),
    (
        "cloudtrail.ListInsightsMetricData",
        {"DataType": "Zeros"},
        "enum /DataType prose:request.DataType#1",
        'DataType must be "NonZeroData" or "FillWithZeros", but was "Zeros".',
    ),
    (
        "cloudtrail.ListInsightsMetricData",
        {"ErrorCode": ""},
        "pattern /ErrorCode ErrorCode#pattern",
        r'ErrorCode must match ^[\w\d\s_.,\-:\[\]]+$, but was "".',
    ),
    (
        "cloudtrail.ListInsightsMetricData",
        {"EventSource": MISSING},
        "required /EventSource ListInsightsMetricDataRequest#required",
        "EventSource is missing.",
    ),
    (
        "cloudtrail.ListInsightsMetricData",
        {"EventName": MISSING},
        "required /EventName ListInsightsMetricDataRequest#required",
        "EventName is missing.",
    ),
    (
        "cloudtrail.ListInsightsMetricData",
        {"NextToken": ""},
        "length /NextToken InsightsMetricNextToken#min",
        "NextToken must have at least 1 character, but had 0.",
    ),
    (
        "xray.GetInsight",
        {"InsightId": MISSING},
        "required /InsightId GetInsightRequest#required",
        "InsightId is missing.",
    ),
    (
        "xray.GetInsight",
        {"InsightId": "1"},
        "pattern /InsightId InsightId#pattern",
        f'InsightId must match {INSIGHT_PATTERN}, but was "1".',
    ),
    (
        "xray.GetInsight",
        {"InsightId": f"x{INSIGHT}y"},
        "pattern /InsightId InsightId#pattern",
        f'InsightId must match {INSIGHT_PATTERN} in full, but was "x{INSIGHT}y".',
    ),
    (
        "events.PutRule",
        {"Name": "Invalid Name With Spaces!"},
        "pattern /Name RuleName#pattern",
        r'Name must match [\.\-_A-Za-z0-9]+ in full, but was "Invalid Name With Spaces!".',
    ),
    (
        "xray.GetInsight",
        {"InsightId": 1},
        "type /InsightId InsightId#type",
        "InsightId must be a string, but was 1.",
    ),
    ("xray.GetInsight", {"InsightId": None}, "null /InsightId InsightId#type", "InsightId is null."),
    (
        "xray.GetInsightEvents",
        {"MaxResults": 51},
        "range /MaxResults GetInsightEventsMaxResults#max",
        "MaxResults must be at most 50, but was 51.",
    ),
    (
        "xray.GetInsightEvents",
        {"MaxResults": 0},
        "range /MaxResults GetInsightEventsMaxResults#min",
        "MaxResults must be at least 1, but was 0.",
    ),
    (
        "xray.GetInsightEvents",
        {"NextToken": "t" * 2001},
        "length /NextToken Token#max",
        "NextToken must have at most 2000 characters, but had 2001.",
    ),
    (
        "xray.GetInsightEvents",
        {"InsightId": MISSING},
        "required /InsightId GetInsightEventsRequest#required",
        "InsightId is missing.",
    ),
    (
        "internetmonitor.GetInternetEvent",
        {"EventId": "e" * 256},
        "length /EventId InternetEventId#max",
        "EventId must have at most 255 characters, but had 256.",
    ),
    (
        "internetmonitor.GetInternetEvent",
        {"EventId": "?"},
        "pattern /EventId InternetEventId#pattern",
        'EventId must match [a-zA-Z0-9-]+, but was "?".',
    ),
    (
        "internetmonitor.GetInternetEvent",
        {"EventId": "a b"},
        "pattern /EventId InternetEventId#pattern",
        'EventId must match [a-zA-Z0-9-]+ in full, but was "a b".',
    ),
    (
        "internetmonitor.GetInternetEvent",
        {"EventId": "event-1\n"},
        "pattern /EventId InternetEventId#pattern",
        'EventId must match [a-zA-Z0-9-]+ in full, but was "event-1\\n".',
    ),
    (
        "internetmonitor.GetInternetEvent",
        {"EventId": MISSING},
        "required /EventId GetInternetEventInput#required",
        "EventId is missing.",
    ),
    (
        "internetmonitor.GetInternetEvent",
        {"EventId": b"e"},
        "type /EventId InternetEventId#type",
        "EventId must be a string, but was b'e' (Python bytes).",
    ),
]


def of(name: str) -> Contract:
    return contract(*name.split("."))


@pytest.mark.parametrize("name", CORRECT)
def test_a_correct_request_breaks_nothing(name: str) -> None:
    assert of(name).check_request(CORRECT[name]) == []


@pytest.mark.parametrize(("name", "changes", "expected", "message"), BROKEN)
def test_each_broken_trait_is_one_violation(
    name: str, changes: dict[str, Any], expected: str, message: str
) -> None:
    params = {key: value for key, value in (CORRECT[name] | changes).items() if value is not MISSING}
    (violation,) = of(name).check_request(params)
    reference = violation.source.reference.removeprefix("model:")
    assert f"{violation.code} {violation.pointer} {reference}" == expected
    assert violation.message == message
    assert violation.source.document == f"botocore {botocore.__version__}"
    assert (violation.severity, violation.side, violation.operation) == (Severity.ERROR, "request", name)


class TestContract:
    def test_is_one_for_either_name_of_the_operation(self) -> None:
        found = harness.contract("xray", "get_insight")
        assert found is harness.contract("xray", "GetInsight")
        assert found.name == "xray.GetInsight"
        assert repr(found) == f"<Contract xray.GetInsight of botocore {botocore.__version__}>"

    def test_severities_are_a_users_to_set(self) -> None:
        found = of("xray.GetInsight")
        (violation,) = found.check_request({"InsightId": "1"}, {"request.pattern": Severity.WARNING})
        assert violation.severity is Severity.WARNING
        assert found.check_request({"InsightId": "1"}, {"pattern": Severity.OFF}) == []


class TestRequest:
    def test_takes_what_boto3_takes(self) -> None:
        body = io.BytesIO(b"body")
        assert of("s3.PutObject").check_request({"Bucket": "b", "Key": "k", "Body": body}) == []
        assert body.read() == b"body"
        put = {
            "Namespace": "N",
            "MetricData": [{"MetricName": "m", "Value": Decimal("1.5"), "Timestamp": MOMENT}],
        }
        assert of("cloudwatch.PutMetricData").check_request(put) == []

    def test_needs_no_idempotency_token(self) -> None:
        found = of("autoscaling.LaunchInstances")
        assert "ClientToken" in found.operation_model.input_shape.required_members
        assert found.check_request({"AutoScalingGroupName": "a", "RequestedCapacity": 1}) == []

    def test_of_a_recursive_union(self) -> None:
        found = of("dynamodb.PutItem")
        assert found.check_request({"TableName": "t", "Item": {"a": {"L": [{"M": {"b": {"N": "1"}}}]}}}) == []
        (violation,) = found.check_request({"TableName": "t", "Item": {"a": {"L": [{"X": "1"}]}}})
        assert (violation.code, violation.pointer) == ("unknown-member", "/Item/a/L/0/X")

    @pytest.mark.parametrize("depth", [1_000, 10_000, 100_000])
    def test_nested_too_deeply_is_one_violation(self, depth: int) -> None:
        value: dict[str, Any] = {"N": "1"}
        for _ in range(depth):
            value = {"L": [value]}
        (violation,) = of("dynamodb.PutItem").check_request({"TableName": "t", "Item": {"a": value}})
        assert (violation.code, violation.pointer, violation.severity) == ("depth", "", Severity.ERROR)
        assert violation.message == "The value is nested too deeply to check."


class TestResponse:
    EVENT: ClassVar[dict[str, Any]] = {
        "EventId": "event-1",
        "EventArn": "arn:aws:internetmonitor::123456789012:event/1",
        "StartedAt": MOMENT,
        "ClientLocation": {
            "ASName": "Example",
            "ASNumber": 64500,
            "Country": "Nowhere",
            "City": "Somewhere",
            "Latitude": 1.5,
            "Longitude": float("nan"),
        },
        "EventType": "AVAILABILITY",
        "EventStatus": "ACTIVE",
        "ResponseMetadata": {"HTTPStatusCode": 200},
    }
    CONTRACT = contract("internetmonitor", "GetInternetEvent")

    def test_that_is_correct_breaks_nothing(self) -> None:
        assert self.CONTRACT.check_response({"EventId": "event-1"}, self.EVENT) == []
        assert self.CONTRACT.check_response(None, self.EVENT) == []

    @pytest.mark.parametrize(
        ("changes", "code", "pointer", "severity"),
        [
            ({"EventStatus": "PAUSED"}, "enum", "/EventStatus", Severity.WARNING),
            ({"Impact": 1}, "unknown-member", "/Impact", Severity.WARNING),
            ({"EventType": None}, "null", "/EventType", Severity.WARNING),
            ({"EventId": "?"}, "pattern", "/EventId", Severity.WARNING),
            ({"EventArn": "arn:"}, "length", "/EventArn", Severity.WARNING),
            ({"EventArn": 5}, "type", "/EventArn", Severity.ERROR),
            ({"StartedAt": "then"}, "timestamp", "/StartedAt", Severity.ERROR),
        ],
    )
    def test_severities_are_calibrated(
        self, changes: dict[str, Any], code: str, pointer: str, severity: Severity
    ) -> None:
        (violation,) = self.CONTRACT.check_response(None, self.EVENT | changes)
        assert (violation.code, violation.pointer, violation.severity) == (code, pointer, severity)
        assert violation.side == "response"

    def test_that_matches_a_pattern_in_part_breaks_nothing(self) -> None:
        assert self.CONTRACT.check_response(None, self.EVENT | {"EventId": "event 1\n"}) == []

    def test_with_streams_leaves_them_to_their_reader(self) -> None:
        body = StreamingBody(io.BytesIO(b"body"), 4)
        assert of("s3.GetObject").check_response(None, {"Body": body, "ContentLength": 4}) == []
        assert body.read() == b"body"
        shape = find_operation("s3", "SelectObjectContent").output_shape.members["Payload"]
        stream = EventStream(None, shape, None, "SelectObjectContent")
        assert of("s3.SelectObjectContent").check_response(None, {"Payload": stream}) == []

    def test_of_events(self) -> None:
        found = of("s3.SelectObjectContent")
        assert found.check_response(None, {"Payload": [{"Records": {"Payload": b"x"}}, {"End": {}}]}) == []
        (violation,) = found.check_response(None, {"Payload": [{"Records": {"Payload": 5}}]})
        assert (violation.code, violation.pointer) == ("type", "/Payload/0/Records/Payload")

    def test_with_a_member_of_a_union_that_the_model_does_not_have(self) -> None:
        answer = {"configuration": {"SDK_UNKNOWN_MEMBER": {"name": "newAccess"}}}
        (violation,) = of("accessanalyzer.UpdateAnalyzer").check_response(None, answer)
        assert (violation.code, violation.pointer) == ("unknown-member", "/configuration/newAccess")


class TestErrors:
    CONTRACT = contract("dynamodb", "PutItem")

    def answer(self, code: str, **members: Any) -> dict[str, Any]:
        error = {"Error": {"Code": code, "Message": "No."}, "ResponseMetadata": {"HTTPStatusCode": 400}}
        return dict(ClientError({**error, **members}, "PutItem").response)

    def test_that_is_documented_breaks_nothing(self) -> None:
        item = {"a": {"S": "x"}}
        answer = self.answer("ConditionalCheckFailedException", message="No.", Item=item)
        assert self.CONTRACT.check_response(None, answer) == []

    def test_is_held_to_its_own_shape(self) -> None:
        answer = self.answer("ConditionalCheckFailedException", Item={"a": {"S": 5}})
        (violation,) = self.CONTRACT.check_response(None, answer)
        assert (violation.code, violation.pointer) == ("type", "/Item/a/S")

    def test_that_is_not_documented_is_a_warning(self) -> None:
        (violation,) = of("xray.GetInsight").check_response(None, self.answer("Broken"))
        assert (violation.code, violation.pointer) == ("undocumented-error", "/Error/Code")
        assert violation.severity is Severity.WARNING
        assert violation.message == (
            "Broken is not a documented error of the operation; the documented errors are "
            "InvalidRequestException, ThrottledException."
        )

    @pytest.mark.parametrize("code", ["AccessDeniedException", "ExpiredToken", "404"])
    def test_that_every_service_may_answer_with_is_documented(self, code: str) -> None:
        assert of("xray.GetInsight").check_response(None, self.answer(code)) == []

    def test_of_an_operation_that_documents_none_are_not_judged(self) -> None:
        assert of("ec2.DescribeVpcs").check_response(None, self.answer("InvalidVpcID.NotFound")) == []

    def test_a_result_with_a_member_that_is_named_error_is_no_error(self) -> None:
        found = of("amplifybackend.CloneBackend")
        assert "Error" in found.operation_model.output_shape.members
        assert found.check_response(None, {"Error": "It failed."}) == []


class TestExchange:
    def test_both_sides_are_judged(self) -> None:
        exchange = Exchange("xray", "GetInsight", params={"InsightId": "1"}, response={"Insight": 5})
        found = of("xray.GetInsight").check_exchange(exchange)
        assert [(violation.side, violation.code) for violation in found] == [
            ("request", "pattern"),
            ("response", "type"),
        ]

    def test_what_is_not_known_is_not_judged(self) -> None:
        assert of("xray.GetInsight").check_exchange(Exchange("xray", "GetInsight")) == []

    def test_an_error_is_judged_by_its_code(self) -> None:
        exchange = Exchange("xray", "GetInsight", params={"InsightId": INSIGHT}, error=ErrorAnswer("Broken"))
        assert [violation.code for violation in of("xray.GetInsight").check_exchange(exchange)] == [
            "undocumented-error"
        ]
        assert exchange.name == "xray.GetInsight"


def test_a_service_that_answers_with_the_codes_of_its_former_protocol_is_not_held_to_the_new_ones() -> None:
    error = {"Error": {"Code": "AWS.SimpleQueueService.NonExistentQueue", "Message": "No such queue."}}
    assert contract("sqs", "SendMessage").check_response(None, error) == []
    undocumented = {"Error": {"Code": "NoSuchThing", "Message": "?"}}
    found = contract("xray", "GetInsight").check_response(None, undocumented)
    assert [violation.code for violation in found] == ["undocumented-error"]


@pytest.mark.parametrize("service", ["cloudtrail", "internetmonitor", "xray"])
def test_contracts_that_are_compiled_together_judge_as_each_alone(service: str) -> None:
    judged = refused = 0
    for together in contracts(service):
        alone = Contract(together.operation_model)
        held = {name.partition(".")[2]: params for name, params in CORRECT.items()}.get(
            together.operation, {}
        )
        for params in (held, {}, {**held, "Unknown": 1}, {name: [None] for name in held}, {"Text": "\ud800"}):
            assert together.check_request(params) == alone.check_request(params)
            assert together.check_response(held, params) == alone.check_response(held, params)
            judged += 1
        for code in together.error_schemas:
            error = {"Error": {"Code": code, "Message": "No."}, "Unknown": 1}
            assert together.check_response(None, error) == alone.check_response(None, error) != []
            refused += 1
    assert refused > 10
    assert judged == 5 * len(together.operation_model.service_model.operation_names)
    assert contracts(service)[0] is contract(service, contracts(service)[0].operation)


def test_values_of_answers_are_held_to_what_their_members_say() -> None:
    streams = contract("cloudwatch", "ListMetricStreams")
    answer = {"Entries": [{"State": "Running"}]}
    (wrong,) = streams.check_values(Exchange("cloudwatch", "ListMetricStreams", response=answer))
    assert (wrong.code, wrong.pointer, wrong.source.side) == ("enum", "/Entries/0/State", "response")
    assert streams.check_response({}, answer) == []  # of AWS, whose values grow
    for entries in ([{"State": "running"}], []):
        assert streams.check_values(Exchange("", "", response={"Entries": entries})) == []


def test_an_answer_has_nothing_where_a_caller_has_to_send_something() -> None:
    job = contract("codebuild", "BatchGetBuilds")
    places = [
        [
            each.pointer
            for each in job.check_values(
                Exchange("", "", response={"builds": [{"timeoutInMinutes": minutes}]})
            )
        ]
        for minutes in (0, 5, 4)
    ]
    assert places == [[], [], ["/builds/0/timeoutInMinutes"]]


def test_members_of_answers_are_there_on_their_condition() -> None:
    models = contract("ecr", "DescribeImageSigningStatus")
    for status, places in (("FAILED", []), ("IN_PROGRESS", ["/signingStatuses/0/failureReason"])):
        answer = {"signingStatuses": [{"status": status, "failureReason": "no key"}]}
        assert [each.pointer for each in models.check_values(Exchange("", "", response=answer))] == places
