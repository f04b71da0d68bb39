"""Whether every text that one pattern matches is matched by another; and if not, a shortest one that is not.

Both patterns become one expression of texts that match the first and not the second, with intersection and
complement as operators. It is taken apart by derivatives: what may follow each next character (Brzozowski,
*Derivatives of Regular Expressions*, 1964; with classes of characters as Owens, Reppy and Turon have them,
*Regular-expression derivatives re-examined*, 2009). Going through them in breadth either ends, and then there
is no such text, or meets one that matches the empty rest: the way there is the text. The search is bounded by
a number of steps, so that the answer never depends on how fast a machine is.
"""

from __future__ import annotations

import functools
import itertools
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from harness.contract.patterns.characters import LAST, CharacterSet, Ranges, complement, from_ranges
from harness.contract.patterns.pattern import matches
from harness.contract.patterns.reader import read
from harness.contract.patterns.reviewed import SEARCHED
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
    sequence,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from harness.contract.patterns.pattern import Pattern

STEPS = 20_000
"""How many expressions a search goes through before it gives up."""

_PLAIN = "a0A-_.:/ "


class UndecidedError(ValueError):
    """It cannot be told, or not in time; args: why."""


def find_text(
    pattern: Pattern, other: Pattern | None = None, shortest: int = 0, longest: int | None = None
) -> str | None:
    """Find a text that matches one pattern as a whole, and another one not.

    Args:
        pattern: what the text matches.
        other: what it does not match; None for no such pattern.
        shortest: the fewest characters that the text may have.
        longest: the most; None for any number.

    Returns:
        A text as short as can be, of plain characters where they will do; None where there is none: all that
        the pattern matches within these lengths is matched by the other.

    Raises:
        UndecidedError: a pattern cannot be run or has what this cannot express (references, possessive
            quantifiers, most look-behinds), or the search takes too long.
    """
    tree, *others = (_tree(each) for each in (pattern, other) if each is not None)
    expressions = _Expressions(_Alphabet((tree, *others)))
    left_out = (expressions.negation(expressions.whole(each)) for each in others)
    beyond = expressions.both((expressions.whole(tree), *left_out))
    text = _search(expressions, beyond)
    if text is not None and not (shortest <= len(text) and (longest is None or len(text) <= longest)):
        lengths = expressions.repetition(expressions.any, shortest, longest)
        text = _search(expressions, expressions.both((beyond, lengths)))
    matched = [
        matches(each.whole, text) for each in (pattern, other) if each is not None and text is not None
    ]
    if matched not in ([], [True], [True, False]):
        raise UndecidedError("the engine reads one of the patterns in another way")
    return text


def _tree(pattern: Pattern) -> Node:
    if pattern.whole is None:
        raise UndecidedError(f"{pattern.source} is not run: {pattern.reason}")
    if pattern.source in SEARCHED:
        raise UndecidedError(f"{pattern.source} is searched for")
    return read(pattern.source)


def _search(expressions: _Expressions, start: int) -> str | None:
    """Find a shortest text of an expression; None if it has none."""
    came: dict[int, tuple[int, str]] = {start: (start, "")}
    left = deque((start,))
    while left:
        expression = left.popleft()
        if expressions.nullable(expression):
            text = []
            while expression != start:
                expression, character = came[expression]
                text.append(character)
            return "".join(reversed(text))
        for character, rest in expressions.steps(expression):
            if rest not in came and rest != expressions.nothing:
                came[rest] = expression, character
                left.append(rest)
        if len(came) > STEPS:
            raise UndecidedError("the search takes too long")
    return None


