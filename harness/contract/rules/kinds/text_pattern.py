"""What form a text has."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from botocore.model import Shape

from harness.contract.paths.schemas import Schema, nest
from harness.contract.patterns import compile_pattern, matches
from harness.contract.patterns.characters import UntranslatableError
from harness.contract.patterns.near_misses import near_misses
from harness.contract.patterns.reader import read
from harness.contract.patterns.tree import END, START, Alternatives, Anchor, Group, Node, Sequence
from harness.contract.rules.editing import Unreachable, Values
from harness.contract.rules.narrowing import Narrowing
from harness.contract.rules.value import OnValue, bounds_of, in_list

_STRANGE = ("!", "~", " ", "é", ".", "-", "/", ":", "_", "a", "A", "1")


@dataclass(frozen=True)
class TextPattern(OnValue):
    """A regular expression (ECMA-262, unanchored) that a text matches: what prose says of its characters."""

    kind = "text_pattern"
    meaning = "The text doesn't have the documented form."
    on_scalar = True
    types = ("string",)
    pattern: str

    @property
    def bound(self) -> Any:
        return self.pattern

    @property
    def subject(self) -> Hashable:
        return self.kind, self.param, self.pattern  # texts keep to all that is said of them

    def holds(self, value: Any) -> bool:
        return not isinstance(value, str) or matches(compile_pattern(self.pattern).part, value)

    @property
    def words(self) -> str:
        return f"{self.param} must match {self.pattern}"

    def schema(self) -> Schema:
        spelled = compile_pattern(self.pattern).part
        return nest(self.param, {"pattern": spelled} if spelled is not None else {})

    @cached_property
    def whole(self) -> str:
        """The expression as the model writes one, for the whole text; as it is where it cannot be read."""
        try:
            tree = read(self.pattern)
        except UntranslatableError:  # a project's own fact, say: nothing is judged by it
            return self.pattern
        before = "" if _stands_at(tree, START) else ".*"
        after = "" if _stands_at(tree, END) else ".*"
        return f"{before}(?:{self.pattern}){after}"

    def narrow(self, known: Narrowing) -> Narrowing:
        if known.pattern in (None, self.whole):
            return replace(known, pattern=self.whole)
        return replace(known, pattern=f"(?=(?:{known.pattern})$)(?:{self.whole})")

    def outside(self, values: Values) -> Iterator[Any]:
        low, high = bounds_of(values)
        texts = self._texts(values)
        near = (miss.text for miss in near_misses(compile_pattern(self.whole), texts, low or 0, high))
        length = max(low or 0, 1)
        far = [*(one * length for one in _STRANGE), *(one + text for text in texts for one in _STRANGE)]
        found = [text for text in (*near, *far) if not self.holds(text) and (not high or len(text) <= high)]
        if not found:
            raise Unreachable("every text that was tried has the documented form")
        yield from dict.fromkeys(found)

    def inside(self, values: Values) -> Iterator[Any]:
        yield from self._texts(values)

    def _texts(self, values: Values) -> list[str]:
        low, high = bounds_of(values)
        made = (values.current, values.text_between(low or 1, high or 64))
        return [text for text in made if isinstance(text, str) and self.holds(text)]

    def contradicts(self, shape: Shape) -> str | None:
        if shape.type_name not in self.types:
            return f"the model says that it is a {shape.type_name}"
        if compile_pattern(self.pattern).part is None:
            return f"{self.pattern} cannot be read as a regular expression"
        known = shape.metadata.get("enum", ())
        has_none = bool(known) and not any(map(self.holds, known))
        return f"the model's values are {in_list(known)}" if has_none else None

    def is_said_by(self, traits: Mapping[str, Any]) -> bool:
        return traits.get("pattern") in (self.pattern, self.whole)


def _stands_at(node: Node, anchor: Anchor) -> bool:
    """Tell whether an expression matches only from the start of a text on, or up to its end."""
    match node:
        case Alternatives(branches):
            return all(_stands_at(branch, anchor) for branch in branches)
        case Group(part):
            return _stands_at(part, anchor)
        case Sequence(parts):
            return bool(parts) and _stands_at(parts[0 if anchor == START else -1], anchor)
    return node == anchor
