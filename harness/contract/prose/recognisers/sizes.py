"""``size``: inclusive bounds on the entries of a list or a map."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.contract.prose.names import word_set
from harness.contract.prose.numbers import NUMBER, bounds_in
from harness.contract.prose.stop import is_conditional, is_example, is_quota
from harness.contract.rules import Size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.contract.prose.numbers import Bounds
    from harness.contract.prose.passage import Passage
    from harness.contract.prose.text import Sentence

_ENTRIES = word_set(
    "item items element elements entry entries object objects value values member members tag "
    "tags id ids identifier identifiers arn arns name names key keys pair pairs string strings "
    "resource resources record records filter filters field fields list array map"
)
_GIVES = re.compile(
    r"\b(?:specify|specified|include|included|includes|contain|contains|provide|provided|add|"
    "have|has|list|lists|array|arrays|set|pass|submit|supply|"
    "request|select|choose|use|define|configure|assign|attach|associate|register|enter|"
    "collection|map|group|maximum|max|minimum|"
    "min|limit|limited|supports?|allowed|up to|must be|accepts?|members|constraints?|exceed|"
    r"(?:may|can) input|must target|apply|create|delete|describe|retrieve|get|update|remove|only|be)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:characters?|bytes?|\d+ total|meets?|match(?:es|ing)?|letters|digits|seconds?|"
    "minutes?|hours?|days?|returned|percent|length|long|"
    r"levels?|versions? of|nested|depth|dimension pairs|unicode|"
    r"size of(?! the (?:list|array|map)| (?:one|\d)))\b",
    re.IGNORECASE,
)
_ADVICE = re.compile(r"\b(?:default|recommend\w*|best practice|should|towards? the limit)\b", re.IGNORECASE)
_ONE_OR_MORE = re.compile(r"\bor more\b", re.IGNORECASE)
_PER_OTHER = re.compile(
    r"^[^.;]{0,40}\bper (?:availability zone|region|second|minute|hour|day|month|account)|\bacross\b",
    re.IGNORECASE,
)
_EACH_HAS = re.compile(
    r"\beach [\w ]{2,30}? (?:can|may|must) only (?:have|be)|\beach (?:tag )?key\b[^.]*$|"
    r"\b(?:even though|although)\b",
    re.IGNORECASE,
)
_NOT_ENTRIES = re.compile(r"[^.;,]{0,40}\b(?:satisfied|met|matched|with the same)\b", re.IGNORECASE)
_SPECIAL_CASE = re.compile(r"[A-Z][\w ]{1,30} - ")
# "one filter and one value": so many of each.
_OF_EACH, _AND = re.compile(r"\b(?:one|\d+) [\w ]+ and $"), re.compile(r" [\w ]+ and (?:one|\d+)\b")
_ANY_NUMBER = re.compile(r"more than one\b", re.IGNORECASE)
# "will not be partitioned into more than one" tells what the service does.
_DONE_TO = re.compile(
    r"\bnot be (?!specified|provided|included|used|set|given|passed|added)\w+ed\b[^.]*$", re.I
)
_GIVEN_VERB = re.compile(
    r"\b(?:specify|contain|support|supports|include|add|provide|have|has|accepts?|use|pass|"
    r"list|select|set|create|is|are)\b[^.]{0,30}$",
    re.IGNORECASE,
)
_GIVEN_AFTER = re.compile(
    r"\b(?:is|are|can be|may be|must be) (?:currently )?(?:supported|allowed|specified|"
    r"permitted|accepted|provided|included|used|set|given|passed|valid|possible|added|required)\b",
    re.IGNORECASE,
)
_STARTS = word_set(
    "a an the this these each every you your it any one currently constraints note only all by up in for at"
)
_LISTED = re.compile(
    r"\b(?:list|array|set|collection|map|group)s? of ((?:[a-z-]+ ){0,3}[a-z-]+)", re.IGNORECASE
)
_WORD = re.compile(r"[A-Za-z]+")
_REMARK = re.compile(r"^ \(\w+\)")
_NOUN_END = re.compile(
    r"[.,;:(]|\b(?:in|to|for|that|which|from|per|of|with|at|and|or|as|on|by|is|are|can|may|if)\b"
)
_OF_THE_LIST = re.compile(r"(?:^|[.;,] )(?:the|this) (?:list|array|map) [^.;,]*$", re.IGNORECASE)
_TO_THE_LIST = re.compile(r" [a-z ]+ (?:to|in) (?:the|this) (?:list|array|map)\b")
_LIST_OF = re.compile(r"\b(?:list|array|set|map) of $", re.IGNORECASE)
_COUNTED = re.compile(
    r"\bnumber of (?P<noun>[a-z -]+?) (?:you|that|in|per|allowed|is|are|for|which|to|can)\b"
)
# What stands between a bound's first word and its number without naming what is counted.
_FILLERS = word_set(
    "maximum minimum max min of is number the up to at least most currently a only limit no more than can "
    "cannot not t you be allowed exceed limited exactly total are size count value array list as many "
    "specify request per in single call this for or fewer less equal have has contain include"
)


def recognise(passage: Passage, sentence: Sentence) -> Iterator[Size]:
    """Read ``up to 10 items``, ``at least one subnet``, ``can contain only one item``, ``Maximum: 5``."""
    if passage.type not in ("list", "map") or sentence.bulleted:
        return
    text = sentence.text
    if is_example(text) or is_quota(text) or _ADVICE.search(text):
        return
    for found in bounds_in(text):
        if _holds(passage, text, found):
            low, high = (None if bound is None else int(bound) for bound in (found.low, found.high))
            yield Size(passage.member, low, high)


def _holds(passage: Passage, text: str, found: Bounds) -> bool:
    before, after = text[: found.start], text[found.end :]
    given = _GIVES.search(text[: found.end]) or (found.word == "least" and _GIVEN_AFTER.search(after))
    if found.unit is not None or not given:
        return False
    if is_conditional(before) or re.search(r"\b(?:if|when|unless|depending|except)\b", after, re.I):
        return False
    around = before[-80:] + text[found.start : found.end] + " " + re.split(r"\.|, ", after[:60])[0]
    if _OTHER.search(around) or passage.others_in(text):
        return False
    if _ONE_OR_MORE.search(text[found.start : found.end + 20]) and not re.search(r"\bmust\b(?! not)", before):
        return False
    if _PER_OTHER.search(after) or _EACH_HAS.search(before) or _DONE_TO.search(text[: found.end]):
        return False
    if _NOT_ENTRIES.match(after) or _SPECIAL_CASE.match(before) or _ANY_NUMBER.match(text[found.start :]):
        return False
    if (
        re.match(r"only one of the ", text[found.start :], re.I)
        or _OF_EACH.search(before)
        or _AND.match(after)
    ):
        return False
    if re.match(r"only", text[found.start :], re.I) and not (
        _GIVEN_VERB.search(text[: found.end]) or _GIVEN_AFTER.search(after)
    ):
        return False
    if _of_an_element(passage, before) or _of_something_else(passage, before):
        return False
    if (found.low == 0 and found.high is None) or found.high == 0:
        return False
    if found.word == "range" and not re.search(
        r"\b(?:items?|elements?|entries|members|between|contain|specify|must|can|list of|allowed:)(?!\w)",
        text,
        re.I,
    ):
        return False
    return _counts_entries(passage, text, found)


def _of_an_element(passage: Passage, before: str) -> bool:
    """Tell whether a bound is on each entry, as in ``each notification can have up to 10 subscribers``."""
    if re.search(r"\b(?:each|every) [\w ]{2,40} is an? (?:array|list|set)\b", before, re.I):
        return True
    each = re.search(r"\b(?:each|every) ([A-Za-z]+)(?: \w+)? (?:can|must|may|has|supports)\b[^.]*$", before)
    return each is not None and each[1].lower() in passage.words


def _of_something_else(passage: Passage, before: str) -> bool:
    """Tell whether a bound is on a case named at the start, as in ``Fargate can contain up to 16``."""
    subject = re.match(r"([A-Z][\w-]+) [\w ]+ (?:can|must|may|supports?)\b", before)
    return (
        subject is not None and subject[1].lower() not in _STARTS and subject[1].lower() not in passage.words
    )


def _counts_entries(passage: Passage, text: str, found: Bounds) -> bool:
    """Tell whether the noun that is counted is the list's entries."""
    nouns = [word.lower() for word in _WORD.findall(_NOUN_END.split(_REMARK.sub("", text[found.end :]))[0])]
    if (
        _TO_THE_LIST.match(text, found.end)
        or _OF_THE_LIST.search(text[: found.start])
        or _LIST_OF.search(text[: found.start])
    ):
        return True
    if nouns:
        return any(_is_entry(passage, noun) for noun in nouns[:4])
    if found.word == "least":
        return False
    phrase = re.sub(NUMBER, "", text[found.start : found.end], flags=re.I).lower()
    counted = _COUNTED.search(phrase)
    words = counted["noun"].split()[-1:] if counted else _WORD.findall(phrase)
    return all(word in _FILLERS or _is_entry(passage, word) for word in words)


def _is_entry(passage: Passage, noun: str) -> bool:
    singular = noun[:-3] + "y" if noun.endswith("ies") else noun.removesuffix("s")
    forms = (noun, singular, noun.removesuffix("es"))
    listed = _LISTED.search(passage.sentences[0].text)
    if listed and noun in listed[1].lower().split():
        return True
    return noun in _ENTRIES or any(
        word in passage.words
        or (len(word) > 2 and word in passage.words_joined and not _begins(passage, word))
        for word in forms
    )


def _begins(passage: Passage, word: str) -> bool:
    """Tell whether a word is only the beginning of one in the member's name, as term is of terminology."""
    return any(known.startswith(word) for known in passage.words)
