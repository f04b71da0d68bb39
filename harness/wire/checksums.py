"""Checksums of bodies by the names that AWS's headers have for them: ``x-amz-checksum-crc64nvme``.

All but those of the XXHASH family, which have no implementation in Python's standard library.
"""

from __future__ import annotations

import functools
import hashlib
import zlib
from collections.abc import Callable, Mapping


def _hashed(name: str) -> Callable[[bytes], bytes]:
    return lambda body: hashlib.new(name, body, usedforsecurity=False).digest()


@functools.cache
def _crc_table(polynomial: int) -> tuple[int, ...]:
    """Return what each byte changes in a reflected CRC."""
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (polynomial if byte & 1 else 0)
        table.append(byte)
    return tuple(table)


def _crc(polynomial: int, size: int) -> Callable[[bytes], bytes]:
    """Return a reflected CRC of some bytes, begun and ended with all bits set."""

    def crc(body: bytes) -> bytes:
        table, ones = _crc_table(polynomial), (1 << 8 * size) - 1
        value = ones
        for byte in body:
            value = table[(value ^ byte) & 0xFF] ^ value >> 8
        return (value ^ ones).to_bytes(size, "big")

    return crc


CHECKSUMS: Mapping[str, Callable[[bytes], bytes]] = {
    "crc32": lambda body: zlib.crc32(body).to_bytes(4, "big"),
    "crc32c": _crc(0x82F63B78, 4),  # Castagnoli (RFC 9260, appendix A), reflected
    "crc64nvme": _crc(0x9A6C9329AC4BC9B5, 8),  # NVM Express, NVM Command Set Specification 1.0c, reflected
    "md5": _hashed("md5"),
    "sha1": _hashed("sha1"),
    "sha256": _hashed("sha256"),
    "sha512": _hashed("sha512"),
}
"""From the name of an algorithm to what computes it; CRC32C and CRC64NVME go a byte at a time, in Python."""

_MEGABYTE = 1 << 20


def tree_hash(body: bytes) -> bytes:
    """Return the SHA-256 tree hash of a body ("Computing Checksums", Amazon Glacier Developer Guide)."""
    digest = CHECKSUMS["sha256"]
    level = [digest(body[start : start + _MEGABYTE]) for start in range(0, len(body) or 1, _MEGABYTE)]
    while len(level) > 1:
        pairs = [level[start : start + 2] for start in range(0, len(level), 2)]
        level = [digest(b"".join(pair)) if len(pair) > 1 else pair[0] for pair in pairs]
    return level[0]
