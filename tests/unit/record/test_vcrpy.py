"""vcrpy's requests and responses, read and written."""

from __future__ import annotations

import io
from typing import Any

import aiohttp
import pytest
from vcr.request import Request as VcrRequest

from harness.cassette.model import Request, Response
from harness.record.vcrpy import read_request, read_response, write_response


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (None, b""),
        ("é", "é".encode()),
        (b"\xff", b"\xff"),
        (io.BytesIO(b"file"), b"file"),
        (iter([b"one ", b"two"]), b"one two"),
        ({"a": [1, None]}, b'{"a": [1, null]}'),  # aiohttp's json, or data
        ([("a", "1")], b'[["a", "1"]]'),
        (aiohttp.FormData({"a": "1"}), b""),
        ({"a": io.BytesIO(b"file")}, b'{"a": null}'),
    ],
)
def test_bodies_are_read_and_not_used_up(body: Any, read: bytes) -> None:
    request = VcrRequest("POST", "http://x/", body, {"A": "1", "B": b"2", "C": ("3",)})
    for _ in range(2):
        assert read_request(request) == Request(
            "POST", "http://x/", (("A", "1"), ("B", "2"), ("C", "3")), read
        )


def test_a_response_comes_back_as_it_was() -> None:
    headers = {"Set-Cookie": ["a=1", "b=2"], "Content-Type": ["text/plain"]}
    raw = {"status": {"code": 204, "message": ""}, "headers": headers, "body": {"string": b"\xff"}}
    response = read_response(raw)
    assert response.headers == (("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("Content-Type", "text/plain"))
    assert write_response(response) == raw


def test_a_response_without_a_body_or_a_reason() -> None:
    assert read_response({"status": {"code": 204, "message": None}, "headers": {}, "body": {}}) == Response(
        204
    )