class _Alphabet:
    """The characters, in classes that no set of some trees tells apart; a set of them is a number of bits."""

    def __init__(self, trees: Iterable[Node]) -> None:
        sets = dict.fromkeys(allowed for tree in trees for allowed in _sets(tree))
        ranges = {allowed: _expanded(allowed) for allowed in sets}
        edges = sorted(
            {0, 0xD800, 0xE000, LAST + 1}.union(
                edge for found in ranges.values() for first, last in found for edge in (first, last + 1)
            ).union(edge for plain in _PLAIN for edge in (ord(plain), ord(plain) + 1))
        )
        cells = [(a, b) for a, b in itertools.pairwise(edges) if a != 0xD800]
        signs: dict[tuple[CharacterSet, ...], list[int]] = {}
        holders: list[list[CharacterSet]] = [[] for _ in cells]
        starts = {first: number for number, (first, _) in enumerate(cells)}
        ends = {stop: number for number, (_, stop) in enumerate(cells)}
        for allowed, found in ranges.items():
            for first, last in found:
                for number in range(starts[first], ends[last + 1] + 1):
                    holders[number].append(allowed)
        for number, (first, _) in enumerate(cells):
            signs.setdefault(tuple(holders[number]), []).append(first)
        self.all = (1 << len(signs)) - 1
        self._characters = [chr(min(codes, key=_plainness)) for codes in signs.values()]
        self._bits = dict.fromkeys(sets, 0)
        for bit, held in enumerate(signs):
            for allowed in held:
                self._bits[allowed] |= 1 << bit

    def bits(self, allowed: CharacterSet) -> int:
        """Return a set of the trees as the classes in it."""
        return self._bits[allowed]

    def character(self, bits: int) -> str:
        """Return the plainest character of some classes."""
        numbers = (number for number in range(bits.bit_length()) if bits >> number & 1)
        return min((self._characters[number] for number in numbers), key=lambda each: _plainness(ord(each)))


def _plainness(code: int) -> tuple[int, int]:
    character = chr(code)
    if character in _PLAIN:
        return 0, _PLAIN.index(character)
    return (1 if character.isascii() and character.isprintable() else 2 + (not character.isprintable())), code


def _sets(node: Node) -> Iterator[CharacterSet]:
    match node:
        case Characters(allowed):
            yield allowed
        case Sequence(parts) | Alternatives(parts):
            for part in parts:
                yield from _sets(part)
        case Repetition() | Group() | Lookaround():
            yield from _sets(node.part)


@functools.cache
def _expanded(allowed: CharacterSet) -> Ranges:
    """Return the ranges of a set, with those of its Unicode properties."""
    if not allowed.properties:
        return allowed.ranges
    found = from_ranges(
        *allowed.ranges, *(pair for name in allowed.properties for pair in _of_property(name))
    )
    return (complement(found) if allowed.negated else found).ranges


@functools.cache
def _of_property(name: str) -> Ranges:
    import regex

    everything = "".join(map(chr, (*range(0xD800), *range(0xE000, LAST + 1))))
    return tuple((ord(run[0][0]), ord(run[0][-1])) for run in regex.finditer(f"{name}+", everything))


@dataclass(frozen=True, slots=True)
class _Chars:
    bits: int


@dataclass(frozen=True, slots=True)
class _Then:
    first: int
    rest: int


@dataclass(frozen=True, slots=True)
class _Either:
    branches: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Both:
    parts: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Not:
    part: int


@dataclass(frozen=True, slots=True)
class _Repeat:
    part: int
    fewest: int
    most: int | None


_Expression = _Chars | _Then | _Either | _Both | _Not | _Repeat | None


class _Step(NamedTuple):
    """What may follow any character of some classes."""

    bits: int
    rest: int


