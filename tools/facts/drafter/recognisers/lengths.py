"""``length``: inclusive bounds on the characters of a string, or of a list's strings or a map's values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.contract.rules import Length
from tools.facts.drafter.prose.numbers import NUMBER, bounds_in
from tools.facts.drafter.prose.stop import is_conditional, is_example

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.contract.sentences import Sentence
    from tools.facts.drafter.passage import Passage
    from tools.facts.drafter.prose.numbers import Bounds

_CHARACTERS = re.compile(
    r"^ ?\(?(?:[A-Za-z0-9/-]+,? (?:or )?){0,5}?(?:characters?\b|chars?\b|"
    r"letters(?: \([a-z ,]+\))?,? (?:digits|numbers)|numbers, letters|letters or|letters long|"
    "alphanumeric|symbols)",
    re.IGNORECASE,
)
_LENGTH_WORDS = re.compile(r"\b(?:length|long|characters?)\b", re.IGNORECASE)
_HEADED = re.compile(r"\blength(?: constraints?)?(?: range)? ?(?::|of|is|must be|between)", re.IGNORECASE)
_PART = re.compile(
    r"\b(?:first|last|prefix|suffix|each (?:label|part|segment|line|word|component)|label|"
    "consecutive|starting|beginning|ends?|"
    r"lower-?case|upper-?case letter|special characters?|truncat\w+|"
    r"displays?|domain label|segments?|level)\b",
    re.IGNORECASE,
)
# "any ASCII character 33 to 126", "the hash value after sha256: must be", "A generated name is at most"
_OF_ANOTHER = re.compile(
    r"\bASCII characters? \d|\bhash value\b|\b[Gg]enerated\b[^.]*$|\bdefault maximum\b|^[A-Z][a-z]+ "
    r"numbers range"
)
# "The ID has a 64 character limit"
_LIMIT = re.compile(rf"({NUMBER})[ -]characters? (?:limit|maximum)\b", re.IGNORECASE)
_FOR_EACH_TAG = re.compile(r"^For the tag (?:key|value), ")
_KEY = re.compile(r"\bkeys?\b", re.IGNORECASE)
_VALUE = re.compile(r"\bvalues?\b", re.IGNORECASE)
_ELEMENT = re.compile(
    r"\b(?:each|every|per|an?|operation accepts)\b|\b(?:ids?|names?|arns?|values?|strings?|"
    r"entries|items|elements)\b",
    re.IGNORECASE,
)


def recognise(passage: Passage, sentence: Sentence) -> Iterator[Length]:
    """Read ``up to 64 characters``, ``Must contain from 1 to 63 letters``, ``Minimum length of 1``."""
    if passage.type not in ("string", "list", "map") or is_example(sentence.text):
        return
    if passage.element not in (None, "string") and passage.type != "string":
        return
    text = sentence.text
    headed = _is_headed(passage, sentence)
    if "character" in text:
        text = _LIMIT.sub(r"limit of \1 characters", text)
    if not headed and not _LENGTH_WORDS.search(text) and not re.search(r"letters|alphanumeric", text):
        return
    for found in bounds_in(text):
        if found.low == 0 and re.match(r"[\w ]*\bor more\b", text[found.start :]):
            continue
        if _counts_characters(text, found, headed) and _holds(passage, text, found):
            low, high = (None if bound is None else int(bound) for bound in (found.low, found.high))
            yield Length(passage.scalar, low, high)


def _is_headed(passage: Passage, sentence: Sentence) -> bool:
    """Tell whether a sentence stands under ``Length Constraints:`` (``Minimum of 1. Maximum of 32.``)."""
    if re.match(r"^(?:minimum|maximum) (?:length )?of \d+\.?$", sentence.text, re.IGNORECASE):
        before = passage.before(sentence)
        return before is not None and (
            _HEADED.search(before.text) is not None or before.text.lower().startswith("minimum")
        )
    return _HEADED.match(sentence.text) is not None


def _counts_characters(text: str, found: Bounds, headed: bool) -> bool:
    after = text[found.end :]
    if found.unit is not None:
        return False
    if headed or _CHARACTERS.match(after):
        return True
    if re.match(r" ?(?:in length|length|long)\b", after):
        return True
    if re.search(r"\bcharacters?\b", text[max(0, found.start - 12) : found.end], re.I) and re.match(
        r" ?(?:$|[.,;)])", after
    ):
        return re.search(r"\b(?:max|min)", text[max(0, found.start - 25) : found.end], re.I) is not None
    phrase = text[max(0, found.start - 30) : found.end].lower()
    if "length" not in phrase or not re.match(r"\s*(?:$|[.,;)]|and\b|\()", after):
        return False
    return re.search(r"\blength\b(?! in bytes)", phrase) is not None


def _holds(passage: Passage, text: str, found: Bounds) -> bool:
    before, after = text[: found.start], text[found.end :]
    if before.startswith("To ") or _OF_ANOTHER.search(text[: found.end]):
        return False
    if re.search(r"\b(?:valid|allowed|permitted|special|following|supported) characters\b", before, re.I) or (
        found.low,
        found.high,
    ) == (0, 9):
        return False
    if re.search(r"\b(?:followed by|may appear)\b", text) or re.search(r"\b(?:total|sum|combined)\b", before):
        return False
    if is_conditional(_FOR_EACH_TAG.sub("", before)) or re.search(
        r"\b(?:if|when|unless|depending)\b", after, re.I
    ):
        return False
    clause = re.split(r"[;]|, (?:and|but) |\band\b", before)[-1] + text[found.start : found.end]
    parts = _PART.findall(clause) + re.findall(
        r"\b(?:prefix|suffix|label|bytes?|different|unique|distinct)\b",
        after[:40].split(".")[0].split(",")[0],
    )
    if any(part.lower() not in passage.words for part in parts):
        return False
    if found.word in ("least", "min") and re.match(
        r" (?:[a-z]+ )?(?:letter|number|digit|symbol|special|upper|lower|non-|numeric|alphabetic)", after
    ):
        return False
    if passage.others_in(text):
        return False
    if passage.type == "map":
        return (
            bool(_VALUE.search(clause))
            and not _KEY.search(re.sub(r"tag keys? and", "", clause))
            and _KEY.search(clause) is None
        )
    if passage.type == "list" and "tags" in passage.words:
        return False
    if passage.type == "list":
        keys = _KEY.search(clause) is not None
        named = keys if "keys" in passage.words else _ELEMENT.search(clause + after[:40]) and not keys
        return bool(named) and not re.search(r"\btotal|combined|list\b|\bobjects?\b", before)
    return not re.search(
        r"\b(?:each|every|keys? and|total|combined|key-value|tag key)\b", clause, re.I
    ) or passage.name.lower() in ("key", "value")
