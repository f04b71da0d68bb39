"""``range`` and ``multiple_of``: inclusive bounds of a number, and its divisibility."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.contract.rules import MultipleOf, Range
from harness.contract.words import word_set
from tools.facts.drafter.prose.numbers import (
    NUMBER,
    bounds_in,
    parse_number,
    unit_of,
    units_in,
    units_in_name,
)
from tools.facts.drafter.prose.stop import is_conditional, is_stopped, speaks_of_absence, without_absence
from tools.facts.drafter.prose.values import NUMERIC, WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.contract.rules import Rule
    from harness.contract.sentences import Sentence
    from tools.facts.drafter.passage import Passage
    from tools.facts.drafter.prose.numbers import Bounds

_RULES = re.compile(
    r"\b(?:valid|must|range|ranges|ranging|allowed|possible|accepted|acceptable|supported|"
    "specify|constraints?|can be|can set|"
    "can't|cannot|can not|minimum|maximum|min|max|value|values|set (?:this|it)|integer|double|float|"
    r"number|percentage|choose|enter|should be|may be|limit)\b",
    re.IGNORECASE,
)
# "up to N results are returned" tells what the service does.
_RETURNS = re.compile(
    r"(?<!to )\b(?:returns?|returned|retrieves?|displays?|takes?(?! an? (?:integer|number|value)\b)|"
    r"retries|retry|attempts|"
    r"only returns|will return)\b",
    re.I,
)
_BOUNDED_NOUNS = word_set(
    "value values allowed supported possible configurable permitted accepted acceptable valid "
    "number count limit time size setting length for this parameter the of is can be you specify "
    "page per request results result items item to return amount in a an and which max maximum "
    "min minimum duration period timeout percentage seconds minutes hours days with that single "
    "call response returned it upper lower bound are default one currently has range set also provided"
)
# A range next to single values: "either -1 or between 1 and 3,653", "0, 300 to 2,592,000".
_OTHER_VALUE = re.compile(
    r"\d\)?,? ?(?:,|or) (?:an? |any )?(?:(?:whole|integer|number|values?|in the range) ?)*"
    r"(?:from |between )?$|\bspecify (?:zero|-?\d+) (?:to|for) [^.;]*, or (?:a )?(?:value of )?$",
    re.I,
)
_OTHER_VALUE_AFTER = re.compile(
    r"[^.;]{0,20}(?:,? or|,) (?:-?\d+|zero)\b"
    r"(?! ?(?:and|is|to|-|seconds?|minutes?|hours?|days?|weeks?))",
    re.I,
)
_VALUE_BETWEEN = re.compile(
    rf"^If you (?:provide|specify|include) (?:a |an )?(?P<param>\w+) ?, the value must be between "
    rf"(?P<low>{NUMBER}) and (?P<high>{NUMBER})\.?$",
    re.IGNORECASE,
)
# "The request fails in these cases: The priority is outside the range 100-9900."
_OUTSIDE = re.compile(
    rf"^The (?P<param>[A-Za-z ]{{2,40}}) is outside (?:of )?the range (?:of |from "
    rf")?(?P<low>{NUMBER}) ?(?:-|to|through) ?"
    rf"(?P<high>{NUMBER})\.?$",
    re.IGNORECASE,
)
# "A value of -1 is also valid."
_ALSO_VALID = re.compile(
    rf"\bvalue of ({NUMBER}) is also (?:valid|allowed|accepted|supported)\b", re.IGNORECASE
)
# "A job can have a maximum of 100 steps."
_OWNER = re.compile(r"^(?:An?|Each|Every) (?P<noun>\w+) (?:can|may) (?:only )?(?:have|contain|include)\b")
_TREATED = re.compile(
    r"(?: or (?:more|greater|higher|larger|above))?"
    r" (?:specif(?:y|ies)|limits?|means?|sets?|enables?|disables?|indicates?)\b| (?:is|are|will be|gets?) "
    r"(?:set|treated|rounded|truncated|changed|converted|capped|ignored|considered)\b",
    re.I,
)
# "The maximum number of generation data sets, up to 255, in a GDG."
_IN_A_THING = re.compile(r", (?:in|per|for) (?:an?|the|each) [\w ]{2,30}\.?$")
# "expressed as a decimal number between 0 and 0.15"
_AS_A_NUMBER = re.compile(
    r"\b(?:as|specify|enter|provide|choose|set to|must be|can be|on a) (?:an?|any)? ?(?:(?!of\b)[a-z]+ ){0,2}"
    r"(?:number|integer|value|percentage|scale)(?: in the range)?(?: of| from| between)? ?$",
    re.IGNORECASE,
)
# "Proportion of transmitted packets that fail to arrive from 0 to 100 percent."
_MEASURED = re.compile(
    r"^(?:the |an? |sets? the |specif(?:y|ies) the )?(?:proportion|percentage|percent|priority"
    r"|number|ratio|rate|"
    r"probability|weight|amount|delay|opacity|level)\b",
    re.IGNORECASE,
)
# "Choose a value from 17 to 128 to use one kind", "at least one host regardless of the value"
_FOR_AN_END = re.compile(r"[^.;,]{0,12} to (?:use|enable|apply) | [a-z]+ regardless\b")
_CHANGED = re.compile(r"\b(?:increased|decreased)\b[^.;]*$")
# "only one boost", "one or more rules" count something else than the value.
_NO_BOUND = re.compile(r"(?:only|just) |one or more\b", re.IGNORECASE)
# "To manually apply filtering: Enter a value from 1 to 5": other values are for other ends.
_TO_DO = re.compile(r"To (?!(?:manually )?(?:specify|set|enter)\b)[^.:]+: ")
_IF = re.compile(r"\b(?:if|when|unless|depending|depends|except)\b", re.IGNORECASE)
_FOR = re.compile(r"\bfor (?!this|the (?:value|parameter)|each|every|a single|all|example)\w+", re.IGNORECASE)
_LISTED = re.compile(r"\d,? (?:and|or) [a-z ]*numbers $", re.IGNORECASE)
_NO_LIMIT = re.compile(
    r"\bany (?:number|integer|value) $|\bby default\b|\bdefault(?: value)?(?: is| of)? ?$", re.IGNORECASE
)
_RELATIVE = re.compile(
    r"^ *(?:times|x|multiplied|\*|(?:%|percent)[^.;]{0,12} (?:of|greater|larger|more|less|"
    r"higher|lower)|of the|greater|larger)\b",
    re.I,
)
_SAME = re.compile(r"\b(?:equal to|same as|more|less|greater|larger|times) (?:the|than)? ?$", re.I)
_OTHER_MEASURE = re.compile(
    r"^[ -]*(?:\([^)]*\) ?)?(?:characters?|bytes? long|digits?|decimal|bits?\b|letters)", re.IGNORECASE
)
_MULTIPLE = re.compile(
    rf"\b(?:a |in )?(?:multiples?|increments?|divisible|steps) (?:of|by) ({NUMBER})(?: ?([A-Za-z]+))?",
    re.IGNORECASE,
)
_SAME_AMOUNT = re.compile(
    rf"{NUMBER} ?(?P<outer>[A-Za-z]+) ?\((?P<number>{NUMBER}) (?P<inner>[A-Za-z]+)\)", re.IGNORECASE
)
_EVEN = re.compile(r"\b(?:must|should) be an even (?:number|integer)\b", re.IGNORECASE)


def recognise(passage: Passage, sentence: Sentence) -> Iterator[Rule]:
    """Read ``between A and B``, ``A-B``, ``The maximum value is B``, on a number in its own unit."""
    if passage.type == "operation":
        yield from _of_a_parameter(passage, sentence.text)
    if passage.type not in NUMERIC or is_stopped(sentence.text) or sentence.bulleted:
        return
    text = _in_own_unit(passage, sentence.text)
    for found in _bounds(passage, text):
        if found.strict and passage.type not in WHOLE:
            continue
        aside = sentence.index == 0 and _is_aside(text, found)
        if _holds(passage, text, found, aside):
            low, high = _typed(found.low, passage), _typed(found.high, passage)
            if (low, high) != (None, None):
                yield Range(passage.member, low, high)
    yield from _multiples(passage, text)


def _in_own_unit(passage: Passage, text: str) -> str:
    """Put the member's own unit first: ``one hour (3600 seconds)`` becomes ``3600 seconds``."""

    def own(match: re.Match[str]) -> str:
        outer, inner = unit_of(match["outer"]), unit_of(match["inner"])
        converted = outer and inner and not passage.counts_in(outer) and passage.counts_in(inner)
        return f"{match['number']} {match['inner']}" if converted else match[0]

    return _SAME_AMOUNT.sub(own, text) if "(" in text else text


