"""Live calls with their answers, noted cheaply while a program runs, to be judged when it has time."""

from __future__ import annotations

import datetime as dt
import io
import os
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from botocore.model import OperationModel

from harness.cassette.side_files import LARGE
from harness.contract.paths.pointer import escaped
from harness.contract.values import format_timestamp
from harness.record.following import Call, Ending

_HARNESS = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
_STANDARD = os.path.dirname(os.path.abspath(os.__file__)) + os.sep
_SCRIPTS = os.path.dirname(os.path.abspath(sys.executable)) + os.sep
_INSTALLED = (f"{os.sep}site-packages{os.sep}", f"{os.sep}dist-packages{os.sep}")
_PLAIN = frozenset((str, int, bool, float, type(None), bytes, dt.datetime))
_IMMUTABLE = (str, bytes, int, float, Decimal, dt.date)


class _Unread:
    """The type of `UNREAD`."""

    def __repr__(self) -> str:
        return "UNREAD"


UNREAD: Any = _Unread()
"""Stands in a copy for what could not be copied without its owner noticing, such as a stream."""


@dataclass(frozen=True, slots=True)
class ObservedCall:
    """A call that was answered.

    Attributes:
        operation: the operation, of the client that called it.
        region: the region that the client was made for.
        params: a copy of the parameters, by `copied`.
        status: the HTTP status of the answer.
        answer: a copy of the answer as botocore parsed it.
        time: when the answer came, RFC 3339.
        test: who called: the test, as its runner names it; empty where there is none.
        line: the line of the program that called, as file and number; None where no line of it is known.
    """

    operation: OperationModel
    region: str | None
    params: Mapping[str, Any]
    status: int
    answer: Mapping[str, Any]
    time: str
    test: str
    line: tuple[str, int] | None


@dataclass(eq=False)
class CallCollector:
    """Collects the calls of a process; an observer of `harness.record.hooks`.

    A call that a cassette plays or records is left out: it is judged with the cassette.

    Attributes:
        test: tells who calls.
        most: how many calls are kept before `full` is called with them.
        full: takes calls when there are that many; None keeps them all.
        left: told of each call that is left to its cassette.
    """

    test: Callable[[], str]
    most: int = 1000
    full: Callable[[list[ObservedCall]], object] | None = None
    left: Callable[[], object] = lambda: None
    _calls: list[ObservedCall] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def asked(self, call: Call) -> Ending:
        """Copy the parameters of a call; the answer is added when it comes."""
        params, line, test = copied(call.params), _line(), self.test()

        def ended(status: int, parsed: Mapping[str, Any]) -> None:
            if call.follower is not None and call.reached:
                self.left()
                return
            self._calls.append(_observed(call, params, status, parsed, test, line))
            if self.full is not None and len(self._calls) >= self.most:
                self.full(self.take())

        return ended

    def take(self) -> list[ObservedCall]:
        """Return what was collected since it was last taken."""
        with self._lock:
            calls, self._calls = self._calls, []
        return calls


class StubCollector:
    """Collects calls that a cassette follows and something answers before it is asked: a Stubber, placebo.

    An observer of `harness.record.hooks`.
    """

    def __init__(self) -> None:
        self._calls: list[ObservedCall] = []

    def asked(self, call: Call) -> Ending:
        """Wait for the end: what answers so early leaves the streams among the parameters unread."""
        line = _line() if call.follower is not None else None

        def ended(status: int, parsed: Mapping[str, Any]) -> None:
            if call.follower is not None and not call.reached:
                self._calls.append(_observed(call, copied(call.params), status, parsed, "", line))

        return ended

    def take(self) -> list[ObservedCall]:
        """Return what was collected since it was last taken."""
        calls, self._calls = self._calls, []
        return calls


def _observed(
    call: Call,
    params: Mapping[str, Any],
    status: int,
    parsed: Mapping[str, Any],
    test: str,
    line: tuple[str, int] | None,
) -> ObservedCall:
    time = format_timestamp(dt.datetime.now(dt.UTC))
    answer = copied({name: value for name, value in parsed.items() if name != "ResponseMetadata"})
    return ObservedCall(call.operation_model, call.region, params, status, answer, time, test, line)


def test_of_pytest() -> str:
    """Return the test that pytest runs in this process or an ancestor of it; empty where it runs none."""
    return os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" (")[0]


def copied(value: Any) -> Any:
    """Copy a value of a call, so that what the program changes later does not change it.

    No method of the program's own is called and no file is touched, so that nobody can notice. What would
    need that (files, chunks of files, pipes, generators), and what is large, stands as `UNREAD`.
    """
    try:
        return _copied(value)
    except RuntimeError:  # nested too deeply, or changed by another thread meanwhile
        return UNREAD


def _copied(value: Any) -> Any:
    # By the type and its own methods: `isinstance` and attributes may run the program's code.
    kind = type(value)
    if kind in _PLAIN:
        return value
    if issubclass(kind, dict):
        return {name: m if type(m) in _PLAIN else _copied(m) for name, m in dict.items(value)}
    if issubclass(kind, list | tuple):
        entries = (list if issubclass(kind, list) else tuple).__iter__(value)
        return [entry if type(entry) in _PLAIN else _copied(entry) for entry in entries]
    if issubclass(kind, bytearray):
        return bytes(memoryview(value))
    if kind is io.BytesIO:
        return _rest(value)
    return value if issubclass(kind, _IMMUTABLE) else UNREAD


def _rest(file: io.BytesIO) -> Any:
    """Return what is left to read, and leave it there."""
    try:
        content = file.getvalue()[file.tell() :]
    except ValueError:  # it is closed
        return UNREAD
    return content if len(content) <= LARGE else UNREAD


def filled(value: Any, unread: list[str], place: str = "") -> Any:
    """Return a copy by `copied` with an empty body for each `UNREAD` in it.

    Args:
        value: the copy.
        unread: gets the JSON pointer of each.
        place: the pointer of the value itself.
    """
    if value is UNREAD:
        unread.append(place)
        return b""
    if isinstance(value, dict):
        return {
            name: filled(member, unread, f"{place}/{escaped(str(name))}") for name, member in value.items()
        }
    if isinstance(value, list):
        return [filled(entry, unread, f"{place}/{number}") for number, entry in enumerate(value)]
    return value


def _line() -> tuple[str, int] | None:
    """Find the innermost line of the program that is calling: neither harness's nor of what is installed."""
    frame: Any = sys._getframe(1)
    while frame is not None:
        file = frame.f_code.co_filename
        if _is_of_program(file):
            return file, frame.f_lineno
        frame = frame.f_back
    return None


@lru_cache(maxsize=4096)
def _is_of_program(file: str) -> bool:
    path = os.path.abspath(file)
    if file.startswith("<") or any(part in path for part in _INSTALLED):
        return False
    return not path.startswith((_HARNESS, _STANDARD, _SCRIPTS))
