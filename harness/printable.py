"""The one way to print a text that a stranger may have written: names, URIs and messages from recordings.

A terminal obeys control characters (colours, titles, links, the clipboard), a CI server lines that begin as
its commands do, and a reader's eye characters that turn the direction of writing. All are spelled out.
"""

from __future__ import annotations

import re

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_COMMAND = re.compile(r"^(\s*)::(?=[\w-]+)|##(?=(?:vso)?\[)", re.MULTILINE)
_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    r"""Return a text that may be printed on a terminal and in the log of a CI server.

    Args:
        text: lines, as they are to be shown.

    Returns:
        The text. Control characters but tab and new line, and lone surrogates (bytes of a file name that are
        no UTF-8), are spelled ``\x1b``, ``\u202e``; commands of CI servers get a backslash: ``\::error``.
    """
    if text.isascii() and text.isprintable() and "::" not in text and "##" not in text:
        return text
    spelled = _CONTROL.sub(_spelled, text)
    return _COMMAND.sub(lambda found: "#\\#" if found[0] == "##" else f"{found[1]}\\::", spelled)


_WORD = re.compile(r"()(harness:|not checked:)(.*)|((?:\S.*?: )?)(error:|warning:)(.*)", re.DOTALL)
_COLOURS = {"harness:": "red", "error:": "red", "warning:": "yellow", "not checked:": "yellow"}


def coloured_word(line: str) -> tuple[str, str, str, str] | None:
    """Find the word of a line that is shown in colour: the one that says how bad it is.

    Args:
        line: as a report has it: ``"error: ..."``, ``"test_orders.py:7: warning: ..."``.

    Returns:
        What stands before the word, the word, its colour, and the rest. None if there is no such word.
    """
    found = _WORD.match(line)
    if found is None:
        return None
    before, word, after = (group for group in found.groups() if group is not None)
    return before, word, _COLOURS[word], after


def one_line(text: str) -> str:
    """Return a text as one line that may be printed: new lines and tabs are spelled out as well."""
    return printable(text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t"))


def printable_json(text: str) -> str:
    """Return JSON, written, with what is no text for a terminal escaped: it reads the same."""
    return _IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _spelled(found: re.Match[str]) -> str:
    code = ord(found[0])
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"  # a byte of a file name, as `os.fsdecode` has it
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"
