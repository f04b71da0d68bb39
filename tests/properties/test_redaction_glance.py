"""No detector finds anything where the quick search says that there is nothing.

Answers are edited as they are, and by an editor without any quick search: both have to come to the same.
"""

from __future__ import annotations

import base64
import contextlib
import csv
import gzip
import html
import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from unittest import mock
from urllib.parse import quote, quote_plus

import cbor2
from hypothesis import example, given, settings
from hypothesis import strategies as st

from harness.cassette.model import Response
from harness.message.message import edit_response
from harness.message.place import Place, Style
from harness.models import find_operation
from harness.redaction import DEFAULT, redact_response
from harness.redaction.edit import SecretEditor
from harness.redaction.specification import Rule
from harness.wire import serialize_response

DRAWN = "q7Rk29xLm0Tz4WbV"
KEY_ID = "AKIA" + "QWERTYUIOPASDFGH"
NAMES = st.sampled_from(
    [
        *(
            "password",
            "dbPassword",
            "api key",
            "API_KEY",
            "X-Api-Key",
            "token",
            "sid",
            "user.passwd.S",
            "secret-",
        ),
        *(
            "NextToken",
            "color",
            "RandomPassword",
            "pass word",
            "mot de passe",
            "client(secret)",
            "Key",
            "salt2",
        ),
    ]
)
VALUES = st.sampled_from(
    [
        *(
            DRAWN,
            f"{KEY_ID} {DRAWN * 3}"[:61],
            KEY_ID,
            "ghp_" + DRAWN * 2 + "abcd",
            "red",
            "12",
            "arn:aws:s3:::b",
        ),
        *("hunter2!x", "eyJhbGciOi.eyJzdWIiOi.x", f"https://u:{DRAWN}@h/p?a=1", "EXAMPLE", "${PASSWORD}"),
    ]
)


def row(*cells: str) -> str:
    """Return a line of CSV."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(cells)
    return written.getvalue()


FORMS = (
    lambda name, value: json.dumps({name: value}),
    lambda name, value: json.dumps({"Name": name, "Value": value}),
    lambda name, value: json.dumps([name, value]),
    lambda name, value: f"{name}={value}\n",
    lambda name, value: f"  {name}: {value}\nuser: a\n",
    lambda name, value: f"<r><a>1</a><{name}>{value}</{name}></r>",
    lambda name, value: f"<name>{name}</name><value>{value}</value>",
    lambda name, value: row("user", name, "n") + row("joe", value, "1"),
    lambda name, value: f"tool --{name} {value} -v",
    lambda name, value: f"Parameters:\n  P:\n    NoEcho: true\n    Default: {value}\n",
    lambda name, value: f"db.example.com:5432:app:{name}:{value}\n",
    lambda name, value: f"Authorization: Bearer {value}",
    lambda name, value: f"Private-Lines: 1\r\n{value}\r\nPrivate-MAC: 1\r\n",
    lambda name, value: f"INSERT INTO t (id, {name}) VALUES (1, '{value}')",
    lambda name, value: f"the {name} is {value}, EXAMPLE",
    lambda name, value: f'[["{name}", "{value}"]]',
)
WRAPPINGS = (
    lambda text: text,
    lambda text: json.dumps({"message": text}),
    lambda text: json.dumps(text),
    lambda text: base64.b64encode(text.encode()).decode(),
    lambda text: "p=" + quote(text, safe=""),
    quote_plus,
    html.escape,
    lambda text: f"before {text} EXAMPLE",
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Draw a text that has a name and a value in some form, in some wrappings."""
    text = draw(st.sampled_from(FORMS))(draw(NAMES), draw(VALUES))
    for wrap in draw(st.lists(st.sampled_from(WRAPPINGS), max_size=3)):
        text = wrap(text)
    return text


def answers(text: str) -> Iterator[tuple[str, Response]]:
    """Yield answers of operations of several protocols that have a text in them, alone and with others."""
    for packed in (
        zlib.compress(text.encode()),
        gzip.compress(text.encode(), mtime=0),
        cbor2.dumps({"a": text}),
    ):
        yield "s3.GetObject", Response(200, headers=(("ETag", "x"),), body=packed)
    for content in (text, f"{text} - {KEY_ID[:4]}EXAMPLE"):
        yield "s3.GetObject", Response(200, body=content.encode())
        message = {"Messages": [{"MessageId": "1", "Body": content}]}
        yield "sqs.ReceiveMessage", Response(200, body=json.dumps(message).encode())
        body = f"<R><DescribeStacksResult><Stacks><member><Description>{html.escape(content)}</Description>"
        body += "</member></Stacks></DescribeStacksResult></R>"
        yield "cloudformation.DescribeStacks", Response(200, body=body.encode())


@dataclass(frozen=True)
class Anywhere:
    """A detector that is asked wherever a text is."""

    rule: Rule
    hint: str = ""

    @property
    def series(self) -> tuple[str, ...]:
        return self.rule.series

    def secrets(self, text: str) -> Iterator[tuple[int, int, str]]:
        return self.rule.secrets(text)

    def may_be_in(self, text: str) -> bool:
        return True


