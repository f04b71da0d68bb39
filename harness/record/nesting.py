"""What is in use where: by the context, else by the thread, else the only one of the process.

Threads and tasks may each use something of their own at the same time. A context variable tells which is
meant, also in the tasks that a task starts and in `asyncio.to_thread`. Threads that a pool starts, or a
context that was made before, know of none: they get what this thread uses, or what the whole process does.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class Use(Generic[T]):
    """One use of something, from its beginning to its end.

    Attributes:
        user: what is in use.
        outer: the use within which this one began; None if there was none.
        thread: the thread that began it outside of any task; None for what a task began.
        is_open: whether it has not ended yet.
    """

    user: T
    outer: Use[T] | None
    thread: int | None
    is_open: bool = True

    def chain(self) -> Iterator[Use[T]]:
        """Yield this use and those around it that have not ended, from the inside out."""
        use: Use[T] | None = self
        while use is not None:
            if use.is_open:
                yield use
            use = use.outer


class Nesting(Generic[T]):
    """The uses that have not ended, and which of them is meant here.

    Args:
        name: of the context variable.
    """

    def __init__(self, name: str) -> None:
        self._here: ContextVar[Use[T] | None] = ContextVar(name, default=None)
        self._open: tuple[Use[T], ...] = ()  # a new one for each change: it is read without a lock

    def __bool__(self) -> bool:
        return bool(self._open)

    def enter(self, user: T) -> Callable[[], None]:
        """Begin a use within the one that is meant here; the caller holds a lock.

        Returns:
            Ends the use; it may be called in another context, where generators are closed.
        """
        use = Use(user, self._known(), None if current_task() is not None else threading.get_ident())
        self._open = (*self._open, use)
        self._here.set(use)

        def leave() -> None:
            use.is_open = False
            self._open = tuple(other for other in self._open if other is not use)
            if self._here.get() is use:
                self._here.set(use.outer)

        return leave

    def meant(self) -> Sequence[Use[T]]:
        """Return the use that is meant here, or all that may be meant if it cannot be told."""
        here = self._here.get()
        if here is not None and here.is_open:
            return (here,)
        # A context from before, or of a use that has ended: others may have begun since.
        known = self._known()
        within = [use for use in self._open if known is None or known in use.chain()]
        outer = {other for use in within for other in use.chain() if other is not use}
        return [use for use in within if use not in outer]

    def _known(self) -> Use[T] | None:
        """Return the innermost use that this context, or else this thread, is sure to be in."""
        here = self._here.get()
        found = next(here.chain(), None) if here is not None else None
        if found is not None:
            return found
        thread = threading.get_ident()
        return next((use for use in reversed(self._open) if use.thread == thread), None)


def current_task() -> Any:
    """Return the task of asyncio that runs in this thread; None if there is none."""
    if "asyncio" in sys.modules:
        with suppress(RuntimeError):  # no loop runs here
            return sys.modules["asyncio"].current_task()
    return None
