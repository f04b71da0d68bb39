"""``default``: the literal value assumed when a parameter is left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.contract.rules import Default
from harness.contract.words import word_set
from tools.facts.drafter.explained import last_explained
from tools.facts.drafter.prose.numbers import NUMBER, unit_of
from tools.facts.drafter.prose.stop import LEFT_OUT, is_conditional, is_example, is_quota, speaks_of_absence
from tools.facts.drafter.prose.values import NUMERIC, is_code_like, read_value, typed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.contract.rules import Scalar
    from harness.contract.sentences import Sentence
    from tools.facts.drafter.passage import Passage

_SCALAR = NUMERIC | {"string", "boolean", "character"}
_SET = r"(?:\b(?:is|are|will be|was|of|being)(?: (?:set|equal|currently))?(?: to)?| ?[:=])"
_BEFORE = (
    # "The default value for this parameter is V", "Default: V", "the default of V is used"
    re.compile(
        rf"\bdefault(?P<noun>(?: (?!is\b|are\b|of\b|for\b|to\b)[A-Za-z]+){{0,4}})(?: (?:for|"
        rf"of) (?P<subject>(?!\d)[^:.,]{{1,50}}?))?(?:,? \(?if [^,()]{{3,40}}[,)])? ?{_SET} ",
        re.I,
    ),
    re.compile(
        r"(?<![/:.])\bdefaults?(?: (?:value|setting|limit|maximum))? ?(?:=|:(?!\w+:)|is|of|to) ?", re.I
    ),
    re.compile(r"\bdefault(?:s|ed|ing)?(?: automatically)? to (?:a value of |the value (?:of )?)?", re.I),
    re.compile(
        r"\bby default,? (?:(?:the|this|its) )?(?P<subject>[A-Za-z ]{0,40}?) ?(?:is|are)(?: set)?(?: to)? ",
        re.I,
    ),
    re.compile(r"\b(?:the|a) (?:default )?value (?:of |is )?(?=\S+ is used)", re.I),
    re.compile(r"\bby default,? (?=\S+ is (?:specified|used|set|assumed|selected)\b)", re.I),
    re.compile(r"\bby default,? (?:[A-Z]\w+ ){1,4}(?:sets|uses|specifies) (?:this value to |the )?", re.I),
    re.compile(r"\bdefault value (?=\d)", re.I),
    re.compile(r"\b[Tt]he default(?: value)?, (?=[A-Z0-9_]{2,}, |\d+, )"),
)
_AFTER = re.compile(
    r" ?(?:- )?\( ?(?:the |this is the )?default(?: value| setting| option)? ?\)|"
    r",? which is the default(?: value| setting)?\b|(?: \([^()]*\))?,? \(?by default\)?(?=[.,;)]|$)|"
    r"(?: \([^()]*\))? (?:(?:is|being) the|as(?: the)?) default"
    r"(?: value| setting)?\b|, the default(?: value| setting)?,",
    re.I,
)
# "audio/* (defaults to mpeg)"
_OF_ONE_VALUE = re.compile(r"[\w-]+/[\w*-]+ $")
_IN_PARENTHESES = re.compile(r"\((?:the )?default(?: value)?(?:s to| is|:| =| (?=\d)) ?(?=\S+\))", re.I)
_UP_TO = re.compile(
    r"\b(?:returns?|returned|lists?|retrieves?|shows?|includes?|displays?|get) [^.]*?(?:up to|"
    rf"at most|a maximum of|the first|only)(?: a maximum of)? (?P<number>{NUMBER})\b|"
    rf"^[^.]*?, (?:up to|at most|a maximum of|the (?:most recent|latest|first|last)) (?P<other>{NUMBER}) "
    rf"[a-z ]+ (?:is|are) (?:returned|\w+ed)|"
    rf"(?:\breturns|,) (?P<plain>{NUMBER}) (?:results|items|records|entries)\b",
    re.I,
)
_BY_DEFAULT = re.compile(r"by default\b", re.I)
_ASSUMED = re.compile(
    r"(?:, (?:[A-Z]\w+ ){1,4}uses the (?=\S+ \w+(?: for\b|\.?$))|, the (?=\S+ \w+ is "
    r"(?:used|assumed|selected|applied|chosen)\b))(?P<value>[\w.-]+) (?P<noun>[A-Za-z]+)",
    re.I,
)
_OF_A_CASE = re.compile(r"\bdefault(?: value)? for (?P<subject>[^:.,]{1,50}?) (?:is|are) ", re.I)
_TAIL = re.compile(
    r"\s*%?\s*(?:$|[.)](?!\[)|;(?= (?!\S*[.\[<])|$)|,|\(|- |(?:if|when|unless)\b|per [A-Z]|"
    r"(?:is|will be|are) (?:used|assumed|specified|applied|returned|set)|and\b|but\b|"
    "(?:results?|items?|records?|entries|objects?|rows?|(?:[a-z]+ ){0,2}per (?:page|response|request|call)|"
    "characters?|times?|percent|"
    r"attempts?|retries)\b|"
    r"(?:milli)?seconds?\b|minutes?\b|hours?\b|days?\b|weeks?\b|[KMGT]i?B\b|bytes?\b|"
    "[A-Za-z]+$|[A-Za-z]+[.,;])",
    re.I,
)
# "If you don't specify this, the service uses V"
_USES = re.compile(
    r", (?:(?:[A-Z]\w+ ){1,4}|the \w+ )(?:uses|assumes) (?:(?=\S+?\.?$)|the (?=\S+ default(?: \w+)?\.?$))"
)
# "When set to true (default), ..." is no condition of the default.
_OF_ITSELF = re.compile(r"(?:^|: )(?:if|when)(?: this(?: \w+)?| it)?(?: is)?(?: set to)? ?$", re.I)
_SYMBOL = re.compile(r"an? [a-z]+ \((?P<in>[^\w\s()])\)|(?P<out>[^\w\s()\"'])(?= \([a-z]+\))")
_ALONE = re.compile(r"^(?P<value>[A-Z]\w+) is the default(?: \w+)?\.?$")
# "ACCOUNT_DEFAULT: The default setting, which ...", "COMPLETE - The default setting."
_LABELLED = re.compile(
    r"^[\"']?(?P<value>[A-Za-z][\w.-]*)[\"']? ?(?:: |- |-- )(?:\(?default\)?[.:]|(?:this is )?the default"
    r"(?: (?:value|setting|option|mode|behavior|policy|type))?(?:[.,;:]|$))",
    re.I,
)
# "The EMT_DEFAULT setting enables the inclusion of the tag and is the default value."
_AND_DEFAULT = re.compile(
    r"^(?:The )?(?P<value>[A-Z][\w-]*)(?: (?:setting|value|option|mode|type))? [^,.;]{3,80},? and "
    r"(?:it )?is the default"
    r"(?: (?:value|setting|option|mode))?\.?$"
)
_NUMBER_ALONE = re.compile(
    rf"^(?:A value of |The value |[A-Z]\w+ )?(?P<value>{NUMBER}) is the default(?: value)?\.?$"
)
# "The default is 0 when creating a stream group": the request is the one that creates it.
_ON_CREATION = re.compile(r" when (?:creating|you create|adding)\b[^.;]*")
_IN_BRACKETS = re.compile(
    r"\bdefault(?: value)? is (?:enabled|disabled|on|off) \( ?(?P<value>true|false) ?\)", re.I
)
_NOT_DONE = re.compile(
    r"^by default,? (?P<subject>[\w -]{2,50}?) (?:isn't|aren't|is not|are not) "
    r"(?:(?:enabled|turned on)\b|(?P<done>[a-z]{5,})\.?$)",
    re.I,
)
# "If not specified, V is used"
_LITERAL_USED = re.compile(
    r"^(?:If|When) [^,]*, (?=(?P<value>[\w.-]+) is (?:used|assumed|applied|chosen|selected)\b(?! for))", re.I
)
# "If it isn't set, its value is assumed to be 5", "the service uses a value of 5"
_ASSIGNED = re.compile(
    r"^(?:If|When) [^,]*, (?:then )?(?:(?P<noun>(?:(?:it|this|its|the)(?: [a-z]+){0,2}?)|[A-Z]\w+)"
    r"(?: is|'s| will be)(?: automatically)? (?:assumed|treated|considered|taken|set|interpreted"
    r"|presumed)(?: to be| as| to)?"
    r"|(?:the \w+|[A-Z]\w+(?: [A-Z]\w+){0,3}|it) (?:uses|assumes|applies|sets (?:it|this value) "
    r"to)(?= (?:a value of|the value) ))"
    r"(?: (?:a value of|the value(?: of)?))? (?=\S)"
)
# "By default, ...", "the default sort is by ..."; but not "the default version of ..."
_OF_DEFAULTS = re.compile(
    r"\bby default\b|\bdefaults? (?:to\b|(?:\w+ ){0,3}?(?:is|are|will be)\b)|\bdefault ?[:=]", re.IGNORECASE
)
# "When omitted or set to false, ...", "If you set this to false or don't include it, ..."
_SAME_AS_ABSENT = re.compile(
    r"\b(?:omit\w*|absent|unspecified|not \w+)(?: this \w+)? or (?:you )?(?:set (?:it )?to )?"
    r"(?P<first>true|false)\b|"
    r"^(?:if|when) [^,]*?\b(?P<second>true|false),? or (?:(?:if|when) )?(?:(?:the|this|it|you)(?: \w+)? )?"
    r"(?:is )?(?:omit(?:ted)?|absent|unspecified|not \w+|don't \w+|isn't \w+)\b",
    re.IGNORECASE,
)
_NOT_THE_ONE = re.compile(
    r"\b(?:not|n't|isn't|aren't|except|excludes?|excluding|both|either|or|other than|must|required)\b",
    re.IGNORECASE,
)
_SLASH = re.compile(r"^(?:\[[^\]]*\] )?The default(?: value| path)? is (?P<value>/)(?:\.|$)")
_PRONOUNS = word_set("this it that which none")
_STATES = frozenset(("enabled", "disabled", "on", "off"))
_BUT = re.compile(r", but (?:if|when)\b", re.I)
# "..., with the default being false", "defaults to false and images will not be scanned unless ..."
_CASE = re.compile(r"\W*(?:for|if|in|on)\b", re.IGNORECASE)
_OR_ANOTHER = re.compile(r"[^.;(]*, or \d[\d,]* [a-z]+ for\b")
_WITH, _SO = re.compile(r", with (?:the |a )?$"), re.compile(r",? and (?=\w+ (?:will|is|are|must|can)\b)|; ")
_IS = re.compile(r"(?:^|\b(?:is|are|be|be set|set to|currently) )$", re.I)
_TURNS_OFF = word_set("disable disabled exclude skip deny block no not without suppress")
_IDENTIFIERS = frozenset(("id", "arn", "key", "role", "name", "group"))
_THIS = re.compile(r"^this (?:is|value is|option is) the default(?: \w+){0,2}?(?: if [^.]*)?\.?$", re.I)
_GENERIC = word_set(
    "the this that value values parameter a an is field option setting property attribute it its "
    "set number maximum minimum"
)
_PLACEHOLDER = re.compile(
    r"[<>{}]|\[[a-z]+\]|(?:^|[/-])(?:your|my|example|image-name|name|id)(?:$|[/-])|xxx|UUID|^null$",
    re.IGNORECASE,
)
_OPTIONS, _PHRASE = re.compile(r"(?:;[\w=-]+)+"), re.compile(r"[a-z]+(?: [a-z]+){1,3}")
# "aurora (of one kind); io1 (of another)"; "by default, the thing is disabled" gives no value of a string.
_EACH_CASE = re.compile(r" \([^()]*\); \S+ \(")
_BY_NATURE = re.compile(r"\bby default,? .*\b(?:is|are) $", re.IGNORECASE)
_SEVERAL_WORDS = re.compile(r"\d-\w+ $")
_IN_CAPITALS = re.compile(r"[A-Z][A-Z0-9_]+\b")
_IN_FULL = re.compile(r"^the default is [\w-]+ \w+\.?$", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:and|or|/)\s(?!you |the |it |is |this |can |must |has )")
_LIMITS = re.compile(r"max|limit|count|number|size|records|items|results", re.IGNORECASE)


def recognise(passage: Passage, sentence: Sentence) -> Iterator[Default]:
    """Read ``The default is V``, ``Defaults to V``, ``V (default)``, ``If omitted, up to N are returned``."""
    if passage.type not in _SCALAR or is_example(sentence.text):
        return
    text = sentence.text
    if "default" in text.lower():
        rule = None if _differs(passage) else _stated(passage, sentence)
        if rule:
            yield rule
            return
    absence = speaks_of_absence(text)
    rule = _assigned(passage, sentence) if absence else None
    if rule:
        yield rule
        return
    if absence or _BY_DEFAULT.match(text):
        assumed = _limit(passage, text) if passage.type in NUMERIC else _assumed(passage, sentence)
        if assumed is not None:
            yield Default(passage.member, assumed)
            return
    if absence and passage.type == "boolean" and (same := _SAME_AS_ABSENT.search(text)):
        yield Default(passage.member, (same["first"] or same["second"]).lower() == "true")
        return
    value = _of_the_model(passage, text) if absence or _OF_DEFAULTS.search(text) else None
    if value is not None and not _differs(passage):
        yield Default(passage.member, value)


def _of_the_model(passage: Passage, text: str) -> str | None:
    """Read ``By default, it is in ascending order``, ``only running jobs``: one of the model's values."""
    if is_conditional(text) or passage.others_in(text) or _NOT_THE_ONE.search(text):
        return None
    named = {value for value in passage.values if _is_named(value, text)}
    longest = [value for value in named if not any(value != other and value in other for other in named)]
    return longest[0] if len(longest) == 1 else None


