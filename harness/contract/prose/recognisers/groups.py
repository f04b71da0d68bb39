"""``at_most_one``, ``at_least_one``, ``exactly_one``: how many of several parameters may be given."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.contract.prose.stop import is_conditional, is_example
from harness.contract.rules import AtLeastOne, AtMostOne, ExactlyOne

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.contract.prose.passage import Passage
    from harness.contract.prose.text import Sentence

    Group = type[AtMostOne] | type[AtLeastOne] | type[ExactlyOne]

_GIVE = (
    "(?:specify|provide|supply|use|set|include|pass|define|choose|submit|enter|have|give|"
    "send|select|configure|identify|be|request|reference)"
)
_GIVEN = (
    "(?:specified|provided|supplied|used|set|included|passed|defined|present|given|required|"
    "chosen|configured|selected|submitted)"
)
_NEVER = (
    "(?:can ?not|can't|can not|must not|may not|don't|do not|should not|shouldn't|"
    "not allowed to|isn't possible to|are not able to)"
)
_MUST = r"(?:must|have to|need to|are required to|is required to|should)"
_BUT_NOT = (
    r",? ?(?:\(?but (?:not|never|you can't \w+|cannot \w+|can't \w+|you cannot \w+) both\)?|"
    r"but not (?:both|all|more than one|at the same time|together)|\(?not both\)?)"
)
_END = (
    "(?: (?:parameters?|fields?|propert(?:y|ies)|options?|values?|members?|elements?|"
    "attributes?))?(?: (?:in|for|within|with) (?:the|a|your|this|one|"
    "an) (?:same )?[A-Za-z `]{0,40})?(?: (?:together|simultaneously|at the same time|"
    r"at once))?\s*(?:[.;(]|$|, (?:which|otherwise|and (?:you|the|it)|but|because|or (?:you|"
    "the)) )"
)
_LIST = r"(?P<params>[^.;:]{3,200}?)"
_OTHER = _LIST.replace("params", "other")
_COLON = r"(?:of )?(?:the following(?: \w+){0,3}:?|these(?: \w+){0,2}:?|:)?"

_SENTENCES: tuple[tuple[Group, str], ...] = (
    (
        ExactlyOne,
        (
            rf"\b{_MUST} (?:\w+ )?{_GIVE} (?:a value for )?(?:either|one of|only one of|one|"
            f"exactly one of)? ?{_COLON} ?{_LIST}{_BUT_NOT}"
        ),
    ),
    (
        ExactlyOne,
        (
            r"^(?:\W*)(?:specify|provide|use|include|set|supply) (?:a value for |an? [a-z ]{2,30} by )?"
            f"(?:either|one of|exactly one of) {_LIST}{_BUT_NOT}"
        ),
    ),
    (
        ExactlyOne,
        (
            rf"\b{_MUST} (?:\w+ )?{_GIVE} (?:exactly one|only one|"
            f"one and only one) (?:of )?{_COLON} ?{_LIST}{_END}"
        ),
    ),
    (
        ExactlyOne,
        (
            r"^(?:\W*)(?:specify|provide|use|include|set|supply) (?:exactly one|only one|"
            f"one and only one) (?:of )?{_COLON} ?{_LIST}{_END}"
        ),
    ),
    (
        ExactlyOne,
        (
            r"\b(?:request|operation|call|action) (?:takes|accepts|"
            f"requires) (?:either )?{_LIST}{_BUT_NOT}"
        ),
    ),
    (
        ExactlyOne,
        (
            rf"\b(?:exactly one|one and only one) of {_COLON} ?{_LIST} (?:must be|is|needs to be|"
            f"has to be) {_GIVEN}"
        ),
    ),
    (
        ExactlyOne,
        (
            rf"\b(?:must|has to|have to) (?:{_GIVE}|contain) exactly one [a-z ]{{3,40}},? (?:using )?"
            f"either {_LIST}{_END}"
        ),
    ),
    (
        ExactlyOne,
        (
            rf"^(?:\W*)either {_LIST} (?:must be|is|needs to be|has to be|must have|"
            f"should be) (?:{_GIVEN}|a value){_BUT_NOT}"
        ),
    ),
    (AtMostOne, rf"\b(?:can|may|could) (?:\w+ )?{_GIVE} (?:either|one of)? ?{_LIST}{_BUT_NOT}"),
    (
        AtMostOne,
        (
            rf"\b(?:can|may|could) (?:\w+ )?(?:{_GIVE} |be |[a-z]+ (?=[^.;:]{{0,60}} (?:using|by|"
            f"with) ))(?:[^.;:]{{0,60}} (?:using|by|with|for|in) )?(?:either|"
            f"one of)? ?{_LIST}{_BUT_NOT}"
        ),
    ),
    (AtMostOne, rf"\b(?:use|specify|provide|include|supply|set) (?:either )?{_LIST}{_BUT_NOT}"),
    (
        AtMostOne,
        (
            f"(?:^|[.,;:] )(?:the )?{_LIST} (?:parameters |fields |options |properties |arguments |"
            "settings )?(?:are|is) mutually exclusive(?: (?:with|to|"
            f"of) (?P<other>[^.;:]{{2,80}}?){_END})?"
        ),
    ),
    (AtMostOne, r"(?:^|; )(?:\W*)mutually exclusive (?:with|to) (?P<other>[^.;:]{2,100}?)\s*(?:[.;(]|$)"),
    (AtMostOne, rf"\b{_NEVER} (?:\w+ )?{_GIVE} (?:values? for )?both {_LIST}{_END}"),
    (
        AtMostOne,
        (
            rf"^(?:\W*)(?P<first>[^.;:]{{2,60}}?) {_NEVER} be {_GIVEN} (?:together |in conjunction |"
            f"in combination |simultaneously |at the same time )?(?:with|along with|alongside) {_OTHER}{_END}"
        ),
    ),
    (
        AtMostOne,
        (
            rf"^(?:\W*){_NEVER} be {_GIVEN} (?:together |in conjunction |in combination |"
            f"simultaneously |at the same time )?(?:with|along with|alongside) {_OTHER}{_END}"
        ),
    ),
    (
        AtMostOne,
        (
            rf"\b{_NEVER} (?:use|specify|combine|provide|set) (?P<first>[^.;:]{{2,40}}?) (?:together |"
            f"in conjunction |in combination )?(?:with|along with|alongside) {_OTHER}{_END}"
        ),
    ),
    (
        AtMostOne,
        (
            rf"\b{_NEVER} (?:use|specify|provide|set|include) {_LIST} (?:in the same (?:request|call|"
            "operation)|together|at the same time|simultaneously)"
        ),
    ),
    (
        AtMostOne,
        (
            r"\b(?:at most one|no more than one|only one|"
            f"a maximum of one) of {_COLON} ?{_LIST} (?:can|may|must|is|should)(?: be)? {_GIVEN}"
        ),
    ),
    (
        AtMostOne,
        (
            rf"\b(?:can|may) (?:only )?{_GIVE} (?:only one|at most one|one|"
            f"no more than one) of {_COLON} ?{_LIST}{_END}"
        ),
    ),
    (
        AtMostOne,
        (
            f"^(?P<params>[^.;:]{{3,120}}?) (?:can't|cannot|can not|must not|"
            f"may not) (?:both )?be (?:{_GIVEN} )?(?:together|at the same time|simultaneously|"
            "in the same (?:request|call))"
        ),
    ),
    (
        AtLeastOne,
        rf"\b{_MUST} (?:\w+ )?{_GIVE} (?:values? for )?at least one (?:of )?{_COLON} ?{_LIST}{_END}",
    ),
    (
        AtLeastOne,
        (
            r"^(?:\W*)(?:specify|provide|include|set|"
            f"supply) (?:values? for )?at least one (?:of )?{_COLON} ?{_LIST}{_END}"
        ),
    ),
    (
        AtLeastOne,
        (
            rf"\bat least one of {_COLON} ?{_LIST} (?:must be|is|needs to be|has to be|"
            f"should be) {_GIVEN}"
        ),
    ),
    (
        AtLeastOne,
        rf"\b{_MUST} (?:\w+ )?{_GIVE} (?:either )?{_LIST},? (?:or both\b|(?:and|but) you can {_GIVE} both)",
    ),
    (AtLeastOne, rf"^(?:\W*)(?:specify|provide|include|set|supply) (?:either )?{_LIST},? or both\b"),
    (AtLeastOne, rf"^(?:\W*)either {_LIST} (?:must be|is) {_GIVEN},? \(?or both\b"),
)
_COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _SENTENCES)
_BACKWARD = (
    (
        ExactlyOne,
        re.compile(
            rf"^(?:You must )?{_GIVE} (?:exactly|only) one(?: of (?:them|these|those)(?: \w+)?)?\.?$",
            re.IGNORECASE,
        ),
    ),
    (
        AtMostOne,
        re.compile(
            r"^Specifying both(?: \w+)? (?:results in|causes|returns|will result in|will cause|"
            r"leads to) an? error|"
            r"^If (?:neither or )?both(?: or neither)? are \w+,? [^.]*(?:error|exception)\b",
            re.IGNORECASE,
        ),
    ),
    (
        AtMostOne,
        re.compile(
            rf"^(?:However, )?(?:You )?{_NEVER} (?:\w+ )?{_GIVE} both(?: of (?:them|these|"
            r"those)(?: \w+)?| \w+)?(?: in [\w ]+)?\.?$",
            re.IGNORECASE,
        ),
    ),
)
_BEFORE = re.compile(
    rf"\b(?P<must>must |have to |you )?{_GIVE} either (?P<params>[^.;:]+?)(?: (?:to|for) [^.]*)?\.?$|"
    rf"\b(?P<choice>must |have to ){_GIVE} (?P<or>[^.;:]+? or [^.;:]+?)\.?$|"
    r"^(?P<one>(?:either|one of) )(?P<needed>[^.;:]+?) "
    r"(?:is|must be) (?:required|specified|provided)\b[^.]*\.?$|"
    r"^(?P<both>[^.;:]+) are mutually exclusive\.?$",
    re.IGNORECASE,
)
_TRIGGER = re.compile(
    r"both|mutually|\bone\b|\bwith\b|together|in conjunction|in combination|at the same time|"
    r"simultaneously|in the same|cannot be|can't be|not all\b",
    re.IGNORECASE,
)


def recognise(passage: Passage, sentence: Sentence) -> Iterator[AtMostOne | AtLeastOne | ExactlyOne]:
    """Read ``either A or B, but not both``, ``A and B are mutually exclusive``, ``at least one of A, B``."""
    text = re.sub(r"^In each [\w ]+, ", "", sentence.text)
    if len(passage.siblings) < 2 or not _TRIGGER.search(text) or is_example(text):
        return
    backward = _referring_back(passage, sentence)
    if backward is not None:
        yield backward
        return
    if is_conditional(re.sub(r"^(?:Conditional|Condition):? ?", "", text)):
        return
    if re.match(r"To (?:include|use|enable|specify|set) ", text) and passage.names.mentioned(
        text.split(",")[0]
    ):
        return
    for kind, pattern in _COMPILED:
        match = pattern.search(text)
        if match is None:
            continue
        groups = _params(passage, match)
        if groups:
            yield from (kind(params) for params in groups)
            return


def _referring_back(passage: Passage, sentence: Sentence) -> AtMostOne | ExactlyOne | None:
    """Read ``You can't specify both`` and ``Provide exactly one of them`` with the sentence before."""
    kind = next((kind for kind, pattern in _BACKWARD if pattern.match(sentence.text)), None)
    before = passage.before(sentence)
    listed = _BEFORE.search(before.text) if kind and before else None
    if kind is None or listed is None:
        return None
    params = passage.names.resolve_all(listed["params"] or listed["or"] or listed["needed"] or listed["both"])
    if params is None or len(params) < 2:
        return None
    needed = listed["must"] or listed["choice"] or listed["one"]
    return ExactlyOne(params) if kind is ExactlyOne or needed else AtMostOne(params)


def _params(passage: Passage, match: re.Match[str]) -> tuple[tuple[str, ...], ...]:
    """Resolve a list, or the sides of ``A can't be used with B or C``; nothing unless all are members."""
    groups = match.groupdict()
    listed = groups.get("params") or groups.get("first") or "this"
    names = passage.names
    if " / " in listed and " and " in listed:
        return ()
    if "either" in match[0].lower() and " or " in listed and re.search(r"(?<!,) and ", listed):
        return ()
    found = names.resolve_all(re.sub(r"^(?:both|either) ", "", listed.strip()))
    if groups.get("other") is not None and found is not None:
        right = names.resolve_all(groups["other"])
        if right is None or len(found) != 1 or found[0] in right:
            return ()
        alternatives = not re.search(r"\band\b", groups["other"])
        return tuple((found[0], other) for other in right) if len(right) == 1 or alternatives else ()
    return (found,) if found is not None and len(set(found)) > 1 else ()
