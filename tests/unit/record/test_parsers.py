"""What botocore reads of an answer takes the place of our own reading only where it is the same."""

from __future__ import annotations

import copy
from typing import Any

import boto3
import pytest
from botocore.awsrequest import HeadersDict
from botocore.parsers import ResponseParserFactory

import harness
from harness.cassette.exchange import exchange_of
from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.store import save_cassette
from harness.contract.contract import contract
from harness.contract.values import from_json_value
from harness.models import find_operation
from harness.record.following import OwnAnswers
from harness.record.parsers import KeepingParsers
from harness.report.check import check_interactions
from harness.synth.exchanges import exchanges
from harness.wire import serialize_response
from harness.wire.protocols import parse_exchanged


def kept_of(operation: Any, body: bytes, headers: dict[str, str], status: int = 200) -> list[Any]:
    """Parse an answer, which must be as botocore's own parser has it; return what is kept of it."""
    kept: list[Any] = []
    own = ResponseParserFactory()
    protocol = operation.service_model.resolved_protocol
    answer = {"status_code": status, "headers": HeadersDict(headers), "body": body, "context": {}}
    parser = KeepingParsers(own, lambda: lambda _, value: kept.append(value)).create_parser(protocol)
    expected = own.create_parser(protocol).parse(dict(answer), operation.output_shape)
    assert parser.parse(dict(answer), operation.output_shape) == expected
    return kept


@pytest.mark.parametrize(
    "name",
    [
        "cloudtrail.ListInsightsData",
        "cloudwatch.DescribeAlarms",
        "dynamodb.Query",
        "lambda.ListFunctions",
        "logs.FilterLogEvents",
        "cloudfront.GetDistribution",
        "cloudformation.DescribeStacks",
        "ec2.DescribeInstances",
        "ec2.DescribeVolumes",
        "elasticache.DescribeCacheClusters",
        "iam.ListRoles",
        "iam.GetAccountSummary",
        "rds.DescribeDBInstances",
        "route53.ListResourceRecordSets",
        "s3.GetBucketLifecycleConfiguration",
        "s3.ListObjectsV2",
        "s3.ListObjectVersions",
        "ses.GetIdentityDkimAttributes",
        "sns.GetTopicAttributes",
        "sts.AssumeRole",
    ],
)
def test_what_is_kept_is_what_is_read(name: str) -> None:
    held_to = contract(*name.split("."))
    operation = held_to.operation_model
    results = [found.exchange.response for found in exchanges(held_to, 1) if found.exchange.error is None]
    assert results
    for result in results:
        status, headers, body = serialize_response(operation, from_json_value(operation.output_shape, result))
        (kept,) = kept_of(operation, body, headers)
        assert (kept, None) == parse_exchanged(operation, status, headers, body)


