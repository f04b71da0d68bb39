"""Texts that match a pattern, made by construction within given lengths.

What is regular in a pattern is built: a length is chosen among those that are possible, and divided among
the parts. Look-arounds are judged afterwards by the pattern itself (`matches`); where one rules a text out,
another is made, at times with what has to follow (``?=``) in front of what does.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from itertools import islice

from harness.contract.patterns import Pattern, matches
from harness.contract.patterns.characters import from_ranges, spell
from harness.contract.patterns.near_misses import NearMiss, near_misses
from harness.contract.patterns.tree import (
    EMPTY,
    END,
    START,
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
from harness.synth.values.choices import PLAINEST, Choices, SeededChoices, pick
from harness.synth.values.text import lengths as sets
from harness.synth.values.text.alphabet import alphabet, plain_alphabet
from harness.synth.values.text.branches import without_branches

_ATTEMPTS = 400
_SPAN = 16  # lengths that are chosen from, beginning with the shortest that is wanted
_LONGEST = 1 << 20  # longer texts are not looked for
_USUAL = 6  # characters of a repetition without bounds, in the text that near misses are made of
_CHOSEN = 64  # characters of a repetition that are chosen; they recur
_PADDING = Repetition(Characters(from_ranges((0x30, 0x39), (0x61, 0x7A))), 0, None)


def text_matching(
    choices: Choices,
    pattern: Pattern | None = None,
    shortest: int = 0,
    longest: int | None = None,
    *,
    wanted: int = 0,
    unusual: bool = False,
    unlike: str = "",
) -> str | None:
    """Make a text.

    Args:
        choices: where choices come from.
        pattern: what the text matches as a whole; None for any text. A pattern that cannot be run
            (`Pattern.reason`) rules nothing out.
        shortest: the fewest characters.
        longest: the most characters; None for any number.
        wanted: how many characters are wanted at least, where so many are possible.
        unusual: whether to use all characters of a class, not only plain letters and digits.
        unlike: how no text begins that is made: branches of the pattern that begin so are left out.

    Returns:
        The text; None if none was found, which means that pattern and lengths (nearly) exclude each other.
    """
    pattern = pattern if pattern is not None and pattern.whole is not None else None
    most = _LONGEST if longest is None else min(longest, _LONGEST)
    for attempt in range(_ATTEMPTS):
        # What a look-around has ruled out once, it may allow at another length, or in other characters.
        ahead = attempt % 3 == 2 and pattern is not None and "(?=" in str(pattern.part)
        expression = _expression(pattern, ahead=ahead, unlike=unlike)
        if expression is None:
            return None
        table, lengths = expression.lengths(shortest, most, wanted * (attempt % 4 < 3))
        if lengths:
            writer = _Writer(choices, table, unusual=unusual or attempt % 4 > 1)
            text = writer.write(table.root, pick(choices, lengths))
            is_like = bool(unlike) and text.startswith(unlike)
            if shortest <= len(text) <= most and not is_like and _is_match(pattern, text):
                return text
        elif not ahead:
            return None
    return None


def texts_near(pattern: Pattern, shortest: int = 0, longest: int | None = None) -> Iterator[NearMiss]:
    """Yield texts that barely do not match a pattern, within lengths: see `near_misses`."""
    usual = text_matching(SeededChoices("near miss"), pattern, shortest, longest, wanted=_USUAL)
    made = (usual, text_matching(PLAINEST, pattern, shortest, longest))
    return near_misses(pattern, dict.fromkeys(text for text in made if text is not None), shortest, longest)


def _is_match(pattern: Pattern | None, text: str) -> bool:
    if pattern is None:
        return True
    # Where no text may follow that has a `.`, one that matches line ends forbids more.
    return matches(pattern.narrow.whole, text) and (pattern.narrow is pattern or matches(pattern.whole, text))


class _Table:
    """The lengths that each part of an expression can have, up to a largest one.

    Args:
        root: the expression.
        largest: the largest length.
        ahead: whether what has to follow (``?=``) is written like any other part.
    """

    def __init__(self, root: Node, largest: int, *, ahead: bool) -> None:
        self.root = root
        self.ahead = ahead
        self._largest = largest
        self._of: dict[int, int] = {}  # by the identity of the node; the root keeps them alive
        self._rests: dict[int, list[int]] = {}

    def of(self, node: Node) -> int:
        """Return the lengths of a node's texts."""
        if id(node) not in self._of:
            self._of[id(node)] = self._compute(node) & sets.interval(0, self._largest)
        return self._of[id(node)]

    def rests(self, node: Sequence) -> list[int]:
        """Return the lengths of what follows each part of a sequence."""
        if id(node) not in self._rests:
            rests = [1]
            for part in reversed(node.parts):
                rests.append(sets.add(self.of(part), rests[-1], self._largest))
            self._rests[id(node)] = rests[::-1]
        return self._rests[id(node)]

    def _compute(self, node: Node) -> int:
        match node:
            case Characters():
                return 0b10
            case Sequence():
                return self.rests(node)[0]
            case Alternatives(branches):
                return functools.reduce(int.__or__, map(self.of, branches))
            case Repetition(part, fewest, most):
                return sets.repeated(self.of(part), fewest, most, self._largest)
            case Group(part) | Reference(_, part):
                return self.of(part)
            case Lookaround("?=", part) if self.ahead:
                return self.of(part)
            case Lookaround() | Anchor():
                return 1


