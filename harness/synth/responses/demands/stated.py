"""What a parameter asks for where only ``facts.toml`` tells, as its name does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from botocore.model import OperationModel

from harness.synth.responses.demands.demand import (
    Demand,
    Maker,
    Parameter,
    Request,
    values_of,
)
from harness.synth.responses.demands.parts import Beginning
from harness.synth.responses.demands.values import OneOf
from harness.synth.responses.facts import facts_of


def stated(parameter: Parameter) -> Maker | None:
    """Return what a parameter asks for as ``facts.toml`` has it; None if it has nothing.

    Args:
        parameter: the parameter.
    """
    fact = fact_of(parameter.operation, parameter.path[-1])
    if fact is None:
        return None
    kind, path = fact

    def make(request: Request, asked: Any) -> Iterator[tuple[str, Demand]]:
        if kind == "prefix":
            yield path, Beginning(request, str(asked), "")
        elif kind == "folder":
            is_deep = bool(request.params.get("Recursive"))
            yield path, Beginning(request, f"{str(asked).rstrip('/')}/", "", is_deep=is_deep)
        else:
            yield path, OneOf(tuple(values_of(asked)))

    return make


def fact_of(operation: OperationModel, name: str) -> tuple[str, str] | None:
    """Return how a parameter or filter goes by a member of entries, and the path of that, or None.

    Args:
        operation: the operation.
        name: what the parameter or filter is named.
    """
    return facts_of(operation.service_model.service_name).filters.get(f"{operation.name}.{name}")
