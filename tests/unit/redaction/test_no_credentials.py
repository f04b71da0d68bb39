"""What could be no credential is none: a word, a sentence, a mask, a placeholder's name."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from harness.cassette.model import Interaction, Request, Response
from harness.models import find_operation
from harness.redaction import DEFAULT, redact_request, redact_response, redact_value, scan

LIST_TABLES = find_operation("dynamodb", "ListTables")
PUBLISH = find_operation("sns", "Publish").input_shape
SECRET = "q7Rk29xLm0Tz4WbV"


@pytest.mark.parametrize(
    "value",
    [
        "DUMMY",
        "test_aws_authorization",
        "[FILTERED]",
        "null",
        "***",
        "<redacted>",
        "fake-token-1",
        "FAKE_TOKEN",
        "Bearer test_openai_api_key",
        "Bearer [FILTERED]",
        "Basic ****",
        "{{ token }}",
        "${AUTH}",
    ],
)
@pytest.mark.parametrize("name", ["Authorization", "X-Amz-Security-Token", "Set-Cookie", "X-Api-Key"])
def test_a_placeholder_in_a_header_is_no_secret(name: str, value: str) -> None:
    headers = ((name, value),)
    recording = Interaction(
        Request("POST", "https://dynamodb.us-east-1.amazonaws.com/", headers, b"{}"),
        Response(200, "", headers, b'{"TableNames": []}'),
    )
    assert scan(LIST_TABLES, recording) == ()
    assert redact_request(LIST_TABLES, recording.request, {})[0] == recording.request


@pytest.mark.parametrize(
    ("value", "redacted"),
    [
        (SECRET, "REDACTED"),
        (f"Bearer {SECRET}", "Bearer REDACTED"),
        ("Bearer qwertyuiopasdfghjklzxcvbnm", "Bearer REDACTED"),
        ("Basic dXNlcjpodW50ZXI=", "Basic REDACTED"),
        ("Token token=abcdefgh", "Token REDACTED"),
    ],
)
def test_what_could_be_a_credential_goes(value: str, redacted: str) -> None:
    sent = Request("GET", "https://x.example.com/", (("Authorization", value),))
    assert redact_request(None, sent, None)[0].headers == (("Authorization", redacted),)


def test_a_header_that_a_project_names_is_taken_at_its_word() -> None:
    mine = replace(DEFAULT, headers=DEFAULT.headers | {"x-acme-key"})
    for value, kept in (("wizard", "REDACTED"), ("***", "***")):
        sent = Request("GET", "https://x.example.com/", (("X-Acme-Key", value),))
        assert redact_request(None, sent, None, mine)[0].headers == (("X-Acme-Key", kept),)


TEXTS = [
    {"password": ["This field is required.", "Ensure this field has no more than 128 characters."]},
    {"errors": {"password": "Das Passwort ist zu kurz (mindestens 8 Zeichen)."}},
]
WORDS = [
    {"password": "Passwort"},
    {"password": "пароль", "passcode": "パスワード"},
    {"newPassword": "Neues Passwort", "confirmPassword": "Confirmer le mot de passe"},
    {"password": "Bitte geben Sie Ihr Passwort ein"},
]


@pytest.mark.parametrize("said", [*TEXTS, *WORDS])
@pytest.mark.parametrize("form", ["%s", '{"text": %s, "a": 1}', "200 OK %s"])
def test_words_and_sentences_in_an_answer_are_no_secrets(form: str, said: object) -> None:
    body = form % json.dumps(said, ensure_ascii=False)
    answer = Response(200, body=body.encode())
    assert redact_response(None, answer) == answer
    assert redact_response(find_operation("s3", "GetObject"), answer) == answer


@pytest.mark.parametrize("said", TEXTS)
def test_a_sentence_in_a_request_is_no_secret(said: object) -> None:
    params = {"Message": json.dumps(said)}
    assert redact_value(PUBLISH, params, service="sns") == params


@pytest.mark.parametrize(
    "secret", ["hunter22x", "correct horse battery staple", "Tr0ub4dor", "Sommer2026!", "swordFish"]
)
def test_passwords_in_an_answer_go(secret: str) -> None:
    for body in (json.dumps({"password": secret}), f"x: 1\npassword: '{secret}'\n"):
        assert secret.encode() not in redact_response(None, Response(200, body=body.encode())).body


def test_a_word_that_a_request_calls_a_password_goes() -> None:
    params = {"Message": json.dumps({"password": "swordfish"})}
    assert "swordfish" not in str(redact_value(PUBLISH, params, service="sns"))


def test_a_word_in_a_member_that_the_model_marks_goes_from_an_answer_as_well() -> None:
    answer = Response(200, body=b'{"SecretString": "swordfish", "Name": "a"}')
    redacted = redact_response(find_operation("secretsmanager", "GetSecretValue"), answer)
    assert b"swordfish" not in redacted.body
