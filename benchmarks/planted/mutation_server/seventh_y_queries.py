"""Queries of AWS IoT's fleet index, as its developer guide describes them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

# A document is what an index knows of one thing or group: the values of each field.
Document = dict[str, list[str]]
Test = Callable[[Document], bool]
MOST_TERMS = 12
LONGEST_WITH_LEADING = 100
DEEPEST = 25
LONGEST = 200
_TOKENS = re.compile(r'\s+|"((?:[^"\\]|\\.)*)"|([()\[\]{}:])|((?:[^\s()\[\]{}:"\\`@#%/\';,]|\\.)+)|(.)', re.S)


class QueryInvalid(ValueError):
    """A query that breaks the syntax."""


@dataclass(frozen=True)
class _Token:
    kind: str  # phrase, sign or word
    text: str


def _tokens(text: str) -> list[_Token]:
    found = []
    for phrase, sign, word, other in _TOKENS.findall(text):
        if other:
            raise QueryInvalid(f"Unable to parse query, unexpected character {other!r}")
        if sign:
            found.append(_Token("sign", sign))
        elif word:
            found.append(_Token("word", word))
        elif phrase:
            found.append(_Token("phrase", phrase))
    return found


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) else None


@dataclass
class Query:
    """A query string, parsed. What fields there are is said by their first parts."""

    text: str
    fields: frozenset[str]
    hidden: frozenset[str] = frozenset()  # fields that a term without a field does not search
    fold: bool = True  # whether the case of letters does not matter
    either: bool = False  # whether terms without an operator between them are joined with OR
    terms: int = 0
    leading: int = 0
    _rest: list[_Token] = field(default_factory=list)

    def test(self) -> Test:
        """The test of a document that the query is. Raises QueryInvalid."""
        self._rest = _tokens(self.text)
        if not self._rest:
            raise QueryInvalid("Unable to parse query, it is empty")
        if sum(token.text == "(" for token in self._rest) > DEEPEST or len(self._rest) > LONGEST:
            raise QueryInvalid("The query is too long")
        found = self._any("")
        if self._rest:
            raise QueryInvalid(f"Unable to parse query, unexpected {self._rest[0].text!r}")
        if self.terms > MOST_TERMS:
            raise QueryInvalid(f"The query has {self.terms} terms, which is more than {MOST_TERMS}")
        if self.leading > 1 or (self.leading and len(self.text) > LONGEST_WITH_LEADING):
            raise QueryInvalid("A leading wildcard is limited to one term, and to queries of 100 characters")
        return found

    def _sees(self, *words: str) -> bool:
        return bool(self._rest) and self._rest[0].kind != "phrase" and self._rest[0].text in words

    def _next(self) -> _Token:
        if not self._rest:
            raise QueryInvalid("Unable to parse query, it ends too early")
        return self._rest.pop(0)

    def _sign(self, sign: str) -> None:
        if self._next() != _Token("sign", sign):
            raise QueryInvalid(f"Unable to parse query, {sign!r} is missing")

    def _any(self, name: str) -> Test:
        tests = [self._all(name)]
        while self._sees("OR"):
            self._next()
            tests.append(self._all(name))
        return lambda document: any(test(document) for test in tests)

    def _all(self, name: str) -> Test:
        tests = [self._one(name)]
        joined = self.either
        while self._rest and not self._sees("OR", ")", "]", "}"):
            if self._sees("AND"):
                self._next()
                joined = False
            tests.append(self._one(name))
        join = any if joined else all
        return lambda document: join(test(document) for test in tests)

    def _one(self, name: str) -> Test:
        token = self._next()
        if token.kind == "word" and token.text in ("NOT", "-"):
            return self._unless(self._one(name))
        if token.kind == "word" and token.text.startswith("-") and _number(token.text) is None:
            if token.text.startswith("--"):
                raise QueryInvalid(f"Unable to parse query, unexpected {token.text!r}")
            self._rest.insert(0, _Token("word", token.text[1:]))
            return self._unless(self._one(name))
        if token == _Token("sign", "("):
            inner = self._any(name)
            self._sign(")")
            return inner
        if token.kind == "word" and token.text in ("AND", "OR"):
            raise QueryInvalid(f"Unable to parse query, unexpected {token.text!r}")
        if token.kind == "word" and not name and self._sees(":"):
            self._next()
            return self._of(_plain(token.text))
        return self._value(name, token)

    @staticmethod
    def _unless(test: Test) -> Test:
        return lambda document: not test(document)

    def _of(self, name: str) -> Test:
        if name.partition(".")[0] not in self.fields:
            raise QueryInvalid(
                f"Unable to parse query, invalid field name, field name: {name}, query string: {self.text}"
            )
        if self._sees("("):
            self._next()
            inner = self._any(name)
            self._sign(")")
            return inner
        return self._value(name, self._next())

    def _value(self, name: str, token: _Token) -> Test:
        self.terms += 1
        if token.kind == "sign" and token.text in "[{":
            return self._within(name, token.text == "[")
        if token.kind == "sign":
            raise QueryInvalid(f"Unable to parse query, unexpected {token.text!r}")
        if token.text == "*" and token.kind == "word":
            return lambda document: bool(self._values(document, name)) or not name
        return self._matches(name, token)

    def _values(self, document: Document, name: str) -> list[str]:
        if name:
            return document.get(name, [])
        parts = [values for key, values in document.items() if key.partition(".")[0] not in self.hidden]
        return [value for values in parts for value in values]

    def _matches(self, name: str, token: _Token) -> Test:
        number, flags = _number(token.text), re.I if self.fold else 0
        wild = token.kind == "word" and re.search(r"(?<!\\)[*?]", token.text)
        if wild and token.text[0] in "*?":
            self.leading += 1
        # Several stars are one: a pattern with each of them would take very long.
        text = re.sub(r"(?<!\\)\*+", "*", token.text)
        parts = re.split(r"((?<!\\)[*?])", text) if token.kind == "word" else [token.text]
        pattern = "".join({"*": r"\S*", "?": r"\S"}.get(part) or re.escape(_plain(part)) for part in parts)
        words = re.compile(rf"(?<!\S)(?:{pattern})(?!\S)", flags)

        def test(document: Document) -> bool:
            for value in self._values(document, name):
                known = _number(value)
                if number is not None and known is not None:
                    if number == known:
                        return True
                elif words.search(value):
                    return True
            return False

        return test

    def _within(self, name: str, low_counts: bool) -> Test:
        low, to, high = self._next(), self._next(), self._next()
        end = self._next()
        if to != _Token("word", "TO") or end.kind != "sign" or end.text not in "]}":
            raise QueryInvalid("Unable to parse query, a range is [a TO b]")
        if "sign" in (low.kind, high.kind) or not name:
            raise QueryInvalid("Unable to parse query, a range needs a field and two values")
        high_counts = end.text == "]"
        numbers = (_number(low.text), _number(high.text))

        def inside(value: str) -> bool:
            known, least, most = _number(value), *numbers
            if known is not None and least is not None and most is not None:
                return (
                    least < known < most or (known == least and low_counts) or (known == most and high_counts)
                )
            if known is not None or least is not None or most is not None:
                return False
            texts = [
                one.lower() if self.fold else one for one in (_plain(low.text), value, _plain(high.text))
            ]
            return (
                texts[0] < texts[1] < texts[2]
                or (texts[1] == texts[0] and low_counts)
                or (texts[1] == texts[2] and high_counts)
            )

        return lambda document: any(inside(value) for value in self._values(document, name))
