"""``order``: one of two parameters comes before the other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.contract.rules import Order
from tools.facts.drafter.prose.stop import is_advice, is_example

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.contract.sentences import Sentence
    from tools.facts.drafter.passage import Passage

_NAME = r"(?P<{}>(?:the |this )?[A-Za-z][\w -]{{0,50}}?)"
_LEFT, _RIGHT = _NAME.format("left"), _NAME.format("right")
_VALUE = r"(?:the )?(?:value (?:of|for|specified for|that you specify for) )?"
_MUST = r"(?:must|should|has to|needs to)(?: always)? be"
_NEVER = r"(?:can't|cannot|can not|must not|may not|should not) be"
_AFTER, _BEFORE = (
    r"(?:after|later than|greater than|more than|larger than)",
    r"(?:before|earlier than|less than|prior to|smaller than|lower than)",
)
_NOT_AFTER, _NOT_BEFORE = (
    (
        "(?:no later than|less than or equal to|at or before|on or before|equal to or less than|"
        "equal to or before)"
    ),
    (
        "(?:no earlier than|greater than or equal to|at least equal to|at or after|on or after|"
        "equal to or greater than|equal to or after)"
    ),
)
_END = (
    "(?: (?:value|parameter|field|setting|"
    "property|specification|time ?stamp))*(?: (?:that )?(?:you )?(?:specify|specified|set))?(?: in (?:the|"
    r"this) request)?\s*(?:[.,;]|$|and (?:no|at) )"
)
_ERROR = (
    r"(?:an? [\w ]*(?:error|exception|\w+Exception) (?:is|will be) (?:returned|thrown)|"
    r"the (?:request|operation|call) fails|you (?:receive|get) an? \w*)"
)

# pattern, whether the first is the left one, relation
_SENTENCES = tuple(
    (re.compile(pattern, re.IGNORECASE), left_first, relation)
    for pattern, left_first, relation in (
        (rf"^(?:\W*){_VALUE}{_LEFT} {_MUST} {_NOT_AFTER} {_VALUE}{_RIGHT}{_END}", True, "<="),
        (rf"^(?:\W*){_VALUE}{_LEFT} {_MUST} {_NOT_BEFORE} {_VALUE}{_RIGHT}{_END}", False, "<="),
        (
            (
                rf"^(?:\W*){_VALUE}{_LEFT} {_MUST} (?:a \w+ )?(?:(?:time|date|"
                f"value) )?{_BEFORE} {_VALUE}{_RIGHT}{_END}"
            ),
            True,
            "<",
        ),
        (
            (
                rf"^(?:\W*){_VALUE}{_LEFT} {_MUST} (?:a \w+ )?(?:(?:time|date|"
                f"value) )?{_AFTER} {_VALUE}{_RIGHT}{_END}"
            ),
            False,
            "<",
        ),
        (rf"^(?:\W*){_VALUE}{_LEFT} {_NEVER} {_AFTER} {_VALUE}{_RIGHT}{_END}", True, "<="),
        (rf"^(?:\W*){_VALUE}{_LEFT} {_NEVER} {_BEFORE} {_VALUE}{_RIGHT}{_END}", False, "<="),
        (rf"^(?:\W*)if {_VALUE}{_LEFT}(?: is|'s) {_AFTER} {_VALUE}{_RIGHT}, {_ERROR}", True, "<="),
        (rf"^(?:\W*)if {_VALUE}{_LEFT}(?: is|'s) {_BEFORE} {_VALUE}{_RIGHT}, {_ERROR}", False, "<="),
        (
            (
                rf"^(?:\W*)(?:(?:the|this) (?:time|date|time ?stamp|value) )?must be {_AFTER} "
                rf"{_VALUE}{_RIGHT}{_END}"
            ),
            False,
            "<",
        ),
        (
            (
                rf"^(?:\W*)(?:(?:the|this) (?:time|date|time ?stamp|value) )?must be {_BEFORE} "
                rf"{_VALUE}{_RIGHT}{_END}"
            ),
            True,
            "<",
        ),
        (rf"^(?:\W*)must be {_NOT_BEFORE} {_VALUE}{_RIGHT}{_END}", False, "<="),
        (rf"^(?:\W*)must be {_NOT_AFTER} {_VALUE}{_RIGHT}{_END}", True, "<="),
    )
)
_TRIGGER = re.compile(r"\b(?:after|before|later|earlier|than|prior|equal)\b", re.IGNORECASE)


def recognise(passage: Passage, sentence: Sentence) -> Iterator[Order]:
    """Read ``StartTime must be before EndTime``, ``If the start is after the end, an error is returned``."""
    text = sentence.text
    if len(passage.siblings) < 2 or not _TRIGGER.search(text) or is_example(text) or is_advice(text):
        return
    for pattern, left_first, relation in _SENTENCES:
        match = pattern.search(text)
        if match is None:
            continue
        left = _param(passage, match.groupdict().get("left") or "this")
        right = _param(passage, match["right"])
        if left is not None and right is not None and left != right:
            yield Order((left, right) if left_first else (right, left), "<" if relation == "<" else "<=")
            return


def _param(passage: Passage, phrase: str) -> str | None:
    """Resolve a name with what prose adds or swaps: ``the specified start date`` names ``StartTime``."""
    plain = re.sub(r"\b(?:specified|provided|given|requested) ", "", phrase)
    dated = re.sub(r"\bdate$", "time", plain, flags=re.IGNORECASE)
    return passage.names.resolve(plain) or passage.names.resolve(dated)