def _is_named(value: str, text: str) -> bool:
    """Tell whether a text names a value; ``DEFAULT`` has to be spelt so."""
    if value.lower() == "default":
        return speaks_of_absence(text) and re.search(rf"\b{value}\b(?! value)", text) is not None
    return re.search(rf"\b{_as_words(value)}\b", text, re.IGNORECASE) is not None or _is_way(value, text)


def _as_words(value: str) -> str:
    """Return a pattern for a value as prose has it: ``IN_PROGRESS`` as ``in progress``."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", value)
    return r"[ _-]?".join(map(re.escape, words)) or re.escape(value)


def _is_way(value: str, text: str) -> bool:
    """Tell whether a value is the way round that a text names: ``DESC``, ``descending``."""
    way = re.fullmatch(r"(asc|desc)(?:ending)?", value, re.IGNORECASE)
    return way is not None and re.search(rf"\b{way[1]}(?:ending)?\b", text, re.IGNORECASE) is not None


def _assigned(passage: Passage, sentence: Sentence) -> Default | None:
    """Read ``If it isn't set, its value is assumed to be 5``, said of the member and of no other."""
    match = _ASSIGNED.match(sentence.text)
    if match is None or is_conditional(sentence.text) or passage.others_in(sentence.text):
        return None
    noun = match["noun"]
    if noun and not _is_about(passage, noun):
        return None
    if passage.type == "string" and not _marked_at(sentence, match.end()):
        return None
    return _valued(passage, sentence, match.end())


