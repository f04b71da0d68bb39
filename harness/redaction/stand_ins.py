"""What stands in a recording for a secret: the same form and length, nothing of the content.

A stand-in is a function of the secret's form and of a number that tells secrets of one form apart, so nothing
can be learned from it: a hash would let a reader try passwords. It is its own stand-in, so that a recording
can be redacted again, and a call that repeats a recorded answer asks for what was recorded.
"""

from __future__ import annotations

import math
import re
import string
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from harness.contract.patterns import matches, pattern_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from botocore.model import Shape

KEPT = frozenset(" \t\r\n-_./:=+,;@&?#~()[]{}<>\"'")
"""Separators: what makes an ARN, a URL, an address or a sentence recognisable, and what JSON is made of."""

_LOWER = "xyzabcdefghijklmnopqrstuvw"
_UPPER = _LOWER.upper()
_ALPHABETS = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
_SPELLINGS = (("x", "X", "0"), ("a", "A", "0"), ("a", "A", "1"), ("0", "0", "0"), ("1", "1", "1"))
_PRINTABLE = "".join(c for c in string.printable if c not in KEPT)
_ALPHANUMERIC = frozenset(string.ascii_letters + string.digits)
_LONGEST_NUMBER = 3
_PART = 4
_FIRST = re.compile(r"[A-Za-z0-9]")
_FILLERS = frozenset("".join(map("".join, _SPELLINGS)))
_GLANCE = 64
_REMEMBERED = 256  # recordings repeat the shorter ones
_LONG = 8
_LONGEST_FITTED = 4096
_ROUNDS = 5


def stand_in(text: str) -> str:
    """Return the stand-in of a text: small letters become ``x``, capitals ``X``, digits ``0``.

    Separators stay; any other character becomes ``x``, and so does every one of a text of separators
    alone. The length is the text's own. ``stand_in(stand_in(text)) == stand_in(text)``.
    """
    return _spell(text, _SPELLINGS[0])


def numbered(text: str, number: int, *, crowded: bool = False) -> str:
    """Write a number into a stand-in: 0 leaves it as it is, each further number gives another text.

    The number is written into the last letters and digits, each in its own class. A number of `variants` or
    more repeats an earlier text.

    Args:
        text: the stand-in.
        number: the number.
        crowded: write into all letters and digits, to tell more apart than can be known for stand-ins again.
    """
    characters = list(text)
    for index, alphabet in _numbering(text, 1 if crowded else _PART):
        number, digit = divmod(number, len(alphabet))
        start = alphabet.index(characters[index])
        characters[index] = alphabet[(start + digit) % len(alphabet)]
    return "".join(characters)


def variants(text: str) -> int:
    """Return how many numbers tell stand-ins of one form apart: 1 for texts of under 4 letters and digits."""
    return math.prod(len(alphabet) for _, alphabet in _numbering(text))


def is_variant(text: str, base: str) -> bool:
    """Tell whether a text is a stand-in with some number written into it."""
    if len(text) != len(base):
        return False
    end = len(base)
    for index, alphabet in _numbering(base):
        if text[index] not in alphabet or text[index + 1 : end] != base[index + 1 : end]:
            return False
        end = index
    return text[:end] == base[:end]


def is_stand_in(text: str) -> bool:
    """Tell whether a text is a stand-in of any number.

    Longer ones may have any spelling that `fitting` tries for the whole of a text.
    """
    return _is_stand_in(text) if len(text) < _REMEMBERED else _is_stand_in.__wrapped__(text)


@lru_cache(maxsize=4096)
def _is_stand_in(text: str) -> bool:
    first = _FIRST.search(text)
    if first is not None and first[0] not in _FILLERS:  # the number is never in it
        return False
    start = text[:_GLANCE]
    return any(
        (len(text) == len(start) or _spell(start, spelling) == start)
        and is_variant(text, _spell(text, spelling))
        for spelling in _SPELLINGS[: 1 if len(text) < _LONG else None]
    )


def _numbering(text: str, part: int = _PART) -> Iterator[tuple[int, str]]:
    """Yield the places of a text that hold its number, the last first, each with its alphabet.

    They are a part of its letters and digits, three at most: what looks like a stand-in is left as it is,
    and a secret must not do so by chance.
    """
    backwards = (index for index in range(len(text) - 1, -1, -1) if text[index] in _ALPHANUMERIC)
    places = list(islice(backwards, part * _LONGEST_NUMBER))
    for index in places[: len(places) // part]:
        yield index, next(alphabet for alphabet in (_LOWER, _UPPER, string.digits) if text[index] in alphabet)


def fitting(shape: Shape | None, text: str) -> str:
    """Return the stand-in of a string of a shape; it keeps to what the string keeps to (`keeps_to`).

    A value of an enum is its own. Where a pattern refuses the plain stand-in, other letters and digits are
    tried, then each character by itself: one that no other character can replace is part of the pattern
    (the ``arn:aws`` of an ARN) and not of the secret.
    """
    enum = shape.metadata.get("enum") if shape is not None else None
    if shape is None or (enum and text in enum):
        return text if enum else stand_in(text)
    spelled = _matching(shape, text)
    return _fitted(spelled, text) if spelled else stand_in(text)


def keeps_to(shape: Shape | None, standing: str, text: str) -> bool:
    """Tell whether a stand-in has the length and the pattern that a string shape asks for, if its text has.

    A text that matches the pattern as a whole needs a stand-in that does, too; one that matches it in part
    needs no more than that.
    """
    if not _has_length(shape, text):
        return True
    return _has_length(shape, standing) and matches(_matching(shape, text), standing)


def _has_length(shape: Shape | None, text: str) -> bool:
    traits = shape.metadata if shape is not None else {}
    return int(traits.get("min", 0)) <= len(text) <= int(traits.get("max", len(text)))


def _matching(shape: Shape | None, text: str) -> str | None:
    """Return how a shape's pattern is spelled where a text matches it, as a whole if it can; or None."""
    pattern = pattern_of(shape.metadata) if shape is not None else None
    spellings = (pattern.whole, pattern.part) if pattern is not None else ()
    return next((spelled for spelled in spellings if spelled is not None and matches(spelled, text)), None)


@lru_cache(maxsize=1024)
def _fitted(spelled: str, text: str) -> str:
    if len(text) > _LONGEST_FITTED:
        return stand_in(text)
    for _ in range(_ROUNDS):  # to a text that is its own stand-in; one round nearly always does
        previous, text = text, _fit_once(spelled, text)
        if text == previous:
            break
    return text


def _fit_once(spelled: str, text: str) -> str:
    for spelling in _SPELLINGS:
        candidate = _spell(text, spelling)
        if matches(spelled, candidate):
            return candidate
    characters = list(text)
    for index, original in enumerate(text):
        for replacement in _preferred(original):
            characters[index] = replacement
            if matches(spelled, "".join(characters)):
                break
        else:
            characters[index] = original
    return "".join(characters)


def _preferred(original: str) -> str:
    """Order the characters to try instead of one: those of its class first, whichever it is."""
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
