"""Replace the secrets in a text that are known by their looks or were found before, however encoded."""

from __future__ import annotations

import base64
import binascii
import gzip
import json
import re
import string
import zlib
from functools import partial
from typing import TYPE_CHECKING, Any

from harness.message.json_text import edit_json
from harness.message.msgpack import edit_msgpack, read_msgpack
from harness.message.place import Place
from harness.message.tree import edit_tree
from harness.redaction.escapes import blanks_undone, marks_undone
from harness.redaction.hints import has, without_page_tokens
from harness.redaction.named import NamedRule
from harness.redaction.names import is_drawn, is_said
from harness.redaction.stand_ins import keeps_to
from harness.wire.errors import UnreadableMessage

if TYPE_CHECKING:
    from harness.redaction.redacting import Redacting
    from harness.redaction.specification import Rule

SHORTEST_BASE64 = 24
GZIP = b"\x1f\x8b"
_BASE64_LINE = re.compile(rf"[A-Za-z0-9+/]{{{SHORTEST_BASE64},}}+={{0,2}}")
_BASE64 = re.compile(
    rf"[A-Za-z0-9+/]{{60,76}}(?:\r?\n[A-Za-z0-9+/]{{1,76}}+)++={{0,2}}|{_BASE64_LINE.pattern}"
)
_URL_SAFE = re.compile(rf"[\w-]{{{SHORTEST_BASE64},}}+={{0,2}}", re.ASCII)
_URL_SAFE_RUN = re.compile(_URL_SAFE.pattern.removesuffix("={0,2}").encode())
_STANDARD_RUN = re.compile(_BASE64_LINE.pattern.removesuffix("={0,2}").encode())
_AS_STANDARD = bytes.maketrans(b"-_", b"+/")
_READABLE = re.compile(rb"[\t\r\n\x20-\x7e]{12,}+")
_DIGITS = frozenset(string.ascii_letters + string.digits + "+/-_")
_MARKS = bytes(chr(code) in _DIGITS for code in range(256))
_MARKED = b"\1" * SHORTEST_BASE64
LARGE = 1 << 16
_GZIP_IN_BASE64 = b"H4sI"
_GROUP = (b"", b"A", b"AA", b"AAA")  # zeros
_ANY_WINDOW = 47
_CBOR_MAPS = range(0xA1, 0xC0)
_LEAST_INFLATED = 1 << 20
_MOST_MEMBERS = 64
_ZLIB = (b"x\x9c", b"x\xda", b"x\x01", b"x\x5e")
_PACKED = (GZIP, *_ZLIB)
_MOST_INFLATED = 1 << 26
_MOST_TIMES_INFLATED = 200


def edit_text(place: Place, text: str, editor: Redacting) -> str:
    """Return a text with stand-ins for its secrets, in a JSON document, base64 and gzip within it too.

    Args:
        place: where the text stands.
        text: the text.
        editor: the rules, and what was found before.
    """
    undone = blanks_undone(marks_undone(text))
    searched = text if undone is text or undone == text else f"{text}\n{undone}"
    content = without_page_tokens(searched.encode("utf-8", "surrogatepass"))
    if editor.redaction.may_match(content) or b"\\u00" in content:
        if editor.nesting and _is_document(text):
            return edit_json(_below(place), text, editor.deeper())
        for rule in editor.redaction.patterns:
            if has(rule.hint, content):
                text = _replaced(place, rule, editor, text)
    if editor.memory.learned:
        text = _without_learned(place, text, editor)
    if editor.nesting and len(text) >= SHORTEST_BASE64 and _has_base64(text):
        if "-" in text or "_" in text:  # first, as what is left between the two is base64 by its letters too
            text = _URL_SAFE.sub(partial(_url_decoded, place, editor.deeper()), text)
        text = _BASE64.sub(partial(_decoded, place, editor.deeper()), text)
    return text


