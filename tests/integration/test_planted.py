"""`harness fuzz` finds mistakes that another hand planted; benchmarks/planted measures all of them."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings

from harness.contract.contract import contract
from harness.fuzz import law_client
from harness.fuzz.laws.search import Findings, search
from harness.models import parse_operation_name

PLANTED = Path(__file__).parents[2] / "benchmarks" / "planted"


@pytest.fixture(scope="module")
def planted() -> ModuleType:
    """The server with its mistakes, and what its operations are called with."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(PLANTED))
        return importlib.import_module("run_server")


def fuzz(server: ModuleType, operation: str, mistake: str | None = None) -> Findings:
    """Fuzz an operation of the server up to the first error."""
    with server.running(mistake) as url:
        return search(
            [contract(*parse_operation_name(operation))],
            lambda service: law_client(service, url),
            params=server.PARAMS.get(operation),
            options=settings(max_examples=10),
            seed=1,
            max_failures=1,
        )


@pytest.mark.parametrize(
    ("mistake", "law", "message"),
    [
        (
            "cloudtrail.ListInsightsData/dimensions-ignored",
            "conforms",
            (
                'Every entry of Events must match the Dimensions of the request, but was "00000000-5bee-'
                'ef42-8000-000000000000".'
            ),
        ),
        (
            "dynamodb.ListTables/limit-100-refused",
            "accepts-valid",
            (
                "The request keeps to the contract, but was refused: ValidationException: 1 validation "
                "error detected: Value 100 at 'Limit' is not valid."
            ),
        ),
        (
            "ec2.DescribeSpotPriceHistory/filter-names-any-case",
            "asked",
            (
                'Filters by "AVAILABILITY-ZONE" must be refused or return nothing, as names of filters are '
                "case-sensitive, but 9 entries came back."
            ),
        ),
        (
            "ec2.DescribeVolumes/filters-ignored",
            "asked",
            (
                'With Filters [{"Name": "attachment.device", "Values": ["/dev/sda"]}] every entry must be '
                'what was asked for, but Volumes[].Attachments[].Device was "/dev/sda1" in {"VolumeId": '
                '"vol-305af95d000000000", "Size": 8, "SnapshotId": "", "Availabil....'
            ),
        ),
        (
            "eventbridgev2.ListEventBuses/unknown-state",
            "conforms",
            (
                "EventBuses[0].State must be one of CREATING, CREATE_FAILED, UPDATING, UPDATE_FAILED, "
                'DELETING, ACTIVE, DELETE_FAILED, but was "READY".'
            ),
        ),
        (
            "iam.ListUsers/no-request-id",
            "conforms",
            "Every answer must have the id of its request, but botocore found none.",
        ),
        (
            "kinesis.ListStreams/doubles-at-border",
            "page-limit",
            "StreamNames must have no more entries than Limit says, 1, but had 2.",
        ),
        (
            "lambda.ListFunctions/runtime-capital",
            "conforms",
            (
                "Functions[0].Runtime must be one of 52 documented values (nearest: python3.13, python3.15,"
                ' python3.14), but was "Python3.13", which differs only in case.'
            ),
        ),
        (
            "logs.DescribeLogGroups/prefix-513",
            "refuses-invalid",
            (
                "A request that breaks the contract must be refused, but was accepted: logGroupNamePrefix "
                "must have at most 512 characters, but had 513."
            ),
        ),
        (
            "partnercentral-revenue-measurement.ListRevenueAttributionAllocations/before-from-ignored",
            "asked",
            (
                'With BeforeEffectiveFrom "2024-03-01" every entry must be what was asked for, but '
                'RevenueAttributionAllocationSummaries[].EffectiveFrom was "2024-03-01" in '
                '{"RevenueAttributionAllocationId": "alloc-13c185d2a8ebf", "RevenueAttribution....'
            ),
        ),
        (
            "rds.DescribeDBInstances/filter-without-values",
            "refuses-invalid",
            (
                "A request that breaks the contract must be refused, but was accepted: "
                "Filters[0].Values is missing."
            ),
        ),
        (
            "redshift.DescribeEvents/type-ignored",
            "asked",
            (
                'With SourceIdentifier "sales" every entry must be what was asked for, but '
                'Events[].SourceType was "cluster-snapshot" in {"SourceIdentifier": "sales", '
                '"SourceType": "cluster-snapshot", "Message": "E....'
            ),
        ),
        (
            "route53.ListHostedZones/private-ignored",
            "asked",
            (
                'With HostedZoneType "PrivateHostedZone" every entry must be what was asked for, but '
                'HostedZones[].Config.PrivateZone was false in {"Id": "/hostedzone/Z0791416818", "Name": '
                '"shop-1.example.com.", "CallerRefer....'
            ),
        ),
        (
            "secretsmanager.GetSecretValue/unknown-version-is-current",
            "conforms",
            (
                'VersionId must be what the request named, "orders-prod-orders-prod-orders-p", but was '
                '"f4761aa0-5678-90ab-cdef-EXAMPLE00002".'
            ),
        ),
        (
            "sqs.ListQueues/one-too-many",
            "page-limit",
            "QueueUrls must have no more entries than MaxResults says, 1, but had 2.",
        ),
        (
            "xray.GetInsightEvents/token-goes-round",
            "tokens-end",
            "NextToken must lead on, but page 8 returned one of an earlier page again.",
        ),
    ],
)
def test_a_planted_mistake_is_found(planted: ModuleType, mistake: str, law: str, message: str) -> None:
    found = fuzz(planted, mistake.partition("/")[0], mistake).errors
    assert [(one.law, one.message) for one in found] == [(law, message)]


@pytest.mark.parametrize(
    "operation",
    [
        "cloudtrail.ListInsightsMetricData",
        "dynamodb.ListTables",
        "ec2.DescribeVolumes",
        "eventbridgev2.ListEventBuses",
        "iam.ListUsers",
        "route53.ListHostedZones",
        "xray.GetInsightEvents",
    ],
)
def test_the_correct_server_keeps_all_laws(planted: ModuleType, operation: str) -> None:
    findings = fuzz(planted, operation)
    assert findings.counterexamples == []
    assert not findings.not_judged
    assert not findings.not_finished
