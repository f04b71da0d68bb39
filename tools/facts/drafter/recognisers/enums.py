"""``enum``: the closed set of accepted values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.contract.rules import Enum
from harness.contract.words import word_set, words_of
from tools.facts.drafter.explained import explained, explained_in, glossed, introduction
from tools.facts.drafter.prose.stop import is_conditional, is_stopped, speaks_of_absence
from tools.facts.drafter.prose.values import (
    NUMERIC,
    is_code_like,
    is_no_value,
    read_value,
    read_values,
    typed,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.contract.sentences import Sentence
    from tools.facts.drafter.passage import Passage

_SCALAR = NUMERIC | {"string", "list", "character", "boolean"}
_VALUES = r"(?:values?|options|choices|settings|types|modes)"
_OF = r"(?: (?:for|of) (?P<subject>[^:.]{1,60}?))?"
_LIST = re.compile(
    r"\b(?:the )?(?:only )?(?:valid|possible|allowed|supported|accepted|permitted|acceptable|"
    "available|allowable|legal)"
    rf" (?P<qualifiers>(?:[a-z]+ ){{0,2}}?){_VALUES}{_OF}"
    "(?: (?:is|are)(?: (?:the following|(?:defined )?as follows|one of|either|"
    "any of(?: the following)?|"
    rf"one of the following(?: (?:supported |valid )?values)?|currently))?| ?[:=])[:=]? ?"
    "(?:must be (?:one of|either) )?",
    re.IGNORECASE,
)
_ONE_OF = re.compile(
    r"\b(?:must be|should be|can be|(?:can|must) have(?= one of the following (?:\\w+ )?values)|has "
    r"to be|is|are|be|set to|set the [\w ]{2,30} to)"
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
    r"one of(?: the following(?: \w+)?)?:?|the (?:valid )?values? (?:must|can) be) ",
    re.I,
)
_ONLY = re.compile(
    r"\b(?:only|one|single) (?:currently )?(?:valid|supported|allowed|accepted|possible|permitted|available|"
    r"acceptable) (?P<noun>[a-z]+(?: [a-z]+)?)(?: for (?P<subject>[^.]{1,60}?))?(?: (?:is|are)|:) ",
    re.I,
)
_FIXED = re.compile(
    r"\b(?:fixed (?:value|to)|limited to(?: the (?:values|following))?|always set to)(?: of| is)?:? "
    r"(?=[\"'A-Z])",
    re.I,
)
_ONE_VALUE = re.compile(
    r"(?:\bthe |^)(?:valid|supported|allowed|accepted|permitted) value(?: for (?P<subject>[^.]{1,60}?))? is ",
    re.I,
)
_TRIGGER = re.compile(
    r"[Vv]alu|[Oo]ption|choice|setting|types|mode|one of|One of|ither|only|Only|must|Must|[Cc]an be"
    r"|[Ss]hould|may be|"
    r"following|upport|set to|[Ff]ixed|limited|always"
)
_BEGINS = re.compile(r"; |\b(?:currently|at this time|at present|for now), ", re.I)
# "USERPOOL is the only valid value", "FAILED_FILES_ONLY is the only scope currently supported"
_ALONE = re.compile(
    r" ?(?:is|are) (?:currently )?the only (?:currently )?(?:(?:valid|supported|allowed|accepted"
    r"|possible|permitted|"
    r"available) )?(?P<noun>[a-z]+(?: [a-z]+)?)(?: (?:that (?:is|are) )?(?:currently )?(?:valid"
    r"|supported|allowed|"
    r"accepted|permitted|available))?(?: for this (?:parameter|operation|field))?\.?$",
    re.I,
)
# "You must specify USERPOOL."
_MUST_SAY = re.compile(
    r"^(?:you must specify|must be(?: set to)?|this (?:value )?must be(?: set to)?|the value must be) ", re.I
)
# "The sorting order, which can be ASCENDING or DESCENDING."
_CAN_BE = re.compile(
    r"(?:^|, )(?:(?P<noun>(?:the |this |its )?(?:[A-Za-z]+ ){0,3}?))(?:can|must|may|should) be (?:set to )?"
    r"(?=[\"'A-Z])",
    re.I,
)
_SUPPORTS_ONLY = re.compile(r"\bcurrently,? (?:only supports|supports only) (?=[\"'\w])", re.I)
_SUPPORTS_THESE = re.compile(
    r"\b(?:(?P<one>supports) (?:the following|two|three|four|five|six)|"
    r"(?:choose|select|specify|use|have|enter) (?P<of>(?:one of|from) )?the following) "
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
    r"valid|permitted)(?: for this (?:operation|parameter|field))?(?:[.]?$|, (?:meaning|which|so)\b)",
    re.I,
)
# What stands before "are either A or B" and makes it a statement about something else.
_ADJUNCT = re.compile(
    r",? (?:in|for|with|of) (?:the|this|an?|your) (?:[A-Z]\w+ )?(?:request|call|API call|operation"
    r"|action|API)\b",
    re.I,
)
_MOMENT = re.compile(r" when (?:creating|you create|the|an?|this|it) [^,.;]*", re.I)
_OPENS_CONDITION = re.compile(r"\W*(?:if|when|whenever|for|unless|in)\b", re.I)
_FOR = re.compile(r"For (?P<name>[\w ]{2,40}), ")
_ATTRIBUTE = re.compile(r"\bthis (?:attribute|metric|key) (?:has|can)\b", re.IGNORECASE)
# "The protocol is either TCP or SSL" of an endpoint: a part of the value.
_OF_THE_PART = re.compile(r"^(?:The|Its) [a-z]+ (?:is|are) ")
# What is put together from parts: a list of values is about one of these.
_WHOLES = word_set("arn uri window document checksum address")
_OF_PARTS = word_set("id arn uri url name window address endpoint path document policy")
_PART = re.compile(
    r"^(?:(?:The|Its) (?:[a-z]+ ){0,2}|An? (?:\w+ ){0,3}|)(?P<noun>[A-Za-z]+) (?:is|are|can be|must "
    r"be) (?:either|one of)\b:? "
)
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
_OPEN_ENDED = word_set("above below later higher greater newer earlier")
_ANY_VALUE = word_set("value values option options choice choices")
_ARTICLES = word_set("the this its it which of for a an and")
_WITH_THE = re.compile(r" (?:with|in|of|for) the \w+ (?:API|operation|action|request|call)\b.*", re.I)
_QUALIFIERS = word_set("parameter field string enum input attribute")
# A bound such as "the maximum allowed value is".
_BOUND = re.compile(
    r"\b(?:max(?:imum)?|min(?:imum)?|default|another|other|one)(?: and (?:max|min)imum)? $", re.I
)


def recognise(passage: Passage, sentence: Sentence) -> Iterator[Enum]:
    """Read ``Valid values are A, B and C``, ``Must be one of A | B``, bullets, and ``A - meaning``."""
    if sentence.bulleted or not (_may_list(passage) and _TRIGGER.search(sentence.text)):
        return
    if is_stopped(introduction(sentence.text)):
        return
    values = _only_supported(passage, sentence) or _alone(passage, sentence) or _either_of(passage, sentence)
    param: str | None = passage.member
    if not values:
        for pattern in (
            _ONLY,
            _FIXED,
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
                single = pattern in (_ONLY, _FIXED, _ONE_VALUE, _SUPPORTS_ONLY)
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
    if _WHOLES.intersection(words_of(passage.name)[-1:]):
        return False
    return passage.type in _SCALAR and passage.element in (None, "string", *NUMERIC)


def _subject(passage: Passage, sentence: Sentence, match: re.Match[str]) -> str | None:
    """Give the path of the parameter whose values a sentence lists; None under a condition."""
    before = _ADJUNCT.sub("", sentence.text[: match.start()])
    if match.re is _EITHER and before and not _OPENS_CONDITION.match(before):
        before = _MOMENT.sub("", before)
    before = _for_itself(passage, before)
    if is_conditional(before + match[0]) or _ATTRIBUTE.search(before) or _BOUND.search(before):
        return None
    part = _PART.match(before + match[0])
    noun = part["noun"].lower() if part else ""
    strange = noun and not {noun, noun.removesuffix("s")} & (
        passage.words | _PLAIN_NOUNS | {"it", "this", "which"}
    )
    if strange and (_OF_THE_PART.match(before + match[0]) or passage.words & _OF_PARTS):
        return None
    qualifiers = (match.groupdict().get("qualifiers") or "").split()
    known = " ".join(qualifiers) in passage.sentences[0].text.lower() and not passage.words & _OF_PARTS
    known = known and sentence.index > 0
    if not known and any(word not in passage.words and word not in _QUALIFIERS for word in qualifiers):
        return None
    if match.re in (_ONE_OF, _EITHER, _VALUES_ARE):
        if passage.others_in(before) or speaks_of_absence(before) or _ASIDE.search(before):
            return None
        about = passage.names.resolve(before)
        return passage.member if about in (None, passage.member) else None
    noun = match.groupdict().get("noun")
    if noun and not (_is_own_noun(passage, noun) or (match.re is _ONLY and noun in _ANY_VALUE)):
        return None
    if match.re is _SUPPORTS_THESE and " " in (noun or "") and not (match["one"] or match["of"]):
        return None
    named = _WITH_THE.sub("", _ADJUNCT.sub("", match.groupdict().get("subject") or "")).strip()
    param = passage.names.resolve(named) if named else passage.member
    if named and param is None and _is_made_of(passage, named):
        param = passage.member
    return param if param == passage.member or passage.type == "string" else None


def _for_itself(passage: Passage, before: str) -> str:
    """Cut ``For EncryptionMode, the`` before its valid values, if that is the member."""
    match = _FOR.match(before)
    return (
        before[match.end() :] if match and passage.names.resolve(match["name"]) == passage.member else before
    )


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


def _is_made_of(passage: Passage, phrase: str) -> bool:
    """Tell whether ``the stateful default action`` has two words of the member's name, and no others."""
    words = [word for word in re.findall(r"[a-z]+", phrase.lower()) if word not in _ARTICLES]
    return len(words) > 1 and all(word in passage.words for word in words)


