"""Traits that botocore's ``Shape`` and ``OperationModel`` keep but have no attribute for.

This leans on their private ``_shape_model`` and ``_operation_model``, what the service model writes of them,
and on ``_resolve_shape_ref``, in this one place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from botocore.model import OperationModel, Shape

Reference = Mapping[str, Any]
"""A place that holds a shape, as the service model writes it: ``"shape"``, its name, and own traits."""


def trait(shape: Shape, name: str) -> Any:
    """Return a trait of a shape as the service model writes it, or None.

    ``botocore.model.Shape`` gives most traits by ``metadata`` and ``serialization``, which it makes of each
    shape, as long a work as compiling it; ``sparse`` and ``deprecated`` it reads past.
    """
    return shape._shape_model.get(name)


def resolved(shape: Shape, place: Reference) -> Shape:
    """Return the shape in one of the `places` of a shape, with the place's own traits."""
    found: Shape = shape._resolve_shape_ref(place)
    return found


def written_alike(left: Shape, right: Shape) -> bool:
    """Tell whether two service models write the same of a shape, documentation included."""
    return bool(left._shape_model == right._shape_model)


def description_of(operation: OperationModel) -> Mapping[str, Any]:
    """Return an operation as the service model writes it."""
    written: Mapping[str, Any] = operation._operation_model
    return written


def error_references(operation: OperationModel) -> Sequence[Reference]:
    """Return the errors that an operation documents, unresolved as those of `places`: models hold 92,000."""
    written: Sequence[Reference] = operation._operation_model.get("errors", ())
    return written


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
