"""The fields of a form that is posted to S3, as another HTTP library sends it."""

from __future__ import annotations

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
