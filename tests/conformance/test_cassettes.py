"""The repository's cassettes: recorded over HTTP from `harness serve`, true to the contract, and playable."""

from __future__ import annotations

from pathlib import Path

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

import harness
from harness.cassette.exchange import exchange_of
from harness.cassette.model import Interaction
from harness.contract.values import from_json_value, to_json_value
from harness.models import find_operation, method_name
from harness.models.paginators import find_pagination

FOLDER = Path(__file__).parents[2] / "cassettes"
OPERATIONS = {
    "cloudtrail.list_insights_data": "ListInsightsData",
    "cloudtrail.list_insights_metric_data": "ListInsightsMetricData",
    "internetmonitor.get_internet_event": "GetInternetEvent",
    "xray.get_insight": "GetInsight",
    "xray.get_insight_events": "GetInsightEvents",
}


def is_throttled(interaction: Interaction) -> bool:
    error = exchange_of(interaction).error
    return error is not None and "throttl" in error.code.lower()


def test_each_proving_operation_has_its_cassette() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.yaml")) == sorted(OPERATIONS)


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_cassette_holds_pages_an_error_and_a_call_that_was_retried(name: str) -> None:
    cassette = harness.load_cassette(FOLDER / f"{name}.yaml")
    interactions = list(cassette.interactions)
    assert {one.facts.source for one in interactions if one.facts} == {"harness serve, synthetic, seed 0"}
    assert all(one.request.uri.startswith("http://127.0.0.1:4580/") for one in interactions)
    throttled, answered, *_ = interactions
    assert is_throttled(throttled)
    assert (answered.response.status, answered.request.body) == (200, throttled.request.body)
    error = exchange_of(interactions[-1]).error
    operation = find_operation(name.partition(".")[0], OPERATIONS[name])
    assert error is not None
    assert error.code in {shape.name for shape in operation.error_shapes}
    good = [one for one in interactions if one.response.status == 200]
    assert len(good) == (1 if find_pagination(operation) is None else 3)


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_cassette_is_true_to_the_contract(name: str) -> None:
    report = harness.check(harness.load_cassette(FOLDER / f"{name}.yaml"))
    assert (report.not_checked, report.violations) == ((), ())


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_cassette_plays_what_it_holds_with_botocores_retry(name: str) -> None:
    path = FOLDER / f"{name}.yaml"
    service, _, method = name.partition(".")
    operation = find_operation(service, OPERATIONS[name])
    recorded = [one for one in harness.load_cassette(path).interactions if not is_throttled(one)]
    assert len(recorded) > 1
    retries = []
    with harness.use_cassette(path) as live:
        client = boto3.client(service, config=Config(retries={"mode": "standard"}))
        for interaction in recorded:
            exchange = exchange_of(interaction)
            params = from_json_value(operation.input_shape, exchange.params)
            if exchange.error is not None:
                with pytest.raises(ClientError) as caught:
                    getattr(client, method)(**params)
                expected = {"Code": exchange.error.code, "Message": exchange.error.message}
                assert expected.items() <= caught.value.response["Error"].items()
                continue
            answer = getattr(client, method)(**params)
            retries.append(answer.pop("ResponseMetadata")["RetryAttempts"])
            assert to_json_value(operation.output_shape, answer) == exchange.response
    assert live.unused() == ()
    assert retries == [1] + [0] * (len(retries) - 1)
    assert method == method_name(operation.name)
