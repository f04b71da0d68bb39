"""Filters that say by name what they go by: ``{"Name": "state", "Values": ["running"]}``.

Some say as well how values are compared (``Option``, ``Operator``, ``Condition``). An enumeration or
documentation tells which names and comparisons there are: for each operation, as they share such shapes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from botocore.model import OperationModel

from harness.contract.prose.text import sentences_of
from harness.models.resources import noun_words

if TYPE_CHECKING:
    from harness.contract.prose.text import Sentence

_NAMES = (
    "name",
    "key",
    "field",
    "type",
    "attribute",
    "filterkey",
    "filtername",
    "filtertype",
    "attributename",
)
_COMPARING = frozenset(
    ("option", "operator", "operation", "condition", "comparison", "comparator", "type", "match")
)
_LISTED = re.compile(r"<li>\s*(?:<p>)?\s*<code>([A-Za-z][\w.-]*)</code>(?!\s*:\s*&lt;)")
_VALID = r"(?:valid|supported|allowed)"
# "Valid filter names: a | b", "The following Key values aren't supported for GetThings: a, b, and c"
_NAMED = (
    re.compile(
        rf"\b{_VALID} (?:filter )?(?:names?|keys?|filters?|(?:key|name) values)(?: for \w+)?"
        r"(?: (?:are|is|includes?)(?: the following)?:?|:) ",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\bthe following (?:\w+ )?(?:names|keys|filters|(?:key|name) values|patterns)\b[^:,]*? "
        rf"are(?P<none>n't| not)? {_VALID}[^:,]*: ",
        re.IGNORECASE,
    ),
    re.compile(rf"^{_VALID} values(?: for name)?(?: are|:) ", re.IGNORECASE),
    re.compile(r"^(?:filter )?name can be (?:either|one of:?) ", re.IGNORECASE),
)
_OPTIONS = re.compile(
    rf"\b{_VALID} (?:options?|operators?|conditions?|comparisons?|values)(?: (?:are|include):?|:) "
    rf"|\bthe following (?:operators|conditions) are {_VALID}: ",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(r"\bexception\b|\bonly\b|\badditionally\b", re.IGNORECASE)


class Comparison(Enum):
    """How the value of an entry is compared with those that a filter wants."""

    EQUAL = "equals equal eq is in stringequals anyof"
    UNEQUAL = "notequals notequal ne isnot notin stringnotequals noneof"
    BEGINS = "beginswith beginwith startswith startwith"
    CONTAINS = "contains co"
    LACKS = "notcontains"

    @classmethod
    def named(cls, word: str) -> Comparison | None:
        """Return the comparison that a word means; None where that is not known."""
        plain = re.sub(r"[^a-z]", "", word.lower())
        return next((one for one in cls if plain in one.value.split()), None)


@dataclass(frozen=True, slots=True)
class FilterForm:
    """The members of a filter.

    Attributes:
        name: says what it goes by.
        values: has the values that are wanted, or the one.
        option: says how values are compared; None where they are only compared for being equal.
    """

    name: str
    values: str
    option: str | None = None


@dataclass(frozen=True, slots=True)
class FilterNames:
    """What filters of an operation go by.

    Attributes:
        listed: the names that documentation lists; none where it lists none.
        others: names that it says are of other operations.
    """

    listed: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def filter_form(shape: Any) -> FilterForm | None:
    """Return the members of the filters that a parameter takes; None if it is no list of such filters.

    Args:
        shape: the shape of the parameter.
    """
    if shape.type_name != "list" or shape.member.type_name != "structure":
        return None
    members = shape.member.members
    by_text = {"".join(noun_words(name)): name for name in members}
    name = next((by_text[text] for text in _NAMES if text in by_text), None)
    values = next(
        (
            given
            for given, member in members.items()
            if given != name and "value" in noun_words(given) and member.type_name in ("list", "string")
        ),
        None,
    )
    if name is None or values is None:
        return None
    others = (given for given in members if given not in (name, values))
    option = next((given for given in others if _COMPARING.intersection(noun_words(given)[-1:])), None)
    return FilterForm(name, values, option)


@lru_cache(maxsize=4096)
def filter_names(operation: OperationModel, path: tuple[str, ...]) -> FilterNames:
    """Return what the filters of a parameter go by.

    Args:
        operation: the operation.
        path: the path of the parameter, a list of filters (`filter_form`).
    """
    shape, form = _shape_at(operation, path)
    entry = shape.member
    # What a filter is says less than what this operation filters by: RDS lists all its operations there.
    texts = [one.documentation for one in (shape, entry, entry.members[form.name])]
    said = [found for text in texts for found in _said(operation, text)]
    others = tuple(dict.fromkeys(name for is_there, names in said if not is_there for name in names))
    listed: Sequence[str] = entry.members[form.name].metadata.get("enum") or ()
    listed = listed or next((found for text in texts if (found := _LISTED.findall(text))), [])
    listed = listed or next((names for is_there, names in said if is_there), ())
    no_names = {*others, form.values, form.option}
    return FilterNames(tuple(name for name in dict.fromkeys(listed) if name not in no_names), others)


@lru_cache(maxsize=4096)
def filter_options(operation: OperationModel, path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words for comparisons that the filters of a parameter take; none where none are listed.

    Args:
        operation: the operation.
        path: the path of the parameter, a list of filters (`filter_form`).
    """
    shape, form = _shape_at(operation, path)
    if form.option is None:
        return ()
    option = shape.member.members[form.option]
    listed = option.metadata.get("enum")
    if listed:
        return tuple(listed)
    about = _about(operation, option.documentation)
    return next((names for one in about if (names := _read(one, _OPTIONS)) and _is_general(one)), ())


def _shape_at(operation: OperationModel, path: tuple[str, ...]) -> tuple[Any, FilterForm]:
    shape: Any = operation.input_shape
    for name in path:
        shape = shape.members[name]
    form = filter_form(shape)
    assert form is not None
    return shape, form


def _said(operation: OperationModel, text: str) -> Iterator[tuple[bool, tuple[str, ...]]]:
    """Yield the names that sentences list: whether filters may have them, and the names."""
    for sentence in _about(operation, text):
        for pattern in _NAMED:
            match = pattern.search(sentence.text)
            names = _read(sentence, pattern)
            if match is not None and names:
                yield match.groupdict().get("none") is None, names
                break


def _about(operation: OperationModel, text: str) -> Iterator[Sentence]:
    """Yield the sentences of a text but those about other operations of the service."""
    if not re.search(_VALID, text, re.IGNORECASE) and "can be" not in text:
        return
    names = set(operation.service_model.operation_names)
    for sentence in sentences_of(text):
        named = names.intersection(re.findall(r"\w+", sentence.text))
        if not named or operation.name in named:
            yield sentence


def _read(sentence: Sentence, pattern: re.Pattern[str]) -> tuple[str, ...]:
    """Return the literals that a sentence lists after some words; none if they may be plain words."""
    from harness.contract.prose.values import read_values  # only where documentation has such a sentence

    match = pattern.search(sentence.text)
    values, end, certain = read_values(sentence, match.end()) if match is not None else ((), 0, False)
    is_whole = not sentence.text[end:].strip(" .")
    return values if is_whole and (certain or all(value[:1].isupper() for value in values)) else ()


def _is_general(sentence: Sentence) -> bool:
    return _EXCEPTION.search(sentence.text) is None
