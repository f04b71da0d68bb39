"""Secrets in forms of words that people and programs write are found, and what looks alike stays."""

from __future__ import annotations

import json

import pytest

from harness.cassette.model import Facts, Interaction, Request, Response
from harness.models import find_operation
from harness.redaction import Memory, redact_interaction, redact_request, redact_value, scan

PUBLISH = find_operation("sns", "Publish").input_shape
SECRET = "q7Rk29xLm0Tz4WbV"
UUID = "5f3c1d2e-9b7a-4c6d-8e1f-2a3b4c5d6e7f"
KEY_ID = "AKIA" + "QWERTYUIOPASDFGH"
SECRET_KEY = "KLzdocJ2isAjIhKtJ0RlgLKOmxgJTeKdNnFRIB" + "/+"


def published(text: str) -> str:
    return str(redact_value(PUBLISH, {"Message": text}, service="sns")["Message"])


@pytest.mark.parametrize("credential", [f"GenieKey {UUID}", f"SSWS 00{SECRET}", f"AWS {KEY_ID}:{SECRET}="])
@pytest.mark.parametrize(
    "form",
    [
        "Authorization: %s",
        "GET / HTTP/1.1\r\nAuthorization: %s\r\nHost: x",
        "GET / HTTP/1.1\\r\\nAuthorization: %s\\r\\nHost: x",
        "curl -H 'Authorization:%s' https://x.example.com/",
        '{"Authorization": "%s"}',
        "{'Proxy-Authorization': '%s'}",
        'headers.set("Authorization", "%s")',
        "<Authorization>%s</Authorization>",
    ],
)
def test_all_that_follows_the_scheme_of_authorization_goes(form: str, credential: str) -> None:
    scheme, _, rest = credential.partition(" ")
    redacted = published(form % credential)
    assert rest not in redacted
    assert rest[-8:] not in redacted
    assert published(redacted) == redacted
    sent = Request("GET", "https://x.example.com/", headers=(("Authorization", credential),))
    assert redact_request(None, sent, None)[0].headers == (("Authorization", f"{scheme} REDACTED"),)


def test_authorization_of_several_words_goes_to_its_end() -> None:
    text = f'Authorization: Digest username="bob", realm="x", response="{SECRET}"\nHost: x'
    assert SECRET not in published(text)
    assert published(text).endswith("\nHost: x")


@pytest.mark.parametrize(
    "text",
    [
        "setPassword('%s')",
        '.withPassword("%s")',
        'client.set_api_key("%s")',
        'os.environ.setdefault("DB_PASSWORD", "%s")',
        'password: str = "%s"',
        'let apiKey: string = "%s";',
        'var dbPassword string = "%s"',
        'const PASSWORD: &\'static str = "%s";',
        'password: Optional[str] = "%s"',
        "subprocess.run(['x', '--password', '%s'])",
        "args: [--token, %s]",
        "command:\n  - --password\n  - %s\n",
        "Bearer abc!%s",
        "ntn_%s" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4",
        "echo %s | passwd --stdin bob",
        "echo '%s' | docker login -u bob --password-stdin",
        "net user bob %s /add",
        "mongo -u admin -p %s host/db",
        "ldapsearch -x -D cn=admin -w %s -b dc=x",
        "see (https://hooks.slack.com/services/T0AB1/B0CD1/%sAbCdEfGh)",
        "mongodb+srv://user:ab/%s@cluster0.example.com/db",
        "postgres://u:%s/x/y1@db/x",
    ],
)
def test_forms_of_programs_and_command_lines(text: str) -> None:
    redacted = published(text % SECRET)
    assert SECRET not in redacted
    assert published(redacted) == redacted


@pytest.mark.parametrize(
    ("items", "secret"),
    [
        (["tool", "--password", SECRET, "-v"], SECRET),
        (["--api-key", UUID], UUID),
        ([KEY_ID, SECRET_KEY], SECRET_KEY),
        (["a", KEY_ID, "us-east-1", SECRET_KEY], SECRET_KEY),
    ],
)
def test_an_item_of_a_list_is_named_by_the_one_before_it(items: list[str], secret: str) -> None:
    assert secret not in published(json.dumps({"command": items}))
    run = find_operation("ecs", "RunTask").input_shape
    params = {"overrides": {"containerOverrides": [{"command": items}]}}
    redacted = redact_value(run, params, service="ecs")["overrides"]["containerOverrides"][0]["command"]
    assert secret not in redacted
    assert [item for item in redacted if item in items] == [i for i in items if i not in (secret, KEY_ID)]


@pytest.mark.parametrize(
    "text",
    [
        "Send Authorization: Bearer tokens with each call.",
        '{"Authorization": "Bearer <token>"}',
        "{'Authorization': 'GenieKey %s' % key}",
        "def login(password: str, token: Optional[str] = None) -> bool:",
        'getPassword("prod-db-7")',
        '<Password label="Main secret of the vault" />',
        'password: string = "${DB_PASSWORD}"',
        'tool --password "$PW"',
        '["--no-password", "-v", "build-7f3a"]',
        "echo $TOKEN | docker login --password-stdin",
        "net user bob /delete",
        "ldapsearch -x -W -b dc=x",
        "http://proxy.example.com:8080/a@b",
        '["us-east-1", "da39a3ee5e6b4b0d3255bfef95601890afd80709"]',
    ],
)
def test_what_only_looks_alike_stays(text: str) -> None:
    assert published(text) == text


def test_a_secret_of_before_is_found_in_the_name_of_an_object() -> None:
    operation = find_operation("s3", "GetObject")
    key = f"backups/{SECRET}/x.txt"
    uri = f"https://s3.eu-west-1.amazonaws.com/bucket/{key}"
    recording = Interaction(
        Request("GET", uri), Response(200), Facts("s3", "GetObject", params={"Bucket": "bucket", "Key": key})
    )
    memory = Memory()
    memory.of_string(None, SECRET)
    redacted = redact_interaction(operation, recording, memory=memory)
    assert SECRET not in str(redacted)
    assert redacted.facts is not None
    assert redacted.facts.params == {"Bucket": "bucket", "Key": "backups/x0Xx00xXx0Xx0XxX/x.txt"}
    assert redacted.request.uri.endswith("/bucket/backups/x0Xx00xXx0Xx0XxX/x.txt")
    assert "request /Key" in redacted.facts.redacted
    assert not scan(operation, redacted)
