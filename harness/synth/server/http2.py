"""One connection that speaks HTTP/2, on h2: the client of Kinesis, Bedrock or Transcribe of several SDKs.

h2 keeps the protocol's rules; this reads and writes for it, within bounds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.errors import ErrorCodes
from h2.events import DataReceived, Event, RequestReceived, StreamEnded, StreamReset, WindowUpdated
from h2.exceptions import H2Error
from h2.settings import SettingCodes, Settings

from harness.synth.server.connection import LINGER
from harness.synth.server.greeting import PATIENCE as IDLE
from harness.wire import HttpResponse

PATIENCE = 20.0
"""How long, in seconds, a pause in a request may take, and one in reading the answer."""

_WINDOW = 2**20
"""How many bytes, of a stream and of all, a client may send before they are read."""

_SETTINGS = {
    SettingCodes.MAX_CONCURRENT_STREAMS: 250,
    SettingCodes.INITIAL_WINDOW_SIZE: _WINDOW,
    SettingCodes.MAX_HEADER_LIST_SIZE: 64 * 1024,
    SettingCodes.ENABLE_CONNECT_PROTOCOL: 0,
}

_OF_A_CONNECTION = {"connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"}


@dataclass(slots=True)
class Stream:
    """One request, as far as it has come.

    Attributes:
        method: the HTTP method.
        target: path and query.
        headers: the header fields, with the authority as ``Host``.
        body: the parts of the body.
        size: the bytes in them.
        timer: ends the wait for more of it.
        task: what answers it.
    """

    method: str
    target: str
    headers: dict[str, str | list[str]]
    body: list[bytes] = field(default_factory=list)
    size: int = 0
    timer: asyncio.TimerHandle | None = None
    task: asyncio.Task[None] | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """What a request is answered with.

    Attributes:
        response: status, headers and body; None resets the stream without an answer.
        parts: the body as it is to be sent.
        is_whole: whether the stream ends well; else it is reset after the parts.
    """

    response: HttpResponse | None
    parts: tuple[bytes, ...] = ()
    is_whole: bool = True


Answerer = Callable[[Stream], Awaitable[Sent]]
Refuser = Callable[[str, str, int], HttpResponse]


class Http2Connection(asyncio.Protocol):
    """A connection that has begun with HTTP/2's preface.

    Args:
        answer: answers a whole request.
        refuse: writes the error, of a code, a message and a status.
        max_body: the largest body, in bytes, that is read.
        open_: the connections that are open, to which this one adds itself meanwhile.
    """

    def __init__(self, answer: Answerer, refuse: Refuser, max_body: int, open_: set[Http2Connection]) -> None:
        self._answer = answer
        self._refuse = refuse
        self._max_body = max_body
        self._open = open_
        self._http = H2Connection(H2Configuration(client_side=False, header_encoding="latin-1"))
        self._streams: dict[int, Stream] = {}
        self._changed = asyncio.Event()
        self._writable = asyncio.Event()
        self._writable.set()
        self._idle: asyncio.TimerHandle | None = None
        self._is_broken = False

    # asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin with the server's settings."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._open.add(self)
        self._http.local_settings = Settings(client=False, initial_values=_SETTINGS)
        self._http.initiate_connection()
        self._http.increment_flow_control_window(_WINDOW)
        self._flush()
        self._await_request()

    def data_received(self, data: bytes) -> None:
        """Take what has come; what breaks the protocol ends the connection, with the reason (GOAWAY)."""
        if self._is_broken:
            return
        try:
            events = self._http.receive_data(data)
        except H2Error:
            self._end_broken()
            return
        for event in events:
            self._take(event)
        self._flush()

    def _end_broken(self) -> None:
        """End our side with the reason; what still comes is dropped, so that the client gets to read it."""
        self._is_broken = True
        self._flush()
        if self._transport.can_write_eof():
            self._transport.write_eof()
        self._loop.call_later(LINGER, self._transport.close)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Forget the connection and all that it has asked."""
        self._open.discard(self)
        for number in list(self._streams):
            self._forget(number)
        if self._idle is not None:
            self._idle.cancel()

    def pause_writing(self) -> None:
        """Write no more until the client has read some."""
        self._writable.clear()

    def resume_writing(self) -> None:
        """Write on."""
        self._writable.set()

    def close(self) -> None:
        """End the connection, with what is under way."""
        with suppress(H2Error):
            self._http.close_connection()
            self._flush()
        self._transport.close()

    # Requests

    def _take(self, event: Event) -> None:
        match event:
            case RequestReceived(stream_id=int(number)):
                self._begin(number, [(str(name), str(value)) for name, value in event.headers or ()])
            case DataReceived(stream_id=int(number)):
                self._http.acknowledge_received_data(event.flow_controlled_length or 0, number)
                self._read(number, event.data or b"")
            case StreamEnded(stream_id=int(number)) if number in self._streams:
                self._reply(number, self._answer(self._streams[number]))
            case StreamReset(stream_id=int(number)):
                self._forget(number)
            case WindowUpdated():
                self._changed.set()
            case _:
                self._changed.set()  # among others, settings that have changed the windows

    def _begin(self, number: int, fields: list[tuple[str, str]]) -> None:
        if self._idle is not None:
            self._idle.cancel()
        pseudo = {name: value for name, value in fields if name.startswith(":")}
        headers: dict[str, str | list[str]] = {}
        for name, value in fields:
            if not name.startswith(":"):
                headers.setdefault(name, []).append(value)  # type: ignore[union-attr]  # all are lists here
        if ":authority" in pseudo:
            headers["host"] = pseudo[":authority"]
        stream = Stream(pseudo.get(":method", ""), pseudo.get(":path", "/"), headers)
        self._streams[number] = stream
        self._time(number, stream)
        if "100-continue" in headers.get("expect", ()):
            self._http.send_headers(number, [(":status", "100")])

    def _read(self, number: int, data: bytes) -> None:
        stream = self._streams.get(number)
        if stream is None or stream.task is not None:
            return  # it has been refused, or forgotten
        stream.size += len(data)
        if stream.size > self._max_body:
            text = f"The request body cannot be read: it is larger than {self._max_body} bytes."
            self._refuse_stream(number, "RequestEntityTooLarge", text, 413)
            return
        stream.body.append(data)
        self._time(number, stream)

    def _time(self, number: int, stream: Stream) -> None:
        if stream.timer is not None:
            stream.timer.cancel()
        text = f"The request body cannot be read: no more of it came for {PATIENCE:.0f} seconds."
        stream.timer = self._loop.call_later(
            PATIENCE, self._refuse_stream, number, "RequestTimeout", text, 400
        )

    def _refuse_stream(self, number: int, code: str, message: str, status: int) -> None:
        self._streams[number].body.clear()
        response = self._refuse(code, message, status)

        async def refused() -> Sent:
            return Sent(response, (response[2],))

        self._reply(number, refused())

    def _reply(self, number: int, answering: Awaitable[Sent]) -> None:
        stream = self._streams[number]
        if stream.timer is not None:
            stream.timer.cancel()
        stream.task = self._loop.create_task(self._answer_stream(number, answering))

    def _forget(self, number: int) -> None:
        stream = self._streams.pop(number, None)
        if stream is not None:
            if stream.timer is not None:
                stream.timer.cancel()
            if stream.task is not None:
                stream.task.cancel()
        self._await_request()

    def _await_request(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
        if not self._streams and self in self._open:
            self._idle = self._loop.call_later(IDLE, self.close)

    # Answers

    async def _answer_stream(self, number: int, answering: Awaitable[Sent]) -> None:
        try:
            sent = await answering
            with suppress(H2Error):  # the client has ended the stream or the connection meanwhile
                await self._send(number, sent)
        except TimeoutError:
            self._reset(number)  # the client reads no more
        finally:
            self._streams.pop(number, None)
            self._await_request()

    async def _send(self, number: int, sent: Sent) -> None:
        if sent.response is None:
            self._reset(number)
            return
        status, headers, _ = sent.response
        fields = [(":status", str(status))]
        fields += [
            (name.lower(), value) for name, value in headers.items() if name.lower() not in _OF_A_CONNECTION
        ]
        is_empty = sent.is_whole and not any(sent.parts)
        self._http.send_headers(number, fields, end_stream=is_empty)
        self._flush()
        if is_empty:
            return
        for part in sent.parts:
            await self._send_part(number, part)
        if not sent.is_whole:
            self._reset(number)
            return
        self._http.end_stream(number)
        # A client that is still sending has its answer (RFC 9113, section 8.1).
        if self._streams[number].size > self._max_body:
            self._http.reset_stream(number, ErrorCodes.NO_ERROR)
        self._flush()

    async def _send_part(self, number: int, part: bytes) -> None:
        rest = memoryview(part)
        while rest:
            room = min(self._http.local_flow_control_window(number), self._http.max_outbound_frame_size)
            if room <= 0:
                self._changed.clear()
                async with asyncio.timeout(PATIENCE):
                    await self._changed.wait()
                continue
            self._http.send_data(number, bytes(rest[:room]))
            rest = rest[room:]
            self._flush()
            async with asyncio.timeout(PATIENCE):
                await self._writable.wait()

    def _reset(self, number: int) -> None:
        with suppress(H2Error):
            self._http.reset_stream(number, ErrorCodes.INTERNAL_ERROR)
        self._flush()

    def _flush(self) -> None:
        data = self._http.data_to_send()
        if data and not self._transport.is_closing():
            self._transport.write(data)
