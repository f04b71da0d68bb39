"""Texts that filters within structures seek."""

from __future__ import annotations

from typing import Any

import pytest

import harness
from harness.synth.responses.demands import searched_texts


@pytest.mark.parametrize(
    ("operation", "params", "expected"),
    [
        (
            "connect.SearchRoutingProfiles",
            {"SearchFilter": {"TagFilter": {"TagCondition": {"TagKey": "owner", "TagValue": "alice"}}}},
            [("owner", "alice")],
        ),
        ("amp.ListScrapers", {"filters": {"status": ["ACTIVE"]}}, [("ACTIVE",)]),
        ("securityhub.GetSoftwareV2", {"SortCriteria": [{"Field": "name"}]}, []),
    ],
)
def test_what_filters_within_structures_seek(
    operation: str, params: dict[str, Any], expected: list[tuple[str, ...]]
) -> None:
    model = harness.contract(*operation.split(".")).operation_model
    assert list(searched_texts(model, params)) == expected
