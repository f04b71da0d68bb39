"""One value of a page, its entry and its syntax side by side."""

from __future__ import annotations

from dataclasses import dataclass

from harness.models.pages.errors import INCOMPLETE, PageError
from harness.models.pages.outline import Entry, Syntax

_TYPES = {
    "structure": "dict",
    "list": "list",
    "string": "string",
    "long": "integer",
    "double": "float",
    "unknown": "float",
    "boolean": "boolean",
    "blob": "bytes",
    "timestamp": "datetime",
    "document": "document",
    "stream": "StreamingBody",
    "eventstream": "EventStream",
}
"""The entry's type that goes with a kind of :class:`Syntax`."""


@dataclass(frozen=True)
class Value:
    """A value in both renderings; a missing one was too large to render.

    Args:
        path: the request's or response's name and the members down to here, with dots between.
        name: the last member's name on that path.
        named: whether that member is this value itself and not one that it is nested in.
        entry: what the page's entries say.
        syntax: what the page's syntax block says.
    """

    path: str
    name: str
    named: bool
    entry: Entry | None
    syntax: Syntax | None

    @property
    def type(self) -> str:
        """The type as an entry words it."""
        if self.entry:
            return self.entry.type
        return _TYPES[self.syntax.kind] if self.syntax else "document"

    @property
    def line(self) -> int:
        """Where the entry stands on the page, 0 without one."""
        return self.entry.line if self.entry else 0

    @property
    def elided(self) -> bool:
        """Whether the value is a shape in which it is nested, which botocore writes out only once."""
        return self.syntax is not None and self.syntax.kind == "recursive"

    @property
    def is_map(self) -> bool:
        """Whether a ``dict`` is a map: its only entry has no name, or its only key is ``'string'``."""
        if self.entry:
            return [child.name for child in self.entry.children] == [None]
        return self.syntax is not None and list(self.syntax.members) == ["string"]

    def members(self) -> dict[str, Value]:
        """Return the members of a structure by name.

        Raises:
            PageError: the syntax has a member that no entry describes.
        """
        entries = {str(child.name): child for child in self.entry.children} if self.entry else {}
        syntaxes = self.syntax.members if self.syntax else {}
        missing = [name for name in syntaxes if name not in entries] if self.entry else []
        for name in missing[:1]:
            raise PageError(f"{name!r} stands in the syntax but is not described", INCOMPLETE, line=self.line)
        return {
            name: Value(f"{self.path}.{name}", name, True, entries.get(name), syntaxes.get(name))
            for name in entries or syntaxes
        }

    def member(self) -> Value:
        """Return the member of a list."""
        return self._nested("member", _first(self.entry), self._syntax(""))

    def key(self) -> Value:
        """Return the key of a map."""
        return self._nested("key", _first(self.entry), Syntax("string"))

    def value(self) -> Value:
        """Return the value of a map, whose entry is nested in the key's."""
        return self._nested("value", _first(_first(self.entry)), self._syntax("string"))

    def _syntax(self, key: str) -> Syntax | None:
        return self.syntax.members.get(key) if self.syntax else None

    def _nested(self, step: str, entry: Entry | None, syntax: Syntax | None) -> Value:
        return Value(f"{self.path}.{step}", self.name, False, entry, syntax)


def _first(entry: Entry | None) -> Entry | None:
    return entry.children[0] if entry and entry.children else None
