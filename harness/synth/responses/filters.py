"""Filters that say by name what they go by: ``{"Name": "state", "Values": ["running"]}``.

Some say as well how values are compared (``Option``, ``Operator``, ``Condition``). An enumeration or
documentation tells which names and comparisons there are: for each operation, as they share such shapes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from botocore.model import OperationModel

from harness.contract.sentences import sentences_of
from harness.models.resources import noun_words
from harness.synth.responses.matching import WILDCARDS, Matching, matching_of

if TYPE_CHECKING:
    from harness.contract.sentences import Sentence

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
_LIST_TAG = re.compile(r"<(?P<ends>/?)(?P<tag>ul|ol|dl|li|dt|dd)\b[^>]*>", re.IGNORECASE)
_HEADING = re.compile(r"<p>\s*<b>(.*?)</b>\s*</p>")
# "<code>state</code> - The state", "name: <code>JOB_NAME</code>", but not "<code>tag</code>:&lt;key&gt;"
_ITEM_NAME = re.compile(
    r"\s*(?:<[pbi]>\s*)*(?:name:\s*)?<code>\s*(?:attribute = )?(?P<name>[A-Za-z][\w.-]*)\s*</code>"
    r"(?!\s*:\s*&lt;)",
    re.IGNORECASE,
)
# "<b>name</b>: The name", "NAME: The name", where the model lists the names
_PLAIN_NAME = re.compile(r"\s*(?:<[pbi]>\s*)*(?P<name>[A-Za-z][\w.-]*)\s*(?:</[bi]>|:)")
# "path-found - A Boolean value", where what is before the list says that it has names
_BARE_NAME = re.compile(r"\s*(?:<p>\s*)?(?P<name>[a-z][\w.-]*)(?: - |\s*(?:</p>\s*)?$)")
_HAS_NAMES = re.compile(r"\bnames\b.*\bare:|^The filters\..*\bvalues:", re.IGNORECASE)
_TERM_NAME = re.compile(r"\s*(?:<code>)?\s*(?P<name>[A-Za-z][\w.-]*)\s*(?:</code>)?[ \t]*\n")
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
    re.compile(r"\bthe only supported filter(?: name| key)? is ", re.IGNORECASE),
)
# Where nothing lists the names as such: "You can filter on <code>name</code> and <code>type</code>."
_CODES = r"(?P<codes>(?:<code>[A-Za-z][\w.-]*</code>(?:,? and |,? or |, )?)+)"
_IN_PASSING = tuple(
    re.compile(words.replace("CODES", _CODES), re.IGNORECASE)
    for words in (
        r"\bsupported filters?(?: names?| keys?)?(?: is|:) CODES",
        r"\bonly supports CODES",
        r"\bonly CODES filter",
        r"\byou can filter on CODES",
        r"\bfollowing filters\b[^:<]*: CODES",
        r"\busing the CODES filter",
        r"\bto filter on\. The only valid value is CODES",
    )
)
_OPTIONS = re.compile(
    rf"\b{_VALID} (?:options?|operators?|conditions?|comparisons?|values)(?: (?:are|include):?|:) "
    rf"|\bthe following (?:operators|conditions) are {_VALID}: ",
    re.IGNORECASE,
)
# "<code>tag</code>:&lt;key&gt;", "specify <code>tag:Owner</code> for the filter name"
_OF_TAGS = re.compile(
    r"<code>\s*tag(?:</code>)?:(?:&lt;key&gt;|key\b)|<code>tag:\w+</code> for the filter name", re.IGNORECASE
)
_OWN_CASE = re.compile(r"\bfilter names are case[- ]sensitive", re.IGNORECASE)
_OF_NAMES = re.compile(r"\bnames are case[- ](?:in)?sensitive", re.IGNORECASE)
_UNSUPPORTED = re.compile(
    r"(?:this (?:parameter|filter) (?:isn't|is not)|^\W*(?:<p>)?\s*not) (?:currently |yet )?supported"
    r"|\bno supported filters",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(r"\bexception\b|\bonly\b|\badditionally\b", re.IGNORECASE)


class Comparison(Enum):
    """How the value of an entry is compared with those that a filter wants."""

    EQUAL = "equals equal eq is in stringequals anyof exact"
    UNEQUAL = "notequals notequal ne neq isnot notin stringnotequals noneof"
    BEGINS = "beginswith beginwith startswith startwith prefix"
    CONTAINS = "contains co"
    LACKS = "notcontains"
    ABOVE = "greaterthan gt"
    FROM = "greaterthanorequal greaterthanorequals greaterthanequals gte ge"
    BELOW = "lessthan lt"
    UP_TO = "lessthanorequal lessthanorequals lessthanequals lte le"

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
        said: what documentation says of a listed name, where its list says more than the name.
        tags: whether a name may be that of a tag: ``tag:Owner``.
        none: whether documentation says that there are no filters yet.
        own_case: whether it says that a name in another case is no name.
    """

    listed: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict, compare=False)
    tags: bool = field(default=False, compare=False)
    none: bool = False
    own_case: bool = field(default=False, compare=False)


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
    if _UNSUPPORTED.search(shape.documentation):
        return FilterNames(none=True)
    # What is listed may be operations that take filters (RDS), or the members of a filter.
    no_names = {*others, *operation.service_model.operation_names, form.values, form.option}
    no_names.update(filter_options(operation, path))
    known = entry.members[form.name].metadata.get("enum") or ()
    lists = (_described(operation, text, known) for text in texts)
    described = next((found for found in lists if form.values not in found and set(found) - no_names), {})
    listed: Sequence[str] = known or tuple(described)
    listed = listed or next(filter(None, map(_named_in_passing, texts)), ())
    listed = listed or next((names for is_there, names in said if is_there and set(names) - no_names), ())
    kept = tuple(name for name in dict.fromkeys(listed) if name not in no_names)
    tags = any(_OF_TAGS.search(text) for text in (*texts, *_said_of_entries(operation)))
    said_of = {name: described[name] for name in kept if name in described}
    own_case = any(_OWN_CASE.search(text) for text in texts)
    return FilterNames(kept, others, said_of, tags, own_case=own_case)


