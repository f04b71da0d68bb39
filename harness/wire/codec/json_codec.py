"""The JSON codec, of the json and rest-json protocols (Smithy's awsJson and restJson).

Blobs are base64 text, timestamps epoch seconds unless the model says otherwise, non-finite floats the
strings ``"NaN"``, ``"Infinity"`` and ``"-Infinity"``.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from dataclasses import replace
from typing import Any

import orjson
from botocore.model import Shape

from harness.contract.values import JsonValue, converter, format_timestamp, to_json_value
from harness.models.compile import Convert, ValueCompiler, always, as_found
from harness.wire.codec.blob import read_base64, write_base64
from harness.wire.codec.codec import Codec
from harness.wire.codec.timestamp import parse_timestamp, timestamp_reader, timestamp_writer
from harness.wire.codec.tree import has_to_drop, tree_reader, tree_writer, whole_tree_reader
from harness.wire.errors import UnreadableMessage

_NON_FINITE = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}


def load_json(body: bytes) -> Any:
    """Parse a JSON text.

    Raises:
        UnreadableMessage: it is none, or nests too deep.
    """
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        pass
    # Python's parser takes what orjson refuses: NaN, lone surrogates, UTF-16; and words the errors.
    try:
        return json.loads(body)
    except RecursionError as error:
        raise UnreadableMessage("JSON body", "it nests too deep") from error
    except ValueError as error:
        raise UnreadableMessage("JSON body", str(error)) from error


def load_strict_json(body: bytes) -> Any:
    """Parse a JSON text as a server does: as `load_json`, but no null, and no bare ``NaN`` or ``Infinity``.

    Raises:
        UnreadableMessage: it is no JSON text, or nests too deep.
    """
    tree = load_json(body)
    if tree is None:
        raise UnreadableMessage("JSON body", "it is null")
    if b"NaN" in body or b"Infinity" in body:  # which Python's parser takes
        try:
            json.loads(body, parse_constant=_refuse_constant)
        except ValueError as error:
            raise UnreadableMessage("JSON body", str(error)) from error
    return tree


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON; it is written as the string {json.dumps(name)}")


def _read_float(value: Any) -> Any:
    return _NON_FINITE.get(value, value) if isinstance(value, str) else value


def _write_float(value: Any) -> Any:
    number = float(value)
    if math.isfinite(number):
        return number
    return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"


_reader = tree_reader(
    {
        "blob": always(read_base64),
        "timestamp": always(parse_timestamp),
        "float": always(_read_float),
        "double": always(_read_float),
    }
)


_strict_reader = tree_reader(
    {
        "blob": always(read_base64),
        "timestamp": lambda shape, compiler: _read_strict_timestamp(shape),
        "float": always(_read_float),
        "double": always(_read_float),
    }
)


def _read_strict_timestamp(shape: Shape) -> Convert:
    read = timestamp_reader(shape, "unixTimestamp")
    is_epoch = shape.serialization.get("timestampFormat", "unixTimestamp").lower() == "unixtimestamp"
    # A number of seconds is a number in JSON, and not text as in a query.
    return lambda value: value if is_epoch and isinstance(value, str) else read(value)


def _exchanged_scalar(shape: Shape, compiler: ValueCompiler) -> Convert:
    read, convert = _reader(shape), converter(shape)
    return convert if read is as_found else lambda value: convert(read(value))


def _exchanged_timestamp(shape: Shape, compiler: ValueCompiler) -> Convert:
    convert = converter(shape)

    def read(value: Any) -> JsonValue:
        moment = parse_timestamp(value)
        return format_timestamp(moment) if type(moment) is dt.datetime else convert(moment)

    return read


# Of what orjson reads, only these scalars have another form in an exchange.
_EXCHANGED = {
    **dict.fromkeys(("blob", "integer", "long", "float", "double"), _exchanged_scalar),
    "timestamp": _exchanged_timestamp,
}
_exchanged = tree_reader(_EXCHANGED)
_exchanged_whole = whole_tree_reader(_EXCHANGED)
_writer = tree_writer(
    {
        "blob": always(write_base64),
        "timestamp": lambda shape, compiler: timestamp_writer(shape, "unixTimestamp"),
        "float": always(_write_float),
        "double": always(_write_float),
    }
)


def _decode_exchanged(shape: Shape, body: bytes) -> JsonValue:
    try:
        tree = orjson.loads(body)
    except orjson.JSONDecodeError:  # Python's parser may read it, into values that JSON cannot express
        return to_json_value(shape, JSON.decode_members(shape, body))
    return read_exchanged(shape, tree, is_whole=not has_to_drop(body))


def read_exchanged(shape: Shape, tree: Any, *, is_whole: bool) -> JsonValue:
    """Read the value of a shape, as exchanges hold it, from what orjson parsed, which is used up.

    Args:
        shape: the shape.
        tree: the parsed text.
        is_whole: whether no structure in it has a null, or a marker; that reads in half the time.
    """
    return (_exchanged_whole if is_whole else _exchanged)(shape)(tree)


def dump_json(tree: Any) -> bytes:
    """Write a JSON text: ASCII, without spaces."""
    return json.dumps(tree, separators=(",", ":")).encode("ascii")


JSON = Codec(
    media_type="application/json",
    empty=b"{}",
    load=load_json,
    dump=dump_json,
    read=_reader,
    write=_writer,
    plain=as_found,
    exchanged=_decode_exchanged,
)

STRICT_JSON = replace(JSON, load=load_strict_json, read=_strict_reader, exchanged=None)
"""The codec that reads requests as a server does: it returns a value in any other spelling as it is."""
