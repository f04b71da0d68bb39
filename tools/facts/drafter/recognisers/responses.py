"""Rules on a response from its members' documentation: lengths, order, steps, presence, echoed parameters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.contract.rules import (
    AbsentIf,
    Condition,
    Echoes,
    Matches,
    PresentOnlyIf,
    SameLength,
    Sorted,
    Spacing,
)
from harness.contract.sentences import sentences_of
from harness.contract.words import word_set, words_of
from tools.facts.drafter.passage import Passage
from tools.facts.drafter.prose.numbers import units_in
from tools.facts.drafter.recognisers.conditions import condition_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.contract.rules import Rule
    from harness.contract.sentences import Sentence
    from tools.facts.drafter.call import Call

_AS_MANY = re.compile(
    r"\bnumber of (?P<left>[a-z ]+?) (?:is equal to|equals|is the same as|matches|must match|"
    r"must be equal to) the number of (?P<right>[a-z ]+?)\s*(?:[.,;]|$)",
    re.IGNORECASE,
)


def same_length(call: Call, member: str, sentence: Sentence) -> Iterator[Rule]:
    """Read ``The number of values is equal to the number of timestamps``."""
    match = _AS_MANY.search(sentence.text)
    if match and member in call.lists:
        left, right = call.list_of(match["left"]), call.list_of(match["right"])
        if left and right and left != right and member in (left, right):
            yield SameLength((left, right))


_NEWEST = re.compile(
    r"\b(?:most recent|newest|latest)(?: \w+){0,2}(?: (?:is|are))?(?: (?:listed|returned|"
    r"shown|displayed|appears?))? first\b|\bin reverse chronological order\b|"
    r"\b(?:sorted|ordered|listed) (?:from|by) (?:most recent|newest) to (?:least recent|oldest)\b",
    re.IGNORECASE,
)
_OLDEST = re.compile(
    r"\b(?:oldest|earliest|least recent)(?: \w+){0,2}(?: (?:is|are))?(?: (?:listed|returned|"
    r"shown|displayed|appears?))? first\b|(?<!reverse )\bin chronological order\b|"
    r"\b(?:sorted|ordered|listed) (?:from|by) (?:oldest|least recent) to (?:newest|most recent)\b",
    re.IGNORECASE,
)
_SORT_PARAM = re.compile(r"sort|order|reverse|direction|ascending|descending|forward|head", re.IGNORECASE)


def ordered(call: Call, member: str, sentence: Sentence) -> Iterator[Rule]:
    """Read ``The most recent event is listed first``, of entries with one time, if no parameter sorts."""
    newest, oldest = _NEWEST.search(sentence.text), _OLDEST.search(sentence.text)
    if member not in call.lists or bool(newest) is bool(oldest) or any(map(_SORT_PARAM.search, call.params)):
        return
    if re.search(r"\b(?:if|when|default|unless)\b", sentence.text, re.IGNORECASE):
        return
    moments = call.moments_of(member_words(member))
    if moments:
        yield Sorted(
            member,
            moments.removeprefix(f"{member}[]").removeprefix("."),
            "descending" if newest else "ascending",
        )


_BY_CODE = re.compile(
    r"\b(?:ASCII|UTF-8)[- ]sorted\b|\bin (?:ascending )?(?:ASCII|UTF-8|lexicographic(?:al)?) order\b|"
    r"\b(?:sorted|ordered|listed) lexicographically\b",
    re.IGNORECASE,
)
_OR_ELSE = re.compile(
    r"\b(?:for|if|when|default|unless|not|revers\w*|descending|beginning)\b|n't\b", re.IGNORECASE
)


def ordered_by_name(call: Call, _: str, sentence: Sentence) -> Iterator[Rule]:
    """Read ``The results are ASCII-sorted by log group name``, of one list of names or of what has one."""
    if not _BY_CODE.search(sentence.text) or _OR_ELSE.search(sentence.text) or len(call.lists) != 1:
        return
    revers = re.search(r"\brevers", call.operation.documentation, re.IGNORECASE)
    if revers or any(map(_SORT_PARAM.search, call.params)) or "EncodingType" in call.members:
        return
    ((member, element),) = call.lists.items()
    if element.type_name == "string":
        yield Sorted(member, "", "ascending")
    elif element.type_name == "structure":
        said = word_set(re.sub(r"[^a-z]+", " ", sentence.text.lower()))
        named = [
            name
            for name, shape in element.members.items()
            if shape.type_name == "string"
            and (words := words_of(name))[-1] == "name"
            and said.issuperset(words)
        ]
        if len(named) == 1:
            yield Sorted(member, named[0], "ascending")


def member_words(member: str) -> str:
    """Write a member's name as words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", member)


