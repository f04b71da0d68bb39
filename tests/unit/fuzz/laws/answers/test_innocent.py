"""Answers that AWS itself gives, and that look wrong at first: no law finds fault with them."""

from __future__ import annotations

import itertools
import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

import harness
from harness.fuzz.laws.answers.faults import faults_of
from harness.fuzz.laws.caller import LAW_CONFIG, Caller, law_client
from harness.fuzz.laws.cases import plain_request
from harness.fuzz.laws.pagination.laws import laws_of_pages
from harness.fuzz.laws.pagination.tokens import laws_of_tokens
from harness.fuzz.laws.requests.constraints import laws_of_constraints
from harness.synth import SyntheticService, synthetic_client
from harness.synth.server.serving import serving
from harness.wire.awsrequest import aws_response

HEADERS = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "1")]


def table(request: Any, **_: Any) -> Any:
    """Answer a scan of two items: a page that is full has a key to go on from, also the last one."""
    headers = [("Content-Type", "application/x-amz-json-1.0"), *HEADERS[1:]]
    params = json.loads(request.body)
    if not isinstance(params.get("TableName"), str):
        words = "NUMBER_VALUE cannot be converted to String"
        error = {"__type": "com.amazon.coral.service#SerializationException", "Message": words}
        return aws_response(request.url, 400, headers, json.dumps(error).encode())
    items = [{"id": {"S": name}} for name in ("a", "b")]
    last = params.get("ExclusiveStartKey")
    start = items.index(last) + 1 if last else 0
    page = items[start : start + params.get("Limit", 10)]
    answer: dict[str, Any] = {"Items": page, "Count": len(page), "ScannedCount": len(page)}
    if len(page) == params.get("Limit"):
        answer["LastEvaluatedKey"] = page[-1]
    return aws_response(request.url, 200, headers, json.dumps(answer).encode())


def caller() -> Caller:
    client = law_client("dynamodb", "http://127.0.0.1:1")
    client.meta.events.register("before-send", table)
    return Caller(harness.contract("dynamodb", "Scan"), client, {"TableName": "users"})


def test_a_request_that_cannot_be_read_has_no_parameters_to_name() -> None:
    judges = next(law for law in laws_of_constraints(caller()) if law.name == "refuses-invalid")
    found = list(judges.judge({"TableName": 42}))
    assert [one.code for one in found] == []


def kinesis(answer: dict[str, Any]) -> Caller:
    client = law_client("kinesis", "http://127.0.0.1:1")
    body = json.dumps(answer).encode()
    client.meta.events.register(
        "before-send", lambda request, **_: aws_response(request.url, 200, HEADERS, body)
    )
    return Caller(harness.contract("kinesis", "DescribeStream"), client, {"StreamName": "users"})


STREAM = {
    "StreamName": "users",
    "StreamARN": "arn:aws:kinesis:us-east-1:000000000000:stream/users",
    "StreamStatus": "ACTIVE",
    "Shards": [
        {
            "ShardId": "shardId-000000000000",
            "HashKeyRange": {"StartingHashKey": "0", "EndingHashKey": "1"},
            "SequenceNumberRange": {"StartingSequenceNumber": "1"},
        }
    ],
    "HasMoreShards": False,
    "RetentionPeriodHours": 24,
    "StreamCreationTimestamp": 1700000000,
    "EnhancedMonitoring": [],
}


def test_the_last_page_has_entries_where_they_lead_on() -> None:
    asked = kinesis({"StreamDescription": STREAM})
    call = asked({"StreamName": "users"})
    assert call is not None
    assert [one.message for one in faults_of(asked, call)] == []


def test_a_list_may_go_on_from_its_last_entry_though_it_has_a_token() -> None:
    client = law_client("kinesis", "http://127.0.0.1:1")
    body = b'{"StreamNames": ["users"], "HasMoreStreams": true}'
    client.meta.events.register(
        "before-send", lambda request, **_: aws_response(request.url, 200, HEADERS, body)
    )
    asked = Caller(harness.contract("kinesis", "ListStreams"), client)
    call = asked({"Limit": 1})
    assert call is not None
    assert [one.message for one in faults_of(asked, call)] == []


def test_what_is_made_up_next_to_a_given_name_names_nothing() -> None:
    asked = kinesis({"StreamDescription": STREAM})
    assert plain_request(asked) == {"StreamName": "users"}
    other = "arn:aws:kinesis:us-east-1:123456789012:stream/orders"
    call = asked({"StreamName": "users", "StreamARN": other})
    assert call is not None
    assert [one.message for one in faults_of(asked, call)] == []


