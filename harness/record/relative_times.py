"""Recordings whose times are relative to now: on replay they are as old as they were when it was recorded.

The cassette keeps its absolute times, and with them what the contract judges. A replay moves the times of its
answers, which the shapes tell, by one whole number of seconds: from the last recording to now. So relations
between answers hold, fractions of seconds stay, and nothing of the past comes to lie in the future.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from harness.cassette.age import recorded_at
from harness.contract.values import parse_timestamp
from harness.message.editor import Editor
from harness.message.message import edit_response
from harness.message.place import Place, top
from harness.message.tree import edit_tree

if TYPE_CHECKING:
    from botocore.model import OperationModel, Shape

    from harness.cassette.model import Interaction, Response

_ISO = re.compile(r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(.*)", re.DOTALL)
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_NEVER = (dt.datetime(1971, 1, 1, tzinfo=dt.UTC), dt.datetime(3000, 1, 1, tzinfo=dt.UTC))
"""What is outside of these is no time but says that there is none, as 1970-01-01 and 9999-12-31."""

_DAY = dt.timedelta(days=1)
_HOUR = dt.timedelta(hours=1)
_CLOSE = dt.timedelta(minutes=5)


def age_of(interactions: Iterable[Interaction], now: dt.datetime) -> dt.timedelta:
    """Return how long ago the last of some interactions was recorded, in whole seconds; 0 if none tells."""
    latest = max((moment for one in interactions if (moment := recorded_at(one)) is not None), default=now)
    return dt.timedelta(seconds=(now - latest) // dt.timedelta(seconds=1))


def move_params(shape: Shape | None, params: Any, by: dt.timedelta) -> Any:
    """Move the times among parameters in JSON-able form."""
    return edit_tree(top(shape), params, _Times(edit=lambda _, value: _moved(value, by)), "model")


def move_response(operation_model: OperationModel, response: Response, by: dt.timedelta) -> Response:
    """Move the times of a response, in its body and in its headers, ``Date`` as well."""
    return edit_response(operation_model, response, _Times(edit=lambda _, value: _moved(value, by)))


def times_in(shape: Shape | None, params: Any) -> Mapping[str, str]:
    """Return the times among parameters in JSON-able form, by JSON pointer."""
    found: dict[str, str] = {}

    def note(place: Place, value: Any) -> Any:
        if isinstance(value, str):
            found[place.pointer] = value
        return value

    edit_tree(top(shape), params, _Times(edit=note), "model")
    return found


def meant_by(shape: Shape | None, asked: Any, recorded: Any, passed: dt.timedelta) -> Any:
    """Return the parameters of a call with the recording's own times, where they mean the same.

    A time that a program counts from its own now means the same at another now: up to five minutes more or
    less, as programs take their time; up to an hour where both have the same minute and second, and a day
    where both have the same time of day, as programs round. One that a program spells out stays the same.

    Args:
        shape: the operation's input shape.
        asked: the parameters of the call, in JSON-able form.
        recorded: those of the recording.
        passed: the time from the recording of this very interaction to now.
    """
    times = times_in(shape, recorded)

    def meant(place: Place, value: Any) -> Any:
        recorded_time = times.get(place.pointer)
        same = recorded_time is not None and _mean_the_same(recorded_time, value, passed)
        return recorded_time if same else value

    return edit_tree(top(shape), asked, _Times(edit=meant), "model")


def moved_by(shape: Shape | None, asked: Any, recorded: Any) -> dt.timedelta | None:
    """Return by how much the first time of a call differs from the recording's, in whole seconds.

    None if they have none in common.
    """
    times = times_in(shape, recorded)
    for pointer, time in times_in(shape, asked).items():
        if pointer in times:
            try:
                return (parse_timestamp(time) - parse_timestamp(times[pointer])) // _SECOND * _SECOND
            except (ValueError, TypeError):
                continue
    return None


_SECOND = dt.timedelta(seconds=1)


def _mean_the_same(recorded: str, asked: str, passed: dt.timedelta) -> bool:
    try:
        before, now = parse_timestamp(recorded), parse_timestamp(asked)
        off = abs(now - before - passed)
    except (ValueError, TypeError):
        return False
    if before == now:
        return True
    of_day = [moment.time().replace(microsecond=0) for moment in (before, now)]
    if of_day[0] == of_day[1]:
        return off <= _DAY
    return off <= (_HOUR if of_day[0].replace(hour=0) == of_day[1].replace(hour=0) else _CLOSE)


@dataclass(frozen=True, slots=True)
class _Times(Editor):
    """Edits the times of a message where they stand, and nothing else.

    Attributes:
        edit: from the place of a time and its value, as the protocol has it, to what is to stand there.
    """

    edit: Callable[[Place, Any], Any] = lambda _, value: value

    def scalar(self, place: Place, value: Any) -> Any:
        shape = place.shape
        is_time = shape.type_name == "timestamp" if shape is not None else place.path in _DATE
        return self.edit(place, value) if is_time else value


_DATE = (("header Date",), ("header date",))


def _moved(value: Any, by: dt.timedelta) -> Any:
    """Move a time in any of the forms that protocols have, which it keeps; what is none stays."""
    seconds = by // _SECOND
    try:
        match value:
            case bool():
                return value
            case int():
                return value + seconds if _is_time(dt.timedelta(seconds=value)) else value
            case float():
                is_time = _is_time(dt.timedelta(seconds=value))
                return float(Decimal(repr(value)) + seconds) if is_time else value
            case dt.datetime():
                return value + by
            case str():
                return _moved_text(value, by)
    except (ValueError, OverflowError, ArithmeticError):
        pass
    return value


def _moved_text(text: str, by: dt.timedelta) -> str:
    if found := _ISO.fullmatch(text):
        moment = dt.datetime.fromisoformat(found[1])
        is_time = _is_time(moment.replace(tzinfo=dt.UTC) - _EPOCH)
        return (moment + by).isoformat(sep=found[1][10]) + found[2] if is_time else text
    if _NUMBER.fullmatch(text):
        is_time = _is_time(dt.timedelta(seconds=float(text)))
        return str(Decimal(text) + by // _SECOND) if is_time else text
    moment = parsedate_to_datetime(text)
    return format_datetime((moment + by).astimezone(dt.UTC), usegmt=True)


_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def _is_time(since_epoch: dt.timedelta) -> bool:
    return _NEVER[0] <= _EPOCH + since_epoch < _NEVER[1]
