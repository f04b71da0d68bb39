"""Errors of front doors, which any operation may answer with, and violations inside of error answers."""

from __future__ import annotations

import pytest

from harness.contract.contract import contract
from harness.contract.exchange import ErrorAnswer, Exchange


@pytest.mark.parametrize(
    ("service", "operation", "code"),
    [
        # S3's list, which stands in the text of its model.
        ("s3", "GetObject", "NoSuchBucket"),
        ("s3", "GetObject", "InvalidRange"),
        ("s3", "GetObject", "PreconditionFailed"),
        ("s3", "PutObject", "BadDigest"),
        # What its reference has besides.
        ("s3", "CreateBucket", "IllegalLocationConstraintException"),
        ("s3", "HeadObject", "404"),
        ("dynamodb", "PutItem", "ThrottlingException"),
        ("dynamodb", "PutItem", "UnrecognizedClientException"),
        ("kinesis", "PutRecord", "ExpiredTokenException"),
        ("iam", "GetRole", "InvalidClientTokenId"),
        ("lambda", "Invoke", "AccessDeniedException"),
    ],
)
def test_errors_of_the_front_door_are_no_surprise(service: str, operation: str, code: str) -> None:
    answer = {"Error": {"Code": code, "Message": "no"}, "ResponseMetadata": {}}
    assert contract(service, operation).check_response(None, answer) == []


@pytest.mark.parametrize(
    ("service", "operation", "code"),
    [("s3", "GetObject", "NoSuchPlace"), ("dynamodb", "PutItem", "BadDigest")],
)
def test_other_errors_are_told(service: str, operation: str, code: str) -> None:
    (violation,) = contract(service, operation).check_response(
        None, {"Error": {"Code": code, "Message": "no"}}
    )
    assert violation.code == "undocumented-error"


def test_a_violation_inside_of_an_error_names_the_error() -> None:
    error = ErrorAnswer("NoSuchBucket", "no", {"BucketName": "reports"})
    exchange = Exchange("s3", "ListObjectsV2", error=error, status=404)
    (violation,) = contract("s3", "ListObjectsV2").check_exchange(exchange)
    assert violation.message == (
        "In the error NoSuchBucket, BucketName is no documented member; there are no members."
    )
