"""Event streams recorded message by message from `harness serve`, checked, and played as `EventStream`."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.config import Config
from botocore.eventstream import EventStream
from botocore.exceptions import EventStreamError

import harness
from harness.cassette.store import save_cassette
from harness.models import find_operation, method_name, operations, parse_operation_name
from harness.synth import SyntheticService, example_request
from harness.synth.server.serving import serving
from harness.wire.codec.eventstream import write_message

NAMED = (
    *("bedrock-runtime.ConverseStream", "kinesis.SubscribeToShard", "s3.SelectObjectContent"),
    *("logs.StartLiveTail", "lambda.InvokeWithResponseStream"),
)


def client(service: str, url: str) -> Any:
    session = botocore.session.Session()
    session.set_credentials("testing", "testing")
    config = Config(
        inject_host_prefix=False, s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}
    )
    return session.create_client(service, "us-east-1", endpoint_url=url, config=config)


def ask(name: str, port: int) -> tuple[set[str], list[str]]:
    """Ask an operation; return its answer's members, and the names of its events."""
    operation = find_operation(*parse_operation_name(name))
    # A host of the service's own, as some services have operations that nothing else tells apart.
    host = f"{operation.service_model.endpoint_prefix}.localhost"
    answer = getattr(
        client(operation.service_model.service_name, f"http://{host}:{port}"), method_name(operation.name)
    )(**example_request(harness.contract(*parse_operation_name(name))))
    (stream,) = (value for value in answer.values() if isinstance(value, EventStream))
    return set(answer), [event for message in stream for event in message]


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of `harness serve`, with every name that ends in localhost an address of it."""
    look_up = socket.getaddrinfo

    def local(host: Any, *arguments: Any, **options: Any) -> Any:
        return look_up("127.0.0.1" if str(host).endswith("localhost") else host, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch, serving(SyntheticService(0)) as url:
        patch.setattr(socket, "getaddrinfo", local)
        yield int(url.rpartition(":")[2])


def record_check_and_play(name: str, port: int, path: Path) -> None:
    with harness.use_cassette(path, mode="once"):
        members, events = ask(name, port)
    report = harness.check(harness.load_cassette(path))
    assert (report.operations, report.errors, report.not_checked) == ({name: 1}, (), ())
    with harness.use_cassette(path) as live:
        assert ask(name, 1) == (members, events)
    assert live.unused() == ()
    assert events


@pytest.mark.parametrize("name", NAMED)
def test_an_event_stream_is_recorded_checked_and_played(name: str, port: int, tmp_path: Path) -> None:
    record_check_and_play(name, port, tmp_path / "events.yaml")


@pytest.mark.sweep
def test_every_operation_with_an_event_stream(port: int, tmp_path: Path) -> None:
    names = [
        f"{operation.service_model.service_name}.{operation.name}"
        for operation in operations()
        # botocore's clients have none whose requests are streams of events as well
        if operation.has_event_stream_output and not operation.has_event_stream_input
    ]
    assert names
    for name in names:
        record_check_and_play(name, port, tmp_path / f"{name}.yaml")
    services = {name.partition(".")[0] for name in names}
    print(f"\n{len(names)} operations with event streams, of {len(services)} services: {sorted(services)}")  # noqa: T201


TAIL = {":message-type": ("string", "event"), ":event-type": ("string", "sessionUpdate")}


def update(number: int) -> bytes:
    """A message of a live tail."""
    body = {"sessionMetadata": {"sampled": False}, "sessionResults": [{"message": f"line {number}"}]}
    return write_message({**TAIL, ":content-type": ("string", "application/json")}, json.dumps(body).encode())


BEGIN = write_message({**TAIL, ":event-type": ("string", "initial-response")}, b"{}")


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


@pytest.fixture
def endless() -> Iterator[Callable[[bytes], str]]:
    """A server that sends a live tail: five messages, what it is given, and then nothing more, nor an end."""
    closing = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def serve(after: bytes) -> None:
        with listener, listener.accept()[0] as connection:
            connection.recv(2**16)
            connection.sendall(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/vnd.amazon.eventstream\r\n"
                b"Transfer-Encoding: chunked\r\n\r\n"
                + chunk(BEGIN + b"".join(update(number) for number in range(5)))
                + chunk(after)
            )
            closing.wait(30)

    with ThreadPoolExecutor(1) as pool:

        def start(after: bytes) -> str:
            pool.submit(serve, after)
            return f"http://127.0.0.1:{listener.getsockname()[1]}"

        yield start
        closing.set()


def tail(url: str) -> EventStream:
    group = "arn:aws:logs:us-east-1:123456789012:log-group:shop"
    stream: EventStream = client("logs", url).start_live_tail(logGroupIdentifiers=[group])["responseStream"]
    return stream


def lines(events: Iterator[Any]) -> list[str]:
    return [one["sessionUpdate"]["sessionResults"][0]["message"] for one in events]


def played(path: Path) -> list[str]:
    with harness.use_cassette(path):
        return lines(iter(tail("http://127.0.0.1:1")))


@pytest.mark.parametrize("end", ["reader closes", "reader forgets", "recording ends"])
def test_a_stream_that_does_not_end(end: str, endless: Callable[[bytes], str], tmp_path: Path) -> None:
    path = tmp_path / "tail.yaml"
    with harness.use_cassette(path, mode="once") as live:
        stream = tail(endless(update(5)[:20]))  # and a message of which the rest never comes
        assert lines(islice(stream, 5)) == [f"line {number}" for number in range(5)]
        assert live.served == []
        if end == "reader closes":
            stream.close()
        elif end == "reader forgets":
            del stream
    assert played(path) == [f"line {number}" for number in range(5)]
    assert harness.check(harness.load_cassette(path)).errors == ()


def test_a_stream_that_ends_with_an_error(endless: Callable[[bytes], str], tmp_path: Path) -> None:
    path = tmp_path / "tail.yaml"
    headers = {
        ":message-type": ("string", "exception"),
        ":exception-type": ("string", "SessionTimeoutException"),
        ":content-type": ("string", "application/json"),
    }

    def read(url: str) -> EventStreamError:
        stream = tail(url)
        assert len(list(islice(stream, 5))) == 5
        with pytest.raises(EventStreamError) as caught:
            next(iter(stream))
        stream.close()
        return caught.value

    with harness.use_cassette(path, mode="once"):
        first = read(endless(write_message(headers, b'{"message": "Three hours have passed"}')))
    with harness.use_cassette(path):
        assert str(read("http://127.0.0.1:1")) == str(first)
    assert "Three hours have passed" in str(first)


def test_each_message_is_held_to_the_contract(endless: Callable[[bytes], str], tmp_path: Path) -> None:
    path = tmp_path / "tail.yaml"
    wrong = write_message(TAIL, b'{"sessionResults": "none"}')
    with harness.use_cassette(path, mode="once"):
        stream = tail(endless(wrong))
        assert len(list(islice(stream, 5))) == 5
        stream.close()
    (interaction,) = harness.load_cassette(path).interactions
    body = interaction.response.body + write_message(
        TAIL, b'{"sessionResults": [{"message": 7}], "sessionMetadata": {}}'
    )
    save_cassette(path, [replace(interaction, response=replace(interaction.response, body=body))])
    errors = harness.check(harness.load_cassette(path)).errors
    assert [(one.code, one.pointer) for one in errors] == [
        ("type", "/responseStream/5/sessionUpdate/sessionResults/0/message")
    ]
