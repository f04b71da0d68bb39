"""Where a model and the text of its member contradict each other, the looser word holds."""

from __future__ import annotations

from typing import Any

import pytest

from harness.contract.contract import contract
from harness.contract.exchange import ErrorAnswer, Exchange
from harness.contract.violation import Severity

GRANT = {"KeyId": "k", "GranteePrincipal": "arn:aws:iam::123456789012:role/r", "Operations": ["DECRYPT"]}
ROLE = "arn:aws:iam::123456789012:role/r"
SCHEMA = {"Attributes": [{"AttributeName": "a", "AttributeType": "string"}]}


@pytest.mark.parametrize(
    ("service", "operation", "response"),
    [
        (
            "ec2",
            "DescribeInternetGateways",
            {"InternetGateways": [{"Attachments": [{"State": "available"}]}]},
        ),
        ("ec2", "DescribeInstances", {"Reservations": [{"Instances": [{"Platform": "windows"}]}]}),
        ("route53", "ListHostedZones", {"HostedZones": [], "IsTruncated": False, "MaxItems": "100"}),
        ("route53", "ListHealthChecks", {"HealthChecks": [], "IsTruncated": False, "MaxItems": "100"}),
        # The bounds of shapes that requests have, too.
        ("dynamodb", "DescribeTable", {"Table": {"ProvisionedThroughput": {"NumberOfDecreasesToday": 0}}}),
        (
            "kinesis",
            "EnableEnhancedMonitoring",
            {"CurrentShardLevelMetrics": [], "DesiredShardLevelMetrics": ["ALL"]},
        ),
    ],
)
def test_what_the_text_of_a_member_documents_raises_no_warning(
    service: str, operation: str, response: dict[str, Any]
) -> None:
    assert contract(service, operation).check_response(None, response) == []


@pytest.mark.parametrize(
    ("service", "operation", "response", "told"),
    [
        (
            "ec2",
            "DescribeInternetGateways",
            {"InternetGateways": [{"Attachments": [{"State": "away"}]}]},
            "enum",
        ),
        ("route53", "ListHealthChecks", {"HealthChecks": [], "MaxItems": "100"}, "required"),
        (
            "dynamodb",
            "DescribeTable",
            {"Table": {"ProvisionedThroughput": {"NumberOfDecreasesToday": -1}}},
            "range",
        ),
    ],
)
def test_what_no_text_documents_is_still_told(
    service: str, operation: str, response: dict[str, Any], told: str
) -> None:
    assert told in [v.code for v in contract(service, operation).check_response(None, response)]


@pytest.mark.parametrize(
    ("reason", "told"),
    [("INVALID_PAGINATION_TOKEN", []), ("INVALID_NEXT_TOKEN", []), ("INVALID_WORDS", ["enum"])],
)
def test_reasons_that_the_text_of_an_error_lists_are_documented(reason: str, told: list[str]) -> None:
    error = ErrorAnswer("InvalidInputException", "No.", {"Reason": reason})
    name = ("organizations", "ListDelegatedServicesForAccount")
    exchange = Exchange(*name, error=error, status=400)
    assert [violation.code for violation in contract(*name).check_exchange(exchange)] == told


def test_a_value_that_the_text_of_its_member_names_is_documented_in_a_request() -> None:
    receive = contract("sqs", "ReceiveMessage")
    assert receive.check_request({"QueueUrl": "q", "AttributeNames": ["SentTimestamp"]}) == []
    (violation,) = receive.check_request({"QueueUrl": "q", "AttributeNames": ["Nonsense"]})
    assert violation.severity is Severity.ERROR


@pytest.mark.parametrize(
    ("service", "operation", "params", "message"),
    [
        (
            "kms",
            "CreateGrant",
            GRANT,
            (
                'Operations[0] must be one of 19 documented values, but was "DECRYPT", '
                "which differs only in case."
            ),
        ),
        (
            "storagegateway",
            "DeleteBandwidthRateLimit",
            {
                "GatewayARN": "arn:aws:storagegateway:us-east-1:123456789012:gateway/sgw-1",
                "BandwidthType": "All",
            },
            'BandwidthType must be "UPLOAD", "DOWNLOAD" or "ALL", but was "All", which differs only in case.',
        ),
    ],
)
def test_a_documented_value_in_another_case_is_a_warning(
    service: str, operation: str, params: dict[str, Any], message: str
) -> None:
    (violation,) = contract(service, operation).check_request(params)
    assert (violation.severity, violation.code, violation.message) == (Severity.WARNING, "enum", message)


@pytest.mark.parametrize(
    ("service", "operation", "tag"),
    [
        ("efs", "DescribeTags", {"Key": "aws:cloudformation:stack-id", "Value": "s"}),
        ("firehose", "ListTagsForDeliveryStream", {"Key": "aws:cloudformation:stack-id"}),
    ],
)
def test_a_name_that_callers_must_not_choose_may_come_in_an_answer(
    service: str, operation: str, tag: dict[str, str]
) -> None:
    answer = {"Tags": [tag], **({"HasMoreTags": False} if service == "firehose" else {})}
    assert contract(service, operation).check_response(None, answer) == []
    answer["Tags"] = [{**tag, "Key": "a\tb"}]
    (violation,) = contract(service, operation).check_response(None, answer)
    assert (violation.code, violation.severity) == ("pattern", Severity.WARNING)


