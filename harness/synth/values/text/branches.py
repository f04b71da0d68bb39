"""Patterns without some of their branches: those whose texts begin in a way that is not wanted."""

from __future__ import annotations

from harness.contract.patterns.tree import (
    Alternatives,
    Anchor,
    Characters,
    Group,
    Lookaround,
    Node,
    Sequence,
    alternatives,
)


def without_branches(node: Node, beginning: str) -> Node | None:
    """Leave out of a pattern the branches whose texts all begin with a text.

    Args:
        node: the parsed pattern.
        beginning: the text.

    Returns:
        What is left; None if nothing is.
    """
    if _beginning(node)[0].startswith(beginning):
        return None
    match node:
        case Alternatives(branches):
            kept = [one for branch in branches if (one := without_branches(branch, beginning)) is not None]
            return alternatives(*kept) if kept else None
        case Group(part, number):
            inner = without_branches(part, beginning)
            return None if inner is None else Group(inner, number)
        case Sequence(parts):
            # What stands behind anything but anchors begins no text.
            at = next((n for n, part in enumerate(parts) if not _is_empty(part)), len(parts))
            if at < len(parts):
                first = without_branches(parts[at], beginning)
                return None if first is None else Sequence((*parts[:at], first, *parts[at + 1 :]))
    return node


def _is_empty(node: Node) -> bool:
    """Tell whether a part writes nothing: an anchor or what only looks around."""
    return isinstance(node, Anchor | Lookaround)


def _beginning(node: Node) -> tuple[str, bool]:
    """Return what all texts of a node begin with, and whether that is all of them."""
    match node:
        case Characters(allowed) if not allowed.properties and len(allowed.ranges) == 1:
            ((first, last),) = allowed.ranges
            return (chr(first), True) if first == last else ("", False)
        case Anchor() | Lookaround():
            return "", True
        case Group(part):
            return _beginning(part)
        case Sequence(parts):
            begun = ""
            for part in parts:
                text, is_all = _beginning(part)
                begun += text
                if not is_all:
                    return begun, False
            return begun, True
    return "", False
