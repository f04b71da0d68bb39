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

_MARKER = "__type"


def _wire_names(shape: StructureShape) -> dict[str, str]:
    return {name: member.serialization.get("name", name) for name, member in shape.members.items()}


def _read_members(
    shape: StructureShape, compiler: ValueCompiler
) -> tuple[Mapping[str, Convert], Mapping[str, str]]:
    """Return the conversions of members by their names in a body, and the names of those called otherwise.

    A key that is no member's name on the wire is kept. If it is a member's own name, it is converted as that
    member, because it stands in the result under that name.
    """
    names = _wire_names(shape)
    own = {name: compiler(member) for name, member in shape.members.items()}
    converts = {**own, **{names[name]: convert for name, convert in own.items()}}
    return (
        {name: convert for name, convert in converts.items() if convert is not as_found},
        {wire_name: name for name, wire_name in names.items() if name != wire_name},
    )


def _read_structure(shape: StructureShape, compiler: ValueCompiler) -> Convert:
    if shape.is_document_type:
        return as_found
    converted, renamed = _read_members(shape, compiler)
    has_marker = _MARKER in _wire_names(shape).values()

    def read(value: Any) -> Any:
        if type(value) is not dict:
            return value
        has_null = False
        for key, item in value.items():
            if item is None:
                has_null = True
            elif key in converted:
                value[key] = converted[key](item)
        if _MARKER in value and not has_marker:
            del value[_MARKER]
        if has_null:
            value = {key: item for key, item in value.items() if item is not None}
        return {renamed.get(key, key): item for key, item in value.items()} if renamed else value

    return read


def _read_whole_structure(shape: StructureShape, compiler: ValueCompiler) -> Convert:
    """Like `_read_structure`, for trees with nothing to drop: it skips values that need no conversion."""
    if shape.is_document_type:
        return as_found
    converted, renamed = _read_members(shape, compiler)
    if not converted and not renamed:
        return as_found
    members = tuple(converted.items())

    def read(value: Any) -> Any:
        if type(value) is not dict:
            return value
        for key, convert in members:
            if key in value:
                value[key] = convert(value[key])
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


def whole_tree_reader(scalars: Rules) -> ValueCompiler:
    """Return the same compiler as `tree_reader`, for bodies that have nothing to drop, in half the time."""
    return Compiler({**_READ, "structure": _read_whole_structure, **scalars})


def has_to_drop(body: bytes) -> bool:
    """Tell whether a body of JSON may have a null or a marker in a structure.

    Escapes of ASCII characters count, as they may spell the marker.
    """
    return b"null" in body or b"__type" in body or b"\\u00" in body


def tree_writer(scalars: Rules) -> ValueCompiler:
    """Return the compiler of functions from values to a tree to be dumped, given the rules for scalar types.

    Members that the model does not know, and None, are left out.
    """
    return Compiler({**_WRITE, **scalars})
