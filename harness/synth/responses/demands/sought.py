"""Filters that are structures, and the texts that they seek.

``{"comparison": "EQUALS", "value": "orders"}``, ``{"eq": ["orders"]}``, and tags by key and value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from botocore.model import OperationModel

from harness.contract.paths.member import first_value
from harness.contract.values import JsonValue
from harness.synth.responses.demands.demand import Parameter, values_of
from harness.synth.responses.demands.entries import lists_of
from harness.synth.responses.demands.parameters import asking_parameters, free_parameters
from harness.synth.responses.demands.unshown import says_that_it_filters
from harness.synth.responses.filters import Comparison

_FILTER = re.compile(r"filter|criteri|condition", re.IGNORECASE)
_TAGS = re.compile(r"tag(?:s|_?filters?|_?values?)?$", re.IGNORECASE)
_LEFT_OUT = re.compile(r"exclu|\bnot$|Not$")
_NO_FILTER = re.compile(
    r"\bdeprecated\b|\bno longer\b|\b(?:not|n't) (?:yet |currently )?supported\b|\bignored\b|\bexclud",
    re.IGNORECASE,
)
_NESTED = re.compile(r"filter|criteri(?:a|on)|conditions?$|selector", re.IGNORECASE)
_RESERVED = re.compile(r"\breserved\b|\bto create\b", re.IGNORECASE)
NO_CHOICE = re.compile(
    r"sort|order|group|exclu|\bnot|not$|quality|notif|metric|aggregat|widget|config", re.IGNORECASE
)
"""What parameters and members are named that choose nothing, or leave out what they name."""

_KEYS, _VALUES = ("key", "tagkey"), ("value", "values", "tagvalue", "tagvalues")


@dataclass(frozen=True, slots=True)
class Sought:
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

    @property
    def text(self) -> Any:
        """The shape of a text."""
        if not self.member:
            return self.parameter.shape.value
        shape = self._holder.members[self.member]
        return shape.member if shape.type_name == "list" else shape

    def asking(self, text: str) -> JsonValue:
        """Return the value of the parameter that seeks a text, of a tag with that key.

        Args:
            text: the text.
        """
        if not self.member:
            return {text: text}
        is_list = self._holder.members[self.member].type_name == "list"
        made: dict[str, Any] = {**dict(self.beside), self.member: [text] if is_list else text}
        if self.key:
            made[self.key] = text
        return [made] if self.parameter.shape.type_name == "list" else made

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

    @property
    def _holder(self) -> Any:
        shape = self.parameter.shape
        return shape.member if shape.type_name == "list" else shape


@lru_cache(maxsize=4096)
def sought_texts(operation: OperationModel) -> tuple[Sought, ...]:
    """Return the filters of an operation that are structures, of which nothing tells what they go by.

    Args:
        operation: the operation.
    """
    known = {path for path, _ in asking_parameters(operation)}
    required = set(operation.input_shape.required_members) if operation.input_shape is not None else set()
    return tuple(
        sought
        for parameter in (free_parameters(operation) if lists_of(operation) else ())
        if parameter.path[0] not in required
        if not any(map(_LEFT_OUT.search, parameter.path))
        if not _NO_FILTER.search(parameter.shape.documentation)
        for sought in _sought(parameter)
        if sought.key or not sought.member or parameter.path not in known
    )


def texts_sought(operation: OperationModel, params: Mapping[str, JsonValue]) -> Iterator[tuple[str, ...]]:
    """Yield the texts that each filter of a request seeks, one of which an entry must have.

    Args:
        operation: the operation.
        params: the request's parameters in JSON-able form.
    """
    for sought in sought_texts(operation):
        texts = tuple(sought.texts(first_value(params, ".".join(sought.parameter.path))))
        if texts:
            yield texts
    known = {path[0] for path, _ in asking_parameters(operation)}
    known |= {sought.parameter.path[0] for sought in sought_texts(operation)}
    members = operation.input_shape.members if operation.input_shape is not None else {}
    for name, shape in members.items():
        if name in known or not is_nested_filter(Parameter(operation, (name,), shape)):
            continue
        if texts := tuple(_free_texts(shape, params.get(name))):
            yield texts


def is_nested_filter(parameter: Parameter) -> bool:
    """Tell whether a parameter is a filter that has its texts in structures, or a map.

    Args:
        parameter: the parameter.
    """
    shape, name = parameter.shape, parameter.path[-1]
    scalar = shape.member if shape.type_name == "list" else shape
    if scalar.type_name not in ("structure", "map") or NO_CHOICE.search(name):
        return False
    if _NO_FILTER.search(shape.documentation) or _RESERVED.search(shape.documentation):
        return False
    return bool(_NESTED.search(name)) or says_that_it_filters(parameter)


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


def _sought(parameter: Parameter) -> Iterator[Sought]:
    shape, name = parameter.shape, parameter.path[-1]
    is_filter = any(map(_FILTER.search, parameter.path)) or says_that_it_filters(parameter)
    if not is_filter:
        return
    if shape.type_name == "map":
        if _TAGS.search(name) and shape.key.type_name == shape.value.type_name == "string":
            yield Sought(parameter, "")
        return
    holder = shape.member if shape.type_name == "list" else shape
    if holder.type_name != "structure":
        return
    found = _compared(parameter, holder) or _equal(parameter, holder) or _tagged(parameter, holder)
    if found is not None and not found.text.metadata.get("enum"):
        yield found


def _compared(parameter: Parameter, holder: Any) -> Sought | None:
    """Read ``{comparison: EQUALS, value}``, and of tags ``{comparison, key, value}``."""
    words = {
        name: next(
            (one for one in shape.metadata.get("enum", ()) if Comparison.named(one) is Comparison.EQUAL), ""
        )
        for name, shape in holder.members.items()
    }
    option = next((name for name, word in words.items() if word), None)
    value = next((name for name in holder.members if name.lower() in _VALUES), None)
    key = next((name for name in holder.members if name.lower() in _KEYS), "")
    if option is None or value is None or not _is_text(holder.members[value]):
        return None
    if {*holder.members} != {option, value, *([key] if key else ())}:
        return None
    if key and not _is_text(holder.members[key]):
        return None
    return Sought(parameter, value, key, ((option, words[option]),))


def _equal(parameter: Parameter, holder: Any) -> Sought | None:
    """Read ``{eq: [...], neq: [...]}``."""
    words = {name: Comparison.named(name) for name in holder.members}
    if len(holder.members) < 2 or None in words.values() or holder.required_members:
        return None
    member = next((name for name, word in words.items() if word is Comparison.EQUAL), None)
    return Sought(parameter, member) if member and _is_text(holder.members[member]) else None


def _tagged(parameter: Parameter, holder: Any) -> Sought | None:
    """Read ``{Key, Values}`` of tags."""
    named = {name.lower(): name for name in holder.members}
    key = next((named[name] for name in _KEYS if name in named), None)
    value = next((named[name] for name in _VALUES if name in named), None)
    if not _TAGS.search(parameter.path[-1]) or key is None or value is None or len(named) > 2:
        return None
    texts = _is_text(holder.members[key]) and _is_text(holder.members[value])
    return Sought(parameter, value, key) if texts else None


def _is_text(shape: Any) -> bool:
    scalar = shape.member if shape.type_name == "list" else shape
    return bool(scalar.type_name == "string")
