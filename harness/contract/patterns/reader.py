"""Read a regular expression written for ECMA-262 or java.util.regex into a tree.

A recursive-descent reader; ``patterns`` tells which reading is taken where the two languages disagree. The
tree has no flags, shorthands, ``.`` and named groups any more: only sets of characters and numbers.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Literal, cast

from harness.contract.patterns import characters
from harness.contract.patterns.characters import CharacterSet, UntranslatableError, from_ranges
from harness.contract.patterns.tree import (
    EMPTY,
    END,
    START,
    Characters,
    Group,
    Lookaround,
    Node,
    Reference,
    Repetition,
    alternatives,
    sequence,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_NESTED = 50
_MOST_DIGITS = 6

_QUANTIFIER = re.compile(r"(?:[*+?]|\{([0-9]+)(,?)([0-9]*)\})([?+]?)")
_INTERSECTION = re.compile(r"&&(?=\[|\\[dDsSwWpP])")
_POSIX_CLASS = re.compile(r"\[:(\^?)(\w+):\]")
_FLAGS = re.compile(r"\?([a-zA-Z]*)(?:-([a-zA-Z]+))?([:)])")
_GROUP_NAME = re.compile(r"\?<([A-Za-z_$][\w$]*)>")
_LOOKAROUND = re.compile(r"\?<?[=!]")
_QUOTE = re.compile(r"\\Q(.*?)(?:\\E|\Z)|\\.", re.DOTALL)

# JavaScript's literal notation: an anchor or an escaped slash inside tells it from a path's own slashes.
_LITERAL = re.compile(r"/((?:\\.|[^\\/])+)/", re.DOTALL)
_LITERAL_SIGN = re.compile(r"^/\^|\$/\Z|\\/")

_SHORTHANDS = {
    "d": characters.DIGIT,
    "w": characters.WORD,
    "s": characters.SPACE,
    "h": characters.HORIZONTAL_SPACE,
}
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
_REFERENCED_NAME = re.compile(r"<([A-Za-z_$][\w$]*)>")
_PROPERTY_NAME = re.compile(r"\{([^{}]+)\}|([A-Z])")
# What follows the [ of a class that holds no other one.
_PLAIN_CLASS = re.compile(r"\^?(?:\\.|[^]\[\\&])+\]", re.DOTALL)
_HEX = r"\{[0-9A-Fa-f]+\}"
_NUMBERED = {
    "0": re.compile(r"[0-3][0-7]{2}|[0-7]{0,2}"),
    "c": re.compile(r"[A-Za-z]"),
    "x": re.compile(rf"{_HEX}|[0-9A-Fa-f]{{2}}"),
    "u": re.compile(rf"{_HEX}|[0-9A-Fa-f]{{4}}"),
}
_LOW_SURROGATE = re.compile(r"\\u([Dd][C-Fc-f][0-9A-Fa-f]{2})")
_CONTROLS = {"t": 0x09, "n": 0x0A, "v": 0x0B, "f": 0x0C, "r": 0x0D, "a": 0x07, "e": 0x1B}


class _UnclosedError(UntranslatableError):
    """A class is not closed."""


@functools.lru_cache(maxsize=4096)
def _character(code: int) -> Characters:
    found = from_ranges((code, code))
    return Characters(found, literal=bool(found))  # a lone surrogate is no character


def _beside_word(*kinds: tuple[Literal["?<=", "?<!"], Literal["?=", "?!"]]) -> Node:
    word = Characters(characters.WORD)
    return Group(alternatives(*(sequence(Lookaround(a, word), Lookaround(b, word)) for a, b in kinds)))


_ANY_BREAK = Group(
    alternatives(
        sequence(_character(0x0D), _character(0x0A)),
        Characters(characters.from_text("\n\v\f\r\x85\u2028\u2029")),
    )
)
_ASSERTIONS: dict[str, Node] = {
    "A": START,
    "z": END,
    "Z": Lookaround("?=", sequence(Repetition(_ANY_BREAK, 0, 1), END)),
    "b": _beside_word(("?<=", "?!"), ("?<!", "?=")),
    "B": _beside_word(("?<=", "?="), ("?<!", "?!")),
}
_BREAK = Characters(characters.LINE_TERMINATOR)
_LINE_START = Group(alternatives(START, Lookaround("?<=", _BREAK)))
_LINE_END = Group(alternatives(END, Lookaround("?=", _BREAK)))


def read(source: str, *, one_line: bool = False) -> Node:
    """Read a regular expression.

    Args:
        source: the expression.
        one_line: whether ``.`` leaves out what ends a line, as it does in both languages.

    Raises:
        UntranslatableError: it is no regular expression, or it uses what the tree has no words for; the
            message says which.
    """
    source = _QUOTE.sub(_unquote, source)
    if (delimited := _LITERAL.fullmatch(source)) and _LITERAL_SIGN.search(source):
        source = delimited[1]
    return _Reader(source, frozenset() if one_line else frozenset("s")).read()


def _unquote(found: re.Match[str]) -> str:
    if not found[0].startswith(r"\Q"):
        return found[0]
    return "".join(f"\\{each}" if not (each.isalnum() or each == "_") else each for each in found[1])


class _Reader:
    """One reading of one expression, left to right."""

    def __init__(self, source: str, flags: frozenset[str] = frozenset()) -> None:
        self._source = source
        self._at = 0
        self._flags = flags
        self._depth = 0
        self._groups = 0
        self._unusable: set[int] = set()  # groups that are not complete, or inside a finished lookaround
        self._captured: dict[int, Node] = {}
        self._names: dict[str, int] = {}

    def read(self) -> Node:
        whole = self._alternatives()
        if self._at < len(self._source):
            raise UntranslatableError(f"the ) at offset {self._at} closes no group")
        return whole

    def _peek(self, text: str) -> bool:
        return self._source.startswith(text, self._at)

    def _take(self, text: str) -> bool:
        found = self._peek(text)
        if found:
            self._at += len(text)
        return found

    def _take_match(self, expression: re.Pattern[str]) -> re.Match[str] | None:
        found = expression.match(self._source, self._at)
        if found:
            self._at = found.end()
        return found

    def _next(self, inside: str) -> str:
        if self._at >= len(self._source):
            raise UntranslatableError(f"it ends inside {inside}")
        self._at += 1
        return self._source[self._at - 1]

    # Sequences

    def _alternatives(self) -> Node:
        branches = [self._branch()]
        while self._take("|"):
            branches.append(self._branch())
        return alternatives(*branches)

    def _branch(self) -> Node:
        parts = []
        while self._at < len(self._source) and self._source[self._at] not in "|)":
            parts.append(self._quantified())
        return sequence(*parts)

    def _quantified(self) -> Node:
        part = self._atom()
        found = self._take_match(_QUANTIFIER)
        if not found:
            return part
        fewest, most = _bounds(found)
        once = fewest == most == 1 and found[4] != "+"
        return part if once else Repetition(part, fewest, most, found[4])

    def _atom(self) -> Node:
        if self._peek("{") and _QUANTIFIER.match(self._source, self._at):
            raise UntranslatableError(f"the {{ at offset {self._at} repeats nothing")
        character = self._next("the expression")
        if character in "*+?":
            raise UntranslatableError(f"the {character} at offset {self._at - 1} repeats nothing")
        if character in _READERS:
            return _READERS[character](self)
        return self._literal(ord(character))

    def _literal(self, code: int) -> Node:
        if "i" in self._flags:
            found = from_ranges((code, code))
            if characters.either_case(found) != found:
                return Characters(characters.either_case(found))
        return _character(code)

    def _dot(self) -> Node:
        if "s" in self._flags:
            return Characters(from_ranges((0, characters.LAST)))
        return Characters(characters.complement(characters.LINE_TERMINATOR))

    def _start(self) -> Node:
        return _LINE_START if "m" in self._flags else START

    def _end(self) -> Node:
        return _LINE_END if "m" in self._flags else END

    # Groups

    def _group(self) -> Node:
        if (found := self._take_match(_FLAGS)) and found[3] == ")":
            self._flags = self._changed_flags(found)  # until the end of the group around it
            return EMPTY
        outer, self._flags = self._flags, self._changed_flags(found) if found else self._flags
        part = self._flagged_group(has_flags=found is not None)
        self._flags = outer
        return part

    def _changed_flags(self, found: re.Match[str]) -> frozenset[str]:
        on, off = frozenset(found[1]), frozenset(found[2] or "")
        if unknown := (on | off) - frozenset("ims"):
            raise UntranslatableError(f"the flag {min(unknown)} is not one of i, m and s")
        return (self._flags | on) - off

    def _flagged_group(self, *, has_flags: bool) -> Node:
        if has_flags:
            return Group(self._body())
        if around := self._take_match(_LOOKAROUND):
            before = self._groups
            inner = self._body()
            # fancy-regex tries a lookahead again after it has matched, and its groups change.
            self._unusable.update(range(before + 1, self._groups + 1))
            return Lookaround(cast("Literal['?=', '?!', '?<=', '?<!']", around[0]), inner)
        if self._take("?>"):
            # Possessive, once: jsonschema-rs refuses the usual notation.
            return Repetition(self._body(), 1, 1, "+")
        named = self._take_match(_GROUP_NAME)
        if not named and self._peek("?"):
            raise UntranslatableError(f"the group at offset {self._at - 1} is of no known kind")
        self._groups += 1
        number = self._groups
        if named:
            self._names[named[1]] = number
        self._unusable.add(number)
        inner = self._body()
        self._unusable.remove(number)
        self._captured[number] = inner
        return Group(inner, number)

    def _body(self) -> Node:
        start = self._at
        self._deeper()
        inner = self._alternatives()
        if not self._take(")"):
            raise UntranslatableError(f"the group at offset {start} is not closed")
        self._depth -= 1
        return inner

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > _MOST_NESTED:
            raise UntranslatableError(f"it nests more than {_MOST_NESTED} deep")

    # Escapes

    def _escape(self) -> Node:
        if found := self._take_match(_NUMBER):
            return self._reference_by_number(found[0])
        character = self._next("an escape")
        if (assertion := _ASSERTIONS.get(character)) is not None:
            return assertion
        if character == "R":
            return _ANY_BREAK
        if character == "k" and (named := self._take_match(_REFERENCED_NAME)):
            return self._reference(self._names.get(named[1], 0), named[1])
        meant = self._escaped(character)
        return self._literal(meant) if isinstance(meant, int) else Characters(meant)

    def _reference_by_number(self, digits: str) -> Node:
        # As in Java: as many digits as make the number of a group; the others are text.
        used = digits
        while len(used) > 1 and int(used) > self._groups:
            used = used[:-1]
        self._at -= len(digits) - len(used)
        return self._reference(int(used), used)

    def _reference(self, number: int, written: str) -> Node:
        if "i" in self._flags:
            raise UntranslatableError("it refers back to a group without regard to case")
        if not 0 < number <= self._groups or number in self._unusable:
            raise UntranslatableError(f"it refers back to group {written}, which holds nothing there")
        return Reference(number, self._captured[number])

    def _escaped(self, character: str) -> int | CharacterSet:
        """Read what follows a backslash and its first character: a code point or a set."""
        if (letter := character.lower()) in _SHORTHANDS:
            found = _SHORTHANDS[letter]
            return found if letter == character else characters.complement(found)
        if letter == "p":
            named = self._take_match(_PROPERTY_NAME)
            if not named:
                raise UntranslatableError(f"the property at offset {self._at} has no name")
            found = characters.named_set(named[1] or named[2])
            return found if letter == character else characters.complement(found)
        if character in _CONTROLS:
            return _CONTROLS[character]
        if character in _NUMBERED:
            return self._numbered(character)
        if character.isascii() and character.isalnum():
            raise UntranslatableError(f"\\{character} has no meaning")
        return ord(character)

    def _numbered(self, character: str) -> int:
        found = self._take_match(_NUMBERED[character])
        if not found:
            raise UntranslatableError(
                f"\\{character} at offset {self._at - 2} is not followed by a character's number"
            )
        if character == "c":
            return ord(found[0]) % 32
        if character == "0":
            return int(found[0] or "0", 8)
        code = int(found[0].strip("{}"), 16)
        if 0xD800 <= code <= 0xDBFF and (low := self._take_match(_LOW_SURROGATE)):
            return 0x10000 + ((code - 0xD800) << 10) + int(low[1], 16) - 0xDC00
        if code > characters.LAST:
            raise UntranslatableError(f"U+{code:X} is not a character")
        return code

    # Classes

    def _class(self) -> Node:
        if plain := self._take_match(_PLAIN_CLASS):
            try:
                return _plain_class(plain[0], self._flags)
            except UntranslatableError:
                self._at = plain.start()  # to say where in the whole expression
        start, depth = self._at, self._depth
        try:
            return Characters(self._set(nested=True))
        except _UnclosedError:
            self._at, self._depth = start, depth
            return Characters(self._set(nested=False))

    def _set(self, *, nested: bool) -> CharacterSet:
        start = self._at
        self._deeper()
        negated = self._take("^")
        operands: list[list[CharacterSet]] = [[]]
        first = True
        while first or not self._take("]"):
            first = False
            if self._at >= len(self._source):
                raise _UnclosedError(f"the class at offset {start - 1} is not closed")
            if posix := self._take_match(_POSIX_CLASS):
                operands[-1].append(self._posix(posix))
            elif nested and self._take_match(_INTERSECTION):
                operands.append([])
            elif nested and self._take("["):
                operands[-1].append(self._set(nested=True))
            else:
                operands[-1].append(self._range())
        self._depth -= 1
        found = characters.intersection(characters.union(operand) for operand in operands)
        return characters.complement(found) if negated else found

    def _posix(self, found: re.Match[str]) -> CharacterSet:
        for name, members in characters.POSIX.items():
            if name.lower() == found[2]:
                return characters.complement(members) if found[1] else members
        raise UntranslatableError(f"[:{found[2]}:] is not a POSIX class")

    def _range(self) -> CharacterSet:
        first = self._class_atom()
        if not self._peek("-") or self._peek("-]"):
            return self._as_set(first)
        self._at += 1
        last = self._class_atom()
        if isinstance(first, int) and isinstance(last, int):
            if first > last:
                raise UntranslatableError(f"the range before offset {self._at} runs backwards")
            return self._as_set(from_ranges((first, last)))
        # ECMA-262, Annex B: next to a class such as \\d the dash is a dash.
        return characters.union((self._as_set(first), self._as_set(last), characters.from_text("-")))

    def _class_atom(self) -> int | CharacterSet:
        character = self._next("a class")
        if character != "\\":
            return ord(character)
        character = self._next("an escape")
        return 0x08 if character == "b" else self._escaped(character)

    def _as_set(self, atom: int | CharacterSet) -> CharacterSet:
        found = from_ranges((atom, atom)) if isinstance(atom, int) else atom
        return characters.either_case(found) if "i" in self._flags else found


# The patterns of all services have 13,000 classes, of which most are alike.
@functools.lru_cache(maxsize=4096)
def _plain_class(text: str, flags: frozenset[str]) -> Node:
    return Characters(_Reader(text, flags)._set(nested=True))


_READERS: dict[str, Callable[[_Reader], Node]] = {
    ".": _Reader._dot,
    "^": _Reader._start,
    "$": _Reader._end,
    "(": _Reader._group,
    "[": _Reader._class,
    "\\": _Reader._escape,
}


def _bounds(found: re.Match[str]) -> tuple[int, int | None]:
    if max(len(found[1] or ""), len(found[3] or "")) > _MOST_DIGITS:
        raise UntranslatableError(f"it counts beyond {_MOST_DIGITS} digits")
    if not found[1]:
        return int(found[0][0] == "+"), 1 if found[0][0] == "?" else None
    if not found[2]:
        return int(found[1]), int(found[1])
    return int(found[1]), int(found[3]) if found[3] else None