def edit_bytes(place: Place, content: bytes, editor: Redacting) -> bytes:
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
    if content.startswith(_ZLIB) and editor.nesting:
        inflated = inflate(content)
        edited = edit_bytes(place, inflated, editor.deeper())
        if edited != inflated:
            return zlib.compress(edited)
    value = cbor_map(content) if editor.nesting else None
    if value is not None:
        import cbor2

        edited_map = edit_tree(_below(place), value, editor.deeper(), "json")
        return content if edited_map is value else cbor2.dumps(edited_map)
    if editor.nesting and (packed := edit_msgpack(_below(place), content, editor.deeper())) != content:
        return packed
    try:
        text = content.decode()
    except UnicodeDecodeError:  # among bytes that are no text, a name and a value come about by chance
        return _READABLE.sub(lambda found: edit_text(place, found[0].decode(), editor).encode(), content)
    edited_text = edit_text(place, text, editor)
    return content if edited_text == text else edited_text.encode("utf-8", "replace")


def cbor_map(content: bytes) -> dict[Any, Any] | None:
    """Return the map that bytes are as a whole in CBOR, spelled as cbor2 spells it; None if they are none."""
    if not content or content[0] not in _CBOR_MAPS:
        return None
    import cbor2

    from harness.wire.codec.cbor_codec import load_cbor

    try:
        value = load_cbor(content)
        return value if isinstance(value, dict) and cbor2.dumps(value) == content else None
    except (UnreadableMessage, cbor2.CBOREncodeError, RecursionError):
        return None


def inflate(content: bytes) -> bytes:
    """Unpack gzip or zlib, as far as it goes; empty if it is none, or grows beyond bounds.

    The bounds are 64 MiB, and 200 times but at least 1 MiB. Gzip may have several members, one after another.
    """
    room = min(_MOST_INFLATED, max(_LEAST_INFLATED, _MOST_TIMES_INFLATED * len(content)))
    parts: list[bytes] = []
    while content and len(parts) < _MOST_MEMBERS:
        unpacker = zlib.decompressobj(_ANY_WINDOW)
        try:
            parts.append(unpacker.decompress(content, max(room, 1)))
        except zlib.error:
            break
        room -= len(parts[-1])
        if unpacker.unconsumed_tail or room < 0:
            return b""
        content = unpacker.unused_data
        if not content.startswith(GZIP):
            break
    return b"".join(parts)


def take_apart(content: bytes) -> tuple[bytes, list[bytes]]:
    """Take what is encoded out of a message, for a search: gzip, and base64 of at least 24 characters.

    It takes some milliseconds a megabyte.

    Returns:
        The message without long base64 (which shows nothing of itself), and what was decoded, the short
        parts joined.
    """
    if content.startswith(_PACKED):
        return content, [inflate(content)]
    value = cbor_map(content)
    value = read_msgpack(content) if value is None else value
    if value is not None:  # nothing parts a name from its value there
        return content, [json.dumps(value, default=_as_text, skipkeys=True).encode()]
    if b"\\" in content:  # JSON's escapes end in letters, which are none of the base64 that follows
        content = content.replace(b"\\n", b"\n").replace(b"\\r", b"\r").replace(b"\\t", b"\t")
    marks = content.translate(_MARKS)
    plain: list[bytes] = []
    short: list[bytes] = []
    long: list[bytes] = []
    mixed: list[bytes] = []
    end = passed = 0
    while (start := marks.find(_MARKED, end)) >= 0:
        end = marks.find(b"\0", start)
        if end < 0:
            end = len(marks)
        run = content[start:end]
        if b"-" in run or b"_" in run:
            mixed.append(run)
        elif end - start < LARGE:
            short.append(run)
        else:
            plain.append(content[passed:start])
            passed = end
            long.append(binascii.a2b_base64(run[: len(run) - (len(run) % 4 == 1)] + b"==="))
    rest = b"".join(plain) + content[passed:] if passed else content
    short += _of_either_base64(mixed)
    if not short:
        return rest, long
    short = [run + _GROUP[-len(run) % 4] for run in short]  # whole groups, so that they can be joined
    joined = b"".join(short)
    packed = [run for run in short if run.startswith(_GZIP_IN_BASE64)] if _GZIP_IN_BASE64 in joined else []
    return rest, [*long, *map(binascii.a2b_base64, (*packed, joined))]


