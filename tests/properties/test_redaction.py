"""Redaction under random secrets: none is left, form is kept, and what holds no secret is left alone."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote, quote_plus, urlencode
from xml.sax.saxutils import escape

import cbor2
import pytest
from botocore.model import ServiceModel
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from harness.cassette.model import Request, Response
from harness.contract.patterns import compile_pattern, matches, pattern_of
from harness.models import load_service
from harness.redaction import redact_request, redact_response, redact_value, stand_in
from harness.redaction.stand_ins import fitting, is_stand_in

secrets = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=12, max_size=40)


def tells(message: str | bytes, secret: str) -> bool:
    """Tell whether a message holds a secret, in any spelling a protocol might give it."""
    data = message if isinstance(message, bytes) else message.encode()
    raw = secret.encode()
    spellings = {raw, json.dumps(secret)[1:-1].encode(), escape(secret).encode()}
    spellings |= {quote(secret).encode(), quote_plus(secret).encode()}
    spellings |= {base64.b64encode(b"." * n + raw)[4:-4] for n in range(3)}
    return any(spelling in data for spelling in spellings)


@given(st.text())
def test_a_stand_in_is_its_own_and_as_long(text):
    standing = stand_in(text)
    assert stand_in(standing) == standing
    assert len(standing) == len(text)


@pytest.fixture(scope="module")
def sensitive_strings():
    """The sensitive string shapes with a pattern of a few services that differ much."""
    shapes = (
        model.shape_for(name)
        for model in map(load_service, ("cognito-idp", "fsx", "iam", "lambda", "payment-cryptography", "sso"))
        for name in model.shape_names
    )
    return [s for s in shapes if s.metadata.get("sensitive") and is_common(s.metadata.get("pattern"))]


def is_common(pattern: str | None) -> bool:
    """Tell whether Hypothesis can draw from a pattern: Python's engine knows no ``\\p{L}``."""
    translated = compile_pattern(pattern).part if pattern else None
    return translated is not None and "\\p" not in translated.lower()


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_stand_in_satisfies_the_pattern_that_its_secret_does(sensitive_strings, data):
    shape = data.draw(st.sampled_from(sensitive_strings))
    pattern = pattern_of(shape.metadata)
    spelled = data.draw(st.sampled_from([pattern.whole, pattern.part]))
    text = data.draw(st.from_regex(spelled))
    assume(matches(spelled, text))
    standing = fitting(shape, text)
    assert matches(spelled, standing)
    assert len(standing) == len(text)
    assert fitting(shape, standing) == standing


REQUESTS = {
    "secretsmanager.CreateSecret": ("json", {"Name": "plain-name", "SecretString": ...}),
    "cognito-idp.SignUp": ("json", {"ClientId": "plain", "Username": "plain", "Password": ...}),
    "iam.CreateLoginProfile": ("form", {"UserName": "plain-name", "Password": ...}),
    "rds.CreateDBInstance": ("form", {"DBInstanceIdentifier": "plain", "MasterUserPassword": ...}),
    "ec2.RunInstances": ("form", {"KeyName": "plain", "UserData": ...}),
    "ssm.PutParameter": ("json", {"Name": "plain-name", "Value": ...}),
}


def filled(value, secret):
    if value is ...:
        return secret
    return {key: filled(each, secret) for key, each in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize("name", REQUESTS)
@given(secret=secrets)
def test_no_secret_is_left_in_a_request(name, secret):
    assume(not is_stand_in(secret))
    service, _, operation_name = name.partition(".")
    operation = load_service(service).operation_model(operation_name)
    form, template = REQUESTS[name]
    params = filled(template, secret)
    body = (json.dumps(params) if form == "json" else urlencode(params)).encode()
    redacted, redacted_params = redact_request(
        operation, Request("POST", "https://x.invalid/", (), body), params
    )
    assert not tells(redacted.body, secret)
    assert not tells(json.dumps(redacted_params), secret)
    assert redact_value(operation.input_shape, redacted_params, service=service) == redacted_params


RESPONSES = {
    "json": (
        "secretsmanager.GetSecretValue",
        lambda s: json.dumps({"Name": "n", "SecretString": s}).encode(),
    ),
    "json, escaped": (
        "secretsmanager.GetSecretValue",
        lambda s: json.dumps({"SecretString": s}, ensure_ascii=False).replace("/", "\\/").encode(),
    ),
    "xml": (
        "sts.GetSessionToken",
        lambda s: (
            f"<R><GetSessionTokenResult><Credentials><SecretAccessKey>{escape(s)}</SecretAccessKey>"
            "</Credentials></GetSessionTokenResult></R>".encode()
        ),
    ),
    "ec2": (
        "ec2.CreateKeyPair",
        lambda s: f"<R><keyMaterial>{escape(s)}</keyMaterial><keyName>n</keyName></R>".encode(),
    ),
    "blob": (
        "kms.Decrypt",
        lambda s: json.dumps({"Plaintext": base64.b64encode(s.encode()).decode()}).encode(),
    ),
    "payload": ("unread lambda.Invoke", lambda s: s.encode()),
}


def operation_of(name):
    """Return an operation; an unread one is of a service whose sensitive shapes nobody has read."""
    service, _, operation_name = name.removeprefix("unread ").partition(".")
    model = load_service(service)
    if name.startswith("unread "):
        model = ServiceModel(model._service_description, f"unread-{service}")
    return model.operation_model(operation_name)


@pytest.mark.parametrize("form", RESPONSES)
@given(secret=secrets)
def test_no_secret_is_left_in_a_response(form, secret):
    assume(not is_stand_in(secret))
    name, write = RESPONSES[form]
    operation = operation_of(name)
    redacted = redact_response(operation, Response(200, "OK", (), write(secret)))
    assert not tells(redacted.body, secret)
    assert redact_response(operation, redacted) == redacted


documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


@given(document=documents, indent=st.sampled_from([None, 1]))
def test_a_body_without_a_secret_is_left_alone(document, indent):
    operation = load_service("secretsmanager").operation_model("GetSecretValue")
    body = json.dumps({"Name": "n", "VersionStages": document}, indent=indent).encode()
    response = Response(200, "OK", (("content-length", "1"),), body)
    assert redact_response(operation, response) == response


@given(document=documents)
def test_cbor_without_a_secret_is_left_alone(document):
    operation = load_service("cloudwatch").operation_model("GetMetricData")
    response = Response(200, "OK", (("content-type", "application/cbor"),), cbor2.dumps({"x": document}))
    assert redact_response(operation, response) == response


@given(body=st.binary(max_size=60))
@pytest.mark.parametrize("name", ["kms.Decrypt", "sts.AssumeRole", "s3.GetObject", "unread lambda.Invoke"])
def test_any_bytes_can_be_redacted_twice(name, body):
    operation = operation_of(name)
    redacted = redact_response(operation, Response(200, "OK", (), body))
    assert redact_response(operation, redacted) == redacted
