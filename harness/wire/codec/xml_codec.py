"""The XML codec: bodies of rest-xml, and the responses of the query and ec2 protocols.

Names are taken without their namespaces. Reading keeps what the model does not know: an unknown element
comes under its own name, as text, or as a dict of what is in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, cast
from xml.etree.ElementTree import Element, ParseError, SubElement, XMLParser, tostring
from xml.etree.ElementTree import fromstring as fromstring_in_c

from botocore.model import ListShape, MapShape, Shape, StructureShape
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from harness.models.compile import Compiler, Convert, Rule, ValueCompiler
from harness.wire.codec.codec import Codec
from harness.wire.codec.text import READ_SCALARS, write_scalars
from harness.wire.errors import UnreadableMessage

# A document in UTF-8, which has a document type only where it has these letters.
_UTF_8 = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml(?:[^>](?!encoding))*+(?:.encoding\s*=\s*[\"'](?i:utf-8)[\"'][^>]*+)?>\s*)?<[^?\0]"
)
_DOCUMENT_TYPE = b"<!DOCTYPE"


def is_plain(body: bytes) -> bool:
    """Tell whether a document is in UTF-8 and has no document type, so that any parser may read it."""
    return _UTF_8.match(body) is not None and _DOCUMENT_TYPE not in body


def load_xml(body: bytes) -> Element:
    """Parse an XML document, without entities or external references.

    Raises:
        UnreadableMessage: it is none, or declares entities.
    """
    try:
        # defusedxml hears of each element in Python, which takes four times as long.
        if is_plain(body):
            return fromstring_in_c(body, XMLParser(encoding="utf-8"))
        root: Element = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise UnreadableMessage("XML body", str(error) or type(error).__name__, "MalformedXML") from error
    return root


# Characters that XML 1.0 does not have (2.2), in whatever form: a request may hold them, and be repeated.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DECLARATION = "<?xml version='1.0' encoding='utf-8'?>\n"


def dump_xml(root: Element) -> bytes:
    """Write an XML document in UTF-8."""
    # As text first: else ElementTree encodes each of its pieces by itself, which takes longer.
    text = _DECLARATION + _NO_XML.sub("\ufffd", tostring(root, encoding="unicode"))
    # A parser turns a bare carriage return into a newline (XML 1.0, 2.11); none here is markup.
    return text.encode(errors="xmlcharrefreplace").replace(b"\r", b"&#13;")


def local_name(tag: str) -> str:
    """Return the name of an element or attribute without its namespace."""
    return tag.rpartition("}")[2]


def plain_xml(element: Element) -> Any:
    """Return what is in an element that no shape describes: text, or a dict of its elements by name."""
    if not len(element):
        return element.text or ""
    found: dict[str, Any] = {}
    for child in element:
        name, value = local_name(child.tag), plain_xml(child)
        if name in found:
            earlier = found[name]
            found[name] = [*earlier, value] if isinstance(earlier, list) else [earlier, value]
        else:
            found[name] = value
    return found


def is_flat(shape: Shape) -> bool:
    """Tell whether the entries of a list or map stand where the list itself would."""
    return bool(shape.serialization.get("flattened"))


def element_name(shape: Shape, name: str) -> str:
    """Return the name of a member's element; a flattened list has that of its items."""
    if shape.type_name == "list" and is_flat(shape):
        item: str | None = shape.member.serialization.get("name")
        if item is not None:
            return item
    return str(shape.serialization.get("name", name))


# Reading: each function takes the element of a value, or all elements of a flattened one.

Read = Callable[[Any], Any]
"""From the element of a value, or all elements of a flattened one, to the value."""


def _read_scalar(convert: Convert) -> Read:
    return lambda element: convert(element.text or "")


def _scalar_rule(rule: Rule) -> Rule:
    return lambda shape, compiler: _read_scalar(rule(shape, compiler))


def of_one(shape: Shape, read: Read) -> Read:
    """Return what reads a value from its one element, where it is no member."""
    return (lambda element: read((element,))) if is_flat(shape) else read


def attribute_names(shape: StructureShape) -> dict[str, str]:
    """Return the members of a structure that are attributes of its element, by their local names there."""
    return {
        member.serialization["name"].rpartition(":")[2]: name
        for name, member in shape.members.items()
        if member.serialization.get("xmlAttribute")
    }


def _read_structure(shape: StructureShape, compiler: ValueCompiler) -> Convert:
    attributes = attribute_names(shape)
    members: dict[str, tuple[str, Read, bool]] = {
        element_name(member, name): (name, compiler(member), is_flat(member))
        for name, member in shape.members.items()
        if name not in attributes.values()
    }

    def read(element: Element) -> dict[str, Any]:
        found: dict[str, Any] = {
            attributes[local_name(key)]: text
            for key, text in element.items()
            if local_name(key) in attributes
        }
        flat: dict[str, tuple[Read, list[Element]]] = {}
        unknown: dict[str, Element] = {}
        for child in element:
            tag = child.tag.rpartition("}")[2]
            known = members.get(tag)
            if known is None:
                unknown.setdefault(tag, child)
                continue
            name, convert, is_flat = known
            if is_flat:
                flat.setdefault(name, (convert, []))[1].append(child)
            elif name not in found:
                found[name] = convert(child)
        for name, (convert, children) in flat.items():
            found[name] = convert(children)
        for tag, child in unknown.items():
            found.setdefault(tag, plain_xml(child))
        return found

    return read


