"""Who is told of the cassettes that a program opens itself, with `harness.use_cassette`.

The pytest plugin asks in every session, so this module imports nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.record.live import LiveCassette

_watchers: tuple[Callable[[LiveCassette], None], ...] = ()


@contextmanager
def watching(watcher: Callable[[LiveCassette], None]) -> Iterator[None]:
    """Tell a watcher of each cassette that is opened until the block ends; of several, the innermost one."""
    global _watchers
    _watchers = (*_watchers, watcher)
    try:
        yield
    finally:
        _watchers = tuple(other for other in _watchers if other is not watcher)


def tell(live: LiveCassette) -> None:
    """Tell the watcher of a cassette, if there is one."""
    if _watchers:
        _watchers[-1](live)
