"""Decide what stands in the place of one value of a message, by the rules of a redaction."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

from harness.record.redaction.neutral import neutral
from harness.record.redaction.place import Place
from harness.record.redaction.specification import DEFAULT, Redaction, ValuePattern
from harness.record.redaction.stand_in import numbered, stand_in

_SHORTEST_BASE64 = 24
_BASE64 = re.compile(rf"[A-Za-z0-9+/]{{{_SHORTEST_BASE64},}}={{0,2}}")
_NESTING = 3
_SHORTEST_LEARNED = 8

Report = Callable[[Place, str], None]
"""Told of each secret that was replaced: its place and its kind."""


@dataclass(frozen=True, slots=True)
class Editor:
    """Replaces the values of a message that a redaction names.

    Attributes:
        redaction: the rules.
        report: told of each value replaced.
        learned: secrets found so far and what stands for them. They are replaced as parts of other texts
            too, where these are prose (an error message that repeats a password) or unknown to the model.
            Modelled names and ARNs are left alone: the recording's later calls use them.
    """

    redaction: Redaction = DEFAULT
    report: Report = lambda place, kind: None
    learned: dict[str, str] = field(default_factory=dict)

    def scalar(self, place: Place, value: Any) -> Any:
        """Return what stands for a value (no list, no object); or the value itself if it may stay."""
        kind = self._kind(place)
        edited = neutral(place.shape, value) if kind else self._searched(place, value)
        for function in self.redaction.functions:
            standing = function(place.path, edited)
            if standing != edited:
                kind, edited = kind or "user rule", standing
        if edited == value:
            return value
        if kind:
            self._found(place, kind, value, edited)
        return edited

    def key(self, place: Place | None, key: Any, taken: set[str]) -> Any:
        """Return what stands for a key of a map; different keys of one map stay different.

        Args:
            place: the place of the map's keys; None where keys are names of the model and stay.
            key: the key.
            taken: the keys that the map has so far; the returned one is added.
        """
        if place is None or not isinstance(key, str):
            return key
        edited = self.scalar(place, key)
        if edited in taken and (edited is not key or self._kind(place)):
            edited = next(name for name in _alternatives(place, edited) if name not in taken)
        taken.add(edited)
        return edited

    def _kind(self, place: Place) -> str | None:
        if place.sensitive:
            return "sensitive member"
        if place.shape is not None and place.shape.type_name not in ("string", "blob"):
            return "user rule" if self._is_pointed_at(place) else None
        if self.redaction.members.fullmatch(place.name) and not _is_enum(place):
            return "credential"
        return "user rule" if self._is_pointed_at(place) else None

    def _found(self, place: Place, kind: str, value: Any, edited: Any) -> None:
        self.report(place, kind)
        if isinstance(value, str) and len(value) >= _SHORTEST_LEARNED and not _is_enum(place):
            self.learned[value] = edited

    def _is_pointed_at(self, place: Place) -> bool:
        return any(_names(pointer, place.path) for pointer in self.redaction.pointers)

    def _searched(self, place: Place, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(place, value)
        if isinstance(value, bytes):
            # Latin-1 takes any byte for a character and back.
            return self.text(place, value.decode("latin-1")).encode("latin-1")
        return value

    def text(self, place: Place, text: str, nesting: int = _NESTING) -> str:
        """Return a text with the secrets replaced that are known by their looks, inside of base64 too."""
        lower = text.lower()
        for hint in self.redaction.hints:
            if hint in lower:
                text = self._matched(place, text)
                break
        if self.learned and (" " in text or (place.shape is None and place.path)):
            for secret, standing in self.learned.items():
                text = text.replace(secret, standing)
        if nesting and len(text) >= _SHORTEST_BASE64:
            text = _BASE64.sub(lambda found: self._encoded(place, found[0], nesting - 1), text)
        return text

    def _matched(self, place: Place, text: str) -> str:
        lower = text.lower()
        for rule in self.redaction.patterns:
            if not rule.hints or any(hint in lower for hint in rule.hints):
                text = rule.pattern.sub(partial(self._replaced, place, rule), text)
        return text

    def _replaced(self, place: Place, rule: ValuePattern, found: re.Match[str]) -> str:
        group = "secret" if "secret" in found.re.groupindex else 0
        secret = found[group]
        standing = stand_in(secret) if rule.fixed is None else rule.fixed
        if standing != secret:
            self._found(place, rule.kind, secret, standing)
        start = found.start()
        return found[0][: found.start(group) - start] + standing + found[0][found.end(group) - start :]

    def _encoded(self, place: Place, encoded: str, nesting: int) -> str:
        try:
            text = base64.b64decode(encoded, validate=True).decode("latin-1")
        except (binascii.Error, ValueError):
            return encoded
        edited = self.text(place, text, nesting)
        return encoded if edited == text else base64.b64encode(edited.encode("latin-1")).decode()


def _is_enum(place: Place) -> bool:
    return place.shape is not None and "enum" in place.shape.metadata


def _alternatives(place: Place, key: str) -> Iterator[str]:
    """Yield other spellings of a stand-in: the other values of its enum, or numbered ones, ever longer."""
    if place.shape is not None:
        yield from place.shape.metadata.get("enum", ())
    for number in range(1, 26):
        yield numbered(key, number)
    number = 26
    while True:
        yield numbered(key + "x" * (number // 26), number)
        number += 1


@lru_cache(maxsize=4096)
def _names(pointer: str, path: tuple[str, ...]) -> bool:
    """Tell whether a pointer names a path or something above it."""
    steps = [step for step in pointer.split("/")[1:] if not step.isdigit()]
    return _leads(steps, list(path))


def _leads(steps: list[str], path: list[str]) -> bool:
    if not steps:
        return True
    # "*" is an item of a list, which a path does not count, or a key of a map, which it does.
    if steps[0] == "*" and _leads(steps[1:], path):
        return True
    return (
        bool(path)
        and steps[0] in ("*", path[0].replace("~", "~0").replace("/", "~1"))
        and _leads(steps[1:], path[1:])
    )
