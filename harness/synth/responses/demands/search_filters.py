"""Filters that are structures, and the texts that they seek.

``{"comparison": "EQUALS", "value": "orders"}``, ``{"eq": ["orders"]}``, and tags by key and value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from botocore.model import OperationModel

from harness.contract.paths.member import first_value
from harness.contract.values import JsonValue
from harness.synth.proposals import proposals_of
from harness.synth.responses.demands.demand import Parameter, values_of


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """A parameter that is a filter, and where it has the texts that it seeks.

    Attributes:
        parameter: the parameter: a structure, a list of them, or a map of tags.
        member: the member that has the text, or a list of texts; empty for a map.
        key: the member that has the key of a tag; empty where there is none.
        beside: the comparison, and its word for being equal.
    """

    parameter: Parameter
    member: str
    key: str = ""
    beside: tuple[tuple[str, str], ...] = ()

    def texts(self, asked: JsonValue) -> Iterator[str]:
        """Yield the texts that a value of the parameter seeks.

        Args:
            asked: the value.
        """
        if not self.member:
            yield from asked if isinstance(asked, dict) else ()
            return
        for each in values_of(asked):
            if isinstance(each, dict) and all(each.get(name) == word for name, word in self.beside):
                yield from (
                    one for one in values_of(each.get(self.key or self.member)) if isinstance(one, str)
                )


@lru_cache(maxsize=4096)
def filters_by_text(operation: OperationModel) -> tuple[SearchFilter, ...]:
    """Return the filters of an operation that are structures, of which nothing tells what they go by.

    Args:
        operation: the operation.
    """
    return tuple(
        SearchFilter(
            Parameter.at(operation, one["param"]),
            one["member"],
            one.get("key", ""),
            tuple((name, word) for name, word in one.get("beside", ())),
        )
        for one in proposals_of(operation, "seeks")
    )


def nested_filters(operation: OperationModel) -> tuple[str, ...]:
    """Return the parameters that have the texts that they filter by in structures, or a map."""
    return tuple(one["param"] for one in proposals_of(operation, "nests"))


def searched_texts(operation: OperationModel, params: Mapping[str, JsonValue]) -> Iterator[tuple[str, ...]]:
    """Yield the texts that each filter of a request seeks, one of which an entry must have.

    Args:
        operation: the operation.
        params: the request's parameters in JSON-able form.
    """
    for sought in filters_by_text(operation):
        texts = tuple(sought.texts(first_value(params, ".".join(sought.parameter.path))))
        if texts:
            yield texts
    for name in nested_filters(operation):
        shape: Any = operation.input_shape
        if texts := tuple(_free_texts(shape.members[name], params.get(name))):
            yield texts


def _free_texts(shape: Any, value: JsonValue) -> Iterator[str]:
    """Yield the texts in a value that no enumeration lists."""
    if isinstance(value, str) and shape.type_name == "string" and not shape.metadata.get("enum"):
        yield value
    elif isinstance(value, list) and shape.type_name == "list":
        for entry in value:
            yield from _free_texts(shape.member, entry)
    elif isinstance(value, dict) and shape.type_name == "map":
        for entry in value.values():
            yield from _free_texts(shape.value, entry)
    elif isinstance(value, dict) and shape.type_name == "structure":
        for name, entry in value.items():
            if name in shape.members:
                yield from _free_texts(shape.members[name], entry)
