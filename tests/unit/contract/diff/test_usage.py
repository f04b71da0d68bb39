"""Which changes touch an exchange: by the members and values that it has."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.model import ServiceModel

from harness.contract.diff import Change, Place
from harness.contract.diff.usage import changes_of
from harness.contract.exchange import ErrorAnswer, Exchange

MODEL = ServiceModel(
    {
        "metadata": {"apiVersion": "2020-01-01", "protocol": "json", "serviceId": "Toy"},
        "operations": {
            "Do": {
                "name": "Do",
                "http": {"method": "POST", "requestUri": "/"},
                "input": {"shape": "Input"},
                "output": {"shape": "Output"},
                "errors": [{"shape": "Oops"}],
            }
        },
        "shapes": {
            "Input": {
                "type": "structure",
                "members": {
                    "Filter": {"shape": "Filter"},
                    "Mode": {"shape": "Mode"},
                    "Tags": {"shape": "Tags"},
                },
            },
            "Filter": {
                "type": "structure",
                "members": {"Not": {"shape": "Filter"}, "Name": {"shape": "Name"}},
            },
            "Output": {"type": "structure", "members": {"Names": {"shape": "Names"}}},
            "Names": {"type": "list", "member": {"shape": "Name"}},
            "Tags": {"type": "map", "key": {"shape": "Name"}, "value": {"shape": "Mode"}},
            "Name": {"type": "string"},
            "Mode": {"type": "string", "enum": ["X", "Y"]},
            "Oops": {"type": "structure", "members": {"Name": {"shape": "Name"}}, "exception": True},
        },
    },
    "toy",
)


def touched(
    change: Change, params: Any = None, response: Any = None, error: ErrorAnswer | None = None
) -> bool:
    exchange = Exchange("toy", "Do", params=params, response=response, error=error)
    return list(changes_of(exchange, [change], MODEL)) == [change]


def change(code: str, pointer: str = "", shape: str = "", member: str = "", **facts: Any) -> Change:
    return Change(code, "toy", "changed", shape, member, places=(Place("Do", pointer),), **facts)


@pytest.mark.parametrize(
    ("params", "expected"),
    [({"Filter": {"Name": "a"}}, True), ({"Filter": {"Not": {"Not": {"Name": "a"}}}}, True), ({}, False)],
)
def test_a_member_wherever_its_structure_stands(params: Any, expected: bool) -> None:
    removed = change("request-member-removed", "/request/Filter/Name", "Filter", "Name")
    assert touched(removed, params) is expected


def test_a_shape_on_the_side_where_it_changed() -> None:
    longer = change("response-max-increased", "/response/Names/*", "Name")
    assert touched(longer, {"Filter": {"Name": "a"}}, {"Names": []}) is False
    assert touched(longer, {}, {"Names": ["a"]})


@pytest.mark.parametrize(("place", "expected"), [("key", True), ("value", True), ("member", False)])
def test_the_places_of_a_map(place: str, expected: bool) -> None:
    narrower = change("request-max-decreased", "/request/Tags/*", "Tags", place)
    assert touched(narrower, {"Tags": {"a": "X"}}) is expected


@pytest.mark.parametrize("code", ["request-required-member-added", "request-member-became-required"])
@pytest.mark.parametrize(
    ("params", "expected"), [({"Filter": {}}, True), ({"Filter": {"Name": "a"}}, False), ({}, False)]
)
def test_what_is_required_now_touches_who_lacks_it(code: str, params: Any, expected: bool) -> None:
    assert touched(change(code, "/request/Filter/Name", "Filter", "Name"), params) is expected


@pytest.mark.parametrize(("value", "expected"), [("X", True), ("Y", False)])
def test_a_value_of_an_enum(value: str, expected: bool) -> None:
    removed = change("request-enum-value-removed", "/request/Mode", "Mode", old=["X"])
    assert touched(removed, {"Mode": value}) is expected


@pytest.mark.parametrize(("code", "expected"), [("Oops", True), ("Other", False)])
def test_an_error(code: str, expected: bool) -> None:
    answer = ErrorAnswer(code, "", {"Name": "a"})
    for told in (
        change("error-removed", "/errors/Oops", "Oops"),
        change("response-member-removed", "/errors/Oops/Name", "Oops", "Name"),
    ):
        assert touched(told, {}, error=answer) is expected
        assert touched(told, {}, {"Names": []}) is False


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (change("operation-http-changed"), True),
        (Change("service-protocol-changed", "toy", "changed"), True),
        (change("operation-documentation-changed"), False),
        (change("paginator-added"), False),
        (change("error-added", "/errors/Oops", "Oops"), False),
        (Change("operation-removed", "toy", "was removed", places=(Place("Other"),)), False),
    ],
)
def test_changes_of_operations_and_services(told: Change, expected: bool) -> None:
    assert touched(told, {}) is expected


def test_a_request_that_is_not_known_is_touched_by_nothing_in_requests() -> None:
    assert touched(change("request-member-removed", "/request/Mode", "Input", "Mode")) is False


def test_an_operation_that_the_old_model_does_not_have() -> None:
    told = Change("operation-added", "toy", "was added", places=(Place("New"),))
    assert list(changes_of(Exchange("toy", "New", params={}), [told], MODEL)) == []
