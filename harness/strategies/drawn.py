"""Choices that Hypothesis draws, for the generators of `harness.synth`."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

_BLOCK = 32
_LARGEST = 256
_MOST = 4096  # bytes of one example, of the eight thousand that Hypothesis allows; what is beyond is plain


class DrawnChoices:
    """A source of choices (`harness.synth.values.choices.Choices`) within a composite strategy.

    A draw is what costs most in Hypothesis, so bytes are drawn in blocks, and most choices take one of them.
    A byte shrinks to 0, which is the plainest option; so is everything after the first few thousand bytes.

    Args:
        draw: what Hypothesis passes to a composite strategy.
        block: how many bytes are drawn first; each further block is twice as long, up to 256.
    """

    def __init__(self, draw: DrawFn, block: int = _BLOCK) -> None:
        self._draw = draw
        self._bytes = b""
        self._at = 0
        self._block = block
        self._left = _MOST

    def choose(self, count: int) -> int:
        """Draw a number from 0 to ``count - 1``; where there is one option only, nothing is drawn."""
        if count <= 1:
            return 0
        width = 1 if count <= 256 else ((count - 1).bit_length() + 7) // 8
        return int.from_bytes(self.take(width), "big") % count

    def take(self, size: int) -> bytes:
        """Draw some bytes; zeros where an example has had all that it may."""
        end = self._at + size
        while end > len(self._bytes):
            if self._left <= 0:
                return bytes(size)
            self._bytes = self._bytes[self._at :] + self._draw(_block(self._block))
            self._at, end = 0, size
            self._left -= self._block
            self._block = min(2 * self._block, max(self._block, _LARGEST))
        taken = self._bytes[self._at : end]
        self._at = end
        return taken


@cache
def _block(size: int) -> SearchStrategy[bytes]:
    return st.binary(min_size=size, max_size=size)
