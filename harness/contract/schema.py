"""Compile botocore's shapes into JSON Schema 2020-12.

Every named shape with something to say becomes one entry of ``$defs``, so recursion needs no special
case and each keyword's source is its definition: ``x-harness-shape`` names the botocore shape that the
keywords next to it come from. Structures allow no unknown members; that an unknown member of a response
is only a warning is the validator's business, not the schema's.

Keywords of our own (``docs/vocabulary.md``): ``x-harness-min-bytes`` and ``x-harness-max-bytes`` bound the
decoded length of base64 text; the other ``x-harness-*`` keywords are annotations.
"""

from __future__ import annotations

import re
import weakref
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from botocore.model import ListShape, MapShape, OperationModel, ServiceModel, Shape, StructureShape
from botocore.utils import is_json_value_header

from harness.contract.patterns import pattern_of
from harness.contract.rules import Rule, Side
from harness.contract.values import is_document
from harness.models.traits import Reference, error_references, places, resolved, trait

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

# What an Exchange holds for a timestamp: RFC 3339 (section 5.6) in UTC, ending in Z.
TIMESTAMP_PATTERN = (
    "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    "T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?Z$"
)
# Smithy's hostLabel trait: the value becomes one label of the endpoint's host name.
HOST_LABEL_PATTERN = "^[A-Za-z0-9][A-Za-z0-9-]{0,62}$"

_REF = "#/$defs/"
_ANY_JSON: Schema = {"type": ["object", "array", "string", "number", "boolean", "null"]}
# What a service model mostly says of a shape; where a member says it, it holds in that place.
_SHAPE_TRAITS = frozenset(("min", "max", "enum", "pattern", "sensitive", "streaming", "timestampFormat"))
# The keywords of a rule's schema that apply to the entries of a value, by the type of the value.
_OF_ENTRIES = {"items": "array", "contains": "array", "additionalProperties": "object"}
_ERROR_FACTS = frozenset(("code", "message"))


def compile_request(operation: OperationModel) -> Schema:
    """Compile the schema of an operation's parameters, as a caller passes them to the client.

    Idempotency tokens are never required here, because botocore fills them in
    (``botocore.handlers.generate_idempotent_uuid``).
    """
    shape = operation.input_shape
    schema = _document(operation, shape, "request")
    members = {} if shape is None else places(shape)
    required = [
        name
        for name in schema.pop("required", ())
        if name not in members or not trait(resolved(shape, members[name]), "idempotencyToken")
    ]
    return {**schema, "required": required} if required else schema


def with_rules(schema: Schema, rules: Iterable[Rule], side: Side = "request") -> Schema:
    """Add the documented rules on one side to a schema, each with the reference to its sentence.

    Args:
        schema: what `compile_request` made, or the head of a document that has no shape.
        rules: rules of any side.
        side: the side whose rules are added.
    """
    definitions = schema.get("$defs", {})
    stated = [_narrowed(_rule(rule), schema, definitions) for rule in rules if rule.side == side]
    return {**schema, "allOf": stated} if stated else schema


def _narrowed(stated: Schema, place: Schema, definitions: Mapping[str, Schema]) -> Schema:
    """Leave out of a rule's schema what cannot apply in its place.

    ``[]`` in a rule's path stands for the entries of a list or of a map, and the rule's schema says both; one
    inside the other that makes 2^n branches, three megabytes for `quicksight.UpdateDashboard`.

    Args:
        stated: a rule's schema, or a part of it.
        place: the schema of the shape in the same place.
        definitions: what `place` refers to.
    """
    while "$ref" in place or "anyOf" in place:  # an entry that may be null as well is an anyOf
        place = definitions[place["$ref"].removeprefix(_REF)] if "$ref" in place else place["anyOf"][0]
    kind, narrowed = place.get("type"), dict(stated)
    if kind not in ("array", "object"):
        return stated
    for keyword, said in stated.items():
        if keyword == "properties":
            members = place.get("properties", {})
            narrowed[keyword] = {
                name: _narrowed(of_member, members.get(name, {}), definitions)
                for name, of_member in said.items()
            }
        elif keyword in ("if", "then", "not"):
            narrowed[keyword] = _narrowed(said, place, definitions)
        elif keyword in ("allOf", "anyOf", "oneOf"):
            able = [part for part in said if keyword != "anyOf" or part.get("type", kind) == kind]
            narrowed[keyword] = [_narrowed(part, place, definitions) for part in able]
        elif keyword in _OF_ENTRIES:
            if kind == _OF_ENTRIES[keyword]:
                entry = place.get("items" if kind == "array" else "additionalProperties")
                narrowed[keyword] = _narrowed(said, entry or {}, definitions)
            else:
                del narrowed[keyword]
    return narrowed


