"""Read the members that a REST request carries in path, query and headers, and its payload."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from botocore.model import OperationModel, Shape

from harness.models.compile import Convert, ValueCompiler
from harness.wire.codec.codec import Codec
from harness.wire.codec.eventstream import read_events
from harness.wire.codec.text import read_header, read_text, strict_header, strict_text
from harness.wire.message import SIGNING_PARAMETERS, Headers, Request

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Query:
    """Members in the query: those of one parameter each, and the map that takes all others."""

    single: Mapping[str, tuple[str, Convert]]
    lists: Mapping[str, tuple[str, Convert]]
    map: tuple[str, bool] | None
    literals: frozenset[str]

    def read(self, query: tuple[tuple[str, str], ...], values: Values) -> None:
        rest: dict[str, Any] = {}
        for key, text in query:
            if key in self.single:
                name, convert = self.single[key]
                values[name] = convert(text)
            elif key in self.lists:
                name, convert = self.lists[key]
                values.setdefault(name, []).append(convert(text))
            elif self.map is not None and key not in self.literals and key not in SIGNING_PARAMETERS:
                rest.setdefault(key, []).append(text)
        if self.map is not None and rest:
            name, of_lists = self.map
            values[name] = rest if of_lists else {key: texts[-1] for key, texts in rest.items()}


@dataclass(frozen=True, slots=True)
class HeaderBinding:
    """Members in header fields: each in its own, or a map of all fields with a prefix."""

    single: tuple[tuple[str, str, Convert], ...]
    prefixed: tuple[tuple[str, str], ...]

    def read(self, headers: Headers, values: Values) -> None:
        """Add the members found to ``values``."""
        for field, name, convert in self.single:
            if field in headers:
                values[name] = convert(headers.get(field))
        for prefix, name in self.prefixed:
            found = {
                field[len(prefix) :]: text for field, text in headers if field.lower().startswith(prefix)
            }
            if found:
                values[name] = found


def header_binding(shape: Shape, read: ValueCompiler = read_header) -> HeaderBinding:
    """Return the members of a structure that travel in headers.

    Args:
        shape: the structure.
        read: from a member's shape to the function from a header's text to the value.
    """
    single, prefixed = [], []
    for name, member in shape.members.items():
        field = member.serialization.get("name", name).lower()
        place = member.serialization.get("location")
        if place == "header":
            single.append((field, name, read(member)))
        elif place == "headers":
            prefixed.append((field, name))
    return HeaderBinding(tuple(single), tuple(prefixed))


def _query_binding(operation: OperationModel, literals: frozenset[str], read: ValueCompiler) -> _Query:
    single, lists, mapped = {}, {}, None
    for name, member in operation.input_shape.members.items():
        if member.serialization.get("location") != "querystring":
            continue
        key = member.serialization.get("name", name)
        if member.type_name == "list":
            lists[key] = (name, read(member.member))
        elif member.type_name == "map":
            mapped = (name, member.value.type_name == "list")
        else:
            single[key] = (name, read(member))
    return _Query(single, lists, mapped, literals)


@dataclass(frozen=True, slots=True)
class RequestBinding:
    """How the members of one operation's input are spread over its requests.

    Attributes:
        labels: a label's name in the template to the member and its reader.
        query: the members in the query.
        headers: the members in header fields.
        payload: the name and shape of the member that is the body; None where the members that are bound
            to no other place are.
        framing: the members, if any, that hold ``content-length``, ``content-type`` and ``content-encoding``.
        media_type: the content type that goes without saying; empty where the body is a stream.
    """

    labels: Mapping[str, tuple[str, Convert]]
    query: _Query
    headers: HeaderBinding
    payload: tuple[str, Shape] | None
    framing: Mapping[str, str]
    media_type: str

    def read_places(self, labels: Mapping[str, str], request: Request) -> Values:
        """Return the members found in path, query and headers."""
        values: Values = {}
        for label, text in labels.items():
            if label in self.labels:
                name, convert = self.labels[label]
                values[name] = convert(text)
        self.query.read(request.query, values)
        self.headers.read(request.headers, values)
        for field, text in (("content-length", str(len(request.body))), ("content-type", self.media_type)):
            # Every client sends these by itself; nobody can tell that it was asked to.
            if text and field in self.framing and request.headers.get(field) == text:
                del values[self.framing[field]]
        return values


def _compile(
    operation: OperationModel, literals: frozenset[str], media_type: str, strict: bool
) -> RequestBinding:
    shape = operation.input_shape
    payload = shape.serialization.get("payload")
    read = strict_text if strict else read_text
    headers = header_binding(shape, strict_header if strict else read_header)
    labels = {
        member.serialization.get("name", name): (name, read(member))
        for name, member in shape.members.items()
        if member.serialization.get("location") == "uri"
    }
    is_stream = payload is not None and shape.members[payload].type_name in ("blob", "string")
    return RequestBinding(
        labels=labels,
        query=_query_binding(operation, literals, read),
        headers=headers,
        payload=None if payload is None else (payload, shape.members[payload]),
        framing={field: name for field, name, _ in headers.single if field.startswith("content-")},
        media_type="" if is_stream else media_type,
    )


_bindings: WeakKeyDictionary[OperationModel, dict[bool, RequestBinding]] = WeakKeyDictionary()


def request_binding(
    operation: OperationModel, literals: frozenset[str], media_type: str, strict: bool
) -> RequestBinding:
    """Return an operation's request binding, compiled on first use.

    Args:
        operation: an operation with an input shape.
        literals: the query parameters that its URI template spells out.
        media_type: the content type of the protocol's bodies.
        strict: whether texts are read as strictly as a server does.
    """
    compiled = _bindings.setdefault(operation, {})
    if strict not in compiled:
        compiled[strict] = _compile(operation, literals, media_type, strict)
    return compiled[strict]


def read_payload(binding: RequestBinding, shape: Shape, request: Request, codec: Codec) -> Values:
    """Return the members found in the body."""
    # Where a member holds the content coding, it is the caller's own and part of the value.
    body = request.body if "content-encoding" in binding.framing else request.content
    if binding.payload is None:
        return codec.decode_members(shape, body)
    name, member = binding.payload
    given = body != b"" or name in shape.required_members  # no body and an empty one are the same message
    if member.type_name == "blob":
        return {name: body} if given else {}
    if member.type_name == "string" and given:
        return {name: body.decode("utf-8", "replace")}
    if not body:
        return {}
    if member.serialization.get("eventstream"):
        return {name: read_events(member, body, codec)[1]}
    value = codec.decode(member, body)
    # An empty object is what clients send for an optional payload that they were not given.
    return {} if value == {} and name not in shape.required_members else {name: value}
