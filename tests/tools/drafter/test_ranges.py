from __future__ import annotations

import pytest

from harness.contract.rules import MultipleOf, Range
from tools.facts.drafter.miner import mine


def numbers(text, type="integer", member="Count", siblings=("Count", "MinCount")):  # noqa: A002
    rules = mine(text, member=member, type=type, siblings=siblings)
    return [rule for rule in rules if isinstance(rule, Range | MultipleOf)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Possible values are 1 through 50.", 1, 50),
        ("The value must be between 1 and 21,600.", 1, 21600),
        ("Valid range: 5-100", 5, 100),
        ("Valid values are integers from 1 to 21600.", 1, 21600),
        ("Minimum value of 1. Maximum value of 100.", 1, 100),
        ("The maximum value of Count is 4000.", None, 4000),
        ("Takes an integer between 0-4.", 0, 4),
        ("The minimum value that can be provided is 5.", 5, None),
        ("You can specify a limit between 1 and 9, but the actual number may be less if none.", 1, 9),
        ("Must be at least 5.", 5, None),
        ("The value must be greater than 5.", 6, None),
        ("The value must be less than 200.", None, 199),
        ("You cannot specify a number greater than 100.", None, 100),
        ("The number of presets, up to twenty, that you can specify.", None, 20),
        ("Constraints: Minimum 20, maximum 100.", 20, 100),
        ("The smallest supported value is 2, and the largest supported value is 9.", 2, 9),
        ("The minimum value is 2 and the maximum value for large jobs is 9.", 2, None),
        ("If you include a value, it must be between 1 and 9, inclusive.", 1, 9),
        ("The maximum value is 9, or 1 hour.", None, 9),
        ("The largest value you can specify is 7.", None, 7),
        ("The number of copies, between 2 and 1,000, for the whole of the run.", 2, 1000),
        ("How many copies to keep (1-50, default: 5).", 1, 50),
        ("The copies of a volume to keep, up to a maximum of 9.", None, 9),
        ("The minimum count is 1, the maximum is 9, and the default (if you don't specify one) is 5.", 1, 9),
        ("The count as a percentage from 10 to 100.", 10, 100),
    ],
)
def test_bounds_are_read(text, low, high):
    assert numbers(text) == [Range("Count", low, high)]


@pytest.mark.parametrize(
    "text",
    [
        "The maximum number of results to return in one call.",
        "Approximately between 1 and 10 values.",
        "For example, a value between 1 and 10.",
        "If MinCount is 1, the value must be between 1 and 10.",
        "The value must be either -1 or between 1 and 3,653.",
        "Values lower than 80 are set to 80.",
        "By default, a response shows a maximum of 100 items.",
        "Only 404 and 500 are supported.",
        "The value must be at least 10% greater than before.",
        "You can have up to 5 clusters per account.",
        "The name must be between 1 and 64 characters.",
        "The number of rows that failed one or more rules.",
        "If specified, the value must be either 0 or a number equal to or greater than 86,400.",
        "Valid values are 1 to 10. A value of -1 is also valid.",
        "Specify 0 to wait for nothing, or a value of 2 or greater to wait for so many.",
        "A job can have a maximum of 100 steps.",
        "To do this, set Count to a number between 3 and 10.",
        "The number of entries. Values of 1 or greater specify the exact number of entries.",
        "Valid values are 0, 1, and even numbers up to 64.",
    ],
)
def test_what_bounds_something_else_is_left_alone(text):
    assert numbers(text) == []


def test_a_bound_in_another_unit_is_no_rule():
    assert (
        numbers("Valid values are 1 to 24 hours.", member="TimeoutSeconds", siblings=("TimeoutSeconds",))
        == []
    )
    seconds = "Granularity, in seconds. The maximum is 3600 seconds."
    assert numbers(seconds, member="Period", siblings=("Period",)) == [Range("Period", max=3600)]
    assert numbers("The size in bytes. The maximum is 5 MB.", member="Size", siblings=("Size",)) == []
    rate = "The throughput, in MiB/s. Valid range: 125-2,000 MiB/s."
    assert numbers(rate, member="Rate", siblings=("Rate",)) == [Range("Rate", 125, 2000)]


def test_a_strict_bound_of_a_number_that_is_not_whole_is_no_rule():
    assert numbers("Must be greater than 0.", type="double") == []
    assert numbers("Must be greater than or equal to 0.", type="double") == [Range("Count", min=0)]


def test_the_looser_of_bounds_that_contradict_each_other_stays():
    assert numbers("The maximum value is 10. The maximum value is 20.") == [Range("Count", max=20)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Must be a multiple of 60.", 60),
        ("Valid values are 4000 MBps or multiples of 4000 MBps.", 4000),
        ("This must be an even number.", 2),
        ("The value must be divisible by 8.", 8),
    ],
)
def test_multiples_are_read(text, value):
    assert MultipleOf("Count", value) in numbers(text)


def test_a_multiple_beside_other_values_is_no_rule():
    assert numbers("Valid values are 10, 20, 30, and any multiple of 60.") == []


def test_an_operation_bounds_the_value_of_a_parameter():
    text = "If you provide a Count, the value must be between 1 and 50."
    assert numbers(text, type="operation", member="") == [Range("Count", 1, 50)]


@pytest.mark.parametrize(
    ("text", "member", "low", "high"),
    [
        ("Enter a value from 0 to -8.", "Threshold", -8, 0),
        ("This is a value between 1 and 1 million.", "Count", 1, 1_000_000),
        ("Enter an integer from 0 to 100 percent.", "Share", 0, 100),
        (
            "Specify a value between 300 seconds (five minutes) and 86,400 seconds (one day).",
            "SecondsUntilPause",
            300,
            86400,
        ),
        ("The maximum value is one hour (3600 seconds).", "TtlInSeconds", None, 3600),
        ("Anywhere between 1 minute and 7 days (1 to 10080 minutes).", "LimitInMinutes", 1, 10080),
        ("The percentage to send, expressed as a whole number between 0 and 15.", "Weight", 0, 15),
        ("The day of the week represented as an ordinal number from 0 to 6, where 0 is Sunday.", "Day", 0, 6),
        ("The maximum number of data sets, up to 255, in a group.", "Limit", None, 255),
        ("Proportion of packets that fail to arrive from 0 to 100 percent.", "Loss", 0, 100),
    ],
)
def test_sign_magnitude_and_unit_are_those_of_the_member(text, member, low, high):
    assert numbers(text, member=member, siblings=(member,)) == [Range(member, low, high)]


@pytest.mark.parametrize(
    "text",
    [
        "The range is 8.515920e-109 to 1.174271e+108 (Base 10).",
        "You can use values below 2 or above 262144 in your definitions.",
        "To manually apply filtering: Enter a value from 1 to 5.",
    ],
)
def test_exponents_and_what_is_outside_are_no_bounds(text):
    assert numbers(text, type="double") == []


def test_an_operation_may_say_what_is_out_of_range():
    text = "The request fails in these cases: The count is outside the range 100-9900."
    assert numbers(text, type="operation", member="", siblings=("Count",)) == []
    text = "The request fails. The count is outside the range 100-9900."
    assert numbers(text, type="operation", member="", siblings=("Count",)) == [Range("Count", 100, 9900)]


def test_the_smallest_unit_of_a_text_may_divide():
    text = "The size must be a multiple of 512 bytes. The default size is 128 mebibytes (MiB)."
    assert numbers(text, member="BlockSize", siblings=("BlockSize",)) == [MultipleOf("BlockSize", 512)]
