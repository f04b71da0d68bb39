"""Compile botocore's shapes into JSON Schema 2020-12.

Every named shape with something to say becomes one entry of ``$defs``, so recursion needs no special
case and each keyword's source is its definition: ``x-harness-shape`` names the botocore shape that the
keywords beside it come from. Structures allow no unknown members; that an unknown member of a response
is only a warning is the validator's business, not the schema's.

Keywords of our own (``docs/vocabulary.md``): ``x-harness-min-bytes`` and ``x-harness-max-bytes`` bound the
decoded length of base64 text; the other ``x-harness-*`` keywords are annotations.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from botocore.model import ListShape, MapShape, OperationModel, ServiceModel, Shape, StructureShape

from harness.contract.patterns import compile_pattern
from harness.contract.values import is_document
from harness.models.traits import trait

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

# What an Exchange holds for a timestamp: RFC 3339 (section 5.6) in UTC, ending in Z.
TIMESTAMP_PATTERN = (
    "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    "T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?Z$"
)
NON_FINITE_PATTERN = "^(NaN|-?Infinity)$"
# Smithy's hostLabel trait: the value becomes one label of the endpoint's host name.
HOST_LABEL_PATTERN = "^[A-Za-z0-9][A-Za-z0-9-]{0,62}$"

_REF = "#/$defs/"


def compile_request(operation: OperationModel) -> Schema:
    """Compile the schema of an operation's parameters, as a caller passes them to the client.

    Idempotency tokens are never required here, because botocore fills them in
    (``botocore.handlers.generate_idempotent_uuid``).
    """
    schema = _document(operation, operation.input_shape, "request")
    filled = operation.idempotent_members
    required = [name for name in schema.pop("required", ()) if name not in filled]
    return {**schema, "required": required} if required else schema


def compile_response(operation: OperationModel) -> Schema:
    """Compile the schema of an operation's result, without botocore's ``ResponseMetadata``."""
    return _document(operation, operation.output_shape, "response")


def compile_errors(operation: OperationModel) -> dict[str, Schema]:
    """Compile a schema for each documented error, by its error code.

    Each describes the members beside ``Code`` and ``Message`` that the error carries.
    """
    return {
        error_code(shape): _document(operation, shape, f"error:{error_code(shape)}")
        for shape in operation.error_shapes
    }


def error_code(shape: Shape) -> str:
    """Return the code that a service answers with for an error shape (``botocore.model`` ``error_code``)."""
    return str(shape.error_code or shape.name)


def _document(operation: OperationModel, shape: Shape | None, part: str) -> Schema:
    service = operation.service_model
    version = service.api_version
    head: Schema = {
        "$schema": DIALECT,
        "$id": f"urn:harness:{service.service_name}:{version}:{operation.name}:{part}",
        "title": f"{service.service_name}.{operation.name} {part.partition(':')[0]}",
    }
    if operation.deprecated:
        head["deprecated"] = True
    if shape is None:
        return {**head, "type": "object", "additionalProperties": False}
    definitions = _definitions(service).closure(references(shape))
    return {**head, **compile_shape(shape), **({"$defs": definitions} if definitions else {})}


class _Definitions:
    """The compiled definitions of one service's shapes, each made on first use."""

    def __init__(self, service: ServiceModel) -> None:
        self._service = weakref.proxy(service)
        self._schemas: dict[str, Schema] = {}
        self._references: dict[str, frozenset[str]] = {}

    def closure(self, names: Iterable[str]) -> dict[str, Schema]:
        """Return the definitions of the named shapes and of all that they refer to, sorted by name."""
        seen: set[str] = set()
        pending = list(names)
        while pending:
            name = pending.pop()
            if name not in seen:
                seen.add(name)
                pending.extend(self._define(name))
        return {name: self._schemas[name] for name in sorted(seen)}

    def _define(self, name: str) -> frozenset[str]:
        if name not in self._schemas:
            shape = self._service.shape_for(name)
            self._schemas[name] = compile_shape(shape)
            self._references[name] = references(shape)
        return self._references[name]


# Weak, so that models read from pages are let go; the key is the model and not its name, because a
# page's model has the name of an installed one.
_DEFINITIONS: weakref.WeakKeyDictionary[ServiceModel, _Definitions] = weakref.WeakKeyDictionary()


def _definitions(service: ServiceModel) -> _Definitions:
    found = _DEFINITIONS.get(service)
    if found is None:
        found = _DEFINITIONS.setdefault(service, _Definitions(service))
    return found


def references(shape: Shape) -> frozenset[str]:
    """Return the names of the shapes that the schema of a shape refers to."""
    if shape.type_name == "structure" and not is_document(shape):
        return frozenset(member.name for member in shape.members.values() if not _is_json_value(member))
    if shape.type_name == "list":
        return frozenset((shape.member.name,))
    if shape.type_name == "map":
        return frozenset((shape.key.name, shape.value.name))
    return frozenset()


