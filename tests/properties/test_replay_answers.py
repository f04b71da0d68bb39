"""What replay answers: a call gets its own recorded answer or a miss, and never that of another call.

A server on loopback answers each distinct request differently. Calls whose values are alike are recorded from
it and replayed in any order: ids that differ by a digit, values that look like a stand-in of redaction,
accounts of zeros, and parameters that the models call sensitive though they are no secrets.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import boto3
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import harness
from harness.record.errors import CannotReplay

ANSWER = "x-answer"
"""The header of an answer that tells which request it is for."""

VARYING = re.compile(rb'"(?:ClientRequestToken|clientToken)": ?"[^"]*"')
"""What botocore itself puts into a request, new for each call."""


class Endpoint(BaseHTTPRequestHandler):
    """Answers each distinct request with a header of its own, and counts the requests."""

    protocol_version = "HTTP/1.1"
    requests = 0

    def answer(self) -> None:
        type(self).requests += 1
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        target = self.headers.get("X-Amz-Target", "")
        asked = "\n".join([self.command, self.path, target]).encode() + VARYING.sub(b"", body)
        content = b"" if self.path.startswith("/bucket") else b"{}"
        if b"Action=" in body:
            content = b"<Response><GetUserResult/><CreateLoginProfileResult/></Response>"
        self.send_response(200)
        self.send_header(ANSWER, hashlib.sha256(asked).hexdigest()[:8])
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = answer  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Kind:
    """A kind of call.

    Attributes:
        service: its service.
        method: its method.
        params: makes its parameters of a value.
        secret: whether the value is a secret that redaction replaces in the recording.
    """

    service: str
    method: str
    params: Callable[[str], Mapping[str, Any]]
    secret: bool = False


KINDS = [
    # Ordinary parameters, in each way that they travel: JSON, a path, a query, a form.
    Kind("dynamodb", "get_item", lambda value: {"TableName": "items", "Key": {"id": {"S": value}}}),
    Kind("dynamodb", "describe_table", lambda value: {"TableName": value.replace("/", "-")}),
    Kind("s3", "get_object", lambda value: {"Bucket": "bucket", "Key": value}),
    Kind("s3", "list_objects_v2", lambda value: {"Bucket": "bucket", "Prefix": value}),
    Kind("sqs", "get_queue_url", lambda value: {"QueueName": "jobs", "QueueOwnerAWSAccountId": value}),
    Kind("iam", "get_user", lambda value: {"UserName": value.replace("/", "-")}),
    Kind("secretsmanager", "get_secret_value", lambda value: {"SecretId": value}),
    # Parameters that a model calls sensitive, and that are data all the same.
    Kind("cognito-idp", "admin_get_user", lambda value: {"UserPoolId": "eu-west-1_pool", "Username": value}),
    Kind("lambda", "invoke", lambda value: {"FunctionName": "report", "Payload": value.encode()}),
    Kind("stepfunctions", "start_execution", lambda value: {"stateMachineArn": MACHINE, "input": value}),
    Kind("bedrock-runtime", "invoke_model", lambda value: {"modelId": "model", "body": value.encode()}),
    # Secrets: the recording has stand-ins in their place.
    Kind(
        "cognito-idp",
        "admin_set_user_password",
        lambda value: {"UserPoolId": "eu-west-1_pool", "Username": "amy", "Password": value},
        secret=True,
    ),
    Kind(
        "secretsmanager",
        "put_secret_value",
        lambda value: {"SecretId": "token", "SecretString": value},
        secret=True,
    ),
    Kind("iam", "create_login_profile", lambda value: {"UserName": "amy", "Password": value}, secret=True),
]
MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:report"

ids = [
    st.builds(f"{start}{{:0{width}d}}".format, st.integers(0, 12))
    for start in ("", "run/", "user-")
    for width in (4, 12)
]
stand_ins = st.sampled_from([
    "xxxxx", "xxxxxx", "Xxxxxx-00", "Xxxxxx-01", "Xxxxx", "REDACTED", "redacted", "00000000", "000000000000",
])  # fmt: skip
secrets = st.sampled_from(
    ["Hunter-22", "Hunter-23", "hunter-22", "AKIAIOSFODNN7EXAMPLE", "AKIAI44QH8DHBEXAMPLE", "123456789012"]
)
words = st.sampled_from(["users", "items", "bobby", "REDACTED", "password"])
families = [*ids, stand_ins, words, secrets]
"""Families of values that are alike, within which a wrong answer is likely."""


@dataclass(frozen=True)
class Call:
    """A call: its kind and the value in its parameters."""

    kind: int
    value: str

    @property
    def secret(self) -> bool:
        return KINDS[self.kind].secret

    def ask(self, clients: Mapping[str, Any]) -> str:
        """Make the call, and return which answer it gets."""
        kind = KINDS[self.kind]
        answer = getattr(clients[kind.service], kind.method)(**kind.params(self.value))
        return str(answer["ResponseMetadata"]["HTTPHeaders"][ANSWER])


@st.composite
def sessions(draw: st.DrawFn, *, unrecorded: int) -> tuple[list[Call], list[Call]]:
    """Draw calls to record, and the order in which they are asked, some that were not recorded among them."""
    kinds = draw(st.lists(st.integers(0, len(KINDS) - 1), min_size=1, max_size=2, unique=True))
    values = st.one_of(draw(st.lists(st.sampled_from(families), min_size=1, max_size=2, unique=True)))
    of_these = st.builds(Call, st.sampled_from(kinds), values)
    recorded = draw(st.lists(of_these, min_size=2, max_size=8))
    return recorded, draw(st.permutations([*recorded, *draw(st.lists(of_these, max_size=unrecorded))]))


@pytest.fixture(scope="module")
def clients() -> Iterator[dict[str, Any]]:
    """Clients of every service in KINDS, whose calls go to the server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    session = boto3.Session("testing", "testing", region_name="eu-west-1")
    url = f"http://127.0.0.1:{server.server_port}"
    yield {kind.service: session.client(kind.service, endpoint_url=url) for kind in KINDS}
    server.shutdown()
    server.server_close()


