"""What documentation says of the order of a list: by which member of its entries, and which way round.

"Results are sorted in descending order of the version creation time" (Step Functions), "the most recent
operations first" (DynamoDB), "ASCII-sorted by log group name" (CloudWatch Logs). What speaks of relevance, of
two keys or of some entries alone is not read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from harness.contract.words import letters_of, tells_time, words_of
from harness.synth.prose.stop import is_conditional, is_example

SORTABLE = frozenset(("string", "timestamp", "integer", "long", "float", "double"))
"""The types of members that a list is sorted by."""

ITSELF = ""
"""Stands for an entry that is a text, in place of a member of it."""

_SORTS = re.compile(
    r"\b(?:sort(?:s|ed|ing)|order(?:s|ed)|alphabetical(?:ly)?|lexicographic(?:al|ally)?|chronological(?:ly)?"
    r"|ascending|descending|first)\b",
    re.IGNORECASE,
)
_RECENT = r"(?:most recent(?:ly \w+)?|newest|latest|newer)"
_OLD = r"(?:oldest|earliest|least recent(?:ly \w+)?|older)"
_NEWEST = re.compile(
    rf"\b{_RECENT}(?:(?: \w+){{0,5}} first\b| to (?:the )?{_OLD})|\breverse[- ]chronological"
    rf"|\b(?:starting|beginning) with the {_RECENT}\b|\bsorted by the most recent\b|\bby most recent \w+\.?$",
    re.IGNORECASE,
)
_OLDEST_FIRST = re.compile(
    rf"\b{_OLD}(?:(?: \w+){{0,5}} first\b| to (?:the )?{_RECENT})|\b(?:starting|beginning) with the {_OLD}\b",
    re.IGNORECASE,
)
_ASCENDING = re.compile(r"\bascending\b|\blowest\b[\w ]* first\b", re.IGNORECASE)
_DOWN = re.compile(
    r"\bdescending\b|\breverse[- ](?:alphabetical|lexicographic)|\bhighest\b[\w ]* first\b"
    r"|\b(?:starting|beginning) with the highest\b",
    re.IGNORECASE,
)
_CHRONOLOGICAL = re.compile(r"(?<!reverse[- ])\bchronological(?:ly)?\b", re.IGNORECASE)
_UP = re.compile(
    rf"{_CHRONOLOGICAL.pattern}|(?<!reverse[- ])\b(?:alphabetical|lexicographic)|\bASCII\b", re.IGNORECASE
)
_NO = re.compile(r"(?!)")
# "sorted by the creation date", "in descending order of updateTime", "by its ARN in descending order"
_BY = re.compile(
    r"\b(?:by|based on|order of|on the basis of)(?: order of)? (?!(?:the )?(?:default|most|newest|oldest)\b)"
    r"(?:(?:the|their|its|your|an?)(?: \w+'s)? )?(?P<key>[\w' ()-]+?)(?=[,.;]|$"
    r"| in (?:ascending|descending|reverse|alpha|chron|lexi)| - | with the | starting | (?:a|de)scending\b"
    r"| \((?:newest|oldest|latest|highest|most)| (?:newest|oldest|latest) )",
    re.IGNORECASE,
)
# "in descending issueId order", "in ascending timestamp order"
_BETWEEN = re.compile(
    r"\b(?:a|de)scending (?P<key>\w+(?: \w+)?) order\b"
    r"|\b(?!(?:in|an?|by|the|or|as|sorted|ordered) )(?P<after>\w+) (?:a|de)scending\b",
    re.IGNORECASE,
)
_NOT_READ = re.compile(
    r"\b(?:relevan\w+|priority|primarily|secondarily|then|either|can|may|might|could|choose|whether|option\w*"
    r"|no guarantee\w*|similarity|not|n't|specify|each|followed|or|both|use|uses|depending|rank\w*)\b|n't\b"
    r"|\bdefault first\b|\bsubdivisions\b|\bat a time\b",
    re.IGNORECASE,
)
_SPARE = frozenset(
    ("the", "date", "and", "time", "timestamp", "of", "their", "its", "order", "value", "in", "s", "at", "on")
)
_TIMES = frozenset(("time", "date", "timestamp", "creat", "updat"))
# The times of an entry by which "newest" need not go.
_NOT_FIRST = frozenset(
    ("updat", "modif", "end", "ended", "expir", "expires", "last", "finished", "completed", "completion")
)
_SAME = {"created": "creat", "creation": "creat", "create": "creat", "creating": "creat"}
_SAME |= {"updated": "updat", "update": "updat", "modified": "modif", "modification": "modif"}
_SAME |= {"started": "start", "submission": "submit", "submitted": "submit", "names": "name", "arns": "arn"}
_SAME |= {"initiation": "initiat", "initiated": "initiat", "expiry": "expir", "expiration": "expir"}


class Said(NamedTuple):
    """What a sentence says of an order.

    Attributes:
        member: the member of an entry; None if it names none.
        ascends: whether the smallest or oldest comes first; None if it does not say.
        text: the sentence.
    """

    member: str | None
    ascends: bool | None
    text: str


def order_said(text: str, entry: Any, noun: tuple[str, ...]) -> Said | None:
    """Read what a sentence says of the order of a list; None if that is nothing.

    Args:
        text: the sentence.
        entry: the shape of an entry.
        noun: the words of what is listed.
    """
    if not _SORTS.search(text) or _NOT_READ.search(text) or is_example(text) or is_conditional(text):
        return None
    member, ascends = key_said(text, entry, noun), way_said(text)
    if member is None and (_phrase(text) or ascends is None):
        return None
    if member is not None and ascends is None and _is_text(member, entry):
        ascends = True  # "sorted by tag key"
    return Said(member, ascends, text)


def _is_text(member: str, entry: Any) -> bool:
    shape = entry if member == ITSELF else entry.members[member]
    return bool(shape.type_name == "string") and not _TIMES & set(words_of(member))


def _phrase(text: str) -> str:
    """Return the words by which a sentence names what a list is sorted by; nothing if it names nothing."""
    phrase = _BY.search(text) or _BETWEEN.search(text)
    return next(filter(None, phrase.groupdict().values()), "") if phrase is not None else ""


def way_said(text: str) -> bool | None:
    """Return whether a sentence has the smallest or oldest come first; None if it says neither, or both."""
    for ups, downs in ((_OLDEST_FIRST, _NEWEST), (_ASCENDING, _DOWN), (_UP, _NO)):
        up, down = ups.search(text) is not None, downs.search(text) is not None
        if up is not down:
            return up
        if up:
            return None
    return None


def key_said(text: str, entry: Any, noun: tuple[str, ...]) -> str | None:
    """Return the member of an entry by which a sentence says a list is sorted; None if it names none."""
    named = _phrase(text)
    if entry.type_name == "string":
        words = {_plain(word) for word in words_of(named)} - _SPARE
        is_own = not words or bool(words & {"name", "arn", "id"})
        return ITSELF if is_own and (named or re.search(r"alphabetical|ASCII|lexico", text)) else None
    if entry.type_name != "structure":
        return None
    members: Mapping[str, Any] = {
        name: shape
        for name, shape in entry.members.items()
        if shape.type_name in SORTABLE and not shape.metadata.get("enum")
    }
    if named:
        return _named(named, members, noun)
    if re.search(r"alphabetical|ASCII|lexicographic", text, re.IGNORECASE):
        return _of_words(("name",), members, noun)
    if any(words.search(text) for words in (_NEWEST, _OLDEST_FIRST, _CHRONOLOGICAL)):
        return first_time(members)
    return None


def _named(phrase: str, members: Mapping[str, Any], noun: tuple[str, ...]) -> str | None:
    """Find the member that a phrase names: ``the version creation time``, ``findingId``."""
    for words in (phrase, phrase.partition(" of the ")[0]):  # "the eventTimeStamp of the events"
        spelt = [name for name in members if letters_of(name) == letters_of(words)]
        if spelt:
            return spelt[0]
    phrase = re.sub(r"\([^()]*\)", " ", phrase)
    said = tuple(_plain(word) for token in phrase.split() for word in words_of(token))
    said = tuple(word for word in said if word not in ("ascending", "descending"))
    return _of_words(said, members, noun) or (
        first_time(members) if said and set(said) <= {"time", "date", "and", "timestamp", "the"} else None
    )


def _of_words(words: tuple[str, ...], members: Mapping[str, Any], noun: tuple[str, ...]) -> str | None:
    """Find the one member of some words, the words of what is listed apart."""
    of_noun = {_plain(word) for word in noun} | {f"{word}s" for word in noun}
    is_time = bool(set(words) & _TIMES)
    wanted = set(words) - _SPARE
    wanted = wanted - of_noun or wanted
    found = []
    for name, shape in members.items():
        own = {_plain(word) for word in words_of(name)} - _SPARE
        is_moment = shape.type_name == "timestamp" or tells_time(name)
        if wanted and wanted == (own - of_noun or own) and (is_moment or not is_time):
            found.append(name)
    return found[0] if len(found) == 1 else None


def first_time(members: Mapping[str, Any]) -> str | None:
    """Find the one time of an entry, or of several the one of its creation."""
    times = {
        name: {_plain(word) for word in words_of(name)}
        for name, shape in members.items()
        if shape.type_name == "timestamp"
    }
    made = [name for name, words in times.items() if "creat" in words]
    only = [name for name, words in times.items() if len(times) == 1 and not words & _NOT_FIRST]
    return (made or only)[0] if len(made or only) == 1 else None


def _plain(word: str) -> str:
    word = word.lower()
    return _SAME.get(word, word)
