from __future__ import annotations

import pytest

from harness.contract.rules import Enum
from tools.facts.drafter.miner import mine


def enums(text, type="string", member="Mode", siblings=("Mode", "Other"), element=None):  # noqa: A002
    rules = mine(text, member=member, type=type, siblings=siblings, element=element)
    return [rule for rule in rules if isinstance(rule, Enum)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Valid values are ON and OFF .", ("ON", "OFF")),
        ("Valid values: fast | slow | very-slow", ("fast", "slow", "very-slow")),
        ('The possible values are "fast", "slow", or "off".', ("fast", "slow", "off")),
        ("Must be one of the following: A_1, B_2, or C_3.", ("A_1", "B_2", "C_3")),
        ("The mode, which is either FAST or SLOW .", ("FAST", "SLOW")),
        ("The mode, either FAST (default) or SLOW.", ("FAST", "SLOW")),
        ("Accepted values are ON, OFF, and 1, case-insensitive.", ("ON", "OFF", "1")),
        (
            "Supported values are ON and OFF , with the following behaviors: If off, nothing runs.",
            ("ON", "OFF"),
        ),
        ("Valid values: ON | OFF This setting doesn't apply to small jobs.", ("ON", "OFF")),
        ("Valid values are: M365 OKTA ZOOM", ("M365", "OKTA", "ZOOM")),
        ("Currently only supports FAST.", ("FAST",)),
        ("Choose one of the following modes: ON : Runs. OFF : Stops.", ("ON", "OFF")),
        ("You can set the mode to one of the following values: ON : Runs. OFF : Stops.", ("ON", "OFF")),
        ("Enter one of the following values for the mode: A::B, A::C", ("A::B", "A::C")),
        (
            "Choose from the following options: ON - Runs if idle. OFF - Stops if idle. Default: ON",
            ("ON", "OFF"),
        ),
        (
            "There are two valid values: ON Specifies that it runs. OFF Specifies that it waits.",
            ("ON", "OFF"),
        ),
        ("Valid values are Default and FastMode .", ("Default", "FastMode")),
        ("The possible values are ON , and OFF , with the default being ON .", ("ON", "OFF")),
        ("If provided, the valid values are ON and OFF .", ("ON", "OFF")),
        ("You can either choose FAST_1 or SLOW_1 as the mode.", ("FAST_1", "SLOW_1")),
        ("Pass either Fast , Slow , or All .", ("Fast", "Slow", "All")),
        ("Valid values are fast , for running fast, or slow , for running slowly.", ("fast", "slow")),
        ("Valid values are ''rw'' (read/write) or ''ro'' (read-only).", ("rw", "ro")),
        ('Supported values: "fast_a" - Runs fast. "slow_a" - Runs slowly.', ("fast_a", "slow_a")),
        ("An input option that can be set to either ON or OFF.", ("ON", "OFF")),
        ("The only valid value is FAST.", ("FAST",)),
        ("Currently, only FAST is supported.", ("FAST",)),
        ("Valid values are: FAST - Runs fast. SLOW - Runs slowly, but surely.", ("FAST", "SLOW")),
        ("Valid values are: FAST, to run fast; and, SLOW, to run slowly.", ("FAST", "SLOW")),
        ("Valid values are as follows: gp2 io1 standard", ("gp2", "io1", "standard")),
        ("Valid values are EQ (equals) and NE (not equals).", ("EQ", "NE")),
        ("Valid values for Mode are FAST and SLOW.", ("FAST", "SLOW")),
        (
            "<p>Valid values:</p><ul><li><code>FAST</code> - Runs.</li><li><code>SLOW</code></li></ul>",
            ("FAST", "SLOW"),
        ),
        ("Valid values are ``FAST`` and ``SLOW``.", ("FAST", "SLOW")),
        ("<p>Valid values are <code>FAST</code> and <code>SLOW,</code>.</p>", ("FAST", "SLOW")),
        (
            "Valid values are FAST to run fast, IDLE for tests, or SLOW to save money.",
            ("FAST", "IDLE", "SLOW"),
        ),
        ("Valid values are FAST, which runs fast, and SLOW, which saves money.", ("FAST", "SLOW")),
        ("Valid values are ON and OFF, indicating whether it runs.", ("ON", "OFF")),
        ("There are three valid values for the Mode field: FAST, Slow, and Idle.", ("FAST", "Slow", "Idle")),
        ("The following are valid values: FAST: runs fast. It costs. SLOW: runs slowly.", ("FAST", "SLOW")),
        ("Use one of the following values to set it up: FAST: runs. SLOW: waits.", ("FAST", "SLOW")),
        ("Valid values are as follows: bridge host none", ("bridge", "host", "none")),
        ("Valid values are de (German), it (Italian), and en (English).", ("de", "it", "en")),
        ("Valid values: fast", ("fast",)),
        ("Valid value is 2006-05-05.", ("2006-05-05",)),
        ("The following modes are currently supported: FAST: runs. SLOW: waits.", ("FAST", "SLOW")),
        ("You can choose from the following values: FAST - runs. SLOW - waits.", ("FAST", "SLOW")),
        ("Valid values are FAST for speed and SLOW for cost, of Jobs and Others.", ("FAST", "SLOW")),
        ("You can choose one of the following: FAST: runs fast. SLOW: runs slowly.", ("FAST", "SLOW")),
        (
            "A job can have one of the following modes: unlimited - Runs. limited - Stops.",
            ("unlimited", "limited"),
        ),
        ("Supported mode types are: A::B and C::D.", ("A::B", "C::D")),
        ("Valid values: FAST_A - Fast, such as X(1). SLOW_B - Slow, i.e. Y - late.", ("FAST_A", "SLOW_B")),
        ("Valid values: fast | slow Jobs with a queue do not run fast.", ("fast", "slow")),
        ("Current valid values are FAST.", ("FAST",)),
        ("Valid values: FAST - For more than one SLOW_B - Slow. IDLE -None.", ("FAST", "SLOW_B", "IDLE")),
    ],
)
def test_closed_sets_are_read(text, values):
    assert enums(text) == [Enum("Mode", values)]


