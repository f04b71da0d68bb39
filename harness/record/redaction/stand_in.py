"""What stands in a recording for a secret: the same form and length, nothing of the content.

A stand-in is a function of the secret's form alone, so nothing can be learned from it, and it is its own
stand-in, so that a live call and its recording are equal once both are redacted. Where two secrets of one
form must stay apart (keys of a map) a number tells them; `stand_in` brings such a variant back to number 0.
"""

from __future__ import annotations

import re
import string
from functools import lru_cache
from typing import TYPE_CHECKING

from harness.contract.patterns import Pattern, compile_pattern, matches

if TYPE_CHECKING:
    from botocore.model import Shape

KEPT = frozenset(" \t\r\n-_./:=+,;@&?#~()[]{}<>\"'")
"""Separators: what makes an ARN, a URL, an address or a sentence recognisable, and what JSON is made of."""

_LOWER = "xyzabcdefghijklmnopqrstuvw"
_UPPER = _LOWER.upper()
_ALPHABETS = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
_SPELLINGS = (("x", "X", "0"), ("a", "A", "0"), ("a", "A", "1"), ("0", "0", "0"), ("1", "1", "1"))
_PRINTABLE = "".join(c for c in string.printable if c not in KEPT)
_LONGEST_FITTED = 4096
_ROUNDS = 5


def stand_in(text: str) -> str:
    """Return the stand-in of a text: small letters become ``x``, capitals ``X``, digits ``0``.

    Separators stay; any other character becomes ``x``, and so does every one of a text of separators
    alone. The length is the text's own. ``stand_in(stand_in(text)) == stand_in(text)``.
    """
    return _spell(text, _SPELLINGS[0])


def numbered(text: str, number: int) -> str:
    """Write a number into a stand-in: 0 leaves it as it is, each further number gives another text.

    The number is written into the last letters and digits, each in its own class; a text too short for
    it repeats earlier ones.
    """
    characters = list(text)
    for index in range(len(characters) - 1, -1, -1):
        if number == 0:
            break
        alphabet = next((a for a in (_LOWER, _UPPER, string.digits) if characters[index] in a), None)
        if alphabet:
            number, digit = divmod(number, len(alphabet))
            start = alphabet.index(characters[index])
            characters[index] = alphabet[(start + digit) % len(alphabet)]
    return "".join(characters)


def fitting(shape: Shape | None, text: str) -> str:
    """Return the stand-in of a string of a shape; it satisfies the shape's traits if the string does.

    An enum gives its first value. Where a pattern refuses the plain stand-in, other letters and digits are
    tried, then each character by itself: one that no other character can replace is part of the pattern
    (the ``arn:aws`` of an ARN) and not of the secret.
    """
    enum = shape.metadata.get("enum") if shape is not None else None
    if shape is None or (enum and text in enum):
        return enum[0] if enum else stand_in(text)
    source = shape.metadata.get("pattern")
    return _fitted(source, text) if source else stand_in(text)


def satisfies(shape: Shape | None, text: str) -> bool:
    """Tell whether a text has the length and the pattern that a string shape asks for."""
    traits = shape.metadata if shape is not None else {}
    if not int(traits.get("min", 0)) <= len(text) <= int(traits.get("max", len(text))):
        return False
    return "pattern" not in traits or matches(compile_pattern(traits["pattern"]), text)


@lru_cache(maxsize=1024)
def _fitted(source: str, text: str) -> str:
    pattern = compile_pattern(source)
    if len(text) > _LONGEST_FITTED or not matches(pattern, text):
        return stand_in(text)
    for _ in range(_ROUNDS):  # to a text that is its own stand-in; one round nearly always does
        previous, text = text, _fit_once(pattern, text)
        if text == previous:
            break
    return text


def _fit_once(pattern: Pattern, text: str) -> str:
    for spelling in _SPELLINGS:
        candidate = _spell(text, spelling)
        if matches(pattern, candidate):
            return candidate
    characters = list(text)
    for index, original in enumerate(text):
        for replacement in _preferred(original):
            characters[index] = replacement
            if matches(pattern, "".join(characters)):
                break
        else:
            characters[index] = original
    return "".join(characters)


def _preferred(original: str) -> str:
    """Order the characters to try in the place of one: those of its class first, whichever it is."""
    if original in KEPT:
        return original
    like = next((a for a in _ALPHABETS if original in a), string.ascii_lowercase)
    return {"a": "x", "A": "X", "0": "0"}[like[0]] + like + _PRINTABLE


def _spell(text: str, spelling: tuple[str, str, str]) -> str:
    lower, upper, digit = spelling
    if not any(character not in KEPT for character in text):
        return lower * len(text)
    table = _table(lower, upper, digit)
    return re.sub(r"[^\x00-\x7f]", lower, text).translate(table)


@lru_cache(maxsize=8)
def _table(lower: str, upper: str, digit: str) -> dict[int, str]:
    table = {}
    for code in range(128):
        character = chr(code)
        if character in KEPT:
            continue
        table[code] = upper if character.isupper() else digit if character.isdigit() else lower
    return table
