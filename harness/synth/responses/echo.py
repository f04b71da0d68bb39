"""What a request named and its response has too: identifiers, names and settings, by member name and type."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from botocore.model import OperationModel, Shape

from harness.contract.patterns import matches, pattern_of
from harness.contract.values import JsonValue
from harness.models.documentation import without_tags
from harness.models.paginators import find_pagination, is_token
from harness.models.resources import WRAPPERS, noun_words
from harness.synth.values.maker import UNKNOWN
from harness.synth.values.plausible.place import Place, singular, words_of

# By themselves they do not tell whose they are: the Name of an entry is not the Name that was asked for.
_VAGUE = frozenset(
    (
        *("name", "type", "status", "state", "id", "key", "value", "description", "arn", "version"),
        *("resource", "mode"),
    )
)
# These are of whatever is around them: the `arn` in an attach point is not that of the connection.
_OWN_NAMES = frozenset(("name", "id", "arn"))
_AROUND = WRAPPERS | {
    *("to", "create", "created", "update", "updated", "write", "new", "request", "input"),
    *("parameters", "parameter", "definition", "spec", "specification"),
}
# By these a request chooses what it wants of many; it names none.
_CHOOSING = frozenset(("type", "status", "state", "mode"))
_VERBS = 1  # an operation's name begins with one


@lru_cache(maxsize=16_384)
def _keys(name: str, owner: str) -> tuple[str, str]:
    """Return a member's name in small letters, by itself and after that of the structure that has it."""
    return name.lower(), f"{owner}{name}".lower()


_NAME_OF = re.compile(r"(?:The )?(?:(\w+) name|name of the (\w+))\.?", re.IGNORECASE)

_NAMING = re.compile(r"(?:name|id|identifier)$")  # of what may be an ARN as well


@lru_cache(maxsize=1024)
def _owner_of_name(documentation: str) -> str:
    """Return what a name is the name of, in small letters: ``"bucket"`` of "The bucket name."; or nothing."""
    found = _NAME_OF.fullmatch(without_tags(documentation).strip())
    return (found[1] or found[2]).lower() if found else ""


@dataclass(frozen=True)
class Named:
    """The values that a request named.

    Attributes:
        resource: what the operation is about, in small letters: ``"insight"`` for ``GetInsight``.
        values: values and their shapes, by member name in small letters.
        lists: values that were named in a list, by the name of one in small letters.
        tokens: the tokens that the request may have, by the name of their shape; None where it has none.
        paging: the names, in small letters, of what says which page is asked for: no entry depends on it.
    """

    resource: str = ""
    values: Mapping[str, tuple[Shape, JsonValue]] = field(default_factory=dict)
    lists: Mapping[str, tuple[Shape, list[JsonValue]]] = field(default_factory=dict)
    tokens: Mapping[str, JsonValue] = field(default_factory=dict)
    paging: frozenset[str] = frozenset()

    def echo(self, place: Place, shape: Shape) -> JsonValue:
        """Return the value that a place of the response has from the request, or `UNKNOWN`.

        Args:
            place: where in the response.
            shape: the shape there.
        """
        if not self.values:
            return UNKNOWN
        name, owned = _keys(place.name, place.owner)
        depth, in_list = place.path.count("."), "[]" in place.path
        if in_list and name in self.paging:
            return UNKNOWN
        if in_list and name in self.lists and not place.path.endswith("[]"):
            asked, values = self.lists[name]
            if allowed := [value for value in values if is_allowed(asked, shape, value)]:
                return allowed[place.number % len(allowed)]
        for key in (name, owned, f"{self.resource}{name}" if not depth else name):
            if key in self.values:
                asked, value = self.values[key]
                is_number = shape.type_name in ("integer", "long")
                if key in self.paging and is_number and isinstance(value, str) and value.isdecimal():
                    asked, value = shape, int(value)  # CloudFront has limits as text
                if self._is_same(place, shape, asked, key, in_list=in_list) and is_allowed(
                    asked, shape, value
                ):
                    return value
        asked_for = (
            self.values.get(_owner_of_name(shape.documentation)) if name == "name" and not depth else None
        )
        if asked_for is not None and is_allowed(asked_for[0], shape, asked_for[1]):
            return asked_for[1]
        return UNKNOWN

    def _is_same(self, place: Place, shape: Shape, asked: Shape, key: str, *, in_list: bool) -> bool:
        depth = place.path.count(".")
        if shape.type_name in ("string", "character"):
            vague = key == place.name.lower() and len(words_of(place.name)) < 2 and key in _VAGUE
            return depth < 3 and not (vague and (in_list or depth > 1))
        if shape.type_name in ("structure", "list", "map"):
            return not in_list and depth < 2 and shape.name == asked.name
        return not in_list and depth < (2 if shape.type_name in ("integer", "long") else 1)

    def count(self, entry: Shape, own: Collection[str] = ()) -> int | None:
        """Tell how many entries a list has whose entries hold what the request named in a list; None: any.

        Args:
            entry: the shape of the entries.
            own: what names an entry, if anything does: of another thing that it has, there may be many.
        """
        members = dict(_members_in(entry, 3)) if self.lists else {}
        others = {name.lower() for name in getattr(entry, "members", ()) if own and name not in own}
        for name, (asked, values) in self.lists.items():
            if name in members and name not in _CHOOSING and name not in others:
                allowed = [value for value in values if is_allowed(asked, members[name], value)]
                # An ARN may stand for a name, which an entry has instead.
                return len(values if any(str(value).startswith("arn:") for value in values) else allowed)
        return None