def compile_exchange(operation: OperationModel, rules: Iterable[Rule]) -> Schema:
    """Compile the rules on a response, to be applied to ``{"request", "response", "time"}``."""
    return with_rules(_head(operation.service_model, operation.name, "exchange"), rules, "response")


def compile_pages(operation: OperationModel, rules: Iterable[Rule]) -> Schema:
    """Compile the rules on a pagination, to be applied to the list of its exchanges."""
    return with_rules(_head(operation.service_model, operation.name, "pages"), rules, "chain")


def _rule(rule: Rule) -> Schema:
    return {"x-harness-source": rule.source.reference if rule.source else "prose", **rule.schema()}


def compile_response(operation: OperationModel) -> Schema:
    """Compile the schema of an operation's result, without botocore's ``ResponseMetadata``."""
    return _document(operation, operation.output_shape, "response")


def compile_errors(operation: OperationModel) -> dict[str, Schema]:
    """Compile a schema for each documented error, by its error code.

    Each describes the members that the error carries besides its code and its message, which are never
    required here: botocore's parsers move them to ``Error`` (``botocore.parsers``).
    """
    definitions = _definitions(operation.service_model)
    return dict(definitions.error(reference) for reference in error_references(operation))


def error_code(shape: Shape) -> str:
    """Return the code that a service answers with for an error shape (``botocore.model`` ``error_code``)."""
    return str(shape.error_code or shape.name)


def find_error(operation: OperationModel, code: str) -> Shape | None:
    """Find a documented error by the code that the service answers with, or by its shape's name."""
    shapes: list[Shape] = operation.error_shapes
    return next((shape for shape in shapes if code in (error_code(shape), shape.name)), None)


def _document(operation: OperationModel, shape: Shape | None, side: Side) -> Schema:
    service = operation.service_model
    head = _head(service, operation.name, side)
    if operation.deprecated:
        head["deprecated"] = True
    if shape is None:
        return {**head, "type": "object", "additionalProperties": False}
    return {**head, **_definitions(service).with_definitions(shape, side)}


def _head(service: ServiceModel, name: str, part: str) -> Schema:
    return {
        "$schema": DIALECT,
        "$id": f"urn:harness:{service.service_name}:{service.api_version}:{name}:{part}",
        "title": f"{service.service_name}.{name} {part}",
    }


class _Definitions:
    """The compiled definitions of one service's shapes, and its error schemas, each made on first use."""

    def __init__(self, service: ServiceModel) -> None:
        self._service = weakref.proxy(service)
        self._schemas: dict[Side, dict[str, Schema]] = {"request": {}, "response": {}}
        self._references: dict[str, tuple[str, ...]] = {}
        self._errors: dict[tuple[str, str], tuple[str, Schema]] = {}

    def with_definitions(self, shape: Shape, side: Side) -> Schema:
        """Compile a shape, with the definitions of all shapes that it refers to under ``$defs``."""
        schema = compile_shape(shape, side)
        definitions = self._closure(references(shape), side)
        return {**schema, "$defs": definitions} if definitions else schema

    def error(self, reference: Reference) -> tuple[str, Schema]:
        """Compile an error to its code and schema, which the operations of a service share."""
        key = reference["shape"], str(reference.get("error"))  # a place may give the error a code of its own
        if key not in self._errors:
            shape = self._service.resolve_shape_ref(reference)
            schema = self.with_definitions(shape, "response")
            required = [name for name in schema.pop("required", ()) if name.lower() not in _ERROR_FACTS]
            head = _head(self._service, shape.name, "error")
            made = {**head, **schema, **({"required": required} if required else {})}
            self._errors[key] = error_code(shape), made
        return self._errors[key]

    def _closure(self, names: Iterable[str], side: Side) -> dict[str, Schema]:
        """Return the definitions of the named shapes and of all that they refer to, sorted by name."""
        schemas, refers_to = self._schemas[side], self._references
        seen: set[str] = set()
        pending = list(names)
        while pending:
            name = pending.pop()
            if name not in seen:
                seen.add(name)
                if name not in schemas:
                    self._define(name)
                pending += refers_to[name]
        return {name: schemas[name] for name in sorted(seen)}

    def _define(self, name: str) -> None:
        shape = self._service.shape_for(name)
        self._references[name] = references(shape)
        made = self._schemas["request"][name] = compile_shape(shape, "request")
        self._schemas["response"][name] = compile_shape(shape, "response") if _has_pattern(shape) else made


