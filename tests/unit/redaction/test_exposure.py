"""What is told by compiled shapes is what the editors, which go through everything, tell."""

from __future__ import annotations

import json

import pytest

from harness.cassette.exchange import exchange_of, interaction_of
from harness.cassette.model import Interaction, Request, Response
from harness.contract.contract import contract
from harness.models import find_operation, parse_operation_name
from harness.redaction import DEFAULT, examine, glance, redact_interaction
from harness.redaction.edit import SecretEditor
from harness.redaction.exposure import guarded_headers, guarded_names, is_exposed
from harness.synth.exchanges import exchanges

GUARDED = (
    "cognito-idp.AdminCreateUser",
    "apigateway.CreateApiKey",
    "iam.CreateAccessKey",
    "kms.Decrypt",
    "wafv2.CreateAPIKey",
    "rds.CreateDBInstance",
    "rds.DescribeDBInstances",
    "secretsmanager.GetSecretValue",
    "sts.AssumeRole",
    "pinpoint.GetGcmChannel",
)


def made(name: str, count: int) -> list[Interaction]:
    return [
        interaction_of(
            one.exchange,
            Request(one.method, one.url, one.headers, one.body),
            one.response,
            protocol=one.protocol,
            source=one.source,
        )
        for one in exchanges(contract(*parse_operation_name(name)), count)
    ]


@pytest.mark.parametrize("name", GUARDED)
def test_the_same_is_found_as_by_going_through_everything(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    operation = find_operation(*parse_operation_name(name))
    secrets = made(name, 3)
    assert len(secrets) == 3
    for secret in secrets:
        clean = redact_interaction(operation, secret)
        quick = [examine(operation, one) for one in (secret, clean)]
        assert [examine(operation, one, exchange=exchange_of(one)) for one in (secret, clean)] == quick
        with monkeypatch.context() as patch:
            patch.setattr(glance, "_is_request_exposed", lambda *_: True)
            patch.setattr(glance, "_is_response_exposed", lambda *_: True)
            assert [examine(operation, one) for one in (secret, clean)] == quick
        assert quick[0][1]
        assert quick[1] == (clean, ())


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("sts.AssumeRole", (b"SecretAccessKey", b"SessionToken")),
        ("rds.DescribeDBInstances", (b"MasterUserPassword",)),
        ("ec2.CreateKeyPair", (b"keyMaterial",)),
        ("ec2.DescribeInstances", ()),
        ("iam.ListUsers", ()),
    ],
)
def test_the_elements_of_xml_at_which_a_model_guards_something(name: str, names: tuple[bytes, ...]) -> None:
    operation = find_operation(*parse_operation_name(name))
    service = operation.service_model.service_name
    assert guarded_names(operation.output_shape, DEFAULT.members, "xml", service) == names


@pytest.mark.parametrize(
    ("name", "headers"),
    [
        ("s3.PutObject", frozenset({"x-amz-server-side-encryption-customer-key"})),
        ("sns.Publish", frozenset()),
        ("iot.CreateTopicRule", None),  # in its payload
        ("apigateway.ImportApiKeys", None),
    ],
)
def test_the_headers_in_which_a_model_guards_something(name: str, headers: frozenset[str] | None) -> None:
    operation = find_operation(*parse_operation_name(name))
    service = operation.service_model.service_name
    assert guarded_headers(operation.input_shape, DEFAULT.members, service) == headers


FORM = (("Content-Type", "application/x-www-form-urlencoded"),)


