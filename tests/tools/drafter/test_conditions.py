from __future__ import annotations

import pytest

from harness.contract.rules import AtMostOne, Condition, Forbids, OnlyIf, Requires
from tools.facts.drafter.miner import mine

NAMES = ("VolumeType", "Iops", "Size", "LogEnabled")
IO1 = Condition("VolumeType", ("io1",))
IO2 = Condition("VolumeType", ("io1", "io2"))
GIVEN = Condition("Iops", present=True)


def rules(text, member="Iops"):
    found = mine(text, member=member, type="integer" if member else "operation", siblings=NAMES)
    return [rule for rule in found if isinstance(rule, Requires | Forbids | AtMostOne | OnlyIf)]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("This parameter is required if VolumeType is io1 .", Requires(IO1, ("Iops",))),
        ("Required when the volume type is set to io1 or io2 .", Requires(IO2, ("Iops",))),
        ("This field is required only when VolumeType is io1 .", Requires(IO1, ("Iops",))),
        ("Conditionally required if the VolumeType parameter is set to io1 .", Requires(IO1, ("Iops",))),
        ("If VolumeType is io1 , you must specify Size.", Requires(IO1, ("Size",))),
        ("If you specify Iops, you must also specify Size.", Requires(GIVEN, ("Size",))),
        ("If you provide an io1 VolumeType, you must specify Size.", Requires(IO1, ("Size",))),
        (
            "This parameter is required if you specify Size.",
            Requires(Condition("Size", present=True), ("Iops",)),
        ),
        ("Required if you don't specify Size.", Requires(Condition("Size", present=False), ("Iops",))),
        ("Required if you specify io1 or io2 for VolumeType.", Requires(IO2, ("Iops",))),
        (
            "This value is required if LogEnabled is true .",
            Requires(Condition("LogEnabled", (True,)), ("Iops",)),
        ),
        ("This parameter is required for io1 and io2 volumes.", Requires(IO2, ("Iops",))),
        ("Required for io1 and io2 volumes.", Requires(IO2, ("Iops",))),
        (
            "If you specify Size , then don't specify Iops , or the copy will fail.",
            AtMostOne(("Size", "Iops")),
        ),
        ("Don't specify Iops for io1 volumes.", Forbids(IO1, ("Iops",))),
        (
            "This parameter is not supported for gp2 , st1 , or standard volumes.",
            Forbids(Condition("VolumeType", ("gp2", "st1", "standard")), ("Iops",)),
        ),
        (
            "Must not be present if VolumeType is TapeOnly or Slow.",
            Forbids(Condition("VolumeType", ("TapeOnly", "Slow")), ("Iops",)),
        ),
        (
            "If you specify Fast as the VolumeType, Size is required.",
            Requires(Condition("VolumeType", ("Fast",)), ("Size",)),
        ),
        ("Only required if VolumeType is io1 .", Requires(IO1, ("Iops",))),
        (
            "If you use this request parameter, you must use the Size request parameter and not use zones.",
            Requires(GIVEN, ("Size",)),
        ),
        ("Required if log is enabled.", Requires(Condition("LogEnabled", (True,)), ("Iops",))),
        ("Required when `VolumeType` is io1; otherwise ignored.", Requires(IO1, ("Iops",))),
        ("Required when the volume type is io1 or io2 : give a number.", Requires(IO2, ("Iops",))),
        ('Required when "VolumeType=io1".', Requires(IO1, ("Iops",))),
        (
            "Optional, but if you specify a value for it, you must also specify Size.",
            Requires(GIVEN, ("Size",)),
        ),
        ("To use this parameter, you must also use the Size parameter.", Requires(GIVEN, ("Size",))),
        ("If you're using io1 volume type, you can't specify a value.", Forbids(IO1, ("Iops",))),
        ("Required when you set VolumeType, under Volume, to the value io1 .", Requires(IO1, ("Iops",))),
        ("If you specify Iops, you must specify the Size in which to write.", Requires(GIVEN, ("Size",))),
        ("Note: If you specify the Iops you can't specify the Size as well.", AtMostOne(("Iops", "Size"))),
        ("You must specify this value when VolumeType is io1 .", Requires(IO1, ("Iops",))),
        ("Required when VolumeType is io1 , and ignored when VolumeType is io2 .", Requires(IO1, ("Iops",))),
        ("If you enter numbers using Iops, do not use Size.", AtMostOne(("Iops", "Size"))),
        ("Note that if you use the Iops parameter, you must also provide Size.", Requires(GIVEN, ("Size",))),
        ("If you specify Iops, you can't filter by Size.", AtMostOne(("Iops", "Size"))),
        ("Required when you set Volume type to the value io1 .", Requires(IO1, ("Iops",))),
        ("The rate (required when VolumeType is io1 ).", Requires(IO1, ("Iops",))),
        ("Required if VolumeType is io1 , and cannot be used otherwise.", Requires(IO1, ("Iops",))),
        (
            "Optional but if you specify a value for it, you must also specify Size.",
            Requires(GIVEN, ("Size",)),
        ),
        ("Constraints: Cannot be specified if Size is provided.", AtMostOne(("Size", "Iops"))),
        ("This option can't be used when you specify volumes with Size.", AtMostOne(("Size", "Iops"))),
        ("Cannot be specified when VolumeType is io1.", Forbids(IO1, ("Iops",))),
        ("Don't specify Iops if VolumeType is io1 .", Forbids(IO1, ("Iops",))),
        ("If VolumeType is io1 , you can't specify Size.", Forbids(IO1, ("Size",))),
        ("This parameter must be omitted when VolumeType is io1 .", Forbids(IO1, ("Iops",))),
        ("If you specify Iops, you can't specify Size.", AtMostOne(("Iops", "Size"))),
    ],
)
def test_conditions_are_read(text, rule):
    assert rules(text) == [rule]


