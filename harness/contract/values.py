"""Python values as boto3 takes and returns them, to the JSON-able form that exchanges hold, and back.

The form is the one of an `Exchange`: timestamps are RFC 3339 strings in UTC ending in ``Z``, blobs are
base64 text, floats that JSON has no number for are ``"NaN"``, ``"Infinity"`` and ``"-Infinity"`` (as the
AWS JSON protocols write them).

What is accepted is what botocore's own ``ParamValidator`` accepts. A value that is not of its shape's type
is kept as it is where JSON can hold it, and becomes an `Unrepresentable` where it cannot, so that
validation sees and names it: no schema allows one.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeGuard

import orjson
from botocore.model import ListShape, MapShape, Shape, StructureShape
from botocore.utils import is_json_value_header, parse_to_aware_datetime

from harness.models.compile import Compiler, Convert, ValueCompiler, always
from harness.models.traits import trait

JsonValue = Any
"""What `json.loads` gives: None, bool, int, float, str, list and dict of these."""

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", re.ASCII)
_NON_FINITE = ("NaN", "Infinity", "-Infinity")
_LONGEST_TEXT = 80


@dataclass(frozen=True, slots=True)
class Unrepresentable:
    """Replaces, in JSON-able form, a Python value that its shape can't have and JSON can't write.

    Attributes:
        type_name: the value's Python type.
        text: its ``repr``, shortened where it is long.
    """

    type_name: str
    text: str

    @classmethod
    def of(cls, value: object) -> Unrepresentable:
        """Stand in for a value."""
        text = repr(value)
        if len(text) > _LONGEST_TEXT:
            text = f"{text[: _LONGEST_TEXT - 3]}..."
        return cls(type(value).__name__, text)

    def __str__(self) -> str:
        return f"{self.text} (Python {self.type_name})"


def to_json_value(shape: Shape | None, value: object) -> JsonValue:
    """Convert a value of a shape to its JSON-able form.

    Args:
        shape: botocore's shape of the value; None for a value that the model does not know.
        value: as a caller passes it to a client, or as a client returns it: datetime, bytes, Decimal,
            file-like objects. A file is read and rewound. A stream that cannot be rewound (a
            ``StreamingBody``, an ``EventStream``) is left unread for its reader and stands as empty.

    Returns:
        The JSON-able form. What is not of the shape's type is kept as found, or as `Unrepresentable`.

    Raises:
        RecursionError: the value is nested too deeply.
    """
    return _plain(value) if shape is None else converter(shape)(value)


def from_json_value(shape: Shape | None, value: JsonValue) -> Any:
    """Convert a JSON-able value back to what boto3 takes and returns for the shape.

    The reverse of `to_json_value` for values of the shape's own type: timestamps become aware
    datetimes in UTC, blobs bytes, and the names of non-finite floats floats. What is not of the shape's
    type is kept as found.
    """
    if shape is None or value is None or is_json_value_header(shape) or is_document(shape):
        return value
    reverse = _REVERSE.get(shape.type_name)
    return value if reverse is None else reverse(shape, value)


def is_document(shape: Shape) -> bool:
    """Tell whether a shape is a Smithy document: any JSON value (botocore marks a structure)."""
    return shape.type_name == "structure" and bool(trait(shape, "document"))


def leaves_of(value: Any) -> Iterator[Any]:
    """Yield what is in a value at any depth, and is no list or object.

    Args:
        value: parameters or a result, in JSON-able form or as boto3 has them.
    """
    if isinstance(value, Mapping | list | tuple):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from leaves_of(inner)
    else:
        yield value


def format_timestamp(moment: dt.datetime) -> str:
    """Write an aware datetime as exchanges hold it: RFC 3339 in UTC, a fraction only where it is not 0."""
    moment = moment if moment.tzinfo is dt.UTC else moment.astimezone(dt.UTC)
    try:
        text = orjson.dumps(moment)[1 : -len('+00:00"')].decode()  # in half the time of `isoformat`
    except TypeError:  # a class of its own, such as freezegun's
        text = moment.isoformat()[: -len("+00:00")]
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


_TEXT_ONLY = {str}
_PLAIN_ONLY = {str, int, bool, type(None)}
# The types whose values another Python type may spell: text for a timestamp, a number for a float. A header
# that holds JSON is a string.
_SPELLED = frozenset(("timestamp", "blob", "float", "double"))


def _is_object(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict) and (
        _TEXT_ONLY.issuperset(map(type, value)) or all(isinstance(key, str) for key in value)
    )


def _structure(shape: StructureShape, compiler: ValueCompiler) -> Convert:
    if is_document(shape):
        return _document
    members = {name: compiler(member) for name, member in shape.members.items()}
    spelled = frozenset(name for name, member in shape.members.items() if member.type_name in _SPELLED)
    is_union = shape.is_tagged_union

    def convert(value: object) -> JsonValue:
        if not _is_object(value):
            return _plain(value)
        match value.get(_UNKNOWN_MEMBER) if is_union else None:
            case {"name": str() as unknown}:
                return {unknown: None}
        # Most members are plain and stay: no call for each of them, which halves the time of a conversion.
        if _PLAIN_ONLY.issuperset(map(type, value.values())) and spelled.isdisjoint(value):
            return dict(value)
        return {
            name: item
            if type(item) in _PLAIN_ONLY and name not in spelled
            else members.get(name, _plain)(item)
            for name, item in value.items()
        }

    return _events(convert) if shape.serialization.get("eventstream") else convert


# The member that botocore's parsers put instead of one that a union of their model does not have.
_UNKNOWN_MEMBER = "SDK_UNKNOWN_MEMBER"


def _events(event: Convert) -> Convert:
    def convert(value: object) -> JsonValue:
        if isinstance(value, dict):
            return event(value)
        if isinstance(value, list | tuple):
            return [event(each) for each in value]
        return [] if hasattr(value, "__next__") or hasattr(value, "get_initial_response") else _plain(value)

    return convert


def _list(shape: ListShape, compiler: ValueCompiler) -> Convert:
    member = compiler(shape.member)

    def convert(value: object) -> JsonValue:
        if not isinstance(value, list | tuple):
            return _plain(value)
        if member in (_plain, _text) and _PLAIN_ONLY.issuperset(map(type, value)):
            return list(value)
        return [member(item) for item in value]

    return convert


def _map(shape: MapShape, compiler: ValueCompiler) -> Convert:
    entry = compiler(shape.value)

    def convert(value: object) -> JsonValue:
        if not _is_object(value):
            return _plain(value)
        return {key: entry(item) for key, item in value.items()}

    return convert


def _timestamp(value: object) -> JsonValue:
    if type(value) is dt.datetime and value.tzinfo is dt.UTC:
        return format_timestamp(value)
    if is_timestamp(value) or isinstance(value, bool):
        return value
    try:
        return format_timestamp(parse_to_aware_datetime(value))
    except (ValueError, TypeError, AttributeError, OverflowError, OSError, RuntimeError):
        return _plain(value)  # botocore and dateutil raise these, each for some text or number


def _blob(value: object) -> JsonValue:
    if not isinstance(value, bytes):
        if hasattr(value, "read"):
            value = _read(value)
        if isinstance(value, str):
            value = value.encode(errors="surrogatepass")
        if not isinstance(value, bytes | bytearray):
            return _plain(value)
    return binascii.b2a_base64(value, newline=False).decode("ascii")


def _read(stream: Any) -> bytes | str:
    """Read a file-like object from where it stands to its end and rewind it; empty where it cannot be."""
    try:
        start = stream.tell()
        stream.seek(start)
    except (AttributeError, OSError, TypeError):
        return b""
    data: bytes | str = stream.read()
    stream.seek(start)
    return data


def _integer(value: object) -> JsonValue:
    if type(value) is int:
        return value
    # To JSON Schema 3.0 is an integer; to botocore, and to code that counts with it, it is none.
    return Unrepresentable.of(value) if isinstance(value, float) and value.is_integer() else _plain(value)


def _float(value: object) -> JsonValue:
    if isinstance(value, Decimal):
        whole = value.is_finite() and value.adjusted() < _MOST_DIGITS and value == value.to_integral_value()
        value = int(value) if whole else float(value)
    elif value in _NON_FINITE:
        return Unrepresentable.of(value)  # a caller writes float("nan")
    return _plain(value)


# Of a whole Decimal that is written out: more than the largest double has (IEEE 754).
_MOST_DIGITS = 310


def _plain(value: object) -> JsonValue:
    """Give a value its JSON-able form without a shape to go by."""
    if value is None or isinstance(value, bool | str | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else _non_finite(value)
    if _is_object(value):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return Unrepresentable.of(value)


def _document(value: object) -> JsonValue:
    """As `_plain`, but for tuples: botocore takes none in a document."""
    if _is_object(value):
        return {key: _document(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_document(item) for item in value]
    return Unrepresentable.of(value) if isinstance(value, tuple) else _plain(value)


def _json_value(value: object) -> JsonValue:
    """Convert what botocore itself writes as JSON, into a header."""
    try:
        return _plain(json.loads(json.dumps(value)))
    except (TypeError, ValueError):
        return Unrepresentable.of(value)


def _text(value: object) -> JsonValue:
    # What stands for an infinite number, or for none, is a text, which would pass here.
    is_infinite = isinstance(value, float) and not math.isfinite(value)
    return Unrepresentable.of(value) if is_infinite else _plain(value)


def _non_finite(value: float) -> str:
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def _string(shape: Shape, compiler: ValueCompiler) -> Convert:
    return _json_value if is_json_value_header(shape) else _text


converter: ValueCompiler = Compiler(
    {
        "structure": _structure,
        "list": _list,
        "map": _map,
        "string": _string,
        "timestamp": always(_timestamp),
        "blob": always(_blob),
        "integer": always(_integer),
        "long": always(_integer),
        "float": always(_float),
        "double": always(_float),
    }
)
"""Compiler of the functions of `to_json_value`, shape by shape."""


def _from_structure(shape: Any, value: JsonValue) -> Any:
    if isinstance(value, list):  # the events of an event stream
        return [_from_structure(shape, event) for event in value]
    if not isinstance(value, dict):
        return value
    members = shape.members
    return {name: from_json_value(members.get(name), item) for name, item in value.items()}


def _from_list(shape: Any, value: JsonValue) -> Any:
    return [from_json_value(shape.member, item) for item in value] if isinstance(value, list) else value


def _from_map(shape: Any, value: JsonValue) -> Any:
    if not isinstance(value, dict):
        return value
    return {key: from_json_value(shape.value, item) for key, item in value.items()}


def _from_timestamp(shape: Shape, value: JsonValue) -> Any:
    try:
        return parse_timestamp(value) if is_timestamp(value) else value
    except ValueError:  # the thirtieth of February
        return value


def _from_blob(shape: Shape, value: JsonValue) -> Any:
    try:
        return base64.b64decode(value, validate=True) if isinstance(value, str) else value
    except binascii.Error:
        return value


def _from_float(shape: Shape, value: JsonValue) -> Any:
    return float(value) if value in _NON_FINITE else value


_REVERSE: Mapping[str, Callable[[Any, JsonValue], Any]] = {
    "structure": _from_structure,
    "list": _from_list,
    "map": _from_map,
    "timestamp": _from_timestamp,
    "blob": _from_blob,
    "float": _from_float,
    "double": _from_float,
}