SNAPSHOT = (
    '<R xmlns="urn:x"><requestId>1</requestId><snapshotSet><item><snapshotId>snap-1</snapshotId>{}</item>'
    "</snapshotSet></R>"
)
BUCKET = "<ListBucketResult><Name>b</Name>{}</ListBucketResult>"
ALARMS = (
    "<R><DescribeAlarmsResult><MetricAlarms><member>{}</member></MetricAlarms></DescribeAlarmsResult></R>"
)


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("ec2.DescribeSnapshots", SNAPSHOT.format("<encrypted>true</encrypted>")),
        ("ec2.DescribeSnapshots", SNAPSHOT.format("<startTime>2026-01-02T03:04:05.120Z</startTime>")),
        ("ec2.DescribeSnapshots", SNAPSHOT.format("<tagSet/>")),
        ("s3.ListObjectsV2", BUCKET.format("<Contents><Key>a</Key></Contents><Contents/>")),
        ("s3.ListObjectsV2", BUCKET.format("<CommonPrefixes><Prefix>p/</Prefix></CommonPrefixes>")),
        ("dynamodb.ListTables", '{"TableNames": ["a", null], "LastEvaluatedTableName": null, "Unknown": 1}'),
        ("dynamodb.Query", '{"__type": "x", "Items": [{"a": {"B": "aGk="}}], "ScannedCount": "1"}'),
        ("logs.FilterLogEvents", '{"events": [{"timestamp": 1.5, "message": 7, "\\u0065ventId": "1e999"}]}'),
        ("lambda.ListFunctions", '{"Functions": [{"FunctionName": "f", "Timeout": 3, "Unknown": null}]}'),
        ("ecs.ListClusters", "{}"),
        ("launch-wizard.DeleteDeployment", '{"status": 7}'),
    ],
)
def test_a_plain_answer_is_kept(name: str, document: str) -> None:
    operation = find_operation(*name.split("."))
    (kept,) = kept_of(operation, document.encode(), {})
    assert (kept, None) == parse_exchanged(operation, 200, {}, document.encode())


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("ec2.DescribeSnapshots", SNAPSHOT.format("<unknown>1</unknown>")),
        ("ec2.DescribeSnapshots", SNAPSHOT.format("<encrypted>yes</encrypted>")),
        ("ec2.DescribeSnapshots", SNAPSHOT.format("<encrypted>TRUE</encrypted>")),
        ("ec2.DescribeSnapshots", SNAPSHOT.format("<startTime>2 January 2026</startTime>")),
        ("ec2.DescribeSnapshots", SNAPSHOT.format("<tagSet/><tagSet/>")),
        ("ec2.DescribeSnapshots", "<!DOCTYPE R>" + SNAPSHOT.format("")),
        ("ec2.DescribeSnapshots", "<?xml version='1.0' encoding='latin-1'?>" + SNAPSHOT.format("")),
        ("s3.ListObjectsV2", BUCKET.format("<Contents><Size>99999999999999999999</Size></Contents>")),
        (
            "s3.GetBucketNotification",
            (
                "<NotificationConfiguration><TopicConfiguration><Id>a</Id><Event>s3:ObjectCreated:Put</Event>"
                "</TopicConfiguration></NotificationConfiguration>"
            ),
        ),
        ("s3.GetBucketLocation", "<LocationConstraint>eu-west-1</LocationConstraint>"),
        ("s3.ListObjectsV2", "<Error><Code>InternalError</Code><Message>m</Message></Error>"),
        (
            "iam.GetAccountSummary",
            (
                "<R><GetAccountSummaryResult><SummaryMap><entry><key>Users</key><value>1</value></entry>"
                "<entry><key>Users</key><value>2</value></entry></SummaryMap></GetAccountSummaryResult></R>"
            ),
        ),
        ("dynamodb.ListTables", ""),
        ("dynamodb.DescribeTable", '{"Table": {"ItemCount": 18446744073709551616}}'),
        ("dynamodb.DescribeTable", '{"Table": {"ItemCount": -9223372036854775809, "TableName": "t"}}'),
        ("dynamodb.ListTables", '{"TableNames": ["a"], "LastEvaluatedTableName": 98765432109876543210}'),
        ("cloudwatch.GetMetricStatistics", '{"Datapoints": [{"Sum": NaN}]}'),
        ("dynamodb.ListTables", '{"TableNames": ["\\ud800"]}'),
        ("s3vectors.GetVectors", '{"vectors": [{"key": "k", "metadata": {"any": [1]}}]}'),
        ("lambda.GetLayerVersionPolicy", "no JSON"),
        ("lambda.UpdateFunctionCode", ""),
        (
            "elbv2.DescribeTargetHealth",
            "<R><DescribeTargetHealthResult><Unknown/></DescribeTargetHealthResult></R>",
        ),
        (
            "autoscaling.DescribePolicies",
            (
                "<R><DescribePoliciesResult><ScalingPolicies><member><TargetTrackingConfiguration><TargetValue>inf"
                "</TargetValue></TargetTrackingConfiguration></member></ScalingPolicies></DescribePoliciesResult></R>"
            ),
        ),
    ],
)
def test_an_answer_that_botocore_does_not_keep_whole_is_read(name: str, document: str) -> None:
    assert kept_of(find_operation(*name.split(".")), document.encode(), {}) == []


