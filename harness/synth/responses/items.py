"""Items: maps of named values that a request tells the key of, and of which it asks for some.

DynamoDB has them; by shapes, so does any operation whose request and response hold maps of the same kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from botocore.model import OperationModel

from harness.contract.values import JsonValue
from harness.models.paginators import find_pagination

_Form = tuple[str, str]


def _form(shape: Any) -> _Form | None:
    """Return the kind of a map: the names of the shapes of its keys and values."""
    return (shape.key.name, shape.value.name) if shape.type_name == "map" else None


@lru_cache(maxsize=4096)
def _answered(operation: OperationModel) -> tuple[tuple[str, str, _Form], ...]:
    """Return the members of a result that are items, lists of items, or maps of such lists."""
    found = []
    tokens = _tokens(operation)
    for name, shape in operation.output_shape.members.items() if operation.output_shape else ():
        if name in tokens:
            continue
        if (form := _form(shape)) and shape.value.type_name == "structure":
            found.append((name, "one", form))
        elif shape.type_name == "list" and (form := _form(shape.member)):
            found.append((name, "list", form))
        elif (
            shape.type_name == "map"
            and shape.value.type_name == "list"
            and (form := _form(shape.value.member))
        ):
            found.append((name, "lists", form))
    return tuple(found)


@lru_cache(maxsize=4096)
def _tokens(operation: OperationModel) -> frozenset[str]:
    """Return the members that say where a page begins or ends: such a key is not that of its items."""
    pagination = find_pagination(operation)
    return frozenset(() if pagination is None else (*pagination.input_tokens, *pagination.output_tokens))


def fit_items(
    operation: OperationModel, params: Mapping[str, JsonValue], response: dict[str, JsonValue]
) -> None:
    """Let the items of a response have the keys that the request tells, and what it asks for, in place.

    Args:
        operation: the operation.
        params: the request's parameters in JSON-able form.
        response: its result in JSON-able form.
    """
    shapes: Any = operation.input_shape
    if shapes is None:
        return
    for name, how, form in _answered(operation):
        if name not in response:
            continue
        if how == "lists":
            _fit_batch(shapes, params, response, name, form)
            continue
        told = [
            params[given]
            for given, shape in shapes.members.items()
            if given in params and given not in _tokens(operation) and _form(shape) == form
        ]
        asked = list(_asked(shapes, params, form))
        items = [response[name]] if how == "one" else response[name]
        for item in items:
            for known in told:
                item.update(known)
            _project(item, asked)


def _fit_batch(
    shapes: Any, params: Mapping[str, JsonValue], response: dict[str, JsonValue], name: str, form: _Form
) -> None:
    """Answer a map of requests, each for the items with some keys, by a map of the items."""
    for given, shape in shapes.members.items():
        if given not in params or shape.type_name != "map" or shape.value.type_name != "structure":
            continue
        for inner, member in shape.value.members.items():
            if member.type_name == "list" and _form(member.member) == form:
                made = [item for items in response[name].values() for item in items] or [{}]
                response[name] = {
                    key: [
                        _like(made[n % len(made)], told, wanted, shape.value, form)
                        for n, told in enumerate(wanted.get(inner, ()))
                    ]
                    for key, wanted in params[given].items()
                }


def _like(made: JsonValue, told: JsonValue, wanted: JsonValue, shapes: Any, form: _Form) -> JsonValue:
    item = {**made, **told}
    _project(item, list(_asked(shapes, wanted, form)))
    return item


def _asked(shapes: Any, params: Mapping[str, JsonValue], form: _Form) -> Iterator[str]:
    """Yield the names of what a request asks for of its items; none if it asks for all."""
    for name, shape in shapes.members.items():
        value = params.get(name)
        if isinstance(value, list) and shape.member.name == form[0]:
            yield from value
        elif name == "ProjectionExpression" and isinstance(value, str):
            spelled = params.get("ExpressionAttributeNames") or {}
            for path in value.split(","):
                first = re.split(r"[.\[]", path.strip())[0]
                yield str(spelled.get(first, first))


def _project(item: dict[str, JsonValue], asked: list[str]) -> None:
    if asked:
        made = list(item.values())
        for name in asked:
            if name not in item and made:
                item[name] = made[0]
        for name in set(item).difference(asked):
            del item[name]
