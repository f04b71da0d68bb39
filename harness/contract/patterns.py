r"""The regular expressions of service models, in one spelling that every engine runs alike.

Smithy's ``pattern`` trait is ECMA-262, unanchored: a text matches when any part of it does. Many models
are written for ``java.util.regex`` all the same, so what ECMA-262 (``u`` flag) does not define is read as
Java reads it. The spelling that comes out is plain ECMA-262 again, without anything that engines disagree
on, and goes into the ``pattern`` keyword of a schema. Two engines run it: ``regex`` (the reference, here)
and Rust's fancy-regex (in jsonschema-rs).

Where the two languages disagree:

- ``\d \w \s \b`` are ASCII, as in Java; ``\v`` is the vertical tab, as in ECMA-262.
- ``.`` leaves out ``\n \r U+2028 U+2029``, and ``$`` is the end of the text only, as in ECMA-262.
- ``[`` inside a class opens a nested one, as in Java, where that one is closed too.
- A backreference to a group that has not matched fails, as in Java.

A pattern that is no regular expression, or that no text at all can match (``$}``: text after the end), is
not run; ``Pattern.reason`` says why.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.contract.characters import UntranslatableError
from harness.contract.regex_syntax import translate

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
    try:
        return _engine(pattern.translated).search(text, timeout=TIMEOUT) is not None
    except TimeoutError:
        return True


# An escaped character, a class, or the anchor; the spelling nests no classes.
_END = re.compile(r"\\.|\[(?:\\.|[^\]])*\]|(\$)", re.DOTALL)


@functools.cache
def _engine(translated: str) -> regex.Pattern[str]:
    import regex

    # Python's $ also matches before a newline at the end; its \Z is ECMA-262's $.
    spelled = _END.sub(lambda found: r"\Z" if found[1] else found[0], translated)
    return regex.compile(spelled, regex.VERSION0)
