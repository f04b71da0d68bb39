"""``enum``: the closed set of accepted values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.contract.prose.explained import explained, explained_in, glossed, introduction
from harness.contract.prose.names import word_set
from harness.contract.prose.passage import NUMERIC
from harness.contract.prose.stop import is_conditional, is_stopped, speaks_of_absence
from harness.contract.prose.values import is_code_like, is_no_value, read_value, read_values, typed
from harness.contract.rules import Enum

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.contract.prose.passage import Passage
    from harness.contract.prose.text import Sentence

_SCALAR = NUMERIC | {"string", "list", "character", "boolean"}
_VALUES = r"(?:values?|options|choices|settings|types|modes)"
_OF = r"(?: (?:for|of) (?P<subject>[^:.]{1,60}?))?"
_LIST = re.compile(
    r"\b(?:the )?(?:only )?(?:valid|possible|allowed|supported|accepted|permitted|acceptable|"
    "available|allowable|legal)"
    rf" (?P<qualifiers>(?:[a-z]+ ){{0,2}}?){_VALUES}{_OF}"
    "(?: (?:is|are)(?: (?:the following|(?:defined )?as follows|one of|either|"
    "any of(?: the following)?|"
    rf"one of the following(?: (?:supported |valid )?values)?|currently))?| ?[:=])[:=]? ?",
    re.IGNORECASE,
)
_ONE_OF = re.compile(
    r"\b(?:must be|should be|can be|has to be|is|are|be|set to|set the [\w ]{2,30} to)"
    "(?P<either> (?:set to )?(?:either|one of)(?: (?:of )?(?:the following|"
    "these))?(?: (?:supported |valid |possible |allowed |string )*(?:values|options|strings|"
    "types))?:?) ",
    re.IGNORECASE,
)
_EITHER = re.compile(
    r"(?:, (?:which is )?|^pass )either |^You can either choose (?=\S+ or \S+ as the )", re.IGNORECASE
)
_VALUES_ARE = re.compile(
    r"^(?:values(?: can be| are)?(?: one of)?:?|must be(?= \S+ \| )|"
    "one of:?(?: the following values)?:?|the value (?:must|can) be) ",
    re.I,
)
_ONLY = re.compile(
    r"\bonly (?:valid|supported|allowed|accepted|possible|permitted) (?:value|"
    "option)s?(?: for (?P<subject>[^.]{1,60}?))?(?: (?:is|are)|:) ",
    re.I,
)
_ONE_VALUE = re.compile(
    r"(?:\bthe |^)(?:valid|supported|allowed|accepted|permitted) value(?: for (?P<subject>[^.]{1,60}?))? is ",
    re.I,
)
_SUPPORTS_ONLY = re.compile(r"\bcurrently,? (?:only supports|supports only) (?=[\"'\w])", re.I)
_SUPPORTS_THESE = re.compile(
    r"\b(?:supports (?:the following|two|three|four|five|six)|"
    r"(?:choose|select|specify|use|have|enter) (?:one of|from) the following) "
    r"(?P<noun>(?:[a-z-]+ ){0,3}(?:values|types|modes|options|sizes|formats|strategies|methods))"
    r"(?: (?:to|for) [^:.]{3,80})? ?: ?",
    re.I,
)
_FOLLOWING = re.compile(
    r"^(?:currently,? )?the following (?P<noun>[a-z ]{3,40}?) are (?:currently )?"
    r"(?:supported|valid|allowed|accepted) ?: ?",
    re.I,
)
_CHOOSE = re.compile(r"\b(?:choose|select|specify|use|set [a-z ]{2,30} to) one of the following ?: ?", re.I)
_THERE_ARE = re.compile(
    r"^(?:there are (?:two|three|four|five|six|\d+)|the following (?:are|lists)(?: the)?) "
    r"(?:valid|possible|supported|allowed|accepted) (?:values|options)[^:.]*[:.] ?",
    re.I,
)
_ONLY_SUPPORTED = re.compile(r"^(?:currently,? |at (?:this|present) time,? )?only ", re.I)
_SUPPORTED = re.compile(
    "(?P<noun>(?: [A-Za-z]+){0,4}) (?:is|are) (?:currently )?(?:supported|allowed|accepted|"
    r"valid|permitted)(?: for this (?:operation|parameter|field))?[.]?$",
    re.I,
)
# What stands before "are either A or B" and makes it a statement about something else.
_ATTRIBUTE = re.compile(r"\bthis (?:attribute|metric|key) (?:has|can)\b", re.IGNORECASE)
# "The protocol is either TCP or SSL" of an endpoint: a part of the value.
_PART = re.compile(r"^(?:The|Its) (?P<noun>[a-z]+) (?:is|are) (?:either|one of) ")
# "The IP address. This must be either IPv4 or IPv6": its format.
_ADDRESSES, _ADDRESS = word_set("ipv4 ipv6"), re.compile(r"\baddress\.$")
_PLAIN_NOUNS = word_set("value values string strings type option options status state mode setting")
_ASIDE = re.compile(
    r"\b(?:not|changes?)\b|n't\b|\bthis metric\b|(?<!type )(?<!value )(?<!option )\bthat $", re.IGNORECASE
)
_TAIL = re.compile(
    r"\s*(?:\.|$| as the [\w ]+\.?$|,? (?:which|where|indicating|matched|and (?:the )?default|"
    "with (?:a |the )?default|\\(|"
    "only\\b)|"
    "- |; |,? case[- ](?:in)?sensitive|, (?:with|the default|defaulting))",
    re.I,
)
_ASIDES = re.compile(r"^,? with (?:the following [a-z]+:|the default (?:being|of)\b).*")
_NEW_SENTENCE = re.compile(r" (?:If|When|The|This|Default|You|Note|Required|[A-Z]\w+ [a-z]+ [a-z]+) ")
_ITEM_TAIL = re.compile(r"\s*(?:\([^()]*\))?\s*(?:$|[:.;,]|-{1,2} |= |\()")
# "Choose one of the following": ways to name a thing are no values.
_WAYS = word_set("ARN ID Name URL")
_QUALIFIERS = word_set("parameter field string enum input attribute")
# A bound such as "the maximum allowed value is".
_BOUND = re.compile(
    r"\b(?:max(?:imum)?|min(?:imum)?|default|another|other|one)(?: and (?:max|min)imum)? $", re.I
)


def recognise(passage: Passage, sentence: Sentence) -> Iterator[Enum]:
    """Read ``Valid values are A, B and C``, ``Must be one of A | B``, bullets, and ``A - meaning``."""
    if not _may_list(passage) or is_stopped(introduction(sentence.text)) or sentence.bulleted:
        return
    values = _only_supported(passage, sentence)
    param: str | None = passage.member
    if not values:
        for pattern in (
            _ONLY,
            _ONE_VALUE,
            _SUPPORTS_ONLY,
            _THERE_ARE,
            _LIST,
            _ONE_OF,
            _VALUES_ARE,
            _EITHER,
            _SUPPORTS_THESE,
            _FOLLOWING,
            _CHOOSE,
        ):
            match = pattern.search(sentence.text + " ")
            if match is not None:
                param = _subject(passage, sentence, match)
                single = pattern in (_ONLY, _ONE_VALUE, _SUPPORTS_ONLY)
                read = _chosen if pattern is _CHOOSE else _listed
                values = read(passage, sentence, match.end(), single) if param is not None else ()
                break
    rule = _rule(passage, param, values) if values and param is not None else None
    if rule is not None:
        yield rule


def _may_list(passage: Passage) -> bool:
    """Tell whether the member's values are scalars; a list named for filters holds structures."""
    if passage.type == "list" and passage.element is None and passage.words & {"filter", "filters"}:
        return False
    return passage.type in _SCALAR and passage.element in (None, "string", *NUMERIC)


