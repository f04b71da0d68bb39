"""The characters that generated texts are made of."""

from __future__ import annotations

import functools
import string
from collections.abc import Iterable

_PLAIN = (string.ascii_lowercase + string.digits, string.ascii_uppercase)
_ASCII = "".join(map(chr, range(0x20, 0x7F)))
# Characters that programs trip over: other scripts, widths and directions, composed and astral ones.
_UNUSUAL = "\t\n\r\x00\x7f\u00a0äßéñøİıΩжאمक中日한\u0301\u200d\u2028\ufeff\ufffd𝒜🙂"


@functools.cache
def alphabet(spelling: str) -> str:
    """Return characters that a class has, plainest first: a-z and 0-9, A-Z, the rest of ASCII, unusual ones.

    Args:
        spelling: a class, property or single character, as an expression in the common spelling.
    """
    import regex

    one = regex.compile(spelling, regex.VERSION0, cache_pattern=False)
    known = "".join(dict.fromkeys("".join(_PLAIN) + _ASCII + _UNUSUAL))
    return _having(one, known) or next(filter(None, (_having(one, plane) for plane in _planes())), "")


@functools.cache
def plain_alphabet(spelling: str) -> str:
    """Return the plain ones of a class's characters: letters and digits of one case where it has any."""
    allowed = alphabet(spelling)
    for plain in _PLAIN:
        if common := "".join(character for character in plain if character in allowed):
            return common
    return allowed[:1]


def _having(one: object, characters: str) -> str:
    return "".join(filter(one.fullmatch, characters))  # type: ignore[attr-defined]


def _planes() -> Iterable[str]:
    """Give all characters of Unicode, a thousand at a time, without surrogates."""
    for start in range(0, 0x110000, 0x400):
        if not 0xD800 <= start < 0xE000:
            yield "".join(map(chr, range(start, start + 0x400)))