def _alone(passage: Passage, sentence: Sentence) -> tuple[str, ...]:
    """Read ``A is the only valid value``."""
    if "the only" not in sentence.text:
        return ()
    places = [0, *(match.end() for match in _BEGINS.finditer(sentence.text))]
    for place in places:
        values, end, certain = read_values(sentence, place)
        tail = _ALONE.match(sentence.text, end) if values and certain else None
        if tail is not None and (_is_own_noun(passage, tail["noun"]) or tail["noun"] in _ANY_VALUE):
            return values
    return ()


def _either_of(passage: Passage, sentence: Sentence) -> tuple[str, ...]:
    """Read ``which can be A or B`` and ``You must specify A``, if only literals follow."""
    said = _MUST_SAY.match(sentence.text)
    found = said or _CAN_BE.search(sentence.text)
    if found is None or (found.re is _CAN_BE and is_conditional(sentence.text)):
        return ()
    noun = found.groupdict().get("noun")
    if noun and not all(
        word in passage.words or word in _ARTICLES or word in _PLAIN_NOUNS for word in noun.lower().split()
    ):
        return ()
    values, end, certain = read_values(sentence, found.end())
    if not certain or sentence.text[end:].strip(" .") or passage.others_in(sentence.text):
        return ()
    if passage.words & _OF_PARTS or (noun and "identifier" in passage.words):
        return ()
    named = any(passage.names.resolve(value) is not None for value in values)
    enough = len(values) > 1 or (said is not None and values and values[0].isupper() and len(values[0]) > 2)
    return values if enough and not named else ()


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
    if sentence.text[start] == "[" and "]" in sentence.text[start:]:
        return _bracketed(sentence, start)
    each = _parted(sentence.text[start:]) or glossed(sentence, start) or _run(sentence, start)
    return each or _joined(passage, sentence, start, single)


