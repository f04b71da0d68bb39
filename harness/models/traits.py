"""Traits of shapes that botocore's ``Shape`` keeps but has no attribute for.

This leans on its private ``_shape_model``, the shape as the service model writes it, in this one place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.model import Shape

Reference = Mapping[str, Any]
"""A place that holds a shape, as the service model writes it: ``"shape"``, its name, and own traits."""


def trait(shape: Shape, name: str) -> Any:
    """Return a trait of a shape as the service model writes it, or None.

    ``botocore.model.Shape`` gives most traits by ``metadata`` and ``serialization``; ``sparse`` and
    ``deprecated`` it reads past.
    """
    return shape._shape_model.get(name)


def places(shape: Shape) -> Mapping[str, Reference]:
    """Return the places of a shape that hold other shapes, unresolved.

    Args:
        shape: any shape.

    Returns:
        The members of a structure by name; ``member`` of a list; ``key`` and ``value`` of a map; nothing
        else. botocore's own ``members`` makes a ``Shape`` of each, which is most of the cost of a compiler.
    """
    written = shape._shape_model
    match shape.type_name:
        case "structure":
            members: Mapping[str, Reference] = written.get("members", {})
            return members
        case "list":
            return {"member": written["member"]}
        case "map":
            return {"key": written["key"], "value": written["value"]}
        case _:
            return {}
