"""The place in a request or response that a fault is about, whatever the entry that shows it."""

from __future__ import annotations

from typing import Any

from botocore.model import Shape

from harness.contract.pointer import to_steps


def general_place(shape: Shape | None, pointer: str) -> str:
    """Write a place without the numbers of entries and the keys of maps.

    Args:
        shape: the shape of the whole value.
        pointer: a JSON pointer into it.

    Returns:
        The path as rules write it: ``"Volumes[].Tags[].Key"``.
    """
    place = ""
    inner: Any = shape
    for step in to_steps(pointer):
        kind = None if inner is None else inner.type_name
        if kind in ("list", "map"):
            place += "[]"
            inner = inner.member if kind == "list" else inner.value
        else:
            place += f".{step}" if place else step
            inner = inner.members.get(step) if kind == "structure" else None
    return place