def _subject(passage: Passage, sentence: Sentence, match: re.Match[str]) -> str | None:
    """Give the path of the parameter whose values a sentence lists; None under a condition."""
    before = sentence.text[: match.start()]
    if is_conditional(before + match[0]) or _ATTRIBUTE.search(before) or _BOUND.search(before):
        return None
    part = _PART.match(before + match[0])
    if part and part["noun"] not in passage.words | _PLAIN_NOUNS:
        return None
    qualifiers = (match.groupdict().get("qualifiers") or "").split()
    if any(word not in passage.words and word not in _QUALIFIERS for word in qualifiers):
        return None
    if match.re in (_ONE_OF, _EITHER, _VALUES_ARE):
        if passage.others_in(before) or speaks_of_absence(before) or _ASIDE.search(before):
            return None
        about = passage.names.resolve(before)
        return passage.member if about in (None, passage.member) else None
    noun = match.groupdict().get("noun")
    if noun and not _is_own_noun(passage, noun):
        return None
    named = match.groupdict().get("subject")
    param = passage.names.resolve(named) if named else passage.member
    return param if param == passage.member or passage.type == "string" else None


def _is_own_noun(passage: Passage, noun: str) -> bool:
    """Tell whether ``data types`` or ``consistency modes`` are what the member takes."""
    if passage.words & {"name", "key"}:
        return False
    *qualifiers, kind = (word.removesuffix("s") for word in noun.lower().split())
    if qualifiers and f"{' '.join(qualifiers)} {kind}" in passage.sentences[0].text.lower():
        return True
    if not qualifiers and re.match(rf"(?:An?|The) (?:\w+ )?{kind}\.$", passage.sentences[0].text):
        return True
    if kind in ("value", "option", "mode"):
        return not qualifiers or bool(passage.words & {*qualifiers, kind})
    return kind in passage.words


