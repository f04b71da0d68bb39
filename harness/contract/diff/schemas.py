"""Read the schemas of operations back into a service description: the reverse of `harness.contract.schema`.

What the schemas do not hold stays unsaid: how values travel, the width of numbers, paginators, documentation,
and whether it is an operation or its shape that is deprecated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.model import ServiceModel

from harness.contract.diff.service import Aspect, ServiceContract
from harness.contract.schema import Schema

_SILENT: frozenset[Aspect] = frozenset(("deprecated", "documentation", "paginators", "widths", "wire"))
_BOUNDS = {
    "minLength": "min",
    "maxLength": "max",
    "minItems": "min",
    "maxItems": "max",
    "minProperties": "min",
    "maxProperties": "max",
    "minimum": "min",
    "maximum": "max",
    "x-harness-min-bytes": "min",
    "x-harness-max-bytes": "max",
}
# The traits that a place may have of its own (`harness.contract.schema`).
_PLACED = ("min", "max", "enum", "pattern", "sensitive", "streaming")


def contract_from_schemas(service: str, operations: Mapping[str, Mapping[str, Any]]) -> ServiceContract:
    """Read the schemas of operations of one service.

    Args:
        service: botocore's service name.
        operations: by API name and by part: ``request``, ``response``, ``errors`` (by error code),
            ``exchange`` and ``pages``, as ``harness schema --out`` writes them.

    Raises:
        LookupError, TypeError, AttributeError: they are no such schemas.
    """
    shapes: dict[str, Any] = {}
    described = {name: _operation(name, parts, shapes) for name, parts in operations.items()}
    for name, parts in operations.items():
        described[name]["errors"] = [
            {"shape": _error(code, schema, shapes)} for code, schema in parts["errors"].items()
        ]
    version = next(iter(operations.values()))["request"]["$id"].split(":")[3]
    metadata = {"apiVersion": version, "protocol": "json", "serviceId": service}
    model = ServiceModel({"metadata": metadata, "operations": described, "shapes": shapes}, service)
    return ServiceContract(model, silent=_SILENT, whole=False, stated=operations)


def _operation(name: str, parts: Mapping[str, Any], shapes: dict[str, Any]) -> dict[str, Any]:
    described: dict[str, Any] = {"name": name, "http": {"method": "POST", "requestUri": "/"}}
    for part, end in (("request", "input"), ("response", "output")):
        if "x-harness-shape" in parts[part]:
            described[end] = {"shape": _define(parts[part], shapes)}
    return described


def _error(code: str, schema: Schema, shapes: dict[str, Any]) -> str:
    """Add an error's shape, unless responses hold it too: their schemas have all that it requires."""
    name = str(schema["x-harness-shape"])
    if name not in shapes:
        _define(schema, shapes)
    shapes[name]["exception"] = True
    if code != name:
        shapes[name]["error"] = {"code": code}
    return name


def _define(schema: Schema, shapes: dict[str, Any]) -> str:
    """Add a document's shape, and all of its definitions, and return the shape's name."""
    definitions = schema.get("$defs", {})
    for name, definition in definitions.items():
        shapes[name] = _shape(definition, definitions)
    name = str(schema["x-harness-shape"])
    shapes[name] = _shape(schema, definitions)
    return name


def _shape(schema: Schema, definitions: Mapping[str, Schema]) -> dict[str, Any]:
    shape = _typed(schema, definitions)
    shape |= {name: schema[keyword] for keyword, name in _BOUNDS.items() if keyword in schema}
    if shape.get("union"):
        del shape["min"], shape["max"]
    for trait in ("sensitive", "streaming"):
        if schema.get(f"x-harness-{trait}"):
            shape[trait] = True
    return shape


def _typed(schema: Schema, definitions: Mapping[str, Schema]) -> dict[str, Any]:
    kind = schema["type"]
    if schema.get("x-harness-document"):
        return {"type": "structure", "members": {}, "document": True}
    if schema.get("x-harness-event-stream"):
        return _structure(schema["items"], definitions) | {"eventstream": True}
    if "properties" in schema:
        return _structure(schema, definitions) | ({"union": True} if schema.get("x-harness-union") else {})
    if kind == "array":
        return {"type": "list"} | _element("member", schema["items"])
    if kind == "object":
        keys = {"key": {"shape": _target(schema["propertyNames"])}}
        return {"type": "map"} | keys | _element("value", schema["additionalProperties"])
    if kind == "string":
        return _text(schema)
    return {"type": {"integer": "long", "boolean": "boolean"}.get(str(kind), "double")}


def _structure(schema: Schema, definitions: Mapping[str, Schema]) -> dict[str, Any]:
    members = {name: _place(place, definitions) for name, place in schema["properties"].items()}
    return {"type": "structure", "members": members, "required": schema.get("required", [])}


def _place(schema: Schema, definitions: Mapping[str, Schema]) -> dict[str, Any]:
    place: dict[str, Any] = {}
    if "$ref" in schema:
        place["shape"] = _target(schema)
    elif schema.get("x-harness-json-value"):
        place |= {"shape": schema["x-harness-shape"], "jsonvalue": True, "location": "header"}
    else:  # the place has traits of its own, besides those of its shape
        place["shape"] = schema["x-harness-shape"]
        own, shared = _shape(schema, definitions), _shape(definitions[place["shape"]], definitions)
        place |= {name: own[name] for name in _PLACED if name in own and own[name] != shared.get(name)}
    if schema.get("x-harness-idempotency-token"):
        place["idempotencyToken"] = True
    return place


def _element(place: str, schema: Schema) -> dict[str, Any]:
    if "anyOf" in schema:
        return {place: {"shape": _target(schema["anyOf"][0])}, "sparse": True}
    return {place: {"shape": _target(schema)}}


def _target(schema: Schema) -> str:
    return str(schema["$ref"]).removeprefix("#/$defs/")


def _text(schema: Schema) -> dict[str, Any]:
    if schema.get("contentEncoding"):
        return {"type": "blob"}
    if schema.get("format") == "date-time":
        return {"type": "timestamp"}
    shape: dict[str, Any] = {"type": "string"}
    if "enum" in schema:
        shape["enum"] = schema["enum"]
    pattern = schema.get("x-harness-pattern", schema.get("pattern"))
    pattern = schema.get("x-harness-pattern-skipped", {}).get("pattern", pattern)
    return shape if pattern is None else shape | {"pattern": pattern}
