"""The time of redaction grows with the input, whatever a stranger writes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.cassette.model import Response
from harness.models import find_operation
from harness.redaction import redact_response
from harness.redaction.memory import Memory

SMALL, TIMES = 1 << 12, 16
MOST = 5 * TIMES  # of a time in proportion; a quadratic one is 256 times as long

XML = (
    "<!--",
    "<![CDATA[",
    "<?",
    "<!",
    '<a "',
    "<a '",
    "<",
    "</",
    '<a b="',
    "<a>",
    "]]>",
    "<name>password</name>",
)
JSON = ('"', '\\"', "{", "[", '{"name":"a",', '[[["a",', "\\u0070", '{"a":"\\"')
TEXT = (
    *(
        "password",
        "password=",
        "password: ",
        'password="',
        'password=\\"',
        "password:a[",
        "password=a(",
        "password:$(",
        "token:a:",
        "a,password\n",
        "name: password\n",
    ),
    *(
        "<password ",
        "insert into a (password) values (",
        "--p ",
        "--password ",
        "curl -u a",
        "eyJ-",
        "%25",
        "%2522",
    ),
    *(
        "sk-",
        "pat.",
        "a.",
        "\\",
        "identified by '",
        "authorization: ",
        "-----BEGIN PRIVATE KEY-----",
        "://a:",
    ),
    *(
        '["a",',
        "password |\n ",
        "Private-Lines: 1 A",
        '{"kty":',
        "login a password b ",
        "xoxb-",
        "ghp_",
        "&quot;",
        'form-data; name="password"',
        "set -",
        "USER a\nPASS ",
    ),
)


def seconds(operation: str, body: str) -> float:
    model = find_operation(*operation.split("."))
    began = time.thread_time()
    redact_response(model, Response(200, body=body.encode()))
    return time.thread_time() - began


@pytest.mark.parametrize(
    ("operation", "start", "unit"),
    [
        *(("sts.AssumeRole", "<R><a>", unit) for unit in XML),
        *(("sqs.ReceiveMessage", '{"password": "', unit) for unit in JSON),
        *(("s3.GetObject", "token=a1b2c3d4e5f6 ", unit) for unit in TEXT),
        ("s3.GetObject", "token=a1b2c3d4e5f6 Private-Lines: 1 ", " "),
        ("s3.GetObject", "token=a1b2c3d4e5f6 htpasswd -b", "b"),
    ],
)
def test_time_is_in_proportion_to_the_text(operation: str, start: str, unit: str) -> None:
    """By the clock, as nothing counts the steps of a regular expression; no load spoils five tries."""

    def of(size: int) -> float:
        return seconds(operation, start + unit * (size // len(unit)))

    of(SMALL)
    assert any(of(SMALL * TIMES) < MOST * max(of(SMALL), 2e-3) for _ in range(5))


def test_a_long_secret_without_quotes_is_taken_out_to_its_end() -> None:
    secret = "".join(f"k{number * 7919 % 997:03d}Zq" for number in range(400))
    model = find_operation("s3", "GetObject")
    body = f"url https://example.com/ password={secret}&next=1".encode()
    kept = redact_response(model, Response(200, body=body)).body
    assert b"Zq" not in kept.partition(b"password=")[2]
    assert kept.endswith(b"&next=1")


def steps(work: Callable[[], object]) -> int:
    """Count the instructions of Python that a call takes."""
    count = 0

    def note(frame: FrameType, event: str, _: object) -> Any:
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return note

    before = sys.gettrace()
    sys.settrace(note)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def test_many_secrets_are_sought_in_the_steps_of_few() -> None:
    def steps_among(secrets: int) -> tuple[int, int]:
        memory = Memory()
        for number in range(secrets):
            memory.of_string(None, f"hunter-{number * 7919:08d}-Zz")
        assert memory.is_trace_in(b"it is 00007919")
        assert not memory.is_trace_in(b"nothing is said here of any of them")
        return (
            steps(lambda: memory.is_trace_in(b"it is 00015838, or not")),
            steps(lambda: memory.is_trace_in(b"nothing is said of any of them here")),
        )

    few = steps_among(500)
    assert min(few) > 10
    assert steps_among(4_000) == few


PARTS = st.lists(st.sampled_from((*XML, *JSON, *TEXT)), min_size=1, max_size=3).map("".join)
PLACES = st.sampled_from(
    [
        ("sts.AssumeRole", "<R><a>"),
        ("sqs.ReceiveMessage", '{"password": "'),
        ("sqs.ReceiveMessage", '{"Messages": [{"Body": "'),
        ("s3.GetObject", "token=a1b2c3d4e5f6 "),
        ("logs.GetLogEvents", '{"events":['),
    ]
)


@given(place=PLACES, unit=PARTS)
@settings(max_examples=25, deadline=None, derandomize=True)
def test_the_steps_are_in_proportion_to_the_text(place: tuple[str, str], unit: str) -> None:
    operation, start = place
    model = find_operation(*operation.split("."))

    def of(size: int) -> int:
        body = (start + unit * (size // len(unit))).encode()
        return steps(lambda: redact_response(model, Response(200, body=body)))

    of(64)  # what is made once
    small = of(512)
    assert small > 10
    assert of(4 * 512) < 6 * small + 20_000
