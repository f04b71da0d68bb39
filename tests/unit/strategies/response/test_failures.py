from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError
from hypothesis import Phase, find, given, settings

from harness.contract.contract import contract
from harness.contract.schema import error_code
from harness.synth import Dropped, Error, Slow, Truncated, synthetic_client
from harness.synth import strategies as aws
from harness.synth.responses.answer import exchange_of
from harness.synth.responses.faults import Fault
from harness.synth.scene import DEFAULT_SCENE

_ONCE = Config(retries={"total_max_attempts": 1})


def drawn(strategy: Any, count: int = 300) -> list[Any]:
    """Some drawn values, with all health checks."""
    values: list[Any] = []

    @settings(max_examples=count, database=None, deadline=None, phases=[Phase.generate], derandomize=True)
    @given(strategy)
    def collect(value: Any) -> None:
        values.append(value)

    collect()
    assert values
    return values


@pytest.mark.parametrize(
    "operation",
    ["dynamodb.TransactWriteItems", "s3.GetObject", "cloudtrail.LookupEvents", "ec2.RunInstances"],
)
def test_every_documented_error_comes_up_and_keeps_to_its_contract(operation: str) -> None:
    held_to = contract(*operation.split("."))
    model = held_to.operation_model
    codes = set()
    for error in drawn(aws.errors(operation), 150):
        answer = error.answer(model, DEFAULT_SCENE)
        assert answer.error is not None
        codes.add(answer.error.code)
        found = held_to.check_exchange(exchange_of(held_to, {}, answer, DEFAULT_SCENE))
        assert [v for v in found if v.side == "response"] == []
    assert codes >= {error_code(shape) for shape in model.error_shapes}


@pytest.mark.parametrize(
    ("operation", "throttled", "failed"),
    [
        ("cloudtrail.LookupEvents", "ThrottlingException", "InternalServerError"),
        ("s3.GetObject", "SlowDown", "InternalError"),
        ("ec2.RunInstances", "RequestLimitExceeded", "InternalError"),
        ("iam.ListUsers", "Throttling", "InternalFailure"),
    ],
)
def test_what_every_service_answers_comes_up(operation: str, throttled: str, failed: str) -> None:
    assert {throttled, failed} <= {error.code for error in drawn(aws.errors(operation), 150)}


def test_errors_have_their_members() -> None:
    cancelled = [
        error
        for error in drawn(aws.errors("dynamodb.TransactWriteItems"))
        if error.code == "TransactionCanceledException"
    ]
    assert any("CancellationReasons" in error.members for error in cancelled)
    assert any("CancellationReasons" not in error.members for error in cancelled)


def test_faults_are_errors_and_troubles() -> None:
    faults: list[Fault] = drawn(aws.faults("cloudtrail.LookupEvents"))
    assert {type(fault) for fault in faults} == {Error, Dropped, Truncated, Slow}
    assert all(fault.seconds <= 0.05 for fault in faults if isinstance(fault, Slow))


def test_they_shrink_to_the_plainest() -> None:
    quickly = settings(database=None, deadline=None)
    assert find(aws.faults("cloudtrail.LookupEvents"), lambda fault: True, settings=quickly) == Dropped()
    assert find(aws.errors("cloudtrail.LookupEvents"), lambda error: True, settings=quickly) == Error(
        "ThrottlingException"
    )


@cache
def impatient_client() -> Any:
    return synthetic_client("cloudtrail", config=_ONCE, sleep=lambda seconds: None)


@settings(max_examples=30, deadline=None)
@given(aws.faults("cloudtrail.LookupEvents"))
def test_a_client_meets_them(fault: Fault) -> None:
    client = impatient_client()
    client.fault("cloudtrail.LookupEvents", fault)
    if isinstance(fault, Slow):
        assert "Events" in client.lookup_events()
    elif isinstance(fault, Error):
        with pytest.raises(ClientError) as raised:
            client.lookup_events()
        assert raised.value.response["Error"]["Code"] == fault.code
    else:
        with pytest.raises(ConnectionClosedError):
            client.lookup_events()
