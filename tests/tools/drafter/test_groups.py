from __future__ import annotations

import pytest

from harness.contract.rules import AtLeastOne, AtMostOne, ExactlyOne
from tools.facts.drafter.miner import mine

NAMES = ("StackName", "StackId", "TemplateUrl")
PAIR = ("StackName", "StackId")


def groups(text, member="", siblings=NAMES):
    type_name = "string" if member else "operation"
    rules = mine(text, member=member, type=type_name, siblings=siblings)
    return [rule for rule in rules if isinstance(rule, AtLeastOne | AtMostOne | ExactlyOne)]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("You must specify either StackName or StackId , but not both.", ExactlyOne(PAIR)),
        ("Specify either the stack name or the stack ID, but not both.", ExactlyOne(PAIR)),
        ("You must specify exactly one of StackName, StackId, or TemplateUrl.", ExactlyOne(NAMES)),
        (
            "Conditional: You must specify only one of the following parameters: StackName or StackId.",
            ExactlyOne(PAIR),
        ),
        (
            "If you specify a value for both StackName and StackId, the action returns an error.",
            AtMostOne(PAIR),
        ),
        ("StackName and StackId are mutually exclusive. Provide exactly one of them.", ExactlyOne(PAIR)),
        ("You must specify StackName or StackId . You cannot specify both.", ExactlyOne(PAIR)),
        ("One of StackName or StackId is required. You cannot specify both.", ExactlyOne(PAIR)),
        ("Exactly one of Stack$StackName or Stack$StackId is required.", ExactlyOne(PAIR)),
        (
            "You must provide either the StackName of the stack or the StackID of the copy, but not both.",
            ExactlyOne(PAIR),
        ),
        (
            "You must specify exactly one stack, using either a StackName or a StackId.",
            ExactlyOne(PAIR),
        ),
        (
            "You must use either StackName or StackId. If both or neither are given, an error is returned.",
            ExactlyOne(PAIR),
        ),
        (
            "In each stack set, the StackName and StackId parameters are mutually exclusive.",
            AtMostOne(PAIR),
        ),
        ("You can use either StackName or StackId , but not both.", AtMostOne(PAIR)),
        ("You can't specify both StackName and StackId in the same request.", AtMostOne(PAIR)),
        ("StackName , StackId and TemplateUrl are mutually exclusive.", AtMostOne(NAMES)),
        ("StackName can't be used with StackId.", AtMostOne(PAIR)),
        ("StackName cannot be specified along with StackId.", AtMostOne(PAIR)),
        ("You can specify only one of StackName and StackId.", AtMostOne(PAIR)),
        ("Use either StackName or StackId. Specifying both values results in an error.", AtMostOne(PAIR)),
        ("You must specify at least one of StackName or StackId.", AtLeastOne(PAIR)),
        ("Either StackName or StackId must be provided (or both).", AtLeastOne(PAIR)),
        ("You cannot include StackName and StackId in the same operation.", AtMostOne(PAIR)),
        ("You can provide either a StackName or a StackId in the request, but not both.", AtMostOne(PAIR)),
        ("To narrow the list, provide either StackName or StackId, but not both.", AtMostOne(PAIR)),
        ("Each request must reference either a stack name or stack ID, but not both.", ExactlyOne(PAIR)),
        (
            "When invoking this API, you must use either the StackName or the StackId parameter, or both.",
            AtLeastOne(PAIR),
        ),
    ],
)
def test_groups_are_read(text, rule):
    assert groups(text) == [rule]


def test_a_member_speaks_of_itself():
    text = "You must specify either this parameter or StackId, but not both."
    assert groups(text, member="StackName") == [ExactlyOne(PAIR)]
    assert groups("Mutually exclusive with StackId.", member="StackName") == [AtMostOne(PAIR)]


def test_a_member_names_its_twins_by_their_last_word():
    text = "You must specify the ID or the name, and you can specify both."
    assert groups(text, member="StackName") == [AtLeastOne(("StackId", "StackName"))]
    text = "Specify a stack by either name or ID, but not both."
    assert groups(text, member="StackId") == [AtMostOne(PAIR)]


def test_a_member_that_excludes_several_excludes_each():
    found = groups("This can't be used with StackId or TemplateUrl.", member="StackName")
    assert found == [AtMostOne(PAIR), AtMostOne(("StackName", "TemplateUrl"))]
    assert groups("You cannot use this parameter with the StackId parameter.", member="StackName") == [
        AtMostOne(PAIR)
    ]
    assert groups("The stack's name; mutually exclusive with StackId.", member="StackName") == [
        AtMostOne(PAIR)
    ]


def test_nested_members_are_named_by_their_holder():
    text = "You must specify either the launch template name or the launch template ID, but not both."
    siblings = ("launchTemplate.name", "launchTemplate.id")
    assert groups(text, "launchTemplate.name", siblings) == [ExactlyOne(siblings)]


@pytest.mark.parametrize(
    "text",
    [
        "If the stack is new, you must specify either StackName or StackId, but not both.",
        "You can use either the name or the URL of the page, but not both.",
        "You must specify either StackName and StackId, or TemplateUrl, but not both.",
        "For example, specify either StackName or StackId, but not both.",
        "You can specify both StackName and StackId.",
        "You can't specify both StackName and StackId / TemplateUrl.",
    ],
)
def test_what_is_conditional_or_of_others_is_left_alone(text):
    assert groups(text) == []


def test_a_parameters_noun_may_end_a_name():
    names = ("JobType", "JobFlags")
    assert groups("You can use job type or job flags but not both.", siblings=names) == [AtMostOne(names)]


@pytest.mark.parametrize(
    "text",
    [
        "Either StackName or StackId can be specified, but not both.",
        "Specify either StackName or StackId, but not both.",
        "You can't use StackName with StackId for CreateStack and UpdateStack actions.",
        "You can use either this parameter or the singular StackId parameter, but not both.",
        "In CreateStack, you can name it with StackName or StackId, but not both.",
    ],
)
def test_a_member_may_be_left_out_with_its_twin(text):
    assert groups(text, member="StackName") == [AtMostOne(PAIR)]


@pytest.mark.parametrize(
    "text",
    [
        "Either StackName or StackId must be specified in the request, but not both.",
        "If you include StackName in your request, you cannot use StackId; you must choose one or the other.",
    ],
)
def test_one_may_be_asked_for(text):
    assert groups(text, member="StackName") == [ExactlyOne(PAIR)]


def test_an_operation_that_tells_to_specify_one_asks_for_it():
    assert groups("Specify either StackName or StackId, but not both.") == [ExactlyOne(PAIR)]


@pytest.mark.parametrize(
    "text",
    [
        "You must specify either StackName or StackId.",
        "Conditional: You must pass StackName or StackId.",
        "One of StackName or StackId has to be provided.",
        "You must include at least one of StackName and StackId to create a stack.",
    ],
)
def test_at_least_one_is_needed_where_nothing_excludes_both(text):
    assert groups(text, member="StackName") == [AtLeastOne(PAIR)]


def test_what_needs_both_or_holds_for_a_while_is_no_group():
    assert groups("You must specify StackName and StackId.") == []
    assert groups("You must specify this parameter with StackId.", member="StackName") == []
    assert groups("Can't be specified together with StackId while it changes.", member="StackName") == []


def test_a_slash_joins_what_goes_together():
    found = groups("You cannot specify both StackName and StackId/TemplateUrl.", member="StackName")
    assert found == [AtMostOne(PAIR), AtMostOne(("StackName", "TemplateUrl"))]
