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
    error = ErrorAnswer("NoSuchBucket", "no", {"Bucket": {"Name": "reports"}})
    exchange = Exchange("s3", "ListObjectsV2", error=error, status=404)
    (violation,) = contract("s3", "ListObjectsV2").check_exchange(exchange)
    assert violation.message == (
        "In the error NoSuchBucket, Bucket is not a documented member; there are no members."
    )


@pytest.mark.parametrize(
    ("operation", "code", "details"),
    [
        ("GetObject", "NoSuchKey", {"Key": "a.txt"}),
        ("ListObjectsV2", "NoSuchBucket", {"BucketName": "orders"}),
        ("AbortMultipartUpload", "NoSuchUpload", {"UploadId": "1"}),
        ("GetObject", "InvalidObjectState", {"StorageClass": "GLACIER", "Resource": "/orders/a.txt"}),
    ],
)
def test_an_error_of_s3_may_tell_more_than_its_model_has(
    operation: str, code: str, details: dict[str, str]
) -> None:
    error = ErrorAnswer(code, "no", details)
    assert contract("s3", operation).check_exchange(Exchange("s3", operation, error=error, status=404)) == []


def test_a_detail_is_a_text_and_of_s3_alone() -> None:
    nested = ErrorAnswer("NoSuchKey", "no", {"Key": {"Name": "a.txt"}})
    other = ErrorAnswer("ResourceNotFoundException", "no", {"TableName": "orders"})
    for service, operation, error in (("s3", "GetObject", nested), ("dynamodb", "PutItem", other)):
        (violation,) = contract(service, operation).check_exchange(Exchange(service, operation, error=error))
        assert violation.code == "unknown-member"
