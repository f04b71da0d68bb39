"""The JSON codec, of the json and rest-json protocols (Smithy's awsJson and restJson).

Blobs are base64 text, timestamps epoch seconds unless the model says otherwise, non-finite floats the
strings ``"NaN"``, ``"Infinity"`` and ``"-Infinity"``.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
from typing import Any

import orjson

from harness.wire.codec.codec import Codec
from harness.wire.codec.compile import as_found
from harness.wire.codec.timestamp import parse_timestamp, timestamp_writer
from harness.wire.codec.tree import tree_reader, tree_writer
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


def read_base64(value: Any) -> Any:
    """Decode base64 text to bytes; what is none comes back as it is."""
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError, TypeError):
        return value


def write_base64(value: Any) -> str:
    """Encode bytes, text (as UTF-8) or a readable file as base64 text."""
    if hasattr(value, "read"):
        value = value.read()
    return base64.b64encode(value.encode() if isinstance(value, str) else value).decode("ascii")


def _read_float(value: Any) -> Any:
    return _NON_FINITE.get(value, value) if isinstance(value, str) else value


def _write_float(value: Any) -> Any:
    number = float(value)
    if math.isfinite(number):
        return number
    return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"


_reader = tree_reader(
    {
        "blob": lambda shape, compiler: read_base64,
        "timestamp": lambda shape, compiler: parse_timestamp,
        "float": lambda shape, compiler: _read_float,
        "double": lambda shape, compiler: _read_float,
    }
)
_writer = tree_writer(
    {
        "blob": lambda shape, compiler: write_base64,
        "timestamp": lambda shape, compiler: timestamp_writer(shape, "unixTimestamp"),
        "float": lambda shape, compiler: _write_float,
        "double": lambda shape, compiler: _write_float,
    }
)


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
)
