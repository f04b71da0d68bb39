"""Nobody can tell that calls are observed: not the server, not the caller, not what is sent or received."""

from __future__ import annotations

import array
import io
import itertools
import mmap
import os
import tempfile
import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from s3transfer.utils import ReadFileChunk  # type: ignore[import-untyped]

from harness.observing import observe
from harness.record.hooks import observing
from harness.record.observe import CallCollector
from harness.record.session import use_cassette
from harness.wire.awsrequest import aws_response

RECEIVED: list[bytes] = []
SENT = bytes(range(256)) * 40


class Server(BaseHTTPRequestHandler):
    """Keeps what it gets, and answers with `SENT`."""

    protocol_version = "HTTP/1.1"

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = []
        while size := int(self.rfile.readline(), 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def do_PUT(self) -> None:
        RECEIVED.append(self._body())
        self._answer(b"")

    def do_GET(self) -> None:
        self._answer(SENT)

    def do_HEAD(self) -> None:
        self._answer(SENT)

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client may break off
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def client(url: str, **config: Any) -> Any:
    return boto3.client(
        "s3",
        region_name="eu-west-1",
        aws_access_key_id="a",
        aws_secret_access_key="b",
        endpoint_url=url,
        config=Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}, **config),
    )


class Told:
    """A stream that notes whatever anybody asks of it, even which attributes it has."""

    def __init__(self, content: bytes, at: int, seek_returns: bool) -> None:
        own = object.__getattribute__(self, "__dict__")
        own |= {"log": [], "file": io.BytesIO(content), "answers": seek_returns}
        own["file"].seek(at)

    def __getattribute__(self, name: str) -> Any:
        own = object.__getattribute__(self, "__dict__")
        if name == "log":
            return own["log"]
        own["log"].append(name)
        if name not in ("read", "seek", "tell"):
            return object.__getattribute__(self, name)
        method = getattr(own["file"], name)

        def noted(*args: Any) -> Any:
            own["log"].append(args)
            result = method(*args)
            return None if name == "seek" and not own["answers"] else result

        return noted


class Body(NamedTuple):
    """A body, and how to find out what became of it."""

    value: Any
    state: Callable[[], Any]


def told(content: bytes, at: int, _: ExitStack) -> Body:
    body = Told(content, at, seek_returns=True)
    return Body(body, lambda: body.log)


def seek_returns_none(content: bytes, at: int, _: ExitStack) -> Body:
    body = Told(content, at, seek_returns=False)
    return Body(body, lambda: body.log)


def chunk_of_file(content: bytes, at: int, _: ExitStack) -> Body:
    progress: list[int] = []
    reader: Any = ReadFileChunk(
        io.BytesIO(content[at:]), len(content) - at, len(content) - at, callbacks=[progress_of(progress)]
    )
    return Body(reader, lambda: (reader.tell(), list(progress)))


def progress_of(seen: list[int]) -> Callable[[int], None]:
    def note(bytes_transferred: int) -> None:
        seen.append(bytes_transferred)

    return note


def memory(content: bytes, at: int, _: ExitStack) -> Body:
    file = io.BytesIO(content)
    file.seek(at)
    return Body(file, file.tell)


def own_memory(content: bytes, at: int, _: ExitStack) -> Body:
    class Own(io.BytesIO):
        reads = 0

        def read(self, size: int | None = -1, /) -> bytes:
            self.reads += 1
            return super().read(size)

        def getvalue(self) -> bytes:
            raise AssertionError("this is its owner's")

    file = Own(content)
    file.seek(at)
    return Body(file, lambda: (file.reads, file.tell()))


def opened(content: bytes, at: int, stack: ExitStack) -> Body:
    file = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
    file.write(content)
    file.seek(at)
    return Body(file, lambda: (file.tell(), os.lseek(file.fileno(), 0, os.SEEK_CUR)))


def named(content: bytes, at: int, stack: ExitStack) -> Body:
    """A wrapper around a file, which has no ``read`` of its own."""
    file = stack.enter_context(tempfile.NamedTemporaryFile())  # noqa: SIM115
    file.write(content)
    file.seek(at)
    return Body(file, file.tell)


def unbuffered(content: bytes, at: int, stack: ExitStack) -> Body:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    (folder / "f").write_bytes(content)
    file = stack.enter_context(open(folder / "f", "rb", buffering=0))  # noqa: SIM115
    file.seek(at)
    return Body(file, file.tell)


def memory_map(content: bytes, at: int, stack: ExitStack) -> Body:
    mapped = stack.enter_context(mmap.mmap(-1, len(content) or 1))
    mapped[: len(content)] = content
    mapped.seek(min(at, len(content)))
    return Body(mapped, mapped.tell)


def pipe(content: bytes, at: int, stack: ExitStack) -> Body:
    reading, writing = os.pipe()
    content = content[:8192]  # as much as fits into a pipe
    os.write(writing, content[at:])
    os.close(writing)
    file = stack.enter_context(os.fdopen(reading, "rb"))
    return Body(file, lambda: file.read())