class _Expression:
    """An expression, with its tables of lengths for several largest lengths.

    Args:
        pattern: what is written; None for any text. Where it need not match the whole text, other text may
            stand around what matches, where that is not long enough.
        root: the parsed pattern, or what is left of it.
        ahead: as for `_Table`.
    """

    def __init__(self, pattern: Pattern | None, root: Node, *, ahead: bool) -> None:
        self._root = root
        self._roots: tuple[Node, ...] = (self._root,)
        self._ahead = ahead
        if pattern is None or pattern.has_one_spelling:
            before = () if _is_anchored(self._root, START, 0) else (_PADDING,)
            after = () if _is_anchored(self._root, END, -1) else (_PADDING,)
            self._roots += (Sequence((*before, self._root, *after)),)
        self._tables: dict[tuple[int, bool], _Table] = {}

    def lengths(self, shortest: int, longest: int, wanted: int) -> tuple[_Table, list[int]]:
        """Find lengths between two bounds, a few from the wanted one on, or the longest below it."""
        for root in self._roots:
            largest = max(shortest, wanted) + _SPAN
            while True:
                table = self._table(root, 1 << largest.bit_length())
                known = table.of(root) & sets.interval(shortest, min(longest, largest))
                if known:
                    best = list(islice(sets.members(known >> wanted << wanted), _SPAN))
                    return table, best or list(sets.members(known))[-_SPAN:]
                if largest >= longest:
                    break
                largest *= 4
        return table, []

    def _table(self, root: Node, largest: int) -> _Table:
        key = (largest, root is self._root)
        if key not in self._tables:
            self._tables[key] = _Table(root, largest, ahead=self._ahead)
        return self._tables[key]


@functools.cache
def _expression(pattern: Pattern | None, *, ahead: bool, unlike: str) -> _Expression | None:
    """Return what a pattern is written by, without branches that begin in some way; None if none is left."""
    root: Node | None = EMPTY if pattern is None else pattern.tree
    if root is not None and unlike:
        root = without_branches(root, unlike)
    return None if root is None else _Expression(pattern, root, ahead=ahead)


def _is_anchored(node: Node, anchor: Anchor, end: int) -> bool:
    """Tell whether all texts of a node are anchored at one end: 0, the beginning, or -1."""
    match node:
        case Sequence(parts):
            return bool(parts) and _is_anchored(parts[end], anchor, end)
        case Alternatives(branches):
            return all(_is_anchored(branch, anchor, end) for branch in branches)
        case Group(part):
            return _is_anchored(part, anchor, end)
    return node == anchor


class _Writer:
    """Writes one text of an expression; keeps what groups have matched."""

    def __init__(self, choices: Choices, table: _Table, *, unusual: bool) -> None:
        self._choices = choices
        self._table = table
        self._alphabet = alphabet if unusual else plain_alphabet
        self._captured: dict[int, str] = {}

    def write(self, node: Node, length: int) -> str:
        """Write a text of a length that is among the node's."""
        match node:
            case Characters(allowed):
                return pick(self._choices, self._alphabet(spell(allowed)))
            case Sequence(parts):
                return self._sequence(parts, self._table.rests(node)[1:], length)
            case Alternatives(branches):
                fitting = [branch for branch in branches if self._table.of(branch) >> length & 1]
                return self.write(pick(self._choices, fitting), length)
            case Repetition():
                return self._repetition(node, length)
            case Group(part, number):
                self._captured[number] = self.write(part, length)
                return self._captured[number]
            case Reference(number, _):
                return self._captured.get(number, "")
            case Lookaround("?=", part) if self._table.ahead:
                return self.write(part, length)
            case Lookaround() | Anchor():
                return ""

    def _sequence(self, parts: tuple[Node, ...], rests: list[int], length: int) -> str:
        written = []
        for part, rest in zip(parts, rests, strict=True):
            here = self._share(self._table.of(part), rest, length)
            written.append(self.write(part, here))
            length -= here
        return "".join(written)

    def _share(self, lengths: int, rest: int, length: int) -> int:
        """Choose the length of a part so that what follows can have the rest."""
        fitting = lengths & sets.leaving(rest, length)
        return sets.nth(fitting, self._choices.choose(fitting.bit_count()))

    def _repetition(self, node: Repetition, length: int) -> str:
        lengths = self._table.of(node.part)
        if isinstance(node.part, Characters):
            characters = self._alphabet(spell(node.part.allowed))
            chosen = "".join([pick(self._choices, characters) for _ in range(min(length, _CHOSEN))])
            return (chosen * (length // _CHOSEN + 1))[:length]
        count = pick(self._choices, self._counts(node, lengths, length))
        written = []
        for left in range(count - 1, -1, -1):
            here = self._share(lengths, sets.times(lengths, left, length), length)
            written.append(self.write(node.part, here))
            length -= here
        return "".join(written)

    def _counts(self, node: Repetition, lengths: int, length: int) -> list[int]:
        """Return how many times the part may stand, a few where there are many."""
        most = max(length, node.fewest) if node.most is None else min(node.most, max(length, node.fewest))
        counts = (n for n in range(node.fewest, most + 1) if sets.times(lengths, n, length) >> length & 1)
        return list(islice(counts, _SPAN))
