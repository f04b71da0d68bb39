"""What messages say of a recording: neither its secrets nor what looks drawn at random."""

from __future__ import annotations

import json

import pytest

from harness.record.errors import CannotReplay
from harness.redaction import redact_text

SAID = "BillingMode must be one of PROVISIONED, PAY_PER_REQUEST, but was "


@pytest.mark.parametrize(
    "secret",
    [
        "a87rNvvfl4icnFsfqX7O",
        "JwpVRw0oLobLn4ZCJUot",  # nothing tells of these what they are
        "tu4Zckfog6ipy1DsKp6I-BP0ccHu-cT_5Xnyev9K",
        "AOdvfmSQsc3rLi1dQA30wluE_XFiSTjXmb6VfzMd",
        "q9Yfh/OEquRFxwP25c5Z08EqxUFTdpmZSf0gFVde+w==",
    ],
)
@pytest.mark.parametrize("form", ["%s", '{"value": "%s"}', "first\nthen %s"])
def test_a_message_quotes_nothing_that_looks_drawn_at_random(secret: str, form: str) -> None:
    text = f"{SAID}{json.dumps(form % secret)}."
    told = redact_text(text)
    assert secret not in told
    assert secret[-len(secret) // 2 :] not in told
    assert told.startswith(SAID)
    assert len(told) == len(text)
    assert redact_text(told) == told
    assert secret not in redact_text(text[:-2] + "...")  # a long one is cut
    assert secret not in redact_text(f"the status is no number but {form % secret!r}")


@pytest.mark.parametrize(
    "value",
    [
        "prod-MyBucket-1QZ7K2M4XW8P",
        "TestStack-LambdaRoleABC123DEF456-1XYZ2ABC3DEF",
        "MyFunctionHandlerServiceRole4A2C9B12",
        "AmazonEC2ContainerRegistryFullAccess2",
        "arn:aws:iam::123456789012:role/service-role/Admin2",
        "i-0abcdef1234567890",
        "us-east-1_AbCdEf123",
        "7e0d9f7a-3b1c-4c7e-9b1a-2f6d5c4b3a29",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "2026-11-22T10-00-00Z-backup",
        "s3://my-bucket/photos/IMG_20261122_123456.jpeg",
        "VGhlIHF1aWNrIGJyb3duIGZveCBqdW1wcyBvdmVyIDMgZG9ncw==",  # The quick brown fox ...
        "rate(5 minutes)",
        "PAY_PER_REQUESTS",
        "user+tag2@Example.com",
    ],
)
def test_names_ids_and_digests_can_be_read_in_messages(value: str) -> None:
    text = f"{SAID}{json.dumps(value)}."
    assert redact_text(text) == text


def test_a_whole_value_that_looks_like_a_strong_password_is_not_quoted() -> None:
    assert redact_text('but was "hV3!k#9zQ".') == 'but was "xX0xx#0xX".'


def test_a_call_that_cannot_be_played_quotes_no_such_value() -> None:
    error = CannotReplay('/Item/doc/S: recorded "other", asked "JwpVRw0oLobLn4ZCJUot"')
    assert "JwpVRw0o" not in f"{error} {error!r}"
    assert 'recorded "other", asked "XxxXXx0xXxxXx0XXXXxx"' in str(error)
