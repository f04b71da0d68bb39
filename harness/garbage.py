"""Work that leaves no garbage, during which Python need not search for any."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_search_for_garbage() -> Iterator[None]:
    """Put off Python's search for garbage in cycles: where all that is made is kept, it finds none.

    The contracts of all services are millions of objects, of which each search looks at most again: without
    it they take a quarter less time. Searches go on afterwards if they were on before.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
