"""Asynchronous clients (aiobotocore, aioboto3) recorded and played by the same hooks.

Run by ``make async``, in environments of their own: aiobotocore pins botocore.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from base64 import b64decode
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import boto3
import pytest
from aiobotocore import session
from botocore.config import Config
from botocore.exceptions import ClientError

import harness
from harness.record.errors import CannotReplay, NetworkClosed
from harness.synth.responses.faults import Error
from harness.synth.server.serving import serving
from harness.synth.service.synthetic import SyntheticService

TABLES = ["customers", "orders"]


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[SyntheticService]:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    aws = SyntheticService(0)
    with serving(aws) as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        yield aws


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Call it to be where there is neither a server nor credentials nor a region."""

    def offline() -> None:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            monkeypatch.delenv(name)
        monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)

    return offline


@asynccontextmanager
async def client(service: str, **options: Any) -> AsyncIterator[Any]:
    async with session.get_session().create_client(service, config=Config(**options)) as made:
        yield made


async def names_of_tables(limit: int = 2) -> list[str]:
    async with client("dynamodb") as dynamodb:
        return list((await dynamodb.list_tables(Limit=limit))["TableNames"])


@pytest.mark.asyncio
async def test_sync_and_async_calls_share_a_cassette_and_play_each_other(
    aws: SyntheticService, tmp_path: Path, offline: Any
) -> None:
    path = tmp_path / "tables.yaml"
    with harness.use_cassette(path, mode="once"):
        by_async = await names_of_tables(2)
        by_sync = boto3.client("dynamodb").list_tables(Limit=3)["TableNames"]
    first, second = harness.load_cassette(path).interactions
    assert first.facts is not None
    assert second.facts is not None
    assert (first.facts.params, second.facts.params) == ({"Limit": 2}, {"Limit": 3})
    for name in ("service", "operation", "region", "protocol", "source", "model"):
        assert getattr(first.facts, name) == getattr(second.facts, name)
    assert harness.check(harness.load_cassette(path)).errors == ()
    offline()
    with harness.use_cassette(path) as live:
        assert boto3.client("dynamodb").list_tables(Limit=2)["TableNames"] == by_async
        assert await names_of_tables(3) == by_sync
        with pytest.raises(CannotReplay, match="/Limit: recorded 2, asked 1"):
            await names_of_tables(1)
    assert live.unused() == ()
    assert len(live.misses) == 1


@pytest.mark.asyncio
async def test_calls_are_observed(aws: SyntheticService) -> None:
    with harness.observe(contract="off") as seen:
        assert len(await names_of_tables(2)) == 2
        with pytest.raises(ClientError):
            await names_of_tables(1000)
    assert seen.report.operations == {"dynamodb.ListTables": 2}
    (violation,) = seen.violations
    assert violation.message == "Limit must be at most 100, but was 1000."
    assert violation.calls is not None
    assert violation.calls.refused == 1
    assert [line.rpartition(":")[0].rpartition("/")[2] for line in violation.calls.lines] == ["test_async.py"]


