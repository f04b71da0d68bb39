"""What a recogniser sees: one documentation text, whose it is, and the sentence in hand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from harness.contract.words import words_of
from tools.facts.drafter.names import Names, names_of
from tools.facts.drafter.prose.numbers import declared_units, units_in, units_in_name

if TYPE_CHECKING:
    from harness.contract.sentences import Sentence


@dataclass(frozen=True)
class Passage:
    """The documentation of a member, or of an operation, as sentences.

    Args:
        member: path of the member; empty for the operation's own description.
        type: botocore's type of the member, ``operation`` for an operation.
        siblings: paths of the members next to it, itself included; for an operation, its parameters.
        sentences: the text.
        element: botocore's type of a list's elements or a map's values, where it is known.
        values: the values that the model gives the member, if it does.
    """

    member: str
    type: str
    siblings: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    element: str | None = None
    values: tuple[str, ...] = ()

    @property
    def names(self) -> Names:
        """The members that the text may name."""
        return names_of(self.member, self.siblings)

    @property
    def name(self) -> str:
        """The member's own name, without its path."""
        return self.member.rpartition(".")[2].replace("[]", "")

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the member's name, each also without a plural's ending."""
        words = words_of(self.name)
        return (
            frozenset(words)
            | {word.removesuffix("s") for word in words}
            | {word[:-3] + "y" for word in words if word.endswith("ies")}
        )

    @cached_property
    def words_joined(self) -> str:
        """The member's name in small letters, for words that the name runs together."""
        return self.name.lower()

    @cached_property
    def text(self) -> str:
        """The whole text."""
        return " ".join(sentence.text for sentence in self.sentences)

    def after(self, sentence: Sentence) -> tuple[Sentence, ...]:
        """Give the sentences that follow one."""
        return self.sentences[sentence.index + 1 :]

    def before(self, sentence: Sentence) -> Sentence | None:
        """Give the sentence before one."""
        return self.sentences[sentence.index - 1] if sentence.index else None

    def others_in(self, text: str) -> set[str]:
        """Collect the members other than the documented one that a text names."""
        return self.names.mentioned(text) - {self.member}

    def counts_in(self, unit: str | None) -> bool:
        """Tell whether a number in `unit` is in the member's own unit; None is no unit, or the member's."""
        if unit is None:
            return True
        named = units_in_name(self.name)
        if named:
            return unit in named
        declared = declared_units(self.text)
        return (declared if len(declared) == 1 else units_in(self.text)) == {unit}

    @property
    def scalar(self) -> str:
        """The path of the member's scalar values: a list's elements, a map's values, or the member itself."""
        return f"{self.member}[]" if self.type in ("list", "map") else self.member
