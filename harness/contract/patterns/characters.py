r"""Sets of characters, as regular expressions write them, in a spelling that every engine reads alike.

A spelled set is valid ECMA-262 (``u`` flag): no shorthand such as ``\d`` and no nested class, and every
character that an engine might take for an operator is escaped. Unicode properties stay properties,
because their expansion runs to hundreds of ranges; the engines may therefore differ in characters that
were added to Unicode between the versions they were built with.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Ranges = tuple[tuple[int, int], ...]

LAST = 0x10FFFF
ANY_CHARACTER = r"[\s\S]"
NO_CHARACTER = f"[^\\u0000-{chr(LAST)}]"  # the regex module takes the usual [^\s\S] for any character

_SURROGATES = (0xD800, 0xDFFF)
_NAMED_ESCAPES = {0x09: r"\t", 0x0A: r"\n", 0x0D: r"\r"}


class UntranslatableError(ValueError):
    """Part of a regular expression has no meaning, or none that every engine can run; args: the reason."""


@dataclass(frozen=True)
class CharacterSet:
    r"""A set of characters.

    Args:
        ranges: code points, first and last included; sorted, apart from each other, no surrogates.
        properties: Unicode properties, each as spelled: ``\p{L}``, ``\P{C}``.
        negated: whether the set is all that the ranges and properties leave out; only with properties.
    """

    ranges: Ranges = ()
    properties: frozenset[str] = frozenset()
    negated: bool = False

    def __bool__(self) -> bool:
        return bool(self.ranges or self.properties)


@functools.lru_cache(maxsize=4096)  # patterns are made of few distinct characters and classes
def from_ranges(*ranges: tuple[int, int]) -> CharacterSet:
    """Return the set of the characters in some ranges of code points, which may overlap.

    Surrogates drop out: text is made of characters, and a lone surrogate is none.
    """
    joined: list[tuple[int, int]] = []
    for first, last in sorted(part for whole in ranges for part in _without_surrogates(*whole)):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return CharacterSet(tuple(joined))


def _without_surrogates(first: int, last: int) -> Iterable[tuple[int, int]]:
    below = (first, min(last, _SURROGATES[0] - 1))
    above = (max(first, _SURROGATES[1] + 1), last)
    return (part for part in (below, above) if part[0] <= part[1])


def from_text(text: str) -> CharacterSet:
    """Return the set of the characters of a text."""
    return from_ranges(*((ord(character), ord(character)) for character in text))


def complement(characters: CharacterSet) -> CharacterSet:
    """Return the set of all characters that a set leaves out."""
    if characters.properties:
        if len(characters.properties) == 1 and not characters.ranges:
            (spelling,) = characters.properties
            return CharacterSet(properties=frozenset((_opposite(spelling),)))
        return CharacterSet(characters.ranges, characters.properties, not characters.negated)
    edges = [-1, *(edge for pair in characters.ranges for edge in pair), LAST + 1]
    gaps = ((edges[i] + 1, edges[i + 1] - 1) for i in range(0, len(edges), 2))
    return from_ranges(*(gap for gap in gaps if gap[0] <= gap[1]))


def _opposite(spelling: str) -> str:
    return (r"\P" if spelling.startswith(r"\p") else r"\p") + spelling[2:]


def union(sets: Iterable[CharacterSet]) -> CharacterSet:
    """Return the set of the characters that are in any of the sets.

    Raises:
        UntranslatableError: a set that leaves out several properties is joined to another one, which no
            single class can say.
    """
    parts = [part for part in sets if part]
    if len(parts) == 1:
        return parts[0]
    if any(part.negated for part in parts):
        raise UntranslatableError("it joins a negated class of Unicode properties to other characters")
    ranges = from_ranges(*(pair for part in parts for pair in part.ranges)).ranges
    properties = frozenset(name for part in parts for name in part.properties)
    if any(_opposite(name) in properties for name in properties):
        return from_ranges((0, LAST))
    return CharacterSet(ranges, properties)


def intersection(sets: Iterable[CharacterSet]) -> CharacterSet:
    """Return the set of the characters that are in all of the sets (errors as for ``union``)."""
    parts = list(sets)
    return parts[0] if len(parts) == 1 else complement(union(complement(part) for part in parts))


def either_case(characters: CharacterSet) -> CharacterSet:
    """Add the other case of each ASCII letter, as Java's ``(?i)`` compares without ``(?u)``."""
    others = []
    for first, last in characters.ranges:
        for letters, distance in (((0x41, 0x5A), 32), ((0x61, 0x7A), -32)):
            low, high = max(first, letters[0]), min(last, letters[1])
            if low <= high:
                others.append((low + distance, high + distance))
    return union((characters, from_ranges(*others)))


@functools.lru_cache(maxsize=4096)
def spell(characters: CharacterSet) -> str:
    """Spell a set as one character class, or as one property where it is that."""
    if not characters:
        return NO_CHARACTER
    if characters.properties:
        if len(characters.properties) == 1 and not characters.ranges:
            return next(iter(characters.properties))
        body = _spell_ranges(characters.ranges) + "".join(sorted(characters.properties))
        return f"[^{body}]" if characters.negated else f"[{body}]"
    if characters.ranges[-1][1] < LAST:
        return f"[{_spell_ranges(characters.ranges)}]"
    left_out = complement(characters)
    return f"[^{_spell_ranges(left_out.ranges)}]" if left_out else ANY_CHARACTER


