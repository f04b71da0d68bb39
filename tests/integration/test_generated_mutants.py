"""`harness fuzz` tells of mutants that nobody wrote; benchmarks/mutants.py measures more of them."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest

from harness.contract.contract import contract

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def mutants() -> ModuleType:
    """The benchmark that makes them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        return importlib.import_module("mutants")


@pytest.mark.parametrize(
    ("service", "operation"),
    [
        ("cloudtrail", "ListInsightsData"),
        ("dynamodb", "ListTables"),
        ("iam", "ListUsers"),
        ("kinesis", "ListStreams"),
    ],
)
def test_no_mutant_survives_and_nothing_is_told_of_the_right_endpoint(
    mutants: ModuleType, service: str, operation: str
) -> None:
    rows = list(mutants.measure(contract(service, operation), mutants.KINDS, 12))
    assert len(rows) > 5
    seen = [row for row in rows if row.get("seen", True)]
    assert [row for row in seen if not row["killed"]] == []