def test_a_list_that_changes_by_itself_is_not_disturbed() -> None:
    """EFS says when a size was measured."""
    measured = itertools.count()

    def systems(request: Any, **_: Any) -> Any:
        asked = dict(parse_qsl(urlsplit(request.url).query))
        start, size = int(asked.get("Marker", 0)), int(asked.get("MaxItems", 100))
        page = [
            {
                "OwnerId": "123456789012",
                "CreationToken": str(number),
                "FileSystemId": f"fs-0000000{number}",
                "CreationTime": 1,
                "LifeCycleState": "available",
                "NumberOfMountTargets": 0,
                "SizeInBytes": {"Value": 0, "Timestamp": next(measured)},
                "PerformanceMode": "generalPurpose",
                "Tags": [],
            }
            for number in range(start, min(start + size, 3))
        ]
        answer: dict[str, Any] = {"FileSystems": page}
        if start + size < 3:
            answer["NextMarker"] = str(start + size)
        return aws_response(request.url, 200, HEADERS, json.dumps(answer).encode())

    client = law_client("efs", "http://127.0.0.1:1")
    client.meta.events.register("before-send", systems)
    asked = Caller(harness.contract("efs", "DescribeFileSystems"), client)
    law = next(one for one in laws_of_pages(asked) if one.name == "interleaved")
    assert [one.message for one in law.certain() if one is not None] == []


@pytest.mark.parametrize("name", ["glue.ListSessions", "s3.ListObjectVersions"])
def test_pages_may_show_one_list_after_another(name: str) -> None:
    service, operation = name.split(".")
    client = synthetic_client(service, seed=1, length=5, config=LAW_CONFIG)
    asked = Caller(harness.contract(service, operation), client, {"Bucket": "b"} if service == "s3" else {})
    last_page = next(law for law in laws_of_pages(asked) if law.name == "last-page")
    assert [one.code for one in last_page.certain() if one is not None] == []
    assert asked.tally["answered"] > 1


def answered(name: str, params: dict[str, Any], status: int, answer: dict[str, Any]) -> list[str]:
    """Judge one answer in JSON; return the codes of what is found."""
    service, operation = name.split(".")
    client = law_client(service, "http://127.0.0.1:1")
    headers = [("Content-Type", "application/json"), ("x-amzn-RequestId", "1")]
    content = json.dumps(answer).encode()
    client.meta.events.register(
        "before-send", lambda request, **_: aws_response(request.url, status, headers, content)
    )
    asking = Caller(harness.contract(service, operation), client)
    call = asking(params)
    assert call is not None
    return [one.code for one in faults_of(asking, call)]


def test_what_the_answer_may_not_hold_need_not_come_back() -> None:
    asked = {"name": "n", "ssmInstanceID": "i"}  # too short, so that the server may not answer it
    answer = {"connectorID": "connector-0123456789abcdef0", "ssmInstanceID": "i-0123456789abcdef0"}
    assert "another" not in answered("mgn.CreateConnector", asked, 201, answer)


@pytest.mark.parametrize("version", ["a\nb", "a\u00a0", " a"])
def test_what_no_header_carries_need_not_come_back_in_one(version: str) -> None:
    with serving(SyntheticService(1)) as url:
        asked = Caller(harness.contract("s3", "HeadObject"), law_client("s3", url))
        call = asked({"Bucket": "orders", "Key": "a", "VersionId": version})
    assert call is not None
    assert [one.message for one in faults_of(asked, call)] == []


@pytest.mark.parametrize("status", [413, 414, 431])
def test_no_operation_documents_that_http_itself_was_refused(status: int) -> None:
    answer = {"__type": "RequestHeaderFieldsTooLarge", "message": "Too long."}
    assert answered("iotsitewise.ListDatasets", {"sourceType": "KENDRA"}, status, answer) == []
    assert answered("iotsitewise.ListDatasets", {"sourceType": "KENDRA"}, 400, answer) == [
        "undocumented-error"
    ]


def test_what_cannot_be_wrong_has_no_law_of_wrong_requests() -> None:
    client = synthetic_client("ssm-guiconnect", config=LAW_CONFIG)
    asked = Caller(harness.contract("ssm-guiconnect", "GetConnectionRecordingPreferences"), client)
    assert [law.name for law in laws_of_constraints(asked)] == ["accepts-valid"]


def test_a_request_that_is_not_signed_is_for_no_region() -> None:
    with serving(SyntheticService(1)) as url:
        asked = Caller(harness.contract("sso", "ListAccounts"), law_client("sso", url))
        found = [one.code for law in laws_of_tokens(asked) for one in law.certain() if one is not None]
    assert found == []
    assert set(asked.tally) == {"answered"}


def refused(name: str, params: dict[str, Any], headers: list[tuple[str, str]], body: str) -> list[str]:
    """Judge an answer of status 400 to a request that keeps to the contract."""
    service, operation = name.split(".")
    client = law_client(service, "http://127.0.0.1:1")
    client.meta.events.register(
        "before-send", lambda request, **_: aws_response(request.url, 400, headers, body.encode())
    )
    asked = Caller(harness.contract(service, operation), client)
    judges = next(law for law in laws_of_constraints(asked) if law.name == "accepts-valid")
    return [one.code for one in judges.judge(params) if one.law == "accepts-valid"]