def _only_supported(passage: Passage, sentence: Sentence) -> tuple[str, ...]:
    """Read ``Only A and B are supported``."""
    match = _ONLY_SUPPORTED.match(sentence.text)
    if match is None or is_conditional(sentence.text[match.end() :]):
        return ()
    values, end, certain = read_values(sentence, match.end())
    tail = _SUPPORTED.match(sentence.text, end)
    nouns = tail["noun"].lower().split() if tail else ["?"]
    about = all(
        noun in passage.words
        or noun.removesuffix("s") in passage.words
        or noun in ("value", "values", "option")
        for noun in nouns
    )
    return values if certain and about else ()


def _listed(passage: Passage, sentence: Sentence, start: int, single: bool) -> tuple[str, ...]:
    start = min(start, len(sentence.text))
    rest = sentence.text[start:].strip()
    if not rest:
        return _bulleted(sentence) or explained(passage, sentence)
    start = len(sentence.text) - len(sentence.text[start:].lstrip())
    each = _parted(sentence.text[start:]) or glossed(sentence, start)
    if each:
        return each
    values, end, certain = read_values(sentence, start)
    if len(values) == 1:
        values, end = _spaced(passage, sentence, start) or (values, end)
    if not values or (len(values) == 1 and not single):
        first = explained_in(sentence.text[start:])
        if first and sentence.text[:start].rstrip().endswith((":", " are")):
            return explained(passage, sentence, first)
        if not values or sentence.text[end:].strip(" ."):
            return ()
    if "|" in sentence.text[start:end] and sentence.text[end:].lstrip().startswith(f"{values[0]} "):
        return values
    tail = _ASIDES.sub("", sentence.text[end:])
    if "|" in sentence.text[start:end] and _NEW_SENTENCE.match(tail) and "|" not in tail:
        return values if len(values) > 1 and (certain or all(map(str.islower, values))) else ()
    if not _TAIL.match(sentence.text, end):
        return ()
    if is_conditional(tail) or re.search(r"\betc\b|\band more\b|\.\.\.", tail):
        return ()
    headed = sentence.text[:start].rstrip().endswith((":", "=")) or values[0].isupper()
    alone = certain or (all(map(_is_plain_value, values)) and passage.sentences[-1] is sentence)
    enough = 1 if single or (headed and alone) else 2
    plain = all(re.fullmatch(r"[a-z]+", value) for value in values) and not certain
    if (
        plain
        and len(values) == 2
        and "|" not in sentence.text
        and not re.search(r"valid|allowed|possible|accepted", sentence.text, re.I)
    ):
        return ()
    return values if len(values) >= enough else ()


