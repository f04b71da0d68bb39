"""Documented rules: a closed set of kinds, each with its predicate, its words and its JSON forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.contract.rules.chain import MoreResults, SameParameters
from harness.contract.rules.condition import Condition, Scalar
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
from harness.contract.rules.rule import ABSENT, KEYWORD_PREFIX, Breach, Rule, Side
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
from harness.contract.source import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

REQUEST_KINDS = (
    Enum,
    Range,
    Length,
    Size,
    MultipleOf,
    Default,
    Requires,
    Forbids,
    AtMostOne,
    AtLeastOne,
    ExactlyOne,
    Order,
    Keys,
    OnlyIf,
)
RESPONSE_KINDS = (
    SameLength,
    Sorted,
    Spacing,
    Within,
    Echoes,
    Matches,
    PresentOnlyIf,
    AbsentIf,
    PageLimit,
    Window,
    Past,
)
CHAIN_KINDS = (SameParameters, MoreResults)
KINDS: Mapping[str, type[Rule]] = {
    kind.kind: kind for kind in (*REQUEST_KINDS, *RESPONSE_KINDS, *CHAIN_KINDS)
}


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
