"""Spell a parsed pattern in the one spelling that every engine runs alike.

It is ECMA-262 (``u`` flag) without flags, shorthands, ``.`` and named groups; possessive quantifiers, which
that lacks, stay as they are. Each spelled piece knows, besides its text, what decides whether the whole can
match anything at all, whether Rust can compile it, and where a group is needed around it.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from harness.contract.patterns.characters import CharacterSet, UntranslatableError, spell, spell_character
from harness.contract.patterns.tree import (
    Alternatives,
    Anchor,
    Characters,
    Group,
    Lookaround,
    Node,
    Reference,
    Repetition,
    Sequence,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SPECIAL = r"\^$.*+?()[]{}|"
_REFERENCE = re.compile(r"\\[1-9][0-9]*")

# Rust's automata count by copying what is counted, up to 10 MB. An assertion, even an empty one, makes
# fancy-regex count by itself; the limit is smaller because compiling large automata is slow as well.
_LARGEST = 20_000
_COUNTED = "(?:(?=)"


@dataclass(frozen=True)
class Piece:
    """A part of an expression in the common spelling.

    Args:
        text: its spelling.
        least: the fewest characters that it consumes; None if no text can match it.
        most: the most characters that it consumes; None for any number.
        size: what it takes of a compiled automaton, very roughly, in units of 100 bytes.
        form: one atom, a repeated atom, or what only a group keeps together: atoms in a row, branches.
        is_assertion: whether it only looks, so that repeating it means nothing.
        starts: whether it matches only where the text starts.
        ends: whether it matches only where the text ends.
    """

    text: str
    least: int | None = 0
    most: int | None = 0
    size: int = 1
    form: Literal["atom", "repeated", "row", "branches"] = "atom"
    is_assertion: bool = False
    starts: bool = False
    ends: bool = False


_START = Piece("^", is_assertion=True, starts=True)
_END = Piece("$", is_assertion=True, ends=True)


def spell_part(node: Node) -> Piece:
    """Spell a parsed pattern, to match where a part of a text does; read again, it is spelled alike.

    Raises:
        UntranslatableError: no text can match it, or engines do not agree on it; the message says which.
    """
    piece = _spell(node)
    if piece.least is None:
        raise UntranslatableError("no text can match it")
    return piece


def spell_whole(piece: Piece) -> Piece:
    """Anchor an expression at both ends, where it is not; its own anchors stay."""
    kept = _grouped(piece) if piece.form == "branches" and not (piece.starts and piece.ends) else piece
    anchors_before = () if piece.starts else (_START,)
    anchors_after = () if piece.ends else (_END,)
    return _sequence([*anchors_before, kept, *anchors_after])


def _spell(node: Node) -> Piece:
    match node:
        case Characters(allowed, literal):
            return _literal(allowed.ranges[0][0]) if literal else _one_of(allowed)
        case Sequence(parts):
            return _sequence([_spell(part) for part in parts])
        case Alternatives(branches):
            return _alternatives([_spell(branch) for branch in branches])
        case Repetition(part, fewest, most, manner):
            return _repeated(_spell(part), fewest, most, manner)
        case Group(part, number):
            inner = _spell(part)
            if number:
                return replace(inner, text=f"({inner.text})", form="atom")
            return _grouped(inner) if inner.form in ("row", "branches") else inner
        case Reference(number):
            return Piece(rf"\{number}", most=None)
        case Lookaround(kind, part):
            inner = _spell(part)
            never = inner.least is None and kind.endswith("=")
            return Piece(f"({kind}{inner.text})", None if never else 0, 0, inner.size, is_assertion=True)
        case Anchor(end):
            return _START if end == "^" else _END


@functools.lru_cache(maxsize=4096)
def _literal(code: int) -> Piece:
    return Piece(spell_character(code, _SPECIAL), 1, 1)


@functools.lru_cache(maxsize=4096)
def _one_of(allowed: CharacterSet) -> Piece:
    if allowed.properties:
        return Piece(spell(allowed), 1, 1, 400)
    is_ascii = bool(allowed) and allowed.ranges[-1][1] <= 0x7F
    return Piece(spell(allowed), 1 if allowed else None, 1, 1 if is_ascii else 20)


def _sequence(pieces: list[Piece]) -> Piece:
    put: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if put and piece.text[0].isdigit() and _REFERENCE.fullmatch(put[-1].text):
            put[-1] = _grouped(put[-1])
        if len(put) > 1 and _is_misread(put[-2], put[-1], piece):
            put[-1] = _grouped(_concatenated([put[-1], piece]))
        else:
            put.append(piece)
    return put[0] if len(put) == 1 else _concatenated(put)


def _is_misread(first: Piece, middle: Piece, last: Piece) -> bool:
    # fancy-regex 0.19 takes X+Y*X+ for X+(?:YX+)?, which one X is enough for (its pull request 265).
    return (
        last.form == middle.form == "repeated"
        and middle.least == 0
        and last.text.endswith("+")
        and last.text == first.text
    )


def _concatenated(pieces: list[Piece]) -> Piece:
    return Piece(
        "".join(piece.text for piece in pieces),
        _least(pieces),
        _sum(piece.most for piece in pieces),
        sum(piece.size for piece in pieces),
        "row",
        is_assertion=all(piece.is_assertion for piece in pieces),
        starts=any(piece.starts for piece in _to_first_consumer(pieces)),
        ends=any(piece.ends for piece in _to_first_consumer(pieces[::-1])),
    )


def _to_first_consumer(pieces: list[Piece]) -> Iterator[Piece]:
    """Yield the pieces up to the first one that consumes anything, included."""
    for piece in pieces:
        yield piece
        if piece.most != 0:
            return


def _sum(counts: Iterable[int | None]) -> int | None:
    """Add numbers of characters, of which None is any number."""
    known = list(counts)
    return None if None in known else sum(count for count in known if count is not None)


def _least(pieces: list[Piece]) -> int | None:
    total, ended = 0, False
    for piece in pieces:
        if piece.least is None or (ended and piece.least) or (piece is _START and total):
            return None
        total += piece.least
        ended = ended or piece is _END
    return total


def _alternatives(branches: list[Piece]) -> Piece:
    mosts = [branch.most for branch in branches]
    return Piece(
        "|".join(branch.text for branch in branches),
        min((branch.least for branch in branches if branch.least is not None), default=None),
        None if None in mosts else max(most for most in mosts if most is not None),
        sum(branch.size for branch in branches),
        "branches",
        is_assertion=all(branch.is_assertion for branch in branches),
        starts=all(branch.starts for branch in branches),
        ends=all(branch.ends for branch in branches),
    )


def _grouped(piece: Piece) -> Piece:
    return replace(piece, text=f"(?:{piece.text})", form="atom")


def _repeated(piece: Piece, fewest: int, most: int | None, manner: str) -> Piece:
    """Repeat a piece.

    Raises:
        UntranslatableError: the bounds are out of order, the piece is a possessive group matched once, or
            what may be empty is repeated possessively: engines do not agree when to stop.
    """
    if most is not None and most < fewest:
        raise UntranslatableError(f"{{{fewest},{most}}} runs backwards")
    if piece.is_assertion:
        if fewest:
            return piece
        return _grouped(replace(piece, text=piece.text + "|", least=0, starts=False, ends=False))
    if fewest == most and (manner != "+" or _is_one_character(piece)):
        manner = ""  # there is nothing to choose
    if fewest == most == 1:
        if manner == "+":
            raise UntranslatableError("it has an atomic group")
        return piece
    if manner == "+" and piece.least == 0:
        raise UntranslatableError("it keeps what a group that may be empty matched")
    atom = piece if piece.form == "atom" else _grouped(piece)
    size = (most or fewest or 1) * atom.size
    if size > _LARGEST:
        size = atom.size
        atom = atom if atom.text.startswith(_COUNTED) else replace(atom, text=f"{_COUNTED}{atom.text})")
    least = atom.least if fewest and atom.least is None else fewest * (atom.least or 0)
    return Piece(
        atom.text + _quantifier(fewest, most) + manner,
        least,
        0 if atom.most == 0 else None if atom.most is None or most is None else atom.most * most,
        size,
        "repeated",
        starts=atom.starts and fewest > 0,
        ends=atom.ends and fewest > 0,
    )


def _is_one_character(piece: Piece) -> bool:
    return piece.form == "atom" and piece.least == 1 and not piece.text.startswith("(")


def _quantifier(fewest: int, most: int | None) -> str:
    if (short := {(0, None): "*", (1, None): "+", (0, 1): "?"}.get((fewest, most))) is not None:
        return short
    return f"{{{fewest}}}" if fewest == most else f"{{{fewest},{'' if most is None else most}}}"
