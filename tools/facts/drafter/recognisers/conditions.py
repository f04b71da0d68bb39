"""``requires`` and ``forbids``: parameters that must, or must not, be given when a condition holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.contract.rules import AtMostOne, Condition, Forbids, OnlyIf, Requires
from harness.contract.words import words_of
from tools.facts.drafter.prose.stop import is_advice, is_conditional, is_example, without_adjuncts
from tools.facts.drafter.prose.values import SEPARATOR, is_code_like

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.contract.rules import Rule, Scalar
    from harness.contract.sentences import Sentence
    from tools.facts.drafter.passage import Passage

_GIVE = r"(?:specify|provide|supply|set|include|pass|define|use|enter|submit|select)"
_GIVEN = r"(?:specified|provided|supplied|set|included|passed|defined|present|given|used|submitted)"
_WHEN = r"(?:,? ?(?:only )?(?:if|when|whenever)(?: and only if)?|,? ?in case)"
_NEVER = r"(?:can ?not|can't|must not|may not|don't|do not|should not|shouldn't)"
_REQUIRED = r"(?:required|mandatory|conditionally required)"
_COND = r"(?P<condition>(?:[^;:]|:(?=\S)){3,200}?)"
_THEN = r"(?P<then>[^.;:]{2,120}?)"
_SUBJECT = r"(?P<then>[^.;:,]{2,60}?)"
_IF = r"(?:^\W*(?:however, |note that |note: |conditional: )?|,? but )(?:if|when) "
# A sentence of its own in parentheses, or under a heading.
_START = r"(?:^\W*|\()(?:constraints?: |conditional(?:ly)?[.:,-]? ?)?"
_STOP = (
    r"\s*(?:\.(?!\w)|[;)]|: |\(and |,? because\b| to (?:identify|define|describe|indicate|provide)\b|"
    r" in which\b| as well\b|,? and vice versa\b|"
    r",? (?:and|but) (?:must|not|is|can|can't|cannot|may|otherwise|ignored)\b|"
    r", (?:must|can't|cannot|otherwise|or (?:the|your?))\b|$)"
)

_REQUIRES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        (
            f"{_START}(?:this is |is |it is |it's )?(?:a |only )?{_REQUIRED}"
            f"(?: (?:field|parameter|property))?{_WHEN} {_COND}{_STOP}"
        ),
        (
            rf"^(?:\W*)(?:conditional[.:] )?{_SUBJECT} (?:is|are)(?: only)? {_REQUIRED}(?: (?:field|"
            f"parameter|property))?{_WHEN} {_COND}{_STOP}"
        ),
        rf"^(?:\W*){_SUBJECT} must (?:also )?be {_GIVEN}{_WHEN} {_COND}{_STOP}",
        rf"^(?:\W*)(?:constraints?: )?must (?:also )?be {_GIVEN}{_WHEN} {_COND}{_STOP}",
        (
            r"^(?:\W*)(?:you )?(?:must|have to|"
            f"need to) (?:also )?{_GIVE} (?:a value for )?{_THEN}{_WHEN} {_COND}{_STOP}"
        ),
        (
            f"{_IF}{_COND}(?:, (?:then )?(?:you|the request|your request)| you)(?: are required to| must|"
            f" have to| need to)(?: also)? {_GIVE} (?:a value for )?{_THEN}{_STOP}"
        ),
        (
            f"{_IF}{_COND}, (?:then )?{_SUBJECT} (?:(?:is|are)(?: also)? {_REQUIRED}|"
            f"must (?:also )?be {_GIVEN}){_STOP}"
        ),
        (
            r"^To (?P<condition>(?:use|specify|include|set) this (?:parameter|field|option|property)), "
            rf"you must (?:also )?{_GIVE} {_THEN}{_STOP}"
        ),
    )
)
_OWN_VALUE = re.compile(
    r"(?:you )?(?:specify|choose|select|set (?:it|this [a-z]+|the value) to|(?:it|this value|the value) is) "
    r"(?P<values>\S+)$",
    re.IGNORECASE,
)
_FORBIDS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?:\W*)(?:you )?{_NEVER} {_GIVE} (?:a value for )?{_THEN}{_WHEN} {_COND}{_STOP}",
        (
            rf"^(?:\W*){_SUBJECT} (?:{_NEVER} be {_GIVEN}|must be (?:omitted|empty|null|absent|"
            f"left out|unspecified|unset)|is not allowed|isn't allowed){_WHEN} {_COND}{_STOP}"
        ),
        rf"^(?:\W*)(?:omit|leave out|do not use) {_THEN}{_WHEN} {_COND}{_STOP}",
        (
            f"{_IF}{_COND}(?:, (?:then )?(?:you )?| you ){_NEVER}(?: also)? (?:{_GIVE}|filter by) "
            f"(?:a value for )?{_THEN}{_STOP}"
        ),
        (
            f"{_IF}{_COND}, (?:then )?{_SUBJECT} (?:{_NEVER} be {_GIVEN}|must be (?:omitted|absent|"
            f"left out|unspecified|unset)){_STOP}"
        ),
        rf"{_IF}{_COND}, (?:then )?(?:you must )?omit {_THEN}{_STOP}",
        (
            rf"^(?:\W*){_SUBJECT} (?:is|are)(?: not|n't) (?:supported|valid|allowed){_WHEN} "
            f"{_COND}{_STOP}"
        ),
        (
            r"(?:^(?:constraints?: )?|[;,] (?:and |but )?| (?:and|but) )"
            "(?:must (?:not be provided|be (?:omitted|absent|left out|unset))|is not allowed|"
            rf"{_NEVER} be {_GIVEN}){_WHEN} {_COND}{_STOP}"
        ),
    )
)
# "This parameter is required for io1 and io2 volumes": values of VolumeType.
_OF_A_KIND = tuple(
    (re.compile(pattern, re.IGNORECASE), forbids)
    for pattern, forbids in (
        (
            rf"^(?:\W*)(?:{_SUBJECT} (?:is|are) )?{_REQUIRED} for (?P<values>\S.*?) (?P<kind>[a-z]+)\.?$",
            False,
        ),
        (rf"^(?:\W*){_SUBJECT} (?:is|are) not supported for (?P<values>\S.*?) (?P<kind>[a-z]+)\.?$", True),
        (rf"^(?:\W*){_NEVER} {_GIVE} {_THEN} for (?P<values>\S.*?) (?P<kind>[a-z]+)\.?$", True),
    )
)
_APPLIES = r"(?:valid|used|applicable|relevant|meaningful|effective|applies|honou?red)"
_THIS = r"this (?:parameter|field|property|option|setting|value|element|attribute|member)"
# "This parameter is valid only if A is V", "You can use this parameter only if A is V"
_ONLY_IF = re.compile(
    rf"^(?:(?:{_THIS}?\s*|it )?(?:is )?(?:only {_APPLIES}|{_APPLIES} only)|"
    rf"you (?:can|may) {_GIVE} {_THIS} only|{_THIS} (?:can|may) be {_GIVEN} only) (?:if|when) {_COND}{_STOP}",
    re.IGNORECASE,
)
# "A must be specified with B", "You can use this parameter only with B"
_WITH = re.compile(
    rf"^(?:\W*)(?P<first>[^.;:,]{{2,60}}?) (?:must|can only|should) (?:only )?be {_GIVEN} "
    rf"(?:together |along |in combination |"
    rf"in conjunction )?with {_THEN}{_STOP}|^(?:\W*)(?:must|can only) be {_GIVEN} (?:together "
    rf"|along |in combination |"
    rf"in conjunction )?with (?P<own>[^.;:]{{2,60}}?){_STOP}|^(?:you (?:can|may) {_GIVE} {_THIS}|"
    rf"{_THIS} (?:can|may) be {_GIVEN}) only (?:together |in combination |in conjunction )?"
    rf"with (?P<beside>[^.;:]{{2,60}}?){_STOP}",
    re.IGNORECASE,
)
_ALSO = re.compile(
    rf"^(?:\W*)(?:you )?must also {_GIVE} (?:a value for )?{_THEN}(?: to use {_THIS})?{_STOP}", re.IGNORECASE
)
# "Specify both A and B, or neither of them"
_BOTH = re.compile(
    rf"^(?:\W*)(?:you (?:must|can) )?{_GIVE} (?:either )?both (?P<both>[^.;:,]{{3,80}}?),? or "
    rf"(?:neither|none)\b|"
    rf"^(?:\W*)(?P<all>[^.;:,]{{3,80}}?) must (?:both )?be {_GIVEN} together\s*(?:[.;]|$)",
    re.IGNORECASE,
)
_MEANS = re.compile(r"^if (?P<condition>[^,]+), this is (?:the|an?) ", re.IGNORECASE)
_TOGETHER = re.compile(
    r"\bonly with\b|\bmust also\b|\bboth .* or (?:neither|none)\b|together|"
    r"\b(?:must|can only|should) (?:only )?be \w+ (?:\w+ ){0,2}with\b",
    re.IGNORECASE,
)
_TRIGGER = re.compile(r"\b(?:if|when|whenever|in case)\b|^To ", re.IGNORECASE)
_ITEM = (
    r"(?:(?:the|a|an) )?(?:value of )?(?:the )?(?P<param>[A-Za-z][\w.\[\]' -]{0,60}?)(?: (?"
    ":parameter|field|property|option|attribute|element|setting|value))*"
)
_NOUN = r"(?:parameter|field|property|option|attribute|element|setting|value)"
_LITERALS = r"(?P<values>\S[^.]*?)"
_CONDITIONS = tuple(
    (re.compile(pattern + "$", re.IGNORECASE), form)
    for pattern, form in (
        (
            (
                f"(?:you )?(?:do not|don't|did not|didn't) {_GIVE} (?:a value for |an? |"
                f"any )?{_ITEM}(?: in the request)?"
            ),
            "absent",
        ),
        (rf"{_ITEM} (?:is not|isn't|are not|aren't|was not|wasn't) {_GIVEN}", "absent"),
        (
            (
                f"{_ITEM} (?:is|are) (?:omitted|empty|null|absent|left out|unspecified|unset|not present|"
                "missing)"
            ),
            "absent",
        ),
        (
            (
                f"(?:you )?(?:specify|specified|choose|chose|select|use|set|provide) {_LITERALS} (?:for|"
                f"as|as the value (?:of|for)|in) (?:the )?(?:value of )?(?:the )?{_ITEM}"
            ),
            "value",
        ),
        (
            (
                rf"(?:you )?(?:are )?(?:set|specify|configure|setting|change|changing) {_ITEM} (?:to|as"
                rf"|=|is) (?:the value )?{_LITERALS}"
            ),
            "value",
        ),
        (rf"{_ITEM} ?(?:=|==) ?{_LITERALS}", "value"),
        (rf"(?:you )?(?:specify|set|choose|provide) a value for {_ITEM} of {_LITERALS}", "value"),
        (rf"{_LITERALS} is the selected {_ITEM}(?: (?:of|for) .*)?", "value"),
        (
            (
                rf"{_LITERALS} is (?:specified|selected|chosen|set|used|the selected \w+|the value) (?:for|"
                f"as|in|of|as the value of) (?:the )?{_ITEM}"
            ),
            "value",
        ),
        (
            (
                f"{_ITEM} (?:is|are|equals|has)(?: (?:set to|equal to|specified as|configured as|"
                "configured to|one of|either|the value|a value of|any of|"
                f"set as))*(?: the value)? {_LITERALS}"
            ),
            "value",
        ),
        (
            (
                "(?:you )?(?:also )?(?:specify|provide|supply|set|include|pass|define|use|specified|send|"
                f"using)(?: a| an| the| any)?(?: value for)? {_ITEM}(?: in the request)?"
            ),
            "present",
        ),
        (rf"{_ITEM} (?:is|are|has been|was) {_GIVEN}(?: in the request)?", "present"),
        (rf"(?:you )?(?:specify|provide|enter) [a-z ]+ (?:with|using) {_ITEM}", "present"),
        (
            (
                r"you(?: are|'re)? (?:use|using|choose|select|provide|specify) (?:the |an? )?"
                rf"(?P<values>\S+) (?!{_NOUN}\b){_ITEM}"
            ),
            "value",
        ),
    )
)


_OR_IF = re.compile(r",? or (?:if|when) ")
# "when you set Codec, under Settings, to V"
_WITHIN = re.compile(r", (?:under|in) [^,]+,")


def recognise(passage: Passage, sentence: Sentence) -> Iterator[Rule]:
    """Read ``required if X is V``, ``If you specify A, you must specify B``, ``Don't use A if X is V``."""
    text = sentence.text
    conditional, together = _TRIGGER.search(text), _TOGETHER.search(text)
    if (
        len(passage.siblings) < 2
        or sentence.bulleted
        or not (" for " in text or conditional or together)
        or is_example(text)
        or is_advice(text)
    ):
        return
    text = without_adjuncts(text)
    if together and not conditional:
        yield from _together(passage, sentence, text)
    only = _only_if(passage, sentence)
    if only is not None:
        yield only
        return
    yield from _of_a_kind(passage, sentence)
    if not _TRIGGER.search(text):
        return
    for forbids, patterns in ((False, _REQUIRES), (True, _FORBIDS)):
        for pattern in patterns:
            match = pattern.search(text)
            rules = _rules(passage, sentence, match, forbids) if match else ()
            if rules:
                yield from rules
                break