def _spell_ranges(ranges: Ranges) -> str:
    return "".join(
        spell_character(first, r"\]^-[")
        + ("-" if last > first + 1 else "")
        + (spell_character(last, r"\]^-[") if last > first else "")
        for first, last in ranges
    )


def spell_character(code: int, special: str) -> str:
    """Spell a character: escaped when it is among the special ones, by its number when it cannot be seen."""
    character = chr(code)
    if character in special:
        return "\\" + character
    if character.isprintable() or code > 0xFFFF:
        return character
    return _NAMED_ESCAPES.get(code, f"\\u{code:04X}")


DIGIT = from_ranges((0x30, 0x39))
WORD = from_ranges((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
SPACE = from_ranges((0x09, 0x0D), (0x20, 0x20))
LINE_TERMINATOR = from_text("\n\r\u2028\u2029")
# What java.util.regex.Pattern calls a horizontal whitespace character.
HORIZONTAL_SPACE = union((from_text(" \t\xa0\u1680\u180e\u202f\u205f\u3000"), from_ranges((0x2000, 0x200A))))

_LOWER, _UPPER = from_ranges((0x61, 0x7A)), from_ranges((0x41, 0x5A))
_ALPHA = union((_LOWER, _UPPER))
_PUNCT = from_ranges((0x21, 0x2F), (0x3A, 0x40), (0x5B, 0x60), (0x7B, 0x7E))

# The POSIX classes of java.util.regex.Pattern, which are US-ASCII only.
POSIX = {
    "Lower": _LOWER,
    "Upper": _UPPER,
    "ASCII": from_ranges((0, 0x7F)),
    "Alpha": _ALPHA,
    "Digit": DIGIT,
    "Alnum": union((_ALPHA, DIGIT)),
    "Punct": _PUNCT,
    "Graph": from_ranges((0x21, 0x7E)),
    "Print": from_ranges((0x20, 0x7E)),
    "Blank": from_text(" \t"),
    "Cntrl": from_ranges((0, 0x1F), (0x7F, 0x7F)),
    "XDigit": from_ranges((0x30, 0x39), (0x41, 0x46), (0x61, 0x66)),
    "Space": SPACE,
}

_CATEGORIES = frozenset(
    category + kind
    for category, kinds in (
        ("C", "cfnos"),
        ("L", "Clmotu"),
        ("M", "cen"),
        ("N", "dlo"),
        ("P", "cdefios"),
        ("S", "ckmo"),
        ("Z", "lps"),
    )
    for kind in ("", *kinds)
)


def _property(spelling: str) -> CharacterSet:
    return CharacterSet(properties=frozenset((spelling,)))


# Other names that java.util.regex.Pattern and ECMA-262 give, in small letters and without separators.
_PROPERTIES = {
    **{
        name.replace("_", "").lower(): _property(rf"\p{{{name}}}")
        for name in (
            "Alphabetic",
            "Ideographic",
            "Lowercase",
            "Uppercase",
            "White_Space",
            "Hex_Digit",
            "Emoji",
        )
    },
    **{
        name: _property(rf"\p{{{category}}}")
        for name, category in (
            ("letter", "L"),
            ("lowercaseletter", "Ll"),
            ("uppercaseletter", "Lu"),
            ("titlecase", "Lt"),
            ("mark", "M"),
            ("number", "N"),
            ("digit", "Nd"),
            ("decimalnumber", "Nd"),
            ("punctuation", "P"),
            ("symbol", "S"),
            ("separator", "Z"),
            ("control", "Cc"),
            ("other", "C"),
            ("javaletter", "L"),
            ("javadigit", "Nd"),
            ("javaspacechar", "Z"),
        )
    },
    "javalowercase": _property(r"\p{Lowercase}"),
    "javauppercase": _property(r"\p{Uppercase}"),
    "javaalphabetic": _property(r"\p{Alphabetic}"),
    "javaletterordigit": union((_property(r"\p{L}"), _property(r"\p{Nd}"))),
    "javaisocontrol": from_ranges((0, 0x1F), (0x7F, 0x9F)),
    "assigned": _property(r"\P{Cn}"),
    "any": from_ranges((0, LAST)),
    "all": from_ranges((0, LAST)),
    "l1": from_ranges((0, 0xFF)),
    "ld": union((_property(r"\p{L}"), _property(r"\p{Nd}"))),
}


def named_set(name: str) -> CharacterSet:
    r"""Return the set that ``\p{name}`` stands for in java.util.regex.Pattern or ECMA-262.

    The POSIX names are ASCII only, as in Java; scripts go by ``IsLatin`` or ``Script=Latin``.

    Raises:
        UntranslatableError: there is no such property, or not in every engine (blocks: ``InGreek``).
    """
    if name in POSIX:
        return POSIX[name]
    key, equals, value = name.removeprefix("Is").rpartition("=")
    if key.lower() in ("", "gc", "generalcategory", "general_category"):
        if value in _CATEGORIES:
            return _property(rf"\p{{{value}}}")
        if (known := _PROPERTIES.get(re.sub(r"[ _-]", "", value).lower())) is not None:
            return known
    is_script = key.lower() in ("sc", "script") if equals else name.startswith("Is")
    if is_script and _is_script(value):
        return _property(rf"\p{{Script={value}}}")
    raise UntranslatableError(rf"\p{{{name}}} is not a property that every engine knows")


def _is_script(name: str) -> bool:
    import regex

    if not re.fullmatch(r"[A-Za-z_]+", name):
        return False
    try:
        regex.compile(rf"\p{{Script={name}}}")
    except regex.error:
        return False
    return True
