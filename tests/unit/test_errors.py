"""The words that messages share."""

from __future__ import annotations

import pytest

from harness.errors import counted


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 exchanges"), (1, "1 exchange"), (2000, "2,000 exchanges")],
)
def test_a_number_of_things(number: int, words: str) -> None:
    assert counted(number, "exchange") == words
