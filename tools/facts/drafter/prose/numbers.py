"""Numbers and bounds in prose: digits and words for numbers, units, and the phrases that bound."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Number = int | float

_SPELT = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty"
)
_WORDS: dict[str, int] = dict(zip(_SPELT.split(), [*range(21), 30, 40, 50, 60], strict=True))
_MAGNITUDES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
NUMBER = (
    rf"(?:-?\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|-?\d+(?:\.\d+)?|"
    rf"\b(?:{'|'.join(_WORDS)})\b)(?: (?:{'|'.join(_MAGNITUDES)})\b)?"
    r"(?![\d:/^x])(?!\.\d)(?!\.x)(?!,\d{3})(?!e[-+]?\d)"
)
_ANY_NUMBER = re.compile(rf"\d|\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)

_UNITS = {
    "ms": "millisecond", "millisecond": "millisecond", "msec": "millisecond", "millis": "millisecond",
    "microsecond": "microsecond", "second": "second", "sec": "second", "s": "second",
    "minute": "minute", "min": "minute", "hour": "hour", "hr": "hour", "day": "day", "week": "week",
    "month": "month", "year": "year",
    "byte": "byte", "kb": "kb", "kib": "kb", "kilobyte": "kb", "kibibyte": "kb", "mb": "mb", "mib": "mb",
    "megabyte": "mb", "mebibyte": "mb", "gb": "gb", "gib": "gb", "gigabyte": "gb", "gibibyte": "gb",
    "tb": "tb", "tib": "tb", "terabyte": "tb", "tebibyte": "tb", "bit": "bit", "kbps": "kbps", "mbps": "mbps",
    "gbps": "gbps", "mibps": "mbps", "bps": "bps", "khz": "khz", "mhz": "mhz", "ghz": "ghz", "hz": "hz",
    "meter": "meter", "kilometer": "kilometer", "mile": "mile", "km": "kilometer", "degree": "degree",
}  # fmt: skip
_UNIT_WORD = re.compile(r"[A-Za-z]+")
_RATE = re.compile(
    r"\b([kmgt])(?:ega|iga|ilo|era)?(?:i?b|i?bits?|i?bytes?|ebibytes?)[ /](?:per second|s)\b", re.I
)


def parse_number(text: str) -> Number:
    """Read a number as `NUMBER` matches it; whole ones are integers."""
    plain, _, magnitude = text.lower().partition(" ")
    times = _MAGNITUDES.get(magnitude, 1)
    if plain in _WORDS:
        return _WORDS[plain] * times
    digits = plain.replace(",", "")
    return float(digits) * times if "." in digits else int(digits) * times


@cache
def unit_of(word: str) -> str | None:
    """Give the physical unit that a word names (``MiB`` and ``MB`` are one), None for any other word."""
    plain = word.lower()
    return _UNITS.get(plain) or (_UNITS.get(plain[:-1]) if plain.endswith("s") and len(plain) > 2 else None)


@cache
def units_in(text: str) -> frozenset[str]:
    """Collect the physical units that a text names after a number or as ``in seconds``."""
    text = re.sub(r"\(\d[^()]*\)", "", _RATE.sub(r"\1bps", text))
    spoken = re.findall(rf"(?:{NUMBER}[ -]?|\bin (?:whole )?|\(in )([A-Za-z]+)", text)
    return frozenset(unit for word in spoken if (unit := unit_of(word)))


@cache
def declared_units(text: str) -> frozenset[str]:
    """Collect the physical units that a text declares for its numbers: ``in seconds``, ``(in MiB)``."""
    spoken = re.findall(
        r"(?:\bin (?:whole )?|\(in |\bnumber of )([A-Za-z]+)\b(?! increments)", _RATE.sub(r"\1bps", text)
    )
    return frozenset(unit for word in spoken if (unit := unit_of(word)))


@cache
def units_in_name(name: str) -> frozenset[str]:
    """Collect the units that a member's name carries, as in ``TimeoutInSeconds`` and ``SizeInMBs``."""
    words = re.findall(r"[A-Z]{2,}s?(?![a-z])|[A-Z]i[Bb]s?|[A-Z]?[a-z]+|[A-Z]+", name)
    return frozenset(
        unit for word in words if len(word) > 1 and (unit := unit_of(word)) and word.lower() != "min"
    )


@dataclass(frozen=True)
class Bounds:
    """What a phrase says about a number.

    Args:
        low: inclusive lower bound, or None.
        high: inclusive upper bound, or None.
        start: where the phrase begins in its sentence.
        end: where its last number ends; the noun or unit follows.
        word: how the phrase bounds: ``range``, ``most``, ``least``, ``exactly``, ``min`` or ``max``.
        unit: the physical unit after the number, if any.
        strict: whether an integer's bound was stated as ``greater than`` or ``less than``.
    """

    low: Number | None
    high: Number | None
    start: int
    end: int
    word: str
    unit: str | None
    strict: bool = False


