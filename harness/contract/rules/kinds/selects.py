"""Which entries of a list a parameter asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from harness.contract.paths.member import ELEMENTS, holders, select
from harness.contract.paths.pointer import to_pointer
from harness.contract.rules.condition import same_value
from harness.contract.rules.response import Answering, Held, OnMember, Stage, in_response, request_of
from harness.contract.rules.rule import Breach
from harness.contract.rules.value import comparable, is_like, moved

By = Literal[
    "equals", "in", "begins_with", "contains", "has_key", "wildcard", "at_least", "after", "at_most", "before"
]


@dataclass(frozen=True)
class Selects(OnMember):
    """A list holds only entries whose member goes by a parameter: equals it, begins with it, comes after."""

    kind = "selects"
    meaning = "A list has an entry that the request did not ask for."
    stage = Stage.ORDER
    param: str
    by: By
    ignore_case: bool | None = None

    @property
    def entries(self) -> tuple[str, str]:
        """The list, and the path of what is compared in an entry of it."""
        entries, _, inner = self.member.partition(ELEMENTS)
        return entries, inner.removeprefix(".")

    @property
    def choosing(self) -> tuple[str, ...]:
        return (self.param,)

    @property
    def compared(self) -> tuple[str, ...]:
        return (self.param,)

    def breaches(self, document: Any) -> Iterator[Breach]:
        asked = _asked(request_of(document), self.param)
        entries, inner = self.entries
        for at, entry in in_response(document, entries + ELEMENTS) if asked else ():
            if (wrong := self._wrong(entry, inner, asked)) is not None:
                yield Breach(to_pointer(at + wrong[0]), wrong[1])

    def _wrong(self, entry: Any, inner: str, asked: list[Any]) -> tuple[tuple[str | int, ...], Any] | None:
        """Return the place and value that keep an entry out; None where it may be among the entries."""
        found = list(select(entry, inner))
        is_wanted = any(self.accepts(value, one) for _, value in found for one in asked)
        return None if is_wanted or not found else found[0]

    def accepts(self, value: Any, asked: Any) -> bool:
        """Tell whether a value of an entry goes by one that is asked for; what can't be compared does."""
        if self.ignore_case and isinstance(value, str) and isinstance(asked, str):
            value, asked = value.casefold(), asked.casefold()
        return _COMPARED[self.by](value, asked)

    def applies(self, document: Any) -> bool:
        asked = _asked(request_of(document), self.param)
        return bool(asked) and next(in_response(document, self.member), None) is not None

    @property
    def words(self) -> str:
        return f"{self.member} must {_WORDS[self.by]} the {self.param} of the request"

    def asking(self, held: Held) -> Iterator[tuple[str, Any]]:
        for value in held(self.member):
            yield from ((self.param, one) for one in self._beside(value))

    def _beside(self, value: Any) -> Iterator[Any]:
        """Yield a value that an entry goes by, and some near it, which it may go by or not."""
        if not isinstance(value, str) or comparable(value) is not None:
            steps = (0, -1, 1) if self.by in _ORDERED else (0,)
            yield from (moved(value, seconds) for seconds in steps)
            return
        half = max(len(value) // 2, 1)
        near = {
            "begins_with": (value[:half], value[1:]),
            "contains": (value[len(value) // 3 :][:half],),
            "wildcard": (f"{value[:half]}*",),
        }
        yield from filter(None, (value, *near.get(self.by, (value[:-1],))))
        if self.ignore_case:
            yield value.swapcase()

    def enforce(self, response: dict[str, Any], answering: Answering) -> None:
        """Keep the entries that are asked for; where there is none among some, have them be what is asked."""
        asked = _asked(answering.params, self.param)
        path, inner = self.entries
        for _, entries in select(response, path) if asked else ():
            if isinstance(entries, list):
                if self.by in ("equals", "in"):
                    self._have_one(entries, inner, asked)
                entries[:] = [entry for entry in entries if self._wrong(entry, inner, asked) is None]

    def _have_one(self, entries: list[Any], inner: str, asked: list[Any]) -> None:
        if ELEMENTS in inner or not inner or any(not self._wrong(entry, inner, asked) for entry in entries):
            return
        for number, entry in enumerate(entries):
            for holder, name in holders(entry, inner):
                if type(holder.get(name)) is type(asked[0]):
                    holder[name] = asked[number % len(asked)]


def _asked(params: Any, path: str) -> list[Any]:
    """Return the values that a request asks for, of each entry where they stand in a list."""
    found = (value for _, value in select(params, path))
    values = [one for value in found for one in (value if isinstance(value, list) else [value])]
    return [one for one in values if isinstance(one, str | int | float) and one != ""]


def _on_texts(holds: Callable[[str, str], bool]) -> Callable[[Any, Any], bool]:
    def compare(value: Any, asked: Any) -> bool:
        return holds(value, asked) if isinstance(value, str) and isinstance(asked, str) else True

    return compare


def _on_numbers(holds: Callable[[float, float], bool]) -> Callable[[Any, Any], bool]:
    def compare(value: Any, asked: Any) -> bool:
        left, right = comparable(value), comparable(asked)
        return left is None or right is None or holds(left, right)

    return compare


def _equals(value: Any, asked: Any) -> bool:
    if _is_arn(value) is not _is_arn(asked):
        return True  # a name where an ARN is returned: it can't be compared
    moments = comparable(value), comparable(asked)
    return same_value(value, asked) or (None not in moments and moments[0] == moments[1])


def _is_arn(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("arn:")


_ORDERED = frozenset(("at_least", "after", "at_most", "before"))
_COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "equals": _equals,
    "in": _equals,
    "begins_with": _on_texts(str.startswith),
    "contains": _on_texts(lambda value, asked: asked in value),
    "has_key": lambda value, asked: asked in value if isinstance(value, dict) else _equals(value, asked),
    "wildcard": _on_texts(is_like),
    "at_least": _on_numbers(lambda value, asked: value >= asked),
    "after": _on_numbers(lambda value, asked: value > asked),
    "at_most": _on_numbers(lambda value, asked: value <= asked),
    "before": _on_numbers(lambda value, asked: value < asked),
}
_WORDS: Mapping[str, str] = {
    "equals": "equal",
    "in": "be one of",
    "begins_with": "begin with",
    "contains": "contain",
    "has_key": "have the key that is",
    "wildcard": "match",
    "at_least": "be at or after",
    "after": "be after",
    "at_most": "be at or before",
    "before": "be before",
}
