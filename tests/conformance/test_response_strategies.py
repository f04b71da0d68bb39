"""Drawn responses held to the contract and to botocore: valid, and read as they were drawn."""

from __future__ import annotations

import io
import random
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest
from botocore.awsrequest import HeadersDict
from botocore.eventstream import EventStream
from botocore.model import OperationModel
from botocore.parsers import create_parser
from botocore.response import StreamingBody
from hypothesis import Phase, given, seed, settings

from harness.contract.contract import Contract
from harness.contract.violation import Violation
from harness.models import operations, service_names
from harness.strategies import PageChain
from harness.synth import example_request
from harness.synth import strategies as aws
from harness.wire import serialize_response

# Where no response can be right, and why (see test_responder.py).
IMPOSSIBLE = {
    "iotsitewise.ListActions": "a nextToken of a character at least is required, on the last page too",
    "route53.ListTrafficPolicies": "a marker of a character at least is required, on the last page too",
    "route53.ListTrafficPolicyVersions": "a marker is required, and returned only if there are more pages",
}
# What botocore reads otherwise than it was written, and why (see test_wire_roundtrip.py).
READ_OTHERWISE = {
    "s3.GetBucketLocation": "not by botocore's parser, but by a handler of its S3 client",
    "s3.GetBucketNotification": "two members have one element, which botocore's parser mixes up",
    "dataexchange.SendApiAsset": "a member takes all headers, and so the protocol's own as well",
}


def read_by_botocore(operation: OperationModel, result: dict[str, Any]) -> dict[str, Any]:
    """Write a result as the service does, and read it with botocore's parser, streams to their end."""
    status, headers, body = serialize_response(operation, result)
    content: Any = body
    if operation.has_event_stream_output:
        content = _Stream(body)
    elif operation.has_streaming_output:
        content = StreamingBody(io.BytesIO(body), len(body))
    response = {
        "status_code": status,
        "headers": HeadersDict(headers),
        "body": content,
        "context": {"operation_name": operation.name},
    }
    parser = create_parser(operation.service_model.resolved_protocol)
    parsed = parser.parse(response, operation.output_shape)
    del parsed["ResponseMetadata"]
    return {name: _to_the_end(value) for name, value in parsed.items()}


class _Stream(io.BytesIO):
    def stream(self) -> Iterable[bytes]:
        return iter((self.getvalue(),))


def _to_the_end(value: Any) -> Any:
    if isinstance(value, StreamingBody):
        return value.read()
    return list(value) if isinstance(value, EventStream) else value


class Problems:
    """What is wrong with the drawn responses of some operations.

    Args:
        examples: how many responses and chains of pages each operation has at most.
    """

    def __init__(self, examples: int) -> None:
        self.found: list[str] = []
        self.counts: Counter[str] = Counter()
        self._settings = settings(
            max_examples=examples, database=None, deadline=None, phases=[Phase.generate], derandomize=False
        )

    def look(self, operation: OperationModel) -> None:
        """Draw responses of an operation, for a request and for none, and a chain of pages."""
        contract = Contract(operation)
        request = example_request(contract, 1)
        self.counts["operations"] += 1

        @seed(1)
        @self._settings
        @given(aws.responses(contract, request), aws.responses(contract), aws.page_chains(contract, request))
        def draw(answered: dict[str, Any], alone: dict[str, Any], chain: PageChain) -> None:
            self.counts["responses"] += 2
            self.counts["pages"] += len(chain.pages)
            for page in (answered, *chain.pages):
                self._judge(contract, contract.check_response(request, page), page)
            self._judge(contract, contract.check_response(None, alone), alone)

        draw()

    def _judge(self, contract: Contract, violations: list[Violation], result: dict[str, Any]) -> None:
        self.found += [f"{contract.name} {v.pointer}: {v.message}" for v in violations]
        operation = contract.operation_model
        if operation.output_shape is not None and contract.name not in READ_OTHERWISE:
            read = read_by_botocore(operation, result)
            other = [name for name in {**read, **result} if read.get(name) != result.get(name)]
            self.found += [f"{contract.name} {n}: {result.get(n)!r} read as {read.get(n)!r}" for n in other]

    def unexplained(self) -> list[str]:
        """Return the problems of which it is not known that they must be."""
        return [problem for problem in self.found if not problem.startswith(tuple(IMPOSSIBLE))]


def test_drawn_responses_of_a_sample_are_valid_and_read_by_botocore() -> None:
    problems = Problems(3)
    drawn = random.Random(11)
    for service in ["s3", "ec2", "sqs", "route53", "dynamodb", *drawn.sample(service_names(), 15)]:
        problems.look(drawn.choice(list(operations(service))))
    assert problems.unexplained() == []
    assert problems.counts["responses"] > 60


@pytest.mark.sweep
def test_drawn_responses_of_every_operation_are_valid_and_read_by_botocore() -> None:
    problems = Problems(4)
    for operation in operations():
        problems.look(operation)
    print(f"\n{dict(problems.counts)}", *problems.found[:100], sep="\n  ")  # noqa: T201
    assert problems.unexplained() == []
