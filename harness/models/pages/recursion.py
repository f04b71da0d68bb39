"""Find the shape that a page elides: botocore writes ``{'... recursive ...'}`` without saying which.

It is one of the shapes around it, of the same type. Where there are several the page gives only hints.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.models.pages.outline import Entry


@dataclass(frozen=True)
class Ancestor:
    """A shape in which a value is nested: the path that names it, and its entry where the page has one."""

    path: str
    entry: Entry | None


def find_target(path: str, entry: Entry | None, ancestors: Sequence[Ancestor]) -> str:
    """Return the path of the shape that a recursive value repeats.

    Args:
        path: the value's own path.
        entry: the value's entry, if the page has one; its type is the shape's.
        ancestors: the shapes around the value, outermost first; the first is the request or the response.

    Returns:
        Of the enclosing shapes of that type the one with the same documentation, else with the same name
        (``Statements`` repeats ``Statement``), else the innermost.
    """
    candidates = [
        ancestor
        for ancestor in reversed(ancestors[1:])
        if not (entry and ancestor.entry) or ancestor.entry.type == entry.type
    ] or list(reversed(ancestors))
    hints = (
        lambda ancestor: bool(entry and ancestor.entry and entry.blocks and ancestor.entry.blocks == entry.blocks),
        lambda ancestor: _stem(ancestor.path) == _stem(path),
    )
    for hint in hints:
        for ancestor in candidates:
            if hint(ancestor):
                return ancestor.path
    return candidates[0].path


def _stem(path: str) -> str:
    """Return the last member named in a path, in the singular and in lower case."""
    named = [part for part in path.split(".") if part not in ("member", "key", "value")]
    return named[-1].lower().removesuffix("s")
