"""Walks through pages, and the general place of a fault."""

from __future__ import annotations

from typing import Any

import harness
from harness.fuzz.laws.caller import Caller
from harness.fuzz.laws.page_walks import difference, walk
from harness.models.paginators import Pagination, find_pagination
from harness.synth import Error, synthetic_client


def users(client: Any) -> tuple[Caller, Pagination]:
    contract = harness.contract("iam", "ListUsers")
    pagination = find_pagination(contract.operation_model)
    assert pagination is not None
    return Caller(contract, client), pagination


def page(token: str | None, *names: str) -> dict[str, Any]:
    entries = [{"UserName": name, "UserId": f"AIDAEXAMPLE{name:0>10}"} for name in names]
    return {
        "Users": entries,
        "IsTruncated": token is not None,
        **({} if token is None else {"Marker": token}),
    }


def walked(*pages: dict[str, Any] | Error, most: int = 20) -> Any:
    client = synthetic_client("iam")
    client.override("iam.ListUsers", list(pages))
    return walk(*users(client), {}, most)


def test_a_whole_list_with_an_empty_page() -> None:
    found = walked(page("a", "1"), page("b"), page(None, "2", "3"))
    assert (found.whole, found.looped, [len(each) for each in found.pages]) == (True, False, [1, 0, 2])
    assert len(found.entries) == 3
    assert found.token_after(0) == {"Marker": "a"}
    assert found.token_after(2) == {}


def test_a_token_that_comes_again_ends_a_walk() -> None:
    found = walked(page("a", "1"), page("b", "2"), page("a", "3"), page(None))
    assert (found.looped, found.whole, len(found.exchanges)) == (True, False, 3)


def test_a_page_that_is_refused_ends_a_walk() -> None:
    found = walked(page("a", "1"), Error("ServiceFailure"))
    assert (found.answered, found.whole, len(found.exchanges)) == (False, False, 2)


def test_a_walk_is_no_longer_than_it_may_be() -> None:
    found = walked(page("a", "1"), page("b", "2"), page(None, "3"), most=2)
    assert (found.answered, found.ended, len(found.exchanges)) == (True, False, 2)


def test_lists_differ_by_what_is_missing_and_what_is_too_many() -> None:
    assert difference(("a", "b", "b"), ("b", "a", "c", "c")) == (["b"], ["c", "c"])
    assert difference(("a", "b"), ("b", "a")) == ([], [])