@pytest.mark.parametrize(
    "text",
    [
        "Valid values include FAST and SLOW.",
        "For example, the valid values are FAST and SLOW.",
        "Valid values are strings of up to 10 characters.",
        "If Other is set, valid values are FAST and SLOW.",
        "Valid values for unrelated things are FAST and SLOW.",
        "Valid values are FAST, SLOW, and any other mode.",
        "This isn't valid for modes that are either FAST or SLOW.",
        "Other must be either FAST or SLOW.",
        "The mode can be one of the following formats: Key ID: 1234 Key ARN: arn",
        "We recommend that valid values are FAST and SLOW.",
        "Valid values are: fast - Runs iso - unclear.",
        "Valid values are FAST to run fast, or SLOW.",
        "The mode can be one of the following: 1. FAST",
        "Choose one of the following: ID: the mode's ID. ARN: the mode's ARN.",
        "Valid values: any string value",
        "Another possible value is FAST.",
        "Valid values are - .",
        "Valid values: .",
        "The only valid value is (see below).",
        "Valid job types are FAST and SLOW.",
        "The target address. This must be either IPv4 or IPv6.",
        "The protocol is either TCP or SSL.",
    ],
)
def test_what_is_no_closed_set_is_left_alone(text):
    assert enums(text) == []


def test_what_a_value_may_name_is_no_value():
    assert enums("Valid values are either PoolId or PoolArn.", member="PoolId", siblings=("PoolId",)) == []


def test_what_the_first_sentence_calls_the_parameter_is_its_noun():
    text = "A conditional operator. The following operators are valid: EQ, NE."
    assert enums(text, member="Condition", siblings=("Condition",)) == [Enum("Condition", ("EQ", "NE"))]


