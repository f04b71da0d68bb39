"""Whether an answer is written as its protocol has it; who reads it leniently does not see how it is spelt.

A number of seconds instead of an ISO date, ``"true"`` instead of ``true``, 8.0 for an integer, a null for a
list: botocore's own parsers make something of most of these, and other SDKs fail on them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from botocore.model import OperationModel, Shape

from harness.contract.paths.shape import shape_below
from harness.contract.values import is_document
from harness.wire.binding.http_response import response_binding
from harness.wire.codec.cbor_codec import STRICT_CBOR
from harness.wire.codec.codec import Codec
from harness.wire.codec.json_codec import STRICT_JSON
from harness.wire.codec.xml_codec import STRICT_XML, element_name, load_xml, local_name
from harness.wire.errors import UnreadableMessage
from harness.wire.malformed import wrong_types
from harness.wire.message import HeaderArgument, Headers, Response
from harness.wire.protocol import protocol_named
from harness.wire.protocol.protocol import Protocol
from harness.wire.transfer import unchunk

Path = tuple[str | int, ...]

_HTTP_DATE = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d\d:\d\d:\d\d(?:\.\d+)? GMT"
)
_TIMES = {
    "unixtimestamp": "a timestamp in seconds since 1970 (784111777)",
    "iso8601": "a timestamp in the format of ISO 8601 (1994-11-06T08:49:37Z)",
    "rfc822": "a timestamp in the format of HTTP (Sun, 06 Nov 1994 08:49:37 GMT)",
}
_ANY_TEXT = frozenset(("Expires",))  # S3 stores and returns whatever it was given
_TREES = {"json": STRICT_JSON, "cbor": STRICT_CBOR}


@dataclass(frozen=True, slots=True)
class Misspelt:
    """A value of an answer that is not written as its protocol has it.

    Attributes:
        path: the steps that lead to it.
        expected: what it must be: ``"true or false"``.
        value: what was found, None for a null.
    """

    path: Path
    expected: str
    value: Any


def misspelt(
    operation: OperationModel, status: int, headers: HeaderArgument, body: bytes
) -> Iterator[Misspelt]:
    """Yield what an answer writes otherwise than the protocol has it: its body, and the dates in its header.

    Errors and streams are left out.

    Args:
        operation: the operation that answers.
        status: the HTTP status.
        headers: the header fields.
        body: the body.

    Raises:
        UnreadableMessage: the body is not of the protocol's format.
    """
    shape = operation.output_shape
    fields = Headers(headers)
    response = Response(status, fields, unchunk(body, fields)[0])
    if shape is None or operation.has_event_stream_output or response.is_error:
        return
    yield from _dates(shape, fields)
    if not response.body:
        return
    protocol = protocol_named(operation.service_model.resolved_protocol)
    path: Path = ()
    if (payload := response_binding(shape).payload) is not None:
        name, shape = payload
        path = (name,)
        if shape.type_name in ("blob", "string"):
            return
    codec = _TREES.get(protocol.response_form)
    if codec is None:
        yield from _in_xml(operation, shape, protocol, response.content, path)
    else:
        yield from _in_tree(shape, codec, response.content, path)


def _dates(shape: Any, fields: Headers) -> Iterator[Misspelt]:
    """Yield the dates of the header that are not written as HTTP has them (RFC 9110, 5.6.7)."""
    for name, member in shape.members.items():
        traits = member.serialization
        if traits.get("location") != "header" or member.type_name != "timestamp" or name in _ANY_TEXT:
            continue
        value = fields.get(traits.get("name", name).lower())
        if value and traits.get("timestampFormat", "rfc822") == "rfc822" and not _HTTP_DATE.fullmatch(value):
            yield Misspelt((name,), "a date as HTTP has it (Sun, 06 Nov 1994 08:49:37 GMT)", value)


def _in_tree(shape: Shape, codec: Codec, content: bytes, path: Path) -> Iterator[Misspelt]:
    tree = codec.load(content)
    yield from _nulls(shape, tree, path)
    for at, expected, value in wrong_types(shape, codec.read(shape)(tree), path):
        if value is not None:
            default = "unixtimestamp" if codec is STRICT_JSON else None
            yield Misspelt(at, _worded(shape, at[len(path) :], expected, default), value)


def _worded(shape: Shape | None, at: Path, expected: str, default: str | None) -> str:
    """Name the format of a timestamp: its own, or the default, or that of CBOR where there is none."""
    for step in at:
        shape = shape_below(shape, str(step))
    if shape is None or shape.type_name != "timestamp":
        return expected
    if default is None:
        return "a timestamp with tag 1, in seconds since 1970"
    return _TIMES[shape.serialization.get("timestampFormat", default).lower()]


def _nulls(shape: Any, tree: Any, path: Path) -> Iterator[Misspelt]:
    """Yield the nulls instead of lists and maps; elsewhere they mean that a member is not set."""
    if is_document(shape) or shape.serialization.get("jsonvalue"):
        return
    if shape.type_name == "structure" and isinstance(tree, dict):
        for name, member in shape.members.items():
            key = member.serialization.get("name", name)
            if key in tree and "location" not in member.serialization:
                if tree[key] is not None:
                    yield from _nulls(member, tree[key], (*path, name))
                elif member.type_name in ("list", "map"):
                    expected = "a list" if member.type_name == "list" else "an object"
                    yield Misspelt((*path, name), expected, None)
    elif shape.type_name == "list" and isinstance(tree, list):
        for number, item in enumerate(tree):
            yield from _nulls(shape.member, item, (*path, number))
    elif shape.type_name == "map" and isinstance(tree, dict):
        for key, item in tree.items():
            yield from _nulls(shape.value, item, (*path, key))


def _in_xml(
    operation: OperationModel, shape: Any, protocol: Protocol, content: bytes, path: Path
) -> Iterator[Misspelt]:
    root = load_xml(content)
    wrapper = shape.serialization.get("resultWrapper")
    if wrapper is not None:
        found = next((child for child in root if local_name(child.tag) == wrapper), None)
        if found is None and not shape.members:
            return
        if found is None:
            reason = f"it has no element {wrapper}"
            raise UnreadableMessage("XML body", reason)
        root = found
    elif protocol.request_form == "xml" and len(root) == 0:
        return  # an output of which the only member is the root itself (S3's GetBucketLocation)
    yield from _bare_texts(shape, root, path)
    for at, expected, value in wrong_types(shape, STRICT_XML.read(shape)(root), path):
        yield Misspelt(at, _worded(shape, at[len(path) :], expected, "iso8601"), value)


def _bare_texts(shape: Any, element: Element, path: Path) -> Iterator[Misspelt]:
    """Yield the texts where a structure has elements: parsers pass over them, and find nothing."""
    if shape.type_name == "list":
        for number, child in enumerate(element):
            yield from _bare_texts(shape.member, child, (*path, number))
    if shape.type_name != "structure":
        return
    members = {
        element_name(member, name): (name, member)
        for name, member in shape.members.items()
        if not member.serialization.get("xmlAttribute")
    }
    text = (element.text or "").strip()
    if text and not len(element) and members:
        yield Misspelt(path, f"an element with {' or '.join(list(members)[:2])}", text)
    counts: Counter[str] = Counter()
    for child in element:
        name, member = members.get(local_name(child.tag), ("", None))
        if member is None:
            continue
        if member.type_name == "list" and member.serialization.get("flattened"):
            yield from _bare_texts(member.member, child, (*path, name, counts[name]))
            counts[name] += 1
        else:
            yield from _bare_texts(member, child, (*path, name))
