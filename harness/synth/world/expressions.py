"""DynamoDB's expressions, as far as a world knows them: conditions on keys, updates, projections."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from harness.contract.values import JsonValue

Item = dict[str, Any]
Value = Mapping[str, Any]
"""A value with its type: ``{"S": "Nina"}``."""

_BEGINS = re.compile(r"begins_with\s*\(\s*([#\w.-]+)\s*,\s*(:\w+)\s*\)", re.IGNORECASE)
_BETWEEN = re.compile(r"([#\w.-]+)\s+BETWEEN\s+(:\w+)\s+AND\s+(:\w+)", re.IGNORECASE)
_COMPARED = re.compile(r"([#\w.-]+)\s*(<=|>=|=|<|>)\s*(:\w+)")
_CLAUSE = re.compile(r"\b(SET|REMOVE|ADD|DELETE)\b", re.IGNORECASE)
_CALL = re.compile(r"(if_not_exists|list_append)\s*\((.*)\)$", re.IGNORECASE)

_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": lambda left, right: left == right,
    "<": lambda left, right: left < right,
    ">": lambda left, right: left > right,
    "<=": lambda left, right: left <= right,
    ">=": lambda left, right: left >= right,
}


class UnknownExpression(Exception):
    """An expression that a world cannot judge; the message says which part of it."""


def plain(value: Value) -> Any:
    """Return a value such that it compares as DynamoDB compares it."""
    [(kind, held)] = value.items()
    return (kind, Decimal(held) if kind == "N" else held)


def key_condition(text: str, names: Mapping[str, str], values: Mapping[str, Value]) -> Callable[[Item], bool]:
    """Return what judges items by a ``KeyConditionExpression``.

    Raises:
        UnknownExpression: it has another form than the documentation gives key conditions.
    """
    tests: list[Callable[[Item], bool]] = []

    def value_of(name: str) -> Any:
        if name not in values:
            raise UnknownExpression(f"{name} is not in ExpressionAttributeValues")
        return plain(values[name])

    def begins(found: re.Match[str]) -> str:
        name, start = names.get(found[1], found[1]), value_of(found[2])[1]
        tests.append(lambda item: name in item and str(plain(item[name])[1]).startswith(start))
        return ""

    def between(found: re.Match[str]) -> str:
        name, low, high = names.get(found[1], found[1]), value_of(found[2]), value_of(found[3])
        tests.append(lambda item: name in item and low <= plain(item[name]) <= high)
        return ""

    def compared(found: re.Match[str]) -> str:
        name, compare, value = names.get(found[1], found[1]), _COMPARE[found[2]], value_of(found[3])
        tests.append(
            lambda item: (
                name in item and plain(item[name])[0] == value[0] and compare(plain(item[name]), value)
            )
        )
        return ""

    rest = _COMPARED.sub(compared, _BETWEEN.sub(between, _BEGINS.sub(begins, text)))
    rest = re.sub(r"\bAND\b|[()\s]", "", rest, flags=re.IGNORECASE)
    if rest or not tests:
        raise UnknownExpression(f"{rest or text!r} is no condition on a key")
    return lambda item: all(test(item) for test in tests)


def update(item: Item, text: str, names: Mapping[str, str], values: Mapping[str, Value]) -> Item:
    """Return an item as an ``UpdateExpression`` changes it.

    Raises:
        UnknownExpression: it has a path inside of a list, or another form than is documented.
    """
    parts = _CLAUSE.split(text)
    if parts[0].strip():
        raise UnknownExpression(f"{parts[0].strip()!r} is none of SET, REMOVE, ADD and DELETE")
    changed = dict(item)
    for clause, body in zip(parts[1::2], parts[2::2], strict=True):
        for action in _split(body):
            _CLAUSES[clause.upper()](changed, item, action.strip(), names, values)
    return changed


def _split(text: str) -> list[str]:
    """Split at the commas that are in no parentheses."""
    found, depth = [""], 0
    for letter in text:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and not depth:
            found.append("")
        else:
            found[-1] += letter
    return found


def _holder(item: Item, path: str, names: Mapping[str, str]) -> tuple[Item, str]:
    """Find the map that holds what a path leads to; the maps on the way are copied."""
    *steps, last = (names.get(step.strip(), step.strip()) for step in path.split("."))
    if "[" in path or not re.fullmatch(r"[#\w.-]+", path.strip()):
        raise UnknownExpression(f"the path {path.strip()!r}")
    holder = item
    for step in steps:
        if not isinstance(holder.get(step), dict) or "M" not in holder[step]:
            raise UnknownExpression(f"the path {path.strip()!r}, which leads through no map of the item")
        holder[step] = {"M": dict(holder[step]["M"])}
        holder = holder[step]["M"]
    return holder, last


def _operand(text: str, item: Item, names: Mapping[str, str], values: Mapping[str, Value]) -> Value:
    text = text.strip()
    if text in values:
        return values[text]
    if call := _CALL.match(text):
        first, second = [*_split(call[2]), ""][:2]
        if call[1].lower() == "if_not_exists":
            holder, name = _holder(dict(item), first, names)
            return holder[name] if name in holder else _operand(second, item, names, values)
        both = [_operand(each, item, names, values) for each in (first, second)]
        return {"L": [*both[0]["L"], *both[1]["L"]]}
    for sign in ("+", "-"):
        left, found, right = text.partition(sign)
        if found and left.strip():
            one, two = (Decimal(_operand(each, item, names, values)["N"]) for each in (left, right))
            return {"N": str(one + two if sign == "+" else one - two)}
    holder, name = _holder(dict(item), text, names)
    if name not in holder:
        raise UnknownExpression(f"{text!r}, which the item has not")
    found_value: Value = holder[name]
    return found_value


def _set(
    changed: Item, item: Item, action: str, names: Mapping[str, str], values: Mapping[str, Value]
) -> None:
    path, equals, operand = action.partition("=")
    if not equals:
        raise UnknownExpression(f"{action!r} sets nothing")
    holder, name = _holder(changed, path, names)
    holder[name] = _operand(operand, item, names, values)


def _remove(
    changed: Item, item: Item, action: str, names: Mapping[str, str], values: Mapping[str, Value]
) -> None:
    holder, name = _holder(changed, action, names)
    holder.pop(name, None)


def _add(
    changed: Item, item: Item, action: str, names: Mapping[str, str], values: Mapping[str, Value]
) -> None:
    path, _, operand = action.rpartition(" ")
    holder, name = _holder(changed, path, names)
    [(kind, added)] = _operand(operand, item, names, values).items()
    known = holder.get(name)
    if kind == "N":
        total = Decimal(added) + Decimal(known["N"] if known else 0)
        holder[name] = {"N": str(total)}
    else:
        holder[name] = {
            kind: [*(known or {}).get(kind, ()), *(e for e in added if e not in (known or {}).get(kind, ()))]
        }


def _delete(
    changed: Item, item: Item, action: str, names: Mapping[str, str], values: Mapping[str, Value]
) -> None:
    path, _, operand = action.rpartition(" ")
    holder, name = _holder(changed, path, names)
    [(kind, taken)] = _operand(operand, item, names, values).items()
    left = [each for each in (holder.get(name) or {}).get(kind, ()) if each not in taken]
    if left:
        holder[name] = {kind: left}
    else:
        holder.pop(name, None)


_CLAUSES: Mapping[str, Callable[[Item, Item, str, Mapping[str, str], Mapping[str, Value]], None]] = {
    "SET": _set,
    "REMOVE": _remove,
    "ADD": _add,
    "DELETE": _delete,
}


def project(item: Item, params: Mapping[str, JsonValue]) -> Item:
    """Leave of an item what a request asks for: by ``ProjectionExpression`` or ``AttributesToGet``."""
    wanted: Sequence[str] = params.get("AttributesToGet") or ()
    expression = params.get("ProjectionExpression")
    if isinstance(expression, str):
        names = params.get("ExpressionAttributeNames") or {}
        firsts = (re.split(r"[.\[]", path.strip())[0] for path in expression.split(","))
        wanted = [str(names.get(first, first)) for first in firsts]
    return {name: item[name] for name in wanted if name in item} if wanted else dict(item)