_INTERVALS = re.compile(
    r"\bat intervals (?:corresponding to|of|equal to|defined by) the (?:specified|requested|"
    r"given) (?P<param>[a-z ]+?)\s*(?:[.,;]|$)",
    re.IGNORECASE,
)


def spacing(call: Call, member: str, sentence: Sentence) -> Iterator[Rule]:
    """Read ``at intervals corresponding to the specified time period``; the parameter counts seconds."""
    match = _INTERVALS.search(sentence.text)
    if match and member in call.lists and call.lists[member].type_name == "timestamp":
        param = call.param_for(match["param"], ("integer", "long"))
        if param and units_in(" ".join(s.text for s in sentences_of(call.params[param].documentation))) == {
            "second"
        }:
            yield Spacing(member, param, _filled(call))


def _filled(call: Call) -> Condition | None:
    """Find the parameter value that asks for every step, in an enum of ``Fill...`` and ``NonZero...``."""
    for name, shape in call.params.items():
        values = getattr(shape, "enum", ())
        filled = [value for value in values if value.lower().startswith("fill")]
        if len(values) == 2 and len(filled) == 1 and any("non" in value.lower() for value in values):
            return Condition(name, (filled[0],))
    return None


_ONLY_IF = re.compile(
    "^(?:this (?:field|member|parameter|element|value|property|"
    r"is)?\s*(?:is )?)?only (?:returned|present|included|populated|provided|set|available|"
    "displayed|valid)"
    r" (?:if|when) (?:the )?(?P<condition>.+?)\s*\.?$",
    re.IGNORECASE,
)
_IS_ONLY_IF = re.compile(
    "^(?:this (?:field|member|parameter|element|value|property)|it) (?:is|"
    "will be) (?:only )?(?:returned|present|included|populated|provided) only (?:if|"
    r"when) (?:the )?(?P<condition>.+?)\s*\.?$",
    re.IGNORECASE,
)


def present_only_if(call: Call, member: str, sentence: Sentence) -> Iterator[Rule]:
    """Read ``Only returned if the InsightType parameter was set to V``, of the request or the response."""
    match = _ONLY_IF.match(sentence.text) or _IS_ONLY_IF.match(sentence.text)
    if match is None:
        return
    text = re.sub(r"\b(?:was|were)\b", "is", match["condition"])
    asked = _condition(call, sentence, text, on_response=False)
    returned = _condition(call, sentence, text, on_response=True)
    condition = asked if asked and (not returned or "parameter" in text or "request" in text) else returned
    if condition and condition.param != member:
        yield PresentOnlyIf(member, condition)


def _condition(call: Call, sentence: Sentence, text: str, *, on_response: bool) -> Condition | None:
    shapes = call.members if on_response else call.params
    passage = Passage("", "operation", tuple(shapes), (sentence,))
    found = condition_of(passage, sentence, text)
    if found is None or found.present is False:
        return None
    shape = shapes[found.param]
    known = getattr(shape, "enum", ())
    if shape.type_name not in ("string", "boolean", "integer", "long") and found.one_of:
        return None
    if known and not set(found.one_of) <= set(known):
        return None
    return Condition(found.param, found.one_of, found.present, on_response)


_EMPTY_WHILE = re.compile(
    "^if the (?P<thing>[a-z ]+?) (?:hasn't|has not|isn't|is not) (?P<done>ended|finished|"
    "completed|complete|resolved|closed)(?: yet)?, (?:then )?(?:this|the) (?:value|field|"
    "member)? ?(?:is|will be) (?:empty|null|not (?:present|returned|included))",
    re.IGNORECASE,
)
_LIVE = frozenset(("ACTIVE", "IN_PROGRESS", "RUNNING", "OPEN", "ONGOING"))
_STATUS = re.compile(r"(?:status|state)$", re.IGNORECASE)