def plain(content: bytes, at: int, _: ExitStack) -> Body:
    return Body(content[at:], lambda: None)


def changeable(content: bytes, at: int, _: ExitStack) -> Body:
    body = bytearray(content[at:])
    return Body(body, lambda: bytes(body))


def view(content: bytes, at: int, _: ExitStack) -> Body:
    body = array.array("B", content[at:])
    return Body(memoryview(body), lambda: body.tolist())


def generated(content: bytes, at: int, _: ExitStack) -> Body:
    left = [content[at : at + 100], content[at + 100 :]]

    def parts() -> Iterator[bytes]:
        while left:
            yield left.pop(0)

    return Body(parts(), lambda: list(left))


class Bare:
    """A stream that can be read, and no more."""

    def __init__(self, content: bytes) -> None:
        self.left = io.BytesIO(content)

    def read(self, size: int = -1) -> bytes:
        return self.left.read(size)


class Placeless(Bare):
    """One that can go to a place, and does not tell where it is."""

    def seek(self, *args: int) -> int:
        return self.left.seek(*args)


class Stuck(Bare):
    """One that says where it is, and fails to go anywhere."""

    def tell(self) -> int:
        return self.left.tell()

    def seek(self, *_: int) -> int:
        raise OSError("it cannot be rewound")


def bare(content: bytes, at: int, _: ExitStack) -> Body:
    body = Bare(content[at:])
    return Body(body, body.left.tell)


def placeless(content: bytes, at: int, _: ExitStack) -> Body:
    body = Placeless(content[at:])
    return Body(body, body.left.tell)


def stuck(content: bytes, at: int, _: ExitStack) -> Body:
    body = Stuck(content[at:])
    return Body(body, body.left.tell)


SEEKABLE = (told, seek_returns_none, memory, own_memory, opened, named, unbuffered, plain, changeable)
UNSIGNED = (chunk_of_file, memory_map, pipe, generated, view, bare, placeless, stuck)
"""Those of which botocore can tell neither length nor checksum, or which its own validation refuses."""
BODIES = (*SEEKABLE, *UNSIGNED)


def put(url: str, make: Callable[..., Body], content: bytes, at: int, **config: Any) -> Any:
    """Put a body, and return all that server and caller can tell of it."""
    RECEIVED.clear()
    with ExitStack() as stack:
        body = make(content, at, stack)
        size = {"ContentLength": max(len(content) - at, 0)} if make is generated else {}
        try:
            client(url, **config).put_object(Bucket="reports", Key="k", Body=body.value, **size)
            outcome = ""
        except Exception as error:  # of botocore: with it or without, it is the same
            outcome = f"{type(error).__name__}: {error}".partition(" at 0x")[0]
        # How much of a body is there that breaks off is a matter of time.
        return outcome, [] if outcome else list(RECEIVED), body.state()


def is_alike(url: str, make: Callable[..., Body], content: bytes, at: int, **config: Any) -> Any:
    alone = put(url, make, content, at, **config)
    with observe(contract="off") as seen:
        observed = put(url, make, content, at, **config)
    assert observed == alone
    assert seen.violations == ()
    return alone


@pytest.mark.parametrize("make", BODIES, ids=lambda make: make.__name__)
def test_bodies_are_sent_as_if_nobody_looked(url: str, make: Callable[..., Body]) -> None:
    outcome, received, _ = is_alike(url, make, b"a report of the day", 2, parameter_validation=False)
    if outcome == "":
        assert b"report of the day" in received[0]
    else:
        assert make in UNSIGNED


@pytest.mark.sweep
@seed(int(os.environ.get("HARNESS_SEED", "0")))
@settings(max_examples=150)
@given(st.sampled_from(BODIES), st.binary(max_size=9000), st.integers(0, 9000), st.booleans(), st.booleans())
def test_all_bodies_are_sent_as_if_nobody_looked(
    url: str, make: Callable[..., Body], content: bytes, at: int, is_validated: bool, has_checksum: bool
) -> None:
    checksums = "when_supported" if has_checksum else "when_required"
    at = min(at, len(content))
    is_alike(
        url,
        make,
        content,
        at,
        parameter_validation=is_validated,
        request_checksum_calculation=checksums,
    )


READS: dict[str, Callable[[Any], Any]] = {
    "never": lambda body: None,
    "whole": lambda body: body.read(),
    "in part": lambda body: body.read(100),
    "closed early": lambda body: (body.read(10), body.close()),
    "by lines": lambda body: list(itertools.islice(body.iter_lines(), 3)),
    "by chunks": lambda body: list(body.iter_chunks(999)),
    "into memory": lambda body: (buffer := bytearray(50), body.readinto(buffer), bytes(buffer))[1:],
}


