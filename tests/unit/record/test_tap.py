from __future__ import annotations

from collections.abc import Iterator

import pytest

from harness.record.tap import Tap, whole_messages
from harness.wire.codec.eventstream import write_message

MESSAGES = [write_message({":event-type": ("string", name)}, name.encode()) for name in ("a", "bb", "ccc")]


class Network:
    """What urllib3's response is to botocore."""

    def __init__(self, *chunks: bytes, error: Exception | None = None) -> None:
        self._chunks, self._error = chunks, error
        self.is_closed = False

    def stream(self, *, amt: int, decode_content: bool | None) -> Iterator[bytes]:
        yield from self._chunks
        if self._error is not None:
            raise self._error

    def close(self) -> None:
        self.is_closed = True


def test_whole_messages() -> None:
    stream = b"".join(MESSAGES)
    ends = [len(b"".join(MESSAGES[:number])) for number in range(4)]
    for cut in range(len(stream) + 1):
        assert whole_messages(stream[:cut]) == stream[: max(end for end in ends if end <= cut)]


def test_what_is_no_message_is_left_out() -> None:
    assert whole_messages(b"\0\0\0\0" * 9) == b""
    assert whole_messages(MESSAGES[0] + b"\0\0\0\x0f" * 9) == MESSAGES[0]


def test_chunks_pass_unchanged_and_are_kept_until_the_end() -> None:
    seen: list[bytes] = []
    halves = [MESSAGES[0] + MESSAGES[1][:5], MESSAGES[1][5:] + MESSAGES[2]]
    tap = Tap(Network(*halves), seen.append)
    assert list(tap.stream()) == halves
    tap.end()
    tap.close()
    assert seen == [b"".join(MESSAGES)]
    assert tap.is_over


def test_a_stream_that_breaks_off_is_kept_as_far_as_it_came() -> None:
    seen: list[bytes] = []
    tap = Tap(Network(*MESSAGES, b"\0\0", error=ConnectionError()), seen.append)
    with pytest.raises(ConnectionError):
        list(tap.stream())
    assert seen == [b"".join(MESSAGES)]


def test_a_stream_that_its_reader_forgets_is_closed_and_waits_for_its_end() -> None:
    seen: list[bytes] = []
    network = Network(*MESSAGES)
    tap = Tap(network, seen.append)
    reader = tap.stream()
    next(reader)
    del reader
    assert network.is_closed
    assert seen == []
    tap.end()
    assert seen == [MESSAGES[0]]


def test_what_comes_after_the_end_is_not_kept() -> None:
    seen: list[bytes] = []
    tap = Tap(Network(*MESSAGES), seen.append)
    reader = tap.stream()
    next(reader)
    tap.end()
    assert list(reader) == MESSAGES[1:]
    assert seen == [MESSAGES[0]]
