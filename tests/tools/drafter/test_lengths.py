from __future__ import annotations

import pytest

from harness.contract.rules import Length
from tools.facts.drafter.miner import mine


def lengths(text, type="string", member="Name", siblings=("Name", "Policy")):  # noqa: A002
    return [
        rule for rule in mine(text, member=member, type=type, siblings=siblings) if isinstance(rule, Length)
    ]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("The name can be up to 64 characters long.", None, 64),
        ("Must contain from 1 to 63 letters, numbers, or hyphens.", 1, 63),
        ("Length Constraints: Minimum of 1. Maximum of 32.", 1, 32),
        ("Minimum length of 1. Maximum length of 128.", 1, 128),
        ("The policy name cannot exceed 64 characters.", None, 64),
        ("It can be up to 128 letters long.", None, 128),
        ("Must be fewer than 255 characters.", None, 254),
        ("Maximum length is 50.", None, 50),
        ("The length limit is 128 characters.", None, 128),
        ("A name is a unique string of up to 64 characters.", None, 64),
        ("If used, this parameter must contain 1 to 50 characters.", 1, 50),
        ("Up to 255 letters (uppercase and lowercase), numbers, and hyphens are allowed.", None, 255),
        ("Must contain from 1 to 63 numbers, letters, or hyphens.", 1, 63),
    ],
)
def test_lengths_are_read(text, low, high):
    assert lengths(text) == [Length("Name", low, high)]


@pytest.mark.parametrize(
    "text",
    [
        "The prefix can be up to 10 characters.",
        'A string that starts with "r-" followed by from 4 to 32 letters or digits.',
        "Must contain at least 4 different characters.",
        "The document can be up to 10 KB long.",
        "Valid characters: A-Z, 0-9 and special characters.",
        "For example, a name of up to 10 characters.",
        "To store a policy of more than 5120 characters, choose a name that starts with a slash.",
        "The total length of all names cannot exceed 5,000 characters.",
    ],
)
def test_what_measures_something_else_is_left_alone(text):
    assert lengths(text) == []


def test_the_strings_of_lists_and_the_values_of_maps():
    assert lengths("Each name can be up to 64 characters.", "list", "Names") == [Length("Names[]", max=64)]
    assert lengths("Maximum 64 characters per name.", "list", "Names") == [Length("Names[]", max=64)]
    assert lengths("Takes objects whose name can be up to 64 characters.", "list", "Names") == []
    tags = "The maximum length of a tag key is 128 characters. A tag value is limited to 256 characters."
    assert lengths(tags, "map", "tags") == [Length("tags[]", max=256)]
    assert lengths(tags, "list", "tags") == []
    value = "For the tag value, you can specify a value that is 0 to 256 characters in length."
    assert lengths(value, "map", "tags") == [Length("tags[]", 0, 256)]
    keys = "Tag keys must be between 1 and 128 characters in length."
    assert lengths(keys, "list", "TagKeys") == [Length("TagKeys[]", 1, 128)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("The ID has a 64 character limit.", None, 64),
        ("A file has a 20,000 character limit.", None, 20_000),
        ("Maximum character limit is 100.", None, 100),
        ("Minimum character length 1. Maximum character length 512.", 1, 512),
        ("Maximum number of characters allowed is 140.", None, 140),
        ("Maximum of 128 length.", None, 128),
    ],
)
def test_a_number_may_stand_before_or_after_the_characters(text, low, high):
    assert lengths(text) == [Length("Name", low, high)]