class _Expressions:
    """Expressions over an alphabet, each known by a number: equal ones, as far as is seen, by the same."""

    def __init__(self, alphabet: _Alphabet) -> None:
        self._alphabet = alphabet
        self._known: dict[_Expression, int] = {}
        self._expressions: list[_Expression] = []
        self._nullable: list[bool] = []
        self._after: dict[int, tuple[_Step, ...]] = {}
        self.nothing = self._add(_Chars(0), nullable=False)
        self.empty = self._add(None, nullable=True)
        self.any = self._add(_Chars(alphabet.all), nullable=False)
        self.everything = self._add(_Repeat(self.any, 0, None), nullable=True)

    def _add(self, expression: _Expression, *, nullable: bool) -> int:
        if expression not in self._known:
            self._known[expression] = len(self._expressions)
            self._expressions.append(expression)
            self._nullable.append(nullable)
        return self._known[expression]

    def nullable(self, number: int) -> bool:
        """Tell whether an expression has the empty text."""
        return self._nullable[number]

    def chars(self, bits: int) -> int:
        return self._add(_Chars(bits), nullable=False)

    def then(self, first: int, rest: int) -> int:
        if self.nothing in (first, rest):
            return self.nothing
        if first == self.empty:
            return rest
        if rest == self.empty:
            return first
        held = self._expressions[first]
        if isinstance(held, _Then):
            return self.then(held.first, self.then(held.rest, rest))
        return self._add(_Then(first, rest), nullable=self._nullable[first] and self._nullable[rest])

    def either(self, branches: Iterable[int]) -> int:
        flat: set[int] = set()
        for number in branches:
            held = self._expressions[number]
            flat |= held.branches if isinstance(held, _Either) else {number}
        flat.discard(self.nothing)
        if self.everything in flat:
            return self.everything
        if not flat:
            return self.nothing
        if len(flat) == 1:
            return flat.pop()
        return self._add(_Either(frozenset(flat)), nullable=any(self._nullable[each] for each in flat))

    def both(self, parts: Iterable[int]) -> int:
        flat: set[int] = set()
        for number in parts:
            held = self._expressions[number]
            flat |= held.parts if isinstance(held, _Both) else {number}
        flat.discard(self.everything)
        if self.nothing in flat:
            return self.nothing
        if not flat:
            return self.everything
        if len(flat) == 1:
            return flat.pop()
        if any(isinstance(held := self._expressions[each], _Not) and held.part in flat for each in flat):
            return self.nothing
        return self._add(_Both(frozenset(flat)), nullable=all(self._nullable[each] for each in flat))

    def negation(self, part: int) -> int:
        held = self._expressions[part]
        if isinstance(held, _Not):
            return held.part
        if part == self.nothing:
            return self.everything
        if part == self.everything:
            return self.nothing
        return self._add(_Not(part), nullable=not self._nullable[part])

    def repetition(self, part: int, fewest: int, most: int | None) -> int:
        if most == 0 or part == self.empty:
            return self.empty
        if part == self.nothing:
            return self.nothing if fewest else self.empty
        if fewest == most == 1:
            return part
        if self._nullable[part]:
            fewest = 0
        return self._add(_Repeat(part, fewest, most), nullable=fewest == 0)

    def steps(self, number: int) -> Iterator[tuple[str, int]]:
        """Yield what may follow each next character: one for all characters that it is the same after."""
        together: dict[int, int] = {}
        for step in self._steps(number):
            together[step.rest] = together.get(step.rest, 0) | step.bits
        found = [(self._alphabet.character(bits), rest) for rest, bits in together.items()]
        yield from sorted(found, key=lambda step: _plainness(ord(step[0])))

    def _steps(self, number: int) -> tuple[_Step, ...]:
        """Return the derivatives of an expression, by classes that together are all characters."""
        if number not in self._after:
            self._after[number] = tuple(self._derived(self._expressions[number], number))
        return self._after[number]

    def _derived(self, held: _Expression, number: int) -> Iterable[_Step]:
        everywhere = self._alphabet.all
        match held:
            case None:
                return (_Step(everywhere, self.nothing),)
            case _Chars(bits):
                steps = (_Step(bits, self.empty), _Step(everywhere & ~bits, self.nothing))
                return (step for step in steps if step.bits)
            case _Not(part):
                return (_Step(step.bits, self.negation(step.rest)) for step in self._steps(part))
            case _Repeat(part, fewest, most):
                rest = self.repetition(part, max(0, fewest - 1), None if most is None else most - 1)
                return (_Step(step.bits, self.then(step.rest, rest)) for step in self._steps(part))
            case _Then(first, rest):
                begun = (_Step(step.bits, self.then(step.rest, rest)) for step in self._steps(first))
                return self._joined(begun, self._steps(rest)) if self._nullable[first] else begun
            case _Either(parts) | _Both(parts):
                joined: Iterable[_Step] = ()
                for place, part in enumerate(sorted(parts)):
                    after = self._steps(part)
                    joined = self._joined(joined, after, both=isinstance(held, _Both)) if place else after
                return joined
        raise AssertionError(number)

    def _joined(
        self, one: Iterable[_Step], other: Iterable[_Step], *, both: bool = False
    ) -> tuple[_Step, ...]:
        join = self.both if both else self.either
        together: dict[int, int] = {}
        other = tuple(other)
        for a in one:
            for b in other:
                if bits := a.bits & b.bits:
                    rest = join((a.rest, b.rest))
                    together[rest] = together.get(rest, 0) | bits
        return tuple(_Step(bits, rest) for rest, bits in together.items())

    def whole(self, tree: Node) -> int:
        """Return the expression of the texts that match a tree as a whole."""
        return self._then(tree, self.empty, start=True)

    def _then(self, node: Node, rest: int, *, start: bool) -> int:
        """Return the texts that match a node, and then are of an expression up to their end.

        Args:
            node: the node.
            rest: what follows it.
            start: whether it stands where texts start; if not, something surely stands before it.
        """
        if (plain := self._plain(node)) is not None:
            return self.then(plain, rest)
        match node:
            case Group(part):
                return self._then(part, rest, start=start)
            case Alternatives(branches):
                return self.either(self._then(branch, rest, start=start) for branch in branches)
            case Sequence(parts):
                return self._sequence(parts, rest, start=start)
            case Repetition(part, 0, 1, manner) if manner != "+":
                return self.either((rest, self._then(part, rest, start=start)))
            case Anchor("$"):
                return self.both((rest, self.empty))
            case Anchor("^"):
                return rest if start else self.nothing
            case Lookaround("?=", part):
                return self.both((self._then(part, self.everything, start=start), rest))
            case Lookaround("?!", part):
                ahead = self._then(part, self.everything, start=start)
                return self.both((self.negation(ahead), rest))
            case Lookaround(kind, part) if start and (behind := self._plain(part)) is not None:
                return rest if self._nullable[behind] == (kind == "?<=") else self.nothing
        raise UndecidedError(f"it has what is not expressed here: {type(node).__name__}")

    def _sequence(self, parts: tuple[Node, ...], rest: int, *, start: bool) -> int:
        before = self.empty  # what stands before each part, as far as that is plain
        for number, part in enumerate(parts):
            if (plain := self._plain(part)) is not None:
                before = self.then(before, plain)
                continue
            after = sequence(*parts[number + 1 :])
            if isinstance(part, Lookaround) and part.kind.startswith("?<") and start and before != self.empty:
                return self._looked_back(part, before, self._then(after, rest, start=False))
            if start and self._nullable[before] and before != self.empty:
                taken = self.both((before, self.then(self.any, self.everything)))
                here = self._then(sequence(part, after), rest, start=True)
                return self.either(
                    (here, self.then(taken, self._then(sequence(part, after), rest, start=False)))
                )
            here_too = start and before == self.empty
            stays = _takes_nothing(part)
            if here_too and not stays and _starts(after):
                raise UndecidedError("it looks for the start of the text where it may already be past it")
            followed = self._then(after, rest, start=here_too and stays)
            return self.then(before, self._then(part, followed, start=here_too))
        return self.then(before, rest)

    def _looked_back(self, part: Lookaround, before: int, followed: int) -> int:
        behind = self._plain(part.part)
        if behind is None:
            raise UndecidedError("it looks back at what is not expressed here")
        ends = self.then(self.everything, behind)
        kept = self.both((before, ends if part.kind == "?<=" else self.negation(ends)))
        return self.then(kept, followed)

    def _plain(self, node: Node) -> int | None:
        """Return the expression of a node that looks at nothing around it; None for another one."""
        match node:
            case Characters(allowed):
                return self.chars(self._alphabet.bits(allowed))
            case Group(part):
                return self._plain(part)
            case Sequence(parts):
                plain = [self._plain(part) for part in parts]
                whole = self.empty
                for each in reversed(plain):
                    if each is None:
                        return None
                    whole = self.then(each, whole)
                return whole
            case Alternatives(branches):
                found = [self._plain(branch) for branch in branches]
                kept = [each for each in found if each is not None]
                return self.either(kept) if len(kept) == len(found) else None
            case Repetition(part, fewest, most, manner) if manner != "+":
                repeated = self._plain(part)
                return None if repeated is None else self.repetition(repeated, fewest, most)
            case Reference():
                raise UndecidedError("it has a reference")
        return None


def _takes_nothing(node: Node) -> bool:
    """Tell whether a node is an anchor, a look-around, or made of such."""
    match node:
        case Anchor() | Lookaround():
            return True
        case Group(part) | Repetition(part):
            return _takes_nothing(part)
        case Sequence(parts) | Alternatives(parts):
            return all(map(_takes_nothing, parts))
    return False


def _starts(node: Node) -> bool:
    """Tell whether a node looks for the start of the text somewhere."""
    match node:
        case Anchor("^"):
            return True
        case Group(part) | Repetition(part) | Lookaround(_, part):
            return _starts(part)
        case Sequence(parts) | Alternatives(parts):
            return any(map(_starts, parts))
    return False
