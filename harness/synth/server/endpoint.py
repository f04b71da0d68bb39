"""The endpoint: from what comes over a connection to the dispatched reply, and back onto the connection."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import logging
import re
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast

from aiohttp import web
from aiohttp.streams import StreamReader

from harness.contract.exchange import ErrorAnswer
from harness.errors import HarnessError, UnknownName
from harness.synth.responses.answer import Answer
from harness.synth.responses.trouble import PAUSE, Dropped, Slow, Truncated, Waiting
from harness.synth.server.connection import PATIENCE, Connection
from harness.synth.server.guard import Guard, NotAllowed
from harness.synth.server.http2 import Sent, Stream
from harness.synth.server.index import MAX_SHOWN, ROOT, Body, Seen, Show, index_page, service_page
from harness.synth.server.own_urls import at_endpoint
from harness.synth.server.post_form import read_post_form
from harness.synth.service.dispatch import Asked, Reply, dispatch, refuse
from harness.wire import HttpResponse, UnreadableMessage, WireError
from harness.wire.codec.eventstream import MEDIA_TYPE as EVENT_STREAM

_log = logging.getLogger("harness.serve")

MAX_BODY = 128 * 1024 * 1024
"""The largest request body, in bytes, that is read."""

KEPT = 200
"""How many exchanges the index page shows; older ones are forgotten, so that memory stays flat."""


_SHOWING = frozenset(("GET", "HEAD"))  # the methods that change nothing
_JSON = {"Content-Type": "application/json; charset=utf-8"}
_PLAIN = {"Content-Type": "text/plain; charset=utf-8"}


class Endpoint:
    """Answers HTTP requests, and remembers the last exchanges for its page.

    Args:
        respond: the service: from what is asked to the answer.
        latency: how late every answer comes, in seconds.
        guard: tells which requests may ask.
        show: takes the secrets out of what the page shows; without it the page shows no bodies.
        reset: forgets what is remembered, for ``POST /_harness/reset``; there is none of it without.
    """

    def __init__(
        self,
        respond: Callable[[Asked], Answer],
        latency: float = 0,
        guard: Guard | None = None,
        show: Show | None = None,
        reset: Callable[[], None] | None = None,
    ) -> None:
        self._respond = respond
        self._latency = latency
        self._guard = guard or Guard()
        self._show = show
        self._reset = reset
        self._seen: deque[Seen] = deque(maxlen=KEPT)
        self._count = 0
        self._under_way = 0

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request of HTTP/1.1; the handler of an ``aiohttp.web.Server``."""
        connection = cast(Connection, request.protocol)
        ask = Ask(request.method, request.raw_path, _headers(request))
        self._under_way += 1
        try:
            page = self._early(ask)
            if page is not None:
                status, headers, body = page
                return web.Response(status=status, headers=headers, body=body)
            content = await _read(request, connection)
            return await _deliver(request, await self._reply(ask, content))
        except NotAllowed as error:
            return connection.refuse("AccessDenied", str(error), 403)
        except WireError as error:
            return connection.refuse(error.code, str(error), error.status)
        finally:
            self._under_way -= 1

    async def handle_stream(self, stream: Stream) -> Sent:
        """Answer one request of HTTP/2."""
        ask = Ask(stream.method, stream.target, stream.headers)
        self._under_way += 1
        try:
            page = self._early(ask)
            if page is not None:
                return Sent(page, (page[2],))
            return _sent(ask, await self._reply(ask, b"".join(stream.body)))
        except NotAllowed as error:
            page = refuse("AccessDenied", str(error), 403)
            return Sent(page, (page[2],))
        finally:
            self._under_way -= 1

    async def settle(self, seconds: float) -> None:
        """Wait for the answers that are under way, but no longer than so many seconds."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while self._under_way and loop.time() < end:
            await asyncio.sleep(0.01)

    def _early(self, ask: Ask) -> HttpResponse | None:
        """Return the page that is asked for; None if it is an operation.

        Raises:
            NotAllowed: neither may be asked for from there.
        """
        is_page = ask.path.startswith(ROOT) or ask.is_of_browser()
        host = ask.authority or ask.header("host")
        shows_page = is_page and ask.method in _SHOWING
        self._guard.check(host, ask.header("origin"), ask.header("sec-fetch-site"), shows_page=shows_page)
        return self._page(ask) if is_page else None

    async def _reply(self, ask: Ask, body: bytes) -> Reply:
        """Ask the service, note the exchange, and wait as long as the answer is late."""
        start = time.perf_counter()
        host = ask.header("host")

        def respond(asked: Asked) -> Answer:
            return at_endpoint(asked, self._safely(asked), f"http://{host}") if host else self._safely(asked)

        form = read_post_form(ask.method, ask.target, ask.headers, body)
        if form is None:
            reply = dispatch(ask.method, ask.target, ask.headers, body, respond)
        else:
            reply = dispatch("PUT", form.target, form.headers, form.content, respond)
            reply = replace(reply, response=form.answer(reply.response))
        while isinstance(reply.trouble, Waiting) and time.perf_counter() - start < reply.trouble.seconds:
            await asyncio.sleep(PAUSE)
            reply = dispatch(ask.method, ask.target, ask.headers, body, respond)
        if self._latency:
            await asyncio.sleep(self._latency)
        if isinstance(reply.trouble, Slow):
            await asyncio.sleep(reply.trouble.seconds)
        status, headers, content = reply.response
        headers = {name: _CONTROLS.sub(" ", value) for name, value in headers.items()}
        headers["Server"] = "harness"
        if ask.method != "HEAD":
            # A member may be bound to it; what frames the message is the length of the body.
            for name in [
                each for each in headers if len(each) == _LENGTH and each.lower() == "content-length"
            ]:
                del headers[name]
        reply = Reply((status, headers, content), reply.asked, reply.error, reply.trouble)
        self._note(ask, body, reply, time.perf_counter() - start)
        return reply

    def _safely(self, asked: Asked) -> Answer:
        """Answer; a failure of our own is an error of the service, and the endpoint lives on."""
        try:
            return self._respond(asked)
        except Exception as error:
            _log.exception("%s", asked.name)
            words = str(error) if isinstance(error, HarnessError) else "The endpoint failed; see its log."
            return Answer(error=ErrorAnswer("InternalFailure", words), status=500)

    def _note(self, ask: Ask, body: bytes, reply: Reply, seconds: float) -> None:
        asked = reply.asked
        status, headers, content = reply.response
        self._count += 1
        self._seen.appendleft(
            Seen(
                time=dt.datetime.now(dt.UTC),
                asked=f"{ask.method} {ask.path}" if asked is None else asked.name,
                region=None if asked is None else asked.region,
                status=0 if isinstance(reply.trouble, Dropped) else status,
                error=reply.error,
                milliseconds=seconds * 1000,
                operation=None if asked is None else asked.operation,
                request=Body(len(body), ask.content_type, body if len(body) <= MAX_SHOWN else b""),
                response=Body(
                    len(content),
                    headers.get("Content-Type", ""),
                    content if len(content) <= MAX_SHOWN else b"",
                ),
            )
        )

    def _page(self, ask: Ask) -> HttpResponse:
        name = ask.path.removeprefix(ROOT)
        if name == "reset" and self._reset is not None:
            if ask.method != "POST":
                return 405, {"Allow": "POST", **_PLAIN}, b"POST /_harness/reset forgets what is remembered."
            self._reset()
            return 200, dict(_JSON), b'{"status": "ok"}'
        if name == "health":
            health = json.dumps({"status": "ok", "exchanges": self._count})
            return 200, dict(_JSON), health.encode()
        try:
            if name.strip("/"):
                page = service_page(name)
            else:
                page = index_page(f"http://{ask.header('host')}", self._seen, self._show)
        except UnknownName as error:
            return 404, dict(_PLAIN), str(error).encode()
        headers = {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Security-Policy": (
                "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
            ),
        }
        return 200, headers, page.encode()


@dataclass(frozen=True, slots=True)
class Ask:
    """The head of a request, of either HTTP; its header fields have names in lower case."""

    method: str
    target: str
    headers: Mapping[str, str | list[str]]

    @property
    def path(self) -> str:
        """The path, without the query."""
        return self.target.partition("?")[0]

    @property
    def authority(self) -> str:
        """The host of a target that is a whole URL, as a proxy gets it; empty where it is a path."""
        return "" if self.target.startswith("/") else self.target.partition("://")[2].partition("/")[0]

    @property
    def content_type(self) -> str:
        """The media type of the body; empty if it has none."""
        return self.header("content-type")

    def header(self, name: str) -> str:
        """Return the first value of a header; empty if there is none."""
        value = self.headers.get(name, "")
        return value if isinstance(value, str) else value[0]

    def is_of_browser(self) -> bool:
        """Tell a browser at the address itself from S3's ListBuckets, which is signed and wants no HTML."""
        is_root = self.method == "GET" and self.target == "/"
        return is_root and not self.header("authorization") and "html" in self.header("accept")