def test_a_name_that_callers_must_not_choose_is_still_told_in_a_request() -> None:
    tags = [{"Key": "aws:mine", "Value": ""}]
    (violation,) = contract("efs", "CreateTags").check_request({"FileSystemId": "fs-12345678", "Tags": tags})
    assert (violation.code, violation.severity) == ("pattern", Severity.ERROR)


def test_an_answer_that_is_not_in_the_documented_order_is_a_warning() -> None:
    answer = {"metricFilters": [{"filterName": "b"}, {"filterName": "a"}]}
    (violation,) = contract("logs", "DescribeMetricFilters").check_response({}, answer)
    assert (violation.code, violation.severity) == ("sorted", Severity.WARNING)


def test_what_the_model_allows_is_not_narrowed_by_a_quota() -> None:
    role = {"invokerRoleName": "path/" * 20 + "name"}
    service = {"name": "abc", "regions": ["us-east-1"], "permissionModel": role}
    assert contract("resiliencehubv2", "CreateService").check_request(service) == []
    assert (
        contract("lambda", "UpdateFunctionConfiguration").check_request(
            {"FunctionName": "f", "Timeout": 1801}
        )
        == []
    )


@pytest.mark.parametrize(
    ("service", "operation", "params", "member", "quoted", "other"),
    [
        ("forecast", "CreateAutoPredictor", {"PredictorName": "p"}, "ForecastFrequency", "2W", "2X"),
        (
            "lex-models",
            "GetBotChannelAssociations",
            {"botName": "bb", "botAlias": "a"},
            "nameContains",
            "-",
            "+",
        ),
        ("backup", "ListBackupJobs", {}, "ByResourceType", "Storage Gateway", "No Such"),
        (
            "forecast",
            "CreateDataset",
            {"DatasetName": "d", "Domain": "RETAIL", "DatasetType": "TARGET_TIME_SERIES", "Schema": SCHEMA},
            "DataFrequency",
            "1D",
            "1X",
        ),
        (
            "forecast",
            "CreateDatasetImportJob",
            {
                "DatasetArn": "arn:aws:forecast:us-east-1:123456789012:dataset/d",
                "DataSource": {"S3Config": {"Path": "s3://b/k", "RoleArn": ROLE.replace("iam", "forecast")}},
            },
            "DatasetImportJobName",
            "20190721DatasetImport",
            "2019-07",
        ),
        (
            "deadline",
            "StartSessionsStatisticsAggregation",
            {
                "farmId": "farm-" + "0" * 32,
                "resourceIds": {"queueIds": ["queue-" + "0" * 32]},
                "startTime": "2026-01-01T00:00:00Z",
                "endTime": "2026-01-02T00:00:00Z",
                "groupBy": ["QUEUE_ID"],
                "statistics": ["SUM"],
            },
            "timezone",
            "UTC+8",
            "UTC+99:99",
        ),
        (
            "sagemaker",
            "UpdateMlflowTrackingServer",
            {"TrackingServerName": "t"},
            "WeeklyMaintenanceWindowStart",
            "TUE:03:30",
            "TUE:25:30",
        ),
    ],
)
def test_a_pattern_that_refuses_what_the_text_of_its_member_quotes_is_a_warning(
    service: str, operation: str, params: dict[str, Any], member: str, quoted: str, other: str
) -> None:
    held_to = contract(service, operation)
    assert held_to.check_request({**params, member: quoted}) == []
    (violation,) = held_to.check_request({**params, member: other})
    assert (violation.code, violation.severity) == ("pattern", Severity.WARNING)


@pytest.mark.parametrize("artifacts", ["inputArtifacts", "outputArtifacts"])
def test_a_quoted_value_is_allowed_deep_inside_a_request(artifacts: str) -> None:
    kind = {"category": "Source", "owner": "AWS", "provider": "S3", "version": "1"}
    action = {"name": "A", "actionTypeId": kind, artifacts: [{"name": "My App"}]}
    pipeline = {
        "name": "p",
        "roleArn": ROLE,
        "artifactStore": {"type": "S3", "location": "bucket"},
        "stages": [{"name": "S", "actions": [action]}],
    }
    assert contract("codepipeline", "CreatePipeline").check_request({"pipeline": pipeline}) == []


def test_a_documented_default_below_the_bound_of_its_member_is_allowed() -> None:
    params = {"Origin": [1.0, 1.0], "Destination": [2.0, 2.0], "TravelMode": "Truck"}
    trailer = {"TravelModeOptions": {"Truck": {"Trailer": {"TrailerCount": 0}}}}
    assert contract("geo-routes", "CalculateRoutes").check_request({**params, **trailer}) == []


def test_the_settings_can_make_another_case_an_error() -> None:
    (violation,) = contract("kms", "CreateGrant").check_request(GRANT, {"enum": Severity.ERROR})
    assert violation.severity is Severity.ERROR
