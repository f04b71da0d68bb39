"""HTTP/2 without TLS, on the port that HTTP/1.1 has."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from h2.connection import H2Connection
from h2.events import ConnectionTerminated, DataReceived, Event, ResponseReceived, StreamEnded, StreamReset

from harness.synth.responses.answer import Answer
from harness.synth.responses.trouble import Dropped, Slow, Truncated
from harness.synth.server import http2
from harness.synth.server.greeting import PREFACE
from harness.synth.server.serving import serving
from harness.synth.service.dispatch import Asked

SCOPE = "AWS4-HMAC-SHA256 Credential=AK/20250101/us-east-1/{}/aws4_request"
TABLES = {
    "x-amz-target": "DynamoDB_20120810.ListTables",
    "content-type": "application/x-amz-json-1.0",
    "authorization": SCOPE.format("dynamodb"),
}
TROUBLES = {"dropped": Dropped(), "truncated": Truncated(), "late": Slow(0.2)}
LARGE = "x" * 3_000_000


def answer(asked: Asked) -> Answer:
    """Answer with an empty result, or a large one, and with the trouble that a bucket asks for."""
    if asked.operation.name == "GetBucketPolicy":
        return Answer({"Policy": LARGE})
    if asked.operation.name == "SubscribeToShard":
        record = {"SequenceNumber": "1", "Data": "YQ==", "PartitionKey": "p"}
        event = {"Records": [record], "ContinuationSequenceNumber": "1", "MillisBehindLatest": 0}
        return Answer({"EventStream": [{"SubscribeToShardEvent": event}] * 3})
    return Answer({}, trouble=TROUBLES.get(str(asked.params.get("Bucket"))))


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving(answer) as address:
        yield address


@pytest.fixture
def client(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, http1=False, http2=True, timeout=20) as made:
        yield made


def s3(client: httpx.Client, path: str) -> httpx.Response:
    return client.get(path, headers={"authorization": SCOPE.format("s3")})


def test_a_request_is_answered_as_over_http_1(client: httpx.Client, url: str) -> None:
    got = client.post("/", headers=TABLES, content=b"{}")
    other = httpx.post(url, headers=TABLES, content=b"{}")
    assert (got.http_version, other.http_version) == ("HTTP/2", "HTTP/1.1")
    assert (got.status_code, got.json(), got.headers["server"]) == (200, {}, "harness")
    names = {"content-type", "content-length", "x-amzn-requestid"}
    assert {name: got.headers[name] for name in names} == {name: other.headers[name] for name in names}


def test_what_is_larger_than_the_windows_goes_both_ways(client: httpx.Client) -> None:
    assert s3(client, "/bucket?policy").text == LARGE
    put = client.put("/bucket/key", headers={"authorization": SCOPE.format("s3")}, content=LARGE.encode())
    assert put.status_code == 200


def test_a_head_has_no_body_and_an_error_has_one(client: httpx.Client) -> None:
    head = client.head("/bucket/key", headers={"authorization": SCOPE.format("s3")})
    assert (head.status_code, head.content) == (200, b"")
    refused = client.post("/", headers={**TABLES, "x-amz-target": "DynamoDB_20120810.Nothing"}, content=b"{}")
    assert (refused.status_code, "UnknownOperation" in refused.text) == (404, True)


def test_an_event_stream_comes_in_its_messages(client: httpx.Client) -> None:
    headers = {
        **TABLES,
        "x-amz-target": "Kinesis_20131202.SubscribeToShard",
        "content-type": "application/x-amz-json-1.1",
        "authorization": SCOPE.format("kinesis"),
    }
    got = client.post("/", headers=headers, content=b"{}")
    assert got.headers["content-type"] == "application/vnd.amazon.eventstream"
    assert got.content.count(b"SubscribeToShardEvent") == 3


def test_the_page_and_its_guard_are_there_too(client: httpx.Client) -> None:
    assert client.get("/_harness/health").json()["status"] == "ok"
    refused = client.post("/", headers={**TABLES, "origin": "https://evil.example"}, content=b"{}")
    assert (refused.status_code, "https://evil.example" in refused.json()["message"]) == (403, True)


@pytest.mark.parametrize("bucket", ["dropped", "truncated"])
def test_trouble_resets_the_stream_and_leaves_the_connection(client: httpx.Client, bucket: str) -> None:
    with pytest.raises(httpx.RemoteProtocolError, match="StreamReset"):
        s3(client, f"/{bucket}?policyStatus")
    assert s3(client, "/late?policyStatus").status_code == 200


# What httpx does not do


class Raw:
    """A client that says what it is told to."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.socket = socket.create_connection((parts.hostname, parts.port), timeout=10)
        self.http = H2Connection()
        self.http.initiate_connection()

    def send(self) -> None:
        self.socket.sendall(self.http.data_to_send())

    def ask(self, *fields: tuple[str, str], end: bool) -> int:
        number = self.http.get_next_available_stream_id()
        head = [(":method", "POST"), (":scheme", "http"), (":path", "/"), (":authority", "localhost")]
        self.http.send_headers(number, [*head, *TABLES.items(), *fields], end_stream=end)
        self.send()
        return number

    def events(self, last: type[Event]) -> list[Event]:
        """Read until such an event, which is the last, or the connection's end."""
        found: list[Event] = []
        while not any(isinstance(event, last) for event in found):
            data = self.socket.recv(65536)
            if not data:
                break
            found += self.http.receive_data(data)
            self.send()
        return found


