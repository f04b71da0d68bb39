"""Tell HTTP/2 from HTTP/1.1 by the first bytes of a connection (RFC 9113, section 3.4: prior knowledge)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
"""What a client that speaks HTTP/2 says first; no request of HTTP/1.1 begins like that."""

PATIENCE = 75.0
"""How long, in seconds, a connection may say nothing."""


class Greeting(asyncio.Protocol):
    """A new connection, until it has said enough to be handed over.

    Args:
        http1: makes the protocol of a connection that speaks HTTP/1.1, or nothing that is known.
        http2: makes the one of a connection that speaks HTTP/2.
        undecided: the connections that have not said enough, to which this one adds itself meanwhile.
    """

    def __init__(
        self,
        http1: Callable[[], asyncio.Protocol],
        http2: Callable[[], asyncio.Protocol],
        undecided: set[asyncio.Transport],
    ) -> None:
        self._http1 = http1
        self._http2 = http2
        self._undecided = undecided
        self._said = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for the first bytes."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._undecided.add(transport)
        self._timer = asyncio.get_running_loop().call_later(PATIENCE, transport.close)

    def data_received(self, data: bytes) -> None:
        """Hand the connection over as soon as its first bytes tell to whom."""
        self._said += data
        if self._said.startswith(PREFACE):
            self._hand_over(self._http2())
        elif not PREFACE.startswith(self._said):
            self._hand_over(self._http1())

    def eof_received(self) -> bool:
        """Let HTTP/1.1 say what is wrong with a beginning that is all."""
        if not self._said:
            return False
        protocol = self._hand_over(self._http1())

        def end() -> None:
            if not protocol.eof_received():
                self._transport.close()

        asyncio.get_running_loop().call_soon(end)
        return True

    def connection_lost(self, exc: BaseException | None) -> None:
        """Forget the connection."""
        self._leave()

    def _leave(self) -> None:
        self._timer.cancel()
        self._undecided.discard(self._transport)

    def _hand_over(self, protocol: asyncio.Protocol) -> asyncio.Protocol:
        self._leave()
        self._transport.set_protocol(protocol)
        protocol.connection_made(self._transport)
        # Not at once: aiohttp begins in a task, and times what comes from then on.
        asyncio.get_running_loop().call_soon(protocol.data_received, self._said)
        return protocol