class Thorough(SecretEditor):
    """Goes through every message."""

    def reads(self, place: Place) -> bool:
        return True

    def skips(self, place: Place, part: str, style: Style) -> bool:
        return False

    def searches(self, content: bytes) -> bool:
        return True

    def deeper(self) -> Thorough:
        return Thorough(self.redaction, self.report, self.memory, self.nesting - 1, self.judged, self.service)


THOROUGH = replace(DEFAULT, patterns=tuple(map(Anywhere, DEFAULT.patterns)))


@contextlib.contextmanager
def without_hints() -> Iterator[None]:
    """Have detectors search for all of their forms."""
    with (
        mock.patch("harness.redaction.named.has", return_value=True),
        mock.patch("harness.redaction.tokens.has", return_value=True),
    ):
        yield


@settings(max_examples=60, derandomize=True, database=None, deadline=None)
@given(texts(), st.integers(0, 8))
@example(json.dumps({"api key": DRAWN}), 3)
@example(f"INSERT INTO t (id, api key) VALUES (1, '{DRAWN}')", 3)
@example(f"db.example.com:5432:app:joe:{DRAWN}", 5)
@example(json.dumps(json.dumps({"yaml": f"  P:\n    NoEcho: true\n    Default: {DRAWN}\n"})), 4)
@example(f"{KEY_ID} {(DRAWN * 3)[:40]},EXAMPLE", 3)
@example(json.dumps({"password": DRAWN}), 0)
@example(json.dumps({"password": DRAWN}), 2)
def test_a_quick_search_changes_nothing_of_what_is_found(text: str, number: int) -> None:
    name, response = list(answers(text))[number]
    operation = find_operation(*name.split("."))
    service = operation.service_model.service_name
    with without_hints():
        thorough = edit_response(operation, response, Thorough(THOROUGH, service=service))
    assert redact_response(operation, response) == thorough


LISTS = (
    ("sqs.ReceiveMessage", lambda text: {"MessageId": "1" * 36, "Body": text, "ReceiptHandle": "r" * 200}),
    (
        "rds.DescribeDBInstances",
        lambda text: {
            "DBInstanceIdentifier": "name",
            "PendingModifiedValues": {"MasterUserPassword": text, "EngineVersion": "1"},
            "DBParameterGroups": [{"DBParameterGroupName": "n" * 200, "ParameterApplyStatus": text}] * 2,
            "TagList": [{"Key": "password", "Value": text}, {"Key": "n" * 200, "Value": "plain"}],
        },
    ),
    (
        "lambda.ListFunctions",
        lambda text: {
            "FunctionName": "name" * 20,
            "Description": text,
            "Environment": {"Variables": {"DB_PASSWORD": text, "COLOR": "red" * 70}},
        },
    ),
    (
        "ec2.DescribeSnapshots",
        lambda text: {
            "Description": text,
            "SnapshotId": "s" * 200,
            "Tags": [{"Key": "color", "Value": text}],
        },
    ),
)


class Counting(SecretEditor):
    """Counts the values that it is shown."""

    seen = 0

    def scalar(self, place: Place, value: object) -> object:
        Counting.seen += 1
        return super().scalar(place, value)


@settings(max_examples=40, derandomize=True, database=None, deadline=None)
@given(st.integers(0, len(LISTS) - 1), st.lists(st.one_of(st.just("plain text"), VALUES), max_size=5))
@example(1, ["hunter2!x", "plain text", DRAWN, "hunter2!x", "plain text"])
@example(3, ["plain text", KEY_ID, "plain text", f"x {DRAWN}", KEY_ID])
def test_what_is_skipped_in_a_long_answer_has_no_secret(number: int, drawn: list[str]) -> None:
    name, item = LISTS[number]
    operation = find_operation(*name.split("."))
    member = next(key for key, shape in operation.output_shape.members.items() if shape.type_name == "list")
    result = {member: [item(text) for text in ["plain text", *drawn, "plain text"]]}
    status, headers, body = serialize_response(operation, result)
    response = Response(status, headers=tuple(headers.items()), body=body)
    service = operation.service_model.service_name
    with without_hints():
        thorough = edit_response(operation, response, Thorough(THOROUGH, service=service))
    assert redact_response(operation, response) == thorough


def test_a_long_answer_with_one_secret_is_not_gone_through_value_by_value() -> None:
    operation = find_operation("ec2", "DescribeSnapshots")
    texts = ["plain text"] * 50 + [KEY_ID] + ["plain text"] * 50
    _, headers, body = serialize_response(operation, {"Snapshots": [LISTS[3][1](text) for text in texts]})
    Counting.seen = 0
    edited = edit_response(
        operation, Response(200, headers=tuple(headers.items()), body=body), Counting(service="ec2")
    )
    assert KEY_ID.encode() not in edited.body
    assert edited.body.count(b"plain text") == 200
    assert Counting.seen < 30