def _bounds(passage: Passage, text: str) -> list[Bounds]:
    """Find the bounds in the member's unit, none where there is one in another unit.

    A remark such as "(1 minute to 7 days)" says the same in another unit, or in the member's own.
    """
    inside: list[Bounds] = []
    plain: list[Bounds] = []
    for found in bounds_in(text):
        is_remark = text.count("(", 0, found.start) > text.count(")", 0, found.start)
        (inside if is_remark else plain).append(found)
    remarks = [found for found in inside if passage.counts_in(found.unit)]
    if remarks and plain and all(not passage.counts_in(found.unit) for found in plain):
        plain = []
    bounds = [*plain, *remarks]
    if any(not passage.counts_in(found.unit) or _another_is_valid(passage, found) for found in bounds):
        return []
    return bounds


def _of_a_parameter(passage: Passage, text: str) -> Iterator[Range]:
    """Read ``If you provide a PageSize, the value must be between 1 and 50`` of an operation."""
    match = _VALUE_BETWEEN.search(text) or _OUTSIDE.search(text)
    param = passage.names.resolve(match["param"]) if match else None
    if match and param:
        yield Range(param, parse_number(match["low"]), parse_number(match["high"]))


def _typed(bound: float | None, passage: Passage) -> float | None:
    return int(bound) if bound is not None and passage.type in WHOLE and bound == int(bound) else bound


