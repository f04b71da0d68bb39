"""The meta-schema of our vocabulary: what contracts hold is valid against it, and mistakes are not."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import SchemaRegistry

import harness
from harness.contract.meta_schema import META_SCHEMA_ID, meta_schema
from harness.contract.rules import KEYWORD_PREFIX
from harness.contract.schema import DIALECT
from harness.contract.vocabulary import KEYWORDS


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    from jsonschema_specifications import REGISTRY

    registry: SchemaRegistry = REGISTRY.with_contents([(META_SCHEMA_ID, meta_schema())])
    assert isinstance(registry, Registry)
    return Draft202012Validator(meta_schema(), registry=registry)


@pytest.fixture(scope="module")
def fast_validator() -> jsonschema_rs.Draft202012Validator:
    registry = jsonschema_rs.Registry([(META_SCHEMA_ID, meta_schema())])
    return jsonschema_rs.Draft202012Validator(meta_schema(), registry=registry)


def test_the_meta_schema_is_a_schema_itself() -> None:
    Draft202012Validator.check_schema(meta_schema())
    assert meta_schema()["$schema"] == DIALECT


def test_every_keyword_that_judges_is_described() -> None:
    assert meta_schema()["properties"].keys() >= KEYWORDS.keys()


@pytest.mark.parametrize(
    ("service", "operation"),
    [
        ("cloudtrail", "ListInsightsData"),
        ("cloudtrail", "ListInsightsMetricData"),
        ("xray", "GetInsight"),
        ("internetmonitor", "GetInternetEvent"),
        ("ec2", "RunInstances"),
        ("dynamodb", "Query"),
        ("s3", "PutObject"),
        ("bedrock-runtime", "ConverseStream"),
    ],
)
def test_the_schemas_of_a_contract_are_valid(
    fast_validator: jsonschema_rs.Draft202012Validator, service: str, operation: str
) -> None:
    contract = harness.contract(service, operation)
    rules = [rule.schema() for rule in contract.rules]
    for schema in (
        contract.request_schema,
        contract.response_schema,
        *contract.error_schemas.values(),
        *rules,
    ):
        assert list(fast_validator.iter_errors(schema)) == []


def test_the_reference_agrees(validator: Draft202012Validator) -> None:
    contract = harness.contract("cloudtrail", "ListInsightsData")
    assert list(validator.iter_errors(contract.request_schema)) == []
    assert list(validator.iter_errors(contract.response_schema)) == []


@pytest.mark.parametrize(
    "schema",
    [
        {"x-harness-min-bytes": -1},
        {"x-harness-sensitive": "yes"},
        {"x-harness-order": {"params": ["a", "b"], "relation": ">"}},
        {"x-harness-order": {"params": ["a", "b"]}},
        {"x-harness-same_length": {"members": "a"}},
        {"x-harness-present_only_if": {"member": "a", "if": {"param": "b"}}},
        {"x-harness-unheard-of": True},
        {"properties": {"a": {"x-harness-max-bytes": "many"}}},
        {"type": 5},
    ],
)
def test_a_mistake_is_found_at_any_depth(
    validator: Draft202012Validator,
    fast_validator: jsonschema_rs.Draft202012Validator,
    schema: dict[str, Any],
) -> None:
    assert not validator.is_valid(schema)
    assert not fast_validator.is_valid(schema)


def test_the_prefix_is_the_vocabulary_s_own() -> None:
    assert all(keyword.startswith(KEYWORD_PREFIX) for keyword in KEYWORDS)
