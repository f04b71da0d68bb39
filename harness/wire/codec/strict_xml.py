"""XML as a server reads it, and as its answers have to be written: what has another form is not guessed at.

Lenient parsers take the first of two elements, any name for the entries of a list, and find nothing where a
text stands in place of elements.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element

from botocore.model import ListShape, MapShape, Shape, StructureShape

from harness.models.compile import Compiler, Convert, Rule, ValueCompiler
from harness.wire.codec.codec import Misread
from harness.wire.codec.text import strict_scalars
from harness.wire.codec.xml_codec import (
    XML,
    Read,
    attribute_names,
    element_name,
    entry_names,
    is_flat,
    local_name,
    of_one,
    plain_xml,
)


def _tags(elements: Iterable[Element]) -> list[str]:
    return [local_name(element.tag) for element in elements]


def _stray_text(element: Element) -> str:
    """Return the text between the elements of an element; empty if it is only space."""
    return (element.text or "").strip() or next(
        (text for child in element if (text := (child.tail or "").strip())), ""
    )


def _scalar_rule(rule: Rule) -> Rule:
    def compiled(shape: Shape, compiler: ValueCompiler) -> Convert:
        convert = rule(shape, compiler)

        def read(element: Element) -> Any:
            if len(element):
                return Misread("text, without elements", f"<{_tags(element)[0]}>")
            return convert(element.text or "")

        return read

    return compiled


def _read_structure(shape: StructureShape, compiler: ValueCompiler) -> Convert:
    attributes = attribute_names(shape)
    members: dict[str, tuple[str, Shape, Read]] = {
        element_name(member, name): (name, member, compiler(member))
        for name, member in shape.members.items()
        if name not in attributes.values()
    }
    expected = f"an element with {' or '.join(list(members)[:2])}"
    # Members that are called as in the model, and not as its ``locationName`` has them: nobody finds them.
    own = {name: tag for tag, (name, _, _) in members.items() if name not in members}

    def read(element: Element) -> Any:
        text = _stray_text(element) if members else ""
        if text:
            return Misread(expected, text)
        found: dict[str, Any] = {
            attributes[local_name(key)]: value
            for key, value in element.items()
            if local_name(key) in attributes
        }
        children: dict[str, list[Element]] = {}
        for child in element:
            children.setdefault(local_name(child.tag), []).append(child)
        for tag, same in children.items():
            if tag in own:
                found.setdefault(tag, Misread(f"in an element {own[tag]}", f"<{tag}>"))
                continue
            if tag not in members:
                found.setdefault(tag, plain_xml(same[0]))
                continue
            name, member, convert = members[tag]
            if is_flat(member):
                found[name] = convert(same)
            elif len(same) > 1:
                found[name] = Misread("in one element", f"{len(same)} elements {tag}")
            else:
                found[name] = convert(same[0])
        return found

    return read


def _read_list(shape: ListShape, compiler: ValueCompiler) -> Convert:
    convert = of_one(shape.member, compiler(shape.member))
    name = shape.member.serialization.get("name", "member")
    is_named = not is_flat(shape)

    def read(elements: Iterable[Element]) -> Any:
        if is_named and isinstance(elements, Element) and (text := _stray_text(elements)):
            return Misread(f"a list of elements {name}", text)
        entries = list(elements)
        other = next((tag for tag in _tags(entries) if tag != name), "") if is_named else ""
        return Misread(f"a list of elements {name}", f"<{other}>") if other else [*map(convert, entries)]

    return read


def _read_map(shape: MapShape, compiler: ValueCompiler) -> Convert:
    key_name, value_name = entry_names(shape)
    read_key = of_one(shape.key, compiler(shape.key))
    read_value = of_one(shape.value, compiler(shape.value))
    is_named = not is_flat(shape)

    def read(elements: Iterable[Element]) -> Any:
        found = {}
        for entry in elements:
            if is_named and local_name(entry.tag) != "entry":
                return Misread("a map of elements entry", f"<{local_name(entry.tag)}>")
            if sorted(_tags(entry)) != sorted((key_name, value_name)):
                tags = "".join(f"<{tag}>" for tag in _tags(entry))
                return Misread(f"a map of entries with {key_name} and {value_name}", tags)
            parts = dict(zip(_tags(entry), entry, strict=True))
            found[read_key(parts[key_name])] = read_value(parts[value_name])
        return found

    return read


_compile: ValueCompiler = Compiler(
    {
        "structure": _read_structure,
        "list": _read_list,
        "map": _read_map,
        **{type_name: _scalar_rule(rule) for type_name, rule in strict_scalars("iso8601").items()},
    }
)

STRICT_XML = replace(XML, read=lambda shape: of_one(shape, _compile(shape)))
"""The codec: a value that is spelt in another way comes back as text, what has another form as `Misread`."""