def test_a_value_of_the_member_itself_is_a_condition():
    found = mine(
        "If you specify io1 , you must also specify Iops to define the rate.",
        member="VolumeType",
        type="string",
        siblings=NAMES,
    )
    assert found == (Requires(IO1, ("Iops",)),)


def test_each_of_several_parameters_may_be_forbidden():
    found = rules("Don't specify Size or VolumeType if you specify Iops because it names both.")
    assert found == [AtMostOne(("Iops", "Size")), AtMostOne(("Iops", "VolumeType"))]


def test_each_case_of_several_is_a_rule():
    assert rules("This value must be set if VolumeType is io1 , or if LogEnabled is true .") == [
        Requires(IO1, ("Iops",)),
        Requires(Condition("LogEnabled", (True,)), ("Iops",)),
    ]


def test_vice_versa_is_a_rule_of_its_own():
    assert rules("If you specify Iops, Size is required (and vice-versa).") == [
        Requires(GIVEN, ("Size",)),
        Requires(Condition("Size", present=True), ("Iops",)),
    ]


def test_a_switch_may_be_named_for_its_use():
    found = mine(
        "This parameter is required when UseSolver is enabled.",
        member="Height",
        type="integer",
        siblings=("Height", "UseSolver"),
    )
    assert found[0] == Requires(Condition("UseSolver", (True,)), ("Height",))


def test_a_sentence_may_require_and_forbid():
    text = "This is required when LogEnabled is true and must be omitted when LogEnabled is false."
    on, off = Condition("LogEnabled", (True,)), Condition("LogEnabled", (False,))
    assert rules(text) == [Requires(on, ("Iops",)), Forbids(off, ("Iops",))]


def test_an_operation_names_its_parameters():
    text = "If the VolumeType is set to io1 , the request must also include the Iops parameter."
    assert rules(text, member="") == [Requires(IO1, ("Iops",))]