@pytest.mark.parametrize("how", READS)
def test_answers_are_read_by_their_caller_alone(url: str, how: str) -> None:
    def get() -> Any:
        body = client(url).get_object(Bucket="reports", Key="k")["Body"]
        raw = body._raw_stream
        read = READS[how](body)
        return read, raw.tell(), raw.closed, raw.read()

    alone = get()
    with observe(contract="off") as seen:
        assert get() == alone
    assert seen.report.unread == 1


def test_transfers_are_observed_without_a_trace(url: str, tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(SENT)

    def upload() -> Any:
        RECEIVED.clear()
        progress: list[int] = []
        s3 = client(url)
        s3.upload_file(str(tmp_path / "f"), "reports", "k", Callback=progress.append)
        s3.upload_fileobj(io.BytesIO(SENT), "reports", "k", Callback=progress.append)
        s3.download_file("reports", "k", str(tmp_path / "back"), Callback=progress.append)
        return list(RECEIVED), progress, (tmp_path / "back").read_bytes()

    alone = upload()
    assert all(SENT in body for body in alone[0])
    with observe(contract="off") as seen:
        assert upload() == alone
    assert seen.violations == ()
    assert seen.report.unread > 0
    assert seen.report.to_json()["unread"] == seen.report.unread


def test_nothing_is_kept_alive(url: str) -> None:
    """A file that its owner lets go of is closed at once, whether its call is still to be judged or not."""
    calls = CallCollector(lambda: "")
    with observing(calls):
        body = Told(b"a report", 0, seek_returns=True)
        gone = weakref.ref(body)
        client(url).put_object(Bucket="reports", Key="k", Body=body)
        del body
        assert gone() is None
    assert [call.operation.name for call in calls.take()] == ["PutObject"]


def test_a_recording_and_a_replay_do_what_sending_does(url: str, tmp_path: Path) -> None:
    """Events, the file read to its end, and its progress: all that a caller sees besides the answer."""
    (tmp_path / "f").write_bytes(SENT * 5)

    def send(s3: Any) -> Any:
        progress: list[int] = []
        events: list[Any] = []

        def sign(request: Any, event_name: str, signature_version: str, **_: Any) -> None:
            request.headers["X-Corp"] = "1"
            events.append(f"{event_name} {signature_version}")

        s3.meta.events.register("before-sign.s3", sign)
        s3.meta.events.register(
            "before-send.s3.*",
            lambda request, event_name, **_: events.append((event_name, request.headers["X-Corp"])),
        )
        s3.upload_file(str(tmp_path / "f"), "reports", "k", Callback=progress.append)
        s3.upload_fileobj(io.BytesIO(SENT), "reports", "m", Callback=progress.append)
        file = io.BytesIO(SENT)
        s3.put_object(Bucket="reports", Key="n", Body=file)
        with (tmp_path / "f").open("rb") as opened:
            s3.put_object(Bucket="reports", Key="o", Body=opened)
            return progress, events, file.tell(), opened.tell()

    alone = send(client(url))
    assert (sum(alone[0]), len(alone[1]), *alone[2:]) == (len(SENT) * 6, 8, len(SENT), len(SENT) * 5)
    with use_cassette(tmp_path / "sent.yaml", mode="once"):
        assert send(client(url)) == alone
    with use_cassette(tmp_path / "sent.yaml"):
        assert send(client(url)) == alone


@pytest.mark.parametrize(
    "make",
    [memory, opened, named, unbuffered, memory_map, changeable, pipe, bare, placeless, stuck],
    ids=lambda make: make.__name__,
)
@pytest.mark.parametrize("checksums", ["when_required", "when_supported"])
def test_a_recording_sends_and_a_replay_reads_what_sending_does(
    url: str, make: Callable[..., Body], checksums: str, tmp_path: Path
) -> None:
    def ended() -> Any:
        return put(url, make, SENT[:100], 3, request_checksum_calculation=checksums)

    outcome, received, state = ended()
    with use_cassette(tmp_path / "sent.yaml", mode="once"):
        assert ended() == (outcome, received, state)
    if outcome == "":
        with use_cassette(tmp_path / "sent.yaml"):
            assert ended() == ("", [], state)


def test_a_recording_sends_a_file_from_where_it_is(tmp_path: Path) -> None:
    """Over TLS a file goes in chunks, and botocore's object for that can go to the beginning alone."""
    sent: list[bytes] = []

    def answer(request: Any, **_: Any) -> AWSResponse:
        sent.append(request.body.read())
        return aws_response(request.url, 200, [], b"")

    def upload() -> int:
        s3 = client("https://s3.eu-west-1.amazonaws.com")
        s3.meta.events.register("before-send", answer)
        file = io.BytesIO(b"0123456789")
        file.seek(4)
        s3.put_object(Bucket="reports", Key="k", Body=file)
        return file.tell()

    assert upload() == 10
    with use_cassette(tmp_path / "sent.yaml", mode="once"):
        assert upload() == 10
    assert sent[0] == sent[1]
    assert b"\r\n456789\r\n" in sent[0]
