"""The fields of a form that is posted to S3, as another HTTP library sends it."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest

from harness.cassette.model import Response
from harness.models import find_operation
from harness.redaction import redact_response


def redacted_form(name: str, value: str) -> str:
    field = f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n--b--\r\n'
    response = Response(200, body=field.encode())
    return redact_response(find_operation("s3", "GetObject"), response).body.decode()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x-amz-signature", "8d3f0a6b1c94e72f5a08d1b6c3e94f7a2d5b08c16e9f4a73b0d82c5e1f6a9b34"),
        ("X-Amz-Signature", "8d3f0a6b1c94e72f5a08d1b6c3e94f7a2d5b08c16e9f4a73b0d82c5e1f6a9b34"),
        ("x-amz-security-token", "FwoGZXIvYXdzEBYaDH7ks0qWp2Zt4mN1xSLvAbc9Q=="),
        ("x-amz-s3session-token", "FwoGZXIvYXdzEBYaDH7ks0qWp2Zt4mN1xSLvAbc9Q=="),
        ("signature", "a9XkQm3+7yZPq1Lw8RtVbN2c="),
    ],
)
def test_what_signs_a_form_is_taken_out(name: str, value: str) -> None:
    form = redacted_form(name, value)
    assert value not in form
    assert f'name="{name}"' in form


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x-amz-algorithm", "AWS4-HMAC-SHA256"),
        ("x-amz-date", "20260101T000000Z"),
        ("x-amz-meta-token", "8d3f0a6b1c94e72f5a08d1b6c3e94f7a"),
        ("x-amz-checksum-sha256", "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg="),
        ("key", "uploads/2026/report.txt"),
    ],
)
def test_what_else_a_form_says_stays(name: str, value: str) -> None:
    assert value in redacted_form(name, value)


@pytest.mark.parametrize(
    "parameters",
    [
        'name="password"',
        "name=password",
        "name = password",
        "NAME=password",
        'filename="a.txt"; name=password',
        "name=password; filename=a.txt",
        "name*=UTF-8''password",
    ],
)
def test_a_field_of_a_form_is_known_by_its_name_with_and_without_quotes(parameters: str) -> None:
    body = (
        f"--b\r\nContent-Disposition: form-data; {parameters}\r\nContent-Type: text/plain\r\n\r\n"
        "hunter2Zsecret9\r\n--b\r\nContent-Disposition: form-data; name=report\r\n\r\n"
        "next9Zquarter2\r\n--b--\r\n"
    )
    response = Response(200, body=body.encode())
    redacted = redact_response(find_operation("s3", "GetObject"), response).body.decode()
    assert "hunter2Zsecret9" not in redacted
    assert "next9Zquarter2" in redacted


_FORMS = (
    "password=hunter2Zsecret9&x=1",
    "user=bob&password=hunter2Zsecret9&remember=yes",
    "user=b\u00f3b&password=hunter2Zsecret9&c=~~??>>",
    "DB_USER=bob\nDB_PASSWORD=hunter2Zsecret9\n",
    '{"user": "bob", "password": "hunter2Zsecret9"}',
)
_CHANGED = str.maketrans("+/", "-_")
_SPELLINGS: dict[str, Callable[[str], str]] = {
    "padded": lambda digits: digits,
    "without padding": lambda digits: digits.rstrip("="),
    "for URLs": lambda digits: digits.translate(_CHANGED),
    "for URLs, without padding": lambda digits: digits.translate(_CHANGED).rstrip("="),
}


@pytest.mark.parametrize("form", _FORMS)
@pytest.mark.parametrize("spelling", _SPELLINGS.values(), ids=_SPELLINGS)
@pytest.mark.parametrize(
    "around", ["{}", '{{"payload": "{}"}}', "the form was {} then", "aaa.{}.bbb", "{}\n"]
)
def test_a_form_in_base64_loses_its_secret_however_it_is_spelled(
    form: str, spelling: Callable[[str], str], around: str
) -> None:
    digits = spelling(base64.b64encode(form.encode()).decode())
    response = Response(200, body=around.format(digits).encode())
    redacted = redact_response(find_operation("s3", "GetObject"), response).body.decode()
    before, after = around.format("|").split("|")
    assert redacted.startswith(before)
    assert redacted.endswith(after)
    kept = redacted[len(before) : len(redacted) - len(after)]
    assert len(kept) == len(digits)
    text = base64.urlsafe_b64decode(kept.translate(_CHANGED) + "=" * (-len(kept) % 4)).decode()
    assert "hunter2Zsecret9" not in text
    assert text == form.replace("hunter2Zsecret9", text[form.index("hunter2Zsecret9") :][:15])


@pytest.mark.parametrize(
    "name",
    [
        "deployment-artifacts_eu-west-1_2026",
        "0b2f6c1e-7d34-4c58-9a51-3f8f0d6a2b17",
        "cGFzc3dvcmQ9-my-own_bucket",
    ],
)
def test_a_name_of_the_same_letters_stays(name: str) -> None:
    response = Response(200, body=name.encode())
    assert redact_response(find_operation("s3", "GetObject"), response).body.decode() == name
