"""Each trait of the models as JSON Schema, on small service descriptions and on real operations."""

from __future__ import annotations

from typing import Any, ClassVar

import jsonschema_rs
import pytest
from botocore.model import OperationModel, ServiceModel

from harness.contract.rules import Condition, Range, Requires, Side
from harness.contract.schema import (
    DIALECT,
    HOST_LABEL_PATTERN,
    TIMESTAMP_PATTERN,
    compile_errors,
    compile_request,
    compile_response,
    compile_shape,
    error_code,
    find_error,
    with_rules,
)
from harness.contract.vocabulary import fast_validator
from harness.models import find_operation


def service(shapes: dict[str, Any], **operation: Any) -> ServiceModel:
    """A service with one operation, ``Do``, whose input is the shape ``Input`` if there is one."""
    ends = {"input": {"shape": "Input"}} if "Input" in shapes else {}
    return ServiceModel(
        {
            "metadata": {"apiVersion": "2020-01-01", "protocol": "json", "serviceId": "Toy"},
            "operations": {
                "Do": {"name": "Do", "http": {"method": "POST", "requestUri": "/"}, **ends, **operation}
            },
            "shapes": {"String": {"type": "string"}, **shapes},
        },
        service_name="toy",
    )


def operation(shapes: dict[str, Any], **traits: Any) -> OperationModel:
    return service(shapes, **traits).operation_model("Do")


def compiled(shape: dict[str, Any], side: Side = "request", **others: Any) -> dict[str, Any]:
    return compile_shape(service({"Subject": shape, **others}).shape_for("Subject"), side)


def structure(members: dict[str, Any], **traits: Any) -> dict[str, Any]:
    return {"type": "structure", "members": members, **traits}


