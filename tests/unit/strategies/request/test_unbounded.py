"""Valid requests with the parameters that no bound is stated of."""

from __future__ import annotations

import datetime as dt

import harness
from harness.strategies.request.unbounded import unbounded_grid


def test_parameters_without_bounds_stand_in_a_request_each() -> None:
    contract = harness.contract("bedrock", "ListCustomModels")
    made = unbounded_grid(contract)
    assert [params["isOwned"] for params in made if "isOwned" in params] == [True, False]
    for name in ("creationTimeBefore", "creationTimeAfter"):
        assert [params.keys() for params in made if isinstance(params.get(name), dt.datetime)] == [{name}]
    assert not any(contract.check_request(params) for params in made)


def test_what_a_request_at_a_bound_has_is_not_made_again() -> None:
    made = unbounded_grid(harness.contract("bedrock", "ListCustomModels"))
    assert len(made) > 3
    assert not any("maxResults" in params or "nextToken" in params for params in made)


def test_nothing_is_made_where_a_request_has_no_parameters() -> None:
    assert unbounded_grid(harness.contract("sts", "GetCallerIdentity")) == ()
