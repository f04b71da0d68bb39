"""Each place in which a recording may hold a secret: sent over HTTP, recorded, searched, replayed."""

from __future__ import annotations

import base64
import functools
import gzip
import itertools
import json
import re
import zlib
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.config import Config
from botocore.eventstream import EventStream

import harness
from harness.models import load_service
from harness.report.check import check
from harness.wire import serialize_response

pytestmark = pytest.mark.usefixtures("not_judged")  # the requests are made to hold secrets, not to be right

SECRET = "Cnry7HunterQ2zXw"
LONG = "Cnry7" + "aB3dE6gH9kL2nO5pQ8sT1vW4yZ7aB0cD3eF"  # 40, as a secret access key has
KEY_ID = "AKIACNRY7HUNTERQ2ZXW"
PEM = f"-----BEGIN RSA PRIVATE KEY-----\n{SECRET}{SECRET}\n-----END RSA PRIVATE KEY-----"
TOKEN = "IQoJ" + "Cnry7HunterQ2zXw" * 5
DATABASE = f"postgres://app:{SECRET}@db.internal:5432/orders"
MARK = "cnry7"


@functools.cache
def client(service: str, endpoint: str) -> Any:
    session = botocore.session.Session()
    session.set_credentials(KEY_ID, LONG, TOKEN)
    config = Config(
        retries={"total_max_attempts": 1}, inject_host_prefix=False, s3={"addressing_style": "path"}
    )
    return session.create_client(service, "us-east-1", endpoint_url=endpoint, config=config)


