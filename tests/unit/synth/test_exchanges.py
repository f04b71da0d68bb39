from __future__ import annotations

import harness
from harness.synth.exchanges import exchanges
from harness.wire import parse_response


def test_requests_are_followed_by_those_for_their_further_pages() -> None:
    contract = harness.contract("xray", "GetInsightEvents")
    made = list(exchanges(contract, 4, seed=1))
    tokens = [each.exchange.params.get("NextToken") for each in made]
    assert tokens[0] is None
    assert tokens[1] == made[0].exchange.response["NextToken"]
    assert len(made) == 4
    assert contract.check_chains([each.exchange for each in made]) == []


def test_an_exchange_and_its_http_messages_say_the_same() -> None:
    contract = harness.contract("cloudtrail", "ListInsightsData")
    (made,) = exchanges(contract, 1, seed=7)
    assert (made.method, made.url) == ("POST", "https://cloudtrail.us-east-1.amazonaws.com/")
    assert made.source == "harness synth, seed 7"
    assert made.protocol == "json"
    status, headers, body = made.response
    parsed = parse_response(contract.operation_model, status, headers, body)
    assert parsed.result is not None
    assert len(parsed.result["Events"]) == len(made.exchange.response["Events"])
    assert contract.check_exchange(made.exchange) == []


def test_equal_seeds_give_equal_exchanges() -> None:
    contract = harness.contract("xray", "GetInsight")
    first, second = ([each.exchange for each in exchanges(contract, 3, seed=2)] for _ in range(2))
    assert first == second
    assert first != [each.exchange for each in exchanges(contract, 3, seed=3)]
