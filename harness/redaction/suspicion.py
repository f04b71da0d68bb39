"""Tell quickly whether a message may hold a secret that is known by its looks or was found before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.redaction.escapes import blanks_undone, letters_undone, marks_undone
from harness.redaction.hints import without_page_tokens
from harness.redaction.named import names_in
from harness.redaction.search import LARGE, take_apart
from harness.redaction.specification import is_secret_name

if TYPE_CHECKING:
    from harness.redaction.redacting import Redacting

_READABLE = re.compile(rb"[\t\r\n\x20-\x7e]{8,}")


def is_suspect(content: bytes, editor: Redacting) -> bool:
    """Tell whether to edit a message value by value: whether something in it looks like a secret.

    Most messages hold none, and one search of the whole is many times faster than a walk.

    Args:
        content: the whole message, or what was taken out of it.
        editor: the rules, and what was found before.
    """
    if not content:
        return False
    if len(content) < LARGE:
        return _may_hold_secret(content, editor)
    known = editor.judged.get(content)
    if known is None:
        known = editor.judged[content] = _may_hold_secret(content, editor)
    return known


def _may_hold_secret(content: bytes, editor: Redacting) -> bool:
    plain, parts = take_apart(content) if editor.nesting else (content, [])
    if editor.memory.is_trace_in(plain):
        return True
    return _matches(plain, editor) or (
        bool(parts) and any(is_suspect(part, editor.deeper()) for part in parts)
    )


def has_trace(content: bytes, editor: Redacting) -> bool:
    """Tell whether a message may hold a secret that was found before, as it is or encoded."""
    plain, parts = take_apart(content) if editor.nesting else (content, [])
    if editor.memory.is_trace_in(plain) or any(has_trace(part, editor.deeper()) for part in parts if part):
        return True
    if b"\0" in plain:  # binary content has no escapes, and much that looks like some
        return False
    undone = letters_undone(plain.decode("latin-1")).encode("utf-8", "surrogatepass")
    return editor.memory.is_trace_in(undone)


def _matches(content: bytes, editor: Redacting) -> bool:
    redaction = editor.redaction
    is_text = b"\0" not in content  # binary content has no escapes, and much that looks like some
    if not is_text:
        content = b"\0".join(_READABLE.findall(content))
    text = content.decode("latin-1")
    if is_text:
        undone = marks_undone(blanks_undone(letters_undone(text)))
        text = text if undone == text else f"{text}\n{undone}"  # what an escape stands for may end a secret
    text = text.replace(":secret:", "::")  # a part of an ARN names nothing
    content = without_page_tokens(text.encode("utf-8", "surrogatepass"))
    rules, is_named = redaction.suspects(content)
    if any(rule.may_be_in(text) for rule in rules):
        return True
    names = names_in(text) if is_named else ()
    return any(is_secret_name(redaction.members, name) for name in names)
