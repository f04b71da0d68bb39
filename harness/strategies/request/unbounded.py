"""Valid requests that have the parameters without bounds: what no request of `boundary_grid` has."""

from __future__ import annotations

import copy
from functools import lru_cache
from typing import Any

from harness.contract.contract import Contract
from harness.contract.paths.member import select, steps_of
from harness.contract.paths.spots import Spot, holds_any, spots_of
from harness.contract.values import JsonValue, to_json_value
from harness.strategies.request.boundary import boundary_grid
from harness.strategies.request.valid import Requests

_MOST = 40

Params = dict[str, JsonValue]


@lru_cache(maxsize=64)
def unbounded_grid(contract: Contract) -> tuple[dict[str, Any], ...]:
    """Make valid requests that have each parameter which no request of `boundary_grid` has.

    A parameter stands in the smallest request, with what has to go with it: a boolean with both values,
    another with one. Parameters come from the outside in.

    Args:
        contract: the operation's contract.

    Raises:
        harness.strategies.NoValidRequest: traits and rules of the operation exclude one another.
    """
    root = contract.operation_model.input_shape
    if root is None:
        return ()
    requests = Requests.of(contract)
    seen = [to_json_value(root, case.params) for case in boundary_grid(contract)]
    made: list[dict[str, Any]] = []
    for spot in spots_of(root, streams=False):
        for value in _values(spot) if _is_made(requests, spot) else ():
            if len(made) == _MOST:
                return tuple(made)
            if not any(_has(params, spot.path, value) for params in seen):
                params = _with(requests, spot.path, value)
                if params is not None:
                    seen.append(params)
                    made.append(requests.as_called(params))
    return tuple(made)


def _is_made(requests: Requests, spot: Spot) -> bool:
    path = spot.path
    return (
        bool(path)
        and not spot.on_key
        and steps_of(path)[0] not in requests.maker.unsent
        and not requests.excluding(path)
    )


def _values(spot: Spot) -> tuple[JsonValue, ...]:
    """Return the values that a place is to have; None is any."""
    return (True, False) if spot.shape.type_name == "boolean" and not holds_any(spot.shape) else (None,)


def _has(params: Params, path: str, value: JsonValue) -> bool:
    return any(value is None or found is value for _, found in select(params, path))


def _with(requests: Requests, path: str, value: JsonValue) -> Params | None:
    """Return the smallest request with a parameter; None if it is not valid, and others are not either."""
    for base in requests.bases():
        params, editor = copy.deepcopy(base), requests.editor()
        if not (editor.put(params, path) if value is None else editor.put(params, path, value)):
            continue
        editor.repair(params, (path,))
        if _has(params, path, value) and not requests.violations(params):
            return params
    return None
