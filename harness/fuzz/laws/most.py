"""How many entries a page has at most, whatever its request asks for, as documentation says."""

from __future__ import annotations

import re
from typing import Any

from harness.contract.prose.text import Sentence, sentences_of

_NUMBER = r"(?P<most>\d[\d,]*)"
# "If you specify a value greater than 100, at most 100 results are returned", "returns a maximum of 50 items
# in each response, even if you set the number higher"
_MOST = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        (
            rf"\b(?:greater|larger|higher|more) than {_NUMBER}\b[^.]{{0,60}}?"
            r"\b(?:only|at most|a maximum of|up to) (?:the first )?(?P=most)\b"
        ),
        rf"\breturns (?:only )?(?:a maximum of|up to|at most) {_NUMBER} \w+ in each response, even if\b",
        rf"\bmaximum number of results returned is {_NUMBER}, even if\b",
        rf"\bonly returns a maximum of {_NUMBER} \w+",
    )
)


def most_on_page(shape: Any) -> tuple[int, Sentence] | None:
    """Return how many entries a page has at most, and the sentence that says so; None if none does.

    Args:
        shape: the parameter that limits the entries of a page, with its documentation.
    """
    for sentence in sentences_of(shape.documentation):
        for pattern in _MOST:
            if found := pattern.search(sentence.text):
                return int(found["most"].replace(",", "")), sentence
    return None
