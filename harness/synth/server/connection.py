"""One connection of the endpoint: aiohttp's HTTP, with refusals that AWS clients can read.

aiohttp parses (llhttp, in C), times out and keeps connections alive. What it cannot parse it answers with
a line of text and closes; here that is an error in an AWS protocol, and the client gets to read it even if
it is still sending. A body that ends early is answered as well, and so is a head that does not end. This
module alone leans on the insides of `aiohttp.web.RequestHandler`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError, LineTooLong
from aiohttp.streams import EMPTY_PAYLOAD, StreamReader
from aiohttp.web_protocol import _ErrInfo

from harness.wire import HttpResponse, UnreadableMessage

_log = logging.getLogger("harness.serve")

PATIENCE = 20.0
"""How long, in seconds, a request's head may take, and a pause in its body."""

LINGER = 5.0
"""How long, in seconds, what a refused client still sends is read and thrown away (RFC 9112, section 9.6)."""

Refusal = Callable[[str, str, int], HttpResponse]
"""From an error code, a message and a status to a response in a protocol that AWS clients read."""


class Connection(web.RequestHandler):
    """One connection; its parser and its state are aiohttp's.

    Args:
        server: the server that it belongs to.
        refuse: writes a refusal.
        options: those of `aiohttp.web.RequestHandler`.

    """

    def __init__(self, server: web.Server, refuse: Refusal, **options: Any) -> None:
        super().__init__(server, **options)
        self._half_closed = False
        self._refuse = refuse
        self._body: StreamReader | None = None
        self._head: asyncio.TimerHandle | None = None

    def data_received(self, data: bytes) -> None:
        """Let aiohttp parse what comes; time the head of a request, which may come in many parts."""
        super().data_received(data)
        if self._waiter is None or self._waiter.done():
            self._stop_timing()
        elif data and self._head is None:
            self._head = asyncio.get_running_loop().call_later(PATIENCE, self._refuse_head)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Forget the connection."""
        self._stop_timing()
        super().connection_lost(exc)

    def _stop_timing(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _refuse_head(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._messages.append((_ErrInfo(400, _SlowHead(), ""), EMPTY_PAYLOAD))
            self._waiter.set_result(None)

    @contextmanager
    def reading(self, body: StreamReader) -> Iterator[None]:
        """While the block reads a body, let it fail with `UnreadableMessage` if the client ends its side."""
        self._body = body
        self._check_body()
        try:
            yield
        finally:
            self._body = None

    def eof_received(self) -> bool:  # type: ignore[override]  # as asyncio.Protocol has it
        """Keep the connection of a client that has sent all it will until it is answered."""
        self._half_closed = True
        if self._waiter is not None and not self._waiter.done():
            return False  # nothing is under way
        self._check_body()
        self.close()
        return True

    def _check_body(self) -> None:
        if self._half_closed and self._body is not None and not self._body.is_eof():
            self._body.set_exception(UnreadableMessage("request body", "it ends early", "IncompleteBody"))
            self._body.feed_eof()

    def refuse(self, code: str, message: str, status: int) -> web.Response:
        """Make the response of an error, after which the connection closes."""
        return _Refusal(self, self._refuse(code, message, status))

    async def linger(self) -> None:
        """End our side, and throw away what the client still sends, so that it gets to read the answer."""
        self.close()
        if self.transport is None or not self.transport.can_write_eof():
            return
        with suppress(OSError):  # the client may have gone
            self.transport.write_eof()
        loop = asyncio.get_running_loop()
        end = loop.time() + LINGER
        while self.transport is not None and not self._half_closed and loop.time() < end:
            await asyncio.sleep(0.01)

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer what is not HTTP, or what went wrong here, in the form of AWS."""
        if isinstance(exc, ConnectionError) or request.writer.output_size > 0:
            raise ConnectionError from exc  # nothing can be answered any more
        if not isinstance(exc, HttpProcessingError):
            _log.error("%s %s", request.method, request.path, exc_info=exc)
            return self.refuse("InternalFailure", "The endpoint failed; see its log.", 500)
        if isinstance(exc, _SlowHead):
            text = f"The head of the request has not come to its end within {PATIENCE:.0f} seconds."
            return self.refuse("RequestTimeout", text, 400)
        if isinstance(exc, LineTooLong):
            text = f"The request line or a header is longer than {self.max_field_size} bytes."
            return self.refuse("RequestHeaderSectionTooLarge", text, 431)
        reason = (message or "").partition("\n")[0].rstrip(" .:")
        return self.refuse("BadRequest", f"The request is not valid HTTP: {reason}.", 400)


class _SlowHead(HttpProcessingError):
    """The head of a request takes too long."""


class _Refusal(web.Response):
    """A response after which the connection closes, once the client has had time to read it."""

    def __init__(self, connection: Connection, response: HttpResponse) -> None:
        status, headers, body = response
        super().__init__(status=status, headers={**headers, "Server": "harness"}, body=body)
        self._connection = connection
        self.force_close()

    async def write_eof(self, data: bytes = b"") -> None:
        await super().write_eof(data)
        await self._connection.linger()