def _together(passage: Passage, sentence: Sentence, text: str) -> Iterator[Requires]:
    """Read ``A must be specified with B``, ``Specify both A and B, or neither``, ``You must also use B``."""
    names = passage.names
    both = _BOTH.match(text)
    if both is not None:
        pair = names.resolve_all(both["both"] or both["all"])
        if pair and len(pair) == 2:
            yield Requires(Condition(pair[0], present=True), (pair[1],))
            yield Requires(Condition(pair[1], present=True), (pair[0],))
        return
    found = _WITH.match(text) or (_ALSO.match(text) if _is_about_all(passage, sentence) else None)
    if found is None or is_conditional(text):
        return
    groups = found.groupdict()
    first = names.resolve(groups.get("first") or "this")
    named = next((groups[name] for name in ("then", "own", "beside") if groups.get(name)), "")
    then = None if re.search(r"\bor\b", named) else names.resolve_all(named)
    if first and then and first not in then:
        yield Requires(Condition(first, present=True), then)


def _is_about_all(passage: Passage, sentence: Sentence) -> bool:
    """Tell whether the sentence before is about all values."""
    before = passage.before(sentence)
    return before is None or not (
        before.codes
        or before.bulleted
        or is_conditional(before.text)
        or before.text.startswith("To ")
        or any(is_code_like(word) and word.isupper() for word in before.text.split())
    )


