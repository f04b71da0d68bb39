"""Filters that say by name what they go by: ``{"Name": "state", "Values": ["running"]}``.

Some say as well how values are compared (``Option``, ``Operator``, ``Condition``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import Any

from botocore.model import OperationModel

from harness.contract.contract import contract
from harness.contract.facts import made_of_facts
from harness.contract.rules import NamedFilters
from harness.errors import UnknownName
from harness.models.resources import noun_words
from harness.synth.matching import Matching
from harness.synth.proposals import Proposal, proposals_of

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
_NOTHING: Proposal = {}


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
        members: the paths of the members of entries that they go by, also by names that are not listed.
        tags: whether a name may be that of a tag: ``tag:Owner``.
        none: whether documentation says that there are no filters yet.
        own_case: whether it says that a name in another case is no name.
    """

    listed: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)
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
def named_filters(operation: OperationModel, path: tuple[str, ...]) -> Proposal:
    """Return what is proposed about the filters of a parameter; nothing where it takes none by name.

    Args:
        operation: the operation.
        path: the path of the parameter.
    """
    param = ".".join(path)
    return next((one for one in proposals_of(operation, "named_filters") if one["param"] == param), _NOTHING)


@lru_cache(maxsize=4096)
def filter_names(operation: OperationModel, path: tuple[str, ...]) -> FilterNames:
    """Return what the filters of a parameter go by; what readers say holds instead of what is proposed.

    Args:
        operation: the operation.
        path: the path of the parameter, a list of filters (`filter_form`).
    """
    written, read = named_filters(operation, path), _members_of_facts(operation, path)
    listed, others = written.get("names", {}), written.get("unlisted", {})
    return FilterNames(
        tuple({**listed, **read}) if listed else (),
        tuple(written.get("others", ())),
        {by: tuple(one.get("members", ())) for by, one in {**others, **listed}.items()} | read,
        written.get("tags", False),
        written.get("none", False),
        written.get("own_case", False),
    )


def _members_of_facts(operation: OperationModel, path: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the paths of the members that filters go by, by their names, as readers say."""
    try:
        rules = contract(operation.service_model.service_name, operation.name).rules
    except UnknownName:  # a service of one's own, or a page
        return {}
    read = (rule for rule in rules if isinstance(rule, NamedFilters) and rule.param == ".".join(path))
    return {name: (member,) for rule in read for name, member in rule.by_name.items() if "<" not in name}


made_of_facts.append(filter_names.cache_clear)


@lru_cache(maxsize=16_384)
def filter_matching(operation: OperationModel, path: tuple[str, ...], by: str) -> Matching:
    """Return how values are compared with those of a filter.

    Args:
        operation: the operation.
        path: the path of the parameter, a list of filters (`filter_form`).
        by: what the filter goes by.
    """
    written = named_filters(operation, path)
    return Matching.from_json({**written, **written.get("names", {}).get(by, {})})


def filter_options(operation: OperationModel, path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words for comparisons that the filters of a parameter take; none where none are listed.

    Args:
        operation: the operation.
        path: the path of the parameter, a list of filters (`filter_form`).
    """
    return tuple(named_filters(operation, path).get("options", ()))
