from __future__ import annotations

import pytest

from harness.contract.prose import mine
from harness.contract.rules import AtMostOne, Condition, Forbids, Requires

NAMES = ("VolumeType", "Iops", "Size", "LogEnabled")
IO1 = Condition("VolumeType", ("io1",))
IO2 = Condition("VolumeType", ("io1", "io2"))
GIVEN = Condition("Iops", present=True)


def rules(text, member="Iops"):
    found = mine(text, member=member, type="integer" if member else "operation", siblings=NAMES)
    return [rule for rule in found if isinstance(rule, Requires | Forbids | AtMostOne)]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("This parameter is required if VolumeType is io1 .", Requires(IO1, ("Iops",))),
        ("Required when the volume type is set to io1 or io2 .", Requires(IO2, ("Iops",))),
        ("This field is required only when VolumeType is io1 .", Requires(IO1, ("Iops",))),
        ("Conditionally required if the VolumeType parameter is set to io1 .", Requires(IO1, ("Iops",))),
        ("If VolumeType is io1 , you must specify Size.", Requires(IO1, ("Size",))),
        ("If you specify Iops, you must also specify Size.", Requires(GIVEN, ("Size",))),
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
        ("Required if log is enabled.", Requires(Condition("LogEnabled", (True,)), ("Iops",))),
        ("Don't specify Iops if VolumeType is io1 .", Forbids(IO1, ("Iops",))),
        ("If VolumeType is io1 , you can't specify Size.", Forbids(IO1, ("Size",))),
        ("This parameter must be omitted when VolumeType is io1 .", Forbids(IO1, ("Iops",))),
        ("If you specify Iops, you can't specify Size.", AtMostOne(("Iops", "Size"))),
    ],
)
def test_conditions_are_read(text, rule):
    assert rules(text) == [rule]


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
        "For example, if VolumeType is io1 , you must specify Size.",
        "If VolumeType is fast enough, you must specify Size.",
        "If VolumeType is io1 , you must specify an address.",
    ],
)
def test_what_is_no_condition_on_a_parameter_is_left_alone(text):
    assert rules(text) == []
