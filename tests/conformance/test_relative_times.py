"""The times of every operation's answer are moved, and nothing else of it."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from botocore.model import OperationModel, Shape

from harness.cassette.model import Response
from harness.contract.contract import Contract
from harness.contract.values import (
    format_timestamp,
    is_document,
    is_timestamp,
    parse_timestamp,
    to_json_value,
)
from harness.models import operations, service_names
from harness.record.relative_times import move_response
from harness.synth import example_request, respond
from harness.wire import parse_response, serialize_response

BY = dt.timedelta(days=77, hours=5, minutes=3, seconds=1)


def times(shape: Shape | None, seen: tuple[str, ...] = ()) -> Iterator[Shape]:
    if shape is None or shape.name in seen or is_document(shape):
        return
    if shape.type_name == "timestamp":
        yield shape
    inside = {"list": ("member",), "map": ("value",)}.get(shape.type_name, ())
    members = getattr(shape, "members", {}).values() if shape.type_name == "structure" else ()
    for member in (*members, *(getattr(shape, name) for name in inside)):
        yield from times(member, (*seen, shape.name))


def expected(shape: Any, value: Any) -> Any:
    if shape is None or is_document(shape):
        return value
    if shape.type_name == "timestamp" and is_timestamp(value):
        return format_timestamp(parse_timestamp(value) + BY)
    if isinstance(value, list):
        return [expected(shape if shape.type_name == "structure" else shape.member, item) for item in value]
    if isinstance(value, dict) and shape.type_name == "map":
        return {key: expected(shape.value, item) for key, item in value.items()}
    if isinstance(value, dict):
        return {key: expected(shape.members.get(key), item) for key, item in value.items()}
    return value


def read(operation: OperationModel, response: Response) -> Any:
    answer = parse_response(operation, response.status, dict(response.headers), response.body)
    return to_json_value(operation.output_shape, answer.result)


def problems(chosen: Iterable[OperationModel], counts: Counter[str]) -> Iterator[str]:
    for operation in chosen:
        contract = Contract(operation)
        answer = respond(contract, example_request(contract, 1), 1)
        if answer.error is not None:
            counts["not answered"] += 1
            continue
        status, headers, body = serialize_response(operation, answer.result(operation))
        before = Response(status, "", tuple(headers.items()), body)
        found = read(operation, before)
        moved = expected(operation.output_shape, found)
        counts["operations"] += 1
        counts["with times in the answer"] += moved != found
        after = move_response(operation, before, BY)
        if read(operation, after) != moved:
            yield f"{contract.name}: {found} became {read(operation, after)}"
        elif read(operation, move_response(operation, after, -BY)) != found:
            yield f"{contract.name} does not come back"


def has_times(operation: OperationModel) -> bool:
    return next(times(operation.output_shape), None) is not None


def test_a_sample_of_operations() -> None:
    drawn, counts = random.Random(5), Counter[str]()
    services = drawn.sample(service_names(), 40)
    chosen = [
        drawn.choice(with_times) for s in services if (with_times := [*filter(has_times, operations(s))])
    ]
    assert list(problems(chosen, counts)) == []
    assert counts["with times in the answer"] >= len(chosen) // 2


@pytest.mark.sweep
def test_every_operation(capsys: pytest.CaptureFixture[str]) -> None:
    counts = Counter[str]()
    found = list(problems(filter(has_times, operations()), counts))
    with capsys.disabled():
        print(f"\ntimes of answers moved: {dict(counts)}, {len(found)} problems")  # noqa: T201
    assert found == []
    assert counts["with times in the answer"] > 3000
