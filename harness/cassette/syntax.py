"""What the readers of both formats of cassettes share: batches of interactions, and the way to fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

_BLOCK = 1 << 20


class NotWellFormed(ValueError):
    """A text is not well formed, or is more than a cassette may hold. The store words it with the file.

    Args:
        line: where, counted from 1; None if the fault has no single place.
        reason: what is wrong, a clause.
    """

    def __init__(self, line: int | None, reason: str) -> None:
        super().__init__(line, reason)
        self.line = line
        self.reason = reason


class Batch(NamedTuple):
    """Some of a cassette's interactions, one after the other, as plain values.

    Attributes:
        items: the values.
        line_of: the line, from 1, on which the item of an index starts; it may be asked while the reader is
            at this batch.
    """

    items: list[Any]
    line_of: Callable[[int], int]


class Seam(NamedTuple):
    """What parts the interactions of one file, as far as can be told from the first ones.

    Attributes:
        start: where in the file the first interaction starts.
        separator: bytes that stand between two interactions and most likely nowhere else.
        stop: where in the separator an interaction ends.
        start_of_next: where in it the next one starts.
    """

    start: int
    separator: bytes
    stop: int
    start_of_next: int


def line_at(file: BinaryIO, offset: int) -> int:
    """Return the line, from 1, of a place in a file, which is read again up to there."""
    file.seek(0)
    line = 1
    while offset > 0 and (block := file.read(min(_BLOCK, offset))):
        line += block.count(b"\n")
        offset -= len(block)
    return line
