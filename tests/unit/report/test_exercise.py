"""What a contract documents, and which of it exchanges exercise: on a service made up for it."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.model import ServiceModel

from harness.contract.contract import Contract
from harness.contract.exchange import ErrorAnswer, Exchange
from harness.report.exercise import CATALOGUE, DIMENSIONS, Exercise, documented

MANY = [f"v{number}" for number in range(CATALOGUE + 1)]
SHAPES: dict[str, Any] = {
    "Text": {"type": "string"},
    "Name": {"type": "string", "min": 1, "max": 8},
    "Count": {"type": "integer", "min": 1, "max": 100},
    "Ratio": {"type": "double", "max": 2000.0},
    "Blob": {"type": "blob", "max": 4},
    "Kind": {"type": "string", "enum": ["leaf", "branch"]},
    "Catalogue": {"type": "string", "enum": MANY},
    "Names": {"type": "list", "member": {"shape": "Name"}, "min": 0, "max": 3},
    "ByKind": {"type": "map", "key": {"shape": "Kind"}, "value": {"shape": "Kind"}},
    "Node": {
        "type": "structure",
        "members": {
            "Kind": {"shape": "Kind"},
            "Left": {"shape": "Node"},
            "Children": {"shape": "Nodes"},
        },
    },
    "Nodes": {"type": "list", "member": {"shape": "Node"}},
    "GrowRequest": {
        "type": "structure",
        "members": {
            "Name": {"shape": "Name"},
            "Count": {"shape": "Count"},
            "Ratio": {"shape": "Ratio"},
            "Blob": {"shape": "Blob"},
            "Kind": {"shape": "Kind"},
            "Any": {"shape": "Catalogue"},
            "Names": {"shape": "Names"},
            "ByKind": {"shape": "ByKind"},
            "MaxResults": {"shape": "Count"},
            "NextToken": {"shape": "Name"},
            "Start": {"shape": "Text"},
            "End": {"shape": "Text"},
        },
    },
    "GrowResponse": {
        "type": "structure",
        "members": {
            "Root": {"shape": "Node"},
            "Nodes": {"shape": "Nodes"},
            "Count": {"shape": "Count"},
            "NextToken": {"shape": "Name"},
        },
    },
    "Wilted": {"type": "structure", "members": {"message": {"shape": "Text"}}, "exception": True},
    "Frozen": {"type": "structure", "members": {}, "exception": True, "error": {"code": "Ice"}},
}
GROW = Contract(
    ServiceModel(
        {
            "metadata": {"serviceId": "Garden", "protocol": "json", "apiVersion": "2026-01-01"},
            "operations": {
                "Grow": {
                    "name": "Grow",
                    "http": {"method": "POST", "requestUri": "/"},
                    "input": {"shape": "GrowRequest"},
                    "output": {"shape": "GrowResponse"},
                    "errors": [{"shape": "Wilted"}, {"shape": "Frozen"}],
                }
            },
            "shapes": SHAPES,
        },
        "garden",
    ).operation_model("Grow")
)


def of(dimension: str) -> list[str]:
    return [str(item) for item in documented(GROW) if item.dimension == dimension]


def met(*exchanges: Exchange, dimension: str) -> set[str]:
    exercise = Exercise(GROW)
    for exchange in exchanges:
        exercise.add(exchange)
    assert exercise.met <= set(documented(GROW))
    return {str(item) for item in exercise.met if item.dimension == dimension}


def grow(params: Any = None, response: Any = None, **more: Any) -> Exchange:
    return Exchange("garden", "Grow", params=params, response=response, **more)


def test_members_once_where_a_structure_stands_often_or_holds_itself() -> None:
    assert of("members") == [
        *(f"request /{name}" for name in SHAPES["GrowRequest"]["members"]),
        "response /Root",
        "response /Nodes",
        "response /Count",
        "response /NextToken",
        "response /Root/Kind",
        "response /Root/Left",
        "response /Root/Children",
    ]


def test_members_are_met_at_any_depth() -> None:
    deep = {"Nodes": [{"Left": {"Children": [{"Kind": "leaf"}]}}], "NextToken": None, "Unknown": 1}
    assert met(grow({"Name": "a"}, deep), dimension="members") == {
        "request /Name",
        "response /Nodes",
        "response /Root/Left",
        "response /Root/Children",
        "response /Root/Kind",
    }


def test_an_exchange_that_breaks_its_contract_exercises_nothing() -> None:
    exercise = Exercise(GROW)
    exercise.add(grow({"Name": "a", "Other": 1}, {"Count": 1}))  # the request has an unknown member
    exercise.add(grow({"Name": "a"}, {"Count": "many"}))  # the answer has a text for a number
    assert (exercise.exchanges, exercise.broken, exercise.met) == (2, 2, set())


def test_a_documented_refusal_of_a_broken_request_exercises_the_error() -> None:
    exercise = Exercise(GROW)
    exercise.add(grow({"Other": 1}, error=ErrorAnswer("Wilted", "Other is unknown", {}), status=400))
    assert {str(item) for item in exercise.met} == {"Wilted"}


def test_values() -> None:
    assert of("values") == [
        'request /Kind is "leaf"',
        'request /Kind is "branch"',
        f"request /Any is any of {CATALOGUE + 1} values",
        'request /ByKind has key "leaf"',
        'request /ByKind has key "branch"',
        'request /ByKind/* is "leaf"',
        'request /ByKind/* is "branch"',
        'response /Root/Kind is "leaf"',
        'response /Root/Kind is "branch"',
    ]


def test_values_are_met_where_they_stand() -> None:
    params = {"Kind": "leaf", "Any": "v7", "ByKind": {"branch": "leaf"}}
    response = {"Nodes": [{"Kind": "branch"}, {"Kind": "dead"}]}
    assert met(grow(params, response), dimension="values") == {
        'request /Kind is "leaf"',
        f"request /Any is any of {CATALOGUE + 1} values",
        'request /ByKind has key "branch"',
        'request /ByKind/* is "leaf"',
        'response /Root/Kind is "branch"',
    }


def test_bounds_of_what_the_caller_chooses() -> None:
    assert of("bounds") == [
        "request /Name at minimum 1 character",
        "request /Name at maximum 8 characters",
        "request /Count at minimum 1",
        "request /Count at maximum 100",
        "request /Ratio at maximum 2000",
        "request /Blob at maximum 4 bytes",
        "request /Names at minimum 0 entries",
        "request /Names at maximum 3 entries",
        "request /MaxResults at minimum 1",
        "request /MaxResults at maximum 100",
        "request /Names/* at minimum 1 character",
        "request /Names/* at maximum 8 characters",
    ]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"Count": 100}, {"request /Count at maximum 100"}),
        ({"Count": 99}, {"request /Count at maximum 100"}),
        ({"Count": 98}, set()),
        ({"Count": 101}, set()),
        ({"Count": 2}, {"request /Count at minimum 1"}),
        ({"Count": True}, set()),
        ({"Count": "1"}, set()),
        ({"Ratio": 1999.0}, {"request /Ratio at maximum 2000"}),
        ({"Ratio": 1990.0}, set()),
        ({"Name": "x" * 7}, {"request /Name at maximum 8 characters"}),
        ({"Name": "äöü"}, set()),
        ({"Blob": "AAAAAA=="}, {"request /Blob at maximum 4 bytes"}),
        ({"Blob": "AA=="}, set()),
        ({"Names": ["abc", "abc"]}, {"request /Names at maximum 3 entries"}),
        ({"Names": []}, {"request /Names at minimum 0 entries"}),
        (
            {"Names": ["a"]},
            {"request /Names at minimum 0 entries", "request /Names/* at minimum 1 character"},
        ),
        ({"NextToken": "a"}, set()),
    ],
)
def test_a_bound_is_met_at_it_or_next_to_it(params: dict[str, Any], expected: set[str]) -> None:
    assert met(grow(params), dimension="bounds") == expected


def test_errors() -> None:
    assert of("errors") == ["Wilted", "Ice"]
    answers = [grow({}, error=ErrorAnswer(code)) for code in ("Ice", "Throttling")]
    assert met(*answers, dimension="errors") == {"Ice"}


FIRST, MIDDLE = grow({}, {"NextToken": "t"}), grow({"NextToken": "t"}, {"NextToken": "u"})
LAST, ONLY = grow({"NextToken": "u"}, {}), grow({"MaxResults": 5}, {})


@pytest.mark.parametrize(
    ("exchanges", "expected"),
    [
        ([FIRST], {"first page"}),
        ([MIDDLE], {"middle page"}),
        ([LAST], {"last page"}),
        ([ONLY], {"only page", "limited page"}),
        ([grow(None, {"NextToken": "t"})], set()),
        ([grow({"NextToken": "t"}, error=ErrorAnswer("Ice"))], set()),
    ],
)
def test_pages(exchanges: list[Exchange], expected: set[str]) -> None:
    assert of("pages") == ["only page", "first page", "middle page", "last page", "limited page"]
    assert met(*exchanges, dimension="pages") == expected


def test_a_request_that_is_not_known_exercises_nothing() -> None:
    assert met(grow(None, {"Count": 1}), dimension="members") == {"response /Count"}


def test_the_dimensions_come_in_order() -> None:
    order = [item.dimension for item in documented(GROW)]
    assert order == sorted(order, key=DIMENSIONS.index)
