"""Values that come each with what it means: ``A - meaning. B - meaning.``, ``A to run, or B to stop``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.contract.words import word_set
from tools.facts.drafter.prose.stop import is_conditional
from tools.facts.drafter.prose.values import is_code_like, read_value

if TYPE_CHECKING:
    from harness.contract.sentences import Sentence
    from tools.facts.drafter.passage import Passage

_EXPLAINED = re.compile(
    r"(?:^|(?<=[.:)] )|(?<=\s))[\"']?([A-Za-z0-9_][\w.-]*)[\"']?(?: \([^()]*\))?"
    r"(?: -{1,2} (?=[\w(\[\"'`])| -(?=[A-Z])"
    r"| ?: (?=[A-Z(\[\"'`])|(?<=[A-Z0-9_]{3})(?: ?: (?=[a-z])|: )|(?<=[A-Z0-9_]{2}) (?=[Ss]pecifies ))"
)
_HEADINGS = word_set("default note important example examples type required constraints format valid values")
_INTRODUCTION = re.compile(rf"^.*?:(?= {_EXPLAINED.pattern})")
_GLOSS = re.compile(r"(?:,? (?:which|indicating|meaning|for)| to) ")
_NEXT = re.compile(r"(?:,? (?P<last>and|or)|,) (?=[\w\"'])")
_CAPITALS = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
_HEADING_LINE = re.compile(r"[A-Z][a-z]+(?: [a-z]+)? ?:")


def introduction(text: str) -> str:
    """Give the part of a sentence before the first value that it explains, or all of it."""
    match = _INTRODUCTION.match(text)
    return match[0] if match else text


def explained_in(text: str) -> tuple[str, ...]:
    """Read the values that a text explains, the first at its start; none if one of them is in doubt."""
    if not _EXPLAINED.match(text):
        return ()
    found = [
        (match[1], match.start()) for match in _EXPLAINED.finditer(text) if match[1].lower() not in _HEADINGS
    ]
    if found and found[0][0].isupper():
        found = [(value, start) for value, start in found if is_code_like(value)]
    if not all(is_code_like(value) or start == 0 for value, start in found):
        return ()
    return tuple(value for value, _ in found)


def explained(passage: Passage, sentence: Sentence, first: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Read ``A - meaning. B - meaning.`` from the sentences after one that ends in a colon."""
    values: list[str] = list(first)
    for following in passage.after(sentence):
        found = explained_in(following.text) or _in_capitals(values, following.text)
        headed = _EXPLAINED.match(following.text)
        if not found and headed:
            if values and headed[1].lower() in _HEADINGS:
                break
            return ()
        if not found:
            if not values or _HEADING_LINE.match(following.text):
                break
            continue
        values.extend(found)
    return tuple(values) if len(values) > 1 else ()


def _in_capitals(known: list[str], text: str) -> tuple[str, ...]:
    """Read the values inside a text whose first sentence has lost its end, where all are in capitals."""
    if not known or not all(value.isupper() for value in known):
        return ()
    return tuple(match[1] for match in _EXPLAINED.finditer(text) if _CAPITALS.fullmatch(match[1]))


def last_explained(passage: Passage, sentence: Sentence) -> str | None:
    """Give the value that is being explained where a sentence stands, if it says no more of others."""
    for earlier in reversed(passage.sentences[: sentence.index + 1]):
        text = earlier.text
        found = [match for match in _EXPLAINED.finditer(text) if match[1].lower() not in _HEADINGS]
        if found:
            value, before = found[-1][1], text[: found[-1].start()]
            begins = not before or (is_code_like(value) and before.endswith((": ", ". ", ") ")))
            return value if begins else None
        if earlier.items or text.endswith(":"):
            return None
    return None


def glossed(sentence: Sentence, start: int) -> tuple[str, ...]:
    """Read ``A to run fast, B to run slowly, or C for neither``: literals, and what each is for."""
    text = sentence.text
    if is_conditional(text[start:]):
        return ()
    values: list[str] = []
    ends = False
    places = [(start, False)]
    places += [(match.end(), match["last"] is not None) for match in _NEXT.finditer(text, start)]
    for at, last in places:
        value = read_value(sentence, at)
        if value is None or not (value[2] or is_code_like(value[0]) or value[0][0].isupper()):
            if at == start:
                return ()
            continue
        if not _GLOSS.match(text, value[1]):
            if ends:
                break
            return ()
        values.append(value[0])
        ends = last
    shown = {text[begin:end] for begin, end in sentence.codes if begin >= start}
    return tuple(values) if len(values) > 1 and ends and shown <= set(values) else ()
