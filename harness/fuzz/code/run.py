"""The circumstances under which a test of code that calls AWS is run; pytest's options are among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path

from harness.contract.exchange import Exchange
from harness.contract.violation import Severities


@dataclass(frozen=True, slots=True)
class Run:
    """The run of one test.

    Attributes:
        name: the test's name, as a failing example's cassette says where it comes from.
        save: the cassette that a failing example is saved as; None for nowhere.
        severities: a user's severities by violation code.
        watch: sees the exchanges of each example, in order.
    """

    name: str = ""
    save: Path | None = None
    severities: Severities = field(default_factory=dict)
    watch: Callable[[Iterable[Exchange]], None] | None = None


_current: ContextVar[Run | None] = ContextVar("harness_fuzz_run", default=None)


def current_run() -> Run | None:
    """Return the run under way, if pytest or somebody else began one."""
    return _current.get()


@contextmanager
def running(run: Run) -> Iterator[None]:
    """Let a run be the current one until the block ends."""
    token = _current.set(run)
    try:
        yield
    finally:
        _current.reset(token)
