"""A caller's forms: what boto3 takes and rewrites is judged as it is sent, and answers as they came."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import botocore.handlers
import pytest

from harness.contract.caller import filled_in, rewriting_of
from harness.contract.contract import contract
from harness.models import find_operation, method_name
from harness.synth import synthetic_client

LAUNCH = {"ImageId": "ami-12345678", "MinCount": 1, "MaxCount": 1}
COPY = {"Bucket": "copies", "Key": "report.csv"}
CONFIGURATION = {"LaunchConfigurationName": "web", "ImageId": "ami-12345678", "InstanceType": "t3.micro"}

OUTPOST = "arn:aws:s3-outposts:us-east-1:123456789012:outpost/op-01ac5d28a6a232904/accesspoint/reports"

TAKEN: list[tuple[str, str, dict[str, Any]]] = [
    (
        "s3",
        "CopyObject",
        {**COPY, "CopySource": {"Bucket": "reports", "Key": "für 2024.csv", "VersionId": "3"}},
    ),
    ("s3", "CopyObject", {**COPY, "CopySource": "reports/für 2024.csv"}),
    (
        "s3",
        "PutObject",
        {**COPY, "Body": "text", "SSECustomerAlgorithm": "AES256", "SSECustomerKey": b"0" * 32},
    ),
    ("s3", "PutObject", {**COPY, "Body": io.BytesIO(b"text"), "Expires": dt.datetime(2024, 5, 1)}),
    ("s3", "PutObject", {**COPY, "Expires": "2024-05-01"}),
    ("s3", "PutObject", {**COPY, "Expires": 1714521600}),
    ("ec2", "RunInstances", {**LAUNCH, "UserData": b"\x1f\x8b\x00"}),
    ("ec2", "RunInstances", {**LAUNCH, "UserData": "#!/bin/sh\n"}),
    ("autoscaling", "CreateLaunchConfiguration", {**CONFIGURATION, "UserData": b"\x00\x01"}),
    # Encoded once it is within the bounds, encoded twice it is not.
    ("autoscaling", "CreateLaunchConfiguration", {**CONFIGURATION, "UserData": "x" * 16_000}),
    ("ec2", "DescribeVolumes", {"Filters": [{"Name": "status", "Values": ["error"]}]}),
    ("logs", "CreateExportTask", {"logGroupName": "app", "fromTime": 1, "to": 2, "destination": "bucket"}),
    ("cloudsearchdomain", "Search", {"query": "star", "returnFields": "title"}),
    ("glacier", "ListVaults", {}),
    ("glacier", "UploadArchive", {"vaultName": "photos", "body": b"archive"}),
    ("route53", "GetHostedZone", {"Id": "/hostedzone/Z0123456789ABCDEFGHIJKLMNOP"}),
    ("route53", "GetChange", {"Id": "/change/C0123456789ABCDEFGHIJKLMNOP"}),
    ("s3control", "GetAccessPoint", {"Name": OUTPOST}),
    ("kms", "Encrypt", {"KeyId": "alias/app", "Plaintext": "text"}),
    ("lex-runtime", "PostText", {"botName": "b", "botAlias": "a", "userId": "u1", "inputText": "hello"}),
    (
        "lex-runtime",
        "PostContent",
        {
            "botName": "b",
            "botAlias": "a",
            "userId": "u1",
            "contentType": "text/plain; charset=utf-8",
            "inputStream": b"hello",
            "sessionAttributes": {"step": 1},
        },
    ),
    (
        "bedrock-runtime",
        "Converse",
        {"modelId": "m", "additionalModelRequestFields": {"top": [1, None, {"k": 1.5}]}},
    ),
    (
        "cloudwatch",
        "PutMetricData",
        {
            "Namespace": "app",
            "MetricData": [{"MetricName": "m", "Value": Decimal("1.5"), "Timestamp": "2024-05-01T00:00:00Z"}],
        },
    ),
]


@pytest.mark.parametrize(("service", "operation", "params"), TAKEN)
def test_what_boto3_takes_breaks_nothing(service: str, operation: str, params: dict[str, Any]) -> None:
    assert contract(service, operation).check_request(params) == []


@pytest.mark.parametrize(("service", "operation", "params"), TAKEN)
def test_boto3_itself_takes_it_and_the_synthetic_aws_answers(
    service: str, operation: str, params: dict[str, Any]
) -> None:
    client = synthetic_client(service)
    assert getattr(client, method_name(operation))(**params)["ResponseMetadata"]["HTTPStatusCode"] < 300


@pytest.mark.parametrize(
    ("service", "operation", "params", "told"),
    [
        ("s3", "CopyObject", {**COPY, "CopySource": {"Bucket": "reports"}}, "CopySource must be a string"),
        ("s3", "CopyObject", {**COPY, "CopySource": 5}, "CopySource must be a string, but was 5"),
        ("ec2", "RunInstances", {**LAUNCH, "UserData": 5}, "UserData must be a string, but was 5"),
        ("route53", "GetHostedZone", {"Id": 5}, "Id must be a string, but was 5"),
        ("route53", "GetHostedZone", {"Id": "/hostedzone/" + "Z" * 33}, "Id must have at most 32 characters"),
        ("glacier", "DescribeVault", {}, "vaultName is missing"),
        ("ec2", "DescribeVolumes", {"Filter": [], "Filters": []}, "Filter is not a documented member"),
        (
            "ec2",
            "DescribeSpotFleetInstances",
            {"SpotFleetRequestId": "s", "Filters": []},
            "Filters is not a documented",
        ),
        ("s3control", "GetAccessPoint", {"Name": "reports"}, "AccountId is missing"),
        # AWS counts what is sent, which is a third longer.
        (
            "autoscaling",
            "CreateLaunchConfiguration",
            {**CONFIGURATION, "UserData": "x" * 20_000},
            "UserData must have at most 21847 characters, but had 26668",
        ),
    ],
)
def test_what_no_handler_puts_right_is_still_told(
    service: str, operation: str, params: dict[str, Any], told: str
) -> None:
    messages = [violation.message for violation in contract(service, operation).check_request(params)]
    assert any(message.startswith(told) for message in messages), messages


def test_parameters_and_model_are_left_as_they_were() -> None:
    operation = find_operation("s3", "CopyObject")
    params = {**COPY, "CopySource": {"Bucket": "reports", "Key": "a"}}
    uri, given = operation.http["requestUri"], dict(params)
    contract("s3", "CopyObject").check_request(params)
    assert params == given
    assert operation.http["requestUri"] == uri == "/{Bucket}/{Key+}"


def test_nothing_rewrites_what_botocore_leaves_alone() -> None:
    assert rewriting_of(find_operation("cloudtrail", "ListInsightsData")) is None
    assert filled_in(find_operation("glacier", "ListVaults")) == {"accountId"}
    assert filled_in(find_operation("athena", "StartQueryExecution")) == {"ClientRequestToken"}


def test_every_handler_of_botocore_that_sees_parameters_was_read() -> None:
    """A new one is to be read: whether it rewrites parameters, changes the model, or only refuses."""
    seen = {
        getattr(handler, "__name__", "")
        for event, handler, *_ in botocore.handlers.BUILTIN_HANDLERS
        if event.startswith(("before-parameter-build", "provide-client-params"))
    }
    assert seen <= {
        "_handle_request_validation_mode_member",
        "alias_parameter_in_call",
        "base64_encode_user_data",
        "convert_body_to_file_like_object",
        "copy_source_sse_md5",
        "fix_route53_ids",
        "generate_idempotent_uuid",
        "handle_copy_source_param",
        "inject_account_id",
        "remove_accid_host_prefix_from_model",
        "remove_bucket_from_url_paths_from_model",
        "set_list_objects_encoding_type_url",
        "sse_md5",
        "validate_ascii_metadata",
        "validate_bucket_name",
    }


def test_every_handler_of_botocore_that_sees_answers_was_read() -> None:
    """A new one is to be read: whether it changes a result, which `as_answered` has to take back."""
    seen = {
        getattr(handler, "__name__", "")
        for event, handler, *_ in botocore.handlers.BUILTIN_HANDLERS
        if event.startswith(("after-call", "before-parse"))
    }
    assert seen <= {
        "_handle_200_error",
        "_handle_sqs_compatible_error",
        "_map_oauth2_errors",
        "decode_console_output",
        "decode_list_object",
        "decode_list_object_v2",
        "decode_list_object_versions",
        "handle_expires_header",
        "json_decode_policies",
        "json_decode_template_body",
        "parse_get_bucket_location",
    }


ROLE: dict[str, Any] = {
    "Path": "/",
    "RoleName": "reader",
    "RoleId": "AROAAAAAAAAAAAAAAAAAA",
    "Arn": "arn:aws:iam::123456789012:role/reader",
    "CreateDate": dt.datetime(2024, 5, 1, tzinfo=dt.UTC),
}


@pytest.mark.parametrize(
    ("service", "operation", "response"),
    [
        (
            "s3",
            "GetObject",
            {"Expires": dt.datetime(2024, 5, 1), "ExpiresString": "Wed, 01 May 2024 00:00:00 GMT"},
        ),
        ("s3", "HeadObject", {"ExpiresString": "never"}),
        ("s3", "GetBucketLocation", {"LocationConstraint": None}),
        ("iam", "GetRole", {"Role": {**ROLE, "AssumeRolePolicyDocument": {"Version": "2012-10-17"}}}),
        ("iam", "ListRoles", {"Roles": [{**ROLE, "AssumeRolePolicyDocument": {"Statement": []}}]}),
        ("cloudformation", "GetTemplate", {"TemplateBody": {"Resources": {}}}),
        ("ec2", "GetConsoleOutput", {"InstanceId": "i-1", "Output": "booted"}),
    ],
)
def test_what_botocore_adds_to_an_answer_or_decodes_breaks_nothing(
    service: str, operation: str, response: dict[str, Any]
) -> None:
    assert contract(service, operation).check_response(None, {**response, "ResponseMetadata": {}}) == []


def test_a_structure_in_place_of_a_text_that_botocore_does_not_decode_is_told() -> None:
    (violation,) = contract("iam", "GetRole").check_response(None, {"Role": {**ROLE, "Path": {"a": 1}}})
    assert violation.message == 'Role.Path must be a string, but was {"a": 1}.'