def _of_a_kind(passage: Passage, sentence: Sentence) -> Iterator[Requires | Forbids]:
    """Read ``This parameter is not supported for gp2 volumes``, where a member is the volumes' type."""
    for pattern, forbids in _OF_A_KIND:
        match = pattern.match(sentence.text)
        if match is None:
            continue
        param = passage.names.resolve(f"{match['kind'].removesuffix('s')} type")
        then = passage.names.resolve_all(match["then"] or "this")
        values = literals(sentence, match["values"])
        if param and then and values and param not in then:
            condition = Condition(param, values)
            yield Forbids(condition, then) if forbids else Requires(condition, then)
        return


def _only_if(passage: Passage, sentence: Sentence) -> Rule | None:
    """Read ``This parameter is valid only when X is V``, and ``If ... V ..., this is the ...``."""
    match = _ONLY_IF.match(sentence.text)
    condition = condition_of(passage, sentence, match["condition"]) if match else None
    condition = condition or _only_meaning(passage, sentence)
    if condition is None or not passage.member or condition.param == passage.member:
        return None
    return OnlyIf(passage.member, condition)


def _only_meaning(passage: Passage, sentence: Sentence) -> Condition | None:
    """Give the condition of a member that is required on it, if the text has no meaning for it without."""
    match = _MEANS.match(sentence.text)
    if match is None:
        return None
    conditions = set()
    for other in passage.sentences:
        if other is sentence or is_example(other.text):
            continue
        needed = [found for pattern in _REQUIRES if (found := pattern.search(other.text))]
        rules = _rules(passage, other, needed[0], forbids=False) if needed else ()
        rule = rules[0] if rules else None
        if not isinstance(rule, Requires) or rule.then != (passage.member,):
            return None
        conditions.add(rule.condition)
    condition = conditions.pop() if len(conditions) == 1 else None
    named = (
        condition is not None
        and condition.one_of
        and all(str(value) in match["condition"] for value in condition.one_of)
    )
    return condition if named else None


