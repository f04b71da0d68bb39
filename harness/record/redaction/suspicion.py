"""Tell quickly whether a message may hold a secret that is known by its looks or was found before."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from harness.record.redaction.search import LARGE, take_apart
from harness.record.redaction.specification import is_secret_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.record.redaction.edit import Editor

_LONGEST_KEY = 64
_KEY = re.compile(r'"([\w.-]{1,64})"\s*:')
_ESCAPED_UNICODE = re.compile(r"\\u00([0-7][0-9A-Fa-f])")
_ESCAPED_IN_URL = re.compile(r"%([0-7][0-9A-Fa-f])")
_ESCAPED_QUOTE = re.compile(r'(?<!\\)\\++(["/])')


def is_suspect(content: bytes, editor: Editor) -> bool:
    """Tell whether to edit a message value by value: whether something in it looks like a secret.

    Most messages hold none, and one search of the whole is many times faster than a walk.

    Args:
        content: the whole message, or what was taken out of it.
        editor: the rules, and what was found before.
    """
    if not content:
        return False
    large = len(content) >= LARGE
    if large and content in editor.cleared:
        return False
    plain, parts = take_apart(content) if editor.nesting else (content, [])
    if any(core in plain for core in tuple(editor.memory.cores.values())):
        return True
    if _matches(plain, editor):
        return True
    if parts and any(is_suspect(part, editor.deeper()) for part in parts):
        return True
    if large:
        editor.cleared.add(content)
    return False


def _matches(content: bytes, editor: Editor) -> bool:
    redaction = editor.redaction
    hints = redaction.hints_at(content.lower())
    if not hints:
        return False
    text = content.decode("latin-1")
    if b"\0" not in content:  # binary content has no escapes, and much that looks like some
        text = _unescaped(text)
    if any(
        not hints.isdisjoint(rule.hints or ("",)) and rule.pattern.search(text) for rule in redaction.patterns
    ):
        return True
    given = hints.intersection(redaction.member_hints) if redaction.member_hints else {""}
    return any(is_secret_name(redaction.members, name) for name in _keys_with(given, text))


def _keys_with(hints: Iterable[str], text: str) -> set[str]:
    """Return the keys of a JSON text that have a hint; only those are looked at, as a text has many keys."""
    if "" in hints:
        return set(_KEY.findall(text))
    keys = set()
    lower = text.lower()
    for hint in hints:
        place = lower.find(hint)
        while place >= 0:
            start = text.rfind('"', max(0, place - _LONGEST_KEY), place)
            key = _KEY.match(text, start) if start >= 0 else None
            if key is not None:
                keys.add(key[1])
            place = lower.find(hint, place + 1)
    return keys


def _unescaped(text: str) -> str:
    """Undo the escapes of JSON, of JSON within JSON, of XML and of URLs that could hide a secret."""
    if "\\" in text:
        text = _ESCAPED_QUOTE.sub(r"\1", _ESCAPED_UNICODE.sub(_character, text))
    if "%" in text:
        text = _ESCAPED_IN_URL.sub(_character, text)
    return html.unescape(text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))