def absent_while(call: Call, member: str, sentence: Sentence) -> Iterator[Rule]:
    """Read ``If the event hasn't ended yet, this value is empty``, with a status of one live value in two."""
    if not _EMPTY_WHILE.match(sentence.text):
        return
    for name, shape in call.members.items():
        live = [value for value in getattr(shape, "enum", ()) if value.upper() in _LIVE]
        if _STATUS.search(name) and len(live) == 1 and len(shape.enum) == 2:
            yield AbsentIf(member, Condition(name, (live[0],), on_response=True))


_HEADER_EXCEPT = re.compile(
    r"\breturns this header for all [a-z]+ except for (?:S3 )?(?P<value>[A-Z][a-z]+) [a-z ]+ objects\b"
)


def absent_for(call: Call, member: str, sentence: Sentence) -> Iterator[Rule]:
    """Read ``returns this header for all objects except for S3 Standard storage class objects``."""
    match, shape = _HEADER_EXCEPT.search(sentence.text), call.members[member]
    if match is None or shape.serialization.get("location") != "header":
        return
    for value in getattr(shape, "enum", ()):
        if value.lower() == match["value"].lower():
            yield AbsentIf(member, Condition(member, (value,), on_response=True))


_READS = re.compile(r"^(?:Get|List|Describe|BatchGet)")
_OTHER_SPELLING = re.compile(
    r"\b(?:ARNs?|Amazon Resource Names?|IDs?|identif\w+|alias|version|either)\b", re.IGNORECASE
)
_ARN = "arn:aws:service:us-east-1:123456789012:thing/name"


def echoed(call: Call, member: str, sentence: Sentence) -> Iterator[Rule]:
    """Read a member that carries the very words of a required parameter, in an operation that only reads.

    Only where the parameter has one spelling: an enum, a pattern that admits no ARN in the name's place, or
    words that name no other one, in a response that repeats every required parameter.
    """
    if sentence.index or not _READS.match(call.operation.name) or not _repeats(call, member):
        return
    shape, required = call.members[member], call.operation.input_shape.required_members
    pattern = shape.metadata.get("pattern")
    if pattern is None and "enum" not in shape.metadata:
        all_repeated = len(required) > 1 and all(_repeats(call, name) for name in required)
        one_spelling = all_repeated and not _OTHER_SPELLING.search(sentence.text)
    else:
        one_spelling = pattern is None or not _admits(pattern, _ARN)
    if one_spelling and member in required:
        yield Echoes(member, member)


def _repeats(call: Call, name: str) -> bool:
    """Tell whether parameter and response member of one name are of one kind, in the same words."""
    param, shape = call.params.get(name), call.members.get(name)
    if param is None or shape is None or param.type_name != shape.type_name:
        return False
    return bool(param.documentation) and (
        (param.documentation, param.metadata.get("enum")) == (shape.documentation, shape.metadata.get("enum"))
    )


def _admits(pattern: str, text: str) -> bool:
    try:
        return re.search(pattern, text) is not None
    except re.error:
        return True


_BASED_ON = re.compile(
    r"\b(?:returned|filtered|matched) (?:based on|by|according to) the (?P<params>[^.]+?) specified\b",
    re.IGNORECASE,
)


def matching(call: Call, member: str, sentence: Sentence) -> Iterator[Rule]:
    """Read ``A list of events returned based on the ... Dimensions specified``, of a map parameter."""
    match = _BASED_ON.search(sentence.text)
    if match is None or member not in call.lists or call.lists[member].type_name != "structure":
        return
    for param in call.request.mentioned(match["params"]):
        shape = call.params[param]
        if shape.type_name == "map" and shape.value.type_name == "string":
            yield Matches(member, param)


OF_MEMBERS = (same_length, ordered, spacing, present_only_if, absent_while, absent_for, echoed, matching)