def _rules(
    passage: Passage, sentence: Sentence, match: re.Match[str], forbids: bool
) -> tuple[Requires | Forbids | AtMostOne, ...]:
    """Give what a sentence says of each parameter; an ``A or B`` may be forbidden, but is never required."""
    conditions = [condition_of(passage, sentence, case) for case in _OR_IF.split(match["condition"])]
    named = match.groupdict().get("then") or "this"
    choice = not forbids and re.search(r"\bor\b", named)
    named = re.sub(r"^an? \w+ (?:in|for) (?=[A-Z])", "", named)
    then = None if choice else passage.names.resolve_all(named)
    known = [condition for condition in conditions if condition is not None]
    if len(known) < len(conditions) or not then or any(condition.param in then for condition in known):
        return ()
    if not forbids:
        both = len(then) == 1 and known[0].present and re.search(r"\bvice[ -]versa\b", sentence.text)
        back = [Requires(Condition(then[0], present=True), (known[0].param,))] if both else []
        return (*(Requires(condition, then) for condition in known), *back)
    return tuple(
        rule
        for condition in known
        for rule in (
            [AtMostOne((condition.param, other)) for other in then]
            if condition.present
            else [Forbids(condition, then)]
        )
    )


def condition_of(passage: Passage, sentence: Sentence, text: str) -> Condition | None:
    """Read a clause such as ``the frequency parameter is set to WEEKLY or BIWEEKLY``, all of it or None."""
    plain = _WITHIN.sub("", text).strip(' ,."')
    if re.search(r"\bthis (?:value|option|type|mode|method|action)$", plain, re.IGNORECASE):
        return None
    enabled = re.match(
        r"(?:you )?(?:(?:have )?enabled? (?P<left>.+)|(?P<right>.+) is (?:enabled|(?P<off>disabled)))$",
        plain,
        re.IGNORECASE,
    )
    if enabled:
        switch = _switch(passage, enabled["left"] or enabled["right"])
        if switch:
            return Condition(switch, (enabled["off"] is None,))
    for pattern, form in _CONDITIONS:
        match = pattern.match(plain)
        if match is None:
            continue
        param = passage.names.resolve(match["param"])
        if param is None:
            continue
        if form != "value":
            return Condition(param, present=form == "present")
        spelt = match["param"].strip() == param.rpartition(".")[2]
        values = literals(sentence, match["values"], words=spelt)
        if values:
            return Condition(param, values)
    own = _OWN_VALUE.match(plain) if passage.type == "string" else None
    values = literals(sentence, own["values"]) if own else ()
    return Condition(passage.member, values) if values else None


