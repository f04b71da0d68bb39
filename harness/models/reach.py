"""The shapes that an operation reaches, as the service model writes them.

This leans on botocore's private ``_service_description``, in this one place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from botocore.model import ServiceModel


def reached_shapes(service: ServiceModel, names: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    """Return some shapes of a service and all that they refer to, by name, each as the model writes it.

    Args:
        service: botocore's model of the service.
        names: the shapes to start from.
    """
    shapes = service._service_description["shapes"]
    found: dict[str, Mapping[str, Any]] = {}
    left = list(names)
    while left:
        name = left.pop()
        if name not in found:
            shape = found[name] = shapes[name]
            held = (
                shape.get("member"),
                shape.get("key"),
                shape.get("value"),
                *shape.get("members", {}).values(),
            )
            left.extend(reference["shape"] for reference in held if reference)
    return found


@lru_cache(maxsize=64)
def asked_shapes(service: ServiceModel) -> frozenset[str]:
    """Return the names of the shapes that any request of a service has.

    Args:
        service: botocore's model of the service.
    """
    inputs = (service.operation_model(name).input_shape for name in service.operation_names)
    return frozenset(reached_shapes(service, [shape.name for shape in inputs if shape is not None]))
