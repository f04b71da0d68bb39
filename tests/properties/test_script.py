"""Any request of any operation, written as code, is the same request when the code is run."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import harness
from harness.contract.exchange import Exchange
from harness.contract.values import to_json_value
from harness.fuzz.script import script_lines
from harness.models import method_name, parse_operation_name
from harness.synth import strategies as aws

OPERATIONS = (
    "cloudtrail.LookupEvents",
    "dynamodb.PutItem",
    "ec2.CreateVolume",
    "s3.PutObject",
    "sqs.SendMessage",
)


class Recorder:
    """A client whose methods keep what they are given."""

    def __init__(self) -> None:
        self.given: dict[str, Any] = {}

    def __getattr__(self, method: str) -> Any:
        def call(**params: Any) -> None:
            self.given[method] = params

        return call


@pytest.mark.parametrize("name", OPERATIONS)
@given(data=st.data())
def test_code_makes_the_request(name: str, data: st.DataObject) -> None:
    service, operation = parse_operation_name(name)
    shape = harness.contract(service, operation).operation_model.input_shape
    params = to_json_value(shape, data.draw(aws.requests(name)))
    lines = "\n".join(script_lines([Exchange(service, operation, "us-east-1", params, response={})]))
    client = Recorder()
    exec(f"answer_1 = {lines.partition('answer_1 = ')[2]}", {service: client, "datetime": datetime})
    assert to_json_value(shape, client.given[method_name(operation)]) == params