def _run(sentence: Sentence, start: int) -> tuple[str, ...]:
    """Read a bullet list whose markup is gone, and that another sentence follows."""
    run = _RUN.match(sentence.text, start) if not sentence.codes else None
    return tuple(run[0].split()) if run is not None else ()


def _joined(passage: Passage, sentence: Sentence, start: int, single: bool) -> tuple[str, ...]:
    """Read ``A, B and C``, ``A | B`` or a single value, and check what follows them."""
    values, end, certain = read_values(sentence, start)
    if len(values) == 1:
        values, end = _spaced(passage, sentence, start) or (values, end)
    if not values or (len(values) == 1 and not single):
        first = explained_in(sentence.text[start:])
        named = sentence.text[:start].rstrip().endswith((":", " are"))
        listed = sentence.text[:start].rstrip().endswith("following") and first and first[0].isupper()
        if first and (named or listed):
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


def _bracketed(sentence: Sentence, start: int) -> tuple[str, ...]:
    """Read ``[A, B, C]``, all of it literals."""
    values, end, certain = read_values(sentence, start + 1)
    return values if certain and re.match(r"\s*\]\s*(?:[.;]|$)", sentence.text[end:]) else ()


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


# "Valid values: aws:drop_strict aws:alert_strict For more information, see ...": a list without its markup.
_LONG = r"(?:[a-z]+:[a-z]\w+|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[a-z0-9]+(?:_[a-z0-9]+)+)"
_RUN = re.compile(rf"{_LONG}(?: {_LONG})+(?= (?:For more|If|When|The|This|You|By|Default)\b)")


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
    if any(literal.endswith(":") or literal in _OPEN_ENDED for literal in literals):
        return None  # "app:JupyterServer:", of which the rest is lost
    if len(literals) > 1 and passage.name in literals and passage.name.lower() not in passage.words:
        return None  # "either PoolId or PoolArn": what the value may name
    literals = tuple(
        literal for number, literal in enumerate(literals) if number == 0 or literal != literals[number - 1]
    )
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