def base64_of(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def credentials(key: str = "SecretAccessKey") -> dict[str, str]:
    return {"AccessKeyId": KEY_ID, key: LONG, "SessionToken": TOKEN, "Expiration": "2030-01-01T00:00:00Z"}


PARAMETER = {"Name": "/db", "Type": "SecureString", "Value": SECRET, "Version": 1}
IN_TEXT = {
    "a connection string": f"Server=db;User Id=app;Password={SECRET};Port=5432",
    "a URL": DATABASE,
    "a private key": PEM,
    "an access key": f"the key is {KEY_ID}, I think",
    "a secret key": f"aws_secret_access_key = {LONG}",
    "a session token": f"export TOKEN={TOKEN}",
    "a presigned URL": f"https://b.s3.amazonaws.com/k?X-Amz-Signature={SECRET}&X-Amz-Credential={KEY_ID}%2F2026",
    "a JSON document": json.dumps({"user": "app", "password": SECRET}),
    "JSON in JSON": json.dumps({"detail": json.dumps({"db_password": SECRET, "url": DATABASE, "pem": PEM})}),
    "base64": base64_of(f"password={SECRET}\n"),
    "base64 of lines": base64.encodebytes((("x" * 70 + "\n") * 3 + PEM).encode()).decode(),
    "base64 in JSON": json.dumps({"config": base64_of(json.dumps({"clientSecret": SECRET}))}),
    "gzip in base64": base64.b64encode(gzip.compress(f"key {KEY_ID}".encode())).decode(),
}
Case = tuple[str, dict[str, Any], dict[str, Any]]
CASES: dict[str, Case] = {
    "secretsmanager string": (
        "secretsmanager.GetSecretValue",
        {"SecretId": "db"},
        {
            "Name": "db",
            "SecretString": json.dumps({"user": "app", "password": SECRET}),
            "SecretBinary": SECRET.encode(),
        },
    ),
    "secretsmanager request": (
        "secretsmanager.PutSecretValue",
        {"SecretId": "db", "SecretString": SECRET},
        {},
    ),
    "sts": (
        "sts.AssumeRole",
        {"RoleArn": "arn:aws:iam::123456789012:role/r", "RoleSessionName": "me"},
        {"Credentials": credentials()},
    ),
    "sts session": ("sts.GetSessionToken", {}, {"Credentials": credentials()}),
    "iam": (
        "iam.CreateAccessKey",
        {"UserName": "bob"},
        {
            "AccessKey": {
                "UserName": "bob",
                "AccessKeyId": KEY_ID,
                "Status": "Active",
                "SecretAccessKey": LONG,
            }
        },
    ),
    "iam password": ("iam.CreateLoginProfile", {"UserName": "bob", "Password": SECRET}, {}),
    "sso": (
        "sso.GetRoleCredentials",
        {"roleName": "r", "accountId": "123456789012", "accessToken": SECRET},
        {
            "roleCredentials": {
                "accessKeyId": KEY_ID,
                "secretAccessKey": LONG,
                "sessionToken": TOKEN,
                "expiration": 1,
            }
        },
    ),
    "sso-oidc": (
        "sso-oidc.CreateToken",
        {"clientId": "c", "clientSecret": SECRET, "grantType": "refresh_token", "refreshToken": LONG},
        {"accessToken": SECRET, "refreshToken": LONG, "idToken": TOKEN},
    ),
    "cognito": (
        "cognito-idp.InitiateAuth",
        {"AuthFlow": "USER_PASSWORD_AUTH", "ClientId": "client", "AuthParameters": {"PASSWORD": SECRET}},
        {"AuthenticationResult": {"AccessToken": TOKEN, "IdToken": TOKEN + "i", "RefreshToken": TOKEN + "r"}},
    ),
    "cognito-identity": (
        "cognito-identity.GetCredentialsForIdentity",
        {"IdentityId": "us-east-1:1"},
        {"IdentityId": "us-east-1:1", "Credentials": credentials("SecretKey")},
    ),
    "ssm": ("ssm.GetParameter", {"Name": "/db", "WithDecryption": True}, {"Parameter": PARAMETER}),
    "ssm path": ("ssm.GetParametersByPath", {"Path": "/"}, {"Parameters": [PARAMETER, PARAMETER]}),
    "ssm request": (
        "ssm.PutParameter",
        {"Name": "/db", "Value": SECRET, "Type": "SecureString"},
        {"Version": 1},
    ),
    "kms": ("kms.Decrypt", {"CiphertextBlob": b"c"}, {"KeyId": "k", "Plaintext": SECRET.encode()}),
    "kms data key": (
        "kms.GenerateDataKey",
        {"KeyId": "k"},
        {"KeyId": "k", "Plaintext": b"\x00\xff" + SECRET.encode() * 2, "CiphertextBlob": b"c"},
    ),
    "ec2 user data": (
        "ec2.RunInstances",
        {"MinCount": 1, "MaxCount": 1, "UserData": f"#!/bin/sh\nexport PASSWORD={SECRET}\n"},
        {},
    ),
    "ec2 attribute": (
        "ec2.DescribeInstanceAttribute",
        {"InstanceId": "i-0123456789abcdef0", "Attribute": "userData"},
        {"InstanceId": "i-0123456789abcdef0", "UserData": {"Value": base64_of(f"#!/bin/sh\nrun {SECRET}\n")}},
    ),
    "ec2 key pair": ("ec2.CreateKeyPair", {"KeyName": "k"}, {"KeyName": "k", "KeyMaterial": PEM}),
    "rds": ("rds.ModifyDBInstance", {"DBInstanceIdentifier": "d", "MasterUserPassword": SECRET}, {}),
    "lambda": (
        "lambda.UpdateFunctionConfiguration",
        {"FunctionName": "f", "Environment": {"Variables": {"DB_PASSWORD": SECRET}}},
        {"FunctionName": "f", "Environment": {"Variables": {"DB_PASSWORD": SECRET}}},
    ),
    "lambda stream": (
        "lambda.InvokeWithResponseStream",
        {"FunctionName": "f", "Payload": json.dumps({"password": SECRET}).encode()},
        {"EventStream": [{"PayloadChunk": {"Payload": DATABASE.encode()}}, {"InvokeComplete": {}}]},
    ),
    "logs stream": (
        "logs.StartLiveTail",
        {"logGroupIdentifiers": ["arn:aws:logs:us-east-1:123456789012:log-group:g"]},
        {
            "responseStream": [
                {"sessionUpdate": {"sessionResults": [{"message": f"the key is {KEY_ID}"}] * 2}}
            ]
        },
    ),
    "s3 object": (
        "s3.GetObject",
        {"Bucket": "b", "Key": "k", "SSECustomerKey": "x" * 16 + SECRET, "SSECustomerAlgorithm": "AES256"},
        {"Body": f"password={SECRET}\n{PEM}\n".encode()},
    ),
    "s3 gzip": ("s3.GetObject", {"Bucket": "b", "Key": "k.gz"}, {"Body": gzip.compress(PEM.encode())}),
    "s3 upload": ("s3.PutObject", {"Bucket": "b", "Key": "k", "Body": f"a\n{DATABASE}\n".encode()}, {}),
    "s3 session": ("s3.CreateSession", {"Bucket": "b"}, {"Credentials": credentials()}),
    "cbor": (
        "cloudwatch.PutMetricAlarm",
        {
            "AlarmName": "a",
            "EvaluationPeriods": 1,
            "ComparisonOperator": "LessThanThreshold",
            "AlarmDescription": DATABASE,
        },
        {},
    ),
    **{
        f"{name} in a message": (
            "sqs.ReceiveMessage",
            {"QueueUrl": "q"},
            {"Messages": [{"MessageId": "m", "Body": text}]},
        )
        for name, text in IN_TEXT.items()
    },
    **{
        f"{name} in a query": (
            "sns.Publish",
            {"TopicArn": "arn:aws:sns:us-east-1:123456789012:t", "Message": text},
            {},
        )
        for name, text in IN_TEXT.items()
    },
}


def exchange(case: Case, answering: Any) -> Any:
    name, params, result = case
    service, _, operation_name = name.partition(".")
    operation = load_service(service).operation_model(operation_name)
    answering.answer = serialize_response(operation, result)
    method = re.sub(r"(?<!^)(?=[A-Z][a-z])", "_", operation_name.replace("DB", "Db")).lower()
    answer = getattr(client(service, answering.url), method)(**params)
    return {key: list(value) if isinstance(value, EventStream) else value for key, value in answer.items()}


def revealed(content: bytes, depth: int = 3) -> bytes:
    """Return bytes, with all base64 in them decoded, and all gzip unpacked, behind them."""
    found = [content, re.sub(rb"\\+n|\n *", b"", content)]
    for run in re.findall(rb"[A-Za-z0-9+/]{16,}", found[1]) if depth else ():
        decoded = base64.b64decode(run[: len(run) // 4 * 4])
        found.append(revealed(decoded, depth - 1))
    if content.startswith(b"\x1f\x8b"):
        found.append(zlib.decompressobj(31).decompress(content))
    return b"\0".join(found)


@pytest.mark.parametrize(
    ("name", "ending"), list(zip(CASES, itertools.cycle(("yaml", "json")), strict=False))
)
def test_nothing_secret_is_recorded_and_the_recording_plays(
    name: str, ending: str, answering: Any, tmp_path: Path
) -> None:
    path = tmp_path / f"c.{ending}"
    with harness.use_cassette(path, "all"):
        exchange(CASES[name], answering)
    assert MARK.encode() not in revealed(path.read_bytes()).lower()
    with harness.use_cassette(path) as cassette:
        played = exchange(CASES[name], answering)
    assert len(cassette.served) == 1
    assert played["ResponseMetadata"]["HTTPStatusCode"] == 200
    report = check(harness.load_cassette(path))
    assert [
        violation.message for violation in report.errors if violation.code in ("secret", "unreadable")
    ] == []
    assert report.checked == 1


def test_one_secret_has_one_stand_in_across_calls_and_protocols(answering: Any, tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    other = SECRET[:-1] + "Q"
    with harness.use_cassette(path, "all"):
        for secret in (SECRET, other):
            exchange(
                ("ssm.GetParameter", {"Name": "/db"}, {"Parameter": {**PARAMETER, "Value": secret}}),
                answering,
            )
            exchange(("iam.CreateLoginProfile", {"UserName": "bob", "Password": secret}, {}), answering)
            exchange(("kms.Decrypt", {"CiphertextBlob": b"c"}, {"Plaintext": secret.encode()}), answering)
            exchange(("sns.Publish", {"TopicArn": "t", "Message": f"now it is {secret}"}, {}), answering)
    params = [one.facts.params for one in harness.load_cassette(path).interactions]
    stand_ins = [params[1]["Password"], params[5]["Password"]]
    assert len(set(stand_ins)) == 2
    assert all(len(one) == len(SECRET) for one in stand_ins)
    for number, standing in enumerate(stand_ins):
        bodies = [
            one.response.body for one in harness.load_cassette(path).interactions[4 * number : 4 * number + 4]
        ]
        assert standing.encode() in bodies[0]
        assert base64.b64encode(standing.encode()) in bodies[2]
        assert params[4 * number + 3]["Message"] == f"now it is {standing}"


def test_a_recording_plays_in_another_order(answering: Any, tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    cases = [("iam.CreateLoginProfile", {"UserName": "bob", "Password": f"{SECRET}{n}"}, {}) for n in (1, 2)]
    with harness.use_cassette(path, "all"):
        for case in cases:
            exchange(case, answering)
    with harness.use_cassette(path) as cassette:
        exchange(cases[1], answering)
        exchange(cases[0], answering)
    assert len(cassette.served) == 2
    assert cassette.unused() == ()
