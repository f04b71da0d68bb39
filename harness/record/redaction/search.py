"""Replace the secrets in a text that are known by their looks or were found before, however encoded."""

from __future__ import annotations

import base64
import binascii
import gzip
import json
import re
import zlib
from functools import partial
from typing import TYPE_CHECKING

from harness.record.redaction.json_text import edit_json
from harness.record.redaction.place import Place

if TYPE_CHECKING:
    from harness.record.redaction.edit import Editor
    from harness.record.redaction.specification import ValuePattern

SHORTEST_BASE64 = 24
GZIP = b"\x1f\x8b"
_BASE64_LINE = re.compile(rf"[A-Za-z0-9+/]{{{SHORTEST_BASE64},}}+={{0,2}}")
_BASE64 = re.compile(
    rf"[A-Za-z0-9+/]{{60,76}}(?:\r?\n[A-Za-z0-9+/]{{1,76}}+)++={{0,2}}|{_BASE64_LINE.pattern}"
)
_MARKS = bytes(1 if chr(code).isalnum() or chr(code) in "+/" else 0 for code in range(128)).ljust(256, b"\0")
_MARKED = b"\1" * SHORTEST_BASE64
LARGE = 1 << 16
_GZIP_IN_BASE64 = b"H4sI"
_GROUP = (b"", b"A", b"AA", b"AAA")  # zeros
_GZIP_WINDOW = 31
_MOST_INFLATED = 1 << 26
_MOST_TIMES_INFLATED = 200


def edit_text(place: Place, text: str, editor: Editor) -> str:
    """Return a text with stand-ins for its secrets, in a JSON document, base64 and gzip within it too.

    Args:
        place: where the text stands.
        text: the text.
        editor: the rules, and what was found before.
    """
    lower = text.lower().encode("utf-8", "surrogatepass")
    if editor.redaction.may_match(lower):
        if editor.nesting and _is_document(text):
            return edit_json(Place(None, place.path, pointer=place.pointer), text, editor.deeper())
        for rule in editor.redaction.patterns:
            if rule.may_match(lower):
                text = rule.pattern.sub(partial(_replaced, place, rule, editor), text)
    if editor.memory.learned and _is_free(place, text):
        text = _without_learned(place, text, editor)
    if editor.nesting and len(text) >= SHORTEST_BASE64 and _has_base64(text):
        text = _BASE64.sub(partial(_decoded, place, editor.deeper()), text)
    return text


def edit_bytes(place: Place, content: bytes, editor: Editor) -> bytes:
    """Return bytes with stand-ins for the secrets in them, gzip and text of any encoding.

    Args:
        place: where the bytes stand.
        content: the bytes.
        editor: the rules, and what was found before.
    """
    if content.startswith(GZIP) and editor.nesting:
        inflated = inflate(content)
        edited = edit_bytes(place, inflated, editor.deeper())
        if edited != inflated:
            return gzip.compress(edited, mtime=0)
    try:
        encoding, text = "utf-8", content.decode()
    except UnicodeDecodeError:
        encoding, text = "latin-1", content.decode("latin-1")  # takes any byte for a character, and back
    edited_text = edit_text(place, text, editor)
    return content if edited_text == text else edited_text.encode(encoding, "replace")


def inflate(content: bytes) -> bytes:
    """Unpack gzip, as far as it goes; empty if it is none, or grows beyond bounds (64 MiB, 200 times)."""
    unpacker = zlib.decompressobj(_GZIP_WINDOW)
    try:
        inflated = unpacker.decompress(content, min(_MOST_INFLATED, _MOST_TIMES_INFLATED * len(content)))
    except zlib.error:
        return b""
    return b"" if unpacker.unconsumed_tail else inflated


def take_apart(content: bytes) -> tuple[bytes, list[bytes]]:
    """Take what is encoded out of a message, for a search: gzip, and base64 of at least 24 characters.

    It takes some milliseconds a megabyte.

    Returns:
        The message without long base64 (which shows nothing of itself), and what was decoded, the short
        parts joined.
    """
    if content.startswith(GZIP):
        return content, [inflate(content)]
    if b"\\" in content:  # JSON's escapes end in letters, which are none of the base64 that follows
        content = content.replace(b"\\n", b"\n").replace(b"\\r", b"\r").replace(b"\\t", b"\t")
    marks = content.translate(_MARKS)
    plain, long, short = [], [], []
    end = passed = 0
    while (start := marks.find(_MARKED, end)) >= 0:
        end = marks.find(b"\0", start)
        if end < 0:
            end = len(marks)
        run = content[start:end]
        if end - start < LARGE:
            short.append(run + _GROUP[(start - end) % 4])  # whole groups, so that they can be joined
        else:
            plain.append(content[passed:start])
            passed = end
            long.append(binascii.a2b_base64(run[: len(run) - (len(run) % 4 == 1)] + b"==="))
    rest = b"".join(plain) + content[passed:] if passed else content
    if not short:
        return rest, long
    joined = b"".join(short)
    packed = [run for run in short if run.startswith(_GZIP_IN_BASE64)] if _GZIP_IN_BASE64 in joined else []
    return rest, [*long, *map(binascii.a2b_base64, (*packed, joined))]


def _has_base64(text: str) -> bool:
    return _MARKED in text.encode("latin-1", "replace").translate(_MARKS)


def _is_document(text: str) -> bool:
    if text.lstrip()[:1] not in ("{", "["):
        return False
    try:
        json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return False
    return True


def _is_free(place: Place, text: str) -> bool:
    """Tell whether parts of a text may be replaced: it is no name that later calls use."""
    shape = place.shape
    return " " in text or shape.type_name == "blob" if shape is not None else bool(place.path)


def _without_learned(place: Place, text: str, editor: Editor) -> str:
    for secret in editor.memory.learned_in(text):
        text = text.replace(secret, editor.memory.learned[secret])
        editor.report(place, "repeated secret")
    return text


def _replaced(place: Place, rule: ValuePattern, editor: Editor, found: re.Match[str]) -> str:
    group = "secret" if "secret" in found.re.groupindex else 0
    secret = found[group]
    memory = editor.memory
    standing = memory.of_series(secret, rule.series) if rule.series else memory.of_string(None, secret)
    if standing == secret:
        return found[0]
    editor.report(place, rule.kind)
    start = found.start()
    return found[0][: found.start(group) - start] + standing + found[0][found.end(group) - start :]


def _decoded(place: Place, editor: Editor, found: re.Match[str]) -> str:
    lines = found[0].splitlines(keepends=True)
    try:
        content = base64.b64decode("".join(lines).replace("\r", "").replace("\n", ""), validate=True)
    except (binascii.Error, ValueError):
        if len(lines) == 1:
            return found[0]
        return "".join(_BASE64_LINE.sub(partial(_decoded, place, editor), line) for line in lines)
    edited = edit_bytes(place, content, editor)
    if edited == content:
        return found[0]
    encoded = base64.b64encode(edited).decode()
    if len(lines) == 1:
        return encoded
    width = len(lines[0].rstrip("\r\n"))
    return lines[0][width:].join(encoded[start : start + width] for start in range(0, len(encoded), width))
