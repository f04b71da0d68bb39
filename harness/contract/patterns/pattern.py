"""Compile the patterns of service models, and match texts with them."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.contract.patterns.characters import UntranslatableError
from harness.contract.patterns.reader import translate

if TYPE_CHECKING:
    import regex

TIMEOUT = 1.0
"""Seconds that one match may take in the reference engine."""


@dataclass(frozen=True)
class Pattern:
    """A pattern of a service model.

    Args:
        source: the pattern as the model writes it.
        translated: the same in the common spelling, for the ``pattern`` keyword; None if it cannot be run.
        reason: why it cannot be run; None if it can.
    """

    source: str
    translated: str | None
    reason: str | None = None


@functools.cache
def compile_pattern(source: str) -> Pattern:
    """Translate a pattern; a pattern that is in the common spelling already comes out unchanged.

    Never fails: a pattern that cannot be run has a ``reason``. The result is kept for the process.
    """
    try:
        return Pattern(source, translate(source))
    except UntranslatableError as error:
        return Pattern(source, None, str(error))


def matches(pattern: Pattern, text: str) -> bool:
    """Tell whether any part of a text matches, by the reference engine.

    A pattern that cannot be run matches every text, because it judges none. So does a match that takes
    longer than ``TIMEOUT``: recordings are not trusted, and what was not judged is not a violation.
    (fancy-regex gives up after a million steps back, and jsonschema-rs then answers no; so a no of the
    fast engine holds only when this function agrees.)
    """
    if pattern.translated is None:
        return True
    engine = _engine(pattern.translated)
    if len(text) < _SHORT and _is_plain(pattern.translated):
        return engine.search(text) is not None  # a clock would take longer than the match
    try:
        return engine.search(text, timeout=TIMEOUT) is not None
    except TimeoutError:
        return True


# An escaped character or a class, or else the anchor; the spelling nests no classes.
_ATOM = r"\\.|\[(?:\\.|[^\]])*\]"
_END = re.compile(_ATOM + r"|(\$)", re.DOTALL)
_BRANCHING = re.compile(_ATOM + r"|([(*+?{])", re.DOTALL)
_SHORT = 1000


@functools.cache
def _is_plain(translated: str) -> bool:
    """Tell whether a match takes at most as many steps as its text is long, squared: one repeated atom."""
    return (
        sum(found[1] is not None for found in _BRANCHING.finditer(translated)) < 2 and "(" not in translated
    )


@functools.cache
def _engine(translated: str) -> regex.Pattern[str]:
    import regex

    # Python's $ also matches before a newline at the end; its \Z is ECMA-262's $.
    spelled = _END.sub(lambda found: r"\Z" if found[1] else found[0], translated)
    # Its own cache draws from `random` what it drops, and so would disturb the tests around it.
    return regex.compile(spelled, regex.VERSION0, cache_pattern=False)
