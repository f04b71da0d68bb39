from __future__ import annotations

from functools import cache
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from harness.contract.contract import Contract, contract
from harness.models import operations
from harness.models.paginators import find_pagination
from harness.synth import strategies as aws
from harness.synth.responses.answer import exchange_of
from harness.synth.scene import DEFAULT_SCENE

_SERVICES = ("cloudtrail", "dynamodb", "iam", "route53", "s3", "sqs", "xray")


@cache
def paginated() -> list[Contract]:
    """A sample of the operations that come in pages, of services of several protocols."""
    found = [o for service in _SERVICES for o in operations(service) if find_pagination(o) is not None]
    proving = ["ListInsightsData", "ListInsightsMetricData"]
    sample = Random(5).sample(found, 20)
    return [*(contract("cloudtrail", name) for name in proving), *map(Contract, sample)]


@settings(max_examples=40)
@given(st.data())
def test_whatever_is_asked_the_pages_keep_to_the_contract_and_lead_to_one_another(
    data: st.DataObject,
) -> None:
    held_to = data.draw(st.sampled_from(paginated()))
    operation = held_to.operation_model
    pagination = find_pagination(operation)
    assert pagination is not None
    chain = data.draw(aws.page_chains(held_to, data.draw(aws.requests(held_to))))
    params = dict(chain.request)
    for page in chain.pages:
        answer = chain.answer(params)
        assert answer.result(operation) == page
        exchange = exchange_of(held_to, params, answer, DEFAULT_SCENE)
        assert [v for v in held_to.check_exchange(exchange) if v.side == "response"] == []
        params |= pagination.next_request(page)
    assert pagination.next_request(chain.pages[-1]) == {}
