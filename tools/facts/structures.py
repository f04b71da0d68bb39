"""The structures that a request or a response is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.models.reach import reached_shapes

if TYPE_CHECKING:
    from botocore.model import ServiceModel, Shape


def structures_of(service: ServiceModel, top: Shape | None) -> dict[str, Shape]:
    """Return a structure and those inside it, by name; none where there is no shape.

    Args:
        service: botocore's model of the service.
        top: the shape of the request or of the response.
    """
    reached = reached_shapes(service, [top.name]) if top is not None else {}
    return {name: service.shape_for(name) for name, shape in reached.items() if shape["type"] == "structure"}