@pytest.mark.parametrize(
    ("name", "request_", "is_clean"),
    [
        ("s3.PutObject", Request("PUT", "https://b.s3.amazonaws.com/k", (), b"<a>"), True),
        (
            "s3.PutObject",
            Request("PUT", "https://b.s3.amazonaws.com/k", (("X-Amz-MFA", "1"),), b""),
            True,
        ),
        (
            "s3.PutObject",
            Request("PUT", "https://b.s3.amazonaws.com/k", (("x-amz-meta-db-password", "Hunter-22"),), b""),
            False,
        ),
        (
            "s3.PutObject",
            Request(
                "PUT",
                "https://b.s3.amazonaws.com/k",
                (
                    (
                        "x-amz-server-side-encryption-customer-key",
                        "SHVudGVyLTIyLVRydW1wZXQ=",
                    ),
                ),
            ),
            False,
        ),
        ("sns.Publish", Request("POST", "https://x.invalid/", FORM, b"Action=Publish&Message=hello"), True),
        ("sns.Publish", Request("POST", "https://x.invalid/", FORM, b"PhoneNumber=%2B4915112345678"), False),
        ("sns.Publish", Request("POST", "https://x.invalid/", FORM, b"Phone%4eumber=4915112345678"), False),
        ("ec2.RunInstances", Request("POST", "https://x.invalid/", FORM, b"UserData=dG91Y2ggYQ"), False),
    ],
)
def test_requests_at_a_glance(
    name: str, request_: Request, is_clean: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    operation = find_operation(*parse_operation_name(name))
    recorded = Interaction(request_, Response(200), None)
    assert clean((operation, recorded, None)) == [is_clean]
    monkeypatch.setattr(glance, "_is_request_exposed", lambda *_: True)
    assert (examine(operation, recorded)[1] == ()) is is_clean


def test_the_arn_of_a_secret_names_none() -> None:
    operation = find_operation("secretsmanager", "DescribeSecret")
    body = b'{"ARN":"arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-a1B2c3","Name":"shop"}'
    recorded = Interaction(Request("POST", "https://x.invalid/"), Response(200, body=body), None)
    assert clean((operation, recorded, None)) == [True]


def clean(*recorded: glance.Recording) -> list[bool]:
    return [glance.is_clean(one, SecretEditor(DEFAULT)) for one in recorded]


def test_it_is_told_at_a_glance_what_holds_no_secret() -> None:
    recorded: list[glance.Recording] = []
    for name in ("dynamodb.ListTables", "lambda.ListFunctions"):
        operation = find_operation(*parse_operation_name(name))
        for one in made(name, 2):
            redacted = redact_interaction(operation, one)
            recorded.append((operation, redacted, exchange_of(redacted)))
    assert clean(*recorded) == [True] * 4
    operation = recorded[-1][0]
    assert clean((operation, _with_password(), None)) == [False]
    request = Request("GET", "https://joe:hunter2@example.invalid/")
    unknown = Interaction(request, Response(200), None)
    assert clean((None, unknown, None)) == [False]


def _with_password() -> Interaction:
    answer = {
        "Functions": [{"FunctionName": "f", "Environment": {"Variables": {"A": "wJalrXUtnFEMIK7MDENG"}}}]
    }
    return Interaction(Request("GET", "https://x.invalid/"), Response(200, body=json.dumps(answer).encode()))


LIST_FUNCTIONS = find_operation("lambda", "ListFunctions").output_shape


@pytest.mark.parametrize(
    ("variables", "exposed"),
    [
        (None, False),
        ({}, False),
        ({"xxxxxxxx": "xxxx-000"}, False),
        ({"DATABASE": "orders"}, False),
        ({"DATABASE_PASSWORD": "orders!"}, True),
        ({"DATABASE": "wJalrXUtnFEMIK7MDENG"}, True),
        ({"DATABASE": {"a": 1}}, True),
    ],
)
def test_sensitive_maps(variables: object, exposed: bool) -> None:
    result = {"Functions": [{"FunctionName": "a", "Environment": {"Variables": variables}}]}
    assert is_exposed(LIST_FUNCTIONS, result, DEFAULT.members, "json", "lambda") is exposed


def test_names_that_no_model_has() -> None:
    for extra, exposed in (
        ({"Colour": "red"}, False),
        ({"Password": "a"}, True),
        ({"Colour": {"a": 1}}, True),
    ):
        result = {"Functions": [{"FunctionName": "a", **extra}]}
        assert is_exposed(LIST_FUNCTIONS, result, DEFAULT.members, "json") is exposed
