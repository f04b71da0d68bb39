"""The endpoint: from what comes over a connection to the dispatched reply, and back onto the connection."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import cast

from aiohttp import web
from aiohttp.streams import StreamReader

from harness.contract.exchange import ErrorAnswer
from harness.errors import HarnessError, UnknownName
from harness.synth.responses.answer import Answer
from harness.synth.server.connection import PATIENCE, Connection
from harness.synth.server.index import EXCERPT, ROOT, Seen, index_page, service_page
from harness.synth.service.dispatch import Asked, Reply, dispatch
from harness.synth.service.trouble import Dropped, Slow, Truncated
from harness.wire import UnreadableMessage, WireError
from harness.wire.codec.eventstream import MEDIA_TYPE as EVENT_STREAM

_log = logging.getLogger("harness.serve")

MAX_BODY = 128 * 1024 * 1024
"""The largest request body, in bytes, that is read."""

KEPT = 200
"""How many exchanges the index page shows; older ones are forgotten, so that memory stays flat."""


class Endpoint:
    """Answers HTTP requests, and remembers the last exchanges for its page.

    Args:
        respond: the service: from what is asked to the answer.
        latency: how late every answer comes, in seconds.
    """

    def __init__(self, respond: Callable[[Asked], Answer], latency: float = 0) -> None:
        self._respond = respond
        self._latency = latency
        self._seen: deque[Seen] = deque(maxlen=KEPT)
        self._count = 0

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request; the handler of an ``aiohttp.web.Server``."""
        if request.path.startswith(ROOT) or _is_browser(request):
            return self._page(request)
        start = time.perf_counter()
        connection = cast(Connection, request.protocol)
        try:
            body = await _read(request, connection)
        except WireError as error:
            return connection.refuse(error.code, str(error), error.status)
        reply = dispatch(request.method, request.raw_path, _headers(request), body, self._safely)
        if self._latency:
            await asyncio.sleep(self._latency)
        try:
            return await _deliver(request, reply)
        finally:
            self._note(request, body, reply, time.perf_counter() - start)

    def _safely(self, asked: Asked) -> Answer:
        """Answer; a failure of our own is an error of the service, and the endpoint lives on."""
        try:
            return self._respond(asked)
        except Exception as error:
            _log.exception("%s", asked.name)
            words = str(error) if isinstance(error, HarnessError) else "The endpoint failed; see its log."
            return Answer(error=ErrorAnswer("InternalFailure", words), status=500)

    def _note(self, request: web.BaseRequest, body: bytes, reply: Reply, seconds: float) -> None:
        asked = reply.asked
        self._count += 1
        self._seen.appendleft(
            Seen(
                time=dt.datetime.now(dt.UTC),
                asked=f"{request.method} {request.path}" if asked is None else asked.name,
                region=None if asked is None else asked.region,
                status=0 if isinstance(reply.trouble, Dropped) else reply.response[0],
                error=reply.error,
                milliseconds=seconds * 1000,
                request=body[:EXCERPT],
                response=reply.response[2][:EXCERPT],
            )
        )

    def _page(self, request: web.BaseRequest) -> web.Response:
        name = request.path.removeprefix(ROOT)
        if name == "health":
            return web.json_response({"status": "ok", "exchanges": self._count})
        try:
            if name.strip("/"):
                page = service_page(name)
            else:
                page = index_page(f"{request.scheme}://{request.host}", self._seen)
        except UnknownName as error:
            return web.Response(status=404, text=str(error))
        return web.Response(text=page, content_type="text/html")


def _is_browser(request: web.BaseRequest) -> bool:
    """Tell a browser at the address itself from S3's ListBuckets, which is signed and asks for no HTML."""
    is_root = request.method == "GET" and request.raw_path == "/"
    return is_root and "Authorization" not in request.headers and "html" in request.headers.get("Accept", "")


async def _read(request: web.BaseRequest, connection: Connection) -> bytes:
    """Read the body.

    Raises:
        UnreadableMessage: it is too large, or the client stops or pauses before its end.
    """
    if (request.content_length or 0) > MAX_BODY:
        raise _TOO_LARGE
    if request.headers.get("Expect", "").lower() == "100-continue":
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    parts: list[bytes] = []
    size = 0
    with connection.reading(request.content):
        try:
            while part := await _part(request.content):
                parts.append(part)
                size += len(part)
                if size > MAX_BODY:
                    raise _TOO_LARGE
        except TimeoutError:
            reason = f"no more of it came for {PATIENCE:.0f} seconds"
            raise UnreadableMessage("request body", reason, "RequestTimeout") from None
    return b"".join(parts)


async def _part(body: StreamReader) -> bytes:
    if body.is_eof():  # all is there, as of a short body: a timer takes longer than reading it
        return body.read_nowait()
    async with asyncio.timeout(PATIENCE):
        return await body.readany()


_TOO_LARGE = UnreadableMessage(
    "request body", f"it is larger than {MAX_BODY} bytes", "RequestEntityTooLarge", 413
)


def _headers(request: web.BaseRequest) -> dict[str, str | list[str]]:
    headers: dict[str, str | list[str]] = {
        name: request.headers.getall(name) for name in request.headers.keys() - {"Transfer-Encoding"}
    }
    return headers


async def _deliver(request: web.BaseRequest, reply: Reply) -> web.StreamResponse:
    """Send a reply as it is to arrive.

    Raises:
        ConnectionResetError: the connection is to end; aiohttp closes it then.
    """
    status, headers, body = reply.response
    if request.method != "HEAD":
        # A member may be bound to it; what frames the message is the length of the body.
        headers = {name: value for name, value in headers.items() if name.lower() != "content-length"}
    headers = {**headers, "Server": "harness"}
    match reply.trouble:
        case Slow(seconds):
            await asyncio.sleep(seconds)
        case Dropped():
            raise ConnectionResetError("dropped, as was asked for")
        case Truncated():
            whole = web.StreamResponse(status=status, headers=headers)
            whole.content_length = len(body)
            await whole.prepare(request)
            await whole.write(body[: len(body) // 2])
            raise ConnectionResetError("truncated, as was asked for")
    if headers.get("Content-Type") != EVENT_STREAM:
        return web.Response(status=status, headers=headers, body=body)
    stream = web.StreamResponse(status=status, headers=headers)
    await stream.prepare(request)
    for message in _messages(body):
        await stream.write(message)
    return stream


def _messages(stream: bytes) -> Iterator[bytes]:
    """Yield the messages of an event stream; each begins with its length, four bytes."""
    position = 0
    while position < len(stream):
        end = position + int.from_bytes(stream[position : position + 4])
        yield stream[position:end]
        position = end
