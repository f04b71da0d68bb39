"""How a recording lists what was taken out of it. Every secret is invented."""

from __future__ import annotations

import json
from typing import Any

import pytest

from harness.cassette.model import Facts, Interaction, Request, Response
from harness.models import find_operation, parse_operation_name
from harness.redaction import DEFAULT, PSEUDONYMOUS, Redaction, redact_interaction

KEY = "AKIA" + "QWERTYUIOPASDFGH"


def redacted(
    name: str, params: Any, answer: object = None, redaction: Redaction = DEFAULT, **request: Any
) -> Interaction:
    operation = find_operation(*parse_operation_name(name))
    body = b"" if answer is None else json.dumps(answer).encode()
    protocol = operation.service_model.resolved_protocol
    sent = json.dumps(params).encode() if protocol == "json" else b""
    recorded = Interaction(
        Request("POST", "https://x.invalid/", **{"body": sent, **request}),
        Response(200, body=body),
        Facts(*parse_operation_name(name), params=params),
    )
    return redact_interaction(operation, recorded, redaction)


def listed(interaction: Interaction) -> dict[str, str]:
    assert interaction.facts is not None
    return dict(interaction.facts.redacted)


def test_places_of_both_sides() -> None:
    one = redacted(
        "secretsmanager.PutSecretValue",
        {"SecretId": "db", "SecretString": "Hunter-22"},
        {"Name": f"the key is {KEY}", "VersionId": "v"},
    )
    assert listed(one) == {
        "request /SecretString": "sensitive member",
        "response /Name": "AWS access key id",
    }


def test_credentials_of_the_exchange_itself_are_not_listed() -> None:
    one = redacted(
        "dynamodb.ListTables",
        {"Limit": 1},
        headers=(("Authorization", "AWS4-HMAC-SHA256 Credential=a/b, Signature=c"), ("X-Note", f"is {KEY}")),
    )
    assert one.request.headers[0][1].endswith("Signature=REDACTED")
    assert listed(one) == {"request header X-Note": "AWS access key id"}


def test_a_recording_that_holds_no_secret_lists_nothing() -> None:
    assert listed(redacted("dynamodb.ListTables", {"Limit": 1}, {"TableNames": ["a"]})) == {}


def test_items_of_requests_are_listed_one_by_one_and_of_answers_together() -> None:
    one = redacted(
        "sqs.SendMessageBatch",
        {
            "QueueUrl": "q",
            "Entries": [{"Id": n, "MessageBody": text} for n, text in (("a", "plain"), ("b", f"is {KEY}"))],
        },
        {"Failed": [{"Id": n, "Message": f"password={n}-12345;"} for n in ("a", "b")]},
    )
    assert listed(one) == {
        "request /Entries/1/MessageBody": "AWS access key id",
        "response /Failed/*/Message": "credential",
    }


def test_a_sensitive_map_keeps_its_keys() -> None:
    variables = {
        "FunctionName": "f",
        "Environment": {"Variables": {"DATABASE": "orders-db", "DATABASE_PASSWORD": "Hunter-22x"}},
    }
    one = redacted("lambda.UpdateFunctionConfiguration", variables, variables)
    assert listed(one) == {
        "request /Environment/Variables/DATABASE_PASSWORD": "sensitive member",
        "response /Environment/Variables/DATABASE_PASSWORD": "sensitive member",
    }


def test_no_secret_key_of_a_document_is_in_a_place() -> None:
    document = {"Note": json.dumps({KEY: {"password": "Hunter-22x"}})}
    one = redacted("dynamodb.ListTables", {}, {"TableNames": [document["Note"]]})
    text = json.dumps(listed(one))
    assert KEY not in text
    assert "Hunter" not in text
    assert f"response /TableNames/*/{'X' * 20}/password" in listed(one)


def test_a_name_with_a_slash_is_escaped() -> None:
    params = {"TableName": "t", "Key": {"a/b": {"S": f"is {KEY}"}}}
    assert listed(redacted("dynamodb.GetItem", params)) == {"request /Key/a~1b/S": "AWS access key id"}


def test_what_was_listed_stays_so() -> None:
    operation = find_operation("sns", "Publish")
    once = redacted("sns.Publish", {"Message": f"{KEY} of ann@corp.test"})
    assert redact_interaction(operation, once) == once
    twice = redact_interaction(operation, once, PSEUDONYMOUS)
    assert listed(twice) == {"request /Message": "AWS access key id"}
    assert twice.facts is not None
    assert twice.facts.params == {"Message": f"{'X' * 20} of someone@example.com"}


def test_facts_are_not_made_up() -> None:
    request = Request("POST", "https://joe:hunter2@x.invalid/")
    one = redact_interaction(None, Interaction(request, Response(200)))
    assert one.request.uri == "https://joe:xxxxxx0@x.invalid/"
    assert one.facts is None


@pytest.mark.parametrize("params", [None, {}])
def test_a_request_without_parameters(params: Any) -> None:
    one = redacted("dynamodb.ListTables", params, {"TableNames": [KEY]}, body=b"{}")
    assert listed(one) == {"response /TableNames": "AWS access key id"}
