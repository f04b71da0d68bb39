"""Totals, which are the same on every page."""

from __future__ import annotations

import json
from typing import Any

import pytest

import harness
from harness.fuzz import law_client, paginator_laws
from harness.fuzz.laws.law import CaseLaw
from harness.fuzz.laws.pagination.totals import totals_of
from harness.wire.awsrequest import aws_response


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("datazone.Search", ("totalMatchCount",)),
        ("resource-explorer-2.Search", ("Count.TotalResources",)),
        ("connect.SearchQueues", ("ApproximateTotalCount",)),  # "The total number of queues"
        ("connect.SearchViews", ()),  # "The approximate total number of views"
        ("iam.ListUsers", ()),
    ],
)
def test_what_is_a_total(operation: str, expected: tuple[str, ...]) -> None:
    assert totals_of(harness.contract(*operation.split(".")).operation_model) == expected


@pytest.mark.parametrize(("of_page", "expected"), [(False, []), (True, ["count"])])
def test_a_total_is_the_same_on_all_pages(of_page: bool, expected: list[str]) -> None:
    client = law_client("servicecatalog", "http://127.0.0.1:1")
    ids = [f"pp-{number}" for number in range(3)]

    def answer(request: Any, **_: Any) -> Any:
        asked = json.loads(request.body)
        start = int(asked.get("PageToken", "0"))
        shown = ids[start : start + asked.get("PageSize", 20)]
        page: dict[str, Any] = {"ProvisionedProducts": [{"Id": each} for each in shown]}
        page["TotalResultsCount"] = len(shown) if of_page else len(ids)
        if start + len(shown) < len(ids):
            page["NextPageToken"] = str(start + len(shown))
        headers = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "1")]
        return aws_response(request.url, 200, headers, json.dumps(page).encode())

    client.meta.events.register("before-send", answer)
    laws = paginator_laws("servicecatalog.SearchProvisionedProducts", client)
    (law,) = [one for one in laws if one.name == "pages"]
    assert isinstance(law, CaseLaw)
    assert list(dict.fromkeys(one.code for one in law.certain() if one is not None)) == expected
