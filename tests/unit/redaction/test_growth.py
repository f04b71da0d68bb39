"""The time of redaction grows with the input, whatever a stranger writes."""

from __future__ import annotations

import time

import pytest

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
    ),
)


def seconds(operation: str, body: str) -> float:
    model = find_operation(*operation.split("."))
    began = time.process_time()
    redact_response(model, Response(200, body=body.encode()))
    return time.process_time() - began


@pytest.mark.parametrize(
    ("operation", "start", "unit"),
    [
        *(("sts.AssumeRole", "<R><a>", unit) for unit in XML),
        *(("sqs.ReceiveMessage", '{"password": "', unit) for unit in JSON),
        *(("s3.GetObject", "token=a1b2c3d4e5f6 ", unit) for unit in TEXT),
    ],
)
def test_time_is_in_proportion_to_the_text(operation: str, start: str, unit: str) -> None:
    def of(size: int) -> float:
        return min(seconds(operation, start + unit * (size // len(unit))) for _ in range(2))

    of(SMALL)
    assert of(SMALL * TIMES) < MOST * max(of(SMALL), 2e-3)


def test_many_secrets_are_sought_in_the_time_of_the_text() -> None:
    memory = Memory()
    for number in range(20_000):
        memory.of_string(None, f"hunter-{number * 7919:08d}-Zz")
    began = time.process_time()
    for number in range(200):
        assert memory.is_trace_in(f"it is {number * 7919:08d}".encode())
        assert not memory.is_trace_in(b"nothing is said here of any of them")
    assert time.process_time() - began < 2