def test_a_noun_of_the_first_sentence_is_the_parameters_own():
    choice = "You can choose one of the following retention modes: A_1 : Keeps. B_1 : Drops."
    text = f"The retention mode of a volume. {choice}"
    assert enums(text, member="LockType", siblings=("LockType",)) == [Enum("LockType", ("A_1", "B_1"))]


def test_values_have_the_type_of_the_parameter():
    assert enums("Valid values are 60, 300, and 3600.", type="integer") == [Enum("Mode", (60, 300, 3600))]
    assert enums("Valid values are 60, 300, and many.", type="integer") == []
    assert enums("Valid values: true | false", type="boolean") == [Enum("Mode", (True, False))]
    assert enums("Valid values: unfinished", type="boolean") == []
    assert enums("The maximum allowed value is 1,000.", type="integer") == []


def test_the_values_of_a_list_are_its_elements():
    assert enums("Valid values are A1 and B1.", type="list", element="string") == [
        Enum("Mode[]", ("A1", "B1"))
    ]
    assert enums("Valid values are A1 and B1.", type="list", element="structure") == []
    assert enums("Valid values: 2 | 14", type="list") == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Valid Values: Must be one of [A_0, B_1, C_2].", ("A_0", "B_1", "C_2")),
        ("Supported values: [SMS].", ("SMS",)),
        ("Specifies the scope; FAILED_ONLY is the only mode currently supported.", ("FAILED_ONLY",)),
        ("Currently, TURN is the only valid value.", ("TURN",)),
        ("The one supported mode is EFS.", ("EFS",)),
        ("You must specify USERPOOL.", ("USERPOOL",)),
        ("This is a fixed value of DRAFT.", ("DRAFT",)),
        ("The mode is limited to PUBLIC, PRIVATE and NONE.", ("PUBLIC", "PRIVATE", "NONE")),
        ("The mode, which can be ON_1 or OFF_1.", ("ON_1", "OFF_1")),
        ("It must be ACTUAL or FORECASTED.", ("ACTUAL", "FORECASTED")),
        ("One of the following: AWS: for a service. HTTP: for an endpoint.", ("AWS", "HTTP")),
        ("The mode can be one of the following ON_1 : It is on. OFF_1 : It is off.", ("ON_1", "OFF_1")),
        (
            "It can be one of the following: SSE-KMS - SSE-KMS - with keys. SSE-S3 - by S3.",
            ("SSE-KMS", "SSE-S3"),
        ),
        ("For Mode, the valid values are: NONE and ALL_OLD.", ("NONE", "ALL_OLD")),
        (
            "The mode when the timeout is reached, either ForceChange or RollBack.",
            ("ForceChange", "RollBack"),
        ),
        ("Currently, only convertToIri is supported, meaning that it is converted.", ("convertToIri",)),
        (
            (
                "<p>This field can have one of the following values:</p><ul><li><p><code>always</code> "
                "- signs.</p>"
                "<p>This value is fine.</p></li><li><code>never</code> - does not.</li></ul>"
            ),
            ("always", "never"),
        ),
    ],
)
def test_lists_are_closed_by_many_words(text, values):
    assert enums(text) == [Enum("Mode", values)]


@pytest.mark.parametrize(
    ("text", "member"),
    [
        ("Days must be one of: Mon, Tue, Wed.", "MaintenanceWindow"),
        ("A load balancer can be either internal or internet-facing.", "EndpointId"),
        ("This key type can be PEK or BDK.", "KeyIdentifier"),
        ("You must specify Other.", "Mode"),
        ("You can specify the following highlight options: ON_1, OFF_1", "Mode"),
    ],
)
def test_values_of_a_part_are_left_alone(text, member):
    assert enums(text, member=member, siblings=(member, "Other")) == []
