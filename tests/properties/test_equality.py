"""Random calls with similar values are recorded and replayed in any order: each gets its own answer or none.

The server is in the process, and answers every request differently, so that an answer tells which recorded
call it belongs to.
"""

from __future__ import annotations

import functools
import itertools
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import botocore.session
import pytest
from botocore.awsrequest import AWSResponse
from botocore.model import OperationModel
from hypothesis import given
from hypothesis import strategies as st

import harness
from harness.models import find_operation
from harness.record.errors import CannotReplay
from harness.record.http import RawBody
from harness.redaction.stand_ins import stand_in, variants
from harness.wire import serialize_response

pytestmark = pytest.mark.usefixtures("not_judged")  # the requests are made to hold secrets, not to be right


class Call(NamedTuple):
    """A call: what it does, with what that anybody may know, and with which secrets."""

    name: str
    public: tuple[Any, ...]
    secrets: tuple[str, ...] = ()


def key_id(secret: str) -> str:
    return f"AKIA{secret.encode().hex().upper():A<16}"[:20]


CALLS: dict[str, tuple[str, str, Callable[..., dict[str, Any]]]] = {
    "item": ("dynamodb", "get_item", lambda table, key: {"TableName": table, "Key": {"id": {"S": key}}}),
    "object": ("s3", "get_object", lambda bucket, key: {"Bucket": f"bucket-{bucket}", "Key": f"run/{key}"}),
    "role": ("iam", "get_role", lambda name, _: {"RoleName": name}),
    "login": ("iam", "create_login_profile", lambda name, _, secret: {"UserName": name, "Password": secret}),
    "store": (
        "secretsmanager",
        "put_secret_value",
        lambda name, note, secret: {
            "SecretId": name,
            "SecretString": json.dumps({"p": secret, "q": [secret]}),
        },
    ),
    "message": (
        "sqs",
        "send_message",
        lambda name, note, secret: {
            "QueueUrl": f"https://sqs.example.invalid/000000000000/{name}",
            "MessageBody": f"{note}: the key is {key_id(secret)}, password={secret};",
        },
    ),
    "variables": (
        "lambda",
        "update_function_configuration",
        lambda name, _, secret, other: {
            "FunctionName": name,
            "Environment": {"Variables": {f"V{secret}".replace("-", "_"): other, "PLAIN": secret}},
        },
    ),
    "encrypt": (
        "kms",
        "encrypt",
        lambda name, _, secret: {"KeyId": name, "Plaintext": secret.encode() + b"\xff"},
    ),
    "user": ("cognito-idp", "admin_get_user", lambda pool, name: {"UserPoolId": pool, "Username": name}),
}
SECRETS_OF = {"login": 1, "store": 1, "message": 1, "variables": 2, "encrypt": 1}

alike = st.sampled_from(
    ["0001", "0002", "0010", "xxxx", "xxxy", "users", "bob1", "amy1", "00000001", "aaaaaaa0"]
)
secrets = st.sampled_from(
    ["Hunter-22", "Hunter-23", "Wizard-91", "00000001", "87654321", "12345678", "abc", "xyz"]
)


@st.composite
def calls(draw: st.DrawFn) -> Call:
    name = draw(st.sampled_from(sorted(CALLS)))
    public = (draw(alike), draw(alike))
    return Call(name, public, tuple(draw(secrets) for _ in range(SECRETS_OF.get(name, 0))))


@functools.cache
def client(service: str) -> Any:
    session = botocore.session.Session()
    session.set_credentials("AKIDEXAMPLE", "example")
    made = session.create_client(service, "us-east-1")
    made.meta.events.register_last("before-send", answered)
    return made


COUNT = itertools.count()
CURRENT: list[OperationModel] = []


def answered(request: Any, **_: Any) -> AWSResponse:
    """Answer a request in place of the network, with a number of its own in a header."""
    status, headers, body = serialize_response(CURRENT[-1], {})
    return AWSResponse(request.url, status, {**headers, "x-number": str(next(COUNT))}, RawBody(body))


def ask(call: Call) -> int:
    """Make a call, and return the number of its answer."""
    service, method, params = CALLS[call.name]
    CURRENT[:] = [find_operation(service, method)]
    answer = getattr(client(service), method)(**params(*call.public, *call.secrets))
    return int(answer["ResponseMetadata"]["HTTPHeaders"]["x-number"])


def record(path: Path, asked: Sequence[Call]) -> dict[int, Call]:
    """Record calls; return each with the number of its answer."""
    with harness.use_cassette(path, "rewrite"):
        return {ask(call): call for call in asked}


def replay(path: Path, asked: Sequence[Call]) -> Iterator[tuple[Call, int | None]]:
    """Replay calls; yield each with the number of its answer, None for a miss."""
    with harness.use_cassette(path) as cassette:
        for call in asked:
            try:
                yield call, ask(call)
            except CannotReplay:
                yield call, None
        cassette.misses.clear()


def cassette() -> Path:
    return Path(tempfile.mkdtemp()) / "c.json"


@given(recorded=st.lists(calls(), min_size=1, max_size=8), data=st.data())
def test_each_call_gets_its_own_answer_or_none(recorded: list[Call], data: st.DataObject) -> None:
    path = cassette()
    answers = record(path, recorded)
    others = st.lists(calls(), max_size=3)
    asked = data.draw(st.permutations(recorded)) + data.draw(others)
    played: dict[str, dict[str, str]] = {}
    used: set[int] = set()
    for call, number in replay(path, asked):
        if number is None:
            assert call.secrets or used >= {n for n, one in answers.items() if one == call}
            continue
        was = answers[number]
        assert number not in used
        assert (was.name, shown(was)) == (call.name, shown(call))
        used.add(number)
        for secret, other in zip(call.secrets, was.secrets, strict=True):
            assert stand_in(secret) == stand_in(other)
            # One secret plays one other, and no two play the same, as far as stand-ins have room.
            # The plaintext has a byte more, so it is another secret than the same text elsewhere.
            mine = played.setdefault(f"{call.name == 'encrypt'} {stand_in(secret)}", {})
            assert mine.setdefault(secret, other) == other
            assert len(set(mine.values())) == len(mine) or len(mine) > variants(stand_in(secret))


def shown(call: Call) -> Any:
    """What of a call is no secret."""
    if call.name in ("role", "login", "store", "variables", "encrypt"):
        return call.public[0]
    return call.public


@given(recorded=st.lists(calls(), min_size=1, max_size=10))
def test_in_the_order_of_the_recording_each_call_gets_its_own_answer(recorded: list[Call]) -> None:
    path = cassette()
    answers = record(path, recorded)
    assert [number for _, number in replay(path, recorded)] == list(answers)