_NOT = r"(?:can ?not|can't|must not|mustn't|may not|should not|shouldn't|don't|not|never)(?: [a-z]+){0,5}?"
_UNIT = r"(?: ?\(?(?!to\b|and\b|through\b|or\b)[A-Za-z%]+\)?)?"
_REMARK = r"(?: ?\([^()]*\))?"
_LOW, _HIGH = rf"(?P<low>{NUMBER})", rf"(?P<high>{NUMBER})"
_NOUNS = r"(?: (?!is\b|are\b)[A-Za-z][A-Za-z/-]*){0,12}?"
_MORE, _LESS = r"(?:more|greater|larger|longer|higher|bigger)", r"(?:less|fewer|lower|smaller|shorter)"
_IS = (
    rf"(?:(?: characters?)? length| value| size|{_NOUNS}(?: is(?: set to| also)?| of| are| -|,? "
    rf"which is|(?= ?[:=])))?"
)
_TO = r",? ?(?:and|to|through|up to|-)(?: a maximum of)? ?"
_UP_TO = r"up to(?: and including)?(?: (?:a )?(?:maximum|max|limit|total)(?: of)?)?|up to an? [a-z]+ of"
_AT_MOST = (
    rf"less than or equal to|equal to or less than|lower than or equal to|no {_MORE} than|{_NOT} exceed|"
    rf"as many as|{_UP_TO}|limited to(?: a maximum of)?|limits? (?:of|is)"
)
_AT_LEAST = rf"greater than or equal to|equal to or greater than|no {_LESS} than|at least|a minimum of"
_FEW_WORDS = r"(?: (?!and\b|or\b|with\b)[a-z]+){0,2}"
_TAKES = r"(?:specify|include|provide|contain|have|pass|use|supply|add)"
_OF_VALUES = r"(?:[a-z]+ )?(?:value|number|allowed)[^.;\d]{0,40}?"

# How a phrase bounds, and the phrase; earlier ones win where two overlap.
_PHRASES: tuple[tuple[str, str], ...] = (
    ("range", rf"\b(?:between|from)(?: a (?:minimum|maximum) of)? {_LOW}{_UNIT}{_REMARK}{_TO}{_HIGH}"),
    ("range", rf"(?<![\w.-]){_LOW}{_UNIT}{_REMARK} ?(?:-|to|through|\.\.\.?) ?{_HIGH}"),
    (
        "range",
        rf"{_LOW}(?: is(?: the)?)? ?\(?min(?:imum)?\b\)?[^.\d]{{1,12}}{_HIGH}(?: is(?: the)?)? ?\(?max",
    ),
    ("range", rf"(?:>=|≥) ?{_LOW},? (?:and|&&) (?:<=|≤) ?{_HIGH}"),
    ("exactly", rf"\bexactly (?P<both>{NUMBER})"),
    ("most", rf"\b(?:only|at most|just)(?: {_TAKES})? {_HIGH}(?= )"),
    ("most", rf"\b{_NOT} {_MORE} than {_HIGH}"),
    ("least", rf"\b{_NOT} {_LESS} than {_LOW}"),
    ("most", rf"\b(?:{_AT_MOST}) {_HIGH}"),
    ("least", rf"\b(?:{_AT_LEAST}) {_LOW}"),
    ("below", rf"\b{_LESS} than {_HIGH}"),
    ("above", rf"\b{_MORE} than {_LOW}"),
    ("max", rf"\bmax(?:imum)?{_IS}(?: | ?[:=] ?){_HIGH}"),
    ("min", rf"\bmin(?:imum)?{_IS}(?: | ?[:=] ?){_LOW}"),
    ("max", rf"\b(?:largest|highest|greatest|longest) {_OF_VALUES} is {_HIGH}"),
    ("min", rf"\b(?:smallest|lowest|shortest) {_OF_VALUES} is {_LOW}"),
    ("max", rf"(?<![\w.-]){_HIGH}{_FEW_WORDS} (?:or (?:fewer|less)|maximum|max)\b"),
    (
        "min",
        (
            rf"(?<![\w.-]){_LOW}{_FEW_WORDS} (?:or (?:more|greater|higher|larger|above)|minimum)\b(?! "
            rf"(?:than )?\d)"
        ),
    ),
    ("most", rf"(?<![<>=])(?:<=|≤) ?{_HIGH}"),
    ("least", rf"(?:>=|≥) ?{_LOW}"),
)
_COMPILED = tuple((word, re.compile(pattern, re.IGNORECASE)) for word, pattern in _PHRASES)
_VAGUE = re.compile(
    r"\b(?:approximately|about|around|roughly|nearly|almost|approx\.?)(?: [a-z]+)? ?$", re.IGNORECASE
)


def bounds_in(text: str) -> Iterator[Bounds]:
    """Find the phrases that bound a number, from left to right by kind of phrase, none inside another."""
    if not _ANY_NUMBER.search(text):
        return
    taken: list[tuple[int, int]] = []
    for word, pattern in _COMPILED:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < until and end > since for since, until in taken) or _VAGUE.search(text[:start]):
                continue
            taken.append((start, end))
            bounds = _bounds_of(word, match, text)
            if bounds is not None:
                yield bounds


def _bounds_of(word: str, match: re.Match[str], text: str) -> Bounds | None:
    named = {name: parse_number(value) for name, value in match.groupdict().items() if value is not None}
    low, high = named.get("low", named.get("both")), named.get("high", named.get("both"))
    strict = word in ("below", "above")
    if word == "below" and isinstance(high, int):
        word, high = "most", high - 1
    if word == "above" and isinstance(low, int):
        word, low = "least", low + 1
    if word == "range" and low is not None and high is not None and high < 0 <= low:
        low, high = high, low  # "from 0 to -8"
    if word in ("below", "above") or (low is not None and high is not None and low > high):
        return None
    end = match.end("both" if "both" in named else "high" if high is not None else "low")
    follows = _UNIT_WORD.match(_RATE.sub(r"\1bps", text[end:]).lstrip(" (-"))
    return Bounds(low, high, match.start(), end, word, unit_of(follows[0]) if follows else None, strict)