def _chosen(passage: Passage, sentence: Sentence, start: int, _: bool) -> tuple[str, ...]:
    """Read ``Choose one of the following:``, where each is a literal with its meaning."""
    first = explained_in(sentence.text[start:])
    rest = sentence.text[start:].strip()
    values = _bulleted(sentence) if sentence.items else explained(passage, sentence, first)
    literal = all(is_code_like(value) and value not in _WAYS for value in values)
    return values if literal and (first or not rest) else ()


def _spaced(passage: Passage, sentence: Sentence, start: int) -> tuple[tuple[str, ...], int] | None:
    """Read ``Valid values: gp2 io1 standard``, a bullet list whose markup is gone, at the end of a text."""
    text = sentence.text
    if not text[:start].rstrip().endswith(":") or sentence.codes or sentence.items:
        return None
    words = text[start:].split(" ")
    literal = [word for word in words if re.fullmatch(r"[\w-]+", word) and is_code_like(word)]
    closes = 2 < len(words) <= 12 and passage.sentences[-1] is sentence
    known = len(literal) > len(words) / 2 or all(_is_plain_value(word) for word in words)
    if len(literal) == len(words) > 1 or (closes and known):
        whole = all(
            re.fullmatch(r"[\w-]+", word) and not re.fullmatch(r"[A-Z][a-z]+", word) for word in words
        )
        return (tuple(words), len(text)) if whole else None
    return None


def _is_plain_value(word: str) -> bool:
    return re.fullmatch(r"[a-z]+", word) is not None and (word == "none" or not is_no_value(word))


def _parted(text: str) -> tuple[str, ...]:
    """Read ``ENABLED, start all jobs; and, DISABLED, stop all jobs``."""
    parts = [re.sub(r"^(?:and|or),? ", "", part.strip()) for part in text.split(";")]
    found = [re.match(r"([A-Za-z0-9_.-]+) ?(?:,|:| - | -|\(| for | to )", part + ",") for part in parts]
    values = tuple(match[1] for match in found if match and is_code_like(match[1]))
    return values if len(values) == len(parts) > 1 else ()


def _bulleted(sentence: Sentence) -> tuple[str, ...]:
    """Read the values of a bullet list: each item begins with one."""
    values = []
    for item in sentence.items:
        value = read_value(item, 0)
        if value is None or not (_ITEM_TAIL.match(item.text, value[1]) or value[2]):
            return ()
        values.append(value[0])
    return tuple(values)


def _rule(passage: Passage, param: str, literals: tuple[str, ...]) -> Enum | None:
    if len(literals) == 1 and literals[0].isdigit() and passage.type not in NUMERIC:
        return None
    if {literal.lower() for literal in literals} <= _ADDRESSES and _ADDRESS.search(passage.sentences[0].text):
        return None
    if len(literals) > 1 and passage.name in literals and passage.name.lower() not in passage.words:
        return None  # "either PoolId or PoolArn": what the value may name
    if len(set(literals)) != len(literals) or 0 < sum(":" in literal for literal in literals) < len(literals):
        return None
    if passage.type == "list" and passage.element is None and all(map(str.isdigit, literals)):
        return None
    element = passage.element or "string"
    type_name = element if passage.type == "list" else passage.type
    values = [typed(literal, type_name) for literal in literals]
    if None in values:
        return None
    known = tuple(value for value in values if value is not None)
    return Enum(passage.scalar if param == passage.member else param, known)
