from __future__ import annotations

import json

import pytest

from harness.models import find_operation
from harness.redaction import DEFAULT, Memory, redact_value

STATEMENT = {"Sid": "DenyUnencrypted1", "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject"}


@pytest.mark.parametrize(
    "policy",
    [
        json.dumps({"Statement": [STATEMENT]}),
        json.dumps({"Statement": STATEMENT}, indent=2),
        json.dumps({"policy": json.dumps({"Statement": [STATEMENT]})}),
        f"see {json.dumps(STATEMENT)}",
        "Statement:\n  - Sid: DenyUnencrypted1\n    Effect: Deny\n",
        'statement {\n  effect = "Deny"\n  Sid = "DenyUnencrypted1"\n  Effect = "Deny"\n}',
    ],
)
def test_a_statement_of_a_policy_has_a_name(policy: str) -> None:
    shape = find_operation("s3", "PutBucketPolicy").input_shape
    params = {"Bucket": "b", "Policy": policy}
    assert redact_value(shape, params, DEFAULT, Memory(), "s3") == params


@pytest.mark.parametrize(
    "document",
    [
        {"Sid": "aB3xK9qWz7Lm2Pq8"},
        {"Sid": "aB3xK9qWz7Lm2Pq8", "Effect": "none"},
        {**STATEMENT, "password": "aB3xK9qWz7Lm2Pq8"},
        {"Sid": {"secretKey": "aB3xK9qWz7Lm2Pq8"}, "Effect": "Deny"},
    ],
)
def test_other_names_stay_secret(document: dict[str, object]) -> None:
    shape = find_operation("s3", "PutBucketPolicy").input_shape
    params = {"Bucket": "b", "Policy": json.dumps(document)}
    assert "aB3xK9" not in str(redact_value(shape, params, DEFAULT, Memory(), "s3"))
