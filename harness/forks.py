"""Locks that a forked child can take: in the child no thread is left that would release those held."""

from __future__ import annotations

import os
import weakref
from typing import TypeVar

T = TypeVar("T")

_locks: weakref.WeakSet[object] = weakref.WeakSet()


def free_in_children(lock: T) -> T:
    """Have a lock free in processes that are forked from now on, whoever holds it in this one.

    What it guards is there as it was at the moment of the fork.

    Args:
        lock: a `threading.Lock` or `threading.RLock`.

    Returns:
        The lock.
    """
    _locks.add(lock)
    return lock


def _free() -> None:
    for lock in tuple(_locks):
        lock._at_fork_reinit()  # type: ignore[attr-defined]  # as those of logging and threading are


if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
    os.register_at_fork(after_in_child=_free)