def _of_either_base64(runs: list[bytes]) -> list[bytes]:
    """Return what may be base64 in runs of the letters of both kinds of base64, in standard letters."""
    joined = b"=".join(runs)
    for_urls = [run.translate(_AS_STANDARD) for run in _URL_SAFE_RUN.findall(joined)]
    return [*_STANDARD_RUN.findall(joined), *for_urls]


def _from_url_safe(run: str) -> bytes:
    """Decode base64 of URLs; empty if it holds neither text nor what is compressed.

    Names are written with the same letters, and hold neither but by chance.
    """
    if len(run) % 4 == 1 or ("-" not in run and "_" not in run):
        return b""
    content = base64.urlsafe_b64decode(run + "=" * (-len(run) % 4))
    return content if content.startswith(_PACKED) or _is_text(content) else b""


def _is_text(content: bytes) -> bool:
    return b"\0" not in content and content.decode("utf-8", "ignore").encode() == content


def _as_text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _has_base64(text: str) -> bool:
    return _MARKED in text.encode("latin-1", "replace").translate(_MARKS)


def _below(place: Place) -> Place:
    """Return the place of a document within a value."""
    return Place(None, place.path, label=place.label, pointer=place.pointer)


def _is_document(text: str) -> bool:
    text = text.lstrip("\ufeff \t\r\n")
    if text[:1] not in ("{", "["):
        return False
    try:
        json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return False
    return True


def _is_free(place: Place, text: str) -> bool:
    """Tell whether any learned secret may be replaced in a text: it is no name that later calls use.

    In a name only what was surely drawn at random is replaced: ``admin`` may be a password, and a bucket.
    """
    shape = place.shape
    return " " in text or shape.type_name == "blob" if shape is not None else bool(place.path)


def _without_learned(place: Place, text: str, editor: Redacting) -> str:
    is_free = _is_free(place, text)
    for secret in editor.memory.learned_in(text):
        standing = text.replace(secret, editor.memory.learned[secret])
        if is_free or (is_drawn(secret) and keeps_to(place.shape, standing, text)):
            text = standing
            editor.report(place, "repeated secret")
    return text


def _replaced(place: Place, rule: Rule, editor: Redacting, text: str) -> str:
    memory = editor.memory
    pieces, end = [], 0
    for start, stop, kind in sorted(rule.secrets(text), key=_outermost_first):
        if start < end:
            continue
        secret = text[start:stop]
        if editor.answered and kind == NamedRule.kind and is_said(secret):
            continue
        standing = memory.of_series(secret, rule.series) if rule.series else memory.of_string(None, secret)
        if standing != secret:
            editor.report(place, kind)
            pieces += [text[end:start], standing]
            end = stop
    return "".join((*pieces, text[end:])) if pieces else text


def _outermost_first(found: tuple[int, int, str]) -> tuple[int, int]:
    return found[0], -found[1]


def _url_decoded(place: Place, editor: Redacting, found: re.Match[str]) -> str:
    content = _from_url_safe(found[0].rstrip("="))
    edited = edit_bytes(place, content, editor) if content else content
    if edited == content:
        return found[0]
    encoded = base64.urlsafe_b64encode(edited).decode()
    return encoded if found[0].endswith("=") else encoded.rstrip("=")


def _decoded(place: Place, editor: Redacting, found: re.Match[str]) -> str:
    lines = found[0].splitlines(keepends=True)
    digits = "".join(map(str.strip, lines)).rstrip("=")
    try:
        content = base64.b64decode(digits + "=" * (-len(digits) % 4), validate=True)
    except (binascii.Error, ValueError):
        if len(lines) == 1:
            return found[0]
        return "".join(_BASE64_LINE.sub(partial(_decoded, place, editor), line) for line in lines)
    edited = edit_bytes(place, content, editor)
    if edited == content:
        return found[0]
    encoded = base64.b64encode(edited).decode()
    if len(digits) % 4 and not found[0].endswith("="):
        encoded = encoded.rstrip("=")
    if len(lines) == 1:
        return encoded
    width = len(lines[0].rstrip("\r\n"))
    return lines[0][width:].join(encoded[start : start + width] for start in range(0, len(encoded), width))
