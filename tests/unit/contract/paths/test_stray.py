"""Places that no message of an operation can have."""

from __future__ import annotations

import pytest

from harness.contract.paths.stray import Side, stray_place


def said(service: str, operation: str | None, pointer: str, side: Side) -> str | None:
    stray = stray_place(service, operation, tuple(pointer.split("/")[1:]), side)
    return None if stray is None else stray.worded(f"{service}.{operation or '*'}:")


@pytest.mark.parametrize(
    ("service", "operation", "pointer", "side"),
    [
        ("dynamodb", "ListTables", "/Limit", "request"),
        ("dynamodb", "ListTables", "/*", "request"),
        ("dynamodb", "PutItem", "/Item/any key/S", "request"),
        ("s3", None, "/Key", "request"),
        ("s3", "PutObject", "/Metadata/a~1b", "request"),
        ("ec2", "DescribeInstances", "/Reservations/*/OwnerId", "answer"),
        ("ec2", "DescribeInstances", "/Reservations/0/OwnerId", "answer"),
        ("ec2", "DescribeInstances", "/Error/Message", "answer"),
        ("ec2", "DescribeInstances", "/Reservations/OwnerId", "request or answer"),
        ("ssm", "GetParameter", "/Parameter/Value/in/a/document", "request or answer"),
        ("ssm", "GetParameter", "/Name", "request or answer"),
        ("lexv2-runtime", "StartConversation", "/requestEventStream/*/AudioInputEvent", "request"),
    ],
)
def test_places_that_there_are(service: str, operation: str | None, pointer: str, side: Side) -> None:
    assert said(service, operation, pointer, side) is None


@pytest.mark.parametrize(
    ("service", "operation", "pointer", "side", "message"),
    [
        (
            "dynamodb",
            "ListTables",
            "/Limt",
            "request",
            "dynamodb.ListTables has no /Limt in its request. Did you mean 'dynamodb.ListTables:/Limit'?",
        ),
        (
            "dynamodb",
            "ListTables",
            "/Limit/x",
            "request",
            "dynamodb.ListTables has no /Limit/x in its request.",
        ),
        (
            "s3",
            None,
            "/Kye",
            "request",
            "No operation of s3 has a /Kye in its request. Did you mean 's3.*:/Key'?",
        ),
        (
            "ec2",
            "DescribeInstances",
            "/Reservations/OwnerId",
            "answer",
            (
                "ec2.DescribeInstances has no /Reservations/OwnerId in its answer. Did you mean "
                "'ec2.DescribeInstances:/Reservations/*/OwnerId'?"
            ),
        ),
        (
            "ssm",
            "GetParameter",
            "/Parametre/Value",
            "request or answer",
            (
                "ssm.GetParameter has no /Parametre in its request or answer. Did you mean "
                "'ssm.GetParameter:/Parameter/Value'?"
            ),
        ),
        (
            "bedrock-runtime",
            "Converse",
            "/messages/*/content/*/txt",
            "request",
            (
                "bedrock-runtime.Converse has no /messages/*/content/*/txt in its request. Did you mean "
                "'bedrock-runtime.Converse:/messages/*/content/*/text'?"
            ),
        ),
    ],
)
def test_places_that_there_are_not(
    service: str, operation: str | None, pointer: str, side: Side, message: str
) -> None:
    assert said(service, operation, pointer, side) == message
