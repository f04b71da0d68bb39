"""Parameters that say how much an answer shows.

Some are true or false, and show a member or leave it out: "If true, the public key material is included in
the response" (EC2's ``IncludePublicKey``). Others let more entries into a list: ``IncludeDeleted``, and of
several values ``ALL``.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from harness.contract.contract import Contract
from harness.contract.paths.member import holders
from harness.contract.rules import Default
from harness.contract.sentences import sentences_of
from harness.contract.words import words_of
from harness.models.resources import parse_name
from harness.synth.responses.answer import Answer
from harness.synth.responses.matching import every_of
from harness.synth.values.plausible.place import singular

_SHOWS = re.compile(r"(?i:include|show|return|load|fetch|list|retrieve)(?=[A-Z])")
_SAYS = re.compile(
    r"\b(?:whether|indicates if|if (?:set to )?true|when (?:set to )?true|(?:set (?:this )?to|specify) true"
    r"|(?:true|false)\)|if this parameter is specified|a boolean (?:value|flag))\b.*"
    r"\b(?:include[sd]?|return(?:s|ed)?|show|contains?|list)\b|\breturn the \w+ field\b.*\bto true\b",
    re.IGNORECASE,
)
# Entries with these words are in a list next to the others.
_NEXT_TO_IT = frozenset(
    (
        *("deleted", "shared", "public", "inactive", "children", "child", "linked", "all", "managed"),
        *("deprecated", "hidden", "disabled", "cascaded", "canceled", "waiting", "queued", "planned"),
        *("sensitive", "resolved", "unsupported", "indirect", "archived", "scaled", "root", "shadow"),
    )
)
_ONLY = re.compile(r"\bonly\b(?! (?:if|when)\b)", re.IGNORECASE)
_DEEPEST = 3
_NOT_BY_DEFAULT = re.compile(
    r"\bnot (?:present|included|returned)\b.*\bby default\b|^off by default\b|^when omitted, .*\bonly\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Switch:
    """A parameter that shows members of an answer, or leaves them out.

    Attributes:
        param: the parameter, true where they are shown.
        paths: the members.
        usual: what the parameter is where it is left out; None where that is not documented.
        sentence: what says so.
    """

    param: str
    paths: tuple[str, ...]
    usual: bool | None
    sentence: str

    def hides(self, params: Mapping[str, Any]) -> bool:
        """Tell whether a request has the members left out."""
        return params.get(self.param, self.usual) is False


@lru_cache(maxsize=4096)
def switches_of(contract: Contract) -> tuple[Switch, ...]:
    """Return the parameters of an operation that show members of its answer.

    Args:
        contract: the operation's contract.
    """
    operation: Any = contract.operation_model
    if operation.input_shape is None or operation.output_shape is None:
        return ()
    if not parse_name(operation.name).role:
        return ()  # SNS's Subscribe needs what its parameter shows in some cases only
    usual = {rule.param: rule.value for rule in contract.rules if isinstance(rule, Default)}
    found = []
    for name, shape in operation.input_shape.members.items():
        if shape.type_name != "boolean" or name in operation.input_shape.required_members:
            continue
        verb, texts = _SHOWS.match(name), [one.text for one in sentences_of(shape.documentation)]
        said = next((text for text in texts if _SAYS.search(text)), "")
        if verb is None or not said or not _speaks_of(said, name[verb.end() :]):
            continue
        letters = _letters(name[verb.end() :])
        if letters == "".join(parse_name(operation.name).noun):
            continue  # what the answer is about is there all the same
        if paths := _named(operation.output_shape, letters):
            value = usual.get(name, False if any(map(_NOT_BY_DEFAULT.search, texts)) else None)
            found.append(Switch(name, paths, value if isinstance(value, bool) else None, said))
    return tuple(found)


def _speaks_of(text: str, name: str) -> bool:
    """Tell whether a sentence has all words of a member's name, or such as begin with them."""
    said = re.findall("[a-z]+", text.lower())
    return all(any(word.startswith(singular(own)) for word in said) for own in words_of(name))


def _named(output: Any, letters: str) -> tuple[str, ...]:
    """Return the members of a name that are nearest to the top, and may be left out."""
    level: list[tuple[str, Any]] = [("", output)]
    for _ in range(_DEEPEST):
        found, below = [], []
        for path, shape in level:
            for name, member in shape.members.items():
                inner = f"{path}.{name}".lstrip(".")
                is_needed = name in shape.required_members
                if _letters(name) == letters and not is_needed and member.type_name != "boolean":
                    found.append(inner)
                while member.type_name == "list":
                    inner, member = f"{inner}[]", member.member
                if member.type_name == "structure":
                    below.append((inner, member))
        if found:
            return tuple(found)
        level = below
    return ()


def _letters(name: str) -> str:
    return "".join(map(singular, words_of(name)))


@dataclass(frozen=True, slots=True)
class Widening:
    """A parameter that lets more entries into a list.

    Attributes:
        param: the parameter.
        fewer: its values with which fewer entries come back.
        more: the value with which all of these do so.
    """

    param: str
    fewer: tuple[Any, ...]
    more: Any


@lru_cache(maxsize=4096)
def widening(contract: Contract) -> tuple[Widening, ...]:
    """Return the parameters of an operation that let more entries into its list.

    Args:
        contract: the operation's contract.
    """
    shape: Any = contract.operation_model.input_shape
    shown = {switch.param for switch in switches_of(contract)}
    found = []
    for name, member in shape.members.items() if shape is not None else ():
        values = member.metadata.get("enum", ())
        if name in shown or (member.type_name == "boolean" and name in shape.required_members):
            continue
        if member.type_name == "boolean" and _widens(name, member):
            found.append(Widening(name, (False,), True))
        if (every := every_of(values)) is not None:
            found.append(Widening(name, tuple(value for value in values if value != every), every))
    return tuple(found)


def _widens(name: str, shape: Any) -> bool:
    words = words_of(name)
    is_more = words[:1] == ["include"] and not _NEXT_TO_IT.isdisjoint(words)
    texts: Iterator[str] = (one.text for one in sentences_of(shape.documentation))
    return is_more and not any(_ONLY.search(text) and "true" in text.lower() for text in texts)


def without_hidden(held_to: Contract, params: Mapping[str, Any], answer: Answer) -> Answer:
    """Return an answer without the members that its request has left out.

    Args:
        held_to: the operation's contract.
        params: the request's parameters.
        answer: the answer.
    """
    hidden = [switch for switch in switches_of(held_to) if switch.hides(params)]
    if not hidden or answer.response is None:
        return answer
    response = copy.deepcopy(answer.response)  # the answer may be kept for a request that shows them
    for switch in hidden:
        for path in switch.paths:
            for holder, name in holders(response, path):
                holder.pop(name, None)
    return replace(answer, response=response)
