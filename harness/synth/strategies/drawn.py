"""Choices that Hypothesis draws, for the generators of `harness.synth`."""

from __future__ import annotations

from functools import lru_cache

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy


class DrawnChoices:
    """A source of choices (`harness.synth.choices.Choices`) within a composite strategy.

    It shrinks to 0, which is the plainest option.

    Args:
        draw: what Hypothesis passes to a composite strategy.
    """

    def __init__(self, draw: DrawFn) -> None:
        self._draw = draw

    def choose(self, count: int) -> int:
        """Draw a number from 0 to ``count - 1``; where there is one option only, nothing is drawn."""
        return self._draw(_below(count)) if count > 1 else 0


@lru_cache(maxsize=4096)
def _below(count: int) -> SearchStrategy[int]:
    return st.integers(0, count - 1)
