"""Values as plain text: in headers, query parameters, path labels, form fields and XML elements.

The two compilers of headers differ from those of other places in lists (one field, comma-separated) and in
``jsonvalue`` strings (base64 of JSON).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from botocore.model import ListShape, Shape

from harness.models.compile import Compiler, Convert, Rule, ValueCompiler, always, as_found
from harness.wire.codec.blob import read_base64, write_base64
from harness.wire.codec.json_codec import dump_json, load_json
from harness.wire.codec.timestamp import parse_timestamp, timestamp_reader, timestamp_writer
from harness.wire.errors import UnreadableMessage

_BOOLEANS = {"true": True, "false": False}
_BLANKS = " \t"  # what HTTP allows around an item; a line separator belongs to it
_LIST_ITEM = re.compile(r'[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^,]*))[ \t]*(?:,|$)', re.DOTALL)


def _read_number(parse: Callable[[str], Any]) -> Convert:
    def read(text: str) -> Any:
        try:
            return parse(text)
        except ValueError:
            return text

    return read


def _write_float(value: Any) -> str:
    number = float(value)
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    return "NaN" if math.isnan(number) else repr(number)


_integer = always(_read_number(int))
_float = always(_read_number(float))

READ_SCALARS: Mapping[str, Rule] = {
    "string": always(as_found),
    "boolean": always(lambda text: _BOOLEANS.get(text.lower(), text)),
    "integer": _integer,
    "long": _integer,
    "float": _float,
    "double": _float,
    "blob": always(read_base64),
    "timestamp": always(parse_timestamp),
}
"""Rules from text to value; they return text that is not of the shape's type as it is."""


_WHOLE = re.compile(r"-?[0-9]+")
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?|NaN|-?Infinity")
_strict_integer = always(lambda text: int(text) if _WHOLE.fullmatch(text) else text)
_strict_float = always(lambda text: float(text) if _DECIMAL.fullmatch(text) else text)


def strict_scalars(timestamp_format: str) -> Mapping[str, Rule]:
    """Return the rules from text to value as a server has them, given the place's format for timestamps.

    Text that is spelt in another way comes back as it is.
    """
    return {
        **READ_SCALARS,
        "boolean": always(lambda text: _BOOLEANS.get(text, text)),
        **dict.fromkeys(("integer", "long"), _strict_integer),
        **dict.fromkeys(("float", "double"), _strict_float),
        "timestamp": lambda shape, compiler: timestamp_reader(shape, timestamp_format),
    }


def write_scalars(timestamp_format: str) -> Mapping[str, Rule]:
    """Return the rules from value to text, given the place's format for timestamps."""
    return {
        "string": always(str),
        "boolean": always(lambda value: "true" if value else "false"),
        "integer": always(str),
        "long": always(str),
        "float": always(_write_float),
        "double": always(_write_float),
        "blob": always(write_base64),
        "timestamp": lambda shape, compiler: _as_text(timestamp_writer(shape, timestamp_format)),
    }


def _as_text(write: Convert) -> Convert:
    return lambda value: str(write(value))


def split_list(text: str) -> list[str]:
    """Split a header list at its commas; items in double quotes may hold commas and escaped quotes."""
    items = []
    position = 0
    while position < len(text):
        match = _LIST_ITEM.match(text, position)
        if match is None:  # a quoted item with something after it: not a list of quoted items
            return [item.strip(_BLANKS) for item in text.split(",")]
        quoted, plain = match.groups()
        items.append(plain.strip(_BLANKS) if quoted is None else re.sub(r"\\(.)", r"\1", quoted))
        position = match.end()
    return items


def _quote(item: str) -> str:
    if "," not in item and '"' not in item:
        return item
    return '"' + item.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _is_json_value(shape: Shape) -> bool:
    return bool(shape.serialization.get("jsonvalue"))


def _read_header_string(shape: Shape, compiler: ValueCompiler) -> Convert:
    return _read_json_value if _is_json_value(shape) else as_found


def _read_json_value(text: str) -> Any:
    decoded = read_base64(text)
    try:
        return load_json(decoded) if isinstance(decoded, bytes) else text
    except UnreadableMessage:
        return text


def _read_strict_header_string(shape: Shape, compiler: ValueCompiler) -> Convert:
    return _read_strict_json_value if _is_json_value(shape) else as_found


def _read_strict_json_value(text: str) -> Any:
    decoded = read_base64(text)
    if not isinstance(decoded, bytes):
        raise UnreadableMessage("header", f"{text[:80]!r} isn't base64")
    return load_json(decoded)


def _write_header_string(shape: Shape, compiler: ValueCompiler) -> Convert:
    return (lambda value: write_base64(dump_json(value))) if _is_json_value(shape) else str


def _read_header_list(shape: ListShape, compiler: ValueCompiler) -> Convert:
    convert = compiler(shape.member)
    split = _split_dates if shape.member.type_name == "timestamp" else split_list
    return lambda text: [convert(item) for item in split(text)]


def _split_dates(text: str) -> list[str]:
    """Split a header list of timestamps; each date of RFC 822 has a comma of its own, after the weekday."""
    return [item.strip() for item in _DATE_END.split(text)]


_DATE_END = re.compile(r"(?<!Mon)(?<!Tue)(?<!Wed)(?<!Thu)(?<!Fri)(?<!Sat)(?<!Sun),")


def _write_header_list(shape: ListShape, compiler: ValueCompiler) -> Convert:
    convert = compiler(shape.member)
    quote = _quote if shape.member.type_name == "string" else as_found
    return lambda values: ",".join(quote(convert(value)) for value in values)


read_text: ValueCompiler = Compiler(READ_SCALARS)
"""Compiler of functions from the text of a query parameter or label to the value."""

read_header: ValueCompiler = Compiler(
    {**READ_SCALARS, "string": _read_header_string, "list": _read_header_list}
)
"""Compiler of functions from the text of a header to the value."""

strict_text: ValueCompiler = Compiler(strict_scalars("iso8601"))
"""As `read_text`, of a server: what is not spelt as the protocol has it comes back as text."""

strict_header: ValueCompiler = Compiler(
    {**strict_scalars("rfc822"), "string": _read_strict_header_string, "list": _read_header_list}
)
"""As `read_header`, of a server."""

write_header: ValueCompiler = Compiler(
    {**write_scalars("rfc822"), "string": _write_header_string, "list": _write_header_list}
)
"""Compiler of functions from a value to the text of a header."""
