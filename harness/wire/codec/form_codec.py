"""Forms: the requests of the query and ec2 protocols, where a name like ``Filter.1.Value.2`` is a path.

The two differ in names and lists: query numbers the items under ``member`` or the item's own name
(``Filters.member.1``), ec2 right under the list (``Filter.1``) and with capital names. Both spellings of
lists are read in either, as old recordings of a service may have the other one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from harness.models.compile import Compiler, Convert, Rule, ValueCompiler
from harness.wire.codec.text import READ_SCALARS
from harness.wire.errors import UnreadableMessage

_TEXT = ""
"""The key of a node's own text; no part of a name is empty."""

MAX_DEPTH = 200
"""How many parts a name may have."""

Node = dict[str, Any]
MemberName = Callable[[Shape, str], str]


def load_form(fields: Iterable[tuple[str, str]]) -> Node:
    """Make a tree of form fields: a node is a dict from the next part of the name to the node under it.

    A node's own text is under the empty name.

    Raises:
        UnreadableMessage: a name has more than `MAX_DEPTH` parts.
    """
    root: Node = {}
    for name, text in fields:
        node = root
        parts = name.split(".")
        if len(parts) > MAX_DEPTH:
            raise UnreadableMessage("form body", "a name nests too deep", "MalformedQueryString")
        for part in parts:
            node = node.setdefault(part or "_", {})
        node[_TEXT] = text
    return root


def plain_form(node: Node) -> Any:
    """Return what is in a node that no shape describes: its text, or a dict of the nodes under it."""
    if node.keys() == {_TEXT}:
        return node[_TEXT]
    return {part: plain_form(child) for part, child in node.items() if part != _TEXT}


def query_name(shape: Shape, name: str) -> str:
    """Return the name of a member in a query form; a flattened list has that of its items."""
    if shape.type_name == "list" and shape.serialization.get("flattened"):
        item: str | None = shape.member.serialization.get("name")
        if item is not None:
            return item
    return str(shape.serialization.get("name", name))


def ec2_name(shape: Shape, name: str) -> str:
    """Return the name of a member in an ec2 form: its ``queryName``, or its location name with a capital."""
    if "queryName" in shape.serialization:
        return str(shape.serialization["queryName"])
    location: str = shape.serialization.get("name", "")
    return location[:1].upper() + location[1:] or name


def _scalar_rule(rule: Rule) -> Rule:
    def compiled(shape: Shape, compiler: ValueCompiler) -> Convert:
        convert = rule(shape, compiler)
        return lambda node: convert(node[_TEXT]) if node.keys() == {_TEXT} else plain_form(node)

    return compiled


def _structure_rule(member_name: MemberName) -> Rule:
    def compiled(shape: StructureShape, compiler: ValueCompiler) -> Convert:
        members = {
            member_name(member, name): (name, compiler(member)) for name, member in shape.members.items()
        }

        def read(node: Node) -> Any:
            if node.keys() == {_TEXT}:
                return node[_TEXT]
            found = {}
            for part, child in node.items():
                if part in members:
                    name, convert = members[part]
                    found[name] = convert(child)
                elif part != _TEXT:
                    found[part] = plain_form(child)
            return found

        return read

    return compiled


_DIGITS = 9  # of a number that Python's int() reads at any setting, and no list is longer


def _numbered(node: Node) -> list[Node]:
    """Return the nodes under numbers, in their order."""
    numbers = sorted((part for part in node if part.isdecimal() and len(part) <= _DIGITS), key=int)
    return [node[number] for number in numbers]


def _read_list(shape: ListShape, compiler: ValueCompiler) -> Convert:
    convert = compiler(shape.member)
    item_names = (shape.member.serialization.get("name", "member"), "member")

    def read(node: Node) -> Any:
        items = _numbered(node)
        for name in item_names:
            items = items or _numbered(node.get(name, {}))
        if not items and node.get(_TEXT):
            return node[_TEXT]
        return [convert(item) for item in items]

    return read


def _read_map(shape: MapShape, compiler: ValueCompiler) -> Convert:
    read_key, read_value = compiler(shape.key), compiler(shape.value)
    key_name = shape.key.serialization.get("name", "key")
    value_name = shape.value.serialization.get("name", "value")

    def read(node: Node) -> Any:
        entries = _numbered(node) or _numbered(node.get("entry", {}))
        return {
            read_key(entry[key_name]): read_value(entry[value_name])
            for entry in entries
            if key_name in entry and value_name in entry
        }

    return read


def form_reader(member_name: MemberName, scalars: Mapping[str, Rule] = READ_SCALARS) -> ValueCompiler:
    """Return the compiler of functions from a form's tree to values.

    Args:
        member_name: from a member's shape and name to its name in the form.
        scalars: the rules from text to value.
    """
    return Compiler(
        {
            "structure": _structure_rule(member_name),
            "list": _read_list,
            "map": _read_map,
            **{type_name: _scalar_rule(rule) for type_name, rule in scalars.items()},
        }
    )
