"""Bodies that are trees of objects, arrays and scalars: what JSON and CBOR have in common.

Reading keeps what the model does not know or expects otherwise as it was found, so that whoever checks the
values sees it. Two things are dropped, as the Smithy specification says: null members of structures, which
mean "absent", and the ``__type`` marker. A tree is read in place, and is used up: most of it stays as it is,
and copies of all of it take three times as long.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.model import ListShape, MapShape, StructureShape

from harness.models.compile import Compiler, Convert, Rule, ValueCompiler, always, as_found


def _wire_names(shape: StructureShape) -> dict[str, str]:
    return {name: member.serialization.get("name", name) for name, member in shape.members.items()}


def _read_structure(shape: StructureShape, compiler: ValueCompiler) -> Convert:
    if shape.is_document_type:
        return as_found
    names = _wire_names(shape)
    renamed = {wire_name: name for name, wire_name in names.items() if name != wire_name}
    converted = {
        names[name]: convert
        for name, member in shape.members.items()
        if (convert := compiler(member)) is not as_found
    }
    has_marker = "__type" in names.values()

    def read(value: Any) -> Any:
        if type(value) is not dict:
            return value
        has_null = False
        for key, item in value.items():
            if item is None:
                has_null = True
            elif key in converted:
                value[key] = converted[key](item)
        if "__type" in value and not has_marker:
            del value["__type"]
        if has_null:
            value = {key: item for key, item in value.items() if item is not None}
        return {renamed.get(key, key): item for key, item in value.items()} if renamed else value

    return read


def _read_list(shape: ListShape, compiler: ValueCompiler) -> Convert:
    convert = compiler(shape.member)
    if convert is as_found:
        return as_found

    def read(value: Any) -> Any:
        if type(value) is not list:
            return value
        return [None if item is None else convert(item) for item in value]

    return read


def _read_map(shape: MapShape, compiler: ValueCompiler) -> Convert:
    convert = compiler(shape.value)
    if convert is as_found:
        return as_found

    def read(value: Any) -> Any:
        if type(value) is not dict:
            return value
        return {key: None if item is None else convert(item) for key, item in value.items()}

    return read


def _write_structure(shape: StructureShape, compiler: ValueCompiler) -> Convert:
    if shape.is_document_type:
        return as_found
    names = _wire_names(shape)
    members = {name: (names[name], compiler(member)) for name, member in shape.members.items()}

    def write(value: Mapping[str, Any]) -> dict[str, Any]:
        written = {}
        for name, item in value.items():
            known = members.get(name)
            if known is not None and item is not None:
                key, convert = known
                written[key] = convert(item)
        return written

    return write


def _write_list(shape: ListShape, compiler: ValueCompiler) -> Convert:
    convert = compiler(shape.member)
    return lambda value: [None if item is None else convert(item) for item in value]


def _write_map(shape: MapShape, compiler: ValueCompiler) -> Convert:
    convert = compiler(shape.value)
    return lambda value: {key: None if item is None else convert(item) for key, item in value.items()}


Rules = Mapping[str, Rule]

_SCALAR_TYPES = ("string", "boolean", "integer", "long", "float", "double", "blob")
_AS_FOUND: Rules = dict.fromkeys(_SCALAR_TYPES, always(as_found))
_READ: Rules = {"structure": _read_structure, "list": _read_list, "map": _read_map, **_AS_FOUND}
_WRITE: Rules = {"structure": _write_structure, "list": _write_list, "map": _write_map, **_AS_FOUND}


def tree_reader(scalars: Rules) -> ValueCompiler:
    """Return the compiler of functions from a parsed body to values, given the rules for scalar types."""
    return Compiler({**_READ, **scalars})


def tree_writer(scalars: Rules) -> ValueCompiler:
    """Return the compiler of functions from values to a tree to be dumped, given the rules for scalar types.

    Members that the model does not know, and None, are left out.
    """
    return Compiler({**_WRITE, **scalars})
