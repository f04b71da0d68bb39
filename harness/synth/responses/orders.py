"""Lists that a request sorts, or turns round: by time, oldest or newest first.

Where one parameter lists the members to sort by, and another the two directions (``SortBy``, ``SortOrder``),
a list is sorted as both say.

"To return events in descending timestamp order (newest first), set the startFromHead parameter to false"
(CloudWatch Logs); "If True, the results are returned in ascending order, based on the creation date" (IoT).
Only what says ascending or descending is read: "the latest log events are returned first" may speak of pages
alone, as that of GetLogEvents does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from botocore.model import OperationModel

from harness.contract.contract import Contract
from harness.contract.paths.member import first_value
from harness.contract.paths.shape import shape_at
from harness.contract.prose.text import sentences_of
from harness.contract.rules import Default, Within
from harness.contract.rules.value import comparable
from harness.contract.values import JsonValue
from harness.models.paginators import find_pagination

_DIRECTION = re.compile(r"\b(ascending|descending) (?:\w+ )?order\b", re.IGNORECASE)
_VALUE = re.compile(r"\b(?:true|false)\b", re.IGNORECASE)
_SORT = re.compile("sort|order", re.IGNORECASE)
_SORTABLE = frozenset(("string", "timestamp", "integer", "long", "float", "double"))
_BY_DEFAULT = re.compile(r"\bby default\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Order:
    """The order of a list by the time of its entries.

    Attributes:
        param: the parameter that turns it round, true or false.
        path: the list.
        member: the time of an entry.
        is_ascending: whether the oldest comes first, by the values for which that is documented.
        usual: what the parameter is when left out; None where that is not documented.
        sentence: what says so.
    """

    param: str
    path: str
    member: str
    is_ascending: Mapping[bool, bool]
    usual: bool | None
    sentence: str

    def ascends(self, params: Mapping[str, Any]) -> bool | None:
        """Tell whether the oldest entry comes first for a request; None where that is not documented."""
        value = params.get(self.param, self.usual)
        return self.is_ascending.get(value) if isinstance(value, bool) else None

    def moment(self, entry: JsonValue) -> float | None:
        """Return the time of an entry."""
        return comparable(entry.get(self.member)) if isinstance(entry, dict) else None


@lru_cache(maxsize=1024)
def order_of(contract: Contract) -> Order | None:
    """Return how a parameter of an operation turns its list round; None where none is documented to.

    Args:
        contract: the operation's contract.
    """
    request, output = contract.operation_model.input_shape, contract.operation_model.output_shape
    if request is None or output is None:
        return None
    for param, shape in request.members.items():
        if shape.type_name != "boolean":
            continue
        usual = _usual(contract, param)
        said = list(_said(contract, param, usual))
        found = {value: ascending for value, ascending, _ in said}
        timed = _timed(contract, output) if found else None
        if timed is not None and len(found) == len({(value, ascending) for value, ascending, _ in said}):
            return Order(param, *timed, found, usual, said[0][2])
    return None


def _said(contract: Contract, param: str, usual: bool | None) -> Iterator[tuple[bool, bool, str]]:
    """Yield values of a parameter, whether the list ascends for each, and what says so."""
    operation: Any = contract.operation_model
    own = [sentence.text for sentence in sentences_of(operation.input_shape.members[param].documentation)]
    others = [sentence.text for sentence in sentences_of(operation.documentation)]
    is_named = any(re.search(rf"\b{param}\b", text) and _DIRECTION.search(text) for text in others)
    for text in [*own, *(others if is_named else ())]:
        directions = {found.lower() for found in _DIRECTION.findall(text)}
        if len(directions) != 1:
            continue
        values = {found.lower() for found in _VALUE.findall(text)}
        if _BY_DEFAULT.search(text) and not values and usual is not None:
            yield usual, "ascending" in directions, text
        elif len(values) == 1 and (text in own or re.search(rf"\b{param}\b", text)):
            yield "true" in values, "ascending" in directions, text


def _usual(contract: Contract, param: str) -> bool | None:
    rules = (rule for rule in contract.rules if isinstance(rule, Default) and rule.param == param)
    return next((rule.value for rule in rules if isinstance(rule.value, bool)), None)


def _timed(contract: Contract, output: Any) -> tuple[str, str] | None:
    """Find the one list whose entries have one time, by shapes or by a rule; return it with the time."""
    bounded = {rule.member for rule in contract.rules if isinstance(rule, Within)}
    found = []
    for path, shape in output.members.items():
        if shape.type_name == "list" and shape.member.type_name == "structure":
            members = shape.member.members.items()
            times = [name for name, each in members if f"{path}[].{name}" in bounded] or [
                name for name, each in members if each.type_name == "timestamp"
            ]
            found += [(path, name) for name in times] if len(times) == 1 else []
    return found[0] if len(found) == 1 else None


def sort_by_time(order: Order, params: Mapping[str, JsonValue], response: Mapping[str, JsonValue]) -> None:
    """Bring the entries of a made list in the order that a request asks for, in place.

    Args:
        order: how a parameter turns the list round.
        params: the request's parameters.
        response: the response with the whole list.
    """
    entries, ascends = first_value(response, order.path), order.ascends(params)
    if isinstance(entries, list) and ascends is not None:
        entries.sort(key=lambda entry: order.moment(entry) or 0, reverse=not ascends)


@dataclass(frozen=True, slots=True)
class Sorting:
    """The orders of a list that a request may ask for.

    Attributes:
        by: the parameter that says by which member.
        order: the parameter that says which way round.
        path: the list.
        members: the members of an entry, by the values of the one parameter.
        ascends: whether the smallest comes first, by the values of the other one.
    """

    by: str
    order: str
    path: str
    members: Mapping[str, str]
    ascends: Mapping[str, bool]

    def asked(self, params: Mapping[str, Any]) -> tuple[str, bool] | None:
        """Return the member that a request sorts by, and which way; None where it does not say both."""
        member, ascends = (
            self.members.get(params.get(self.by, "")),
            self.ascends.get(params.get(self.order, "")),
        )
        return None if member is None or ascends is None else (member, ascends)


@lru_cache(maxsize=1024)
def sorting_of(operation: OperationModel) -> Sorting | None:
    """Return how a request sorts the list of an operation; None where no two parameters say so.

    Args:
        operation: the operation.
    """
    pagination, request = find_pagination(operation), operation.input_shape
    if pagination is None or not pagination.results or request is None:
        return None
    path = pagination.results[0]
    entry: Any = shape_at(operation.output_shape, f"{path}[]")
    values = {name: tuple(shape.metadata.get("enum", ())) for name, shape in request.members.items()}
    orders = [(name, pair) for name, listed in values.items() if (pair := _ascends(listed))]
    if entry is None or entry.type_name != "structure" or len(orders) != 1:
        return None
    sortable = {
        _letters(name): name
        for name, shape in entry.members.items()
        if shape.type_name in _SORTABLE and not shape.metadata.get("enum")
    }
    found = [
        (name, {value: sortable[_letters(value)] for value in listed if _letters(value) in sortable})
        for name, listed in values.items()
        if name != orders[0][0] and listed and _SORT.search(name)
    ]
    if len(found) != 1 or not found[0][1]:
        return None
    return Sorting(found[0][0], orders[0][0], path, found[0][1], orders[0][1])


def _ascends(values: tuple[str, ...]) -> dict[str, bool]:
    """Tell of two values, such as ``ASCENDING`` and ``DESCENDING``, which is which; empty for others."""
    found = {value: value.lower().startswith("asc") for value in values}
    rest = [value for value, is_first in found.items() if not is_first]
    is_pair = len(values) == 2 and len(rest) == 1 and rest[0].lower().startswith("desc")
    return found if is_pair else {}


def _letters(name: str) -> str:
    return re.sub("[^a-z]", "", name.lower())


def sort_as_asked(
    sorting: Sorting, params: Mapping[str, JsonValue], response: Mapping[str, JsonValue]
) -> None:
    """Bring the entries of a made list in the order that a request asks for, in place.

    Args:
        sorting: the orders that it may ask for.
        params: the request's parameters.
        response: the response with the whole list.
    """
    entries, asked = first_value(response, sorting.path), sorting.asked(params)
    if not isinstance(entries, list) or asked is None:
        return
    member, ascends = asked

    def key(entry: Any) -> tuple[float, str]:
        value = entry.get(member) if isinstance(entry, dict) else None
        number = comparable(value)
        return (number, "") if number is not None else (0.0, str(value or ""))

    entries.sort(key=key, reverse=not ascends)
