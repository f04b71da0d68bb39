"""Schemas read back say of an operation what its model says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from botocore.model import ServiceModel

from harness.contract.contract import Contract
from harness.contract.diff import ServiceContract, diff_contracts
from harness.contract.diff.schemas import contract_from_schemas
from harness.models import load_service


def schemas_of(model: ServiceModel, name: str) -> Mapping[str, Any]:
    contract = Contract(model.operation_model(name))
    return {
        "request": contract.request_schema,
        "response": contract.response_schema,
        "errors": contract.error_schemas,
        "exchange": contract.exchange_schema,
        "pages": contract.pages_schema,
    }


@pytest.mark.parametrize(
    ("service", "name"),
    [
        ("cloudtrail", "ListInsightsMetricData"),  # rules on requests, responses and pages
        ("dynamodb", "BatchWriteItem"),  # recursion
        ("lexv2-runtime", "StartConversation"),  # event streams, errors in responses
        ("s3", "PutObject"),  # streams, patterns
        ("lex-runtime", "PostContent"),  # JSON in headers
        ("bedrock-runtime", "Converse"),  # documents
        ("sqs", "SendMessageBatch"),  # errors with codes of their own
        ("connectcases", "SearchCases"),  # lists with nulls
        ("cloudfront", "CreateDistributionWithTags"),  # sensitive places
    ],
)
def test_operations_of_botocore(service: str, name: str) -> None:
    model = load_service(service)
    read = contract_from_schemas(service, {name: schemas_of(model, name)})
    assert diff_contracts(read, ServiceContract(model)) == ()
    assert diff_contracts(ServiceContract(model), read) == ()


def toy(text: str) -> ServiceModel:
    """A service with an operation whose one parameter is documented so."""
    member = {"shape": "Number", "documentation": text}
    return ServiceModel(
        {
            "metadata": {"apiVersion": "2020-01-01", "protocol": "json", "serviceId": "Toy"},
            "operations": {
                "Do": {
                    "name": "Do",
                    "http": {"method": "POST", "requestUri": "/"},
                    "input": {"shape": "Input"},
                    "deprecated": True,
                }
            },
            "shapes": {
                "Input": {"type": "structure", "members": {"Period": member}},
                "Number": {"type": "integer"},
            },
        },
        "toy",
    )


def test_rules_are_compared_in_the_form_of_the_schemas() -> None:
    read = contract_from_schemas("toy", {"Do": schemas_of(toy("Valid values are 60, 300, and 3600."), "Do")})
    added, removed = sorted(
        diff_contracts(read, ServiceContract(toy("Valid values are 60 and 3600."))), key=lambda c: c.code
    )
    assert added.code == "request-rule-added"
    assert added.message == (
        'toy Input.Period: it is now documented that {"properties": {"Period": {"enum": [60, 3600]}}}.'
    )
    assert removed.code == "request-rule-removed"
    assert removed.old == {"properties": {"Period": {"enum": [60, 300, 3600]}}}
