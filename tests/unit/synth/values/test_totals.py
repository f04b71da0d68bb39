"""Totals are no less than their parts, and than the lists that they count."""

from __future__ import annotations

from typing import Any

import pytest

from harness.models import load_service
from harness.synth.values.totals import parts_of, raise_totals


@pytest.mark.parametrize(
    ("service", "shape", "parts"),
    [
        (
            "pinpoint",
            "ImportJobResponse",
            {("TotalPieces", "CompletedPieces"), ("TotalPieces", "FailedPieces")},
        ),
        ("workdocs", "DescribeUsersResponse", {("TotalNumberOfUsers", "Users")}),
        ("connectcases", "SearchCasesResponse", {("totalCount", "cases")}),
        ("cloudfront", "Aliases", {("Quantity", "Items")}),
        ("memorydb", "Shard", {("NumberOfNodes", "Nodes")}),
        ("guardduty", "FetchResult", set()),
        ("batch", "DescribeConsumableResourceResponse", {("totalQuantity", "availableQuantity")}),
    ],
)
def test_parts(service: str, shape: str, parts: set[tuple[str, str]]) -> None:
    found = set(parts_of(load_service(service).shape_for(shape)))
    assert found >= parts
    assert bool(found) is bool(parts)


def test_totals_are_raised() -> None:
    shape: Any = load_service("pinpoint").shape_for("ImportJobResponse")
    made = {"TotalPieces": 5, "CompletedPieces": 4, "FailedPieces": 3, "TotalProcessed": 1}
    raise_totals(shape, made)
    assert made == {"TotalPieces": 7, "CompletedPieces": 4, "FailedPieces": 3, "TotalProcessed": 1}
