"""What a name that a user gave says of what it names, in any format, and what it does not."""

from __future__ import annotations

import base64
import gzip
import json
from dataclasses import replace

import cbor2
import pytest

from harness.cassette.model import Response
from harness.models import find_operation
from harness.redaction import DEFAULT, redact_response, redact_value
from harness.redaction.names import is_secret, says_nothing, strength
from harness.redaction.specification import Redaction

PUBLISH = find_operation("sns", "Publish").input_shape
SECRET = "q7Rk29xLm0Tz4WbV"


def published(text: str) -> str:
    return str(redact_value(PUBLISH, {"Message": text}, service="sns")["Message"])


@pytest.mark.parametrize(
    "text",
    [
        '{"pwd": "%s"}',
        '{"a": [{"apiKey": "%s"}]}',
        '\ufeff{"client_secret": "%s"}',
        '{"\\u0070assword": "%s"}',
        '{"name": "DB_PASSWORD", "value": "%s"}',
        '{"value": "%s", "name": "API_TOKEN"}',
        '{"headers": [["x-api-key", "%s"]]}',
        '{"passwords": ["%s", "second"]}',
        '{"password": {"S": "%s"}}',
        '{"Items.0.user.passwd.S": "%s"}',
        "spring.datasource.password.value=%s\n",
        '{"RandomPassword": "%s"}',
        '{"Parameters": {"Plain": {"Type": "String", "NoEcho": true, "Default": "%s"}}}',
        '{"a": 1}\n{"secret": "%s"}\n',
        '2026-11-22 INFO done {"user": "a", "password": "%s"}',
        "{'user': 'a', 'password': '%s'}",
        "db:\n  password: %s\n",
        "password: >-\n  %s\nuser: a\n",
        "env:\n  - name: API_TOKEN\n    value: %s\n",
        "export API_TOKEN='%s'\n",
        "[db]\npassword = %s\n",
        "db.password=%s\n",
        "<r><apiKey>%s</apiKey></r>",
        '<add key="DbPassword" value="%s"/>',
        "<name>fs.s3a.secret.key</name><value>%s</value>",
        "user,password\na,%s\n",
        "Server=x;Uid=a;Pwd=%s;",
        "CREATE USER a IDENTIFIED BY '%s'",
        "INSERT INTO users (name, password) VALUES ('a', '%s')",
        "tool --password %s --verbose",
        "curl -u admin:%s https://x.example.com/",
        "docker login -u bob -p %s registry.example.com",
        "#cloud-config\nchpasswd:\n  list: |\n    root:RANDOM\n    ubuntu:%s\n",
        '{"SecretCode": "%s"}',
        "GET /callback?state=1&code=%sAbCd9&x=1",
        "Authorization: Bearer %s",
        "p=%%257B%%2522password%%2522%%253A%%2520%%2522%s%%2522%%257D",
        "machine x login bob password %s",
        "AccountName=a;AccountKey=%s",
        "Parameters:\n  Plain:\n    Type: String\n    NoEcho: true\n    Default: %s\n",
        "Parameters:\n  Plain:\n    Default: %s\n    Type: String\n    NoEcho: true\n",
        "define( 'DB_PASSWORD', '%s' );\n",
        "set -x DB_PASSWORD %s\n",
        '<add value="%s" key="ApiKey"/>',
        "<input type='password' name='p' value='%s'>",
        '--b\r\nContent-Disposition: form-data; name="password"\r\n\r\n%s\r\n--b--\r\n',
        "https://x.example.com/?next=https%%3A%%2F%%2Fu%%3A%s%%40h%%2Fd",
        "jdbc:oracle:thin:scott/%s@//db:1521/orcl",
        "CREATE LOGIN a WITH PASSWORD = N'%s', CHECK_POLICY = ON;",
        'CREATE USER a IDENTIFIED BY "%s";',
        "USER shop\r\n331 Password required\r\nPASS %s\r\n230 Logged in\r\n",
        "a1 LOGIN joe %s\r\n",
        "AUTH PLAIN %s=\r\n",
    ],
)
def test_names_tell_secrets_in_any_format(text: str) -> None:
    redacted = published(text % SECRET)
    assert SECRET not in redacted
    assert published(redacted) == redacted
    for bound in (b"[%s]", b'{"Message": %s}'):
        body = bound % json.dumps(text % SECRET).encode()
        assert SECRET.encode() not in redact_response(None, Response(200, body=body)).body


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda text: base64.b64encode(text.encode()).decode(),
        lambda text: base64.urlsafe_b64encode(text.encode()).decode().rstrip("="),
        lambda text: base64.b64encode(gzip.compress(text.encode())).decode(),
        lambda text: base64.b64encode(gzip.compress(b"a") + gzip.compress(text.encode())).decode(),
        lambda text: json.dumps({"b": json.dumps({"b": json.dumps({"b": json.dumps({"b": text})})})}),
    ],
)
def test_what_is_encoded_is_read(wrapped: object) -> None:
    assert callable(wrapped)
    text = wrapped(json.dumps({"note": "???>>>", "password": SECRET}))
    assert published(text) != text
    assert published(published(text)) == published(text)