def named_in(operation: OperationModel, params: Mapping[str, Any]) -> Named:
    """Collect what a request named.

    Args:
        operation: the operation.
        params: its parameters in JSON-able form.
    """
    shape = operation.input_shape
    if shape is None:
        return Named()
    values: dict[str, tuple[Shape, JsonValue]] = {}
    lists: dict[str, tuple[Shape, list[JsonValue]]] = {}
    for name, value in params.items():
        member = shape.members.get(name)
        if member is None or value is None:
            continue
        values[name.lower()] = member, value
        if member.type_name == "list" and value:
            lists.update(_named_in_list(name, member.member, value))
        elif member.type_name == "structure" and isinstance(value, dict):
            inner = member.members
            within = {key: item for key, item in value.items() if key in inner}
            own = {key: item for key, item in within.items() if is_own(operation, name, key.lower())}
            values = {key.lower(): (inner[key], item) for key, item in own.items()} | values
            for key, item in value.items():
                if key in inner and inner[key].type_name == "list" and item:
                    lists = dict(_named_in_list(key, inner[key].member, item)) | lists
    for name, (member, value) in list(values.items()):
        if isinstance(value, str) and value.startswith("arn:") and (kind := _NAMING.search(name)):
            values.setdefault(f"{name[: kind.start()]}arn", (member, value))
    asking = _asking(operation)
    tokens = {shape: params.get(name) for name, shape in asking.tokens.items()}
    return Named(asking.resource, values, lists, tokens, asking.paging)


@lru_cache(maxsize=16_384)
def is_own(operation: OperationModel, structure: str, key: str) -> bool:
    """Tell whether a member of a structure in a request may be one of what the operation is about.

    Args:
        operation: the operation.
        structure: the name of the structure.
        key: the member's name in small letters.
    """
    words = set(noun_words(structure)) - _AROUND
    about = noun_words(operation.name)[_VERBS:]
    told = {word for word in words if any(word.startswith(one) for one in about)}
    return key not in _OWN_NAMES or told == words or (key == "name" and bool(told))


@dataclass(frozen=True, slots=True)
class _Asking:
    """What all requests of an operation name in the same way.

    Attributes:
        resource: as in `Named`.
        tokens: the shapes of the members that are tokens, by the names of these.
        paging: as in `Named`.
    """

    resource: str
    tokens: Mapping[str, str]
    paging: frozenset[str]


@lru_cache(maxsize=1024)
def _asking(operation: OperationModel) -> _Asking:
    words = words_of(operation.name)[_VERBS:]
    members = operation.input_shape.members
    pagination = find_pagination(operation)
    paging = (*pagination.input_tokens, pagination.limit or "") if pagination is not None else ()
    return _Asking(
        singular("".join(words)).lower(),
        {name: shape.name for name, shape in members.items() if is_token(name)},
        frozenset(name.lower() for name in paging),
    )


def _named_in_list(
    name: str, entry: Any, value: list[JsonValue]
) -> Iterator[tuple[str, tuple[Shape, list[JsonValue]]]]:
    if entry.type_name == "string":
        yield singular(name).lower(), (entry, value)
    elif entry.type_name == "structure":
        for member in entry.required_members:
            shape = entry.members[member]
            if shape.type_name == "string" and all(
                isinstance(item, dict) and member in item for item in value
            ):
                yield member.lower(), (shape, [item[member] for item in value])


def _members_in(shape: Any, depth: int) -> Iterator[tuple[str, Any]]:
    """Yield the members of a structure and those inside it: the name, in small letters, and the shape."""
    while shape.type_name == "list":
        shape = shape.member
    if shape.type_name == "structure" and depth:
        for name, member in shape.members.items():
            yield name.lower(), member
            yield from _members_in(member, depth - 1)


def is_allowed(asked: Shape, shape: Shape, value: JsonValue) -> bool:
    """Tell whether a request's value may stand in the response; the models of the two may differ."""
    if shape.type_name != asked.type_name:
        return False
    if shape.type_name in ("structure", "list", "map"):
        return bool(shape.name == asked.name)
    traits = shape.metadata
    if traits.get("enum") and value not in traits["enum"]:
        return False
    if shape.type_name in ("integer", "long") and isinstance(value, int):
        return bool(traits.get("min", value) <= value <= traits.get("max", value))
    if isinstance(value, str) and shape.type_name == "string":
        if not traits.get("min", 0) <= len(value) <= traits.get("max", len(value)):
            return False
        pattern = pattern_of(traits)
        return pattern is None or matches(pattern.whole, value)
    return True
