"""Spread a result over status, headers and payload of a REST response, and gather it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from botocore.model import Shape

from harness.models.compile import Convert
from harness.wire.binding.http_request import HeaderBinding, header_binding
from harness.wire.codec.blob import to_bytes
from harness.wire.codec.codec import Codec
from harness.wire.codec.text import write_header
from harness.wire.message import Headers, Response


@dataclass(frozen=True, slots=True)
class ResponseBinding:
    """How the members of one output or error shape are spread over a response.

    Attributes:
        status: the member that is the HTTP status, if there is one.
        headers: the members in header fields, for reading.
        fields: the same for writing: a member to its field and writer.
        prefixed: a map member to the prefix of its fields.
        payload: the name and shape of the member that is the body; None where the unbound members are.
        body: the names of the unbound members.
    """

    status: str | None
    headers: HeaderBinding
    fields: Mapping[str, tuple[str, Convert]]
    prefixed: Mapping[str, str]
    payload: tuple[str, Shape] | None
    body: frozenset[str]

    def has_field(self, field: str) -> bool:
        """Tell whether a member travels in a header field, given by its lower-case name."""
        return any(field == bound for bound, _, _ in self.headers.single)

    def write_headers(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Return the header fields of the members that travel in them."""
        headers = {}
        for name, value in values.items():
            if value is None:
                continue
            if name in self.fields:
                field, convert = self.fields[name]
                headers[field] = convert(value)
            elif name in self.prefixed:
                headers.update({f"{self.prefixed[name]}{key}": str(item) for key, item in value.items()})
        return headers

    def body_values(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the members that travel in the body."""
        return {name: value for name, value in values.items() if name in self.body}

    def read_places(self, status: int, headers: Headers) -> dict[str, Any]:
        """Return the members found in status and headers."""
        values: dict[str, Any] = {}
        if self.status is not None:
            values[self.status] = status
        for _, name in self.headers.prefixed:
            values[name] = {}
        self.headers.read(headers, values)
        return values


def _compile(shape: Shape) -> ResponseBinding:
    fields, prefixed, body, status = {}, {}, set(), None
    payload = shape.serialization.get("payload")
    for name, member in shape.members.items():
        field = member.serialization.get("name", name)
        place = member.serialization.get("location")
        if place == "header":
            fields[name] = (field, write_header(member))
        elif place == "headers":
            prefixed[name] = field
        elif place == "statusCode":
            status = name
        else:
            body.add(name)
    return ResponseBinding(
        status=status,
        headers=header_binding(shape),
        fields=fields,
        prefixed=prefixed,
        payload=None if payload is None else (payload, shape.members[payload]),
        body=frozenset(body),
    )


_bindings: WeakKeyDictionary[Shape, ResponseBinding] = WeakKeyDictionary()


def response_binding(shape: Shape) -> ResponseBinding:
    """Return the binding of an output or error shape, compiled on first use."""
    if shape not in _bindings:
        _bindings[shape] = _compile(shape)
    return _bindings[shape]


def write_body(
    binding: ResponseBinding, shape: Shape, values: Mapping[str, Any], codec: Codec
) -> tuple[str, bytes]:
    """Return the content type and the body of the members that travel in it."""
    if binding.payload is None:
        return codec.media_type, codec.encode(shape, binding.body_values(values))
    name, member = binding.payload
    value = values.get(name)
    if member.type_name == "blob":
        return "application/octet-stream", b"" if value is None else to_bytes(value)
    if member.type_name == "string":
        return "text/plain", b"" if value is None else to_bytes(value)
    return codec.media_type, b"" if value is None else codec.encode(member, value)


def read_body(binding: ResponseBinding, shape: Shape, response: Response, codec: Codec) -> dict[str, Any]:
    """Return the members found in the body; a stream is given as it came, whatever its content coding."""
    if binding.payload is None:
        return codec.decode_members(shape, response.content)
    name, member = binding.payload
    if member.type_name == "blob":
        return {name: response.body}
    if member.type_name == "string":
        return {name: response.content.decode("utf-8", "replace")}
    content = response.content
    return {name: codec.decode(member, content)} if content else {}
