"""Let clients be made in replay without a region and without instance metadata."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from harness.forks import free_in_children


@contextmanager
def offline_environment(region: str | None = None) -> Iterator[None]:
    """Give botocore a region if none is set, and keep it from instance metadata, until the block ends.

    Args:
        region: the region to assume where the environment names none, as the recording had it. Of blocks
            within one another, such as those of a module and of its tests, the inner one's counts.
    """
    # botocore would ask 169.254.169.254 when it makes a client in the defaults mode "auto".
    added = {"AWS_EC2_METADATA_DISABLED": "true"}
    with _lock:
        ours = _held.get(_REGION, [None])[-1]
        if region and os.environ.get(_REGION) == ours:  # else somebody has set one
            added[_REGION] = region
    with changed_environment(added):
        yield


@contextmanager
def changed_environment(added: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables until the block ends; blocks may overlap, in threads."""
    with _lock:
        for name, value in added.items():
            _held.setdefault(name, [os.environ.get(name)]).append(value)
            os.environ[name] = value
    try:
        yield
    finally:
        with _lock:
            for name, value in added.items():
                _release(name, value)


def _release(name: str, value: str) -> None:
    held = _held[name]
    is_ours = os.environ.get(name) == held[-1]  # else somebody has set it meanwhile, to stay
    del held[held.index(value, 1)]
    if is_ours:
        before = held[-1]
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
    if len(held) == 1:
        del _held[name]


_REGION = "AWS_DEFAULT_REGION"
_held: dict[str, list[str | None]] = {}
"""Variables that blocks under way have set: what was there before, then the blocks' values."""
_lock = free_in_children(threading.Lock())