def _marked_at(sentence: Sentence, start: int) -> bool:
    """Tell whether a literal that is shown or spelt as one stands at a place."""
    value = read_value(sentence, start)
    return value is not None and (value[2] or is_code_like(value[0]))


def _limit(passage: Passage, text: str) -> Scalar | None:
    """Read ``If omitted, up to N are returned``."""
    limit = _UP_TO.search(text) if _LIMITS.search(passage.name) else None
    if limit is None or is_conditional(text) or passage.others_in(text[: limit.end()]):
        return None
    return typed(limit["number"] or limit["other"] or limit["plain"], passage.type)


def _assumed(passage: Passage, sentence: Sentence) -> Scalar | None:
    """Read ``If omitted, the standard engine is used``, of a literal and the member's own noun."""
    uses = _USES.search(sentence.text)
    if uses:
        return _used(passage, sentence, uses.end())
    plain = _LITERAL_USED.match(sentence.text)
    if plain and is_code_like(plain["value"]):
        return _used(passage, sentence, plain.end())
    match = _ASSUMED.search(sentence.text)
    if match is None or is_conditional(sentence.text) or match["noun"].lower() not in passage.words:
        return None
    literal = match["value"]
    shown = {other.text[start:end] for other in passage.sentences for start, end in other.codes}
    known = literal in shown or (is_code_like(literal) and not literal.isupper()) or "_" in literal
    return typed(literal, passage.type) if known and literal.lower() not in passage.words else None