def _switch(passage: Passage, phrase: str) -> str | None:
    """Find the member that switches a feature on: ``LoggingEnabled``, ``EnableLogging`` or ``Enabled``."""
    names = passage.names
    named = names.resolve(f"{phrase} enabled") or names.resolve(f"enable {phrase}")
    phrase = re.sub(r"^the | parameter$", "", phrase)
    if named is None and re.match(r"(?:[Uu]se|[Ee]nable)[A-Z0-9]\w+$", phrase):
        named = names.resolve(phrase)
    holder = set(words_of(names.parent))
    if named is None and holder.issuperset(word for token in phrase.split() for word in words_of(token)):
        named = names.resolve("enabled")
    if named is None and _VERB.match(phrase):
        named = names.resolve(phrase)
    return named


# "If you enable ShowSpeakerLabels"
_VERB = re.compile(
    r"(?:Show|Allow|Include|Reset|Skip|Identify|Identification|Auto|Is|Has|Force|Require)[A-Z]\w+$|\w+Enabled$"
)


def literals(sentence: Sentence, text: str, *, words: bool = False) -> tuple[Scalar, ...]:
    """Read literals; with `words`, next to a member in its own spelling, plain ones with a capital too."""
    codes = {sentence.text[start:end] for start, end in sentence.codes}
    parts = [
        part.strip("\"' ")
        for part in SEPARATOR.split(re.sub(r"^(?:either|one of)(?: the following:?)? ", "", text.strip()))
    ]
    values: list[Scalar] = []
    literal = sum(is_code_like(part) for part in parts)
    for part in parts:
        quoted = f'"{part}"' in text or f"'{part}'" in text
        if not part or not (
            part in codes
            or quoted
            or (is_code_like(part) and " " not in part)
            or ((literal or words) and re.fullmatch(r"[A-Z][a-z]+", part))
            or (literal == len(parts) - 1 > 1 and re.fullmatch(r"[a-z]+", part))
            or part.lower() in ("true", "false")
        ):
            return ()
        values.append(_typed(part))
    return tuple(dict.fromkeys(values)) if len(set(map(str, values))) == len(values) else ()


def _typed(literal: str) -> Scalar:
    if literal.lower() in ("true", "false"):
        return literal.lower() == "true"
    return int(literal) if re.fullmatch(r"-?(?:0|[1-9]\d*)", literal) else literal
