from __future__ import annotations

import pytest

from harness.contract.prose import mine
from harness.contract.rules import Default


def defaults(text, type="string", member="Mode", siblings=("Mode", "Other")):  # noqa: A002
    return [
        rule for rule in mine(text, member=member, type=type, siblings=siblings) if isinstance(rule, Default)
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The default is FAST.", "FAST"),
        ("The default value is none .", "none"),
        ("Defaults to FAST if not specified.", "FAST"),
        ("If you don't specify a mode, it defaults to FAST .", "FAST"),
        ('By default, the mode is "fast".', "fast"),
        ("FAST (default) - Runs fast.", "FAST"),
        ("The name defaults to prod .", "prod"),
        ("Default: on-demand", "on-demand"),
        ("If this parameter is omitted, the default value of FAST is used.", "FAST"),
    ],
)
def test_strings_are_read(text, value):
    member = "Name" if "name" in text else "Mode"
    assert defaults(text, member=member, siblings=(member, "Other")) == [Default(member, value)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The default is 50.", 50),
        ("The default value is 1,000.", 1000),
        ("The maximum number of items per page (20 by default).", 20),
        ("If you don't specify a value, up to 100 results are returned.", 100),
        (
            "If this is not used, the service returns up to 10 results and a token, if applicable.",
            10,
        ),
        ("The default is 3600 seconds.", 3600),
    ],
)
def test_numbers_are_read(text, value):
    assert defaults(text, "integer", "MaxResults", ("MaxResults",)) == [Default("MaxResults", value)]


@pytest.mark.parametrize("text", ["The default is true .", "Defaults to enabled.", "The default is TRUE."])
def test_booleans_are_read(text):
    assert defaults(text, "boolean") == [Default("Mode", True)]


@pytest.mark.parametrize(
    "text",
    [
        "There is no default value.",
        "The default is the time of request.",
        "The default is your default VPC key.",
        "If Other is A1, the default is FAST.",
        "The default is FAST for new accounts and SLOW for others.",
        "Defaults to FAST, unless Other is given, in which case it defaults to SLOW.",
        "For example, the default is FAST.",
        "The default value of the property.",
        "The default for Other is FAST.",
        "Defaults to /path/image-name .",
        "The default is unset.",
    ],
)
def test_what_is_described_or_conditional_is_left_alone(text):
    assert defaults(text) == []


def test_two_defaults_are_none():
    assert defaults("The default is FAST. The default is SLOW.") == []


def test_a_default_in_another_unit_is_no_rule():
    text = "If not specified, it defaults to 25 hours."
    assert defaults(text, "integer", "DurationInMinutes", ("DurationInMinutes",)) == []


def test_lists_and_timestamps_have_no_literal_default():
    assert defaults("The default is FAST.", "list") == []
    assert defaults("The default is 5.", "timestamp") == []
