"""What a message may say of a recording: none of its secrets, and no value that only looks like one.

In a recording a text that was drawn at random stays if nothing tells that it is a secret: ids and tokens of
pages are made alike, and later calls use them. A message is read in other places than a recording (the log of
a CI server), and nothing depends on it.
"""

from __future__ import annotations

import base64
import json
import re

from harness.redaction.message import redact_value
from harness.redaction.specification import DEFAULT, Redaction
from harness.redaction.stand_ins import stand_in

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_REPR = re.compile(r"(?<!\w)'[^'\n]{8,}+'(?!\w)")
_TOKEN = re.compile(r"[A-Za-z0-9+/_-]{16,}+={0,2}")
_RUN = re.compile(r"[A-Za-z0-9]{12}")
_WORD = re.compile(r"[A-Z][a-z]{3,}|[a-z]{4,}|[A-Z]{6,}")
_VOWEL = re.compile("[aeiouyAEIOUY]")
_KINDS = tuple(map(re.compile, ("[a-z]", "[A-Z]", "[0-9]")))
_MARK = re.compile(r"[!$%^*#~?]|@(?!.*\.)")
_PASSWORD = re.compile(r"[A-Za-z0-9!$%^*#~?@_.+-]{8,64}")
_MOST_WORDS = 0.45
_LEAST_TEXT = 0.9


def redact_text(text: str, redaction: Redaction = DEFAULT) -> str:
    """Return a text that quotes a recording without what is, or looks like, a secret.

    Args:
        text: the text. What it quotes is in double quotes, spelled as JSON, and may be cut short; or it is
            spelled as Python does.
        redaction: the rules.
    """
    text = _QUOTED.sub(lambda quoted: _redact_quoted(quoted[0], redaction), text)
    text = _REPR.sub(lambda quoted: _without_random(quoted[0]), text)
    return str(redact_value(None, text, redaction))


def _redact_quoted(quoted: str, redaction: Redaction) -> str:
    """Redact what a message quotes as JSON, whose escapes hide where a line begins or a name ends."""
    end = "" if len(quoted) > 1 and quoted.endswith('"') else '"'
    try:
        value = json.loads(quoted + end)
    except ValueError:  # an escape is cut, or it was no JSON
        return _without_random(quoted)
    redacted = redact_value(None, value, redaction) if "\\" in quoted else value
    redacted = stand_in(redacted) if _is_password(redacted) else _without_random(redacted)
    return quoted if redacted == value else json.dumps(redacted, ensure_ascii=False).removesuffix(end)


def _without_random(text: str) -> str:
    return _TOKEN.sub(lambda found: stand_in(found[0]) if _is_random(found[0]) else found[0], text)


def _is_random(text: str) -> bool:
    """Tell whether a text was drawn at random: of letters of both kinds and digits, not made of words."""
    if not _RUN.search(text) or not all(kind.search(text) for kind in _KINDS):
        return False
    letters = sum(map(str.isalpha, text))
    words = sum(len(word) for word in _WORD.findall(text) if _VOWEL.search(word))
    return words < _MOST_WORDS * letters and not _is_text_in_base64(text)


def _is_text_in_base64(text: str) -> bool:
    """Tell whether it is base64 of a text, in which `redact_value` has looked."""
    digits = text.rstrip("=").replace("-", "+").replace("_", "/")
    if len(digits) % 4 == 1:
        return False
    content = base64.b64decode(digits + "=" * (-len(digits) % 4))
    return sum(32 <= byte < 127 for byte in content) >= _LEAST_TEXT * len(content)


def _is_password(text: str) -> bool:
    """Tell whether a whole text looks like a password that somebody was told to make a strong one."""
    kinds = (*_KINDS, _MARK)
    return _PASSWORD.fullmatch(text) is not None and all(kind.search(text) for kind in kinds)
