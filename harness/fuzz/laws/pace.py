"""How long an endpoint is held to laws: calls are counted as they are sent, and end when time is up."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


class TimeIsUp(KeyboardInterrupt):
    """The time for some work is over.

    It interrupts as Ctrl-C does: neither botocore nor Hypothesis takes it for an outcome of a call or a test.
    """


@dataclass(eq=False)
class Share:
    """Some of the time.

    Attributes:
        end: when it is over, by the clock of its `Pace`.
        is_over: whether work was stopped as it was over.
    """

    end: float
    is_over: bool = False


class Pace:
    """Counts the calls that clients send, and stops the current work when its time is up.

    Args:
        called: is told of each call before it is sent.
        clock: tells the time in seconds.
        interrupted: tells whether all work is to stop; asked before each call.
        rate: how many calls are sent in a second at most.
        sleep: waits for some seconds.

    Attributes:
        calls: how many calls were sent so far.
    """

    def __init__(
        self,
        called: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
        interrupted: Callable[[], bool] = lambda: False,
        rate: float | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.calls = 0
        self._interval = 1 / rate if rate else 0.0
        self._next = 0.0  # when the next call may be sent
        self._sleep = sleep
        self.clock = clock
        self._called = called
        self._interrupted = interrupted
        self._shares: list[Share] = []

    def follow(self, client: Any) -> None:
        """Count the calls of a client from now on, instead of the pace that did."""
        client.meta.events.unregister("before-send", unique_id="harness-fuzz-pace")
        client.meta.events.register_first("before-send", self._sent, unique_id="harness-fuzz-pace")

    @contextmanager
    def within(self, seconds: float) -> Iterator[Share]:
        """Let a block have so much time, and no more than the blocks around it.

        Args:
            seconds: the time. Where it is over the block ends, and its share says so.
        """
        outer = self._shares[-1].end if self._shares else float("inf")
        share = Share(min(self.clock() + seconds, outer))
        self._shares.append(share)
        try:
            yield share
        except TimeIsUp:
            share.is_over = True
        finally:
            self._shares.pop()

    def left(self) -> float:
        """Return how many seconds are left for the current work; infinity where there is no limit."""
        return max(0.0, self._shares[-1].end - self.clock()) if self._shares else float("inf")

    def left_of_all(self) -> float:
        """Return how many seconds are left for all the work, of which the current work is a part."""
        return max(0.0, self._shares[0].end - self.clock()) if self._shares else float("inf")

    def check(self) -> None:
        """Stop where the time is up, or all work is to stop.

        Raises:
            TimeIsUp: the time is up.
            KeyboardInterrupt: all work is to stop.
        """
        if self._interrupted():
            raise KeyboardInterrupt
        if self.left() <= 0:
            raise TimeIsUp

    def _sent(self, **_: Any) -> None:
        self.check()
        if self._interval:
            now = self.clock()
            if now < self._next:
                self._sleep(self._next - now)
                self.check()
            self._next = max(now, self._next) + self._interval
        self.calls += 1
        self._called()