def record(path: Path, recorded: Sequence[Call], clients: Mapping[str, Any]) -> list[str]:
    """Record calls, and return what answered each."""
    with harness.use_cassette(path, mode="rewrite"):
        return [call.ask(clients) for call in recorded]


def replay(path: Path, asked: Sequence[Call], clients: Mapping[str, Any]) -> list[str | None]:
    """Replay calls, and return which answer each got, or None for a miss."""
    answers: list[str | None] = []
    before = Endpoint.requests
    with harness.use_cassette(path, mode="none") as cassette:
        for call in asked:
            answers.append(None)
            with suppress(CannotReplay):
                answers[-1] = call.ask(clients)
        cassette.misses.clear()
    assert Endpoint.requests == before, "the network was reached in replay"
    return answers


def recorded_and_played(
    recorded: Sequence[Call], asked: Sequence[Call], clients: Mapping[str, Any]
) -> tuple[list[str], list[str | None]]:
    """Record calls into a cassette and replay calls from it; return the answers of both."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "calls.yaml")
        return record(path, recorded, clients), replay(path, asked, clients)


def hidden_values(recorded: Sequence[Call]) -> set[str]:
    """Return the values of which the recording tells no more than where they are equal: its secrets.

    A secret is replaced wherever it stands, also where a call uses it as an ordinary value.
    """
    return {call.value for call in recorded if call.secret}


def calls_of(method: str, *values: str) -> list[Call]:
    """Return calls of one method."""
    kind = next(index for index, kind in enumerate(KINDS) if kind.method == method)
    return [Call(kind, value) for value in values]


FEW = settings(max_examples=settings().max_examples // 3)  # as each records and replays a session


@given(sessions(unrecorded=4))
@FEW
@example((calls_of("get_item", "00000001"), calls_of("get_item", "00000002")))
@example((calls_of("get_object", "run/0001"), calls_of("get_object", "run/0002")))
@example((calls_of("describe_table", "xxxxx"), calls_of("describe_table", "users")))
@example((calls_of("get_queue_url", "000000000000"), calls_of("get_queue_url", "123456789012")))
@example((calls_of("admin_get_user", "bobby"), calls_of("admin_get_user", "users")))
@example((calls_of("invoke", "0001"), calls_of("invoke", "0002")))
@example((calls_of("get_secret_value", "REDACTED"), calls_of("get_secret_value", "users")))
@example(
    (
        [*calls_of("admin_set_user_password", "Hunter-22"), *calls_of("get_item", "Hunter-22")],
        [*calls_of("admin_set_user_password", "Hunter-23"), *calls_of("get_item", "Hunter-23")],
    )
)
def test_a_call_gets_its_own_answer_or_a_miss(
    clients: dict[str, Any], session: tuple[list[Call], list[Call]]
) -> None:
    recorded, asked = session
    hidden = hidden_values(recorded)
    answers, played = recorded_and_played(recorded, asked, clients)
    for call, answer in zip(asked, played, strict=True):
        mine = {
            given
            for other, given in zip(recorded, answers, strict=True)
            # A recording does not tell which secret it had: calls that differ in it alone may share answers.
            if other == call or (other.kind == call.kind and other.value in hidden)
        }
        assert answer is None or answer in mine, f"{call} got the answer of another call"


@given(sessions(unrecorded=0))
@FEW
@example((calls_of("get_item", "00000001", "00000002"), calls_of("get_item", "00000002", "00000001")))
@example((calls_of("admin_get_user", "bobby", "users"), calls_of("admin_get_user", "users", "bobby")))
@example((calls_of("invoke", "0001", "0002"), calls_of("invoke", "0002", "0001")))
@example((calls_of("admin_set_user_password", "run/0000", "run/0001", "run/0000"),) * 2)
def test_what_was_recorded_is_answered_in_any_order(
    clients: dict[str, Any], session: tuple[list[Call], list[Call]]
) -> None:
    recorded, asked = session
    hidden = hidden_values(recorded)
    # Calls that differ in a secret alone are told apart by their order, so these keep it.
    in_order = iter([call for call in recorded if call.value in hidden])
    asked = [next(in_order) if call.value in hidden else call for call in asked]
    answers, played = recorded_and_played(recorded, asked, clients)
    assert Counter(zip(asked, played, strict=True)) == Counter(zip(recorded, answers, strict=True))


@given(sessions(unrecorded=0))
@FEW
@example((calls_of("admin_set_user_password", "Hunter-22", "Hunter-23", "Hunter-22"), []))
def test_in_the_recorded_order_each_call_gets_its_own_answer(
    clients: dict[str, Any], session: tuple[list[Call], list[Call]]
) -> None:
    recorded, _ = session
    answers, played = recorded_and_played(recorded, recorded, clients)
    assert played == answers


def test_the_server_answers_each_distinct_call_differently(clients: dict[str, Any]) -> None:
    distinct = [
        Call(index, value) for index in range(len(KINDS)) for value in ("00000001", "00000002", "REDACTED")
    ]
    assert len({call.ask(clients) for call in distinct}) == len(distinct)
