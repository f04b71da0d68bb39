"""Where a model and the text of its member contradict each other, the looser word holds."""

from __future__ import annotations

from typing import Any

import pytest

from harness.contract.contract import contract
from harness.contract.exchange import ErrorAnswer, Exchange
from harness.contract.violation import Severity

GRANT = {"KeyId": "k", "GranteePrincipal": "arn:aws:iam::123456789012:role/r", "Operations": ["DECRYPT"]}


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


def test_a_value_that_only_the_text_of_its_member_has_is_a_warning_in_a_request() -> None:
    receive = contract("sqs", "ReceiveMessage")
    (violation,) = receive.check_request({"QueueUrl": "q", "AttributeNames": ["SentTimestamp"]})
    assert violation.severity is Severity.WARNING
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


def test_the_settings_can_make_another_case_an_error() -> None:
    (violation,) = contract("kms", "CreateGrant").check_request(GRANT, {"enum": Severity.ERROR})
    assert violation.severity is Severity.ERROR