def _said_of_entries(operation: OperationModel) -> Iterator[str]:
    """Yield what is said of the members of the entries that an operation lists."""
    output: Any = operation.output_shape
    for member in output.members.values() if output is not None else ():
        if member.type_name == "list" and member.member.type_name == "structure":
            yield from (one.documentation for one in member.member.members.values())


def _described(operation: OperationModel, text: str, known: Sequence[str]) -> dict[str, str]:
    """Return the names that lists in a text begin their entries with, each with the markup that follows.

    Lists within an entry have the values of a filter. Lists for other operations are left out.
    """
    found: dict[int, dict[str, str]] = {}
    for depth, head, pattern, markup in _entries(text):
        plain = _PLAIN_NAME.match(markup)
        match = plain if plain is not None and plain["name"] in known else pattern.match(markup)
        named = set(operation.service_model.operation_names).intersection(re.findall(r"\w+", head))
        if match is not None and (not named or operation.name in named):
            found.setdefault(depth, {}).setdefault(match["name"], markup[match.end() :])
    return found[min(found)] if found else {}


def _named_in_passing(text: str) -> tuple[str, ...]:
    """Return the names of filters that a sentence has on its way."""
    found = next(filter(None, (pattern.search(text) for pattern in _IN_PASSING)), None)
    return tuple(re.findall(r"<code>(.*?)</code>", found["codes"])) if found is not None else ()


def _entries(text: str) -> Iterator[tuple[int, str, re.Pattern[str], str]]:
    """Yield the entries of lists: how deep, what heads the list, how a name stands, and the markup.

    The markup of a term has its description after it.
    """
    heads: list[str] = []
    opened: list[tuple[int, str, int]] = []
    last = 0
    for tag in _LIST_TAG.finditer(text):
        kind = tag["tag"].lower()
        if kind in ("ul", "ol", "dl"):
            if tag["ends"]:
                heads, last = heads[:-1], tag.end()
            else:
                before = text[last : tag.start()]
                heads.append(" ".join((*_HEADING.findall(before), before.rpartition("<p>")[2])))
        elif not tag["ends"]:
            opened.append((len(heads), heads[-1] if heads else "", tag.end()))
        elif opened:
            depth, head, start = opened.pop()
            if kind == "li":
                markup = text[start : tag.start()]
                is_bare = _HAS_NAMES.search(re.sub("<[^>]*>", "", head)) and "<code>" not in markup
                yield depth, head, _BARE_NAME if is_bare else _ITEM_NAME, markup
            elif kind == "dt":
                described = text[tag.end() :].partition("</dd>")[0]
                yield depth, head, _TERM_NAME, f"{text[start : tag.start()]}\n{described}"


@lru_cache(maxsize=16_384)
def filter_matching(operation: OperationModel, path: tuple[str, ...], by: str) -> Matching:
    """Return how documentation says that values are compared with those of a filter.

    What it says of all filters goes for this one where it says nothing of this one.

    Args:
        operation: the operation.
        path: the path of the parameter, a list of filters (`filter_form`).
        by: what the filter goes by.
    """
    shape, form = _shape_at(operation, path)
    names = filter_names(operation, path)
    members = shape.member.members
    shapes = (shape, shape.member, *(members[name] for name in members if name != form.option))
    general, own = [], [names.said.get(by, "")]
    for text in (one.documentation for one in shapes):
        for said in names.said.values():
            text = text.replace(said, "")
        for sentence in sentences_of(text):
            named = set(names.listed).intersection(re.findall(r"[\w.:-]*\w", sentence.text))
            if not named:
                general.append(sentence.text)
            elif by in named:
                own.append(sentence.text)
    found = matching_of(*own)
    every = matching_of(*(one.documentation for one in shapes)).wildcards
    if found.wildcards and every == WILDCARDS:
        found = Matching(found.any_case, every)  # one list entry says what the characters are
    return found.over(matching_of(*(one for one in general if not _OF_NAMES.search(one))))


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
    if listed:  # which several operations may share
        text = option.documentation
        is_told = re.search(rf"\b{_VALID} values", text, re.IGNORECASE)
        named = [one for one in listed if is_told and f"<code>{one}</code>" in text]
        return tuple(named if len(named) > 1 else listed)
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
    from harness.synth.prose.values import read_values  # only where documentation has such a sentence

    match = pattern.search(sentence.text)
    values, end, certain = read_values(sentence, match.end()) if match is not None else ((), 0, False)
    is_whole = not sentence.text[end:].strip(" .")
    return values if is_whole and (certain or all(value[:1].isupper() for value in values)) else ()


def _is_general(sentence: Sentence) -> bool:
    return _EXCEPTION.search(sentence.text) is None