def _has_pattern(shape: Shape) -> bool:
    """Tell whether a shape is compiled otherwise on each side, for a pattern of its own or of a place."""
    return trait(shape, "pattern") is not None or any(
        "pattern" in place or may_be_nothing(name, place.get("documentation", ""))
        for name, place in places(shape).items()
    )


_SAYS_EMPTY = re.compile(
    r"the response contains an empty\b|\bor an empty (list|map|array) if there\b", re.IGNORECASE
)


_LEAST = frozenset(("minItems", "minProperties", "minimum"))
_COUNTS_FAILURES = re.compile(r"^(failed|unsuccessful)\w*count$", re.IGNORECASE)


def may_be_nothing(name: str, documentation: str) -> bool:
    """Tell whether a member of a result is there even where it is empty or 0, whatever its shape's least is.

    ``UnprocessedItems`` shares the shape of ``RequestItems``, which has one entry at least; and Kinesis'
    ``FailedRecordCount`` that of numbers which begin with 1.
    """
    return _SAYS_EMPTY.search(documentation) is not None or _COUNTS_FAILURES.match(name) is not None


# Weak, so that models read from pages are let go; the key is the model and not its name, because a
# page's model has the name of an installed one.
_DEFINITIONS: weakref.WeakKeyDictionary[ServiceModel, _Definitions] = weakref.WeakKeyDictionary()


def _definitions(service: ServiceModel) -> _Definitions:
    found = _DEFINITIONS.get(service)
    if found is None:
        found = _DEFINITIONS.setdefault(service, _Definitions(service))
    return found


def references(shape: Shape) -> tuple[str, ...]:
    """Return the names of the shapes that the schema of a shape refers to; a document refers to itself."""
    if is_document(shape):
        return (shape.name,)
    return tuple({place["shape"]: None for place in places(shape).values()})


def compile_shape(shape: Shape, side: Side) -> Schema:
    """Compile one shape; the shapes inside it are referred to as ``#/$defs/<shape name>``.

    Args:
        shape: the shape.
        side: where it stands: a request has to match patterns as a whole, a response in any part.
    """
    schema = {"x-harness-shape": shape.name, **_BY_TYPE.get(shape.type_name, _string)(shape, side)}
    if trait(shape, "sensitive"):
        schema["x-harness-sensitive"] = True
    if trait(shape, "deprecated"):
        schema["deprecated"] = True
    return schema


def _bounds(shape: Shape, minimum: str, maximum: str) -> Schema:
    bounds = (minimum, trait(shape, "min")), (maximum, trait(shape, "max"))
    return {keyword: bound for keyword, bound in bounds if bound is not None}


def _structure(shape: StructureShape, side: Side) -> Schema:
    if is_document(shape):
        # No more than what JSON can hold; spelled out, so that a Python value of another type fails.
        inside = {"$ref": _REF + shape.name}
        return {"x-harness-document": True, **_ANY_JSON, "items": inside, "additionalProperties": inside}
    if trait(shape, "eventstream"):
        event = {"x-harness-shape": shape.name, **_members(shape, side, union=True)}
        return {"type": "array", "x-harness-event-stream": True, "items": event}
    return _members(shape, side, union=bool(trait(shape, "union")))


def _members(shape: StructureShape, side: Side, *, union: bool) -> Schema:
    schema: Schema = {
        "type": "object",
        "properties": {name: _member(shape, name, place, side) for name, place in places(shape).items()},
        "additionalProperties": False,
    }
    if required := trait(shape, "required"):
        schema["required"] = list(required)
    if union:
        schema |= {"x-harness-union": True, "minProperties": 1, "maxProperties": 1}
    return schema


