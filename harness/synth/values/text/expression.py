"""The common spelling of patterns (`harness.contract.patterns`) as a tree.

The spelling is a small language: literal characters, classes that nest none, groups, look-arounds,
references back, the two anchors and quantifiers. So the reader is small, too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_QUANTIFIER = re.compile(r"(?:([*+?])|\{([0-9]+)(,?)([0-9]*)\})[?+]?")
_CLASS = re.compile(r"\[\^?(?:\\.|[^\]\\])*\]", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u[0-9A-F]{4}|[pP]\{[^}]*\}|[1-9][0-9]*|.)", re.DOTALL)
_OPENING = re.compile(r"\((?:(\?:)|(\?<?[=!]))?")
_SHORT_BOUNDS: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}


@dataclass(frozen=True, slots=True)
class Characters:
    """One character of a class; `spelling` is the class, property or character as an expression."""

    spelling: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """Parts that follow one another."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Branches of which one matches."""

    branches: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repetition:
    """A part that is repeated from `fewest` to `most` times; `most` None is without end."""

    part: Node
    fewest: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Capture:
    """A group that is numbered, from 1."""

    number: int
    part: Node


@dataclass(frozen=True, slots=True)
class Reference:
    """What a numbered group has matched, again; `part` is what that group holds."""

    number: int
    part: Node


@dataclass(frozen=True, slots=True)
class Assertion:
    """What consumes nothing: an anchor (``^``, ``$``) or a look-around (``?=``, ``?!``, ``?<=``, ``?<!``)."""

    kind: str
    part: Node | None = None


Node = Characters | Sequence | Alternatives | Repetition | Capture | Reference | Assertion

# The common spelling puts it in groups only so that one engine counts them in another way.
_EMPTY = Assertion("?=", Sequence(()))


def parse_expression(spelling: str, *, ahead: bool = False) -> Node:
    """Parse an expression in the common spelling, which `Pattern` gives.

    Args:
        spelling: the expression.
        ahead: whether what has to follow (``?=``) is taken for a part like any other.
    """
    return _Reader(spelling, ahead=ahead).alternatives()


class _Reader:
    """One reading of one expression, left to right."""

    def __init__(self, spelling: str, *, ahead: bool) -> None:
        self._spelling = spelling
        self._ahead = ahead
        self._at = 0
        self._captures = 0
        self._captured: dict[int, Node] = {}

    def alternatives(self) -> Node:
        branches = [self._branch()]
        while self._peek() == "|":
            self._at += 1
            branches.append(self._branch())
        return branches[0] if len(branches) == 1 else Alternatives(tuple(branches))

    def _peek(self) -> str:
        return self._spelling[self._at : self._at + 1]

    def _take(self, expression: re.Pattern[str]) -> re.Match[str] | None:
        if found := expression.match(self._spelling, self._at):
            self._at = found.end()
        return found

    def _branch(self) -> Node:
        parts = []
        while self._peek() not in ("", "|", ")"):
            part = self._quantified()
            if part != _EMPTY:
                parts.append(part)
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _quantified(self) -> Node:
        part = self._atom()
        found = self._take(_QUANTIFIER)
        if not found:
            return part
        if found[1]:
            fewest, most = _SHORT_BOUNDS[found[1]]
        else:
            fewest = int(found[2])
            most = fewest if not found[3] else int(found[4]) if found[4] else None
        return Repetition(part, fewest, most)

    def _atom(self) -> Node:
        character = self._peek()
        if opening := self._take(_OPENING):
            return self._group(opening)
        if found := self._take(_CLASS):
            return Characters(found[0])
        if found := self._take(_ESCAPE):
            number = int(found[0][1:]) if found[0][1] in "123456789" else 0
            return Reference(number, self._captured[number]) if number else Characters(found[0])
        self._at += 1
        return Assertion(character) if character in "^$" else Characters(character)

    def _group(self, opening: re.Match[str]) -> Node:
        is_capture = opening[0] == "("
        if is_capture:
            self._captures += 1
        number = self._captures
        part = self.alternatives()
        self._at += 1  # the closing bracket
        if is_capture:
            self._captured[number] = part
            return Capture(number, part)
        is_part = not opening[2] or (opening[2] == "?=" and self._ahead)
        return part if is_part else Assertion(opening[2], part)
