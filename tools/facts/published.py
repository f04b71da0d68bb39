"""The examples of requests that AWS publishes: botocore's own, and those of the aws command line."""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from harness.models.examples import examples_of

COMMAND_LINE = Path(__file__).parents[2] / "tests" / "conformance" / "published" / "awscli.jsonl"
"""The examples of the aws command line, which benchmarks/awscli_examples.py writes."""


class Example(NamedTuple):
    """A published request.

    Attributes:
        name: where it is published, and its number there.
        service: botocore's service name.
        operation: the operation's name.
        params: its parameters, blobs as bytes.
    """

    name: str
    service: str
    operation: str
    params: dict[str, Any]


def published(services: Iterable[str]) -> Iterator[Example]:
    """Yield the examples of services: botocore's in the order of the services, then the command line's."""
    wanted = list(services)
    same: Counter[str] = Counter()  # ids that several examples of an operation have
    for service in wanted:
        for operation, example in examples_of(service):
            name = f"botocore {service}.{operation} {example['id']}"
            same[name] += 1
            name += f" {same[name]}" if same[name] > 1 else ""
            yield Example(name, service, operation, example.get("input", {}))
    with open(COMMAND_LINE, encoding="utf-8") as lines:
        for line in lines:
            found = Example(*json.loads(line, object_hook=_with_bytes))
            if found.service in wanted:
                yield found


def _with_bytes(written: dict[str, Any]) -> Any:
    return base64.b64decode(written["$bytes"]) if written.keys() == {"$bytes"} else written
