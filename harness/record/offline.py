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
        region: the region to assume where the environment names none, as the recording had it; empty where
            the recording had none, and None where nobody knows. Of blocks within one another, such as those
            of a module and of its tests, the inner one's counts.
    """
    # botocore would ask 169.254.169.254 when it makes a client in the defaults mode "auto".
    added: dict[str, str | None] = {"AWS_EC2_METADATA_DISABLED": "true"}
    with _lock:
        ours = _held.get(_REGION, [None])[-1]
        if region is not None and os.environ.get(_REGION) == ours:  # else somebody has set one
            added[_REGION] = region or None
    with changed_environment(added):
        yield


@contextmanager
def changed_environment(added: Mapping[str, str | None]) -> Iterator[None]:
    """Set environment variables until the block ends, or unset those that are None.

    Blocks may overlap, in threads.
    """
    with _lock:
        for name, value in added.items():
            _held.setdefault(name, [os.environ.get(name)]).append(value)
            _set(name, value)
    try:
        yield
    finally:
        with _lock:
            for name, value in added.items():
                _release(name, value)


def configured_region() -> str | None:
    """Return the region of clients that are told none: of the environment or AWS's configuration files.

    Returns:
        The region; empty if none is set, and None if the configuration cannot be read.
    """
    import botocore.session  # here, as programs that only close their sockets import this module too
    from botocore.exceptions import BotoCoreError

    try:
        return botocore.session.Session().get_config_variable("region") or ""
    except BotoCoreError:  # a profile that does not exist
        return None


def _set(name: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value


def _release(name: str, value: str | None) -> None:
    held = _held[name]
    is_ours = os.environ.get(name) == held[-1]  # else somebody has set it meanwhile, to stay
    del held[held.index(value, 1)]
    if is_ours:
        _set(name, held[-1])
    if len(held) == 1:
        del _held[name]


_REGION = "AWS_DEFAULT_REGION"
_held: dict[str, list[str | None]] = {}
"""Variables that blocks under way have set: what was there before, then the blocks' values."""
_lock = free_in_children(threading.Lock())
