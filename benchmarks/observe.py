"""Observing calls on top of moto in the same process: what ``--contract-observe`` adds to a call.

The calls are small ones, such as tests make. What is collected is judged, as at the end of each test, and
counted into the time; clients are made outside of it. Contracts are compiled before, which is once a session.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
from measure import Measure, Row, Target, compare, seconds_of
from moto import mock_aws

from harness.record.hooks import observing
from harness.record.observe import CallCollector
from harness.report.observed import judge_calls

CALLS = 60
TURNS = 5
"""Turns in a round: the machine changes its pace from one second to the next."""
PER_TEST = 5
"""How many calls are judged at once."""

Calls = Callable[[Any, int], object]
SERVICES: dict[str, tuple[Calls, tuple[Calls, ...]]] = {
    "s3": (
        lambda s3, _: s3.create_bucket(Bucket="reports"),
        (
            lambda s3, n: s3.put_object(Bucket="reports", Key=f"report-{n % 10}", Body=b"text"),
            lambda s3, n: s3.list_objects_v2(Bucket="reports", MaxKeys=10),
        ),
    ),
    "dynamodb": (
        lambda dynamodb, _: dynamodb.create_table(
            TableName="orders",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
        ),
        (
            lambda dynamodb, n: dynamodb.put_item(TableName="orders", Item={"id": {"S": f"order-{n % 10}"}}),
            lambda dynamodb, n: dynamodb.get_item(TableName="orders", Key={"id": {"S": f"order-{n % 10}"}}),
        ),
    ),
    "ec2": (
        lambda ec2, _: ec2.create_vpc(CidrBlock="10.0.0.0/16"),
        (
            lambda ec2, _: ec2.describe_vpcs(MaxResults=5),
            lambda ec2, _: ec2.describe_security_groups(MaxResults=5),
        ),
    ),
    "sqs": (
        lambda sqs, _: sqs.create_queue(QueueName="orders"),
        (
            lambda sqs, n: sqs.create_queue(QueueName=f"orders-{n % 10}"),
            lambda sqs, _: sqs.list_queues(MaxResults=10),
        ),
    ),
}


def rows(rounds: int) -> Iterator[Row]:
    """Measure calls that are observed beside calls that are not, to the same moto, in short turns."""
    for service, (prepare, calls) in SERVICES.items():
        with mock_aws():
            client = boto3.client(service, region_name="us-east-1")
            prepare(client, 0)
            ours, theirs = (
                measured(client, calls, is_observed=True),
                measured(client, calls, is_observed=False),
            )
            what = f"moto in the process, observed, a call of {service}"
            yield compare(what, "moto alone", Target("ratio", 1.1), ours, theirs, rounds * TURNS)


def measured(client: Any, calls: tuple[Calls, ...], *, is_observed: bool) -> Measure:
    """Return what calls a service of moto's; what is observed is judged as at the end of each test."""
    collector = CallCollector(lambda: "test_it.py::test_it")

    def call() -> None:
        for number in range(CALLS):
            calls[number % len(calls)](client, number)
            if is_observed and number % PER_TEST == PER_TEST - 1:
                found = judge_calls(collector.take(), folder=Path())
                assert found.operations.total() == PER_TEST

    def measure() -> float:
        if not is_observed:
            return seconds_of(call, CALLS)
        with observing(collector):
            return seconds_of(call, CALLS)

    return measure
