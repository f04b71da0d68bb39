"""The miner: documentation to rules, deterministic and offline."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from harness.contract.prose.passage import Passage
from harness.contract.prose.recognisers import (
    conditions,
    defaults,
    enums,
    groups,
    lengths,
    orders,
    ranges,
    sizes,
)
from harness.contract.prose.text import sentences_of
from harness.contract.review import NOTHING_READ, Review, added_rules, reviewed, source_of
from harness.contract.rules import (
    AtLeastOne,
    AtMostOne,
    Default,
    Enum,
    ExactlyOne,
    Length,
    MultipleOf,
    Order,
    Range,
    Size,
    Source,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

    from harness.contract.prose.text import Sentence
    from harness.contract.rules import Rule

RECOGNISERS: tuple[Callable[[Passage, Sentence], Iterable[Rule]], ...] = (
    enums.recognise,
    ranges.recognise,
    lengths.recognise,
    sizes.recognise,
    defaults.recognise,
    groups.recognise,
    conditions.recognise,
    orders.recognise,
)


def mine(
    text: str,
    *,
    member: str,
    type: str,  # noqa: A002 - the word of the labelled records
    siblings: tuple[str, ...],
    element: str | None = None,
    review: Review = NOTHING_READ,
) -> tuple[Rule, ...]:
    """Read the rules that a documentation text states.

    Args:
        text: the documentation: botocore's HTML, reStructuredText, or text with its markup stripped.
        member: path of the member that it documents; empty for an operation's own description.
        type: botocore's type of the member, ``operation`` for an operation.
        siblings: paths of the members beside it; for an operation, its parameters.
        element: botocore's type of a list's elements or a map's values, where it is known.
        review: what a reader said of the claims in such texts.

    Returns:
        The rules, each once, with the sentence it came from as its source; those that the review refutes come
        last, and their sources say so.
    """
    passage = Passage(member, type, siblings, sentences_of(text), element)
    found: list[Rule] = []
    for sentence in passage.sentences:
        source = Source("prose", "request", member, sentence.index, sentence.text)
        for recognise in RECOGNISERS:
            for rule in recognise(passage, sentence):
                found += reviewed(replace(rule, source=source), member, review)
        found += added_rules(source, member, review)
    return tuple(consistent(found))


def consistent(rules: Iterable[Rule]) -> Iterator[Rule]:
    """Put together what a text says of one subject; drop what it says in two ways."""
    by_subject: dict[Hashable, list[Rule]] = {}
    refuted: list[Rule] = []
    for rule in rules:
        if rule.source is not None and rule.source.review == "refuted":
            refuted.append(rule)
        else:
            by_subject.setdefault(_subject(rule), []).append(rule)
    for same in by_subject.values():
        agreed = _agreed(same)
        if agreed is not None:
            yield replace(agreed, source=source_of(agreed, same))
    yield from refuted


def _subject(rule: Rule) -> Hashable:
    if isinstance(rule, AtMostOne | AtLeastOne | ExactlyOne):
        return frozenset(rule.params)
    if isinstance(rule, Order):
        return rule.kind, frozenset(rule.params)
    if isinstance(rule, Enum | Range | Length | Size | Default | MultipleOf):
        return rule.kind, rule.param
    return rule


def _agreed(rules: list[Rule]) -> Rule | None:
    first = rules[0]
    if isinstance(first, Range | Length | Size):
        bounds = [rule for rule in rules if isinstance(rule, Range | Length | Size)]
        lows, highs = {rule.min for rule in bounds} - {None}, {rule.max for rule in bounds} - {None}
        if len(lows) > 1 or len(highs) > 1:
            return None
        low: Any = next(iter(lows), None)
        high: Any = next(iter(highs), None)
        if low is not None and high is not None and low > high:
            return None
        return type(first)(first.param, low, high, source=first.source)
    if len(set(rules)) == 1:
        return first
    if isinstance(first, AtMostOne | AtLeastOne | ExactlyOne):
        if len({type(rule) for rule in rules}) == 1:
            return first  # each of its parameters says so, and names itself first
        exact = next((rule for rule in rules if isinstance(rule, ExactlyOne)), None)
        return exact or ExactlyOne(first.params, source=first.source)
    return None
