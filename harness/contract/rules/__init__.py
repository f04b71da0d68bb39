"""Documented rules, and the registry of their kinds: the modules of `harness.contract.rules.kinds`."""

from __future__ import annotations

import functools
import pkgutil
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from harness.contract.rules import kinds
from harness.contract.rules.condition import Condition, Scalar
from harness.contract.rules.rule import ABSENT, KEYWORD_PREFIX, Breach, Rule, Side
from harness.contract.source import Source
from harness.lazy import lazy_names

if TYPE_CHECKING:  # the names that callers import from here
    from harness.contract.rules.kinds.absent_if import AbsentIf
    from harness.contract.rules.kinds.at_least_one import AtLeastOne
    from harness.contract.rules.kinds.at_most_one import AtMostOne
    from harness.contract.rules.kinds.default import Default, with_defaults
    from harness.contract.rules.kinds.distinct import Distinct
    from harness.contract.rules.kinds.echoes import Echoes
    from harness.contract.rules.kinds.enum import Enum
    from harness.contract.rules.kinds.exactly_one import ExactlyOne
    from harness.contract.rules.kinds.forbids import Forbids
    from harness.contract.rules.kinds.keys import Keys
    from harness.contract.rules.kinds.length import Length
    from harness.contract.rules.kinds.matches import Matches
    from harness.contract.rules.kinds.more_results import MoreResults
    from harness.contract.rules.kinds.multiple_of import MultipleOf
    from harness.contract.rules.kinds.named_filters import NamedFilters
    from harness.contract.rules.kinds.only_if import OnlyIf
    from harness.contract.rules.kinds.order import Order
    from harness.contract.rules.kinds.page_limit import PageLimit
    from harness.contract.rules.kinds.past import Past
    from harness.contract.rules.kinds.present_only_if import PresentOnlyIf
    from harness.contract.rules.kinds.range import Range
    from harness.contract.rules.kinds.requires import Requires
    from harness.contract.rules.kinds.same_length import SameLength
    from harness.contract.rules.kinds.same_parameters import SameParameters
    from harness.contract.rules.kinds.scopes import Scopes
    from harness.contract.rules.kinds.selects import Selects
    from harness.contract.rules.kinds.size import Size
    from harness.contract.rules.kinds.sorted import Sorted
    from harness.contract.rules.kinds.spacing import Spacing
    from harness.contract.rules.kinds.text_pattern import TextPattern
    from harness.contract.rules.kinds.value_if import ValueIf
    from harness.contract.rules.kinds.when import When
    from harness.contract.rules.kinds.window import Window
    from harness.contract.rules.kinds.within import Within

# Making a frozen class takes a millisecond, and an operation has rules of few kinds, or none.
_NAMES = {
    kind: "".join(map(str.capitalize, kind.split("_")))
    for kind in sorted(found.name for found in pkgutil.iter_modules(kinds.__path__))
}
_public = lazy_names(
    f"{__name__}.kinds", {name: kind for kind, name in _NAMES.items()} | {"with_defaults": "default"}
)

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
    if "rule" in written:  # one within another
        written = {**written, "rule": rule_from_json(written["rule"])}
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
    "Distinct",
    "Echoes",
    "Enum",
    "ExactlyOne",
    "Forbids",
    "Keys",
    "Length",
    "Matches",
    "MoreResults",
    "MultipleOf",
    "NamedFilters",
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
    "Scopes",
    "Selects",
    "Side",
    "Size",
    "Sorted",
    "Source",
    "Spacing",
    "TextPattern",
    "ValueIf",
    "When",
    "Window",
    "Within",
    "rule_from_json",
    "rule_from_keyword",
    "with_defaults",
]
