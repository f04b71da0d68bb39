"""The name of a user is data: it stays, and a recording answers the user alone that it was made for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import boto3
import pytest

import harness
from harness.cassette.model import Facts, Interaction, Request, Response
from harness.models import find_operation
from harness.record.errors import CannotReplay
from harness.record.lookup import Lookup, SoughtCall
from harness.redaction import redact_value
from harness.redaction.names import names_user
from harness.synth.responses.answer import Answer
from harness.synth.server.serving import serving

CREDENTIALS = {"region_name": "us-east-1", "aws_access_key_id": "a", "aws_secret_access_key": "b"}
OPERATION = find_operation("cognito-idp", "InitiateAuth")


def parameters(user: str) -> dict[str, Any]:
    given = {"USERNAME": user, "PASSWORD": "Wonder-land-7", "SECRET_HASH": "aGVsbG8="}
    return {"AuthFlow": "USER_PASSWORD_AUTH", "ClientId": "abc", "AuthParameters": given}


@pytest.mark.parametrize(
    "name",
    [
        "USERNAME",
        "username",
        "masterUserName",
        "USER_ID_FOR_SRP",
        "user",
        "db_user",
        "AccountName",
        "loginId",
    ],
)
def test_names_of_users(name: str) -> None:
    assert names_user(name)


@pytest.mark.parametrize(
    "name", ["UserPassword", "user_data", "user_secret", "service_account", "account_key"]
)
def test_no_names_of_users(name: str) -> None:
    assert not names_user(name)


def test_a_user_s_name_stays_in_a_sensitive_map_and_its_secrets_go() -> None:
    given = redact_value(OPERATION.input_shape, parameters("alice"), service="cognito-idp")["AuthParameters"]
    assert given == {"USERNAME": "alice", "PASSWORD": "Xxxxxx-xxxx-0", "SECRET_HASH": "xXXxxX0="}


def test_a_user_s_name_stays_in_a_sensitive_structure() -> None:
    shape = find_operation("gamelift", "GetInstanceAccess").output_shape
    value = {"InstanceAccess": {"Credentials": {"UserName": "gl-user-remote", "Secret": "k9Fq2sT7wLzR8vN4"}}}
    credentials = redact_value(shape, value, service="gamelift")["InstanceAccess"]["Credentials"]
    assert credentials == {"UserName": "gl-user-remote", "Secret": "x0Xx0xX0xXxX0xX0"}


def test_a_user_is_not_answered_with_the_recording_of_another(tmp_path: Path) -> None:
    def answer(asked: Any) -> Answer:
        return Answer({"Session": f"the-session-of-{asked.params['AuthParameters']['USERNAME']}-------"})

    with serving(answer) as url, harness.use_cassette(tmp_path / "users.yaml", "once"):
        cognito = boto3.client("cognito-idp", **CREDENTIALS, endpoint_url=url)
        for user in ("bob", "eve"):
            cognito.initiate_auth(**parameters(user))
    with harness.use_cassette(tmp_path / "users.yaml") as cassette:
        cognito = boto3.client("cognito-idp", **CREDENTIALS)
        with pytest.raises(CannotReplay):
            cognito.initiate_auth(**parameters("ann"))
        for user in ("eve", "bob"):
            cognito.initiate_auth(**parameters(user))
        assert [one.number for one in cassette.served] == [2, 1]


def test_recordings_that_redacted_the_name_still_play() -> None:
    recorded = parameters("xxx") | {"AuthParameters": {"USERNAME": "xxx", "PASSWORD": "Xxxxxx-xxxx-0"}}
    redacted = {f"request /AuthParameters/{name}": "sensitive member" for name in ("USERNAME", "PASSWORD")}
    facts = Facts("cognito-idp", "InitiateAuth", "us-east-1", recorded, redacted=redacted)
    lookup = Lookup([Interaction(Request("POST", "https://example.com/"), Response(200), facts)])
    asked = parameters("bob")
    del asked["AuthParameters"]["SECRET_HASH"]
    assert lookup.take(SoughtCall(OPERATION, "cognito-idp", "us-east-1", asked)) is not None