def _used(passage: Passage, sentence: Sentence, start: int) -> Scalar | None:
    """Read ``If you don't specify a zone, the service uses UTC``, of a literal in capitals."""
    value = read_value(sentence, start)
    others = passage.others_in(sentence.text) or passage.words & _IDENTIFIERS
    if value is None or others or is_conditional(sentence.text):
        return None
    literal = value[2] or (value[0].isupper() and is_code_like(value[0]))
    return typed(value[0], passage.type) if literal else None


def _stated(passage: Passage, sentence: Sentence) -> Default | None:
    text = sentence.text
    if _THIS.match(text):
        literal = last_explained(passage, sentence)
        known = typed(literal, passage.type) if literal else None
        return None if known is None else Default(passage.member, known)
    slash = _SLASH.match(text) if passage.type == "string" and "path" in passage.words else None
    if slash:
        return Default(passage.member, slash["value"])
    alone = _ALONE.match(text) if passage.type == "string" else None
    if alone and alone["value"].lower() not in _PRONOUNS:
        return Default(passage.member, alone["value"])
    shown = _labelled(passage, sentence)
    if shown is not None:
        return shown
    if passage.type == "boolean" and _is_not_done(passage, text):
        return Default(passage.member, False)
    inner = _IN_PARENTHESES.search(text)
    if inner and _OF_ONE_VALUE.search(text[: inner.start()]):
        return None
    if inner:
        return _valued(passage, sentence, inner.end())
    shown = _shown_before(passage, sentence)
    return shown if shown is not None else _following(passage, sentence)


