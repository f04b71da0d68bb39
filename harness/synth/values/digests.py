"""MD5s and ETags as AWS writes them."""

from __future__ import annotations

import hashlib


def md5_hex(body: bytes) -> str:
    """Return the MD5 of some bytes as AWS writes it."""
    return hashlib.md5(body, usedforsecurity=False).hexdigest()


def entity_tag(body: bytes) -> str:
    """Return the ETag of an object (S3, "Common Response Headers": the MD5 of its data, in quotes)."""
    return f'"{md5_hex(body)}"'