@pytest.mark.parametrize(
    "text",
    [
        "This parameter is required.",
        "Required if VolumeType is io1 and the volume is new.",
        "Required if the volume is encrypted.",
        "Required if MFA is used.",
        "If you use this value, you must specify Size.",
        "If you use the RATE option, you must specify Size.",
        "For example, if VolumeType is io1 , you must specify Size.",
        "If VolumeType is fast enough, you must specify Size.",
        "If VolumeType is io1 , you must specify an address.",
    ],
)
def test_what_is_no_condition_on_a_parameter_is_left_alone(text):
    assert rules(text) == []


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("Valid only when VolumeType is io1 .", IO1),
        ("This parameter is valid only if the volume type is io1 or io2 .", IO2),
        ("This setting applies only if VolumeType is set to io1 .", IO1),
        ("Only applicable when VolumeType = io1 .", IO1),
        ("It is only used if LogEnabled is true .", Condition("LogEnabled", (True,))),
        ("This value applies only when you specify Size.", Condition("Size", present=True)),
        ("You can specify this parameter only if VolumeType is io1 .", IO1),
        ("This parameter can be used only when the VolumeType parameter is io1 or io2 .", IO2),
    ],
)
def test_what_a_parameter_applies_to_is_read(text, condition):
    (rule,) = rules(text)
    assert rule == OnlyIf("Iops", condition)


@pytest.mark.parametrize(
    "text",
    [
        "This parameter is valid when VolumeType is io1 .",
        "Valid only for fast volumes.",
        "Valid only when the volume is encrypted.",
        "This option is used only when this value is io1 .",
        "For example, this is valid only when VolumeType is io1 .",
    ],
)
def test_what_names_no_condition_of_its_own_is_left_alone(text):
    assert rules(text) == []


def test_a_required_parameter_that_has_no_other_meaning_applies_there_only():
    required = "Required if VolumeType is io1 ."
    meaning = "If creating volumes of the io1 type, this is the number of operations a second."
    example = "For example, 3000."
    assert rules(f"{required} {meaning} {example}") == [Requires(IO1, ("Iops",)), OnlyIf("Iops", IO1)]
    assert rules(meaning) == []
    assert rules(f"{required} {meaning} Otherwise it is a hint.") == [Requires(IO1, ("Iops",))]
    assert rules(f"{required} If creating a copy, this is the number of the original.") == [
        Requires(IO1, ("Iops",))
    ]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Must be specified if Size is not provided.", Requires(Condition("Size", present=False), ("Iops",))),
        ("Iops must be specified with a Size; otherwise, an error occurs.", Requires(GIVEN, ("Size",))),
        ("Must be used together with Size.", Requires(GIVEN, ("Size",))),
        ("You must also specify Size.", Requires(GIVEN, ("Size",))),
        ("You must also specify a size to use this parameter.", Requires(GIVEN, ("Size",))),
        ("You can use this parameter only with the Size parameter.", Requires(GIVEN, ("Size",))),
        ("If you include Iops in your request, you must also include Size.", Requires(GIVEN, ("Size",))),
        ("You must provide this information if VolumeType is io1.", Requires(IO1, ("Iops",))),
        ("Iops is not supported when you specify a value for VolumeType of io1.", Forbids(IO1, ("Iops",))),
        (
            "If LogEnabled is disabled, you must specify a Size.",
            Requires(Condition("LogEnabled", (False,)), ("Size",)),
        ),
    ],
)
def test_conditions_have_many_wordings(text, rule):
    assert rules(text) == [rule]


def test_both_or_neither_is_mutual():
    back = Requires(Condition("Size", present=True), ("Iops",))
    assert rules("Specify both Iops and Size or neither of them.") == [Requires(GIVEN, ("Size",)), back]


def test_what_also_holds_for_one_value_is_left_alone():
    assert rules("To use the fast kind, set io1. You must also specify Size.") == []


def test_a_value_before_the_name_of_its_parameter() -> None:
    assert rules("If you provide a <code>gp2</code> VolumeType, you must specify Iops.") == [
        Requires(Condition("VolumeType", ("gp2",)), ("Iops",))
    ]


def test_a_parameter_may_be_called_attribute() -> None:
    text = "This parameter can be used only when the <code>Attribute</code> parameter is <code>io1</code>."
    found = mine(text, member="Iops", type="integer", siblings=("Attribute", "Iops"))
    assert list(found) == [OnlyIf("Iops", Condition("Attribute", ("io1",)))]
