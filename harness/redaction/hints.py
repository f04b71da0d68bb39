"""Search a text for expressions many times faster than Python does, to leave out what has nothing.

The expression of such a search is made from the expressions that find secrets, so that it finds all that they
find: without look-around, with short repetitions, from its first plain character on.
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from re import _constants, _parser  # type: ignore[attr-defined]

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jsonschema_rs import Draft202012Validator

_MOST_REPEATED = 10
_MOST_OF_AN_AUTOMATON = 1 << 24  # bytes of what it has learned, which it never forgets so
_NEVER = r"\b\B"
_ANY = "(?s:.)+"
_ASCII = 0x80
_OTHERS = r"\x80-\xff"  # texts are searched as bytes
_CATEGORIES = {
    _constants.CATEGORY_DIGIT: r"\d",
    _constants.CATEGORY_NOT_DIGIT: r"\D",
    _constants.CATEGORY_SPACE: r"\s\x1c-\x1f",  # which are blanks to Python alone
    _constants.CATEGORY_NOT_SPACE: r"\S",
    _constants.CATEGORY_WORD: r"\w",
    _constants.CATEGORY_NOT_WORD: r"\W",
}


def has(hint: str, content: bytes) -> bool:
    """Tell whether a text, and a new line behind it, has an expression somewhere.

    Args:
        hint: the expression, without look-around; empty for one that every text has.
        content: the text in UTF-8.
    """
    return not hint or _finder(hint).is_valid(content.decode("latin-1") + "\n")


@lru_cache(maxsize=1024)
def hint_of(expression: str) -> str:
    """Return an expression for `has` of what a text has, in UTF-8, if a regular expression is to match it.

    Args:
        expression: what finds something, as `re` takes it.

    Returns:
        The expression; empty if none can be told.
    """
    parsed = _parser.parse(expression)
    try:
        hint = _written(_from_plain_text(list(parsed)))
    except KeyError:  # an expression of a project's own may refer to its groups
        return ""
    return f"(?i:{hint})" if parsed.state.flags & re.IGNORECASE else hint


def either(hints: Iterable[str]) -> str:
    """Return an expression for `has` of what has one of several: however many, it is one search."""
    several = sorted(set(hints))
    return "" if "" in several else "|".join(several) or _NEVER


def _from_plain_text(items: list[Any]) -> list[Any]:
    """Leave out the repetitions before the first character that is given: a search for them finds a lot."""
    plain = next((at for at, (kind, _) in enumerate(items) if kind not in _VAGUE), len(items))
    repeated = [at for at, (kind, _) in enumerate(items[:plain]) if kind in _REPEATS]
    items = items[repeated[-1] + 1 :] if repeated and plain < len(items) else items
    match items[0] if items else None:
        case _constants.SUBPATTERN, (number, added, removed, inner):
            return [
                (_constants.SUBPATTERN, (number, added, removed, _from_plain_text(list(inner)))),
                *items[1:],
            ]
        case _constants.BRANCH, (_, branches):
            inner = [_from_plain_text(list(branch)) for branch in branches]
            return [(_constants.BRANCH, (None, inner)), *items[1:]]
    return items


_REPEATS = frozenset((_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT))
_LOOKS = frozenset((_constants.ASSERT, _constants.ASSERT_NOT, _constants.AT))
_VAGUE = _REPEATS | _LOOKS | {_constants.IN, _constants.ANY, _constants.NOT_LITERAL}


def _written(items: Iterable[tuple[Any, Any]]) -> str:
    return "".join(_WRITERS[kind](value) for kind, value in items)


def _character(code: int) -> str:
    if chr(code).isalnum() and code < _ASCII:
        return chr(code)
    return "".join(rf"\x{byte:02x}" for byte in chr(code).encode("utf-8", "surrogatepass"))


def _of_class(items: Iterable[tuple[Any, Any]]) -> str:
    kinds = list(items)
    negated = kinds[0][0] is _constants.NEGATE
    written, others = "", negated
    for kind, value in kinds[negated:]:
        first, last = value if kind is _constants.RANGE else (value, value)
        if kind is _constants.CATEGORY:
            written += _CATEGORIES[value]
            others = True
        elif last < _ASCII:
            written += _character(first) if first == last else f"{_character(first)}-{_character(last)}"
        else:
            others = True
    if negated:
        return f"[^{written}]+" if written else _ANY
    # Of other alphabets a character is several bytes.
    return f"[{written}{_OTHERS}]+" if others else f"[{written}]"


def _of_repeat(value: tuple[int, int, Any]) -> str:
    least, most, repeated = value
    times = {0: "*", 1: "+"}.get(least) or f"{{{min(least, _MOST_REPEATED)},}}"
    written = _written(repeated)
    if most <= _MOST_REPEATED and written.endswith("]") and repeated[0][0] is _constants.IN:
        return f"{written}{{{least},{most}}}"  # each is one byte
    if len(repeated) == 1 and repeated[0][0] in (_constants.IN, _constants.ANY):
        return written.removesuffix("+") + times
    return f"(?:{written}){times}"


def _of_group(value: tuple[int | None, int, int, Any]) -> str:
    _, added, _, inner = value
    return f"(?{'i' if added & re.IGNORECASE else ''}:{_written(inner)})"


def _of_look_ahead(value: tuple[int, Any]) -> str:
    return "" if list(value[1]) else _NEVER  # "(?!)" matches nothing


_WRITERS = {
    _constants.LITERAL: _character,
    _constants.NOT_LITERAL: lambda code: _of_class([(_constants.NEGATE, None), (_constants.LITERAL, code)]),
    _constants.ANY: lambda _: _ANY,
    _constants.IN: _of_class,
    _constants.BRANCH: lambda value: f"(?:{'|'.join(map(_written, value[1]))})",
    _constants.SUBPATTERN: _of_group,
    _constants.ATOMIC_GROUP: lambda inner: f"(?:{_written(inner)})",
    _constants.ASSERT: lambda _: "",
    _constants.ASSERT_NOT: _of_look_ahead,
    _constants.AT: lambda _: "",
    _constants.GROUPREF: lambda _: "(?s:.)*",
    **dict.fromkeys(_REPEATS, _of_repeat),
}


def without_page_tokens(content: bytes) -> bytes:
    """Return a text without the names of tokens that many lists have and no secrets."""
    if b"Token" in content or b"token" in content:
        for name in _PAGE_TOKENS:
            content = content.replace(name, b"")
    return content


_PAGE_TOKENS = (
    *(
        (first + name).encode()
        for names in ("nN:ext", "cC:lient", "cC:lientRequest", "cC:ontinuation", "pP:age", "hH:ttp")
        for letters, name in [(names.partition(":")[0], names.partition(":")[2] + "Token")]
        for first in letters
    ),
    b"continuation-token",
)


@lru_cache(maxsize=1024)
def _finder(hint: str) -> Draft202012Validator:
    """Return the validator of texts that match an expression somewhere.

    The regular expressions of jsonschema-rs search 4 KB for all hints in 3 µs; word by word it took 50.
    """
    import jsonschema_rs

    options = jsonschema_rs.RegexOptions(
        size_limit=_MOST_OF_AN_AUTOMATON, dfa_size_limit=_MOST_OF_AN_AUTOMATON
    )
    return jsonschema_rs.Draft202012Validator({"pattern": hint}, pattern_options=options)
