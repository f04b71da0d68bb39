from __future__ import annotations

import pytest

from harness.contract.rules import Size
from tools.facts.drafter.miner import mine


def sizes(text, type="list", member="SubnetIds", siblings=("SubnetIds", "Zones")):  # noqa: A002
    return [
        rule for rule in mine(text, member=member, type=type, siblings=siblings) if isinstance(rule, Size)
    ]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("You can specify up to 25 subnets.", None, 25),
        ("A list of up to ten subnet IDs.", None, 10),
        ("The list must contain at least one entry and can contain up to 100 entries.", 1, 100),
        ("Currently the list can contain only one item.", None, 1),
        ("You must specify at least two subnets.", 2, None),
        ("Array Members: Minimum number of 1 item. Maximum number of 20 items.", 1, 20),
        ("You can specify a maximum of 10 subnets for each task.", None, 10),
        ("At least one subnet is required.", 1, None),
        ("You can specify up to 50 entries, with names up to 128 characters.", None, 50),
        ("Specify exactly one value.", 1, 1),
        ("Each cluster can contain up to 20 subnets.", None, 20),
        ("You can only specify one subnet.", None, 1),
        ("You can specify up to ten (10) subnets.", None, 10),
        ("The list can contain a maximum of 25 places.", None, 25),
        ("An array of strings with a maximum size of one.", None, 1),
        ("The maximum number of private subnets that you can have in this list is 5.", None, 5),
        ("A job must target at least one subnet.", 1, None),
        ("You can add up to 10 load balancers to the array.", None, 10),
        ("You must specify exactly two.", 2, 2),
        ("An ordered list of 1 to 10 places.", 1, 10),
        ("You may input 0 to 5 items.", 0, 5),
        ("Number of objects allowed: 1-50.", 1, 50),
        ("Specify a range of 1 to 10.", 1, 10),
    ],
)
def test_sizes_are_read(text, low, high):
    assert sizes(text) == [Size("SubnetIds", low, high)]


@pytest.mark.parametrize(
    "text",
    [
        "A list of one or more subnets.",
        "You can have up to 10 subnets per account.",
        "We recommend at least two subnets.",
        "If Zones is given, you can specify up to 5 subnets.",
        "You can specify only one subnet per Availability Zone.",
        "Each subnet can have up to 10 addresses and up to 5 subnets.",
        "Each ID can have up to 20 characters.",
        "At least one subnet must be matched by name.",
        "Fargate clusters can contain up to 16 subnets.",
        "You can specify more than one subnet.",
        "You can specify one subnet and one zone.",
        "If used, the request gives any network with at least one subnet.",
        "Each object in the list has exactly one place.",
        "By default, you can specify up to 5 subnets.",
    ],
)
def test_what_counts_something_else_is_left_alone(text):
    assert sizes(text) == []


def test_a_map_is_counted_by_its_entries():
    assert sizes("Currently the map can contain only one item.", "map") == [Size("SubnetIds", max=1)]


def test_what_a_part_of_the_name_has_is_not_counted():
    text = "A terminology list can contain a maximum of 256 terms."
    assert sizes(text, member="TerminologyNames", siblings=("TerminologyNames",)) == []


def test_a_plural_in_es_counts_the_entries():
    text = "Up to 10 lenses can be specified."
    assert sizes(text, member="LensAliases", siblings=("LensAliases",)) == [Size("LensAliases", max=10)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("The IDs of the subnets to read, from 1 to 5.", 1, 5),
        ("1 - 5 subnets that are used first.", 1, 5),
        ("One to 10 subnet IDs that are used first.", 1, 10),
        ("If provided, this parameter must contain a pair of numbers.", 2, 2),
        ("You must specify a single-element list containing one subnet.", 1, 1),
        ("You can specify up to 500 Amazon Web Services Virtual Private Cloud subnets.", None, 500),
        ("It helps when you use many, though you can specify up to 50 IDs.", None, 50),
        ("You can use up to 10 subnets, but you can't use more than one subnet in the same zone.", None, 10),
        ("A list of nets to remove. You can remove between 1 and 20 nets.", 1, 20),
        (
            "<p>The following restrictions apply:</p><ul><li><p>Maximum number of subnets - 50</p></li></ul>",
            None,
            50,
        ),
    ],
)
def test_entries_are_counted_in_many_words(text, low, high):
    assert sizes(text) == [Size("SubnetIds", low, high)]


@pytest.mark.parametrize(
    "text",
    [
        "You can't specify the same subnet in more than one entry.",
        "Each subnet must be unique with a maximum of one value.",
        "You can't have more than one subnet in the same zone.",
    ],
)
def test_uniqueness_is_no_size(text):
    assert sizes(text) == []


def test_an_operation_counts_a_list_that_it_names():
    text = "You can specify up to 100 Subnet IDs in one call."
    assert sizes(text, type="operation", member="") == [Size("SubnetIds", None, 100)]
    assert sizes("You can add up to 5 zones to each subnet.", type="operation", member="") == []
