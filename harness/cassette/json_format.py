"""JSON text to plain values and back."""

from __future__ import annotations

import json
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


def refuse_repeated_keys(data: bytes) -> None:
    """Read a JSON text that is well formed again, for objects that have a key twice: one value would be lost.

    Raises:
        NotWellFormed: there is one.
    """

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise NotWellFormed(None, f"the key {twice[:40]!r} comes twice")
        return found

    try:
        json.loads(data, object_pairs_hook=members)
    except RecursionError:
        raise NotWellFormed(None, "values nest too deeply to be looked through") from None


def serialize(value: Any) -> bytes:
    """Write plain values as indented JSON in UTF-8; keys keep their order."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
