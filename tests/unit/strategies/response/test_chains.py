from __future__ import annotations

from typing import Any

from hypothesis import Phase, find, given, settings

from harness.contract.contract import contract
from harness.models.paginators import find_pagination
from harness.strategies import PageChain
from harness.synth import strategies as aws

_QUICKLY = settings(database=None, deadline=None, max_examples=2_000)
_INSIGHT = {"InsightId": "12345678-1234-4234-8234-123456789012", "MaxResults": 3}


def drawn(operation: str, request: dict[str, Any] | None = None, count: int = 100) -> list[PageChain]:
    """Some drawn chains, with all health checks."""
    chains: list[PageChain] = []

    @settings(max_examples=count, database=None, deadline=None, phases=[Phase.generate], derandomize=True)
    @given(aws.page_chains(operation, request))
    def collect(chain: PageChain) -> None:
        chains.append(chain)

    collect()
    assert chains
    return chains


def walked(chain: PageChain) -> list[dict[str, Any]]:
    """The pages that a client gets which follows the tokens."""
    operation = chain.contract.operation_model
    pagination = find_pagination(operation)
    assert pagination is not None
    pages: list[dict[str, Any]] = []
    params = dict(chain.request)
    while True:
        answer = chain.answer(params)
        assert answer.error is None
        pages.append(answer.result(operation))
        following = pagination.next_request(pages[-1])
        if not following:
            return pages
        params.update(following)


def test_following_the_tokens_gives_every_page_in_order() -> None:
    for chain in drawn("cloudtrail.LookupEvents", count=30):
        assert tuple(walked(chain)) == chain.pages


def test_items_are_those_of_all_pages() -> None:
    for chain in drawn("iam.GetAccountAuthorizationDetails", count=10):
        assert chain.items.keys() == {"UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"}
        for path, items in chain.items.items():
            assert items == [entry for page in chain.pages for entry in page.get(path, ())]


def test_chains_are_of_one_page_and_of_many_with_empty_ones_between() -> None:
    chains = drawn("xray.GetInsightEvents", _INSIGHT)
    sizes = [[len(page.get("InsightEvents", ())) for page in chain.pages] for chain in chains]
    assert {len(each) for each in sizes} >= {1, 2, 3, 4, 5}
    assert {size for each in sizes for size in each} == {0, 1, 2, 3}
    assert any(0 in each[:-1] and sum(each[each.index(0) :]) for each in sizes)


def test_an_empty_list_is_there_or_missing() -> None:
    first = [chain.pages[0] for chain in drawn("xray.GetInsightEvents", _INSIGHT)]
    assert any(page.get("InsightEvents") == [] for page in first)
    assert any("InsightEvents" not in page for page in first)


def test_a_chain_shrinks_to_two_pages() -> None:
    chain = find(
        aws.page_chains("xray.GetInsightEvents"), lambda chain: len(chain.pages) > 1, settings=_QUICKLY
    )
    token = chain.pages[0]["NextToken"]
    assert chain.pages == ({"InsightEvents": [], "NextToken": token}, {"InsightEvents": []})


def test_a_token_with_other_parameters_is_refused() -> None:
    request = {"LookupAttributes": [{"AttributeKey": "EventName", "AttributeValue": "PutObject"}]}
    chain = next(chain for chain in drawn("cloudtrail.LookupEvents", request, 30) if len(chain.pages) > 1)
    token = chain.pages[0]["NextToken"]
    assert chain.answer({**request, "NextToken": token}).response is not None
    error = chain.answer({"NextToken": token}).error
    assert error is not None
    assert error.code == "InvalidNextTokenException"


def test_a_token_of_no_page_is_refused() -> None:
    for chain in drawn("cloudtrail.LookupEvents", count=5):
        error = chain.answer({"NextToken": "made-up"}).error
        assert error is not None
        assert error.message == (
            "The value of NextToken is not valid: it was not returned for a request with these parameters."
        )


def test_a_request_in_the_middle_of_a_list_begins_it() -> None:
    [chain, *_] = drawn("cloudtrail.LookupEvents", {"MaxResults": 2, "NextToken": "of-before"}, count=5)
    assert chain.request == {"MaxResults": 2}


def test_a_series_comes_in_pages_of_equal_lists() -> None:
    request = {
        "EventSource": "s3.amazonaws.com",
        "EventName": "PutObject",
        "InsightType": "ApiCallRateInsight",
        "Period": 3600,
    }
    for chain in drawn("cloudtrail.ListInsightsMetricData", request, count=40):
        assert len(chain.items["Timestamps"]) == len(chain.items["Values"])
        assert chain.pages
        for page in chain.pages:
            assert chain.contract.check_response(request, page) == []


def test_an_operation_without_pages_has_chains_of_one() -> None:
    for chain in drawn("kms.GetPublicKey", count=20):
        assert len(chain.pages) == 1
        assert chain.items == {}
        assert chain.answer({"KeyId": "alias/orders"}).response is not None


def test_a_chain_is_no_longer_than_asked() -> None:
    lengths: set[int] = set()

    @settings(max_examples=60, database=None, deadline=None, phases=[Phase.generate], derandomize=True)
    @given(aws.page_chains(contract("cloudtrail", "LookupEvents"), most=2))
    def collect(chain: PageChain) -> None:
        lengths.add(len(chain.pages))

    collect()
    assert lengths == {1, 2}


def test_where_the_last_entry_serves_as_token_there_is_one_page() -> None:
    request = {"StreamName": "orders", "Limit": 2}
    for chain in drawn("kinesis.DescribeStream", request, count=20):
        assert walked(chain) == list(chain.pages)
        assert len(chain.pages) == 1
        assert chain.contract.check_response(request, chain.pages[0]) == []


def looked_at_more(request: dict[str, Any]) -> int:
    """How many drawn pages of a scan have looked at more items than they have."""
    pages = [page for chain in drawn("dynamodb.Scan", request, 20) for page in chain.pages]
    return sum(page.get("ScannedCount", 0) > page.get("Count", 0) for page in pages)


def test_a_filter_may_have_looked_at_more_than_it_returns() -> None:
    scan = {"TableName": "orders"}
    assert looked_at_more({**scan, "FilterExpression": "size(a) > :n"}) > 0
    assert looked_at_more(scan) == 0
