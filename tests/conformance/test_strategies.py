"""Requests of every operation of every service: valid, at their bounds, and broken in one place each."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.model import OperationModel
from botocore.validate import ParamValidator
from hypothesis import Phase, given, settings
from hypothesis.errors import HypothesisException

from harness.contract.contract import Contract, contract
from harness.models import load_service, operations, service_names
from harness.strategies.request.valid import NoValidRequest
from harness.synth import strategies as aws

PROVING = (
    "cloudtrail.ListInsightsData",
    "cloudtrail.ListInsightsMetricData",
    "xray.GetInsight",
    "xray.GetInsightEvents",
    "internetmonitor.GetInternetEvent",
)
EXAMPLES = 20


def sampled(count: int, seed: int) -> Iterator[Contract]:
    drawn = random.Random(seed)
    for _ in range(count):
        model = load_service(drawn.choice(service_names()))
        yield Contract(model.operation_model(drawn.choice(model.operation_names)))


def problems(operation: OperationModel) -> list[str]:
    """Draw requests with the health checks on; hold each to the contract and to botocore's own validation."""
    known = Contract(operation)
    examples: list[dict[str, Any]] = []
    try:
        strategy = aws.requests(known)
    except NoValidRequest as error:
        return [str(error)]

    @settings(max_examples=EXAMPLES, database=None, deadline=None, phases=[Phase.generate], derandomize=True)
    @given(strategy)
    def draw(params: dict[str, Any]) -> None:
        examples.append(params)

    try:
        draw()
    except HypothesisException as error:
        return [f"{known.name}: {type(error).__name__}: {error}"]
    found = []
    for params in examples:
        found += [f"{known.name}: {v.code} {v.message}" for v in known.check_request(params)]
        # Streams of events no client sends, and botocore does not know how to validate.
        if operation.input_shape is not None and not operation.has_event_stream_input:
            report = ParamValidator().validate(params, operation.input_shape)
            found += [f"{known.name}: botocore: {report.generate_report()}"] * report.has_errors()
    # Of operations that take no parameter there is one request.
    if len(examples) < EXAMPLES and examples != [{}]:
        found.append(f"{known.name}: {len(examples)} examples only")
    return found[:1]


def test_a_sample_of_operations_has_valid_requests() -> None:
    assert [p for known in sampled(40, 1) for p in problems(known.operation_model)] == []


@pytest.mark.sweep
def test_every_operation_has_valid_requests() -> None:
    counts: Counter[str] = Counter()
    found = []
    for operation in operations():
        counts["operations"] += 1
        broken = problems(operation)
        counts[f"with {EXAMPLES} valid requests, or all there are"] += not broken
        found += broken
    print(f"\n{dict(counts)}", *found, sep="\n  ")  # noqa: T201
    assert found == []


def breaks_exactly_its_rule(known: Contract, invalid: aws.InvalidRequest) -> bool:
    violations = known.check_request(invalid.params)
    return len(violations) == 1 and violations[0].source == invalid.rule.source


@pytest.mark.parametrize("operation", PROVING)
def test_invalid_requests_break_every_rule_and_trait_of_a_proving_operation(operation: str) -> None:
    known = contract(*operation.split("."))
    grid = aws.invalid_grid(known)
    assert [str(missed) for missed in grid.missed if missed.possible] == []
    assert grid
    assert all(breaks_exactly_its_rule(known, invalid) for invalid in grid)


@pytest.mark.parametrize("operation", PROVING)
def test_boundary_requests_reach_every_bound_of_a_proving_operation(operation: str) -> None:
    known = contract(*operation.split("."))
    grid = aws.boundary_grid(known)
    assert [str(missed) for missed in grid.missed if missed.possible] == []
    assert grid
    assert [v.message for boundary in grid for v in known.check_request(boundary.params)] == []


@pytest.mark.sweep
def test_invalid_requests_break_nearly_every_rule_and_trait() -> None:
    counts: Counter[str] = Counter()
    found = []
    for known in sampled(300, 2):
        try:
            grid = aws.invalid_grid(known)
        except NoValidRequest:
            counts["operations without a valid request"] += 1
            continue
        counts["broken alone"] += len(grid)
        counts["broken otherwise"] += sum(not breaks_exactly_its_rule(known, invalid) for invalid in grid)
        counts["cannot be broken alone"] += sum(not missed.possible for missed in grid.missed)
        missed = [f"{known.name}: {missed}" for missed in grid.missed if missed.possible]
        counts["missed"] += len(missed)
        found += missed
    share = counts["broken alone"] / (counts["broken alone"] + counts["missed"])
    print(f"\n{dict(counts)}: {share:.2%} of what can be", *found, sep="\n  ")  # noqa: T201
    assert counts["broken otherwise"] == 0
    assert share >= 0.99


@pytest.mark.sweep
def test_boundary_requests_reach_nearly_every_bound() -> None:
    counts: Counter[str] = Counter()
    found = []
    for known in sampled(300, 3):
        try:
            grid = aws.boundary_grid(known)
        except NoValidRequest:
            counts["operations without a valid request"] += 1
            continue
        counts["reached"] += len(grid)
        counts["invalid"] += sum(bool(known.check_request(boundary.params)) for boundary in grid)
        counts["that nothing valid reaches"] += sum(not missed.possible for missed in grid.missed)
        missed = [f"{known.name}: {missed}" for missed in grid.missed if missed.possible]
        counts["missed"] += len(missed)
        found += missed
    share = counts["reached"] / (counts["reached"] + counts["missed"])
    print(f"\n{dict(counts)}: {share:.2%} of what can be", *found, sep="\n  ")  # noqa: T201
    assert counts["invalid"] == 0
    assert share >= 0.99
