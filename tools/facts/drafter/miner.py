"""The miner: documentation to rules, deterministic and offline."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from harness.contract.documented import agreed_rules
from harness.contract.rules import Source
from harness.contract.sentences import sentences_of
from tools.facts.drafter.passage import Passage
from tools.facts.drafter.recognisers import (
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

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from harness.contract.rules import Rule
    from harness.contract.sentences import Sentence

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
) -> tuple[Rule, ...]:
    """Read the rules that a documentation text states.

    Args:
        text: the documentation: botocore's HTML, reStructuredText, or text with its markup stripped.
        member: path of the member that it documents; empty for an operation's own description.
        type: botocore's type of the member, ``operation`` for an operation.
        siblings: paths of the members next to it; for an operation, its parameters.
        element: botocore's type of a list's elements or a map's values, where it is known.
        values: the values that the model gives the member, if it does.

    Returns:
        The rules, each once, with the sentence it came from as its source.
    """
    passage = Passage(member, type, siblings, sentences_of(text), element, values)
    return tuple(agreed_rules(proposals(passage)))


def proposals(passage: Passage) -> Iterator[Rule]:
    """Yield the rules that each sentence of a text states by itself, with the sentence as their source."""
    for sentence in passage.sentences:
        source = Source("prose", "request", passage.member, sentence.index, sentence.text)
        for recognise in RECOGNISERS:
            for rule in recognise(passage, sentence):
                yield replace(rule, source=source)
