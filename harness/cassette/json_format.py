"""JSON text to plain values and back."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any

import orjson

from harness.cassette.syntax import Batch, NotWellFormed, Seam, line_at

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from typing import BinaryIO

BLOCK = 1 << 19
"""How many bytes are read at a time: interactions are parsed in batches of about this size."""

_SPACE = re.compile(rb"[ \t\r\n]*")
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*("?)|[{}\[\]]', re.DOTALL)
_PLAIN = re.compile(rb"[^\s,\]}]*")
_OPENS_LIST = re.compile(rb"[ \t\r\n]*:[ \t\r\n]*\[")
_OPENS_OBJECT = re.compile(rb'\{[ \t\r\n]*"[^"\\]*"')
_CONTEXT = 200
_LAST_CHARACTER = re.compile(rb"[\xc0-\xff][\x80-\xbf]{0,2}\Z")  # of several bytes, whole or in part
_OUTLINE = {b'"interactions"': 1, b'"version"': 1}
_INNER = (b'"request"', b'"response"')


def read(file: BinaryIO) -> Generator[Batch, None, Any]:
    """Read one JSON text, the list under its top-level key ``interactions`` piece by piece.

    A streaming parser (ijson over yajl) takes twice as long as orjson and tells no lines. So orjson parses
    slices: where a slice that begins with a value parses as a sequence of values, it is one, however its end
    was found. Ends are guessed, which costs nothing, and only where a guess was wrong are tokens counted.

    Args:
        file: the text from its start, UTF-8; it can seek.

    Yields:
        The items of the list in order. Memory is bounded by the largest of them.

    Returns:
        The value of the text, the list in it left empty. Of a text without such a list, the whole value.

    Raises:
        NotWellFormed: the text is not JSON, nests deeper than orjson reads (1,024 levels), or an object of a
            cassette's layout has a key twice: one value would be lost.
    """
    window = _Window(file)
    start = _find_list(window)
    if start is None:
        window.read_all()
        text = window.data
        value = _parse(window, 0, text)
    else:
        head = window.drop(start)
        yield from _items(window)
        window.read_all()
        text = head + window.data
        try:
            value = orjson.loads(text)
        except orjson.JSONDecodeError as error:
            line = error.lineno
            if error.pos >= len(head):
                line += line_at(file, window.offset) - 1 - head.count(b"\n")
            raise NotWellFormed(line, error.msg) from None
    _refuse_repeated_keys(text, _OUTLINE)
    return value


class _Window:
    """What was read of a file and not used yet.

    Attributes:
        file: where it is read from.
        data: the bytes.
        offset: where in the file they start.
        is_whole: whether they reach to the file's end.
    """

    def __init__(self, file: BinaryIO, offset: int = 0) -> None:
        self.file = file
        self.data = b""
        self.offset = offset
        self.is_whole = False

    def more(self) -> bool:
        """Read on, twice as far each time while nothing is dropped; tell whether there was more."""
        found = self.file.read(max(BLOCK, len(self.data)))
        self.data += found
        self.is_whole = not found
        return not self.is_whole

    def read_all(self) -> None:
        """Read to the end of the file."""
        while self.more():
            pass

    def drop(self, end: int) -> bytes:
        """Drop and return everything before a place."""
        dropped, self.data = self.data[:end], self.data[end:]
        self.offset += end
        return dropped

    def skip_space(self, start: int) -> int:
        """Return the next place without white space; the end of the data is the end of the file then."""
        while True:
            found = _SPACE.match(self.data, start)
            end = found.end() if found else start
            if end < len(self.data) or self.is_whole or not self.more():
                return end


def _find_list(window: _Window) -> int | None:
    """Return the place after the ``[`` of the top-level key ``interactions``, or None."""
    start = window.skip_space(0)
    if window.data[start : start + 1] != b"{":
        return None
    depth = 0
    while True:
        for found in _TOKEN.finditer(window.data, start):
            if found[1] == b"" and found[0][:1] == b'"':
                break  # the rest of the string has not been read yet
            if found[0] in b"{[":
                depth += 1
            elif found[0] in b"}]":
                depth -= 1
            elif depth == 1 and _string(found[0]) == "interactions":
                window.skip_space(window.skip_space(found.end()) + 1)
                opened = _OPENS_LIST.match(window.data, found.end())
                if opened is not None:
                    return opened.end()
            start = found.end()
        if not window.more():
            return None


def _string(token: bytes) -> object:
    try:
        return orjson.loads(token)
    except orjson.JSONDecodeError:
        return None


def _items(window: _Window) -> Generator[Batch, None, None]:
    """Yield the items of a list, the window being behind its ``[``; leave it at its ``]``."""
    separator, wrong = b"", 0
    place = window.skip_space(0)
    while window.data[place : place + 1] != b"]":
        window.drop(place)
        while len(window.data) < BLOCK and window.more():
            pass
        items, end = None, 0
        if window.offset >= wrong:
            items, end = _guess(window, separator)
        if items is None:
            wrong = max(wrong, window.offset + end)
            end = _end_of_value(window)
            try:
                items = [orjson.loads(window.data[:end])]
            except orjson.JSONDecodeError:  # where a broken word ends is a guess: what follows counts as well
                _parse(window, 0, b"[" + _with_context(window, 0, end))
                raise
        _refuse_repeated_keys(window.data[:end], dict.fromkeys(_INNER, len(items)))
        yield Batch(items, partial(_line_of, window, window.offset))
        place = window.skip_space(end)
        if window.data[place : place + 1] == b",":
            place = window.skip_space(place + 1)
            separator = separator or _separator(window.data[end - 1 :], place - end + 1)
            if window.data[place : place + 1] != b"]":
                continue
        elif window.data[place : place + 1] == b"]":
            break
        # What may not stand after a value, in orjson's own words.
        _parse(window, end, b'[""' + _with_context(window, end, end))
    window.drop(place)


def _with_context(window: _Window, start: int, end: int) -> bytes:
    """Return a part of the window and some text behind it, without half a character at its end."""
    text = window.data[start : end + _CONTEXT]
    is_cut = end + _CONTEXT < len(window.data) or not window.is_whole
    return _LAST_CHARACTER.sub(b"", text) if is_cut else text


def _guess(window: _Window, separator: bytes) -> tuple[list[Any] | None, int]:
    """Parse as many items as there seem to be; return them, or None for a wrong guess, and its end."""
    last = b"]" if window.is_whole else separator
    end = window.data.rfind(last) + (0 if window.is_whole else 1) if last else 0
    if end <= 0:
        return None, 0
    try:
        items: list[Any] = orjson.loads(b"[%b]" % window.data[:end])
    except orjson.JSONDecodeError:
        return None, end
    return items, end


def _separator(text: bytes, start: int) -> bytes:
    """Return the text that separates two items of this file; empty if that is not sure.

    No string of JSON holds a line feed, and none a quote without a backslash.

    Args:
        text: from the last byte of an item on.
        start: where the next item starts in it.
    """
    opened = _OPENS_OBJECT.match(text, start)
    if text[:1] != b"}" or opened is None:
        return b""
    return text[: start + 1 if b"\n" in text[:start] else opened.end()]


def find_seam(file: BinaryIO) -> Seam | None:
    """Tell where the items of ``interactions`` start, and what parts them; None if that is not clear.

    Raises:
        NotWellFormed: the file ends before its first item does.
    """
    window = _Window(file)
    start = _find_list(window)
    if start is None:
        return None
    window.drop(window.skip_space(start))
    end = _end_of_value(window)
    start = window.skip_space(window.skip_space(end) + 1) - end + 1
    separator = _separator(window.data[end - 1 :], start)
    return Seam(window.offset, separator, 1, start) if separator else None


def parse_items(data: bytes) -> list[Any]:
    """Read JSON values that are parted by commas.

    Raises:
        NotWellFormed: they are none, or an object of a cassette's layout has a key twice.
    """
    try:
        items: list[Any] = orjson.loads(b"[%b]" % data)
    except orjson.JSONDecodeError as error:
        raise NotWellFormed(error.lineno, error.msg) from None
    _refuse_repeated_keys(data, dict.fromkeys(_INNER, len(items)))
    return items


def _end_of_value(window: _Window) -> int:
    """Return the end of the value that the window starts with, by counting tokens.

    Raises:
        NotWellFormed: the file ends before it.
    """
    place = depth = 0
    while True:
        if depth == 0 and window.data[:1] not in (b"{", b"[", b'"'):
            found = _PLAIN.match(window.data)
            if found and (found.end() < len(window.data) or window.is_whole) and found.end():
                return found.end()
        else:
            for token in _TOKEN.finditer(window.data, place):
                first = token[0][:1]
                if first == b'"' and not token[1]:
                    break  # the rest of the string has not been read yet
                depth += (first in b"{[") - (first in b"}]")
                place = token.end()
                if depth == 0:
                    return place
        if not window.more():
            _parse(window, 0, b"[" + window.data)
            raise AssertionError("orjson read a list without an end")


def _parse(window: _Window, start: int, text: bytes) -> Any:
    """Parse a text that starts at a place of the window."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        lines = line_at(window.file, window.offset + start)
        raise NotWellFormed(lines + error.lineno - 1, error.msg) from None


def _line_of(window: _Window, offset: int, index: int) -> int:
    """Return the line, from 1, of an item of a batch that starts at an offset of the file."""
    file, goes_on = window.file, window.file.tell()
    file.seek(offset)
    ahead = _Window(file, offset)
    for _ in range(index):
        comma = ahead.skip_space(_end_of_value(ahead))
        ahead.drop(ahead.skip_space(comma + 1))
    line = line_at(file, ahead.offset)
    file.seek(goes_on)
    return line


def _refuse_repeated_keys(text: bytes, most: Mapping[bytes, int]) -> None:
    """Refuse a text, which is well formed, where an object has a key twice.

    Args:
        text: JSON values, parted by commas.
        most: how often each key of a cassette's layout is there if its objects have it once. Only a text that
            spells one more often is gone through: it takes ten times as long as parsing did.

    Raises:
        NotWellFormed: an object has a key twice.
    """
    if all(text.count(key) <= count for key, count in most.items()):
        return

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise NotWellFormed(None, f"the key {twice[:40]!r} comes twice")
        return found

    try:
        json.loads(b"[%b]" % text, object_pairs_hook=members)
    except RecursionError:
        raise NotWellFormed(None, "values nest too deeply to be looked through") from None


def serialize(value: Any) -> bytes:
    """Write plain values as indented JSON in UTF-8; keys keep their order."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