def _member(shape: StructureShape, name: str, place: Reference, side: Side) -> Schema:
    """Compile the place where a structure holds a shape: a reference, and the place's own traits."""
    if len(place) == 1:
        return {"$ref": _REF + place["shape"]}
    if "jsonvalue" in place and is_json_value_header(resolved(shape, place)):
        return {"x-harness-shape": place["shape"], "x-harness-json-value": True, **_ANY_JSON}
    if side == "response" and may_be_nothing(name, place.get("documentation", "")):
        schema = compile_shape(resolved(shape, place), side)
        schema = {keyword: value for keyword, value in schema.items() if keyword not in _LEAST}
    elif not _SHAPE_TRAITS.isdisjoint(place):
        schema = compile_shape(resolved(shape, place), side)
    else:
        schema = {"$ref": _REF + place["shape"]}
    if place.get("idempotencyToken"):
        schema["x-harness-idempotency-token"] = True
    if place.get("deprecated"):
        schema["deprecated"] = True
    if place.get("hostLabel"):
        schema["allOf"] = [{"x-harness-host-label": place["shape"], "pattern": HOST_LABEL_PATTERN}]
    return schema


def _list(shape: ListShape, side: Side) -> Schema:
    return {
        "type": "array",
        "items": _element(shape, "member"),
        **_bounds(shape, "minItems", "maxItems"),
    }


def _map(shape: MapShape, side: Side) -> Schema:
    return {
        "type": "object",
        "propertyNames": {"$ref": _REF + places(shape)["key"]["shape"]},
        "additionalProperties": _element(shape, "value"),
        **_bounds(shape, "minProperties", "maxProperties"),
    }


def _element(container: Shape, place: str) -> Schema:
    reference = {"$ref": _REF + places(container)[place]["shape"]}
    # Smithy's sparse trait: the list or map may hold nulls.
    return {"anyOf": [reference, {"type": "null"}]} if trait(container, "sparse") else reference


def _string(shape: Shape, side: Side) -> Schema:
    schema: Schema = {"type": "string", **_bounds(shape, "minLength", "maxLength")}
    if (values := trait(shape, "enum")) is not None:
        schema["enum"] = list(values)
    pattern = pattern_of({name: trait(shape, name) for name in ("pattern", "min", "max")})
    if pattern is not None:
        spelled = pattern.whole if side == "request" else pattern.answered
        if spelled is None:
            schema["x-harness-pattern-skipped"] = {"pattern": pattern.source, "reason": pattern.reason}
        else:
            schema["pattern"] = spelled
            if spelled != pattern.source:
                schema["x-harness-pattern"] = pattern.source
    return schema


def _integer(shape: Shape, side: Side) -> Schema:
    return {"type": "integer", **_bounds(shape, "minimum", "maximum")}


def _float(shape: Shape, side: Side) -> Schema:
    bounds = _bounds(shape, "minimum", "maximum")
    # What is not finite is text, which minimum and maximum pass over.
    below, above = "minimum" in bounds, "maximum" in bounds
    names = ["NaN", *(["Infinity"] if not above else ()), *(["-Infinity"] if not below else ())]
    return {"type": ["number", "string"], "pattern": f"^({'|'.join(names)})$", **bounds}


def _boolean(shape: Shape, side: Side) -> Schema:
    return {"type": "boolean"}


def _timestamp(shape: Shape, side: Side) -> Schema:
    schema: Schema = {"type": "string", "format": "date-time", "pattern": TIMESTAMP_PATTERN}
    if form := trait(shape, "timestampFormat"):
        schema["x-harness-timestamp-format"] = form
    return schema


def _blob(shape: Shape, side: Side) -> Schema:
    schema: Schema = {
        "type": "string",
        "contentEncoding": "base64",
        **_bounds(shape, "x-harness-min-bytes", "x-harness-max-bytes"),
    }
    if trait(shape, "streaming"):
        schema["x-harness-streaming"] = True
    return schema


_BY_TYPE: Mapping[str, Callable[[Any, Side], Schema]] = {
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
