"""``value_if``: the value that a parameter must have when another one is given, or has a value of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.contract.rules import Condition, Requires, ValueIf
from tools.facts.drafter.prose.stop import is_advice, is_example
from tools.facts.drafter.recognisers.conditions import condition_of, literals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.contract.rules import Rule
    from harness.contract.sentences import Sentence
    from tools.facts.drafter.passage import Passage

_NOUN = r"(?: (?:parameter|flag|field|property|attribute|option|element))?"
_ITEM = rf"(?:the )?(?:values? (?:for|of) )?(?:the )?(?P<param>[A-Za-z]\w*){_NOUN}"
_VALUE = r"[\w\"'-]+(?:\.[\w\"'-]+)*"
_VALUES = rf"(?:the value )?(?P<values>{_VALUE}(?:(?:, or |, | or ){_VALUE})*)"
_MUST = r"(?:must|need to|have to|are required to)(?: also)?"
_SET = rf"(?:you )?{_MUST} set {_ITEM} to {_VALUES}"
_BE = rf"{_ITEM} must (?:also )?be (?:set to )?{_VALUES}"
_IF = r"^\W*(?:however, |note that )?(?:if|when) (?P<condition>[^.;]{3,120}?), (?:then )?"
_TO_USE = r"(?:in order )?to (?:use|specify|include|set) (?P<condition>(?:this|the|an?)? ?[\w ]{3,60}?)"
_END = r"\s*(?:[.;]|, (?:and|because|as)\b| because\b|$)"

_SETTINGS = tuple(
    (re.compile(pattern, re.IGNORECASE), is_asked_for)
    for pattern, is_asked_for in (
        (rf"{_IF}{_SET}{_END}", True),
        (rf"{_IF}{_BE}{_END}", False),
        (rf"^\W*{_BE},? (?:if|when) (?P<condition>[^.;]{{3,120}}?){_END}", False),
        (rf"^\W*{_SET} {_TO_USE}{_END}", True),
        (rf"^\W*{_TO_USE}, {_SET}{_END}", True),
        (rf"^\W*{_TO_USE}, {_BE}{_END}", False),
    )
)
_OWN = re.compile(
    r"(?:(?:this|it|the)(?: (?:parameter|value|field|attribute|property|option))? is )?"
    r"(?:specified|provided|supplied|set|included|given|used)$",
    re.IGNORECASE,
)


def recognise(passage: Passage, sentence: Sentence) -> Iterator[Rule]:
    """Read ``If specified, you must set FunctionVersion to ALL``, ``If A is NONE, B must be NONE``."""
    text = sentence.text
    if " must " not in text and " to set " not in text:
        return
    if len(passage.siblings) < 2 or sentence.bulleted or is_example(text) or is_advice(text):
        return
    for pattern, is_asked_for in _SETTINGS:
        match = pattern.match(text)
        condition = _condition(passage, sentence, match["condition"]) if match else None
        param = passage.names.resolve(match["param"]) if match else None
        values = literals(sentence, match["values"], words=True) if match else ()
        if condition is None or param is None or not values or condition.param == param:
            continue
        yield ValueIf(condition, param, values)
        if is_asked_for and False not in values:  # what is left out is off
            yield Requires(condition, (param,))
        return


def _condition(passage: Passage, sentence: Sentence, text: str) -> Condition | None:
    own = passage.member if _OWN.match(text.strip()) else None
    named = own or (passage.names.resolve(text) if " is " not in text else None)
    found = Condition(named, present=True) if named else condition_of(passage, sentence, text)
    if found is not None and found.present and found.param == passage.member and passage.type == "boolean":
        return Condition(found.param, (True,))  # who uses a switch has it on
    return found
