"""Every operation of every service is answered: as documented, and through botocore's own codec."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator

import pytest
from botocore.config import Config
from botocore.model import OperationModel

from harness.contract.contract import Contract
from harness.contract.violation import Severity
from harness.models import load_service, method_name, operations, service_names
from harness.models.headers import condition_members
from harness.synth import SyntheticService, example_request, respond
from harness.synth.client import attach
from harness.synth.sessions import plain_client

# Operations whose request no client of botocore can send: their input is a stream of events.
NOT_SENT = "event stream input"

# botocore.handlers.json_decode_policies makes objects of the policies, which the model has as texts.
READ_OTHERWISE = {("iam", "type")}

# Where no request or response can be right, and why.
IMPOSSIBLE = {
    "cloudfront-keyvaluestore": "botocore's endpoint rules want an ARN of a form that is not documented",
    "iotsitewise.ListActions": "a token is required of every page, and the last page has none to give",
    "s3.PutBucketNotification": "S3 reads it as PutBucketNotificationConfiguration, which requires more",
}


def problems(contract: Contract, seed: int) -> list[str]:
    """Make an example request and answer it, without the wire."""
    request = example_request(contract, seed)
    asked = contract.check_request(request)
    answer = respond(contract, request, seed)
    if answer.error is not None:
        return [f"{contract.name}: {answer.error}; {[v.message for v in asked]}"]
    answered = contract.check_response(request, answer.result(contract.operation_model))
    return [f"{contract.name} {v.side}: {v.message}" for v in [*asked, *answered]]


def problems_through_client(operation: OperationModel, client: object, seed: int) -> list[str]:
    """Make an example request and have botocore send it; check what botocore read.

    It has no preconditions (RFC 9110, section 13): what does not hold is rightly refused.
    """
    contract = Contract(operation)
    conditions = condition_members(operation).values()
    request = {k: v for k, v in example_request(contract, seed).items() if k not in conditions}
    try:
        response = getattr(client, method_name(operation.name))(**request)
    except Exception as error:
        return [f"{contract.name}: {type(error).__name__}: {error}"]
    found = contract.check_response(request, response)
    return [
        f"{contract.name}: {v.code} {v.message}"
        for v in found
        if v.severity is Severity.ERROR and (contract.service, v.code) not in READ_OTHERWISE
    ]


def unexplained(found: list[str]) -> list[str]:
    return [problem for problem in found if not problem.startswith(tuple(IMPOSSIBLE))]


def synthetic(service: str) -> object:
    config = Config(retries={"total_max_attempts": 1}, parameter_validation=True)
    return attach(plain_client(service, "us-east-1", config), SyntheticService(1))


def callable_operations(service: str) -> Iterator[OperationModel]:
    for operation in operations(service):
        if not operation.has_event_stream_input:
            yield operation


def test_a_sample_of_operations_is_answered_as_documented() -> None:
    drawn = random.Random(4)
    sample = [drawn.choice(list(operations(service))) for service in drawn.sample(service_names(), 100)]
    assert [p for operation in sample for p in problems(Contract(operation), 3)] == []


def test_a_sample_of_operations_is_answered_through_botocore() -> None:
    drawn = random.Random(7)
    found = []
    for service in ["s3", "ec2", "sqs", "lambda", *drawn.sample(service_names(), 4)]:
        client = synthetic(service)
        names = list(callable_operations(service))
        for operation in drawn.sample(names, min(8, len(names))):
            found += problems_through_client(operation, client, 5)
    assert found == []


@pytest.mark.sweep
def test_every_operation_is_answered_as_documented() -> None:
    counts: Counter[str] = Counter()
    found = []
    for operation in operations():
        counts["operations"] += 1
        broken = problems(Contract(operation), 1)
        counts["answered as documented"] += not broken
        found += broken
    print(f"\n{dict(counts)}", *found, sep="\n  ")  # noqa: T201
    assert unexplained(found) == []


@pytest.mark.sweep
def test_every_operation_is_answered_through_botocore() -> None:
    counts: Counter[str] = Counter()
    found = []
    for service in service_names():
        client = synthetic(service)
        counts[NOT_SENT] += sum(o.has_event_stream_input for o in operations(service))
        for operation in callable_operations(service):
            counts[load_service(service).resolved_protocol] += 1
            found += problems_through_client(operation, client, 1)
    print(f"\n{dict(counts)}; problems: {len(found)}", *found, sep="\n  ")  # noqa: T201
    assert unexplained(found) == []