def _labelled(passage: Passage, sentence: Sentence) -> Default | None:
    """Read ``A: The default setting, which ...``, ``A does so and is the default``, ``0 is the default``."""
    if passage.type in NUMERIC:
        number = _NUMBER_ALONE.match(sentence.text)
        known = typed(number["value"], passage.type) if number else None
        return None if known is None else Default(passage.member, known)
    if passage.type == "boolean":
        told = _IN_BRACKETS.search(sentence.text)
        return Default(passage.member, told["value"].lower() == "true") if told else None
    found = _LABELLED.match(sentence.text) or _AND_DEFAULT.match(sentence.text)
    if found is None or found["value"].lower() in _PRONOUNS or is_conditional(sentence.text):
        return None
    shown = any(sentence.text[start:end] == found["value"] for start, end in sentence.codes)
    value = found["value"]
    return Default(passage.member, value) if shown or is_code_like(value) else None


def _following(passage: Passage, sentence: Sentence) -> Default | None:
    """Read the value that ``the default is`` and its like stand before."""
    text = sentence.text
    for pattern in _BEFORE:
        for match in pattern.finditer(text):
            if _no_default(text[: match.start()]) or _is_of_another(passage, text[: match.start()]):
                return None
            subject = match.groupdict().get("subject")
            noun = match.groupdict().get("noun") or ""
            if (subject and not _is_about(passage, subject)) or not _is_own_noun(passage, noun):
                continue
            if noun.strip() == "behavior" and not _IN_CAPITALS.match(text, match.end()):
                continue
            rule = _valued(passage, sentence, match.end())
            if rule:
                return None if _limited(passage, sentence, match) else rule
    return None


def _differs(passage: Passage) -> bool:
    """Tell whether the text gives a default for each of several cases."""
    if re.search(r"\bdefaults?\b[^.]*\bdepends? on\b", passage.text, re.I):
        return True
    cases = {match["subject"].lower() for match in _OF_A_CASE.finditer(passage.text)}
    return sum(not _is_about(passage, case) for case in cases) > 1


def _is_of_another(passage: Passage, before: str) -> bool:
    """Tell whether the word before ``defaults to`` is a name that is not the member's, or an alternative."""
    word = re.search(r"(\S+) $", before)
    if word is None or word[1] == passage.name:
        return False
    return word[1] == "or" or re.fullmatch(r"[A-Z][a-z]+(?:[A-Z][a-z]+){2,}", word[1]) is not None


