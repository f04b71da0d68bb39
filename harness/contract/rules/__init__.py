"""Documented rules: a closed set of kinds, each with its predicate, its words and its JSON forms."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from harness.contract.rules.condition import Condition, Scalar
from harness.contract.rules.rule import ABSENT, KEYWORD_PREFIX, Breach, Rule, Side
from harness.contract.source import Source
from harness.lazy import lazy_names

if TYPE_CHECKING:
    from harness.contract.rules.chain import MoreResults, SameParameters
    from harness.contract.rules.relation import (
        AtLeastOne,
        AtMostOne,
        ExactlyOne,
        Forbids,
        OnlyIf,
        Order,
        Requires,
    )
    from harness.contract.rules.response import (
        AbsentIf,
        Echoes,
        Matches,
        PageLimit,
        Past,
        PresentOnlyIf,
        SameLength,
        Sorted,
        Spacing,
        Window,
        Within,
    )
    from harness.contract.rules.value import (
        Default,
        Enum,
        Keys,
        Length,
        MultipleOf,
        Range,
        Size,
        with_defaults,
    )

# Making a frozen class takes a millisecond, and an operation has rules of few kinds, or none.
_MODULES = {
    "Enum": "value",
    "Range": "value",
    "Length": "value",
    "Size": "value",
    "MultipleOf": "value",
    "Default": "value",
    "Requires": "relation",
    "Forbids": "relation",
    "AtMostOne": "relation",
    "AtLeastOne": "relation",
    "ExactlyOne": "relation",
    "Order": "relation",
    "Keys": "value",
    "OnlyIf": "relation",
    "SameLength": "response",
    "Sorted": "response",
    "Spacing": "response",
    "Within": "response",
    "Echoes": "response",
    "Matches": "response",
    "PresentOnlyIf": "response",
    "AbsentIf": "response",
    "PageLimit": "response",
    "Window": "response",
    "Past": "response",
    "SameParameters": "chain",
    "MoreResults": "chain",
}
_NAMES = {re.sub("(?<!^)(?=[A-Z])", "_", name).lower(): name for name in _MODULES}

_public = lazy_names(__name__, {**_MODULES, "with_defaults": "value"})

if not TYPE_CHECKING:  # a type checker knows the names, and no others
    __getattr__ = _public


@functools.cache
def _kind(name: str) -> type[Rule]:
    found: type[Rule] = _public(_NAMES[name])
    return found


class _Kinds(Mapping[str, type[Rule]]):
    """The kinds by name, each made when it is asked for."""

    def __getitem__(self, kind: str) -> type[Rule]:
        return _kind(kind)

    def __iter__(self) -> Iterator[str]:
        return iter(_NAMES)

    def __len__(self) -> int:
        return len(_NAMES)


KINDS: Mapping[str, type[Rule]] = _Kinds()


def rule_from_json(written: Mapping[str, Any]) -> Rule:
    """Read a rule of any kind; the reverse of `Rule.to_json`.

    Raises:
        KeyError: there is no such kind, or a field of the kind is missing.
    """
    return KINDS[written["kind"]].from_json(written)


def rule_from_keyword(keyword: str, arguments: Mapping[str, Any]) -> Rule:
    """Read the rule that an ``x-harness-<kind>`` keyword of a schema stands for.

    Its `Rule.breaches` then judges the instance that the keyword is applied to.
    """
    return rule_from_json({"kind": keyword.removeprefix(KEYWORD_PREFIX), **arguments})


__all__ = [
    "ABSENT",
    "KEYWORD_PREFIX",
    "KINDS",
    "AbsentIf",
    "AtLeastOne",
    "AtMostOne",
    "Breach",
    "Condition",
    "Default",
    "Echoes",
    "Enum",
    "ExactlyOne",
    "Forbids",
    "Keys",
    "Length",
    "Matches",
    "MoreResults",
    "MultipleOf",
    "OnlyIf",
    "Order",
    "PageLimit",
    "Past",
    "PresentOnlyIf",
    "Range",
    "Requires",
    "Rule",
    "SameLength",
    "SameParameters",
    "Scalar",
    "Side",
    "Size",
    "Sorted",
    "Source",
    "Spacing",
    "Window",
    "Within",
    "rule_from_json",
    "rule_from_keyword",
    "with_defaults",
]
