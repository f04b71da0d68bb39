"""Edit the values of a MessagePack document in place: all other bytes stay as they are.

The format is that of https://github.com/msgpack/msgpack/blob/master/spec.md. No service of AWS speaks it, but
people keep it in objects, records and attributes.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from harness.message.place import MAX_DEPTH
from harness.message.tree import edit_tree

if TYPE_CHECKING:
    from harness.message.editor import Editor
    from harness.message.place import Place

_MAPS = frozenset((*range(0x80, 0x90), 0xDE, 0xDF))
_LISTS = frozenset((*range(0x90, 0xA0), 0xDC, 0xDD))
_TEXTS = frozenset((*range(0xA0, 0xC0), 0xD9, 0xDA, 0xDB))
_BYTES = frozenset((0xC4, 0xC5, 0xC6))
_EXTENSIONS = {0xC7: 1, 0xC8: 2, 0xC9: 4}
_FIXED_EXTENSIONS = {0xD4: 1, 0xD5: 2, 0xD6: 4, 0xD7: 8, 0xD8: 16}
_CONSTANTS = {0xC0: None, 0xC2: False, 0xC3: True}
_NUMBERS = dict(
    zip(range(0xCA, 0xD4), (">f", ">d", ">B", ">H", ">I", ">Q", ">b", ">h", ">i", ">q"), strict=True)
)
_LENGTHS = {0xC4: 1, 0xC5: 2, 0xC6: 4} | dict(zip(range(0xD9, 0xE0), (1, 2, 4, 2, 4, 2, 4), strict=True))


class _Other(Exception):
    """The bytes are no MessagePack."""


@dataclass(frozen=True, slots=True)
class _Node:
    """A value: where it begins and ends, what it is, and what it is made of (keys and values in turns)."""

    start: int
    end: int
    value: Any
    inner: tuple[_Node, ...] = ()


def edit_msgpack(place: Place, content: bytes, editor: Editor) -> bytes:
    """Edit every value of bytes that are a map or list in MessagePack, and the keys of its maps.

    Args:
        place: where the bytes stand.
        content: the bytes.
        editor: what replaces what.

    Returns:
        The bytes, with the values that the editor changed written again.
    """
    node = _document(content)
    if node is None:
        return content
    edited = edit_tree(place, node.value, editor, "json")
    return content if edited is node.value else b"".join(_pieces(content, node, edited))


def read_msgpack(content: bytes) -> Any:
    """Return the map or list that bytes are as a whole in MessagePack; None if they are none."""
    node = _document(content)
    return node.value if node is not None else None


def _document(content: bytes) -> _Node | None:
    """Read a map with names, or a list that has something in it; texts and pictures begin otherwise."""
    if len(content) < 3 or content[0] not in _MAPS | _LISTS:
        return None
    try:
        node = _read(content, 0, MAX_DEPTH // 2)
    except (_Other, IndexError, struct.error, UnicodeDecodeError, TypeError):
        return None
    is_named = not isinstance(node.value, dict) or all(isinstance(key, str) for key in node.value)
    return node if node.end == len(content) and node.inner and is_named else None


def _read(content: bytes, start: int, depth: int) -> _Node:
    code = content[start]
    at = start + 1
    if code < 0x80 or code >= 0xE0:
        return _Node(start, at, code if code < 0x80 else code - 0x100)
    if code in _CONSTANTS:
        return _Node(start, at, _CONSTANTS[code])
    if code in _NUMBERS:
        form = _NUMBERS[code]
        return _Node(start, at + struct.calcsize(form), struct.unpack_from(form, content, at)[0])
    if code in _FIXED_EXTENSIONS:
        return _taken(content, start, at, _FIXED_EXTENSIONS[code] + 1)
    if code in _EXTENSIONS:
        size = _EXTENSIONS[code]
        return _taken(content, start, at + size, _number(content, at, size) + 1)
    count, at = _count(content, code, at)
    if code in _BYTES or code in _TEXTS:
        return _taken(content, start, at, count, is_text=code in _TEXTS)
    if code not in _MAPS | _LISTS or depth == 0:
        raise _Other
    inner: list[_Node] = []
    for _ in range(2 * count if code in _MAPS else count):
        inner.append(_read(content, at, depth - 1))
        at = inner[-1].end
    values = [each.value for each in inner]
    if code in _LISTS:
        return _Node(start, at, values, tuple(inner))
    named = dict(zip(values[::2], values[1::2], strict=True))
    if len(named) < count:  # one of two would be lost
        raise _Other
    return _Node(start, at, named, tuple(inner))


def _count(content: bytes, code: int, at: int) -> tuple[int, int]:
    """Return how many bytes or items follow, and where."""
    if code in _LENGTHS:
        return _number(content, at, _LENGTHS[code]), at + _LENGTHS[code]
    return (code & 0x1F if code >= 0xA0 else code & 0x0F), at


def _number(content: bytes, at: int, size: int) -> int:
    if at + size > len(content):
        raise _Other
    return int.from_bytes(content[at : at + size], "big")


def _taken(content: bytes, start: int, at: int, size: int, *, is_text: bool = False) -> _Node:
    end = at + size
    if end > len(content):
        raise _Other
    value = content[at:end]
    return _Node(start, end, value.decode() if is_text else value)


def _pieces(content: bytes, node: _Node, edited: Any) -> list[bytes]:
    """Return a value as it was edited, in the bytes that it had as far as it is the same."""
    if edited is node.value:
        return [content[node.start : node.end]]
    if not node.inner:
        return [_packed(edited, content[node.start : node.end])]
    is_map = isinstance(edited, dict)
    standing = [part for pair in edited.items() for part in pair] if is_map else edited
    pieces = [content[node.start : node.inner[0].start]]
    for each, new in zip(node.inner, standing, strict=True):
        pieces += _pieces(content, each, new)
    return pieces


def _packed(value: Any, before: bytes) -> bytes:
    """Write a scalar; an extension keeps its kind."""
    if isinstance(value, bool) or value is None:
        return {None: b"\xc0", False: b"\xc2", True: b"\xc3"}[value]
    if isinstance(value, str):
        text = value.encode("utf-8", "replace")
        return (bytes((0xA0 | len(text),)) if len(text) < 32 else struct.pack(">BI", 0xDB, len(text))) + text
    if isinstance(value, bytes):
        is_extension = before[0] in _EXTENSIONS or before[0] in _FIXED_EXTENSIONS
        if is_extension:  # its kind is the first of the bytes
            return struct.pack(">BI", 0xC9, len(value) - 1) + value
        return struct.pack(">BI", 0xC6, len(value)) + value
    if isinstance(value, float):
        return struct.pack(">Bd", 0xCB, value)
    return struct.pack(">BQ", 0xCF, value) if value >= 0 else struct.pack(">Bq", 0xD3, value)
