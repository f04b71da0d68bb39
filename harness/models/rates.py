"""How often an operation may be called, where its documentation says so."""

from __future__ import annotations

import re

from botocore.model import OperationModel

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER = rf"(\d+|{'|'.join(_WORDS)})"
_RATE = re.compile(
    rf"(?:limit(?:ed)? (?:of|to)|up to|rate of|throttled at)(?: up to)? {_NUMBER} "
    r"(?:(?:transactions?|requests?|calls?|times?) )?per second\b(?![^.]*\bremoved\b)",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^>]+>|\s+")


def documented_rate(operation: OperationModel) -> int | None:
    """Return how many calls of an operation a second its documentation allows; None if it does not say.

    ``"The rate of ListInsightsData requests is limited to two per second"`` gives 2.
    """
    text = " ".join(_TAG.sub(" ", operation.documentation or "").split())
    found = _RATE.search(text)
    if found is None:
        return None
    number = found[1].lower()
    return _WORDS.index(number) + 1 if number in _WORDS else int(number)