@pytest.mark.parametrize(
    "text",
    [
        "PWD=/home/app",
        '{"password": true, "token": null}',
        "SELECT 1 FROM users WHERE password = ?",
        "DB_PASSWORD=$DB_PASSWORD",
        "DB_PASSWORD={{resolve:secretsmanager:db:SecretString:password}}",
        "password = os.environ['PW']",
        "const password = process.env.DB_PASSWORD;",
        "password=None,",
        '{"nextToken": "hE0ARNPolcbiW83pj97QU/RiaDliJUe15"}',
        '{"max_tokens": 1024, "tokens": ["the", "quick", "fox"]}',
        '{"AccessKeyId": "AKIAIOSFODNN7EXAMPLE"}',
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf",
        "commit 9d2f1c4b8a7e6d5c4b3a29181706f5e4d3c2b1a0",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "85ed4f69-9137-4bfe-9ad7-a02806e3396f",
        "password: must not be empty",
        "Wrong password for user bob",
        "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "CREATE TABLE users (id INT, password VARCHAR(255) NOT NULL, token TEXT)",
        '<label for="password">Password</label>',
        "secret: projects/123/secrets/db-password/versions/latest",
        "PASS src/app.test.js\nPASS src/cart.test.js",
        "250-AUTH PLAIN LOGIN CRAM-MD5",
    ],
)
def test_innocent_texts_stay(text: str) -> None:
    assert published(text) == text


@pytest.mark.parametrize(
    ("name", "sure"),
    [
        ("dbPassword", 2),
        ("DB_PASS", 2),
        ("--api-key", 2),
        ("client_secret", 2),
        ("token", 1),
        ("X-Figma-Token", 1),
        ("nextToken", 0),
        ("ClientRequestToken", 0),
        ("password_policy", 0),
        ("tokenType", 0),
        ("secretArn", 0),
        ("compass", 0),
        ("key", 0),
    ],
)
def test_how_sure_a_name_is(name: str, sure: int) -> None:
    assert strength(name) == sure


def test_weak_names_need_what_looks_drawn_at_random() -> None:
    assert not is_secret("token", "EOF")
    assert is_secret("token", SECRET)
    assert is_secret("password", "letmein")


@pytest.mark.parametrize(
    ("name", "params", "place"),
    [
        ("elasticache.CreateReplicationGroup", {"AuthToken": "abcdefgh"}, "AuthToken"),
        ("apigateway.CreateApiKey", {"value": "abcdefgh"}, "value"),
        ("wafv2.GetDecryptedAPIKey", {"APIKey": "abcdefgh"}, "APIKey"),
    ],
)
def test_members_that_models_forget_to_mark(name: str, params: dict[str, str], place: str) -> None:
    service, _, operation = name.partition(".")
    shape = find_operation(service, operation).input_shape
    assert redact_value(shape, params, service=service)[place] == "xxxxxxxx"


