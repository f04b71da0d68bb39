"""Contract coverage against the strategies and the responder, which read the same contracts on their own."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from botocore.model import OperationModel

from harness.contract.contract import Contract, contract
from harness.contract.exchange import Exchange
from harness.contract.values import to_json_value
from harness.models import operations, service_names
from harness.models.paginators import find_pagination
from harness.report.exercise import DIMENSIONS, Exercise, documented
from harness.strategies import boundary_grid
from harness.synth.examples import example_request
from harness.synth.responses.answer import exchange_of
from harness.synth.responses.responder import respond
from harness.synth.scene import DEFAULT_SCENE


def met(held_to: Contract, exchange: Exchange) -> set[str]:
    exercise = Exercise(held_to)
    exercise.add(exchange)
    return {f"{item.pointer} {item.words}" for item in exercise.met}


@pytest.mark.parametrize(
    "name",
    [
        "cloudtrail.ListInsightsMetricData",
        "xray.GetInsightEvents",
        "dynamodb.ListTables",
        "iam.CreateUser",
        "sqs.CreateQueue",
    ],
)
def test_a_request_at_a_bound_covers_the_bound(name: str) -> None:
    held_to = contract(*name.split("."))
    shape = held_to.operation_model.input_shape
    pagination = find_pagination(held_to.operation_model)
    tokens = pagination.input_tokens if pagination is not None else ()
    seen = 0
    for request in boundary_grid(name):
        constraint = request.constraint
        if not constraint.limit or constraint.path in tokens:
            continue
        pointer = "/" + constraint.path.replace("[]", "/*").replace(".", "/")
        key = "has key " if constraint.on_key else ""
        wanted = f"{pointer} {key}at {constraint.limit}imum {constraint.bound}"
        params = to_json_value(shape, request.params)
        found = met(held_to, Exchange(held_to.service, held_to.operation, params=params))
        assert any(item == wanted or item.startswith(f"{wanted} ") for item in found), (wanted, found)
        seen += 1
    assert seen


def covered(model: OperationModel, covers: Counter[str], documents: Counter[str]) -> None:
    """Hold what a made-up exchange covers to what is documented, and count both."""
    held_to = Contract(model)
    items = documented(held_to)
    assert len({str(item) for item in items}) == len(items), held_to.name
    params = example_request(held_to)
    exchange = exchange_of(held_to, params, respond(held_to, params), DEFAULT_SCENE)
    exercise = Exercise(held_to)
    exercise.add(exchange)
    assert exercise.met <= set(items), held_to.name
    asked = {f"/{name}" for name, value in exchange.params.items() if value is not None}
    assert asked <= {item.pointer for item in exercise.met if item.side == "request"}, held_to.name
    documents.update(item.dimension for item in items)
    covers.update(item.dimension for item in exercise.met)


def test_made_up_exchanges_of_a_sample_cover_what_is_documented() -> None:
    drawn = random.Random(8)
    for service in drawn.sample(service_names(), 12):
        covered(drawn.choice(list(operations(service))), Counter(), Counter())


@pytest.mark.sweep
def test_made_up_exchanges_of_every_operation_cover_what_is_documented() -> None:
    covers: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    count = 0
    for model in operations():
        covered(model, covers, documents)
        count += 1
    figures = ((name, covers[name], documents[name]) for name in DIMENSIONS)
    print(f"\n{count} operations", *figures, sep="\n  ")  # noqa: T201
    assert count
