"""Build the common spelling of a regular expression, piece by piece.

Each piece knows, beside its text, what decides whether the whole can match anything at all and whether
Rust can compile it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.contract.patterns.characters import CharacterSet, UntranslatableError, spell, spell_character

if TYPE_CHECKING:
    from collections.abc import Sequence

_SPECIAL = r"\^$.*+?()[]{}|"
# A capturing group, and a reference to it, carry a mark until all groups are known: "(\0mark;" and
# "\\\0mark;". No spelling has a NUL otherwise.
_MARK = re.compile(r"([(\\])\x00(\d+);")

# Rust's automata count by copying what is counted, up to 10 MB. An assertion, even an empty one, makes
# fancy-regex count by itself; the limit is smaller because compiling large automata is slow as well.
_LARGEST = 20_000
_COUNTED = "(?:(?=)"


@dataclass(frozen=True)
class Piece:
    """A part of an expression in the common spelling, which a quantifier may follow as it stands.

    Args:
        text: its spelling.
        least: the fewest characters that it consumes; None if no text can match it.
        size: what it takes of a compiled automaton, very roughly, in units of 100 bytes.
        is_assertion: whether it only looks, so that repeating it means nothing.
    """

    text: str
    least: int | None = 0
    size: int = 1
    is_assertion: bool = False


START = Piece("^", is_assertion=True)
END = Piece("$", is_assertion=True)
NOTHING = Piece("", is_assertion=True)


def literal(code: int) -> Piece:
    """Spell one character, given by its code point."""
    return Piece(spell_character(code, _SPECIAL), 1)


def one_of(found: CharacterSet) -> Piece:
    """Spell one character out of a set."""
    if found.properties:
        return Piece(spell(found), 1, 400)
    is_ascii = bool(found) and found.ranges[-1][1] <= 0x7F
    return Piece(spell(found), 1 if found else None, 1 if is_ascii else 20)


def sequence(pieces: Sequence[Piece]) -> Piece:
    """Put pieces one after the other."""
    texts: list[str] = []
    for piece in pieces:
        if piece.text[:1].isdigit() and texts and _MARK.fullmatch(texts[-1]):
            texts[-1] = f"(?:{texts[-1]})"
        if piece.text:
            texts.append(piece.text)
    return Piece("".join(texts), _least(pieces), sum(piece.size for piece in pieces))


def _least(pieces: Sequence[Piece]) -> int | None:
    total, ended = 0, False
    for piece in pieces:
        if piece.least is None or (ended and piece.least) or (piece is START and total):
            return None
        total += piece.least
        ended = ended or piece is END
    return total


def alternatives(branches: Sequence[Piece]) -> Piece:
    """Put branches side by side, in the order in which they are tried."""
    least = min((branch.least for branch in branches if branch.least is not None), default=None)
    return Piece("|".join(branch.text for branch in branches), least, sum(branch.size for branch in branches))


def capture(piece: Piece, mark: int) -> Piece:
    """Put a capturing group around a piece; the mark tells it from all other groups."""
    return Piece(f"(\0{mark};{piece.text})", piece.least, piece.size)


def reference(mark: int) -> Piece:
    """Spell a reference to the group of that mark."""
    return Piece(f"\\\0{mark};")


def once(piece: Piece, mark: int) -> Piece:
    """Match a piece without coming back to it: what a lookahead has found it does not give up."""
    return Piece(f"(?:(?={capture(piece, mark).text}){reference(mark).text})", piece.least, piece.size)


def number_groups(text: str) -> str:
    """Turn the marks of a whole expression into the numbers of its capturing groups."""
    numbers: dict[str, int] = {}
    for kind, mark in _MARK.findall(text):
        if kind == "(":
            numbers[mark] = len(numbers) + 1
    return _MARK.sub(lambda found: "(" if found[1] == "(" else f"\\{numbers[found[2]]}", text)


def repeat(piece: Piece, quantifier: str, fewest: int, most: int) -> Piece:
    """Repeat a piece.

    Args:
        piece: what to repeat.
        quantifier: as written, with the ``?`` of a lazy one but without the ``+`` of a possessive one.
        fewest: the least number of times.
        most: the largest number of times that the quantifier names; 1 if it names none.

    Raises:
        UntranslatableError: the quantifier's bounds are out of order.
    """
    if most < fewest:
        raise UntranslatableError(f"{quantifier} runs backwards")
    if piece.is_assertion:
        return piece if fewest else Piece(f"(?:{piece.text}|)", 0, piece.size, is_assertion=True)
    least = piece.least if fewest and piece.least is None else fewest * (piece.least or 0)
    if most * piece.size <= _LARGEST:
        return Piece(piece.text + quantifier, least, most * piece.size)
    text = piece.text if piece.text.startswith(_COUNTED) else f"{_COUNTED}{piece.text})"
    return Piece(text + quantifier, least, piece.size)
