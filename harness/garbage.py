"""Pause Python's garbage collector during work that leaves no garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def gc_paused() -> Iterator[None]:
    """Pause the search for garbage in cycles where all that is made is kept, so that there is none to find.

    Each search looks at most of the objects made so far. Without it, the contracts of all services, which are
    millions of objects, take a quarter less time, and a cassette of 100,000 exchanges opens in half the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
