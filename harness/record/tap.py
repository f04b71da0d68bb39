"""Event streams while they are read: what passes is kept, so that one that never ends is recorded as well."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from harness.forks import free_in_children

_SHORTEST = 16
"""The length of an empty message: prelude and checksums (Smithy, "Amazon Event Stream Specification")."""


class Tap:
    """An event stream between the network and its reader, in the form of urllib3's response.

    Args:
        raw: the stream as the network gives it.
        ended: called once, with the whole messages that passed: when the stream ends or breaks off, when
            its reader closes it, or by ``end``.
    """

    def __init__(self, raw: Any, ended: Callable[[bytes], None]) -> None:
        self._raw = raw
        self._ended: Callable[[bytes], None] | None = ended
        self._passed = bytearray()
        self._lock = free_in_children(threading.Lock())

    def stream(self, amt: int = 2**16, decode_content: bool | None = None) -> Iterator[bytes]:
        """Yield the chunks of the stream as they come."""
        with self.reading():
            for chunk in self._raw.stream(amt=amt, decode_content=decode_content):
                self.keep(chunk)
                yield chunk

    @contextmanager
    def reading(self) -> Iterator[None]:
        """End with the block, whatever ends it but a reader that forgets the stream.

        That is for whoever holds the tap to find out: no lock may be waited for while memory is freed.
        """
        try:
            yield
        except GeneratorExit:
            self._raw.close()
            raise
        except BaseException:
            self.end()
            raise
        self.end()

    @property
    def is_over(self) -> bool:
        """Whether the stream has ended."""
        return self._ended is None

    def close(self) -> None:
        """Close the stream."""
        self._raw.close()
        self.end()

    def keep(self, chunk: bytes) -> None:
        """Keep what passes, until the end."""
        with self._lock:
            if self._ended is not None:
                self._passed += chunk

    def end(self) -> None:
        """Keep no more; the second time nothing happens."""
        with self._lock:
            ended, self._ended = self._ended, None
            passed, self._passed = bytes(self._passed), bytearray()
        if ended is not None:
            ended(whole_messages(passed))


def whole_messages(stream: bytes) -> bytes:
    """Leave out the message at the end of an event stream that has not come whole."""
    end = 0
    while (length := int.from_bytes(stream[end : end + 4])) >= _SHORTEST and end + length <= len(stream):
        end += length
    return stream[:end]
