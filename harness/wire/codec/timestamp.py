"""Timestamps on the wire: epoch seconds, ISO 8601 and RFC 822 dates.

The formats and their names are those of botocore's models (``timestampFormat``); which one holds where none
is named depends on the place (Smithy's protocol documents): epoch seconds in JSON and CBOR, ISO 8601 in
XML, forms and queries, RFC 822 in headers.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

from botocore.model import Shape
from botocore.utils import parse_to_aware_datetime

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def parse_timestamp(value: Any) -> Any:
    """Read a timestamp in any of the formats; return any other text as it is.

    Args:
        value: a number of seconds since the epoch, or text in any of the formats, as a JSON body, an XML
            element, a header or a query parameter has it.

    Returns:
        An aware datetime in UTC, or the value.
    """
    try:
        if type(value) is int or type(value) is float:
            return _from_epoch(value)
        if isinstance(value, str):
            return _parse_text(value)
    except (ValueError, OverflowError, OSError):  # OSError: a year that the platform cannot hold
        pass
    return value


def timestamp_reader(shape: Shape, default: str) -> Callable[[Any], Any]:
    """Return the function that reads a timestamp in the one format that its place has, as a server does.

    Args:
        shape: a timestamp shape; its ``timestampFormat`` wins.
        default: the format of the place: ``"unixTimestamp"``, ``"iso8601"`` or ``"rfc822"``.

    Returns:
        A function from text or a number to an aware datetime in UTC, or to the value itself where it has
        another format: RFC 3339 with ``Z`` and no offset, IMF-fixdate, or a plain decimal number.
    """
    is_format = _READ_FORMATS[shape.serialization.get("timestampFormat", default).lower()]
    return lambda value: parse_timestamp(value) if is_format(value) else value


def _is_epoch(value: Any) -> bool:
    is_text = isinstance(value, str) and _DECIMAL.fullmatch(value) is not None
    return is_text or (type(value) in (int, float) and math.isfinite(value))


_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", re.ASCII)
_IMF_FIXDATE = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d "
    r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d(\.\d+)? GMT",
    re.ASCII,
)
_READ_FORMATS: dict[str, Callable[[Any], bool]] = {
    "unixtimestamp": _is_epoch,
    "iso8601": lambda value: isinstance(value, str) and _RFC_3339.fullmatch(value) is not None,
    "rfc822": lambda value: isinstance(value, str) and _IMF_FIXDATE.fullmatch(value) is not None,
}


def _from_epoch(seconds: float) -> dt.datetime:
    if seconds >= 0:
        return dt.datetime.fromtimestamp(seconds, dt.UTC)
    # What is before the epoch is refused on some platforms.
    return _EPOCH + dt.timedelta(microseconds=round(seconds * 1_000_000))


def _parse_text(text: str) -> dt.datetime:
    if text[:1].isalpha():
        return parsedate_to_datetime(text).astimezone(dt.UTC)
    if "-" not in text[1:]:
        return _from_epoch(float(text))
    moment = dt.datetime.fromisoformat(text)
    return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)


def _to_epoch(moment: dt.datetime) -> int | float:
    microseconds = (moment - _EPOCH) // dt.timedelta(microseconds=1)
    return microseconds / 1_000_000 if microseconds % 1_000_000 else microseconds // 1_000_000


def _to_iso(moment: dt.datetime) -> str:
    text = moment.replace(tzinfo=None).isoformat(timespec="microseconds")
    seconds, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    return f"{seconds}.{fraction.ljust(3, '0')}Z" if fraction else f"{seconds}Z"


def _to_rfc822(moment: dt.datetime) -> str:
    return format_datetime(moment, usegmt=True)


_FORMATS: dict[str, Callable[[dt.datetime], Any]] = {
    "unixtimestamp": _to_epoch,
    "iso8601": _to_iso,
    "rfc822": _to_rfc822,
}


def timestamp_writer(shape: Shape, default: str) -> Callable[[Any], Any]:
    """Return the function that writes a timestamp as a shape wants it.

    Args:
        shape: a timestamp shape; its ``timestampFormat`` wins.
        default: the format of the place: ``"unixTimestamp"``, ``"iso8601"`` or ``"rfc822"``.

    Returns:
        A function from a datetime (or text or number that botocore takes for one) to text, or to a number
        for ``"unixTimestamp"``.
    """
    write = _FORMATS[shape.serialization.get("timestampFormat", default).lower()]

    def convert(value: Any) -> Any:
        moment = value if isinstance(value, dt.datetime) and value.tzinfo else parse_to_aware_datetime(value)
        return write(moment.astimezone(dt.UTC))

    return convert