def compile_shape(shape: Shape) -> Schema:
    """Compile one shape; the shapes inside it are referred to as ``#/$defs/<shape name>``."""
    schema = {"x-harness-shape": shape.name, **_BY_TYPE.get(shape.type_name, _string)(shape)}
    if shape.metadata.get("sensitive"):
        schema["x-harness-sensitive"] = True
    if trait(shape, "deprecated"):
        schema["deprecated"] = True
    return schema


def _is_json_value(shape: Shape) -> bool:
    return bool(shape.serialization.get("jsonvalue"))


def _bounds(shape: Shape, minimum: str, maximum: str) -> Schema:
    metadata = shape.metadata
    return {
        keyword: metadata[name] for keyword, name in ((minimum, "min"), (maximum, "max")) if name in metadata
    }


def _structure(shape: StructureShape) -> Schema:
    if is_document(shape):
        return {"x-harness-document": True}
    if shape.serialization.get("eventstream"):
        return {"type": "array", "x-harness-event-stream": True, "items": _members(shape, union=True)}
    return _members(shape, union=bool(shape.is_tagged_union))


def _members(shape: StructureShape, *, union: bool) -> Schema:
    members = shape.members
    schema: Schema = {
        "type": "object",
        "properties": {name: _member(member) for name, member in members.items()},
        "additionalProperties": False,
    }
    if required := list(shape.required_members):
        schema["required"] = required
    if union:
        schema |= {"x-harness-union": True, "minProperties": 1, "maxProperties": 1}
    return schema


def _member(shape: Shape) -> Schema:
    """Compile the place where a structure holds a shape: the reference and the traits of the place itself."""
    if _is_json_value(shape):
        return {"x-harness-shape": shape.name, "x-harness-json-value": True}
    schema: Schema = {"$ref": _REF + shape.name}
    if shape.metadata.get("idempotencyToken"):
        schema["x-harness-idempotency-token"] = True
    if trait(shape, "deprecated"):
        schema["deprecated"] = True
    if shape.serialization.get("hostLabel"):
        schema["allOf"] = [{"x-harness-host-label": shape.name, "pattern": HOST_LABEL_PATTERN}]
    return schema


def _list(shape: ListShape) -> Schema:
    return {
        "type": "array",
        "items": _element(shape, shape.member),
        **_bounds(shape, "minItems", "maxItems"),
    }


def _map(shape: MapShape) -> Schema:
    return {
        "type": "object",
        "propertyNames": {"$ref": _REF + shape.key.name},
        "additionalProperties": _element(shape, shape.value),
        **_bounds(shape, "minProperties", "maxProperties"),
    }


def _element(container: Shape, element: Shape) -> Schema:
    reference = {"$ref": _REF + element.name}
    # Smithy's sparse trait: the list or map may hold nulls.
    return {"anyOf": [reference, {"type": "null"}]} if trait(container, "sparse") else reference


def _string(shape: Shape) -> Schema:
    schema: Schema = {"type": "string", **_bounds(shape, "minLength", "maxLength")}
    if "enum" in shape.metadata:
        schema["enum"] = list(shape.metadata["enum"])
    if "pattern" in shape.metadata:
        pattern = compile_pattern(shape.metadata["pattern"])
        if pattern.translated is None:
            schema["x-harness-pattern-skipped"] = {"pattern": pattern.source, "reason": pattern.reason}
        else:
            schema["pattern"] = pattern.translated
            if pattern.translated != pattern.source:
                schema["x-harness-pattern"] = pattern.source
    return schema


def _integer(shape: Shape) -> Schema:
    return {"type": "integer", **_bounds(shape, "minimum", "maximum")}


def _float(shape: Shape) -> Schema:
    bounds = _bounds(shape, "minimum", "maximum")
    return {"type": ["number", "string"], "pattern": NON_FINITE_PATTERN, **bounds}


def _boolean(shape: Shape) -> Schema:
    return {"type": "boolean"}


def _timestamp(shape: Shape) -> Schema:
    schema: Schema = {"type": "string", "format": "date-time", "pattern": TIMESTAMP_PATTERN}
    if "timestampFormat" in shape.serialization:
        schema["x-harness-timestamp-format"] = shape.serialization["timestampFormat"]
    return schema


def _blob(shape: Shape) -> Schema:
    schema: Schema = {
        "type": "string",
        "contentEncoding": "base64",
        **_bounds(shape, "x-harness-min-bytes", "x-harness-max-bytes"),
    }
    if shape.serialization.get("streaming"):
        schema["x-harness-streaming"] = True
    return schema


_BY_TYPE: Mapping[str, Callable[[Any], Schema]] = {
    "structure": _structure,
    "list": _list,
    "map": _map,
    "string": _string,
    "character": _string,
    "integer": _integer,
    "long": _integer,
    "float": _float,
    "double": _float,
    "boolean": _boolean,
    "timestamp": _timestamp,
    "blob": _blob,
}
