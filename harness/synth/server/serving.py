"""Start and stop the endpoint: in a process of its own, or in a thread of the process that asks it."""

from __future__ import annotations

import asyncio
import errno
import signal
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager, suppress

from aiohttp import web

from harness.errors import HarnessError
from harness.synth.responses.answer import Answer
from harness.synth.server.connection import Connection
from harness.synth.server.endpoint import MAX_BODY, Endpoint
from harness.synth.server.greeting import Greeting
from harness.synth.server.guard import Guard
from harness.synth.server.http2 import Http2Connection
from harness.synth.server.index import Show
from harness.synth.service.dispatch import Asked, refuse

GRACE = 1.4
"""How long, in seconds, a stop waits for the answers that are under way."""

_CUT = 0.1
"""How long, in seconds, after that: what is then under way is cut off."""

_DRAIN = 0.1
"""How long, in seconds, before that: what has reached the socket by then is under way."""

_OPTIONS = {
    # S3 keeps the coding of an object; the codings of others are taken off, within bounds, by harness.wire.
    "auto_decompress": False,
    "max_line_size": 64 * 1024,
    "max_field_size": 64 * 1024,
    "keepalive_timeout": 75.0,
    "lingering_time": 0.0,  # Connection.linger does it
    "access_log": None,
}


class CannotListen(HarnessError):
    """The endpoint's address cannot be had.

    Args:
        host: the host.
        port: the port.
        reason: why not, in the system's words.
        in_use: whether another program has it.
    """

    def __init__(self, host: str, port: int, reason: str, in_use: bool) -> None:
        super().__init__(host, port, reason, in_use)
        self.host = host
        self.port = port
        self.reason = reason
        self.in_use = in_use

    def __str__(self) -> str:
        if self.in_use:
            return (
                f"Port {self.port} of {self.host} is in use by another program. Choose another with --port, "
                "or let the system choose with --port 0."
            )
        return f"The endpoint cannot listen on {self.host}, port {self.port}: {self.reason}."


@asynccontextmanager
async def listening(
    respond: Callable[[Asked], Answer],
    host: str,
    port: int,
    latency: float = 0,
    *,
    allowed: Iterable[str] = (),
    show: Show | None = None,
    reset: Callable[[], None] | None = None,
) -> AsyncIterator[str]:
    """Listen until the block ends, and then finish what is under way, if it takes less than two seconds.

    Args:
        respond: the service: from what is asked to the answer.
        host: the host name or address to listen on.
        port: the port; 0 for a free one.
        latency: how late every answer comes, in seconds.
        allowed: names of the endpoint besides those of loopback, which clients and web pages may use.
        show: takes the secrets out of what the page shows; without it the page shows no bodies.
        reset: forgets what is remembered, when ``POST /_harness/reset`` asks for it.

    Yields:
        The endpoint's URL.

    Raises:
        CannotListen: the address cannot be had.
    """
    loop = asyncio.get_running_loop()
    endpoint = Endpoint(respond, latency, Guard.of(allowed, host), show, reset)
    server = web.Server(endpoint.handle)
    undecided: set[asyncio.Transport] = set()
    http2: set[Http2Connection] = set()

    def greet() -> Greeting:
        return Greeting(
            lambda: Connection(server, refuse, loop=loop, **_OPTIONS),
            lambda: Http2Connection(endpoint.handle_stream, refuse, MAX_BODY, http2),
            undecided,
        )

    try:
        listener = await loop.create_server(greet, host, port, backlog=1024)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        in_use = getattr(error, "errno", None) == errno.EADDRINUSE
        raise CannotListen(host, port, reason, in_use) from None
    bound = listener.sockets[0].getsockname()[1]
    try:
        yield f"http://{f'[{host}]' if ':' in host else host}:{bound}"
    finally:
        await asyncio.sleep(_DRAIN)
        for listening_socket in listener.sockets:
            loop.remove_reader(listening_socket)
        # asyncio forgets, and leaves open, a connection whose acceptance the closing interrupts.
        await asyncio.sleep(0)
        listener.close()
        server.pre_shutdown()
        for transport in list(undecided):
            transport.close()
        await endpoint.settle(GRACE)
        for connection in list(http2):
            connection.close()
        await server.shutdown(_CUT)


def serve(
    respond: Callable[[Asked], Answer],
    host: str,
    port: int,
    *,
    latency: float = 0,
    allowed: Iterable[str] = (),
    show: Show | None = None,
    reset: Callable[[], None] | None = None,
    started: Callable[[str], None],
) -> None:
    """Serve until SIGINT or SIGTERM; answers that are under way then have two seconds to be finished.

    Args:
        respond: the service: from what is asked to the answer.
        host: the host name or address to listen on.
        port: the port; 0 for a free one.
        latency: how late every answer comes, in seconds.
        allowed: names of the endpoint besides those of loopback, which clients and web pages may use.
        show: takes the secrets out of what the page shows; without it the page shows no bodies.
        reset: forgets what is remembered, when ``POST /_harness/reset`` asks for it.
        started: called with the URL as soon as the endpoint listens.

    Raises:
        CannotListen: the address cannot be had.
    """

    async def run() -> None:
        stop = asyncio.Event()
        with suppress(NotImplementedError):  # Windows: there SIGINT cancels this, which ends as well
            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, stop.set)
        async with listening(respond, host, port, latency, allowed=allowed, show=show, reset=reset) as url:
            started(url)
            await stop.wait()

    asyncio.run(run())


@contextmanager
def serving(
    respond: Callable[[Asked], Answer],
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    latency: float = 0,
    allowed: Iterable[str] = (),
    show: Show | None = None,
    reset: Callable[[], None] | None = None,
) -> Iterator[str]:
    """Serve from a thread until the block ends.

    Args:
        respond: the service.
        host: the host name or address to listen on.
        port: the port; 0 for a free one.
        latency: how late every answer comes, in seconds.
        allowed: names of the endpoint besides those of loopback, which clients and web pages may use.
        show: takes the secrets out of what the page shows; without it the page shows no bodies.
        reset: forgets what is remembered, when ``POST /_harness/reset`` asks for it.

    Yields:
        The endpoint's URL, for ``endpoint_url`` or ``AWS_ENDPOINT_URL``.

    Raises:
        CannotListen: the address cannot be had.
    """
    ready: Future[tuple[str, asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def run() -> None:
        stop = asyncio.Event()
        try:
            async with listening(
                respond, host, port, latency, allowed=allowed, show=show, reset=reset
            ) as url:
                ready.set_result((url, asyncio.get_running_loop(), stop))
                await stop.wait()
        except CannotListen as error:
            ready.set_exception(error)

    thread = threading.Thread(target=lambda: asyncio.run(run()), name="harness-serve")
    thread.start()
    url, loop, stop = ready.result()
    try:
        yield url
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