def _is_aside(text: str, found: Bounds) -> bool:
    """Tell whether a bound stands apart from its sentence: ``(1-50)``, ``, from 0 to 100, ``."""
    before, after = text[: found.start], text[found.end :]
    if found.word == "range" and before.endswith("("):
        return re.match(r" ?[A-Za-z]*[),]", after) is not None
    closed = r" ?[A-Za-z]*\.?$" if found.word == "most" else r" ?[A-Za-z]*(?: ?\([^()]*\))?(?:,|\.?$)"
    if found.word == "most" and before.endswith(", ") and _IN_A_THING.match(after):
        return True
    if found.word not in ("range", "most") or re.match(closed, after) is None:
        return False
    spoken = found.word == "range" and re.match(r"(?:from|between) ", text[found.start :], re.I)
    return before.endswith(", ") or bool(spoken and _MEASURED.search(before))


def _holds(passage: Passage, text: str, found: Bounds, aside: bool) -> bool:
    before, after = text[: found.start], text[found.end :]
    if (found.word not in ("max", "exactly") and _OTHER_VALUE.search(before)) or _LISTED.search(before):
        return False
    named = re.search(r"\bvalues? for (\w+) (?:is|are) $", before, re.I)
    if named and passage.names.resolve(named[1]) != passage.member:
        return False
    if _NO_BOUND.match(text[found.start :]) or _NO_LIMIT.search(before) or _TO_DO.match(before):
        return False
    if _of_another_kind(passage, before, after) or is_conditional(before) or passage.others_in(text):
        return False
    if aside or (found.word == "range" and _AS_A_NUMBER.search(before) and not _IF.search(after)):
        return True
    if _conditional_after(without_absence(after)):
        return False
    bare = re.sub(r"[\W\d]", "", before + after) == ""
    if not (_RULES.search(text) or bare) or found.word == "exactly":
        return False
    if found.word in ("most", "least"):
        return not _RETURNS.search(before) and not speaks_of_absence(text) and _is_subject(passage, before)
    if found.word in ("max", "min"):
        if _RETURNS.search(before[-40:]):
            return False
        phrase = re.sub(
            r"^(?:largest|highest|greatest|smallest|lowest|shortest|longest) ",
            "",
            text[found.start : found.end],
            flags=re.I,
        )
        return _is_subject(passage, before) and all(
            word in _BOUNDED_NOUNS or word in passage.words or word == passage.words_joined
            for word in re.findall(r"[a-z]+", phrase.lower())
        )
    if found.word == "range" and _RETURNS.search(before):
        return False
    return _is_subject(passage, before)


