"""Tables: items with keys, put, got, changed, queried and scanned, as DynamoDB's API Reference says.

What a table's keys are tells its ``KeySchema``. Conditions and filters by expressions are refused, in words
that say so: a world judges keys only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from harness.contract.values import JsonValue
from harness.synth.world.expressions import Item, UnknownExpression, key_condition, plain, project, update
from harness.synth.world.records import Record
from harness.synth.world.steps.refusing import refuse, refuse_missing
from harness.synth.world.steps.step import Outcome, Step

_NOUN = ("item",)
_TABLE = ("table",)
_UNKNOWN = (
    *("ConditionExpression", "FilterExpression", "Expected", "QueryFilter", "ScanFilter", "KeyConditions"),
    *("ConditionalOperator", "AttributeUpdates"),
)
_INVALID = "ValidationException"


class _Refused(Exception):
    """A request that is refused; the message says why."""


def _schema(table: Record, index: object = None) -> list[str]:
    """Return the names of the attributes that are the key of a table, or of an index; the hash key first."""
    holder: Any = table.members
    if index is not None:
        listed = [
            *(table.members.get("globalsecondaryindexes") or ()),
            *(table.members.get("localsecondaryindexes") or ()),
        ]
        found = next((each for each in listed if each.get("IndexName") == index), None)
        if found is None:
            raise _Refused(f"The table does not have the specified index: {index}")
        holder = {"keyschema": found["KeySchema"]}
    schema = sorted(holder.get("keyschema") or (), key=lambda each: each.get("KeyType") != "HASH")
    return [str(each["AttributeName"]) for each in schema]


def _key(table: Record, item: Mapping[str, Any], *, whole: bool = False) -> Item:
    names = _schema(table)
    if lacking := [name for name in names if name not in item]:
        raise _Refused(f"One or more parameter values were invalid: Missing the key {lacking[0]} in the item")
    if whole and set(item) != set(names):
        raise _Refused("The provided key element does not match the schema")
    return {name: item[name] for name in names}


def _record(step: Step, table: Record, item: Item) -> Record:
    name = json.dumps(_key(table, item), sort_keys=True)
    return Record(step.place, _NOUN, name, {"key": name}, {"tablename": table.name}, {"item": item})


def _find(step: Step, table: Record, key: Item) -> Record | None:
    return step.store.get(_record(step, table, key).key)


def _items(step: Step, table: Record) -> list[Item]:
    return [each.members["item"] for each in step.store.of_type(step.place, _NOUN, {"tablename": table.name})]


_Act = Callable[[Step, Record, dict[str, JsonValue]], None]


def _with_table(act: _Act) -> Callable[[Step], Outcome]:
    """Return the step that does something with the table of a request, and changes the answer in place."""

    def take(step: Step) -> Outcome:
        answer = step.make()
        if answer.error is not None and not step.params.get("ExclusiveStartKey"):
            return Outcome(answer)
        name = str(step.params.get("TableName", ""))
        table = step.store.named(step.place, _TABLE, name)
        if table is None:
            return refuse_missing(step, _TABLE, name)
        response: dict[str, JsonValue] = {}
        try:
            _refuse_unknown(step.params)
            act(step, table, response)
        except (_Refused, UnknownExpression) as error:
            return refuse(step, _INVALID, _words(error), 400)
        capacity = (answer.response or {}).get("ConsumedCapacity")
        if capacity is not None and step.params.get("ReturnConsumedCapacity") not in (None, "NONE"):
            response["ConsumedCapacity"] = capacity
        return Outcome(replace(answer, response=response, error=None, status=200), known=True)

    return take


def _refuse_unknown(params: Mapping[str, JsonValue]) -> None:
    for name in _UNKNOWN:
        if params.get(name):
            raise UnknownExpression(name)


def _words(error: Exception) -> str:
    if isinstance(error, UnknownExpression):
        return (
            f"harness: a world does not know {error}. It judges keys, updates of attributes and projections; "
            "override this call, or take moto."
        )
    return str(error)


def _returned(step: Step, old: Item | None, new: Item | None) -> Iterator[tuple[str, Item]]:
    """Yield the ``Attributes`` of the answer, as ``ReturnValues`` asks for them."""
    wanted = str(step.params.get("ReturnValues") or "NONE")
    source = (new if "NEW" in wanted else old) if wanted != "NONE" else None
    if source is not None and wanted.startswith("UPDATED"):
        one, other = old or {}, new or {}
        changed = {name for name in {*one, *other} if one.get(name) != other.get(name)}
        source = {name: value for name, value in source.items() if name in changed}
    if source:
        yield "Attributes", source


def _put(step: Step, table: Record, response: dict[str, JsonValue]) -> None:
    item = dict(step.params["Item"])
    record = _record(step, table, item)
    old = step.store.get(record.key)
    step.store.put(record)
    response.update(_returned(step, old.members["item"] if old else None, None))


def _get(step: Step, table: Record, response: dict[str, JsonValue]) -> None:
    found = _find(step, table, _key(table, step.params["Key"], whole=True))
    if found is not None:
        response["Item"] = project(found.members["item"], step.params)


def _delete(step: Step, table: Record, response: dict[str, JsonValue]) -> None:
    found = _find(step, table, _key(table, step.params["Key"], whole=True))
    if found is not None:
        step.store.remove(found)
        response.update(_returned(step, found.members["item"], None))


def _update(step: Step, table: Record, response: dict[str, JsonValue]) -> None:
    key = _key(table, step.params["Key"], whole=True)
    found = _find(step, table, key)
    old: Item = dict(found.members["item"]) if found is not None else dict(key)
    names = step.params.get("ExpressionAttributeNames") or {}
    values = step.params.get("ExpressionAttributeValues") or {}
    expression = step.params.get("UpdateExpression")
    new = update(old, str(expression), names, values) if expression else old
    if {name: new.get(name) for name in key} != key:
        raise _Refused(
            "One or more parameter values were invalid: Cannot update attribute that is part of the key"
        )
    step.store.put(_record(step, table, new))
    response.update(_returned(step, old if found is not None else None, new))


def _ordered(items: Sequence[Item], names: Sequence[str]) -> list[Item]:
    """Sort items by attributes, those of one type among themselves."""
    return sorted(items, key=lambda item: [plain(item[name]) for name in names])


def _query(step: Step, table: Record, response: dict[str, JsonValue]) -> None:
    params = step.params
    names = _schema(table, params.get("IndexName"))
    expression = params.get("KeyConditionExpression")
    if not expression:
        raise _Refused("Either the KeyConditions or KeyConditionExpression parameter must be specified")
    spelled, values = (
        params.get("ExpressionAttributeNames") or {},
        params.get("ExpressionAttributeValues") or {},
    )
    judge = key_condition(str(expression), spelled, values)
    found = [item for item in _items(step, table) if all(name in item for name in names) and judge(item)]
    found = _ordered(found, [*names[1:], *(name for name in _schema(table) if name not in names)])
    if params.get("ScanIndexForward") is False:
        found.reverse()
    _page(step, table, found, names, response)


def _scan(step: Step, table: Record, response: dict[str, JsonValue]) -> None:
    names = _schema(table, step.params.get("IndexName"))
    found = [item for item in _items(step, table) if all(name in item for name in names)]
    total, segment = step.params.get("TotalSegments") or 1, step.params.get("Segment") or 0
    found = [item for number, item in enumerate(found) if number % total == segment]
    _page(step, table, found, names, response)


def _page(
    step: Step, table: Record, found: list[Item], names: Sequence[str], response: dict[str, JsonValue]
) -> None:
    """Answer with a page of items: as many as ``Limit`` allows, from behind ``ExclusiveStartKey``."""
    keys = [*names, *(name for name in _schema(table) if name not in names)]
    start = step.params.get("ExclusiveStartKey")
    if start:
        places = [
            n for n, item in enumerate(found) if all(item.get(name) == start.get(name) for name in keys)
        ]
        if not places:
            raise _Refused("The provided starting key is invalid")
        found = found[places[0] + 1 :]
    limit = step.params.get("Limit")
    page = found if limit is None else found[: int(limit)]
    if step.params.get("Select") != "COUNT":
        response["Items"] = [project(item, step.params) for item in page]
    response["Count"] = response["ScannedCount"] = len(page)
    if page and limit is not None and len(page) == int(limit):
        # Also where nothing follows: DynamoDB does not look further than the limit.
        response["LastEvaluatedKey"] = {name: page[-1][name] for name in keys}


def _with_tables(act: Callable[[Step, Record, Any, dict[str, JsonValue]], None]) -> Callable[[Step], Outcome]:
    """Return the step that does something with each table of a batch."""

    def take(step: Step) -> Outcome:
        answer = step.make()
        if answer.error is not None:
            return Outcome(answer)
        response: dict[str, JsonValue] = {}
        try:
            for name, asked in step.params["RequestItems"].items():
                table = step.store.named(step.place, _TABLE, name)
                if table is None:
                    return refuse_missing(step, _TABLE, name)
                act(step, table, asked, response)
        except (_Refused, UnknownExpression) as error:
            return refuse(step, _INVALID, _words(error), 400)
        response.update({name: {} for name in answer.response or () if name.startswith("Unprocessed")})
        return Outcome(replace(answer, response=response), known=True)

    return take


def _get_many(step: Step, table: Record, asked: Any, response: dict[str, JsonValue]) -> None:
    found = (_find(step, table, _key(table, key, whole=True)) for key in asked["Keys"])
    items = [project(each.members["item"], asked) for each in found if each is not None]
    response.setdefault("Responses", {})[table.name] = items


def _write_many(step: Step, table: Record, asked: Any, response: dict[str, JsonValue]) -> None:
    for each in asked:
        if put := each.get("PutRequest"):
            step.store.put(_record(step, table, dict(put["Item"])))
        elif delete := each.get("DeleteRequest"):
            found = _find(step, table, _key(table, delete["Key"], whole=True))
            if found is not None:
                step.store.remove(found)


def _refuse(step: Step) -> Outcome:
    return refuse(step, _INVALID, _words(UnknownExpression(step.operation.name)), 400)


STEPS: Mapping[str, Callable[[Step], Outcome]] = {
    "puts": _with_table(_put),
    "gets": _with_table(_get),
    "deletes": _with_table(_delete),
    "updates": _with_table(_update),
    "queries": _with_table(_query),
    "scans": _with_table(_scan),
    "reads_many": _with_tables(_get_many),
    "writes_many": _with_tables(_write_many),
    "refuses": _refuse,
}
"""What is done with items, by what ``facts.toml`` says that an operation does."""