@pytest.mark.parametrize(("keys", "expected"), [([], []), (["a"], ["refused"])])
def test_a_list_without_entries_may_be_refused_that_a_query_cannot_have(
    keys: list[str], expected: list[str]
) -> None:
    body = json.dumps({"Message": "No."})
    headers = [*HEADERS, ("x-amzn-ErrorType", "BadRequestException")]
    params = {"ResourceArn": "a", "TagKeys": keys}
    assert refused("greengrass.UntagResource", params, headers, body) == expected


@pytest.mark.parametrize(("params", "expected"), [({"SourceType": "cluster"}, []), ({}, ["refused"])])
def test_a_request_may_be_refused_that_breaks_a_sentence_which_aws_does_not_keep(
    params: dict[str, Any], expected: list[str]
) -> None:
    """“If SourceType is supplied, SourceIdentifier must also be provided.” AWS takes a type alone."""
    error = "<Code>InvalidParameterValue</Code><Message>SourceIdentifier is missing</Message>"
    body = f"<ErrorResponse><Error><Type>Sender</Type>{error}</Error></ErrorResponse>"
    assert refused("redshift.DescribeEvents", params, [("Content-Type", "text/xml")], body) == expected


@pytest.mark.parametrize(
    ("message", "expected"), [("orders is no field of findings.", []), ("No.", ["refused"])]
)
def test_the_key_of_a_map_may_be_refused_where_no_model_lists_the_keys(
    message: str, expected: list[str]
) -> None:
    criteria = {"FindingCriteria": {"Criterion": {"orders": {"Equals": ["a"]}}}, "GroupBy": "SEVERITY"}
    body = json.dumps({"__type": "BadRequestException", "message": message})
    headers = [*HEADERS, ("x-amzn-ErrorType", "BadRequestException")]
    assert (
        refused("guardduty.GetFindingsStatistics", {"DetectorId": "d", **criteria}, headers, body) == expected
    )


def test_an_entry_without_members_may_be_refused() -> None:
    body = json.dumps({"Code": "ValidationException", "Message": "An entry must name an organization."})
    headers = [*HEADERS, ("x-amzn-ErrorType", "ValidationException")]
    asked = {"GroupByRules": [{"GroupByField": "name"}], "Scopes": {"AwsOrganizations": [{}]}}
    assert refused("securityhub.GetSoftwareStatisticsV2", asked, headers, body) == []


def test_an_operation_whose_requests_have_no_members_may_not_refuse_them() -> None:
    error = "<Code>ValidationError</Code><Message>No.</Message>"
    body = f"<ErrorResponse><Error><Type>Sender</Type>{error}</Error></ErrorResponse>"
    assert refused("iam.GetAccountSummary", {}, [("Content-Type", "text/xml")], body) == ["refused"]


@pytest.mark.parametrize(
    ("service", "operation", "body"),
    [
        ("codebuild", "ListBuilds", {"ids": []}),
        ("config", "ListTagsForResource", {"Tags": []}),
    ],
)
def test_there_may_be_nothing_to_list(service: str, operation: str, body: dict[str, Any]) -> None:
    """The shape of the list needs an entry, as requests that have one do."""

    def server(request: Any, **_: Any) -> Any:
        return aws_response(request.url, 200, HEADERS, json.dumps(body).encode())

    client = law_client(service, "http://127.0.0.1:1")
    client.meta.events.register("before-send", server)
    caller = Caller(harness.contract(service, operation), client)
    call = caller(plain_request(caller))
    assert call is not None
    assert [one.message for one in faults_of(caller, call) if one.code == "size"] == []


def test_a_member_of_a_structure_may_have_another_value_than_its_namesake() -> None:
    client = law_client("apigateway", "http://127.0.0.1:1")
    canary = {"canarySettings": {"deploymentId": "d"}}
    body = json.dumps({"stageName": "b", "deploymentId": "c", **canary}).encode()
    headers = [("Content-Type", "application/json"), *HEADERS[1:]]
    client.meta.events.register(
        "before-send", lambda request, **_: aws_response(request.url, 201, headers, body)
    )
    asked = Caller(harness.contract("apigateway", "CreateStage"), client)
    call = asked({"restApiId": "a", "stageName": "b", "deploymentId": "c", **canary})
    assert call is not None
    assert [one.message for one in faults_of(asked, call)] == []


def test_the_arn_of_something_else_is_not_that_of_what_is_read() -> None:
    """A queue for what could not be delivered belongs to an event bus, and has an ARN of its own."""
    arn = "arn:aws:events:us-east-1:123456789012:event-bus/orders"
    answer = {
        "Name": "orders",
        "Arn": arn,
        "DeadLetterConfig": {"Arn": "arn:aws:sqs:us-east-1:123456789012:failed"},
    }
    client = law_client("events", "http://127.0.0.1:1")
    body = json.dumps(answer).encode()
    client.meta.events.register(
        "before-send", lambda request, **_: aws_response(request.url, 200, HEADERS, body)
    )
    asked = Caller(harness.contract("events", "DescribeEventBus"), client)
    call = asked({"Name": arn})
    assert call is not None
    assert [one.place for one in faults_of(asked, call)] == []
