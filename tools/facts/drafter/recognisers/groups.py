"""``at_most_one``, ``at_least_one``, ``exactly_one``: how many of several parameters may be given."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.contract.rules import AtLeastOne, AtMostOne, ExactlyOne
from tools.facts.drafter.prose.stop import is_conditional, is_example, without_absence, without_adjuncts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.contract.sentences import Sentence
    from tools.facts.drafter.passage import Passage

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
    r"at once))?(?:(?<! set) to [^.;:]{3,80}?)?\s*(?:[.;(]|$|, (?:which|otherwise|and (?:you|the|it)"
    r"|but|because|or (?:you|"
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
            f"exactly one of {_LIST}{_BUT_NOT}"
        ),
    ),
    (AtMostOne, rf"^(?:\W*)(?:either )?{_LIST} (?:can|may) be {_GIVEN}{_BUT_NOT}"),
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
    (
        AtMostOne,
        (
            r"\b(?:use|specify|provide|include|supply|set) (?:a value for |an? [a-z ]{2,30} by "
            r")?(?:either |one of )?"
            f"{_LIST}{_BUT_NOT}"
        ),
    ),
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
    (
        AtLeastOne,
        (
            rf"^(?:\W*)(?:conditional: )?(?:you |the request |your request |calls to this API )?(?:must"
            rf"|have to|need to) "
            rf"(?:be provided with|{_GIVE}) (?:a value for )?(?:either )?{_LIST}{_END}"
        ),
    ),
    (
        AtLeastOne,
        (
            rf"^(?:\W*)(?:note that )?(?:either|one of) {_LIST} (?:must be|is|has to be|needs to be) "
            rf"{_GIVEN}{_END}"
        ),
    ),
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
    r"^(?P<both>[^.;:]+) are mutually exclusive\.?$|"
    r"^only one [\w ]+ \((?P<of>[^()]+ or [^()]+)\) is (?:supported|allowed)\b",
    re.IGNORECASE,
)
_CHOICE, _SLASH = re.compile(r"^(?!.* (?:and|with) ).* or ", re.IGNORECASE), re.compile(r"\w/\w")
_AND_OR = re.compile(r" and ?/? ?or ")
_IF = re.compile(r"\W*(?:if|when|unless)\b", re.IGNORECASE)
_ORDERS = re.compile(
    r"(?:use|specify|provide|include|supply|set) (?:a value for |an? [a-z ]{2,30} by )?(?:either|one of) ",
    re.I,
)
# "You must specify this when you don't specify A and B", "Required if neither A nor B is specified"
_NEITHER = re.compile(
    rf"^\W*(?:(?:this (?:parameter )?is |it is )?required|(?:you )?must {_GIVE} this(?: parameter)?"
    rf"|(?:it |this )?must be {_GIVEN})"
    rf" (?:if|when) (?:you (?:don't|do not) {_GIVE} (?P<two>[^.;,]+? and [^.;,]+?)|neither "
    rf"(?P<neither>[^.;,]+? nor [^.;,]+?) (?:is|are) {_GIVEN})"
    r"\s*(?:[.;]|$)",
    re.IGNORECASE,
)
# "You can't use thresholds with privacy, or when ..."
_OR_WHEN = re.compile(r", or (?:when|if) [^.;]*")
_OTHER_ONE = re.compile(
    rf"\bif you (?:include|specify|use|provide|set) (?P<a>[^,.;]{{2,60}}), you {_NEVER} (?:also "
    rf")?{_GIVE} (?P<b>[^,.;]{{2,60}}?)"
    rf"[,;] (?:so )?you must (?:choose|specify|use|provide) one or the other\b",
    re.IGNORECASE,
)
_IF_BOTH = re.compile(
    rf"^If you {_GIVE} (?:a value |values )?(?:for )?both {_LIST},? (?:then )?the "
    r"(?:action|operation|request|call) (?:returns|fails|throws|results in)\b"
)
_TRIGGER = re.compile(
    r"both|either|mutually|\bone\b|\bwith\b|together|in conjunction|in combination|at the same time|"
    rf"must {_GIVE}\b.* or\b|neither|you (?:don't|do not) .* and\b|simultaneously|in the same"
    rf"|cannot be|can't be|not all\b",
    re.IGNORECASE,
)


def recognise(passage: Passage, sentence: Sentence) -> Iterator[AtMostOne | AtLeastOne | ExactlyOne]:
    """Read ``either A or B, but not both``, ``A and B are mutually exclusive``, ``at least one of A, B``."""
    text = _OR_WHEN.sub("", re.sub(r"^In (?:each [\w ]+|[A-Z]\w+), ", "", sentence.text))
    if len(passage.siblings) < 2 or not _TRIGGER.search(text) or is_example(text):
        return
    plain = without_adjuncts(text)
    backward = (
        _referring_back(passage, sentence) or _one_or_the_other(passage, plain) or _neither(passage, plain)
    )
    if backward is not None:
        yield backward
        return
    if (both := _IF_BOTH.search(plain)) is not None:
        yield from map(AtMostOne, _params(passage, AtMostOne, both))
        return
    if is_conditional(re.sub(r"^(?:Conditional|Condition):? ?", "", text)) or " while " in text:
        return
    if re.match(r"To (?:include|use|enable|specify|set) ", text) and passage.names.mentioned(
        text.split(",")[0]
    ):
        return
    # "in the same request" makes some of these frames, and breaks the others.
    for kind, pattern in _COMPILED:
        for wording in (text, plain) if text != plain and " same " in text else (plain,):
            match = pattern.search(wording)
            groups = _params(passage, kind, match) if match is not None else ()
            if groups and match is not None:
                # An operation that says so asks for one; a member may be left out with the other.
                asked = kind is AtMostOne and passage.type == "operation" and _ORDERS.match(wording)
                yield from ((ExactlyOne if asked else kind)(params) for params in groups)
                return


def _referring_back(passage: Passage, sentence: Sentence) -> AtMostOne | ExactlyOne | None:
    """Read ``You can't specify both`` and ``Provide exactly one of them`` with the sentence before."""
    kind = next((kind for kind, pattern in _BACKWARD if pattern.match(sentence.text)), None)
    before = passage.before(sentence)
    listed = (
        _BEFORE.search(before.text)
        if kind and before and not _IF.match(without_absence(before.text))
        else None
    )
    if kind is None or listed is None:
        return None
    named = ("params", "or", "needed", "both", "of")
    params = passage.names.resolve_all(next(listed[name] for name in named if listed[name]))
    if params is None or len(params) < 2:
        return None
    needed = listed["must"] or listed["choice"] or listed["one"]
    return ExactlyOne(params) if kind is ExactlyOne or needed else AtMostOne(params)