def _sent(ask: Ask, reply: Reply) -> Sent:
    """Return what a stream of HTTP/2 sends of a reply."""
    _, headers, body = reply.response
    if ask.method != "HEAD":
        headers["Content-Length"] = str(len(body))
    match reply.trouble:
        case Dropped():
            return Sent(None)
        case Truncated():
            return Sent(reply.response, (body[: len(body) // 2],), is_whole=False)
    if headers.get("Content-Type") != EVENT_STREAM:
        return Sent(reply.response, () if ask.method == "HEAD" else (body,))
    del headers["Content-Length"]
    return Sent(reply.response, tuple(_messages(body)))


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


_LENGTH = len("content-length")
_CONTROLS = re.compile(
    r"[\x00-\x08\x0a-\x1f\x7f]"
)  # which no header has; a space stands for one (RFC 9110, 5.5)
_TOO_LARGE = UnreadableMessage(
    "request body", f"it is larger than {MAX_BODY} bytes", "RequestEntityTooLarge", 413
)


def _headers(request: web.BaseRequest) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in request.headers.items():
        found.setdefault(name.lower(), []).append(value)
    found.pop("transfer-encoding", None)
    return found


async def _deliver(request: web.BaseRequest, reply: Reply) -> web.StreamResponse:
    """Send a reply as it is to arrive.

    Raises:
        ConnectionResetError: the connection is to end; aiohttp closes it then.
    """
    status, headers, body = reply.response
    match reply.trouble:
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
