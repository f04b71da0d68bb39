"""What an answer is about, of several: the type, format or version that its request asked for.

``configType`` of Ground Station's `GetConfig` and ``PolicyType`` of Organizations' `DescribeEffectivePolicy`
stand in the request and in the answer, with one name and one shape.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from botocore.model import OperationModel

from harness.contract.paths.member import outer_and_name
from harness.contract.paths.shape import shape_at
from harness.synth.proposals import proposals_of

_NUMBER = re.compile(r"\d+(?:\.\d+)*", re.ASCII)  # "$LATEST" is some version


def requested_variants(
    operation: OperationModel, params: Mapping[str, Any]
) -> Iterator[tuple[str, Any, str, Any]]:
    """Yield the members of an answer that have what its request asked for: path, owner, name and shape.

    Only of what reads: what creates or updates a thing may choose a value of its own (``Tier`` of SSM's
    `PutParameter`).

    Args:
        operation: the operation.
        params: the request's parameters.
    """
    for one in proposals_of(operation, "repeats"):
        outer, name = outer_and_name(one["member"])
        owner = shape_at(operation.output_shape, outer) if outer else operation.output_shape
        shape = shape_at(operation.output_shape, one["member"])
        if shape is not None and _is_one_of(shape, params.get(one["param"])):
            yield one["member"], owner, name, shape


def _is_one_of(shape: Any, value: Any) -> bool:
    """Tell whether a value is one of several, of which an answer is about one."""
    if shape.metadata.get("enum"):
        return value in shape.metadata["enum"]
    return isinstance(value, str | int) and _NUMBER.fullmatch(str(value)) is not None
