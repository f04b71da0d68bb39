"""The miner: documentation to rules, deterministic and offline."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from harness.contract.prose.passage import Passage
from harness.contract.prose.recognisers import (
    conditions,
    defaults,
    enums,
    groups,
    lengths,
    orders,
    ranges,
    settings,
    sizes,
)
from harness.contract.prose.text import sentences_of
from harness.contract.review import NOTHING_READ, Review, added_rules, reviewed, source_of
from harness.contract.rules import Source

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
    settings.recognise,
    orders.recognise,
)


def mine(
    text: str,
    *,
    member: str,
    type: str,  # noqa: A002 - the word of the labelled records
    siblings: tuple[str, ...],
    element: str | None = None,
    values: tuple[str, ...] = (),
    review: Review = NOTHING_READ,
) -> tuple[Rule, ...]:
    """Read the rules that a documentation text states.

    Args:
        text: the documentation: botocore's HTML, reStructuredText, or text with its markup stripped.
        member: path of the member that it documents; empty for an operation's own description.
        type: botocore's type of the member, ``operation`` for an operation.
        siblings: paths of the members next to it; for an operation, its parameters.
        element: botocore's type of a list's elements or a map's values, where it is known.
        values: the values that the model gives the member, if it does.
        review: what a reader said of the claims in such texts.

    Returns:
        The rules, each once, with the sentence it came from as its source; those that the review refutes come
        last, and their sources say so.
    """
    passage = Passage(member, type, siblings, sentences_of(text), element, values)
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
            by_subject.setdefault(rule.subject, []).append(rule)
    for same in by_subject.values():
        agreed = same[0].agreed(same)
        if agreed is not None:
            yield replace(agreed, source=source_of(agreed, same))
    yield from refuted
