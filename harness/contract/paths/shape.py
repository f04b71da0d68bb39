"""The shapes that the model has at the places of a request or a response."""

from __future__ import annotations

from typing import Any

from botocore.model import Shape

from harness.contract.paths.member import ELEMENTS, outer_and_name, path_of, steps_of
from harness.contract.paths.pointer import to_steps


def shape_at(shape: Shape | None, path: str) -> Shape | None:
    """Return the shape that a member path names below a shape; None if the path leads nowhere.

    A step into a map may be the name of a key.
    """
    for step in steps_of(path):
        if shape is None:
            return None
        if step == ELEMENTS:
            shape = getattr(shape, "member" if shape.type_name == "list" else "value", None)
        else:
            shape = (
                shape.members.get(step) if shape.type_name == "structure" else getattr(shape, "value", None)
            )
    return shape


def is_required(shape: Shape | None, path: str) -> bool:
    """Tell whether the structure around the place that a path names requires its last member."""
    outer, name = outer_and_name(path)
    structure = shape_at(shape, outer)
    return structure is not None and structure.type_name == "structure" and name in structure.required_members


def shape_names_around(shape: Shape | None, path: str) -> tuple[str, ...]:
    """Return the names of the shapes around the place that a path names, from the outside in."""
    steps = steps_of(path)
    around = (shape_at(shape, path_of(steps[:end])) for end in range(len(steps)))
    return tuple(outer.name for outer in around if outer is not None)


def shape_below(shape: Shape | None, step: str) -> Shape | None:
    """Return the shape that one step of a JSON pointer leads to; None where the model knows none."""
    inner: Any = shape
    found: Shape | None = None
    if inner is not None and inner.type_name == "structure":
        is_event = step.isdigit() and step not in inner.members  # a stream is a list of one shape
        found = inner if is_event else inner.members.get(step)
    elif inner is not None and inner.type_name in ("list", "map"):
        found = inner.member if inner.type_name == "list" else inner.value
    return found


def general_path(shape: Shape | None, pointer: str) -> str:
    """Return the member path of the place that a JSON pointer names, without the numbers of entries and keys.

    Args:
        shape: the shape of the whole value.
        pointer: a JSON pointer into it.

    Returns:
        The path as rules write it: ``"Volumes[].Tags[].Key"``.
    """
    steps: list[str] = []
    for step in to_steps(pointer):
        steps.append(ELEMENTS if shape is not None and shape.type_name in ("list", "map") else step)
        shape = shape_below(shape, step)
    return path_of(tuple(steps))
