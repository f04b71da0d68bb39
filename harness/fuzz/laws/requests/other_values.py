"""Requests with another value at the place of one, so that it alone can be to blame for a refusal."""

from __future__ import annotations

import copy
import functools
import itertools
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from harness.contract.contract import Contract
from harness.contract.paths.member import select, steps_of
from harness.contract.paths.pointer import value_at
from harness.contract.values import JsonValue, to_json_value
from harness.strategies.request.boundary import boundary_grid
from harness.strategies.request.valid import Requests


def with_others(contract: Contract, params: Mapping[str, Any], name: str) -> Iterator[dict[str, Any]]:
    """Yield a request with other values of a parameter, or of a member inside it, one of each place in turn.

    They are the values that the grid of bounds has at the place, which the rules there make themselves.
    Where no constraint is, a number is one more or less, and a text is half as long or half as long again.

    Args:
        contract: the operation's contract.
        params: the request.
        name: the parameter.
    """
    asked = to_json_value(contract.operation_model.input_shape, dict(params))
    known = _bounds(contract)
    paths = [path for path in known if steps_of(path)[0] == name] or [name]
    there = ((path, *found) for path in paths for found in itertools.islice(select(asked, path), 1))
    turns = (
        [(place, other) for other in known.get(path) or _like(value) if _is_alike(value, other)]
        for path, place, value in there
    )
    for place, other in filter(None, itertools.chain.from_iterable(itertools.zip_longest(*turns))):
        changed = copy.deepcopy(asked)
        functools.reduce(lambda holder, step: holder[step], place[:-1], changed)[place[-1]] = other
        yield Requests.of(contract).as_called(changed)


@lru_cache(maxsize=64)
def _bounds(contract: Contract) -> dict[str, list[JsonValue]]:
    """Return the values that requests of the grid of bounds have, by their paths."""
    found: dict[str, list[JsonValue]] = {}
    for case in boundary_grid(contract):
        constraint = case.constraint
        if constraint.path and (constraint.demand is None or constraint.demand.on_value):
            asked = to_json_value(contract.operation_model.input_shape, case.params)
            found.setdefault(constraint.path, []).append(value_at(asked, case.pointer))
    return found


def _like(value: JsonValue) -> list[JsonValue]:
    """Return other values of a place without bounds."""
    match value:
        case bool():
            return [not value]
        case int() | float():
            return [value + 1, value - 1]
        case str():
            half = max(len(value) // 2, 1)
            return [value[:half], value + value[:half]]
    return []


def _is_alike(value: JsonValue, other: JsonValue) -> bool:
    """Tell whether a value may stand for another: not an empty one, nor one without equal entries."""
    if other in (value, None, "", [], {}):
        return False
    return not _has_equal_entries(value) or _has_equal_entries(other)


def _has_equal_entries(value: JsonValue) -> bool:
    return isinstance(value, list) and any(entry in value[:number] for number, entry in enumerate(value))
