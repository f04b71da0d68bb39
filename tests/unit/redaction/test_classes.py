"""Sensitive shapes that hold data are kept, without what looks like a secret in them."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from harness.cassette.model import Facts, Interaction, Request, Response
from harness.models import find_operation, load_service, parse_operation_name
from harness.redaction import examine, redact_value, scan
from harness.redaction.classes import is_credential_shape
from harness.redaction.exposure import is_guarded
from harness.redaction.specification import DEFAULT

KEY = "AKIA" + "QWERTYUIOPASDFGH"
DATA = {
    ("cognito-idp", "UsernameType"),
    ("lambda", "Blob"),
    ("stepfunctions", "SensitiveData"),
    ("bedrock-runtime", "Body"),
}


@pytest.mark.parametrize(("service", "shape"), sorted(DATA))
def test_the_shapes_that_hold_data(service: str, shape: str) -> None:
    assert not is_credential_shape(service, shape)
    assert load_service(service).shape_for(shape).metadata["sensitive"]


@pytest.mark.parametrize(
    ("service", "shape"), [("cognito-idp", "PasswordType"), ("sts", "Blob"), ("", "Blob"), ("x", "Y")]
)
def test_any_other_is_a_credential(service: str, shape: str) -> None:
    assert is_credential_shape(service, shape)


def redacted(name: str, params: Any) -> Any:
    operation = find_operation(*parse_operation_name(name))
    return redact_value(operation.input_shape, params, service=operation.service_model.service_name)


def payload(value: object) -> str:
    return base64.b64encode(json.dumps(value).encode()).decode()


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("cognito-idp.AdminGetUser", {"UserPoolId": "p", "Username": "bob"}),
        ("lambda.Invoke", {"FunctionName": "f", "Payload": payload({"order": 7})}),
        ("stepfunctions.StartExecution", {"stateMachineArn": "a", "input": '{"order": 7}'}),
        ("bedrock-runtime.InvokeModel", {"modelId": "m", "body": payload({"prompt": "Hello"})}),
    ],
)
def test_data_is_kept(name: str, params: Any) -> None:
    assert redacted(name, params) == params


def test_secrets_within_data_are_not() -> None:
    given = {"FunctionName": "f", "Payload": payload({"order": 7, "password": "Hunter-22", "key": KEY})}
    assert redacted("lambda.Invoke", given) == {
        "FunctionName": "f",
        "Payload": payload({"order": 7, "password": "Xxxxxx-00", "key": "X" * 20}),
    }


def test_what_is_marked_beside_data_is_replaced() -> None:
    given = {"UserPoolId": "p", "Username": "bob", "Password": "Hunter-22"}
    assert redacted("cognito-idp.AdminSetUserPassword", given) == {**given, "Password": "Xxxxxx-00"}


def test_without_a_service_everything_marked_is_replaced() -> None:
    shape = find_operation("cognito-idp", "AdminGetUser").input_shape
    assert redact_value(shape, {"Username": "bob"}) == {"Username": "xxx"}


def test_what_holds_nothing_else_needs_no_walk() -> None:
    shape = find_operation("bedrock-runtime", "InvokeModel").output_shape
    assert is_guarded(shape, DEFAULT)
    assert not is_guarded(shape, DEFAULT, "bedrock-runtime")


def test_exchanges_of_data_are_clean_at_a_glance_and_in_full() -> None:
    operation = find_operation("stepfunctions", "StartSyncExecution")
    answer = {
        "executionArn": "a",
        "output": '{"order": 7}',
        "startDate": 1,
        "stopDate": 2,
        "status": "SUCCEEDED",
    }
    params = {"stateMachineArn": "a", "input": '{"order": 7}'}
    recorded = Interaction(
        Request("POST", "https://x.invalid/", (), json.dumps(params).encode()),
        Response(200, body=json.dumps(answer).encode()),
        Facts("stepfunctions", "StartSyncExecution", params=params),
    )
    assert scan(operation, recorded) == ()
    assert examine(operation, recorded) == (recorded, ())


def parameter(name: str, kind: str, value: str) -> dict[str, str]:
    return {"Name": name, "Type": kind, "Value": value}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (parameter("/shop/size", "String", "42"), "42"),
        (parameter("/shop/zones", "StringList", "a,b"), "a,b"),
        (parameter("/aws/ami", "String", "ami-0c94855ba95c71c99"), "ami-0c94855ba95c71c99"),
        (parameter("/shop/size", "SecureString", "42"), "00"),
        ({"Type": "String", "Name": "/shop/db_password", "Value": "Hunter-22"}, "Xxxxxx-00"),
        (parameter("/shop/size", "String", f"see {KEY}"), "see XXXXXXXXXXXXXXXXXXXX"),
        ({"Name": "/shop/size", "Value": "42"}, "00"),
    ],
)
def test_a_parameter_of_ssm_is_what_its_type_says(given: dict[str, str], expected: str) -> None:
    assert redacted("ssm.PutParameter", given) == {**given, "Value": expected}
    operation = find_operation("ssm", "GetParameter")
    answer = Response(200, body=json.dumps({"Parameter": given}).encode())
    recorded = Interaction(
        Request("POST", "https://x.invalid/", (), b"{}"), answer, Facts("ssm", "GetParameter", params={})
    )
    edited, found = examine(operation, recorded)
    assert json.loads(edited.response.body) == {"Parameter": {**given, "Value": expected}}
    assert bool(found) is (expected != given["Value"])
