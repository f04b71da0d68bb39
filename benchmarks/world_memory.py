"""The memory of a world of bounded size over many requests: it is flat, if what is deleted is forgotten.

Each round creates a table, a queue and a bucket, puts in items, messages and an object, reads and lists them,
and deletes them: a world holds no more than those of one round. Resident memory is read from /proc, on Linux.
The service is asked itself, without a client.
"""

from __future__ import annotations

import argparse
import itertools
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from harness import World
from harness.models import load_service
from harness.synth import SyntheticService
from harness.synth.service.dispatch import Asked

MARKS = (1_000, 20_000, 50_000, 100_000, 200_000)
Call = tuple[str, str, dict[str, Any]]


def resident() -> float:
    """Return the resident memory of this process, in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def calls() -> Iterator[Call]:
    """Yield calls without an end: service, operation and parameters. Each round has names of its own."""
    for number in itertools.count():
        name = f"orders-{number}"
        table = {"TableName": name}
        keys = {"KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "BillingMode": "PAY_PER_REQUEST"}
        types = {"AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}]}
        yield "dynamodb", "CreateTable", {**table, **keys, **types}
        for item in range(5):
            yield "dynamodb", "PutItem", {**table, "Item": {"id": {"S": f"{item}"}}}
        yield "dynamodb", "Scan", {**table, "Limit": 2}
        yield "dynamodb", "ListTables", {}
        yield "dynamodb", "DeleteTable", table
        queue = {"QueueUrl": f"https://sqs.us-east-1.amazonaws.com/123456789012/{name}"}
        yield "sqs", "CreateQueue", {"QueueName": name}
        yield "sqs", "SendMessage", {**queue, "MessageBody": f"order {number}"}
        yield "sqs", "ReceiveMessage", queue
        yield "sqs", "DeleteQueue", queue
        bucket = {"Bucket": name}
        key = {**bucket, "Key": f"{number}.csv"}
        yield "s3", "CreateBucket", bucket
        yield "s3", "PutObject", {**key, "Body": b"a,b"}
        yield "s3", "ListObjectsV2", bucket
        yield "s3", "DeleteObject", key
        yield "s3", "DeleteBucket", bucket


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=MARKS[-1])
    requests = parser.parse_args().requests
    world, start = World(), time.monotonic()
    aws = SyntheticService(state=world)
    for number, (service, operation, params) in enumerate(itertools.islice(calls(), requests), 1):
        model = load_service(service)
        asked = Asked(
            model.operation_model(operation), params, "us-east-1", model.resolved_protocol, f"{number}"
        )
        answer = aws(asked)
        if answer.error is not None:
            raise SystemExit(f"{service}.{operation}: {answer.error.code}: {answer.error.message}")
        if number in MARKS or number == requests:
            took = time.monotonic() - start
            print(
                f"{number:>8,} requests: {resident():.0f} MB, {number / took:.0f} a second, "
                f"{len(world.resources)} resources",
                flush=True,
            )


if __name__ == "__main__":
    main()
