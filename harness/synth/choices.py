"""Where generated values take their choices from: a seed here, Hypothesis's ``draw`` in the strategies.

All generators of this package ask one thing of their source: a number below a count. They list their
options plainest first, so that a source that shrinks to 0 shrinks to the plainest value.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")


class Choices(Protocol):
    """A source of choices."""

    def choose(self, count: int) -> int:
        """Return a number from 0 to ``count - 1``; ``count`` is at least 1."""


class SeededChoices:
    """Choices that a seed determines: equal seeds, equal choices, in every process and on every machine.

    Args:
        seed: anything whose ``repr`` tells it from other seeds: numbers, texts, tuples of these.
    """

    def __init__(self, *seed: object) -> None:
        self._seed = seed
        self._random: random.Random | None = None

    def choose(self, count: int) -> int:
        """Return a number from 0 to ``count - 1``."""
        source = self._random or self._seeded()
        return int(source.random() * count) if count < 1 << 32 else source.randrange(count)

    def _seeded(self) -> random.Random:
        """Return the generator; it is made when first asked, as many answers need no choice."""
        text = repr(self._seed).encode(errors="backslashreplace")
        self._random = random.Random(hashlib.blake2b(text, digest_size=16).digest())
        return self._random


class FirstChoices:
    """Choices that are always the first, which is the plainest."""

    def choose(self, count: int) -> int:
        """Return 0."""
        return 0


class LastChoices:
    """Choices that are always the last."""

    def choose(self, count: int) -> int:
        """Return ``count - 1``."""
        return count - 1


PLAINEST = FirstChoices()
LAST = LastChoices()


def pick(choices: Choices, options: Sequence[T]) -> T:
    """Choose one of some options."""
    return options[choices.choose(len(options))]


def between(choices: Choices, low: int, high: int) -> int:
    """Choose a whole number from ``low`` to ``high``, both included."""
    return low + choices.choose(high - low + 1)