@pytest.mark.asyncio
async def test_who_observes_leaves_streams_to_aiobotocore(
    aws: SyntheticService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is awaited is neither read nor replaced: not before it is sent, and not where it is sent."""
    from aiobotocore.awsrequest import AioAWSResponse

    monkeypatch.delenv("AWS_ENDPOINT_URL")  # over TLS, where aiobotocore signs what it has not read

    async def send() -> list[Any]:
        sent: list[Any] = []
        reader = Upload(b"awaited")

        def note(request: Any, **_: Any) -> AioAWSResponse:
            sent.append((type(request.body).__name__, reader.tell(), reader.asked))
            return AioAWSResponse(request.url, 200, {}, Empty())

        async with client("s3") as s3:
            s3.meta.events.register("before-send", note)
            await s3.put_object(Bucket="reports", Key="k", Body=reader)
        return sent

    alone = await send()
    with harness.observe(contract="off") as seen:
        assert await send() == alone
    assert (seen.violations, seen.report.unread) == ((), 1)


@pytest.mark.asyncio
async def test_errors_are_the_same_exceptions(aws: SyntheticService, tmp_path: Path, offline: Any) -> None:
    async def fail() -> ClientError:
        async with client("dynamodb") as dynamodb:
            with pytest.raises(dynamodb.exceptions.ResourceNotFoundException) as caught:
                await dynamodb.describe_table(TableName="missing")
            return caught.value

    aws.override("dynamodb.DescribeTable", Error("ResourceNotFoundException"))
    with harness.use_cassette(tmp_path / "error.yaml", mode="once"):
        first = await fail()
    offline()
    with harness.use_cassette(tmp_path / "error.yaml"):
        second = await fail()
    assert (str(second), second.response) == (str(first), first.response)


@pytest.mark.asyncio
async def test_streamed_bodies(aws: SyntheticService, tmp_path: Path, offline: Any) -> None:
    async def read() -> list[bytes]:
        async with client("s3", response_checksum_validation="when_required") as s3:
            whole = await s3.get_object(Bucket="reports", Key="whole")
            async with whole["Body"] as body:
                read = [await body.read()]
            pieces = await s3.get_object(Bucket="reports", Key="pieces")
            read += [chunk async for chunk in pieces["Body"].iter_chunks(3)]
            some = await s3.get_object(Bucket="reports", Key="some")
            return [*read, await some["Body"].read(2)]

    aws.override("s3.GetObject", {"Body": b"content"})
    with harness.use_cassette(tmp_path / "objects.yaml", mode="once"):
        first = await read()
    offline()
    with harness.use_cassette(tmp_path / "objects.yaml"):
        assert await read() == first == [b"content", b"con", b"ten", b"t", b"co"]


class Upload:
    """A body that is read asynchronously, and can be rewound."""

    def __init__(self, content: bytes) -> None:
        self._content, self._at, self.asked = content, 0, 0

    async def read(self, amt: int = -1) -> bytes:
        self.asked += 1
        end = len(self._content) if amt is None or amt < 0 else self._at + amt
        chunk, self._at = self._content[self._at : end], min(end, len(self._content))
        return chunk

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = offset + (len(self._content) if whence == 2 else 0)
        return self._at

    def tell(self) -> int:
        return self._at


class Empty:
    """What a network answers to an upload, as aiohttp's response has it."""

    async def read(self) -> bytes:
        return b""


@pytest.mark.asyncio
async def test_uploads_from_files_and_asynchronous_readers(
    aws: SyntheticService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over TLS, as aiobotocore can sign what is read asynchronously only where it does not hash it."""
    from aiobotocore.awsrequest import AioAWSResponse

    async def chunks() -> AsyncIterator[bytes]:
        yield b"piece"
        yield b"meal"

    async def write(**events: Any) -> None:
        async with client("s3") as s3:
            for event, handler in events.items():
                s3.meta.events.register(event.replace("_", "-"), handler)
            with source.open("rb") as file:
                await s3.put_object(Bucket="reports", Key="file", Body=file)
            await s3.put_object(Bucket="reports", Key="reader", Body=Upload(b"awaited"))
            await s3.put_object(Bucket="reports", Key="chunks", Body=chunks())

    monkeypatch.delenv("AWS_ENDPOINT_URL")
    source = tmp_path / "source.bin"
    source.write_bytes(bytes(range(256)) * 100)
    with harness.use_cassette(tmp_path / "uploads.yaml", mode="once"):
        await write(before_send=lambda request, **_: AioAWSResponse(request.url, 200, {}, Empty()))
    cassette = harness.load_cassette(tmp_path / "uploads.yaml")
    assert b"\r\n0\r\nx-amz-checksum-crc32:" in cassette.interactions[1].request.body
    bodies = [one.facts.params["Body"] for one in cassette.interactions if one.facts and one.facts.params]
    assert [b64decode(body) for body in bodies] == [source.read_bytes(), b"awaited", b"piecemeal"]
    assert harness.check(cassette).errors == ()
    with harness.use_cassette(tmp_path / "uploads.yaml") as live:
        await write()
    assert live.unused() == ()


@pytest.mark.asyncio
async def test_a_recording_sends_what_is_awaited_from_where_it_is(
    aws: SyntheticService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from aiobotocore.awsrequest import AioAWSResponse

    monkeypatch.delenv("AWS_ENDPOINT_URL")

    async def write() -> Any:
        sent: list[bytes] = []

        async def answer(request: Any, **_: Any) -> AioAWSResponse:
            sent.append(await request.body.read())
            return AioAWSResponse(request.url, 200, {}, Empty())

        async with client("s3") as s3:
            s3.meta.events.register("before-send", answer)
            reader = Upload(b"0123456789")
            reader.seek(4)
            await s3.put_object(Bucket="reports", Key="k", Body=reader, ContentLength=6)
            return sent, reader.tell()

    alone = await write()
    assert b"456789" in alone[0][0]
    with harness.use_cassette(tmp_path / "sent.yaml", mode="once") as live:
        assert await write() == alone
    assert live.served[0].interaction.request.body == alone[0][0]


@pytest.mark.asyncio
async def test_a_replay_does_what_sending_does(aws: SyntheticService, tmp_path: Path) -> None:
    async def write() -> Any:
        seen: list[str] = []

        async def sign(request: Any, event_name: str, **_: Any) -> None:
            request.headers["X-Corp"] = "1"
            seen.append(event_name)

        def send(request: Any, event_name: str, **_: Any) -> None:
            seen.append(f"{event_name} {request.headers['X-Corp']}")

        source = tmp_path / "source.bin"
        source.write_bytes(b"content")
        async with client("s3") as s3:
            s3.meta.events.register("before-sign.s3.*", sign)
            s3.meta.events.register("before-send.s3.*", send)
            with source.open("rb") as file:
                await s3.put_object(Bucket="reports", Key="file", Body=file)
                return seen, file.tell()

    alone = await write()
    with harness.use_cassette(tmp_path / "sent.yaml", mode="once"):
        assert await write() == alone
    with harness.use_cassette(tmp_path / "sent.yaml"):
        assert await write() == alone


@pytest.mark.asyncio
async def test_paginators_and_waiters(aws: SyntheticService, tmp_path: Path, offline: Any) -> None:
    async def pages() -> list[list[str]]:
        async with client("dynamodb") as dynamodb:
            paginator = dynamodb.get_paginator("list_tables")
            found = [page["TableNames"] async for page in paginator.paginate()]
            await dynamodb.get_waiter("table_exists").wait(TableName="orders", WaiterConfig={"Delay": 0})
            return found

    aws.override("dynamodb.DescribeTable", {"Table": {"TableStatus": "ACTIVE"}})
    with harness.use_cassette(tmp_path / "pages.yaml", mode="once"):
        first = await pages()
    assert len(first) > 1
    offline()
    with harness.use_cassette(tmp_path / "pages.yaml") as live:
        assert await pages() == first
    assert live.unused() == ()


@pytest.mark.asyncio
@pytest.mark.parametrize("retries", ["legacy", "standard", "adaptive"])
async def test_each_attempt_is_recorded_and_played(
    aws: SyntheticService, tmp_path: Path, offline: Any, retries: str
) -> None:
    async def ask() -> list[str]:
        async with client("dynamodb", retries={"mode": retries, "max_attempts": 3}) as dynamodb:
            return list((await dynamodb.list_tables(Limit=2))["TableNames"])

    aws.fault("dynamodb.ListTables", Error())
    with harness.use_cassette(tmp_path / "retried.yaml", mode="once"):
        first = await ask()
    offline()
    with harness.use_cassette(tmp_path / "retried.yaml") as live:
        assert await ask() == first
    assert [one.interaction.response.status for one in live.served] == [400, 200]


@pytest.mark.asyncio
@pytest.mark.parametrize(("mode", "kept"), [("new_episodes", [2, 3]), ("all", [2, 3]), ("rewrite", [3])])
async def test_record_modes(aws: SyntheticService, tmp_path: Path, mode: str, kept: list[int]) -> None:
    path = tmp_path / "tables.yaml"
    with harness.use_cassette(path, mode="once"):
        await names_of_tables(2)
    with harness.use_cassette(path, mode=mode) as live:
        await names_of_tables(3)
    assert [one.recorded for one in live.served] == [True]
    assert [one.facts.params["Limit"] for one in harness.load_cassette(path).interactions] == kept  # type: ignore[union-attr,index]


@pytest.mark.asyncio
async def test_event_streams(aws: SyntheticService, tmp_path: Path, offline: Any) -> None:
    async def select(count: int) -> list[Any]:
        async with client("s3", s3={"addressing_style": "path"}) as s3:
            answer = await s3.select_object_content(
                Bucket="reports",
                Key="rows.csv",
                Expression="SELECT * FROM s3object",
                ExpressionType="SQL",
                InputSerialization={"CSV": {}},
                OutputSerialization={"CSV": {}},
            )
            found: list[Any] = []
            async for event in answer["Payload"]:
                found.append(event)
                if len(found) == count:
                    break
            answer["Payload"].close()
            return found

    records = [{"Records": {"Payload": f"row {number}\n".encode()}} for number in range(5)]
    aws.override("s3.SelectObjectContent", {"Payload": [*records, {"End": {}}]})
    with harness.use_cassette(tmp_path / "rows.yaml", mode="once"):
        first = await select(-1)
    assert first == [*records, {"End": {}}]
    offline()
    with harness.use_cassette(tmp_path / "rows.yaml"):
        assert await select(2) == first[:2]


@pytest.mark.asyncio
async def test_many_tasks_share_a_client(aws: SyntheticService, tmp_path: Path, offline: Any) -> None:
    async def work() -> list[str]:
        async with client("sqs") as sqs:
            answers = await asyncio.gather(
                *(sqs.get_queue_url(QueueName=f"queue-{number}") for number in range(100))
            )
            return [answer["QueueUrl"] for answer in answers]

    with harness.use_cassette(tmp_path / "queues.json", mode="once"):
        first = await work()
    offline()
    with harness.use_cassette(tmp_path / "queues.json") as live:
        assert await work() == first
    assert len(harness.load_cassette(tmp_path / "queues.json").interactions) == 100
    assert live.unused() == ()


@pytest.mark.asyncio
async def test_what_aiobotocore_fetches_by_itself_is_refused_in_replay(
    aws: SyntheticService, tmp_path: Path, offline: Any
) -> None:
    from aiobotocore.utils import AioContainerMetadataFetcher

    with harness.use_cassette(tmp_path / "tables.yaml", mode="once"):
        await names_of_tables()
    offline()
    with harness.use_cassette(tmp_path / "tables.yaml"), pytest.raises(NetworkClosed):
        await AioContainerMetadataFetcher().retrieve_full_uri("http://127.0.0.1/credentials")


@pytest.mark.asyncio
async def test_clients_are_their_own_after_a_replay(aws: SyntheticService, tmp_path: Path) -> None:
    async with client("dynamodb") as dynamodb:
        with harness.use_cassette(tmp_path / "tables.yaml", mode="once"):
            await dynamodb.list_tables(Limit=2)
        with harness.use_cassette(tmp_path / "tables.yaml") as live:
            await dynamodb.list_tables(Limit=2)
        await dynamodb.list_tables(Limit=3)
    assert len(live.served) == 1


@pytest.mark.needs("httpx", "trio")
@pytest.mark.parametrize("library", ["asyncio", "trio"])
def test_httpx_under_anyio(aws: SyntheticService, tmp_path: Path, offline: Any, library: str) -> None:
    import anyio
    from aiobotocore.config import AioConfig
    from aiobotocore.httpxsession import HttpxSession

    async def work() -> tuple[list[str], bytes]:
        config = AioConfig(http_session_cls=HttpxSession, s3={"addressing_style": "path"})
        async with session.get_session().create_client("dynamodb", config=config) as dynamodb:
            tables = (await dynamodb.list_tables(Limit=2))["TableNames"]
        async with session.get_session().create_client("s3", config=config) as s3:
            answer = await s3.get_object(Bucket="reports", Key="one")
            return tables, await answer["Body"].read()

    with harness.use_cassette(tmp_path / "httpx.yaml", mode="once"):
        first = anyio.run(work, backend=library)
    offline()
    with harness.use_cassette(tmp_path / "httpx.yaml") as live:
        assert anyio.run(work, backend=library) == first
    assert live.unused() == ()


@pytest.mark.needs("aioboto3")
@pytest.mark.asyncio
async def test_resources_and_transfers_of_aioboto3(
    aws: SyntheticService, tmp_path: Path, offline: Any
) -> None:
    import aioboto3

    async def work() -> tuple[list[str], bytes]:
        boto = aioboto3.Session()
        async with boto.resource("dynamodb") as dynamodb:
            tables = [table.name async for table in dynamodb.tables.all()]
        async with boto.client("s3", config=Config(s3={"addressing_style": "path"})) as s3:
            await s3.upload_file(str(source), "reports", "source.txt")
            answer = await s3.get_object(Bucket="reports", Key="source.txt")
            return tables, await answer["Body"].read()

    source = tmp_path / "source.txt"
    source.write_bytes(b"content")
    with harness.use_cassette(tmp_path / "boto.yaml", mode="once"):
        first = await work()
    offline()
    with harness.use_cassette(tmp_path / "boto.yaml") as live:
        assert await work() == first
    assert live.unused() == ()


MARKED = """
import pytest
from aiobotocore.session import get_session

async def tables(limit):
    async with get_session().create_client("dynamodb") as dynamodb:
        return (await dynamodb.list_tables(Limit=limit))["TableNames"]

@pytest.mark.asyncio
@pytest.mark.cassette
async def test_asyncio(cassette):
    assert len(await tables(2)) == 2
    assert len(cassette.served) == 1

@pytest.mark.anyio
@pytest.mark.cassette
async def test_anyio():
    assert len(await tables(2)) == 2

@pytest.fixture
def anyio_backend():
    return "asyncio"
"""


@pytest.mark.needs("anyio")
def test_the_marker_is_as_good_for_coroutines(
    aws: SyntheticService, pytester: pytest.Pytester, offline: Any
) -> None:
    pytester.makepyfile(MARKED)
    pytester.makeini("[pytest]\nasyncio_default_fixture_loop_scope = function")
    pytester.runpytest_subprocess("--cassette-mode=once").assert_outcomes(passed=2)
    offline()
    pytester.runpytest_subprocess().assert_outcomes(passed=2)
    assert len(list(pytester.path.rglob("*.yaml"))) == 2


PROGRAM = """
import asyncio
from aiobotocore.session import get_session

async def main():
    async with get_session().create_client("dynamodb") as dynamodb:
        print((await dynamodb.list_tables(Limit=2))["TableNames"])

asyncio.run(main())
"""


def test_a_program_that_imports_aiobotocore_later(
    aws: SyntheticService, tmp_path: Path, offline: Any
) -> None:
    def run(mode: str) -> str:
        command = (str(Path(sys.executable).parent / "harness"), "record", "-c", "tape.yaml", "--mode", mode)
        done = subprocess.run(
            [*command, "--", sys.executable, "-c", PROGRAM],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    recorded = run("rewrite")
    offline()
    assert run("none") == recorded


# Ends the process at the first event of a socket, once the event loop has its own pair.
DENIED = """
import asyncio, os, sys, traceback
import urllib3
from aiobotocore.session import get_session
import harness

def deny(event, _):
    if event.startswith("socket."):
        traceback.print_stack()
        os._exit(99)

async def main():
    sys.addaudithook(deny)
    async with get_session().create_client("dynamodb") as dynamodb:
        print((await dynamodb.list_tables(Limit=2))["TableNames"])

with harness.use_cassette(sys.argv[1]):
    asyncio.run(main())
"""


def test_a_replay_opens_no_socket(aws: SyntheticService, tmp_path: Path, offline: Any) -> None:
    path = tmp_path / "tables.yaml"
    with harness.use_cassette(path, mode="once"):
        first = asyncio.run(names_of_tables(2))
    offline()
    command = [sys.executable, "-c", DENIED, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, f"{first}\n"), done.stderr