@pytest.fixture
def raw(url: str) -> Iterator[Raw]:
    made = Raw(url)
    yield made
    made.socket.close()


def test_a_hundred_at_once_on_one_connection(raw: Raw) -> None:
    """All are open before an answer is read. Threads of an `httpx.Client` may open one stream twice."""
    asked = [raw.ask(end=False) for _ in range(100)]
    for number in reversed(asked):
        raw.http.send_data(number, b"{}", end_stream=True)
    raw.send()
    found: list[Event] = []
    while len([one for one in found if isinstance(one, StreamEnded)]) < 100:
        some = raw.events(StreamEnded)
        assert some, "the connection has ended"
        found += some
    heads = [one for one in found if isinstance(one, ResponseReceived)]
    assert sorted(one.stream_id for one in heads) == asked
    assert {dict(one.headers)[b":status"] for one in heads} == {b"200"}


def body_of(events: list[Event]) -> bytes:
    return b"".join(event.data or b"" for event in events if isinstance(event, DataReceived))


def test_the_preface_may_come_byte_by_byte(url: str) -> None:
    raw = Raw(url)
    data = raw.http.data_to_send()
    assert data.startswith(PREFACE)
    for byte in data[:30]:
        raw.socket.sendall(bytes([byte]))
        time.sleep(0.001)
    raw.socket.sendall(data[30:])
    raw.ask(end=True)
    assert body_of(raw.events(StreamEnded)) == b"{}"
    raw.socket.close()


def test_what_breaks_the_protocol_ends_the_connection_with_the_reason(raw: Raw, url: str) -> None:
    raw.send()
    raw.socket.sendall(b"\x00\x00\x08\x06\x00\x00\x00\x00\x01" + bytes(8))  # a PING on a stream
    (ended,) = [
        event for event in raw.events(ConnectionTerminated) if isinstance(event, ConnectionTerminated)
    ]
    assert ended.error_code == 1
    assert httpx.get(f"{url}/_harness/health").json()["status"] == "ok"


def test_a_body_of_which_no_more_comes_is_refused(raw: Raw, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http2, "PATIENCE", 0.2)
    raw.ask(end=False)
    events = raw.events(StreamEnded)
    assert json.loads(body_of(events)) == {
        "message": "The request body cannot be read: no more of it came for 0 seconds."
    }
    (response,) = [event for event in events if isinstance(event, ResponseReceived)]
    assert (b":status", b"400") in [tuple(header) for header in response.headers or ()]


def test_one_who_takes_the_request_back_leaves_the_others(raw: Raw) -> None:
    first = raw.ask(end=False)
    raw.http.reset_stream(first)
    second = raw.ask(end=True)
    events = raw.events(StreamEnded)
    assert [event.stream_id for event in events if isinstance(event, StreamEnded)] == [second]
    assert not [event for event in events if isinstance(event, StreamReset)]


def test_a_body_that_is_too_large_is_refused_while_it_comes() -> None:
    with serving(answer) as address, pytest.MonkeyPatch.context() as patch:
        patch.setattr("harness.synth.server.serving.MAX_BODY", 1000)
        raw = Raw(address)
        number = raw.ask(end=False)
        raw.http.send_data(number, b"x" * 1001)
        raw.send()
        assert "it is larger than 1000 bytes" in body_of(raw.events(StreamEnded)).decode()
        raw.socket.close()


def test_a_stop_ends_open_connections_within_two_seconds() -> None:
    with serving(answer) as address:
        host, port = urlsplit(address).hostname, urlsplit(address).port
        silent = socket.create_connection((host, port))
        half = socket.create_connection((host, port))
        half.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{")
        raw = Raw(address)
        raw.ask(end=False)
        late = Raw(address)
        late.ask(end=True)
        late.events(StreamEnded)
        start = time.monotonic()
    assert time.monotonic() - start < 2
    for connection in (silent, half, raw.socket, late.socket):
        connection.close()
