"""The parsed form of a pattern: what is spelled, what texts are made from, and what near misses change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from harness.contract.patterns.characters import CharacterSet


@dataclass(frozen=True, slots=True)
class Characters:
    """One character out of a set; `literal` where the pattern names it, and does not choose."""

    allowed: CharacterSet
    literal: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """Parts that follow one another; none: the empty text."""

    parts: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Branches of which one matches, in the order in which they are tried."""

    branches: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repetition:
    """A part that is repeated.

    Args:
        part: what is repeated.
        fewest: the least number of times.
        most: the largest number of times; None for any.
        manner: ``"?"`` to try fewer times first, ``"+"`` to keep what was matched (possessive).
    """

    part: Node
    fewest: int
    most: int | None
    manner: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What brackets keep together; `number` counts the groups that capture, from 1, and is 0 for others."""

    part: Node
    number: int = 0


@dataclass(frozen=True, slots=True)
class Reference:
    """What a numbered group has matched, again; `part` is what that group holds."""

    number: int
    part: Node


@dataclass(frozen=True, slots=True)
class Lookaround:
    """What must come next (``?=``) or before (``?<=``), or must not (``?!``, ``?<!``)."""

    kind: Literal["?=", "?!", "?<=", "?<!"]
    part: Node


@dataclass(frozen=True, slots=True)
class Anchor:
    """An end of the text: ``^`` or ``$``."""

    end: Literal["^", "$"]


Node = Characters | Sequence | Alternatives | Repetition | Group | Reference | Lookaround | Anchor

EMPTY = Sequence()
START = Anchor("^")
END = Anchor("$")


def without_prohibitions(node: Node) -> Node:
    """Leave out what must not come next: the names that a service keeps for itself, such as ``(?!aws:)``."""
    match node:
        case Lookaround(kind="?!"):
            return EMPTY
        case Sequence(parts):
            return sequence(*map(without_prohibitions, parts))
        case Alternatives(branches):
            return alternatives(*map(without_prohibitions, branches))
        case Repetition() | Group():
            return replace(node, part=without_prohibitions(node.part))
        case _:
            return node


def sequence(*parts: Node) -> Node:
    """Put parts one after the other; empty ones drop out."""
    kept = tuple(part for part in parts if part is not EMPTY)
    if len(kept) == 1:
        return kept[0]
    return Sequence(kept) if kept else EMPTY


def alternatives(*branches: Node) -> Node:
    """Put branches side by side."""
    return branches[0] if len(branches) == 1 else Alternatives(branches)
