"""Undo the escapes in which a secret may stand in a message: those of JSON, URLs and XML."""

from __future__ import annotations

import html
import re

_ESCAPED_UNICODE = re.compile(r"(?<!\\)\\++u00([0-7][0-9A-Fa-f])")
_ESCAPED_IN_URL = re.compile(r"%([0-7][0-9A-Fa-f])")
_ESCAPED_MARK = re.compile(r'(?<!\\)\\++(["/])')
_ESCAPED_BLANK = re.compile(r"(?<!\\)\\++([nrt])")
_BLANKS = {"n": "\n", "r": "\r", "t": "\t"}


def letters_undone(text: str) -> str:
    """Undo the escapes that could hide a letter of a secret."""
    if "\\u00" in text:
        text = _ESCAPED_UNICODE.sub(_character, text)
    if "%" in text:
        text = _ESCAPED_IN_URL.sub(_character, text)
    return html.unescape(text) if "&#" in text and ";" in text else text


def marks_undone(text: str) -> str:
    """Undo the escapes of quotes and slashes, those of JSON within JSON too, and of XML."""
    if "\\" in text:
        text = _ESCAPED_MARK.sub(r"\1", text)
    return html.unescape(text) if "&" in text and ";" in text else text  # in a form is no ";"


def blanks_undone(text: str) -> str:
    """Undo the escapes of new lines and tabs in JSON, and of those in JSON within JSON."""
    return _ESCAPED_BLANK.sub(lambda found: _BLANKS[found[1]], text) if "\\" in text else text


def _character(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))