def _one_or_the_other(passage: Passage, text: str) -> ExactlyOne | None:
    """Read ``if you include A, you cannot use B; you must choose one or the other``."""
    match = _OTHER_ONE.search(text) if "or the other" in text else None
    first, second = (passage.names.resolve(match[name]) for name in ("a", "b")) if match else (None, None)
    return ExactlyOne((first, second)) if first and second and first != second else None


def _neither(passage: Passage, text: str) -> AtLeastOne | None:
    """Read ``You must specify this when you don't specify A and B``."""
    match = _NEITHER.match(text)
    others = passage.names.resolve_all(match["two"] or match["neither"]) if match else None
    if not others or len(others) < 2 or not passage.member or passage.member in others:
        return None
    return AtLeastOne((passage.member, *others))


def _beside_several(passage: Passage, listed: str) -> tuple[tuple[str, ...], ...]:
    """Read ``A and B/C``: A goes neither with B nor with C, which go together."""
    sides = [passage.names.resolve_all(side) for side in re.split(r" (?:and|or) ", listed)]
    if len(sides) != 2 or None in sides:
        return ()
    left, right = sorted((side for side in sides if side), key=len)
    return tuple((left[0], other) for other in right) if len(left) == 1 and left[0] not in right else ()


def _params(passage: Passage, kind: Group, match: re.Match[str]) -> tuple[tuple[str, ...], ...]:
    """Resolve a list, or the sides of ``A can't be used with B or C``; nothing unless all are members."""
    groups = {name: value and _AND_OR.sub(" or ", value) for name, value in match.groupdict().items()}
    listed = groups.get("params") or groups.get("first") or "this"
    names = passage.names
    if " / " in listed and " and " in listed:
        return ()
    if "either" in match[0].lower() and " or " in listed and re.search(r"(?<!,) and ", listed):
        return ()
    if _SLASH.search(listed):
        return _beside_several(passage, listed) if kind is AtMostOne else ()
    found = names.resolve_all(re.sub(r"^(?:both|either) ", "", listed.strip()))
    if groups.get("other") is not None and found is not None:
        right = names.resolve_all(groups["other"])
        if right is None or len(found) != 1 or found[0] in right:
            return ()
        alternatives = "mutually" in match[0].lower() or not re.search(r"\band\b", groups["other"])
        return tuple((found[0], other) for other in right) if len(right) == 1 or alternatives else ()
    if kind is AtLeastOne and not re.search(r"at least|both", match[0], re.I) and not _CHOICE.search(listed):
        return ()  # "You must specify A and B"
    return (found,) if found is not None and len(set(found)) > 1 else ()
