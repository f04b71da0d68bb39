"""Blobs: as bytes, and as base64 text."""

from __future__ import annotations

import base64
import binascii
from typing import Any


def to_bytes(value: Any) -> bytes:
    """Return the bytes of a blob: bytes, text (as UTF-8), or a readable file (read to its end)."""
    if hasattr(value, "read"):
        value = value.read()
    return value.encode() if isinstance(value, str) else bytes(value)


def write_base64(value: Any) -> str:
    """Encode a blob as base64 text."""
    return base64.b64encode(to_bytes(value)).decode("ascii")


def read_base64(value: Any) -> Any:
    """Decode base64 text to bytes; return any other text as it is."""
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError, TypeError):
        return value
