"""Python values as boto3 takes and returns them, to the JSON-able form that exchanges hold, and back.

The form is the one of an `Exchange`: timestamps are RFC 3339 strings in UTC ending in ``Z``, blobs are
base64 text, floats that JSON has no number for are ``"NaN"``, ``"Infinity"`` and ``"-Infinity"`` (as the
AWS JSON protocols write them). A value that is not of its shape's type is kept as it is where JSON can
hold it, so that validation sees and names it.
"""

from __future__ import annotations

import base64
import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from botocore.model import Shape
from botocore.utils import parse_to_aware_datetime

JsonValue = Any
"""What `json.loads` gives: None, bool, int, float, str, list and dict of these."""

UNREPRESENTABLE = "$python"
"""The key of the stand-in object for a Python value that JSON has no form for."""

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", re.ASCII)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def to_json_value(shape: Shape | None, value: object) -> JsonValue:
    """Convert a value of a shape to its JSON-able form.

    Args:
        shape: botocore's shape of the value; None for a value that the model does not know.
        value: as a caller passes it to a client, or as a client returns it: datetime, bytes,
            file-like objects and ``StreamingBody`` (read, and rewound where possible), Decimal.

    Returns:
        The JSON-able form. What is not of the shape's type is kept as found; what JSON cannot hold
        becomes ``{"$python": type name, "repr": ...}``.
    """
    if shape is None:
        return _plain(value)
    if shape.serialization.get("jsonvalue"):
        return _plain(value)
    return _BY_TYPE.get(shape.type_name, _scalar)(shape, value)


def from_json_value(shape: Shape | None, value: JsonValue) -> Any:
    """Convert a JSON-able value back to what boto3 takes and returns for the shape.

    The reverse of `to_json_value` for values of the shape's own type: timestamps become aware
    datetimes in UTC, blobs bytes, and the names of non-finite floats floats.
    """
    if shape is None or value is None or shape.serialization.get("jsonvalue"):
        return value
    kind = shape.type_name
    if kind == "structure" and isinstance(value, dict) and not is_document(shape):
        members = shape.members
        return {name: from_json_value(members.get(name), item) for name, item in value.items()}
    if kind == "list" and isinstance(value, list):
        return [from_json_value(shape.member, item) for item in value]
    if kind == "map" and isinstance(value, dict):
        return {key: from_json_value(shape.value, item) for key, item in value.items()}
    if not isinstance(value, str):
        return value
    if kind == "timestamp" and is_timestamp(value):
        return parse_timestamp(value)
    if kind == "blob":
        return base64.b64decode(value)
    if kind in ("float", "double"):
        return float(value)
    return value


def is_document(shape: Shape) -> bool:
    """Tell whether a shape is a Smithy document: any JSON value (botocore marks a structure)."""
    return bool(getattr(shape, "is_document_type", False))


def format_timestamp(moment: dt.datetime) -> str:
    """Write an aware datetime as exchanges hold it: RFC 3339 in UTC, a fraction only where it is not 0."""
    text = moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat()
    return (text.rstrip("0") if "." in text else text) + "Z"


def parse_timestamp(text: str) -> dt.datetime:
    """Read a timestamp in the form of `format_timestamp`.

    Raises:
        ValueError: the text is no such timestamp.
    """
    return dt.datetime.fromisoformat(text)


def is_timestamp(value: object) -> bool:
    """Tell whether a value is a timestamp in the form of `format_timestamp`."""
    return isinstance(value, str) and _RFC3339.fullmatch(value) is not None


def _structure(shape: Shape, value: object) -> JsonValue:
    if is_document(shape):
        return _plain(value)
    if not isinstance(value, Mapping):
        if getattr(shape, "is_eventstream", False) and _is_event_source(value):
            return [_structure(shape, event) for event in value]  # type: ignore[attr-defined]
        return _plain(value)
    members = shape.members
    return {str(name): to_json_value(members.get(name), item) for name, item in value.items()}


def _is_event_source(value: object) -> bool:
    # botocore's EventStream is consumed by reading it, so it is left alone: its events are
    # recorded frame by frame. A plain list or tuple of events is the caller's own.
    return isinstance(value, list | tuple)


def _list(shape: Shape, value: object) -> JsonValue:
    if not isinstance(value, list | tuple):
        return _plain(value)
    member = shape.member
    return [to_json_value(member, item) for item in value]


def _map(shape: Shape, value: object) -> JsonValue:
    if not isinstance(value, Mapping):
        return _plain(value)
    item_shape = shape.value
    return {
        (key if isinstance(key, str) else repr(key)): to_json_value(item_shape, item)
        for key, item in value.items()
    }


def _timestamp(shape: Shape, value: object) -> JsonValue:
    if is_timestamp(value):
        return value
    if isinstance(value, bool) or not isinstance(value, dt.date | str | int | float):
        return _plain(value)
    try:
        if isinstance(value, int | float):
            return format_timestamp(_EPOCH + dt.timedelta(seconds=value))
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            value = dt.datetime(value.year, value.month, value.day, tzinfo=dt.UTC)
        return format_timestamp(parse_to_aware_datetime(value))
    except (ValueError, OverflowError, OSError, RuntimeError):
        return _plain(value)


def _blob(shape: Shape, value: object) -> JsonValue:
    if isinstance(value, str):
        value = value.encode()
    elif hasattr(value, "read"):
        value = read_stream(value)
        if isinstance(value, str):
            value = value.encode()
    if isinstance(value, bytes | bytearray | memoryview):
        return base64.b64encode(value).decode("ascii")
    return _plain(value)


def read_stream(stream: Any) -> bytes | str:
    """Read a file-like object from where it stands to its end, and rewind it where it can be.

    A botocore ``StreamingBody`` cannot be rewound: it is read to its end.
    """
    start = stream.tell() if hasattr(stream, "seek") and _seekable(stream) else None
    data: bytes | str = stream.read()
    if start is not None:
        stream.seek(start)
    return data


def _seekable(stream: Any) -> bool:
    seekable = getattr(stream, "seekable", None)
    return bool(seekable()) if callable(seekable) else True


def _number(shape: Shape, value: object) -> JsonValue:
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, float) and not math.isfinite(value):
        return _non_finite(value)
    return _plain(value)


def _decimal(value: Decimal) -> JsonValue:
    if not value.is_finite():
        return _non_finite(float(value))
    return int(value) if value == value.to_integral_value() and value.adjusted() < 400 else float(value)


def _non_finite(value: float) -> str:
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def _scalar(shape: Shape, value: object) -> JsonValue:
    return _plain(value)


def _plain(value: object) -> JsonValue:
    """Give a value its JSON-able form without a shape to go by."""
    if value is None or isinstance(value, bool | str | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else _non_finite(value)
    if isinstance(value, Mapping):
        return {(key if isinstance(key, str) else repr(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    text = repr(value)
    return {UNREPRESENTABLE: type(value).__name__, "repr": text if len(text) <= 80 else text[:77] + "..."}


_BY_TYPE: Mapping[str, Callable[[Any, object], JsonValue]] = {
    "structure": _structure,
    "list": _list,
    "map": _map,
    "timestamp": _timestamp,
    "blob": _blob,
    "integer": _number,
    "long": _number,
    "float": _number,
    "double": _number,
}