def _read_list(shape: ListShape, compiler: ValueCompiler) -> Convert:
    convert = of_one(shape.member, compiler(shape.member))
    return lambda elements: [convert(element) for element in elements]


def _read_map(shape: MapShape, compiler: ValueCompiler) -> Convert:
    key_name, value_name = entry_names(shape)
    read_key = of_one(shape.key, compiler(shape.key))
    read_value = of_one(shape.value, compiler(shape.value))

    def read(elements: Iterable[Element]) -> dict[Any, Any]:
        found = {}
        for entry in elements:
            parts = {local_name(child.tag): child for child in entry}
            if key_name in parts and value_name in parts:
                found[read_key(parts[key_name])] = read_value(parts[value_name])
        return found

    return read


def entry_names(shape: MapShape) -> tuple[str, str]:
    """Return the names of the elements of a map's entry that have its key and its value."""
    return shape.key.serialization.get("name", "key"), shape.value.serialization.get("name", "value")


_read: ValueCompiler = Compiler(
    {
        "structure": _read_structure,
        "list": _read_list,
        "map": _read_map,
        **{type_name: _scalar_rule(rule) for type_name, rule in READ_SCALARS.items()},
    }
)


# Writing: each function takes the parent element, the name of the member's element, and the value.

_Write = Callable[[Element, str, Any], None]
_WriteCompiler = Compiler[_Write]


def _set_namespace(shape: Shape, element: Element) -> None:
    namespace = shape.serialization.get("xmlNamespace")
    if isinstance(namespace, str):
        element.set("xmlns", namespace)
    elif namespace:
        prefix = namespace.get("prefix")
        element.set(f"xmlns:{prefix}" if prefix else "xmlns", namespace["uri"])


def _write_text(shape: Shape, convert: Convert) -> _Write:
    def write(parent: Element, name: str, value: Any) -> None:
        element = SubElement(parent, name)
        _set_namespace(shape, element)
        element.text = convert(value)

    return write


def _text_rule(rule: Rule) -> Callable[[Any, _WriteCompiler], _Write]:
    # Scalar rules compile nothing further, so the compiler of another kind of function does no harm.
    return lambda shape, compiler: _write_text(shape, rule(shape, cast("ValueCompiler", compiler)))


def _write_structure(shape: StructureShape, compiler: _WriteCompiler) -> _Write:
    members = {}
    attributes = {}
    for name, member in shape.members.items():
        if member.serialization.get("xmlAttribute"):
            attributes[name] = member.serialization["name"]
        else:
            members[name] = (element_name(member, name), compiler(member))

    def write(parent: Element, name: str, value: Any) -> None:
        element = SubElement(parent, name)
        _set_namespace(shape, element)
        for key, item in value.items():
            if item is None:
                continue
            if key in attributes:
                element.set(attributes[key], str(item))
            elif key in members:
                tag, write_member = members[key]
                write_member(element, tag, item)

    return write


def _write_list(shape: ListShape, compiler: _WriteCompiler) -> _Write:
    write_item = compiler(shape.member)
    item_name = shape.member.serialization.get("name", "member")
    flat = is_flat(shape)

    def write(parent: Element, name: str, value: Any) -> None:
        if not flat:
            parent, name = SubElement(parent, name), item_name
            _set_namespace(shape, parent)
        for item in value:
            write_item(parent, name, item)

    return write


def _write_map(shape: MapShape, compiler: _WriteCompiler) -> _Write:
    write_key, write_value = compiler(shape.key), compiler(shape.value)
    key_name, value_name = entry_names(shape)
    flat = is_flat(shape)

    def write(parent: Element, name: str, value: Any) -> None:
        if not flat:
            parent, name = SubElement(parent, name), "entry"
            _set_namespace(shape, parent)
        for key, item in value.items():
            entry = SubElement(parent, name)
            write_key(entry, key_name, key)
            write_value(entry, value_name, item)

    return write


_writer: _WriteCompiler = Compiler(
    {
        "structure": _write_structure,
        "list": _write_list,
        "map": _write_map,
        **{type_name: _text_rule(rule) for type_name, rule in write_scalars("iso8601").items()},
    }
)


def write_element(shape: Shape, name: str, value: Any) -> Element:
    """Write the value of a shape as an element of a given name."""
    parent = Element("")
    _writer(shape)(parent, name, value)
    return parent[0]


def _write(shape: Shape) -> Convert:
    name = shape.serialization.get("name", shape.name)
    return lambda value: write_element(shape, name, value)


XML = Codec(
    media_type="application/xml",
    empty=b"",
    load=load_xml,
    dump=dump_xml,
    read=lambda shape: of_one(shape, _read(shape)),
    write=_write,
    plain=plain_xml,
)
