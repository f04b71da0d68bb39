"""Edit the scalars of a JSON text in place: all other bytes stay as they are."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from harness.message.place import (
    MAX_DEPTH,
    SHORTEST_PART,
    Label,
    Place,
    called,
    inside,
    is_structure,
    item,
    key_of,
    labelled,
    renamed,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.message.editor import Editor

_TOKEN = re.compile(
    r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|-?\d[\d.eE+-]*|true|false|null|NaN|-?Infinity|[{}\[\],:]', re.DOTALL
)
_MOST_BESIDE = 16
_DECODER = json.JSONDecoder(strict=False)


@dataclass(slots=True)
class _Frame:
    """An object or array that is open: its place, and in it the key that was read last, or the index.

    What stands for the key is None if it stays. Parts of up to ``most`` characters may be skipped.
    """

    place: Place
    is_object: bool
    most: int
    key: str | None = None
    standing: str | None = None
    index: int = 0
    label: Label | None = None
    taken: set[str] = field(default_factory=set)

    def current(self) -> Place:
        if not self.is_object:
            below = item(self.place, self.index)
            return called(below, self.label or below.label)
        below = inside(self.place, self.key or "", "json")
        return below if self.standing is None else renamed(below, self.standing)


def edit_json(place: Place, text: str, editor: Editor) -> str:
    """Edit the scalars of a JSON text and the keys of its maps.

    Args:
        place: where the whole text stands.
        text: the text; malformed JSON is edited as far as its tokens go.
        editor: what replaces what.

    Returns:
        The text, with the tokens replaced that the editor changed.
    """
    return "".join(_pieces(place, text, editor))


def _pieces(place: Place, text: str, editor: Editor) -> Iterator[str]:
    frames: list[_Frame] = []
    labels = _labels(text, editor) if editor.may_label(text) else {}
    end = 0
    while found := _TOKEN.search(text, end):
        yield text[end : found.start()]
        end = found.end()
        token = found[0]
        frame = frames[-1] if frames else None
        if token in "{[":
            # What nests too deeply for any reader of the API stands where its limit was reached.
            above = place if frame is None else frame.current() if len(frames) < MAX_DEPTH else frame.place
            here = labelled(above, labels.get(found.start()))
            most = len(text) // 2 if frame is None else frame.most
            part = _structure_at(here, text, found.start(), most)
            if part and editor.skips(here, part, "json"):
                token, end = part, found.start() + len(part)
            else:
                frames.append(_Frame(here, token == "{", len(part) // 2 if part else most))
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
                if frame and not frame.is_object:
                    frame.label = editor.next_label(frame.label, value)
        yield token
    yield text[end:]


def _structure_at(place: Place, text: str, start: int, most: int) -> str:
    """Return the object that starts at a place of a text; empty if it isn't one that may be skipped."""
    if text[start] != "{" or not is_structure(place):
        return ""
    try:
        end = _DECODER.raw_decode(text, start)[1]
    except (ValueError, RecursionError):
        return ""
    return text[start:end] if SHORTEST_PART <= end - start <= most else ""


def _labels(text: str, editor: Editor) -> dict[int, Label]:
    """Return by what name the values of objects are called, by where the objects begin.

    Of a list of two texts the first may be the name of the second: ``["X-Api-Key", "..."]``.
    """
    labels: dict[int, Label] = {}
    frames: list[_Beside] = []
    for found in _TOKEN.finditer(text):
        token = found[0]
        if token in ("{", "["):
            frames.append(_Beside(found.start(), token == "{"))
        elif not frames:
            continue
        elif token in ("}", "]"):
            frame = frames.pop()
            label = editor.label(frame.named())
            if label is not None:
                labels[frame.start] = label
        elif token == ",":
            frames[-1].key = None
        elif token != ":":
            frames[-1].add(token)
    return labels


@dataclass(slots=True)
class _Beside:
    """What is directly in an object or array that is open."""

    start: int
    is_object: bool
    key: str | None = None
    names: dict[str, object] = field(default_factory=dict)

    def add(self, token: str) -> None:
        if self.is_object and self.key is None:
            self.key = str(_value(token))
        elif len(self.names) <= _MOST_BESIDE:
            self.names[self.key if self.key is not None else str(len(self.names))] = _value(token)

    def named(self) -> dict[str, object]:
        """Return the content of an object, or of an array of two texts, a name and its value."""
        if self.is_object:
            return self.names
        texts = list(self.names.values())
        is_pair = len(texts) == 2 and all(isinstance(text, str) for text in texts)
        return dict(zip(("name", "value"), texts, strict=True)) if is_pair else {}


def _value(token: str) -> object:
    try:
        return _DECODER.decode(token)
    except ValueError:
        return token[1:].removesuffix('"') if token.startswith('"') else token


def _spelled(token: str, value: object, edited: object) -> str:
    return token if edited is value else json.dumps(edited, ensure_ascii=token.isascii())
