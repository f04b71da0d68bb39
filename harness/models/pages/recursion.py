"""Find the shape that a page elides: botocore writes ``{'... recursive ...'}`` without saying which.

It is one of the shapes around it, of the same type. Where there are several the page gives only hints.
"""

from __future__ import annotations

from collections.abc import Sequence

from harness.models.pages.value import Value


def find_target(value: Value, around: Sequence[Value]) -> str | None:
    """Return the path of the shape that a recursive value repeats, or None when the page does not tell.

    Args:
        value: the recursive value.
        around: the values around it, outermost first; the first is the request or the response.

    Returns:
        The only enclosing shape of its type; of several the one with the same documentation, else with the
        same name (the members of ``Statements`` repeat ``Statement``), else with a name that ends it
        (``subSlots`` repeats ``slots``).
    """
    candidates = [
        other
        for other in reversed(around[1:])
        if not (value.entry and other.entry) or other.entry.type == value.entry.type
    ]
    if not value.named and candidates and candidates[0] is around[-1]:
        del candidates[0]  # no list is its own member
    for is_hint in (_same_documentation, _same_name, _similar_name):
        for other in candidates:
            if is_hint(value, other):
                return other.path
    return candidates[0].path if len(candidates) == 1 else None


def _same_documentation(value: Value, other: Value) -> bool:
    return bool(
        value.entry and other.entry and value.entry.blocks and other.entry.blocks == value.entry.blocks
    )


def _same_name(value: Value, other: Value) -> bool:
    return _name(value) == _name(other)


def _similar_name(value: Value, other: Value) -> bool:
    return _name(value).endswith(_name(other))


def _name(value: Value) -> str:
    """Return a value's name in lower case; the singular of it for a list's member or a map's value."""
    name = value.name.lower()
    return name if value.named else name.removesuffix("s")
