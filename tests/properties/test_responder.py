from __future__ import annotations

import random
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from harness.contract.contract import Contract
from harness.contract.patterns import compile_pattern, matches
from harness.models import find_operation, load_service, operations
from harness.models.paginators import Pagination, find_pagination
from harness.synth import example_request, respond
from harness.synth.examples import request_params
from harness.synth.values.text import text_matching

_SERVICES = ("cloudtrail", "dynamodb", "ec2", "iam", "route53", "s3", "sqs", "xray")


@cache
def paginated() -> list[tuple[str, str]]:
    """A sample of the operations that come in pages of lists, of services of every protocol."""
    found = [
        (service, operation.name)
        for service in _SERVICES
        for operation in operations(service)
        if (pagination := find_pagination(operation)) and pagination.results and pagination.limit
    ]
    proving = [("cloudtrail", "ListInsightsData"), ("cloudtrail", "ListInsightsMetricData")]
    return [*proving, ("xray", "GetInsightEvents"), *random.Random(3).sample(sorted(found), 40)]


class Drawn:
    """Hypothesis as a source of choices."""

    def __init__(self, data: st.DataObject) -> None:
        self._data = data

    def choose(self, count: int) -> int:
        return self._data.draw(st.integers(0, count - 1))


def whole_list(contract: Contract, pagination: Pagination, params: dict[str, Any]) -> dict[str, list[Any]]:
    """Follow the tokens to their end, and put the pages together, by the paths of their lists."""
    entries: dict[str, list[Any]] = {path: [] for path in pagination.results}
    asked: dict[str, Any] | None = params
    for _ in range(200):
        answer = respond(contract, asked or {})
        assert answer.response is not None, answer.error
        for path in pagination.results:
            held: Any = answer.response
            for step in path.split("."):
                held = held.get(step, []) if isinstance(held, dict) else []
            entries[path] += held if isinstance(held, list | dict) else []  # DynamoDB counts them as well
        following = pagination.next_request(answer.result(contract.operation_model))
        if not following:
            return entries
        asked = {**params, **following}
    raise AssertionError("the pages do not end")


@settings(max_examples=12)
@given(st.data(), st.sampled_from(paginated()), st.integers(0, 2**32), st.tuples(*[st.integers(1, 30)] * 2))
def test_any_page_size_gives_the_same_list_and_tokens_end(
    data: st.DataObject, name: tuple[str, str], seed: int, sizes: tuple[int, int]
) -> None:
    contract = Contract(find_operation(*name))
    pagination = find_pagination(contract.operation_model)
    assert pagination is not None
    assert pagination.limit is not None
    request = example_request(contract, seed)
    request.pop(pagination.limit, None)
    shape = contract.operation_model.input_shape.members[pagination.limit]
    lists = [whole_list(contract, pagination, request)]
    longest = max((len(entries) for entries in lists[0].values()), default=0)
    for size in sizes:
        size *= 1 + longest // 150  # a series of one-minute points is long
        limit: Any = str(size) if shape.type_name == "string" else size
        params = {**request, pagination.limit: limit}
        if not contract.check_request(params):
            lists.append(whole_list(contract, pagination, params))
    assert all(each == lists[0] for each in lists)


_OPERATIONS = [(service, name) for service in _SERVICES for name in load_service(service).operation_names]


@given(st.sampled_from(_OPERATIONS), st.integers(0, 2**32))
def test_every_seed_gives_a_valid_request_and_a_valid_answer(name: tuple[str, str], seed: int) -> None:
    contract = Contract(find_operation(*name))
    request = example_request(contract, seed)
    assert contract.check_request(request) == []
    answer = respond(contract, request, seed)
    assert answer.error is None
    assert contract.check_response(request, answer.result(contract.operation_model)) == []
    assert respond(contract, request, seed) == answer


@given(st.data(), st.sampled_from(_OPERATIONS))
def test_requests_are_valid_whatever_is_chosen(data: st.DataObject, name: tuple[str, str]) -> None:
    contract = Contract(find_operation(*name))
    params = request_params(contract, Drawn(data))
    assert [v.message for v in contract.check_request(params)] == []


@given(
    st.data(),
    st.sampled_from(
        [r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", r"^arn:[^:]+:s3:::.+", r"^(\d{1,3}\.){3}\d{1,3}$", r".*\S.*"]
    ),
    st.integers(1, 40),
    st.integers(0, 40),
    st.booleans(),
)
def test_texts_match_whatever_is_chosen(
    data: st.DataObject, pattern: str, shortest: int, more: int, unusual: bool
) -> None:
    compiled = compile_pattern(pattern)
    text = text_matching(Drawn(data), compiled, shortest, shortest + more, unusual=unusual)
    if text is not None:
        assert shortest <= len(text) <= shortest + more
        assert matches(compiled.whole, text)
    else:  # addresses of four numbers have 7 to 15 characters
        assert shortest > 15 or shortest + more < 12