def _another_is_valid(passage: Passage, found: Bounds) -> bool:
    """Tell whether the text adds a value outside the bounds: ``A value of -1 is also valid``."""
    also = _ALSO_VALID.search(passage.text)
    if also is None:
        return False
    number = parse_number(also[1])
    return (found.low is not None and number < found.low) or (found.high is not None and number > found.high)


def _of_another_kind(passage: Passage, before: str, after: str) -> bool:
    """Tell whether a number is relative to another, counts what another has, or is of characters and such."""
    owner = _OWNER.match(before)
    if owner and owner["noun"].lower() not in passage.words:
        return True
    around = (_TREATED, _OTHER_VALUE_AFTER, _OTHER_MEASURE, _RELATIVE, _FOR_AN_END)
    if _CHANGED.search(before):
        return True
    return _SAME.search(before) is not None or any(pattern.match(after) for pattern in around)


def _conditional_after(after: str) -> bool:
    """Tell whether a condition follows; one on the other bound alone (``the maximum for X is``) is none."""
    clause = re.split(r";|, but the actual\b", after)[0]
    return _IF.search(clause) is not None or _FOR.search(clause.split(" and the m")[0]) is not None


_GENERIC = word_set(
    "the a an this it its value values valid possible allowed supported accepted acceptable must "
    "be is are can you specify range ranges of for from between number integer integers whole any "
    "set should may parameter field property setting constraint constraints in and with at to has "
    "have specified enter choose choose select provide please note that if currently which also "
    "only inclusive up not or no than one maximum minimum max min default allow limit limits "
    "total time duration include supply use request by per page results items result positive non "
    "zero negative long float double int type permitted usable number count where configure "
    "between within as been lie fall decimal percentage percent measured expressed seconds "
    "minutes hours days years accept accepts takes cannot exceed t can't however but do does "
    "configurable your currently will ranging"
)


def _is_subject(passage: Passage, before: str) -> bool:
    """Tell whether the words before a bound are only about the member."""
    clause = re.split(r"[;:]|, (?:and|but|which|with|so) ", before)[-1] if len(before) > 60 else before
    words = re.findall(r"[a-z]+", clause.lower())
    strange = [
        word
        for word in words
        if word not in _GENERIC and word not in passage.words and word.removesuffix("s") not in passage.words
    ]
    return len(strange) <= max(1, min(3, len(words) // 3))


def _is_whole_amount(passage: Passage, unit: str | None) -> bool:
    """Tell whether a unit is the smallest that a text names: ``512 bytes`` next to ``128 MiB``."""
    return unit == "byte" and "byte" in units_in(passage.text) and not units_in_name(passage.name)


def _multiples(passage: Passage, text: str) -> Iterator[MultipleOf]:
    if is_conditional(text) or passage.others_in(text):
        return
    if _EVEN.search(text):
        yield MultipleOf(passage.member, 2)
    match = _MULTIPLE.search(text)
    if match and re.search(
        r"\b(?:must|valid|should be|specify|can be|have to|values? (?:are|is)|allowed|supported|only)\b",
        text,
        re.I,
    ):
        value = parse_number(match[1])
        unit = unit_of(match[2]) if match[2] else None
        others = [parse_number(number) for number in re.findall(NUMBER, text[: match.start()])]
        if (
            value > 1
            and all(number % value == 0 for number in others)
            and (passage.counts_in(unit) or _is_whole_amount(passage, unit))
        ):
            yield MultipleOf(passage.member, value)
