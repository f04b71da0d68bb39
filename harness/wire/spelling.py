"""Whether an answer is written as its protocol has it; who reads it leniently does not see how it is spelt.

A number of seconds instead of an ISO date, ``"true"`` instead of ``true``, 8.0 for an integer, a list under
another name: botocore's own parsers make something of most of these, and other SDKs fail on them.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import Any

from botocore.model import OperationModel, Shape

from harness.contract.paths.shape import shape_below
from harness.contract.schema import find_error as find_error_shape
from harness.contract.values import is_document
from harness.wire.binding.http_request import header_binding
from harness.wire.binding.http_response import response_binding
from harness.wire.binding.xml_error import find_error
from harness.wire.codec.cbor_codec import STRICT_CBOR
from harness.wire.codec.codec import Codec, Misread
from harness.wire.codec.json_codec import STRICT_JSON
from harness.wire.codec.strict_xml import STRICT_XML
from harness.wire.codec.text import strict_header
from harness.wire.codec.xml_codec import load_xml, local_name
from harness.wire.errors import UnreadableMessage
from harness.wire.malformed import wrong_types
from harness.wire.message import HeaderArgument, Headers, Response
from harness.wire.misspelt import Misspelt
from harness.wire.protocol import protocol_named
from harness.wire.protocol.protocol import Protocol
from harness.wire.transfer import unchunk

Path = tuple[str | int, ...]

_TIMES = {
    "unixtimestamp": "a timestamp in seconds since 1970 (784111777)",
    "iso8601": "a timestamp in ISO 8601 that ends in Z (1994-11-06T08:49:37Z)",
    "rfc822": "a timestamp in the format of HTTP (Sun, 06 Nov 1994 08:49:37 GMT)",
}
_ANY_TEXT = frozenset(("Expires",))  # S3 stores and returns whatever it was given
_TREES = {"json": STRICT_JSON, "cbor": STRICT_CBOR}


def misspelt(
    operation: OperationModel,
    status: int,
    headers: HeaderArgument,
    body: bytes,
    code: str = "",
    protocol: str | None = None,
) -> Iterator[Misspelt]:
    """Yield what an answer writes otherwise than the protocol has it: in its body, and in its header.

    Streams are left out, and errors that are known by their status alone.

    Args:
        operation: the operation that answers.
        status: the HTTP status.
        headers: the header fields.
        body: the body.
        code: the code of the error that it is; empty for a result.
        protocol: botocore's name of the protocol; the model's own choice when left out.

    Raises:
        UnreadableMessage: the body is not of the protocol's format.
    """
    fields = Headers(headers)
    response = Response(status, fields, unchunk(body, fields)[0])
    if code == str(status):
        return
    spoken = protocol_named(protocol or operation.service_model.resolved_protocol)
    yield from spoken.frame_faults(operation, response, code)
    codec = _TREES.get(spoken.response_form)
    if code and response.body and codec is not None:
        _check(codec, response.content)
    shape = find_error_shape(operation, code) if code else operation.output_shape
    if shape is None or (operation.has_event_stream_output and not code):
        return
    yield from _in_header(shape, fields)
    if not response.body:
        return
    path: Path = ()
    if not code and (payload := response_binding(shape).payload) is not None:
        name, shape = payload
        path = (name,)
        if shape.type_name in ("blob", "string"):
            return
    if codec is None:
        yield from _in_xml(shape, spoken, response.content, path, is_error=bool(code))
    else:
        yield from _in_tree(shape, codec, response.content, path)


def _in_header(shape: Any, fields: Headers) -> Iterator[Misspelt]:
    """Yield the values of header fields that are not written as fields have them."""
    found: dict[str, Any] = {}
    header_binding(shape, strict_header).read(fields, found)
    for name, value in found.items():
        if name not in _ANY_TEXT:
            for at, expected, wrong in wrong_types(shape.members[name], value, (name,)):
                yield Misspelt(at, _worded(shape, at, expected, "rfc822"), wrong)


def _in_tree(shape: Shape, codec: Codec, content: bytes, path: Path) -> Iterator[Misspelt]:
    _check(codec, content)
    tree = codec.load(content)
    yield from _in_names(shape, tree, path)
    for at, expected, value in wrong_types(shape, codec.read(shape)(tree), path):
        if value is not None:
            default = "unixtimestamp" if codec is STRICT_JSON else None
            yield Misspelt(at, _worded(shape, at[len(path) :], expected, default), value)


def _check(codec: Codec, content: bytes) -> None:
    """Refuse a body that is no object, and JSON that parsers read in more than one way (RFC 8259, 4 and 8.1).

    Raises:
        UnreadableMessage: also for a text that begins with a byte order mark, is not in UTF-8, or has a name
            twice.
    """
    if codec is not STRICT_JSON:
        codec.load(content)
        return
    if content.startswith(codecs.BOM_UTF8):
        raise UnreadableMessage("JSON body", "it begins with a byte order mark")
    try:
        tree = json.loads(content.decode(), object_pairs_hook=_object)
        if b"\\u" in content:
            json.dumps(tree, ensure_ascii=False).encode()  # halves of characters are none
    except (ValueError, RecursionError) as error:
        raise UnreadableMessage("JSON body", str(error)) from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"an object has the name {twice} twice")
    return found


def _worded(shape: Shape | None, at: Path, expected: str, default: str | None) -> str:
    """Name the format of a timestamp: its own, or the default, or that of CBOR where there is none."""
    for step in at:
        shape = shape_below(shape, str(step))
    if shape is None or shape.type_name != "timestamp":
        return expected
    if default is None:
        return "a timestamp with tag 1, in seconds since 1970"
    return _TIMES[shape.serialization.get("timestampFormat", default).lower()]


def _in_names(shape: Any, tree: Any, path: Path) -> Iterator[Misspelt]:
    """Yield the nulls of members that are not set, and the members that have the names of the model.

    Smithy's tests of the protocols have nulls left out ("Null structure values are dropped"); a required one
    is told of as missing. Clients don't find a member by its name where the model has a ``locationName``.
    """
    if is_document(shape) or shape.serialization.get("jsonvalue"):
        return
    if shape.type_name == "structure" and isinstance(tree, dict):
        keys = {
            name: member.serialization.get("name", name)
            for name, member in shape.members.items()
            if "location" not in member.serialization
        }
        for name, key in keys.items():
            if tree.get(key) is not None:
                yield from _in_names(shape.members[name], tree[key], (*path, name))
            elif key in tree:
                yield from _null(shape, name, (*path, name))
            if name in tree and name not in keys.values():
                yield Misspelt((*path, name), f"called {key}", name)
    elif shape.type_name == "list" and isinstance(tree, list):
        for number, item in enumerate(tree):
            yield from _in_names(shape.member, item, (*path, number))
    elif shape.type_name == "map" and isinstance(tree, dict):
        for key, item in tree.items():
            yield from _in_names(shape.value, item, (*path, key))


def _null(shape: Any, name: str, path: Path) -> Iterator[Misspelt]:
    """Yield what is wrong with a member that is null, where it is not told of as missing."""
    kind = shape.members[name].type_name
    if kind in ("list", "map"):
        yield Misspelt(path, "a list" if kind == "list" else "an object", None)
    elif name not in shape.required_members:
        yield Misspelt(path, "an object" if kind == "structure" else "a value", None, is_tolerated=True)


def _in_xml(
    shape: Any, spoken: Protocol, content: bytes, path: Path, *, is_error: bool
) -> Iterator[Misspelt]:
    root = load_xml(content)
    wrapper = shape.serialization.get("resultWrapper")
    if is_error:
        found = find_error(root)
        if found is None:
            return
        root = found
    elif wrapper is not None:
        found = next((child for child in root if local_name(child.tag) == wrapper), None)
        if found is None and not shape.members:
            return
        if found is None:
            reason = f"it has no element {wrapper}"
            raise UnreadableMessage("XML body", reason)
        root = found
    elif spoken.request_form == "xml" and len(root) == 0:
        return  # an output of which the only member is the root itself (S3's GetBucketLocation)
    for at, expected, value in wrong_types(shape, STRICT_XML.read(shape)(root), path):
        is_other_form = isinstance(value, Misread)
        words = expected if is_other_form else _worded(shape, at[len(path) :], expected, "iso8601")
        yield Misspelt(at, words, str(value) if is_other_form else value)
