"""Texts that barely do not match a pattern: one change away from a text that does.

The parsed form tells where the text has which part of the pattern, and so what a change there breaks. Each
change is tried on the pattern itself; only what does not match comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from harness.contract.patterns.characters import LAST, CharacterSet, UntranslatableError
from harness.contract.patterns.pattern import TIMEOUT, Pattern, compile_engine, matches
from harness.contract.patterns.reader import read
from harness.contract.patterns.spelling import spell_part, spell_whole
from harness.contract.patterns.tree import (
    EMPTY,
    Alternatives,
    Characters,
    Group,
    Lookaround,
    Node,
    Reference,
    Repetition,
    Sequence,
)

_LONGEST = 4096  # characters of a text whose parts are looked for
_LINE_ENDS = ("\n", "\r\n", "\u2028")
_MORE = ("a", "0", " ", "!")
# A letter and a digit that \w and \d match in some languages only, a letter that is ASCII in lower case only.
_FOREIGN_LETTER, _FOREIGN_DIGIT, _KELVIN = "é", "\u0663", "\u212a"
_OTHERS = ("!", "\\", "_", "-", " ", "/")


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A text that does not match a pattern, and what was changed in one that does.

    Args:
        text: the text.
        change: the change, to go after "with": ``one character more at the end``.
    """

    text: str
    change: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a text has a part of its pattern: every time, from and to; `rounds` of a repetition likewise."""

    node: Node
    spans: tuple[tuple[int, int], ...]
    rounds: tuple[tuple[int, int], ...] = ()


def near_misses(
    pattern: Pattern, texts: Iterable[str], shortest: int = 0, longest: int | None = None
) -> Iterator[NearMiss]:
    """Yield texts that do not match a pattern, each one change away from one that does.

    One of each kind of change comes first, then another one of each; the order is always the same.

    Args:
        pattern: the pattern; of one that cannot be run nothing is yielded.
        texts: texts that match it as requests have to. One is enough; a short one next to a usual one lets
            more changes tell, as what a long text has twice it may lose once.
        shortest: the fewest characters of what is yielded.
        longest: the most; None for any number.
    """
    if pattern.whole is None:
        return
    seen = set(texts := list(texts))
    for miss in _in_turn(kind for text in texts for kind in _changes(text, _places(pattern, text))):
        if (
            miss.text in seen
            or len(miss.text) < shortest
            or (longest is not None and len(miss.text) > longest)
        ):
            continue
        seen.add(miss.text)
        if not matches(pattern.whole, miss.text):
            yield miss


def _in_turn(kinds: Iterable[Iterator[NearMiss]]) -> Iterator[NearMiss]:
    """Yield the first of each kind, then the second of each, and so on."""
    left = list(kinds)
    while left:
        going = []
        for kind in left:
            if (miss := next(kind, None)) is not None:
                yield miss
                going.append(kind)
        left = going


def _changes(text: str, places: list[_Place]) -> list[Iterator[NearMiss]]:
    """Return the changes of a text by kind, most telling first."""
    characters = [place for place in places if isinstance(place.node, Characters)]
    characters.sort(key=lambda place: isinstance(place.node, Characters) and place.node.literal)
    return [
        (NearMiss(text + end, "a line end after it") for end in _LINE_ENDS),
        (NearMiss(text + more, "one character more at the end") for more in (text[-1:], *_MORE) if more),
        (
            NearMiss(more + text, "one character more at the start")
            for more in (text[:1], *_MORE, "\n")
            if more
        ),
        _one_less(text, characters),
        _miscounted(text, places),
        _replaced(text, characters, _neighbours, "a character just outside of what is allowed"),
        _other_case(text, characters),
        _replaced(text, characters, _foreign, "a character of another script"),
        _replaced(text, characters, _other_class, "a character of another kind"),
        _forbidden(text, places),
        iter([NearMiss("", "no character"), NearMiss(" " * len(text), "spaces alone")]),
    ]


def _one_less(text: str, places: list[_Place]) -> Iterator[NearMiss]:
    ends = [(len(text) - 1, len(text)), (0, 1)] if text else []
    for start, end in [*ends, *(place.spans[0] for place in places)]:
        yield NearMiss(text[:start] + text[end:], "one character less")


def _miscounted(text: str, places: list[_Place]) -> Iterator[NearMiss]:
    """Yield texts in which a part occurs once too often, or once too rarely."""
    for place in places:
        if not isinstance(place.node, Repetition) or not place.rounds:
            continue
        (_, end), first = place.spans[-1], place.spans[-1][0]
        rounds = [each for each in place.rounds if first <= each[0] and each[1] <= end]
        if not rounds:
            continue
        again = text[slice(*rounds[-1])]
        if place.node.most is not None and again:
            more = again * min(place.node.most + 1 - len(rounds), _LONGEST // len(again))
            yield NearMiss(text[:end] + more + text[end:], "a part once too often")
        if 0 < place.node.fewest <= len(rounds):
            yield NearMiss(text[: rounds[place.node.fewest - 1][0]] + text[end:], "a part once too rarely")


def _forbidden(text: str, places: list[_Place]) -> Iterator[NearMiss]:
    """Yield texts with what a look-around rules out: ``aws:`` at the start."""
    for place in places:
        if isinstance(place.node, Lookaround):
            excluded = _plainest(place.node.part)
            for start, _ in place.spans[:1]:
                for other in (excluded + text[start:], excluded):
                    yield NearMiss(text[:start] + other, "what must not stand there")


def _plainest(node: Node) -> str:
    """Return a short text of a node; look-arounds do not count."""
    match node:
        case Characters(allowed):
            plain = (ord(each) for each in "a0A")
            known = (code for code in plain if any(low <= code <= high for low, high in allowed.ranges))
            return chr(next(known, allowed.ranges[0][0] if allowed.ranges else ord("a")))
        case Sequence(parts):
            return "".join(map(_plainest, parts))
        case Alternatives(branches):
            return _plainest(branches[0])
        case Repetition(part, fewest):
            return _plainest(part) * fewest
        case Group(part) | Reference(_, part):
            return _plainest(part)
    return ""


def _replaced(
    text: str, places: list[_Place], others: Callable[[str, CharacterSet], Iterable[str]], change: str
) -> Iterator[NearMiss]:
    """Yield texts in which one character is another; each place has its turn before one has its second."""

    def at(node: Characters, start: int, end: int) -> Iterator[NearMiss]:
        for other in others(text[start:end], node.allowed):
            yield NearMiss(text[:start] + other + text[end:], change)

    spans = [(place, span) for which in (0, -1) for place in places for span in (place.spans[which],)]
    return _in_turn(at(place.node, *span) for place, span in spans if isinstance(place.node, Characters))


def _other_case(text: str, places: list[_Place]) -> Iterator[NearMiss]:
    for other in (text.upper(), text.lower(), text.swapcase()):
        yield NearMiss(other, "another case")
    yield from _replaced(text, places, lambda character, _: (character.swapcase(),), "another case")


def _neighbours(character: str, allowed: CharacterSet) -> Iterator[str]:
    """Yield the characters next to the ranges of a set: letters and digits, what else can be seen, others."""
    codes = [code for first, last in allowed.ranges for code in (last + 1, first - 1)]
    adjacent = [chr(code) for code in codes if 0 <= code <= LAST and not 0xD800 <= code <= 0xDFFF]
    yield from sorted(adjacent, key=_strangeness)


def _strangeness(character: str) -> int:
    if not (character.isascii() and character.isprintable()):
        return 2
    return 0 if character.isalnum() else 1


def _foreign(character: str, allowed: CharacterSet) -> Iterable[str]:
    if character.isdigit():
        return (_FOREIGN_DIGIT,)
    return (_FOREIGN_LETTER, _KELVIN) if character.isalpha() else ()


def _other_class(character: str, allowed: CharacterSet) -> Iterable[str]:
    if character.isdigit():
        return ("a", *_OTHERS)
    return ("0", *_OTHERS) if character.isalpha() else ("a", "0", *_OTHERS)


def _places(pattern: Pattern, text: str) -> list[_Place]:
    """Find where a text has the parts of its pattern; none where it takes too long, or groups change it."""
    if not text or len(text) > _LONGEST:
        return []
    marked = _Marked()
    try:
        piece = spell_part(marked.mark(read(pattern.source)))
        spelled = piece.text if pattern.has_one_spelling else spell_whole(piece).text
        found = compile_engine(spelled).search(text, timeout=TIMEOUT)
    except (UntranslatableError, TimeoutError):
        return []
    if found is None:
        return []
    places = []
    for number, node in marked.nodes.items():
        consumed = [span for span in found.spans(number) if span[0] < span[1] or isinstance(node, Lookaround)]
        if spans := tuple(consumed):
            rounds = found.spans(marked.rounds[number]) if number in marked.rounds else ()
            places.append(_Place(node, spans, tuple(rounds)))
    return places


class _Marked:
    """Copies a tree so that each set of characters and each repetition is a group of its own."""

    def __init__(self) -> None:
        self.nodes: dict[int, Node] = {}
        self.rounds: dict[int, int] = {}
        self._count = 0
        self._numbers: dict[int, int] = {}

    def mark(self, node: Node) -> Node:
        """Copy a tree.

        Afterwards `nodes` tells what each group stands for, and `rounds` which group a repetition repeats.
        """
        match node:
            case Characters():
                return Group(node, self._stands_for(node))
            case Sequence(parts):
                return Sequence(tuple(map(self.mark, parts)))
            case Alternatives(branches):
                return Alternatives(tuple(map(self.mark, branches)))
            case Repetition(part, fewest, most, manner):
                number = self._stands_for(node)
                self.rounds[number] = self._next()
                inner = Group(self.mark(part), self.rounds[number])
                return Group(Repetition(inner, fewest, most, manner), number)
            case Group(part, number):
                if number:
                    self._numbers[number] = self._next()
                return Group(self.mark(part), self._numbers.get(number, 0))
            case Reference(number, part):
                return Reference(self._numbers[number], part)
            case Lookaround(kind, part):
                before = self._next()
                known, rounds = dict(self.nodes), dict(self.rounds)
                marked = Lookaround(kind, self.mark(part))
                self.nodes, self.rounds = known, rounds  # what it looks at is no part of the text there
                if kind.endswith("!"):
                    self.nodes[before] = node
                return Sequence((Group(EMPTY, before), marked))
        return node

    def _stands_for(self, node: Node) -> int:
        number = self._next()
        self.nodes[number] = node
        return number

    def _next(self) -> int:
        self._count += 1
        return self._count