def _shown_before(passage: Passage, sentence: Sentence) -> Default | None:
    """Read ``V (default)``, ``V (the default)`` and ``(20 by default)``."""
    match = _AFTER.search(sentence.text)
    if match is None or is_quota(sentence.text):
        return None
    before = sentence.text[: match.start()]
    if re.match(r" - \d", sentence.text[match.end() :]):
        return None
    if passage.type in NUMERIC:
        number = re.search(rf"(?<![\w.-])({NUMBER}) ?%? ?([A-Za-z]*)$", before)
        if number is None or not passage.counts_in(unit_of(number[2])) or is_conditional(before):
            return None
        known = typed(number[1], passage.type)
        return None if known is None else Default(passage.member, known)
    marked = next((begin for begin, end in sentence.codes if end == len(before)), None)
    word = re.search(r"[\w.:/-]+$", before)
    start = marked if marked is not None else word.start() if word else len(before)
    value = read_value(sentence, start)
    literal = value is not None and (value[2] or is_code_like(value[0]) or passage.type == "boolean")
    if value is None or not literal or unit_of(value[0]) or _SEVERAL_WORDS.search(before[:start]):
        return None
    if is_conditional(before[:start]) and not _OF_ITSELF.search(before[:start]):
        return None
    if passage.type == "boolean" and value[0].lower() in _STATES and not _turns_on(passage, before[:start]):
        return None
    known = typed(value[0], passage.type)
    return None if known is None else Default(passage.member, known)


def _is_not_done(passage: Passage, text: str) -> bool:
    """Read ``By default, deletion protection isn't enabled``, of the member that enables it."""
    match = _NOT_DONE.search(text)
    if match is not None and match["done"]:
        return not is_conditional(text) and any(
            len(word) > 3 and word[:3] == match["done"][:3] for word in passage.words
        )
    if match is None or is_conditional(text) or passage.words & _TURNS_OFF:
        return False
    named = {word.removesuffix("s") for word in match["subject"].lower().split()} - _GENERIC
    return bool(named & passage.words or passage.words & {"enable", "enabled"})


def _turns_on(passage: Passage, before: str) -> bool:
    """Tell whether ``is enabled`` says that the member is true, not that what it turns off is there."""
    return _IS.search(before) is not None and not passage.words & _TURNS_OFF


def _no_default(text: str) -> bool:
    return (
        re.search(
            r"\b(?:no|not|non|without|override|overrides|instead of|other than|changes?)(?: \w+)? $",
            text,
            re.I,
        )
        is not None
    )


def _is_about(passage: Passage, subject: str) -> bool:
    resolved = passage.names.resolve(subject)
    if resolved is not None:
        return resolved == passage.member
    words = re.findall(r"[a-z]+", re.split(r" (?:of|for|to|in) ", subject.lower())[0])
    head = next((word for word in reversed(words) if word not in _GENERIC), None)
    return head is None or head in passage.words or head.removesuffix("s") in passage.words


def _is_own_noun(passage: Passage, noun: str) -> bool:
    """Tell whether the noun of ``the default QoS level`` is the member's."""
    words = noun.lower().split()
    if len(words) == 1 and words[0] in ("state", "mode", "behavior", "status"):
        return passage.type == "string"
    if words == ["page", "size"] and _LIMITS.search(passage.name) and passage.type in NUMERIC:
        return True
    shared = (passage.words - _IDENTIFIERS).intersection(words)
    return _is_about(passage, noun) or (len(words) <= 2 and bool(shared))


def _limited(passage: Passage, sentence: Sentence, match: re.Match[str]) -> bool:
    """Tell whether the default holds for some cases only."""
    # "The default is V, but when X, ..." tells of V's use.
    joined = _WITH.search(sentence.text[: match.start()])
    start = joined.end() if joined and not _CASE.match(sentence.text) else 0
    text = _BUT.split(sentence.text, maxsplit=1)[0][start:]
    text = text[: match.end() - start] + _SO.split(text[match.end() - start :], maxsplit=1)[0]
    if passage.text.lower().count("default") == 1:
        text = _ON_CREATION.sub("", text)
    if is_conditional(text):
        return True
    absence = LEFT_OUT.search(text, match.end() - start)
    return bool(passage.others_in(text[: match.end() - start]) or (absence and passage.others_in(absence[0])))


