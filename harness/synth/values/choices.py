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


_SPARE = 8  # bits that are left over after a choice, so that no number is noticeably likelier than others


class PartChoices:
    """Choices for the parts of a thing: each depends on the thing and on where the part is, and no more.

    So a part is the same wherever the thing is shown, whatever is shown next to it. They are cheap to make:
    a hash, and that only when something is chosen.

    Args:
        thing: what tells the thing from others, as for `SeededChoices`.
    """

    __slots__ = ("_around", "_key", "_left", "_number", "_rounds", "_seed")

    def __init__(self, *thing: object) -> None:
        self._seed: object = thing
        self._around: PartChoices | None = None
        self._key: bytes | None = None
        self._number = self._left = self._rounds = 0

    def part(self, name: str) -> PartChoices:
        """Return the choices for a part, named by a member or by the number of an entry."""
        inner = PartChoices.__new__(PartChoices)
        inner._seed, inner._around, inner._key = name, self, None
        inner._number = inner._left = inner._rounds = 0
        return inner

    def choose(self, count: int) -> int:
        """Return a number from 0 to ``count - 1``."""
        bits = count.bit_length() + _SPARE
        if self._left < bits:
            key = self.key
            if self._rounds:
                key = hashlib.blake2b(self._rounds.to_bytes(4, "big"), key=key).digest()
            self._number, self._left, self._rounds = int.from_bytes(key, "big"), 512, self._rounds + 1
        self._left -= bits
        self._number, chosen = divmod(self._number, count)
        return chosen

    @property
    def key(self) -> bytes:
        """What all choices come from."""
        if self._key is None:
            if self._around is None:
                thing = repr(self._seed).encode(errors="backslashreplace")
                self._key = hashlib.blake2b(thing).digest()
            else:
                name = str(self._seed).encode(errors="backslashreplace")
                self._key = hashlib.blake2b(self._around.key[:32] + name).digest()
        return self._key


_ENTRIES = 1000  # how many entries of a list are told apart by their first choices


class SpreadChoices:
    """Choices for the entries of a list, such that what names them differs for as many as there can be.

    Args:
        whole: the choices for the list.
        number: the number of the entry.
    """

    def __init__(self, whole: PartChoices, number: int) -> None:
        self._whole, self._number = whole, number
        self._own = whole.part(str(number))
        self._spread = 1

    def choose(self, count: int) -> int:
        """Return a number from 0 to ``count - 1``."""
        # The first choices may be none that shows, such as of a form; so what comes late is the entry's own.
        if count > 4096 or self._spread > _ENTRIES:
            return self._own.choose(count)
        first = self._whole.choose(count)
        self._number, step = divmod(self._number, count)
        self._spread *= count
        return (first + step) % count

    def part(self, name: str) -> PartChoices:
        """Return the choices for a part."""
        return self._own.part(name)


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
