"""``size``: inclusive bounds on the entries of a list or a map."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.contract.rules import Size
from harness.contract.words import word_set
from tools.facts.drafter.prose.numbers import NUMBER, bounds_in, parse_number
from tools.facts.drafter.prose.stop import is_conditional, is_example, is_quota, without_absence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.contract.sentences import Sentence
    from tools.facts.drafter.passage import Passage
    from tools.facts.drafter.prose.numbers import Bounds

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
_NOT_ENTRIES = re.compile(
    r"[^.;,]{0,80}\b(?:satisfied|met|matched|with the same|(?:in|of) the same (?!request|call|operation))\b",
    re.IGNORECASE,
)
# "each tag must be unique with a maximum of one value", "the same ARN in more than one entry"
_UNIQUE = re.compile(r"\b(?:unique|the same)\b[^.;,]*$", re.IGNORECASE)
# "is most useful when ..., though you can specify up to 50 IDs"
_CLAUSE = re.compile(
    r", (?:though|although|and|but) (?=(?:you|it|the list|the array|the map|this) (?:can|must|may)\b)", re.I
)
# "You can specify up to 500 Amazon Web Services CloudFormation stacks."
_BRAND = re.compile(r"\b(?:Amazon Web Services|AWS|Amazon) ")
_PAIR = re.compile(
    r"\b(?:must (?:contain|be|have)|consists? of|contains) (?:exactly )?(?:a|one) pair of (?:numbers"
    r"|values|coordinates)\b",
    re.I,
)
_SINGLE = re.compile(
    r"\bmust (?:specify|be|provide|contain) an? (?:single-element|one-element|single-item) (?:list|array)\b",
    re.I,
)
_EACH = re.compile(r"\b(?:each|every|per|across)\b", re.IGNORECASE)
# "up to 20 SERVICE_LEVEL metrics", "SINGLE_AZ_1 file systems provide", "one first entry or one last entry"
_KIND = r"[A-Z]+_[A-Z0-9_]+"
_OF_A_KIND, _FOR_A_KIND = re.compile(rf" {_KIND} [a-z]"), re.compile(rf"\b{_KIND}\b[^.;]* [a-z]+s\b")
_OR_ONE = re.compile(r" [\w ]{2,30} or (?:one|\d+) ")
# "The names of the log groups to read, from 1 to 5.", "1 - 5 message groups that ..."
_LEADS = re.compile(r"(?:One|\d+) ?(?:-|to|through) ?\d+ [a-z]", re.IGNORECASE)
# "The notebook run states that trigger notifications.", "A list of teams to remove."
_HEAD = re.compile(
    r"(?:The |An? |One or more |List of )?[A-Za-z -]{2,60}?\b([a-z]+s)(?: (?:that|to|for|which|in|of"
    r"|used)\b|\.$)"
)
# "You can specify up to 100 Worker IDs ... with a single call" of an operation.
_OF_OPERATION = re.compile(
    rf"\b(?:can|may) (?:only )?(?:specify|include|provide|pass|submit|supply|add|send|list|give) "
    rf"(?:up to|at most|a maximum of|no more than) (?P<number>{NUMBER}) "
    r"(?P<noun>[A-Za-z]+(?: [A-Za-z]+)?)\b(?P<tail>[^.;]*)",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\s*(?:\.?$|, without duplicates)")
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
    if passage.type == "operation" and not sentence.bulleted:
        yield from _of_a_parameter(passage, sentence.text)
    if passage.type not in ("list", "map") or sentence.bulleted:
        return
    text = _BRAND.sub("", sentence.text) if "A" in sentence.text else sentence.text
    if is_example(text) or is_quota(text) or _ADVICE.search(text):
        return
    if (
        passage.type == "list"
        and " pair " in text
        and _PAIR.search(text)
        and not is_conditional(without_absence(text))
    ):
        yield Size(passage.member, 2, 2)
    if (
        passage.type == "list"
        and "-" in text
        and _SINGLE.search(text)
        and not is_conditional(without_absence(text))
    ):
        yield Size(passage.member, 1, 1)
    for clause in _CLAUSE.split(text) if ", " in text else (text,):
        yield from _in_clause(passage, sentence, clause)


def _of_a_parameter(passage: Passage, text: str) -> Iterator[Size]:
    """Read ``You can specify up to 100 Worker IDs`` of an operation, which names a list in full."""
    match = _OF_OPERATION.search(text)
    if match is None or is_example(text) or is_quota(text) or is_conditional(text):
        return
    param = passage.names.resolve(match["noun"]) or passage.names.resolve(match["noun"].split()[0])
    if param is None or not param.endswith("s") or _EACH.search(match["tail"]) or _OTHER.search(text):
        return
    yield Size(param, None, int(parse_number(match["number"])))


def _in_clause(passage: Passage, sentence: Sentence, text: str) -> Iterator[Size]:
    for found in bounds_in(text):
        if _holds(passage, text, found) or (sentence.index == 0 and _is_aside(passage, text, found)):
            low, high = (None if bound is None else int(bound) for bound in (found.low, found.high))
            yield Size(passage.member, low, high)


def _is_aside(passage: Passage, text: str, found: Bounds) -> bool:
    """Tell whether the first sentence ends with a bound, or starts with one on the entries that it names."""
    if found.word != "range" or found.unit is not None or _OTHER.search(text) or is_conditional(text):
        return False
    if _LEADS.match(text) and found.start == 0:
        return _counts_entries(passage, text, found)
    return (
        re.search(r"(?:,|:) $", text[: found.start]) is not None and _ENDS.match(text, found.end) is not None
    )


def _holds(passage: Passage, text: str, found: Bounds) -> bool:
    before, after = text[: found.start], text[found.end :]
    given = _GIVES.search(text[: found.end]) or (found.word == "least" and _GIVEN_AFTER.search(after))
    if found.unit is not None or not given:
        return False
    if is_conditional(before) or re.search(r"\b(?:if|when|unless|depending|except)\b", after, re.I):
        return False
    around = before[-80:] + text[found.start : found.end] + " " + re.split(r"\.|, ", after[:60])[0]
    strange = {word[0].lower() for word in _OTHER.finditer(around)}
    if strange - passage.words or passage.others_in(text) or _UNIQUE.search(text[: found.end]):
        return False
    if _ONE_OR_MORE.search(text[found.start : found.end + 20]) and not re.search(r"\bmust\b(?! not)", before):
        return False
    if (
        _is_of_a_kind(before, after)
        or _PER_OTHER.search(after)
        or _EACH_HAS.search(before)
        or _DONE_TO.search(text[: found.end])
    ):
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
        r"\b(?:items?|elements?|entries|members|between|contains?|specify|must|can|list of|allowed:"
        r"|provide)(?!\w)",
        text,
        re.I,
    ):
        return False
    return _counts_entries(passage, text, found)


def _is_of_a_kind(before: str, after: str) -> bool:
    """Tell whether entries of one kind are counted, or where one of two kinds is enough."""
    return bool(_OF_A_KIND.match(after) or _FOR_A_KIND.search(before) or _OR_ONE.match(after))


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
    known = listed[1].lower().split() if listed else []
    head = _HEAD.match(passage.sentences[0].text)
    if noun in known or singular in known or (head and noun == head[1].lower()):
        return True
    return noun in _ENTRIES or any(
        word in passage.words
        or (len(word) > 2 and word in passage.words_joined and not _begins(passage, word))
        for word in forms
    )


def _begins(passage: Passage, word: str) -> bool:
    """Tell whether a word is only the beginning of one in the member's name, as term is of terminology."""
    return any(known.startswith(word) for known in passage.words)
