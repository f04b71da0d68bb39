from __future__ import annotations

import pytest

from harness.contract.rules import Order
from tools.facts.drafter.miner import mine

TIMES = ("StartTime", "EndTime")


def orders(text, member="StartTime"):
    found = mine(text, member=member, type="timestamp", siblings=TIMES)
    return [rule for rule in found if isinstance(rule, Order)]


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("StartTime must be before EndTime.", "<"),
        ("The value for EndTime must be later than the value for StartTime.", "<"),
        ("The start time must be less than or equal to the end time.", "<="),
        ("EndTime can't be earlier than StartTime.", "<="),
        ("If the specified start time is after the specified end time, an error is returned.", "<="),
        ("The end time must be after the start date.", "<"),
        ("If it's later than EndTime , the request fails.", "<="),
        ("This must be less than or equal to the EndTime specification.", "<="),
        ("It must be before EndTime and no later than a year from now.", "<"),
        ("Must be earlier than EndTime.", "<"),
    ],
)
def test_orders_are_read(text, relation):
    assert orders(text) == [Order(TIMES, relation)]


@pytest.mark.parametrize(
    "text",
    [
        "StartTime must be before today.",
        "The start time must be before the creation of the stream.",
        "StartTime should usually be before EndTime.",
    ],
)
def test_what_orders_something_else_is_left_alone(text):
    assert orders(text) == []


def test_what_is_at_least_equal_to_another_comes_after_it():
    counts = ("MinCount", "MaxCount")
    text = "Must be at least equal to MinCount."
    assert mine(text, member="MaxCount", type="integer", siblings=counts)[0] == Order(counts, "<=")
