"""Lists whose order has no meaning. Which they are is data: ``unordered.toml``."""

from __future__ import annotations

import functools
import json
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from harness.contract.paths.shape import shape_below

if TYPE_CHECKING:
    from botocore.model import OperationModel, Shape


@functools.cache
def _shapes() -> Mapping[str, frozenset[str]]:
    tables = tomllib.loads(files(__package__).joinpath("unordered.toml").read_text(encoding="utf-8"))
    return {service: frozenset(names) for service, names in tables.items()}


def sort_unordered(operation: OperationModel, shape: Shape | None, value: Any) -> Any:
    """Return a value in which each list without order is sorted, so that equal sets are equal.

    Args:
        operation: the operation that the value belongs to.
        shape: the shape of the value; None where the model knows none.
        value: parameters or a result in JSON-able form, left as it is.
    """
    names = _shapes().get(operation.service_model.service_name)
    return _sorted(names, shape, value) if names else value


def _sorted(names: frozenset[str], shape: Shape | None, value: Any) -> Any:
    if shape is None:
        return value
    if isinstance(value, dict):
        return {name: _sorted(names, shape_below(shape, name), each) for name, each in value.items()}
    if not isinstance(value, list):
        return value
    items = [_sorted(names, shape_below(shape, "0"), each) for each in value]
    # Texts of JSON have an order even where values of different types have none.
    return sorted(items, key=functools.partial(json.dumps, sort_keys=True)) if shape.name in names else items