@pytest.mark.parametrize(
    ("name", "body"),
    [
        (
            "ec2.DescribeSnapshots",
            b"<Response><Errors><Error><Code>A</Code><Message>m</Message></Error></Errors></Response>",
        ),
        ("dynamodb.ListTables", b'{"__type": "x#InternalServerError", "message": "m"}'),
        ("lambda.ListFunctions", b'{"code": "ServiceException", "message": "m"}'),
    ],
)
def test_an_error_is_read(name: str, body: bytes) -> None:
    assert kept_of(find_operation(*name.split(".")), body, {}, status=400) == []


def test_results_are_kept_for_so_many_bytes_of_answers(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("harness.record.live._ROOM", 200)
    aws = client()
    with harness.use_cassette(
        snapshots(tmp_path, "<progress>100%</progress>"), allow_repeats=True
    ) as cassette:
        kept = []
        for _ in range(2):
            for _ in range(4):
                aws.describe_snapshots()
            kept.append(
                [played.result is not None for _, played in cassette.exchanges(len(cassette.served) - 4)]
            )
    assert kept == [[True, True, False, False]] * 2


def snapshots(tmp_path: Any, item: str) -> Any:
    body = SNAPSHOT.format(item).encode()
    facts = Facts("ec2", "DescribeSnapshots", "us-east-1", {}, "ec2", "2026-01-02T03:04:05Z", "a test")
    path = tmp_path / "tape.yaml"
    request = Request("POST", "https://ec2.us-east-1.amazonaws.com/", (), b"")
    save_cassette(path, [Interaction(request, Response(200, "OK", (("A", "b"),), body), facts)])
    return path


def client() -> Any:
    keys = {"aws_access_key_id": "example", "aws_secret_access_key": "example"}
    return boto3.client("ec2", region_name="us-east-1", **keys)


def test_a_replayed_answer_is_judged_by_what_botocore_read(tmp_path: Any) -> None:
    aws = client()
    factory = aws._endpoint._response_parser_factory
    with harness.use_cassette(snapshots(tmp_path, "<progress>100%</progress>")) as cassette:
        aws.describe_snapshots()
        ((_, played),) = cassette.exchanges()
    assert played.result is not None
    assert played.result.value == exchange_of(cassette.served[0].interaction).response
    assert aws._endpoint._response_parser_factory is factory


def test_an_answer_that_was_changed_on_its_way_is_read_as_it_was_recorded(tmp_path: Any) -> None:
    aws = client()

    def change(response_dict: Any, **_: Any) -> None:
        response_dict["body"] = response_dict["body"].replace(b"100%", b"99%")

    aws.meta.events.register("before-parse", change)
    with harness.use_cassette(snapshots(tmp_path, "<progress>100%</progress>")) as cassette:
        answer = aws.describe_snapshots()
        ((_, played),) = cassette.exchanges()
    assert answer["Snapshots"][0]["Progress"] == "99%"
    assert played.result is None
    assert exchange_of(played).response["Snapshots"][0]["Progress"] == "100%"


def test_what_breaks_the_contract_is_told_in_the_same_words(tmp_path: Any) -> None:
    path = snapshots(tmp_path, "<status>no-such-state</status><storageTier>cold</storageTier>")
    with harness.use_cassette(path) as cassette:
        client().describe_snapshots()
        exchanged = cassette.exchanges()
    assert exchanged[0][1].result is not None
    found = check_interactions(exchanged).violations
    assert [violation.code for violation in found] == ["enum", "enum"]
    assert found == check_interactions([(1, cassette.served[0].interaction)]).violations


@pytest.mark.parametrize("stand_in", [KeepingParsers("inner", lambda: None), OwnAnswers("inner")])
def test_what_stands_in_for_a_clients_own_can_be_copied(stand_in: Any) -> None:
    assert vars(copy.copy(stand_in)) == vars(stand_in)
    assert stand_in.upper() == "INNER"
