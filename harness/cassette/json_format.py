"""JSON text to plain values and back."""

from __future__ import annotations

from typing import Any

import orjson

from harness.cassette.syntax import NotWellFormed


def parse(data: bytes) -> Any:
    """Read one JSON text.

    Args:
        data: the file's bytes, UTF-8.

    Returns:
        Values of None, bool, int, float, str, list and dict.

    Raises:
        NotWellFormed: the text is not JSON, or nests deeper than orjson reads (1,024 levels).
    """
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise NotWellFormed(error.lineno, error.msg) from None


def serialize(value: Any) -> bytes:
    """Write plain values as indented JSON in UTF-8; keys keep their order."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