def test_what_is_kept_stays() -> None:
    shape = find_operation("ssm", "PutParameter").input_shape
    given = {"Name": "n", "Value": "Hunter-22x", "Type": "SecureString"}

    def redacted(*keep: str, operation: str = "PutParameter") -> str:
        rules: Redaction = replace(DEFAULT, keep=keep).of("ssm", operation)
        return str(redact_value(shape, given, rules, service="ssm")["Value"])

    assert redacted() == "Xxxxxx-00x"
    assert redacted("/Value") == "Hunter-22x"
    assert redacted("ssm.PutParameter/Value") == "Hunter-22x"
    assert redacted("ssm.*/Value") == "Hunter-22x"
    assert redacted("ssm.GetParameter/Value") == "Xxxxxx-00x"


def test_a_token_of_ecr_decodes_as_before() -> None:
    shape = find_operation("ecr", "GetAuthorizationToken").output_shape
    token = base64.b64encode(b"AWS:Hunter-22x").decode()
    answer = {"authorizationData": [{"authorizationToken": token}]}
    redacted = redact_value(shape, answer, service="ecr")["authorizationData"][0]["authorizationToken"]
    assert base64.b64decode(redacted) == b"AWS:Xxxxxx-00x"


@pytest.mark.parametrize(
    "value",
    [
        "<redacted>",
        "******",
        "EOF",
        "false",
        "must have at least 8 characters",
        "Your password is too short.",
    ],
)
def test_what_says_that_a_secret_is_left_out_or_wrong_stays(value: str) -> None:
    assert says_nothing("password", value)
    body = json.dumps({"password": value, "errors": {"password": [value]}})
    assert published(body) == body


def test_a_pass_phrase_of_many_words_goes() -> None:
    assert "correct horse" not in published('{"password": "correct horse battery staple"}')
    assert not says_nothing("password", "correct horse battery staple")


def test_names_in_bytes_that_are_a_map_of_cbor_tell_secrets() -> None:
    get = find_operation("s3", "GetObject")
    body = cbor2.dumps({"user": "a", "db": {"password": SECRET, "port": 5432, "raw": b"\xff\x00"}})
    redacted = redact_response(get, Response(200, body=body)).body
    assert cbor2.loads(redacted) == {
        "user": "a",
        "db": {"password": "x0Xx00xXx0Xx0XxX", "port": 5432, "raw": b"\xff\x00"},
    }
    followed = body + b"\x00\x01"  # the rest of it would be lost
    assert redact_response(get, Response(200, body=followed)).body == followed


HEX, WORD = "0a1b2c3d4e5f6978" * 4, "aB3dE6gH9jK2mN5pQ8sT1vW4xY7z" * 3


@pytest.mark.parametrize(
    "token",
    [
        f"lin_oauth_{HEX}",
        f"pcsk_{WORD[:5]}_{WORD[:64]}",
        f"tvly-{WORD[:32]}",
        f"lsv2_pt_{HEX[:32]}_{HEX[:10]}",
        f"apify_api_{WORD[:36]}",
        f"{WORD[:76]}AZDO{WORD[:4]}",
        f"pk_12345678_{HEX[:32].upper()}",
        f"access-sandbox-{HEX[:8]}-{HEX[:4]}-{HEX[:4]}-{HEX[:4]}-{HEX[:12]}",
        f"00D{WORD[:15]}!{WORD}",
        f"1000.{HEX[:32]}.{HEX[:32]}",
    ],
)
def test_tokens_of_vendors(token: str) -> None:
    assert token not in published(f"Deploy failed with {token}; rotate it.")


@pytest.mark.parametrize(
    ("header", "goes"),
    [
        ("X-Amz-Sso-Bearer-Token", True),
        ("x-amz-sso_bearer_token", True),
        ("x-amz-object-lock-token", False),
        ("x-amz-id-2", False),
        ("X-Vault-Token", True),
    ],
)
def test_headers_that_are_called_as_secrets(header: str, goes: bool) -> None:
    operation = find_operation("dynamodb", "ListTables")
    edited = redact_response(operation, Response(200, headers=((header, "ab4fcd"),), body=b"{}"))
    assert (edited.headers[0][1] == "REDACTED") is goes
