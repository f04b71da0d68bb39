"""The law of HEAD, on a server that sends what a client does not show."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

import harness
from harness.fuzz.laws.answers.head import laws_of_head
from harness.fuzz.laws.caller import Caller, law_client
from harness.fuzz.laws.counterexample import Counterexample
from harness.synth import synthetic_client


@contextmanager
def server(body: bytes, error: bytes = b"") -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            is_there = self.path == "/a/b"
            self.send_response(200 if is_there else 404)
            self.send_header("Content-Length", "9")
            self.send_header("x-amz-request-id", "1")
            self.end_headers()
            self.wfile.write(body if is_there else error)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()


@pytest.mark.parametrize(
    ("body", "error", "expected"),
    [(b"", b"", []), (b"some text", b"", ["body"]), (b"", b"<Error/>", ["body"])],
)
def test_an_answer_to_head_has_no_body(body: bytes, error: bytes, expected: list[str]) -> None:
    with server(body, error) as url:
        caller = Caller(
            harness.contract("s3", "HeadObject"), law_client("s3", url), {"Bucket": "a", "Key": "b"}
        )
        (law,) = laws_of_head(caller)
        assert [one.code for one in law.certain() if one is not None] == expected


def test_the_page_of_the_law_shows_what_harness_says(is_example: Callable[[Counterexample], bool]) -> None:
    with server(b"some text") as url:
        asked = {"Bucket": "a", "Key": "b"}
        (law,) = laws_of_head(Caller(harness.contract("s3", "HeadObject"), law_client("s3", url), asked))
        assert any(is_example(one) for one in law.certain() if one is not None)


def test_only_requests_that_are_head_and_go_to_an_endpoint_have_the_law() -> None:
    of_endpoint = law_client("s3", "http://127.0.0.1:1")
    assert laws_of_head(Caller(harness.contract("s3", "GetObject"), of_endpoint)) == ()
    assert laws_of_head(Caller(harness.contract("s3", "HeadObject"), synthetic_client("s3"))) == ()
