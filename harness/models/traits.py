"""Traits of shapes that botocore's ``Shape`` keeps but has no attribute for."""

from __future__ import annotations

from typing import Any

from botocore.model import Shape


def trait(shape: Shape, name: str) -> Any:
    """Return a trait of a shape as the service model writes it, or None.

    ``botocore.model.Shape`` gives most traits by ``metadata`` and ``serialization``; ``sparse`` and
    ``deprecated`` it reads past, so this leans on its private ``_shape_model``, in this one place.
    """
    return shape._shape_model.get(name)
