"""Values in prose: one value, or a list of them, typed as their parameter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.contract.words import word_set
from tools.facts.drafter.prose.numbers import NUMBER, parse_number

if TYPE_CHECKING:
    from harness.contract.rules import Scalar
    from harness.contract.sentences import Sentence

NUMERIC = frozenset(("integer", "long", "float", "double", "bigdecimal"))
WHOLE = frozenset(("integer", "long"))

_QUOTED = re.compile(r"\"([^\"]+)\"|'([^'\s]+)'")
_BARE = re.compile(r"[A-Za-z0-9_$*-](?:[\w/*$#@+:.-]*[\w*/])?")
SEPARATOR = re.compile(
    r"\s*,\s*(?:(?:and|or)\s+)?|\s*\|\s*|\s+(?:and|or)\s+|\s*;\s*(?:(?:and|or)\s+)?|\s+/\s+"
)
_JOINS = re.compile(r"\b(?:and|or)\s+$", re.IGNORECASE)
_JOIN = re.compile(r",? (?:and|or) ")
_REMARK = re.compile(r"\s*\([^()]*\)")
# A language's code, such as "it (Italian)".
_TRANSLATED = re.compile(r"[a-z]{2} \([A-Z][a-z]+\)")
_CODE_LIKE = re.compile(r"[A-Z][A-Z0-9_]*[A-Z0-9]|\w*[a-z][A-Z]\w*|\w*[_:./]\w+|\w+-[\w-]+|[A-Za-z]*\d\w*|\*")
# Words that follow "valid values are" without being values.
_NO_VALUE = word_set(
    "a an the any all your this that these those it its no not both either each one some other same set "
    "used empty null blank determined based automatic maximum minimum current default listed "
    "shown described as follows following integers integer strings string numbers number values value "
    "letters characters alphanumeric from between up only in for to of with by at least most see you if "
    "when which what unspecified undefined also always whatever specified required optional available "
    "applied inherited generated created and or is are be greater less more than positive whole non- "
    "negative two-letter lowercase uppercase ascii utf-8 json names name ids arn arns iso seconds minutes "
    "hours days lists list every different randomly account region calculated assumed provided chosen "
    "selected assigned taken calling unset returned"
)
_TRUE, _FALSE = frozenset(("true", "enabled", "yes", "on")), frozenset(("false", "disabled", "no", "off"))


def is_code_like(word: str) -> bool:
    """Tell whether a word is spelt as a literal: capitals, inner capitals, digits, ``_ - . : /``."""
    return _CODE_LIKE.fullmatch(word) is not None


def is_no_value(word: str) -> bool:
    """Tell whether a word is about values but is none: ``any``, ``integers``, ``following``."""
    return word.lower() in _NO_VALUE


def typed(text: str, type_name: str) -> Scalar | None:
    """Read a literal as a value of botocore's type; None where it is none of that type."""
    if type_name in NUMERIC:
        if not re.fullmatch(NUMBER, text, re.IGNORECASE):
            return None
        number = parse_number(text)
        return (
            int(number)
            if type_name in WHOLE and number == int(number)
            else None
            if type_name in WHOLE
            else number
        )
    if type_name == "boolean":
        plain = text.lower()
        return True if plain in _TRUE else False if plain in _FALSE else None
    return text if type_name in ("string", "character") else None


def read_value(sentence: Sentence, start: int) -> tuple[str, int, bool] | None:
    """Read one literal at a place in a sentence.

    Returns:
        The literal, the place where it ends, and whether code marks or quotes show it to be one; or None.
    """
    end = sentence.code_at(start)
    if end is not None:
        literal = sentence.text[start:end].strip("\"'")
        return (literal.rstrip(",") or literal, end, True) if literal else None
    quoted = _QUOTED.match(sentence.text, start)
    if quoted:
        return (quoted[1] or quoted[2]).strip(" .,"), quoted.end(), True
    bare = _BARE.match(sentence.text, start)
    if bare is None or (
        is_no_value(bare[0])
        and not is_code_like(bare[0])
        and not _TRANSLATED.match(sentence.text, start)
        and not _joins_literal(sentence, bare.end())
    ):
        return None
    # A word that ends a code span began it too, as far as stripped text tells.
    marked = any(begin <= start < end_of == bare.end() for begin, end_of in sentence.codes)
    return bare[0], bare.end(), marked


def _joins_literal(sentence: Sentence, end: int) -> bool:
    """Tell whether ``and`` or ``or`` and a code span follow, as in ``Default and FastMode``."""
    join = _JOIN.match(sentence.text, end)
    return join is not None and sentence.code_at(join.end()) is not None


def read_values(sentence: Sentence, start: int) -> tuple[tuple[str, ...], int, bool]:
    """Read a list of literals: ``a, b, or c``, ``a | b``, with remarks in parentheses passed over.

    Returns:
        The literals (none where there is no list), where the last one ends, and whether each is shown or
        spelt as a literal.
    """
    values: list[str] = []
    certain = True
    at = end = start
    while (value := read_value(sentence, at)) is not None:
        literal, end, marked = value
        values.append(literal)
        certain = certain and (marked or is_code_like(literal))
        remark = _REMARK.match(sentence.text, end)
        after = remark.end() if remark else end
        separator = SEPARATOR.match(sentence.text, after)
        if remark and (separator or not sentence.text[after:].strip(" .")):
            end = after
        if separator is None or separator.end() == len(sentence.text):
            break
        final = _JOINS.search(sentence.text[at - 4 : at]) is not None and len(values) > 1
        if final and not _JOINS.search(separator[0]) and "," in separator[0]:
            break
        at = separator.end()
    return tuple(values), end, certain
