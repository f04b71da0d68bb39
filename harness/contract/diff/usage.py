"""Which changes touch an exchange: those of what it says and of what it was answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from botocore.model import ServiceModel, Shape

from harness.contract.diff.change import Change, Effect, Side
from harness.contract.exchange import Exchange
from harness.contract.schema import find_error
from harness.contract.values import is_document

_Use = dict[tuple[Side, str, str], list[Any]]
"""The values that an exchange has by side, shape and member; the member is empty for the shape itself."""

# What an exchange of before cannot have, and what it does without.
_NEW = frozenset(
    (
        "endpoint-added",
        "endpoint-rules-changed",
        "error-added",
        "exception-added",
        "operation-added",
        "paginator-added",
        "service-added",
        "waiter-added",
    )
)


def changes_of(exchange: Exchange, changes: Iterable[Change], old: ServiceModel) -> Iterator[Change]:
    """Yield the changes that touch an exchange.

    A change of a member touches the exchanges that have the member; that a member is required now touches
    those that lack it; a value taken from or added to an enum touches those that have the value. Changes of
    documentation alone touch none.

    Args:
        exchange: a decoded exchange.
        changes: changes of its service.
        old: the model from which the changes were told.
    """
    use: _Use | None = None
    for change in changes:
        if change.effect is Effect.DOCUMENTATION or change.code in _NEW:
            continue
        at = [place.pointer for place in change.places if place.operation == exchange.operation]
        if change.places and not at:
            continue
        if use is None:
            use = _use_of(exchange, old)
        if not change.shape or any(_touches(change, use, pointer, exchange) for pointer in at):
            yield change


def _touches(change: Change, use: _Use, pointer: str, exchange: Exchange) -> bool:
    side, _, code = pointer.removeprefix("/").partition("/")
    if side == "errors" and (exchange.error is None or exchange.error.code != code.partition("/")[0]):
        return False
    if change.code.startswith(("error-", "exception-")):
        return True
    key: tuple[Side, str, str] = (_side(side), change.shape, change.member)
    if change.code in ("request-required-member-added", "request-member-became-required"):
        holders = use.get((key[0], change.shape, ""), [])
        return any(change.member not in holder for holder in holders if isinstance(holder, dict))
    values = use.get(key, [])
    if "enum-value" in change.code:
        return any(value in (change.old or change.new) for value in values)
    return bool(values)


def _side(name: str) -> Side:
    return "errors" if name == "errors" else "request" if name == "request" else "response"


def _use_of(exchange: Exchange, model: ServiceModel) -> _Use:
    use: _Use = {}
    if exchange.operation not in model.operation_names:
        return use
    operation = model.operation_model(exchange.operation)
    _note(use, "request", operation.input_shape, exchange.params)
    _note(use, "response", operation.output_shape, exchange.response)
    if exchange.error is not None:
        _note(use, "errors", find_error(operation, exchange.error.code), dict(exchange.error.members))
    return use


def _note(use: _Use, side: Side, shape: Shape | None, value: Any) -> None:
    """Note a value and all that is in it, each under its shape and under its place."""
    left: list[tuple[Shape | None, Any]] = [(shape, value)]
    while left:
        shape, value = left.pop()
        if shape is None or value is None:
            continue
        use.setdefault((side, shape.name, ""), []).append(value)
        for place, inner, item in _inside(shape, value):
            use.setdefault((side, shape.name, place), []).append(item)
            left.append((inner, item))


def _inside(shape: Shape, value: Any) -> Iterator[tuple[str, Shape, Any]]:
    if is_document(shape):
        return
    if shape.serialization.get("eventstream") and isinstance(value, list):
        for event in value:
            yield from _members(shape, event)
    elif shape.type_name == "structure":
        yield from _members(shape, value)
    elif shape.type_name == "list" and isinstance(value, list):
        yield from (("member", shape.member, item) for item in value)
    elif shape.type_name == "map" and isinstance(value, dict):
        for key, item in value.items():
            yield "key", shape.key, key
            yield "value", shape.value, item


def _members(shape: Shape, value: Any) -> Iterator[tuple[str, Shape, Any]]:
    if isinstance(value, dict):
        yield from (
            (name, shape.members[name], item) for name, item in value.items() if name in shape.members
        )
