"""Retries and waiters of botocore without their waiting.

botocore has no setting for it: `botocore.endpoint` waits before a retry, `botocore.waiter` between two polls
and `botocore.retries.bucket` in the adaptive mode, each by ``time.sleep`` of its module. This is the only
module to lean on that. The program's own ``time.sleep`` stays as it is.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import botocore.endpoint
import botocore.retries.bucket
import botocore.waiter

_MODULES: tuple[Any, ...] = (botocore.endpoint, botocore.waiter, botocore.retries.bucket)
_lock = threading.Lock()
_inside = 0


class _Clock:
    """The module ``time``, whose ``sleep`` returns at once."""

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)

    def sleep(self, seconds: float) -> None:
        """Return at once."""


_NO_WAITING = _Clock()


@contextmanager
def no_waiting() -> Iterator[None]:
    """Let botocore's retries and waiters follow each other at once, until the block ends; blocks nest."""
    global _inside
    with _lock:
        _inside += 1
        for module in _MODULES:
            module.time = _NO_WAITING
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside:
                for module in _MODULES:
                    module.time = time