SHAPES = {
    "string": ({"type": "string"}, {"type": "string"}),
    "string, length in characters": (
        {"type": "string", "min": 1, "max": 8},
        {"type": "string", "minLength": 1, "maxLength": 8},
    ),
    "enum": ({"type": "string", "enum": ["A", "B"]}, {"type": "string", "enum": ["A", "B"]}),
    "pattern": ({"type": "string", "pattern": "^a+$"}, {"type": "string", "pattern": "^a+$"}),
    "pattern in another spelling": (
        {"type": "string", "pattern": r"^\d$"},
        {"type": "string", "pattern": "^[0-9]$", "x-harness-pattern": r"^\d$"},
    ),
    "character": ({"type": "character"}, {"type": "string"}),
    "sensitive": (
        {"type": "string", "sensitive": True},
        {"type": "string", "x-harness-sensitive": True},
    ),
    "deprecated": ({"type": "string", "deprecated": True}, {"type": "string", "deprecated": True}),
    "integer, range": (
        {"type": "integer", "min": 0, "max": 9},
        {"type": "integer", "minimum": 0, "maximum": 9},
    ),
    "long": ({"type": "long", "min": -1}, {"type": "integer", "minimum": -1}),
    "float": (
        {"type": "float"},
        {"type": ["number", "string"], "pattern": "^(NaN|Infinity|-Infinity)$"},
    ),
    "double, range": (
        {"type": "double", "min": 0, "max": 1},
        {"type": ["number", "string"], "pattern": "^(NaN)$", "minimum": 0, "maximum": 1},
    ),
    "double, maximum": (
        {"type": "double", "max": 1},
        {"type": ["number", "string"], "pattern": "^(NaN|-Infinity)$", "maximum": 1},
    ),
    "boolean": ({"type": "boolean"}, {"type": "boolean"}),
    "timestamp": (
        {"type": "timestamp"},
        {"type": "string", "format": "date-time", "pattern": TIMESTAMP_PATTERN},
    ),
    "timestamp with a format": (
        {"type": "timestamp", "timestampFormat": "iso8601"},
        {
            "type": "string",
            "format": "date-time",
            "pattern": TIMESTAMP_PATTERN,
            "x-harness-timestamp-format": "iso8601",
        },
    ),
    "blob, length in bytes": (
        {"type": "blob", "min": 1, "max": 4},
        {
            "type": "string",
            "contentEncoding": "base64",
            "x-harness-min-bytes": 1,
            "x-harness-max-bytes": 4,
        },
    ),
    "streaming blob": (
        {"type": "blob", "streaming": True},
        {"type": "string", "contentEncoding": "base64", "x-harness-streaming": True},
    ),
    "list, size": (
        {"type": "list", "member": {"shape": "String"}, "min": 1, "max": 5},
        {"type": "array", "items": {"$ref": "#/$defs/String"}, "minItems": 1, "maxItems": 5},
    ),
    "sparse list": (
        {"type": "list", "member": {"shape": "String"}, "sparse": True},
        {"type": "array", "items": {"anyOf": [{"$ref": "#/$defs/String"}, {"type": "null"}]}},
    ),
    "map, size": (
        {"type": "map", "key": {"shape": "Key"}, "value": {"shape": "String"}, "min": 1, "max": 2},
        {
            "type": "object",
            "propertyNames": {"$ref": "#/$defs/Key"},
            "additionalProperties": {"$ref": "#/$defs/String"},
            "minProperties": 1,
            "maxProperties": 2,
        },
    ),
    "sparse map": (
        {"type": "map", "key": {"shape": "Key"}, "value": {"shape": "String"}, "sparse": True},
        {
            "type": "object",
            "propertyNames": {"$ref": "#/$defs/Key"},
            "additionalProperties": {"anyOf": [{"$ref": "#/$defs/String"}, {"type": "null"}]},
        },
    ),
    "structure": (
        structure({"A": {"shape": "String"}, "B": {"shape": "Key"}}, required=["A"]),
        {
            "type": "object",
            "properties": {"A": {"$ref": "#/$defs/String"}, "B": {"$ref": "#/$defs/Key"}},
            "additionalProperties": False,
            "required": ["A"],
        },
    ),
    "union": (
        structure({"A": {"shape": "String"}}, union=True),
        {
            "type": "object",
            "properties": {"A": {"$ref": "#/$defs/String"}},
            "additionalProperties": False,
            "x-harness-union": True,
            "minProperties": 1,
            "maxProperties": 1,
        },
    ),
    "document": (
        structure({}, document=True),
        {
            "x-harness-document": True,
            "type": ["object", "array", "string", "number", "boolean", "null"],
            "items": {"$ref": "#/$defs/Subject"},
            "additionalProperties": {"$ref": "#/$defs/Subject"},
        },
    ),
    "event stream": (
        structure({"A": {"shape": "String"}}, eventstream=True),
        {
            "type": "array",
            "x-harness-event-stream": True,
            "items": {
                "x-harness-shape": "Subject",
                "type": "object",
                "properties": {"A": {"$ref": "#/$defs/String"}},
                "additionalProperties": False,
                "x-harness-union": True,
                "minProperties": 1,
                "maxProperties": 1,
            },
        },
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_each_trait_of_a_shape(name: str) -> None:
    shape, schema = SHAPES[name]
    assert compiled(shape, Key={"type": "string"}) == {"x-harness-shape": "Subject", **schema}


@pytest.mark.parametrize(
    ("pattern", "request_schema", "response_schema"),
    [
        ("^a+$", {"pattern": "^a+$"}, {"pattern": "^a+$"}),
        ("a+", {"pattern": "^a+$", "x-harness-pattern": "a+"}, {"pattern": "a+"}),
        (
            r"^\w|b$",
            {"pattern": "^(?:^[0-9A-Z_a-z]|b$)$", "x-harness-pattern": r"^\w|b$"},
            {"pattern": "^[0-9A-Z_a-z]|b$", "x-harness-pattern": r"^\w|b$"},
        ),
    ],
)
def test_a_pattern_is_anchored_in_requests_and_as_written_in_responses(
    pattern: str, request_schema: dict[str, Any], response_schema: dict[str, Any]
) -> None:
    shape = {"type": "string", "pattern": pattern}
    known = {"x-harness-shape": "Subject", "type": "string"}
    assert compiled(shape, "request") == known | request_schema
    assert compiled(shape, "response") == known | response_schema


def test_a_shape_of_both_sides_has_a_definition_on_each() -> None:
    ends = structure({"A": {"shape": "Name"}})
    shapes = {"Input": ends, "Output": ends, "Name": {"type": "string", "pattern": "a+"}}
    model = operation(shapes, output={"shape": "Output"})
    assert compile_request(model)["$defs"]["Name"]["pattern"] == "^a+$"
    assert compile_response(model)["$defs"]["Name"]["pattern"] == "a+"


def test_a_pattern_that_the_bounds_contradict_is_held_to_a_part_or_skipped() -> None:
    assert compiled({"type": "string", "pattern": "a", "min": 2})["pattern"] == "a"
    assert compiled({"type": "string", "pattern": "a{3}", "max": 2})["x-harness-pattern-skipped"] == {
        "pattern": "a{3}",
        "reason": "no text of an allowed length can match it",
    }


def test_pattern_that_cannot_be_run_is_named_and_skipped() -> None:
    assert compiled({"type": "string", "pattern": "a)"}) == {
        "x-harness-shape": "Subject",
        "type": "string",
        "x-harness-pattern-skipped": {"pattern": "a)", "reason": "the ) at offset 1 closes no group"},
    }


MEMBERS = {
    "plain": ({}, {"$ref": "#/$defs/String"}),
    "documentation, location": (
        {"documentation": "<p>Text.</p>", "location": "header", "locationName": "x-a"},
        {"$ref": "#/$defs/String"},
    ),
    "deprecated": ({"deprecated": True}, {"$ref": "#/$defs/String", "deprecated": True}),
    "idempotency token": (
        {"idempotencyToken": True},
        {"$ref": "#/$defs/String", "x-harness-idempotency-token": True},
    ),
    "host label": (
        {"hostLabel": True},
        {
            "$ref": "#/$defs/String",
            "allOf": [{"x-harness-host-label": "String", "pattern": HOST_LABEL_PATTERN}],
        },
    ),
    "jsonvalue header": (
        {"jsonvalue": True, "location": "header", "locationName": "x-a"},
        {
            "x-harness-shape": "String",
            "x-harness-json-value": True,
            "type": ["object", "array", "string", "number", "boolean", "null"],
        },
    ),
    "jsonvalue elsewhere is text to botocore": ({"jsonvalue": True}, {"$ref": "#/$defs/String"}),
    "a shape's trait that holds in this place only": (
        {"enum": ["A"]},
        {"x-harness-shape": "String", "type": "string", "enum": ["A"]},
    ),
}


@pytest.mark.parametrize("name", MEMBERS)
def test_each_trait_of_a_member(name: str) -> None:
    traits, schema = MEMBERS[name]
    assert compiled(structure({"A": {"shape": "String", **traits}}))["properties"]["A"] == schema


class TestRequest:
    def test_has_its_dialect_its_name_and_only_the_definitions_it_refers_to(self) -> None:
        shapes = {
            "Input": structure({"A": {"shape": "Names"}}, required=["A"]),
            "Names": {"type": "list", "member": {"shape": "String"}},
            "Unused": {"type": "string"},
        }
        assert compile_request(operation(shapes)) == {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": "urn:harness:toy:2020-01-01:Do:request",
            "title": "toy.Do request",
            "x-harness-shape": "Input",
            "type": "object",
            "properties": {"A": {"$ref": "#/$defs/Names"}},
            "additionalProperties": False,
            "required": ["A"],
            "$defs": {
                "Names": {
                    "x-harness-shape": "Names",
                    "type": "array",
                    "items": {"$ref": "#/$defs/String"},
                },
                "String": {"x-harness-shape": "String", "type": "string"},
            },
        }

    def test_requires_no_idempotency_token(self) -> None:
        members = {"A": {"shape": "String"}, "Token": {"shape": "String", "idempotencyToken": True}}
        assert compile_request(operation({"Input": structure(members, required=["A", "Token"])}))[
            "required"
        ] == ["A"]
        only_token = operation({"Input": structure({"Token": members["Token"]}, required=["Token"])})
        assert "required" not in compile_request(only_token)

    def test_of_an_operation_without_input_allows_no_parameters(self) -> None:
        assert compile_request(operation({})) == {
            "$schema": DIALECT,
            "$id": "urn:harness:toy:2020-01-01:Do:request",
            "title": "toy.Do request",
            "type": "object",
            "additionalProperties": False,
        }

    def test_says_that_its_operation_is_deprecated(self) -> None:
        assert compile_request(operation({"Input": structure({})}, deprecated=True))["deprecated"] is True

    def test_refers_to_recursive_shapes_by_name(self) -> None:
        shapes = {
            "Input": structure({"Tree": {"shape": "Tree"}}),
            "Tree": structure({"Left": {"shape": "Tree"}, "Right": {"shape": "Tree"}}),
        }
        schema = compile_request(operation(shapes))
        assert set(schema["$defs"]) == {"Tree"}
        assert schema["$defs"]["Tree"]["properties"]["Left"] == {"$ref": "#/$defs/Tree"}

    def test_that_is_recursive_itself(self) -> None:
        schema = compile_request(operation({"Input": structure({"Next": {"shape": "Input"}})}))
        assert schema["properties"]["Next"] == {"$ref": "#/$defs/Input"}
        assert jsonschema_rs.Draft202012Validator(schema).is_valid({"Next": {"Next": {}}})

    def test_with_a_document_holds_the_definition_that_the_document_refers_to(self) -> None:
        shapes = {"Input": structure({"Any": {"shape": "Any"}}), "Any": structure({}, document=True)}
        assert set(compile_request(operation(shapes))["$defs"]) == {"Any"}

    def test_two_models_of_one_name_are_kept_apart(self) -> None:
        first, second = (
            operation({"Input": structure({"A": {"shape": "S"}}), "S": {"type": "string", "max": size}})
            for size in (1, 2)
        )
        assert compile_request(first)["$defs"]["S"]["maxLength"] == 1
        assert compile_request(second)["$defs"]["S"]["maxLength"] == 2


class TestErrors:
    SHAPES: ClassVar[dict[str, Any]] = {
        "Gone": structure(
            {"message": {"shape": "String"}, "Id": {"shape": "String"}},
            required=["message", "Id"],
            error={"code": "Toy.Gone"},
            exception=True,
        ),
        "Busy": structure({"Message": {"shape": "String"}}, required=["Message"], exception=True),
    }
    OPERATION = operation(SHAPES, errors=[{"shape": "Gone"}, {"shape": "Busy"}])

    def test_are_keyed_by_code_and_never_require_what_botocore_moves(self) -> None:
        schemas = compile_errors(self.OPERATION)
        assert {code: schema.get("required") for code, schema in schemas.items()} == {
            "Toy.Gone": ["Id"],
            "Busy": None,
        }
        assert schemas["Busy"]["$id"] == "urn:harness:toy:2020-01-01:Busy:error"
        assert schemas["Busy"]["title"] == "toy.Busy error"

    @pytest.mark.parametrize("code", ["Toy.Gone", "Gone"])
    def test_are_found_by_code_and_by_name(self, code: str) -> None:
        found = find_error(self.OPERATION, code)
        assert found is not None
        assert (found.name, error_code(found)) == ("Gone", "Toy.Gone")

    def test_that_are_not_documented_are_not_found(self) -> None:
        assert find_error(self.OPERATION, "Other") is None

    def test_are_shared_by_the_operations_of_a_service(self) -> None:
        code = "InvalidTrailNameException"
        first, second = (
            compile_errors(find_operation("cloudtrail", name)) for name in ("GetTrail", "DeleteTrail")
        )
        assert first[code] is second[code]


class TestRealOperations:
    def test_response_of_an_operation_with_an_event_stream(self) -> None:
        schema = compile_response(find_operation("s3", "SelectObjectContent"))
        stream = schema["$defs"]["SelectObjectContentEventStream"]
        assert stream["type"] == "array"
        assert sorted(stream["items"]["properties"]) == ["Cont", "End", "Progress", "Records", "Stats"]

    def test_recursive_union_of_dynamodb(self) -> None:
        schema = compile_request(find_operation("dynamodb", "PutItem"))
        value = schema["$defs"]["AttributeValue"]
        assert value["properties"]["M"] == {"$ref": "#/$defs/MapAttributeValue"}

    def test_streaming_request_body(self) -> None:
        schema = compile_request(find_operation("s3", "PutObject"))
        assert schema["properties"]["Body"] == {
            "x-harness-shape": "Body",
            "type": "string",
            "contentEncoding": "base64",
            "x-harness-streaming": True,
        }

    def test_enum_of_a_member(self) -> None:
        schema = compile_request(find_operation("apigatewayv2", "ExportApi"))
        assert schema["properties"]["OutputType"]["enum"] == ["YAML", "JSON"]


class TestRulesInTheirPlace:
    """``[]`` in a path is for entries of a list and of a map; the schema says which the model has."""

    SHAPES: ClassVar[dict[str, Any]] = {
        "Input": structure({"Lists": {"shape": "Lists"}, "Maps": {"shape": "Maps"}, "Any": {"shape": "Any"}}),
        "Lists": {"type": "list", "member": {"shape": "Maps"}, "sparse": True},
        "Maps": {"type": "map", "key": {"shape": "String"}, "value": {"shape": "Entry"}},
        "Entry": structure({"Count": {"shape": "Count"}, "Names": {"shape": "Names"}}),
        "Names": {"type": "list", "member": {"shape": "String"}},
        "Count": {"type": "integer"},
        "Any": {"type": "structure", "document": True, "members": {}},
    }
    MODEL = compile_request(operation(SHAPES))

    def test_a_path_through_a_list_and_a_map_is_one_branch(self) -> None:
        (stated,) = with_rules(self.MODEL, [Range("Lists[][].Count", 1, 5)])["allOf"]
        count = {"properties": {"Count": {"minimum": 1, "maximum": 5}}}
        assert stated == {
            "x-harness-source": "prose",
            "properties": {"Lists": {"items": {"additionalProperties": count}}},
        }

    def test_a_condition_on_entries(self) -> None:
        (stated,) = with_rules(
            self.MODEL, [Requires(Condition("Maps[].Names[]", ("a",)), then=("Maps[].Count",))]
        )["allOf"]
        names = {"type": "array", "contains": {"enum": ["a"]}}
        assert stated["properties"]["Maps"] == {
            "additionalProperties": {
                "if": {
                    "type": "object",
                    "properties": {"Names": {"anyOf": [names]}},
                    "required": ["Names"],
                },
                "then": {"allOf": [{"type": "object", "properties": {"Count": {}}, "required": ["Count"]}]},
            }
        }

    def test_a_document_may_be_both(self) -> None:
        rule = Range("Any[].Count", 1, 5)
        (stated,) = with_rules(self.MODEL, [rule])["allOf"]
        assert stated == {"x-harness-source": "prose", **rule.schema()}

    @pytest.mark.parametrize(
        ("value", "holds"),
        [
            ({"Lists": [{"a": {"Count": 5}}, None, {}]}, True),
            ({"Lists": [{"a": {"Count": 5}}, None, {"b": {}, "c": {"Count": 6}}]}, False),
            ({"Lists": {"a": [{"Count": 5}]}}, False),
            ({"Maps": {"a": {"Names": ["b", "a"], "Count": 1}}}, True),
            ({"Maps": {"a": {"Names": ["b"]}}}, True),
            ({"Maps": {"a": {"Names": ["b"]}, "c": {"Names": ["b", "a"]}}}, False),
        ],
    )
    def test_the_verdict_is_that_of_the_rules(self, value: dict[str, Any], holds: bool) -> None:
        rules = [
            Range("Lists[][].Count", 1, 5),
            Requires(Condition("Maps[].Names[]", ("a",)), then=("Maps[].Count",)),
        ]
        assert fast_validator(with_rules(self.MODEL, rules)).is_valid(value) is holds
        both = {**self.MODEL, "allOf": [rule.schema() for rule in rules]}
        assert fast_validator(both).is_valid(value) is holds
