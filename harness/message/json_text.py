"""Edit the scalars of a JSON text where they stand: all other bytes stay as they are."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from harness.message.place import MAX_DEPTH, Place, inside, item, key_of, label_of, renamed
from harness.redaction.names import strength

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.redaction.edit import Editor

_TOKEN = re.compile(
    r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|-?\d[\d.eE+-]*|true|false|null|NaN|-?Infinity|[{}\[\],:]', re.DOTALL
)
_MAY_LABEL = re.compile(
    r"(?i)\"(?:name|\w{0,20}key|\w{1,20}name|field|header|variable|envvar|property|noecho|kty)\"\s*:|\[\s*\"[^\"\\]*\"\s*,\s*\"[^\"]*\"\s*\]"
)
_MOST_BESIDE = 16
_DECODER = json.JSONDecoder(strict=False)


@dataclass(slots=True)
class _Frame:
    """An object or array that is open: its place, and in it the key that was read last, or the index.

    What stands for the key is None if it stays.
    """

    place: Place
    is_object: bool
    key: str | None = None
    standing: str | None = None
    index: int = 0
    taken: set[str] = field(default_factory=set)

    def current(self) -> Place:
        if not self.is_object:
            below = item(self.place, self.index)
            return replace(below, free=True) if below.label else below
        below = inside(self.place, self.key or "", "json")
        return below if self.standing is None else renamed(below, self.standing)


def edit_json(place: Place, text: str, editor: Editor) -> str:
    """Edit the scalars of a JSON text and the keys of its maps.

    Args:
        place: where the whole text stands.
        text: the text; malformed JSON is edited as far as its tokens go.
        editor: what to put in the place of what.

    Returns:
        The text, with the tokens replaced that the editor changed.
    """
    return "".join(_pieces(place, text, editor))


def _pieces(place: Place, text: str, editor: Editor) -> Iterator[str]:
    frames: list[_Frame] = []
    labels = _labels(text) if _MAY_LABEL.search(text) else {}
    end = 0
    for found in _TOKEN.finditer(text):
        yield text[end : found.start()]
        end = found.end()
        token = found[0]
        frame = frames[-1] if frames else None
        if token in "{[":
            # What nests too deeply for any reader of the API stands where its limit was reached.
            above = place if frame is None else frame.current() if len(frames) < MAX_DEPTH else frame.place
            if found.start() in labels:
                above = replace(above, label=labels[found.start()])
            frames.append(_Frame(above, token == "{"))
        elif token in "}]":
            if frames:
                frames.pop()
        elif token == ",":
            if frame:
                frame.key = None
                frame.index += 1
        elif token != ":":
            if frame and frame.is_object and frame.key is None:
                frame.key = str(_value(token))
                standing = editor.key(key_of(frame.place), frame.key, frame.taken)
                frame.standing = None if standing == frame.key else standing
                token = _spelled(token, frame.key, standing)
            else:
                value = _value(token)
                token = _spelled(token, value, editor.scalar(frame.current() if frame else place, value))
        yield token
    yield text[end:]


def _labels(text: str) -> dict[int, str]:
    """Return by what name the values of objects are called, by where the objects begin.

    Of a list of two texts the first is the name of the second: ``["X-Api-Key", "..."]``.
    """
    labels: dict[int, str] = {}
    frames: list[_Beside] = []
    for found in _TOKEN.finditer(text):
        token = found[0]
        if token in ("{", "["):
            frames.append(_Beside(found.start(), token == "{"))
        elif not frames:
            continue
        elif token in ("}", "]"):
            frame = frames.pop()
            label = label_of(frame.names) if frame.is_object else frame.label()
            if label:
                labels[frame.start] = label
        elif token == ",":
            frames[-1].key = None
        elif token != ":":
            frames[-1].add(token)
    return labels


@dataclass(slots=True)
class _Beside:
    """What stands directly in an object or array that is open."""

    start: int
    is_object: bool
    key: str | None = None
    names: dict[str, object] = field(default_factory=dict)

    def add(self, token: str) -> None:
        if self.is_object and self.key is None:
            self.key = str(_value(token))
        elif len(self.names) <= _MOST_BESIDE:
            self.names[self.key if self.key is not None else str(len(self.names))] = _value(token)

    def label(self) -> str:
        first, second = self.names.get("0"), self.names.get("1")
        is_pair = len(self.names) == 2 and isinstance(first, str) and isinstance(second, str)
        return first if is_pair and isinstance(first, str) and strength(first) else ""


def _value(token: str) -> object:
    try:
        return _DECODER.decode(token)
    except ValueError:
        return token[1:].removesuffix('"') if token.startswith('"') else token


def _spelled(token: str, value: object, edited: object) -> str:
    return token if edited is value else json.dumps(edited, ensure_ascii=token.isascii())
