"""Names of one thing that a request asks for in two ways: what has this ARN, and this id as well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from botocore.model import OperationModel

from harness.contract.paths.shape import shape_at
from harness.models.resources import tail_of
from harness.synth.responses.demands import Demand
from harness.synth.responses.demands.combined import Nothing
from harness.synth.responses.demands.values import OneOf
from harness.synth.values.views import view_of


def as_aliases(operation: OperationModel, demands: Mapping[str, Demand]) -> dict[str, Demand]:
    """Return demands that leave of the ARNs those that end with a name that is asked for as well.

    Where none is left, nothing is asked for: no entry can have both names.

    Args:
        operation: the operation.
        demands: what the request asks of entries, by their paths.
    """
    found = dict(demands)
    for path, demand in demands.items():
        listed, _, member = path.rpartition("[].")
        shape = shape_at(operation.output_shape, f"{listed}[]") if listed else None
        if shape is None or shape.type_name != "structure" or not isinstance(demand, OneOf):
            continue
        view = view_of(operation, shape, listed.rpartition(".")[2])
        kinds = dict(view.members) if view is not None else {}
        name = next((one for one, kind in kinds.items() if kind != "arn"), "")
        named = demands.get(f"{listed}[].{name}")
        if kinds.get(member) == "arn" and named is not None:
            kept = tuple(each for each in demand.values if named.admits(tail_of(str(each))) is not False)
            found |= {path: replace(demand, values=kept)} if kept else {f"{listed}[]": Nothing()}
    return found
