"""The CBOR codec, of smithy-rpc-v2-cbor: trees as in JSON, with bytes and timestamps of CBOR's own.

Timestamps are tag 1, epoch seconds. Tags that cbor2 reads besides, and that are no part of the protocol, are
refused where they can tie a knot (shared references) or compile what a stranger wrote (regular expressions).
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import cbor2
from botocore.model import Shape

from harness.models.compile import Convert, ValueCompiler, always, as_found
from harness.wire.codec.blob import to_bytes
from harness.wire.codec.codec import Codec
from harness.wire.codec.timestamp import parse_timestamp, timestamp_writer
from harness.wire.codec.tree import tree_reader, tree_writer
from harness.wire.errors import UnreadableMessage

MAX_DEPTH = 200
"""How deep a body may nest."""


def _refuse(*_: Any) -> Any:
    raise ValueError("a tag that is no part of the protocol")


def _integer(content: bytes, *_: Any) -> int:
    if len(content) > _LONGEST_INTEGER:
        raise ValueError(f"an integer of {len(content):,} bytes")
    return int.from_bytes(content, "big")


_LONGEST_INTEGER = 166
"""The most bytes of an integer: 400 digits, as in YAML. Python writes no number of more than 4,300."""

_DECODERS = {
    2: _integer,
    3: lambda content, *_: -1 - _integer(content),
    **dict.fromkeys((28, 29, 35), _refuse),
}


# A time as text is a timestamp to CBOR, and not to the protocol.
_STRICT_DECODERS = {**_DECODERS, 0: lambda text, *_: text}


def load_cbor(body: bytes, decoders: Mapping[int, Any] = _DECODERS) -> Any:
    """Read a CBOR data item.

    Args:
        body: the bytes.
        decoders: what reads a tag, by its number.

    Raises:
        UnreadableMessage: it is none, is broken off, nests deeper than `MAX_DEPTH`, has an integer of
            more than 400 digits, or a tag that is refused; or something follows it.
    """
    stream = io.BytesIO(body)
    try:
        item = cbor2.load(stream, max_depth=MAX_DEPTH, semantic_decoders=decoders)
    except (cbor2.CBORDecodeError, ValueError, OverflowError) as error:
        raise UnreadableMessage("CBOR body", str(error) or type(error).__name__) from error
    if rest := len(body) - stream.tell():
        raise UnreadableMessage("CBOR body", f"{rest} bytes follow its end")
    return item


def write_values(values: Any) -> bytes:
    """Write values as they are, whatever their shape; what CBOR has no type for as text."""
    return cbor2.dumps(values, datetime_as_timestamp=True, timezone=dt.UTC, default=_write_as_text)


def _write_as_text(encoder: cbor2.CBOREncoder, value: Any) -> None:
    encoder.encode(str(value))


def _write_timestamp(shape: Shape, compiler: ValueCompiler) -> Convert:
    write = timestamp_writer(shape, "unixTimestamp")
    return lambda value: cbor2.CBORTag(1, write(value))


CBOR = Codec(
    media_type="application/cbor",
    empty=b"",
    load=load_cbor,
    dump=cbor2.dumps,
    read=tree_reader({"timestamp": always(parse_timestamp)}),
    write=tree_writer(
        {
            "blob": always(to_bytes),
            "float": always(float),
            "double": always(float),
            "timestamp": _write_timestamp,
        }
    ),
    plain=as_found,
)

STRICT_CBOR = replace(CBOR, load=lambda body: load_cbor(body, _STRICT_DECODERS), read=tree_reader({}))
"""The codec that reads requests as a server does: a timestamp has its tag."""