def _valued(passage: Passage, sentence: Sentence, start: int) -> Default | None:
    text = sentence.text
    start += len(text[start:]) - len(text[start:].lstrip())
    if passage.type in NUMERIC:
        return _numeric(passage, text, start)
    symbol = _SYMBOL.match(text, start) if passage.type == "string" else None
    if symbol:
        return Default(passage.member, symbol["in"] or symbol["out"])
    article = re.compile(r"the (?:value )?(?=[A-Z]{2,}\b)").match(text, start)
    value = read_value(sentence, article.end() if article else start)
    if value is None:
        return None
    literal, end, marked = value if value[2] else _whole(passage, sentence, start, value)
    tail = text[end:]
    noun = re.match(r" ([a-z]+(?: [a-z]+)?)(?= if\b|[.,;]|$)", tail)
    own_noun = noun is not None and passage.words | {"value"} >= set(noun[1].split())
    if noun and own_noun and (literal[0].isupper() or is_code_like(literal) or _IN_FULL.match(text)):
        tail = tail[noun.end() :]
    unit = re.match(r" ?([A-Za-z]+)", tail)
    if re.fullmatch(NUMBER, literal) and unit and (unit_of(unit[1]) or unit[1] == "inches"):
        return None
    known = typed(literal, passage.type)
    if (
        known is None
        or _PLACEHOLDER.search(literal)
        or not (_TAIL.match(tail) or (passage.type == "boolean" and re.match(r" [A-Z]", tail)))
        or (passage.type != "boolean" and _JOINED.match(tail))
        or _EACH_CASE.match(tail)
        or (
            passage.type == "string" and not marked and literal in _STATES and _BY_NATURE.search(text[:start])
        )
    ):
        return None
    if re.match(r" ?\((?:\w+[_-]\w+|[a-z]{2})\)", tail):
        return None
    if passage.type != "boolean" and not (marked or is_code_like(literal)):
        if re.search(r"\bare(?: set)?(?: to)? $|\b(?:it|this|which) is $", text[:start]) or (
            literal.endswith("ed")
            and "default is" not in text[:start].lower()
            and "default" not in text[max(0, start - 25) : start].lower()
        ):
            return None
        if not re.match(r"\s*%?\s*(?:$|[.;)]|,|\(|(?:if|when) )", tail):
            return None
    return Default(passage.member, known)


def _whole(
    passage: Passage, sentence: Sentence, start: int, value: tuple[str, int, bool]
) -> tuple[str, int, bool]:
    """Read all of a literal that no mark holds together: ``text/csv;header``, ``mode:ON``, ``a b``."""
    literal, end, marked = value
    own, _, rest = literal.partition(":")
    if rest and own.replace("_", "").lower() == passage.words_joined:
        return rest, end, marked
    options = _OPTIONS.match(sentence.text, end)
    if options:
        return literal + options[0], options.end(), marked
    phrase = _PHRASE.match(sentence.text, start) if passage.type == "string" else None
    if phrase and any(finish == phrase.end() for _, finish in sentence.codes):
        return phrase[0], phrase.end(), True
    return value


def _numeric(passage: Passage, text: str, start: int) -> Default | None:
    number = re.compile(rf"({NUMBER}) ?%?-?([A-Za-z]*)", re.I).match(text, start)
    if number is not None and not passage.counts_in(unit_of(number[2])):
        # "15 minutes, or 900 seconds": the same in the member's own unit.
        number = re.compile(rf",? ?(?:or |\()({NUMBER}) ([A-Za-z]+)").match(text, number.end())
    if number is None or not passage.counts_in(unit_of(number[2])):
        return None
    tail = text[number.end(1) :]
    counted = re.match(r" (?:[a-z]+ ){0,2}([a-z]+)(?=[ .,;]|$)", tail)
    if counted and counted[1] in passage.words and not unit_of(counted[1]):
        tail = ""  # "a default limit of 1,000 concurrent job runs"
    if (
        re.match(r",? or (?:an?|the|your)\b", tail)
        or _OR_ANOTHER.match(tail)
        or re.match(
            r"\s*(?:-|to|or|/|x|\*|times)\s?\d|\s*(?:days?|hours?|minutes?) (?:before|ago|after|from)", tail
        )
        or not _TAIL.match(tail)
    ):
        return None
    known = typed(number[1], passage.type)
    return None if known is None else Default(passage.member, known)
