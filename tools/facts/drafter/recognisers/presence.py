"""When members at any depth of a result are there, by a member next to them or a switch of the request.

Strict, as endpoints are held to it: a condition is of nothing but a member and its documented values.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.contract.rules import AbsentIf, Condition, PresentOnlyIf
from harness.contract.sentences import sentences_of
from harness.contract.source import Source
from harness.contract.words import word_set, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from botocore.model import Shape

_THERE = r"(?:returned|present|included|populated|provided|displayed|shown|set|available)"
_WHEN = r"(?:if|when|for|in) (?P<clause>[^.;()]+?)\)?[.,]?$"
_ONLY = re.compile(
    rf"^(?P<before>.*?)\b(?:only (?:is |be )?{_THERE}|{_THERE}(?: only)?|(?:only )?appears(?: only)?) "
    rf"{_WHEN}",
    re.IGNORECASE,
)
_NOT = re.compile(
    rf"^(?P<before>.*?)\b(?:omitted|absent|(?:not|isn't|never) (?:be )?{_THERE}"
    rf"|(?:is|will be) (?:null|empty)) {_WHEN}",
    re.IGNORECASE,
)
_ALSO = re.compile(rf"\balso {_THERE} (?:if|when|for)\b", re.IGNORECASE)
_ITSELF = re.compile(
    r"(?:(?:This|The) (?:field|member|parameter|element|value|property)(?: (?:is|will be))?|It is|This is|"
    r".*, which is|.*\()?",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"(?:An?|The) (?P<words>[a-z ]+?) (?:is|are)", re.IGNORECASE)
_PLAIN = word_set(
    "the value of for field is are was set to a an in or either state status this member has with type types"
    " mode"
)
_SWITCH = re.compile(
    r"(?:you (?:set|specif(?:y|ied)|pass) )?(?:the )?(?P<param>\w+)(?: parameter)? (?:is |was )?(?:set )?"
    r"(?:to |as )?(?P<value>true|false) in (?:the|your) (?:\w+ )?request",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w/-]+")


def presence(holder: Shape, params: Mapping[str, Shape]) -> Iterator[PresentOnlyIf | AbsentIf]:
    """Read ``This field is only present if status is FAILED`` of the members of a structure of a result.

    Also ``Present when protocol is HTTPS`` and ``This value is not returned when Status is PENDING``.

    Args:
        holder: the structure.
        params: the parameters of the request.
    """
    for name, member in holder.members.items():
        sentences = sentences_of(member.documentation)
        if any(_ALSO.search(sentence.text) for sentence in sentences):
            continue  # "It is also present when ..."
        for sentence in sentences:
            for form, kind in ((_NOT, AbsentIf), (_ONLY, PresentOnlyIf)):
                match = form.match(sentence.text)
                if match is None or not _is_itself(name, match["before"].strip()):
                    continue
                condition = _condition(name, match["clause"], holder, params)
                if condition is not None:
                    source = Source("prose", "response", name, sentence.index, sentence.text)
                    yield kind(name, condition, source=source)
                    break


def _is_itself(name: str, before: str) -> bool:
    """Tell whether it is the member of which a sentence speaks."""
    if _ITSELF.fullmatch(before):
        return True
    subject = _SUBJECT.fullmatch(before)
    return subject is not None and set(subject["words"].lower().split()) <= set(words_of(name))


def _condition(name: str, clause: str, holder: Shape, params: Mapping[str, Shape]) -> Condition | None:
    switch = _SWITCH.fullmatch(clause)
    if switch is not None:
        named = [param for param in params if param.lower() == switch["param"].lower()]
        if len(named) == 1 and params[named[0]].type_name == "boolean":
            return Condition(named[0], (switch["value"].lower() == "true",))
        return None
    found = [
        Condition(other, values, on_response=True)
        for other, shape in holder.members.items()
        if other != name and (values := _values_in(clause, other, shape.metadata.get("enum", ())))
    ]
    return found[0] if len(found) == 1 else None


def _values_in(clause: str, member: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values of a member of which alone a clause speaks; none if it says more."""
    rest = re.sub(re.escape(member), " ", clause, flags=re.IGNORECASE)
    spaced = " ".join(words_of(member))
    rest = re.sub(rf"\b{re.escape(spaced)}s?\b", " ", rest, flags=re.IGNORECASE)
    is_named = rest != clause or words_of(member)[-1] in ("status", "state")
    by_name = {value.lower(): value for value in known}
    words = [word.lower() for word in _WORD.findall(rest)]
    values = tuple(dict.fromkeys(by_name[word] for word in words if word in by_name))
    others = [word for word in words if word not in by_name and word not in _PLAIN]
    return values if is_named and values and not others else ()
