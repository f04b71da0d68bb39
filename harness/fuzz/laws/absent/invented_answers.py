"""Whether an endpoint makes its answers up: it has some for names of nothing."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from botocore.model import OperationModel

from harness.contract.contract import contract
from harness.fuzz.laws.caller import Caller
from harness.fuzz.laws.cases import plain_request
from harness.models import method_name
from harness.models.resources import parse_name

from .names import names_thing

_MOST_OPERATIONS = 3  # that are asked


def makes_up(caller: Caller) -> bool:
    """Tell whether an endpoint has answers for names of nothing in other operations.

    By one operation alone that cannot be told from an endpoint that takes no account of a name.

    Args:
        caller: calls the one operation.
    """
    others = _reads_by_name(caller.contract.operation_model)
    for name in others:
        if hasattr(caller.client, method_name(name)):
            other = Caller(contract(caller.contract.service, name), caller.client)
            call = other(plain_request(other))
            if call is not None and has_any(call.response):
                return True
    return not others


def has_any(value: Any) -> bool:
    """Tell whether an answer has anything in it.

    Args:
        value: the result, or a part of it; None for an error.
    """
    if isinstance(value, Mapping):
        return any(map(has_any, value.values()))
    return any(map(has_any, value)) if isinstance(value, list) else value is not None


@lru_cache(maxsize=256)
def _reads_by_name(operation: OperationModel) -> tuple[str, ...]:
    """Return some other operations of a service that read what they must be told the name of."""
    service = operation.service_model
    others = (service.operation_model(name) for name in service.operation_names if name != operation.name)
    return tuple(itertools.islice((one.name for one in others if _is_by_name(one)), _MOST_OPERATIONS))


def _is_by_name(operation: OperationModel) -> bool:
    shape = operation.input_shape
    if parse_name(operation.name).role not in ("read", "list") or operation.output_shape is None:
        return False
    return shape is not None and any(names_thing(one, shape.members[one]) for one in shape.required_members)
